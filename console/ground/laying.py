"""A draft on new ground: the same decisions, the places as they are numbered now.

Rows of the matrices are not the same from one survey to the next, so a draft that is
taken up again is laid on the ground anew.
"""

from collections.abc import Iterable
from dataclasses import replace

from console.domain.draft import Draft, DraftRoute, Visit
from console.domain.ids import ParcelId
from console.domain.problem import Channel
from console.ground.messages import GroundFiles


def laid_on(draft: Draft, ground: GroundFiles, planned: Iterable[ParcelId]) -> Draft:
    """The draft's decisions for the parcels that are planned on this ground.

    Parcels that are planned no longer drop out; new ones wait unassigned.
    """
    wanted = tuple(planned)
    known = set(wanted)
    routes = tuple(
        replace(route, visits=_moved(route, ground, known)) for route in draft.routes
    )
    carried = {d.parcel for r in routes for v in r.visits for d in v.drops}
    return Draft(routes, tuple(name for name in wanted if name not in carried))


def _moved(
    route: DraftRoute, ground: GroundFiles, known: set[ParcelId]
) -> tuple[Visit, ...]:
    visits: list[Visit] = []
    for visit in route.visits:
        drops = tuple(drop for drop in visit.drops if drop.parcel in known)
        if not drops:
            continue
        first = drops[0]
        if first.channel is Channel.LOCKER:
            place = None if first.site is None else ground.sites.get(first.site)
        else:
            place = ground.parcels.get(first.parcel)
        if place is not None:
            visits.append(Visit(place, drops))
    return tuple(visits)
