"""Bytes to rows: encodings, delimiters, line numbers, hostile files."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.interchange import table
from console.interchange.table import decode, read_table

TEXT = "id;katu;määrä\n1;Fredrikinkatu 1;2\n2;Mechelininkatu 2;3\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "cp1252"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
    ],
)
def test_encodings_are_recognised(encoding: str, found: str) -> None:
    data = TEXT.encode(encoding)
    assert decode(data) == (TEXT, found)
    read = read_table(data)
    assert read.header.cells == ("id", "katu", "määrä")
    assert [row.cells[0] for row in read.rows] == ["1", "2"]


def test_big_endian_with_a_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == (TEXT, "utf-16")


def test_bytes_that_windows_does_not_know_are_of_dos() -> None:
    assert decode(b"a\x81b") == ("a\u00fcb", "cp850")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(delimiter: str) -> None:
    rows = ["id,name,mass_kg", "1,Alder Ash,2.5", "2,Elm Wren,1.0"]
    data = "\n".join(row.replace(",", delimiter) for row in rows).encode()
    read = read_table(data)
    assert read.delimiter == delimiter
    assert read.rows[1].cells == ("2", "Elm Wren", "1.0")


def test_decimal_commas_do_not_pass_for_the_delimiter() -> None:
    read = read_table(b"id;mass;length\n1;2,5;30,5\n2;1,0;20,5\n")
    assert read.delimiter == ";"
    assert read.rows[0].cells == ("1", "2,5", "30,5")


def test_a_spreadsheets_own_word_settles_the_delimiter() -> None:
    read = read_table(b"sep=;\r\na,b;c\r\n1,2;3\r\n")
    assert read.header == table.Record(2, ("a,b", "c"))
    assert read.rows == (table.Record(3, ("1,2", "3")),)


def test_lines_are_counted_as_an_editor_counts() -> None:
    data = b'id,note\r\n1,"two\r\nlines"\r\n\r\n2,"a\nb\nc"\n3,x\r4,y'
    lines = {row.cells[0]: row.line for row in read_table(data).rows}
    assert lines == {"1": 2, "2": 5, "3": 8, "4": 9}


def test_a_quote_left_open_costs_one_line() -> None:
    data = b'id,note\n1,fine\n2,"open\n3,fine\n4,fine\n'
    rows = read_table(data).rows
    assert [(row.line, row.fault) for row in rows] == [
        (2, ""),
        (3, "open quote"),
        (4, ""),
        (5, ""),
    ]


def test_an_open_quote_that_meets_another_costs_one_line() -> None:
    data = b'id,note\n1,"open\n2,fine\n3,"fine"\n4,fine\n'
    rows = read_table(data).rows
    assert [row.line for row in rows if row.fault] == [2]


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        # closed by a later cell's end: line 3 is a row by its number of cells
        (b'id,a,b,c\n1,"open,x,y\n2,f,g,h"\n3,f,g,h\n', [2]),
        # closed and gone on: too many cells
        (b'id,a,b\n1,"open,x\n2,f",g,h\n3,f,g\n', [2]),
        # a cell of several lines, and nothing wrong
        (b'id,a,b,c\n1,"two, three\nlines",x,y\n3,f,g,h\n', []),
        (b'id,a,b,c\n"1\n",f,g,h\n3,f,g,h\n', []),
    ],
)
def test_rows_run_together_are_told_from_long_cells(
    data: bytes, faults: list[int]
) -> None:
    rows = read_table(data).rows
    assert [row.line for row in rows if row.fault] == faults
    assert rows[-1].cells[0] == "3"


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("x" * (table.MAX_CELL + 1), "over 1000 characters"),
        ("x" * 200_000, "field larger than field limit (131072)"),
        ("a\0b", "NUL byte"),
        ("," * table.MAX_COLUMNS, "over 500 cells"),
    ],
)
def test_a_hostile_row_is_told_and_the_rest_goes_on(cell: str, fault: str) -> None:
    rows = read_table(f"id,note\n1,{cell}\n2,fine\n".encode()).rows
    assert [(row.line, row.fault) for row in rows] == [(2, fault), (3, "")]
    assert max(len(c) for row in rows for c in row.cells) <= table.MAX_CELL


def test_too_many_rows_are_not_read() -> None:
    data = b"id\n" + b"1\n" * (table.MAX_ROWS + 1)
    read = read_table(data)
    assert read.too_long
    assert len(read.rows) == table.MAX_ROWS


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"   "])
def test_nothing_is_a_table_of_nothing(data: bytes) -> None:
    assert read_table(data).header.cells == ()
    assert read_table(data).rows == ()


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    read = read_table(data)
    lines = [row.line for row in read.rows]
    assert lines == sorted(set(lines))


cells = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(["\r\n", "\n"]),
)
def test_what_a_spreadsheet_writes_is_read_back(
    rows: list[list[str]], end: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second", "third"])
    writer.writerows(rows)
    read = read_table(b"\xef\xbb\xbf" + out.getvalue().encode())
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in read.rows] == kept
