"""Changes in words: what came in, how it stands, what it costs, what it breaks."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.changes import ChangeRow, FieldEdit
from console.viewmodels.codes import ChangeKind, ChangeState
from widgets.common import words
from widgets.common.handing import ARROW, way
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.shapes import Mark, Shape
from widgets.common.words import clock, euros

MINUS = "\N{MINUS SIGN}"

KINDS: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.LATE: QT_TRANSLATE_NOOP("words", "Late order"),
        ChangeKind.EDITED: QT_TRANSLATE_NOOP("words", "Edited"),
        ChangeKind.CORRECTED: QT_TRANSLATE_NOOP("words", "Address corrected"),
        ChangeKind.CANCELLED: QT_TRANSLATE_NOOP("words", "Cancelled"),
        ChangeKind.REVIVED: QT_TRANSLATE_NOOP("words", "Announced again"),
        ChangeKind.DOOR_FAULT: QT_TRANSLATE_NOOP("words", "Door fault"),
        ChangeKind.VEHICLE_FAULT: QT_TRANSLATE_NOOP("words", "Not there"),
    }
)

STATES: Mapping[ChangeState, str] = MappingProxyType(
    {
        ChangeState.WAITING: QT_TRANSLATE_NOOP("words", "waits"),
        ChangeState.ACCEPTED: QT_TRANSLATE_NOOP("words", "accepted"),
        ChangeState.REJECTED: QT_TRANSLATE_NOOP("words", "rejected"),
        ChangeState.DONE: QT_TRANSLATE_NOOP("words", "done"),
    }
)

MARKS: Mapping[ChangeState, Mark] = MappingProxyType(
    {
        ChangeState.WAITING: Mark(Shape.DIAMOND, "at_risk"),
        ChangeState.ACCEPTED: Mark(Shape.TICK, "done"),
        ChangeState.REJECTED: Mark(Shape.CROSS, "off"),
        ChangeState.DONE: Mark(Shape.DOT, "off"),
    }
)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "size": QT_TRANSLATE_NOOP("words", "Size"),
        "mass": QT_TRANSLATE_NOOP("words", "Weight"),
        "name": QT_TRANSLATE_NOOP("words", "Name"),
        "address": QT_TRANSLATE_NOOP("words", "Address"),
        "place": QT_TRANSLATE_NOOP("words", "Place"),
        "climate": QT_TRANSLATE_NOOP("words", "Climate"),
        "preference": QT_TRANSLATE_NOOP("words", "Wish"),
        "preferred_site": QT_TRANSLATE_NOOP("words", "Wished site"),
        "window": QT_TRANSLATE_NOOP("words", "Window"),
        "late_from": QT_TRANSLATE_NOOP("words", "Late from"),
        "skills": QT_TRANSLATE_NOOP("words", "Skills needed"),
        "priority": QT_TRANSLATE_NOOP("words", "Priority"),
        "barcodes": QT_TRANSLATE_NOOP("words", "Barcodes"),
        "low_compartment": QT_TRANSLATE_NOOP("words", "Low compartment"),
        "id_check": QT_TRANSLATE_NOOP("words", "Identity check"),
    }
)

BREAKS: Mapping[str, str] = MappingProxyType(
    {
        "held": QT_TRANSLATE_NOOP(
            "words", "it is held: nobody knows yet where it goes"
        ),
        "no_way": QT_TRANSLATE_NOOP("words", "no vehicle can take it"),
        "overbooked": QT_TRANSLATE_NOOP("words", "its compartments are all taken"),
        "wrong_class": QT_TRANSLATE_NOOP("words", "its compartment is too small"),
        "wrong_place": QT_TRANSLATE_NOOP("words", "its stop is elsewhere"),
        "no_such_option": QT_TRANSLATE_NOOP("words", "it cannot go where it goes now"),
        "route_locked": QT_TRANSLATE_NOOP("words", "its route is locked"),
        "route_departed": QT_TRANSLATE_NOOP("words", "its vehicle has left"),
        "hard": QT_TRANSLATE_NOOP("words", "it cannot stay where it is"),
    }
)
"""By the codes of a Consequence; one without words stays readable."""


def kind(row: ChangeRow) -> str:
    """What came in."""
    return say(KINDS[row.kind])


def state(row: ChangeRow) -> str:
    """How it stands, and by whom."""
    text = say(STATES[row.state])
    if row.decided_by and not row.acceptable:
        return DOT.join((text, row.decided_by))
    return text


def cost(row: ChangeRow) -> str:
    """More or less money; a dash before it was priced."""
    if row.cost_eur is None:
        return DASH
    return signed(euros(abs(row.cost_eur)), row.cost_eur)


def minutes(row: ChangeRow) -> str:
    """More or less time on the road."""
    if row.minutes is None:
        return DASH
    text = say(QT_TRANSLATE_NOOP("words", "{0} min"), f"{abs(row.minutes):.0f}")
    return signed(text, round(row.minutes))


def kilometres(row: ChangeRow) -> str:
    """More or less way."""
    if row.kilometres is None:
        return DASH
    text = say(QT_TRANSLATE_NOOP("words", "{0} km"), f"{abs(row.kilometres):.1f}")
    return signed(text, round(row.kilometres, 1))


def best(row: ChangeRow) -> str:
    """Which vehicle takes it where, at best."""
    if row.kind is ChangeKind.VEHICLE_FAULT or row.cost_eur is None:
        return ""
    goes = way(row.way) if row.way else ""
    return DOT.join(part for part in (row.vehicle, goes) if part)


def breaks(row: ChangeRow) -> str:
    """What no longer fits, and whom else it touches."""
    parts: list[str] = []
    if row.breaks:
        text = BREAKS.get(row.breaks)
        parts.append(say(text) if text else row.breaks.replace("_", " "))
    if row.late_min:
        late = QT_TRANSLATE_NOOP("words", "{0} min late")
        parts.append(say(late, row.late_min))
    if row.touched:
        moved = QT_TRANSLATE_NOOP("words", "{0} parcels to place anew")
        one = QT_TRANSLATE_NOOP("words", "1 parcel to place anew")
        parts.append(say(one if row.touched == 1 else moved, row.touched))
    if row.reason is not None:
        parts.append(words.reason(row.reason))
    return DOT.join(parts)


def edits(row: ChangeRow) -> str:
    """What a row changes about its parcel, in a line."""
    return ", ".join(
        f"{field(one)} {value(one.name, one.before)}{ARROW}{value(one.name, one.after)}"
        for one in row.edits
    )


def field(one: FieldEdit) -> str:
    """The name of a field."""
    return say(FIELDS[one.name]) if one.name in FIELDS else one.name


def value(name: str, text: str) -> str:
    """A value as people read it: a window as two times of the day, an end as one."""
    if not text:
        return DASH
    if name == "window":
        start, _, end = text.partition(" ")
        return f"{clock(int(start) // 60)}{DASH}{clock(int(end) // 60)}"
    if name == "late_from":
        return clock(int(text) // 60)
    return text


def signed(text: str, amount: float) -> str:
    """A text with the sign of its amount."""
    if not amount:
        return text
    return f"{'+' if amount > 0 else MINUS}{text}"
