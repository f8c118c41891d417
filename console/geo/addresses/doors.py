"""Which door of one street is meant, and how sure that is.

From what the street alone is worth a candidate loses
  0.1  for another letter at the same number, 0.22 if that may be far
  0.1  for a number the map itself counted out between two ends
  0.18 for a number interpolated between near neighbours, 0.4 between far ones
  0.3  for the nearest number at the end of a street, 0.5 if it is not near
  0.25 without postcode and city where a town further off has the street too
  0.25 where the map itself gives the number at places far apart
  0.5  without a number
and what the town costs (agreement).
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from console.geo.addresses.agreement import Agreement
from console.geo.addresses.candidates import (
    SAME_PLACE_M,
    Argument,
    Candidate,
    How,
    Why,
    apart_m,
)
from console.geo.addresses.found import Kind
from console.geo.addresses.gazetteer import Streets
from console.geo.addresses.query import Query
from console.geo.addresses.rows import ROW, Row, candidate_of, street_candidate

_NEIGHBOURS_M = 50.0
_SCATTERED_M = 60
_FAR = 0.014
"""Degrees of latitude, about 1.5 km; twice as many of longitude."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the street alone is worth, before the number is looked at."""

    name: str
    score: float
    reason: Why
    args: tuple[Argument, ...]


class Doors:
    """The doors of a region, street by street."""

    def __init__(
        self, db: sqlite3.Connection, streets: Streets, agreement: Agreement
    ) -> None:
        self._db = db
        self._streets = streets
        self._agreement = agreement

    def at(self, query: Query, street: int, start: Start) -> list[Candidate]:
        """Candidates for the number of a query on a street, one a postcode."""
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
        self, query: Query, rows: Sequence[Row], start: Start
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
            score, reason, args = self._agreement.located(
                query, row, score, reason, args
            )
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

    def _between(self, query: Query, street: int, start: Start) -> list[Candidate]:
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
            score, _, _ = self._agreement.located(
                query, row, score, Why.NUMBER_NEAR, ()
            )
            near = (query.number, row[2])
            end = candidate_of(start.name, row, score, Why.NUMBER_NEAR, near)
            return [replace(end, how=How.NEAREST_NUMBER)]
        before, after = low[0], high[0]
        gap_m = apart_m(before[6], before[7], after[6], after[7])
        share = (query.first - before[0]) / (after[0] - before[0])
        score = start.score - (0.18 if gap_m <= _NEIGHBOURS_M else 0.4)
        reason = Why.NUMBER_INTERPOLATED
        args: tuple[Argument, ...] = (before[2], after[2])
        score, reason, args = self._agreement.located(
            query, before, score, reason, args
        )
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

    def _street_only(self, query: Query, street: int, start: Start) -> list[Candidate]:
        lon, lat = self._streets.point(street)
        row = self._db.execute(
            f"SELECT {ROW} FROM address WHERE street = ? "  # noqa: S608
            "ORDER BY postcode <> ?, (lon - ?) * (lon - ?) + (lat - ?) * (lat - ?)",
            (street, query.postcode, lon, lon, lat, lat),
        ).fetchone()
        score = start.score - 0.5
        if row is None:
            return [street_candidate(start.name, lon, lat, score - 0.1)]
        score, _, _ = self._agreement.located(query, row, score, Why.STREET_ONLY, ())
        found = candidate_of(start.name, row, max(score, 0.0), Why.STREET_ONLY)
        return [replace(found, number="", unit="", entrance=0, how=How.STREET_ONLY)]


def _unit_rank(row: Row, unit: str) -> tuple[bool, bool, int]:
    """Rows of the wanted stair or flat first, then the house, then the best kind."""
    stair = unit.split(maxsplit=1)[0].lower().rstrip(".") if unit.strip() else ""
    return (not (stair and row[3].lower() == stair), bool(row[3]), row[9])
