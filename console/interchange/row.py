"""One row of a manifest: its cells by field, and what is wrong with them."""

from collections.abc import Callable

from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.interchange import values
from console.interchange.columns import ColumnMap, ColumnUse
from console.interchange.fields import Field
from console.interchange.table import Record
from console.interchange.values import BadCell

_SHOWN = 200
"""Characters of a bad cell that a problem repeats."""


class Row:
    """The cells of one record by field, and what was found wrong with them."""

    def __init__(self, record: Record, columns: ColumnMap, file: str) -> None:
        self.problems: list[RowProblem] = []
        self._record = record
        self._columns = columns
        self._file = file
        self._texts = {
            use.field: values.tidy(record.cells[use.column])
            for use in columns.uses
            if use.column < len(record.cells)
        }

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
        try:
            return reader(text)
        except BadCell as bad:
            self.wrong(field, bad.code, *bad.arguments)
            return blank

    def unit(self, field: Field) -> str:
        """The unit of a field's column."""
        use = self._columns.use(field)
        return use.unit if use else ""

    def wrong(self, field: Field, code: ReasonCode, *args: Argument) -> None:
        """Notes a problem in the cell of a field."""
        use: ColumnUse | None = self._columns.use(field)
        self.note(use.heading if use else field.value, self.text(field), code, *args)

    def note(self, column: str, value: str, code: ReasonCode, *args: Argument) -> None:
        """Notes a problem under a heading; an empty one means the whole row."""
        self.problems.append(
            RowProblem(
                self._file,
                self._record.line,
                column,
                value[:_SHOWN],
                Reason(code, args),
            )
        )
