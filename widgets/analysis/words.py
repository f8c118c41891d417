"""The page's figures in words: names of rows and columns, numbers with their units."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.analysis import BesideKey, ColumnKind, FigureKey, FiguresColumn
from widgets.common.marked import DASH, QT_TRANSLATE_NOOP, say
from widgets.common.sentences import MODES
from widgets.common.words import euros

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
        return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
    if key in _EURO:
        return euros(value)
    if key is FigureKey.CO2_EACH:
        return say(QT_TRANSLATE_NOOP("words", "{0} g"), f"{value:.0f}")
    if key is FigureKey.KM_EACH:
        return f"{value:.2f}"
    return f"{value:,.1f}".replace(",", "\N{NO-BREAK SPACE}")


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
    return say(unit, f"{value:,.{digits}f}".replace(",", "\N{NO-BREAK SPACE}"))


def change(share: float | None) -> str:
    """A share more or less, in whole percent."""
    if share is None:
        return DASH
    percent = round(share * 100)
    sign = "\N{MINUS SIGN}" if percent < 0 else "+" if percent else "±"
    return f"{sign}{abs(percent)}\N{NO-BREAK SPACE}%"
