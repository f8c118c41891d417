"""Makes the sea from coastlines, also where the extract's edge has cut them.

A coastline has land on its left and water on its right. The coastlines, led to the
edge of the extract's box, divide the box into faces. Just beside every coastline
segment a point is put on the left and one on the right; each face is sea or land by
the length of segments that say so. An extract without a coastline has no sea here.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from console.geo.basemap.areas import Ground, Line, faces_of
from console.geo.extract import Extract
from console.geo.mercator import to_mercator

_BESIDE_M = 0.5


def coastlines(extract: Extract) -> list[Line]:
    """The coastlines of an extract, unbroken runs in Mercator metres."""
    return [
        to_mercator(run)
        for way in extract.ways.values()
        if way.tags.get("natural") == "coastline"
        for run in extract.runs(way.refs)
    ]


def sea(coasts: Sequence[Line], ground: Ground) -> list[BaseGeometry]:
    """The faces of the box that are sea."""
    if not coasts:
        return []
    faces = faces_of([shapely.LineString(line) for line in coasts], ground.box)
    if not faces:
        return []
    starts = np.vstack([line[:-1] for line in coasts])
    ends = np.vstack([line[1:] for line in coasts])
    along = ends - starts
    length = np.hypot(along[:, 0], along[:, 1])
    kept = length > 0
    starts, ends, along, length = starts[kept], ends[kept], along[kept], length[kept]
    left = np.column_stack((-along[:, 1], along[:, 0])) / length[:, None] * _BESIDE_M
    middle = (starts + ends) / 2
    tree = shapely.STRtree(faces)
    votes = np.zeros(len(faces))
    for points, sign in ((middle - left, 1.0), (middle + left, -1.0)):
        which, face = tree.query(shapely.points(points), predicate="within")
        np.add.at(votes, face, sign * length[which])
    return [face for face, vote in zip(faces, votes, strict=True) if vote > 0]
