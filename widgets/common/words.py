"""Codes into sentences: below the widgets nothing speaks a language.

The sentences themselves stand in widgets.common.sentences; here arguments become what
people read: seconds a duration, hundredths of a cent an amount.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from console.viewmodels.codes import (
    Argument,
    Channel,
    EventKind,
    Help,
    HelpKind,
    Obstacle,
    Reason,
    ReasonCode,
)
from widgets.common.marked import DASH, QT_TRANSLATE_NOOP, say
from widgets.common.sentences import (
    BINDINGS,
    CHANNELS,
    DIMENSIONS,
    EDITS,
    EVENTS,
    HELPS,
    REASONS,
    VERDICTS,
)

Args = Sequence[Argument]
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


def reason(value: Reason) -> str:
    """Why something is so, as a clause that begins small."""
    return say(REASONS[value.code], *_readable(value.code, value.args))


def event(kind: EventKind, subject: str) -> str:
    """What happened; `subject` names the parcel or the door, empty for neither."""
    if kind not in EVENTS:
        return kind.value.replace("_", " ")
    return say(EVENTS[kind], subject).strip(" :")


def edit(code: str) -> str:
    """The name of an edit in the undo history; an unknown code stays readable."""
    return say(EDITS[code]) if code in EDITS else code.replace("_", " ")


def verdict(code: str) -> str:
    """What became of a command to a door; an unknown code stays readable."""
    return say(VERDICTS[code]) if code in VERDICTS else code.replace("_", " ")


def obstacle(value: Obstacle) -> str:
    """What keeps a route from taking a parcel, and how much would have to give."""
    parts = [say(BINDINGS[value.binding])]
    parts += [_more(by, name) for name, by in value.excess.items()]
    parts += [f"+{duration(by)}" for by in (value.late_s, value.over_s) if by > 0]
    if value.drop is not None:
        parts.append(euros(value.cost / 10_000))
    return f"{value.vehicle}: {', '.join(parts)}"


def help_wanted(value: Help, names: Mapping[str, str] = _NO_NAMES) -> str:
    """What could be had to make a plan better; `names` are those of sites, by id."""
    much = str(value.by)
    if value.kind in {HelpKind.WINDOW, HelpKind.SHIFT}:
        much = duration(value.by)
    elif value.kind is HelpKind.CAPACITY:
        much = _more(value.by, value.dimension)
    subject = names.get(str(value.subject), str(value.subject))
    return say(HELPS[value.kind], subject, much)


def _more(by: int, dimension: str) -> str:
    """So much more of a dimension, in the unit people load by."""
    unit = {"volume_ml": "l", "mass_g": "kg"}.get(dimension)
    if unit is None:
        return f"{by:+d} {_dimension(dimension)}"
    return f"{by / 1000:+.1f} {unit}"


def amount(by: int, dimension: str) -> str:
    """So much of a dimension, in the unit people load by."""
    unit = {"volume_ml": "l", "mass_g": "kg"}.get(dimension)
    return (
        f"{by} {_dimension(dimension)}" if unit is None else f"{by / 1000:.1f} {unit}"
    )


def duration(seconds: float) -> str:
    """A span in the one unit that matters: seconds, minutes, or hours and minutes."""
    whole = round(seconds)
    if whole < 60:
        return say(QT_TRANSLATE_NOOP("words", "{0} s"), whole)
    if whole < 3600:
        return say(QT_TRANSLATE_NOOP("words", "{0} min"), round(whole / 60))
    hours, minutes = divmod(round(whole / 60), 60)
    return say(QT_TRANSLATE_NOOP("words", "{0} h {1:02d} min"), hours, minutes)


def clock(minute: int) -> str:
    """A local minute of the day; past midnight it counts on from 00:00."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def euros(amount: float) -> str:
    """An amount of money with its sign."""
    return f"{grouped(amount, 2)} €"


def grouped(number: float, digits: int = 0) -> str:
    """A number as every screen writes it: thousands parted by a hard space."""
    return f"{number:,.{digits}f}".replace(",", "\N{NO-BREAK SPACE}")


_SECONDS = frozenset(
    {ReasonCode.WINDOW, ReasonCode.SHIFT, ReasonCode.TOO_LONG, ReasonCode.REST}
)


def _readable(code: ReasonCode, args: Args) -> list[object]:
    """Arguments as people read them; what is missing becomes a dash."""
    shown: list[object] = list(args)
    if code in _SECONDS and len(args) > 1:
        shown[1] = duration(float(args[1]))
    elif code is ReasonCode.COST and args and not isinstance(args[0], str):
        shown[0] = euros(args[0] / 10_000)
    elif code is ReasonCode.CHEAPEST and args:
        shown = _runner_up(args)
    elif code is ReasonCode.NO_VEHICLE_FITS and args:
        shown[0] = _dimension(args[0])
    elif code is ReasonCode.CARRIED_OVER and args:
        shown[0] = _day(str(args[0]))
    elif code is ReasonCode.CAPACITY and len(args) > 1:
        shown[1] = _dimension(args[1])
    return shown + [DASH] * (3 - len(shown))


def _day(text: str) -> str:
    """An ISO date as people write it; anything else as it is."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{on:%a} {on.day} {on:%b}"


def _runner_up(args: Args) -> list[object]:
    name: object = args[0]
    for channel in Channel:
        if args[0] == channel.value:
            name = say(CHANNELS[channel])
    price = args[1] if len(args) > 1 else DASH
    return [name, price if isinstance(price, str) else euros(price / 10_000)]


def _dimension(value: Argument) -> str:
    key = str(value)
    return say(DIMENSIONS[key]) if key in DIMENSIONS else key
