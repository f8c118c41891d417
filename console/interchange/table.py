"""Text tables from outside: bytes -> rows of cells, each with its line number.

Nothing a file holds raises here: what cannot be read comes out as a `Record` with a
`fault`. The encoding is taken from a byte order mark, else from where the NUL bytes of
UTF-16 stand, else UTF-8 if it decodes, else the code page of Windows (1252, which has
all of Latin-1's letters) or of DOS (850), whichever gives more of the letters that
names here have. The delimiter is the one that cuts the first rows most evenly; a
spreadsheet's own first line `sep=;` settles it.

Records are read one at a time from the list of physical lines. A quote that is never
closed would swallow the rest of the file: a record may span at most 32 lines, and one
of several lines must not look like rows run together; otherwise only the line it began
on is lost and reading goes on with the next line.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from console.domain.reasons import Reason

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_CELL = 1_000
"""Characters in one cell."""
MAX_COLUMNS = 500
DELIMITERS = ",;\t|"

_LETTERS = "äöåæøüßéèÄÖÅÆØÜÉ"
"""Letters that tell a code page: those of names and streets here."""
_SPAN = 32
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Record:
    """One row: `line` is where it begins as editors count, `fault` why it is bad."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


class Format(StrEnum):
    """The kinds of file a manifest may be."""

    TEXT = "text"
    WORKBOOK = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and rows. `too_long` says that rows were left unread.

    `refusal` is why the file cannot be read at all; there are no rows then, and the
    header's line is where the trouble is. `sheets` are all of a workbook's and `sheet`
    is the one these rows are from; `hidden_rows` counts those that are not shown.
    """

    encoding: str
    delimiter: str
    header: Record
    rows: tuple[Record, ...]
    too_long: bool = False
    format: Format = Format.TEXT
    sheets: tuple[Sheet, ...] = ()
    sheet: str = ""
    hidden_rows: int = 0
    refusal: Reason | None = None


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of the encoding it was found to be in. Never raises."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    for name in (*_bare_utf16(data), "utf-8", *_western(data)):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _western(data: bytes) -> tuple[str, ...]:
    """The two usual code pages of one byte, the one that gives more letters first."""
    high = bytes(byte for byte in data[:100_000] if byte > 127)
    windows, dos = (
        sum(letter in _LETTERS for letter in high.decode(name, errors="ignore"))
        for name in ("cp1252", "cp850")
    )
    return ("cp850", "cp1252") if dos > windows else ("cp1252", "cp850")


def read_table(data: bytes) -> Table:
    """The table in `data`; a header of no cells where there is nothing at all."""
    text, encoding = decode(data)
    lines = list(io.StringIO(text, newline=""))
    first = 0
    delimiter = ""
    if lines and lines[0].lower().startswith("sep="):
        delimiter = lines[0].rstrip("\r\n")[4:5]
        first = 1
    if delimiter not in DELIMITERS or not delimiter:
        delimiter = _sniff(lines[first : first + _SAMPLE * 4])
    records = _records(lines, first, delimiter)
    header = next(records, Record(first + 1, ()))
    rows: list[Record] = []
    for record in records:
        if len(rows) == MAX_ROWS:
            return Table(encoding, delimiter, header, tuple(rows), too_long=True)
        rows.append(record)
    return Table(encoding, delimiter, header, tuple(rows))


def _bare_utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: every other byte of western text is NUL."""
    sample = data[:2000]
    half = len(sample) // 2
    if len(data) % 2 or not half:
        return ()
    if sample[1::2].count(0) > 0.6 * half and sample[::2].count(0) < 0.1 * half:
        return ("utf-16-le",)
    if sample[::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return ("utf-16-be",)
    return ()


class _Feed:
    """Hands out the lines of one record, and notes when it asked for too many."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.at = at
        self.starved = False
        self._lines = lines
        self._end = min(at + _SPAN, len(lines))

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self.at >= self._end:
            self.starved = True
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _records(lines: list[str], first: int, delimiter: str) -> Iterator[Record]:
    """Every record that is not blank, from line index `first` on."""
    at = first
    width = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        feed = _Feed(lines, at)
        try:
            cells = next(csv.reader(feed, delimiter=delimiter, strict=True))
        except csv.Error as error:
            fault = "open quote" if feed.starved else str(error)
            yield Record(at + 1, (lines[at][:MAX_CELL],), fault)
            at += 1
            continue
        if not width and len(cells) > 1:
            width = len(cells)  # Titles above a table have one.
        if _glued(lines[at : feed.at], cells, width, delimiter):
            yield Record(at + 1, (lines[at][:MAX_CELL],), "open quote")
            at += 1
            continue
        if any(cell.strip() for cell in cells):
            short = tuple(cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS])
            yield Record(at + 1, short, fault_of(cells))
        at = feed.at


def _glued(lines: list[str], cells: list[str], width: int, delimiter: str) -> bool:
    """Whether a record of several lines looks like rows run together by a quote.

    Its cells are not as many as the headings, or a line that goes on a cell begun
    after the first delimiter is itself cut into as many cells as there are headings.
    """
    if len(lines) == 1 or not width:
        return False
    cuts = [line.count(delimiter) for line in lines]
    rows = width > 3 and cuts[0] > 0 and max(cuts[1:]) >= width - 1
    return rows or len(cells) != width


def fault_of(cells: list[str]) -> str:
    """Why a row cannot be one of ours, whatever its columns mean; empty if it can."""
    if len(cells) > MAX_COLUMNS:
        return f"over {MAX_COLUMNS} cells"
    if any(len(cell) > MAX_CELL for cell in cells):
        return f"over {MAX_CELL} characters"
    if any("\0" in cell for cell in cells):
        return "NUL byte"
    return ""


def _sniff(lines: list[str]) -> str:
    """The delimiter that gives most rows the same number of cells, of two or more."""
    best = (0.0, 0)
    chosen = DELIMITERS[0]
    for delimiter in DELIMITERS:
        records = islice(_records(lines, 0, delimiter), _SAMPLE)
        widths = Counter(len(record.cells) for record in records)
        rated = [
            (count / widths.total(), width)
            for width, count in widths.items()
            if width > 1
        ]
        if rated and max(rated) > best:
            best = max(rated)
            chosen = delimiter
    return chosen
