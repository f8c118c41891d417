"""The one way any door is opened, safe against a crash between any two steps.

    commit `intended`      the wish, with whatever it reserves
    look                   a door that does not read closed is left alone
    commit `sent`          from here on an unlock may have left
    pulse and watch        the cabinet's business: one pulse at most, then a verdict
    commit `opened`        a pickup or a pull passes custody here
    watch
    commit `closed`        a deposit passes custody here

At a start every opening that a crash cut short is settled without ever pulsing again:
`intended` sent nothing and expires; `sent` is taken on if the sensor now reads open,
because it read closed before; anything else is `in_doubt`, the compartment `suspect`,
and a person decides.

The sequence runs as a task of its own: whoever asked may stop waiting, the sequence
goes on and its end is written down. The same key asked again joins it, or is told how
it ended.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from console.custody.errors import NotRunning
from console.custody.ledger import Ledger
from console.custody.openings import (
    Door,
    Ended,
    FindDoor,
    Opening,
    Recovered,
    Rule,
    key_of,
)
from console.domain.clock import Clock
from console.domain.ids import ActorId, CompartmentId, IdempotencyKey
from console.domain.origin import Origin
from console.storage import intents
from console.storage.intents import DoorIntent, IntentState, Purpose
from console.storage.store import Store
from hardware.cabinet import DoorState, Observation, OpenCommand, OpenResult, Verdict
from hardware.errors import HardwareError

log = logging.getLogger(__name__)

LEFT_OPEN_S = 180.0
"""How long a door may stand open before nobody can vouch for it."""


class Passage:
    """An opening whose verdict is known."""

    def __init__(
        self, intent: DoorIntent, task: "asyncio.Task[Ended | None] | None"
    ) -> None:
        self.intent = intent
        self._task = task

    async def closed(self) -> Ended:
        """Waits until the door was seen closed, or given up on. May be cancelled."""
        ended = None if self._task is None else await asyncio.shield(self._task)
        return Ended(self.intent) if ended is None else ended


@dataclass(frozen=True, slots=True)
class _Run:
    verdict: "asyncio.Future[DoorIntent | None]"
    task: "asyncio.Task[Ended | None]"
    other: list[object]
    """What `prepare` gave instead of an opening."""


class Doors:
    """Runs openings. One a store; used from one loop."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        find: FindDoor,
        rules: Mapping[Purpose, Rule],
        left_open_s: float = LEFT_OPEN_S,
    ) -> None:
        self._store = store
        self._find = find
        self._ledger = Ledger(store, clock, rules)
        self._left_open_s = left_open_s
        self._running: dict[IdempotencyKey, _Run] = {}
        self._closed = False

    async def open[R](
        self, origin: Origin, prepare: Callable[[Session], Opening | R]
    ) -> Passage | R:
        """Carries a wish out and returns when the door's verdict is known.

        `prepare` runs in the transaction that writes the intent: it checks, reserves,
        and says which door, or returns something else and nothing is opened. What it
        raises is raised here and leaves nothing behind. Raises DoorBusy, NotRunning
        and StorageError; trouble at the door is the intent's state.
        """
        if self._closed:
            raise NotRunning
        key = key_of(origin)
        run = self._running.get(key)
        if run is None:
            other: list[object] = []
            verdict: asyncio.Future[DoorIntent | None]
            verdict = asyncio.get_running_loop().create_future()
            steps = self._steps(origin, key, prepare, other, verdict)
            run = _Run(verdict, self._start(key, steps, verdict), other)
            self._running[key] = run
        intent = await asyncio.shield(run.verdict)
        if intent is not None:
            return Passage(intent, run.task)
        # A caller who joins with the same key speaks the same wish: the type is R.
        return cast("R", run.other[0])

    async def inspect(
        self,
        compartment: CompartmentId,
        reason: str,
        origin: Origin,
        *,
        second_actor: ActorId | None = None,
        even_if_open: bool = False,
    ) -> Passage:
        """A named person looks inside, with a reason. No custody passes."""
        opening = Opening(
            compartment,
            Purpose.INSPECT,
            reason=reason,
            second_actor=second_actor,
            even_if_open=even_if_open,
        )
        return await self.open(origin, lambda _session: opening)

    async def recover(self) -> Recovered:
        """Settles what a crash cut short; never pulses. Call it before the first open.

        Doors that still stand open are watched on in the background.
        """
        found = await self._store.read(intents.live)
        settled: list[DoorIntent] = []
        watched: list[DoorIntent] = []
        for intent in found:
            if intent.key in self._running:
                continue
            after = await self._settle(intent)
            if after.state is IntentState.OPENED:
                verdict: asyncio.Future[DoorIntent | None]
                verdict = asyncio.get_running_loop().create_future()
                verdict.set_result(after)
                task = self._start(intent.key, self._to_the_end(after), verdict)
                self._running[intent.key] = _Run(verdict, task, [])
                watched.append(after)
            else:
                settled.append(after)
        return Recovered(tuple(settled), tuple(watched))

    async def finish(self, deadline_s: float) -> bool:
        """Takes nothing new and waits for what runs; False if some still stand open.

        What still runs is then no longer followed; the next start settles it.
        """
        self._closed = True
        tasks = [run.task for run in self._running.values()]
        if not tasks:
            return True
        _, late = await asyncio.wait(tasks, timeout=deadline_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return not late

    def _start(
        self,
        key: IdempotencyKey,
        steps: Coroutine[None, None, Ended | None],
        verdict: "asyncio.Future[DoorIntent | None]",
    ) -> "asyncio.Task[Ended | None]":
        task: asyncio.Task[Ended | None] = asyncio.ensure_future(steps)

        def over(done: asyncio.Task[Ended | None]) -> None:
            self._running.pop(key, None)
            error = asyncio.CancelledError() if done.cancelled() else done.exception()
            if not verdict.done():
                if error is None:
                    verdict.set_result(None)
                elif done.cancelled():
                    verdict.cancel()
                else:
                    verdict.set_exception(error)
                    verdict.exception()  # Told even if nobody waits any more.
            elif error is not None:
                log.warning("an opening was not followed to its end: %r", error)

        task.add_done_callback(over)
        return task

    async def _steps[R](
        self,
        origin: Origin,
        key: IdempotencyKey,
        prepare: Callable[[Session], Opening | R],
        other: list[object],
        verdict: "asyncio.Future[DoorIntent | None]",
    ) -> Ended | None:
        opening: list[Opening] = []

        def begin(session: Session) -> DoorIntent | None:
            opening.clear()
            other.clear()
            known = intents.by_key(session, key)
            if known is not None:
                return known
            wish = prepare(session)
            if not isinstance(wish, Opening):
                other.append(wish)
                return None
            opening.append(wish)
            return self._ledger.intend(session, origin, key, wish)

        intent = await self._store.write(begin)
        if intent is not None and opening:
            intent = await self._send(intent, opening[0])
        if not verdict.done():
            verdict.set_result(intent)
        if intent is None:
            return None
        if intent.state is IntentState.OPENED and opening:
            return await self._to_the_end(intent)
        return Ended(intent)

    async def _send(self, intent: DoorIntent, wish: Opening) -> DoorIntent:
        """From `intended` to the verdict."""
        door = self._find(intent.compartment)
        if door is None:
            return await self._ledger.failed(intent, "not_reachable")
        inspecting = wish.purpose is Purpose.INSPECT
        try:
            before = await _look(door, DoorState.CLOSED)
        except HardwareError:
            return await self._ledger.failed(intent, "not_reachable")
        if before.state is not DoorState.CLOSED and not (
            wish.even_if_open and inspecting
        ):
            return await self._ledger.failed(intent, f"reads_{before.state}", before)
        intent = await self._ledger.sent(intent)
        command = OpenCommand(
            str(intent.id),
            door.address,
            wish.even_if_open and inspecting,
            str(intent.purpose),
        )
        try:
            result = await door.cabinet.open(command)
        except HardwareError:
            return await self._ledger.in_doubt(intent, "not_reachable")
        return await self._judge(intent, result)

    async def _judge(self, intent: DoorIntent, result: OpenResult) -> DoorIntent:
        seen = result.observation
        match result.verdict:
            case Verdict.OPENED:
                return await self._ledger.opened(intent, seen)
            case Verdict.UNKNOWN:
                return await self._ledger.in_doubt(intent, str(result.reason), seen)
            case Verdict.NOT_OPENED | Verdict.ALREADY_OPEN | Verdict.REFUSED:
                code = str(result.reason) or str(result.verdict)
                return await self._ledger.failed(
                    intent, code, seen, pulsed=result.pulsed
                )

    async def _to_the_end(self, intent: DoorIntent) -> Ended:
        """From `opened` to `closed`, or to doubt where it is not seen closed."""
        door = self._find(intent.compartment)
        if door is None:
            return Ended(await self._ledger.in_doubt(intent, "not_reachable"))
        try:
            seen = await door.cabinet.wait_closed(door.address, self._left_open_s)
        except HardwareError:
            return Ended(await self._ledger.in_doubt(intent, "not_reachable"))
        if seen.state is DoorState.CLOSED:
            return await self._ledger.closed(intent, seen)
        code = "left_open" if seen.state is DoorState.OPEN else "not_seen_closed"
        return Ended(await self._ledger.in_doubt(intent, code, seen))

    async def _settle(self, intent: DoorIntent) -> DoorIntent:
        """One look at what a crash left."""
        if intent.state is IntentState.INTENDED:
            return await self._ledger.failed(intent, "restart", expired=True)
        door = self._find(intent.compartment)
        try:
            seen = None if door is None else await door.cabinet.observe(door.address)
        except HardwareError:
            seen = None
        state = DoorState.UNKNOWN if seen is None else seen.state
        # An inspection may have pulsed a door that read open before: it tells nothing.
        telling = intent.purpose is not Purpose.INSPECT
        if intent.state is IntentState.SENT and state is DoorState.OPEN and telling:
            return await self._ledger.opened(intent, seen)
        if intent.state is IntentState.OPENED and state is DoorState.OPEN:
            return intent
        if intent.state is IntentState.OPENED and state is DoorState.CLOSED:
            return (await self._ledger.closed(intent, seen)).intent
        return await self._ledger.in_doubt(intent, "restart", seen)


async def _look(door: Door, wanted: DoorState) -> Observation:
    """What was seen last if that is what is wanted, else a fresh look."""
    seen = door.cabinet.last(door.address)
    if seen is not None and seen.state is wanted:
        return seen
    return await door.cabinet.observe(door.address)
