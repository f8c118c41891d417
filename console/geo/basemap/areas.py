"""Makes areas from closed ways and multipolygons, also from ones that were cut.

Where an extract's edge has cut a ring, its open ends are led to the nearest point of
the extract's box and the box is divided by the lines. That gives faces, of which every
second one is inside (two faces that share a line lie on different sides of it). Which
half is the inside cannot be read from the lines, so it is the half with fewer
witnesses of dry land (house numbers and street nodes) a square metre for water, and
the smaller half for everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from console.geo.extract import Extract, Relation, Way
from console.geo.mercator import to_mercator

Line = NDArray[np.float64]
"""Points in Mercator metres (n, 2), n >= 2."""

_SMALL_SHARE = 0.05
_MARGIN_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Ground:
    """The extract's box in Mercator metres, and points known to be on dry land."""

    box: shapely.Polygon
    dry: shapely.STRtree

    @classmethod
    def of(cls, extract: Extract) -> "Ground":
        """The ground of an extract."""
        b = extract.bounds
        west_south, east_north = to_mercator(
            np.array([(b.west, b.south), (b.east, b.north)])
        )
        dry = [(n.lon, n.lat) for n in extract.nodes if "addr:housenumber" in n.tags]
        for way in extract.ways.values():
            if "highway" in way.tags and way.tags.get("bridge", "no") == "no":
                dry += [at for r in way.refs[::3] if (at := extract.position.get(r))]
        points = to_mercator(np.array(dry).reshape(-1, 2))
        box = shapely.box(*west_south, *east_north)
        return cls(box, shapely.STRtree([shapely.Point(point) for point in points]))

    def dry_points(self, face: BaseGeometry) -> int:
        """How many witnesses of dry land lie in a face."""
        return len(self.dry.query(face, predicate="contains"))


def way_area(extract: Extract, way: Way, ground: Ground) -> BaseGeometry | None:
    """The area of a closed way, or None when too little of it is here."""
    here = extract.points(way.refs)
    if len(here) < 3:
        return None
    ring = to_mercator(here)
    if all(ref in extract.position for ref in way.refs):
        return _sound(shapely.Polygon(ring)) if len(ring) > 3 else None
    return _cut_area(_runs(extract, way), ring, ground)


def relation_area(
    extract: Extract, relation: Relation, ground: Ground, *, wet: bool
) -> BaseGeometry | None:
    """The area of a multipolygon, as far as its members are here."""
    outer: list[Line] = []
    inner: list[Line] = []
    for member in relation.members:
        if member.kind == "w" and member.ref in extract.ways:
            lines = _runs(extract, extract.ways[member.ref])
            (inner if member.role == "inner" else outer).extend(lines)
    if not outer:
        return None
    area = _from_lines(outer, ground, wet=wet)
    if area is None or not inner:
        return area
    hole = _from_lines(inner, ground, wet=False)
    return _sound(shapely.difference(area, hole)) if hole is not None else area


def faces_of(lines: Sequence[BaseGeometry], box: shapely.Polygon) -> list[BaseGeometry]:
    """The faces into which lines divide a box, open ends led to the box's edge."""
    merged = shapely.line_merge(shapely.union_all([*lines]))
    cut = shapely.intersection(merged, box)
    parts = [p for p in shapely.get_parts(cut) if isinstance(p, shapely.LineString)]
    parts = [
        p
        for p in shapely.get_parts(shapely.line_merge(shapely.union_all(parts)))
        if isinstance(p, shapely.LineString)
    ]
    edge = box.exterior
    margin = _MARGIN_SHARE * float(np.sqrt(box.area))
    extra: list[BaseGeometry] = []
    for part in parts:
        if part.is_closed:
            continue
        for end in (part.coords[0], part.coords[-1]):
            point = shapely.Point(end)
            away = edge.distance(point)
            if 0 < away < margin:
                on_edge = edge.interpolate(edge.project(point))
                extra.append(shapely.LineString([point, on_edge]))
    noded = shapely.union_all([edge, *parts, *extra])
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def _runs(extract: Extract, way: Way) -> list[Line]:
    return [to_mercator(run) for run in extract.runs(way.refs)]


def _sound(geometry: BaseGeometry) -> BaseGeometry | None:
    """Only the areas of a geometry, valid; None when nothing is left."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    areas = [p for p in shapely.get_parts(geometry) if isinstance(p, shapely.Polygon)]
    if not areas:
        areas = [
            q
            for p in shapely.get_parts(geometry)
            for q in shapely.get_parts(p)
            if isinstance(q, shapely.Polygon)
        ]
    if not areas:
        return None
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)


def _cut_area(runs: list[Line], ring: Line, ground: Ground) -> BaseGeometry | None:
    """A closed way that lost nodes: a small one is closed straight across the cut."""
    whole = shapely.Polygon(ring) if len(ring) > 2 else None
    if whole is not None and not _is_large(ring, ground):
        return _sound(whole)
    lines = [shapely.LineString(run) for run in runs]
    if not lines:
        return None
    return _halves(faces_of(lines, ground.box), lines, ground, wet=False) or (
        _sound(whole) if whole is not None else None
    )


def _is_large(points: Line, ground: Ground) -> bool:
    """Whether points span so much of the extract that its edge matters."""
    span = float(np.ptp(points, axis=0).max())
    return span > _SMALL_SHARE * float(np.sqrt(ground.box.area))


def _from_lines(lines: list[Line], ground: Ground, *, wet: bool) -> BaseGeometry | None:
    merged = shapely.line_merge(
        shapely.MultiLineString([line for line in lines if len(line) > 1])
    )
    parts = [p for p in shapely.get_parts(merged) if isinstance(p, shapely.LineString)]
    closed = [_sound(shapely.Polygon(p)) for p in parts if p.is_closed]
    areas = [area for area in closed if area is not None]
    open_lines: list[BaseGeometry] = [p for p in parts if not p.is_closed]
    if open_lines:
        ring = np.vstack([np.asarray(p.coords) for p in open_lines])
        half = None
        if _is_large(ring, ground):
            faces = faces_of(open_lines, ground.box)
            half = _halves(faces, open_lines, ground, wet=wet)
        elif len(open_lines) == 1 and len(ring) > 2:
            half = _sound(shapely.Polygon(ring))
        if half is not None:
            areas.append(half)
    return _sound(shapely.union_all(areas)) if areas else None


def _halves(
    faces: list[BaseGeometry],
    lines: Sequence[BaseGeometry],
    ground: Ground,
    *,
    wet: bool,
) -> BaseGeometry | None:
    """One of the two halves into which the faces fall on either side of the lines."""
    if len(faces) < 2:
        return None
    border = shapely.buffer(shapely.union_all([*lines]), 0.5)
    side: dict[int, int] = {}
    for first in range(len(faces)):
        if first in side:
            continue
        side[first] = 0
        waiting = [first]
        while waiting:
            here = waiting.pop()
            for there in range(len(faces)):
                if there in side or not faces[here].touches(faces[there]):
                    continue
                shared = faces[here].intersection(faces[there])
                if shared.length > 0 and shared.intersection(border).length > 0:
                    side[there] = 1 - side[here]
                    waiting.append(there)
    halves = [[f for i, f in enumerate(faces) if side[i] == s] for s in (0, 1)]
    if not all(halves):
        return None

    def unlikely(half: list[BaseGeometry]) -> float:
        area = sum(f.area for f in half)
        return sum(ground.dry_points(f) for f in half) / area if wet else area

    return _sound(shapely.union_all(min(halves, key=unlikely)))
