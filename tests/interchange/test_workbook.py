"""Workbooks: the same parcels as the same text, and nothing hostile gets far."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from console.domain.clock import ServiceDate
from console.domain.ids import SizeClassId
from console.domain.parcel import Size
from console.domain.reasons import ReasonCode
from console.domain.site import SizeClass
from console.interchange import workbook
from console.interchange.manifest import read_manifest
from console.interchange.rejected import write_rejected
from console.interchange.workbook import read_workbook

DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
CLASSES = (SizeClass(SizeClassId("S"), Size(640, 380, 80)),)


def book(*rows: Sequence[object]) -> bytes:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_sheet_gives_the_same_parcels_as_text() -> None:
    headings = ("ID", "Katuosoite", "koko", "paino kg", "from", "until", "due", "low")
    sheet = book(
        headings,
        (17.0, "Bulevardi 6", "S", 1.5, time(8, 30), timedelta(hours=12), None, True),
        (),
        ("18", "Bulevardi 8", "S", 2, None, None, datetime(2026, 11, 23, 15), False),  # noqa: DTZ001
        ("19", "Bulevardi 8", "S", 2, None, None, date(2026, 11, 23), None),
    )
    text = "\n".join(
        [
            ";".join(headings),
            "17;Bulevardi 6;S;1.5;08:30;12:00;;yes",
            "",
            "18;Bulevardi 8;S;2;;;2026-11-23T15:00;no",
            "19;Bulevardi 8;S;2;;;2026-11-23;",
        ]
    )
    from_sheet = read_manifest(sheet, file="m.xlsx", day=DAY, classes=CLASSES)
    from_text = read_manifest(text.encode(), file="m.csv", day=DAY, classes=CLASSES)
    assert from_sheet.problems == from_text.problems == ()
    assert from_sheet.rows == from_text.rows


def test_problems_name_the_sheets_row_and_can_be_mended() -> None:
    sheet = book(("id", "street", "size", "mass"), (), ("1", "A 1", "S", "heavy"))
    manifest = read_manifest(sheet, file="m.xlsx", day=DAY, classes=CLASSES)
    assert [(p.line, p.column) for p in manifest.problems] == [(3, "mass")]
    mended = write_rejected(manifest).replace(b"heavy", b"5")
    assert len(read_manifest(mended, file="m", day=DAY, classes=CLASSES).rows) == 1


def test_an_empty_sheet_has_no_columns() -> None:
    assert read_workbook(book()).header.cells == ()


@pytest.mark.parametrize("cell", ["x" * 1001, "_x0000_"])
def test_long_cells_are_told(cell: str) -> None:
    rows = read_workbook(book(("id",), (cell,), ("2",))).rows
    assert len(rows) == 2
    assert all(len(row.cells[0]) <= 1000 for row in rows)


def test_a_bomb_is_not_unpacked() -> None:
    ratio = packed({"xl/worksheets/sheet1.xml": b" " * 5_000_000})
    assert "over 100 times" in str(read_workbook(ratio).refusal)
    large = packed({str(n): b" " * 21_000_000 for n in range(10)})
    assert "over 200000000 bytes" in str(read_workbook(large).refusal)


def test_too_many_rows_or_a_row_out_of_the_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    assert not read_workbook(book(*[("a",)] * 4)).too_long
    assert read_workbook(book(*[("a",)] * 5)).too_long
    sheet = book(("a",), ("b",))
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<row r="2"', b'<row r="9999999999"')
    assert read_workbook(packed(parts)).refusal is not None


@pytest.mark.parametrize(
    "data",
    [
        workbook.SIGNATURE,
        packed({}),
        packed({"[Content_Types].xml": b"<a"}),
        packed({"hello.txt": b"not a workbook"}),
        book(("id",))[:-40],
    ],
)
def test_what_is_no_workbook_is_told(data: bytes) -> None:
    manifest = read_manifest(data, file="m.xlsx", day=DAY)
    assert manifest.rows == ()
    assert [p.reason.code for p in manifest.problems] in (
        [ReasonCode.UNREADABLE],
        [ReasonCode.WRONG_FORMAT],
        [ReasonCode.MISSING_COLUMN],
    )


SHEET = book(("id", "street"), ("1", "A 1"))


@given(st.integers(0, len(SHEET) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_never_raises(at: int, noise: bytes) -> None:
    data = SHEET[:at] + noise + SHEET[at + len(noise) :]
    read_manifest(data, file="m.xlsx", day=DAY)


@given(st.sampled_from(["<row>", "<c>", "A1", "sheetData", "r=", "t=", "worksheet"]))
def test_a_sheet_with_odd_xml_never_raises(word: str) -> None:
    with zipfile.ZipFile(io.BytesIO(SHEET)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in list(parts):
        odd = parts | {name: parts[name].replace(word.encode(), b"x")}
        read_manifest(packed(odd), file="m.xlsx", day=DAY)
        gone = {key: part for key, part in parts.items() if key != name}
        read_manifest(packed(gone), file="m.xlsx", day=DAY)
