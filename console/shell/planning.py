"""Everything a person does to the plan: build, stop, edit, take back, publish.

`working` is the plan that the panes show: the best so far while a search runs, else
what stands. Every change goes through the history, one at a time, and can be taken
back under its name; publishing cannot.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from console.domain.day import LockLevel, OpenDay
from console.domain.draft import (
    Drop,
    Edit,
    EditRefused,
    MoveParcels,
    RestoreDraft,
    SetLock,
    UnassignParcels,
)
from console.domain.ids import ParcelId, VehicleId
from console.domain.live import Scope
from console.domain.money import eur
from console.domain.plan import Plan
from console.domain.problem import Channel
from console.domain.standing import Standing
from console.domain.why import Why
from console.planning.alternative import Alternative
from console.planning.messages import Improved
from console.services.drafting.errors import NothingPlanned
from console.services.drafting.planner import Effort
from console.shell.drafts import (
    Kept,
    guard_departed,
    keep,
    laid_on,
    nothing_planned,
)
from console.shell.history import Deed, History, Step
from console.shell.snapshot import Working
from console.viewmodels.status import RunView
from console.wiring.house import House
from console.wiring.planner import PlannerFailed
from console.wiring.worker import WorkerGone

CHOICES = 12
"""How many ways are priced, so that each channel is among them."""


class Planning:
    """The plan of the open day, as this desk works on it."""

    def __init__(
        self, house: House, history: History, stir: Callable[[], None]
    ) -> None:
        self._house = house
        self._history = history
        self._stir = stir
        self._open_day: OpenDay | None = None
        self._began = 0.0
        self._curve: list[tuple[float, float]] = []
        self._iterations = 0
        self._stopping = False
        self._searching = False
        self.working = Working()

    @property
    def busy(self) -> bool:
        """Whether a change is under way; then no other is begun."""
        return self._history.busy

    @property
    def run(self) -> RunView | None:
        """The search under way; None where there is none."""
        if not self._searching:
            return None
        seconds = time.monotonic() - self._began
        cost = self._curve[-1][1] if self._curve else 0.0
        return RunView(seconds, cost, self._iterations, tuple(self._curve))

    async def open(self, open_day: OpenDay) -> None:
        """Takes up what the store has of the wave."""
        self._open_day = open_day
        self.working = Working()
        self._history.clear()

        async def deed() -> None:
            plans = self._house.plans
            standing = plans.standing
            known = standing is not None and standing.open_day == open_day
            if standing is None or not known or standing.plan is None:
                standing = await plans.resume(open_day, self._house.origin())
            self._show(standing)

        await self._history.do(deed)

    async def lay_again(self, open_day: OpenDay) -> None:
        """Takes the wave up anew: its departure or its parcels are others now.

        The history stays; call it from within one of its deeds.
        """
        self._open_day = open_day
        self._show(await self._house.plans.resume(open_day, self._house.origin()))

    async def build(self, effort: Effort) -> bool:
        """Searches a plan from the one there is; False while something else runs."""
        open_day = self._open_day
        if open_day is None:
            return False
        return await self._history.do(lambda: self._search(open_day, effort))

    async def replan(self, effort: Effort, scope: Scope) -> bool:
        """Plans the rest of the day anew; False while something else runs."""
        open_day = self._open_day
        if open_day is None:
            return False
        return await self._history.do(
            lambda: self._searched_rest(open_day, effort, scope)
        )

    def stop(self) -> None:
        """Lets the search end with the best so far, as soon as it has one."""
        if self._searching:
            self._stopping = True
            self._house.plans.stop()

    async def publish(self) -> int | None:
        """Publishes the draft; the revision's number, None while something runs."""
        made: list[int] = []

        async def deed() -> None:
            revision = await self._house.plans.publish(self._house.origin())
            made.append(revision.number)
            if self._house.plans.standing is not None:
                self._show(self._house.plans.standing)

        await self._history.do(deed)
        return made[0] if made else None

    async def arrange(self, deed: Callable[[], Awaitable[Step | None]]) -> bool:
        """Carries out a deed after which another plan may stand, and shows it.

        So do its step's forwards and backwards. False while something else runs.
        """
        return await self._history.do(lambda: self._arranged(deed))

    async def edit(self, edit: Edit) -> bool:
        """Applies an edit as one step; False while something else is under way."""
        return await self._history.do(lambda: self._edited(edit))

    async def move(self, parcels: Iterable[str], vehicle: str, index: int) -> bool:
        """Moves a stop's parcels to a visit of their own at a place of a route."""
        return await self.edit(self.moving(parcels, vehicle, index))

    async def unassign(self, parcels: Iterable[str]) -> bool:
        """Takes parcels off their routes."""
        planned = self._planned_among(parcels)
        return await self.edit(UnassignParcels(planned)) if planned else True

    async def set_lock(self, vehicle: str, level: LockLevel) -> bool:
        """Closes a route to edits and searches, or opens it again."""
        return await self.edit(SetLock(VehicleId(vehicle), level))

    async def hold(self, parcels: Iterable[str]) -> bool:
        """Takes parcels out of planning, off their routes too."""
        names = tuple(ParcelId(name) for name in parcels)
        return await self._history.do(lambda: self._held(names))

    async def release(self, parcels: Iterable[str]) -> bool:
        """Lets held parcels be planned again."""
        names = tuple(ParcelId(name) for name in parcels)
        intake, origin = self._house.intake, self._house.origin

        async def deed() -> Step:
            await intake.release(names, origin())
            return Step(
                "release_parcels",
                lambda: intake.release(names, origin()),
                lambda: intake.hold(names, origin()),
            )

        return await self._history.do(deed)

    async def undo(self) -> str:
        """Takes the last step back; its name, "" where nothing was done."""
        return await self._history.undo()

    async def redo(self) -> str:
        """Repeats the step taken back last."""
        return await self._history.redo()

    async def prices(self, parcel: ParcelId) -> tuple[Alternative, ...]:
        """What else could be done with one parcel of the plan; none while busy."""
        problem = self.working.problem
        if self._history.busy or self.working.plan is None or problem is None:
            return ()
        if all(demand.parcel != parcel for demand in problem.demands):
            return ()
        return await self._house.plans.price(parcel, CHOICES)

    async def why(self, parcel: ParcelId) -> Why | None:
        """Why a parcel goes as it does, or on no route; None while busy."""
        plan, problem = self.working.plan, self.working.problem
        if self._history.busy or plan is None or problem is None:
            return None
        if all(demand.parcel != parcel for demand in problem.demands):
            return None
        draft = await asyncio.to_thread(plan.draft)
        return await self._house.planner.why(draft, parcel)

    async def to_channel(self, parcels: Iterable[str], channel: Channel) -> list[str]:
        """Sends parcels the cheapest way of a channel; those that have none."""
        without: list[str] = []
        for name in parcels:
            ways = await self.prices(ParcelId(name))
            chosen = next((w for w in ways if w.drop.channel is channel), None)
            if chosen is None:
                without.append(name)
            elif not chosen.here:
                await self.edit(chosen.edit)
        return without

    async def difference(
        self, parcels: Iterable[str], vehicle: str, index: int
    ) -> tuple[int, int]:
        """Seconds on the road and metres more that a move would cost."""
        plan = self._plan()
        draft, _ = self.moving(parcels, vehicle, index).apply(plan.draft())
        other = await self._house.planner.evaluate(draft)
        seconds, metres = _sums(plan)
        other_s, other_m = _sums(other)
        return other_s - seconds, other_m - metres

    def moving(self, parcels: Iterable[str], vehicle: str, index: int) -> MoveParcels:
        """The edit of such a move. Raises EditRefused for parcels on no route."""
        wanted = {ParcelId(name) for name in parcels}
        drops: list[Drop] = []
        place = -1
        for route in self._plan().routes:
            for stop in route.stops:
                mine = [drop for drop in stop.drops if drop.parcel in wanted]
                if mine:
                    drops += mine
                    place = stop.place
        if not drops:
            raise EditRefused("no_such_visit", vehicle)
        return MoveParcels(tuple(drops), place, VehicleId(vehicle), index)

    # the deeds

    async def _arranged(
        self, deed: Callable[[], Awaitable[Step | None]]
    ) -> Step | None:
        try:
            step = await deed()
        finally:
            self._show_standing()
        if step is None:
            return None
        forwards, backwards = step.forwards, step.backwards
        return Step(
            step.name,
            lambda: self._then_shown(forwards),
            lambda: self._then_shown(backwards),
        )

    async def _then_shown(self, deed: Deed) -> None:
        try:
            await deed()
        finally:
            self._show_standing()

    async def _search(self, open_day: OpenDay, effort: Effort) -> Step:
        origin = self._house.origin()
        search = self._house.plans.build(open_day, effort, origin, self._improved)
        return await self._found(open_day, search, "build_plan")

    async def _searched_rest(
        self, open_day: OpenDay, effort: Effort, scope: Scope
    ) -> Step:
        origin = self._house.origin()
        search = self._house.plans.replan(
            open_day, scope, effort, origin, self._counted
        )
        return await self._found(open_day, search, "replan")

    async def _found(
        self, open_day: OpenDay, search: Awaitable[Standing], name: str
    ) -> Step:
        """Waits for a search, which may be stopped meanwhile, and shows its plan."""
        before = self._kept()
        self._began, self._curve, self._iterations = time.monotonic(), [], 0
        self._stopping, self._searching = False, True
        try:
            standing = await search
        except (PlannerFailed, WorkerGone, asyncio.CancelledError):
            self._searching = False
            await self._take_up(open_day)
            raise
        finally:
            self._searching = False
        self._show(standing)
        after = self._kept()
        if after is None:
            raise NothingPlanned
        return self._restoring(name, before or nothing_planned(standing.problem), after)

    async def _take_up(self, open_day: OpenDay) -> None:
        """After a search that came to nothing: what stood before stands again."""
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            return
        self._show(await self._house.plans.resume(open_day, self._house.origin()))

    async def _edited(self, edit: Edit) -> Step:
        before = self._kept()
        standing, _ = await self._house.plans.edit(edit, self._house.origin())
        self._show(standing)
        after = self._kept()
        if before is None or after is None:
            raise NothingPlanned
        return self._restoring(edit.name, before, after)

    async def _held(self, names: tuple[ParcelId, ...]) -> Step:
        intake, origin = self._house.intake, self._house.origin
        planned = self._planned_among(names)
        inner = await self._edited(UnassignParcels(planned)) if planned else None
        await intake.hold(names, origin())

        async def forwards() -> None:
            if inner is not None:
                await inner.forwards()
            await intake.hold(names, origin())

        async def backwards() -> None:
            await intake.release(names, origin())
            if inner is not None:
                await inner.backwards()

        return Step("hold_parcels", forwards, backwards)

    def _restoring(self, name: str, before: Kept, after: Kept) -> Step:
        return Step(
            name,
            lambda: self._put(after, name),
            lambda: self._put(before, name),
        )

    async def _put(self, kept: Kept, name: str) -> None:
        standing = self._house.plans.standing
        if standing is None:
            raise NothingPlanned
        draft = laid_on(kept, standing.problem)
        guard_departed(self._plan().draft(), draft)
        edit = RestoreDraft(draft, name)
        changed, _ = await self._house.plans.edit(edit, self._house.origin())
        self._show(changed)

    # what stands

    def _improved(self, told: Improved) -> None:
        standing = self._house.plans.standing
        if standing is None or not self._searching:
            return
        self.working = replace(self.working, plan=told.plan, problem=standing.problem)
        self._counted(told)

    def _counted(self, told: Improved) -> None:
        """Its plan is that of the rest alone: the one that stands is shown on."""
        self._curve.append((told.elapsed_s, eur(told.cost)))
        self._iterations = told.iteration
        if self._stopping:
            self._house.plans.stop()
        self._stir()

    def _show_standing(self) -> None:
        standing = self._house.plans.standing
        if standing is not None and standing.open_day == self._open_day:
            self._show(standing)

    def _show(self, standing: Standing) -> None:
        self.working = Working(
            standing.plan,
            standing.problem,
            standing.edits,
            standing.published,
            standing.difference,
        )
        self._stir()

    def _kept(self) -> Kept | None:
        working = self.working
        if working.plan is None or working.problem is None:
            return None
        return keep(working.plan, working.problem)

    def _plan(self) -> Plan:
        if self.working.plan is None:
            raise NothingPlanned
        return self.working.plan

    def _planned_among(self, parcels: Iterable[str]) -> tuple[ParcelId, ...]:
        plan = self.working.plan
        if plan is None:
            return ()
        carried = {d.parcel for r in plan.routes for s in r.stops for d in s.drops}
        return tuple(ParcelId(p) for p in parcels if ParcelId(p) in carried)


def _sums(plan: Plan) -> tuple[int, int]:
    driven = [route for route in plan.routes if route.stops]
    seconds = sum(route.finish_s - route.departure_s for route in driven)
    return seconds, sum(route.metres for route in driven)
