"""Scores what a written address may mean, street by street.

A candidate starts at 1 and loses
  0.1  for one edit of the street's name (letters that sound alike are one)
  0.16 for more if they are slips of a finger or an ear, and postcode and number agree
       with no other street nearly so near; else 0.24 for two and 0.3 for three:
       streets of one town often differ by two letters
  0.1  for first names left out, 0.25 if several streets are named so
  0.3  for another street when one is spelled just so
  0.1  for another letter at the same number, 0.22 if that may be far
  0.1  for a number the map itself counted out between two ends
  0.18 for a number interpolated between near neighbours, 0.4 between far ones
  0.12 for a postcode one edit away, 0.35 for a postcode or city that is another
  0.25 without postcode and city where a town further off has the street too
  0.25 where the map itself gives the number at places far apart
  0.3  for a corner, where no door is named
  0.5  without a number.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz.distance import OSA

from console.geo.addresses.candidates import (
    SAME_PLACE_M,
    SURE,
    Argument,
    Candidate,
    How,
    Why,
    apart_m,
)
from console.geo.addresses.folding import stem_length, street_key
from console.geo.addresses.found import Kind
from console.geo.addresses.gazetteer import Cities, Streets
from console.geo.addresses.query import Query
from console.geo.addresses.slips import slip_cost

ROW = (
    "first, suffix, number, unit, postcode, city, lon, lat, entrance, kind, spread_m, "
    "last"
)
Row = tuple[int, str, str, str, str, str, float, float, int, int, int, int]
"""One address as `ROW` reads it."""

_NEIGHBOURS_M = 50.0
_STEM = 4
_MARGIN = 1
_SLIPS = 1.85
_SLIPS_A_LETTER = 0.2
_SLIPPED = 0.16
_SCATTERED_M = 60
_FAR = 0.014
"""Degrees of latitude, about 1.5 km; twice as many of longitude."""
_CORNER_M = 60.0
_CORNER_TOWN_M = 400.0
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
            found = self._corners(query, found)
        found.sort(key=lambda c: -c.score)
        return found

    def _honouring(self, query: Query, streets: Sequence[int]) -> list[Candidate]:
        """Candidates where first names were left out; several streets are doubt."""
        cost = _HONOURED if len(streets) == 1 else _HONOURED_SEVERAL
        result: list[Candidate] = []
        for street in streets:
            name = self._streets.name(street)
            args = (query.street, name, 0)
            start = _Start(name, 1.0 - cost, Why.CORRECTED_SPELLING, args)
            result += self._numbered(query, street, start)
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
        start = _Start(name, 1.0, Why.EXACT, ())
        heard = self._streets.heard(key, street, edits) if edits else 0
        if edits:
            args = (query.street, name, heard)
            score = 1.0 - _edits_cost(heard)
            start = _Start(name, score, Why.CORRECTED_SPELLING, args)
        return self._numbered(query, street, start)

    def _numbered(self, query: Query, street: int, start: "_Start") -> list[Candidate]:
        if not query.first:
            return self._street_only(query, street, start)
        for number in (query.first, query.last) if query.last else (query.first,):
            rows: list[Row] = self._db.execute(
                f"SELECT {ROW} FROM address WHERE street = ? AND first = ?",  # noqa: S608
                (street, number),
            ).fetchall()
            if rows:
                found = self._at_number(query, rows, start)
                if query.postcode or query.city:
                    return found
                return [self._of_which_town(street, one) for one in found]
        return self._between(query, street, start) or self._street_only(
            query, street, start
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
                unit = f"{query.suffix.upper()} {unit}".strip()
                same = [
                    row for row in area if row[3].lower() == query.suffix and not row[1]
                ]
            score, reason, args = start.score, start.reason, start.args
            how = How.EXACT
            if not same:
                same = area
                spread = max(apart_m(a[6], a[7], area[0][6], area[0][7]) for a in area)
                plain = [row for row in area if not row[1]]
                same = plain or area
                # near if all doors of the number are, or a letter is all that lacks
                near = spread < SAME_PLACE_M and (len(area) > 1 or bool(plain))
                score -= 0.1 if near else 0.22
                reason, args = Why.NUMBER_NEAR, (query.number, same[0][2])
                how = How.NEAREST_LETTER
            row = min(same, key=lambda r: _unit_rank(r, unit))
            if row[10] > _SCATTERED_M:
                score, reason, args = score - 0.25, Why.SCATTERED, (row[10],)
            if row[9] == Kind.BETWEEN:
                score, reason, args = score - 0.1, Why.NUMBER_INTERPOLATED, ()
                how = How.INTERPOLATED
            elif row[11] and how is How.EXACT and row[2] != query.number:
                how = How.RANGE
            score, reason, args = self._located(query, row, score, reason, args)
            result.append(candidate_of(start.name, row, score, reason, args, unit, how))
        return result

    def _of_which_town(self, street: int, found: Candidate) -> Candidate:
        """Less sure where a far town has a street of this name too."""
        row = self._db.execute(
            "SELECT count(DISTINCT city) FROM address WHERE street = ? AND city <> ? "
            "AND (abs(lat - ?) > ? OR abs(lon - ?) > ?)",
            (street, found.city, found.lat, _FAR, found.lon, 2 * _FAR),
        ).fetchone()
        if not row[0]:
            return found
        score = round(max(found.score - 0.25, 0.0), 3)
        return replace(found, score=score, reason=Why.AMBIGUOUS, args=(row[0] + 1,))

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
            end = candidate_of(start.name, row, score, Why.NUMBER_NEAR, near)
            return [replace(end, how=How.NEAREST_NUMBER)]
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
                how=How.INTERPOLATED,
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
                    start.name,
                    "",
                    "",
                    "",
                    "",
                    lon,
                    lat,
                    round(max(score - 0.1, 0.0), 3),
                    Why.STREET_ONLY,
                    how=How.STREET_ONLY,
                )
            ]
        score, _, _ = self._located(query, row, score, Why.STREET_ONLY, ())
        found = candidate_of(start.name, row, max(score, 0.0), Why.STREET_ONLY)
        return [replace(found, number="", unit="", entrance=0, how=How.STREET_ONLY)]

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
        if query.postcode and postcode and not query.postcode.startswith(postcode):
            near = self._streets.close_postcode(query.postcode, postcode)
            agrees = bool(query.city) and self._cities.agree(query.city, city)
            score -= 0.12 if near and (agrees or not query.city) else 0.35
            return score, Why.POSTCODE_DIFFERS, (query.postcode, postcode)
        placed = bool(query.postcode and postcode)
        if query.city and not placed and not self._cities.agree(query.city, city):
            return score - 0.35, Why.CITY_DIFFERS, (query.city, city)
        return score, reason, args

    def _corners(self, query: Query, found: list[Candidate]) -> list[Candidate]:
        """Where the query's two streets meet, if both are known."""
        result: list[Candidate] = []
        for street in self._meant(query.street):
            for other in self._meant(query.crossing):
                rows: list[tuple[float, float]] = self._db.execute(
                    "SELECT lon, lat FROM corner WHERE one = ? AND other = ? "
                    "ORDER BY lon, lat",
                    (street, other),
                ).fetchall()
                for lon, lat in _apart(rows):
                    result.append(self._corner(query, (street, other), lon, lat))
            if result:
                break
        return result + found

    def _meant(self, name: str) -> list[int]:
        key = street_key(name)
        return self._streets.spelled(key) or [
            street for street, _ in self._streets.near(key, "")[:3]
        ]

    def _corner(
        self, query: Query, pair: tuple[int, int], lon: float, lat: float
    ) -> Candidate:
        row = self._db.execute(
            f"SELECT {ROW} FROM address WHERE street IN (?, ?) "  # noqa: S608
            "ORDER BY (lon - ?) * (lon - ?) * 0.3 + (lat - ?) * (lat - ?) LIMIT 1",
            (*pair, lon, lon, lat, lat),
        ).fetchone()
        score, reason = 0.7, Why.CORNER
        postcode = city = ""
        if row is not None and apart_m(lon, lat, row[6], row[7]) < _CORNER_TOWN_M:
            postcode, city = row[4], row[5]
            score, _, _ = self._located(query, row, score, reason, ())
        return Candidate(
            self._streets.name(pair[0]),
            "",
            "",
            postcode,
            city,
            lon,
            lat,
            round(max(score, 0.0), 3),
            reason,
            (self._streets.name(pair[1]),),
            how=How.CORNER,
        )


@dataclass(frozen=True, slots=True)
class _Start:
    """What the street alone is worth, before the number is looked at."""

    name: str
    score: float
    reason: Why
    args: tuple[Argument, ...]


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


def _apart(
    places: Sequence[tuple[float, float]],
) -> list[tuple[float, float]]:
    """The places of a corner, those of two carriageways taken together."""
    groups: list[list[tuple[float, float]]] = []
    for place in places:
        for group in groups:
            if apart_m(*place, *group[0]) < _CORNER_M:
                group.append(place)
                break
        else:
            groups.append([place])
    return [
        (sum(p[0] for p in g) / len(g), sum(p[1] for p in g) / len(g)) for g in groups
    ]


def candidate_of(
    street: str,
    row: Row,
    score: float,
    reason: Why,
    args: tuple[Argument, ...] = (),
    unit: str = "",
    how: How = How.EXACT,
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
        how,
    )


def _unit_rank(row: Row, unit: str) -> tuple[bool, bool, int]:
    """Rows of the wanted stair or flat first, then the house, then the best kind."""
    stair = unit.split(maxsplit=1)[0].lower().rstrip(".") if unit.strip() else ""
    return (not (stair and row[3].lower() == stair), bool(row[3]), row[9])
