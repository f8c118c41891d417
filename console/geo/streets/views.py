"""The nets of a region as modes under conditions see them, the last few kept.

A view is worked out where it is first asked for and shared by all who ask again. Two
threads that ask at once for a new one may both work it out; they get equal views.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Lock
from typing import Final

from console.domain.travel import Conditions, Travel
from console.geo.streets.columns import ModeColumns, NetColumns
from console.geo.streets.errors import ModeMissing
from console.geo.streets.modes import Mode, Net
from console.geo.streets.weighing import weigh

type _Key = tuple[Mode, Conditions]

MOST: Final = 10
"""Views kept: some 6 MB each for a city, 40 MB for a metropolis."""


class Views:
    """Looks at nets through a mode and conditions. Safe to use from several threads."""

    def __init__(self, nets: Mapping[Net, NetColumns]) -> None:
        self._nets = {mode: net for net in nets.values() for mode in net.paces}
        self._kept: OrderedDict[_Key, ModeColumns] = OrderedDict()
        self._lock = Lock()

    def __iter__(self) -> Iterator[Mode]:
        return iter(mode for mode in Mode if mode in self._nets)

    def of(self, travel: Travel | Mode) -> ModeColumns:
        """The arrays of one way to travel; raises ModeMissing."""
        key = self._key(travel if isinstance(travel, Travel) else Travel(travel))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        view = weigh(self._nets[key[0]], *key)
        with self._lock:
            view = self._kept.setdefault(key, view)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return view

    def _key(self, travel: Travel) -> _Key:
        """What matters of it: conditions that change no weight ask for no new view."""
        if travel.mode not in set(self):
            raise ModeMissing(f"the pack was built without {travel.mode}")
        mode, conditions = Mode(travel.mode), travel.effective.conditions
        if self._nets[mode].turns_weigh:
            return mode, replace(conditions, speed_kmh=0.0)
        return mode, replace(conditions, congestion=())
