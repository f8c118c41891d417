"""What every test runs under: shared data found or skipped, and nothing left behind.

The demo's region and the compiled kernels are the same for all rooms: the region is
built once a run, kernels stay in the cache that belongs to their source.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import psutil
import pytest

from console.planning.cache import use_cache

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT / ".." / "shared" / "data"
EXTRACT = ROOT / "resources" / "regions" / "helsinki-centre" / "helsinki-centre.osm.pbf"
# Libraries that keep one process or thread of their own for as long as Python runs.
LASTING = ("resource_tracker", "forkserver", "pytest_timeout")


def pytest_configure(config: pytest.Config) -> None:
    """Name the kernels' cache before any test module imports one."""
    cache = config.cache
    assert cache is not None
    folder = cache.mkdir("kernels")
    if "numba" in sys.modules:
        # A plugin was first; our modules with kernels are not imported yet.
        use_cache(folder, environment=os.environ)
        import_module("numba.core.config").reload_config()
    else:
        use_cache(folder)


@pytest.fixture(scope="session")
def kernels(request: pytest.FixtureRequest) -> Path:
    """Where compiled kernels stay from one run to the next."""
    cache = request.config.cache
    assert cache is not None
    return cache.mkdir("kernels")


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's region pack, central Helsinki, built once."""
    from console.geo.region import build_region  # noqa: PLC0415 - after the cache

    folder = tmp_path_factory.mktemp("region") / "helsinki-centre"
    build_region(EXTRACT, folder)
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of extracts, instances and vectors beside the checkout."""
    folder = SHARED_DATA.resolve()
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}")
    return folder


def _children() -> set[int]:
    return {
        child.pid
        for child in psutil.Process().children(recursive=True)
        if not any(word in " ".join(_command(child)) for word in LASTING)
    }


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """A test that leaves a thread or a process running has failed."""
    threads = set(threading.enumerate())
    processes = _children()
    yield
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        late_threads = [t for t in threading.enumerate() if t not in threads]
        late_processes = _children() - processes
        if not late_threads and not late_processes:
            return
        time.sleep(0.02)
    pytest.fail(f"left running: {late_threads} {late_processes}")
