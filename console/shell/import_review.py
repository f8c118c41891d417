"""The row that a person looks at: its places, its cells, and what is decided about it.

Addresses are looked up beside the GUI; an answer that comes after another row was
chosen, or after more was typed, is dropped. Deciding goes on to the next open problem
by itself, so that a list is worked through with one hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from console.domain.place import Place
from console.interchange.columns import ColumnMap
from console.interchange.fields import Field
from console.services.prospects import Prospects
from console.shell.import_checking import Checked
from console.shell.import_lookup import Lookup
from console.shell.import_rows import (
    ADDRESS_FIELDS,
    Decision,
    RowState,
    person_of,
)
from console.shell.import_session import ImportSession
from console.viewmodels.importing import (
    CellEntry,
    DetailView,
    IssueState,
    Key,
    Suggestion,
    takes_a_map,
)
from console.viewmodels.map_places import Candidate

FIRST = (*ADDRESS_FIELDS, Field.UNIT, Field.NAME, Field.FIRST_NAME, Field.ID)


@dataclass
class Places:
    """What is offered for one row, and where it came from."""

    key: Key = (0, 0)
    suggestions: tuple[Suggestion, ...] = ()
    searched: str = ""
    looking: bool = False


class Review:
    """One row at a time; the session holds them all."""

    def __init__(
        self,
        session: ImportSession,
        lookup: Lookup,
        prospects: Prospects,
        changed: Callable[[], None],
    ) -> None:
        self._session = session
        self._lookup = lookup
        self._prospects = prospects
        self._changed = changed
        self._places = Places()
        self._serial = 0
        self._key: Key | None = None
        self._column = ""
        self.for_all = False
        """Whether a decision is meant for all rows with the same text."""
        self.marked: tuple[Candidate, ...] = ()
        """What the map shows."""

    # which row

    @property
    def issue(self) -> int:
        """The problem that is looked at, by its place in the list; -1 for none."""
        if self._key is None:
            return -1
        rows = self._session.issues.rows
        mine = rows.by_key.get(self._key, ())
        same = [i for i in mine if rows.column[i] == self._column]
        return next(iter(same or mine), -1)

    async def first(self) -> None:
        """Looks at the first open problem, unless one is looked at already."""
        if self.issue < 0:
            self.nothing()
            await self.go(1)

    async def go(self, step: int) -> None:
        """The next open problem (1) or the one before (-1)."""
        after = self.issue if self.issue >= 0 or step < 0 else -1
        found = self._session.issues.next_open(after, step)
        if found is not None:
            await self.show(found)

    async def show(self, issue: int) -> None:
        """Looks at a problem; for an address places are looked up."""
        rows = self._session.issues.rows
        if not 0 <= issue < len(rows):
            return
        key = rows.key(issue)
        other = key != self._key
        self._key, self._column = key, rows.column[issue]
        if other:
            self.for_all = False
            self._places = Places(key)
        self._changed()
        if other and takes_a_map(rows.reason[issue]):
            await self.search("")

    def nothing(self) -> None:
        """Looks at no row."""
        self._key, self._column = None, ""
        self._places = Places()
        self._changed()

    async def search(self, text: str) -> None:
        """Offers places for what is typed; for nothing those of the row's address."""
        found = self._row()
        if found is None or self._key is None:
            return
        key, (row, columns) = self._key, found
        self._serial += 1
        serial = self._serial
        self._places = replace(self._places, looking=True, searched=text.strip())
        self._changed()
        try:
            if text.strip():
                places = await self._lookup.complete(
                    text.strip(), self._checked().ground.model.depot.place
                )
            else:
                depot = self._checked().ground.depot
                known = await self._prospects.corrections(depot)
                person = person_of(row.record, columns)
                places = await self._lookup.suggest(person, known)
        finally:
            if serial == self._serial:
                self._places = replace(self._places, looking=False)
        if serial == self._serial and key == self._key:
            self._places = Places(key, places, text.strip())
            self._changed()

    # what is decided

    async def take_place(self, number: int) -> None:
        """Takes an offered place and goes on."""
        places = self._places.suggestions
        if not 0 <= number < len(places) or self._key is None:
            return
        one = places[number]
        await self._place(Place(one.lon, one.lat), one.label, one.entrance)
        await self.go(1)

    async def drop_pin(self, place: Place) -> None:
        """Puts the row where the pin is; the nearest address names it."""
        near = await self._lookup.reverse(place)
        label = near.label if near is not None else f"{place.lat:.5f}, {place.lon:.5f}"
        await self._place(place, label, "")

    async def set_cell(self, field: str, text: str) -> None:
        """Changes a cell and reads the row again, or all that have the same text."""
        found, key = self._row(), self._key
        if found is None or key is None:
            return
        row, columns = found
        use = columns.use(Field(field))
        if use is None or _cell(row, use.column) == text:
            return
        wanted: dict[Key, Decision] = {}
        before = _cell(row, use.column)
        for other in self._meant(key):
            theirs = self._checked().rows[other]
            if other[0] != key[0] or _cell(theirs, use.column) != before:
                continue
            old = self._session.decision(other)
            cells = dict(old.cells) | {use.column: text}
            if text == _first(theirs, use.column):
                del cells[use.column]
            kept = tuple(sorted(cells.items()))
            moved = Field(field) in ADDRESS_FIELDS
            wanted[other] = replace(
                old,
                cells=kept,
                out=False,
                place=None if moved else old.place,
                placed="" if moved else old.placed,
            )
        await self._session.decide("cell", wanted)
        at = self.issue
        if at >= 0 and takes_a_map(self._session.issues.rows.reason[at]):
            await self.search("")
        self._changed()

    async def hold(self) -> None:
        """The parcel comes in and waits for a person."""
        await self._mark("hold", held=True, out=False)

    async def leave_out(self) -> None:
        """The row does not come in."""
        await self._mark("leave_out", held=False, out=True)

    async def reset(self) -> None:
        """Forgets what was decided about the row."""
        if self._key is not None:
            await self._session.decide("reset", {self._key: Decision()})

    def set_for_all(self, meant: bool) -> None:
        """Whether the next decision is for all rows with the same text."""
        self.for_all = meant

    async def undo(self) -> None:
        """Takes the last step back."""
        await self._session.undo()
        self._changed()

    async def redo(self) -> None:
        """Makes it again."""
        await self._session.redo()
        self._changed()

    # what is shown

    def detail(self) -> DetailView | None:
        """The row with its cells and places."""
        issue, found = self.issue, self._row()
        if issue < 0 or found is None or self._key is None:
            return None
        row, columns = found
        issues = self._session.issues
        reason = issues.rows.reason[issue]
        parcel, decision = row.parcel, row.decision
        place = parcel.place if parcel is not None else None
        places = self._places if self._places.key == self._key else Places()
        spots = [(one.lon, one.lat) for one in places.suggestions]
        chosen = None
        if decision.place is not None:
            at = (decision.place.lon, decision.place.lat)
            chosen = spots.index(at) if at in spots else None
        person = person_of(row.record, columns)
        name = self._checked().names[self._key[0]]
        return DetailView(
            issue,
            self._key,
            issues.rows.parcel[issue],
            person.name,
            name,
            reason,
            IssueState(int(issues.state[issue])),
            _cells(row, columns, self._column),
            person.address,
            takes_a_map(reason),
            places.searched,
            places.suggestions,
            chosen,
            None if place is None else (place.lon, place.lat),
            decision.placed,
            len(self._session.alike(issue)),
            places.looking,
        )

    # inside

    async def _place(self, place: Place, label: str, entrance: str) -> None:
        assert self._key is not None  # noqa: S101 - the callers' promise
        wanted = {
            key: replace(
                self._session.decision(key),
                place=place,
                placed=label,
                entrance=entrance,
                held=False,
                out=False,
            )
            for key in self._meant(self._key)
        }
        await self._session.decide("place", wanted)

    async def _mark(self, name: str, *, held: bool, out: bool) -> None:
        if self._key is None:
            return
        wanted = {
            key: replace(self._session.decision(key), held=held, out=out)
            for key in self._meant(self._key)
        }
        await self._session.decide(name, wanted)
        await self.go(1)

    def _meant(self, key: Key) -> Iterable[Key]:
        issue = self.issue
        return self._session.alike(issue) if self.for_all and issue >= 0 else (key,)

    def _checked(self) -> Checked:
        checked = self._session.checked
        assert checked is not None  # noqa: S101 - there is a row, so there was a check
        return checked

    def _row(self) -> tuple[RowState, ColumnMap] | None:
        checked = self._session.checked
        if checked is None or self._key is None or self._key not in checked.rows:
            return None
        return checked.rows[self._key], checked.manifests[self._key[0]].columns


def _cells(row: RowState, columns: ColumnMap, column: str) -> tuple[CellEntry, ...]:
    """The cells that are read: the wrong ones first, then whose it is and where."""
    wrong = {problem.column: problem.reason for problem in row.problems}
    edited = {at for at, _ in row.decision.cells}
    order = {field: at for at, field in enumerate(FIRST)}
    uses = sorted(
        columns.uses,
        key=lambda use: (
            use.heading not in wrong and use.heading != column,
            order.get(use.field, len(order)),
        ),
    )
    return tuple(
        CellEntry(
            str(use.field),
            use.heading,
            _cell(row, use.column),
            wrong.get(use.heading),
            use.column in edited,
        )
        for use in uses
    )


def _cell(row: RowState, column: int) -> str:
    cells = row.record.cells
    return cells[column] if column < len(cells) else ""


def _first(row: RowState, column: int) -> str:
    cells = row.first.cells
    return cells[column] if column < len(cells) else ""
