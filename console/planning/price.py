"""What else could be done with one parcel, each with its exact price.

The parcel is taken out where it is, every option is tried where it is best on every
open route, and the difference to the draft as it stands is told: money, seconds and
metres, from the evaluator's own timing. Each comes as the edit that does it.
"""

from dataclasses import replace

import numpy as np

from console.domain.draft import Draft, DraftRoute, Drop, MoveParcels
from console.domain.ids import ParcelId
from console.domain.money import Money
from console.planning.alternative import Alternative
from console.planning.arrays import Tables
from console.planning.classes import assign_classes
from console.planning.errors import HardCode, HardViolation
from console.planning.kernels import layout
from console.planning.kernels.layout import State
from console.planning.kernels.probing import (
    M_AT,
    M_COLUMNS,
    M_COST,
    M_JOIN,
    M_METRES,
    M_OPTION,
    M_ROUTE,
    M_SECONDS,
    candidates,
)
from console.planning.kernels.schedule import retime
from console.planning.kernels.visits import take_parcel
from console.planning.solution import fill


def alternatives(
    known: Tables, draft: Draft, parcel: ParcelId, most: int = 5
) -> tuple[Alternative, ...]:
    """The cheapest feasible ways for a parcel, one a route and option, best first.

    Empty where it has none. Raises HardViolation for an unknown parcel and for a draft
    that the evaluator refuses; a parcel on a closed route has none either.
    """
    number = known.parcels.get(parcel)
    if number is None:
        raise HardViolation(HardCode.UNKNOWN_PARCEL, parcel)
    draft = assign_classes(known, draft)
    state = fill(known, draft, exact=True).state
    before = state.totals[layout.T_COST]
    seconds, metres = _sums(state)
    here = _taken_out(known, state, number)
    if here is None:
        return ()
    cost = int(state.totals[layout.T_COST] - before)
    left_s, left_m = _sums(state)
    options = int(known.day.parcels[number, layout.P_OPTIONS])
    found = np.zeros((options * len(known.problem.vehicles), M_COLUMNS), np.int64)
    count = candidates(known.day, state, number, found)
    rows = sorted(found[:count].tolist(), key=lambda row: (row[M_COST], row))
    without = _without(draft, parcel)
    return tuple(
        Alternative(
            edit=_edit(known, without, number, row),
            cost=Money(row[M_COST] + cost),
            seconds=row[M_SECONDS] + left_s - seconds,
            metres=row[M_METRES] + left_m - metres,
            here=(row[M_OPTION], row[M_ROUTE]) == here,
        )
        for row in rows[:most]
    )


def _taken_out(known: Tables, state: State, number: int) -> tuple[int, int] | None:
    """Make the parcel the last absent one; its option and route, NONE for no route.

    None where it lies on a closed route.
    """
    visit = int(state.parcel[number, layout.S_VISIT])
    if visit == layout.NONE:
        count = int(state.totals[layout.T_ABSENT])
        at = int(np.flatnonzero(state.absent[:count] == number)[0])
        state.absent[at], state.absent[count - 1] = state.absent[count - 1], number
        return layout.NONE, layout.NONE
    option = int(state.parcel[number, layout.S_OPTION])
    route = int(state.visit[visit, layout.V_ROUTE])
    if state.route[route, layout.R_CLOSED]:
        return None
    take_parcel(known.day, state, number)
    retime(known.day, state, route)
    return option, route


def _sums(state: State) -> tuple[int, int]:
    """Seconds on the road and metres of all routes."""
    rows = state.route[state.route[:, layout.R_STOPS] > 0]
    seconds = rows[:, layout.R_FINISH] - rows[:, layout.R_DEPARTURE]
    return int(seconds.sum()), int(rows[:, layout.R_METRES].sum())


def _without(draft: Draft, parcel: ParcelId) -> dict[str, DraftRoute]:
    """The routes as an edit finds them once the parcel is taken out."""
    routes: dict[str, DraftRoute] = {}
    for route in draft.routes:
        visits = (
            replace(visit, drops=tuple(d for d in visit.drops if d.parcel != parcel))
            for visit in route.visits
        )
        routes[route.vehicle] = replace(
            route, visits=tuple(visit for visit in visits if visit.drops)
        )
    return routes


def _edit(
    known: Tables, without: dict[str, DraftRoute], number: int, row: list[int]
) -> MoveParcels:
    option = known.options[row[M_OPTION]]
    vehicle = known.problem.vehicles[row[M_ROUTE]].id
    drop = Drop(known.demands[number].parcel, option.channel, option.site)
    return MoveParcels(
        drops=(drop,),
        place=option.place,
        vehicle=vehicle,
        index=row[M_AT],
        join=bool(row[M_JOIN]),
    )
