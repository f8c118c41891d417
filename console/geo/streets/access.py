"""Reads OpenStreetMap tags for one mode: which ways, how fast, past which nodes.

Access goes from the most particular key to the least (motorcar before access); the
first value that says something decides, of several in one value ("no;delivery") the
one that admits most. `private`, `destination`, gates and driveways are ground for those
with business there: open, but each entry weighs more than any detour. `access` alone
saying `destination` means those who drive. What is so only at some hours
(`:conditional`) is not read.

Step-free ground has no steps but those with a ramp for wheelchairs, no steep incline,
no raised kerb or stile in the way, and nothing said to be impassable by wheelchair.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from console.geo.streets.posted import posted
from console.geo.streets.profiles import OPEN_BARRIERS, WALK, Access, Profile

type Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WayUse:
    """How one mode uses one way; a speed of 0 closes that direction."""

    forward_kmh: float
    backward_kmh: float
    destination_only: bool
    stops_here: bool
    """A stop may stand on it (not on a motorway, in a tunnel, on a ferry)."""
    ferry: bool = False
    toll: bool = False


@dataclass(frozen=True, slots=True)
class NodeUse:
    """What passing one node means."""

    access: Access = Access.YES
    signal: bool = False
    turning_place: bool = False
    """A vehicle may turn round here, as it may at any gate."""


_YES: Final = frozenset({"yes", "permissive", "designated", "official", "public"})
_BUSINESS: Final = frozenset(
    {"destination", "delivery", "customers", "private", "permit", "residents"}
    | {"discouraged"}
)
_NO: Final = frozenset(
    {"no", "agricultural", "forestry", "emergency", "psv", "bus", "military"}
    | {"use_sidepath", "dismount"}
)
# Said of everybody, these keep out who drives through; on foot or by bike one passes.
_DRIVEN: Final = frozenset({"destination", "delivery"})
_WALLS: Final = frozenset({"city_wall", "ditch", "fence", "hedge", "wall"})
_STEPPED: Final = frozenset(
    {"cycle_barrier", "debris", "full-height_turnstile", "kissing_gate", "log"}
    | {"motorcycle_barrier", "stile", "step", "turnstile"}
)
_WHEELED: Final = frozenset({"yes", "limited", "designated"})
_ROUGH: Final = frozenset({"very_bad", "horrible", "very_horrible", "impassable"})
_TURNING: Final = frozenset({"mini_roundabout", "turning_circle", "turning_loop"})
_SIGNALS: Final = frozenset({"traffic_signals", "traffic_lights"})
_ONEWAY: Final = frozenset({"yes", "true", "1"})
_BACKWARDS: Final = frozenset({"-1", "reverse"})
_TO_AND_FRO: Final = frozenset({"no", "false", "0"})
_ALTERNATING: Final = frozenset({"reversible", "alternating"})
_GENERIC: Final = frozenset({"motor_vehicle", "vehicle"})
_ROUND: Final = frozenset({"roundabout", "circular"})
_CYCLEWAYS: Final = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
_ZONE_KMH: Final[Mapping[str, float]] = {
    "walk": 7,
    "living_street": 10,
    "urban": 50,
    "rural": 80,
    "trunk": 100,
    "motorway": 130,
}
_STEEP_PERCENT: Final = 10.0
_INCLINE: Final = re.compile(r"[-+]?\s*(\d+(?:\.\d+)?)\s*([%°]?)")
_RAISED_KERB_M: Final = 0.03
# A gap this wide between posts lets a vehicle through, and one may be posted there.
_GAP_MM: Final = 1_600
_FERRY_KMH: Final = 15.0
FERRY_WAIT_S: Final = 600


def way_use(profile: Profile, tags: Tags) -> WayUse | None:
    """How `profile` uses a way of these tags; None: not at all."""
    if tags.get("route") == "ferry" and "highway" not in tags:
        return _ferry_use(profile, tags)
    highway = tags.get("highway", "")
    speed = profile.class_kmh.get(highway, 0.0)
    if not speed or tags.get("service") == "emergency_access":
        return None
    if profile.step_free and not _step_free(tags):
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
        toll=_toll(profile, tags),
    )


def node_use(profile: Profile, tags: Tags) -> NodeUse:
    """What passing a node of these tags means to `profile`."""
    highway = tags.get("highway", "")
    barrier = tags.get("barrier")
    access = Access.YES
    if barrier is not None and barrier not in OPEN_BARRIERS:
        access = _barrier_access(profile, barrier, tags)
    if profile.step_free and _stepped(tags):
        access = Access.NO
    return NodeUse(
        access=access,
        signal=highway in _SIGNALS,
        turning_place=highway in _TURNING,
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
            if value is None:
                continue
            words = {word.strip() for word in value.split(";")}
            for known, access in (
                (_YES, Access.YES),
                (_BUSINESS, Access.DESTINATION),
                (_NO, Access.NO),
            ):
                if words & known:
                    return access
    return None


def _way_access(profile: Profile, highway: str, tags: Tags, direction: str) -> Access:
    own = _access(profile.access_keys[:-1], tags, direction)
    if own is not None:
        return own
    if highway in profile.closed_unless_tagged:
        return Access.NO
    if not profile.motor_roads and tags.get("motorroad") == "yes":
        return Access.NO
    general = _access(profile.access_keys[-1:], tags, direction)
    if general is Access.DESTINATION and not profile.edge_based:
        words = {word.strip() for word in tags.get("access", "").split(";")}
        general = Access.YES if words & _DRIVEN else general
    own_ground = highway in profile.own_business or tags.get("service") == "driveway"
    if general is None:
        return Access.DESTINATION if own_ground else Access.YES
    return general


def _barrier_access(profile: Profile, barrier: str, tags: Tags) -> Access:
    said = _access(profile.access_keys, tags)
    if said is not None:
        return said
    if barrier in profile.passes:
        return Access.YES
    if barrier in profile.gates:
        return Access.DESTINATION
    if barrier in _WALLS:
        return Access.NO
    if posted(tags).width_mm >= _GAP_MM:
        return Access.YES
    return profile.other_barriers


def _step_free(tags: Tags) -> bool:
    wheelchair = tags.get("wheelchair")
    if wheelchair in _WHEELED or tags.get("ramp:wheelchair") == "yes":
        return True
    return (
        wheelchair != "no"
        and tags.get("highway") != "steps"
        and tags.get("smoothness") not in _ROUGH
        and tags.get("sac_scale", "hiking") == "hiking"
        and tags.get("conveying", "no") == "no"
        and _percent(tags.get("incline", "")) <= _STEEP_PERCENT
    )


def _stepped(tags: Tags) -> bool:
    """Whether a node stands in the way of a wheelchair."""
    wheelchair, highway = tags.get("wheelchair"), tags.get("highway")
    if wheelchair in _WHEELED:
        return False
    if tags.get("barrier") in _STEPPED:
        return True
    if wheelchair == "no":  # of a bus stop it says nothing of the street
        return not {"barrier", "kerb"}.isdisjoint(tags) or highway == "elevator"
    # On the road beside a crossing the kerb speaks of the sidewalk, not of the road.
    if highway == "crossing" and tags.get("barrier") != "kerb":
        return False
    height = tags.get("kerb:height", "").removesuffix("m").strip()
    if re.fullmatch(r"\d+(\.\d+)?", height):
        return float(height) > _RAISED_KERB_M
    return tags.get("kerb") == "raised"


def _percent(incline: str) -> float:
    found = _INCLINE.fullmatch(incline.strip())
    if not found:  # "up" and "down" say nothing of how steep
        return 0.0
    number = float(found[1])
    return number * 1.75 if found[2] == "°" else number


def _directions(profile: Profile, tags: Tags) -> tuple[bool, bool]:
    """Whether the way is open along its geometry and against it."""
    if not profile.oneway_keys:
        conveyed = tags.get("conveying")
        return conveyed != "backward", conveyed != "forward"
    value = tags.get("oneway", "")
    for key in profile.oneway_keys:
        own = tags.get(f"oneway:{key}", "")
        if own in _ONEWAY | _BACKWARDS | _TO_AND_FRO | _ALTERNATING:
            value = own
            break
    if profile.push_kmh and _contraflow(tags):
        return True, True
    if value in _ALTERNATING:
        return False, False
    implied = tags.get("junction") in _ROUND or tags.get("highway") == "motorway"
    against = value in _BACKWARDS
    along = value in _ONEWAY or (implied and value not in _TO_AND_FRO and not against)
    return (
        not against or _own_yes(profile, tags, "forward"),
        not along or _own_yes(profile, tags, "backward"),
    )


def _contraflow(tags: Tags) -> bool:
    """Whether cyclists have a lane or leave against the one-way."""
    return any(
        tags.get(side, "").startswith("opposite")
        or tags.get(f"{side}:oneway") in _BACKWARDS | _TO_AND_FRO
        for side in _CYCLEWAYS
    )


def _own_yes(profile: Profile, tags: Tags, direction: str) -> bool:
    """Whether a tag of the mode's own opens what the one-way closes."""
    return any(
        tags.get(f"{key}:{direction}") in _YES
        for key in profile.oneway_keys
        if key not in _GENERIC
    )


def _speed(
    profile: Profile, class_kmh: float, access: Access, tags: Tags, direction: str
) -> float:
    if access is Access.NO:
        return 0.0
    speed = class_kmh
    if profile.heeds_limits:
        limit = _limit_kmh(
            tags.get(f"maxspeed:{profile.access_keys[0]}")
            or tags.get(f"maxspeed:{direction}")
            or tags.get("maxspeed")
        )
        if limit is not None:
            speed = min(class_kmh * 1.3, limit * 0.85)
    if profile.surface_kmh is not None:
        surface = tags.get("surface", "").partition(":")[0]
        speed = min(speed, profile.surface_kmh.get(surface, speed))
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


def _toll(profile: Profile, tags: Tags) -> bool:
    said = next((tags[key] for key in profile.toll_keys if key in tags), "no")
    return said not in {"no", "none"}


def _ferry_use(profile: Profile, tags: Tags) -> WayUse | None:
    access = _access(profile.access_keys, tags)
    if access is None:  # a ferry that says nothing carries people, perhaps not cars
        access = Access.NO if profile.edge_based else Access.YES
    if profile.step_free and tags.get("wheelchair") == "no":
        access = Access.NO
    if access is Access.NO:
        return None
    forward, backward = _directions(profile, tags)
    return WayUse(
        forward_kmh=_FERRY_KMH * forward,
        backward_kmh=_FERRY_KMH * backward,
        destination_only=False,
        stops_here=False,
        ferry=True,
        toll=_toll(profile, tags),
    )
