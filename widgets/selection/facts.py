"""Facts, headlines and options of the selection in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from console.viewmodels.codes import (
    Channel,
    Custody,
    LockLevel,
    Observed,
    ParcelState,
    Service,
)
from console.viewmodels.lockers import DoorState, LinkKind, LinkView
from console.viewmodels.parcels import ParcelStatus
from console.viewmodels.selection import (
    ActionKey,
    Fact,
    FactKey,
    Headline,
    Option,
    OptionKind,
    Thing,
)
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.sentences import (
    CHANNELS,
    CUSTODIES,
    DOOR_STATES,
    LINKS,
    LOCKS,
    OBSERVATIONS,
    PARCEL_STATES,
    PARCEL_STATUSES,
    SERVICES,
)
from widgets.common.words import clock, duration, euros, verdict

Args = Sequence[str | int | float]

LABELS: Mapping[FactKey, str] = MappingProxyType(
    {
        FactKey.PARCEL: QT_TRANSLATE_NOOP("words", "Parcel"),
        FactKey.RECIPIENT: QT_TRANSLATE_NOOP("words", "For"),
        FactKey.ADDRESS: QT_TRANSLATE_NOOP("words", "Address"),
        FactKey.STATE: QT_TRANSLATE_NOOP("words", "State"),
        FactKey.ATTEMPT: QT_TRANSLATE_NOOP("words", "Attempt"),
        FactKey.ROUTE: QT_TRANSLATE_NOOP("words", "Route"),
        FactKey.PROMISE: QT_TRANSLATE_NOOP("words", "Promise"),
        FactKey.LATE_FROM: QT_TRANSLATE_NOOP("words", "Late from"),
        FactKey.HANDED: QT_TRANSLATE_NOOP("words", "Goes to"),
        FactKey.NEEDS: QT_TRANSLATE_NOOP("words", "Needs"),
        FactKey.PARCELS: QT_TRANSLATE_NOOP("words", "Parcels"),
        FactKey.ARRIVAL: QT_TRANSLATE_NOOP("words", "Planned"),
        FactKey.VEHICLE: QT_TRANSLATE_NOOP("words", "Vehicle"),
        FactKey.SHIFT: QT_TRANSLATE_NOOP("words", "Shift"),
        FactKey.TOUR: QT_TRANSLATE_NOOP("words", "Tour"),
        FactKey.LOAD: QT_TRANSLATE_NOOP("words", "Load"),
        FactKey.BREAKS: QT_TRANSLATE_NOOP("words", "Break"),
        FactKey.RELOADS: QT_TRANSLATE_NOOP("words", "Loads again"),
        FactKey.CO2: QT_TRANSLATE_NOOP("words", "CO₂e"),
        FactKey.COST: QT_TRANSLATE_NOOP("words", "Cost"),
        FactKey.PROGRESS: QT_TRANSLATE_NOOP("words", "Done"),
        FactKey.LOCK: QT_TRANSLATE_NOOP("words", "Changes"),
        FactKey.ABSENCE: QT_TRANSLATE_NOOP("words", "Today"),
        FactKey.DOORS: QT_TRANSLATE_NOOP("words", "Doors"),
        FactKey.ARRIVING: QT_TRANSLATE_NOOP("words", "Arriving"),
        FactKey.HOURS: QT_TRANSLATE_NOOP("words", "Open today"),
        FactKey.SIZE: QT_TRANSLATE_NOOP("words", "Size"),
        FactKey.CUSTODY: QT_TRANSLATE_NOOP("words", "Records"),
        FactKey.SERVICE: QT_TRANSLATE_NOOP("words", "Service"),
        FactKey.OBSERVED: QT_TRANSLATE_NOOP("words", "Sensor"),
        FactKey.COMMANDED: QT_TRANSLATE_NOOP("words", "Command"),
        FactKey.CONTENT: QT_TRANSLATE_NOOP("words", "Inside"),
        FactKey.DEADLINE: QT_TRANSLATE_NOOP("words", "Deadline"),
        FactKey.LINK: QT_TRANSLATE_NOOP("words", "Line"),
    }
)

ACTIONS: Mapping[ActionKey, str] = MappingProxyType(
    {
        ActionKey.OPEN_DOOR: QT_TRANSLATE_NOOP("words", "Open door…"),
        ActionKey.DEPOSIT: QT_TRANSLATE_NOOP("words", "Deposit…"),
        ActionKey.PICKUP: QT_TRANSLATE_NOOP("words", "Pickup code…"),
        ActionKey.NEW_CODE: QT_TRANSLATE_NOOP("words", "New code"),
        ActionKey.CLEAR: QT_TRANSLATE_NOOP("words", "Looked at"),
        ActionKey.OUT_OF_SERVICE: QT_TRANSLATE_NOOP("words", "Out of service"),
        ActionKey.IN_SERVICE: QT_TRANSLATE_NOOP("words", "Back in service"),
        ActionKey.HOLD: QT_TRANSLATE_NOOP("words", "Hold"),
        ActionKey.RELEASE: QT_TRANSLATE_NOOP("words", "Release"),
        ActionKey.UNASSIGN: QT_TRANSLATE_NOOP("words", "Unassign"),
        ActionKey.CORRECT_ADDRESS: QT_TRANSLATE_NOOP("words", "Correct address…"),
        ActionKey.LOCK: QT_TRANSLATE_NOOP("words", "Lock"),
        ActionKey.UNLOCK: QT_TRANSLATE_NOOP("words", "Unlock"),
        ActionKey.ABSENT: QT_TRANSLATE_NOOP("words", "Not there today"),
        ActionKey.PRESENT: QT_TRANSLATE_NOOP("words", "There after all"),
    }
)

ABSENCES: Mapping[str, str] = MappingProxyType(
    {
        "absent": QT_TRANSLATE_NOOP("words", "not there"),
        "asked": QT_TRANSLATE_NOOP("words", "not there, to be accepted"),
    }
)

OPTIONS: Mapping[OptionKind, str] = MappingProxyType(
    {
        OptionKind.MOVE_BEFORE: QT_TRANSLATE_NOOP("words", "Move before stop {0}"),
        OptionKind.MOVE_TO_VEHICLE: QT_TRANSLATE_NOOP("words", "Give to {0}"),
        OptionKind.TO_LOCKER: QT_TRANSLATE_NOOP("words", "Redirect: {0}"),
        OptionKind.TO_DOOR: QT_TRANSLATE_NOOP("words", "Bring to the door"),
        OptionKind.LATER: QT_TRANSLATE_NOOP("words", "Leave for the next wave"),
    }
)

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "chilled": QT_TRANSLATE_NOOP("words", "chilled"),
        "frozen": QT_TRANSLATE_NOOP("words", "frozen"),
        "low": QT_TRANSLATE_NOOP("words", "a low compartment"),
        "id": QT_TRANSLATE_NOOP("words", "an identity check"),
    }
)

WHY: Mapping[Thing, str] = MappingProxyType(
    {
        Thing.NOTHING: QT_TRANSLATE_NOOP("words", "Why"),
        Thing.PARCEL: QT_TRANSLATE_NOOP("words", "Why"),
        Thing.STOP: QT_TRANSLATE_NOOP("words", "Why"),
        Thing.SITE: QT_TRANSLATE_NOOP("words", "Why"),
        Thing.DOOR: QT_TRANSLATE_NOOP("words", "Why out"),
        Thing.VEHICLE: QT_TRANSLATE_NOOP("words", "Why"),
    }
)


def fact_words(fact: Fact) -> str:
    """The value of a fact, its arguments read in the order of the key's comment."""
    return _VALUES[fact.key](fact.args)


def headline_words(headline: Headline) -> str:
    """The status line; empty where there is none."""
    status = headline.status
    if isinstance(status, DoorState):
        return say(DOOR_STATES[status]).capitalize()
    if status is None:
        return ""
    end, arrive = headline.window_end_min, headline.arrive_min
    if status is ParcelStatus.LATE and end >= 0:
        late = QT_TRANSLATE_NOOP("words", "Late: the window ended {0}")
        return say(late, clock(end))
    if arrive >= 0 and end >= 0 and status is not ParcelStatus.DONE:
        due = QT_TRANSLATE_NOOP("words", "Arrives {0}, window ends {1}")
        words = say(due, clock(arrive), clock(end))
        if headline.late_min:
            late = QT_TRANSLATE_NOOP("words", "{0} min late")
            words += DOT + say(late, headline.late_min)
        return words
    words = say(PARCEL_STATUSES[status]).capitalize()
    if arrive >= 0 and status is not ParcelStatus.DONE:
        words += DOT + say(QT_TRANSLATE_NOOP("words", "arrives {0}"), clock(arrive))
    return words


def option_words(option: Option) -> tuple[str, str, str]:
    """What it does, what else matters, and its price in minutes or kilometres."""
    what = say(OPTIONS[option.kind], *option.args)
    notes: list[str] = []
    if option.kind is OptionKind.TO_LOCKER and len(option.args) > 1:
        walk = QT_TRANSLATE_NOOP("words", "{0} m walk")
        notes.append(say(walk, option.args[1]))
    elif option.at_min is not None:
        notes.append(clock(option.at_min))
    elif option.on_time:
        notes.append(say(QT_TRANSLATE_NOOP("words", "on time")))
    if not option.on_time:
        notes.append(say(QT_TRANSLATE_NOOP("words", "late")))
    return what, DOT.join(notes), price_words(option.minutes, option.metres)


def price_words(minutes: float, metres: int) -> str:
    """A change in driving: minutes, or kilometres where the minutes stay."""
    whole = round(minutes)
    if whole or not metres:
        text = _signed(f"{abs(whole)}", whole)
        return say(QT_TRANSLATE_NOOP("words", "{0} min"), text)
    text = _signed(f"{abs(metres) / 1000:.1f}", metres)
    return say(QT_TRANSLATE_NOOP("words", "{0} km"), text)


def _signed(text: str, value: float) -> str:
    if not value:
        return text
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text


def _span(start: str | float, end: str | float) -> str:
    return clock(int(start)) + DASH + clock(int(end))


def _age(seconds: str | float) -> str:
    return say(QT_TRANSLATE_NOOP("words", "{0} ago"), duration(float(seconds)))


def _text(args: Args) -> str:
    return str(args[0])


def _parcel(args: Args) -> str:
    label, grams, size = args
    mass = say(QT_TRANSLATE_NOOP("words", "{0:.1f} kg"), float(grams) / 1000)
    centimetres = say(QT_TRANSLATE_NOOP("words", "{0} cm"), size)
    return DOT.join((str(label), mass, centimetres))


def _route(args: Args) -> str:
    return say(QT_TRANSLATE_NOOP("words", "{0}, stop {1} of {2}"), *args)


def _promise(args: Args) -> str:
    parts: list[str] = []
    if args and args[0]:
        parts.append(say(CHANNELS[Channel(str(args[0]))]))
    if len(args) == 3:
        parts.append(_span(args[1], args[2]))
    else:
        parts.append(say(QT_TRANSLATE_NOOP("words", "any time today")))
    return ", ".join(parts)


def _hours(args: Args) -> str:
    if not args:
        return say(QT_TRANSLATE_NOOP("words", "closed"))
    if (args[0], args[-1]) == (0, 1440) and len(args) == 2:
        return say(QT_TRANSLATE_NOOP("words", "at any hour"))
    return _spans(args)


def _spans(args: Args) -> str:
    spans = zip(args[::2], args[1::2], strict=True)
    return ", ".join(_span(start, end) for start, end in spans)


def _handed(args: Args) -> str:
    channel = say(CHANNELS[Channel(str(args[0]))])
    return f"{channel}, {args[1]}" if args[1] else channel


def _needs(args: Args) -> str:
    known = (say(NEEDS[str(arg)]) if arg in NEEDS else str(arg) for arg in args)
    return ", ".join(known)


def _shift(args: Args) -> str:
    words = _span(args[0], args[1])
    if len(args) > 2 and float(args[2]) > 0:
        over = QT_TRANSLATE_NOOP("words", "{0} over")
        words += DOT + say(over, duration(float(args[2])))
    return words


def _tour(args: Args) -> str:
    kilometres = say(QT_TRANSLATE_NOOP("words", "{0:.1f} km"), float(args[0]) / 1000)
    return DOT.join((kilometres, duration(float(args[1]) * 60)))


def _observed(args: Args) -> str:
    words = say(OBSERVATIONS[Observed(str(args[0]))])
    return f"{words}, {_age(args[1])}" if float(args[1]) >= 0 else words


def _deadline(args: Args) -> str:
    at = datetime.fromisoformat(str(args[0]))
    left = float(args[1])
    text = (
        QT_TRANSLATE_NOOP("words", "in {0}")
        if left >= 0
        else QT_TRANSLATE_NOOP("words", "{0} ago")
    )
    return f"{at:%d.%m. %H:%M}, {say(text, duration(abs(left) * 60))}"


def _link(args: Args) -> str:
    link = LinkView(LinkKind(str(args[0])))
    words = say(LINKS[link.kind])
    return f"{words}, {_age(args[1])}" if float(args[1]) >= 0 else words


_VALUES: Mapping[FactKey, Callable[[Args], str]] = MappingProxyType(
    {
        FactKey.PARCEL: _parcel,
        FactKey.RECIPIENT: _text,
        FactKey.ADDRESS: _text,
        FactKey.STATE: lambda args: say(PARCEL_STATES[ParcelState(str(args[0]))]),
        FactKey.ATTEMPT: _text,
        FactKey.ROUTE: _route,
        FactKey.PROMISE: _promise,
        FactKey.LATE_FROM: lambda args: clock(int(args[0])),
        FactKey.HANDED: _handed,
        FactKey.NEEDS: _needs,
        FactKey.PARCELS: _text,
        FactKey.ARRIVAL: lambda args: _span(args[0], args[1]),
        FactKey.VEHICLE: lambda args: DOT.join(str(arg) for arg in args if arg),
        FactKey.SHIFT: _shift,
        FactKey.TOUR: _tour,
        FactKey.LOAD: lambda args: f"{args[0]} %",
        FactKey.BREAKS: _spans,
        FactKey.RELOADS: _spans,
        FactKey.CO2: lambda args: say(
            QT_TRANSLATE_NOOP("words", "{0:.1f} kg"), float(args[0]) / 1000
        ),
        FactKey.COST: lambda args: euros(float(args[0])),
        FactKey.PROGRESS: lambda args: say(
            QT_TRANSLATE_NOOP("words", "{0} of {1} stops"), *args
        ),
        FactKey.ABSENCE: lambda args: say(ABSENCES[str(args[0])]),
        FactKey.LOCK: lambda args: say(LOCKS[LockLevel(str(args[0]))]),
        FactKey.DOORS: lambda args: say(
            QT_TRANSLATE_NOOP("words", "{0}, {1} free"), *args
        ),
        FactKey.HOURS: _hours,
        FactKey.ARRIVING: lambda args: say(
            QT_TRANSLATE_NOOP("words", "{0} parcels today"), *args
        ),
        FactKey.SIZE: lambda args: say(
            QT_TRANSLATE_NOOP("words", "{0}, {1} cm"), *args
        ),
        FactKey.CUSTODY: lambda args: say(CUSTODIES[Custody(str(args[0]))]),
        FactKey.SERVICE: lambda args: say(SERVICES[Service(str(args[0]))]),
        FactKey.OBSERVED: _observed,
        FactKey.COMMANDED: lambda args: f"{verdict(str(args[0]))}, {_age(args[1])}",
        FactKey.CONTENT: _text,
        FactKey.DEADLINE: _deadline,
        FactKey.LINK: _link,
    }
)
