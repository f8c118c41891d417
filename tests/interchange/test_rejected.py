"""Rejected rows go out, are mended, and come back."""

import csv
import io
import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clock import ServiceDate
from console.domain.ids import SizeClassId
from console.domain.parcel import Size
from console.domain.site import SizeClass
from console.interchange.manifest import Manifest, read_manifest
from console.interchange.rejected import safe_cell, write_rejected
from tests.interchange.nasty_bytes import sheet as sheet_of

DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
CLASSES = (SizeClass(SizeClassId("S"), Size(640, 380, 80)),)
TEXT = (
    "ID;Name;Katuosoite;size;paino kg;phone\n"
    "1;Alder Ash;Bulevardi 6;S;1,5;+35840\n"
    "2;=cmd();Bulevardi 8;S;heavy;+35841\n"
    "3;Elm Wren;;S;1,5;\n"
)


def read(data: bytes) -> Manifest:
    return read_manifest(data, file="m", day=DAY, classes=CLASSES)


def sheet(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_rejected_rows_stand_as_they_stood_with_their_reasons() -> None:
    headings, second, third = sheet(write_rejected(read(TEXT.encode())))
    assert headings[:6] == ["ID", "Name", "Katuosoite", "size", "paino kg", "phone"]
    assert second[:6] == ["2", "'=cmd()", "Bulevardi 8", "S", "heavy", "'+35841"]
    assert second[6:] == ["3", "paino kg not_a_number"]
    assert third[6:] == ["4", "Katuosoite missing_value"]


def test_a_mended_file_brings_the_rest() -> None:
    out = write_rejected(read(TEXT.encode())).decode("utf-8-sig")
    mended = read(out.replace("heavy", "2").replace("Wren,,", "Wren,A 1,").encode())
    assert mended.problems == ()
    whole = read(TEXT.replace("heavy", "2").replace("Wren;;", "Wren;A 1;").encode())
    assert mended.rows == whole.rows[1:]
    assert mended.rows[0].person.name == "=cmd()"
    assert mended.rows[0].person.phone == "+35841"


def test_a_file_of_rejects_is_rejected_the_same_way_again() -> None:
    first = write_rejected(read(TEXT.encode()))
    second = write_rejected(read(first))
    assert [row[:6] for row in sheet(second)] == [row[:6] for row in sheet(first)]
    assert sheet(second)[0] == sheet(first)[0]


def test_cells_beyond_the_headings_are_kept_and_still_too_many() -> None:
    text = b"id,street,size,mass\n1,A 1, B,S,5\n"
    out = write_rejected(read(text))
    assert sheet(out)[1][:5] == ["1", "A 1", " B", "S", "5"]
    again = read(out)
    assert again.rows == ()
    assert again.problems[0].reason.args == ("more cells than headings",)


@pytest.mark.parametrize("kind", ["sheet", "json", "bare"])
def test_whatever_the_file_was_its_rejects_come_back(kind: str) -> None:
    """A workbook, nested JSON and a file without headings, all mended the same way."""
    good, bad = "00120", "+cmd"
    if kind == "sheet":
        heads = ("id", "street", "postcode", "size", "mass", "name")
        rows = (("1", "A 1", good, "S", 5, "x"), ("2", "B 2", good, "S", "heavy", bad))
        data = sheet_of(heads, *rows)
    elif kind == "json":
        made = [
            {"id": 1, "to": {"street": "A 1"}, "size": "S", "mass": 5},
            {
                "id": 2,
                "to": {"street": "B 2", "name": bad},
                "size": "S",
                "mass": "heavy",
            },
        ]
        data = json.dumps(made).encode()
    else:
        fine = [f"{n};Bulevardi 6;x@y.fi;30x20x10;1 kg" for n in range(101, 107)]
        data = "\n".join([*fine, "2;B 2;y@y.fi;30x20x10;heavy"]).encode()
    first = read(data)
    assert [problem.field for problem in first.problems] == ["mass"]
    again = read(write_rejected(first).replace(b"heavy", b"7 g"))
    assert again.problems == ()
    (row,) = again.rows
    assert (row.id, row.mass_g, row.person.street) == ("2", 7, "B 2")
    if kind != "bare":
        assert row.person.name == bad


def test_nothing_rejected_gives_headings_only() -> None:
    assert len(sheet(write_rejected(read(b"id,street,size,mass\n1,A 1,S,5\n")))) == 1


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_cells_that_spreadsheets_would_run_are_disarmed(first: str) -> None:
    assert safe_cell(f"{first}1") == f"'{first}1"
    assert safe_cell(f"1{first}") == f"1{first}"


@given(st.binary(max_size=200))
def test_no_cell_of_the_file_is_a_formula(data: bytes) -> None:
    manifest = read(b"id;street;size;mass\n" + data)
    for row in sheet(write_rejected(manifest)):
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row
        )
