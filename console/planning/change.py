"""The price of change: couriers hate to find their round in another's van.

Every stop that goes to another driver than in the plan before costs
`Weights.moved_stop`, shared out over its parcels: a stop that moves whole costs exactly
that, half of it half. The share is a price of parcel and vehicle, so the search adds it
to every insertion and the evaluator to its sum (`kernels.visits.moved`).
"""

from dataclasses import replace

from console.domain.draft import Draft
from console.domain.ids import ParcelId
from console.domain.money import Money
from console.domain.problem import Held, Problem


def with_plan_before(problem: Problem, before: Draft) -> Problem:
    """The problem with what leaving the plan before costs; what it holds already stays.

    Parcels that the plan before leaves unassigned, and new ones, cost nothing.
    """
    price = problem.weights.moved_stop
    if not price:
        return problem
    held: dict[ParcelId, Held] = {}
    for route in before.routes:
        for visit in route.visits:
            count = len(visit.drops)
            for k, drop in enumerate(visit.drops):
                share = price * (k + 1) // count - price * k // count
                held[drop.parcel] = Held(route.vehicle, Money(share))
    return replace(problem, held={**held, **problem.held})
