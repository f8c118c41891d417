"""A wave's plan: built, edited, priced, compared, published.

What is being worked on stands here as one value, `Standing`: the problem, the plan and
what differs from the published revision. Every change writes the draft to the store
before it counts, so a restart finds it; `resume` lays the ground anew and puts the
plan's decisions on it, because rows of the matrices are not the same from one survey
to the next.

A wave may have several drafts, of which one is chosen: edits and searches go into it.
Each write claims the wave's version that this desk saw, so of two desks on one store
the second is told that the plan moved on, and looks again. A route that has left goes
as it was published in every draft that is taken up.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from sqlalchemy.orm import Session

from console.domain.chosen import carried, edited
from console.domain.clock import Clock
from console.domain.day import LockLevel, OpenDay, Revision
from console.domain.depot_day import DepotDay
from console.domain.depot_model import DepotModel
from console.domain.difference import Difference, difference
from console.domain.draft import Draft, Edit, SetLock
from console.domain.events import EventKind
from console.domain.fleet_travel import fleet_travel
from console.domain.ids import (
    ParcelId,
    RevisionId,
    VehicleId,
    VehicleTypeId,
    WaveId,
)
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.refusal import Refused
from console.domain.standing import Facts, Standing
from console.ground.laying import laid_on
from console.ground.messages import GroundFiles, Survey
from console.ground.road import held_down, taken_off, with_departed, with_the_road
from console.interchange.plan_json import read_plan, write_plan
from console.planning.alternative import Alternative
from console.planning.errors import PlanningError
from console.planning.messages import Improved
from console.planning.options import Ground, free_doors, make_problem
from console.planning.settings import PlanningSettings
from console.storage import (
    closings,
    effects,
    journal,
    parcels,
    plans,
    publishing,
)
from console.storage.facts import departed, facts
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


type Ahead = Callable[[Facts], Facts]
"""What the facts would be if something were decided already."""


def _as_it_is(facts: Facts) -> Facts:
    return facts


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

    async def prepare(
        self, open_day: OpenDay, origin: Origin, ahead: Ahead = _as_it_is
    ) -> Standing:
        """Lays the ground of the wave as the store has it and loads the problem.

        `ahead` may change the facts on the way: as if something were decided already.
        Parcels that no vehicle reaches are held, each with the reason.
        """
        known, version = await self._store.read(
            lambda session: (
                facts(session, open_day),
                plans.version(session, open_day.wave.id),
            )
        )
        known = ahead(known)
        settings = PlanningSettings().with_settings(known.model.settings)
        wanted = list(known.parcels)
        ground = await self._surveyor.survey(
            self._wish(known.model, known.duty, wanted, settings)
        )
        if ground.lost:
            await self._hold(ground, origin)
            wanted = [one for one in wanted if one.id not in ground.lost]
        problem = await asyncio.to_thread(
            make_problem,
            wanted,
            known.model.sites,
            known.model.size_classes,
            free_doors(known.model.cabinets, known.doors),
            known.model.vehicle_types,
            known.duty,
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
        self.standing = Standing(open_day, known.model, problem, None, version=version)
        return self.standing

    async def resume(self, open_day: OpenDay, origin: Origin) -> Standing:
        """What the store has of the wave: its chosen draft, else what is published."""
        standing = await self.prepare(open_day, origin)
        kept = await self._store.read(lambda s: _kept(s, open_day.wave.id))
        return await self._taken_up(standing, kept, kept.current)

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
        before = self.standing
        start: Draft | None = None
        if before is not None and before.plan and before.open_day == open_day:
            standing = await self.prepare(open_day, origin)
            # What this desk saw counts, or another's edits would be searched away.
            standing = replace(standing, version=before.version)
            gone = await self._store.read(
                lambda session: departed(session, open_day.wave.id)
            )
            old = with_departed(before.plan.draft(), gone)
            start = self._on_this_ground(old, standing)
        else:
            resumed = await self.resume(open_day, origin)
            standing = replace(resumed, plan=None)
            start = held_down(resumed.plan)
        if only is not None:
            standing = await self._with_types_only(standing, only)
            start = self._on_this_ground(start, standing) if start else None
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
            whole = await self.prepare(open_day, origin)
            draft = self._on_this_ground(plan.draft(), whole)
            again = await self._planner.evaluate(draft)
            standing = replace(whole, version=standing.version)
            plan = replace(again, making=plan.making)
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

        Raises EditRefused, NothingPlanned, Refused (plan_moved_on, day_closed) and
        what the evaluator says of drafts that break what is hard; then nothing has
        changed.
        """
        standing, plan = self._planned()
        draft, inverse = edit.apply(plan.draft())
        found = await self._planner.evaluate(draft)
        changed = await asyncio.to_thread(edited, plan, edit, found)
        changed = replace(changed, making=plan.making)
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

    async def trial(self, edit: Edit) -> Plan:
        """What an edit would come to; nothing is kept. Raises as `edit` does."""
        _, plan = self._planned()
        draft, _ = edit.apply(plan.draft())
        return await self._planner.evaluate(draft)

    async def publish(self, origin: Origin) -> Revision:
        """Makes what stands the wave's published revision and binds doors softly.

        The last published revision is superseded in the same unit. The same wish
        again, and a wish where nothing differs, give the revision that is published.
        Raises NothingPlanned; Refused: plan_moved_on where another desk changed the
        wave's plans since this one looked, day_closed, parcels_changed,
        parcel_on_board, route_departed, overbooked. Then nothing has changed.
        """
        standing, plan = self._planned()
        body = await asyncio.to_thread(_body, standing, plan)
        now = self._clock.now()

        def unit(session: Session) -> tuple[Revision, int]:
            return publishing.publish(session, standing, plan, body, origin, now)

        made, version = await self._store.write(unit)
        self.standing = replace(
            standing,
            difference=Difference(),
            published=True,
            version=version,
            revision=made,
        )
        return made

    async def departed(self, vehicle: VehicleId) -> None:
        """Closes the route of a vehicle that has left."""
        standing, plan = self._planned()
        lock = SetLock(vehicle, LockLevel.DEPARTED, "departed")
        draft, _ = lock.apply(plan.draft())
        levels = {route.vehicle: route.lock for route in draft.routes}
        routes = tuple(replace(r, lock=levels[r.vehicle]) for r in plan.routes)
        self.standing = replace(standing, plan=replace(plan, routes=routes))

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
        return await self._store.read(lambda session: _read(session, name))

    async def duplicate(self, label: str, origin: Origin) -> Standing:
        """What stands, as a new draft under a name; that one is worked on then.

        Raises NothingPlanned, Refused (plan_moved_on, day_closed).
        """
        standing, _ = self._planned()
        return await self._keep(
            standing,
            EventKind.DRAFT_CHANGED,
            origin,
            {"what": "duplicated"},
            fresh=label,
        )

    async def take_up(self, name: RevisionId, label: str, origin: Origin) -> Standing:
        """Any revision of the wave, old or dropped, as a new draft to work on.

        It is laid on the ground of today: parcels that left the wave drop out, those
        that came since wait unassigned, and what has departed stays as it is published.
        """
        standing, _ = self._stands()
        open_day = standing.open_day
        standing = await self.prepare(open_day, origin)
        kept = await self._store.read(lambda s: _kept(s, open_day.wave.id, name))
        taken = await self._taken_up(standing, kept, kept.named)
        return await self._keep(
            taken,
            EventKind.DRAFT_CHANGED,
            origin,
            {"what": "taken_up", "of": name},
            fresh=label,
            basis=name,
        )

    async def choose(self, name: RevisionId | None, origin: Origin) -> Standing:
        """Works on another draft from now on; None: on what is published.

        Raises Missing for what is no draft of the wave, Refused (plan_moved_on).
        """
        return await self._arrange(
            origin,
            {"what": "chosen", "revision": name or ""},
            lambda session, wave: plans.choose(session, wave, name),
        )

    async def rename(self, name: RevisionId, label: str, origin: Origin) -> Standing:
        """Gives a draft another name."""
        return await self._arrange(
            origin,
            {"what": "renamed", "revision": name},
            lambda session, wave: plans.rename(session, wave, name, label),
        )

    async def drop(self, name: RevisionId, origin: Origin) -> Standing:
        """Gives a draft up; it can be taken up again.

        What was accepted meanwhile stays accepted: it is about parcels, not drafts.
        """
        return await self._arrange(
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
        they cost least, in their order; one for which there is no way stays
        unassigned. Afterwards `keep` it, or `resume` what the store has. Raises what
        the evaluator says of a draft that no longer holds with these facts.
        """
        standing = await self.prepare(open_day, origin, ahead)
        kept = await self._store.read(lambda s: _kept(s, open_day.wave.id))
        taken = await self._taken_up(standing, kept, kept.current, off)
        if taken.plan is None:
            return taken
        plan = taken.plan
        planned = {demand.parcel for demand in taken.problem.demands}
        for parcel in put:
            if parcel not in planned:
                continue
            ways = await self._planner.price(plan.draft(), parcel, 1)
            if ways and not ways[0].here:
                draft, _ = ways[0].edit.apply(plan.draft())
                better = await self._planner.evaluate(draft)
                plan = carried(plan, replace(better, making=plan.making))
        proposed = replace(taken, plan=plan)
        self.standing = await asyncio.to_thread(_differing, proposed, kept)
        return self.standing

    async def keep(
        self,
        standing: Standing,
        origin: Origin,
        also: Callable[[Session, RevisionId], None],
    ) -> Standing:
        """Keeps a proposal as a new draft, and does `also` in the same unit.

        `also` is given the draft's id; what it raises leaves nothing behind.
        """
        return await self._keep(
            standing,
            EventKind.DRAFT_CHANGED,
            origin,
            {"what": "changes"},
            fresh="",
            also=also,
        )

    # inside

    def _planned(self) -> tuple[Standing, Plan]:
        if self.standing is None or self.standing.plan is None:
            raise NothingPlanned
        return self.standing, self.standing.plan

    def _stands(self) -> tuple[Standing, OpenDay]:
        if self.standing is None:
            raise NothingPlanned
        return self.standing, self.standing.open_day

    def _started(self, number: str) -> None:
        self._searching = number

    async def _arrange(
        self,
        origin: Origin,
        said: Mapping[str, str | int],
        what: Callable[[Session, WaveId], None],
    ) -> Standing:
        """Changes which drafts there are, then takes up the one that is chosen."""
        standing, open_day = self._stands()
        wave = open_day.wave.id
        now = self._clock.now()

        def unit(session: Session) -> None:
            body = {"wave": wave, **said}
            told = journal.fact(EventKind.DRAFT_CHANGED, origin, now, body=body)
            if journal.find(session, told.source, told.source_key) is not None:
                return
            closings.refuse_closed(session, open_day.day.id)
            plans.claim(session, wave, standing.version)
            what(session, wave)
            journal.append(session, told, now)

        await self._store.write(unit)
        return await self.resume(open_day, origin)

    async def _with_types_only(
        self, standing: Standing, only: frozenset[VehicleTypeId]
    ) -> Standing:
        ground = self._ground
        if ground is None:
            raise NothingPlanned
        gone = await self._store.read(
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
        await self._planner.load(problem, ground.travel)
        return replace(standing, problem=problem)

    async def _taken_up(
        self,
        standing: Standing,
        kept: "_Kept",
        stored: StoredPlan | None,
        off: frozenset[ParcelId] = frozenset(),
    ) -> Standing:
        if stored is None:
            self.standing = standing
            return standing
        old, draft = await asyncio.to_thread(_as_kept, stored, kept)
        found = await self._holding(taken_off(draft, off), standing)
        plan = carried(old, replace(found, making=old.making))
        standing = replace(standing, plan=plan, revision=stored.revision)
        self.standing = await asyncio.to_thread(_differing, standing, kept)
        return self.standing

    async def _holding(self, draft: Draft, standing: Standing) -> Plan:
        """What a kept draft comes to on this ground.

        Where it counts on doors that are out of use since, and there are none to
        spare, their parcels wait on no route until somebody decides about them.
        """
        try:
            laid = self._on_this_ground(draft, standing)
            return await self._planner.evaluate(laid)
        except PlanningError:
            broken = await self._store.read(
                lambda session: effects.behind_broken_doors(session, standing.open_day)
            )
            if not broken:
                raise
            laid = self._on_this_ground(taken_off(draft, broken), standing)
            return await self._planner.evaluate(laid)

    async def _keep(
        self,
        standing: Standing,
        kind: EventKind,
        origin: Origin,
        said: Mapping[str, str | int],
        *,
        fresh: str | None = None,
        basis: RevisionId | None = None,
        also: Callable[[Session, RevisionId], None] | None = None,
    ) -> Standing:
        """Writes the draft; under the name `fresh` a new one, where that is given."""
        plan = standing.plan
        if plan is None:
            raise NothingPlanned
        open_day = standing.open_day
        wave = open_day.wave.id
        body = await asyncio.to_thread(_body, standing, plan)
        now = self._clock.now()
        seen = standing.version

        def unit(session: Session) -> tuple[Revision, int, _Kept]:
            closings.refuse_closed(session, open_day.day.id)
            version = plans.claim(session, wave, seen)
            before = plans.current(session, wave)
            stored = plans.draft(session, wave)
            edits = (stored.edits if stored else 0) + 1
            if fresh is None:
                made = plans.save_draft(
                    session, wave, body, now, edits=edits, actor=origin.actor
                )
            else:
                old = basis or (before.revision.id if before else None)
                made = plans.add_draft(
                    session,
                    wave,
                    body,
                    now,
                    name=fresh,
                    actor=origin.actor,
                    basis=old,
                )
            if also is not None:
                also(session, made.id)
            words = {"wave": wave, "revision": made.id, **said}
            told = journal.fact(kind, origin, now, body=words)
            journal.append(session, told, now)
            return made, version, _kept(session, wave)

        made, version, kept = await self._store.write(unit)
        written = replace(standing, version=version, revision=made)
        self.standing = await asyncio.to_thread(_differing, written, kept)
        return self.standing

    def _wish(
        self,
        model: DepotModel,
        duty: DepotDay,
        wanted: Sequence[Parcel],
        settings: PlanningSettings,
    ) -> Survey:
        travels = fleet_travel(model.vehicle_types, duty.vehicles).values()
        by_key = {travel.key: travel for travel in travels}
        return Survey(
            self._surveyor.next_id(),
            self._scratch(),
            tuple(by_key[key] for key in sorted(by_key)),
            model.depot.place,
            tuple((one.id, one.place) for one in wanted if one.place is not None),
            tuple((site.id, site.place) for site in model.sites),
            settings.reach_m,
            {one.id: one.preferred_site for one in wanted if one.preferred_site},
            frozenset(one.id for one in wanted if one.low_compartment),
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
        known = {vehicle.id for vehicle in standing.problem.vehicles}
        there = tuple(route for route in draft.routes if route.vehicle in known)
        return laid_on(replace(draft, routes=there), self._ground, planned)


def _body(standing: Standing, plan: Plan) -> str:
    settings = PlanningSettings().with_settings(standing.model.settings)
    data = write_plan(
        plan,
        standing.problem,
        day=standing.open_day.date,
        settings=asdict(settings),
    )
    return data.decode()


def _read(session: Session, name: RevisionId) -> tuple[Revision, Plan]:
    stored = plans.revision(session, name)
    return stored.revision, read_plan(stored.body.encode())


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store has of a wave's plans. `named` is what was asked for by name."""

    current: StoredPlan | None
    published: StoredPlan | None
    gone: frozenset[VehicleId]
    named: StoredPlan | None = None


def _as_kept(stored: StoredPlan, kept: _Kept) -> tuple[Plan, Draft]:
    """A stored plan, and its draft with what has departed as it is published."""
    old = read_plan(stored.body.encode())
    draft = with_departed(old.draft(), kept.gone)
    if kept.gone and kept.published is not None:
        road = read_plan(kept.published.body.encode()).draft()
        draft = with_the_road(draft, road, kept.gone)
    return old, draft


def _differing(standing: Standing, kept: _Kept) -> Standing:
    """With what really differs from the published revision."""
    if standing.plan is None:
        return standing
    before = Draft(())
    if kept.published is not None:
        before = read_plan(kept.published.body.encode()).draft()
    found = difference(before, standing.plan.draft())
    known = kept.published is not None
    return replace(standing, difference=found, published=known and not found.count)


def _kept(session: Session, wave: WaveId, name: RevisionId | None = None) -> _Kept:
    named = None if name is None else plans.revision(session, name)
    if named is not None and named.revision.wave != wave:
        raise Refused("not_of_this_wave", named.revision.id)
    return _Kept(
        plans.current(session, wave),
        plans.published(session, wave),
        departed(session, wave),
        named,
    )
