"""What can be wrong with a whole file.

InterchangeError
├── DepotFileError   a depot file says what cannot be: file, table, key, way out
└── PlanFileError    not a plan file, of another version, or it does not add up

None of them goes away by trying again: the file has to change. A bad *row* of a
manifest is never an error; it is a RowProblem.
"""

from typing import Self


class InterchangeError(Exception):
    """A file cannot be used as it is."""


class DepotFileError(InterchangeError):
    """One thing to mend in a depot file."""

    def __init__(self, file: str, table: str, key: str, advice: str) -> None:
        where = f"{table}.{key}" if table and key else table or key
        super().__init__(f"{file}: {where}: {advice}" if where else f"{file}: {advice}")
        self.file = file
        self.table = table
        self.key = key
        self.advice = advice

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str, str]]:
        """Made again in another process: files are read in one of their own."""
        return type(self), (self.file, self.table, self.key, self.advice)


class PlanFileError(InterchangeError):
    """Why a plan file is refused."""
