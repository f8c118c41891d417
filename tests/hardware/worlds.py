"""A desk and its boards in one process, and a far end that a test plays by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from hardware.bus.line import Bus, LineState
from hardware.bus.owner import Owner
from hardware.bus.questions import Timing
from hardware.cabinet import (
    Direction,
    DoorAddress,
    DoorEvent,
    DoorEventKind,
    Frame,
    LinkState,
    OpenCommand,
    OpenResult,
)
from hardware.cabinets import protocols
from hardware.cabinets.polled import PolledCabinet
from hardware.cabinets.settings import Board, FamilySettings, load
from hardware.errors import LinkFailed
from hardware.frames.kerong_cu16 import Reply
from hardware.links.faulty import Faults
from hardware.links.link import Link
from hardware.links.memory import MemoryLink, pair
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.boards import SimulatedBoards
from hardware.simulator.firmwares import simulated
from hardware.simulator.serve import in_memory

DOOR = DoorAddress(0, 3)
OTHER = DoorAddress(0, 4)

LINKS = {
    "whole": {},
    "byte-by-byte": {"rx": Faults(scatter=True), "tx": Faults(scatter=True)},
    "lossy": {"rx": Faults(drop=0.01, flip=0.005, noise=0.01, double=0.005)},
    "late": {"rx": Faults(late_s=0.06)},
    "echoing": {"echo": True},
}
"""What a link may do to a line, as keywords of `FaultyLink`."""


def now_s() -> float:
    """The test's clock."""
    return asyncio.get_running_loop().time()


async def until(truth: Callable[[], bool], timeout_s: float = 60.0) -> float:
    """Wait until something is true; give how long it took."""
    start_s = now_s()
    while not truth():
        assert now_s() - start_s < timeout_s, "it never came true"
        await asyncio.sleep(0.005)
    return now_s() - start_s


@dataclass
class World:
    """A simulated line and the desk's side of it."""

    boards: SimulatedBoards
    link: Link
    desk: MemoryLink
    bus: Bus[Any]
    cabinet: PolledCabinet[Any]
    heard: list[DoorEvent | Frame] = field(default_factory=list)

    @property
    def events(self) -> list[DoorEvent]:
        """What happened."""
        return [value for value in self.heard if isinstance(value, DoorEvent)]

    @property
    def frames(self) -> list[Frame]:
        """What went over the wire."""
        return [value for value in self.heard if isinstance(value, Frame)]

    @property
    def sent(self) -> list[Frame]:
        """What the desk sent."""
        return [f for f in self.frames if f.direction is Direction.TX]

    def kinds(self, address: DoorAddress) -> list[DoorEventKind]:
        """What happened at one door."""
        return [event.kind for event in self.events if event.address == address]

    @property
    def sensors(self) -> bool:
        """Whether these boards tell how a door is."""
        return self.boards.firmware.settings.board.sensors

    def lock(self, number: int) -> DoorAddress:
        """An address on the first board."""
        return DoorAddress(min(self.boards.boards), number)

    async def ready(self) -> None:
        """Wait until every board answers."""
        await until(lambda: self.cabinet.link().state is LinkState.ANSWERING)

    async def open(
        self, address: DoorAddress = DOOR, id_: str = "c1", *, even: bool = False
    ) -> OpenResult:
        """Ask for a door, and tell the oracle that somebody did."""
        self.boards.oracle.ask(address)
        return await self.cabinet.open(OpenCommand(id_, address, even))


def settings(**line_: int) -> FamilySettings:
    """The shipped settings, with changes to the line."""
    shipped = load("kerong-cu16")
    return replace(shipped, line=replace(shipped.line, **line_))


@asynccontextmanager
async def world(
    *boards: SimulatedBoard,
    wiring: Sequence[Board] | None = None,
    family: FamilySettings | None = None,
    played: FamilySettings | None = None,
    wrap: Callable[[MemoryLink], Link] | None = None,
    started: bool = True,
) -> AsyncIterator[World]:
    """Boards in memory, bus and cabinet on this loop; the oracle has the last word.

    `family` is what the desk takes them for; without `played` they are as delivered.
    """
    family = family or settings()
    far = simulated(played or load(family.family), boards)
    protocol = protocols.of(family)
    async with in_memory(far.line) as desk:
        link = wrap(desk) if wrap else desk
        bus = protocol.line(link, family, Owner(asyncio.get_running_loop()))
        locks = min(16, family.board.locks)
        wiring = wiring or [Board(address, locks) for address in far.boards]
        cabinet = protocol.cabinet(bus, family, wiring)
        it = World(far, link, desk, bus, cabinet)
        cabinet.subscribe(it.heard.append)
        if started:
            await bus.start()
            await cabinet.start()
            await it.ready()
        try:
            yield it
        finally:
            await cabinet.stop()
            await bus.stop()
    assert far.oracle.breaches() == []


class FarEnd:
    """The boards' end of a memory line, played by hand. Opens only when `there`."""

    latency_s = 0.02
    name = "by hand"

    def __init__(self) -> None:
        self.desk, self._boards = pair("by hand")
        self.there = True
        self.opened_s: list[float] = []
        self.asked: list[tuple[float, bytes]] = []
        self.answers: list[Callable[[bytes], None]] = []

    async def open(self, baud: int, on_bytes: object, on_lost: object) -> None:
        """Be the link the bus opens."""
        self.opened_s.append(now_s())
        if not self.there:
            raise LinkFailed("nothing plugged in")
        await self._boards.open(baud, self._hear, lambda _error: None)
        await self.desk.open(baud, on_bytes, on_lost)

    def write(self, data: bytes) -> None:
        """Take what the bus writes."""
        self.desk.write(data)

    async def close(self) -> None:
        """Close the desk's end."""
        await self.desk.close()

    def say(self, data: bytes, after_s: float = 0.0) -> None:
        """Let bytes come from the boards, some time from now."""
        asyncio.get_running_loop().call_later(after_s, self._boards.write, data)

    def answer(self, data: bytes, after_s: float = 0.01) -> None:
        """Answer the next question that has no answer planned."""
        self.answers.append(lambda _asked: self.say(data, after_s))

    def ignore(self) -> None:
        """Leave the next question unanswered."""
        self.answers.append(lambda _asked: None)

    @property
    def questions(self) -> list[bytes]:
        """What was asked, in order."""
        return [data for _, data in self.asked]

    def _hear(self, data: bytes) -> None:
        self.asked.append((now_s(), data))
        if self.answers:
            self.answers.pop(0)(data)


@asynccontextmanager
async def by_hand(
    timing: Timing | None = None,
) -> AsyncIterator[tuple[Bus[Reply], FarEnd, list[Frame]]]:
    """A running bus over a far end played by hand, and the frames it shows."""
    far = FarEnd()
    family = settings()
    bus = protocols.of(family).line(far, family, Owner(asyncio.get_running_loop()))  # type: ignore[arg-type]
    bus.timing = timing or family.line.timing()
    frames: list[Frame] = []
    bus.on_frame(frames.append)
    await bus.start()
    await until(lambda: bus.state is LineState.OPEN)
    try:
        yield bus, far, frames
    finally:
        await bus.stop()
