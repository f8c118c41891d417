"""Columns of points into painter paths, without a Python call for every point.

A QPainterPath travels through QDataStream as a count, then an element of 20 bytes for
every point (int32 type, two doubles, big endian), then two int32: where the open
subpath starts, and the fill rule. numpy writes exactly that.
"""

import struct

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1
_ODD_EVEN = 0


def elements(xy: NDArray[np.float64], part: NDArray[np.int64]) -> bytes:
    """The points (m, 2) as path elements; a part begins at every offset of `part`."""
    table = np.empty(len(xy), dtype=ELEMENT)
    table["type"] = _LINE
    table["type"][part[:-1][part[:-1] < len(xy)]] = _MOVE
    table["x"], table["y"] = xy[:, 0], xy[:, 1]
    return table.tobytes()


def path_of(drawn: bytes) -> QPainterPath:
    """The path of elements, filled odd-even."""
    path = QPainterPath()
    count = len(drawn) // ELEMENT.itemsize
    if count:
        data = struct.pack(">i", count) + drawn + struct.pack(">ii", 0, _ODD_EVEN)
        # the operator reads in place and gives the stream back
        _ = QDataStream(QByteArray(data)) >> path
    return path


def polyline(xy: NDArray[np.float64]) -> QPainterPath:
    """One open line through the points (m, 2)."""
    return path_of(elements(xy, np.array([0, len(xy)], dtype=np.int64)))
