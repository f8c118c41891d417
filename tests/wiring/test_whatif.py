"""Scenarios and the fleet through the planner's own process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from console.domain.ids import SiteId, VehicleTypeId
from console.domain.problem import Channel, Problem
from console.ground.messages import GroundFiles
from console.insight.outcomes import Outcome
from console.planning.scenario_text import scenario, scenarios
from console.planning.scenarios import ScenarioCode, ScenarioRefused, applied
from console.services.whatif import Asked, WhatIf
from console.wiring.planner import PlannerProcess
from tests.planning.checking import check_plan
from tests.planning.days import city_day

STEPS = 600
VAN, BIKE = VehicleTypeId("van"), VehicleTypeId("bike")


def saved(problem: Problem, folder: Path) -> dict[str, tuple[str, str]]:
    """Matrices as files, as the region's process leaves them."""
    files = {}
    for mode, travel in problem.travel.items():
        names = (str(folder / f"{mode}-s.npy"), str(folder / f"{mode}-m.npy"))
        np.save(names[0], travel.seconds)
        np.save(names[1], travel.metres)
        files[mode] = names
    return files


class Room:
    """A day in hand, its plan, and the use cases around it."""

    def __init__(self, planner: PlannerProcess, problem: Problem, travel) -> None:
        self.planner = planner
        self.problem = problem
        self.travel = travel
        self.whatif = WhatIf(planner)
        walks = {
            demand.parcel: {
                option.site: option.walk_m
                for option in demand.options
                if option.site is not None
            }
            for demand in problem.demands
        }
        self.ground = GroundFiles(
            problem.places, travel, 0, {}, {SiteId("s0"): 1}, walks, {}
        )
        self.remade: list[dict[str, float]] = []

    async def plan(self):
        return await self.planner.search(
            seed=1,
            budget_s=None,
            iterations=STEPS,
            start=None,
            told=lambda _improved: None,
            started=lambda _number: None,
        )

    async def asked(self) -> Asked:
        kinds = [SimpleNamespace(id=k.id, mode=k.mode) for k in self.problem.types]
        standing = SimpleNamespace(
            problem=replace(self.problem, travel={}),
            model=SimpleNamespace(vehicle_types=kinds),
        )
        return Asked(standing, await self.plan(), self.ground)

    async def remake(self, values):
        """Doors cost nothing by themselves with failure_share=0, as the day has it."""
        self.remade.append(dict(values))
        free = tuple(
            replace(
                demand,
                options=tuple(
                    replace(o, cost=0) if o.channel is Channel.DOOR else o
                    for o in demand.options
                ),
            )
            for demand in self.problem.demands
        )
        return replace(self.problem, demands=free, travel={}), self.ground

    async def compare(self, text: str, told=lambda _one, _improved: None, *, long=1):
        asked = lasting(await self.asked(), long)
        found = self.whatif.compare(asked, scenarios(text), self.remake, told)
        return asked, [one async for one in found]


def lasting(asked: Asked, times: int) -> Asked:
    """As if the plan in hand had been searched for so many times longer."""
    making = asked.plan.making
    longer = replace(making, iterations=times * making.iterations)
    return replace(asked, plan=replace(asked.plan, making=longer))


@asynccontextmanager
async def room(kernels: Path, folder: Path) -> AsyncIterator[Room]:
    problem = city_day(150, 8, vans=4, bikes=2)
    planner = PlannerProcess(kernels)
    try:
        travel = saved(problem, folder)
        await planner.load(problem, travel)
        yield Room(planner, problem, travel)
    finally:
        await planner.stop()


async def test_scenarios_one_after_another(kernels: Path, tmp_path: Path) -> None:
    names = (
        "mixed,all-door,all-locker,fleet:lorry=1,share:least=0.35,"
        "set:failure_share=0,fleet:van=5"
    )
    heard: list[str] = []
    async with room(kernels, tmp_path) as here:
        asked, found = await here.compare(
            names, lambda one, _improved: heard.append(one.name)
        )
        await told_at_what_it_really_costs(here)
    refused = [one for one in found if isinstance(one, ScenarioRefused)]
    assert [one.code for one in refused] == [ScenarioCode.NO_SUCH_TYPE]
    by_name = {o.scenario.name: o for o in found if isinstance(o, Outcome)}
    assert [*by_name] == [n for n in names.split(",") if n != "fleet:lorry=1"]
    assert list(dict.fromkeys(heard)) == [*by_name]
    # The same seed and steps from nothing: the plan in hand was searched so too.
    assert by_name["mixed"].figures.cost == asked.plan.cost
    assert by_name["all-door"].figures.whole.to_lockers == 0
    mixed = by_name["mixed"].figures.whole
    assert by_name["all-locker"].figures.whole.to_lockers >= mixed.to_lockers
    assert by_name["all-locker"].no_locker is not None
    share = by_name["share:least=0.35"]
    assert share.missed is not (share.locker_share >= 0.35)
    assert not share.missed
    assert here.remade == [{"failure_share": 0}]
    free = by_name["set:failure_share=0"].figures
    assert free.cost < by_name["mixed"].figures.cost
    assert {one.steps for one in by_name.values()} == {STEPS}
    for one in by_name.values():
        assert one.figures.whole.parcels + one.figures.unassigned == 150
        assert sum(n for _, n in one.vehicles) == one.figures.whole.vehicles


async def told_at_what_it_really_costs(here: Room) -> None:
    """The surcharge that leads the search is in no figure."""
    everywhere = scenario("all-locker")
    costs = []
    plan = await here.planner.search(
        seed=1,
        budget_s=None,
        iterations=200,
        start=None,
        told=lambda improved: costs.append(improved.cost == improved.plan.cost),
        started=lambda _number: None,
        scenario=everywhere,
    )
    again = await here.planner.evaluate(plan.draft())
    assert costs
    assert all(costs)
    assert plan.cost == again.cost
    check_plan(applied(everywhere, here.problem), plan)
    assert all(one.reason for one in plan.unassigned)


async def test_the_fleet_in_prices(kernels: Path, tmp_path: Path) -> None:
    counted: list[tuple[int, int]] = []
    async with room(kernels, tmp_path) as here:
        asked = await here.asked()
        found = await here.whatif.fleet(
            asked, lambda done, of, _improved: counted.append((done, of))
        )
        await stopping_keeps_what_is_done(here)
    assert found is not None
    assert [line.kind for line in found.lines] == [VAN, BIKE]
    for line in found.lines:
        assert line.fewer is None or line.fewer.cost >= 0
        assert line.more is None or line.more.cost <= 0
        assert (line.more is None) is (line.idle > 0)
    assert found.cost <= asked.plan.cost
    assert found.advised_cost <= found.cost
    assert counted == sorted(counted)
    assert all(done < of for done, of in counted)


async def stopping_keeps_what_is_done(here: Room) -> None:
    """Then all goes on as if nothing had been."""

    def stop(*_told: object) -> None:
        here.whatif.stop()

    _, found = await here.compare("fleet:lorry=1,all-door,mixed", stop, long=1000)
    assert len(found) == 1
    assert isinstance(found[0], ScenarioRefused)
    asked = lasting(await here.asked(), 4000)
    assert await here.whatif.fleet(asked, stop) is None
    _, found = await here.compare("all-door")
    assert len(found) == 1
