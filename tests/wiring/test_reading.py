"""Files from outside are read apart: a hostile one ends its reader, not us."""

import gc
import os
import sys
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pytest

from console.domain.clock import ServiceDate
from console.interchange.depot_file import read_depot
from console.interchange.errors import DepotFileError
from console.interchange.manifest import read_manifest
from console.wiring import reading
from console.wiring.reading import ReadingFailed, read_apart, read_file_apart


def swallow(size: int) -> int:
    return len(b"x" * size)


def vanish() -> None:
    os._exit(3)


def dawdle() -> None:
    time.sleep(60)


def refuse(word: str) -> None:
    raise ValueError(word)


async def test_a_result_comes_back_whole() -> None:
    assert await read_apart(swallow, 100) == 100


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory elsewhere or not")
async def test_a_file_that_needs_too_much_memory_ends_its_reader() -> None:
    with pytest.raises(ReadingFailed, match="memory"):
        await read_apart(swallow, reading.MEMORY_LIMIT + 1)


async def test_a_reader_that_dies_is_told() -> None:
    with pytest.raises(ReadingFailed):
        await read_apart(vanish)


async def test_a_reader_that_never_ends_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "TIME_LIMIT_S", 1.0)
    with pytest.raises(ReadingFailed, match="1 s"):
        await read_apart(dawdle)


async def test_what_a_reader_raises_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not like this"):
        await read_apart(refuse, "not like this")
    path = tmp_path / "depot.toml"
    path.write_text("format = 99\n", encoding="utf-8")
    with pytest.raises(DepotFileError) as caught:
        await read_file_apart(read_depot, path)
    assert "depot.toml" in str(caught.value)
    with pytest.raises(FileNotFoundError) as missing:
        await read_file_apart(read_depot, tmp_path / "none.toml")
    assert missing.value.filename == str(tmp_path / "none.toml")


HEAD = b"id;street;size;mass\n"
HOSTILE = {
    "every row bad": HEAD + b"x;;huge;heavy and more words than one;\n" * 60_000,
    "twenty million commas": HEAD + b"1" + b"," * 19_900_000,
    "short rows": HEAD + b";" * 400 + (b"\nx" + b";" * 400) * 20_000,
    "deep JSON": b"[" * 10_000_000,
    "wide JSON": b"[" + b'{"a":1},' * 2_000_000 + b"{}]",
    "quotes": HEAD + b'1;"a\n' * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_does_not_swell_the_desk(name: str) -> None:
    day = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
    me = psutil.Process()
    gc.collect()
    before = me.memory_info().rss
    try:
        manifest = await read_apart(read_manifest, HOSTILE[name], file="m", day=day)
    except ReadingFailed:
        pass  # Ended by a limit: nothing came back.
    else:
        assert manifest.rows == ()
        assert manifest.problems
    assert me.memory_info().rss - before < 100_000_000
