"""Where the map looks: a centre, a zoom and a size of the screen.

Ground coordinates are Web-Mercator metres (EPSG:3857), y to the north; screen
coordinates are logical pixels, y down. At zoom z the world is 256 * 2**z pixels wide.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from console.geo.mercator import RADIUS_M, pixel_m, to_lonlat, to_mercator

MIN_ZOOM = 6.0
MAX_ZOOM = 20.0
HALF = 0.5
CLOSER = 1.5
"""The first look is no more steps of zoom than this from showing all."""

Box = tuple[float, float, float, float]
"""West, south, east, north in Mercator metres."""


@dataclass(frozen=True, slots=True)
class Camera:
    """`x`, `y` stand in the middle of a screen of `width` x `height` pixels."""

    x: float
    y: float
    zoom: float
    width: int
    height: int

    @property
    def metres(self) -> float:
        """Mercator metres of a pixel; real ones are shorter, see `ground_m`."""
        return pixel_m(self.zoom)

    @property
    def ground_m(self) -> float:
        """Real metres of a pixel in the middle of the screen."""
        return self.metres / float(np.cosh(self.y / RADIUS_M))

    @property
    def box(self) -> Box:
        """What the screen shows."""
        half_x, half_y = self.width / 2 * self.metres, self.height / 2 * self.metres
        return (self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y)

    def to_screen(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (n, 2) of Mercator metres (n, 2)."""
        scale = 1 / self.metres
        return np.column_stack(
            (
                (xy[:, 0] - self.x) * scale + self.width / 2,
                (self.y - xy[:, 1]) * scale + self.height / 2,
            )
        )

    def to_ground(self, px: float, py: float) -> tuple[float, float]:
        """Mercator metres under a pixel."""
        return (
            self.x + (px - self.width / 2) * self.metres,
            self.y - (py - self.height / 2) * self.metres,
        )

    def panned(self, dx: float, dy: float) -> "Camera":
        """The ground follows a drag by so many pixels."""
        return replace(self, x=self.x - dx * self.metres, y=self.y + dy * self.metres)

    def zoomed(self, steps: float, px: float, py: float) -> "Camera":
        """Closer by `steps`, the ground under the pixel staying where it is."""
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, self.zoom + steps))
        ground_x, ground_y = self.to_ground(px, py)
        metres = pixel_m(zoom)
        return replace(
            self,
            zoom=zoom,
            x=ground_x - (px - self.width / 2) * metres,
            y=ground_y + (py - self.height / 2) * metres,
        )

    def resized(self, width: int, height: int) -> "Camera":
        """The same centre on another screen."""
        return replace(self, width=max(1, width), height=max(1, height))

    def looking_at(self, x: float, y: float) -> "Camera":
        """Another centre."""
        return replace(self, x=x, y=y)

    def bringing(self, x: float, y: float, margin: float) -> "Camera":
        """Moved as little as puts a place at least `margin` pixels inside."""
        px, py = self.to_screen(np.array([(x, y)]))[0].tolist()
        margin_x = min(margin, self.width / 2)
        margin_y = min(margin, self.height / 2)
        dx = _between(px, margin_x, self.width - margin_x) - px
        dy = _between(py, margin_y, self.height - margin_y) - py
        return self.panned(dx, dy) if dx or dy else self

    def fitted(self, box: Box, margin: float = 40.0, closest: float = 17.0) -> "Camera":
        """All of a box with a margin in pixels, in quarter steps of zoom."""
        west, south, east, north = box
        room_x = max(1.0, self.width - 2 * margin)
        room_y = max(1.0, self.height - 2 * margin)
        metres = max((east - west) / room_x, (north - south) / room_y, pixel_m(closest))
        zoom = np.floor(np.log2(pixel_m(0) / metres) * 4) / 4
        return replace(
            self,
            x=(west + east) / 2,
            y=(south + north) / 2,
            zoom=float(min(MAX_ZOOM, max(MIN_ZOOM, zoom))),
        )

    def covering(self, box: Box, about: tuple[float, float]) -> "Camera":
        """As `fitted`, but closer where the box would leave a side half bare.

        Then it looks near `about`, no further out of the box than it has to.
        """
        whole = self.fitted(box)
        west, south, east, north = box
        filled = min((east - west) / self.width, (north - south) / self.height)
        share = filled / whole.metres
        if not 0 < share < HALF:
            return whole
        steps = np.floor(np.log2(HALF / share) * 4 + 0.5) / 4
        zoom = float(min(MAX_ZOOM, whole.zoom + min(steps, CLOSER)))
        half_x = self.width / 2 * pixel_m(zoom)
        half_y = self.height / 2 * pixel_m(zoom)
        return replace(
            whole,
            x=_between(about[0], west + half_x, east - half_x),
            y=_between(about[1], south + half_y, north - half_y),
            zoom=zoom,
        )


def _between(wanted: float, low: float, high: float) -> float:
    """The middle where there is no room between."""
    return (low + high) / 2 if low > high else min(max(wanted, low), high)


def scale_bar(ground_m: float, room_px: float = 120.0) -> tuple[int, float]:
    """The longest round length that fits, in metres, and its pixels."""
    longest = room_px * ground_m
    power = 10.0 ** np.floor(np.log10(longest))
    step = max(s for s in (1, 2, 5) if s * power <= longest)
    metres = step * power
    return max(1, round(metres)), metres / ground_m


def lonlat_of(x: float, y: float) -> tuple[float, float]:
    """WGS84 degrees of Mercator metres."""
    lon, lat = to_lonlat(np.array([(x, y)]))[0]
    return float(lon), float(lat)


def mercator_of(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mercator metres (n, 2) of degrees (n, 2)."""
    return to_mercator(lonlat.reshape(-1, 2))
