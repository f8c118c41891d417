"""What else could be done with one parcel, each with its exact price.

The parcel is taken out where it is, every option is tried where it is best on every
open route, and the difference to the draft as it stands is told: money, seconds and
metres, from the evaluator's own timing. Each comes as the edit that does it.

Laying a draft into arrays takes far longer than asking, so `Prices` lays it once and
every question works on a copy of the arrays.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from console.domain.draft import Draft, Drop, MoveParcels, UnassignParcels
from console.domain.ids import ParcelId, SiteId, SizeClassId
from console.domain.money import Money
from console.domain.problem import Channel
from console.planning.alternative import Alternative, Removal
from console.planning.arrays import Tables
from console.planning.classes import assign_classes, class_left
from console.planning.errors import HardCode, HardViolation
from console.planning.kernels import layout
from console.planning.kernels.entries import candidates, positions, retime, take_parcel
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
)
from console.planning.solution import copied, fill


class Prices:
    """The prices of one draft. Not for two threads at once."""

    def __init__(self, known: Tables, draft: Draft) -> None:
        """Lay the draft out. Raises HardViolation where the evaluator refuses it."""
        self.known = known
        self.asked = draft
        """The draft as it was given: whoever has another one needs other prices."""
        self.draft = assign_classes(known, draft)
        self.laid: State = fill(known, self.draft, exact=True).state
        self._work = copied(self.laid)
        self._cost = int(self.laid.totals[layout.T_COST])
        self._road = _sums(self.laid)
        self._drops: dict[ParcelId, Drop] = {}
        self._taken: dict[SiteId, Counter[SizeClassId]] = defaultdict(Counter)
        for route in self.draft.routes:
            for visit in route.visits:
                for drop in visit.drops:
                    self._drops[drop.parcel] = drop
                    if drop.site is not None and drop.size_class is not None:
                        self._taken[drop.site][drop.size_class] += 1

    def drop(self, parcel: ParcelId) -> Drop | None:
        """How a parcel goes now; None for one that no route takes."""
        return self._drops.get(parcel)

    def number(self, parcel: ParcelId) -> int:
        """A parcel's row. Raises HardViolation for one that cannot be planned."""
        number = self.known.parcels.get(parcel)
        if number is None:
            raise HardViolation(HardCode.UNKNOWN_PARCEL, parcel)
        return number

    def ways(
        self,
        parcel: ParcelId,
        most: int = 5,
        *,
        each: int = 1,
        channel: Channel | None = None,
        site: SiteId | None = None,
    ) -> tuple[Alternative, ...]:
        """The cheapest feasible ways for a parcel, best first.

        At most `each` positions a route and option; of one channel and site alone
        where these are given. Empty where it has none, and for a parcel on a route
        that is closed or would be broken without it. Raises HardViolation for an
        unknown parcel.
        """
        number = self.number(parcel)
        taken = self.without(number)
        if taken is None or self._breaks(*taken):
            return ()
        work, here = taken
        rows = self.rows(work, number, channel, site)[:most]
        if each > 1:
            rows = self._positions(work, number, rows, each)[:most]
        cost = int(work.totals[layout.T_COST]) - self._cost
        left_s, left_m = _sums(work)
        return tuple(
            Alternative(
                edit=self.edit(number, row),
                cost=Money(row[M_COST] + cost),
                seconds=row[M_SECONDS] + left_s - self._road[0],
                metres=row[M_METRES] + left_m - self._road[1],
                here=(row[M_OPTION], row[M_ROUTE]) == here,
            )
            for row in rows
        )

    def redirect(
        self, parcel: ParcelId, site: SiteId | None = None
    ) -> Alternative | None:
        """The cheapest way into a locker, or into that site; None where there is none.

        Applying its edit reserves the compartment it names.
        """
        ways = self.ways(parcel, 1, channel=Channel.LOCKER, site=site)
        return ways[0] if ways else None

    def removal(self, parcel: ParcelId) -> Removal | None:
        """What leaving a parcel comes to.

        None where it lies on no open route, or on one that would be broken without it.
        """
        taken = self.without(self.number(parcel))
        if taken is None or taken[1][0] == layout.NONE or self._breaks(*taken):
            return None
        work, _ = taken
        seconds, metres = _sums(work)
        return Removal(
            UnassignParcels((parcel,)),
            Money(int(work.totals[layout.T_COST]) - self._cost),
            seconds - self._road[0],
            metres - self._road[1],
        )

    def without(self, number: int) -> tuple[State, tuple[int, int]] | None:
        """The draft with a parcel as the last absent one; its option and route.

        Both are NONE for a parcel that was absent. None where it lies on a closed
        route. The state is this object's own and good until the next question.
        """
        work = self._work
        for mine, laid in zip(work, self.laid, strict=True):
            np.copyto(mine, laid)
        visit = int(work.parcel[number, layout.S_VISIT])
        if visit == layout.NONE:
            last_absent(work, number)
            return work, (layout.NONE, layout.NONE)
        option = int(work.parcel[number, layout.S_OPTION])
        route = int(work.visit[visit, layout.V_ROUTE])
        if work.route[route, layout.R_CLOSED]:
            return None
        take_parcel(self.known.day, work, number)
        retime(self.known.day, work, route)
        return work, (option, route)

    def _breaks(self, work: State, here: tuple[int, int]) -> bool:
        """Whether the route it was on cannot do without it: no way may lead past."""
        route, laid = here[1], self.laid.route
        return route != layout.NONE and bool(
            work.route[route, layout.R_BROKEN] > laid[route, layout.R_BROKEN]
        )

    def rows(
        self,
        work: State,
        number: int,
        channel: Channel | None = None,
        site: SiteId | None = None,
    ) -> list[list[int]]:
        """The best position of the last absent parcel by option and route, measured.

        Columns are those of `kernels.probing`; cheapest first.
        """
        day, options = self.known.day, self.known.options
        many = int(day.parcels[number, layout.P_OPTIONS])
        found = np.zeros((many * len(self.known.problem.vehicles), M_COLUMNS), np.int64)
        count = candidates(day, work, number, found)
        return _ranked(
            row
            for row in found[:count].tolist()
            if channel in {None, options[row[M_OPTION]].channel}
            and site in {None, options[row[M_OPTION]].site}
        )

    def _positions(
        self, work: State, number: int, rows: list[list[int]], each: int
    ) -> list[list[int]]:
        """The best of all positions lie in the routes and options that are best."""
        found = np.zeros((2 * work.line.shape[1], M_COLUMNS), np.int64)
        several: list[list[int]] = []
        for row in rows:
            option, route = row[M_OPTION], row[M_ROUTE]
            count = positions(self.known.day, work, number, option, route, found)
            several += _ranked(found[:count].tolist())[:each]
        return _ranked(several)

    def edit(self, number: int, row: list[int]) -> MoveParcels:
        """What puts the last absent parcel where a row of `rows` was measured."""
        known, parcel = self.known, self.known.demands[number].parcel
        option = known.options[row[M_OPTION]]
        now = self._drops.get(parcel)
        size_class: SizeClassId | None = None
        if option.site is not None:
            if now is not None and now.site == option.site:
                size_class = now.size_class
            else:
                taken = self._taken[option.site]
                size_class = class_left(known, row[M_OPTION], taken)
        return MoveParcels(
            drops=(Drop(parcel, option.channel, option.site, size_class),),
            place=option.place,
            vehicle=known.problem.vehicles[row[M_ROUTE]].id,
            index=row[M_AT],
            join=bool(row[M_JOIN]),
        )


def last_absent(state: State, parcel: int) -> None:
    """Make a parcel the last absent one: trials put that one in."""
    count = int(state.totals[layout.T_ABSENT])
    at = int(np.flatnonzero(state.absent[:count] == parcel)[0])
    state.absent[at], state.absent[count - 1] = state.absent[count - 1], parcel


def _ranked(rows: Iterable[list[int]]) -> list[list[int]]:
    return sorted(rows, key=lambda row: (row[M_COST], row))


def _sums(state: State) -> tuple[int, int]:
    """Seconds on the road and metres of all routes."""
    rows = state.route[state.route[:, layout.R_STOPS] > 0]
    seconds = rows[:, layout.R_FINISH] - rows[:, layout.R_DEPARTURE]
    return int(seconds.sum()), int(rows[:, layout.R_METRES].sum())
