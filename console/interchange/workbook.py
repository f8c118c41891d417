"""The first sheet of an .xlsx file -> the same table a text file gives.

A workbook is a zip of XML and can be made to unpack into anything: before a byte is
unpacked its own directory must promise at most 200 MB and at most 100 bytes for one.
Rows are read one at a time and cell by cell; formulas count as what they last showed.
Dates and times become ISO text, whole numbers lose their ".0", lines are the sheet's
row numbers. Whoever reads files from strangers does so in a process of its own with a
memory limit: this module keeps to the limits but trusts openpyxl with the XML.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from console.interchange.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Format,
    Record,
    Table,
    fault_of,
)

SIGNATURE = b"PK\x03\x04"
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
MAX_SHEET_ROWS = 1_048_576
"""What a sheet can have; a file that says more is lying."""

_SMALL = 1_000_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    struct.error,
)
"""What zipfile and openpyxl raise for files that are not as they should be."""


def read_workbook(data: bytes) -> Table:
    """The first sheet's table; a header with a fault where there is none to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            fault = _too_much(archive.infolist())
        return _nothing(fault) if fault else _read(data)
    except _BROKEN as error:
        return _nothing(f"not a workbook: {type(error).__name__}")


def _nothing(fault: str) -> Table:
    return Table("", "", Record(1, (), fault), (), format=Format.WORKBOOK)


def _too_much(parts: list[zipfile.ZipInfo]) -> str:
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return f"unpacks to over {MAX_UNPACKED} bytes"
    for part in parts:
        large = part.file_size > _SMALL
        if large and part.file_size > MAX_RATIO * part.compress_size:
            return f"unpacks to over {MAX_RATIO} times its size"
    return ""


def _read(data: bytes) -> Table:
    with warnings.catch_warnings():
        # Missing styles and unknown extensions are nothing to us.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            records = _records(sheet.iter_rows(values_only=True))
            header = next(records, Record(1, ()))
            rows: list[Record] = []
            for record in records:
                if len(rows) == MAX_ROWS or record.line > MAX_SHEET_ROWS:
                    return Table(
                        "",
                        "",
                        header,
                        tuple(rows),
                        too_long=True,
                        format=Format.WORKBOOK,
                    )
                rows.append(record)
        finally:
            book.close()
    return Table("", "", header, tuple(rows), format=Format.WORKBOOK)


def _records(rows: Iterator[tuple[object, ...]]) -> Iterator[Record]:
    for line, values in enumerate(rows, 1):
        cells = [_text(value) for value in values[: MAX_COLUMNS + 1]]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells or line > MAX_SHEET_ROWS:
            short = tuple(cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS])
            yield Record(line, short, fault_of(cells))


def _text(value: object) -> str:
    """A cell as a text file would have it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, second = divmod(value // timedelta(seconds=1), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    return str(value)
