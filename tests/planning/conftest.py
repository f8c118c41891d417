"""Kernels compiled for tests stand in the cache that belongs to their source."""

import os
import sys
from importlib import import_module

import pytest

from console.planning.cache import use_cache


def pytest_configure(config: pytest.Config) -> None:
    """Name the cache before any test module imports a kernel."""
    folder = config.cache.mkdir("kernels")
    if "numba" in sys.modules:
        # Another room's tests were collected first; our modules are not imported yet.
        use_cache(folder, environment=os.environ)
        import_module("numba.core.config").reload_config()
    else:
        use_cache(folder)
