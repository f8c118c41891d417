"""Kernels compiled for tests stand in the cache that belongs to their source."""

import os
import sys

import pytest

from console.planning.cache import use_cache


def pytest_configure(config: pytest.Config) -> None:
    """Name the cache before any test module imports a kernel."""
    folder = config.cache.mkdir("kernels") if config.cache else None
    if folder is None:
        return
    if "numba" in sys.modules:
        import numba

        use_cache(folder, environment=os.environ)
        numba.config.reload_config()
    else:
        use_cache(folder)
