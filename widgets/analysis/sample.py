"""A plan's figures for the gallery: 600 parcels by van, cargo bike and on foot."""

from dataclasses import replace

from console.viewmodels.analysis import (
    AnalysisView,
    Beside,
    BesideKey,
    ColumnKind,
    CostRow,
    FiguresColumn,
)
from console.viewmodels.codes import (
    CostLine,
    Help,
    HelpKind,
    Money,
    SiteId,
    VehicleId,
)
from console.viewmodels.whatif import (
    FleetChange,
    FleetRow,
    FleetView,
    RefusedScenario,
    WhatIfColumn,
    WhatIfView,
)

VAN = (5, 148, 141, 172, 96.4, 31.2, 6.9, 23.5, 0.8, 1214.2, 3.88, 5.98, 0.31, 75.0)
BIKE = (4, 121, 118, 105, 51.2, 22.0, 5.8, 16.1, 0.1, 646.4, 2.9, 5.92, 0.23, 5.0)
FOOT = (2, 44, 46, 0, 12.1, 7.1, 3.0, 4.1, 0.0, 188.6, 4.1, 9.26, 0.26, 0.0)
PLAN = (11, 313, 305, 277, 159.7, 60.3, 15.7, 43.7, 0.9, 2049.2, 3.52, 6.22, 0.27, 42.0)
DOORS = (14, 561, 576, 0, 214.9, 83.4, 21.2, 61.1, 1.1, 2790.1, 4.84, 8.69, 0.37, 58.0)


def sample() -> AnalysisView:
    """The page after a comparison."""
    return AnalysisView(
        columns=(
            FiguresColumn(ColumnKind.MODE, "van", VAN),
            FiguresColumn(ColumnKind.MODE, "cargo_bike", BIKE),
            FiguresColumn(ColumnKind.MODE, "walk", FOOT),
            FiguresColumn(ColumnKind.PLAN, "", PLAN),
            FiguresColumn(ColumnKind.ALL_DOOR, "", DOORS),
        ),
        costs=(
            CostRow(CostLine.VEHICLES, 277.0, 352.0),
            CostRow(CostLine.TIME, 1724.6, 2388.0),
            CostRow(CostLine.DISTANCE, 47.6, 50.1),
            CostRow(CostLine.OPTIONS, 421.3, 713.2),
            CostRow(CostLine.CO2, 2.4, 3.4),
            CostRow(CostLine.UNASSIGNED, 0.0, 180.0),
        ),
        beside=(
            Beside(BesideKey.EUR, 2472.9, 3686.7),
            Beside(BesideKey.HOURS, 60.3, 83.4),
            Beside(BesideKey.KM, 159.7, 214.9),
            Beside(BesideKey.CO2_KG, 24.4, 33.6),
            Beside(BesideKey.CO2_EACH, 42.0, 58.0),
        ),
        left=(0, 6),
        steps=52_000,
        walk_m=84_300,
        helps=(
            Help(HelpKind.COMPARTMENT, SiteId("L07"), 1, 9, Money(31_000)),
            Help(HelpKind.CAPACITY, VehicleId("B02"), 4, 4, Money(22_000), "parcels"),
        ),
        bound_eur=1_986.4,
    )


WHATIF_COSTS = (
    CostLine.VEHICLES,
    CostLine.TIME,
    CostLine.DISTANCE,
    CostLine.OPTIONS,
    CostLine.CO2,
    CostLine.UNASSIGNED,
)


def _column(
    name: str,
    costs: tuple[float, ...],
    values: tuple[float, ...],
    vehicles: tuple[int, int, int],
    **more: object,
) -> WhatIfColumn:
    cost = sum(costs)
    column = WhatIfColumn(
        name=name,
        cost=cost,
        change=cost / 2472.9 - 1 if name else None,
        costs=tuple(zip(WHATIF_COSTS, costs, strict=True)),
        values=values,
        vehicles=tuple(zip(("Van", "Cargo bike", "On foot"), vehicles, strict=True)),
    )
    return replace(column, **more)  # type: ignore[arg-type]


def whatif() -> AnalysisView:
    """The page after five scenarios, one of them refused."""
    columns = (
        _column(
            "",
            (277.0, 1724.6, 47.6, 421.3, 2.4, 0.0),
            (60.3, 159.7, 0.476, 0, 6.2, 42, 9.7, 11),
            (5, 4, 2),
        ),
        _column(
            "all-door",
            (352.0, 2388.0, 50.1, 713.2, 3.4, 180.0),
            (83.4, 214.9, 0.0, 6, 8.7, 58, 6.9, 14),
            (7, 5, 2),
        ),
        _column(
            "all-locker",
            (233.0, 1502.2, 41.0, 705.9, 2.0, 0.0),
            (52.9, 133.4, 0.612, 0, 5.5, 37, 11.0, 9),
            (4, 3, 2),
            no_locker=141,
            to_doors=226,
        ),
        _column(
            "fleet:van=6+cargo-bike=4",
            (277.0, 1731.0, 47.9, 420.2, 2.4, 0.0),
            (60.6, 160.2, 0.474, 0, 6.2, 42, 9.6, 11),
            (6, 4, 1),
        ),
        _column(
            "set:failure_share=0.05",
            (277.0, 1760.6, 48.6, 289.9, 2.5, 0.0),
            (61.8, 163.0, 0.431, 0, 6.4, 43, 9.4, 11),
            (5, 4, 2),
            settings=("failure_share",),
            change=None,
        ),
    )
    return replace(
        sample(),
        whatif=WhatIfView(
            names=(
                "mixed",
                "all-door",
                "all-locker",
                "locker-or-none",
                "preset:loqate-2021",
                "preset:field",
                "preset:door-2min",
                "preset:door-3min",
                "fleet:van=6+cargo-bike=4",
                "set:failure_share=0.05",
                "fleet:lorry=2",
            ),
            columns=columns,
            refused=(
                RefusedScenario(
                    "fleet:lorry=2",
                    "scenario_type",
                    ("fleet:lorry=2", "lorry", "van, cargo-bike, walker"),
                ),
            ),
            steps=52_000,
        ),
        fleet=FleetView(
            rows=(
                FleetRow("Van", 6, 5, FleetChange(61.2, 4), None, 4),
                FleetRow("Cargo bike", 4, 4, FleetChange(18.4, 0), _LESS, 6),
                FleetRow("On foot", 2, 2, FleetChange(3.1, 0), FleetChange(0.0, 0), 2),
            ),
            cost=2472.9,
            left=0,
            advised_cost=2441.7,
            advised_left=0,
            steps=13_000,
        ),
    )


_LESS = FleetChange(-14.9, 0)
