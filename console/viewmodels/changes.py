"""The queue of changes after publishing, as rows: what came, what it would come to.

What still waits stands first, oldest on top; then what a draft has accepted and what
may be taken back; decided ones last, newest on top.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.change import Change, ChangeKind, ChangeState
from console.domain.ids import ChangeId, CompartmentId, ParcelId, SiteId
from console.domain.money import eur
from console.domain.parcel import Parcel
from console.domain.problem import Channel
from console.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One thing that a row changes about a parcel: a code and both values in plain."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change. `subject` is a parcel's label, a door's or a vehicle's name.

    `cost_eur`, `minutes` and `kilometres` are None until the change was priced;
    negative is saved. `way` is a site's name or the code of a channel, "" for none.
    `breaks` is a code, "" for nothing.
    """

    id: ChangeId
    kind: ChangeKind
    state: ChangeState
    subject: str
    at: datetime
    """When it came in, local."""
    actor: str
    edits: tuple[FieldEdit, ...] = ()
    cost_eur: float | None = None
    minutes: float | None = None
    kilometres: float | None = None
    vehicle: str = ""
    way: str = ""
    late_min: int = 0
    breaks: str = ""
    touched: int = 0
    """Parcels that would move besides its own."""
    reason: Reason | None = None
    decided_by: str = ""
    about: tuple[str, str] = ("", "")
    """What to show of it elsewhere: "parcel", "door" or "vehicle", and its id."""

    @property
    def acceptable(self) -> bool:
        """Whether accepting or rejecting it is offered."""
        return self.state is ChangeState.WAITING

    @property
    def returnable(self) -> bool:
        """Whether taking it back is offered."""
        return self.state is ChangeState.ACCEPTED


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The whole queue. `cost_eur` sums what waits and is priced.

    `stale` where the plan has changed since the prices were worked out; `elsewhere`
    counts what waits in other waves of the day.
    """

    rows: tuple[ChangeRow, ...]
    waiting: int
    accepted: int
    unpriced: int
    cost_eur: float
    stale: bool = False
    pricing: bool = False
    busy: bool = False
    elsewhere: int = 0


def changes_view(
    changes: Iterable[Change],
    parcels: Mapping[ParcelId, Parcel],
    zone: ZoneInfo,
    *,
    labels: Mapping[ParcelId, str] | None = None,
    doors: Mapping[CompartmentId, str] | None = None,
    sites: Mapping[SiteId, str] | None = None,
) -> ChangesView:
    """Rows of changes; names fall back to ids."""
    rows = [
        _row(one, parcels, zone, labels or {}, doors or {}, sites or {})
        for one in changes
    ]
    waiting = [row for row in rows if row.state is ChangeState.WAITING]
    accepted = [row for row in rows if row.state is ChangeState.ACCEPTED]
    decided = [row for row in rows if not row.state.open]
    return ChangesView(
        (*waiting, *accepted, *reversed(decided)),
        len(waiting),
        len(accepted),
        sum(row.cost_eur is None for row in waiting),
        sum(row.cost_eur or 0.0 for row in waiting),
    )


def _row(
    one: Change,
    parcels: Mapping[ParcelId, Parcel],
    zone: ZoneInfo,
    labels: Mapping[ParcelId, str],
    doors: Mapping[CompartmentId, str],
    sites: Mapping[SiteId, str],
) -> ChangeRow:
    priced = one.consequence
    subject = str(one.vehicle or "")
    if one.parcel is not None:
        subject = labels.get(one.parcel, str(one.parcel))
    elif one.compartment is not None:
        subject = doors.get(one.compartment, str(one.compartment))
    way = ""
    if priced is not None and priced.channel is not None:
        way = str(priced.channel)
        if priced.channel is Channel.LOCKER and priced.site is not None:
            way = sites.get(priced.site, str(priced.site))
    return ChangeRow(
        one.id,
        one.kind,
        one.state,
        subject,
        one.at.astimezone(zone),
        str(one.actor),
        _edits(one, parcels),
        None if priced is None else eur(priced.cost),
        None if priced is None else priced.seconds / 60,
        None if priced is None else priced.metres / 1000,
        "" if priced is None else str(priced.vehicle or ""),
        way,
        0 if priced is None else -(-priced.late_s // 60),
        "" if priced is None else priced.breaks,
        0 if priced is None else len(priced.parcels),
        one.reason,
        str(one.decided_by or ""),
        _about(one),
    )


def _about(one: Change) -> tuple[str, str]:
    if one.parcel is not None:
        return "parcel", str(one.parcel)
    if one.compartment is not None:
        return "door", str(one.compartment)
    return "vehicle", str(one.vehicle or "")


def _edits(one: Change, parcels: Mapping[ParcelId, Parcel]) -> tuple[FieldEdit, ...]:
    before = None if one.parcel is None else parcels.get(one.parcel)
    if one.given is None or before is None:
        return ()
    old, new = _fields(before), _fields(one.given)
    return tuple(
        FieldEdit(name, old[name], new[name]) for name in old if old[name] != new[name]
    )


def _fields(one: Parcel) -> dict[str, str]:
    size = one.size
    place = one.place
    return {
        "size": f"{size.length_mm} x {size.width_mm} x {size.height_mm} mm",
        "mass": f"{one.mass_g} g",
        "name": one.person.name,
        "address": one.person.address,
        "place": "" if place is None else f"{place.lat:.5f} {place.lon:.5f}",
        "climate": str(one.climate),
        "preference": str(one.preference),
        "preferred_site": str(one.preferred_site or ""),
        "window": f"{one.window.start_s} {one.window.end_s}",
        "late_from": "" if one.late_from_s is None else str(one.late_from_s),
        "skills": ", ".join(one.needs),
        "priority": str(one.priority),
        "barcodes": " ".join(one.barcodes),
        "low_compartment": "yes" if one.low_compartment else "no",
        "id_check": "yes" if one.id_check else "no",
    }
