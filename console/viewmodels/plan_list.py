"""A wave's plans as a list: drafts, the published one, old and dropped ones.

Newest on top. One of them is worked on (`standing`); any two may be compared. Figures
are those of the plan as it was kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.day import Revision, RevisionState
from console.domain.ids import ParcelId, RevisionId
from console.domain.money import eur
from console.domain.plan import Plan
from console.viewmodels.comparison import ComparisonView


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What a kept plan comes to. `late` counts stops that begin after their window."""

    cost_eur: float
    minutes: float
    kilometres: float
    routes: int
    parcels: int
    unassigned: int
    late: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One revision. `made` is local; `actor` made it last what it is."""

    id: RevisionId
    number: int
    state: RevisionState
    name: str
    made: datetime
    actor: str
    figures: PlanFigures
    standing: bool = False
    based_on: int | None = None

    @property
    def draft(self) -> bool:
        """Whether it can be renamed, dropped and worked on as it is."""
        return self.state is RevisionState.DRAFT


@dataclass(frozen=True, slots=True)
class PlansView:
    """The list, and two of it beside each other: `chosen` against `base`."""

    lines: tuple[PlanLine, ...] = ()
    base: str = ""
    chosen: str = ""
    comparison: ComparisonView | None = None
    labels: Mapping[ParcelId, str] = field(default_factory=dict)
    busy: bool = False

    def line(self, name: str) -> PlanLine | None:
        """A revision by its id."""
        return next((one for one in self.lines if str(one.id) == name), None)


def plan_figures(plan: Plan) -> PlanFigures:
    """The sums of a plan."""
    driven = [route for route in plan.routes if route.stops]
    return PlanFigures(
        eur(plan.cost),
        sum(route.finish_s - route.departure_s for route in driven) / 60,
        sum(route.metres for route in driven) / 1000,
        len(driven),
        len(plan.assigned),
        len(plan.unassigned),
        sum(stop.late_s > 0 for route in driven for stop in route.stops),
    )


def plan_lines(
    found: Iterable[tuple[Revision, PlanFigures]],
    standing: RevisionId | None,
    zone: ZoneInfo,
) -> tuple[PlanLine, ...]:
    """The list of a wave; `standing` is what is worked on."""
    pairs = list(found)
    numbers = {one.id: one.number for one, _ in pairs}
    lines = [
        PlanLine(
            one.id,
            one.number,
            one.state,
            one.name,
            one.made.astimezone(zone),
            str(one.actor),
            figures,
            one.id == standing,
            None if one.based_on is None else numbers.get(one.based_on),
        )
        for one, figures in pairs
    ]
    gone = RevisionState.DROPPED
    return tuple(sorted(lines, key=lambda one: (one.state is gone, -one.number)))
