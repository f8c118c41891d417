"""The errors of this package, and whether trying again helps.

    HardwareError
    ├── CabinetStopped     the cabinet was stopped, or never started   no
    ├── NoSuchDoor         an address the cabinet does not have        no
    ├── SettingsInvalid    a cabinet file or a value in it is wrong    no, correct it
    ├── ScenarioInvalid    a simulator's scenario breaks a rule        no, correct it
    ├── FrameInvalid       a value no frame of the protocol can carry  no
    ├── RecordingInvalid   a recording cannot be read                  no
    ├── LinkFailed         the port or connection cannot be opened     yes, the bus does
    │   └── LinkLost       it was open and is gone                     yes, the bus does
    └── Unanswered         a question on the bus got no answer
        ├── NotSent        nothing left: the line was lost or stopped  yes, by a person
        └── NoReply        it was sent, no answer came in time         reads only

`NotSent` is a promise: not one byte of the question went out.
"""


class HardwareError(Exception):
    """Any error this package raises."""


class CabinetStopped(HardwareError):
    """Asked of a cabinet, bus or thread that does not run."""


class NoSuchDoor(HardwareError):
    """A door address the cabinet does not have."""


class SettingsInvalid(HardwareError):
    """A cabinet's settings break a rule; the message names file, key and rule."""


class ScenarioInvalid(HardwareError):
    """A scenario names something that is not there, or that is not known."""


class FrameInvalid(HardwareError):
    """A board, lock or value that no frame of the protocol can carry."""


class RecordingInvalid(HardwareError):
    """A recording that is no recording."""


class LinkFailed(HardwareError):
    """The port or the connection could not be opened; the message names it and why."""


class LinkLost(LinkFailed):
    """The port or the connection was open and is gone."""


class Unanswered(HardwareError):
    """A question on the bus that got no answer."""


class NotSent(Unanswered):
    """Nothing of the question went out."""


class NoReply(Unanswered):
    """The question went out and no valid answer came before its deadline."""
