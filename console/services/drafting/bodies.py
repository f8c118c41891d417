"""Plans as the store keeps them: written, read, compared with what is published."""

from dataclasses import asdict, replace

from sqlalchemy.orm import Session

from console.domain.day import Revision
from console.domain.difference import difference
from console.domain.draft import Draft
from console.domain.ids import RevisionId
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.standing import Standing
from console.ground.road import outdated, with_departed, with_the_road
from console.interchange.plan_json import read_plan, write_plan
from console.planning.change import with_plan_before
from console.planning.settings import PlanningSettings
from console.storage import plans
from console.storage.drafts import Kept
from console.storage.plans import StoredPlan


def body(standing: Standing, plan: Plan) -> str:
    """The plan as it is kept, with the settings it was made under."""
    settings = PlanningSettings().with_settings(standing.model.settings)
    data = write_plan(
        plan,
        standing.problem,
        day=standing.open_day.date,
        settings=asdict(settings),
    )
    return data.decode()


def read(session: Session, name: RevisionId) -> tuple[Revision, Plan]:
    """Any revision with its plan. Raises Missing."""
    stored = plans.revision(session, name)
    return stored.revision, read_plan(stored.body.encode())


def beside(problem: Problem, published: StoredPlan | None) -> Problem:
    """The problem with what leaving the published plan costs, where there is one."""
    if published is None or not problem.weights.moved_stop:
        return problem
    return with_plan_before(problem, read_plan(published.body.encode()).draft())


def as_kept(stored: StoredPlan, kept: Kept, problem: Problem) -> tuple[Plan, Draft]:
    """A stored plan, and its draft with what has departed as it is known to go."""
    old = read_plan(stored.body.encode())
    return old, as_gone(old.draft(), kept, problem)


def as_gone(draft: Draft, kept: Kept, problem: Problem) -> Draft:
    """A draft with what has departed as it was re-planned, else as it is published.

    `problem` is what is planned now.
    """
    if not kept.served:
        return draft
    if kept.published is not None:
        road = read_plan(kept.published.body.encode()).draft()
        planned = {demand.parcel for demand in problem.demands}
        old = outdated(draft, road, kept.served, planned)
        draft = with_the_road(draft, road, old)
    return with_departed(draft, frozenset(kept.served))


def differing(standing: Standing, kept: Kept) -> Standing:
    """With what really differs from the published revision."""
    if standing.plan is None:
        return standing
    before = Draft(())
    if kept.published is not None:
        before = read_plan(kept.published.body.encode()).draft()
    found = difference(before, standing.plan.draft())
    known = kept.published is not None
    return replace(standing, difference=found, published=known and not found.count)
