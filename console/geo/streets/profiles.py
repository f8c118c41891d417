"""What each mode may use and how fast: a profile is a table, `access` reads it.

Speeds are what a delivery vehicle makes between junctions in towns, not limits: the
class speed, or with a posted limit at most 0.85 of it and 1.3 of the class speed.

| mode           | net   | keys of access, the most particular first               |
|----------------|-------|---------------------------------------------------------|
| van            | roads | goods, motorcar, motor_vehicle, vehicle, access         |
| truck          | roads | hgv, motor_vehicle, vehicle, access                     |
| car            | roads | motorcar, motor_vehicle, vehicle, access                |
| scooter        | roads | moped, motorcycle, motor_vehicle, vehicle, access       |
| cargo_bike     | paths | bicycle, vehicle, access                                |
| walk           | paths | foot, access                                            |
| walk_step_free | paths | foot, access; and what `wheelchair` says of the ground  |

A scooter is a motor scooter that keeps up with town traffic: 45 km/h, not on motorways
or motor roads, on a cycle track or path only where a sign admits it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from console.geo.streets.modes import Mode, Net


class Access(IntEnum):
    """May the mode pass: freely, with business there only, or not at all."""

    NO = 0
    DESTINATION = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Profile:
    """The table of one mode."""

    mode: Mode
    net: Net
    access_keys: tuple[str, ...]
    class_kmh: Mapping[str, float]
    closed_unless_tagged: frozenset[str] = frozenset()
    """Classes that need an explicit yes on one of the mode's own keys."""
    own_business: frozenset[str] = frozenset()
    """Classes that are for those with business there, unless tagged otherwise."""
    top_kmh: float = 110.0
    flat_kmh: float = 0.0
    """Of those who walk or cycle: what `Conditions.speed_kmh` stands instead of."""
    push_kmh: float = 0.0
    """On foot where riding is forbidden; 0: not at all."""
    oneway_keys: tuple[str, ...] = ()
    """Keys after `oneway:` that outrank it; without any, the mode heeds no one-way."""
    heeds_limits: bool = True
    surface_kmh: Mapping[str, float] | None = None
    motor_roads: bool = True
    """Whether `motorroad=yes` admits the mode."""
    step_free: bool = False
    passes: frozenset[str] = frozenset()
    """Barriers that do not stop the mode."""
    gates: frozenset[str] = frozenset()
    """Barriers that open for those with business behind them."""
    other_barriers: Access = Access.NO
    turn_keys: tuple[str, ...] = ()
    """Keys of turn restrictions, the most particular first."""
    turn_excepted: frozenset[str] = frozenset()
    """Words of `except` that speak of the mode."""
    toll_keys: tuple[str, ...] = ("toll",)
    signal_ms: int = 0
    turn_ms: int = 0
    u_turn_ms: int = 0

    @property
    def edge_based(self) -> bool:
        """Whether turns weigh, so that the nodes of the graph are edges."""
        return self.net is Net.ROADS


OPEN_BARRIERS: Final = frozenset(
    {"border_control", "bump", "cattle_grid", "entrance", "height_restrictor", "kerb"}
    | {"no", "sally_port", "speed_bump", "toll_booth", "width_restrictor", "yes"}
)
_GATES: Final = frozenset(
    {"bump_gate", "chain", "gate", "hampshire_gate", "lift_gate", "rope"}
    | {"sliding_gate", "swing_gate", "wicket_gate", "wire_gate"}
)
_POSTS: Final = frozenset({"block", "bollard", "bus_trap", "planter", "jersey_barrier"})
_WALKED: Final = frozenset(
    {"primary", "primary_link", "secondary", "secondary_link", "tertiary"}
    | {"tertiary_link", "unclassified", "residential", "road", "living_street"}
    | {"service", "services", "rest_area", "track", "pedestrian", "footway"}
    | {"path", "cycleway", "bridleway", "corridor", "platform", "trail"}
    | {"trunk", "trunk_link"}
)
_ROAD_KMH: Final[dict[str, float]] = {
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
}
_RIDDEN_KMH: Final[Mapping[str, float]] = {
    "cobblestone": 11,
    "unhewn_cobblestone": 8,
    "sett": 14,
    "unpaved": 12,
    "gravel": 11,
    "fine_gravel": 14,
    "pebblestone": 10,
    "compacted": 15,
    "ground": 11,
    "earth": 11,
    "dirt": 10,
    "grass": 8,
    "mud": 6,
    "sand": 6,
    "wood": 13,
}
_ROAD_TURNS: Final = ("restriction:motor_vehicle", "restriction:vehicle", "restriction")
_ANY_MOTOR: Final = frozenset({"motor_vehicle", "vehicle"})

VAN: Final = Profile(
    mode=Mode.VAN,
    net=Net.ROADS,
    access_keys=("goods", "motorcar", "motor_vehicle", "vehicle", "access"),
    class_kmh=_ROAD_KMH,
    closed_unless_tagged=frozenset({"pedestrian"}),
    own_business=frozenset({"track"}),
    oneway_keys=("goods", "motorcar", "motor_vehicle", "vehicle"),
    passes=OPEN_BARRIERS,
    gates=_GATES,
    turn_keys=("restriction:goods", "restriction:motorcar", *_ROAD_TURNS),
    turn_excepted=_ANY_MOTOR | {"goods", "motorcar"},
    signal_ms=6_000,
    turn_ms=5_000,
    u_turn_ms=20_000,
)
TRUCK: Final = Profile(
    mode=Mode.TRUCK,
    net=Net.ROADS,
    access_keys=("hgv", "motor_vehicle", "vehicle", "access"),
    class_kmh={
        highway: min(kmh * (0.9 if kmh > 15 else 0.8), 80.0)
        for highway, kmh in _ROAD_KMH.items()
    },
    closed_unless_tagged=frozenset({"pedestrian"}),
    own_business=frozenset({"track"}),
    top_kmh=80.0,
    oneway_keys=("hgv", "motor_vehicle", "vehicle"),
    passes=OPEN_BARRIERS,
    gates=_GATES,
    turn_keys=("restriction:hgv", *_ROAD_TURNS),
    turn_excepted=_ANY_MOTOR | {"hgv"},
    toll_keys=("toll:hgv", "toll:N3", "toll"),
    signal_ms=8_000,
    turn_ms=9_000,
    u_turn_ms=60_000,
)
CAR: Final = Profile(
    mode=Mode.CAR,
    net=Net.ROADS,
    access_keys=("motorcar", "motor_vehicle", "vehicle", "access"),
    class_kmh=_ROAD_KMH | {"motorway": 110, "trunk": 80},
    closed_unless_tagged=frozenset({"pedestrian"}),
    own_business=frozenset({"track"}),
    top_kmh=130.0,
    oneway_keys=("motorcar", "motor_vehicle", "vehicle"),
    passes=OPEN_BARRIERS,
    gates=_GATES,
    turn_keys=("restriction:motorcar", *_ROAD_TURNS),
    turn_excepted=_ANY_MOTOR | {"motorcar"},
    signal_ms=6_000,
    turn_ms=4_000,
    u_turn_ms=15_000,
)
SCOOTER: Final = Profile(
    mode=Mode.SCOOTER,
    net=Net.ROADS,
    access_keys=("moped", "motorcycle", "motor_vehicle", "vehicle", "access"),
    class_kmh={
        highway: min(kmh, 45.0)
        for highway, kmh in _ROAD_KMH.items()
        if not highway.startswith("motorway")
    }
    | {"cycleway": 22, "path": 12},
    closed_unless_tagged=frozenset({"pedestrian", "cycleway", "path"}),
    own_business=frozenset({"track"}),
    top_kmh=45.0,
    motor_roads=False,
    oneway_keys=("moped", "mofa", "motorcycle", "motor_vehicle", "vehicle"),
    passes=OPEN_BARRIERS,
    gates=_GATES,
    turn_keys=("restriction:moped", "restriction:motorcycle", *_ROAD_TURNS),
    turn_excepted=_ANY_MOTOR | {"moped", "motorcycle"},
    toll_keys=("toll:moped", "toll:motorcycle", "toll"),
    signal_ms=5_000,
    turn_ms=3_000,
    u_turn_ms=8_000,
)
WALK: Final = Profile(
    mode=Mode.WALK,
    net=Net.PATHS,
    access_keys=("foot", "access"),
    class_kmh=dict.fromkeys(_WALKED, 4.8) | {"steps": 2.0, "elevator": 1.0},
    closed_unless_tagged=frozenset({"trunk", "trunk_link"}),
    top_kmh=4.8,
    flat_kmh=4.8,
    heeds_limits=False,
    motor_roads=False,
    passes=OPEN_BARRIERS | _GATES,
    other_barriers=Access.YES,
    toll_keys=("toll:foot",),
    signal_ms=10_000,
)
WALK_STEP_FREE: Final = replace(
    WALK,
    mode=Mode.WALK_STEP_FREE,
    class_kmh=dict.fromkeys(_WALKED, 3.6) | {"steps": 1.5, "elevator": 1.0},
    top_kmh=3.6,
    flat_kmh=3.6,
    step_free=True,
    passes=OPEN_BARRIERS | _GATES | _POSTS,
)
CARGO_BIKE: Final = Profile(
    mode=Mode.CARGO_BIKE,
    net=Net.PATHS,
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
    flat_kmh=17.0,
    push_kmh=4.0,
    oneway_keys=("bicycle",),
    heeds_limits=False,
    surface_kmh=_RIDDEN_KMH,
    motor_roads=False,
    passes=OPEN_BARRIERS | _POSTS | {"cycle_barrier"},
    gates=_GATES,
    toll_keys=("toll:bicycle",),
    signal_ms=6_000,
)
PROFILES: Final[Mapping[Mode, Profile]] = {
    profile.mode: profile
    for profile in (VAN, TRUCK, CAR, SCOOTER, WALK, WALK_STEP_FREE, CARGO_BIKE)
}
