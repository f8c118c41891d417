"""What each mode may use and how fast, read from OpenStreetMap tags.

A profile is a table; the functions here are the reading of it. Access goes from the
most particular key to the least (motorcar before access); the first value that says
something decides. `private`, `destination`, gates and driveways are ground for those
with business there: open, but each entry weighs more than any detour.

Speeds are what a delivery vehicle makes between junctions in towns, not limits: the
class speed, or with a posted limit at most 0.85 of it and 1.3 of the class speed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from console.geo.streets.modes import Mode

type Tags = Mapping[str, str]


class Access(IntEnum):
    """May the mode pass: freely, with business there only, or not at all."""

    NO = 0
    DESTINATION = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class WayUse:
    """How one mode uses one way; a speed of 0 closes that direction."""

    forward_kmh: float
    backward_kmh: float
    destination_only: bool
    stops_here: bool
    """A stop may stand on it (not on a motorway, in a tunnel, on a ferry)."""
    ferry: bool = False


@dataclass(frozen=True, slots=True)
class NodeUse:
    """What passing one node means."""

    access: Access = Access.YES
    wait_ms: int = 0
    turning_place: bool = False
    """A vehicle may turn round here."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The table of one mode."""

    mode: Mode
    edge_based: bool
    access_keys: tuple[str, ...]
    class_kmh: Mapping[str, float]
    closed_unless_tagged: frozenset[str] = frozenset()
    """Classes that need an explicit yes on one of the mode's own keys."""
    own_business: frozenset[str] = frozenset()
    """Classes that are for those with business there, unless tagged otherwise."""
    top_kmh: float = 110.0
    push_kmh: float = 0.0
    """On foot where riding is forbidden; 0: not at all."""
    heeds_oneway: bool = True
    heeds_limits: bool = True
    passes: frozenset[str] = frozenset()
    """Barriers that do not stop the mode."""
    gates: frozenset[str] = frozenset()
    """Barriers that open for those with business behind them."""
    other_barriers: Access = Access.NO
    signal_ms: int = 0
    turn_ms: int = 0
    u_turn_ms: int = 0


_YES: Final = frozenset({"yes", "permissive", "designated", "official", "public"})
_BUSINESS: Final = frozenset(
    {"destination", "delivery", "customers", "private", "permit", "residents"}
)
_NO: Final = frozenset(
    {"no", "agricultural", "forestry", "emergency", "psv", "bus", "military"}
    | {"use_sidepath", "agricultural;forestry", "discouraged"}
)
_OPEN_BARRIERS: Final = frozenset(
    {"border_control", "bump", "cattle_grid", "entrance", "height_restrictor", "kerb"}
    | {"no", "sally_port", "speed_bump", "toll_booth", "yes"}
)
_GATES: Final = frozenset(
    {"bump_gate", "chain", "gate", "hampshire_gate", "lift_gate", "rope"}
    | {"sliding_gate", "swing_gate", "wicket_gate", "wire_gate"}
)
_WALLS: Final = frozenset({"city_wall", "ditch", "fence", "hedge", "wall"})
_TURNING: Final = frozenset({"mini_roundabout", "turning_circle", "turning_loop"})
_ONEWAY: Final = frozenset({"yes", "true", "1"})
_BACKWARDS: Final = frozenset({"-1", "reverse"})
_ROUND: Final = frozenset({"roundabout", "circular"})
_ZONE_KMH: Final[Mapping[str, float]] = {
    "walk": 7,
    "living_street": 10,
    "urban": 50,
    "rural": 80,
    "trunk": 100,
    "motorway": 130,
}
_WALKED: Final = frozenset(
    {"primary", "primary_link", "secondary", "secondary_link", "tertiary"}
    | {"tertiary_link", "unclassified", "residential", "road", "living_street"}
    | {"service", "services", "rest_area", "track", "pedestrian", "footway"}
    | {"path", "cycleway", "bridleway", "corridor", "platform", "trail"}
    | {"trunk", "trunk_link"}
)
_FERRY_KMH: Final = 15.0
FERRY_WAIT_S: Final = 600

VAN: Final = Profile(
    mode=Mode.VAN,
    edge_based=True,
    access_keys=("goods", "motorcar", "motor_vehicle", "vehicle", "access"),
    class_kmh={
        "motorway": 100,
        "motorway_link": 50,
        "trunk": 75,
        "trunk_link": 45,
        "primary": 48,
        "primary_link": 35,
        "secondary": 44,
        "secondary_link": 32,
        "tertiary": 38,
        "tertiary_link": 28,
        "unclassified": 32,
        "residential": 26,
        "road": 25,
        "living_street": 10,
        "service": 13,
        "services": 13,
        "rest_area": 13,
        "track": 12,
        "pedestrian": 8,
    },
    closed_unless_tagged=frozenset({"pedestrian"}),
    own_business=frozenset({"track"}),
    passes=_OPEN_BARRIERS,
    gates=_GATES,
    signal_ms=6_000,
    turn_ms=5_000,
    u_turn_ms=20_000,
)
WALK: Final = Profile(
    mode=Mode.WALK,
    edge_based=False,
    access_keys=("foot", "access"),
    class_kmh=dict.fromkeys(_WALKED, 4.8) | {"steps": 2.0, "elevator": 1.0},
    closed_unless_tagged=frozenset({"trunk", "trunk_link"}),
    top_kmh=4.8,
    heeds_oneway=False,
    heeds_limits=False,
    passes=_OPEN_BARRIERS | _GATES,
    other_barriers=Access.YES,
    signal_ms=10_000,
)
CARGO_BIKE: Final = Profile(
    mode=Mode.CARGO_BIKE,
    edge_based=False,
    access_keys=("bicycle", "vehicle", "access"),
    class_kmh={
        "primary": 17,
        "primary_link": 17,
        "secondary": 17,
        "secondary_link": 17,
        "tertiary": 17,
        "tertiary_link": 17,
        "unclassified": 17,
        "residential": 16,
        "road": 15,
        "living_street": 10,
        "service": 12,
        "track": 11,
        "cycleway": 18,
        "path": 12,
        "bridleway": 8,
        "footway": 8,
        "pedestrian": 8,
        "trunk": 17,
        "trunk_link": 17,
    },
    closed_unless_tagged=frozenset(
        {"bridleway", "footway", "pedestrian", "trunk", "trunk_link"}
    ),
    top_kmh=20.0,
    push_kmh=4.0,
    heeds_limits=False,
    passes=_OPEN_BARRIERS | {"block", "bollard", "cycle_barrier", "bus_trap"},
    gates=_GATES,
    signal_ms=6_000,
)
PROFILES: Final[Mapping[Mode, Profile]] = {
    profile.mode: profile for profile in (VAN, WALK, CARGO_BIKE)
}


def way_use(profile: Profile, tags: Tags) -> WayUse | None:
    """How `profile` uses a way of these tags; None: not at all."""
    if tags.get("route") == "ferry" and "highway" not in tags:
        return _ferry_use(profile, tags)
    highway = tags.get("highway", "")
    speed = profile.class_kmh.get(highway, 0.0)
    if not speed or tags.get("service") == "emergency_access":
        return None
    forward, backward = (
        _way_access(profile, highway, tags, way) for way in ("forward", "backward")
    )
    open_forward, open_backward = _directions(profile, tags)
    forward_kmh, backward_kmh = (
        _speed(profile, speed, access, tags, way) if is_open else 0.0
        for access, is_open, way in (
            (forward, open_forward, "forward"),
            (backward, open_backward, "backward"),
        )
    )
    if profile.push_kmh and not (forward_kmh and backward_kmh):
        push = _push_kmh(profile, highway, tags)
        forward_kmh, backward_kmh = forward_kmh or push, backward_kmh or push
    if not (forward_kmh or backward_kmh):
        return None
    return WayUse(
        forward_kmh=forward_kmh,
        backward_kmh=backward_kmh,
        destination_only=Access.DESTINATION in {forward, backward},
        stops_here=not highway.startswith("motorway")
        and not (profile.edge_based and tags.get("tunnel", "no") == "yes"),
    )


def node_use(profile: Profile, tags: Tags) -> NodeUse:
    """What passing a node of these tags means to `profile`."""
    highway = tags.get("highway", "")
    barrier = tags.get("barrier")
    access = Access.YES
    if barrier is not None and barrier not in _OPEN_BARRIERS:
        access = _barrier_access(profile, barrier, tags)
    return NodeUse(
        access=access,
        wait_ms=profile.signal_ms if highway == "traffic_signals" else 0,
        turning_place=highway in _TURNING or access == Access.DESTINATION,
    )


def ferry_seconds(tags: Tags) -> int | None:
    """The crossing time in a ferry's `duration` (hh:mm, hh:mm:ss or minutes)."""
    parts = tags.get("duration", "").split(":")
    if not all(part.isdecimal() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(numbers) == 1:
        return numbers[0] * 60
    hours, minutes, seconds = (*numbers, 0)[:3]
    return hours * 3600 + minutes * 60 + seconds


def _access(keys: tuple[str, ...], tags: Tags, direction: str = "") -> Access | None:
    for key in keys:
        for name in (f"{key}:{direction}", key) if direction else (key,):
            value = tags.get(name)
            if value in _YES:
                return Access.YES
            if value in _BUSINESS:
                return Access.DESTINATION
            if value in _NO:
                return Access.NO
    return None


def _way_access(profile: Profile, highway: str, tags: Tags, direction: str) -> Access:
    own = _access(profile.access_keys[:-1], tags, direction)
    if own is not None:
        return own
    if highway in profile.closed_unless_tagged:
        return Access.NO
    general = _access(profile.access_keys[-1:], tags, direction)
    if general is not None:
        return general
    if highway in profile.own_business or tags.get("service") == "driveway":
        return Access.DESTINATION
    return Access.YES


def _barrier_access(profile: Profile, barrier: str, tags: Tags) -> Access:
    said = _access(profile.access_keys, tags)
    if said is not None:
        return said
    if barrier in profile.passes:
        return Access.YES
    if barrier in profile.gates:
        return Access.DESTINATION
    return Access.NO if barrier in _WALLS else profile.other_barriers


def _directions(profile: Profile, tags: Tags) -> tuple[bool, bool]:
    if not profile.heeds_oneway:
        return True, True
    value = tags.get("oneway", "")
    if profile.mode is Mode.CARGO_BIKE:
        value = tags.get("oneway:bicycle", value)
        sides = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
        if any(tags.get(side, "").startswith("opposite") for side in sides):
            return True, True
    if value in _BACKWARDS:
        return False, True
    if value in _ONEWAY:
        return True, False
    if value in {"reversible", "alternating"}:
        return False, False
    implied = tags.get("junction") in _ROUND or tags.get("highway") == "motorway"
    return True, value == "no" or not implied


def _speed(
    profile: Profile, class_kmh: float, access: Access, tags: Tags, direction: str
) -> float:
    if access is Access.NO:
        return 0.0
    speed = class_kmh
    if profile.heeds_limits:
        limit = _limit_kmh(tags.get(f"maxspeed:{direction}") or tags.get("maxspeed"))
        if limit is not None:
            speed = min(class_kmh * 1.3, limit * 0.85)
    return min(speed, profile.top_kmh)


def _limit_kmh(text: str | None) -> float | None:
    if text is None:
        return None
    zone = _ZONE_KMH.get(text.rpartition(":")[2].lower())
    if zone is not None:
        return zone
    number, _, unit = text.partition(" ")
    # Five at least: a limit of 0 in the data would close the road.
    if not number.isdecimal() or int(number) < 5:
        return None
    return int(number) * (1.609 if unit.strip() == "mph" else 1.0)


def _push_kmh(profile: Profile, highway: str, tags: Tags) -> float:
    """A rider gets off where walking is allowed and riding is not."""
    if tags.get("bicycle") == "no" and highway not in {"footway", "pedestrian"}:
        return 0.0
    foot = way_use(WALK, tags)
    return 0.0 if foot is None or foot.destination_only else profile.push_kmh


def _ferry_use(profile: Profile, tags: Tags) -> WayUse | None:
    access = _access(profile.access_keys, tags)
    if access is None:  # a ferry that says nothing carries people, perhaps not cars
        access = Access.NO if profile.edge_based else Access.YES
    if access is Access.NO:
        return None
    forward, backward = _directions(profile, tags)
    return WayUse(
        forward_kmh=_FERRY_KMH * forward,
        backward_kmh=_FERRY_KMH * backward,
        destination_only=False,
        stops_here=False,
        ferry=True,
    )
