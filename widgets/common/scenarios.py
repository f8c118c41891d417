"""Scenarios in words: their names where they have one, and why one cannot be.

A scenario is written the same on the command line and on the desk; what has no name of
its own is shown as it is written.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from widgets.common.marked import DASH, QT_TRANSLATE_NOOP, say

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "mixed": QT_TRANSLATE_NOOP("words", "Doors and lockers"),
        "all-door": QT_TRANSLATE_NOOP("words", "All to doors"),
        "all-locker": QT_TRANSLATE_NOOP("words", "All to lockers"),
        "locker-or-none": QT_TRANSLATE_NOOP("words", "Lockers or nothing"),
        "preset:loqate-2021": QT_TRANSLATE_NOOP("words", "Loqate 2021"),
        "preset:field": QT_TRANSLATE_NOOP("words", "Figures of the field"),
        "preset:door-2min": QT_TRANSLATE_NOOP("words", "2 min a door"),
        "preset:door-3min": QT_TRANSLATE_NOOP("words", "3 min a door"),
    }
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "mixed": QT_TRANSLATE_NOOP(
            "words", "The day as it is: each parcel where it costs least."
        ),
        "all-door": QT_TRANSLATE_NOOP(
            "words", "Every parcel to its door, whatever was wished."
        ),
        "all-locker": QT_TRANSLATE_NOOP(
            "words",
            "To a locker wherever one fits and has a compartment left, the rest to"
            " doors.",
        ),
        "locker-or-none": QT_TRANSLATE_NOOP(
            "words", "To lockers only: what fits none stays at the depot."
        ),
        "preset:loqate-2021": QT_TRANSLATE_NOOP(
            "words", "8 % of deliveries to doors fail, 17.20 USD each (Loqate, 2021)."
        ),
        "preset:field": QT_TRANSLATE_NOOP(
            "words",
            "5 % fail, 17 USD each; 150 s a door; 120 s a locker and 8 s a parcel"
            " (locker operators).",
        ),
        "preset:door-2min": QT_TRANSLATE_NOOP(
            "words", "Every door takes 2 minutes: the lower figure of the field."
        ),
        "preset:door-3min": QT_TRANSLATE_NOOP(
            "words", "Every door takes 3 minutes: the upper figure of the field."
        ),
    }
)
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "scenario_unknown": QT_TRANSLATE_NOOP(
            "words", "{0}: there is no such scenario; there are {1}"
        ),
        "scenario_value": QT_TRANSLATE_NOOP(
            "words", "{0}: “{1}={2}” is not a name and a number; write name=number"
        ),
        "scenario_setting": QT_TRANSLATE_NOOP(
            "words", "{0}: there is no planning setting {1}; there are {2}"
        ),
        "scenario_setting_range": QT_TRANSLATE_NOOP(
            "words", "{0}: {1} cannot be {2}; a share lies from 0 to 1, others above 0"
        ),
        "scenario_type": QT_TRANSLATE_NOOP(
            "words", "{0}: the depot has no vehicle type {1}; it has {2}"
        ),
        "scenario_fleet_range": QT_TRANSLATE_NOOP(
            "words", "{0}: of {1} there can be 0 to {2}"
        ),
        "scenario_no_vehicle": QT_TRANSLATE_NOOP(
            "words", "{0}: no vehicle is left; name one with fleet:"
        ),
        "scenario_no_locker": QT_TRANSLATE_NOOP(
            "words",
            "{0}: no parcel of the day may go to a locker; let customers walk further"
            " (set:reach_m=) or open a site",
        ),
        "scenario_share_range": QT_TRANSLATE_NOOP(
            "words",
            "{0}: a share is least=, most= or both, from 0 to 1 and in this order",
        ),
        "scenario_share_too_high": QT_TRANSLATE_NOOP(
            "words",
            "{0}: lockers within reach take {1} % of the parcels at most; ask for that"
            " or let customers walk further (set:reach_m=)",
        ),
    }
)


def scenario_name(name: str) -> str:
    """What people call a scenario."""
    return say(NAMES[name]) if name in NAMES else name


def scenario_meaning(name: str) -> str:
    """What it changes, empty where its name says it all."""
    return say(MEANINGS[name]) if name in MEANINGS else ""


def scenario_refused(code: str, args: Sequence[str]) -> str:
    """Why a scenario cannot be and what would do; an unknown code stays readable."""
    if code not in REFUSALS:
        return ": ".join((code, *args))
    return say(REFUSALS[code], *args, *(DASH,) * 3)
