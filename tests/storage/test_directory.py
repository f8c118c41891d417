"""One desk a directory; the second is told who holds it."""

import multiprocessing
import os
import socket
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from console.storage.directory import DataDirectory, default_path
from console.storage.errors import HeldElsewhere, NotOurs
from tests.custody.world import FixedClock


def hold(path: Path, told: Connection) -> None:
    """Another desk, until it is killed."""
    with DataDirectory(path, FixedClock()):
        told.send(os.getpid())
        told.recv()


def test_a_second_desk_is_told_who_holds_it(tmp_path: Path, clock: FixedClock) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=hold, args=(tmp_path / "data", there))
    child.start()
    pid = here.recv()
    with pytest.raises(HeldElsewhere) as caught:
        DataDirectory(tmp_path / "data", clock)
    where, host, holder, since = caught.value.args
    assert where == str(tmp_path / "data")
    assert (host, holder) == (socket.gethostname(), str(pid))
    assert since == "2026-03-01T08:00:00+00:00"
    child.kill()
    child.join()
    child.close()
    here.close()
    there.close()
    # The lock went with the process; its words do not matter.
    with DataDirectory(tmp_path / "data", clock) as directory:
        assert directory.database == tmp_path / "data" / "lockyard.db"


def test_released_twice_is_released(tmp_path: Path, clock: FixedClock) -> None:
    first = DataDirectory(tmp_path, clock)
    first.release()
    first.release()
    with DataDirectory(tmp_path, clock) as second:
        assert second.key_file.parent == tmp_path


def test_a_file_is_no_directory(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotOurs):
        DataDirectory(tmp_path / "file", clock)


def test_where_it_is(tmp_path: Path) -> None:
    assert default_path(tmp_path, {"LOCKYARD_DATA": "/elsewhere"}) == tmp_path
    assert default_path(None, {"LOCKYARD_DATA": str(tmp_path)}) == tmp_path
    assert default_path(None, {}).name == "lockyard"
