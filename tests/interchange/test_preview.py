"""A first look: formats, headings, a guessed mapping, what is missing."""

from console.interchange.columns import Why
from console.interchange.fields import Field
from console.interchange.preview import missing, preview
from console.interchange.table import Format, Sheet
from tests.interchange import nasty_bytes


def test_a_headed_file_says_what_its_columns_are() -> None:
    seen = preview(
        "Sendungsnr;Empfänger;Straße;PLZ;Ort;Gewicht (kg);Maße cm;Lieblingsfarbe\n"
        "A1;Elm Wren;Marktplatz 1;91207;Lauf;1,5;30x20x10;blau\n".encode("cp1252"),
        file="tag.csv",
    )
    assert seen.problem is None
    assert (seen.format, seen.encoding, seen.delimiter) == (Format.TEXT, "cp1252", ";")
    assert (seen.header_line, seen.rows, seen.sample[0].line) == (1, 1, 2)
    assert seen.mapping == {
        0: Field.ID,
        1: Field.NAME,
        2: Field.STREET,
        3: Field.POSTCODE,
        4: Field.CITY,
        5: Field.MASS,
        6: Field.SIZE,
    }
    assert {use.why for use in seen.columns.uses} == {Why.HEADING}
    assert [use.unit for use in seen.columns.uses if use.unit] == ["kg", "cm"]
    assert seen.unmapped == (7,)
    assert seen.missing == ()


def test_titles_above_the_headings_are_passed_over() -> None:
    seen = preview(
        b"Daily export\n\nprinted 23.11.2026;;\nid;street;size;mass\n1;A 1;S;5\n",
        file="m.csv",
    )
    assert seen.header_line == 4
    assert seen.headings == ("id", "street", "size", "mass")
    assert seen.rows == 1


def test_a_file_without_headings_is_guessed_by_its_looks() -> None:
    seen = preview(
        b"10001;Alder Ash;Bulevardi 6;00120;Helsinki;30x20x10;1.5 kg\n"
        b"10002;Elm Wren;Mannerheimintie 10 B;00100;Helsinki;20x20x10;2 kg\n"
        b"10003;Ivy Rook;Bulevardi 8;00120;Helsinki;30x30x10;1 kg\n"
        b"10004;Oak Finch;Fredrikinkatu 1;00120;Helsinki;30x30x10;12 kg\n",
        file="m.csv",
    )
    assert seen.header_line == 0
    assert seen.rows == 4
    assert seen.headings[:2] == ("column 1", "column 2")
    assert seen.mapping == {
        0: Field.ID,
        1: Field.NAME,
        2: Field.STREET,
        3: Field.POSTCODE,
        4: Field.CITY,
        5: Field.SIZE,
        6: Field.MASS,
    }
    assert all(use.why is Why.LOOKS for use in seen.columns.uses)
    assert all(use.confidence <= 0.7 for use in seen.columns.uses)


def test_what_is_missing() -> None:
    assert missing({}) == (Field.ID, Field.STREET, Field.SIZE, Field.MASS)
    sides = {2: Field.LENGTH, 3: Field.WIDTH, 4: Field.HEIGHT}
    placed = {0: Field.ID, 1: Field.LAT, 5: Field.LON}
    assert missing(placed | sides) == (Field.MASS,)


def test_a_file_that_cannot_be_read_says_why() -> None:
    seen = preview(b"PK\x03\x04nothing", file="m.xlsx")
    assert seen.problem is not None
    assert (seen.rows, seen.sample, seen.mapping) == (0, (), {})


def test_a_workbook_says_what_sheets_there_are() -> None:
    data = nasty_bytes.several_sheets()
    seen = preview(data, file="m.xlsx")
    assert seen.format is Format.WORKBOOK
    assert seen.sheets == (
        Sheet("Cover"),
        Sheet("Parcels"),
        Sheet("Secret", hidden=True),
    )
    assert (seen.sheet, seen.rows) == ("Parcels", 1)
    assert [note.reason.args for note in seen.notes] == [("Cover",)]
    other = preview(data, file="m.xlsx", sheet="Secret")
    assert (other.sheet, other.sample[0].cells[0]) == ("Secret", "2")
    none = preview(data, file="m.xlsx", sheet="Moon")
    assert none.problem is not None
    assert none.problem.reason.args == ("Cover, Parcels, Secret",)


def test_json_has_its_keys_for_headings() -> None:
    seen = preview(
        b'[{"parcelId": 1},\n{"recipient": {"name": "Elm", "colour": "red"}}]',
        file="m.json",
    )
    assert seen.format is Format.JSON
    assert seen.headings == ("parcelId", "recipient.name", "recipient.colour")
    assert seen.mapping == {0: Field.ID, 1: Field.NAME}
    assert [record.line for record in seen.sample] == [1, 2]
    assert seen.unmapped == (2,)


def test_what_a_heading_does_not_say_its_cells_may() -> None:
    data = b"Kolumna;Skrzynka;Ulica\n" + b"".join(
        b"7%d;x%d@y.pl;Dluga %d\n" % (n, n, n) for n in range(9)
    )
    seen = preview(data, file="m.csv")
    whys = {use.field: use.why for use in seen.columns.uses}
    assert whys[Field.EMAIL] is whys[Field.STREET] is Why.LOOKS
