"""The streets of a region: snapping, matrices and paths for every way to travel.

Whoever asks says how they travel: a mode, or a `Travel` with the conditions it is
under (sizes, tolls, speed, congestion). A new condition is a new set of weights on the
same graph, made in some tens of milliseconds and kept for the next question.

`Streets.open` maps the pack; nothing is read or computed until it is asked for, and
the arrays are shared by all processes that map the same file. Every method is
synchronous, read-only and safe to call from several threads; the heavy parts release
the interpreter lock. The first call of a process compiles kernels unless they are
cached (`warm`).

Times and lengths are between the places on the street nearest to the points; getting
from the street to the door is the stop's service time. A stop may be reached and left
in either direction of its street.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.domain.travel import Travel
from console.geo.streets.columns import ModeColumns, NetColumns, from_pack
from console.geo.streets.ends import ends_of, snaps_of
from console.geo.streets.errors import NoPathError, PackError
from console.geo.streets.modes import Mode, Net
from console.geo.streets.pack import read_pack
from console.geo.streets.paths import Path as StreetPath
from console.geo.streets.paths import find_path, warm_paths
from console.geo.streets.snapping import Snaps, nearest
from console.geo.streets.sweeps import UNREACHABLE, many_to_many
from console.geo.streets.views import Views

type Floats = NDArray[np.float64]
type Ints32 = NDArray[np.int32]
type Ints64 = NDArray[np.int64]
type Going = Travel | Mode

LIMIT_M: Final = 200.0
_WIDEST_LIMIT_M: Final = 10_000.0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Travel from n sources to m targets; UNREACHABLE where there is no way.

    seconds, metres: int32 (n, m). `unsnapped_sources` and `unsnapped_targets` index
    the points with no street within the limit; their rows and columns are UNREACHABLE
    and nobody else's are touched by it.
    """

    seconds: Ints32
    metres: Ints32
    unsnapped_sources: Ints64
    unsnapped_targets: Ints64

    @property
    def unsnapped(self) -> Ints64:
        """Indices of unsnapped sources; of all points when the matrix is square."""
        return self.unsnapped_sources

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """Whether there is a way, (n, m)."""
        return np.asarray(self.seconds != UNREACHABLE)

    @property
    def unreachable(self) -> Ints64:
        """Pairs (k, 2) of source and target that are snapped but without a way."""
        gaps: NDArray[np.bool_] = ~self.reachable
        gaps[self.unsnapped_sources] = False
        gaps[:, self.unsnapped_targets] = False
        return np.argwhere(gaps)

    @property
    def cut_off(self) -> Ints64:
        """In a square matrix: snapped points without a way to or from most others."""
        snapped = np.ones(len(self.seconds), np.bool_)
        snapped[self.unsnapped_sources] = False
        inside = self.reachable[np.ix_(snapped, snapped)]
        most = inside.shape[0] / 2
        few: NDArray[np.bool_] = (inside.sum(axis=0) <= most) | (
            inside.sum(axis=1) <= most
        )
        if inside.shape[0] < 2:
            return np.empty(0, np.int64)
        return np.flatnonzero(snapped).compress(few)


@dataclass(frozen=True, slots=True)
class Journey:
    """A whole route as one line.

    points: (k, 2) degrees; the leg from stop i to i + 1 is points[first[i]:first[i +
    1] + 1]. seconds and metres: int32 per leg, UNREACHABLE for those in `broken`,
    which are drawn straight from stop to stop.
    """

    points: Floats
    first: Ints64
    seconds: Ints32
    metres: Ints32
    broken: Ints64


class Streets:
    """A region's streets. Wherever `travel` is asked for, a mode alone will do."""

    def __init__(
        self, nets: Mapping[Net, NetColumns], extent: tuple[float, ...]
    ) -> None:
        self._views = Views(nets)
        self._extent = extent

    @staticmethod
    def open(folder: Path) -> "Streets":
        """Map `folder`/streets.bin; raises PackError."""
        pack = read_pack(folder)
        try:
            said = {Net(name): facts for name, facts in pack.facts["nets"].items()}
            extent = tuple(map(float, pack.facts["extent"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PackError(f"the streets file is damaged: {error}") from error
        nets = {net: from_pack(net, facts, pack.columns) for net, facts in said.items()}
        return Streets(nets, extent)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The modes the pack was built for."""
        return tuple(self._views)

    @property
    def extent(self) -> tuple[float, ...]:
        """West, south, east, north of all streets, degrees."""
        return self._extent

    def snap(self, travel: Going, lonlat: Floats, limit_m: float = LIMIT_M) -> Snaps:
        """The nearest place on a street for each of (n, 2) points, within `limit_m`.

        A point farther off, or not a number, stays unsnapped. Limits over 10 km count
        as 10 km.
        """
        columns = self.columns(travel)
        lines, grid = columns.lines, columns.grid
        points = np.ascontiguousarray(lonlat, np.float64).reshape(-1, 2)
        segment = np.empty(len(points), np.int32)
        share, distance_m = np.empty(len(points)), np.empty(len(points))
        side = np.empty(len(points), np.int8)
        nearest(
            points,
            min(_WIDEST_LIMIT_M, limit_m),
            lines.point_lonlat,
            grid.cell_key,
            grid.cell_first,
            grid.cell_segment,
            grid.segment_point,
            columns.segment_use,
            grid.frame,
            segment,
            share,
            distance_m,
            side,
        )
        point = np.where(segment < 0, -1, grid.segment_point[segment])
        return snaps_of(lines, point, share, distance_m, side)

    def matrix(
        self, travel: Going, lonlat: Floats, *, limit_m: float = LIMIT_M
    ) -> Matrix:
        """Seconds and metres between all pairs of (n, 2) points."""
        snaps = self.snap(travel, lonlat, limit_m)
        return self.snapped_matrix(travel, snaps, snaps)

    def rectangle(
        self,
        travel: Going,
        sources: Floats,
        targets: Floats,
        *,
        limit_m: float = LIMIT_M,
    ) -> Matrix:
        """Seconds and metres from each of (n, 2) points to each of (m, 2) points."""
        return self.snapped_matrix(
            travel,
            self.snap(travel, sources, limit_m),
            self.snap(travel, targets, limit_m),
        )

    def snapped_matrix(self, travel: Going, sources: Snaps, targets: Snaps) -> Matrix:
        """The matrix between points snapped before, under any conditions."""
        columns = self.columns(travel)
        a = ends_of(columns, sources)
        b = a if targets is sources else ends_of(columns, targets)
        shape = (sources.street.size, targets.street.size)
        up, down = columns.fans.sweeping(sum(shape))
        seconds, metres = np.empty(shape, np.int32), np.empty(shape, np.int32)
        many_to_many(
            columns.shape.parent,
            up.first,
            up.head,
            up.weight,
            down.first,
            down.head,
            down.weight,
            a.departures.first,
            a.departures.node,
            a.departures.weight,
            b.arrivals.first,
            b.arrivals.node,
            b.arrivals.weight,
            a.street,
            a.along,
            a.against,
            b.street,
            b.along,
            b.against,
            b.limited,
            seconds,
            metres,
        )
        return Matrix(seconds, metres, sources.unsnapped, targets.unsnapped)

    def path(
        self,
        travel: Going,
        a: tuple[float, float],
        b: tuple[float, float],
        *,
        limit_m: float = LIMIT_M,
    ) -> StreetPath:
        """The way from `a` to `b` (lon, lat); times and lengths equal the matrix's.

        Raises NoPathError when a point is off the streets or there is no way.
        """
        snaps = self.snap(travel, np.array([a, b]), limit_m)
        if snaps.unsnapped.size:
            raise NoPathError(f"no street within {limit_m:.0f} m of the point")
        return self._path(travel, snaps, 0, 1)

    def journey(
        self, travel: Going, lonlat: Floats, *, limit_m: float = LIMIT_M
    ) -> Journey:
        """The line through (n, 2) stops in order; legs without a way are named."""
        stops = np.asarray(lonlat, np.float64).reshape(-1, 2)
        snaps = self.snap(travel, stops, limit_m)
        places = np.where(snaps.street[:, None] < 0, stops, snaps.lonlat)
        lines, first, broken = [places[:1]], [0], []
        seconds, metres = [], []
        for leg in range(len(stops) - 1):
            try:
                path = self._path(travel, snaps, leg, leg + 1)
            except NoPathError:
                broken.append(leg)
                line, time_s, length_m = places[leg : leg + 2], UNREACHABLE, UNREACHABLE
            else:
                line, time_s, length_m = path.points, path.seconds, path.metres
            lines.append(line[1:])
            first.append(first[-1] + len(line) - 1)
            seconds.append(time_s)
            metres.append(length_m)
        return Journey(
            points=np.concatenate(lines),
            first=np.array(first, np.int64),
            seconds=np.array(seconds, np.int32),
            metres=np.array(metres, np.int32),
            broken=np.array(broken, np.int64),
        )

    def route(
        self, travel: Going, lonlat: Floats, *, limit_m: float = LIMIT_M
    ) -> Floats:
        """The points (k, 2) of the whole line through the stops, for drawing."""
        return self.journey(travel, lonlat, limit_m=limit_m).points

    def columns(self, travel: Going) -> ModeColumns:
        """The arrays of one way to travel, for what else is told from them.

        Raises ModeMissing.
        """
        return self._views.of(travel)

    def warm(self) -> None:
        """Compile or load every kernel, on two points of the first mode."""
        mode = self.modes[0]
        columns = self.columns(mode)
        points = columns.lines.point_lonlat[:2]
        self.matrix(mode, points)
        self.journey(mode, points)
        warm_paths(columns)

    def _path(self, travel: Going, snaps: Snaps, a: int, b: int) -> StreetPath:
        if snaps.street[a] < 0 or snaps.street[b] < 0:
            raise NoPathError("a stop lies off the streets")
        columns = self.columns(travel)
        return find_path(columns, snaps, ends_of(columns, snaps), a, b)
