"""What the search keeps in mind is what it would find out anew."""

from dataclasses import replace

import numpy as np
import pytest

from console.domain.draft import Draft
from console.domain.money import Money
from console.domain.problem import Problem, Travel
from console.planning.arrays import Tables, tables
from console.planning.kernels import layout
from console.planning.kernels.entries import (
    anneal,
    arrange,
    first_parcels,
    scan,
    sketch,
)
from console.planning.kernels.guide import SEEN_AT, SEEN_PRICE, SEEN_VERSION
from console.planning.kernels.layout import State
from console.planning.kernels.search import (
    C_FLEET,
    C_TOTAL,
    C_WARM,
    Working,
)
from console.planning.solution import Solution, copied, fill, read
from console.planning.working import working
from tests.planning.days import city_day, small_day

DAYS = [city_day(60, 4), small_day(5, 25, 4, 4, capacity=9)]


class Run:
    """A search by its kernels, its solutions open to view."""

    def __init__(self, problem: Problem, iterations: int, fewer: int = 0) -> None:
        self.known: Tables = tables(problem)
        self.solution: Solution = fill(self.known, Draft(()), exact=False)
        self.now: State = self.solution.state
        self.work: Working = working(self.known, 4)
        guide, chance = self.work.guide, self.work.chance
        queue = self.now.absent.copy()
        day = self.known.day
        first_parcels(day, self.now, queue, 0, queue.size, guide, chance)
        self.kept, self.best = copied(self.now), copied(self.now)
        self.work.control[C_TOTAL], self.work.control[C_WARM] = iterations, 30
        self.work.control[C_FLEET] = fewer

    def to(self, until: int) -> None:
        """Search on until an iteration."""
        anneal(self.known.day, self.now, self.kept, self.best, self.work, until)

    def draft(self, state: State) -> Draft:
        """A solution in the open."""
        return read(self.known, self.solution, state)


def test_a_remembered_position_is_the_one_a_scan_finds() -> None:
    run = Run(city_day(60, 4), 300)
    run.to(300)
    day, now, guide = run.known.day, run.now, run.work.guide
    ghost, met = now.visit.shape[0] - 2, 0
    for option in range(len(run.known.options)):
        entries = guide.seen[guide.shapes[option]].tolist()
        for route, entry in enumerate(entries):
            if entry[SEEN_VERSION] != now.route[route, layout.R_VERSION]:
                continue
            sketch(day, now, ghost, option)
            price, at, joined = scan(day, now, route, ghost, layout.NONE)
            assert entry[SEEN_PRICE] == price
            met += 1
            if price < layout.DEAR:
                assert entry[SEEN_AT] == 2 * at + joined
    assert met > 20


@pytest.mark.parametrize("problem", DAYS)
@pytest.mark.parametrize("fewer", [0, 150])
def test_both_copies_are_the_same_between_calls(problem: Problem, fewer: int) -> None:
    run = Run(problem, 300, fewer)
    for until in range(7, 300, 7):
        run.to(until)
        assert run.draft(run.now) == run.draft(run.kept)
        assert run.now.totals[layout.T_COST] == run.kept.totals[layout.T_COST]
        assert (run.now.slack == run.kept.slack).all()
        assert (run.now.routes_at == run.kept.routes_at).all()
        assert (run.now.route == run.kept.route).all()


def test_parcels_are_arranged_however_dear_they_are() -> None:
    """A file of another's problem may put one job far above all others."""
    day = city_day(60, 4)
    first, second, *others = day.demands
    dear = replace(first, unassigned=Money(2**58 - 2**40))
    rather = replace(second, unassigned=Money(2**50))
    known = tables(replace(day, demands=(rather, dear, *others)))
    state = fill(known, Draft(()), exact=False).state
    arrange(known.day, state, 7, working(known, 1).chance)
    assert sorted(state.absent.tolist()) == [*range(60)]
    assert state.absent[:2].tolist() == [1, 0]


def two_towns() -> Problem:
    """One town's parcels go into no vehicle; the other, far away, is served."""
    day = city_day(80, 1, vans=4, bikes=4)
    town = np.array([0 if k <= 71 else 500_000 for k in range(len(day.places))])
    far = np.abs(town[:, None] - town[None])
    travel = {
        mode: Travel(
            np.asarray(one.seconds // 10 + far // 100, np.int32),
            np.asarray(one.metres // 10 + far, np.int32),
        )
        for mode, one in day.travel.items()
    }
    doors = [replace(one, options=one.options[:1]) for one in day.demands]
    heavy = [replace(one, amount=(10**9,) * len(one.amount)) for one in doors[:70]]
    return replace(day, travel=travel, demands=(*heavy, *doors[70:]))


def test_what_no_ruin_touched_stays() -> None:
    """A ruin that finds nothing on any road changes no vehicles either."""
    run = Run(two_towns(), 2000)
    assert run.now.totals[layout.T_ABSENT] == 70
    for until in range(100, 2001, 100):
        run.to(until)
        assert run.draft(run.now) == run.draft(run.kept)
