"""Makes areas from closed ways and multipolygons, also from ones that were cut.

Where an extract's edge has cut a ring, its open ends are led to the nearest point of
the extract's box and the box is divided by the lines. That gives faces, of which every
second one is inside (two faces that share a line lie on different sides of it). Which
half is the inside cannot be read from the lines, so witnesses are asked: water is the
half with fewer house numbers and street nodes a square metre, wood and green the one
with fewer houses; where nobody lives and for everything else it is the smaller half.

No straight line is ever drawn across: a ring whose members are missing amid the
extract, far from its edge, is closed only over a small part of its length, else it is
left out.
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
_CHORD_SHARE = 0.2
"""A ring is closed across a gap of at most this part of what is there of it."""
_ENOUGH = 50
"""So many house numbers or houses say something of where people live."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The extract's box in Mercator metres, and points known to be on dry land."""

    box: shapely.Polygon
    dry: shapely.STRtree
    homes: shapely.STRtree

    @classmethod
    def of(cls, extract: Extract) -> "Ground":
        """The ground of an extract."""
        homes = [(n.lon, n.lat) for n in extract.nodes if "addr:housenumber" in n.tags]
        dry = list(homes)
        for way in extract.ways.values():
            if "highway" in way.tags and way.tags.get("bridge", "no") == "no":
                dry += [at for r in way.refs[::3] if (at := extract.position.get(r))]
            elif "building" in way.tags:
                homes += [at for r in way.refs[:1] if (at := extract.position.get(r))]
        return cls(cls.box_of(extract), _tree(dry), _tree(homes))

    @staticmethod
    def box_of(extract: Extract) -> shapely.Polygon:
        """What an extract covers, in Mercator metres."""
        b = extract.bounds
        corners = np.array([(b.west, b.south), (b.east, b.north)])
        west_south, east_north = to_mercator(corners)
        box: shapely.Polygon = shapely.box(*west_south, *east_north)
        return box

    def dry_points(self, face: BaseGeometry) -> int:
        """How many witnesses of dry land lie in a face."""
        return len(self.dry.query(face, predicate="contains"))

    def unlikely(self, half: Sequence[BaseGeometry], kind: str) -> float:
        """The more, the less a half of the box can be an area of a kind."""
        area = sum(f.area for f in half)
        if kind == "water":
            return sum(self.dry_points(f) for f in half) / area
        if kind in ("wood", "green") and len(self.homes) >= _ENOUGH:
            homes = sum(len(self.homes.query(f, predicate="contains")) for f in half)
            return homes / area
        return area


def way_area(
    extract: Extract, way: Way, ground: Ground, kind: str = ""
) -> BaseGeometry | None:
    """The area of a closed way, or None when too little of it is here."""
    here = extract.points(way.refs)
    if len(here) < 3:
        return None
    ring = to_mercator(here)
    if all(ref in extract.position for ref in way.refs):
        return _sound(shapely.Polygon(ring)) if len(ring) > 3 else None
    runs = [shapely.LineString(run) for run in _runs(extract, way)]
    if runs and _is_large(ring, ground):
        half = _halves(faces_of(runs, ground.box), runs, ground, kind)
        if half is not None:
            return half
    if _has_wild_gap(extract, way, ground):
        return None
    return _sound(shapely.Polygon(ring))


def _has_wild_gap(extract: Extract, way: Way, ground: Ground) -> bool:
    """Whether closing a ring over its missing nodes would cut across the land."""
    here = [i for i, ref in enumerate(way.refs) if ref in extract.position]
    xy = to_mercator(extract.points(way.refs))
    there = np.roll(np.array(here), -1)
    # the ring's last node is its first: from there it goes on with the second
    missing = (there - np.array(here)) % (len(way.refs) - 1) > 1
    steps = np.hypot(*(np.roll(xy, -1, axis=0) - xy).T)
    known = float(steps[~missing].sum())
    return any(
        steps[k] > _CHORD_SHARE * known
        and not (_at_edge(xy[k], ground) and _at_edge(xy[(k + 1) % len(xy)], ground))
        for k in np.flatnonzero(missing).tolist()
    )


def _at_edge(at: Line, ground: Ground) -> bool:
    margin = _MARGIN_SHARE * float(np.sqrt(ground.box.area))
    return bool(ground.box.exterior.distance(shapely.Point(at)) < margin)


def relation_area(
    extract: Extract, relation: Relation, ground: Ground, kind: str = ""
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
    area = _from_lines(outer, ground, kind)
    if area is None or not inner:
        return area
    hole = _from_lines(inner, ground, "")
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


def _is_large(points: Line, ground: Ground) -> bool:
    """Whether points span so much of the extract that its edge matters."""
    span = float(np.ptp(points, axis=0).max())
    return span > _SMALL_SHARE * float(np.sqrt(ground.box.area))


def _from_lines(
    lines: Sequence[Line], ground: Ground, kind: str
) -> BaseGeometry | None:
    """The area inside rings, some of which the extract's edge may have cut."""
    if not lines:
        return None
    merged = shapely.line_merge(
        shapely.MultiLineString([line for line in lines if len(line) > 1])
    )
    parts = [p for p in shapely.get_parts(merged) if isinstance(p, shapely.LineString)]
    closed = [_sound(shapely.Polygon(p)) for p in parts if p.is_closed]
    areas = [area for area in closed if area is not None]
    opened: list[BaseGeometry] = [p for p in parts if not p.is_closed]
    if opened:
        ring = np.vstack([np.asarray(p.coords) for p in opened])
        if _is_large(ring, ground):
            half = _halves(faces_of(opened, ground.box), opened, ground, kind)
            areas += [half] if half is not None else _closed_over(opened, ground)
        else:
            areas += _closed_over(opened, ground)
    return _sound(shapely.union_all(areas)) if areas else None


def _closed_over(parts: Sequence[BaseGeometry], ground: Ground) -> list[BaseGeometry]:
    """The areas of open rings that can be closed without cutting across the land.

    That is where the extract's edge has cut them, along it; and small gaps amid it.
    """
    result = []
    for part in parts:
        if len(part.coords) < 3:
            continue
        ends = np.array([part.coords[0], part.coords[-1]])
        gap = float(np.hypot(*(ends[1] - ends[0])))
        at_edge = all(_at_edge(end, ground) for end in ends)
        if not at_edge and gap > _CHORD_SHARE * part.length:
            continue
        area = _sound(shapely.Polygon(part.coords))
        if area is not None:
            result.append(area)
    return result


def _halves(
    faces: list[BaseGeometry],
    lines: Sequence[BaseGeometry],
    ground: Ground,
    kind: str,
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

    return _sound(
        shapely.union_all(min(halves, key=lambda half: ground.unlikely(half, kind)))
    )


def _tree(places: list[tuple[float, float]]) -> shapely.STRtree:
    points = to_mercator(np.array(places).reshape(-1, 2))
    return shapely.STRtree([shapely.Point(point) for point in points])
