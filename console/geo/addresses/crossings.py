"""Corners: where two streets of the book meet.

A corner loses 0.3, for it names no door. What two carriageways give is one place; a
corner far from every house of its streets stands in no town.
"""

import sqlite3
from collections.abc import Sequence

from console.geo.addresses.agreement import Agreement
from console.geo.addresses.candidates import Candidate, How, Why, apart_m
from console.geo.addresses.folding import street_key
from console.geo.addresses.gazetteer import Streets
from console.geo.addresses.query import Query
from console.geo.addresses.rows import ROW

_CORNER_M = 60.0
_CORNER_TOWN_M = 400.0


class Crossings:
    """The corners of a region."""

    def __init__(
        self, db: sqlite3.Connection, streets: Streets, agreement: Agreement
    ) -> None:
        self._db = db
        self._streets = streets
        self._agreement = agreement

    def of(self, query: Query) -> list[Candidate]:
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
        return result

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
            score, _, _ = self._agreement.located(query, row, score, reason, ())
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
