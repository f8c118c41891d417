"""A plan's figures for the gallery: 600 parcels by van, cargo bike and on foot."""

from console.viewmodels.analysis import (
    AnalysisView,
    Beside,
    BesideKey,
    ColumnKind,
    CostRow,
    FiguresColumn,
)
from console.viewmodels.codes import CostLine

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
    )
