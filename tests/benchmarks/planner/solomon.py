"""Solomon's text format, as Gehring and Homberger use it too.

    R104

    VEHICLE
    NUMBER     CAPACITY
      25         200

    CUSTOMER
    CUST NO.   XCOORD.   YCOORD.   DEMAND   READY TIME   DUE DATE   SERVICE TIME

        0      35        35        0        0            230        0
        1      41        49        10       0            204        10

Customer 0 is the depot; the numbers run without a gap.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.planner.reading import Line, Malformed, lines_of
from tests.benchmarks.planner.routing import Kind, RoutingInstance, Stand

FLEET = ("NUMBER", "CAPACITY")
COLUMNS = (
    "CUST NO.",
    "XCOORD.",
    "YCOORD.",
    "DEMAND",
    "READY TIME",
    "DUE DATE",
    "SERVICE TIME",
)
_SIGNED = frozenset(COLUMNS[1:3])


def read_solomon(path: Path) -> RoutingInstance:
    """Read one instance. Raises Malformed, naming line and field."""
    lines = lines_of(path)
    rows = iter(lines)
    name = _next(path, rows, "name").text.strip()
    _heading(path, rows, "VEHICLE")
    _heading(path, rows, " ".join(FLEET))
    fleet = _next(path, rows, FLEET[0])
    count, capacity = (
        fleet.whole(field, value)
        for field, value in zip(FLEET, fleet.numbers(FLEET), strict=True)
    )
    if not count:
        raise fleet.wrong(FLEET[0], "no vehicle")
    _heading(path, rows, "CUSTOMER")
    _heading(path, rows, " ".join(COLUMNS))
    stands: list[Stand] = []
    for line in rows:
        stands.append(_stand(line, len(stands), capacity))
    if len(stands) < 2:
        last = lines[-1]
        raise last.wrong(COLUMNS[0], "a depot and at least one customer are needed")
    return RoutingInstance(name, tuple(stands), (Kind(capacity),) * count)


def _stand(line: Line, number: int, capacity: int) -> Stand:
    who, x, y, load, opens, closes, service = line.numbers(COLUMNS, signed=_SIGNED)
    if who != number:
        raise line.wrong(COLUMNS[0], f"{number} expected, {who:g} found")
    demand = line.whole("DEMAND", load)
    if demand > capacity:
        raise line.wrong("DEMAND", f"{demand} is above the capacity {capacity}")
    if not number and demand:
        raise line.wrong("DEMAND", "the depot has none")
    if closes < opens:
        raise line.wrong("DUE DATE", f"{closes:g} lies before {opens:g}")
    return Stand(x, y, demand, opens, closes, service)


def _next(path: Path, rows: Iterator[Line], field: str) -> Line:
    for line in rows:
        return line
    raise Malformed(path, 0, field, "the file ends before it")


def _heading(path: Path, rows: Iterator[Line], wanted: str) -> None:
    line = _next(path, rows, wanted)
    if line.text.split() != wanted.split():
        raise line.wrong(wanted, f"expected here, found {line.text.strip()!r}")
