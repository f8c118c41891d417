"""How fast addresses become doors, beside SQLite's trigram search on the same doors."""

import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from console.geo.addresses.book import AddressBook
from console.geo.addresses.store import build_addresses
from console.geo.extract import read_extract
from tests.geo.typos import misspelled

MANY = 2000


@pytest.fixture(scope="module")
def book(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AddressBook]:
    folder = tmp_path_factory.mktemp("copenhagen")
    build_addresses(read_extract(shared_data / "osm" / "copenhagen.osm.pbf"), folder)
    book = AddressBook.open(folder)
    yield book
    book.close()


def lines_of(book: AddressBook, mistakes: int) -> list[str]:
    random = Random(2)
    lines = []
    for one in book.sample(MANY, seed=2):
        street = one.street
        for _ in range(mistakes):
            street = misspelled(street, random)
        lines.append(f"{street} {one.number}, {one.postcode} {one.city}")
    return lines


def trigram_seconds(book: AddressBook, lines: list[str]) -> float:
    """Seconds a line of a full-text search by trigrams, best match by rank."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE door USING fts5(line, tokenize = 'trigram')")
    everything = book.sample(1_000_000, seed=1)
    db.executemany(
        "INSERT INTO door VALUES (?)",
        [(f"{d.street} {d.number}, {d.postcode} {d.city}",) for d in everything],
    )
    started = time.perf_counter()
    for line in lines:
        words = " OR ".join(f'"{line[i : i + 3]}"' for i in range(len(line) - 2))
        db.execute(
            "SELECT line FROM door WHERE door MATCH ? ORDER BY rank LIMIT 1",
            (words.replace('""', '"'),),
        ).fetchone()
    spent = time.perf_counter() - started
    db.close()
    return spent / len(lines)


def say(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Print a line past pytest's capture."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


@pytest.mark.benchmark
@pytest.mark.parametrize("mistakes", [0, 1, 2])
def test_lines_beside_trigrams(
    benchmark: BenchmarkFixture,
    book: AddressBook,
    mistakes: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = lines_of(book, mistakes)
    benchmark.pedantic(
        lambda: [book.place_text(line) for line in lines], rounds=5, warmup_rounds=1
    )
    ours = benchmark.stats.stats.min / len(lines)
    peer = trigram_seconds(book, [line for line in lines if '"' not in line][:40])
    say(
        capsys,
        f"{mistakes} mistakes: {1 / ours:,.0f} addresses/s, "
        f"trigrams {1 / peer:,.0f}/s, ratio {peer / ours:,.0f}",
    )


@pytest.mark.benchmark
def test_growth_with_the_list(
    benchmark: BenchmarkFixture, book: AddressBook, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten times the lines take about ten times as long: nothing piles up."""
    lines = lines_of(book, 1)
    for line in lines:
        book.find(line, limit=1)

    def seconds(some: list[str]) -> float:
        started = time.perf_counter()
        for line in some:
            book.place_text(line)
        return time.perf_counter() - started

    few = min(seconds(lines[:200]) for _ in range(5))
    many = benchmark.pedantic(seconds, (lines,), rounds=3)
    say(capsys, f"10 times the lines: {many / few:.1f} times as long")


@pytest.mark.benchmark
def test_a_keystroke_on_a_metropolis(
    benchmark: BenchmarkFixture,
    shared_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every beginning of some names of Milan, right and wrong, one key at a time."""
    build_addresses(read_extract(shared_data / "osm" / "milan.osm.pbf"), tmp_path)
    book = AddressBook.open(tmp_path)
    book.warm()
    names = (
        "Via Alessandro Manzoni 1",
        "V.le Monza",
        "Vai Torino",
        "corso buneos",
        "x",
    )
    typed = [name[:end] for name in names for end in range(1, len(name) + 1)]

    def slowest_s() -> float:
        spent = []
        for text in typed:
            started = time.perf_counter()
            book.complete(text, near=(9.19, 45.46))
            spent.append(time.perf_counter() - started)
        return max(spent)

    slowest = benchmark.pedantic(slowest_s, rounds=3)
    mean = benchmark.stats.stats.mean / len(typed)
    book.close()
    say(capsys, f"slowest keystroke {slowest * 1e3:.1f} ms, mean {mean * 1e3:.2f} ms")
