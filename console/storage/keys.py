"""The key of the pickup codes: in the system's key store, else in a file of its own.

Never in the database and never in its backups, so that neither gives codes away. Where
no key store answers (a service, a headless desk), 32 random bytes stand in a file that
only its owner may read.
"""

import base64
import logging
import os
import secrets
from pathlib import Path
from typing import Protocol

import keyring
from keyring.errors import KeyringError

from console.storage.errors import NotOurs

log = logging.getLogger(__name__)

SERVICE = "lockyard"
LENGTH = 32


class KeyStore(Protocol):
    """As much of the system's key store as is used."""

    def get_password(self, service: str, name: str, /) -> str | None:
        """What is kept under a name."""

    def set_password(self, service: str, name: str, value: str, /) -> None:
        """Keeps a value."""


def system_store() -> KeyStore | None:
    """The system's key store, or None where there is no real one."""
    backend = keyring.get_keyring()
    real = getattr(backend, "priority", 0) >= 1
    return backend if real else None


def pickup_key(file: Path, store: KeyStore | None) -> bytes:
    """The key of this data directory, made on first use.

    A key that stands in the file is used before any store, because codes already made
    depend on it. Raises NotOurs for a file that is no key or that others may read.
    """
    if file.exists():
        return _read(file)
    name = str(file.absolute())
    if store is not None:
        try:
            found = store.get_password(SERVICE, name)
            if found is not None:
                return base64.b64decode(found, validate=True)
            fresh = secrets.token_bytes(LENGTH)
            store.set_password(SERVICE, name, base64.b64encode(fresh).decode())
            if store.get_password(SERVICE, name) is not None:
                return fresh
        except KeyringError as error:
            log.warning("the system keeps no keys (%s): a file is used", error)
    fresh = secrets.token_bytes(LENGTH)
    number = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(number, "wb") as out:
        out.write(fresh)
        out.flush()
        os.fsync(out.fileno())
    return fresh


def _read(file: Path) -> bytes:
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise NotOurs(str(file), "others may read it")
    key = file.read_bytes()
    if len(key) != LENGTH:
        raise NotOurs(str(file), "not a key")
    return key
