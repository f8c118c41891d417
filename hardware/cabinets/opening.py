"""One command, one pulse at most, one verdict.

    look twice -> refused: open, unknown, hot, supply busy, line lost
        |
    unlock, written once, on the connection the look was made on
        |
    watch until the pulse is over and the door reads open -> OPENED
        | three seconds of closed                         -> NOT_OPENED
        | nobody answered, or no sensor                   -> UNKNOWN

A hook that is free only while its coil is driven reads open for half a second and then
closed again; so only looks begun after the pulse decide. Nothing here is ever repeated:
another pulse needs another command, with another id, from a person.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from hardware.bus.line import Bus, LineState
from hardware.bus.questions import Priority
from hardware.bus.supply import Supply
from hardware.cabinet import (
    DoorAddress,
    DoorState,
    Observation,
    OpenCommand,
    OpenResult,
    Reason,
    Verdict,
)
from hardware.cabinets.dialect import Dialect
from hardware.errors import CabinetStopped, NotSent

_PULSE_MARGIN_S = 0.05


class _Sent(Enum):
    """What became of an unlock on the line."""

    NOT = "not"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Watching:
    """How a door is watched after its pulse, in seconds.

    Without `sensors` there is nothing to watch: the pulse is given time to end.
    """

    pulse_s: float
    confirm_s: float
    confirm_every_s: float
    sensors: bool = True


type LookAt = Callable[[DoorAddress, Priority], Awaitable[Observation]]


class Openings[F]:
    """Every command given to one cabinet. Lives on the bus owner's loop.

    `last` gives what a door is known to read, without asking, `supply` what drives the
    locks of a board. The results of the last
    `remembered` commands are kept; the custody journal remembers longer.
    """

    def __init__(
        self,
        bus: Bus[F],
        dialect: Dialect[F],
        supply: Callable[[int], Supply],
        watching: Watching,
        look: LookAt,
        last: Callable[[DoorAddress], Observation | None],
        *,
        remembered: int = 10_000,
    ) -> None:
        self._bus = bus
        self._dialect = dialect
        self._supply = supply
        self._watching = watching
        self._look = look
        self._last = last
        self._remembered = remembered
        self._stopping = False
        self._known: OrderedDict[str, tuple[OpenCommand, asyncio.Task[OpenResult]]] = (
            OrderedDict()
        )
        self._at_work: dict[DoorAddress, str] = {}

    def at_work(self, address: DoorAddress) -> str | None:
        """Give the id of the command whose pulse is being watched at this door."""
        return self._at_work.get(address)

    async def open(self, command: OpenCommand) -> OpenResult:
        """Carry a command out, or give the result it has, or is about to have."""
        if command.id in self._known:
            first, task = self._known[command.id]
            if first.address != command.address:
                return self._refused(command, Reason.ID_REUSED, None)
        else:
            if self._stopping:
                raise CabinetStopped(f"{self._bus.name} is being stopped")
            task = asyncio.get_running_loop().create_task(self._carry_out(command))
            self._known[command.id] = command, task
            self._forget_oldest()
        return await task

    async def stop(self, timeout_s: float = 2.0) -> None:
        """Let every running command come to its verdict now."""
        self._stopping = True
        running = [task for _, task in self._known.values() if not task.done()]
        if running:
            await asyncio.wait(running, timeout=timeout_s)

    def _forget_oldest(self) -> None:
        if len(self._known) > self._remembered:
            oldest = next(iter(self._known))
            if self._known[oldest][1].done():
                del self._known[oldest]

    async def _carry_out(self, command: OpenCommand) -> OpenResult:
        address, epoch = command.address, self._bus.epoch
        supply = self._supply(address.board)
        before = await self._look(address, Priority.HUMAN_OPEN)
        if (result := self._unwanted(command, before)) is not None:
            return result
        reason = await supply.turn(address)
        if reason is not Reason.NONE:
            return self._refused(command, reason, before)
        if address in self._at_work:
            supply.unused()
            return self._refused(command, Reason.COOLDOWN, before)
        # Somebody else may have opened it during the wait.
        before = self._last(address) or before
        if (result := self._unwanted(command, before)) is not None:
            supply.unused()
            return result
        self._at_work[address] = command.id
        try:
            return await self._pulse_and_watch(command, before, epoch)
        finally:
            del self._at_work[address]

    async def _pulse_and_watch(
        self, command: OpenCommand, before: Observation, epoch: int
    ) -> OpenResult:
        sent = await self._pulse(command.address, epoch)
        if sent is _Sent.NOT:
            lost = Reason.STOPPED if self._ended() else Reason.LINK_LOST
            return self._refused(command, lost, before)
        if not self._watching.sensors:
            return await self._unseen(command, sent)
        return await self._watch(command, before)

    def _unwanted(self, command: OpenCommand, before: Observation) -> OpenResult | None:
        if command.even_if_open or before.state is DoorState.CLOSED:
            return None
        if before.state is DoorState.UNKNOWN:
            if not self._watching.sensors and self._answers(command.address):
                return None
            return self._refused(command, self._why_unknown(command.address), before)
        return self._result(
            command, Verdict.ALREADY_OPEN, Reason.ALREADY_OPEN, before, pulsed=False
        )

    async def _pulse(self, address: DoorAddress, epoch: int) -> _Sent:
        """Write the unlock once; NOT promises that nothing went out."""
        unlock, supply = self._dialect.unlock(address), self._supply(address.board)
        sent = _Sent.UNANSWERED
        try:
            if await self._bus.ask(unlock, Priority.HUMAN_OPEN, epoch) is not None:
                sent = _Sent.ANSWERED
        except NotSent:
            sent = _Sent.NOT
        finally:
            if sent is _Sent.NOT:
                supply.unused()
            else:
                supply.pulsed(address)
        return sent

    async def _unseen(self, command: OpenCommand, sent: _Sent) -> OpenResult:
        """Let the pulse end where nobody can see what it did; say only that."""
        await asyncio.sleep(self._watching.pulse_s + _PULSE_MARGIN_S)
        answered = sent is _Sent.ANSWERED
        return self._result(
            command,
            Verdict.UNKNOWN,
            Reason.NO_SENSOR if answered else self._why_silent(),
            None,
            pulsed=True,
        )

    async def _watch(self, command: OpenCommand, before: Observation) -> OpenResult:
        loop, watching = asyncio.get_running_loop(), self._watching
        over_s = loop.time() + watching.pulse_s + _PULSE_MARGIN_S
        give_up_s = loop.time() + max(watching.confirm_s, watching.pulse_s + 1.0)
        seen: Observation | None = None
        while loop.time() < give_up_s and not self._ended():
            begun_s = loop.time()
            now = await self._look(command.address, Priority.CONFIRM)
            if begun_s >= over_s:
                seen = now
                if now.state is DoorState.OPEN:
                    return self._seen_open(command, before, now)
            await asyncio.sleep(watching.confirm_every_s)
        if seen is not None and seen.state is DoorState.CLOSED:
            return self._result(
                command, Verdict.NOT_OPENED, Reason.NOT_SEEN_OPEN, seen, pulsed=True
            )
        return self._result(
            command,
            Verdict.UNKNOWN,
            self._why_unknown(command.address),
            seen,
            pulsed=True,
        )

    def _seen_open(
        self, command: OpenCommand, before: Observation, now: Observation
    ) -> OpenResult:
        # A door that read open before proves nothing by reading open now.
        was_open = before.state is DoorState.OPEN
        return self._result(
            command,
            Verdict.ALREADY_OPEN if was_open else Verdict.OPENED,
            Reason.ALREADY_OPEN if was_open else Reason.NONE,
            now,
            pulsed=True,
        )

    def _answers(self, address: DoorAddress) -> bool:
        up = self._bus.state is LineState.OPEN and not self._ended()
        return up and self._bus.record(address.board).answers_in_a_row > 0

    def _why_unknown(self, address: DoorAddress) -> Reason:
        return Reason.NO_SENSOR if self._answers(address) else self._why_silent()

    def _ended(self) -> bool:
        return self._stopping or self._bus.state is LineState.STOPPED

    def _why_silent(self) -> Reason:
        if self._ended():
            return Reason.STOPPED
        up = self._bus.state is LineState.OPEN
        return Reason.NO_ANSWER if up else Reason.LINK_LOST

    def _refused(
        self, command: OpenCommand, reason: Reason, before: Observation | None
    ) -> OpenResult:
        return self._result(command, Verdict.REFUSED, reason, before, pulsed=False)

    def _result(
        self,
        command: OpenCommand,
        verdict: Verdict,
        reason: Reason,
        observation: Observation | None,
        *,
        pulsed: bool,
    ) -> OpenResult:
        return OpenResult(
            command.id, verdict, pulsed, observation, reason, self._bus.now()
        )
