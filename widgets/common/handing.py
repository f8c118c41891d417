"""How a parcel goes otherwise, in words: before, after, and what changed about it."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.codes import Channel
from console.viewmodels.comparison import ParcelLine, Sort
from widgets.common.marked import DASH, QT_TRANSLATE_NOOP, say
from widgets.common.sentences import CHANNELS

ARROW = " \N{RIGHTWARDS ARROW} "

SORTS: Mapping[Sort, str] = MappingProxyType(
    {
        Sort.ADDED: QT_TRANSLATE_NOOP("words", "on a route now"),
        Sort.REMOVED: QT_TRANSLATE_NOOP("words", "on no route now"),
        Sort.CHANNEL: QT_TRANSLATE_NOOP("words", "locker or door"),
        Sort.SITE: QT_TRANSLATE_NOOP("words", "another locker"),
        Sort.VEHICLE: QT_TRANSLATE_NOOP("words", "another vehicle"),
        Sort.SIZE_CLASS: QT_TRANSLATE_NOOP("words", "another size"),
        Sort.ORDER: QT_TRANSLATE_NOOP("words", "another order"),
    }
)


def way(code: str) -> str:
    """How a parcel is handed over: a channel in words, a site by its name."""
    if not code:
        return DASH
    if code in {channel.value for channel in Channel}:
        return say(CHANNELS[Channel(code)])
    return code


def vehicles(line: ParcelLine) -> str:
    """Who takes it before and after."""
    return _from_to(line.vehicle_before or DASH, line.vehicle_after or DASH)


def ways(line: ParcelLine) -> str:
    """Where it goes before and after."""
    return _from_to(way(line.way_before), way(line.way_after))


def _from_to(before: str, after: str) -> str:
    return after if before == after else f"{before}{ARROW}{after}"
