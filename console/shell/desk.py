"""The desk: one window on one house. What the panes wish for becomes errands, and what
is committed becomes what they show.

    wish -> errand -> service -> journal -> look -> snapshot (in a thread) -> panes

The window never waits: closing it sets `closed`, and whoever owns house and tiles ends
them in their order after `close`.
"""

import asyncio
import logging
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from console.domain.clock import ServiceDate
from console.domain.day import OpenDay
from console.domain.ids import CabinetId, CompartmentId, DepotId, ParcelId
from console.services.drafting.planner import Effort
from console.shell.accepting import Accepting
from console.shell.analysing import Analysing
from console.shell.choice import Choice
from console.shell.closing_day import ClosingDay
from console.shell.comparing import Comparing
from console.shell.days import DayPages
from console.shell.depot_editing import DepotEditing
from console.shell.doors import DoorActions
from console.shell.errands import Errands
from console.shell.history import History
from console.shell.importing import Importing
from console.shell.layout import Layout
from console.shell.looking import Looking
from console.shell.moving import Moving
from console.shell.panes.activity import ActivityController, AlertsController
from console.shell.panes.board import BoardController
from console.shell.panes.bus import BusController
from console.shell.panes.frame import FrameController
from console.shell.panes.lockers import LockersController
from console.shell.panes.made import DeskPanes
from console.shell.panes.map import MapController
from console.shell.panes.pane import Controller
from console.shell.panes.parcels import ParcelsController
from console.shell.panes.selection import SelectionController
from console.shell.paths import Paths
from console.shell.planning import Planning
from console.shell.pricing import Pricing
from console.shell.snapshot import Gathered, Snapshot
from console.shell.themes import Themes
from console.shell.troubles import KNOWN, trouble
from console.shell.wishes import Wishes
from console.shell.workplace import Workplace
from console.viewmodels.selection import Thing
from console.viewmodels.status import Level, SolverState, TopView
from console.wiring.house import House
from hardware.cabinet import DoorEvent, Frame
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.map.shared_tiles import SharedTiles
from widgets.map.tiles import TileSource
from widgets.window import DeskWindow

log = logging.getLogger(__name__)

UTC_ZONE = ZoneInfo("UTC")
NO_DEPOT = QT_TRANSLATE_NOOP(
    "words", "There is no depot yet: import a depot file (.toml)"
)
SETTLE_S = 0.3
"""What a sensor said is in the store this soon after it was heard."""


class Desk:
    """Everything between one house and one window. Make it on the GUI's loop."""

    def __init__(
        self,
        house: House,
        app: QApplication,
        *,
        theme: str = "auto",
        effort: Effort | None = None,
        who: str = "desk",
    ) -> None:
        """Builds the window; `open` makes it live. `who` speaks the desk's wishes."""
        self.house = house
        self.effort = effort or Effort()
        self.closed = asyncio.Event()
        self.solver = SolverState.STARTING
        self.acknowledged: frozenset[str] = frozenset()
        self.said = ""
        """The last news that was told."""
        self._map_told = ("", "")
        self._taken_up = asyncio.Event()
        self.kept = Layout.read(house.where.data)
        """How the window was left the last time."""
        chosen = theme if theme != "auto" else self.kept.theme
        self.themes = Themes(app, chosen)
        now = house.clock.now()
        self.panes = DeskPanes.make(
            self.themes.theme, ServiceDate(now.date(), UTC_ZONE)
        )
        self.window = DeskWindow(self.panes.in_window(), self.themes.theme)
        self.themes.follow(self.window.set_theme)
        # No pane has the keyboard before a person gives it to one.
        self.window.setFocus()
        self.bus = BusController(self.panes.bus)
        self.alerts = AlertsController(self.panes.alerts)
        self.looking = Looking(house, self._controllers(), self._gathered, self._looked)
        stir = self.looking.stir
        self.errands = Errands(self.tell, self.looking.look_again)
        self.history = History(stir)
        self.planning = Planning(house, self.history, stir)
        self.choice = Choice(stir)
        self.pricing = Pricing(self.planning, self.errands, self.panes.board.show_price)
        at = Workplace(
            house,
            self.window,
            self.themes,
            self.errands,
            self.history,
            self.looking,
            self.planning,
            self.tell,
            self.go_to,
        )
        self.analysing = Analysing(at)
        self.comparing = Comparing(at)
        self.accepting = Accepting(at)
        self.editing = DepotEditing(at)
        self.paths = Paths(house.region)
        self.doors = DoorActions(at, who)
        self.importing = Importing(at, self.reopen)
        self.closing_day = ClosingDay(at)
        self.moving = Moving(at)
        self.days = DayPages(at, self.closing_day, self.moving)
        self.wishes = Wishes(self)
        self._task: asyncio.Task[None] | None = None
        house.listeners.append(self._heard)
        self.window.closing.connect(self.closed.set)

    @property
    def moment(self) -> Snapshot | None:
        """What the panes show."""
        return self.looking.moment

    @property
    def idle(self) -> bool:
        """Whether nothing that a person wished for is under way."""
        return not (self.errands.running or self.history.busy)

    def open(self, open_day: OpenDay | None) -> None:
        """Makes the window live on a day; without one it asks for a depot file."""
        loop = asyncio.get_running_loop()
        self._task = loop.create_task(self.looking.forever(self._before), name="look")
        self.errands.run(self._learn_map())
        if open_day is not None:
            self.window.show_top(TopView(reading=True))
            self.show_day(open_day)
            self.importing.remind()
        else:
            self.tell(say(NO_DEPOT), Level.ATTENTION)

    def show_day(self, open_day: OpenDay) -> None:
        """Shows a day and takes up its plan."""
        self.choice.nothing()
        self.analysing.forget()
        self.looking.open(open_day)
        self._taken_up.clear()
        self.errands.run(self._take_up(open_day))

    def go_to(self, open_day: OpenDay) -> bool:
        """Works on another day or wave; False while a change is under way."""
        if self.history.busy:
            return False
        self.show_day(open_day)
        return True

    async def taken_up(self) -> None:
        """Waits until the plan in the store stands, or is known not to."""
        await self._taken_up.wait()

    async def reopen(self, depot: DepotId | None = None) -> OpenDay | None:
        """The day this desk works on, or today of `depot` where it is of another."""
        known = await self.house.depots.known()
        if not known:
            return None
        shown = self.looking.open_day
        names = [one.id for one in known]
        wanted = depot or (shown.day.depot if shown is not None else names[0])
        at = names.index(wanted) if wanted in names else 0
        if shown is not None and shown.day.depot == names[at]:
            self.looking.look_again()
            return shown
        open_day = await self.house.depots.today(known[at])
        self.show_day(open_day)
        return open_day

    def show(self) -> None:
        """Puts the window on the screen as it was left."""
        kept = self.kept
        if kept.width:
            self.window.resize(kept.width, kept.height)
        else:
            self.window.fill_screen()
        if kept.maximised:
            self.window.showMaximized()
        else:
            self.window.show()
        if kept.panes:
            self.window.restore_layout(kept.panes)

    def tell(self, text: str, level: Level = Level.GOOD) -> None:
        """News in passing, in the status strip."""
        log.info("%s", text)
        self.said = text
        self.window.strip.tell(text, level)

    def planner_is(self, state: SolverState) -> None:
        """What the planner's process says of itself."""
        self.solver = state
        self.looking.stir()

    def tiles_failed(self, what: str) -> None:
        """A tile could not be painted; the map shows the ground bare there."""
        words = QT_TRANSLATE_NOOP("words", "Part of the map is not drawn: {0}")
        self.tell(say(words, what), Level.ATTENTION)

    def set_tiles(self, source: TileSource) -> None:
        """Where the maps get their ground from."""
        shared = SharedTiles(source)
        self.panes.map.set_tiles(shared.branch())
        self.importing.tiles = shared

    async def close(self) -> None:
        """Stops everything of the window's and keeps how it was left."""
        self.house.listeners.remove(self._heard)
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self.errands.close()
        await asyncio.to_thread(self._left().write, self.house.where.data)
        self.themes.follow(None)
        await self.importing.keep()
        self.importing.close()
        self.panes.map.set_tiles(None)
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # the loop

    async def _before(self) -> None:
        """Lines of tours that changed are drawn before the plan is shown."""
        working = self.planning.working
        moment = self.moment
        if moment is None or not self.paths.needs(working.plan):
            return
        try:
            await self.paths.trace(working.plan, working.problem, moment.model)
        except KNOWN as error:
            self.tell(trouble(error), Level.BAD)

    def _gathered(self, gathered: Gathered) -> Gathered:
        solver = self.solver
        if self.planning.run is not None:
            solver = SolverState.RUNNING
        name, date = self._map_told
        return replace(
            gathered,
            working=self.planning.working,
            run=self.planning.run,
            solver=solver,
            paths=self.paths.lines,
            commands=self.doors.commands,
            selected=self.choice.selected,
            site=self.choice.site,
            priced=self.pricing.priced,
            whys=self.pricing.whys,
            acknowledged=self.acknowledged,
            undo=self.history.undo_name,
            redo=self.history.redo_name,
            map_name=name,
            map_date=date,
            reading=not self._taken_up.is_set(),
        )

    def _looked(self, moment: Snapshot) -> None:
        self.choice.site = moment.site or self.choice.site
        self.window.show_alert_count(self.alerts.waiting)
        self.pricing.want(self._parcel_to_price(moment))
        self.analysing.look_again()
        self.comparing.look_again(moment)
        self.accepting.look_again(moment)
        self.days.look_again()
        self.closing_day.look_again()
        if self.bus.watched:
            cabinet = self._cabinet_shown(moment)
            found = self.house.cabinets.connected.get(cabinet) if cabinet else None
            counters = tuple(found.counters()) if found is not None else ()
            self.bus.show(moment, cabinet if found is not None else None, counters)

    def _parcel_to_price(self, moment: Snapshot) -> ParcelId | None:
        """A selected parcel, or the only one of a selected stop, not yet done."""
        selected = moment.gathered.selected
        if selected.thing not in {Thing.PARCEL, Thing.STOP}:
            return None
        names = moment.linked.parcels
        parcel = moment.by_id.get(ParcelId(names[0])) if len(names) == 1 else None
        if parcel is None or parcel.state.finished:
            return None
        return parcel.id

    def _cabinet_shown(self, moment: Snapshot) -> CabinetId | None:
        """The cabinet of the selected door, else the site's first."""
        door = CompartmentId(moment.linked.door)
        for box in moment.model.compartments:
            if box.id == door:
                return box.cabinet
        frames = [c.id for c in moment.model.cabinets if str(c.site) == moment.site]
        return frames[0] if frames else None

    def _controllers(self) -> tuple[Controller[Any], ...]:
        panes = self.panes
        return (
            FrameController(self.window),
            ParcelsController(panes.parcels),
            MapController(panes.map),
            BoardController(panes.board),
            LockersController(panes.lockers),
            SelectionController(panes.selection),
            self.alerts,
            ActivityController(panes.activity),
        )

    # what comes by itself

    def _heard(self, cabinet: CabinetId, value: DoorEvent | Frame) -> None:
        if isinstance(value, Frame):
            self.bus.hear(cabinet, value)
            return
        loop = asyncio.get_running_loop()
        loop.call_later(SETTLE_S, self.looking.look_again)

    async def _take_up(self, open_day: OpenDay) -> None:
        try:
            await self.planning.open(open_day)
        finally:
            self._taken_up.set()
            self.looking.stir()

    async def _learn_map(self) -> None:
        opened = await self.house.region.opened()
        name, date = opened.name, opened.data_date
        self._map_told = (name, date)
        self.looking.stir()

    def _left(self) -> Layout:
        """How the window is now."""
        window, normal = self.window, self.window.normalGeometry().size()
        size = normal if window.isMaximized() and not normal.isEmpty() else None
        shown = size or window.size()
        return Layout(
            self.themes.choice,
            shown.width(),
            shown.height(),
            window.isMaximized(),
            window.layout_state(),
        )
