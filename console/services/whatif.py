"""What if: the day in hand under other circumstances, one search after another.

Every scenario is searched in the planner beside the plan that stands, which stays as it
is, with the seed of that plan and for as many steps, from nothing. A share of lockers
takes as many steps in several searches. The fleet is priced from the plan itself: each
search goes on from it. Nothing is kept; what is done when it is stopped stays done.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from console.domain.depot_model import DepotModel, Setting
from console.domain.draft import Draft
from console.domain.ids import VehicleTypeId
from console.domain.money import Money
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.standing import Standing
from console.ground.messages import GroundFiles
from console.insight.breakdown import Breakdown, breakdown
from console.insight.outcomes import Outcome, outcome
from console.planning.fleet import (
    FleetAdvice,
    advice,
    ample,
    driving,
    one_fewer,
    one_more,
    start_for,
)
from console.planning.messages import Improved
from console.planning.scenarios import (
    Scenario,
    ScenarioRefused,
    applied,
    fleet_numbers,
)
from console.planning.shares import TRIALS, best, next_price

LEAST_STEPS = 500
"""Fewer would leave a scenario at its first guess."""
FLEET_PART = 4
"""A fleet's searches go on from a plan: each takes one in so many of its steps."""
AMPLE_ROUNDS = 3
_NOTHING = Money(0)

type Told = Callable[[Improved], None]
type Remake = Callable[[Mapping[str, Setting]], Awaitable[tuple[Problem, GroundFiles]]]
"""The day with other planning settings, and the ground it is on."""


class Searcher(Protocol):
    """Whoever holds the problem that the plan was made for."""

    async def search(
        self,
        *,
        seed: int,
        budget_s: float | None,
        iterations: int | None,
        start: Draft | None,
        told: Told,
        started: Callable[[str], None],
        scenario: Scenario | None = None,
        price: Money = _NOTHING,
        problem: Problem | None = None,
        travel: Mapping[str, tuple[str, str]] = ...,
    ) -> Plan:
        """The best plan found."""
        ...

    def stop_search(self, number: str) -> None:
        """Let a search end with the best so far."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """The day in hand: what stands, its plan and its ground.

    `found` is a plan of the day as it is that was searched just as a scenario would be;
    it spares searching it again.
    """

    standing: Standing
    plan: Plan
    ground: GroundFiles
    found: Plan | None = None


class _Stopped(Exception):
    """Somebody stopped the searches; what was found before counts."""


class WhatIf:
    """Use cases around what a plan comes to, and what its day might."""

    def __init__(self, planner: Searcher) -> None:
        self._planner = planner
        self._searching: str | None = None
        self._stopped = False

    def of_plan(
        self, plan: Plan, model: DepotModel, ground: GroundFiles | None
    ) -> Breakdown:
        """A plan's figures; customers' walks are 0 without the ground."""
        return breakdown(
            plan,
            {kind.id: kind.mode for kind in model.vehicle_types},
            ground.walks if ground else {},
        )

    def stop(self) -> None:
        """Ends what is being searched; scenarios that were done stay done."""
        self._stopped = True
        if self._searching is not None:
            self._planner.stop_search(self._searching)

    async def compare(
        self,
        asked: Asked,
        scenarios: Sequence[Scenario],
        remake: Remake,
        told: Callable[[Scenario, Improved], None] = lambda _one, _improved: None,
    ) -> AsyncGenerator[Outcome | ScenarioRefused]:
        """Each scenario's figures as soon as they are known, in order.

        Takes for each about as long as the plan's own search. The problem of `asked`
        has to be the one that the planner holds. One that cannot be gives its refusal
        in its place.
        """
        self._stopped = False
        steps = steps_of(asked.plan)
        for one in scenarios:
            try:
                problem, ground = await self._day(asked, one, remake)
                plan = await self._one(asked, one, problem, ground, steps, told)
            except ScenarioRefused as refused:
                yield refused
            except _Stopped:
                return
            else:
                model = asked.standing.model
                figures = await asyncio.to_thread(self.of_plan, plan, model, ground)
                yield await asyncio.to_thread(
                    outcome, one, plan, problem, figures, steps
                )

    async def fleet(
        self,
        asked: Asked,
        told: Callable[[int, int, Improved], None] = lambda _done, _of, _improved: None,
    ) -> FleetAdvice | None:
        """What one more and one fewer of each kind would do, and the mix advised.

        `told` hears how many searches are done, of how many. None where it was stopped.
        """
        self._stopped = False
        problem, plan = asked.standing.problem, asked.plan
        steps = max(LEAST_STEPS, steps_of(plan) // FLEET_PART)
        kinds = fleet_numbers(problem)
        whole, done = 1 + 2 * len(kinds) + 1, 0

        async def search(scenario: Scenario, start: Plan) -> Plan:
            nonlocal done
            found = await self._search(
                asked,
                scenario,
                steps,
                lambda improved: told(done, whole, improved),
                start=start_for(start, scenario, problem),
            )
            done = min(whole - 1, done + 1)
            return found

        try:
            base = await search(Scenario("base"), plan)
            fewer: dict[VehicleTypeId, Plan] = {}
            more: dict[VehicleTypeId, Plan] = {}
            for kind in kinds:
                for moves, one in (
                    (fewer, one_fewer(problem, base, kind)),
                    (more, one_more(problem, base, kind)),
                ):
                    if one is None:
                        done += 1
                    else:
                        moves[kind] = await search(one, base)
            free: list[Plan] = []
            for _ in range(AMPLE_ROUNDS):
                before = free[-1] if free else base
                wider = ample(problem, before)
                free.append(await search(wider, before))
                if not _used_up(free[-1], wider, problem):
                    break
        except _Stopped:
            return None
        return advice(problem, base, fewer, more, free, steps)

    async def _day(
        self, asked: Asked, scenario: Scenario, remake: Remake
    ) -> tuple[Problem, GroundFiles]:
        """The day a scenario begins from. Raises ScenarioRefused."""
        problem, ground = asked.standing.problem, asked.ground
        if scenario.settings:
            problem, ground = await remake(scenario.settings)
        await asyncio.to_thread(applied, scenario, problem)
        return problem, ground

    async def _one(
        self,
        asked: Asked,
        scenario: Scenario,
        problem: Problem,
        ground: GroundFiles,
        steps: int,
        told: Callable[[Scenario, Improved], None],
    ) -> Plan:
        if not scenario.changes and asked.found is not None:
            return asked.found
        other = (problem, ground) if scenario.settings else None

        def heard(improved: Improved) -> None:
            told(scenario, improved)

        share = scenario.share
        if share is None:
            return await self._search(asked, scenario, steps, heard, other=other)
        tried: list[tuple[Money, Plan]] = []
        for _ in range(TRIALS):
            price = next_price(share, tried)
            start = tried[-1][1].draft() if tried else None
            found = await self._search(
                asked,
                scenario,
                max(1, steps // TRIALS),
                heard,
                start=start,
                price=price,
                other=other,
            )
            tried.append((price, found))
        return best(share, tried)

    async def _search(
        self,
        asked: Asked,
        scenario: Scenario,
        steps: int,
        told: Told,
        *,
        start: Draft | None = None,
        price: Money = _NOTHING,
        other: tuple[Problem, GroundFiles] | None = None,
    ) -> Plan:
        if self._stopped:
            raise _Stopped
        try:
            plan = await self._planner.search(
                seed=asked.plan.making.seed,
                budget_s=None,
                iterations=steps,
                start=start,
                told=told,
                started=self._started,
                scenario=scenario,
                price=price,
                problem=other[0] if other else None,
                travel=other[1].travel if other else {},
            )
        finally:
            self._searching = None
        if plan.making.stopped_at is not None:
            raise _Stopped
        return plan

    def _started(self, number: str) -> None:
        self._searching = number


def steps_of(plan: Plan) -> int:
    """How long a plan was really searched for; one by hand gets the least."""
    making = plan.making
    searched = making.iterations if making.stopped_at is None else making.stopped_at
    return max(searched, LEAST_STEPS)


def _used_up(plan: Plan, scenario: Scenario, problem: Problem) -> bool:
    """Whether of some kind every vehicle there is drives."""
    used = driving(plan)
    there = fleet_numbers(applied(scenario, problem))
    return any(used[kind] >= number > 0 for kind, number in there.items())
