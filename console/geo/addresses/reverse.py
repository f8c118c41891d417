"""The way back: from a point to the door, or else to the street, nearest to it."""

import sqlite3
from dataclasses import dataclass
from math import cos, radians

import numpy as np

from console.geo.addresses.candidates import (
    METRES_A_DEGREE,
    Candidate,
    Why,
    apart_m,
)
from console.geo.addresses.gazetteer import Streets
from console.geo.addresses.rows import ROW, Row, candidate_of, street_candidate

_DOORS_M = (40.0, 150.0)
_STREETS_M = (60.0, 300.0, 1500.0)


@dataclass(frozen=True, slots=True)
class Nearby:
    """What is nearest, and how far away."""

    candidate: Candidate
    away_m: float


class Backwards:
    """Doors and streets by where they are."""

    def __init__(self, db: sqlite3.Connection, streets: Streets) -> None:
        self._db = db
        self._streets = streets

    def door(
        self, lon: float, lat: float, *, most_m: float = _DOORS_M[-1]
    ) -> Nearby | None:
        """The address nearest to a point, within `most_m`; score falls with it."""
        squeeze = cos(radians(lat)) ** 2
        for reach_m in (*(m for m in _DOORS_M if m < most_m), most_m):
            row = self._db.execute(
                f"SELECT {ROW}, street FROM address WHERE id IN (SELECT id FROM reach "  # noqa: S608 - constant text
                "WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?) "
                "ORDER BY (lon - ?) * (lon - ?) * ? + (lat - ?) * (lat - ?), kind",
                (*_box(lon, lat, reach_m), lon, lon, squeeze, lat, lat),
            ).fetchone()
            if row is None:
                continue
            door: Row = row[:-1]
            away_m = apart_m(lon, lat, door[6], door[7])
            if away_m <= reach_m:
                score = max(0.0, 1 - away_m / 300)
                name = self._streets.name(row[-1])
                return Nearby(candidate_of(name, door, score, Why.EXACT), away_m)
        return None

    def street(self, lon: float, lat: float) -> Nearby | None:
        """The point of a named street nearest to a point, within 1,500 m."""
        for reach_m in _STREETS_M:
            rows = self._db.execute(
                "SELECT street, points FROM line WHERE id IN (SELECT id FROM stretch "
                "WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)",
                _box(lon, lat, reach_m),
            )
            best: Nearby | None = None
            for street, points in rows:
                x, y = _foot(np.frombuffer(points, "<f8").reshape(-1, 2), lon, lat)
                away_m = apart_m(lon, lat, x, y)
                if away_m <= reach_m and (best is None or away_m < best.away_m):
                    best = Nearby(self._on(street, x, y, away_m), away_m)
            if best is not None:
                return best
        return None

    def _on(self, street: int, lon: float, lat: float, away_m: float) -> Candidate:
        name = self._streets.name(street)
        return street_candidate(name, lon, lat, 0.5 - away_m / 600)


def _box(lon: float, lat: float, reach_m: float) -> tuple[float, float, float, float]:
    dy = reach_m / METRES_A_DEGREE
    dx = dy / max(cos(radians(lat)), 0.01)
    return lon - dx, lon + dx, lat - dy, lat + dy


def _foot(
    line: np.ndarray[tuple[int, ...], np.dtype[np.float64]], lon: float, lat: float
) -> tuple[float, float]:
    """The point of a line (n, 2) nearest to another point."""
    scale = np.array([cos(radians(lat)), 1.0])
    flat = (line - (lon, lat)) * scale
    start, step = flat[:-1], np.diff(flat, axis=0)
    length = (step**2).sum(axis=1)
    share = -(start * step).sum(axis=1) / np.where(length > 0, length, 1.0)
    feet = start + step * np.clip(share, 0.0, 1.0)[:, None]
    x, y = feet[np.argmin((feet**2).sum(axis=1))] / scale + (lon, lat)
    return float(x), float(y)
