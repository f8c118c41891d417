"""The page "Days": looking through the months, opening a day, working on its waves.

    a date -> book.calendar -> page            opening -> `go`, which takes the day up
    a field of a wave -> waves.change -> laid anew -> page, panes, undo stack

What is shown is read again whenever the day in the panes is another or has changed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from console.domain.clock import ServiceDate
from console.domain.day import DayState, OpenDay, Wave, day_id
from console.domain.depot_day import depot_day
from console.domain.depot_model import DepotModel
from console.domain.ids import DepotId, WaveId
from console.domain.vehicle import Depot
from console.services.overview import Overview
from console.services.waves import WaveStanding
from console.shell.closing_day import ClosingDay
from console.shell.errands import WAIT
from console.shell.history import Step
from console.shell.moving import Moving
from console.shell.wave_steps import WaveSteps, changed_wave
from console.shell.workplace import Workplace
from console.viewmodels.closing import summary_view
from console.viewmodels.day_calendar import (
    DayCount,
    MonthView,
    month_dates,
    month_view,
)
from console.viewmodels.days_page import (
    DaysPageView,
    DepotChoice,
    ReadOnly,
    Unreadable,
    WaveField,
    WaveRow,
    read_only,
    wave_rows,
)
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.days.page import DaysPage
from widgets.days.words import short_day


class DayPages:
    """Shows the page, and carries out what it wishes for."""

    def __init__(self, at: Workplace, closing: ClosingDay, moving: Moving) -> None:
        self._at = at
        self._house, self._themes = at.house, at.themes
        self._errands, self._tell, self._go = at.errands, at.tell, at.go
        self._history, self._looking = at.history, at.looking
        self._steps = WaveSteps(at)
        self._closing, self._moving = closing, moving
        self._depots: list[Depot] = []
        self._depot: DepotId | None = None
        self._model: DepotModel | None = None
        self._chosen = date.min
        self._off: dict[date, frozenset[date]] = {}
        self._waves: dict[WaveId, Wave] = {}
        self._wrong: tuple[str, WaveField, str] | None = None
        self._seen: tuple[OpenDay, Overview] | None = None
        self._asked = 0
        self._one_by_one = asyncio.Lock()
        self.page: DaysPage | None = None

    def show(self) -> None:
        """Opens the page on the day that is open."""
        self._errands.run(self._show())

    def look_again(self) -> None:
        """The day in the panes may be another by now."""
        moment = self._looking.moment
        if self.page is None or moment is None:
            return
        seen = (moment.gathered.open_day, moment.gathered.overview)
        before, self._seen = self._seen, seen
        if before is None or before[0] != seen[0] or before[1] is not seen[1]:
            self._errands.run(self._read())

    def step_wave(self, step: int) -> None:
        """Works on the wave after the one worked on, or the one before."""
        open_day = self._looking.open_day
        moment = self._looking.moment
        if open_day is None or moment is None:
            return
        waves = moment.gathered.overview.waves
        at = next((n for n, one in enumerate(waves) if one.id == open_day.wave.id), 0)
        if waves and 0 <= at + step < len(waves):
            self._to_wave(waves[at + step])

    # opening

    async def _show(self) -> None:
        open_day = self._at.day_or_told()
        if open_day is None:
            return
        self._depots = await self._house.depots.known()
        self._chosen = open_day.day.date
        self._depot = None
        view = await self._view(open_day)
        page = DaysPage(view, self._themes.theme)
        page.day_chosen.connect(self._choose)
        page.day_wanted.connect(self.open)
        page.depot_wanted.connect(self._switch)
        page.close_wanted.connect(self._closing.show_for)
        page.reopen_wanted.connect(self._closing.ask_reopen)
        page.waves.wave_wanted.connect(self._work_on)
        page.waves.field_changed.connect(self._change)
        page.waves.drop_wanted.connect(self._drop)
        page.add_wave_wanted.connect(self._add)
        page.pool_wanted.connect(self._moving.pool_to_wave)
        page.closed.connect(self._left)
        self.page = page
        if not self._at.put_in_front(page):
            self.page = None

    def _left(self) -> None:
        self.page, self._wrong, self._seen = None, None, None

    def open(self, on: date) -> None:
        """Works on a date of the depot that is shown."""
        self._errands.run(self._open(on), short_day(on))

    async def _open(self, on: date) -> None:
        depot = self._depot_shown()
        if depot is None:
            return
        open_day = await self._house.depots.open_day(depot, on)
        if not self._go(open_day):
            self._tell(say(WAIT), Level.ATTENTION)
            return
        if self.page is not None:
            self.page.close_page()
        words = QT_TRANSLATE_NOOP("words", "Now working on {0}")
        self._tell(say(words, short_day(on)), Level.GOOD)

    def _switch(self, name: str) -> None:
        """Opens today of another depot; the page stays to choose another day."""
        self._errands.run(self._to_depot(DepotId(name)))

    async def _to_depot(self, name: DepotId) -> None:
        depot = next((one for one in self._depots if one.id == name), None)
        if depot is None:
            return
        open_day = await self._house.depots.today(depot)
        if not self._go(open_day):
            self._tell(say(WAIT), Level.ATTENTION)
            await self._read()
            return
        self._chosen = open_day.day.date
        words = QT_TRANSLATE_NOOP("words", "Now working on {0}")
        self._tell(say(words, depot.name), Level.GOOD)
        await self._read()

    def _depot_shown(self) -> Depot | None:
        open_day = self._looking.open_day
        if open_day is None:
            return None
        wanted = open_day.day.depot
        return next((one for one in self._depots if one.id == wanted), None)

    # looking

    def _choose(self, on: date) -> None:
        self._chosen = on
        page = self.page
        if page is not None and page.view.month.cell(on) is not None:
            same = (on.year, on.month) == (
                page.view.month.month.year,
                page.view.month.month.month,
            )
            if same:
                # What is known is shown at once; figures follow.
                page.show_view(replace(page.view, chosen=on, figures=None))
        self._errands.run(self._read())

    async def _read(self) -> None:
        open_day = self._looking.open_day
        page = self.page
        if open_day is None or page is None:
            return
        self._asked += 1
        mine = self._asked
        view = await self._view(open_day)
        if self.page is page and mine == self._asked:
            page.show_view(view)

    async def _view(self, open_day: OpenDay) -> DaysPageView:
        house, depot = self._house, open_day.day.depot
        if self._depot != depot or self._model is None:
            self._depot, self._off = depot, {}
            self._model = await house.depots.model(depot)
        chosen = self._chosen
        zone = open_day.date.zone
        today = house.clock.now().astimezone(zone).date()
        month = await self._month(depot, chosen, today, open_day.day.date, zone)
        cell = month.cell(open_day.day.date)
        closed = await house.book.closed(open_day.day.id)
        shut = read_only(
            open_day.date, open_day.date.second(house.clock.now()), closed=closed
        )
        if cell is not None and cell.state is DayState.CLOSED:
            shut = ReadOnly.CLOSED
        standings = await house.waves.of_day(open_day)
        self._waves = {one.wave.id: one.wave for one in standings}
        made = await house.book.summary(day_id(depot, chosen))
        return DaysPageView(
            month,
            chosen,
            today,
            open_day.day.date,
            self._rows(standings, open_day),
            len(await house.waves.pool(open_day)),
            shut,
            tuple(DepotChoice(str(one.id), one.name) for one in self._depots),
            str(depot),
            None if made is None else summary_view(made),
        )

    def _rows(
        self, standings: tuple[WaveStanding, ...], open_day: OpenDay
    ) -> tuple[WaveRow, ...]:
        rows = wave_rows(
            ((one.wave, one.parcels, one.state) for one in standings),
            open_day.wave,
            open_day.date,
        )
        if self._wrong is None:
            return rows
        name, field, text = self._wrong
        return tuple(
            replace(row, wrong=field, typed=text) if row.id == name else row
            for row in rows
        )

    async def _month(
        self, depot: DepotId, chosen: date, today: date, shown: date, zone: ZoneInfo
    ) -> MonthView:
        first, last = month_dates(chosen)
        entries = await self._house.book.calendar(depot, first, last)
        model = self._model
        if first not in self._off and model is not None:
            dates = [one.date for one in entries]
            self._off[first] = await asyncio.to_thread(_off, model, dates, zone)
        counts = (
            DayCount(
                one.date, one.state, one.waves, one.parcels, one.unplanned, one.problems
            )
            for one in entries
        )
        off = self._off.get(first, frozenset())
        return month_view(chosen, counts, today=today, shown=shown, off=off)

    # waves

    def _work_on(self, name: str) -> None:
        wave = self._waves.get(WaveId(name))
        if wave is not None:
            self._to_wave(wave)

    def _to_wave(self, wave: Wave) -> None:
        open_day = self._looking.open_day
        if open_day is None or wave.id == open_day.wave.id:
            return
        if not self._go(replace(open_day, wave=wave)):
            self._tell(say(WAIT), Level.ATTENTION)
            self._errands.run(self._read())
            return
        words = QT_TRANSLATE_NOOP("words", "Now working on {0}")
        number = QT_TRANSLATE_NOOP("words", "wave {0}")
        named = wave.name or say(number, wave.number)
        self._tell(say(words, named), Level.GOOD)

    def _add(self) -> None:
        self._do(self._steps.added)

    def _drop(self, name: str) -> None:
        wave = self._waves.get(WaveId(name))
        if wave is not None:
            self._do(lambda: self._steps.dropped(wave))

    def _change(self, name: str, field: str, text: str) -> None:
        open_day, wave = self._looking.open_day, self._waves.get(WaveId(name))
        if open_day is None or wave is None:
            return
        kind, self._wrong = WaveField(field), None
        try:
            changed_wave(wave, kind, text, open_day.date)
        except Unreadable:
            self._wrong = (name, kind, text)
            self._errands.run(self._read())
            return
        self._do(lambda: self._steps.changed(open_day, wave.id, kind, text))

    def _do(self, deed: Callable[[], Awaitable[Step | None]]) -> None:
        self._errands.run(self._done(deed))

    async def _done(self, deed: Callable[[], Awaitable[Step | None]]) -> None:
        # One after the other: a person types the next field while this one is written.
        async with self._one_by_one:
            try:
                if not await self._history.do(deed):
                    self._tell(say(WAIT), Level.ATTENTION)
            finally:
                await self._read()


def _off(model: DepotModel, dates: list[date], zone: ZoneInfo) -> frozenset[date]:
    """The dates on which no vehicle works."""
    return frozenset(
        on for on in dates if not depot_day(model, ServiceDate(on, zone)).vehicles
    )
