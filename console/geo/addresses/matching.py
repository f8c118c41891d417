"""Scores what a written address may mean, street by street.

A candidate starts at 1 and loses
  0.1  for one edit of the street's name, 0.16 for two in a long name, else 0.24,
       0.3 for three: streets of one town often differ by two letters
  0.3  for another street when one is spelled just so
  0.1  for another letter at the same number, 0.22 if that may be far
  0.18 for a number interpolated between near neighbours, 0.4 between far ones
  0.12 for a postcode one edit away, 0.35 for a postcode or city that is another
  0.25 where the map itself gives the number at places far apart
  0.5  without a number.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from console.geo.addresses.candidates import (
    SAME_PLACE_M,
    SURE,
    Argument,
    Candidate,
    Why,
    apart_m,
)
from console.geo.addresses.folding import stem_length, street_key
from console.geo.addresses.gazetteer import Cities, Streets
from console.geo.addresses.parsing import Query

ROW = "first, suffix, number, unit, postcode, city, lon, lat, entrance, kind, spread_m"
Row = tuple[int, str, str, str, str, str, float, float, int, int, int]
"""One address as `ROW` reads it."""

_NEIGHBOURS_M = 50.0
_SCATTERED_M = 60
_LONG_STEM = 9
_MOST_READINGS = 6


def doubtful(found: Sequence[Candidate]) -> bool:
    """Whether another reading of the line may be worth a look."""
    return not found or found[0].score < SURE


class Matcher:
    """Reads candidates for a query out of the address table."""

    def __init__(
        self, db: sqlite3.Connection, streets: Streets, cities: Cities
    ) -> None:
        self._db = db
        self._streets = streets
        self._cities = cities

    def search(self, query: Query) -> list[Candidate]:
        """All candidates of a query, best first."""
        if not query.street:
            return []
        key = street_key(query.street)
        found: list[Candidate] = []
        for street in self._streets.spelled(key):
            found += self._on_street(query, street, 0, "")
        if not found or max(c.score for c in found) < SURE:
            # a street that is spelled right and lacks the number is not another one
            doubt = 0.3 if found else 0.0
            for street, edits in self._streets.near(key, query.postcode):
                if edits:
                    near = self._on_street(query, street, edits, query.street)
                    found += [replace(c, score=max(c.score - doubt, 0.0)) for c in near]
        if query.crossing:
            found = self._corners(query, found)
        found.sort(key=lambda c: -c.score)
        return found

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
        self, query: Query, street: int, edits: int, spelled: str
    ) -> list[Candidate]:
        name = self._streets.name(street)
        score, reason = 1.0, Why.EXACT
        args: tuple[Argument, ...] = ()
        if edits:
            score -= _edits_cost(edits, name)
            reason, args = Why.CORRECTED_SPELLING, (spelled, name, edits)
        plain = _Start(name, score, reason, args)
        if not query.first:
            return self._street_only(query, street, plain)
        rows: list[Row] = self._db.execute(
            f"SELECT {ROW} FROM address WHERE street = ? AND first = ?",  # noqa: S608
            (street, query.first),
        ).fetchall()
        if rows:
            return self._at_number(query, rows, plain)
        return self._between(query, street, plain) or self._street_only(
            query, street, plain
        )

    def _at_number(
        self, query: Query, rows: Sequence[Row], start: "_Start"
    ) -> list[Candidate]:
        """One candidate a postcode, from all rows of one leading number."""
        by_area: dict[str, list[Row]] = {}
        for row in rows:
            by_area.setdefault(row[4], []).append(row)
        result = []
        for area in by_area.values():
            same = [row for row in area if row[2] == query.number]
            same = same or [row for row in area if row[1] == query.suffix]
            unit = query.unit
            if not same and query.suffix:
                # "12 B" may be stair B of number 12
                unit = unit or query.suffix
                same = [
                    row for row in area if row[3].lower() == query.suffix and not row[1]
                ]
            score, reason, args = start.score, start.reason, start.args
            if not same:
                same = area
                spread = max(apart_m(a[6], a[7], area[0][6], area[0][7]) for a in area)
                plain = [row for row in area if not row[1]]
                same = plain or area
                # near if all doors of the number are, or a letter is all that lacks
                near = spread < SAME_PLACE_M and (len(area) > 1 or bool(plain))
                score -= 0.1 if near else 0.22
                reason, args = Why.NUMBER_NEAR, (query.number, same[0][2])
            row = min(same, key=lambda r: _unit_rank(r, unit))
            if row[10] > _SCATTERED_M:
                score, reason, args = score - 0.25, Why.SCATTERED, (row[10],)
            score, reason, args = self._located(query, row, score, reason, args)
            result.append(candidate_of(start.name, row, score, reason, args, unit))
        return result

    def _between(self, query: Query, street: int, start: "_Start") -> list[Candidate]:
        """A missing number, between its neighbours on its side of the street."""
        side = (street, query.first, query.first & 1)
        where = "FROM address WHERE street = ? AND first"
        low: list[Row] = self._db.execute(
            f"SELECT {ROW} {where} < ? AND (first & 1) = ? ORDER BY first DESC LIMIT 8",
            side,
        ).fetchall()
        high: list[Row] = self._db.execute(
            f"SELECT {ROW} {where} > ? AND (first & 1) = ? ORDER BY first LIMIT 8",
            side,
        ).fetchall()
        if query.postcode and any(r[4] == query.postcode for r in low + high):
            low = [r for r in low if r[4] == query.postcode]
            high = [r for r in high if r[4] == query.postcode]
        if not low and not high:
            return []
        if not low or not high:
            row = (low or high)[0]
            score = start.score - (0.3 if abs(row[0] - query.first) <= 4 else 0.5)
            score, _, _ = self._located(query, row, score, Why.NUMBER_NEAR, ())
            near = (query.number, row[2])
            return [candidate_of(start.name, row, score, Why.NUMBER_NEAR, near)]
        before, after = low[0], high[0]
        gap_m = apart_m(before[6], before[7], after[6], after[7])
        share = (query.first - before[0]) / (after[0] - before[0])
        score = start.score - (0.18 if gap_m <= _NEIGHBOURS_M else 0.4)
        reason = Why.NUMBER_INTERPOLATED
        args: tuple[Argument, ...] = (before[2], after[2])
        score, reason, args = self._located(query, before, score, reason, args)
        candidate = candidate_of(start.name, before, score, reason, args, query.unit)
        return [
            replace(
                candidate,
                number=query.number,
                lon=before[6] + (after[6] - before[6]) * share,
                lat=before[7] + (after[7] - before[7]) * share,
                entrance=0,
            )
        ]

    def _street_only(
        self, query: Query, street: int, start: "_Start"
    ) -> list[Candidate]:
        lon, lat = self._streets.point(street)
        row = self._db.execute(
            f"SELECT {ROW} FROM address WHERE street = ? "  # noqa: S608
            "ORDER BY postcode <> ?, (lon - ?) * (lon - ?) + (lat - ?) * (lat - ?)",
            (street, query.postcode, lon, lon, lat, lat),
        ).fetchone()
        score = start.score - 0.5
        if row is None:
            return [
                Candidate(
                    start.name, "", "", "", "", lon, lat, score - 0.1, Why.STREET_ONLY
                )
            ]
        score, _, _ = self._located(query, row, score, Why.STREET_ONLY, ())
        found = candidate_of(start.name, row, max(score, 0.0), Why.STREET_ONLY)
        return [replace(found, number="", unit="", entrance=0)]

    def _located(
        self,
        query: Query,
        row: Row,
        score: float,
        reason: Why,
        args: tuple[Argument, ...],
    ) -> tuple[float, Why, tuple[Argument, ...]]:
        """The score after comparing postcode and city with what was written."""
        postcode, city = row[4], row[5]
        if query.postcode and postcode and query.postcode != postcode:
            near = self._streets.close_postcode(query.postcode, postcode)
            agrees = bool(query.city) and self._cities.agree(query.city, city)
            score -= 0.12 if near and (agrees or not query.city) else 0.35
            return score, Why.POSTCODE_DIFFERS, (query.postcode, postcode)
        placed = bool(query.postcode and postcode)
        if query.city and not placed and not self._cities.agree(query.city, city):
            return score - 0.35, Why.CITY_DIFFERS, (query.city, city)
        return score, reason, args

    def _corners(self, query: Query, found: list[Candidate]) -> list[Candidate]:
        """Where the query's two streets come nearest, if both are known."""
        result: list[Candidate] = []
        others = list(self._streets.spelled(street_key(query.crossing)))
        others += [s for s, _ in self._streets.near(street_key(query.crossing), "")]
        for street in self._streets.spelled(street_key(query.street)):
            for other in others[:3]:
                pair = self._db.execute(
                    "SELECT a.lon, a.lat, b.lon, b.lat, a.postcode, a.city "
                    "FROM address a, address b WHERE a.street = ? AND b.street = ? "
                    "ORDER BY (a.lon - b.lon) * (a.lon - b.lon) * 0.3 + "
                    "(a.lat - b.lat) * (a.lat - b.lat) LIMIT 1",
                    (street, other),
                ).fetchone()
                if pair is None or apart_m(*pair[:4]) > 80:
                    continue
                result.append(
                    Candidate(
                        self._streets.name(street),
                        "",
                        "",
                        pair[4],
                        pair[5],
                        (pair[0] + pair[2]) / 2,
                        (pair[1] + pair[3]) / 2,
                        0.7,
                        Why.CORNER,
                        (self._streets.name(other),),
                    )
                )
        return result + found


@dataclass(frozen=True, slots=True)
class _Start:
    """What the street alone is worth, before the number is looked at."""

    name: str
    score: float
    reason: Why
    args: tuple[Argument, ...]


def _edits_cost(edits: int, name: str) -> float:
    """What a corrected spelling costs; endings like -gade tell nothing apart."""
    if edits == 1:
        return 0.1
    if edits == 2:
        return 0.16 if stem_length(street_key(name)) >= _LONG_STEM else 0.24
    return 0.3


def candidate_of(
    street: str,
    row: Row,
    score: float,
    reason: Why,
    args: tuple[Argument, ...] = (),
    unit: str = "",
) -> Candidate:
    """The candidate that a row of the table makes."""
    return Candidate(
        street,
        row[2],
        unit or row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        round(max(score, 0.0), 3),
        reason,
        args,
        row[8],
    )


def _unit_rank(row: Row, unit: str) -> tuple[bool, bool, int]:
    """Rows of the wanted stair or flat first, then the house, then the best kind."""
    stair = unit.split(maxsplit=1)[0].lower().rstrip(".") if unit.strip() else ""
    return (not (stair and row[3].lower() == stair), bool(row[3]), row[9])
