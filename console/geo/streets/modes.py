"""The ways of moving through a region, and the nets of streets they share."""

from enum import StrEnum


class Mode(StrEnum):
    """A means of transport; its value names its columns in the pack."""

    VAN = "van"
    TRUCK = "truck"
    CAR = "car"
    SCOOTER = "scooter"
    WALK = "walk"
    WALK_STEP_FREE = "walk_step_free"
    CARGO_BIKE = "cargo_bike"


class Net(StrEnum):
    """Streets cut at their junctions once for several modes.

    On roads a node of the graph is an edge, because turns matter; on paths it is a
    junction. Modes of one net share geometry, turns and the order of contraction.
    """

    ROADS = "roads"
    PATHS = "paths"
