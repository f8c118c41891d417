"""A sheet of an .xlsx file -> the same table a text file gives.

A workbook is a zip of XML and can be made to unpack into anything: before a byte is
unpacked its own directory must promise at most 200 MB and at most 100 bytes for one,
and zipfile gives no byte more than was promised. Rows stream by (`sheet_xml`); empty
cells and rows, however many, cost nothing. Formulas count as what they last showed,
merged cells all hold what the first of them holds, hidden rows are read and counted.
Without a wish for a sheet, the visible one with most known headings is taken, so that
a cover sheet in front does no harm. Lines are the sheet's own row numbers.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import replace

from console.domain.reasons import Argument, Reason, ReasonCode
from console.interchange.columns import known_among
from console.interchange.kinds import zipped
from console.interchange.serials import Shown
from console.interchange.sheet_xml import (
    MAX_CELLS,
    Cells,
    SheetRefused,
    SheetTooLong,
    merged,
    read_cells,
    read_elements,
    read_strings,
    read_styles,
)
from console.interchange.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Format,
    Record,
    Sheet,
    Table,
    fault_of,
)

SIGNATURE = b"PK\x03\x04"
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
MAX_PARTS = 10_000

_USUAL = "xl/workbook.xml"
_SMALL = 1_000_000
_GLANCE = 25
"""Rows of each sheet that are looked at to choose one."""
_GLANCES = 20
"""Sheets that are looked at."""
_FILLED = 100_000
"""Cells that merged ones may fill."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
"""What zipfile raises for files that are not as they should be."""


class _Refused(Exception):
    """Why there is nothing to read."""

    def __init__(self, code: ReasonCode, *args: Argument) -> None:
        super().__init__(code, *args)
        self.reason = Reason(code, args)


def read_workbook(data: bytes, sheet: str | None = None) -> Table:
    """The table of a sheet; one with a refusal where there is none to read."""
    nothing = Table("", "", Record(1, ()), (), format=Format.WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Book(archive).table(sheet)
    except _Refused as refused:
        return replace(nothing, refusal=refused.reason)
    except SheetTooLong:
        return replace(nothing, refusal=Reason(ReasonCode.TOO_LARGE, (MAX_CELLS,)))
    except SheetRefused as refused:
        said = f"not a workbook: {refused}"
        return replace(nothing, refusal=Reason(ReasonCode.UNREADABLE, (said,)))
    except _BROKEN as error:
        said = f"not a workbook: {type(error).__name__}"
        return replace(nothing, refusal=Reason(ReasonCode.UNREADABLE, (said,)))


class _Book:
    """One workbook's parts. Raises _Refused where they are not to be unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        self._names = {info.filename for info in infos}
        _check(infos)
        kind = zipped(self._names, self._start_of("mimetype"))
        if not kind and not any(name.startswith("xl/") for name in self._names):
            kind = "zip"
        if kind:
            raise _Refused(ReasonCode.WRONG_FORMAT, kind)
        self._since_1904 = False
        self._strings_path = ""
        self._styles_path = ""
        self._sheets = self._find_sheets()
        self._strings: list[str] = []
        self._styles: list[Shown] = []

    def table(self, wanted: str | None) -> Table:
        """The sheet asked for, or the likeliest one."""
        sheets = tuple(sheet for sheet, _ in self._sheets)
        if wanted is not None and wanted not in {sheet.name for sheet in sheets}:
            names = ", ".join(sheet.name for sheet in sheets)
            raise _Refused(ReasonCode.NO_SUCH_SHEET, names)
        if not sheets:
            raise _Refused(ReasonCode.UNREADABLE, "not a workbook: no sheets")
        if self._strings_path in self._names:
            with self._archive.open(self._strings_path) as part:
                self._strings = read_strings(part)
        if self._styles_path in self._names:
            with self._archive.open(self._styles_path) as part:
                self._styles = read_styles(part)
        name = self._likeliest() if wanted is None else wanted
        path = next(path for sheet, path in self._sheets if sheet.name == name)
        table = _table(self._cells(path))
        return replace(table, sheets=sheets, sheet=name)

    def _likeliest(self) -> str:
        """The first of the visible sheets with most known headings."""
        shown = [one for one in self._sheets if not one[0].hidden] or self._sheets[:1]
        if len(shown) == 1:
            return shown[0][0].name

        def rank(path: str) -> tuple[int, bool]:
            rows = self._cells(path, most=_GLANCE).rows
            best = max((known_among(row.values()) for _, row in rows), default=0)
            return best, len(rows) > 0

        ranks = [rank(path) for _, path in shown[:_GLANCES]]
        return shown[ranks.index(max(ranks))][0].name

    def _cells(self, path: str, most: int = MAX_ROWS + 2) -> Cells:
        if path not in self._names:
            return Cells()
        with self._archive.open(path) as part:
            return read_cells(
                part,
                self._strings,
                self._styles,
                since_1904=self._since_1904,
                most=most,
            )

    def _find_sheets(self) -> list[tuple[Sheet, str]]:
        tops = self._related("_rels/.rels", "")
        path = next((t for _, kind, t in tops if kind == "officeDocument"), _USUAL)
        folder, _, file = path.rpartition("/")
        related = self._related(f"{folder}/_rels/{file}.rels", folder)
        parts = {name: target for name, _, target in related}
        kinds = {kind: target for _, kind, target in related}
        self._strings_path = kinds.get("sharedStrings", "")
        self._styles_path = kinds.get("styles", "")
        sheets: list[tuple[Sheet, str]] = []
        with self._archive.open(path) as part:
            for name, found in read_elements(part):
                if name == "workbookPr":
                    self._since_1904 = found.get("date1904") in {"1", "true"}
                elif name == "sheet":
                    hidden = found.get("state", "visible") != "visible"
                    sheet = Sheet(found.get("name", "")[:100], hidden)
                    sheets.append((sheet, parts.get(found.get("id", ""), "")))
        return sheets

    def _related(self, rels: str, folder: str) -> list[tuple[str, str, str]]:
        """Id, kind and path of the parts that one part refers to inside the file."""
        if rels not in self._names:
            return []
        with self._archive.open(rels) as part:
            return [
                (
                    found.get("Id", ""),
                    found.get("Type", "").rpartition("/")[2],
                    _path(found.get("Target", ""), folder),
                )
                for name, found in read_elements(part)
                if name == "Relationship" and found.get("TargetMode") != "External"
            ]

    def _start_of(self, name: str) -> bytes:
        if name not in self._names:
            return b""
        with self._archive.open(name) as part:
            return part.read(200)


def _check(parts: list[zipfile.ZipInfo]) -> None:
    """Raises _Refused for what would unpack into too much, or has a password."""
    if len(parts) > MAX_PARTS:
        raise _Refused(ReasonCode.UNREADABLE, f"over {MAX_PARTS} parts")
    if any(part.flag_bits & 1 for part in parts):
        raise _Refused(ReasonCode.LOCKED_FILE)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _Refused(ReasonCode.UNREADABLE, f"unpacks to over {MAX_UNPACKED} bytes")
    for part in parts:
        large = part.file_size > _SMALL
        if large and part.file_size > MAX_RATIO * part.compress_size:
            said = f"unpacks to over {MAX_RATIO} times its size"
            raise _Refused(ReasonCode.UNREADABLE, said)


def _path(target: str, folder: str) -> str:
    """A part's name in the archive; one outside of it names no part."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _table(cells: Cells) -> Table:
    _fill(cells)
    records = []
    for line, row in cells.rows:
        texts = [""] * (max(row, default=-1) + 1)
        for column, text in row.items():
            texts[column] = text
        fault = f"over {MAX_COLUMNS} cells" if line in cells.beyond else fault_of(texts)
        short = tuple(text[:MAX_CELL] for text in texts) if fault else tuple(texts)
        records.append(Record(line, short, fault))
    return Table(
        "",
        "",
        records[0] if records else Record(1, ()),
        tuple(records[1 : MAX_ROWS + 1]),
        too_long=len(records) > MAX_ROWS + 1,
        format=Format.WORKBOOK,
        hidden_rows=cells.hidden,
    )


def _fill(cells: Cells) -> None:
    """Gives every cell of a merged range what its first cell holds."""
    rows = dict(cells.rows)
    left = _FILLED
    for reference in cells.merged:
        box = merged(reference)
        if box is None:
            continue
        top, first, bottom, last = box
        text = rows.get(top, {}).get(first)
        if text is None or bottom - top > MAX_ROWS:
            continue
        for line in range(top, bottom + 1):
            left -= 1
            row = rows.get(line)
            if left < 0:
                return
            if row is None:
                continue
            for column in range(first, min(last, MAX_COLUMNS - 1) + 1):
                left -= 1
                if left < 0:
                    return
                row.setdefault(column, text)
