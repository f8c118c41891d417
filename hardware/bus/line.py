"""One RS-485 line: one owner, one question at a time.

Everything that goes out passes through one queue and one loop. A transaction is

    gap | write | (echo) | answer, or deadline | quiet and drain, if it was missing

- The deadline is air time, plus the board's thinking, plus what the link adds.
- After a missing answer the line is left quiet for as long as an answer could take and
  what comes is thrown away. The next answer is still suspect: if a second one follows
  it, the first was the late one and the second is the truth.
- A read is asked again, behind whatever became more urgent meanwhile. What moves
  something is written exactly once, and only on the connection it was asked on: nothing
  actuates at start or after a reconnect.
- A lost link fails every question waiting and is opened again, slower and slower.

Bytes are judged only here: what answers, what is late, what is noise.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from hardware.bus.boards import BoardRecord
from hardware.bus.echo import Echo
from hardware.bus.owner import Owner
from hardware.bus.questions import (
    Codec,
    Priority,
    Question,
    QuestionQueue,
    Timing,
    Waiting,
)
from hardware.bus.supply import PulseRules, Supply
from hardware.cabinet import Direction, DoorAddress, Frame, FrameResult
from hardware.errors import LinkFailed, LinkLost, NoReply, NotSent, Unanswered
from hardware.frames.stream import Decoded, Flaw, Noise
from hardware.links.link import Link

RECONNECT_S = (0.2, 0.5, 1.0, 2.0)
_STOP_S = 2.0
_LONGEST_QUIET = 3


class LineState(StrEnum):
    """Where the connection stands; says nothing about boards."""

    STOPPED = "stopped"
    CONNECTING = "connecting"
    OPEN = "open"
    LOST = "lost"


class _Hearing(StrEnum):
    """What an arriving frame can be at this moment."""

    NOTHING = "nothing"
    ANSWER = "answer"
    LATE = "late"


def utc_now() -> datetime:
    """The wall clock, aware."""
    return datetime.now(UTC)


class Bus[F]:
    """A line of boards that speak one protocol. Create it anywhere, then `start` it.

    `ask`, `record`, `supply` and the three `on_` hooks belong to the owner's loop.
    """

    def __init__(
        self,
        link: Link,
        codec: Codec[F],
        timing: Timing,
        owner: Owner,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.owner = owner
        self.timing = timing
        self.codec = codec
        self.now = now
        self.state = LineState.STOPPED
        self.epoch = 0
        self.trouble = ""
        self._link = link
        self._decoder = codec.decoder()
        self._echo = Echo()
        self._queue: QuestionQueue[F] = QuestionQueue()
        self._records: dict[int, BoardRecord] = {}
        self._supplies: dict[str, Supply] = {}
        self._frame_hooks: tuple[Callable[[Frame], None], ...] = ()
        self._state_hooks: tuple[Callable[[], None], ...] = ()
        self._event_hooks: tuple[Callable[[DoorAddress], None], ...] = ()
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._stopping = False
        self._lost: LinkLost | None = None
        self._asking: Question[F] | None = None
        self._heard: list[F] = []
        self._answered: asyncio.Future[None] | None = None
        self._hearing = _Hearing.NOTHING
        self._suspect = False
        self._last_byte_s = float("-inf")
        self._last_frame_s: float | None = None

    @property
    def name(self) -> str:
        """The link's name."""
        return self._link.name

    async def start(self) -> None:
        """Begin to connect and to serve; returns at once. Callable from any loop."""
        await self.owner.call(self._start)

    async def stop(self) -> None:
        """Finish the frame in flight, refuse the rest, close. From any loop."""
        await self.owner.call(self._stop)

    async def ask(
        self, question: Question[F], priority: Priority, epoch: int | None = None
    ) -> F | None:
        """Put a question and await its answer.

        Raises NotSent when no byte went out, NoReply when a read stayed unanswered.
        None is the unanswered end of a question that moves. Give `epoch` to hold such a
        question to the connection on which it was decided.
        """
        if self.state is not LineState.OPEN or self._stopping:
            raise NotSent(f"{self.name} is {self.state}: {self.trouble}")
        waiting = Waiting(
            question,
            priority,
            self.epoch if epoch is None else epoch,
            self.timing.retries,
            asyncio.get_running_loop().create_future(),
        )
        self._queue.put(waiting)
        self._wake.set()
        return await waiting.answer

    def record(self, board: int) -> BoardRecord:
        """Give the record of a board, made at first sight."""
        return self._records.setdefault(board, BoardRecord(board))

    def supply(self, name: str, rules: PulseRules) -> Supply:
        """Give the supply of that name; every cabinet on this line shares it."""
        return self._supplies.setdefault(name, Supply(rules))

    def on_frame(self, hook: Callable[[Frame], None]) -> None:
        """Hear every frame, on the owner's loop."""
        self._frame_hooks = (*self._frame_hooks, hook)

    def on_state(self, hook: Callable[[], None]) -> None:
        """Hear that `state` changed, on the owner's loop."""
        self._state_hooks = (*self._state_hooks, hook)

    def on_event(self, hook: Callable[[DoorAddress], None]) -> None:
        """Hear of a door that a board spoke of by itself, on the owner's loop.

        It is a hint where to look, no more: nothing repeats it and nothing proves it.
        """
        self._event_hooks = (*self._event_hooks, hook)

    # the connection

    async def _start(self) -> None:
        if self._task is None:
            self._stopping = False
            self._task = asyncio.get_running_loop().create_task(
                self._run(), name=f"bus {self.name}"
            )

    async def _stop(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        self._stopping = True
        self._wake.set()
        if self.state is not LineState.OPEN:
            task.cancel()
        _, late = await asyncio.wait([task], timeout=_STOP_S)
        if late:
            task.cancel()
            await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def _run(self) -> None:
        failures = 0
        try:
            while not self._stopping:
                self._enter(LineState.CONNECTING if not failures else LineState.LOST)
                self._lost = None
                try:
                    await self._link.open(
                        self.timing.baud, self._arrived, self._was_lost
                    )
                except LinkFailed as error:
                    self.trouble = str(error)
                    self._enter(LineState.LOST)
                    await asyncio.sleep(
                        RECONNECT_S[min(failures, len(RECONNECT_S) - 1)]
                    )
                    failures += 1
                    continue
                await self._serve()
                await self._link.close()
                failures = 1
        finally:
            self._enter(LineState.STOPPED)
            await self._link.close()

    async def _serve(self) -> None:
        self.epoch += 1
        self.trouble = ""
        self._echo = Echo()
        self._suspect = False
        for record in self._records.values():
            record.undecided()
        await self._quiet()
        self._enter(LineState.OPEN)
        while not (self._lost or self._stopping):
            # The gap comes before the choice: who turns up during it may go first.
            await self._gap()
            waiting = self._queue.take()
            if waiting is not None:
                await self._transact(waiting)
                continue
            self._wake.clear()
            if not (self._lost or self._stopping):
                await self._wake.wait()
        if self._lost is not None:
            self.trouble = str(self._lost)
            self._enter(LineState.LOST)

    def _enter(self, state: LineState) -> None:
        if state is not LineState.OPEN:
            while waiting := self._queue.take():
                waiting.answer.set_exception(NotSent(f"{self.name} is {state}"))
        if state is not self.state:
            self.state = state
            for hook in self._state_hooks:
                hook()

    def _was_lost(self, error: LinkLost) -> None:
        self._lost = error
        self._wake.set()
        self._end_waiting()

    # one transaction

    async def _transact(self, waiting: Waiting[F]) -> None:
        question, timing = waiting.question, self.timing
        if self._lost is not None or waiting.epoch != self.epoch:
            self._fail(waiting, NotSent(f"{self.name} was lost"))
            return
        loop = asyncio.get_running_loop()
        record = self.record(question.board)
        self._discard_held()
        self._asking, self._heard, self._answered = question, [], loop.create_future()
        self._hearing = _Hearing.ANSWER
        self._echo.begin(question.data, learning=not question.moves)
        record.sent += 1
        self._emit(Direction.TX, question.data, question.text, FrameResult.SENT)
        asked_s = loop.time()
        self._link.write(question.data)
        # A timer that sets the future, not one that cancels: when a late turn of the
        # loop finds answer and timer both ready, the answer wins.
        timer = loop.call_later(
            timing.air_s(len(question.data) + self.codec.reply_bytes)
            + timing.board_s
            + self._link.latency_s,
            self._end_waiting,
        )
        await self._answered
        timer.cancel()
        replied_s = loop.time()
        if self._echo.end():
            self._emit(Direction.RX, b"", "", FrameResult.ECHO_LOST)
        if self._heard and self._suspect:
            await asyncio.sleep(self._quiet_s())
        self._suspect = False
        frame = self._heard[-1] if self._heard else None
        if frame is not None:
            record.saw_answer(self.now(), replied_s, (replied_s - asked_s) * 1000)
        elif not question.moves:
            await self._missed(waiting, record)
        self._hearing, self._asking = _Hearing.NOTHING, None
        self._settle(waiting, frame)

    @staticmethod
    def _fail(waiting: Waiting[F], error: Unanswered) -> None:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)

    def _settle(self, waiting: Waiting[F], frame: F | None) -> None:
        if waiting.answer.done():
            return
        given_up = self.record(waiting.question.board).answering is False
        if frame is not None or waiting.question.moves:
            waiting.answer.set_result(frame)
        elif waiting.tries_left and self._lost is None and not given_up:
            waiting.tries_left -= 1
            self._queue.put(waiting)
        else:
            self._fail(
                waiting, NoReply(f"{waiting.question.text}: no answer on {self.name}")
            )

    async def _missed(self, waiting: Waiting[F], record: BoardRecord) -> None:
        if self._lost is not None:
            return
        record.saw_miss(excused=waiting.priority is Priority.CONFIRM)
        self._emit(Direction.RX, b"", waiting.question.text, FrameResult.TIMEOUT)
        self._hearing = _Hearing.LATE
        await self._quiet()
        self._suspect = True

    def _end_waiting(self) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(None)

    # silence

    def _quiet_s(self) -> float:
        return self.timing.air_s(self.codec.reply_bytes) + self.timing.board_s

    async def _gap(self) -> None:
        await self._silence(self.timing.gap_s)

    async def _quiet(self) -> None:
        self._last_byte_s = asyncio.get_running_loop().time()
        await self._silence(self._quiet_s())
        self._discard_held()

    async def _silence(self, wanted_s: float) -> None:
        """Wait until nothing came for so long; a line that babbles is not awaited."""
        loop = asyncio.get_running_loop()
        give_up_s = loop.time() + _LONGEST_QUIET * self._quiet_s()
        while self._lost is None:
            left_s = min(self._last_byte_s + wanted_s, give_up_s) - loop.time()
            if left_s <= 0:
                return
            await asyncio.sleep(left_s)

    # what arrives

    def _arrived(self, data: bytes) -> None:
        self._last_byte_s = asyncio.get_running_loop().time()
        echo, rest = self._echo.take_off(data)
        if echo:
            self._emit(Direction.RX, echo, "", FrameResult.ECHO)
        for piece in self._decoder.feed(rest):
            if isinstance(piece, Noise):
                self._take_noise(piece)
            else:
                self._take_frame(piece)

    def _take_noise(self, noise: Noise) -> None:
        bad = noise.flaw is Flaw.CHECK
        if bad and self._asking is not None:
            self.record(self._asking.board).bad_checks += 1
        result = FrameResult.BAD_CHECK if bad else FrameResult.NOISE
        self._emit(Direction.RX, noise.data, "", result)

    def _take_frame(self, piece: Decoded[F]) -> None:
        frame, asking = piece.frame, self._asking
        record = self.record(self.codec.board_of(frame))
        fits = asking is not None and asking.answered_by(frame)
        if fits and self._hearing is _Hearing.ANSWER:
            result = FrameResult.OK
            self._heard.append(frame)
            self._end_waiting()
        elif fits:
            result = FrameResult.LATE
            record.late += 1
        elif (door := self.codec.event(frame)) is not None:
            result = FrameResult.EVENT
            for hook in self._event_hooks:
                hook(door)
        else:
            # An answer to nothing asked may be one more answer on its way.
            result = FrameResult.STRAY
            record.strays += 1
            self._suspect = True
        self._emit(Direction.RX, piece.data, self.codec.describe(frame), result)

    def _discard_held(self) -> None:
        held = self._decoder.clear()
        if held:
            self._emit(Direction.RX, held, "", FrameResult.NOISE)

    def _emit(
        self, direction: Direction, data: bytes, text: str, result: FrameResult
    ) -> None:
        if not self._frame_hooks:
            return
        now_s = asyncio.get_running_loop().time()
        gap_s = 0.0 if self._last_frame_s is None else now_s - self._last_frame_s
        self._last_frame_s = now_s
        frame = Frame(self.now(), direction, data, text, gap_s * 1000, result)
        for hook in self._frame_hooks:
            hook(frame)
