"""The VRPLIB dialect of mixed fleets and reloads, and its solutions.

    NAME: X115-HVRP            keys with a value, in any order
    DIMENSION: 115             nodes; the depot is node 1
    VEHICLES: 19
    EDGE_WEIGHT_TYPE: EUC_2D
    NODE_COORD_SECTION         one row a node: number, then values
    1   500   500
    CAPACITY_SECTION           or CAPACITY: for all; one row a vehicle
    1   169
    DEPOT_SECTION
    1
    EOF

A key or a section that is not known is refused: what it asks would be left undone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.planner.reading import Line, Malformed, lines_of
from tests.benchmarks.planner.routing import (
    ENDLESS,
    Kind,
    RoutingInstance,
    Stand,
)

_TEXT = frozenset({"NAME", "COMMENT", "TYPE", "EDGE_WEIGHT_TYPE"})
_NUMBERS = frozenset({"DIMENSION", "VEHICLES", "CAPACITY", "SERVICE_TIME"})
_OF_NODES: Mapping[str, tuple[str, ...]] = {
    "NODE_COORD_SECTION": ("node", "x", "y"),
    "DEMAND_SECTION": ("node", "demand"),
    "TIME_WINDOW_SECTION": ("node", "opens", "closes"),
    "SERVICE_TIME_SECTION": ("node", "service"),
    "RELEASE_TIME_SECTION": ("node", "release"),
}
_OF_VEHICLES: Mapping[str, tuple[str, ...]] = {
    "CAPACITY_SECTION": ("vehicle", "capacity"),
    "VEHICLES_FIXED_COST_SECTION": ("vehicle", "cost"),
    "VEHICLES_UNIT_DISTANCE_COST_SECTION": ("vehicle", "cost"),
    "VEHICLES_RELOAD_DEPOT_SECTION": ("vehicle", "depot"),
}
_SIGNED = frozenset({"x", "y"})
_DEPOT = "DEPOT_SECTION"


@dataclass(slots=True)
class _Parsed:
    """Keys and rows as they stand, with the line each came from."""

    path: Path
    keys: dict[str, tuple[Line, str]] = field(default_factory=dict)
    sections: dict[str, list[tuple[Line, list[float]]]] = field(default_factory=dict)
    headings: dict[str, Line] = field(default_factory=dict)

    def number(self, key: str) -> int | None:
        """A whole number of a key, None where it is not given."""
        if key not in self.keys:
            return None
        line, word = self.keys[key]
        return line.whole(key, line.number_in(key, word))

    def needed(self, key: str) -> int:
        """A whole number above nothing that must be given."""
        value = self.number(key)
        if value is None:
            raise Malformed(self.path, 0, key, "missing")
        if not value:
            raise self.keys[key][0].wrong(key, "nothing")
        return value

    def columns(self, section: str, count: int) -> list[list[float]] | None:
        """The values of rows 1 to `count`, None where the section is not given."""
        rows = self.sections.get(section)
        if rows is None:
            return None
        who = {**_OF_NODES, **_OF_VEHICLES}[section][0]
        for expected, (line, values) in enumerate(rows, 1):
            if expected > count:
                raise line.wrong(who, f"{section} has more rows than {count}")
            if values[0] != expected:
                raise line.wrong(who, f"{expected} expected, {values[0]:g} found")
        if len(rows) < count:
            heading = self.headings[section]
            raise heading.wrong(who, f"{section} has {len(rows)} rows of {count}")
        return [values[1:] for _, values in rows]


def read_vrplib(path: Path) -> RoutingInstance:
    """Read one instance. Raises Malformed, naming line and field."""
    parsed = _parsed(path)
    _check_form(parsed)
    nodes = parsed.needed("DIMENSION")
    if nodes < 2:
        line, _ = parsed.keys["DIMENSION"]
        raise line.wrong("DIMENSION", "a depot and at least one node are needed")
    vehicles = parsed.number("VEHICLES") or nodes - 1
    name = parsed.keys["NAME"][1] if "NAME" in parsed.keys else path.stem
    return RoutingInstance(
        name,
        _stands(parsed, nodes),
        _fleet(parsed, vehicles),
        reloads=_reloads(parsed, vehicles),
    )


def _parsed(path: Path) -> _Parsed:
    parsed, section = _Parsed(path), ""
    for line in lines_of(path):
        text = line.text.strip()
        if text == "EOF":
            return parsed
        key, colon, value = (part.strip() for part in text.partition(":"))
        if key.endswith("_SECTION"):
            if key not in {*_OF_NODES, *_OF_VEHICLES, _DEPOT}:
                raise line.wrong(key, "not known here")
            if key in parsed.sections:
                raise line.wrong(key, "given twice")
            section = key
            parsed.sections[key] = []
            parsed.headings[key] = line
        elif colon:
            if key not in _TEXT | _NUMBERS:
                raise line.wrong(key, "not known here")
            if key in parsed.keys:
                raise line.wrong(key, "given twice")
            parsed.keys[key] = (line, value)
        elif section:
            parsed.sections[section].append((line, _row(line, section)))
        else:
            raise line.wrong("key", f"expected here, found {text!r}")
    raise Malformed(path, 0, "EOF", "the file ends before it")


def _row(line: Line, section: str) -> list[float]:
    if section == _DEPOT:
        words = line.text.split()
        return [float(words[0])] if words == ["-1"] else line.numbers(("depot",))
    return line.numbers({**_OF_NODES, **_OF_VEHICLES}[section], signed=_SIGNED)


def _check_form(parsed: _Parsed) -> None:
    """Euclidean distances, and node 1 as the only depot."""
    form = parsed.keys.get("EDGE_WEIGHT_TYPE")
    if form is None:
        raise Malformed(parsed.path, 0, "EDGE_WEIGHT_TYPE", "missing")
    if form[1] != "EUC_2D":
        raise form[0].wrong("EDGE_WEIGHT_TYPE", f"only EUC_2D is read, not {form[1]}")
    for line, (depot, *_) in parsed.sections.get(_DEPOT, []):
        if depot not in {1, -1}:
            raise line.wrong("depot", f"only node 1 can be the depot, not {depot:g}")


def _stands(parsed: _Parsed, nodes: int) -> tuple[Stand, ...]:
    xy = parsed.columns("NODE_COORD_SECTION", nodes)
    if xy is None:
        raise Malformed(parsed.path, 0, "NODE_COORD_SECTION", "missing")
    every = parsed.number("SERVICE_TIME") or 0
    loads = parsed.columns("DEMAND_SECTION", nodes) or [[0.0]] * nodes
    endless = [0.0, ENDLESS]
    windows = parsed.columns("TIME_WINDOW_SECTION", nodes) or [endless] * nodes
    services = parsed.columns("SERVICE_TIME_SECTION", nodes)
    services = services or [[0.0], *([[float(every)]] * (nodes - 1))]
    releases = parsed.columns("RELEASE_TIME_SECTION", nodes) or [[0.0]] * nodes
    for (line, _), (opens, closes) in zip(
        parsed.sections.get("TIME_WINDOW_SECTION", []), windows, strict=False
    ):
        if closes < opens:
            raise line.wrong("closes", f"{closes:g} lies before {opens:g}")
    return tuple(
        Stand(x, y, int(load), opens, closes, service, release)
        for (x, y), (load,), (opens, closes), (service,), (release,) in zip(
            xy, loads, windows, services, releases, strict=True
        )
    )


def _fleet(parsed: _Parsed, vehicles: int) -> tuple[Kind, ...]:
    every = parsed.number("CAPACITY")
    rooms = parsed.columns("CAPACITY_SECTION", vehicles)
    if rooms is None:
        if every is None:
            raise Malformed(parsed.path, 0, "CAPACITY", "missing")
        rooms = [[float(every)]] * vehicles
    fixed = parsed.columns("VEHICLES_FIXED_COST_SECTION", vehicles)
    rates = parsed.columns("VEHICLES_UNIT_DISTANCE_COST_SECTION", vehicles)
    return tuple(
        Kind(int(room), cost, rate)
        for (room,), (cost,), (rate,) in zip(
            rooms,
            fixed or [[0.0]] * vehicles,
            rates or [[1.0]] * vehicles,
            strict=True,
        )
    )


def _reloads(parsed: _Parsed, vehicles: int) -> bool:
    rows = parsed.columns("VEHICLES_RELOAD_DEPOT_SECTION", vehicles)
    for (line, _), (depot,) in zip(
        parsed.sections.get("VEHICLES_RELOAD_DEPOT_SECTION", []),
        rows or [],
        strict=False,
    ):
        if depot != 1:
            raise line.wrong("depot", f"only node 1 can be the depot, not {depot:g}")
    return rows is not None


@dataclass(frozen=True, slots=True)
class Solution:
    """The customers of every vehicle that has some, and what its file says it costs.

    Vehicles are numbered from 0, customers as stands; one trip a vehicle.
    """

    routes: Mapping[int, Sequence[int]]
    cost: float


def read_solution(path: Path) -> Solution:
    """Read `Route #k: customers` lines and `Cost:`. Raises Malformed."""
    routes: dict[int, list[int]] = {}
    lines = lines_of(path)
    for line in lines:
        head, colon, rest = line.text.partition(":")
        route = re.fullmatch(r"\s*Route\s*#\s*([1-9]\d*)\s*", head)
        if route and colon:
            number = int(route[1]) - 1
            if number in routes:
                raise line.wrong("Route", f"#{number + 1} given twice")
            routes[number] = [
                line.whole("customer", line.number_in("customer", word))
                for word in rest.split()
            ]
        elif head.strip().lower() == "cost":
            cost = line.number_in("Cost", rest.strip().removeprefix(":"))
            return Solution({k: calls for k, calls in routes.items() if calls}, cost)
        else:
            raise line.wrong("Route", f"expected here, found {line.text.strip()!r}")
    raise Malformed(path, lines[-1].number if lines else 0, "Cost", "missing")
