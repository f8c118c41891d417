"""What custody refuses.

CustodyError
    DoorBusy        an opening of this compartment is under way    yes, after it
    NoneFree        none of the wished compartments can be used    no, wish others
    Elsewhere       a parcel lies in another compartment already   no
    NotPlaced       the deposit does not lie in its compartment    no
    NotSuspect      nothing is in doubt about this compartment     no
    NeedsAnother    a second person has to confirm                 no
    NotRunning      the doors are shut down                        no

Trouble at the door is not an error: it is the state and outcome of an intent.
"""

from typing import ClassVar


class CustodyError(Exception):
    """Refused before anything moved; nothing was written."""

    code: ClassVar[str] = "custody"


class DoorBusy(CustodyError):
    """An opening of this compartment is under way."""

    code = "door_busy"


class NoneFree(CustodyError):
    """None of the wished compartments is free, in service and not doubtful."""

    code = "none_free"


class Elsewhere(CustodyError):
    """A parcel lies in another compartment already, or is on its way into it."""

    code = "elsewhere"


class NotPlaced(CustodyError):
    """The deposit does not lie in its compartment (any more)."""

    code = "not_placed"


class NotSuspect(CustodyError):
    """Nothing is in doubt about this compartment."""

    code = "not_suspect"


class NeedsAnother(CustodyError):
    """A second person has to confirm, and not the same one."""

    code = "needs_another"


class NotRunning(CustodyError):
    """The doors are shut down and take nothing new."""

    code = "not_running"
