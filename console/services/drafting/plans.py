"""A wave's plan: built, edited, priced, compared, published.

What is worked on stands on the `Bench`. A wave may have several drafts, of which one is
chosen: edits and searches go into it. Each write claims the wave's version that this
desk saw, so of two desks on one store the second is told that the plan moved on, and
looks again. A route that has left goes as it was published in every draft that is taken
up, unless the draft is a re-plan of the day as it was on the road (`replan`).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from console.domain.chosen import carried, edited
from console.domain.day import LockLevel, OpenDay, Revision
from console.domain.depot_model import Setting
from console.domain.difference import Difference
from console.domain.draft import Draft, Edit, SetLock
from console.domain.events import EventKind
from console.domain.ids import ParcelId, RevisionId, VehicleId, VehicleTypeId
from console.domain.live import Scope
from console.domain.origin import Origin
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.standing import Standing
from console.domain.under_way import route_states
from console.ground.messages import GroundFiles
from console.ground.road import held_down, not_before
from console.planning.alternative import Alternative
from console.planning.messages import Improved, Live
from console.services.drafting import bodies
from console.services.drafting.bench import Ahead, Bench, as_it_is
from console.services.drafting.errors import NothingPlanned
from console.services.drafting.planner import Effort
from console.storage import drafts, parcels, plans, publishing, waves
from console.storage.drafts import Fresh
from console.storage.on_road import on_road

PUT_STEPS = 100
"""Search steps for every new parcel that is put between what is planned."""


class Plans:
    """Use cases around one wave's plan at a time."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._store, self._clock = bench.store, bench.clock
        self._planner = bench.planner
        self._searching: str | None = None

    @property
    def standing(self) -> Standing | None:
        """What is being worked on; None before any wave was taken up."""
        return self._bench.standing

    @property
    def ground(self) -> GroundFiles | None:
        """Where everything of `standing` is; None before anything is laid out."""
        return self._bench.ground

    async def prepare(
        self, open_day: OpenDay, origin: Origin, ahead: Ahead = as_it_is
    ) -> Standing:
        """Lays the ground of the wave as the store has it and loads the problem.

        `ahead` may change the facts on the way: as if something were decided already.
        Parcels that no vehicle reaches are held, each with the reason.
        """
        return await self._bench.prepare(open_day, origin, ahead)

    async def resume(self, open_day: OpenDay, origin: Origin) -> Standing:
        """What the store has of the wave: its chosen draft, else what is published."""
        return await self._bench.resume(open_day, origin)

    async def build(
        self,
        open_day: OpenDay,
        effort: Effort,
        origin: Origin,
        told: Callable[[Improved], None] = lambda _improved: None,
        *,
        only: frozenset[VehicleTypeId] | None = None,
    ) -> Standing:
        """Searches a plan, from the one there is, and keeps it as the chosen draft.

        `told` hears of every better one. Locked and departed routes stay as they are.
        On a wave that was not taken up before (`resume`) it begins from nothing else.
        With `only` it uses vehicles of these types alone (and what has departed), for
        an alternative such as "all by van". Raises Refused: plan_moved_on, day_closed.
        """
        before = self._bench.standing
        start: Draft | None = None
        if before is not None and before.plan and before.open_day == open_day:
            standing = await self._bench.prepare(open_day, origin)
            # What this desk saw counts, or another's edits would be searched away.
            standing = replace(standing, version=before.version)
            kept = await self._store.read(lambda s: drafts.kept(s, open_day))
            old = bodies.as_gone(before.plan.draft(), kept, standing.problem)
            start = self._bench.on_this_ground(old, standing)
        else:
            resumed = await self._bench.resume(open_day, origin)
            standing = replace(resumed, plan=None)
            start = held_down(resumed.plan)
        if only is not None:
            standing = await self._bench.with_types_only(standing, only)
            start = self._bench.on_this_ground(start, standing) if start else None
        try:
            plan = await self._planner.search(
                seed=effort.seed,
                budget_s=effort.budget_s,
                iterations=effort.iterations,
                start=start,
                told=told,
                started=self._started,
            )
        finally:
            self._searching = None
        if only is not None:
            whole = await self._bench.prepare(open_day, origin)
            draft = self._bench.on_this_ground(plan.draft(), whole)
            again = await self._planner.evaluate(draft)
            standing = replace(whole, version=standing.version)
            plan = replace(again, making=plan.making)
        return await self._bench.keep(
            replace(standing, plan=plan),
            EventKind.PLAN_BUILT,
            origin,
            {
                "cost": plan.cost,
                "seed": plan.making.seed,
                "iterations": plan.making.iterations,
                "unassigned": len(plan.unassigned),
            },
        )

    async def replan(
        self,
        open_day: OpenDay,
        scope: Scope,
        effort: Effort,
        origin: Origin,
        told: Callable[[Improved], None] = lambda _improved: None,
    ) -> Standing:
        """Plans what is left of the day anew and keeps it as the chosen draft.

        What is done stays, and where each vehicle on the road drives to; no other
        leaves before now. Parcels on board stay on their vehicle, in another order or
        channel if `scope` allows. `told` hears of plans of the rest alone. Raises
        NothingPlanned, Refused (plan_moved_on, day_closed).
        """
        before = self._bench.standing
        now = self._clock.now()
        now_s = open_day.date.second(now)
        gone, mine = await self._store.read(
            lambda session: (
                on_road(session, open_day),
                parcels.of_wave(session, open_day.wave.id),
            )
        )
        standing = await self._bench.resume(
            open_day, origin, lambda facts: not_before(facts, now_s, gone)
        )
        plan = standing.plan
        if plan is None:
            raise NothingPlanned
        if before is not None and before.open_day == open_day:
            standing = replace(standing, version=before.version)
        states = {one.id: one.state for one in mine}
        live = Live(route_states(plan, gone, states, open_day.date, now), scope, now_s)
        try:
            whole, making = await self._planner.replan(
                plan.draft(),
                live,
                seed=effort.seed,
                budget_s=effort.budget_s,
                iterations=effort.iterations,
                told=told,
                started=self._started,
            )
        finally:
            self._searching = None
        found = replace(await self._planner.evaluate(whole), making=making)
        return await self._bench.keep(
            replace(standing, plan=found),
            EventKind.PLAN_BUILT,
            origin,
            {
                "cost": found.cost,
                "seed": making.seed,
                "iterations": making.iterations,
                "unassigned": len(found.unassigned),
                "scope": scope,
            },
            also=lambda session, _: waves.set_begun(session, open_day.wave.id, now_s),
        )

    def stop(self) -> None:
        """Lets the running search end with the best so far."""
        if self._searching is not None:
            self._planner.stop_search(self._searching)

    async def edit(self, edit: Edit, origin: Origin) -> tuple[Standing, Edit]:
        """Applies an edit; returns what stands then and the edit that undoes it.

        Raises EditRefused, NothingPlanned, Refused (plan_moved_on, day_closed) and
        what the evaluator says of drafts that break what is hard; then nothing has
        changed.
        """
        standing, plan = self._bench.planned()
        draft, inverse = edit.apply(plan.draft())
        found = await self._planner.evaluate(draft)
        changed = await asyncio.to_thread(edited, plan, edit, found)
        changed = replace(changed, making=plan.making)
        kept = await self._bench.keep(
            replace(standing, plan=changed),
            EventKind.PLAN_EDITED,
            origin,
            {"edit": edit.name, "cost": changed.cost},
        )
        return kept, inverse

    async def price(self, parcel: ParcelId, most: int = 4) -> tuple[Alternative, ...]:
        """What else could be done with one parcel, cheapest first."""
        _, plan = self._bench.planned()
        return await self._planner.price(plan.draft(), parcel, most)

    async def trial(self, edit: Edit) -> Plan:
        """What an edit would come to; nothing is kept. Raises as `edit` does."""
        _, plan = self._bench.planned()
        draft, _ = edit.apply(plan.draft())
        return await self._planner.evaluate(draft)

    async def remade(
        self, values: Mapping[str, Setting]
    ) -> tuple[Problem, GroundFiles]:
        """What stands as other planning settings would have it; nothing is kept.

        Raises NothingPlanned, SettingRefused.
        """
        return await self._bench.remade(values)

    async def publish(self, origin: Origin) -> Revision:
        """Makes what stands the wave's published revision and binds doors softly.

        The last published revision is superseded in the same unit. The same wish
        again, and a wish where nothing differs, give the revision that is published.
        Raises NothingPlanned; Refused: plan_moved_on where another desk changed the
        wave's plans since this one looked, day_closed, parcels_changed,
        parcel_on_board, route_departed, overbooked. Then nothing has changed.
        """
        standing, plan = self._bench.planned()
        body = await asyncio.to_thread(bodies.body, standing, plan)
        now = self._clock.now()

        def unit(session: Session) -> tuple[Revision, int]:
            return publishing.publish(session, standing, plan, body, origin, now)

        made, version = await self._store.write(unit)
        self._bench.standing = replace(
            standing,
            difference=Difference(),
            published=True,
            version=version,
            revision=made,
        )
        return made

    async def departed(self, vehicle: VehicleId) -> None:
        """Closes the route of a vehicle that has left."""
        standing, plan = self._bench.planned()
        lock = SetLock(vehicle, LockLevel.DEPARTED, "departed")
        draft, _ = lock.apply(plan.draft())
        levels = {route.vehicle: route.lock for route in draft.routes}
        routes = tuple(replace(r, lock=levels[r.vehicle]) for r in plan.routes)
        self._bench.standing = replace(standing, plan=replace(plan, routes=routes))

    # alternatives

    async def revisions(self, open_day: OpenDay) -> tuple[Revision, ...]:
        """Every revision of the wave by number: drafts, published, old, dropped."""
        return tuple(
            await self._store.read(
                lambda session: plans.revisions(session, open_day.wave.id)
            )
        )

    async def read(self, name: RevisionId) -> tuple[Revision, Plan]:
        """Any revision with its plan, as it was kept. Raises Missing."""
        return await self._store.read(lambda session: bodies.read(session, name))

    async def duplicate(self, label: str, origin: Origin) -> Standing:
        """What stands, as a new draft under a name; that one is worked on then.

        Raises NothingPlanned, Refused (plan_moved_on, day_closed).
        """
        standing, _ = self._bench.planned()
        return await self._bench.keep(
            standing,
            EventKind.DRAFT_CHANGED,
            origin,
            {"what": "duplicated"},
            fresh=Fresh(label),
        )

    async def take_up(self, name: RevisionId, label: str, origin: Origin) -> Standing:
        """Any revision of the wave, old or dropped, as a new draft to work on.

        It is laid on the ground of today: parcels that left the wave drop out, those
        that came since wait unassigned, and what has departed stays as it is published.
        """
        standing, _ = self._bench.stands()
        open_day = standing.open_day
        standing = await self._bench.prepare(open_day, origin)
        kept = await self._store.read(lambda s: drafts.kept(s, open_day, name))
        taken = await self._bench.taken_up(standing, kept, kept.named)
        return await self._bench.keep(
            taken,
            EventKind.DRAFT_CHANGED,
            origin,
            {"what": "taken_up", "of": name},
            fresh=Fresh(label, name),
        )

    async def choose(self, name: RevisionId | None, origin: Origin) -> Standing:
        """Works on another draft from now on; None: on what is published.

        Raises Missing for what is no draft of the wave, Refused (plan_moved_on).
        """
        return await self._bench.arrange(
            origin,
            {"what": "chosen", "revision": name or ""},
            lambda session, wave: plans.choose(session, wave, name),
        )

    async def rename(self, name: RevisionId, label: str, origin: Origin) -> Standing:
        """Gives a draft another name."""
        return await self._bench.arrange(
            origin,
            {"what": "renamed", "revision": name},
            lambda session, wave: plans.rename(session, wave, name, label),
        )

    async def drop(self, name: RevisionId, origin: Origin) -> Standing:
        """Gives a draft up; it can be taken up again.

        What was accepted meanwhile stays accepted: it is about parcels, not drafts.
        """
        return await self._bench.arrange(
            origin,
            {"what": "dropped", "revision": name},
            lambda session, wave: plans.drop(session, wave, name),
        )

    # for changes after publishing

    async def propose(
        self,
        open_day: OpenDay,
        origin: Origin,
        ahead: Ahead,
        put: Sequence[ParcelId] = (),
        off: frozenset[ParcelId] = frozenset(),
    ) -> Standing:
        """What the wave's draft would come to with other facts; nothing is kept.

        `off` are taken off routes that have not left. `put` are parcels to put where
        they cost least: those on no route together, between what is planned, the others
        in their order; one for which there is no way stays unassigned. Afterwards
        `keep` it, or `resume` what the store has. Raises what the evaluator says of a
        draft that no longer holds with these facts.
        """
        standing = await self._bench.prepare(open_day, origin, ahead)
        kept = await self._store.read(lambda s: drafts.kept(s, open_day))
        taken = await self._bench.taken_up(standing, kept, kept.current, off)
        if taken.plan is None:
            return taken
        plan = taken.plan
        planned = {demand.parcel for demand in taken.problem.demands}
        wanted = [parcel for parcel in put if parcel in planned]
        plan = await self._put_together(plan, frozenset(wanted))
        placed = {entry.drop.parcel for entry in plan.assigned}
        placed -= {entry.drop.parcel for entry in taken.plan.assigned}
        for parcel in wanted:
            if parcel in placed:
                continue
            ways = await self._planner.price(plan.draft(), parcel, 1)
            if ways and not ways[0].here:
                draft, _ = ways[0].edit.apply(plan.draft())
                better = await self._planner.evaluate(draft)
                plan = carried(plan, replace(better, making=plan.making))
        proposed = replace(taken, plan=plan)
        return await self._bench.compared(proposed, kept)

    async def _put_together(self, plan: Plan, wanted: frozenset[ParcelId]) -> Plan:
        """The plan with new parcels put between what is planned, which stays.

        One alone is better priced: that looks at every route there is.
        """
        new = wanted & {entry.parcel for entry in plan.unassigned}
        if len(new) < 2:
            return plan
        # What has left is closed; for the rest the day has not begun.
        live = Live((), Scope.ONLY_NEW, now_s=0, wanted=new)
        whole, _ = await self._planner.replan(
            plan.draft(), live, seed=plan.making.seed, iterations=PUT_STEPS * len(new)
        )
        better = await self._planner.evaluate(whole)
        return carried(plan, replace(better, making=plan.making))

    async def keep(
        self,
        standing: Standing,
        origin: Origin,
        also: Callable[[Session, RevisionId], None],
    ) -> Standing:
        """Keeps a proposal as a new draft, and does `also` in the same unit.

        `also` is given the draft's id; what it raises leaves nothing behind.
        """
        return await self._bench.keep(
            standing,
            EventKind.DRAFT_CHANGED,
            origin,
            {"what": "changes"},
            fresh=Fresh(),
            also=also,
        )

    def _started(self, number: str) -> None:
        self._searching = number
