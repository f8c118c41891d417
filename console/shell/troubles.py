"""What went wrong, in words: a line for the status strip, never a traceback."""

from collections.abc import Mapping
from types import MappingProxyType

from console.custody.errors import CustodyError
from console.domain.code import Refusal
from console.domain.draft import EditRefused
from console.domain.refusal import Refused
from console.geo.errors import GeoError
from console.interchange.errors import InterchangeError
from console.services.drafting.errors import NothingPlanned
from console.storage.errors import HeldElsewhere, StorageError
from console.wiring.cabinets import UnknownFamily
from console.wiring.planner import PlannerFailed
from console.wiring.reading import ReadingFailed
from console.wiring.region import RegionFailed
from console.wiring.worker import WorkerGone
from hardware.errors import HardwareError
from widgets.common.marked import QT_TRANSLATE_NOOP, say

KNOWN = (
    StorageError,
    CustodyError,
    EditRefused,
    GeoError,
    InterchangeError,
    NothingPlanned,
    PlannerFailed,
    Refused,
    RegionFailed,
    ReadingFailed,
    UnknownFamily,
    WorkerGone,
    HardwareError,
    OSError,
)
"""What may go wrong on a good day; everything else is a fault of the program."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        "held_elsewhere": QT_TRANSLATE_NOOP(
            "words",
            "another desk works with this data: host {1}, process {2}, since {3}",
        ),
        "on_network_share": QT_TRANSLATE_NOOP(
            "words", "the data lies on a network drive; put it on this machine"
        ),
        "not_ours": QT_TRANSLATE_NOOP(
            "words", "this is not data of Lockyard, or another user's: {0}"
        ),
        "read_only": QT_TRANSLATE_NOOP("words", "the data cannot be written: {0}"),
        "corrupt": QT_TRANSLATE_NOOP(
            "words", "the data is damaged and was left as it is: {0}"
        ),
        "newer_schema": QT_TRANSLATE_NOOP(
            "words", "the data was made by a newer Lockyard: {0}"
        ),
        "migration_failed": QT_TRANSLATE_NOOP(
            "words", "the data could not be brought up to date and is as it was: {0}"
        ),
        "disk_full": QT_TRANSLATE_NOOP("words", "the disk is full; nothing was lost"),
        "busy": QT_TRANSLATE_NOOP("words", "another program holds the data; try again"),
        "conflict": QT_TRANSLATE_NOOP("words", "the records do not allow it: {0}"),
        "read_failed": QT_TRANSLATE_NOOP(
            "words", "the data could not be read; try again"
        ),
        "missing": QT_TRANSLATE_NOOP("words", "there is no such {0}: {1}"),
        "closed": QT_TRANSLATE_NOOP("words", "the desk is closing"),
        "door_busy": QT_TRANSLATE_NOOP("words", "this door is being opened already"),
        "none_free": QT_TRANSLATE_NOOP(
            "words", "this door cannot be used now; choose another"
        ),
        "elsewhere": QT_TRANSLATE_NOOP(
            "words", "parcel {0} lies in another door, or is on its way into one"
        ),
        "not_placed": QT_TRANSLATE_NOOP("words", "nothing lies in this door any more"),
        "not_suspect": QT_TRANSLATE_NOOP(
            "words", "nothing is in doubt about this door"
        ),
        "needs_another": QT_TRANSLATE_NOOP("words", "a second person has to confirm"),
        "not_running": QT_TRANSLATE_NOOP("words", "the desk is closing"),
        "route_locked": QT_TRANSLATE_NOOP("words", "{0} is locked; unlock it first"),
        "route_departed": QT_TRANSLATE_NOOP("words", "{0} has departed"),
        "no_such_visit": QT_TRANSLATE_NOOP("words", "{0} has changed meanwhile"),
        "overbooked": QT_TRANSLATE_NOOP(
            "words", "no compartment of size {1} is left at {0}"
        ),
        "no_such_option": QT_TRANSLATE_NOOP("words", "parcel {0} cannot go that way"),
        "wrong_class": QT_TRANSLATE_NOOP(
            "words", "parcel {0} does not fit compartment size {1}"
        ),
        "wrong_place": QT_TRANSLATE_NOOP("words", "parcel {0} is not for that place"),
        "twice": QT_TRANSLATE_NOOP("words", "{0} would be served twice"),
        "unknown_parcel": QT_TRANSLATE_NOOP("words", "parcel {0} is not in this plan"),
        "plan_moved_on": QT_TRANSLATE_NOOP(
            "words", "another desk has changed this plan; look at it again"
        ),
        "parcels_changed": QT_TRANSLATE_NOOP(
            "words", "parcel {0} has changed since; build or look again"
        ),
        "parcel_on_board": QT_TRANSLATE_NOOP(
            "words", "parcel {0} is on {1} and stays there"
        ),
        "parcel_cancelled": QT_TRANSLATE_NOOP(
            "words", "parcel {0} was cancelled; bring it back"
        ),
        "parcel_done": QT_TRANSLATE_NOOP(
            "words", "it is too late for parcel {0}: it is done"
        ),
        "parcel_not_movable": QT_TRANSLATE_NOOP(
            "words", "parcel {0} is on board or done and cannot be moved"
        ),
        "parcel_moved_on": QT_TRANSLATE_NOOP(
            "words", "parcel {0} has been moved again meanwhile"
        ),
        "day_closed": QT_TRANSLATE_NOOP(
            "words", "this day is closed; open it again first"
        ),
        "day_open": QT_TRANSLATE_NOOP("words", "this day is open already"),
        "changes_waiting": QT_TRANSLATE_NOOP(
            "words", "{0} changes wait to be accepted or rejected first"
        ),
        "still_open": QT_TRANSLATE_NOOP(
            "words", "{0} is still open; look at the list again"
        ),
        "not_open": QT_TRANSLATE_NOOP(
            "words", "{0} is no longer open; look at the list again"
        ),
        "outcome_not_allowed": QT_TRANSLATE_NOOP("words", "that cannot become of {0}"),
        "reason_wanted": QT_TRANSLATE_NOOP("words", "please give a reason"),
        "no_such_change": QT_TRANSLATE_NOOP("words", "there is no such change: {0}"),
        "change_decided": QT_TRANSLATE_NOOP(
            "words", "somebody has decided about this change already"
        ),
        "change_accepted": QT_TRANSLATE_NOOP(
            "words", "the plan does without {0} already; take that change back instead"
        ),
        "not_of_this_wave": QT_TRANSLATE_NOOP("words", "{0} belongs to another wave"),
        "no_such_wave": QT_TRANSLATE_NOOP("words", "there is no such wave: {0}"),
        "wave_in_use": QT_TRANSLATE_NOOP("words", "the wave {0} is not empty"),
        "vehicle_left": QT_TRANSLATE_NOOP("words", "{0} has left already"),
        "unknown_vehicle": QT_TRANSLATE_NOOP(
            "words", "vehicle {0} is not in this plan"
        ),
    }
)

REFUSALS: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.MISTYPED: QT_TRANSLATE_NOOP(
            "words", "One digit is wrong. Please look at the code again."
        ),
        Refusal.WRONG: QT_TRANSLATE_NOOP(
            "words", "No parcel waits here for this code."
        ),
        Refusal.LOCKED_OUT: QT_TRANSLATE_NOOP(
            "words", "Too many wrong codes. Codes are taken again at {0}."
        ),
        Refusal.EXPIRED: QT_TRANSLATE_NOOP(
            "words", "The time to collect this parcel is over."
        ),
        Refusal.SPENT: QT_TRANSLATE_NOOP("words", "This code was used already."),
        Refusal.IN_DOUBT: QT_TRANSLATE_NOOP(
            "words", "The code is right, but a person has to look at the door first."
        ),
    }
)


def trouble(error: BaseException) -> str:
    """One of KNOWN in words, as a clause."""
    code = str(getattr(error, "code", ""))
    if code in CODES:
        args = [str(arg) for arg in error.args if str(arg) != code]
        if isinstance(error, HeldElsewhere):
            args = [str(arg) for arg in error.args]
        return say(CODES[code], *args, *("?",) * 4)
    match error:
        case NothingPlanned():
            return say(
                QT_TRANSLATE_NOOP("words", "there is no plan yet; build one first")
            )
        case WorkerGone():
            return say(
                QT_TRANSLATE_NOOP("words", "a part of the program ended; try again")
            )
        case RegionFailed() | GeoError():
            what = ": ".join(str(arg) for arg in error.args)
            return say(QT_TRANSLATE_NOOP("words", "the map pack says {0}"), what)
        case PlannerFailed():
            what = " ".join(str(arg) for arg in error.args if arg)
            return say(QT_TRANSLATE_NOOP("words", "the planner says {0}"), what)
        case _:
            return str(error) or type(error).__name__
