"""What is being worked on: one wave's problem and plan, on the ground it is laid on.

It stands here as one value, `Standing`: the problem, the plan and what differs from the
published revision. Every change writes the draft to the store before it counts, so a
restart finds it; `resume` lays the ground anew and puts the plan's decisions on it,
because rows of the matrices are not the same from one survey to the next.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from console.domain.chosen import carried
from console.domain.clock import Clock
from console.domain.day import OpenDay, Revision
from console.domain.depot_model import Setting
from console.domain.draft import Draft
from console.domain.events import EventKind
from console.domain.ids import ParcelId, RevisionId, VehicleTypeId, WaveId
from console.domain.origin import Origin
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.standing import Facts, Standing
from console.ground.laying import laid_on
from console.ground.messages import GroundFiles
from console.ground.road import taken_off
from console.ground.surveying import problem_on, wish
from console.planning.errors import PlanningError
from console.planning.settings import PlanningSettings
from console.services.drafting import bodies
from console.services.drafting.errors import NothingPlanned
from console.services.drafting.planner import Planner, Surveyor
from console.storage import drafts, effects, journal, plans
from console.storage.drafts import Fresh, Kept
from console.storage.facts import departed, facts
from console.storage.plans import StoredPlan
from console.storage.store import Store

type Ahead = Callable[[Facts], Facts]
"""What the facts would be if something were decided already."""


def as_it_is(facts: Facts) -> Facts:
    """Nothing decided ahead."""
    return facts


class Bench:
    """Lays, takes up and keeps the plan of one wave at a time."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        planner: Planner,
        surveyor: Surveyor,
        scratch: Callable[[], str],
    ) -> None:
        """`scratch` names a new folder for matrices; whoever gave it empties it."""
        self.store = store
        self.clock = clock
        self.planner = planner
        self._surveyor = surveyor
        self._scratch = scratch
        self.ground: GroundFiles | None = None
        self.standing: Standing | None = None
        self._laid: tuple[Facts, PlanningSettings] | None = None

    def planned(self) -> tuple[Standing, Plan]:
        """What stands, with its plan. Raises NothingPlanned."""
        if self.standing is None or self.standing.plan is None:
            raise NothingPlanned
        return self.standing, self.standing.plan

    def stands(self) -> tuple[Standing, OpenDay]:
        """What stands, planned or not, and its day. Raises NothingPlanned."""
        if self.standing is None:
            raise NothingPlanned
        return self.standing, self.standing.open_day

    async def prepare(
        self, open_day: OpenDay, origin: Origin, ahead: Ahead = as_it_is
    ) -> Standing:
        """Lays the ground of the wave as the store has it and loads the problem.

        `ahead` may change the facts on the way: as if something were decided already.
        Parcels that no vehicle reaches are held, each with the reason. What goes to
        another driver than it is published costs what that is worth.
        """
        known, version, published = await self.store.read(
            lambda session: (
                facts(session, open_day),
                plans.version(session, open_day.wave.id),
                plans.published(session, open_day.wave.id),
            )
        )
        known = ahead(known)
        settings = PlanningSettings().with_settings(known.model.settings)
        asked = wish(self._surveyor.next_id(), self._scratch(), known, settings)
        ground = await self._surveyor.survey(asked)
        if ground.lost:
            now = self.clock.now()
            await self.store.write(
                lambda session: drafts.hold(session, ground.lost, origin, now)
            )
        problem = await asyncio.to_thread(problem_on, ground, known, settings)
        problem = await asyncio.to_thread(bodies.beside, problem, published)
        await self.planner.load(problem, ground.travel)
        self.ground, self._laid = ground, (known, settings)
        self.standing = Standing(open_day, known.model, problem, None, version=version)
        return self.standing

    async def resume(
        self, open_day: OpenDay, origin: Origin, ahead: Ahead = as_it_is
    ) -> Standing:
        """What the store has of the wave: its chosen draft, else what is published."""
        standing = await self.prepare(open_day, origin, ahead)
        kept = await self.store.read(lambda s: drafts.kept(s, open_day))
        return await self.taken_up(standing, kept, kept.current)

    async def taken_up(
        self,
        standing: Standing,
        kept: Kept,
        stored: StoredPlan | None,
        off: frozenset[ParcelId] = frozenset(),
    ) -> Standing:
        """A stored plan laid on this ground, `off` taken off what has not left."""
        if stored is None:
            self.standing = standing
            return standing
        old, draft = await asyncio.to_thread(
            bodies.as_kept, stored, kept, standing.problem
        )
        found = await self._holding(taken_off(draft, off), standing)
        plan = carried(old, replace(found, making=old.making))
        standing = replace(standing, plan=plan, revision=stored.revision)
        return await self.compared(standing, kept)

    async def compared(self, standing: Standing, kept: Kept) -> Standing:
        """Stands from now on, with what really differs from what is published."""
        self.standing = await asyncio.to_thread(bodies.differing, standing, kept)
        return self.standing

    async def keep(
        self,
        standing: Standing,
        kind: EventKind,
        origin: Origin,
        said: Mapping[str, str | int],
        *,
        fresh: Fresh | None = None,
        also: Callable[[Session, RevisionId], None] | None = None,
    ) -> Standing:
        """Writes the draft, a fresh one where that is given, and `also` in the unit."""
        plan = standing.plan
        if plan is None:
            raise NothingPlanned
        wave = standing.open_day.wave.id
        body = await asyncio.to_thread(bodies.body, standing, plan)
        now = self.clock.now()

        def unit(session: Session) -> tuple[Revision, int, Kept]:
            made, version = drafts.write(
                session, standing, body, origin.actor, now, fresh
            )
            if also is not None:
                also(session, made.id)
            words = {"wave": wave, "revision": made.id, **said}
            told = journal.fact(kind, origin, now, body=words)
            journal.append(session, told, now)
            return made, version, drafts.kept(session, standing.open_day)

        made, version, kept = await self.store.write(unit)
        written = replace(standing, version=version, revision=made)
        return await self.compared(written, kept)

    async def arrange(
        self,
        origin: Origin,
        said: Mapping[str, str | int],
        what: Callable[[Session, WaveId], None],
    ) -> Standing:
        """Changes which drafts there are, then takes up the one that is chosen."""
        standing, open_day = self.stands()
        now = self.clock.now()
        await self.store.write(
            lambda session: drafts.arrange(session, standing, origin, now, said, what)
        )
        return await self.resume(open_day, origin)

    async def with_types_only(
        self, standing: Standing, only: frozenset[VehicleTypeId]
    ) -> Standing:
        """With vehicles of these types alone, and what has departed."""
        ground = self.ground
        if ground is None:
            raise NothingPlanned
        gone = await self.store.read(
            lambda session: departed(session, standing.open_day.wave.id)
        )
        problem = replace(
            standing.problem,
            vehicles=tuple(
                vehicle
                for vehicle in standing.problem.vehicles
                if vehicle.type in only or vehicle.id in gone
            ),
        )
        await self.planner.load(problem, ground.travel)
        return replace(standing, problem=problem)

    async def remade(
        self, values: Mapping[str, Setting]
    ) -> tuple[Problem, GroundFiles]:
        """What stands as other planning settings would have it, and on which ground.

        The ground is that of what stands, unless customers would walk further than was
        surveyed. Nothing is loaded or kept. Raises NothingPlanned, SettingRefused.
        """
        if self.ground is None or self._laid is None:
            raise NothingPlanned
        ground, (known, surveyed) = self.ground, self._laid
        settings = surveyed.with_settings(values)
        if settings.reach_m > surveyed.reach_m:
            asked = wish(self._surveyor.next_id(), self._scratch(), known, settings)
            ground = await self._surveyor.survey(asked)
        problem = await asyncio.to_thread(problem_on, ground, known, settings)
        return problem, ground

    def on_this_ground(self, draft: Draft, standing: Standing) -> Draft:
        """A draft's decisions for what is planned now, with the vehicles there are."""
        if self.ground is None:
            raise NothingPlanned
        planned = [demand.parcel for demand in standing.problem.demands]
        known = {vehicle.id for vehicle in standing.problem.vehicles}
        there = tuple(route for route in draft.routes if route.vehicle in known)
        return laid_on(replace(draft, routes=there), self.ground, planned)

    async def _holding(self, draft: Draft, standing: Standing) -> Plan:
        """What a kept draft comes to on this ground.

        Where it counts on doors that are out of use since, and there are none to
        spare, their parcels wait on no route until somebody decides about them.
        """
        try:
            laid = self.on_this_ground(draft, standing)
            return await self.planner.evaluate(laid)
        except PlanningError:
            broken = await self.store.read(
                lambda session: effects.behind_broken_doors(session, standing.open_day)
            )
            if not broken:
                raise
            laid = self.on_this_ground(taken_off(draft, broken), standing)
            return await self.planner.evaluate(laid)
