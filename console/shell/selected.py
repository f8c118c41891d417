"""What is selected, once for all panes, and what goes with it.

A person selects one thing in one pane; `linked` says what the other panes show for it:
a parcel's stop, vehicle, locker and door, a door's parcel, a locker stop's site.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from console.domain.depot_model import DepotModel
from console.domain.ids import CompartmentId, ParcelId
from console.viewmodels.board_stops import PlanColumns
from console.viewmodels.selection import Thing


@dataclass(frozen=True, slots=True)
class Selected:
    """One kind of thing and its ids: several parcels, or one of anything else."""

    thing: Thing = Thing.NOTHING
    ids: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The first id, "" for nothing."""
        return self.ids[0] if self.ids else ""


NOTHING_SELECTED = Selected()


def select(thing: Thing, *ids: str) -> Selected:
    """A thing by its ids; without one it is nothing."""
    given = tuple(name for name in ids if name)
    return Selected(thing, given) if given else NOTHING_SELECTED


@dataclass(frozen=True, slots=True)
class Linked:
    """What each pane shows as selected, "" where there is nothing to show."""

    parcels: tuple[str, ...] = ()
    vehicle: str = ""
    stop: str = ""
    site: str = ""
    door: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where to look things up: the plan's columns and what lies in which door."""

    columns: PlanColumns | None
    model: DepotModel | None
    door_of: Mapping[ParcelId, CompartmentId]


def linked(selected: Selected, links: Links) -> Linked:
    """What goes with a selection."""
    match selected.thing:
        case Thing.PARCEL:
            return _with_stop(selected.ids, _stop_with(links, selected.id), links)
        case Thing.STOP:
            at = _stop_named(links, selected.id)
            names = () if at is None else _parcels_at(links, at)
            return _with_stop(names, at, links)
        case Thing.VEHICLE:
            return Linked(vehicle=selected.id)
        case Thing.SITE:
            return Linked(site=selected.id)
        case Thing.DOOR:
            inside = tuple(
                str(parcel)
                for parcel, door in links.door_of.items()
                if str(door) == selected.id
            )
            at = _stop_with(links, inside[0]) if inside else None
            found = _with_stop(inside, at, links)
            site = _site_of(links, selected.id) or found.site
            return Linked(inside, found.vehicle, found.stop, site, selected.id)
        case Thing.NOTHING:
            return Linked()


def _with_stop(parcels: tuple[str, ...], at: int | None, links: Links) -> Linked:
    door = links.door_of.get(ParcelId(parcels[0]), "") if parcels else ""
    columns = links.columns
    if at is None or columns is None:
        return Linked(parcels, site=_site_of(links, door), door=str(door))
    return Linked(
        parcels,
        columns.vehicle[int(columns.route[at])],
        columns.stop[at],
        columns.site[at] or _site_of(links, door),
        str(door),
    )


def _stop_with(links: Links, parcel: str) -> int | None:
    """The stop that hands a parcel over."""
    columns = links.columns
    if columns is None:
        return None
    for at, parcels in enumerate(columns.parcels):
        if parcel in parcels:
            return at
    return None


def _stop_named(links: Links, stop: str) -> int | None:
    columns = links.columns
    if columns is None or stop not in columns.stop:
        return None
    return columns.stop.index(stop)


def _parcels_at(links: Links, at: int) -> tuple[str, ...]:
    columns = links.columns
    return () if columns is None else tuple(str(p) for p in columns.parcels[at])


def _site_of(links: Links, door: str) -> str:
    model = links.model
    if not door or model is None:
        return ""
    cabinet = next((c.cabinet for c in model.compartments if c.id == door), None)
    home = next((c.site for c in model.cabinets if c.id == cabinet), None)
    return "" if home is None else str(home)


def number_in_route(columns: PlanColumns, at: int) -> int:
    """The stop's number within its route, from 1."""
    return int(np.int64(at) - columns.first[columns.route[at]]) + 1
