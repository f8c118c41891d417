"""Directions in a person's words: steps rendered from templates of one language.

The templates are data, resources/i18n/directions-<language>.toml; whoever knows the
wanted language reads the file and hands its text to `read_phrases`, which checks that
it says everything there is to say. Rendering is a pure function of step and phrases.

A template may name {onto}, {along} and {way} (phrases of the way one is on next),
{exit} (an ordinal) and {heading}. The tables of ways have a phrase for a name and one
for every kind of way without; `number` is for roads that bear a number only, and
[onto_named], [along_named] and [codes_named] for names that take another word,
[codes_stay] for turns that keep to the street and are said in another way.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from string import Formatter
from typing import Any, Final

from console.geo.streets.directions.steps import (
    ARRIVALS,
    Code,
    Compass,
    Leg,
    Step,
    Way,
    WayWord,
)

type Table = Mapping[str, str]

LANGUAGES: Final = ("en", "fi", "de", "da")
"""The languages that ship."""

_TABLES: Final[Mapping[str, Sequence[str]]] = {
    "codes": tuple(Code),
    "headings": tuple(Compass),
    "onto": ("name", *WayWord),
    "along": ("name", *WayWord),
    "bare": ("name", *WayWord),
    "stay": ("name",),
}
_OPTIONAL: Final = ("onto_named", "along_named", "codes_named", "codes_stay")
_SLOTS: Final = frozenset(
    {"name", "ref", "n", "h", "onto", "along", "way", "exit", "heading"}
)


class PhrasesError(ValueError):
    """A file of phrases is not whole; trying again does not help."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything one language says. Fields are the keys and tables of the file."""

    language: str
    decimal: str
    metre: str
    kilometre: str
    second: str
    minute: str
    hour: str
    ordinals: tuple[str, ...]
    ordinal: str
    named: str
    codes: Table
    headings: Table
    onto: Table
    along: Table
    bare: Table
    stay: Table
    onto_named: Table
    along_named: Table
    codes_named: Table
    codes_stay: Table


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """One line to read: what to do, and how far until the next thing ("" on arrival).

    `point` indexes the points of the leg, for showing the place on the map.
    """

    code: str
    text: str
    distance: str
    metres: int
    seconds: int
    lon: float
    lat: float
    point: int


@dataclass(frozen=True, slots=True)
class DirectionsView:
    """A leg ready to read; no rows where there is no way."""

    rows: tuple[DirectionRow, ...]
    distance: str
    duration: str


def read_phrases(text: str) -> Phrases:
    """The phrases of one language; raises PhrasesError naming what is amiss."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PhrasesError(f"not a file of phrases: {error}") from error
    for name, keys in _TABLES.items():
        missing = [key for key in keys if key not in table.get(name, {})]
        if missing:
            raise PhrasesError(f"[{name}] lacks {', '.join(missing)}")
    said = {key: {} for key in _OPTIONAL} | table
    unknown = set(said) - {field.name for field in fields(Phrases)}
    lacking = {field.name for field in fields(Phrases)} - set(said)
    if unknown or lacking:
        raise PhrasesError(f"has or lacks {', '.join(sorted(unknown | lacking))}")
    for phrase in _strings(said):
        _check(phrase)
    return Phrases(**said | {"ordinals": tuple(said["ordinals"])})


def leg_view(leg: Leg, phrases: Phrases) -> DirectionsView:
    """A leg of a tour in words."""
    if not leg.steps:
        return DirectionsView((), "", "")
    rows = tuple(
        DirectionRow(
            code=step.code,
            text=sentence(step, phrases),
            distance="" if step.code in ARRIVALS else distance(step.metres, phrases),
            metres=step.metres,
            seconds=step.seconds,
            lon=step.lon,
            lat=step.lat,
            point=step.point,
        )
        for step in leg.steps
    )
    return DirectionsView(
        rows, distance(leg.metres, phrases), duration(leg.seconds, phrases)
    )


def sentence(step: Step, phrases: Phrases) -> str:
    """What to do, in one sentence without its full stop."""
    way = step.way
    named = bool(way.name or way.ref)
    template = phrases.codes[step.code]
    if step.stays and named:
        onto = _phrase(way, phrases, phrases.stay, {})
        template = phrases.codes_stay.get(step.code, template)
    else:
        onto = _phrase(way, phrases, phrases.onto, phrases.onto_named)
    if named:
        template = phrases.codes_named.get(step.code, template)
    return template.format(
        onto=onto,
        along=_phrase(way, phrases, phrases.along, phrases.along_named),
        way=_phrase(way, phrases, phrases.bare, {}),
        exit=_ordinal(step.exit, phrases),
        heading="" if step.heading is None else phrases.headings[step.heading],
    ).strip()


def distance(metres: int, phrases: Phrases) -> str:
    """Metres as a person says them: 5 m, 50 m, 350 m, 1.2 km, 14 km."""
    grain = 5 if metres < 30 else 10 if metres < 100 else 50
    whole = max(grain, round(metres / grain) * grain)
    if whole < 1000:
        return phrases.metre.format(n=whole)
    tenths = round(metres / 100)
    if tenths >= 100 or tenths % 10 == 0:
        return phrases.kilometre.format(n=round(metres / 1000))
    number = f"{tenths // 10}{phrases.decimal}{tenths % 10}"
    return phrases.kilometre.format(n=number)


def duration(seconds: int, phrases: Phrases) -> str:
    """Seconds as a person says them: under a minute, 12 min, 1 h 5 min."""
    minutes = (seconds + 30) // 60
    if minutes < 1:
        return phrases.second
    if minutes < 60:
        return phrases.minute.format(n=minutes)
    return phrases.hour.format(h=minutes // 60, n=minutes % 60)


def _phrase(way: Way, phrases: Phrases, table: Table, named: Table) -> str:
    """A way in the wording of one table."""
    if way.name:
        whole = phrases.named if way.ref else "{name}"
        name = whole.format(name=way.name, ref=way.ref)
        return named.get(way.word, table["name"]).format(name=name)
    if way.ref:
        return table.get("number", table["name"]).format(name=way.ref)
    return table.get(way.word, "")


def _ordinal(number: int, phrases: Phrases) -> str:
    if 1 <= number <= len(phrases.ordinals):
        return phrases.ordinals[number - 1]
    return phrases.ordinal.format(n=number)


def _strings(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    if isinstance(value, str):
        return [value]
    raise PhrasesError(f"{value!r} is no text")


def _check(phrase: str) -> None:
    try:
        slots = {
            name for _, name, _, _ in Formatter().parse(phrase) if name is not None
        }
    except ValueError as error:
        raise PhrasesError(f"{phrase!r}: {error}") from error
    if not slots <= _SLOTS:
        raise PhrasesError(f"{phrase!r} names {', '.join(sorted(slots - _SLOTS))}")
