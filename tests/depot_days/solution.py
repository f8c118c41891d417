"""An answer to a depot day in its plainest form: who brings what where, in order.

Times may stand in it or be left out; the checker then takes the schedule that the
README describes. Nothing of the planner is needed to write one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from console.domain.draft import Draft
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId
from console.domain.plan import PauseKind, Plan
from console.domain.problem import Channel


@dataclass(frozen=True, slots=True)
class Handover:
    """One parcel handed over. The option is the parcel's with this channel and site
    at the stop's place. Without a class the checker looks whether there is any.
    """

    parcel: ParcelId
    channel: Channel
    site: SiteId | None = None
    size_class: SizeClassId | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a place. `start_s` is when service begins, if told."""

    place: int
    handovers: tuple[Handover, ...]
    start_s: int | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A break on the way, begun before driving on to stop number `before`.

    The number of stops stands for the way back.
    """

    before: int
    begin_s: int


@dataclass(frozen=True, slots=True)
class Tour:
    """One vehicle's stops in order; it leaves its start at `departure_s`, if told.

    `loads` are the stops before which it drives by its start and is loaded again.
    """

    vehicle: VehicleId
    stops: tuple[Stop, ...]
    departure_s: int | None = None
    loads: tuple[int, ...] = ()
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """All tours. Parcels in none of them are left for another day."""

    tours: tuple[Tour, ...] = ()


def solution_of(plan: Plan, *, times: bool = True) -> Solution:
    """A plan as a solution, with its times or with its decisions alone."""
    return Solution(
        tuple(
            Tour(
                route.vehicle,
                tuple(
                    Stop(
                        stop.place,
                        tuple(
                            Handover(d.parcel, d.channel, d.site, d.size_class)
                            for d in stop.drops
                        ),
                        stop.start_s if times else None,
                    )
                    for stop in route.stops
                ),
                route.departure_s if times else None,
                tuple(
                    pause.before
                    for pause in route.pauses
                    if pause.kind is PauseKind.LOADING
                ),
                tuple(
                    Rest(pause.before, pause.start_s)
                    for pause in route.pauses
                    if pause.kind is PauseKind.REST
                ),
            )
            for route in plan.routes
            if route.stops
        )
    )


def solution_of_draft(draft: Draft) -> Solution:
    """A draft as a solution, without times."""
    return Solution(
        tuple(
            Tour(
                route.vehicle,
                tuple(
                    Stop(
                        visit.place,
                        tuple(
                            Handover(d.parcel, d.channel, d.site, d.size_class)
                            for d in visit.drops
                        ),
                    )
                    for visit in route.visits
                ),
            )
            for route in draft.routes
            if route.visits
        )
    )


def parcels_in(solution: Solution) -> Iterable[ParcelId]:
    """Every parcel handed over, in order, also those that are there twice."""
    for tour in solution.tours:
        for stop in tour.stops:
            for handover in stop.handovers:
                yield handover.parcel
