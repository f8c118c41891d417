"""The program as a whole uses the same house and loop as the shell's tests."""

from tests.shell.conftest import manifest, pytest_pyfunc_call, where

__all__ = ["manifest", "pytest_pyfunc_call", "where"]
