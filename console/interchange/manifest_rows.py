"""The records of a manifest's table, taken in order.

A record becomes a parcel, a cancellation or problems. Headings that stand once more, as
on every printed page, are passed over; from the headings of another table on, nothing
is a parcel any more. An id or a barcode belongs to the first row that has it.
"""

import re
from collections.abc import Sequence
from typing import Any

from console.domain.ids import ParcelId
from console.domain.parcel import Parcel
from console.domain.reasons import Reason, ReasonCode, RowProblem
from console.interchange.columns import ColumnMap, known_among
from console.interchange.fields import Field
from console.interchange.parcel_row import ParcelReader
from console.interchange.row import Origin, Row
from console.interchange.table import Record
from console.interchange.values import tidy
from console.interchange.words import Action

EXTRA_HEADING = "rejected extra"
"""Where a file of rejected rows keeps cells beyond the headings: still too many."""
_DIGIT = re.compile(r"\d")


class Seen:
    """Which row of which file had an id or a barcode first."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[str, int]] = {}
        self._barcodes: dict[str, tuple[str, int]] = {}

    def take(self, row: Row, origin: Origin, name: str, codes: Sequence[str]) -> None:
        """Gives id and barcodes to a row, or tells it who has them.

        A bad first row keeps its id, or mending it would bring two of one id.
        """
        here = (origin.file, row.line)
        first = self._ids.setdefault(name, here)
        if first != here:
            self._tell(row, Field.ID, ReasonCode.DUPLICATE_ID, first, here)
            return
        for code in codes:
            first = self._barcodes.setdefault(code, here)
            if first != here:
                again = ReasonCode.DUPLICATE_BARCODE
                self._tell(row, Field.BARCODES, again, first, here)

    @staticmethod
    def _tell(
        row: Row,
        field: Field,
        code: ReasonCode,
        first: tuple[str, int],
        here: tuple[str, int],
    ) -> None:
        if first[0] == here[0]:
            row.wrong(field, code, first[1])
        else:
            row.wrong(field, ReasonCode.DUPLICATE_IN_FILE, *first)


class RecordReader:
    """Takes the records of one file in order."""

    def __init__(
        self,
        origin: Origin,
        headings: Sequence[str],
        columns: ColumnMap,
        reader: ParcelReader,
        seen: Seen,
    ) -> None:
        self.parcels: list[Parcel] = []
        self.cancelled: list[ParcelId] = []
        self.problems: list[RowProblem] = []
        self.notes: list[RowProblem] = []
        self.rejected: list[Record] = []
        self.kept: list[Record] = []
        self._origin = origin
        self._columns = columns
        self._reader = reader
        self._seen = seen
        self._extra = [
            i for i, name in enumerate(columns.headings) if name == EXTRA_HEADING
        ]
        self._headings = tuple(tidy(cell) for cell in headings)
        self._memo: dict[tuple[Field, str], Any] = {}
        self._second = 0
        """The line of another table's headings."""

    def take(self, record: Record) -> None:
        """Adds a parcel or a cancellation, or the record's problems."""
        row = Row(record, self._columns, self._origin, self._memo)
        if self._is_headings(record):
            row.problems.clear()
            row.note("", ReasonCode.REPEATED_HEADINGS)
            self.notes += row.problems
            return
        trouble = self._trouble(record)
        if trouble:
            row.problems.clear()
            first = next((cell for cell in record.cells if cell.strip()), "")
            row.note(first, trouble.code, *trouble.args)
        else:
            self._read(row, record)
            if not row.problems:
                return
        self.problems.extend(row.problems)
        self.rejected.append(record)

    def _read(self, row: Row, record: Record) -> None:
        action = self._reader.action(row)
        if action is Action.CANCEL:
            name = self._reader.id(row)
            row.problems[:] = [p for p in row.problems if p.field == Field.ID]
            if name:
                self._seen.take(row, self._origin, name, ())
            if not row.problems:
                self.cancelled.append(name)
            return
        parcel = self._reader.parcel(row)
        if parcel.id:
            self._seen.take(row, self._origin, parcel.id, parcel.barcodes)
        if not row.problems:
            self.parcels.append(parcel)
            self.kept.append(record)

    def _is_headings(self, record: Record) -> bool:
        """Whether the headings stand here once more, as on every printed page."""
        same = zip(record.cells, self._headings, strict=False)
        return (
            len(self._headings) > 1
            and len(record.cells) == len(self._headings)
            and all(tidy(cell) == heading for cell, heading in same)
        )

    def _trouble(self, record: Record) -> Reason | None:
        """What is wrong with the record whatever its cells say."""
        extra = [record.cells[i] for i in self._extra if i < len(record.cells)]
        extra += record.cells[len(self._columns.headings) :]
        if record.fault:
            return Reason(ReasonCode.UNREADABLE, (record.fault,))
        if not self._second and _may_be_headings(record.cells):
            self._second = record.line
        if self._second:
            return Reason(ReasonCode.SECOND_TABLE, (self._second,))
        if any(cell.strip() for cell in extra):
            return Reason(ReasonCode.UNREADABLE, ("more cells than headings",))
        return None


def _may_be_headings(cells: Sequence[str]) -> bool:
    """Whether a row is the headings of another table: known ones, and not a digit."""
    if _DIGIT.search("".join(cells)):
        return False
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 2 and known_among(filled) > 2
