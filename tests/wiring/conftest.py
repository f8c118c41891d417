"""Whole houses on throw-away data."""

from tests.running import pytest_pyfunc_call, where

__all__ = ["pytest_pyfunc_call", "where"]
