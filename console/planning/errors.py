"""What planning refuses.

PlanningError
|-- ProblemTooLarge   more of something than the engine counts; never with another try
|-- NotCarried        a field of the problem that the engine does not carry yet
|-- ScenarioRefused   a scenario that cannot be (planning.scenarios)
|-- SettingRefused    a setting that is not known (planning.settings)
|-- HardViolation     what may never be published; `code` and `args` say what
"""

from enum import StrEnum


class PlanningError(Exception):
    """Root of everything planning raises on purpose; trying again never helps."""


class ProblemTooLarge(PlanningError):
    """A problem has more of something than the engine counts."""


class NotCarried(PlanningError):
    """A field of a problem is set that the engine does not carry yet: its name."""


class HardCode(StrEnum):
    """What may never be. Arguments in brackets."""

    OVERBOOKED = "overbooked"  # [site, class]
    NO_SUCH_OPTION = "no_such_option"  # [parcel]
    WRONG_CLASS = "wrong_class"  # [parcel, class]
    WRONG_PLACE = "wrong_place"  # [parcel]
    TWICE = "twice"  # [parcel]
    UNKNOWN_PARCEL = "unknown_parcel"  # [parcel]
    UNKNOWN_VEHICLE = "unknown_vehicle"  # [vehicle]
    ON_BOARD = "on_board"  # [parcel, vehicle that may not take it]
    NOT_ON_BOARD = "not_on_board"  # [parcel, vehicle that left without it]


class HardViolation(PlanningError):
    """A draft breaks what is hard always: an overbooked class, a wrong compartment."""

    def __init__(self, code: HardCode, *args: str) -> None:
        super().__init__(code, *args)
        self.code = code

    def __reduce__(self) -> tuple[type["HardViolation"], tuple[str, ...]]:
        """Crosses a process border whole."""
        return HardViolation, self.args
