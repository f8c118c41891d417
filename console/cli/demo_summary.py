"""What came of the demo day, in figures that have to add up."""

import time
from collections import defaultdict
from dataclasses import dataclass

from console.domain.day import OpenDay
from console.domain.events import EventKind
from console.domain.money import eur
from console.domain.parcel import ParcelState
from console.domain.standing import Standing
from console.storage import journal_file
from console.wiring.house import House


class DemoFailed(Exception):
    """The day did not add up; what was written is left to look at."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of the day.

    delivered_to_doors + deposited_in_lockers + held + unassigned = imported; collected
    is part of deposited. `openings` are pulses counted by the locks themselves,
    `openings_in_journal` those the journal knows of. `overbooked` counts compartments
    with more than one live deposit and classes promised beyond what was free.
    """

    imported: int
    delivered_to_doors: int
    deposited_in_lockers: int
    collected: int
    held: int
    unassigned: int
    openings: int
    openings_in_journal: int
    unasked_openings: int
    codes_refused: int
    overbooked: int
    chain_verified: bool
    locker_share: float
    cost_eur: float
    km: float
    co2_g_per_parcel: float
    vehicles: int
    plan_s: float
    day_s: float
    seed: int
    iterations: int


async def summed(
    house: House,
    open_day: OpenDay,
    standing: Standing,
    refused: int,
    plan_s: float,
    began: float,
    seed: int,
) -> Summary:
    look = await house.days.look(open_day)
    states = [one.state for one in look.parcels]
    plan = standing.plan
    if plan is None:
        raise DemoFailed("nothing was planned")
    chain = await house.store.verify()
    told = await house.store.read(journal_file.openings)
    lockers = sum(
        state in {ParcelState.DEPOSITED, ParcelState.COLLECTED} for state in states
    )
    doors = states.count(ParcelState.DELIVERED)
    routes = [route for route in plan.routes if route.stops]
    pulses = sum(
        len(demo.boards.oracle.pulses) for demo in house.cabinets.simulated.values()
    )
    carried = len(plan.assigned)
    return Summary(
        imported=len(states),
        delivered_to_doors=doors,
        deposited_in_lockers=lockers,
        collected=states.count(ParcelState.COLLECTED),
        held=states.count(ParcelState.HELD),
        unassigned=len(plan.unassigned),
        openings=pulses,
        openings_in_journal=told,
        unasked_openings=sum(
            event.kind is EventKind.DOOR_OPENED_UNASKED for event in look.events
        ),
        codes_refused=refused,
        overbooked=_overbooked(standing),
        chain_verified=chain.whole,
        locker_share=round(lockers / max(1, lockers + doors), 4),
        cost_eur=round(eur(plan.cost), 2),
        km=round(sum(route.metres for route in routes) / 1000, 1),
        co2_g_per_parcel=round(sum(r.co2_g for r in routes) / max(1, carried), 1),
        vehicles=len(routes),
        plan_s=round(plan_s, 2),
        day_s=round(time.monotonic() - began, 1),
        seed=seed,
        iterations=plan.making.iterations,
    )


def _overbooked(standing: Standing) -> int:
    """Promises beyond what was free, over all sites and classes."""
    promised: dict[tuple[str, str], int] = defaultdict(int)
    if standing.plan is not None:
        for entry in standing.plan.assigned:
            drop = entry.drop
            if drop.site is not None and drop.size_class is not None:
                promised[drop.site, drop.size_class] += 1
    free = {
        (str(room.site), str(name)): count
        for room in standing.problem.rooms
        for name, count in room.free.items()
    }
    return sum(max(0, n - free.get(key, 0)) for key, n in promised.items())


def check(summary: Summary) -> None:
    """Raises DemoFailed where the figures do not add up."""
    ended = (
        summary.delivered_to_doors
        + summary.deposited_in_lockers
        + summary.held
        + summary.unassigned
    )
    if ended != summary.imported:
        raise DemoFailed(f"{summary.imported} imported, {ended} accounted for")
    if summary.openings != summary.openings_in_journal:
        raise DemoFailed(
            f"{summary.openings} openings, {summary.openings_in_journal} in the journal"
        )
    if summary.overbooked or not summary.chain_verified:
        raise DemoFailed("compartments overbooked or the journal's chain is broken")
