"""Rows are checked: read apart, placed in batches, read again when a cell is mended."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from console.domain.clock import ServiceDate
from console.domain.depot_model import DepotModel
from console.domain.ids import DayId, DepotId, ParcelId
from console.domain.parcel import Parcel, Person
from console.domain.place import Place
from console.domain.reasons import Reason
from console.ground.messages import Address
from console.interchange.manifest import (
    Manifest,
    ManifestFile,
    read_again,
    read_manifests,
)
from console.interchange.parcel_row import ASSUME_NOTHING, Assumed
from console.services.prospects import Prospects
from console.shell.import_files import Source
from console.shell.import_rows import (
    Decision,
    Known,
    RowState,
    as_read,
    issues_of,
    outcomes,
    twice,
    with_cells,
)
from console.viewmodels.importing import Issue, Key, Outcome
from console.wiring.reading import read_apart

BATCH = 250
"""Addresses asked for at once: the region answers others in between."""
FEW = 200
"""Rows that are read again where they are; more go to a thread."""

type Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are checked against: the depot, its day, and what it knows."""

    model: DepotModel
    date: ServiceDate
    day: DayId | None
    """None for a depot that is only in a file so far."""
    assumed: Assumed = ASSUME_NOTHING

    @property
    def depot(self) -> DepotId:
        """The depot's id."""
        return self.model.depot.id


@dataclass
class Checked:
    """All rows of all manifests and what they come to."""

    ground: Ground
    manifests: dict[int, Manifest] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    rows: dict[Key, RowState] = field(default_factory=dict)
    owners: dict[ParcelId, Key] = field(default_factory=dict)
    known: Known = field(default_factory=lambda: Known({}, frozenset()))
    counts: Counter[Outcome] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    cancelled: tuple[ParcelId, ...] = ()
    notes: tuple[tuple[str, Reason], ...] = ()
    """What was read otherwise than it stands, and what is wrong with a whole file."""

    def put(self, changed: Mapping[Key, RowState]) -> None:
        """Rows stand otherwise now; counts and owners of ids follow."""
        self.counts -= outcomes((self.rows[key] for key in changed), self.known)
        for key in changed:
            old = self.rows[key].parcel
            if old is not None and self.owners.get(old.id) == key:
                del self.owners[old.id]
        for key, row in changed.items():
            self.rows[key] = row
            if row.parcel is not None:
                self.owners.setdefault(row.parcel.id, key)
        self.counts += outcomes(changed.values(), self.known)


class Checking:
    """Reads and places rows for one depot at a time."""

    def __init__(self, prospects: Prospects) -> None:
        self._prospects = prospects
        self._found: dict[Address, Place | Reason] = {}
        self._corrections: dict[str, tuple[float, float]] = {}

    async def check(
        self,
        sources: Sequence[Source],
        ground: Ground,
        decisions: Mapping[Key, Decision],
        told: Told,
    ) -> Checked:
        """Everything of some manifests; `told` hears how many rows are placed.

        A file that cannot be read after all is marked so and left out.
        """
        checked = Checked(ground)
        cancelled: list[ParcelId] = []
        read = await read_apart(
            read_manifests,
            [
                ManifestFile(
                    source.data,
                    source.path.name,
                    source.mapping,
                    source.entry.sheet or None,
                )
                for source in sources
            ],
            day=ground.date,
            classes=ground.model.size_classes,
            sites=ground.model.sites,
            assumed=ground.assumed,
        )
        for source, manifest in zip(sources, read.files, strict=True):
            if manifest.problems and not (manifest.kept or manifest.rejected):
                source.failed(manifest.problems[0].reason)
                continue
            checked.manifests[source.number] = manifest
            checked.names[source.number] = source.path.name
            cancelled += manifest.cancellations
        checked.rows = await asyncio.to_thread(_rows, checked)
        checked.notes = tuple(_notes(checked))
        self._corrections = await self._prospects.corrections(ground.depot)
        self._found = {}
        await self._place(checked, told)
        fresh = {k: d for k, d in decisions.items() if k in checked.rows}
        checked.owners = {
            row.parcel.id: key
            for key, row in checked.rows.items()
            if row.parcel is not None
        }
        for key, row in (await self.decided(checked, fresh)).items():
            checked.rows[key] = row
        await self._recognise(checked, cancelled)
        checked.issues = await asyncio.to_thread(_issues, checked)
        return checked

    async def decided(
        self, checked: Checked, wanted: Mapping[Key, Decision]
    ) -> dict[Key, RowState]:
        """Rows as they stand after these decisions; nothing is put yet."""
        again: dict[Key, Decision] = {}
        after: dict[Key, RowState] = {}
        for key, decision in wanted.items():
            row = checked.rows[key]
            moved_back = row.decision.place is not None and decision.place is None
            if decision.cells != row.decision.cells or moved_back:
                again[key] = decision
            else:
                after[key] = replace(row, decision=decision)
        if len(again) <= FEW:
            after |= _read_again(checked, again)
        else:
            after |= await asyncio.to_thread(_read_again, checked, again)
        return await self._settle(checked, after)

    async def _settle(
        self, checked: Checked, after: dict[Key, RowState]
    ) -> dict[Key, RowState]:
        """Puts rows where a person says, or where their address is."""
        bare: list[Key] = []
        for key, row in after.items():
            parcel, place = row.parcel, row.decision.place
            if parcel is None:
                continue
            if place is not None:
                put = replace(parcel, place=place)
                after[key] = replace(row, parcel=put, reason=None)
            elif parcel.place is None:
                bare.append(key)
        persons = [_person(after[key]) for key in bare]
        answers = await self._locate(persons)
        for key, answer in zip(bare, answers, strict=True):
            after[key] = _answered(after[key], answer)
        return after

    async def _place(self, checked: Checked, told: Told) -> None:
        bare = [
            key
            for key, row in checked.rows.items()
            if row.parcel is not None and row.parcel.place is None
        ]
        total = len(checked.rows)
        done = total - len(bare)
        told(done, total)
        for start in range(0, len(bare), BATCH):
            part = bare[start : start + BATCH]
            answers = await self._locate([_person(checked.rows[k]) for k in part])
            for key, answer in zip(part, answers, strict=True):
                checked.rows[key] = _answered(checked.rows[key], answer)
            told(done + start + len(part), total)
            # Where nothing had to be asked, others on the loop still get their turn.
            await asyncio.sleep(0)

    async def _locate(self, persons: Sequence[Person]) -> list[Place | Reason]:
        """Answers in order; an address asked for before is not asked for again."""
        texts = [self._prospects.address(one) for one in persons]
        fresh = {
            text: one
            for text, one in zip(texts, persons, strict=True)
            if text not in self._found
        }
        answers = await self._prospects.locate(tuple(fresh.values()), self._corrections)
        self._found.update(zip(fresh, answers, strict=True))
        return [self._found[text] for text in texts]

    async def _recognise(self, checked: Checked, cancelled: Iterable[ParcelId]) -> None:
        names = [row.parcel.id for row in checked.rows.values() if row.parcel]
        taken_back = list(dict.fromkeys(cancelled))
        day = checked.ground.day
        if day is not None:
            asked = [*names, *taken_back]
            today, anywhere = await self._prospects.known(asked, day)
            checked.known = Known(today, anywhere)
        checked.cancelled = tuple(
            one for one in taken_back if one in checked.known.anywhere
        )
        checked.counts = await asyncio.to_thread(
            outcomes, list(checked.rows.values()), checked.known
        )


def _rows(checked: Checked) -> dict[Key, RowState]:
    rows: dict[Key, RowState] = {}
    for number, manifest in checked.manifests.items():
        rows |= as_read(number, manifest)
    return rows


def _notes(checked: Checked) -> Iterable[tuple[str, Reason]]:
    for number, manifest in checked.manifests.items():
        whole = [p for p in manifest.problems if (number, p.line) not in checked.rows]
        told = dict.fromkeys(one.reason for one in (*whole, *manifest.notes))
        yield from ((checked.names[number], reason) for reason in told)


def _issues(checked: Checked) -> list[Issue]:
    found: list[Issue] = []
    for key, row in checked.rows.items():
        found += issues_of(key, row, checked.manifests[key[0]].columns)
    return found


def _read_again(
    checked: Checked, wanted: Mapping[Key, Decision]
) -> dict[Key, RowState]:
    """Rows whose cells are others now, without places."""
    after: dict[Key, RowState] = {}
    ground = checked.ground
    for number, manifest in checked.manifests.items():
        keys = [key for key in wanted if key[0] == number]
        if not keys:
            continue
        records = [
            with_cells(checked.rows[key].first, wanted[key].cells) for key in keys
        ]
        again = read_again(
            manifest,
            records,
            file=checked.names[number],
            day=ground.date,
            classes=ground.model.size_classes,
            sites=ground.model.sites,
            assumed=ground.assumed,
        )
        fresh = as_read(number, again)
        for key in keys:
            row = replace(
                fresh[key], first=checked.rows[key].first, decision=wanted[key]
            )
            after[key] = _once_more(checked, key, row)
    return after


def _once_more(checked: Checked, key: Key, row: RowState) -> RowState:
    if row.parcel is None:
        return row
    owner = checked.owners.get(row.parcel.id, key)
    return row if owner == key else twice(row, key, owner, checked.names)


def _person(row: RowState) -> Person:
    parcel: Parcel | None = row.parcel
    return parcel.person if parcel is not None else Person("", "")


def _answered(row: RowState, answer: Place | Reason) -> RowState:
    if row.parcel is None:
        return row
    if isinstance(answer, Place):
        return replace(row, parcel=replace(row.parcel, place=answer), reason=None)
    return replace(row, reason=answer)
