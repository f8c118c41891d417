"""What the import wizard shows: four steps from chosen files to parcels of the day.

    files -> columns -> check -> take in

A row of a file is named by its `Key`: number of the file in the wizard, line as an
editor counts it. The list of problems is columns (`IssueRows` is made once a check and
never changed, `IssuesView` says how each of them stands now), so that twenty thousand
of them are shown and filtered without a step that is felt. What is looked at alone, one
row with its cells and suggestions, is a plain record. Fields of a manifest are named by
their keys ("street"); only widgets know words for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from console.domain.reasons import Argument, Reason, ReasonCode

type Key = tuple[int, int]
"""A row: number of its file, line in it."""

ADDRESS_CODES = frozenset(
    {
        ReasonCode.ADDRESS_NOT_FOUND,
        ReasonCode.ADDRESS_UNSURE,
        ReasonCode.ADDRESS_POST_BOX,
        ReasonCode.OUTSIDE_REGION,
        ReasonCode.NO_STREET_NEARBY,
    }
)
"""A map helps with these; the others are mended in a cell."""


class Step(IntEnum):
    """The pages of the wizard."""

    FILES = 1
    COLUMNS = 2
    CHECK = 3
    TAKE = 4


class FileKind(StrEnum):
    """What a file was recognised as."""

    MANIFEST = "manifest"
    DEPOT = "depot"
    SITES = "sites"
    ROSTER = "roster"
    CALENDAR = "calendar"
    UNKNOWN = "unknown"


class FileState(StrEnum):
    """How far reading a file is."""

    READING = "reading"
    READY = "ready"
    FAILED = "failed"
    """Nothing of it can be used; the other files go on."""
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One chosen file.

    `rows` and `columns` count its content, `encoding` and `delimiter` how it was read;
    `sheets` are all sheets of a workbook. `reason` or `said` (already in words) tell
    why it failed. `parts` counts what a file of another kind holds, by the part's key.
    """

    number: int
    name: str
    kind: FileKind = FileKind.UNKNOWN
    state: FileState = FileState.READING
    rows: int = 0
    columns: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    reason: Reason | None = None
    said: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    mapped: bool = True
    """Whether every needed field has a column."""


class Sureness(StrEnum):
    """How a column came by its field."""

    SURE = "sure"
    UNSURE = "unsure"
    UNUSED = "unused"


SURE_FROM = 0.98
"""A guess this confident is not asked about."""


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column of a file: its own heading and the field it is read as."""

    heading: str
    field: str = ""
    sureness: Sureness = Sureness.UNUSED
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ColumnsView:
    """One file's columns over its first rows. `missing` are fields still needed.

    `remembered` says that this reading was chosen the last time a file had these
    headings.
    """

    file: int
    name: str
    columns: tuple[ColumnEntry, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    remembered: bool = False

    @property
    def unsure(self) -> int:
        """How many columns a person should look at."""
        return sum(one.sureness is Sureness.UNSURE for one in self.columns)

    @property
    def unused(self) -> int:
        """How many columns nothing is read from."""
        return sum(one.sureness is Sureness.UNUSED for one in self.columns)


class Outcome(StrEnum):
    """What taking in would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"
    HELD = "held"
    LEFT_OUT = "left_out"


type Counts = Mapping[Outcome, int]


class IssueState(IntEnum):
    """How a problem stands. The first two still want a person."""

    REJECTED = 0
    """A cell is wrong: the row stays out until it is mended."""
    WAITING = 1
    """The address is not sure: the parcel will be held."""
    SETTLED = 2
    HELD = 3
    """A person holds the parcel."""
    LEFT_OUT = 4
    """A person leaves the row out."""


OPEN_STATES = (IssueState.REJECTED, IssueState.WAITING)


@dataclass(frozen=True, eq=False)
class IssueRows:
    """All problems of a check as columns, in the order of files and lines.

    `file` int16, `line` int32; `column` is the file's own heading.
    """

    file: NDArray[np.int16]
    line: NDArray[np.int32]
    parcel: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    reason: tuple[Reason, ...] = ()

    @classmethod
    def made(cls, issues: Sequence["Issue"]) -> Self:
        """Columns of single problems, which are put in order."""
        rows = sorted(issues, key=lambda one: one.key)
        return cls(
            np.array([one.key[0] for one in rows], dtype=np.int16),
            np.array([one.key[1] for one in rows], dtype=np.int32),
            tuple(one.parcel for one in rows),
            tuple(one.column for one in rows),
            tuple(one.value for one in rows),
            tuple(one.reason for one in rows),
        )

    def __len__(self) -> int:
        return len(self.line)

    def key(self, i: int) -> Key:
        """The row that problem `i` is about."""
        return int(self.file[i]), int(self.line[i])

    @cached_property
    def kinds(self) -> tuple[ReasonCode, ...]:
        """The codes that occur, the most frequent first."""
        count: dict[ReasonCode, int] = {}
        for reason in self.reason:
            count[reason.code] = count.get(reason.code, 0) + 1
        return tuple(sorted(count, key=lambda code: -count[code]))

    @cached_property
    def kind(self) -> NDArray[np.int16]:
        """For every problem the place of its code in `kinds`."""
        at = {code: i for i, code in enumerate(self.kinds)}
        return np.array([at[r.code] for r in self.reason], dtype=np.int16)

    @cached_property
    def by_key(self) -> Mapping[Key, tuple[int, ...]]:
        """The problems of each row."""
        found: dict[Key, list[int]] = {}
        pairs = zip(self.file.tolist(), self.line.tolist(), strict=True)
        for i, key in enumerate(pairs):
            found.setdefault(key, []).append(i)
        return {key: tuple(rows) for key, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem, before they become columns."""

    key: Key
    parcel: str
    column: str
    value: str
    reason: Reason


NO_ISSUES = IssueRows.made(())


@dataclass(frozen=True, eq=False)
class IssuesView:
    """The problems and the state of each (uint8, an `IssueState`)."""

    rows: IssueRows = NO_ISSUES
    state: NDArray[np.uint8] = field(
        default_factory=lambda: np.zeros(0, dtype=np.uint8)
    )

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """Which of them still want a person."""
        return np.asarray(self.state <= IssueState.WAITING, dtype=np.bool_)

    @cached_property
    def waiting(self) -> int:
        """How many still want a person."""
        return int(self.open.sum())

    def open_by_kind(self) -> list[tuple[ReasonCode, int, int]]:
        """For every code how many are open, and how many there are at all."""
        kinds, rows = self.rows.kinds, self.rows
        left = np.bincount(rows.kind[self.open], minlength=len(kinds))
        whole = np.bincount(rows.kind, minlength=len(kinds))
        return [(code, int(left[i]), int(whole[i])) for i, code in enumerate(kinds)]

    def mask(self, kind: ReasonCode | None, *, settled: bool) -> NDArray[np.bool_]:
        """Problems of one code or of all, those that are settled too if wished."""
        chosen = np.ones(len(self.rows), dtype=np.bool_)
        if kind is not None:
            at = self.rows.kinds.index(kind) if kind in self.rows.kinds else -1
            chosen = np.asarray(self.rows.kind == at, dtype=np.bool_)
        return chosen if settled else np.asarray(chosen & self.open, dtype=np.bool_)

    def next_open(self, after: int, step: int = 1) -> int | None:
        """The next open problem before or after one, around the end; None without."""
        found = np.flatnonzero(self.open)
        if not len(found):
            return None
        if step > 0:
            later = found[found > after]
            return int(later[0] if len(later) else found[0])
        earlier = found[found < after]
        return int(earlier[-1] if len(earlier) else found[-1])

    def with_states(self, changed: Mapping[int, IssueState]) -> Self:
        """The same problems, some of them standing otherwise."""
        state = self.state.copy()
        for i, now in changed.items():
            state[i] = now
        return replace(self, state=state)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place an address may mean.

    `score` runs to 1, None where nothing was compared. `why` and `how` are the book's
    codes: why it is offered, and what its point is.
    """

    label: str
    lon: float
    lat: float
    score: float | None = None
    why: str = ""
    args: tuple[Argument, ...] = ()
    entrance: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One cell of the row that is looked at, under its file's heading."""

    field: str
    heading: str
    text: str
    reason: Reason | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class DetailView:
    """One row with its problem: its cells, and places for its address.

    `same` counts the open rows whose address has the same text, this one included.
    `place` is where it stands now, in degrees. `chosen` counts suggestions from 0.
    """

    issue: int
    key: Key
    parcel: str
    person: str
    file: str
    reason: Reason
    state: IssueState
    cells: tuple[CellEntry, ...] = ()
    address: str = ""
    is_address: bool = False
    searched: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    chosen: int | None = None
    place: tuple[float, float] | None = None
    placed: str = ""
    """The name of the place that a person chose, empty for none."""
    same: int = 1
    looking: bool = False
    """Suggestions are still under way."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of how many rows are checked."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TakeView:
    """What taking in will do, and when `taken`, what it did.

    `corrections` addresses were put right by a person and are learned; `published`
    says that the wave's plan is out, so that `changes` wait to be accepted.
    """

    counts: Counts = field(default_factory=dict)
    corrections: int = 0
    per_customer: bool = False
    published: bool = False
    changes: int = 0
    others: tuple[FileEntry, ...] = ()
    taken: bool = False
    busy: bool = False

    @property
    def coming(self) -> int:
        """How many rows change something without being held: the button's number."""
        kinds = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.CANCELLED)
        return sum(self.counts.get(kind, 0) for kind in kinds)


@dataclass(frozen=True, slots=True)
class ImportView:
    """The whole wizard. `undo` and `redo` name decisions, empty for none."""

    step: Step = Step.FILES
    reachable: Step = Step.FILES
    """The last step that makes sense now."""
    files: tuple[FileEntry, ...] = ()
    columns: tuple[ColumnsView, ...] = ()
    file_shown: int = 0
    issues: IssuesView = field(default_factory=IssuesView)
    counts: Counts = field(default_factory=dict)
    notes: tuple[tuple[str, Reason], ...] = ()
    """What was read otherwise than it stands: file and why."""
    progress: Progress | None = None
    detail: DetailView | None = None
    take: TakeView = field(default_factory=TakeView)
    undo: str = ""
    redo: str = ""
    assume: bool = False
    """Whether a usual size and weight stand in where rows say nothing."""

    @property
    def shown_columns(self) -> ColumnsView | None:
        """The columns of the file that is shown."""
        shown = (one for one in self.columns if one.file == self.file_shown)
        return next(shown, self.columns[0] if self.columns else None)


def sureness(field_key: str, confidence: float, *, chosen: bool = False) -> Sureness:
    """How sure a guess is; a person's choice is always."""
    if not field_key:
        return Sureness.UNUSED
    sure = chosen or confidence >= SURE_FROM
    return Sureness.SURE if sure else Sureness.UNSURE


def columns_entries(
    headings: Sequence[str],
    uses: Iterable[tuple[int, str, float, str]],
    chosen: frozenset[str] = frozenset(),
) -> tuple[ColumnEntry, ...]:
    """A column's entry for every heading, from (column, field, confidence, unit).

    `chosen` are the fields that a person set.
    """
    used = {use[0]: use for use in uses}
    entries: list[ColumnEntry] = []
    for i, heading in enumerate(headings):
        if i not in used:
            entries.append(ColumnEntry(heading))
            continue
        _, name, confidence, unit = used[i]
        sure = sureness(name, confidence, chosen=name in chosen)
        entries.append(ColumnEntry(heading, name, sure, unit))
    return tuple(entries)


def signature(headings: Sequence[str]) -> str:
    """One name for files with these headings in this order, whatever their case."""
    return "\x1f".join(" ".join(h.casefold().split()) for h in headings)


def takes_a_map(reason: Reason) -> bool:
    """Whether a place on the map is what settles it."""
    return reason.code in ADDRESS_CODES
