"""A share of lockers, held by a price: doors (or lockers) made dearer until it fits.

The search knows no share. It is told that doors cost more than they do, by an amount
that grows until enough parcels lie in lockers, then by the least amount found to do:
some searches, each from the plan of the one before, that together take as many steps as
the one search of another scenario. Of the plans within the share the cheapest is taken,
by what it costs without the surcharge; where none is, the one nearest to it.
"""

from collections.abc import Sequence

from console.domain.money import Money, from_eur
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.planning.scenarios import PERMILLE, LockerShare

TRIALS = 8
"""Searches for one share; each gets its part of the steps."""
_FIRST = int(from_eur(0.5))
_FASTER = 4

type Tried = Sequence[tuple[Money, Plan]]
"""Prices and what they came to, in the order tried."""


def next_price(share: LockerShare, tried: Tried) -> Money:
    """The price to try next: 0 first, above 0 for doors, below 0 for lockers.

    While the share does not hold, further away by a factor; then between the nearest
    price at which it does and the farthest at which it does not.
    """
    if not tried or holds(share, tried[0][1]):
        return Money(0)
    lockers, carried = in_lockers(tried[0][1])
    sign = 1 if lockers * PERMILLE < share.least * carried else -1
    good = [abs(price) for price, plan in tried if holds(share, plan)]
    if not good:
        farthest = max(abs(price) for price, _ in tried)
        return Money(sign * max(_FIRST, farthest * _FASTER))
    near = min(good)
    bad = [abs(p) for p, plan in tried if not holds(share, plan) and abs(p) < near]
    return Money(sign * ((max(bad) + near) // 2))


def best(share: LockerShare, tried: Tried) -> Plan:
    """The cheapest plan within the share, else the one nearest to it."""
    within = [plan for _, plan in tried if holds(share, plan)]
    if within:
        return min(within, key=lambda plan: plan.cost)
    return min((plan for _, plan in tried), key=lambda plan: _missed(share, plan))


def in_lockers(plan: Plan) -> tuple[int, int]:
    """How many parcels of a plan lie in lockers, and how many are carried."""
    lockers = sum(one.drop.channel is Channel.LOCKER for one in plan.assigned)
    return lockers, len(plan.assigned)


def holds(share: LockerShare, plan: Plan) -> bool:
    """Whether a plan is within a share."""
    return share.holds(*in_lockers(plan))


def _missed(share: LockerShare, plan: Plan) -> tuple[int, int]:
    lockers, carried = in_lockers(plan)
    part = lockers * PERMILLE
    return max(share.least * carried - part, part - share.most * carried), plan.cost
