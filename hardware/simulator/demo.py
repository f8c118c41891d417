"""A cabinet that is not there: boards, wire, bus and driver in one object.

For a desk shown without hardware, and for flows in tests. Any number may share one
`OwnerThread`; each is a line of its own and is used through `cabinet` like a real one.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from hardware.bus.owner import Owner
from hardware.cabinet import DoorAddress
from hardware.cabinets import protocols
from hardware.cabinets.polled import PolledCabinet
from hardware.cabinets.settings import Board, FamilySettings
from hardware.links.ports import link_to
from hardware.simulator import boards
from hardware.simulator.doors import Habits, SimulatedDoor
from hardware.simulator.firmwares import simulated
from hardware.simulator.scenario import Step, act
from hardware.simulator.serve import in_memory, on_pty


class DemoCabinet:
    """One simulated cabinet of any family, in memory or behind a real pty.

    `habits` are given to every door: who pulls it open, who shuts it again.
    `boards` is the far side, with its oracle; touch it through `do`, or on the owner's
    loop.
    """

    def __init__(
        self,
        owner: Owner,
        settings: FamilySettings,
        wiring: Sequence[Board],
        *,
        habits: Habits | None = None,
        pty: bool = False,
        name: str = "demo",
    ) -> None:
        self._owner = owner
        self._settings = settings
        self._wiring = tuple(wiring)
        self._pty = pty
        self._stack = AsyncExitStack()
        self._cabinet: PolledCabinet[Any] | None = None
        self.port = name
        self.boards = simulated(
            settings, [_simulated(board, habits or Habits()) for board in wiring]
        )

    @property
    def cabinet(self) -> PolledCabinet[Any]:
        """The cabinet, once started; end it with `stop`, not by itself."""
        if self._cabinet is None:
            raise RuntimeError("start the demo cabinet first")
        return self._cabinet

    async def start(self) -> PolledCabinet[Any]:
        """Begin; callable from any loop."""
        await self._owner.call(self._start)
        return self.cabinet

    async def stop(self) -> None:
        """End cabinet, bus and boards; callable from any loop."""
        await self._owner.call(self._stack.aclose)

    def do(self, step: Step) -> None:
        """Let somebody's hands, or a fault, be at work now; from any thread."""
        self._owner.loop.call_soon_threadsafe(act, self.boards, step)

    async def _start(self) -> None:
        wire = self.boards.line
        if self._pty:
            self.port = await self._stack.enter_async_context(on_pty(wire))
            link = link_to(self.port)
        else:
            link = await self._stack.enter_async_context(in_memory(wire, self.port))
        protocol = protocols.of(self._settings)
        bus = protocol.line(link, self._settings, self._owner)
        self._cabinet = protocol.cabinet(bus, self._settings, self._wiring)
        await bus.start()
        self._stack.push_async_callback(bus.stop)
        await self._cabinet.start()
        self._stack.push_async_callback(self._cabinet.stop)


def _simulated(board: Board, habits: Habits) -> boards.Board:
    doors = {
        lock: SimulatedDoor(
            Habits(
                habits.pull_after_ms, habits.shut_after_ms, habits.jammed, habits.stuck
            )
        )
        for lock in range(1, board.locks + 1)
    }
    return boards.Board(board.address, doors)


def hand(do: str, address: DoorAddress) -> Step:
    """Name something done to a door now: pull force shut put take jam free."""
    return Step(0, do, address.board, address.lock)
