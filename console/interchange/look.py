"""The first look at a file: what it is, where its headings are, what its columns mean.

Titles, logos' texts and dates often stand above a table. The headings are the row,
among the first twenty, in which most cells are headings we surely know, if these are
two at least and two in five of its cells. Where no row is like that, the first row is
taken for headings, unless it looks like a parcel itself: then the file has none, its
columns are called "column 1" and so on, and are guessed from what stands in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.interchange import values
from console.interchange.columns import ColumnMap, guess, known_among
from console.interchange.fields import Field
from console.interchange.json_table import is_json, read_json
from console.interchange.kinds import LOCKED, foreign
from console.interchange.looks import by_looks
from console.interchange.table import (
    MAX_BYTES,
    MAX_ROWS,
    Format,
    Record,
    Table,
    read_table,
)
from console.interchange.workbook import SIGNATURE, read_workbook

_HIGH = 20
"""Rows among which the headings are looked for."""
_NOT_NAME = re.compile(r"[^\w-]+")
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
    if table.refusal:
        return _refused(table, file, table.refusal.code, *table.refusal.args)
    # The keys of JSON are headings whatever they are.
    at, headed = (0, True) if table.format is Format.JSON else _headings(table)
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
    notes = list(_notes(table, file))
    if headed:
        columns = guess(_named(header, records[at - 1] if at else None))
        likely = by_looks(columns, table.rows)
        return Look(table, columns, likely, headed=True, notes=tuple(notes))
    width = max(len(record.cells) for record in table.rows)
    bare = ColumnMap(tuple(f"column {n}" for n in range(1, width + 1)), ())
    columns = by_looks(bare, table.rows)
    notes.append(_file_note(table, file, ReasonCode.NO_HEADINGS))
    return Look(table, columns, columns, headed=False, notes=tuple(notes))


def _read(data: bytes, sheet: str | None) -> Table:
    kind = foreign(data)
    nothing = Table("", "", Record(1, ()), ())
    if kind == LOCKED:
        return replace(nothing, refusal=Reason(ReasonCode.LOCKED_FILE))
    if kind:
        return replace(nothing, refusal=Reason(ReasonCode.WRONG_FORMAT, (kind,)))
    if data.startswith(SIGNATURE):
        return read_workbook(data, sheet)
    return read_json(data) if is_json(data) else read_table(data)


def _refused(table: Table, file: str, code: ReasonCode, *args: Argument) -> Look:
    headings = tuple(values.tidy(cell) for cell in table.header.cells)
    columns = ColumnMap(headings, ())
    problem = _file_note(table, file, code, *args)
    return Look(table, columns, columns, headed=True, problem=problem)


def _notes(table: Table, file: str) -> Iterator[RowProblem]:
    if table.hidden_rows:
        yield _file_note(table, file, ReasonCode.HIDDEN_ROWS, table.hidden_rows)
    others = [
        sheet.name
        for sheet in table.sheets
        if not sheet.hidden and sheet.name != table.sheet
    ]
    if others:
        names = ", ".join(others)
        yield _file_note(table, file, ReasonCode.SHEETS_UNREAD, names)


def _named(header: Record, above: Record | None) -> tuple[str, ...]:
    """The headings; those that come twice with the group's name that is above them.

    "Sender" and "Recipient" over two times "Name" give "Sender.Name" and
    "Recipient.Name".
    """
    plain = tuple(values.tidy(cell) for cell in header.cells)
    if above is None:
        return plain
    groups: list[str] = []
    for cell in above.cells:
        own = _NOT_NAME.sub("", values.tidy(cell))
        groups.append(own or (groups[-1] if groups else ""))
    groups += groups[-1:] * (len(plain) - len(groups))
    return tuple(
        f"{group}.{heading}"
        if group and heading and plain.count(heading) > 1
        else heading
        for heading, group in zip(plain, groups, strict=False)
    )


def _file_note(
    table: Table, file: str, code: ReasonCode, *args: Argument
) -> RowProblem:
    return RowProblem(file, table.header.line, "", "", Reason(code, args), table.sheet)


def _headings(table: Table) -> tuple[int, bool]:
    """The index of the headings among all records, and whether there are any."""
    records = (table.header, *table.rows[: _HIGH - 1])
    best, at = 1, -1
    for index, record in enumerate(records):
        fields = known_among(record.cells)
        if fields > best:
            best, at = fields, index
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
