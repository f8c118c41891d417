"""The XML parts of a workbook, read as they stream by; nothing is built up in memory.

Only what a manifest needs is looked at: the sheets' names, the shared strings, which
styles are dates or have leading zeros, and the cells of one sheet. A part that declares
a document type is refused: there is no honest use for one, and entities that swell or
point elsewhere need it. Elements count by their local names, so that the strict and the
usual kind of workbook read alike.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (sheet), 18.4 (strings), 18.8 (styles).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from console.interchange.serials import Shown, shown_as, text_of
from console.interchange.table import MAX_CELL, MAX_COLUMNS

MAX_SHEET_ROWS = 1_048_576
"""What a sheet can have; a file that says more is lying."""
MAX_CELLS = 5_000_000
MAX_STRINGS = 2_000_000
MAX_MERGED = 10_000
UNCALCULATED = "#FORMULA!"
"""Stands for a formula whose result was never saved."""

_CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{0,7})")

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class SheetRefused(Exception):
    """Why a part cannot be read."""


class SheetTooLong(Exception):
    """More rows or cells than are read."""


class _Enough(Exception):
    """All that was asked for has been read."""


@dataclass(slots=True)
class Cells:
    """The filled cells of a sheet: rows in order, as [line, {column: text}].

    `hidden` counts the filled rows that are not shown. `beyond` are lines with cells
    past the last column that is read.
    """

    rows: list[tuple[int, dict[int, str]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden: int = 0
    beyond: set[int] = field(default_factory=set)


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def stream(
    source: IO[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feeds a part to the handlers, names without prefixes.

    Raises SheetRefused where it is not well-formed or declares a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise SheetRefused("declares a document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, found: start(
        name.rpartition(":")[2], found
    )
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise SheetRefused(f"broken XML: {error}") from error
    except _Enough:
        return


def read_elements(source: IO[bytes]) -> Iterator[tuple[str, Attributes]]:
    """Every element of a small part, with its attributes by their local names."""
    found: list[tuple[str, Attributes]] = []

    def start(name: str, attributes: Attributes) -> None:
        found.append((name, {local(k): v for k, v in attributes.items()}))
        if len(found) > 100_000:
            raise SheetRefused("too many elements")

    stream(source, start)
    return iter(found)


def read_styles(source: IO[bytes]) -> list[Shown]:
    """What each cell style shows a number as, in the order cells refer to them."""
    formats: dict[int, str] = {}
    styles: list[Shown] = []
    inside = False
    for name, attributes in read_elements(source):
        if name == "numFmt":
            formats[_whole(attributes.get("numFmtId"))] = attributes.get(
                "formatCode", ""
            )
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            number = _whole(attributes.get("numFmtId"))
            styles.append(shown_as(number, formats.get(number, "")))
    return styles


def read_strings(source: IO[bytes]) -> list[str]:
    """The shared strings, each cut off where it is too long for a cell anyway."""
    strings: list[str] = []
    parts: list[str] = []
    state = {"text": False, "aside": False}

    def start(name: str, _: Attributes) -> None:
        if name == "si":
            parts.clear()
        elif name == "rPh":
            state["aside"] = True
        elif name == "t":
            state["text"] = not state["aside"]

    def end(name: str) -> None:
        if name == "si":
            strings.append("".join(parts)[: MAX_CELL + 1])
            if len(strings) > MAX_STRINGS:
                raise SheetTooLong
        elif name == "rPh":
            state["aside"] = False
        elif name == "t":
            state["text"] = False

    def text(found: str) -> None:
        if state["text"] and len(parts) < MAX_CELL:
            parts.append(found)

    stream(source, start, end, text)
    return strings


def read_cells(
    source: IO[bytes],
    strings: list[str],
    styles: list[Shown],
    *,
    since_1904: bool,
    most: int = MAX_SHEET_ROWS,
) -> Cells:
    """The filled cells of a sheet, up to `most` rows of them.

    Raises SheetRefused, and SheetTooLong where there are more cells than are read or
    rows that no sheet has.
    """
    reader = _Sheet(strings, styles, since_1904=since_1904, most=most)
    stream(source, reader.start, reader.end, reader.text)
    return reader.cells


class _Sheet:
    """Takes the elements of a sheet in their order."""

    def __init__(
        self, strings: list[str], styles: list[Shown], *, since_1904: bool, most: int
    ) -> None:
        self.cells = Cells()
        self._strings = strings
        self._styles = styles
        self._since_1904 = since_1904
        self._most = most
        self._line = 0
        self._column = 0
        self._row: dict[int, str] = {}
        self._hidden = False
        self._kind = ""
        self._style = 0
        self._parts: list[str] = []
        self._taking = False
        self._aside = False
        self._formula = False
        self._seen = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if name in {"v", "t"}:
            self._taking = not self._aside
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            given = attributes.get("r")
            self._line = _whole(given) if given else self._line + 1
            self._column = -1
            self._row = {}
            self._hidden = attributes.get("hidden") in {"1", "true"}
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside = True
        elif name == "mergeCell" and len(self.cells.merged) < MAX_MERGED:
            self.cells.merged.append(attributes.get("ref", ""))

    def text(self, found: str) -> None:
        """Characters inside an element."""
        if self._taking and len(self._parts) <= MAX_CELL:
            self._parts.append(found)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in {"v", "t"}:
            self._taking = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aside = False

    def _begin_cell(self, attributes: Attributes) -> None:
        at = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_of(at[1]) if at else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = _whole(attributes.get("s"))
        self._parts = []
        self._formula = False

    def _end_cell(self) -> None:
        if not self._parts:
            if self._formula:
                self._keep(UNCALCULATED)
            return
        self._keep(self._value("".join(self._parts)))

    def _keep(self, value: str) -> None:
        if not value.strip():
            return
        self._seen += 1
        if self._seen > MAX_CELLS:
            raise SheetTooLong
        if self._column < MAX_COLUMNS:
            self._row[self._column] = value
        else:
            self.cells.beyond.add(self._line)

    def _value(self, given: str) -> str:
        match self._kind:
            case "s":
                index = _whole(given, -1)
                if 0 <= index < len(self._strings):
                    return self._strings[index]
                raise SheetRefused("a cell names a text that is not there")
            case "b":
                return "yes" if given.strip() == "1" else "no"
            case "n":
                style = self._styles[self._style : self._style + 1]
                shown = style[0] if style else Shown.NUMBER
                return text_of(given, shown, since_1904=self._since_1904)
            case _:
                return given[: MAX_CELL + 1]

    def _end_row(self) -> None:
        if not self._row and self._line not in self.cells.beyond:
            return
        last = self.cells.rows[-1][0] if self.cells.rows else 0
        if self._line > MAX_SHEET_ROWS or self._line <= last:
            raise SheetRefused("rows out of order")
        self.cells.rows.append((self._line, self._row))
        self.cells.hidden += self._hidden
        if len(self.cells.rows) >= self._most:
            raise _Enough


def column_of(letters: str) -> int:
    """A column's number, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def merged(reference: str) -> tuple[int, int, int, int] | None:
    """First line, first column, last line, last column of "B2:D5"; columns from 0."""
    first, colon, last = reference.partition(":")
    one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if not (colon and one and two and one[2] and two[2]):
        return None
    return int(one[2]), column_of(one[1]), int(two[2]), column_of(two[1])


def _whole(text: str | None, otherwise: int = 0) -> int:
    """A number of at most ten digits; something else where it is none."""
    plain = (text or "").strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 10:
        return int(plain)
    return otherwise
