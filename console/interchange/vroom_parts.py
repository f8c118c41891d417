"""The small parts of a VROOM file: ids, amounts, windows and locations, with bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from console.domain.place import Place, TimeWindow
from console.interchange.errors import VroomFileError
from console.interchange.vroom_input import Spot
from console.interchange.vroom_json import Node

MOST_JOBS = 20_000
MOST_VEHICLES = 2_000
MOST_WINDOWS = 50
MOST_AMOUNTS = 16
MOST_SKILLS = 1_000
MOST_TYPES = 100
MOST_ROWS = 10_000
MOST_POINTS = 5_000
MOST_NUMBER = 2**32 - 1
"""VROOM's own bound of times, amounts and prices."""
MOST_ID = 2**63 - 1
MOST_TRAVEL = 2**31 - 2
"""Of seconds and metres between two places: what a matrix of ours holds."""
MOST_PRIORITY = 100
MOST_SPEED = 5.0
DEFAULT_PROFILE = "car"
ANY_TIME = (TimeWindow(0, 2**63 - 1),)
"""What no windows are, in order."""

type Amount = tuple[int, ...]


@dataclass(slots=True)
class Points:
    """Distinct coordinates in the order they appear."""

    rows: dict[Place, int] = field(default_factory=dict)

    def row(self, place: Place) -> int:
        """The number of a place, new where it was not named before."""
        return self.rows.setdefault(place, len(self.rows))


def distinct(file: str, ids: list[tuple[str, int]]) -> None:
    """Raises VroomFileError where an id is given twice; with each comes its path."""
    first: dict[int, str] = {}
    for path, number in ids:
        if number in first:
            advice = f"stands at {first[number]} already; every id is given once"
            raise VroomFileError(file, path, str(number), advice)
        first[number] = path


def id_of(node: Node, keys: Mapping[str, Node]) -> int:
    """The id that every job and vehicle has."""
    if "id" not in keys:
        raise node.missing("id", "a whole number of its own, as every one has")
    return keys["id"].whole(MOST_ID)


def text_of(keys: Mapping[str, Node], key: str) -> str:
    """A text, empty where the key is not there."""
    return keys[key].text() if key in keys else ""


def whole_of(keys: Mapping[str, Node], key: str, most: int = MOST_NUMBER) -> int:
    """A whole number, 0 where the key is not there."""
    return keys[key].whole(most) if key in keys else 0


def maybe_of(keys: Mapping[str, Node], key: str) -> int | None:
    """A whole number, None where the key is not there."""
    return keys[key].whole(MOST_NUMBER) if key in keys else None


def by_type_of(keys: Mapping[str, Node], key: str) -> dict[str, int]:
    """Whole numbers by type of vehicle."""
    if key not in keys:
        return {}
    found = keys[key]
    if not isinstance(found.value, dict) or len(found.value) > MOST_TYPES:
        raise found.refused(
            f'must be an object, {{"van": 60}}, of at most {MOST_TYPES}'
        )
    return {
        name: node.whole(MOST_NUMBER)
        for name, node in found.fields(found.value).items()
    }


def skills_of(keys: Mapping[str, Node]) -> frozenset[int]:
    """The skills of a job or a vehicle."""
    if "skills" not in keys:
        return frozenset()
    return frozenset(
        one.whole(MOST_NUMBER) for one in keys["skills"].items(MOST_SKILLS)
    )


def amount_of(keys: Mapping[str, Node], key: str, dimensions: int) -> tuple[int, ...]:
    """An amount in all dimensions, zeros where the key is not there."""
    if key not in keys:
        return (0,) * dimensions
    found = tuple(one.whole(MOST_NUMBER) for one in keys[key].items(MOST_AMOUNTS))
    if len(found) != dimensions:
        raise keys[key].refused(
            f"has {len(found)} numbers, the first vehicle's capacity {dimensions}; "
            "write as many"
        )
    return found


def window_of(node: Node) -> TimeWindow:
    """A start and an end, both included."""
    ends = node.items(2)
    if len(ends) != 2:
        raise node.refused("must be [start, end]")
    start, end = (one.whole(MOST_NUMBER) for one in ends)
    if start > end:
        raise node.refused("ends before it starts; turn it round")
    return TimeWindow(start, end)


def windows_of(keys: Mapping[str, Node]) -> tuple[TimeWindow, ...]:
    """Windows in order of time, apart from each other; none is any time."""
    if "time_windows" not in keys:
        return ()
    nodes = keys["time_windows"].items(MOST_WINDOWS, 1)
    found = sorted((window_of(node), node.path) for node in nodes)
    for (one, path), (other, there) in pairwise(found):
        if other.start_s <= one.end_s:
            first, later = sorted((path, there))
            raise VroomFileError(
                keys["time_windows"].file,
                later,
                f"[{other.start_s}, {other.end_s}]",
                f"overlaps or touches {first}; make one of them",
            )
    return tuple(window for window, _ in found)


def place_of(node: Node) -> Place:
    """Longitude and latitude."""
    degrees = node.items(2)
    if len(degrees) != 2:
        raise node.refused("must be [longitude, latitude]")
    return Place(degrees[0].number(-180, 180), degrees[1].number(-90, 90))


def spot_of(
    keys: Mapping[str, Node], key: str, size: int | None, points: Points
) -> Spot | None:
    """A location by its keys; None where neither stands there."""
    index = "location_index" if key == "location" else f"{key}_index"
    place = place_of(keys[key]) if key in keys else None
    if size is None:
        if index in keys:
            raise keys[index].refused(
                f"there are no matrices; write {key}, or matrices"
            )
        return None if place is None else Spot(points.row(place), place)
    if index in keys:
        row = keys[index].whole(MOST_NUMBER)
        if row >= size:
            raise keys[index].refused(f"the matrices have rows 0 to {size - 1}")
        return Spot(row, place)
    if place is not None:
        raise keys[key].refused(f"with matrices its row is needed; write {index} too")
    return None
