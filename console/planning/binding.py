"""Which door a parcel of a published plan counts on: a soft promise, one door each."""

from console.domain.depot_model import DepotModel
from console.domain.ids import CompartmentId, ParcelId, SiteId, SizeClassId
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.site import Compartment


def bound_doors(
    plan: Plan, problem: Problem, model: DepotModel
) -> dict[ParcelId, CompartmentId]:
    """A free door for every locker parcel of a plan, the first of its class.

    Parcels that need a low door get the low ones, the others those that are not, as
    long as there are some. A parcel for which none is free any more is left out: its
    deposit finds another.
    """
    low = {d.parcel for d in problem.demands if any(o.low for o in d.options)}
    site_of = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    free: dict[tuple[SiteId, SizeClassId], list[Compartment]] = {}
    for box in model.compartments:
        if box.usable:
            key = (site_of[box.cabinet], box.size_class)
            free.setdefault(key, []).append(box)
    bound: dict[ParcelId, CompartmentId] = {}
    drops = [entry.drop for entry in plan.assigned]
    for drop in sorted(drops, key=lambda drop: drop.parcel not in low):
        if drop.site is None or drop.size_class is None:
            continue
        needs_low = drop.parcel in low
        doors = free.get((drop.site, drop.size_class), [])
        fitting = [box for box in doors if box.low or not needs_low]
        if fitting:
            chosen = min(fitting, key=lambda box: box.low is not needs_low)
            doors.remove(chosen)
            bound[drop.parcel] = chosen.id
    return bound
