"""Addresses that a map only gives by their ends: addr:interpolation ways.

Both ends of a run of the way carry a house number; odd, even, all or every n-th
number between them stands at its share of the run's length.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from console.geo.addresses.found import Found, Kind
from console.geo.extract import Extract, Way

_MOST = 400
_STEPS = {"odd": 2, "even": 2, "all": 1, "both": 1}


def between(extract: Extract, found: Iterable[Found]) -> list[Found]:
    """What stands between the ends of all interpolation ways, ends left out."""
    ways = [w for w in extract.ways.values() if "addr:interpolation" in w.tags]
    if not ways:
        return []
    ends: dict[tuple[float, float], Found] = {}
    for one in found:
        if not one.last and one.kind != Kind.BUILDING:
            ends.setdefault((one.lon, one.lat), one)
    return [one for way in ways for one in _of_way(extract, way, ends)]


def _of_way(
    extract: Extract, way: Way, ends: dict[tuple[float, float], Found]
) -> Iterator[Found]:
    wanted = way.tags["addr:interpolation"]
    step = _STEPS.get(wanted, int(wanted) if wanted.isdecimal() else 0)
    if not 0 < step <= _MOST:
        return
    run: list[tuple[float, float]] = []
    start: Found | None = None
    for ref in way.refs:
        at = extract.position.get(ref)
        if at is None:
            run, start = [], None
            continue
        run.append(at)
        end = ends.get(at)
        if end is None:
            continue
        if start is not None and start.street == end.street:
            yield from _run(np.array(run), start, end, step)
        run, start = [at], end


def _run(
    line: NDArray[np.float64], start: Found, end: Found, step: int
) -> Iterator[Found]:
    count = abs(end.first - start.first)
    if not step <= count <= _MOST or count % step:
        return
    flat = line * (np.cos(np.radians(line[0, 1])), 1.0)
    along = np.concatenate(([0.0], np.hypot(*np.diff(flat, axis=0).T).cumsum()))
    way = 1 if end.first > start.first else -1
    for number in range(start.first + way * step, end.first, way * step):
        at = along[-1] * abs(number - start.first) / count
        yield Found(
            start.street,
            str(number),
            number,
            "",
            0,
            "",
            start.postcode or end.postcode,
            start.city or end.city,
            float(np.interp(at, along, line[:, 0])),
            float(np.interp(at, along, line[:, 1])),
            0,
            Kind.BETWEEN,
        )
