"""The page "Close the day": outcomes chosen here, the closing itself one unit of work.

    book.closing -> page -> outcomes -> book.close -> the day is read-only everywhere

What a person chose stays with its row until the page is left. If something else is
open by the time of closing, nothing is closed and the list is read again.
"""

import asyncio
from dataclasses import replace
from datetime import date
from functools import partial

from console.domain.closing import Outcome
from console.domain.day import OpenDay
from console.services.days import Closing
from console.services.overview import Overview
from console.shell.errands import WAIT
from console.shell.workplace import Workplace
from console.viewmodels.closing import ClosingView, closing_view
from console.viewmodels.closing_page import ClosePageView, close_page
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.days.closing import ClosePage
from widgets.days.reopen import ReopenDialog
from widgets.days.words import short_day


class ClosingDay:
    """Shows the page of the open day, closes it and opens it again."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell, self._go = at.errands, at.tell, at.go
        self._history, self._looking = at.history, at.looking
        self._chosen: dict[str, Outcome] = {}
        self._seen: tuple[OpenDay, Overview] | None = None
        self._busy = False
        self._asked = 0
        self.page: ClosePage | None = None

    def show(self) -> None:
        """Opens the page on the day that is open."""
        self._errands.run(self._show())

    def show_for(self, on: date) -> None:
        """Opens a date of this depot, then its page."""
        self._errands.run(self._show_for(on), short_day(on))

    def ask_reopen(self, on: date | None = None) -> None:
        """Asks for the reason to open a closed day again; the open one for None."""
        open_day = self._looking.open_day
        if open_day is not None:
            wanted = on or open_day.day.date
            dialog = ReopenDialog(short_day(wanted), self._themes.theme, self._window)
            dialog.reopen_confirmed.connect(partial(self._reopen, wanted))
            dialog.open()

    def look_again(self) -> None:
        """What is open may be other things by now."""
        moment = self._looking.moment
        if self.page is None or moment is None or self._busy:
            return
        seen = (moment.gathered.open_day, moment.gathered.overview)
        before, self._seen = self._seen, seen
        if before is None or before[0] != seen[0] or before[1] is not seen[1]:
            self._errands.run(self._read())

    # looking

    async def _show_for(self, on: date) -> None:
        open_day = await self._day(on)
        if open_day is None:
            return
        if open_day.day != self._day_shown() and not self._go(open_day):
            self._tell(say(WAIT), Level.ATTENTION)
            return
        await self._show()

    async def _show(self) -> None:
        open_day = self._at.day_or_told()
        if open_day is None:
            return
        self._chosen = {}
        page = ClosePage(await self._view(open_day), self._themes.theme)
        page.outcome_wanted.connect(self._choose)
        page.close_wanted.connect(self._close)
        page.day_wanted.connect(self._go_on)
        page.reopen_wanted.connect(self.ask_reopen_shown)
        page.changes_wanted.connect(self._to_changes)
        page.closed.connect(self._left)
        self.page = page
        if not self._at.put_in_front(page):
            self.page = None

    def ask_reopen_shown(self) -> None:
        """Asks for the reason to open the day shown again."""
        self.ask_reopen()

    def _left(self) -> None:
        self.page, self._seen, self._chosen = None, None, {}

    async def _read(self) -> None:
        page, open_day = self.page, self._looking.open_day
        if page is None or open_day is None:
            return
        self._asked += 1
        mine = self._asked
        view = await self._view(open_day)
        if self.page is page and mine == self._asked:
            page.show_view(view)

    async def _view(self, open_day: OpenDay) -> ClosePageView:
        book = self._house.book
        listed = await book.closing(open_day)
        shut = await book.closed(open_day.day.id)
        made = await book.summary(open_day.day.id) if shut else None
        today = self._house.clock.now().astimezone(open_day.date.zone).date()
        view = await asyncio.to_thread(self._listed, listed, shut=shut)
        moment = self._looking.moment
        depot = moment.model.depot.name if moment is not None else ""
        whole = close_page(
            open_day.day.date, depot, view, listed.so_far, today=today, closed=made
        )
        return replace(whole, busy=self._busy)

    def _listed(self, listed: Closing, *, shut: bool) -> ClosingView:
        moment = self._looking.moment
        labels = moment.labels if moment is not None else {}
        doors = moment.doors if moment is not None else {}
        items = () if shut else listed.items
        return closing_view(
            items,
            listed.next_day,
            listed.waiting,
            chosen=self._chosen,
            labels=labels,
            doors=doors,
        )

    # choosing and closing

    def _choose(self, keys: tuple[str, ...], outcome: str) -> None:
        page, chosen = self.page, Outcome(outcome)
        if page is None or page.view.closed is not None or self._busy:
            return
        self._chosen |= dict.fromkeys(keys, chosen)
        wanted = set(keys)
        rows = tuple(
            replace(row, outcome=chosen) if row.key in wanted else row
            for row in page.view.open.rows
        )
        page.show_view(replace(page.view, open=replace(page.view.open, rows=rows)))

    def _close(self) -> None:
        page, open_day = self.page, self._looking.open_day
        if page is None or open_day is None or self._busy:
            return
        if self._history.busy:
            self._tell(say(WAIT), Level.ATTENTION)
            return
        outcomes = page.view.open.outcomes
        self._busy = True
        page.show_view(replace(page.view, busy=True))
        title = say(QT_TRANSLATE_NOOP("words", "The day is not closed"))
        self._errands.run(self._closing(open_day, outcomes), title)

    async def _closing(self, open_day: OpenDay, outcomes: dict[str, Outcome]) -> None:
        house = self._house
        made = False

        async def deed() -> None:
            nonlocal made
            await house.book.close(open_day, outcomes, house.origin())
            made = True

        try:
            if not await self._history.do(deed):
                self._tell(say(WAIT), Level.ATTENTION)
        finally:
            self._busy = False
            if made:
                # What was planned of a closed day cannot be taken back any more.
                self._history.clear()
                self._chosen = {}
            await self._read()
        if made:
            words = QT_TRANSLATE_NOOP("words", "{0} is closed")
            self._tell(say(words, short_day(open_day.day.date)), Level.GOOD)
        self._looking.look_again()

    def _reopen(self, on: date, why: str) -> None:
        self._errands.run(self._reopened(on, why), short_day(on))

    async def _reopened(self, on: date, why: str) -> None:
        open_day = await self._day(on)
        if open_day is None:
            return
        if self._history.busy:
            self._tell(say(WAIT), Level.ATTENTION)
            return
        home = await self._house.book.reopen(open_day, why, self._house.origin())
        words = QT_TRANSLATE_NOOP("words", "{0} is open again; {1} parcels came back")
        self._tell(say(words, short_day(on), len(home)), Level.GOOD)
        if not self._go(open_day):
            self._tell(say(WAIT), Level.ATTENTION)
        await self._read()

    def _go_on(self, on: date) -> None:
        self._errands.run(self._going_on(on), short_day(on))

    async def _going_on(self, on: date) -> None:
        open_day = await self._day(on)
        if open_day is None:
            return
        if not self._go(open_day):
            self._tell(say(WAIT), Level.ATTENTION)
            return
        if self.page is not None:
            self.page.close_page()
        words = QT_TRANSLATE_NOOP("words", "Now working on {0}")
        self._tell(say(words, short_day(on)), Level.GOOD)

    def _to_changes(self) -> None:
        action = self._window.actions_by_name.get("changes")
        if action is not None:
            action.trigger()

    async def _day(self, on: date) -> OpenDay | None:
        """A date of the depot that is open; as it stands where it is the day shown."""
        shown = self._looking.open_day
        if shown is None or shown.day.date == on:
            return shown
        known = await self._house.depots.known()
        depot = next((one for one in known if one.id == shown.day.depot), None)
        return None if depot is None else await self._house.depots.open_day(depot, on)

    def _day_shown(self) -> object:
        shown = self._looking.open_day
        return None if shown is None else shown.day
