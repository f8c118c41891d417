"""One row of a manifest: its cells by field, and what is wrong with them.

What people and programs write for nothing ("NULL", "-", "n/a") is nothing, but in a
name, which may well be Null. What a spreadsheet shows for a failed formula is a problem
wherever it stands in a column that is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.interchange import values
from console.interchange.columns import ColumnMap, ColumnUse
from console.interchange.fields import Field
from console.interchange.table import Record
from console.interchange.values import BadCell

_SHOWN = 200
"""Characters of a bad cell that a problem repeats."""
_REMEMBERED = 50_000
"""Cells whose values are remembered: sizes and windows are the same again and again."""
_NAMES = frozenset({Field.NAME, Field.FIRST_NAME})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row is from: the file's name and the sheet's."""

    file: str
    sheet: str = ""


class Row:
    """The cells of one record by field, and what was found wrong with them."""

    def __init__(
        self,
        record: Record,
        columns: ColumnMap,
        origin: Origin,
        memo: dict[tuple[Field, str], Any],
    ) -> None:
        """`memo` is one for all rows of a file: a field's text is read once."""
        self.problems: list[RowProblem] = []
        self.line = record.line
        self._memo = memo
        self._columns = columns
        self._origin = origin
        self._texts: dict[Field, str] = {}
        self._bad: set[Field] = set()
        for use in columns.uses:
            if use.column >= len(record.cells):
                continue
            text = values.tidy(record.cells[use.column])
            small = text.casefold() if len(text) < 16 else ""
            if small in values.BLANKS and use.field not in _NAMES:
                continue
            self._texts[use.field] = text
            if small.startswith("#") and small in values.ERRORS:
                self.wrong(use.field, ReasonCode.SPREADSHEET_ERROR)
                self._texts[use.field] = ""

    def text(self, field: Field) -> str:
        """A cell, tidied; empty where the file has no such column."""
        return self._texts.get(field, "")

    def read[T](
        self,
        field: Field,
        reader: Callable[[str], T],
        blank: T,
    ) -> T:
        """A cell's value; `blank` where it is empty, and where it is a problem."""
        text = self.text(field)
        if not text:
            return blank
        key = (field, text)
        if key in self._memo:
            known: T = self._memo[key]
            return known
        try:
            value = reader(text)
        except BadCell as bad:
            self.wrong(field, bad.code, *bad.arguments, suggestions=bad.suggestions)
            return blank
        if len(self._memo) < _REMEMBERED:
            self._memo[key] = value
        return value

    def unit(self, field: Field) -> str:
        """The unit of a field's column."""
        use = self._columns.use(field)
        return use.unit if use else ""

    def lacks(self, field: Field) -> None:
        """Notes that a field is needed and empty, unless its cell is told already."""
        if field not in self._bad:
            self.wrong(field, ReasonCode.MISSING_VALUE)

    def wrong(
        self,
        field: Field,
        code: ReasonCode,
        *args: Argument,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        """Notes a problem in the cell of a field."""
        self._bad.add(field)
        use: ColumnUse | None = self._columns.use(field)
        heading = use.heading if use else field.value
        self._note(heading, self.text(field), Reason(code, args), field, suggestions)

    def note(self, value: str, code: ReasonCode, *args: Argument) -> None:
        """Notes a problem of the whole row."""
        self._note("", value, Reason(code, args), "", ())

    def _note(
        self,
        column: str,
        value: str,
        reason: Reason,
        field: str,
        suggestions: tuple[str, ...],
    ) -> None:
        self.problems.append(
            RowProblem(
                self._origin.file,
                self.line,
                column,
                value[:_SHOWN],
                reason,
                self._origin.sheet,
                str(field),
                suggestions,
            )
        )
