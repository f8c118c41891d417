"""Scenarios side by side and the fleet in prices, ready to be drawn.

Names of scenarios are as people write them; widgets know what some are called. Euros,
hours and kilometres are floats for people and are never summed up again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.ids import VehicleTypeId
from console.domain.money import eur
from console.domain.plan import CostLine
from console.insight.breakdown import Breakdown, Share
from console.insight.outcomes import Outcome
from console.planning.fleet import Difference, FleetAdvice
from console.viewmodels.status import RunView


class WhatIfKey(StrEnum):
    """The rows of the table below the money, in their order."""

    HOURS = "hours"
    KM = "km"
    LOCKERS = "lockers"
    LEFT = "left"
    MIN_EACH = "min_each"
    CO2_EACH = "co2_each"
    PER_HOUR = "per_hour"
    VEHICLES = "vehicles"


@dataclass(frozen=True, slots=True)
class WhatIfColumn:
    """One scenario, or with the name "" the plan in hand.

    `change` is the whole cost beside the plan's, -0.1 a tenth less; None where other
    settings make it another money. `no_locker` are parcels that fit no locker, told
    where all were to go to one; `missed` says that a share was not reached.
    """

    name: str
    cost: float
    change: float | None
    costs: tuple[tuple[CostLine, float], ...]
    values: tuple[float | None, ...]
    vehicles: tuple[tuple[str, int], ...] = ()
    settings: tuple[str, ...] = ()
    no_locker: int | None = None
    to_doors: int = 0
    missed: bool = False
    stale: bool = False

    def value(self, key: WhatIfKey) -> float | None:
        """One of its figures."""
        return self.values[list(WhatIfKey).index(key)]


@dataclass(frozen=True, slots=True)
class RefusedScenario:
    """A scenario that cannot be: `code` and `args` say why and what would do."""

    name: str
    code: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """The list to choose from, what was found, and what is being searched.

    `running` names the scenario that is searched, `waiting` how many come after it.
    """

    names: tuple[str, ...] = ()
    columns: tuple[WhatIfColumn, ...] = ()
    refused: tuple[RefusedScenario, ...] = ()
    steps: int = 0
    running: str = ""
    waiting: int = 0
    run: RunView | None = None


@dataclass(frozen=True, slots=True)
class FleetChange:
    """What another number does: euros and parcels left over, more or fewer."""

    cost: float
    left: int


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One kind of vehicle."""

    name: str
    there: int
    driving: int
    fewer: FleetChange | None
    more: FleetChange | None
    advised: int

    @property
    def idle(self) -> int:
        """How many stay at home."""
        return self.there - self.driving


@dataclass(frozen=True, slots=True)
class FleetView:
    """The fleet in prices; without rows it was not asked yet."""

    rows: tuple[FleetRow, ...] = ()
    cost: float = 0.0
    left: int = 0
    advised_cost: float = 0.0
    advised_left: int = 0
    steps: int = 0
    stale: bool = False
    done: int = 0
    of: int = 0
    run: RunView | None = None

    @property
    def better(self) -> bool:
        """Whether the mix advised costs less than the fleet there is."""
        return self.advised_cost < self.cost


type Names = Mapping[VehicleTypeId, str]
type Found = tuple[Outcome, Breakdown]
"""What a scenario came to, and the figures of the plan in hand at that time."""

_VALUES: dict[WhatIfKey, Callable[[Share, int], float | None]] = {
    WhatIfKey.HOURS: lambda share, _left: share.time_s / 3600,
    WhatIfKey.KM: lambda share, _left: share.metres / 1000,
    WhatIfKey.LOCKERS: lambda share, _left: share.each(share.to_lockers),
    WhatIfKey.LEFT: lambda _share, left: left,
    WhatIfKey.MIN_EACH: lambda share, _left: _scaled(share.each(share.time_s), 1 / 60),
    WhatIfKey.CO2_EACH: lambda share, _left: share.each(share.co2_g),
    WhatIfKey.PER_HOUR: lambda share, _left: (
        share.parcels * 3600 / share.time_s if share.time_s else None
    ),
    WhatIfKey.VEHICLES: lambda share, _left: share.vehicles,
}


@dataclass(frozen=True, slots=True)
class InHand:
    """The plan in hand: its figures and its vehicles on the road by type."""

    figures: Breakdown
    vehicles: tuple[tuple[VehicleTypeId, int], ...] = ()
    names: Names = field(default_factory=dict)


def plan_column(plan: InHand) -> WhatIfColumn:
    """The plan in hand as the first column."""
    return _column("", plan.figures, plan.vehicles, plan)


def scenario_columns(plan: InHand, found: Sequence[Found]) -> tuple[WhatIfColumn, ...]:
    """The plan in hand, then each scenario."""
    return (plan_column(plan), *(_scenario(plan, *one) for one in found))


def fleet_view(found: tuple[FleetAdvice, Breakdown] | None, plan: InHand) -> FleetView:
    """The fleet in prices; `found` with the plan's figures at that time."""
    if found is None:
        return FleetView()
    advice, then = found
    return FleetView(
        rows=tuple(
            FleetRow(
                plan.names.get(line.kind, line.kind),
                line.there,
                line.driving,
                _change(line.fewer),
                _change(line.more),
                line.advised,
            )
            for line in advice.lines
        ),
        cost=eur(advice.cost),
        left=advice.unassigned,
        advised_cost=eur(advice.advised_cost),
        advised_left=advice.advised_unassigned,
        steps=advice.steps,
        stale=then != plan.figures,
    )


def _scenario(plan: InHand, outcome: Outcome, then: Breakdown) -> WhatIfColumn:
    return _column(
        outcome.scenario.name,
        outcome.figures,
        outcome.vehicles,
        plan,
        outcome=outcome,
        stale=then != plan.figures,
    )


def _column(
    name: str,
    figures: Breakdown,
    vehicles: tuple[tuple[VehicleTypeId, int], ...],
    plan: InHand,
    *,
    outcome: Outcome | None = None,
    stale: bool = False,
) -> WhatIfColumn:
    settings = tuple(outcome.scenario.settings) if outcome else ()
    base = plan.figures.cost
    same_money = outcome is not None and not settings and base
    return WhatIfColumn(
        name=name,
        cost=eur(figures.cost),
        change=figures.cost / base - 1 if same_money else None,
        costs=tuple((line, eur(amount)) for line, amount in figures.costs),
        values=tuple(
            _VALUES[key](figures.whole, figures.unassigned) for key in WhatIfKey
        ),
        vehicles=tuple((plan.names.get(kind, kind), n) for kind, n in vehicles),
        settings=settings,
        no_locker=outcome.no_locker if outcome else None,
        to_doors=figures.whole.to_doors,
        missed=outcome.missed if outcome else False,
        stale=stale,
    )


def _change(found: Difference | None) -> FleetChange | None:
    return None if found is None else FleetChange(eur(found.cost), found.unassigned)


def _scaled(amount: float | None, factor: float) -> float | None:
    return None if amount is None else amount * factor
