"""Reasons and problems as codes with arguments; only widgets turn them into words."""

from dataclasses import dataclass
from enum import StrEnum

Argument = str | int | float


class ReasonCode(StrEnum):
    """Why something is so. Arguments in brackets."""

    # a row of a file
    MISSING_COLUMN = "missing_column"  # [column]
    MISSING_VALUE = "missing_value"  # []
    NOT_A_NUMBER = "not_a_number"  # []
    OUT_OF_RANGE = "out_of_range"  # [low, high]
    NOT_A_TIME = "not_a_time"  # []
    WINDOW_BACKWARDS = "window_backwards"  # []
    UNKNOWN_WORD = "unknown_word"  # [allowed words]
    DUPLICATE_ID = "duplicate_id"  # [first line]
    UNREADABLE = "unreadable"  # [what the reader said]
    TOO_LARGE = "too_large"  # [limit]
    # a parcel before planning
    ADDRESS_NOT_FOUND = "address_not_found"  # []
    ADDRESS_UNSURE = "address_unsure"  # [best candidate, score]
    OUTSIDE_REGION = "outside_region"  # []
    NO_STREET_NEARBY = "no_street_nearby"  # [limit in metres]
    NOT_REACHABLE = "not_reachable"  # []
    HELD_BY_PERSON = "held_by_person"  # []
    # a parcel that no route took
    NO_OPTION = "no_option"  # []
    NO_COMPARTMENT = "no_compartment"  # [site]
    NO_VEHICLE_FITS = "no_vehicle_fits"  # [dimension]
    CAPACITY = "capacity"  # [vehicle, dimension, over by]
    WINDOW = "window"  # [vehicle, seconds late at best]
    SHIFT = "shift"  # [vehicle, seconds over at best]
    COST = "cost"  # [price of the cheapest insertion]
    NOT_TRIED = "not_tried"  # []
    # why this channel
    CHEAPEST = "cheapest"  # [runner-up, price of it]
    DOOR_ONLY = "door_only"  # []
    LOCKER_ONLY = "locker_only"  # []
    PREFERRED_SITE = "preferred_site"  # []
    NO_LOCKER_IN_REACH = "no_locker_in_reach"  # [reach in metres]
    TOO_BIG_FOR_LOCKERS = "too_big_for_lockers"  # []
    CHOSEN_BY_PERSON = "chosen_by_person"  # []


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and its arguments, in the order the code's comment gives."""

    code: ReasonCode
    args: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell of one file. The row is left out, nothing else is.

    `line` is the line as an editor counts it (the header is 1); `column` is the
    file's own heading, empty where the whole row is meant.
    """

    file: str
    line: int
    column: str
    value: str
    reason: Reason
