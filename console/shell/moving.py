"""Chosen parcels to another wave, to the day's pool, or to another day; with undo.

A move counts at once. The wave worked on is laid anew after it: what left it is off
its routes, what came waits for one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from console.domain.clock import ServiceDate
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.ids import ParcelId, WaveId
from console.services.days import next_working_day
from console.services.waves import Moved
from console.shell.errands import WAIT
from console.shell.history import Step
from console.shell.workplace import Workplace
from console.viewmodels.days_page import read_only
from console.viewmodels.moving import MOVABLE, TargetKind, move_view
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.sentences import READ_ONLY
from widgets.days.move import MoveDialog

OFFERED = 2
"""How many working days are offered by name."""


class Moving:
    """Asks where to, and moves."""

    def __init__(self, at: Workplace) -> None:
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell = at.errands, at.tell
        self._history, self._looking = at.history, at.looking
        self._lay_again = at.lay_again

    def ask_selected(self) -> None:
        """Asks about the parcels that are selected."""
        moment = self._looking.moment
        if moment is not None:
            self.ask(moment.linked.parcels)

    def ask(self, names: tuple[str, ...]) -> None:
        """Asks where parcels are to go."""
        if not names:
            words = QT_TRANSLATE_NOOP("words", "Choose parcels first")
            self._tell(say(words), Level.ATTENTION)
            return
        self._errands.run(self._ask(names))

    async def _ask(self, names: tuple[str, ...]) -> None:
        moment = self._looking.moment
        if moment is None:
            return
        gathered = moment.gathered
        open_day, overview = gathered.open_day, gathered.overview
        shut = read_only(open_day.date, moment.now_s, closed=overview.closed)
        if shut:
            self._tell(say(READ_ONLY[shut]), Level.ATTENTION)
            return
        chosen = [
            moment.by_id[ParcelId(name)]
            for name in names
            if ParcelId(name) in moment.by_id
        ]
        standings = await self._house.waves.of_day(open_day)
        days = await asyncio.to_thread(_days, overview.model, open_day.date)
        view = move_view(
            chosen,
            ((one.wave, one.parcels) for one in standings),
            len(await self._house.waves.pool(open_day)),
            open_day.date,
            days,
            open_day.day.date + timedelta(days=1),
        )
        dialog = MoveDialog(view, self._themes.theme, self._window)
        free = tuple(one.id for one in chosen if one.state in MOVABLE)
        dialog.move_confirmed.connect(partial(self._move, open_day, free))
        dialog.open()

    def pool_to_wave(self) -> None:
        """Puts what is in no wave of the day into the wave worked on."""
        open_day = self._looking.open_day
        if open_day is not None:
            title = say(QT_TRANSLATE_NOOP("words", "Nothing was moved"))
            self._errands.run(self._pooled(open_day), title)

    async def _pooled(self, open_day: OpenDay) -> None:
        pool = frozenset(await self._house.waves.pool(open_day))
        moment = self._looking.moment
        known = () if moment is None else moment.parcels
        free = [one.id for one in known if one.id in pool and one.state in MOVABLE]
        if free:
            kind, target = TargetKind.WAVE, str(open_day.wave.id)
            await self._moved(open_day, tuple(free), kind, target)

    def _move(
        self, open_day: OpenDay, names: tuple[ParcelId, ...], kind: str, target: str
    ) -> None:
        title = say(QT_TRANSLATE_NOOP("words", "Nothing was moved"))
        work = self._moved(open_day, names, TargetKind(kind), target)
        self._errands.run(work, title)

    async def _moved(
        self,
        open_day: OpenDay,
        names: tuple[ParcelId, ...],
        kind: TargetKind,
        target: str,
    ) -> None:
        async def deed() -> Step:
            return await self._step(open_day, names, kind, target)

        if not await self._history.do(deed):
            self._tell(say(WAIT), Level.ATTENTION)
            return
        words = QT_TRANSLATE_NOOP("words", "{0} parcels moved")
        self._tell(say(words, len(names)), Level.GOOD)

    async def _step(
        self,
        open_day: OpenDay,
        names: Sequence[ParcelId],
        kind: TargetKind,
        target: str,
    ) -> Step:
        done: list[Moved] = []

        async def forwards() -> None:
            done[:] = [await self._put(open_day, names, kind, target)]
            await self._laid()

        async def backwards() -> None:
            await self._house.waves.put_back(done[0], self._house.origin())
            await self._laid()

        await forwards()
        name = "move_day" if kind is TargetKind.DAY else "move_wave"
        return Step(name, forwards, backwards)

    async def _put(
        self,
        open_day: OpenDay,
        names: Sequence[ParcelId],
        kind: TargetKind,
        target: str,
    ) -> Moved:
        waves, origin = self._house.waves, self._house.origin()
        if kind is TargetKind.DAY:
            on = date.fromisoformat(target)
            return await waves.move_to_day(names, open_day.day.depot, on, origin)
        to = WaveId(target) if kind is TargetKind.WAVE else None
        return await waves.move(names, open_day, to, origin)

    async def _laid(self) -> None:
        open_day = self._looking.open_day
        if open_day is not None:
            await self._lay_again(open_day)
        self._looking.look_again()


def _days(model: DepotModel, on: ServiceDate) -> tuple[date, ...]:
    """The next working days."""
    found: list[date] = []
    for _ in range(OFFERED):
        on = replace(on, day=next_working_day(model, on))
        found.append(on.day)
    return tuple(found)
