"""One import from the first file to the last decision; it lives until it is finished.

The page may be closed and opened again: files, readings of columns, decisions and what
can be taken back stay here. Everything that waits for a process runs as an errand of
whoever calls; `changed` says that there is something else to show.

Undo and redo cover every decision about rows and every change of a column. Reading a
file anew (other columns, another sheet) keeps the decisions, because they are texts and
places of a person and not what followed from them.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from console.domain.parcel import Person
from console.domain.place import Place
from console.interchange.fields import Field
from console.services.prospects import Learned
from console.shell.import_checking import Checked, Checking, Ground
from console.shell.import_files import (
    Source,
    columns_view,
    look_at,
    set_mapping,
    with_field,
)
from console.shell.import_keeping import KeptFile, digest_of
from console.shell.import_memory import ColumnMemory
from console.shell.import_others import Against
from console.shell.import_rows import (
    NOTHING,
    Decision,
    RowState,
    issues_of,
    person_of,
    state_of,
)
from console.viewmodels.importing import (
    NO_ISSUES,
    Counts,
    FileEntry,
    FileKind,
    FileState,
    ImportView,
    Issue,
    IssueRows,
    IssueState,
    IssuesView,
    Key,
    Outcome,
    Progress,
    Step,
    TakeView,
)

type Reading = tuple[dict[int, Field], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that can be taken back: rows before and after, or a file's reading."""

    name: str
    before: Mapping[Key, RowState]
    after: Mapping[Key, RowState]
    file: int = 0
    readings: tuple[Reading, Reading] | None = None


class ImportSession:
    """The state of the wizard. Make it on the GUI's loop."""

    def __init__(
        self, checking: Checking, memory: ColumnMemory, changed: Callable[[], None]
    ) -> None:
        self._checking = checking
        self._memory = memory
        self._changed = changed
        self._lock = asyncio.Lock()
        self._numbers = 0
        self._basis: object = None
        self._undo: list[Done] = []
        self._redo: list[Done] = []
        self.sources: list[Source] = []
        self.decisions: dict[Key, Decision] = {}
        self.step = Step.FILES
        self.file_shown = 0
        self.progress: Progress | None = None
        self.checked: Checked | None = None
        self.issues = IssuesView()
        self.take = TakeView()
        self.assume = False
        """Whether a usual size and weight stand in where rows say nothing."""

    # files and columns

    @property
    def manifests(self) -> list[Source]:
        """The files that hold parcels."""
        return [one for one in self.sources if one.is_manifest]

    @property
    def begun(self) -> bool:
        """Whether there is anything to lose."""
        return bool(self.sources) and not self.take.taken

    async def add(self, paths: Sequence[Path], against: Against | None) -> None:
        """Takes files into the list and looks at each; one known is read anew."""
        if self.take.taken:
            self.clear()
        fresh: list[Source] = []
        for path in paths:
            self.sources = [one for one in self.sources if one.path != path]
            self._numbers += 1
            entry = FileEntry(self._numbers, path.name)
            fresh.append(Source(self._numbers, path, entry))
        self.sources += fresh
        self.step = Step.FILES
        self._changed()
        for source in fresh:
            await look_at(source, self._memory, against)
            self._changed()

    async def sheet(self, number: int, name: str, against: Against | None) -> None:
        """Looks at another sheet of a workbook."""
        source = self.source(number)
        if name != source.entry.sheet:
            source.entry = replace(source.entry, state=FileState.READING)
            self._changed()
            await look_at(source, self._memory, against, name)
            self._forget_rows(number)
            self._changed()

    async def restore(self, files: Sequence[KeptFile], against: Against | None) -> None:
        """Goes on with an import that was left; files that are gone are told so."""
        await self.add([one.path for one in files], against)
        for source, kept in zip(tuple(self.sources), files, strict=True):
            if not source.is_manifest:
                continue
            if kept.sheet != source.entry.sheet:
                await look_at(source, self._memory, against, kept.sheet)
            seen = source.seen
            if seen is None or any(c >= len(seen.headings) for c in kept.mapping):
                continue
            set_mapping(source, kept.mapping, kept.chosen)
            if digest_of(source.data) == kept.digest:
                for line, decision in kept.decisions.items():
                    self.decisions[source.number, line] = decision
        self._changed()

    def remove(self, number: int) -> None:
        """Takes a file out of the list, with what was decided about its rows."""
        self.sources = [one for one in self.sources if one.number != number]
        self._forget_rows(number)
        self._changed()

    def source(self, number: int) -> Source:
        """A file by its number. Raises StopIteration for none."""
        return next(one for one in self.sources if one.number == number)

    def read_column(self, number: int, column: int, key: str) -> None:
        """Reads a column as another field."""
        source = self.source(number)
        before = (dict(source.mapping), source.chosen)
        with_field(source, column, key)
        after = (dict(source.mapping), source.chosen)
        if before != after:
            self._undo.append(Done("columns", {}, {}, number, (before, after)))
            self._redo.clear()
            self._changed()

    async def remember(self, depot: str) -> None:
        """Keeps the readings of all files for the next time."""
        for source in self.manifests:
            if source.seen is not None and source.chosen:
                await asyncio.to_thread(
                    self._memory.keep, depot, source.seen.headings, source.mapping
                )

    # rows

    async def check(self, ground: Ground) -> None:
        """Checks all rows, unless they are as they were checked the last time."""
        async with self._lock:
            model = ground.model
            basis = (
                *(ground.depot, ground.date, ground.day),
                *(model.size_classes, model.sites, ground.assumed),
                [
                    (s.number, s.entry.sheet, sorted(s.mapping.items()))
                    for s in self.manifests
                ],
            )
            if self._basis == basis and self.checked is not None:
                return
            self._undo = [one for one in self._undo if one.readings]
            self._redo.clear()
            total = sum(one.entry.rows for one in self.manifests)
            self.issues = IssuesView()
            self._told(0, total)
            try:
                self.checked = await self._checking.check(
                    self.manifests, ground, self.decisions, self._told
                )
                await self._show_issues(self.checked.issues)
                self._basis = basis
            finally:
                self.progress = None
                self._changed()

    async def decide(self, name: str, wanted: Mapping[Key, Decision]) -> None:
        """Makes decisions about rows as one step that can be taken back."""
        async with self._lock:
            checked = self.checked
            if checked is None:
                return
            fresh = {
                key: decision
                for key, decision in wanted.items()
                if key in checked.rows and checked.rows[key].decision != decision
            }
            if not fresh:
                return
            before = {key: checked.rows[key] for key in fresh}
            after = await self._checking.decided(checked, fresh)
            await self._put(after)
            many = "_all" if len(fresh) > 1 and name in {"place", "cell"} else ""
            self._undo.append(Done(name + many, before, after))
            self._redo.clear()
            self._changed()

    async def undo(self) -> None:
        """Takes the last step back."""
        async with self._lock:
            if self._undo:
                done = self._undo.pop()
                await self._again(done, done.before, 0)
                self._redo.append(done)
                self._changed()

    async def redo(self) -> None:
        """Makes the step again that was taken back last."""
        async with self._lock:
            if self._redo:
                done = self._redo.pop()
                await self._again(done, done.after, 1)
                self._undo.append(done)
                self._changed()

    def decision(self, key: Key) -> Decision:
        """What was decided about a row so far."""
        return self.decisions.get(key, NOTHING)

    def alike(self, issue: int) -> tuple[Key, ...]:
        """The rows with an open problem of the same text, this one among them."""
        rows, state = self.issues.rows, self.issues.state
        same = (rows.column[issue], rows.value[issue], rows.reason[issue].code)
        mine = rows.key(issue)
        if not same[1]:
            return (mine,)
        found = {
            rows.key(i): None
            for i in np.flatnonzero(state <= IssueState.WAITING).tolist()
            if rows.value[i] == same[1]
            and rows.column[i] == same[0]
            and rows.reason[i].code == same[2]
        }
        return tuple({mine: None} | found)

    # the end

    def learned(self) -> list[Learned]:
        """What is worth keeping of the decisions: addresses and their places."""
        checked = self.checked
        if checked is None:
            return []
        told: dict[Person, Learned] = {}
        for key, decision in self.decisions.items():
            row = checked.rows.get(key)
            if row is None or row.parcel is None or row.parcel.place is None:
                continue
            columns = checked.manifests[key[0]].columns
            first, now = (person_of(r, columns) for r in (row.first, row.record))
            mended = first.address != now.address
            if decision.place is None and not mended:
                continue
            only = self.take.per_customer
            place: Place = row.parcel.place
            for person in (first, now):
                one = Learned(person, place, decision.entrance, decision.placed, only)
                if person.street and (person is now or mended):
                    told[person] = one
        return list(told.values())

    def clear(self) -> None:
        """Forgets everything."""
        self.sources, self.decisions = [], {}
        self._undo, self._redo = [], []
        self.checked, self._basis = None, None
        self.issues, self.take = IssuesView(), TakeView()
        self.step, self.file_shown = Step.FILES, 0
        self._changed()

    # what is shown

    def view(self) -> ImportView:
        """Everything but the row that is looked at."""
        reading = any(s.entry.state is FileState.READING for s in self.sources)
        good = [s for s in self.sources if s.entry.state is not FileState.FAILED]
        reachable = Step.FILES
        manifests = self.manifests
        if good and not reading:
            reachable = Step.COLUMNS if manifests else Step.TAKE
            if manifests and all(self._readable(one) for one in manifests):
                reachable = Step.TAKE
        if self.progress is not None:
            reachable = min(reachable, Step.CHECK)
        return ImportView(
            self.step,
            max(reachable, self.step),
            tuple(one.entry for one in self.sources),
            tuple(columns_view(one) for one in manifests),
            self.file_shown,
            self.issues,
            self.counts(),
            () if self.checked is None else self.checked.notes,
            self.progress,
            take=replace(
                self.take,
                counts=self.take.counts if self.take.taken else self.counts(),
                corrections=self._corrections(),
                others=tuple(
                    one.entry
                    for one in self.sources
                    if one.entry.kind is not FileKind.MANIFEST
                    and one.entry.state in {FileState.READY, FileState.TAKEN}
                ),
            ),
            undo=self._undo[-1].name if self._undo else "",
            redo=self._redo[-1].name if self._redo else "",
            assume=self.assume,
        )

    def _readable(self, source: Source) -> bool:
        assumed = {"size", "mass"} if self.assume else set()
        return set(source.missing) <= assumed

    def _corrections(self) -> int:
        """How many addresses are learned; there may be very many decisions."""
        if self.take.taken or self.step is not Step.TAKE:
            return self.take.corrections
        return len({one.person.address for one in self.learned()})

    def counts(self) -> Counts:
        """What would come of all rows now."""
        checked = self.checked
        if checked is None:
            return {}
        counts = {kind: checked.counts.get(kind, 0) for kind in Outcome}
        counts[Outcome.CANCELLED] = len(checked.cancelled)
        return counts

    # inside

    async def _put(self, after: Mapping[Key, RowState]) -> None:
        """Rows stand otherwise: the list of problems follows."""
        checked = self.checked
        assert checked is not None  # noqa: S101 - asked after a check only
        checked.put(after)
        fresh: list[Issue] = []
        states: dict[int, IssueState] = {}
        by_key, rows = self.issues.rows.by_key, self.issues.rows
        for key, row in after.items():
            self.decisions[key] = row.decision
            known = by_key.get(key, ())
            for i in known:
                states[i] = state_of(_issue(rows, i), row)
            had = {(rows.column[i], rows.reason[i].code) for i in known}
            columns = checked.manifests[key[0]].columns
            fresh += [
                one
                for one in issues_of(key, row, columns)
                if (one.column, one.reason.code) not in had
            ]
        if fresh:
            checked.issues = [*checked.issues, *fresh]
            await self._show_issues(checked.issues)
        else:
            self.issues = self.issues.with_states(states)

    async def _show_issues(self, issues: Sequence[Issue]) -> None:
        """The columns are made beside the GUI; there may be very many."""
        checked = self.checked
        assert checked is not None  # noqa: S101 - asked after a check only
        self.issues = await asyncio.to_thread(_view, tuple(issues), checked.rows)

    async def _again(
        self, done: Done, rows: Mapping[Key, RowState], which: int
    ) -> None:
        if done.readings is not None:
            mapping, chosen = done.readings[which]
            set_mapping(self.source(done.file), mapping, chosen)
            self.step = Step.COLUMNS
            self.file_shown = done.file
        else:
            await self._put(rows)

    def _forget_rows(self, number: int) -> None:
        self.decisions = {k: d for k, d in self.decisions.items() if k[0] != number}
        self._undo.clear()
        self._redo.clear()
        self.checked, self._basis = None, None
        self.issues = IssuesView()

    def _told(self, done: int, total: int) -> None:
        self.progress = Progress(done, max(total, done))
        self._changed()


def _issue(rows: IssueRows, i: int) -> Issue:
    return Issue(
        rows.key(i), rows.parcel[i], rows.column[i], rows.value[i], rows.reason[i]
    )


def _view(issues: Iterable[Issue], rows: Mapping[Key, RowState]) -> IssuesView:
    columns = IssueRows.made(tuple(issues))
    if not len(columns):
        return IssuesView(NO_ISSUES)
    state = np.array(
        [
            state_of(_issue(columns, i), rows[columns.key(i)])
            for i in range(len(columns))
        ],
        dtype=np.uint8,
    )
    # Made here, beside the GUI, because they are asked for on the first look.
    _ = (columns.kind, columns.by_key)
    return IssuesView(columns, state)
