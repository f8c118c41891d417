"""Reading manifests beside the readers they stand on; ratios, never times."""

import csv
import io
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook

from console.domain.clock import ServiceDate
from console.interchange.manifest import read_manifest
from console.interchange.workbook import read_workbook

ROWS = 5_000
DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
HEADS = ("id", "barcode", "name", "street", "postcode", "city", "size cm", "mass g")


def rows() -> list[tuple[str, ...]]:
    return [
        (f"P{n}", f"64{n:011}", "Elm", f"A {n}", "00120", "Helsinki", "30x20x10", "9")
        for n in range(ROWS)
    ]


def sheet() -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in (HEADS, *rows()):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_openpyxl(data: bytes) -> int:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.benchmark(group="sheet of 5,000 rows")
@pytest.mark.parametrize("read", [read_workbook, by_openpyxl])
def test_a_sheet_beside_openpyxl(benchmark, read: Callable[[bytes], object]) -> None:
    benchmark.pedantic(read, args=(sheet(),), rounds=3)


@pytest.mark.benchmark(group="text of 5,000 rows")
@pytest.mark.parametrize("whole", [True, False])
def test_a_manifest_beside_the_bare_csv_reader(benchmark, whole: bool) -> None:
    out = io.StringIO()
    csv.writer(out).writerows((HEADS, *rows()))
    text = out.getvalue()
    if whole:
        data = text.encode()
        read = lambda: read_manifest(data, file="m", day=DAY)  # noqa: E731
        assert len(read().rows) == ROWS
    else:
        read = lambda: list(csv.DictReader(io.StringIO(text)))  # noqa: E731
    benchmark.pedantic(read, rounds=3)
