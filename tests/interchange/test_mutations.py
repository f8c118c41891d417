"""Spoilt files and drawn tables: never a crash, a hang or a part of a refused file."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from console.domain.reasons import ReasonCode
from console.interchange.fields import Field
from console.interchange.manifest import ManifestFile, read_manifest, read_manifests
from console.interchange.preview import preview
from tests.interchange.mutations import CLASSES, DAY, HEADS, SITES, check_manifest

ROUNDS = 20


@pytest.mark.parametrize("first", range(0, 160, ROUNDS))
def test_spoilt_files_keep_every_promise(first: int) -> None:
    for seed in range(first, first + ROUNDS):
        check_manifest(seed)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
headings = st.sampled_from(HEADS) | texts
tables = st.lists(st.lists(texts, max_size=6), max_size=5)


@given(st.lists(headings, max_size=6), tables)
def test_any_table_reads_alike_from_a_sheet_and_from_json(
    names: list[str], rows: list[list[str]]
) -> None:
    """And what a preview guesses can always be handed back."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (names, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    objects = [dict(zip(names, row, strict=False)) for row in rows]
    for data in (out.getvalue(), json.dumps(objects).encode()):
        seen = preview(data, file="m")
        manifest = read_manifest(
            data, file="m", day=DAY, mapping=seen.mapping, sheet=seen.sheet or None
        )
        # A row that says the headings again is noted, and is no parcel.
        again = [note.reason.code for note in manifest.notes].count(
            ReasonCode.REPEATED_HEADINGS
        )
        assert manifest.problems or len(manifest.rows) + again == seen.rows


@given(
    st.dictionaries(st.integers(-1, 20), st.sampled_from(Field), max_size=6),
    st.lists(
        st.sampled_from(["1", "x", "", "30x20x10", "60.1"]), min_size=4, max_size=4
    ),
)
def test_any_mapping_is_taken_or_told(
    mapping: dict[int, Field], cells: list[str]
) -> None:
    data = ("a;b;c;d\n" + ";".join(cells) + "\n").encode()
    manifest = read_manifest(data, file="m", day=DAY, mapping=mapping)
    assert manifest.problems or manifest.rows or not any(cells)


def test_several_files_are_one_import() -> None:
    head = b"id;street;size;mass;barcode;action\n"
    first = head + b"1;A 1;S;5;X;\n2;A 1;S;5;Y;\n"
    second = head + b"3;A 1;S;5;X;\n2;A 1;S;5;Z;\n4;;;;;cancel\n5;A 1;S;5;W;\n"
    third = b"%PDF-1.4"
    read = read_manifests(
        [ManifestFile(d, f"{n}.csv") for n, d in enumerate((first, second, third), 1)],
        day=DAY,
        classes=CLASSES,
        sites=SITES,
    )
    assert [row.id for row in read.rows] == ["1", "2", "5"]
    assert read.cancellations == ("4",)
    told = [
        (p.file, p.line, p.field, p.reason.code, p.reason.args) for p in read.problems
    ]
    assert told == [
        ("2.csv", 2, "barcodes", "duplicate_in_file", ("1.csv", 2)),
        ("2.csv", 3, "id", "duplicate_in_file", ("1.csv", 3)),
        ("3.csv", 1, "", "wrong_format", ("PDF",)),
    ]
    assert [len(one.rows) for one in read.files] == [2, 1, 0]
    assert read.notes == ()
