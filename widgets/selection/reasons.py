"""What the planner says of a parcel: what is in the way, what it costs."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.codes import Binding, Channel, CostLine, OptionPart
from console.viewmodels.selection import InTheWay, PricedWay
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.sentences import CHANNELS
from widgets.common.words import amount, duration, euros

_WHOLE: Mapping[Binding, str] = MappingProxyType(
    {
        Binding.NO_WAY: QT_TRANSLATE_NOOP("words", "there is no way at all"),
        Binding.LOCKED: QT_TRANSLATE_NOOP("words", "its route is locked"),
        Binding.BOUND: QT_TRANSLATE_NOOP("words", "cannot take it on board any more"),
        Binding.PRICE: QT_TRANSLATE_NOOP("words", "could take it"),
    }
)
_LINES: Mapping[str, str] = MappingProxyType(
    {
        CostLine.VEHICLES: QT_TRANSLATE_NOOP("words", "a vehicle"),
        CostLine.TIME: QT_TRANSLATE_NOOP("words", "working time"),
        CostLine.DISTANCE: QT_TRANSLATE_NOOP("words", "driving"),
        CostLine.CO2: QT_TRANSLATE_NOOP("words", "CO₂"),
        CostLine.CHANGE: QT_TRANSLATE_NOOP("words", "another driver"),
        CostLine.OVERTIME: QT_TRANSLATE_NOOP("words", "overtime"),
        CostLine.LATENESS: QT_TRANSLATE_NOOP("words", "lateness"),
        CostLine.QUOTAS: QT_TRANSLATE_NOOP("words", "wishes not met"),
        CostLine.SPREAD: QT_TRANSLATE_NOOP("words", "unequal work"),
        CostLine.ZONES: QT_TRANSLATE_NOOP("words", "a further zone"),
        OptionPart.WALK: QT_TRANSLATE_NOOP("words", "the customer's walk"),
        OptionPart.PREFERENCE: QT_TRANSLATE_NOOP("words", "not the way wished for"),
        OptionPart.REDELIVERY: QT_TRANSLATE_NOOP("words", "a second attempt"),
        OptionPart.OTHER: QT_TRANSLATE_NOOP("words", "its own price"),
    }
)


def in_the_way_words(told: InTheWay) -> tuple[str, str]:
    """The route, and what it lacks to take the parcel."""
    parts = _lacks(told)
    if not parts:
        parts = [say(_WHOLE.get(told.binding, _WHOLE[Binding.PRICE]))]
    return told.vehicle, ", ".join(parts)


def way_words(way: PricedWay) -> str:
    """What a way comes to, and for what."""
    lines = ", ".join(f"{say(_LINES[code])} {_euros(sum_)}" for code, sum_ in way.lines)
    return f"{_euros(way.cost)}: {lines}" if lines else _euros(way.cost)


def other_way_words(way: PricedWay) -> str:
    """The same, with what way it is."""
    channel = say(CHANNELS[Channel(way.channel)])
    name = f"{channel} {way.site}" if way.site else channel
    return f"{name}, {way.vehicle}, {way_words(way)}"


def _euros(amount: float) -> str:
    """Never parted from its sign at the end of a narrow line."""
    return euros(amount).replace(" ", "\N{NO-BREAK SPACE}")


def _lacks(told: InTheWay) -> list[str]:
    parts: list[str] = []
    if told.full:
        words = QT_TRANSLATE_NOOP("words", "{0} has no compartment free")
        parts.append(say(words, told.full))
    if told.crowded:
        words = QT_TRANSLATE_NOOP("words", "{0} may not be visited again")
        parts.append(say(words, told.crowded))
    lacks = QT_TRANSLATE_NOOP("words", "lacks {0}")
    parts += [say(lacks, skill) for skill in told.lacks]
    over = QT_TRANSLATE_NOOP("words", "would be overloaded by {0}")
    parts += [say(over, amount(by, name)) for name, by in told.excess]
    for seconds, words in (
        (told.late_s, QT_TRANSLATE_NOOP("words", "would come {0} too late")),
        (told.over_s, QT_TRANSLATE_NOOP("words", "would work {0} past its shift")),
        (told.long_s, QT_TRANSLATE_NOOP("words", "would be away {0} too long")),
        (told.unrested_s, QT_TRANSLATE_NOOP("words", "would rest {0} too late")),
    ):
        if seconds > 0:
            parts.append(say(words, duration(seconds)))
    if told.beyond_m > 0:
        words = QT_TRANSLATE_NOOP("words", "would drive {0:.1f} km too far")
        parts.append(say(words, told.beyond_m / 1000))
    return parts
