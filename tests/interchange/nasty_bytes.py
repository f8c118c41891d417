"""Nasty files made by a little code, and what must come of each."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD = ("id", "street", "size", "mass")
FINE = ("1", "A 1", "S", 5)
TEXT = "id;street;size;mass\n1;Mäkikatu 1;S;5\n"
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: Sequence[object], touch: Callable[[Worksheet], None] | None = None):
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in rows:
        page.append(list(row))
    if touch:
        touch(page)
    return saved(book)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def changed(name: str, old: bytes, new: bytes, *rows: Sequence[object]) -> bytes:
    """A workbook with something in one of its parts put in another's place."""
    content = parts(sheet(*(rows or (HEAD, FINE))))
    assert old in content[name]
    return packed(content | {name: content[name].replace(old, new)})


def several_sheets() -> bytes:
    book = Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = "Cover"
    cover.append(["Parcels of Monday"])
    page = book.create_sheet("Parcels")
    page.append(HEAD)
    page.append(FINE)
    secret = book.create_sheet("Secret")
    secret.append(HEAD)
    secret.append(("2", "A 2", "S", 5))
    secret.sheet_state = "hidden"
    return saved(book)


def typed() -> bytes:
    """Every kind of cell: numbers, times, dates, yes, zeros by format."""
    heads = (*HEAD, "postcode", "from", "until", "due", "id check", "priority")
    row = (17.0, "A 1", "S", 500, 120, time(8), timedelta(hours=12))
    row += (date(2026, 11, 23), True, "=1+2")

    def touch(page: Worksheet) -> None:
        page["E2"].number_format = "00000"
        page["J2"].value = 3

    return sheet(heads, row, touch=touch)


def hidden_rows() -> bytes:
    def touch(page: Worksheet) -> None:
        page.row_dimensions[3].hidden = True

    return sheet(HEAD, FINE, ("2", "A 2", "S", 5), touch=touch)


def merged_cells() -> bytes:
    def touch(page: Worksheet) -> None:
        page.merge_cells("A1:D1")
        page.merge_cells("B3:B4")

    rows = (("Monday",), HEAD, ("1", "A 1", "S", 5), ("2", None, "S", 5))
    return sheet(*rows, touch=touch)


def merged_ids() -> bytes:
    def touch(page: Worksheet) -> None:
        page.merge_cells("A2:A3")

    return sheet(HEAD, FINE, (None, "A 2", "S", 5), touch=touch)


def groups() -> bytes:
    def touch(page: Worksheet) -> None:
        page.merge_cells("B1:C1")
        page.merge_cells("D1:E1")

    return sheet(
        (None, "Absender", None, "Empfänger", None, None, None),
        ("Sendungsnummer", "Name", "Straße", "Name", "Straße", "Größe", "Gewicht"),
        ("1", "Shop", "Far 9", "Elm", "A 1", "S", 5),
        touch=touch,
    )


def wide() -> bytes:
    def touch(page: Worksheet) -> None:
        page.cell(3, 16_384).value = "far out"

    return sheet(HEAD, FINE, ("2", "A 2", "S", 5), touch=touch)


def styled_nothing() -> bytes:
    """A hundred thousand rows with a style and nothing in them."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 100_003)
    )
    return changed(SHEET, b"</sheetData>", rows + b"</sheetData>")


def flag_locked() -> bytes:
    data = bytearray(sheet(HEAD, FINE))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def lying_sizes() -> bytes:
    """The directory says that a sheet of five megabytes unpacks to a thousand bytes."""
    content = parts(sheet(HEAD, FINE))
    rows = b'<row r="2"><c r="A2"><v>1</v></c></row>' * 130_000
    content[SHEET] = content[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    data = bytearray(packed(content))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        length = struct.unpack_from("<H", data, place + 28)[0]
        if data[place + 46 : place + 46 + length] == SHEET.encode():
            struct.pack_into("<I", data, place + 24, 1000)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def nested_bomb() -> bytes:
    inner = packed({"deep.zip": b"\0" * 3_000_000})
    return packed({"xl/workbook.xml": b"<workbook/>", "bomb.zip": inner * 50})


def entities(declared: bytes) -> bytes:
    return changed(SHEET, b"<worksheet", b"<!DOCTYPE w [" + declared + b"]><worksheet")


LAUGHS = b'<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


def uncalculated() -> bytes:
    return sheet(HEAD, ("1", "A 1", "S", "=2+3"))


def cached() -> bytes:
    """A formula with the result it last showed."""
    return changed(SHEET, b"<v />", b"<v>500</v>", HEAD, ("1", "A 1", "S", "=250*2"))


def prefixed() -> bytes:
    """The same elements, all under a prefix of their own."""
    content = parts(sheet(HEAD, FINE))
    text = content[SHEET].decode()
    for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        for mark in ("<", "</"):
            text = text.replace(f"{mark}{name}>", f"{mark}x:{name}>")
            text = text.replace(f"{mark}{name} ", f"{mark}x:{name} ")
    text = text.replace("xmlns=", "xmlns:x=")
    return packed(content | {SHEET: text.encode()})


KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shared(cell: bytes = b"4", more: bytes = b"") -> bytes:
    """A workbook as the usual program writes it: texts in a part of their own.

    One has two runs of letters, one has its reading in another script beside it.
    """
    texts = [b"<t>%s</t>" % text.encode() for text in (*HEAD, "7")]
    texts += [b"<r><t>Bule</t></r><r><t>vardi 6</t></r>"]
    texts += ["<t>S</t><rPh sb='0' eb='1'><t>エス</t></rPh>".encode()]
    rows = [b"".join(b'<c t="s"><v>%d</v></c>' % n for n in range(4))]
    rows += [b'<c t="s"><v>%s</v></c>' % cell]
    rows[1] += b'<c t="s"><v>5</v></c><c t="s"><v>6</v></c><c><v>500</v></c>'
    rels = b"".join(
        f'<Relationship Id="{name}" Type="{KINDS}/{kind}" Target="{to}"/>'.encode()
        for name, kind, to in (
            ("a", "worksheet", "worksheets/sheet1.xml"),
            ("b", "sharedStrings", "SharedStrings.xml"),
        )
    )
    content = {
        "xl/_rels/workbook.xml.rels": b"<Relationships>%s</Relationships>" % rels,
        "xl/workbook.xml": (
            b'<workbook xmlns:r="r"><sheets><sheet name="Day" r:id="a"/></sheets>'
            b"</workbook>"
        ),
        SHEET: (
            b"<worksheet><sheetData><row>%s</row><row>%s</row></sheetData>"
            b"</worksheet>" % tuple(rows)
        ),
        "xl/SharedStrings.xml": more
        + b"<sst>%s</sst>" % b"".join(b"<si>%s</si>" % text for text in texts),
    }
    return packed(content)


def old_day() -> bytes:
    """Dates counted since 1904, as old Macintoshes did."""
    rows = ((*HEAD, "due"), (*FINE, datetime(2026, 11, 23, 15)))  # noqa: DTZ001
    data = sheet(*rows)
    content = parts(data)
    name = "xl/workbook.xml"
    marked = content[name].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    cell = content[SHEET]
    start = cell.index(b'r="E2"')
    before = cell[:start]
    number = cell[start:].split(b"<v>")[1].split(b"</v>")[0]
    less = str(float(number) - 1462).encode()
    after = cell[start:].replace(number, less, 1)
    return packed(content | {name: marked, SHEET: before + after})


def text(encoding: str, mark: bytes = b"") -> Callable[[], bytes]:
    return lambda: mark + TEXT.encode(encoding)


def just(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def zipped_as(kind: str) -> Callable[[], bytes]:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return lambda: packed({"mimetype": mime, "content.xml": b"<x/>"})


def bad(reason: str) -> dict[str, Any]:
    return {"told": [f"1 * {reason}"]}


ONE: dict[str, Any] = {"rows": ["1"]}
NO_ID: dict[str, Any] = {"told": ["1 id missing_column | id"]}
DOCTYPE = bad("unreadable | not a workbook: declares a document type")

FILES: Mapping[str, tuple[Callable[[], bytes], dict[str, Any] | None]] = {
    # text in every dress
    "UTF-8": (text("utf-8"), ONE),
    "UTF-8 with a mark": (text("utf-8", b"\xef\xbb\xbf"), ONE),
    "UTF-16 with a mark": (text("utf-16"), ONE),
    "UTF-16 big-endian": (text("utf-16-be", b"\xfe\xff"), ONE),
    "UTF-16 without a mark": (text("utf-16-le"), ONE),
    "Windows-1252": (text("cp1252"), ONE),
    "DOS 850": (text("cp850"), ONE),
    "a NUL byte in a cell": (
        just(b"id;street;size;mass\n1;A\x00 1;S;5\n2;A 1;S;5\n"),
        {"told": ["2 * unreadable | NUL byte"], "rows": ["2"]},
    ),
    "a NUL byte in the headings": (
        just(b"id;str\x00eet;size;mass\n1;A 1;S;5\n"),
        bad("unreadable | NUL byte"),
    ),
    "bytes that are no UTF-8": (just(TEXT.encode() + b"2;\xff\xfe;S;5\n"), None),
    "a cell of 1,001 characters": (
        just(b"id;street;size;mass\n1;" + b"x" * 1001 + b";S;5\n2;A 1;S;5\n"),
        {"told": ["2 * unreadable | over 1000 characters"], "rows": ["2"]},
    ),
    "a cell of 200,000 characters": (
        just(b"id;street;size;mass\n1;" + b"x" * 200_000 + b";S;5\n2;A 1;S;5\n"),
        {
            "told": ["2 * unreadable | field larger than field limit (131072)"],
            "rows": ["2"],
        },
    ),
    "16,384 headings": (
        just(b"id" + b";x" * 16_383 + b"\n1\n"),
        bad("unreadable | over 500 cells"),
    ),
    "over 20 MB": (just(b"id\n" + b"1\n" * 10_000_000), bad("too_large | 20000000")),
    "over 200,000 rows": (just(b"id\n" + b"1\n" * 200_001), bad("too_large | 200000")),
    # JSON
    "JSON 30,000 deep": (
        just(b"[" * 30_000 + b"]" * 30_000),
        bad("unreadable | nested too deep"),
    ),
    "JSON objects 30,000 deep": (
        just(b'{"a":' * 30_000 + b"1" + b"}" * 30_000),
        bad("unreadable | nested too deep"),
    ),
    "JSON with 5,000 digits": (
        just(b'[{"id":"1","street":"A 1","size":"S","mass":' + b"9" * 5000 + b"}]"),
        bad("unreadable | over 1000 characters"),
    ),
    "JSON in UTF-16": (
        just('[{"id":1,"street":"A 1","size":"S","mass":5}]'.encode("utf-16")),
        ONE,
    ),
    "JSON with a thousand keys": (
        just(b'[{"id":1,' + b",".join(b'"k%d":1' % n for n in range(999)) + b"}]"),
        bad("unreadable | over 500 cells"),
    ),
    # files of other kinds
    "a PDF": (just(b"%PDF-1.7\n%\xe2\xe3"), bad("wrong_format | PDF")),
    "a picture": (just(b"\x89PNG\r\n\x1a\n" + b"\0" * 50), bad("wrong_format | PNG")),
    "a photograph": (
        just(b"\xff\xd8\xff\xe0" + b"\0" * 50),
        bad("wrong_format | JPEG"),
    ),
    "an old .xls": (
        just(OLE + "Workbook".encode("utf-16-le")),
        bad("wrong_format | xls"),
    ),
    "an old .doc": (
        just(OLE + "WordDocument".encode("utf-16-le")),
        bad("wrong_format | old Office"),
    ),
    "a workbook with a password": (
        just(OLE + "EncryptedPackage".encode("utf-16-le")),
        bad("locked_file"),
    ),
    "a zip with a password": (flag_locked, bad("locked_file")),
    "an .ods": (zipped_as("spreadsheet"), bad("wrong_format | ods")),
    "an .odt": (zipped_as("text"), bad("wrong_format | OpenDocument")),
    "a .docx": (
        lambda: packed({"word/document.xml": b"<x/>"}),
        bad("wrong_format | docx"),
    ),
    "an .xlsb": (
        lambda: packed({"xl/workbook.bin": b"\x83"}),
        bad("wrong_format | xlsb"),
    ),
    "a zip of a CSV": (
        lambda: packed({"m.csv": b"id\n1\n"}),
        bad("wrong_format | zip"),
    ),
    "an empty zip": (lambda: packed({}), bad("wrong_format | empty zip")),
    "gzip": (just(b"\x1f\x8b\x08\0" + b"\0" * 20), bad("wrong_format | gzip")),
    # workbooks that are fine, though not plain
    "typed cells": (typed, {"rows": ["17"]}),
    "a cover sheet and a hidden one": (
        several_sheets,
        {"rows": ["1"], "noted": ["sheets_unread"]},
    ),
    "hidden rows": (hidden_rows, {"rows": ["1", "2"], "noted": ["hidden_rows"]}),
    "merged cells": (merged_cells, {"rows": ["1", "2"]}),
    "merged ids": (merged_ids, {"rows": ["1"], "told": ["3 id duplicate_id | 2"]}),
    "groups above the headings": (groups, ONE),
    "a cell in the last column": (
        wide,
        {"rows": ["1"], "told": ["3 * unreadable | over 500 cells"]},
    ),
    "rows with a style and nothing else": (styled_nothing, ONE),
    "a formula never calculated": (
        uncalculated,
        {"told": ["2 mass spreadsheet_error"]},
    ),
    "a formula with its result": (cached, ONE),
    "texts in a part of their own": (shared, {"rows": ["7"]}),
    "texts that swell": (
        lambda: shared(more=b"<!DOCTYPE sst [" + LAUGHS + b"]>"),
        DOCTYPE,
    ),
    "elements with a prefix": (prefixed, ONE),
    "dates since 1904": (old_day, ONE),
    "a barcode of 18 digits as a number": (
        lambda: sheet((*HEAD, "barcode"), (*FINE, 376130321109103420)),
        {"told": ["2 barcode rounded_number"]},
    ),
    "a date in place of a house number": (
        lambda: sheet(
            (*HEAD, "house number"),
            (*FINE, datetime(2026, 4, 2)),  # noqa: DTZ001
        ),
        {"told": ["2 house number turned_into_date"]},
    ),
    "an error in a cell": (
        lambda: sheet(HEAD, ("1", "A 1", "S", "#REF!")),
        {"told": ["2 mass spreadsheet_error"]},
    ),
    "a row below a thousand empty ones": (
        lambda: changed(SHEET, b'<row r="2"', b'<row r="1048576"'),
        None,
    ),
    # workbooks that are hostile
    "a bomb, by its ratio": (
        lambda: packed({SHEET: b" " * 5_000_000}),
        bad("unreadable | unpacks to over 100 times its size"),
    ),
    "a bomb, by its size": (
        lambda: packed(
            {f"xl/{n}": bytes(range(256)) * 82_000 for n in range(10)},
        ),
        bad("unreadable | unpacks to over 200000000 bytes"),
    ),
    "a bomb inside a bomb": (nested_bomb, None),
    "sizes that lie": (lying_sizes, bad("unreadable | not a workbook: BadZipFile")),
    "ten thousand parts": (
        lambda: packed({f"xl/{n}": b"" for n in range(10_001)}, zipfile.ZIP_STORED),
        bad("unreadable | over 10000 parts"),
    ),
    "entities that swell": (lambda: entities(LAUGHS), DOCTYPE),
    "an entity from elsewhere": (
        lambda: entities(b'<!ENTITY x SYSTEM "file:///etc/passwd">'),
        DOCTYPE,
    ),
    "a document type from the net": (
        lambda: changed(
            SHEET,
            b"<worksheet",
            b'<!DOCTYPE w SYSTEM "http://localhost/x.dtd"><worksheet',
        ),
        DOCTYPE,
    ),
    "a text that is not there": (
        lambda: shared(b"999999"),
        bad("unreadable | not a workbook: a cell names a text that is not there"),
    ),
    "a text of minus one": (
        lambda: shared(b"-1"),
        bad("unreadable | not a workbook: a cell names a text that is not there"),
    ),
    "a row out of any sheet": (
        lambda: changed(SHEET, b'<row r="2"', b'<row r="9999999999"'),
        bad("unreadable | not a workbook: rows out of order"),
    ),
    "rows out of order": (
        lambda: changed(SHEET, b'<row r="2"', b'<row r="1"'),
        bad("unreadable | not a workbook: rows out of order"),
    ),
    "a sheet that is the workbook itself": (
        lambda: changed(
            "xl/_rels/workbook.xml.rels",
            b"/xl/worksheets/sheet1.xml",
            b"/xl/workbook.xml",
        ),
        NO_ID,
    ),
    "a sheet outside of the file": (
        lambda: changed(
            "xl/_rels/workbook.xml.rels",
            b"/xl/worksheets/sheet1.xml",
            b"../../../../etc/passwd",
        ),
        NO_ID,
    ),
    "a workbook cut short": (
        lambda: sheet(HEAD, FINE)[:-40],
        bad("unreadable | not a workbook: BadZipFile"),
    ),
    "a workbook without sheets": (
        lambda: packed({"xl/workbook.xml": b"<workbook/>"}),
        bad("unreadable | not a workbook: no sheets"),
    ),
    "a workbook without a workbook": (
        lambda: packed({"xl/styles.xml": b"<x/>"}),
        bad("unreadable | not a workbook: KeyError"),
    ),
    "a merged range of the whole sheet": (
        lambda: changed(
            SHEET,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        None,
    ),
}
"""What makes a file and what comes of it; None: anything, but an answer."""
