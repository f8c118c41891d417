"""The program as a whole uses the same house and loop as the shell's tests."""

from tests.shell.conftest import kernels, manifest, pytest_pyfunc_call, region, where

__all__ = ["kernels", "manifest", "pytest_pyfunc_call", "region", "where"]
