"""What the book answers: candidates, and whether one may be taken unasked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, radians

Argument = str | int | float
Corrections = Mapping[str, tuple[float, float]]
"""Places (lon, lat) a person chose, by the normalised text they were chosen for."""

SURE = 0.8
"""The score from which on a single candidate is taken without asking."""
SAME_PLACE_M = 30.0
"""Candidates this near to each other are one place for a courier."""

METRES_A_DEGREE = 111_195.0
_TIE = 0.04


class Why(StrEnum):
    """How a candidate was found. Arguments in brackets."""

    EXACT = "exact"  # []
    CORRECTED_SPELLING = "corrected_spelling"  # [written, found, edits]
    NUMBER_NEAR = "number_near"  # [written number, number used]
    NUMBER_INTERPOLATED = "number_interpolated"  # [number before, number after]
    POSTCODE_DIFFERS = "postcode_differs"  # [written, found]
    CITY_DIFFERS = "city_differs"  # [written, found]
    STREET_ONLY = "street_only"  # []
    CORNER = "corner"  # [other street]
    CHOSEN_BY_PERSON = "chosen_by_person"  # []
    AMBIGUOUS = "ambiguous"  # [how many places]
    SCATTERED = "scattered"  # [metres between the places the map gives it]
    POST_BOX = "post_box"  # [its number]
    NOT_FOUND = "not_found"  # []


class How(StrEnum):
    """What the place of a candidate is, however sure the book is of it."""

    EXACT = "exact"  # this number, from the map
    RANGE = "range"  # a range that covers this number
    NEAREST_LETTER = "nearest_letter"  # this number with another letter, or none
    INTERPOLATED = "interpolated"  # counted out between neighbours on its side
    NEAREST_NUMBER = "nearest_number"  # the end of the street nearest to the number
    STREET_ONLY = "street_only"  # a point of the street
    CORNER = "corner"  # where two streets meet
    CORRECTION = "correction"  # where a person said


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of an address, at WGS84 degrees.

    `score` runs from 0 to 1. `entrance` is the OSM node of the door, 0 where only a
    building's middle or a point beside the street is known.
    """

    street: str
    number: str
    unit: str
    postcode: str
    city: str
    lon: float
    lat: float
    score: float
    reason: Why
    args: tuple[Argument, ...] = ()
    entrance: int = 0
    how: How = How.EXACT

    @property
    def text(self) -> str:
        """One line to show, and to find again."""
        line = " ".join(part for part in (self.street, self.number, self.unit) if part)
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return f"{line}, {town}" if town else line


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an address was put; `confident` if nobody needs to look at it."""

    candidate: Candidate | None
    confident: bool
    reason: Why
    args: tuple[Argument, ...] = ()


_NOWHERE = Placement(None, confident=False, reason=Why.NOT_FOUND)


def judged(found: Sequence[Candidate], box: str = "") -> Placement:
    """The best candidate, and whether it may be taken without asking.

    `box` is the number of a post-office box the address names: a box without a door
    is nowhere, one with a door stays for a person to look at only if the door does.
    """
    if box and (not found or not found[0].number):
        return Placement(None, confident=False, reason=Why.POST_BOX, args=(box,))
    if not found:
        return _NOWHERE
    best = found[0]
    rivals = [
        c
        for c in found[1:]
        if c.score > best.score - _TIE
        and apart_m(c.lon, c.lat, best.lon, best.lat) > SAME_PLACE_M
    ]
    if rivals and best.score >= 0.4:
        return Placement(
            best, confident=False, reason=Why.AMBIGUOUS, args=(len(rivals) + 1,)
        )
    return Placement(best, best.score >= SURE, best.reason, best.args)


def different(found: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The best candidate of each place, in order of score."""
    result: list[Candidate] = []
    for one in sorted(found, key=lambda c: -c.score):
        if len(result) == limit:
            break
        if all(
            apart_m(one.lon, one.lat, other.lon, other.lat) > SAME_PLACE_M
            or one.street != other.street
            for other in result
        ):
            result.append(one)
    return result


def apart_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Metres between two points, exact enough within a region."""
    east = (lon_a - lon_b) * cos(radians(lat_a))
    return hypot(east, lat_a - lat_b) * METRES_A_DEGREE
