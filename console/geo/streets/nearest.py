"""The nearest sites by walking, for many people at once, from home or from work.

A person may have several places to walk from (a home, a place of work); a site's walk
is the shortest from any of them, and it is told from which. Points no street is near,
and sites nobody can be brought to, are named and never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.graph import LIMIT_M, Going, Streets
from console.geo.streets.modes import Mode
from console.geo.streets.sweeps import UNREACHABLE

type Floats = NDArray[np.float64]
type Ints32 = NDArray[np.int32]
type Ints64 = NDArray[np.int64]

_ROWS: Final = 2_000
"""People a sweep: their rows of all sites stay within some megabytes."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each of n people the nearest sites, nearest first, at most k.

    site, origin, seconds, metres: int32 (n, k). Where fewer can be walked to, site and
    origin are -1 and the sums UNREACHABLE. `origin` is the place one walks from, by
    its row in `origins`. unsnapped: (u, 2) of origin and person, for places that are
    there but off the streets; `unsnapped_sites` likewise. `cut_off`: people who stand
    on a street but can walk to no site.
    """

    site: Ints32
    origin: Ints32
    seconds: Ints32
    metres: Ints32
    unsnapped: Ints64
    unsnapped_sites: Ints64
    cut_off: Ints64


def nearest_sites(
    streets: Streets,
    origins: Sequence[Floats],
    sites: Floats,
    *,
    count: int,
    travel: Going = Mode.WALK,
    limit_m: float = LIMIT_M,
) -> Nearest:
    """The `count` nearest of (m, 2) sites for n people, lon and lat.

    Each of `origins` is (n, 2): where everybody walks from, nan where somebody has no
    such place. Of equal walks the shorter one counts, then the earlier site. Raises
    ModeMissing, ValueError where origins differ in length or none is given.
    """
    places = [np.asarray(of, np.float64).reshape(-1, 2) for of in origins]
    if not places or len({len(of) for of in places}) != 1:
        raise ValueError("origins are one or more lists of equal length")
    people = len(places[0])
    to = streets.snap(travel, np.asarray(sites, np.float64).reshape(-1, 2), limit_m)
    kept = min(max(count, 0), to.street.size)
    site, origin, seconds, metres = (np.empty((people, kept), np.int32) for _ in "1234")
    unsnapped: list[tuple[int, int]] = []
    on_street = np.zeros(people, np.bool_)
    for first in range(0, people, _ROWS):
        rows = slice(first, min(first + _ROWS, people))
        best_s = np.full((rows.stop - first, to.street.size), UNREACHABLE, np.int32)
        best_m, best_from = best_s.copy(), np.full_like(best_s, -1)
        for number, of in enumerate(places):
            snaps = streets.snap(travel, of[rows], limit_m)
            off = snaps.unsnapped
            there = np.isfinite(of[rows]).all(axis=1)
            unsnapped += [(number, first + int(i)) for i in off if there[i]]
            on_street[rows] |= snaps.street >= 0
            matrix = streets.snapped_matrix(travel, snaps, to)
            better = (matrix.seconds < best_s) | (
                (matrix.seconds == best_s) & (matrix.metres < best_m)
            )
            best_s = np.where(better, matrix.seconds, best_s)
            best_m = np.where(better, matrix.metres, best_m)
            best_from = np.where(better, np.int32(number), best_from)
        chosen = np.lexsort((best_m, best_s), axis=1)[:, :kept]
        seconds[rows] = np.take_along_axis(best_s, chosen, axis=1)
        metres[rows] = np.take_along_axis(best_m, chosen, axis=1)
        origin[rows] = np.take_along_axis(best_from, chosen, axis=1)
        site[rows] = np.where(seconds[rows] == UNREACHABLE, -1, chosen)
    reaches = (site >= 0).any(axis=1) if kept else np.zeros(people, np.bool_)
    return Nearest(
        site=site,
        origin=origin,
        seconds=seconds,
        metres=metres,
        unsnapped=np.array(unsnapped, np.int64).reshape(-1, 2),
        unsnapped_sites=to.unsnapped,
        cut_off=np.flatnonzero(on_street & ~reaches),
    )
