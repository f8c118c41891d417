"""A wave's plan: built, edited, priced, published.

What is being worked on stands here as one value, `Standing`: the problem, the plan and
how many edits are not published yet. Every change writes the draft to the store before
it counts, so a restart finds it; `resume` lays the ground anew and puts the plan's
decisions on it, because rows of the matrices are not the same from one survey to the
next.

The rooms of the problem count a compartment as free if it is free now or if it holds
what this very plan put there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.clock import Clock
from console.domain.day import LockLevel, OpenDay, Revision
from console.domain.depot_day import depot_day
from console.domain.depot_model import DepotModel
from console.domain.draft import Draft, Edit, SetLock
from console.domain.events import EventKind
from console.domain.ids import ParcelId, VehicleId, WaveId
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.site import Compartment, Custody
from console.ground.laying import laid_on
from console.ground.messages import GroundFiles, Survey
from console.interchange.plan_json import read_plan, write_plan
from console.planning.alternative import Alternative
from console.planning.binding import bound_doors
from console.planning.messages import Improved
from console.planning.options import Ground, free_doors, make_problem
from console.planning.settings import PlanningSettings
from console.storage import deposits, depots, journal, parcels, plans
from console.storage.plans import StoredPlan
from console.storage.store import Store


class NothingPlanned(Exception):
    """There is no plan to edit, price or publish; build one first."""


class Planner(Protocol):
    """Whoever searches and evaluates."""

    async def load(
        self, problem: Problem, travel: Mapping[str, tuple[str, str]]
    ) -> None:
        """Take a problem for all that follows."""
        ...

    async def search(
        self,
        *,
        seed: int,
        budget_s: float | None,
        iterations: int | None,
        start: Draft | None,
        told: Callable[[Improved], None],
        started: Callable[[str], None],
    ) -> Plan:
        """The best plan found; `told` hears of better ones on the way."""
        ...

    def stop_search(self, number: str) -> None:
        """Let a search end with the best so far."""
        ...

    async def evaluate(self, draft: Draft) -> Plan:
        """The plan a draft comes to."""
        ...

    async def price(
        self, draft: Draft, parcel: ParcelId, most: int
    ) -> tuple[Alternative, ...]:
        """What else could be done with one parcel."""
        ...


class Surveyor(Protocol):
    """Whoever knows the streets."""

    def next_id(self) -> str:
        """An id for a wish."""
        ...

    async def survey(self, wish: Survey) -> GroundFiles:
        """The ground of a day."""
        ...


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a search may take: seconds, or iterations to be had again."""

    seed: int = 1
    budget_s: float | None = 10.0
    iterations: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is being worked on. `plan` is None before the first is built."""

    open_day: OpenDay
    model: DepotModel
    problem: Problem
    plan: Plan | None
    edits: int = 0
    published: bool = False


class Plans:
    """Use cases around one wave's plan at a time."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        planner: Planner,
        surveyor: Surveyor,
        scratch: Callable[[], str],
    ) -> None:
        """`scratch` names a new folder for matrices; whoever gave it empties it."""
        self._store = store
        self._clock = clock
        self._planner = planner
        self._surveyor = surveyor
        self._scratch = scratch
        self._ground: GroundFiles | None = None
        self._searching: str | None = None
        self.standing: Standing | None = None

    @property
    def ground(self) -> GroundFiles | None:
        """Where everything of `standing` is; None before anything is laid out."""
        return self._ground

    async def prepare(self, open_day: OpenDay, origin: Origin) -> Standing:
        """Lays the ground of the day as the store has it and loads the problem.

        Parcels that no vehicle reaches are held, each with the reason.
        """
        model, found, doors = await self._store.read(
            lambda session: self._facts(session, open_day)
        )
        settings = PlanningSettings().with_settings(model.settings)
        wanted = [one for one in found if one.state is not ParcelState.HELD]
        ground = await self._surveyor.survey(
            self._wish(model, wanted, settings, open_day)
        )
        if ground.lost:
            await self._hold(ground, origin)
            wanted = [one for one in wanted if one.id not in ground.lost]
        problem = make_problem(
            wanted,
            model.sites,
            model.size_classes,
            free_doors(model.cabinets, doors),
            model.vehicle_types,
            depot_day(model, open_day.date),
            Ground(
                ground.places,
                {},
                ground.depot,
                ground.parcels,
                ground.sites,
                ground.walks,
            ),
            settings,
        )
        await self._planner.load(problem, ground.travel)
        self._ground = ground
        self.standing = Standing(open_day, model, problem, None)
        return self.standing

    async def resume(self, open_day: OpenDay, origin: Origin) -> Standing:
        """What the store has of the wave: its draft, else what is published."""
        standing = await self.prepare(open_day, origin)
        stored, gone = await self._store.read(
            lambda session: _kept(session, open_day.wave.id)
        )
        if stored is None:
            return standing
        old = read_plan(stored.body.encode())
        draft = self._on_this_ground(_with_departed(old.draft(), gone), standing)
        plan = await self._planner.evaluate(draft)
        self.standing = replace(
            standing,
            plan=replace(plan, making=old.making),
            edits=stored.edits,
            published=_is_published(stored),
        )
        return self.standing

    async def build(
        self,
        open_day: OpenDay,
        effort: Effort,
        origin: Origin,
        told: Callable[[Improved], None] = lambda _improved: None,
    ) -> Standing:
        """Searches a plan, from the one there is, and keeps it as the draft.

        `told` hears of every better one. Locked and departed routes stay as they are.
        """
        before = self.standing.plan if self.standing else None
        standing = await self.prepare(open_day, origin)
        start = self._on_this_ground(before.draft(), standing) if before else None
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
        return await self._keep(
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

    def stop(self) -> None:
        """Lets the running search end with the best so far."""
        if self._searching is not None:
            self._planner.stop_search(self._searching)

    async def edit(self, edit: Edit, origin: Origin) -> tuple[Standing, Edit]:
        """Applies an edit; returns what stands then and the edit that undoes it.

        Raises EditRefused, NothingPlanned, and what the evaluator says of drafts that
        break what is hard; then nothing has changed.
        """
        standing, plan = self._planned()
        draft, inverse = edit.apply(plan.draft())
        changed = replace(await self._planner.evaluate(draft), making=plan.making)
        kept = await self._keep(
            replace(standing, plan=changed),
            EventKind.PLAN_EDITED,
            origin,
            {"edit": edit.name, "cost": changed.cost},
        )
        return kept, inverse

    async def price(self, parcel: ParcelId, most: int = 4) -> tuple[Alternative, ...]:
        """What else could be done with one parcel, cheapest first."""
        _, plan = self._planned()
        return await self._planner.price(plan.draft(), parcel, most)

    async def publish(self, origin: Origin) -> Revision:
        """Makes the draft the wave's published revision and binds doors softly."""
        standing, plan = self._planned()
        wave = standing.open_day.wave.id
        body = _body(standing, plan)
        now = self._clock.now()

        def unit(session: Session) -> Revision:
            model = depots.load(session, standing.model.depot.id)
            told = journal.fact(
                EventKind.PLAN_PUBLISHED,
                origin,
                now,
                body={"wave": wave, "cost": plan.cost, "parcels": len(plan.assigned)},
            )
            known = plans.published(session, wave)
            if known and journal.find(session, told.source, told.source_key):
                return known.revision
            journal.append(session, told, now)
            doors = bound_doors(plan, standing.problem, model)
            made = plans.publish(session, wave, plan, body, now, doors)
            moving = [entry.drop.parcel for entry in plan.assigned]
            ready = [
                one.id
                for one in parcels.many(session, moving)
                if one.state is ParcelState.READY
            ]
            parcels.set_states(session, ready, ParcelState.PLANNED)
            return made

        made = await self._store.write(unit)
        self.standing = replace(standing, edits=0, published=True)
        return made

    async def departed(self, vehicle: VehicleId) -> None:
        """Closes the route of a vehicle that has left."""
        standing, plan = self._planned()
        lock = SetLock(vehicle, LockLevel.DEPARTED, "departed")
        draft, _ = lock.apply(plan.draft())
        levels = {route.vehicle: route.lock for route in draft.routes}
        routes = tuple(replace(r, lock=levels[r.vehicle]) for r in plan.routes)
        self.standing = replace(standing, plan=replace(plan, routes=routes))

    def _planned(self) -> tuple[Standing, Plan]:
        if self.standing is None or self.standing.plan is None:
            raise NothingPlanned
        return self.standing, self.standing.plan

    def _started(self, number: str) -> None:
        self._searching = number

    async def _keep(
        self,
        standing: Standing,
        kind: EventKind,
        origin: Origin,
        said: Mapping[str, str | int],
    ) -> Standing:
        plan = standing.plan
        if plan is None:
            raise NothingPlanned
        wave = standing.open_day.wave.id
        body = _body(standing, plan)
        now = self._clock.now()

        def unit(session: Session) -> int:
            before = plans.draft(session, wave)
            edits = (before.edits if before else 0) + 1
            plans.save_draft(session, wave, body, now, edits=edits)
            told = journal.fact(kind, origin, now, body={"wave": wave, **said})
            journal.append(session, told, now)
            return edits

        edits = await self._store.write(unit)
        self.standing = replace(standing, edits=edits, published=False)
        return self.standing

    def _facts(
        self, session: Session, open_day: OpenDay
    ) -> tuple[DepotModel, list[Parcel], list[Compartment]]:
        model = depots.load(session, open_day.day.depot)
        found = parcels.of_day(session, open_day.day.id)
        mine = {one.id for one in found}
        ours = {
            one.compartment
            for one in deposits.live(session)
            if mine.issuperset(one.parcels)
        }
        doors = [
            replace(box, custody=Custody.FREE) if box.id in ours else box
            for box in model.compartments
        ]
        return model, found, doors

    def _wish(
        self,
        model: DepotModel,
        wanted: Sequence[Parcel],
        settings: PlanningSettings,
        open_day: OpenDay,
    ) -> Survey:
        return Survey(
            self._surveyor.next_id(),
            self._scratch(),
            tuple(sorted({kind.mode for kind in model.vehicle_types})),
            model.depot.place,
            tuple((one.id, one.place) for one in wanted if one.place is not None),
            tuple((site.id, site.place) for site in model.sites),
            settings.reach_m,
            {one.id: one.preferred_site for one in wanted if one.preferred_site},
        )

    async def _hold(self, ground: GroundFiles, origin: Origin) -> None:
        now = self._clock.now()

        def unit(session: Session) -> None:
            facts = []
            for name, reason in ground.lost.items():
                parcels.set_states(session, [name], ParcelState.HELD, reason=reason)
                kind = EventKind.PARCEL_HELD
                facts.append(journal.fact(kind, origin, now, parcel=name))
            journal.append_all(session, facts, now)

        await self._store.write(unit)

    def _on_this_ground(self, draft: Draft, standing: Standing) -> Draft:
        if self._ground is None:
            raise NothingPlanned
        planned = [demand.parcel for demand in standing.problem.demands]
        return laid_on(draft, self._ground, planned)


def _body(standing: Standing, plan: Plan) -> str:
    settings = PlanningSettings().with_settings(standing.model.settings)
    data = write_plan(
        plan,
        standing.problem,
        day=standing.open_day.date,
        settings=asdict(settings),
    )
    return data.decode()


def _is_published(stored: StoredPlan) -> bool:
    return stored.revision.state == "published"


def _kept(
    session: Session, wave: WaveId
) -> tuple[StoredPlan | None, frozenset[VehicleId]]:
    """What is worked on, and the vehicles that left on what is published."""
    published = plans.published(session, wave)
    locks = plans.locks(session, published.revision.id) if published else {}
    gone = {name for name, level in locks.items() if level is LockLevel.DEPARTED}
    return plans.current(session, wave), frozenset(gone)


def _with_departed(draft: Draft, gone: frozenset[VehicleId]) -> Draft:
    """A departure is written beside the plan, so that its file says nothing of it."""
    routes = tuple(
        replace(route, lock=LockLevel.DEPARTED) if route.vehicle in gone else route
        for route in draft.routes
    )
    return replace(draft, routes=routes)
