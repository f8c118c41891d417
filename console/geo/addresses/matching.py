"""Scores what a written address may mean, street by street.

A candidate starts at 1 and loses
  0.1  for one edit of the street's name (letters that sound alike are one)
  0.16 for more if they are slips of a finger or an ear, and postcode and number agree
       with no other street nearly so near; else 0.24 for two and 0.3 for three:
       streets of one town often differ by two letters
  0.1  for first names left out, 0.25 if several streets are named so
  0.3  for another street when one is spelled just so
and then what its number (doors), its corner (crossings) and its town (agreement) cost.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from rapidfuzz.distance import OSA

from console.geo.addresses.agreement import Agreement
from console.geo.addresses.candidates import SURE, Candidate, How, Why
from console.geo.addresses.crossings import Crossings
from console.geo.addresses.doors import Doors, Start
from console.geo.addresses.folding import stem_length, street_key
from console.geo.addresses.gazetteer import Cities, Streets
from console.geo.addresses.query import Query
from console.geo.addresses.slips import slip_cost

_STEM = 4
_MARGIN = 1
_SLIPS = 1.85
_SLIPS_A_LETTER = 0.2
_SLIPPED = 0.16
_MOST_READINGS = 6
_LIKELY = 0.65
_ALIKE = 0.6
_HONOURED = 0.1
_HONOURED_SEVERAL = 0.25


def doubtful(found: Sequence[Candidate]) -> bool:
    """Whether another reading of the line may be worth a look."""
    return not found or found[0].score < _LIKELY


class Matcher:
    """Reads candidates for a query out of the address table."""

    def __init__(
        self, db: sqlite3.Connection, streets: Streets, cities: Cities
    ) -> None:
        self._streets = streets
        agreement = Agreement(streets, cities)
        self._doors = Doors(db, streets, agreement)
        self._crossings = Crossings(db, streets, agreement)

    def search(self, query: Query) -> list[Candidate]:
        """All candidates of a query, best first."""
        if not query.street:
            return []
        key = street_key(query.street)
        found: list[Candidate] = []
        for street in self._streets.spelled(key):
            found += self._on_street(query, street, 0, "")
        if not found:
            found = self._honouring(query, self._streets.honours(key))
        if not found or max(c.score for c in found) < SURE:
            # a street that is spelled right and lacks the number is not another one
            doubt = 0.3 if found else 0.0
            near = [
                candidate
                for street, edits in self._streets.near(key, query.postcode)
                if edits
                for candidate in self._on_street(query, street, edits, key)
            ]
            if doubt:
                near = [replace(c, score=max(c.score - doubt, 0.0)) for c in near]
            else:
                near = self._trusted(query, key, near)
            found += near
        if query.crossing:
            found = self._crossings.of(query) + found
        found.sort(key=lambda c: -c.score)
        return found

    def _honouring(self, query: Query, streets: Sequence[int]) -> list[Candidate]:
        """Candidates where first names were left out; several streets are doubt."""
        cost = _HONOURED if len(streets) == 1 else _HONOURED_SEVERAL
        result: list[Candidate] = []
        for street in streets:
            name = self._streets.name(street)
            args = (query.street, name, 0)
            start = Start(name, 1.0 - cost, Why.CORRECTED_SPELLING, args)
            result += self._doors.at(query, street, start)
        return result

    def alike(self, query: Query, typed: str) -> list[Candidate]:
        """Candidates on a street that was only begun, or typed quite otherwise."""
        key = street_key(typed)
        return [
            replace(one, score=round(one.score * _ALIKE, 3))
            for street in self._streets.spelled(street_key(query.street))
            for one in self._on_street(query, street, 3, key)
        ]

    def _trusted(
        self, query: Query, key: str, near: list[Candidate]
    ) -> list[Candidate]:
        """The same, surer of a name that only one door of the postcode can mean."""
        fit = [i for i, found in enumerate(near) if _agrees(query, found)]
        if not fit:
            return near
        edits = [OSA.distance(key, street_key(near[i].street)) for i in fit]
        least = min(edits)
        if least < 2 or sum(e <= least + _MARGIN for e in edits) > 1:
            return near
        which = fit[edits.index(least)]
        found = near[which]
        name = street_key(found.street)
        most = min(_SLIPS, len(name) * _SLIPS_A_LETTER)
        if stem_length(name) >= _STEM and slip_cost(key, name) <= most:
            gain = _edits_cost(int(found.args[2])) - _SLIPPED
            if gain > 0:
                near[which] = replace(found, score=round(found.score + gain, 3))
        return near

    def better(
        self, found: list[Candidate], readings: Iterable[Query]
    ) -> list[Candidate]:
        """What other readings of the same line find, if that is surer."""
        for query in islice(readings, _MOST_READINGS):
            other = self.search(query)
            if other and (not found or other[0].score > found[0].score + 0.05):
                found = other
                if not doubtful(found):
                    break
        return found

    def _on_street(
        self, query: Query, street: int, edits: int, key: str
    ) -> list[Candidate]:
        name = self._streets.name(street)
        start = Start(name, 1.0, Why.EXACT, ())
        heard = self._streets.heard(key, street, edits) if edits else 0
        if edits:
            args = (query.street, name, heard)
            score = 1.0 - _edits_cost(heard)
            start = Start(name, score, Why.CORRECTED_SPELLING, args)
        return self._doors.at(query, street, start)


def _edits_cost(edits: int) -> float:
    """What a corrected spelling costs where another street may be meant."""
    return (0.0, 0.1, 0.24, 0.3)[min(edits, 3)]


def _agrees(query: Query, found: Candidate) -> bool:
    """Whether number and postcode are just as written."""
    return (
        found.reason is Why.CORRECTED_SPELLING
        and found.how in (How.EXACT, How.RANGE, How.NEAREST_LETTER)
        and bool(query.postcode)
        and query.postcode == found.postcode
    )
