"""What can be wrong with a whole file.

InterchangeError
├── DepotFileError   a depot file says what cannot be: file, table, key, way out
├── PlanFileError    not a plan file, of another version, or it does not add up
├── VroomFileError   a VROOM problem: path, value, way out
└── NotForVroom      something of a day that VROOM does not know

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


class VroomFileError(InterchangeError):
    """One thing to mend in a VROOM file: where it stands, what stands there, advice.

    `path` is written as in JavaScript, "jobs[3].delivery[0]", empty for the whole
    file; `value` is what stands there as JSON, cut short, empty where nothing does.
    """

    def __init__(self, file: str, path: str, value: str, advice: str) -> None:
        super().__init__(
            ": ".join(part for part in (file, path, value, advice) if part)
        )
        self.file = file
        self.path = path
        self.value = value
        self.advice = advice

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str, str]]:
        """Made again in another process: files are read in one of their own."""
        return type(self), (self.file, self.path, self.value, self.advice)


class NotForVroom(InterchangeError):
    """Something of a day that VROOM does not know: what, and of which thing."""
