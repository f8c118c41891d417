"""The page "Changes to accept": asked, priced, accepted, rejected, taken back.

    wish -> planning.arrange -> changes (services) -> standing -> panes, page, history

Pricing works drafts out in the planner's process, so it is one of the plan's deeds:
nothing else is begun meanwhile. It is begun by itself when the page is opened on
changes without prices; else a person asks for it. Vehicles that are not there are
reported here too.
"""

import asyncio
from dataclasses import replace

from console.domain.change import Change
from console.domain.day import OpenDay
from console.domain.ids import ChangeId, CompartmentId, VehicleId
from console.domain.site import Custody, Service
from console.services.overview import Overview
from console.shell.errands import WAIT
from console.shell.history import Step
from console.shell.snapshot import Snapshot
from console.shell.workplace import Workplace
from console.viewmodels.changes import ChangesView, changes_view
from console.viewmodels.status import Level
from widgets.changes.page import NOTHING, ChangesPage
from widgets.common.marked import QT_TRANSLATE_NOOP, say

ACCEPTED = QT_TRANSLATE_NOOP("words", "{0} accepted; publish to make it so")
REJECTED = QT_TRANSLATE_NOOP("words", "{0} rejected")
RETURNED = QT_TRANSLATE_NOOP("words", "{0} taken back")
ASKED = QT_TRANSLATE_NOOP("words", "{0} is not there: a change waits to be accepted")
ABSENT = QT_TRANSLATE_NOOP("words", "{0} is not there today")
BACK = QT_TRANSLATE_NOOP("words", "{0} is there after all")

type Seen = tuple[OpenDay, int, tuple[Change, ...]]
"""What tells two looks at a day apart, as far as the page goes."""


class Accepting:
    """Shows the queue and carries out what is decided about it."""

    def __init__(self, at: Workplace) -> None:
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell = at.errands, at.tell
        self._planning = at.planning
        self._moment: Snapshot | None = None
        self._view: ChangesView = NOTHING
        self._seen: Seen | None = None
        self._priced: tuple[OpenDay, int] | None = None
        """The wave and its version that prices were worked out for."""
        self._pricing = False
        self._asked = 0
        self._watched: Overview | None = None
        self._noticed: tuple[set[CompartmentId], set[CompartmentId]] = (set(), set())

    def show(self) -> None:
        """Opens the page; what has no price yet is priced."""
        page = ChangesPage(self._themes.theme)
        page.accept_wanted.connect(self._accept)
        page.reject_wanted.connect(self._reject)
        page.take_back_wanted.connect(self._take_back)
        page.price_wanted.connect(self.price)
        page.about_wanted.connect(self._about)
        self._window.show_page(page)
        self._seen = None
        self._errands.run(self._open())

    def look_again(self, moment: Snapshot) -> None:
        """What came in or was decided may be another."""
        self._moment = moment
        self._watch_doors(moment)
        page = self._window.page
        if not isinstance(page, ChangesPage):
            return
        if _seen(moment) != self._seen:
            self._errands.run(self._read())
        elif self._flags(page.view) != page.view:
            page.show_view(self._flags(page.view))

    def _watch_doors(self, moment: Snapshot) -> None:
        """Asks about doors that the plan counts on and that are out of use now."""
        overview = moment.gathered.overview
        if overview is self._watched or overview.closed:
            return
        self._watched = overview
        bound = set(overview.bound.values())
        broken = {
            box.id
            for box in overview.model.compartments
            if box.id in bound
            and (box.service is Service.OUT or box.custody is Custody.SUSPECT)
        }
        asked = {one.compartment for one in overview.changes if one.compartment}
        if broken != asked and (broken, asked) != self._noticed:
            self._noticed = (broken, asked)
            mended = bool(asked - broken)
            self._errands.run(self._notice(moment.gathered.open_day, mended=mended))

    async def _notice(self, open_day: OpenDay, *, mended: bool) -> None:
        asked = await self._house.changes.notice(open_day, self._house.origin())
        standing = self._house.plans.standing
        if mended and standing is not None and standing.plan is not None:
            # What waited for the door goes as it is kept again.
            await self._planning.arrange(self._resumed)
        if asked:
            words = QT_TRANSLATE_NOOP(
                "words", "{0} doors that the plan counts on are out of use"
            )
            self._tell(say(words, len(asked)), Level.ATTENTION)

    async def _resumed(self) -> None:
        open_day = self._open_day()
        if open_day is not None:
            await self._house.plans.resume(open_day, self._house.origin())

    def price(self) -> None:
        """Works out what every waiting change would come to."""
        self._errands.run(self._price())

    def absent(self, vehicle: str) -> None:
        """A vehicle or its courier is not there."""
        self._errands.run(self._report(VehicleId(vehicle)), vehicle)

    def back(self, vehicle: str) -> None:
        """A vehicle is there after all."""
        self._errands.run(self._return(VehicleId(vehicle)), vehicle)

    # what is shown

    async def _open(self) -> None:
        await self._read()
        if self._view.unpriced:
            await self._price()

    async def _read(self) -> None:
        moment = self._moment
        if moment is None:
            return
        self._asked += 1
        asked = self._asked
        self._seen = _seen(moment)
        found = await self._house.changes.of_day(moment.gathered.open_day)
        view = await asyncio.to_thread(_view, found, moment)
        if asked == self._asked:
            self._view = view
            self._hand_over()

    def _flags(self, view: ChangesView) -> ChangesView:
        """With what only this desk knows: what runs, and whether prices are old."""
        priced, standing = self._priced, self._house.plans.standing
        now = None if standing is None else (standing.open_day, standing.version)
        return replace(
            view,
            stale=priced is not None and priced != now,
            pricing=self._pricing,
            busy=self._planning.busy,
        )

    def _hand_over(self) -> None:
        page = self._window.page
        if isinstance(page, ChangesPage):
            page.show_view(self._flags(self._view))

    def _about(self, kind: str, name: str) -> None:
        page = self._window.page
        if page is not None:
            page.close_page()
        self._window.found.emit(kind, name)

    # deeds

    def _accept(self, names: tuple[str, ...]) -> None:
        self._errands.run(self._accepting(_ids(names)))

    def _take_back(self, names: tuple[str, ...]) -> None:
        self._errands.run(self._returning(_ids(names)))

    def _reject(self, names: tuple[str, ...], why: str) -> None:
        self._errands.run(self._rejecting(_ids(names), why))

    async def _price(self) -> None:
        open_day = self._open_day()
        if open_day is None:
            return
        changes, origin = self._house.changes, self._house.origin

        async def deed() -> None:
            self._pricing = True
            self._hand_over()
            await changes.price(open_day, origin())

        try:
            if not await self._planning.arrange(deed):
                self._tell(say(WAIT), Level.ATTENTION)
                return
        finally:
            self._pricing = False
        standing = self._house.plans.standing
        if standing is not None:
            self._priced = (standing.open_day, standing.version)
        await self._read()

    async def _accepting(self, names: tuple[ChangeId, ...]) -> None:
        open_day = self._open_day()
        if open_day is None:
            return
        changes, origin = self._house.changes, self._house.origin

        async def forwards() -> None:
            await changes.accept(open_day, names, origin())

        async def backwards() -> None:
            await changes.take_back(open_day, names, origin())

        async def deed() -> Step:
            await forwards()
            return Step("accept_changes", forwards, backwards)

        await self._said(await self._planning.arrange(deed), ACCEPTED, len(names))

    async def _returning(self, names: tuple[ChangeId, ...]) -> None:
        open_day = self._open_day()
        if open_day is None:
            return
        changes, origin = self._house.changes, self._house.origin

        async def forwards() -> None:
            await changes.take_back(open_day, names, origin())

        async def backwards() -> None:
            await changes.accept(open_day, names, origin())

        async def deed() -> Step:
            await forwards()
            return Step("take_back_changes", forwards, backwards)

        await self._said(await self._planning.arrange(deed), RETURNED, len(names))

    async def _rejecting(self, names: tuple[ChangeId, ...], why: str) -> None:
        await self._house.changes.reject(names, why, self._house.origin())
        await self._said(True, REJECTED, len(names))

    async def _report(self, vehicle: VehicleId) -> None:
        open_day = self._open_day()
        if open_day is None:
            return
        changes, plans = self._house.changes, self._house.plans
        origin = self._house.origin
        asked: list[ChangeId | None] = []

        async def forwards() -> None:
            asked.append(await changes.report_vehicle(open_day, vehicle, origin()))
            if asked[-1] is None:
                await plans.resume(open_day, origin())

        async def backwards() -> None:
            await changes.vehicle_back(open_day, vehicle, origin())
            if asked[-1] is None:
                await plans.resume(open_day, origin())

        async def deed() -> Step:
            await forwards()
            return Step("vehicle_absent", forwards, backwards)

        done = await self._planning.arrange(deed)
        words = ABSENT if asked and asked[-1] is None else ASKED
        await self._said(done, words, vehicle)

    async def _return(self, vehicle: VehicleId) -> None:
        open_day = self._open_day()
        if open_day is None:
            return
        changes, plans = self._house.changes, self._house.plans
        origin = self._house.origin

        async def forwards() -> None:
            await changes.vehicle_back(open_day, vehicle, origin())
            await plans.resume(open_day, origin())

        async def backwards() -> None:
            await changes.report_vehicle(open_day, vehicle, origin())
            await plans.resume(open_day, origin())

        async def deed() -> Step:
            await forwards()
            return Step("vehicle_back", forwards, backwards)

        await self._said(await self._planning.arrange(deed), BACK, vehicle)

    async def _said(self, done: bool, words: str, *args: object) -> None:
        if done:
            self._tell(say(words, *args), Level.GOOD)
            await self._read()
        else:
            self._tell(say(WAIT), Level.ATTENTION)

    def _open_day(self) -> OpenDay | None:
        moment = self._moment
        return None if moment is None else moment.gathered.open_day


def _seen(moment: Snapshot) -> Seen:
    gathered = moment.gathered
    return gathered.open_day, gathered.overview.last_event, gathered.overview.changes


def _ids(names: tuple[str, ...]) -> tuple[ChangeId, ...]:
    return tuple(ChangeId(name) for name in names)


def _view(found: tuple[Change, ...], moment: Snapshot) -> ChangesView:
    """The queue of the wave in hand, and how much waits in others."""
    wave = moment.gathered.open_day.wave.id
    mine = [one for one in found if one.wave == wave]
    view = changes_view(
        mine,
        moment.by_id,
        moment.gathered.open_day.date.zone,
        labels=moment.labels,
        doors=moment.doors,
        sites={site.id: site.name for site in moment.model.sites},
    )
    others = (one for one in found if one.wave != wave)
    return replace(view, elsewhere=sum(one.state.open for one in others))
