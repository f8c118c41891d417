"""The page's figures in words: names of rows and columns, numbers with their units."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.analysis import BesideKey, ColumnKind, FigureKey, FiguresColumn
from console.viewmodels.whatif import (
    FleetChange,
    FleetRow,
    WhatIfColumn,
    WhatIfKey,
    WhatIfView,
)
from widgets.common.marked import DASH, QT_TRANSLATE_NOOP, say
from widgets.common.scenarios import scenario_name
from widgets.common.sentences import MODES
from widgets.common.words import euros, grouped

FIGURE_NAMES: Mapping[FigureKey, str] = MappingProxyType(
    {
        FigureKey.VEHICLES: QT_TRANSLATE_NOOP("words", "Vehicles on the road"),
        FigureKey.STOPS: QT_TRANSLATE_NOOP("words", "Stops"),
        FigureKey.TO_DOORS: QT_TRANSLATE_NOOP("words", "Parcels to doors"),
        FigureKey.TO_LOCKERS: QT_TRANSLATE_NOOP("words", "Parcels to lockers"),
        FigureKey.KM: QT_TRANSLATE_NOOP("words", "Kilometres"),
        FigureKey.HOURS: QT_TRANSLATE_NOOP("words", "Hours on the road"),
        FigureKey.MOVING: QT_TRANSLATE_NOOP("words", "moving"),
        FigureKey.SERVING: QT_TRANSLATE_NOOP("words", "at stops"),
        FigureKey.WAITING: QT_TRANSLATE_NOOP("words", "waiting"),
        FigureKey.VEHICLE_EUR: QT_TRANSLATE_NOOP("words", "Cost of vehicles"),
        FigureKey.EUR_EACH: QT_TRANSLATE_NOOP("words", "Cost"),
        FigureKey.MIN_EACH: QT_TRANSLATE_NOOP("words", "Minutes"),
        FigureKey.KM_EACH: QT_TRANSLATE_NOOP("words", "Kilometres"),
        FigureKey.CO2_EACH: QT_TRANSLATE_NOOP("words", "CO₂e"),
    }
)
FIRST_EACH = FigureKey.EUR_EACH
"""From here on figures are a parcel."""
PARTS = frozenset({FigureKey.MOVING, FigureKey.SERVING, FigureKey.WAITING})
"""Rows that are parts of the row above them."""

BESIDE_NAMES: Mapping[BesideKey, str] = MappingProxyType(
    {
        BesideKey.EUR: QT_TRANSLATE_NOOP("words", "Whole cost"),
        BesideKey.HOURS: QT_TRANSLATE_NOOP("words", "Hours on the road"),
        BesideKey.KM: QT_TRANSLATE_NOOP("words", "Kilometres"),
        BesideKey.CO2_KG: QT_TRANSLATE_NOOP("words", "CO₂e"),
        BesideKey.CO2_EACH: QT_TRANSLATE_NOOP("words", "CO₂e a parcel"),
    }
)

WHATIF_NAMES: Mapping[WhatIfKey, str] = MappingProxyType(
    {
        WhatIfKey.HOURS: QT_TRANSLATE_NOOP("words", "Hours on the road"),
        WhatIfKey.KM: QT_TRANSLATE_NOOP("words", "Kilometres"),
        WhatIfKey.LOCKERS: QT_TRANSLATE_NOOP("words", "In lockers"),
        WhatIfKey.LEFT: QT_TRANSLATE_NOOP("words", "Parcels left over"),
        WhatIfKey.MIN_EACH: QT_TRANSLATE_NOOP("words", "Minutes a parcel"),
        WhatIfKey.CO2_EACH: QT_TRANSLATE_NOOP("words", "CO₂e a parcel"),
        WhatIfKey.PER_HOUR: QT_TRANSLATE_NOOP("words", "Parcels an hour"),
        WhatIfKey.VEHICLES: QT_TRANSLATE_NOOP("words", "Vehicles on the road"),
    }
)

_WHOLE = frozenset(
    {
        FigureKey.VEHICLES,
        FigureKey.STOPS,
        FigureKey.TO_DOORS,
        FigureKey.TO_LOCKERS,
    }
)
_EURO = frozenset({FigureKey.VEHICLE_EUR, FigureKey.EUR_EACH})


def column_name(column: FiguresColumn) -> str:
    """What stands above a column; an unknown mode stays readable."""
    if column.kind is ColumnKind.PLAN:
        return say(QT_TRANSLATE_NOOP("words", "This plan"))
    if column.kind is ColumnKind.ALL_DOOR:
        return say(QT_TRANSLATE_NOOP("words", "All to doors"))
    if column.mode in MODES:
        return say(MODES[column.mode])
    return column.mode.replace("_", " ").capitalize()


def figure(key: FigureKey, value: float | None) -> str:
    """A value of the table with its unit."""
    if value is None:
        return DASH
    if key in _WHOLE:
        return grouped(value, 0)
    if key in _EURO:
        return euros(value)
    if key is FigureKey.CO2_EACH:
        return say(QT_TRANSLATE_NOOP("words", "{0} g"), f"{value:.0f}")
    if key is FigureKey.KM_EACH:
        return f"{value:.2f}"
    return grouped(value, 1)


def beside(key: BesideKey, value: float) -> str:
    """A value of the comparison with its unit."""
    if key is BesideKey.EUR:
        return euros(value)
    unit = {
        BesideKey.HOURS: QT_TRANSLATE_NOOP("words", "{0} h"),
        BesideKey.KM: QT_TRANSLATE_NOOP("words", "{0} km"),
        BesideKey.CO2_KG: QT_TRANSLATE_NOOP("words", "{0} kg"),
        BesideKey.CO2_EACH: QT_TRANSLATE_NOOP("words", "{0} g"),
    }[key]
    digits = 0 if key is BesideKey.CO2_EACH else 1
    return say(unit, grouped(value, digits))


def column_heading(column: WhatIfColumn) -> str:
    """What stands above a scenario's column."""
    if not column.name:
        return say(QT_TRANSLATE_NOOP("words", "This plan"))
    return scenario_name(column.name)


def breakable(name: str) -> str:
    """A name that may break where it is put together."""
    for mark in (":", "+", "/", "=", "_", "-"):
        name = name.replace(mark, f"{mark}\N{ZERO WIDTH SPACE}")
    return name


def whatif_value(key: WhatIfKey, value: float | None) -> str:
    """A value of a scenario with its unit."""
    if value is None:
        return DASH
    match key:
        case WhatIfKey.LOCKERS:
            return f"{100 * value:.1f}\N{NO-BREAK SPACE}%"
        case WhatIfKey.CO2_EACH:
            return say(QT_TRANSLATE_NOOP("words", "{0} g"), f"{value:.0f}")
        case WhatIfKey.LEFT | WhatIfKey.VEHICLES:
            return f"{value:.0f}"
        case _:
            return grouped(value, 1)


def whatif_notes(view: WhatIfView) -> list[str]:
    """What has to be said beside the table, a line each."""
    notes: list[str] = []
    for one in view.columns:
        name = scenario_name(one.name)
        if one.no_locker is not None:
            left = one.value(WhatIfKey.LEFT) or 0.0
            notes.append(
                say(
                    QT_TRANSLATE_NOOP(
                        "words",
                        "{0}: {1} parcels fit no locker in reach; {2} go to doors, {3}"
                        " are left.",
                    ),
                    name,
                    one.no_locker,
                    one.to_doors,
                    f"{left:.0f}",
                )
            )
        if one.missed:
            said = QT_TRANSLATE_NOOP(
                "words", "{0}: the share was not reached; this is the nearest found."
            )
            notes.append(say(said, name))
        if one.settings:
            said = QT_TRANSLATE_NOOP(
                "words", "{0}: euros are counted with another {1}, so not compared."
            )
            notes.append(say(said, name, ", ".join(one.settings)))
    if view.steps:
        said = QT_TRANSLATE_NOOP(
            "words",
            "Each scenario was searched from nothing for {0} steps: the same parcels"
            " and streets.",
        )
        notes.append(say(said, grouped(view.steps)))
    if any(one.stale for one in view.columns):
        said = QT_TRANSLATE_NOOP(
            "words", "Quiet columns were found before the plan changed: compare again."
        )
        notes.append(say(said))
    return notes


def fleet_change(found: FleetChange | None) -> str:
    """What another number of a kind does; a dash where it cannot be."""
    if found is None:
        return DASH
    sign = "+" if found.cost > 0 else "\N{MINUS SIGN}" if found.cost < 0 else "±"
    said = f"{sign}{euros(abs(found.cost))}"
    if not found.left:
        return said
    left = QT_TRANSLATE_NOOP("words", "{0}\n{1} more left over")
    fewer = QT_TRANSLATE_NOOP("words", "{0}\n{1} fewer left over")
    return say(left if found.left > 0 else fewer, said, abs(found.left))


def fleet_more(row: FleetRow) -> str:
    """What one more does; where some stand idle there is nothing to ask."""
    if row.more is None and row.idle > 0:
        return say(QT_TRANSLATE_NOOP("words", "{0} idle"), row.idle)
    return fleet_change(row.more)


def change(share: float | None) -> str:
    """A share more or less, in whole percent."""
    if share is None:
        return DASH
    percent = round(share * 100)
    sign = "\N{MINUS SIGN}" if percent < 0 else "+" if percent else "±"
    return f"{sign}{abs(percent)}\N{NO-BREAK SPACE}%"
