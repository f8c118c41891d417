"""What every test runs under: shared data found or skipped, and nothing left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

SHARED_DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
# Libraries that keep one process or thread of their own for as long as Python runs.
LASTING = ("resource_tracker", "forkserver", "pytest_timeout")


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
