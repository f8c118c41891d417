"""The key of the codes: in the key store where there is one, else in a guarded file."""

import os
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked

from console.storage.errors import NotOurs
from console.storage.keys import pickup_key, system_store


class Kept:
    """A key store in memory."""

    def __init__(self, *, locked: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, name: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value


def test_in_the_key_store(tmp_path: Path) -> None:
    store = Kept()
    key = pickup_key(tmp_path / "key", store)
    assert len(key) == 32
    assert pickup_key(tmp_path / "key", store) == key
    assert not (tmp_path / "key").exists()
    assert pickup_key(tmp_path / "other", store) != key


@pytest.mark.parametrize("store", [None, Kept(locked=True)])
def test_in_a_file(tmp_path: Path, store: Kept | None) -> None:
    key = pickup_key(tmp_path / "key", store)
    assert (tmp_path / "key").read_bytes() == key
    assert pickup_key(tmp_path / "key", Kept()) == key
    if os.name == "posix":
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
        (tmp_path / "key").chmod(0o644)
        with pytest.raises(NotOurs):
            pickup_key(tmp_path / "key", None)


def test_a_file_that_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"short")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(NotOurs):
        pickup_key(tmp_path / "key", None)


def test_the_systems_store_is_asked_without_error() -> None:
    system_store()
