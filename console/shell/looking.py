"""Looks at the house and fills the panes: often enough, never for long.

Reading and building run in threads; the GUI thread hands finished views over, one pane
a turn of the loop.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from console.domain.day import OpenDay
from console.domain.ids import CabinetId, CompartmentId
from console.services.overview import Overview
from console.shell.panes.pane import Controller
from console.shell.snapshot import Cabled, Gathered, Snapshot, snapshot
from console.viewmodels.lockers import LinkKind, LinkView
from console.wiring.house import House
from hardware.cabinet import Cabinet, DoorAddress

PAUSE_S = 0.1
TICK_S = 0.5
LINES_S = 1.0

type Gather = Callable[[Gathered], Gathered]


class Looking:
    """The loop from house to panes. `moment` is what they show now."""

    def __init__(
        self,
        house: House,
        controllers: Sequence[Controller[object]],
        gather: Gather,
        looked: Callable[[Snapshot], None],
    ) -> None:
        """`gather` adds what the desk knows itself; `looked` hears of every look."""
        self._house = house
        self._controllers = tuple(controllers)
        self._gather = gather
        self._looked = looked
        self._stirred = asyncio.Event()
        self._again = True
        self._overview: Overview | None = None
        self._lines: Mapping[CabinetId, Cabled] = {}
        self._lines_at = 0.0
        self._done = 0
        self._asked = 0
        self._rounds = asyncio.Condition()
        self.open_day: OpenDay | None = None
        self.moment: Snapshot | None = None

    def stir(self) -> None:
        """Something the desk knows has changed."""
        self._asked += 1
        self._stirred.set()

    def look_again(self) -> None:
        """Something in the store may have changed without an event."""
        self._again = True
        self.stir()

    def open(self, open_day: OpenDay) -> None:
        """Shows another day from now on."""
        self.open_day, self._overview = open_day, None
        self.look_again()

    async def settled(self) -> None:
        """Waits until everything known before this call is shown."""
        self.stir()
        wanted = self._asked
        async with self._rounds:
            await self._rounds.wait_for(lambda: self._done >= wanted)

    async def forever(self, before: Callable[[], object]) -> None:
        """Looks until cancelled; `before` may return an awaitable."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), TICK_S)
            self._stirred.clear()
            asked = self._asked
            step = before()
            if asyncio.iscoroutine(step):
                await step
            await self._round()
            async with self._rounds:
                self._done = max(self._done, asked)
                self._rounds.notify_all()
            await asyncio.sleep(PAUSE_S)

    async def _round(self) -> None:
        open_day = self.open_day
        if open_day is None:
            return
        overview = await self._overview_of(open_day)
        self._overview = overview
        if time.monotonic() - self._lines_at >= LINES_S:
            self._lines_at = time.monotonic()
            cabinets = dict(self._house.cabinets.connected)
            doors = {
                name: tuple(self._house.cabinets.compartments(name))
                for name in cabinets
            }
            self._lines = await asyncio.to_thread(read_lines, cabinets, doors)
        gathered = self._gather(
            Gathered(open_day, overview, self._house.clock.now(), lines=self._lines)
        )
        moment, views = await asyncio.to_thread(self._made, gathered)
        self.moment = moment
        for controller, view in zip(self._controllers, views, strict=True):
            if view is not None:
                controller.show(view)
                await asyncio.sleep(0)
        for controller in self._controllers:
            controller.select(moment)
        self._looked(moment)

    async def _overview_of(self, open_day: OpenDay) -> Overview:
        known = self._overview
        again, self._again = self._again, False
        if known is None or again:
            return await self._house.days.look(open_day)
        newest = await self._house.days.last_event()
        if newest == known.last_event:
            return known
        return await self._house.days.look(open_day)

    def _made(self, gathered: Gathered) -> tuple[Snapshot, list[object]]:
        moment = snapshot(gathered, self.moment)
        return moment, [one.make(moment) for one in self._controllers]


def read_lines(
    cabinets: Mapping[CabinetId, Cabinet],
    doors: Mapping[CabinetId, Iterable[tuple[DoorAddress, CompartmentId]]],
) -> dict[CabinetId, Cabled]:
    """How every cabinet answers, how quickly, and when each door was looked at."""
    found: dict[CabinetId, Cabled] = {}
    for name, cabinet in cabinets.items():
        report = cabinet.link()
        medians = [
            one.median_ms for one in cabinet.counters() if one.median_ms is not None
        ]
        link = LinkView(LinkKind(report.state.value), report.age_s)
        if link.kind is LinkKind.ANSWERING:
            # It answers now; a younger answer would only make the panes busy.
            link = replace(link, age_s=None)
        elif report.age_s is not None:
            link = replace(link, age_s=report.age_s // 10 * 10)
        median = sum(medians) / len(medians) if medians else None
        looked = {
            compartment: seen.at
            for address, compartment in doors.get(name, ())
            if (seen := cabinet.last(address)) is not None
        }
        found[name] = Cabled(link, median, looked)
    return found
