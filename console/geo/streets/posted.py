"""What signs post: the largest vehicle a street lets through, in mm and kg.

Numbers come with units ("3.5", "3.5 t", "7 st", "12'6\"", "14 ft", "2,2 m"); without
one a length is in metres and a mass in tonnes. `none`, `default` and anything that is
no number posts nothing; limits for some hours only (`:conditional`) are not read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"(\d+(?:[.,]\d+)?)"
_AMOUNT: Final = re.compile(rf"{_NUMBER}\s*([a-z]*)\.?")
_FEET: Final = re.compile(
    rf"{_NUMBER}\s*(?:'|ft|feet|foot)\s*(?:{_NUMBER}\s*(?:\"|''|in|inch|inches)?)?"
)
_INCHES: Final = re.compile(rf"{_NUMBER}\s*(?:\"|''|in|inch|inches)")
_INCH_MM: Final = 25.4
_MM: Final[Mapping[str, float]] = {
    "": 1000,
    "m": 1000,
    "metre": 1000,
    "metres": 1000,
    "meter": 1000,
    "meters": 1000,
    "cm": 10,
    "mm": 1,
}
_KG: Final[Mapping[str, float]] = {
    "": 1000,
    "t": 1000,
    "to": 1000,
    "ton": 1000,
    "tons": 1000,
    "tonne": 1000,
    "tonnes": 1000,
    "kg": 1,
    "st": 907.185,
    "lt": 1016.047,
    "cwt": 50.8023,
    "lb": 0.453592,
    "lbs": 0.453592,
}
# Less than this is a slip of the keyboard, or no road.
_LEAST_MM: Final = 500
_LEAST_KG: Final = 50


@dataclass(frozen=True, slots=True)
class Posted:
    """The largest height, width, length (mm) and mass (kg); 0 where none is posted."""

    height_mm: int = 0
    width_mm: int = 0
    length_mm: int = 0
    mass_kg: int = 0


NOTHING_POSTED: Final = Posted()


def posted(tags: Mapping[str, str]) -> Posted:
    """The limits of a way or node, the smaller where several speak of one thing."""
    if not any(key.startswith("max") for key in tags):
        return NOTHING_POSTED
    return Posted(
        height_mm=_least(
            length_mm(tags.get("maxheight")), length_mm(tags.get("maxheight:physical"))
        ),
        width_mm=_least(
            length_mm(tags.get("maxwidth")), length_mm(tags.get("maxwidth:physical"))
        ),
        length_mm=length_mm(tags.get("maxlength")),
        mass_kg=_least(
            mass_kg(tags.get("maxweight")), mass_kg(tags.get("maxweightrating"))
        ),
    )


def length_mm(text: str | None) -> int:
    """Millimetres, 0 where nothing is said."""
    said = (text or "").strip().lower()
    if feet := _FEET.fullmatch(said):
        inches = _number(feet[1]) * 12 + (_number(feet[2]) if feet[2] else 0.0)
        return _at_least(inches * _INCH_MM, _LEAST_MM)
    if inch := _INCHES.fullmatch(said):
        return _at_least(_number(inch[1]) * _INCH_MM, _LEAST_MM)
    return _at_least(_amount(said, _MM), _LEAST_MM)


def mass_kg(text: str | None) -> int:
    """Kilograms, 0 where nothing is said."""
    return _at_least(_amount((text or "").strip().lower(), _KG), _LEAST_KG)


def _amount(said: str, units: Mapping[str, float]) -> float:
    found = _AMOUNT.fullmatch(said)
    return _number(found[1]) * units.get(found[2], 0.0) if found else 0.0


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _at_least(value: float, least: int) -> int:
    return round(value) if value >= least else 0


def _least(*values: int) -> int:
    return min((value for value in values if value), default=0)
