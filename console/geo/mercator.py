"""Web Mercator (EPSG:3857): metres on the map, x to the east and y to the north."""

import numpy as np
from numpy.typing import NDArray

RADIUS_M = 6_378_137.0


def to_mercator(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mercator metres (n, 2) of degrees (n, 2); latitudes within +/- 85."""
    rad = np.radians(lonlat)
    x = RADIUS_M * rad[:, 0]
    y = RADIUS_M * np.log(np.tan(np.pi / 4 + rad[:, 1] / 2))
    return np.column_stack((x, y))


def to_lonlat(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees (n, 2) of Mercator metres (n, 2)."""
    lon = np.degrees(xy[:, 0] / RADIUS_M)
    lat = np.degrees(2 * np.arctan(np.exp(xy[:, 1] / RADIUS_M)) - np.pi / 2)
    return np.column_stack((lon, lat))


def pixel_m(zoom: float) -> float:
    """Mercator metres of one pixel at a zoom, tiles being 256 pixels wide."""
    return float(2 * np.pi * RADIUS_M / 256 / 2**zoom)
