"""Which wish of which pane goes to whom: the desk's switchboard.

Slots are methods, never lambdas that hold a pane. An edit that has to wait is said to;
nothing is queued behind a person's back.
"""

from collections.abc import Awaitable
from functools import partial
from typing import Protocol

from console.domain.day import LockLevel
from console.domain.ids import ParcelId
from console.domain.live import Scope
from console.domain.place import Place
from console.domain.problem import Channel
from console.services.drafting.planner import Effort
from console.shell.accepting import Accepting
from console.shell.analysing import Analysing
from console.shell.choice import Choice
from console.shell.closing_day import ClosingDay
from console.shell.comparing import Comparing
from console.shell.days import DayPages
from console.shell.depot_editing import DepotEditing
from console.shell.doors import DoorActions
from console.shell.errands import WAIT, Errands, Work
from console.shell.history import History
from console.shell.importing import Importing
from console.shell.looking import Looking
from console.shell.moving import Moving
from console.shell.panes.made import DeskPanes
from console.shell.planning import Planning
from console.shell.pricing import Pricing
from console.shell.selected import select
from console.shell.snapshot import Snapshot
from console.shell.themes import Themes
from console.viewmodels.days_page import read_only
from console.viewmodels.selection import Thing
from console.viewmodels.status import Level
from console.wiring.house import House
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.sentences import READ_ONLY
from widgets.common.words import edit
from widgets.window import DeskWindow


class AtDesk(Protocol):
    """Whoever can grant the wishes."""

    house: House
    window: DeskWindow
    panes: DeskPanes
    themes: Themes
    errands: Errands
    history: History
    planning: Planning
    choice: Choice
    pricing: Pricing
    analysing: Analysing
    comparing: Comparing
    accepting: Accepting
    editing: DepotEditing
    days: DayPages
    closing_day: ClosingDay
    moving: Moving
    doors: DoorActions
    importing: Importing
    looking: Looking
    effort: Effort
    acknowledged: frozenset[str]

    @property
    def moment(self) -> Snapshot | None:
        """What the panes show."""

    def tell(self, text: str, level: Level = Level.GOOD) -> None:
        """Says a line of news."""


class Wishes:
    """Connects a desk's panes and window to its actions."""

    def __init__(self, desk: AtDesk) -> None:
        self._desk = desk
        self._correcting = ""
        self._connect_window()
        self._connect_planning()
        self._connect_choices()
        self._connect_doors()

    # who is connected to whom

    def _connect_window(self) -> None:
        desk, window = self._desk, self._desk.window
        window.import_wanted.connect(self._import)
        window.files_dropped.connect(self._take)
        window.plan_wanted.connect(self.build)
        window.replan_wanted.connect(self.replan)
        window.stop_wanted.connect(desk.planning.stop)
        window.publish_wanted.connect(self.publish)
        window.undo_wanted.connect(self.undo)
        window.redo_wanted.connect(self.redo)
        window.theme_wanted.connect(desk.themes.choose)
        window.analysis_wanted.connect(desk.analysing.show)
        window.depot_wanted.connect(self._set_up)
        window.plans_wanted.connect(desk.comparing.show)
        window.changes_wanted.connect(desk.accepting.show)
        window.absent_wanted.connect(self._absent)
        window.days_wanted.connect(desk.days.show)
        window.close_day_wanted.connect(desk.closing_day.show)
        window.pool_wanted.connect(desk.moving.pool_to_wave)
        window.move_wanted.connect(desk.moving.ask_selected)
        window.wave_step_wanted.connect(desk.days.step_wave)
        window.found.connect(self._found)

    def _connect_planning(self) -> None:
        panes = self._desk.panes
        panes.board.move_wanted.connect(self.move)
        panes.board.price_wanted.connect(self._desk.pricing.probe)
        panes.board.plan_wanted.connect(self.build)
        panes.selection.option_wanted.connect(self.take_option)
        panes.selection.lock_wanted.connect(partial(self.lock, LockLevel.ALL))
        panes.selection.unlock_wanted.connect(partial(self.lock, LockLevel.OPEN))
        panes.selection.absent_wanted.connect(self._desk.accepting.absent)
        panes.selection.present_wanted.connect(self._desk.accepting.back)
        for pane in (panes.parcels, panes.selection):
            pane.hold_wanted.connect(self.hold)
            pane.release_wanted.connect(self.release)
            pane.unassign_wanted.connect(self.unassign)
        panes.parcels.locker_wanted.connect(partial(self.send, Channel.LOCKER))
        panes.parcels.door_wanted.connect(partial(self.send, Channel.DOOR))
        panes.parcels.move_wanted.connect(self._desk.moving.ask)
        panes.selection.correct_address_wanted.connect(self._correct)

    def _connect_choices(self) -> None:
        choice, panes = self._desk.choice, self._desk.panes
        panes.parcels.parcels_wanted.connect(choice.parcels)
        panes.parcels.parcel_shown_wanted.connect(self._show_parcel)
        panes.parcels.import_wanted.connect(self._import)
        panes.map.stop_wanted.connect(choice.stop)
        panes.map.site_wanted.connect(choice.site_named)
        panes.map.vehicle_wanted.connect(choice.vehicle)
        panes.map.place_wanted.connect(self._place)
        panes.board.stop_wanted.connect(choice.stop)
        panes.board.vehicle_wanted.connect(choice.vehicle)
        panes.board.open_wanted.connect(self._show_stop)
        panes.board.time_wanted.connect(panes.board.show_time)
        panes.lockers.door_wanted.connect(choice.door)
        panes.lockers.site_wanted.connect(choice.site_named)
        for pane in (panes.activity, panes.alerts):
            pane.about_wanted.connect(self.about)
        panes.alerts.acknowledge_wanted.connect(self._acknowledge)

    def _connect_doors(self) -> None:
        doors, panes = self._desk.doors, self._desk.panes
        for pane in (panes.lockers, panes.selection):
            pane.open_wanted.connect(doors.ask_open)
            pane.deposit_wanted.connect(doors.ask_deposit)
            pane.pickup_wanted.connect(doors.ask_pickup)
        panes.selection.new_code_wanted.connect(doors.new_code)
        panes.selection.out_of_service_wanted.connect(
            partial(doors.set_service, out=True)
        )
        panes.selection.in_service_wanted.connect(partial(doors.set_service, out=False))
        panes.lockers.connect_wanted.connect(self._reconnect)
        panes.bus.reconnect_wanted.connect(self._reconnect)

    def _import(self) -> None:
        if not self._shut():
            self._desk.importing.ask()

    def _take(self, paths: tuple[str, ...]) -> None:
        if not self._shut():
            self._desk.importing.take(paths)

    # planning

    def build(self) -> None:
        """Searches a plan."""
        if self._shut():
            return
        self._run(self._build(), "build_plan")

    def replan(self, scope: str) -> None:
        """Plans what is left of the day anew."""
        if self._shut():
            return
        self._run(self._replan(Scope(scope)), "replan")

    def publish(self) -> None:
        """Publishes the draft."""
        if self._shut():
            return
        self._run(self._publish(), "")

    def undo(self) -> None:
        """Takes the last step back."""
        self._run(self._undo(), self._desk.history.undo_name)

    def redo(self) -> None:
        """Repeats the step taken back last."""
        self._run(self._redo(), self._desk.history.redo_name)

    def move(self, parcels: tuple[str, ...], vehicle: str, index: int) -> None:
        """Moves a stop."""
        if self._shut():
            return
        self._run(self._move(parcels, vehicle, index), "move_parcels")

    def hold(self, parcels: tuple[str, ...]) -> None:
        """Takes parcels out of planning."""
        if self._shut():
            return
        self._run(self._said(self._desk.planning.hold(parcels)), "hold_parcels")

    def release(self, parcels: tuple[str, ...]) -> None:
        """Lets parcels be planned again."""
        if self._shut():
            return
        self._run(self._said(self._desk.planning.release(parcels)), "release_parcels")

    def unassign(self, parcels: tuple[str, ...]) -> None:
        """Takes parcels off their routes."""
        if self._shut():
            return
        wish = self._desk.planning.unassign(parcels)
        self._run(self._said(wish), "unassign_parcels")

    def lock(self, level: LockLevel, vehicle: str) -> None:
        """Closes a route or opens it."""
        if self._shut():
            return
        wish = self._desk.planning.set_lock(vehicle, level)
        self._run(self._said(wish), "set_lock")

    def send(self, channel: Channel, parcels: tuple[str, ...]) -> None:
        """Sends parcels to lockers, or to their doors."""
        if self._shut():
            return
        self._run(self._send(channel, parcels), "move_parcels")

    def take_option(self, key: str) -> None:
        """Does what an option of the selection pane says."""
        if self._shut():
            return
        desk = self._desk
        moment = desk.moment
        names = moment.linked.parcels if moment is not None else ()
        way = desk.pricing.way(ParcelId(names[0]), key) if names else None
        if way is None:
            words = QT_TRANSLATE_NOOP("words", "The plan has changed: look again")
            desk.tell(say(words), Level.ATTENTION)
            return
        self._run(self._said(desk.planning.edit(way.edit)), "move_parcels")

    async def _build(self) -> None:
        desk = self._desk
        if not await desk.planning.build(desk.effort):
            desk.tell(say(WAIT), Level.ATTENTION)
            return
        self._say_left(
            QT_TRANSLATE_NOOP("words", "Plan built"),
            QT_TRANSLATE_NOOP("words", "Plan built; {0} parcels on no route"),
        )

    async def _replan(self, scope: Scope) -> None:
        desk = self._desk
        if not await desk.planning.replan(desk.effort, scope):
            desk.tell(say(WAIT), Level.ATTENTION)
            return
        self._say_left(
            QT_TRANSLATE_NOOP("words", "Rest of the day planned again"),
            QT_TRANSLATE_NOOP(
                "words", "Rest of the day planned again; {0} parcels on no route"
            ),
        )

    def _say_left(self, all_go: str, some_stay: str) -> None:
        plan = self._desk.planning.working.plan
        left = len(plan.unassigned) if plan is not None else 0
        words = say(some_stay, left) if left else say(all_go)
        self._desk.tell(words, Level.ATTENTION if left else Level.GOOD)

    async def _publish(self) -> None:
        desk = self._desk
        number = await desk.planning.publish()
        if number is None:
            desk.tell(say(WAIT), Level.ATTENTION)
            return
        words = QT_TRANSLATE_NOOP("words", "Revision {0} published")
        desk.tell(say(words, number))

    async def _undo(self) -> None:
        name = await self._desk.planning.undo()
        if name:
            words = QT_TRANSLATE_NOOP("words", "Taken back: {0}")
            self._desk.tell(say(words, edit(name)))

    async def _redo(self) -> None:
        name = await self._desk.planning.redo()
        if name:
            words = QT_TRANSLATE_NOOP("words", "Done again: {0}")
            self._desk.tell(say(words, edit(name)))

    async def _move(self, parcels: tuple[str, ...], vehicle: str, index: int) -> None:
        await self._said(self._desk.planning.move(parcels, vehicle, index))
        # The stop may be named by another parcel now.
        self._desk.choice.choose(select(Thing.STOP, *parcels[:1]))

    async def _send(self, channel: Channel, parcels: tuple[str, ...]) -> None:
        desk = self._desk
        without = await desk.planning.to_channel(parcels, channel)
        if without:
            words = QT_TRANSLATE_NOOP("words", "{0} parcels cannot go that way")
            desk.tell(say(words, len(without)), Level.ATTENTION)

    async def _said(self, wish: Awaitable[bool]) -> None:
        """Carries a wish out, and says so where it has to wait."""
        if not await wish:
            self._desk.tell(say(WAIT), Level.ATTENTION)

    def _shut(self) -> bool:
        """Whether the day shown may not be changed; then it says why."""
        moment = self._desk.moment
        if moment is None:
            return False
        on, closed = moment.gathered.open_day.date, moment.gathered.overview.closed
        why = read_only(on, moment.now_s, closed=closed)
        if why:
            self._desk.tell(say(READ_ONLY[why]), Level.ATTENTION)
        return bool(why)

    def _run(self, work: Work, name: str) -> None:
        self._desk.errands.run(work, edit(name).capitalize() if name else "")

    # what is selected

    def _found(self, kind: str, name: str) -> None:
        self.about(kind, name)
        if kind == "parcel":
            self._show_parcel(name)

    def about(self, kind: str, name: str) -> None:
        """Selects what an event or an alert is about."""
        desk = self._desk
        if kind == "stop":
            vehicle, _, ordinal = name.rpartition("/")
            stop = self._stop_of(vehicle, int(ordinal))
            if stop:
                desk.choice.stop(stop)
            return
        desk.choice.about(kind, name)

    def _stop_of(self, vehicle: str, ordinal: int) -> str:
        moment = self._desk.moment
        columns = moment.columns if moment is not None else None
        if columns is None or vehicle not in columns.vehicle:
            return ""
        at = int(columns.first[columns.vehicle.index(vehicle)]) + ordinal - 1
        return columns.stop[at] if 0 <= at < len(columns.stop) else ""

    def _show_parcel(self, name: str) -> None:
        desk = self._desk
        desk.choice.parcels((name,))
        moment = desk.moment
        parcel = moment.by_id.get(ParcelId(name)) if moment is not None else None
        if parcel is not None and parcel.place is not None:
            desk.panes.map.fly_to(parcel.place.lon, parcel.place.lat)

    def _show_stop(self, name: str) -> None:
        desk = self._desk
        desk.choice.stop(name)
        moment = desk.moment
        if moment is None or moment.columns is None or moment.problem is None:
            return
        if name in moment.columns.stop:
            at = moment.columns.stop.index(name)
            place = moment.problem.places[int(moment.columns.place[at])]
            desk.panes.map.fly_to(place.lon, place.lat)

    def _set_up(self) -> None:
        desk = self._desk
        open_day = desk.looking.open_day
        if open_day is None:
            words = QT_TRANSLATE_NOOP("words", "Import a depot file first")
            desk.tell(say(words), Level.ATTENTION)
            return
        desk.editing.show(open_day.day.depot)

    def _absent(self) -> None:
        """The vehicle that is chosen, or whose stop is, is not there; or it is."""
        desk, moment = self._desk, self._desk.moment
        vehicle = moment.linked.vehicle if moment is not None else ""
        if moment is None or not vehicle:
            words = QT_TRANSLATE_NOOP("words", "Choose a vehicle on the board first")
            desk.tell(say(words), Level.ATTENTION)
        elif moment.absence(vehicle):
            desk.accepting.back(vehicle)
        else:
            desk.accepting.absent(vehicle)

    def _acknowledge(self, key: str) -> None:
        self._desk.acknowledged |= {key}
        self._desk.looking.stir()

    # addresses and lines

    def _correct(self, parcel: str) -> None:
        if self._shut():
            return
        self._correcting = parcel
        words = QT_TRANSLATE_NOOP("words", "Click on the map where this parcel goes")
        self._desk.tell(say(words), Level.ATTENTION)

    def _place(self, lon: float, lat: float) -> None:
        desk = self._desk
        parcel, self._correcting = self._correcting, ""
        open_day = desk.looking.open_day
        if not parcel or open_day is None:
            desk.choice.nothing()
            return
        house = desk.house
        deed = house.intake.correct(
            ParcelId(parcel), Place(lon, lat), open_day, house.origin()
        )
        desk.errands.run(deed, parcel)

    def _reconnect(self, _site: str = "") -> None:
        words = QT_TRANSLATE_NOOP("words", "Every lost line is tried again by itself")
        self._desk.tell(say(words))
