"""A first look at a manifest: what kind of file it is and what its columns seem to be.

For the import wizard, before anything is read for good:

    seen = await read_apart(preview, data, file="day.xlsx")
    ...                       # a person looks at seen.columns and changes the mapping
    manifest = await read_apart(
        read_manifest, data, file="day.xlsx", day=..., classes=..., sites=...,
        mapping=mapping,      # {column: Field}, complete; seen.mapping to begin with
        sheet=seen.sheet or None,
    )

Columns are counted from 0 everywhere; lines as an editor or a spreadsheet shows them,
from 1. For JSON the columns are the keys of the objects in the order they first appear,
those of nested objects joined by dots ("recipient.address.street"), and a line is the
one an object begins in, or its number where several begin in one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from console.domain.reasons import RowProblem
from console.interchange.columns import ColumnMap
from console.interchange.fields import Field
from console.interchange.look import look
from console.interchange.table import Format, Record, Sheet

SAMPLE = 20
"""Rows that a preview shows."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was seen of a file.

    file         the name it was given
    format       text, workbook or JSON
    encoding     of text and JSON, as Python names it: "utf-8", "cp1252", ...
    delimiter    of text: one of , ; tab |; empty otherwise
    sheets       of a workbook, in its order, hidden ones marked; empty otherwise
    sheet        the one that was looked at; empty otherwise
    header_line  the line of the headings; 0 where the file has none
    headings     one a column; "column 1", "column 2", ... where the file has none
    sample       the first rows, at most 20, cells as text; shorter than the headings
                 where a row is
    rows         how many rows there are below the headings
    columns      the guessed mapping: every use says its field, column, heading, unit,
                 confidence (0 to 1) and why (`columns.Why`). Uses by LOOKS have at most
                 0.7 and are read only where they are handed back as `mapping`
    unmapped     columns with a heading or a value that nothing is read from
    missing      what a manifest needs and no column gives: ID, STREET (where there are
                 no coordinates either), SIZE, MASS. The last two may be assumed
    notes        what was read otherwise than it stands, as of `Manifest.notes`
    problem      why the file cannot be read at all, and then the rest is empty
    """

    file: str
    format: Format
    encoding: str
    delimiter: str
    sheets: tuple[Sheet, ...]
    sheet: str
    header_line: int
    headings: tuple[str, ...]
    sample: tuple[Record, ...]
    rows: int
    columns: ColumnMap
    unmapped: tuple[int, ...]
    missing: tuple[Field, ...]
    notes: tuple[RowProblem, ...] = ()
    problem: RowProblem | None = None

    @property
    def mapping(self) -> dict[int, Field]:
        """What `read_manifest` takes to read the file as guessed."""
        return self.columns.choices


def preview(data: bytes, *, file: str, sheet: str | None = None) -> Preview:
    """What is in a file; nothing in `data` makes it raise.

    `sheet` names the sheet of a workbook to look at; None takes the visible one that
    looks most like parcels. A file that cannot be read has a `problem`.
    """
    seen = look(data, file, sheet)
    table, columns = seen.table, seen.likely
    read = {use.column for use in columns.uses}
    used = {
        column
        for record in table.rows[:SAMPLE]
        for column, cell in enumerate(record.cells)
        if cell.strip()
    }
    return Preview(
        file=file,
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheets=table.sheets,
        sheet=table.sheet,
        header_line=table.header.line if seen.headed else 0,
        headings=columns.headings,
        sample=table.rows[:SAMPLE],
        rows=len(table.rows),
        columns=columns,
        unmapped=tuple(
            column
            for column, heading in enumerate(columns.headings)
            if column not in read and (column in used or (heading and seen.headed))
        ),
        missing=missing({use.column: use.field for use in columns.uses}),
        notes=seen.notes,
        problem=seen.problem,
    )


def missing(mapping: Mapping[int, Field]) -> tuple[Field, ...]:
    """What a manifest needs and this mapping does not read: ID, STREET, SIZE, MASS."""
    fields = frozenset(mapping.values())
    enough = {
        Field.ID: ({Field.ID},),
        Field.STREET: ({Field.STREET}, {Field.LAT, Field.LON}, {Field.COORDINATES}),
        Field.SIZE: ({Field.SIZE}, {Field.LENGTH, Field.WIDTH, Field.HEIGHT}),
        Field.MASS: ({Field.MASS},),
    }
    return tuple(
        field
        for field, ways in enough.items()
        if not any(way <= fields for way in ways)
    )
