"""The first look at a file: what it is, where its headings are, what its columns mean.

Titles, logos' texts and dates often stand above a table. The headings are the row,
among the first twenty, in which most cells are headings we surely know, if these are
two at least and two in five of its cells. Where no row is like that, the first row is
taken for headings, unless it looks like a parcel itself: then the file has none, its
columns are called "column 1" and so on, and are guessed from what stands in them.
"""

from dataclasses import dataclass, replace

from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.interchange import values
from console.interchange.columns import ColumnMap, guess, known
from console.interchange.fields import Field
from console.interchange.looks import by_looks
from console.interchange.table import MAX_BYTES, MAX_ROWS, Record, Table, read_table
from console.interchange.workbook import SIGNATURE, read_workbook

_HIGH = 20
"""Rows among which the headings are looked for."""
_DENSE = 0.4
"""Share of a row's cells that must be known headings."""
_TELLING = frozenset(
    {Field.EMAIL, Field.COORDINATES, Field.SIZE, Field.WINDOW, Field.STREET, Field.LAT}
)
"""Fields whose looks no heading has."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file as a table. With a `problem` nothing else means anything.

    `columns` holds what is sure enough to be read unasked and, for a file without
    headings, what the cells look like; `likely` adds looks for the rest.
    """

    table: Table
    columns: ColumnMap
    likely: ColumnMap
    headed: bool
    notes: tuple[RowProblem, ...] = ()
    problem: RowProblem | None = None


def look(data: bytes, file: str, sheet: str | None) -> Look:
    """A file's table and columns; nothing in `data` makes it raise."""
    if len(data) > MAX_BYTES:
        nothing = Table("", "", Record(1, ()), ())
        return _refused(nothing, file, ReasonCode.TOO_LARGE, MAX_BYTES)
    table = _read(data, sheet)
    if table.header.fault and not table.rows:
        return _refused(table, file, ReasonCode.UNREADABLE, table.header.fault)
    at, headed = _headings(table)
    records = (table.header, *table.rows)
    header = records[at]
    if headed:
        table = replace(table, header=header, rows=records[at + 1 :])
    else:
        table = replace(table, header=Record(header.line, ()), rows=records)
    if header.fault:
        return _refused(table, file, ReasonCode.UNREADABLE, header.fault)
    if table.too_long:
        return _refused(table, file, ReasonCode.TOO_LARGE, MAX_ROWS)
    notes: list[RowProblem] = []
    if headed:
        columns = guess(tuple(values.tidy(cell) for cell in header.cells))
        return Look(table, columns, by_looks(columns, table.rows), headed=True)
    width = max(len(record.cells) for record in table.rows)
    bare = ColumnMap(tuple(f"column {n}" for n in range(1, width + 1)), ())
    columns = by_looks(bare, table.rows)
    notes.append(_file_note(table, file, ReasonCode.NO_HEADINGS))
    return Look(table, columns, columns, headed=False, notes=tuple(notes))


def _read(data: bytes, _sheet: str | None) -> Table:
    return read_workbook(data) if data.startswith(SIGNATURE) else read_table(data)


def _refused(table: Table, file: str, code: ReasonCode, *args: Argument) -> Look:
    headings = tuple(values.tidy(cell) for cell in table.header.cells)
    columns = ColumnMap(headings, ())
    problem = _file_note(table, file, code, *args)
    return Look(table, columns, columns, headed=True, problem=problem)


def _file_note(
    table: Table, file: str, code: ReasonCode, *args: Argument
) -> RowProblem:
    return RowProblem(file, table.header.line, "", "", Reason(code, args), table.sheet)


def _headings(table: Table) -> tuple[int, bool]:
    """The index of the headings among all records, and whether there are any."""
    records = (table.header, *table.rows[: _HIGH - 1])
    best, at = 1, -1
    for index, record in enumerate(records):
        cells = [cell for cell in record.cells if cell.strip()]
        fields = {known(values.tidy(cell)) for cell in cells} - {None}
        if len(fields) > best and len(fields) >= _DENSE * len(cells):
            best, at = len(fields), index
    if at >= 0:
        return at, True
    return 0, not _is_parcel(table)


def _is_parcel(table: Table) -> bool:
    """Whether the first row looks like the rows below it, not like headings."""
    bare = ColumnMap(tuple("" for _ in table.header.cells), ())
    first = {use.field: use.column for use in by_looks(bare, [table.header]).uses}
    rest = {
        use.field: use.column
        for use in by_looks(bare, table.rows or [table.header]).uses
    }
    telling = [f for f in _TELLING if f in first and first[f] == rest.get(f)]
    return len(telling) > 0 and len(rest) > 1
