"""A cabinet of boards that only answer: it asks all the time, and says what changed.

Every quiet board is looked at once a round, a board with an open or doubtful door
several times a second, a dead one ever more rarely. Each answer tells of every door of
its board, so whoever looks at one door looks for all of them.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence

from hardware.bus.line import Bus, LineState
from hardware.bus.questions import Priority
from hardware.cabinet import (
    BoardCounters,
    DoorAddress,
    DoorEvent,
    DoorEventKind,
    DoorState,
    Frame,
    LinkReport,
    LinkState,
    Listener,
    Observation,
    OpenCommand,
    OpenResult,
    Reason,
    Verdict,
)
from hardware.cabinets.dialect import Dialect
from hardware.cabinets.doors import DoorWatch
from hardware.cabinets.opening import Openings, Watching
from hardware.cabinets.settings import Board, FamilySettings
from hardware.errors import NoSuchDoor, Unanswered

_LOOKS = 4


class PolledCabinet[F]:
    """Implements `hardware.cabinet.Cabinet` over a bus and a family's dialect.

    Several cabinets may hang on one bus, each with boards of its own; those that name
    the same `supply` take turns. Create it anywhere; `start` it after its bus.
    """

    def __init__(
        self,
        bus: Bus[F],
        dialect: Dialect[F],
        settings: FamilySettings,
        boards: Sequence[Board],
        supply: str,
    ) -> None:
        self._bus = bus
        self._dialect = dialect
        self._settings = settings
        self._boards = tuple(board.address for board in boards)
        self._watches = {
            address: DoorWatch(address)
            for board in boards
            for lock in range(1, board.locks + 1)
            for address in (DoorAddress(board.address, lock),)
        }
        self._openings = Openings(
            bus,
            dialect,
            bus.supply(supply, settings.lock.pulse_rules()),
            Watching(
                settings.lock.pulse_ms / 1000,
                settings.watch.confirm_ms / 1000,
                settings.watch.confirm_every_ms / 1000,
            ),
            self._look,
            self.last,
        )
        self._polled_s = dict.fromkeys(self._boards, float("-inf"))
        self._announced: set[int] = set()
        self._link_state = LinkState.CONNECTING
        self._line_open = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None
        self._listeners: tuple[Listener, ...] = ()
        self._listeners_lock = threading.Lock()
        bus.on_frame(self._tell)
        bus.on_state(self._line_changed)

    # the seam

    async def start(self) -> None:
        """Begin to look at the doors; returns at once. Opens nothing."""
        await self._bus.owner.call(self._start)

    async def stop(self) -> None:
        """Bring running commands to a verdict and look no more."""
        await self._bus.owner.call(self._stop)

    async def open(self, command: OpenCommand) -> OpenResult:
        """See `Cabinet.open`."""
        if command.address not in self._watches:
            return OpenResult(
                command.id,
                Verdict.REFUSED,
                pulsed=False,
                observation=None,
                reason=Reason.NO_SUCH_DOOR,
                at=self._bus.now(),
            )
        return await self._bus.owner.call(lambda: self._openings.open(command))

    async def observe(self, address: DoorAddress) -> Observation:
        """See `Cabinet.observe`; NoSuchDoor for an address that is not ours."""
        self._watch(address)
        return await self._bus.owner.call(lambda: self._look(address, Priority.CONFIRM))

    async def wait_closed(self, address: DoorAddress, timeout_s: float) -> Observation:
        """See `Cabinet.wait_closed`; NoSuchDoor for an address that is not ours."""
        self._watch(address)
        return await self._bus.owner.call(lambda: self._wait_closed(address, timeout_s))

    def last(self, address: DoorAddress) -> Observation | None:
        """See `Cabinet.last`."""
        return self._watch(address).last

    def doors(self) -> Sequence[DoorAddress]:
        """See `Cabinet.doors`."""
        return tuple(self._watches)

    def link(self) -> LinkReport:
        """See `Cabinet.link`."""
        seen = [self._bus.record(board).last_seen_s for board in self._boards]
        latest = max((s for s in seen if s is not None), default=None)
        age_s = None if latest is None else self._bus.owner.loop.time() - latest
        return LinkReport(self._link_state, age_s)

    def counters(self) -> Sequence[BoardCounters]:
        """See `Cabinet.counters`."""
        return tuple(self._bus.record(board).counters() for board in self._boards)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """See `Cabinet.subscribe`."""
        with self._listeners_lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._listeners_lock:
                self._listeners = tuple(
                    one for one in self._listeners if one is not listener
                )

        return unsubscribe

    # looking

    async def _start(self) -> None:
        if self._poller is None:
            self._line_changed()
            self._poller = asyncio.get_running_loop().create_task(
                self._poll_forever(), name=f"poll {self._bus.name}"
            )

    async def _stop(self) -> None:
        await self._openings.stop()
        poller, self._poller = self._poller, None
        if poller is not None:
            poller.cancel()
            await asyncio.wait([poller])
            if not poller.cancelled():
                poller.result()

    async def _poll_forever(self) -> None:
        loop, hot_s = asyncio.get_running_loop(), self._settings.watch.hot_ms / 1000
        while True:
            await self._line_open.wait()
            due_s, board = min((self._due_s(board), board) for board in self._boards)
            wait_s = due_s - loop.time()
            if wait_s > 0:
                # In short naps: a door may become urgent meanwhile.
                await asyncio.sleep(min(wait_s, hot_s))
                continue
            dead = self._bus.record(board).answering is False
            try:
                await self._poll(board, Priority.PROBE if dead else Priority.POLL)
            except Unanswered:
                await asyncio.sleep(self._bus.timing.gap_s)

    def _due_s(self, board: int) -> float:
        record, watch = self._bus.record(board), self._settings.watch
        if record.answering is False:
            return self._polled_s[board] + record.backoff_s()
        if record.misses:
            return self._polled_s[board]
        calm = record.answering is True and all(
            door.settled and door.state is DoorState.CLOSED
            for address, door in self._watches.items()
            if address.board == board
        )
        wait_ms = watch.round_ms if calm else watch.hot_ms
        return self._polled_s[board] + wait_ms / 1000

    async def _poll(self, board: int, priority: Priority) -> None:
        try:
            frame = await self._bus.ask(self._dialect.status(board), priority)
            if frame is not None:
                self._saw(board, frame)
        except Unanswered:
            if self._bus.record(board).answering is False:
                self._lose(board)
            raise
        finally:
            self._polled_s[board] = asyncio.get_running_loop().time()
            self._judge_link()

    def _saw(self, board: int, frame: F) -> None:
        at = self._bus.now()
        watches = [w for a, w in self._watches.items() if a.board == board]
        for watch in watches:
            look = self._dialect.look(frame, watch.address.lock)
            for event in watch.see(look, at, self._openings.at_work(watch.address)):
                self._tell(event)
        if board not in self._announced and all(
            watch.state is not DoorState.UNKNOWN for watch in watches
        ):
            self._announced.add(board)
            whole = DoorAddress(board, 0)
            self._tell(DoorEvent(DoorEventKind.DOORS_KNOWN, whole, at))

    def _lose(self, board: int) -> None:
        at = self._bus.now()
        lost = [w.lose(at) for a, w in self._watches.items() if a.board == board]
        self._announced.discard(board)
        if any(lost):
            whole = DoorAddress(board, 0)
            self._tell(DoorEvent(DoorEventKind.DOORS_UNKNOWN, whole, at))

    async def _look(self, address: DoorAddress, priority: Priority) -> Observation:
        """Ask until two answers agree on the door; UNKNOWN when they do not come."""
        watch = self._watch(address)
        try:
            for _ in range(_LOOKS):
                await self._poll(address.board, priority)
                if watch.settled and watch.last is not None:
                    return watch.last
        except Unanswered:
            pass
        return watch.unknown(self._bus.now())

    async def _wait_closed(self, address: DoorAddress, timeout_s: float) -> Observation:
        loop, watch = asyncio.get_running_loop(), self._watch(address)
        until_s = loop.time() + timeout_s
        seen = await self._look(address, Priority.CONFIRM)
        while seen.state is not DoorState.CLOSED and loop.time() < until_s:
            if self._poller is None:
                break
            await asyncio.sleep(self._settings.watch.confirm_every_ms / 1000)
            seen = watch.last or seen
        return seen

    def _watch(self, address: DoorAddress) -> DoorWatch:
        if address not in self._watches:
            raise NoSuchDoor(f"{self._bus.name} has no {address}")
        return self._watches[address]

    # telling

    def _line_changed(self) -> None:
        if self._bus.state is LineState.OPEN:
            self._line_open.set()
        else:
            self._line_open.clear()
            for board in self._boards:
                self._lose(board)
        self._judge_link()

    def _judge_link(self) -> None:
        state = self._judged()
        if state is not self._link_state:
            self._link_state = state
            self._tell(
                DoorEvent(
                    DoorEventKind.LINK_CHANGED, None, self._bus.now(), detail=state
                )
            )

    def _judged(self) -> LinkState:
        if self._bus.state in {LineState.LOST, LineState.STOPPED}:
            return LinkState.LOST
        if self._bus.state is LineState.CONNECTING:
            return LinkState.CONNECTING
        answering = {self._bus.record(board).answering for board in self._boards}
        if answering == {True}:
            return LinkState.ANSWERING
        if False in answering:
            return LinkState.DEGRADED if True in answering else LinkState.SILENT
        return LinkState.CONNECTING

    def _tell(self, value: DoorEvent | Frame) -> None:
        # Through the loop, so that a listener's error is reported there and hurts
        # nobody else's transaction.
        for listener in self._listeners:
            self._bus.owner.loop.call_soon(listener, value)
