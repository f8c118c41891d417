"""The ways of moving that have a street graph of their own."""

from enum import StrEnum


class Mode(StrEnum):
    """A means of transport; its value names its arrays in the pack."""

    VAN = "van"
    WALK = "walk"
    CARGO_BIKE = "cargo_bike"
