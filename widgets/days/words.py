"""Days, waves and what becomes of open things, in words and shapes."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from console.viewmodels.codes import DayState, OpenKind, Outcome
from console.viewmodels.day_calendar import DayCell
from console.viewmodels.days_page import ReadOnly
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.shapes import Mark, Shape
from widgets.common.words import grouped

STATES: Mapping[DayState, str] = MappingProxyType(
    {
        DayState.EMPTY: QT_TRANSLATE_NOOP("words", "empty"),
        DayState.IMPORTING: QT_TRANSLATE_NOOP("words", "to plan"),
        DayState.PLANNED: QT_TRANSLATE_NOOP("words", "planned"),
        DayState.PUBLISHED: QT_TRANSLATE_NOOP("words", "published"),
        DayState.RUNNING: QT_TRANSLATE_NOOP("words", "on the road"),
        DayState.CLOSED: QT_TRANSLATE_NOOP("words", "closed"),
    }
)
NOT_CLOSED = QT_TRANSLATE_NOOP("words", "not closed")
NO_WORK = QT_TRANSLATE_NOOP("words", "no work")

STATE_MARKS: Mapping[DayState, Mark] = MappingProxyType(
    {
        DayState.EMPTY: Mark(Shape.DOT, "off"),
        DayState.IMPORTING: Mark(Shape.OUTLINE, "free_edge"),
        DayState.PLANNED: Mark(Shape.SQUARE, "planned"),
        DayState.PUBLISHED: Mark(Shape.CIRCLE, "door"),
        DayState.RUNNING: Mark(Shape.HOURGLASS, "locker"),
        DayState.CLOSED: Mark(Shape.TICK, "done"),
    }
)
LATE = Mark(Shape.TRIANGLE, "late")
PROBLEM = Mark(Shape.DIAMOND, "at_risk")

READ_ONLY: Mapping[ReadOnly, str] = MappingProxyType(
    {
        ReadOnly.NO: "",
        ReadOnly.CLOSED: QT_TRANSLATE_NOOP(
            "words", "This day is closed: it can be looked at, or opened again"
        ),
        ReadOnly.OVER: QT_TRANSLATE_NOOP(
            "words", "This day is over: it can be looked at and closed"
        ),
    }
)

KINDS: Mapping[OpenKind, str] = MappingProxyType(
    {
        OpenKind.UNDELIVERED: QT_TRANSLATE_NOOP("words", "Undelivered"),
        OpenKind.NOT_LOADED: QT_TRANSLATE_NOOP("words", "Not loaded"),
        OpenKind.UNASSIGNED: QT_TRANSLATE_NOOP("words", "On no route that left"),
        OpenKind.HELD: QT_TRANSLATE_NOOP("words", "Held"),
        OpenKind.RETURNING: QT_TRANSLATE_NOOP("words", "Cancelled on board"),
        OpenKind.MISSING: QT_TRANSLATE_NOOP("words", "Missing"),
        OpenKind.OVERDUE: QT_TRANSLATE_NOOP("words", "Overdue in a locker"),
        OpenKind.IN_DOUBT: QT_TRANSLATE_NOOP("words", "Door in doubt"),
    }
)

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CARRY_OVER: QT_TRANSLATE_NOOP("words", "Carry over"),
        Outcome.SEND_BACK: QT_TRANSLATE_NOOP("words", "Send back"),
        Outcome.SEARCH: QT_TRANSLATE_NOOP("words", "Search"),
        Outcome.LEAVE: QT_TRANSLATE_NOOP("words", "Leave there"),
    }
)
OUTCOME_MARKS: Mapping[Outcome, Mark] = MappingProxyType(
    {
        Outcome.CARRY_OVER: Mark(Shape.CIRCLE, "door"),
        Outcome.SEND_BACK: Mark(Shape.RING, "return"),
        Outcome.SEARCH: Mark(Shape.QUESTION, "suspect"),
        Outcome.LEAVE: Mark(Shape.DOT, "off"),
    }
)
OUTCOME_KEYS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CARRY_OVER: "C",
        Outcome.SEND_BACK: "B",
        Outcome.SEARCH: "S",
        Outcome.LEAVE: "L",
    }
)
CLOSING: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CARRY_OVER: QT_TRANSLATE_NOOP("words", "carry {0} over to {1}"),
        Outcome.SEND_BACK: QT_TRANSLATE_NOOP("words", "send {0} back"),
        Outcome.SEARCH: QT_TRANSLATE_NOOP("words", "{0} to search"),
        Outcome.LEAVE: QT_TRANSLATE_NOOP("words", "leave {0} where they are"),
    }
)

CLOSED: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CARRY_OVER: QT_TRANSLATE_NOOP("words", "{0} carried over to {1}"),
        Outcome.SEND_BACK: QT_TRANSLATE_NOOP("words", "{0} sent back"),
        Outcome.SEARCH: QT_TRANSLATE_NOOP("words", "{0} to search"),
        Outcome.LEAVE: QT_TRANSLATE_NOOP("words", "{0} left where they are"),
    }
)


def short_day(on: date) -> str:
    """A date as the top bar says it."""
    return f"{on:%a} {on.day} {on:%b}"


def long_day(on: date) -> str:
    """A date in full."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def does(one: Outcome, count: int, next_day: date) -> str:
    """What closing does with so many things."""
    return say(CLOSING[one], grouped(count), short_day(next_day))


def is_late(cell: DayCell, today: date) -> bool:
    """Whether a day is past, had parcels and was never closed."""
    settled = cell.state in {DayState.CLOSED, DayState.EMPTY}
    return cell.date < today and not settled and bool(cell.parcels)


def state_mark(cell: DayCell, today: date) -> Mark:
    """The shape of a day."""
    return LATE if is_late(cell, today) else STATE_MARKS[cell.state]


def state_word(cell: DayCell, today: date) -> str:
    """The word beside the shape."""
    if is_late(cell, today):
        return say(NOT_CLOSED)
    if cell.off and cell.state is DayState.EMPTY:
        return say(NO_WORK)
    return say(STATES[cell.state])


def counts(cell: DayCell, *, terse: bool = False) -> str:
    """Parcels of a day, and its waves unless it is to be `terse`; "" for none."""
    if not cell.parcels:
        return ""
    parcels = QT_TRANSLATE_NOOP("words", "{0} parcels")
    waves = QT_TRANSLATE_NOOP("words", "{0} waves")
    said = say(parcels, grouped(cell.parcels))
    return (
        DOT.join((said, say(waves, cell.waves)))
        if cell.waves > 1 and not terse
        else said
    )


def problems(cell: DayCell) -> str:
    """What wants a person; "" for nothing."""
    if not cell.problems:
        return ""
    return say(QT_TRANSLATE_NOOP("words", "{0} to settle"), grouped(cell.problems))


def cell_words(cell: DayCell, today: date) -> str:
    """All of a day in one line."""
    parts = [long_day(cell.date), state_word(cell, today), counts(cell), problems(cell)]
    return DOT.join(part for part in parts if part)


def percent(value: float | None) -> str:
    """A share of hundred."""
    return DASH if value is None else f"{value:.1f} %"
