"""A cabinet of boards that are asked all the time; it says what changed.

An answer tells of a span of doors: of all its board's, or of one. Every quiet span is
looked at once a round, one with an open or doubtful door several times a second, those
of a dead board ever more rarely. Whoever looks at one door looks for its whole span.
What a board says by itself is only a hint: that door is looked at next.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hardware.bus.line import Bus, LineState
from hardware.bus.questions import Priority
from hardware.bus.supply import Supply
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
from hardware.cabinets.settings import Board, FamilySettings, Shared
from hardware.errors import NoSuchDoor, Unanswered

_LOOKS = 4
_NEVER_S = float("-inf")


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """The doors of one board that one answer tells of."""

    board: int
    locks: tuple[int, ...]


class PolledCabinet[F]:
    """Implements `hardware.cabinet.Cabinet` over a bus and a family's dialect.

    Several cabinets may hang on one bus, each with boards of its own; those that name
    the same `supply` take turns, unless the settings say that boards have supplies of
    their own or the whole line has one. Create it anywhere; `start` it after its bus.
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
        self._supply_name = supply
        self._openings = Openings(
            bus,
            dialect,
            self._supply_of,
            Watching(
                settings.lock.pulse_ms / 1000,
                settings.watch.confirm_ms / 1000,
                settings.watch.confirm_every_ms / 1000,
                settings.board.sensors,
            ),
            self._look,
            self.last,
        )
        self._spans: defaultdict[int, list[_Span]] = defaultdict(list)
        for board in boards:
            for locks in dialect.spans(board):
                self._spans[board.address].append(_Span(board.address, locks))
        self._doors_of = {
            span: [self._watches[DoorAddress(board, lock)] for lock in span.locks]
            for board, spans in self._spans.items()
            for span in spans
        }
        self._polled_s = dict.fromkeys(self._doors_of, _NEVER_S)
        self._told_of: set[_Span] = set()
        self._hinted = asyncio.Event()
        self._announced: set[int] = set()
        self._link_state = LinkState.CONNECTING
        self._line_open = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None
        self._listeners: tuple[Listener, ...] = ()
        self._listeners_lock = threading.Lock()
        bus.on_frame(self._tell)
        bus.on_state(self._line_changed)
        bus.on_event(self._hint)

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
            due_s, span = min((self._due_s(span), span) for span in self._polled_s)
            wait_s = due_s - loop.time()
            if wait_s > 0:
                # In short naps: a door may become urgent meanwhile.
                await self._nap(min(wait_s, hot_s))
                continue
            dead = self._bus.record(span.board).answering is False
            try:
                await self._poll(span, Priority.PROBE if dead else Priority.POLL)
            except Unanswered:
                await asyncio.sleep(self._bus.timing.gap_s)

    async def _nap(self, longest_s: float) -> None:
        self._hinted.clear()
        try:
            async with asyncio.timeout(longest_s):
                await self._hinted.wait()
        except TimeoutError:
            return

    def _hint(self, door: DoorAddress) -> None:
        for span in self._spans.get(door.board, ()):
            if door.lock in span.locks:
                self._told_of.add(span)
                self._polled_s[span] = min(self._polled_s[span], self._due_now_s())
                self._hinted.set()

    def _due_now_s(self) -> float:
        # Now and not before: a board that babbles keeps nobody else from its turn.
        round_s = self._settings.watch.round_ms / 1000
        return asyncio.get_running_loop().time() - round_s

    def _due_s(self, span: _Span) -> float:
        record, watch = self._bus.record(span.board), self._settings.watch
        if record.answering is False:
            latest_s = max(self._polled_s[one] for one in self._spans[span.board])
            return latest_s + record.backoff_s()
        if record.misses:
            return self._polled_s[span]
        calm = record.answering is True and all(
            door.settled and door.state is not DoorState.OPEN
            for door in self._doors_of[span]
        )
        wait_ms = watch.round_ms if calm else watch.hot_ms
        return self._polled_s[span] + wait_ms / 1000

    async def _poll(self, span: _Span, priority: Priority) -> None:
        question = self._dialect.status(span.board, span.locks)
        self._told_of.discard(span)
        try:
            frame = await self._bus.ask(question, priority)
            if frame is not None:
                self._saw(span, frame)
        except Unanswered:
            if self._bus.record(span.board).answering is False:
                self._lose(span.board)
            raise
        finally:
            # What came meanwhile may be news that the answer did not know yet.
            again = span in self._told_of
            now_s = asyncio.get_running_loop().time()
            self._polled_s[span] = self._due_now_s() if again else now_s
            self._judge_link()

    def _saw(self, span: _Span, frame: F) -> None:
        at, board = self._bus.now(), span.board
        looks = self._dialect.looks(frame)
        for watch in self._doors_of[span]:
            look = looks.get(watch.address.lock)
            at_work = self._openings.at_work(watch.address)
            for event in watch.see(look, at, at_work) if look else ():
                self._tell(event)
        if board not in self._announced and all(
            watch.state is not DoorState.UNKNOWN
            for address, watch in self._watches.items()
            if address.board == board
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
        spans = self._spans[address.board]
        span = next(one for one in spans if address.lock in one.locks)
        try:
            for _ in range(_LOOKS):
                await self._poll(span, priority)
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
            if self._poller is None or not self._settings.board.sensors:
                break
            await asyncio.sleep(self._settings.watch.confirm_every_ms / 1000)
            seen = watch.last or seen
        return seen

    def _watch(self, address: DoorAddress) -> DoorWatch:
        if address not in self._watches:
            raise NoSuchDoor(f"{self._bus.name} has no {address}")
        return self._watches[address]

    def _supply_of(self, board: int) -> Supply:
        names = {
            Shared.CABINET: self._supply_name,
            Shared.BOARD: f"{self._supply_name}, board {board}",
            Shared.LINE: "",
        }
        rules = self._settings.lock.pulse_rules()
        return self._bus.supply(names[self._settings.lock.supply], rules)

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
