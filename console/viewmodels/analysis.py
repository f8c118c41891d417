"""What a plan comes to, ready to be drawn: by mode, by cost line, beside all-door.

Euros, minutes and kilometres are floats for people and are never summed up again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from console.domain.ids import SiteId
from console.domain.money import Money, eur
from console.domain.plan import CostLine
from console.domain.why import Help
from console.insight.breakdown import Breakdown, Share
from console.viewmodels.status import RunView
from console.viewmodels.whatif import FleetView, WhatIfView

_NO_NAMES: Mapping[SiteId, str] = MappingProxyType({})


class FigureKey(StrEnum):
    """The rows of the table, in their order."""

    VEHICLES = "vehicles"
    STOPS = "stops"
    TO_DOORS = "to_doors"
    TO_LOCKERS = "to_lockers"
    KM = "km"
    HOURS = "hours"
    MOVING = "moving"
    SERVING = "serving"
    WAITING = "waiting"
    VEHICLE_EUR = "vehicle_eur"
    EUR_EACH = "eur_each"
    MIN_EACH = "min_each"
    KM_EACH = "km_each"
    CO2_EACH = "co2_each"


FIGURES: dict[FigureKey, Callable[[Share], float | None]] = {
    FigureKey.VEHICLES: lambda share: share.vehicles,
    FigureKey.STOPS: lambda share: share.stops,
    FigureKey.TO_DOORS: lambda share: share.to_doors,
    FigureKey.TO_LOCKERS: lambda share: share.to_lockers,
    FigureKey.KM: lambda share: share.metres / 1000,
    FigureKey.HOURS: lambda share: share.time_s / 3600,
    FigureKey.MOVING: lambda share: share.travel_s / 3600,
    FigureKey.SERVING: lambda share: share.service_s / 3600,
    FigureKey.WAITING: lambda share: share.waiting_s / 3600,
    FigureKey.VEHICLE_EUR: lambda share: eur(share.cost),
    FigureKey.EUR_EACH: lambda share: _scaled(share.each(share.cost), 1e-4),
    FigureKey.MIN_EACH: lambda share: _scaled(share.each(share.time_s), 1 / 60),
    FigureKey.KM_EACH: lambda share: _scaled(share.each(share.metres), 1e-3),
    FigureKey.CO2_EACH: lambda share: share.each(share.co2_g),
}


class ColumnKind(StrEnum):
    """What a column of the table stands for."""

    MODE = "mode"
    PLAN = "plan"
    ALL_DOOR = "all_door"


@dataclass(frozen=True, slots=True)
class FiguresColumn:
    """One column: its kind, its mode (of a MODE), a value a FigureKey."""

    kind: ColumnKind
    mode: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of the sum in euros; `all_door` is None before it is known."""

    line: CostLine
    plan: float
    all_door: float | None


class BesideKey(StrEnum):
    """What the plan is measured by beside all-door, in this order."""

    EUR = "eur"
    HOURS = "hours"
    KM = "km"
    CO2_KG = "co2_kg"
    CO2_EACH = "co2_each"


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of the plan and of all-door."""

    key: BesideKey
    plan: float
    all_door: float

    @property
    def change(self) -> float | None:
        """-0.25: the plan needs a quarter less than all-door. None without a base."""
        return self.plan / self.all_door - 1 if self.all_door else None


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """Everything on the page. Without a plan `columns` is empty.

    `beside` is empty until all-door was searched; `stale` says that the plan has
    changed since. `left` are the parcels left over, here and all-door. `steps` are the
    steps both were searched for. `walk_m` is what customers walk to lockers. `run` is
    the search of all-door; `busy` that something is searched for this page.
    """

    columns: tuple[FiguresColumn, ...] = ()
    costs: tuple[CostRow, ...] = ()
    beside: tuple[Beside, ...] = ()
    left: tuple[int, int | None] = (0, None)
    steps: int = 0
    walk_m: int = 0
    stale: bool = False
    run: RunView | None = None
    helps: tuple[Help, ...] = ()
    """What would make the plan better, that which saves most first."""
    sites: tuple[tuple[str, str], ...] = ()
    """What people call the sites that are named there, by id."""
    bound_eur: float | None = None
    """What no plan of the day can cost less than; None while none is known."""
    busy: bool = False
    whatif: WhatIfView = field(default_factory=WhatIfView)
    fleet: FleetView = field(default_factory=FleetView)


@dataclass(frozen=True, slots=True)
class AllDoor:
    """The day all to doors, beside the plan as it was then."""

    figures: Breakdown
    plan: Breakdown
    steps: int


def analysis(
    plan: Breakdown,
    made: AllDoor | None = None,
    *,
    run: RunView | None = None,
    helps: tuple[Help, ...] = (),
    sites: Mapping[SiteId, str] = _NO_NAMES,
    bound: Money | None = None,
    busy: bool = False,
    whatif: WhatIfView | None = None,
    fleet: FleetView | None = None,
) -> AnalysisView:
    """The page for a plan; `made` was found beside this plan or an older one."""
    doors = made.figures if made else None
    named = {one.subject for one in helps}
    columns = [_column(ColumnKind.MODE, share) for share in plan.modes]
    columns.append(_column(ColumnKind.PLAN, plan.whole))
    if doors is not None:
        columns.append(_column(ColumnKind.ALL_DOOR, doors.whole))
    other = dict(doors.costs) if doors else {}
    return AnalysisView(
        columns=tuple(columns),
        costs=tuple(
            CostRow(line, eur(amount), eur(other[line]) if line in other else None)
            for line, amount in plan.costs
        ),
        beside=_beside(plan, doors) if doors else (),
        left=(plan.unassigned, doors.unassigned if doors else None),
        steps=made.steps if made else 0,
        walk_m=plan.walk_m,
        stale=made is not None and made.plan != plan,
        run=run,
        helps=helps,
        sites=tuple((str(site), name) for site, name in sites.items() if site in named),
        bound_eur=None if bound is None else eur(bound),
        busy=busy or run is not None,
        whatif=whatif or WhatIfView(),
        fleet=fleet or FleetView(),
    )


def _column(kind: ColumnKind, share: Share) -> FiguresColumn:
    values = tuple(FIGURES[key](share) for key in FigureKey)
    return FiguresColumn(kind, share.mode, values)


def _beside(plan: Breakdown, doors: Breakdown) -> tuple[Beside, ...]:
    def pair(key: BesideKey, value: Callable[[Breakdown], float]) -> Beside:
        return Beside(key, value(plan), value(doors))

    return (
        pair(BesideKey.EUR, lambda one: eur(one.cost)),
        pair(BesideKey.HOURS, lambda one: one.whole.time_s / 3600),
        pair(BesideKey.KM, lambda one: one.whole.metres / 1000),
        pair(BesideKey.CO2_KG, lambda one: one.whole.co2_g / 1000),
        pair(BesideKey.CO2_EACH, lambda one: one.whole.each(one.whole.co2_g) or 0.0),
    )


def _scaled(amount: float | None, factor: float) -> float | None:
    return None if amount is None else amount * factor
