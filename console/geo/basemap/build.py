"""Writes the base map of an extract: classes, areas, sea, bands, packets.

Every feature is made once in Mercator metres; each band takes the features that are
large enough to be seen there, simplified, and lays them out in packets of neighbours
(sorted into columns from west to east, each column from south to north).
"""

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from console.geo.basemap.areas import Ground, relation_area, way_area
from console.geo.basemap.coast import coastlines, sea_of
from console.geo.basemap.kinds import (
    AREAS,
    CODE,
    FIRST_ZOOM,
    Look,
    area_look,
    gate_look,
    house_look,
    line_look,
    place_look,
)
from console.geo.basemap.map import BANDS, FILE, Packet
from console.geo.errors import BuildCancelled
from console.geo.extract import Cancelled, Extract, Progress, Way, never, silent
from console.geo.mercator import pixel_m, to_mercator

log = logging.getLogger(__name__)

_PACKET: Final = 128
_LOOK_EVERY: Final = 2000
_CLOSEST_ZOOM: Final = 21
_FINEST_ZOOM: Final = 18
_TOLERANCE_PX: Final = 0.5
_SMALLEST_PX: Final = 2.0
_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE packet(id INTEGER PRIMARY KEY, band INTEGER NOT NULL, blob BLOB NOT NULL);
CREATE TABLE name(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE extent(west REAL, south REAL, east REAL, north REAL);
CREATE VIRTUAL TABLE reach USING rtree(id, west, east, south, north);
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A feature before it is laid out."""

    look: Look
    shape: BaseGeometry


def build_basemap(
    extract: Extract,
    folder: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> int:
    """Write the base map into `folder`; gives the number of features.

    Raises BuildCancelled.
    """
    progress("basemap", 0.0)
    drawn = features(extract, cancelled=cancelled)
    extent = Ground.box_of(extract).bounds
    progress("basemap", 0.5)
    names = {n: i for i, n in enumerate(sorted({d.look.name for d in drawn} - {""}))}
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.executescript(_SCHEMA)
        db.execute("INSERT INTO extent VALUES (?, ?, ?, ?)", extent)
        db.executemany(
            "INSERT INTO name VALUES (?, ?)", [(i, n) for n, i in names.items()]
        )
        for done, band in enumerate(BANDS, start=1):
            if cancelled():
                raise BuildCancelled
            _write_band(db, band, drawn, names)
            progress("basemap", 0.5 + 0.5 * done / len(BANDS))
        db.commit()
        db.execute("VACUUM")
    return len(drawn)


def features(extract: Extract, *, cancelled: Cancelled = never) -> list[Drawn]:
    """Every feature of the extract in Mercator metres."""
    ground = Ground.of(extract)
    sea = sea_of(extract, ground)
    for place in sea.broken:
        log.warning("the coastline breaks off near %.5f, %.5f: no sea there", *place)
    drawn = [Drawn(Look("water"), face) for face in sea.faces]
    drawn += [
        Drawn(Look("coast"), shapely.LineString(line)) for line in coastlines(extract)
    ]
    islands: list[BaseGeometry] = []
    outlines = _outlines(extract)
    for count, way in enumerate(extract.ways.values()):
        if count % _LOOK_EVERY == 0 and cancelled():
            raise BuildCancelled
        if way.tags:
            drawn += _lines(extract, way)
        if way.tags and way.closed:
            look = area_look(way.tags)
            island = way.tags.get("natural") == "land"
            if way.id in outlines:
                look = None
            kind = look.kind if look else ""
            area = way_area(extract, way, ground, kind) if look or island else None
            if area is not None and island:
                islands.append(area)
            elif area is not None and look is not None:
                drawn.append(Drawn(look, area))
    if cancelled():
        raise BuildCancelled
    drawn += _multipolygons(extract, ground)
    drawn += _points(extract)
    drawn += _houses(extract, drawn)
    return _merged(_without_islands(drawn, islands))


def _merged(drawn: list[Drawn]) -> list[Drawn]:
    """Lines that look the same joined end to end: fewer to draw, longer to label."""
    lines: dict[Look, list[shapely.LineString]] = defaultdict(list)
    result = []
    for item in drawn:
        if isinstance(item.shape, shapely.LineString):
            lines[item.look].append(item.shape)
        else:
            result.append(item)
    for look, group in lines.items():
        joined = shapely.line_merge(shapely.MultiLineString(group))
        result += [Drawn(look, shape) for shape in shapely.get_parts(joined)]
    return result


def _lines(extract: Extract, way: Way) -> Iterator[Drawn]:
    look = line_look(way.tags)
    if look is not None and not (look.kind == "pier" and way.closed):
        for run in extract.runs(way.refs):
            yield Drawn(look, shapely.LineString(to_mercator(run)))


def _outlines(extract: Extract) -> dict[int, Look]:
    """Closed ways that carry the tags of their multipolygon, which has none itself.

    That is how holes were drawn of old; the area of the relation stands for them.
    """
    result: dict[int, Look] = {}
    for relation in extract.relations:
        if relation.tags.get("type") != "multipolygon" or area_look(relation.tags):
            continue
        if not any(member.role == "inner" for member in relation.members):
            continue
        for member in relation.members:
            way = extract.ways.get(member.ref) if member.kind == "w" else None
            look = area_look(way.tags) if way and member.role != "inner" else None
            if look is not None:
                result[member.ref] = look
    return result


def _multipolygons(extract: Extract, ground: Ground) -> Iterator[Drawn]:
    outlines = _outlines(extract)
    for relation in extract.relations:
        if relation.tags.get("type") != "multipolygon":
            continue
        look = area_look(relation.tags)
        for member in relation.members if look is None else ():
            look = look or (outlines.get(member.ref) if member.kind == "w" else None)
        if look is not None:
            area = relation_area(extract, relation, ground, look.kind)
            if area is not None:
                yield Drawn(look, area)


def _points(extract: Extract) -> Iterator[Drawn]:
    """Names of places, numbers of houses and entrances, each at its node."""
    for node in extract.nodes:
        looks = [place_look(node.tags), house_look(node.tags), gate_look(node.tags)]
        if any(looks):
            at = shapely.Point(to_mercator(np.array([(node.lon, node.lat)]))[0])
            yield from (Drawn(look, at) for look in looks if look is not None)


def _houses(extract: Extract, drawn: list[Drawn]) -> Iterator[Drawn]:
    """Numbers of houses that are areas, where no node says the same."""
    said = defaultdict(list)
    for item in drawn:
        if item.look.kind == "house":
            said[item.look.name].append(item.shape)
    numbered = {name: shapely.STRtree(points) for name, points in said.items()}
    for way in extract.ways.values():
        look = house_look(way.tags) if way.closed else None
        ring = extract.points(way.refs) if look is not None else ()
        if look is None or len(ring) < 4:
            continue
        house = shapely.make_valid(shapely.Polygon(to_mercator(np.array(ring))))
        tree = numbered.get(look.name)
        if tree is None or not len(tree.query(house, predicate="intersects")):
            yield Drawn(look, house.representative_point())


def _without_islands(drawn: list[Drawn], islands: list[BaseGeometry]) -> list[Drawn]:
    """Old tagging draws islands over the water (natural=land): they are cut out."""
    if not islands:
        return drawn
    land = shapely.union_all(islands)
    result = []
    for item in drawn:
        if item.look.kind == "water" and item.shape.intersects(land):
            shape = shapely.difference(item.shape, land)
            if not shape.is_empty:
                result.append(Drawn(item.look, shape))
        else:
            result.append(item)
    return result


def _write_band(
    db: sqlite3.Connection, band: int, drawn: Sequence[Drawn], names: dict[str, int]
) -> None:
    finer = [other for other in BANDS if other > band]
    last_zoom = finer[0] if finer else _CLOSEST_ZOOM
    pixel = pixel_m(min(last_zoom, _FINEST_ZOOM))
    looks = [d.look for d in drawn if FIRST_ZOOM[d.look.kind] < last_zoom]
    shapes = np.array(
        [d.shape for d in drawn if FIRST_ZOOM[d.look.kind] < last_zoom], dtype=object
    )
    if not looks:
        return
    area = np.array([look.kind in AREAS for look in looks])
    shapes = shapely.simplify(shapes, _TOLERANCE_PX * pixel, preserve_topology=False)
    box = shapely.bounds(shapes)
    size = np.fmax(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    point = shapely.get_type_id(shapes) == 0
    small = np.where(area, _SMALLEST_PX * pixel, pixel)
    kept = (~shapely.is_empty(shapes) & (size >= small)) | point
    index = np.flatnonzero(kept)
    for chosen in _neighbours(box, index):
        packet = _packet([looks[i] for i in chosen], shapes[chosen], names)
        west, south = box[chosen, :2].min(axis=0)
        east, north = box[chosen, 2:].max(axis=0)
        cursor = db.execute(
            "INSERT INTO packet(band, blob) VALUES (?, ?)", (band, packet.to_bytes())
        )
        db.execute(
            "INSERT INTO reach VALUES (?, ?, ?, ?, ?)",
            (cursor.lastrowid, west, east, south, north),
        )


def _neighbours(
    box: NDArray[np.float64], index: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """Groups of features that lie near each other; very large ones stand alone."""
    if not len(index):
        return []
    size = np.fmax(box[index, 2] - box[index, 0], box[index, 3] - box[index, 1])
    span = box[index, 2].max() - box[index, 0].min()
    large = size > max(span / 12, 1500.0)
    groups = [index[i : i + 1] for i in np.flatnonzero(large)]
    rest = index[~large]
    middle = (box[rest, :2] + box[rest, 2:]) / 2
    columns = max(1, int(np.sqrt(len(rest) / _PACKET)))
    by_x = rest[np.argsort(middle[:, 0], kind="stable")]
    for column in np.array_split(by_x, columns):
        y = box[column, 1] + box[column, 3]
        by_y = column[np.argsort(y, kind="stable")]
        groups += [by_y[i : i + _PACKET] for i in range(0, len(by_y), _PACKET)]
    return groups


def _packet(
    looks: Sequence[Look],
    shapes: NDArray[np.object_],
    names: dict[str, int],
) -> Packet:
    lines, feature = _parts(shapes)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    box = shapely.bounds(shapes)
    origin = np.floor(box[:, :2].min(axis=0))
    return Packet(
        origin,
        np.array([CODE[look.kind] for look in looks], np.uint8),
        np.array([look.layer for look in looks], np.int8),
        np.array([look.rank for look in looks], np.uint8),
        np.array([look.flags for look in looks], np.uint8),
        np.array([names.get(look.name, -1) for look in looks], np.int32),
        np.bincount(feature, minlength=len(looks)).astype(np.int32),
        np.bincount(line, minlength=len(lines)).astype(np.int32),
        (box - np.tile(origin, 2)).astype(np.float32),
        (xy - origin).astype(np.float32),
    )


def _parts(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Rings, lines and points of the shapes, and which shape each belongs to."""
    singles, of_shape = shapely.get_parts(shapes, return_index=True)
    polygon = shapely.get_type_id(singles) == 3
    rings, of_polygon = shapely.get_rings(singles[polygon], return_index=True)
    lines = np.concatenate((rings, singles[~polygon]))
    owner = np.concatenate((of_shape[polygon][of_polygon], of_shape[~polygon]))
    order = np.argsort(owner, kind="stable")
    return lines[order], owner[order]
