"""Makes the sea from coastlines, also where the extract's edge has cut them.

A coastline has land on its left and water on its right. The coastlines, led to the
edge of the extract's box, divide the box into faces. Just beside every coastline
segment a point is put on the left and one on the right; each face is sea or land by
the length of segments that say so.

Where a coastline breaks off amid the extract, the face around it hears both: such a
face stays land and the place is told (`Sea.broken`), for a street under water is worse
than a bay that is drawn only by its shore. A gap of a few metres is closed, as is one
where only the node between two pieces is missing. An extract without a coastline has
no sea, unless nothing in it is dry and ships sail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from console.geo.basemap.areas import Ground, Line, faces_of
from console.geo.extract import Extract
from console.geo.mercator import to_lonlat, to_mercator

_BESIDE_M: Final = 0.5
_GAP_M: Final = 60.0
_SURE: Final = 0.8
_HEARD_M: Final = 20.0


@dataclass(frozen=True, slots=True)
class Sea:
    """The faces of the box that are sea, and where the shore contradicts itself.

    `broken` holds degrees (lon, lat) of a loose end in each face that was left as
    land because its coastline says both.
    """

    faces: tuple[BaseGeometry, ...] = ()
    broken: tuple[tuple[float, float], ...] = ()


def coastlines(extract: Extract) -> list[Line]:
    """The coastlines of an extract, unbroken runs in Mercator metres."""
    return [
        to_mercator(run)
        for way in extract.ways.values()
        if way.tags.get("natural") == "coastline"
        for run in extract.runs(way.refs)
    ]


def sea_of(extract: Extract, ground: Ground) -> Sea:
    """The sea of an extract."""
    coasts = coastlines(extract)
    if coasts:
        return sea(coasts, ground)
    if ground.dry_points(ground.box) or not _at_sea(extract):
        return Sea()
    return Sea((ground.box,))


def sea(coasts: Sequence[Line], ground: Ground) -> Sea:
    """The sea of coastlines in Mercator metres, land on the left of each."""
    lines = joined(coasts)
    if not lines:
        return Sea()
    faces = faces_of([shapely.LineString(line) for line in lines], ground.box)
    wet, dry = _heard(lines, faces)
    total = wet + dry
    share = np.divide(wet, total, out=np.zeros(len(faces)), where=total > 0)
    doubtful = (share > 1 - _SURE) & (share < _SURE) & (total > _HEARD_M)
    return Sea(
        tuple(f for f, s in zip(faces, share, strict=True) if s >= _SURE),
        _told([f for f, d in zip(faces, doubtful, strict=True) if d], lines, ground),
    )


def joined(coasts: Sequence[Line]) -> list[Line]:
    """Coastlines end to start, small gaps closed; the direction stays."""
    whole = [line for line in coasts if len(line) > 1 and np.ptp(line, axis=0).any()]
    if not whole:
        return []
    merged = shapely.line_merge(
        shapely.MultiLineString([shapely.LineString(line) for line in whole]),
        directed=True,
    )
    lines = [np.asarray(p.coords) for p in shapely.get_parts(merged)]
    while (gap := _smallest_gap(lines)) is not None:
        first, then = gap
        if first == then:
            lines[first] = np.vstack((lines[first], lines[first][:1]))
        else:
            lines[first] = np.vstack((lines[first], lines[then]))
            del lines[then]
    return lines


def _smallest_gap(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Which open line is best followed by which, itself perhaps; None if by none."""
    opened = [i for i, line in enumerate(lines) if (line[0] != line[-1]).any()]
    if not opened:
        return None
    starts = np.array([lines[i][0] for i in opened])
    ends = np.array([lines[i][-1] for i in opened])
    away = np.hypot(*(ends[:, None] - starts[None, :]).transpose(2, 0, 1))
    first, then = np.unravel_index(int(np.argmin(away)), away.shape)
    if away[first, then] >= min(_GAP_M, _length(lines[opened[first]]) / 2):
        return None
    return opened[int(first)], opened[int(then)]


def _length(line: Line) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _heard(
    lines: Sequence[Line], faces: Sequence[BaseGeometry]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres of shore that say sea and land of each face, float64 (faces,) each."""
    starts = np.vstack([line[:-1] for line in lines])
    ends = np.vstack([line[1:] for line in lines])
    along = ends - starts
    length = np.hypot(along[:, 0], along[:, 1])
    kept = length > 0
    starts, ends, along, length = starts[kept], ends[kept], along[kept], length[kept]
    left = np.column_stack((-along[:, 1], along[:, 0])) / length[:, None] * _BESIDE_M
    middle = (starts + ends) / 2
    tree = shapely.STRtree(list(faces))
    heard = []
    for points in (middle - left, middle + left):
        which, face = tree.query(shapely.points(points), predicate="within")
        said = np.zeros(len(faces))
        np.add.at(said, face, length[which])
        heard.append(said)
    return heard[0], heard[1]


def _told(
    faces: Sequence[BaseGeometry], lines: Sequence[Line], ground: Ground
) -> tuple[tuple[float, float], ...]:
    """For each face the loose end of a shore that lies deepest in the extract."""
    ends = [end for line in lines for end in (line[0], line[-1])]
    edge = ground.box.exterior
    places = []
    for face in faces:
        loose = [shapely.Point(end) for end in ends]
        near = [point for point in loose if face.distance(point) < 1]
        deepest = max(near or [face.representative_point()], key=edge.distance)
        lon, lat = to_lonlat(np.array([(deepest.x, deepest.y)]))[0].tolist()
        places.append((lon, lat))
    return tuple(places)


def _at_sea(extract: Extract) -> bool:
    """Whether anything sails or is buoyed here."""
    return any(
        way.tags.get("route") == "ferry" or "seamark:type" in way.tags
        for way in extract.ways.values()
    ) or any("seamark:type" in node.tags for node in extract.nodes)
