"""The data directory: where it is, what stands in it, and that one desk holds it.

    lockyard.db     the store (with -wal and -shm while open)
    lockyard.heads  the second copy of the journal's heads
    pickup.key      the key of the pickup codes, where the system keeps no keys
    backups/        made before migrations
    lock            held open by the desk that works here

The lock is the operating system's, on the open file: it ends with the process, however
that ends. What the file says inside is only for the message to a second desk.
"""

import getpass
import json
import os
import socket
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import platformdirs

from console.domain.clock import Clock
from console.storage.errors import HeldElsewhere, NotOurs, ReadOnly
from console.storage.sqlite import refuse_share

LOCKED_BYTE = 1 << 20
"""Beyond the text, because Windows keeps others from reading what is locked."""


def default_path(given: Path | None, environment: Mapping[str, str]) -> Path:
    """The argument, else LOCKYARD_DATA, else the platform's own place."""
    if given is not None:
        return given
    named = environment.get("LOCKYARD_DATA", "")
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir("lockyard", appauthor=False))


class DataDirectory:
    """A data directory held by this process until `release`."""

    def __init__(self, path: Path, clock: Clock) -> None:
        """Makes the directory if need be and takes its lock.

        Raises HeldElsewhere (host, process, since), OnNetworkShare, ReadOnly, NotOurs.
        """
        self.path = path.expanduser().absolute()
        refuse_share(self.path)
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = _opened(self.path / "lock")
        except PermissionError as error:
            raise ReadOnly(str(self.path), str(error)) from error
        except (FileExistsError, NotADirectoryError) as error:
            raise NotOurs(str(self.path), "not a directory") from error
        if not lock_byte(self._file):
            holder = _holder(self._file)
            self._file.close()
            raise HeldElsewhere(str(self.path), *holder)
        _sign(self._file, clock.now())

    @property
    def database(self) -> Path:
        """The file of the store."""
        return self.path / "lockyard.db"

    @property
    def key_file(self) -> Path:
        """The key of the pickup codes, where no key store keeps it."""
        return self.path / "pickup.key"

    def release(self) -> None:
        """Lets another desk in. Twice is once."""
        if not self._file.closed:
            self._file.truncate(0)
            self._file.close()

    def __enter__(self) -> Self:
        """Held until the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Lets another desk in."""
        self.release()


def lock_byte(file: BinaryIO) -> bool:
    """Takes the system's lock on an open file; False where another process has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        file.seek(LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415 - exists everywhere else

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b")


def _sign(file: BinaryIO, since: datetime) -> None:
    text = {
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "since": since.isoformat(timespec="seconds"),
        "user": getpass.getuser(),
    }
    file.seek(0)
    file.truncate()
    file.write(json.dumps(text).encode())
    file.flush()


def _holder(file: BinaryIO) -> tuple[str, str, str]:
    """Host, process and since when; question marks where the file does not say."""
    file.seek(0)
    try:
        text = json.loads(file.read(LOCKED_BYTE))
        return str(text["host"]), str(text["pid"]), str(text["since"])
    except (ValueError, KeyError, TypeError):
        return "?", "?", "?"
