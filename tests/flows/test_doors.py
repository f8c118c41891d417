"""Custody on the simulated boards themselves, over a memory link and over a pty."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.custody.deposits import Deposits, Wish
from console.custody.doors import Doors, Passage
from console.custody.errors import Elsewhere
from console.custody.openings import Door
from console.custody.pickups import Pickups, Refused
from console.custody.rules import Issued, rules
from console.domain.clock import SystemClock
from console.domain.code import Refusal, with_check
from console.domain.deposit import DepositState
from console.domain.ids import CompartmentId, ParcelId
from console.domain.parcel import ParcelState
from console.domain.site import Custody
from console.storage import compartments, deposits, parcels
from console.storage.intents import IntentState
from console.storage.store import Store
from hardware.bus.owner import OwnerThread
from hardware.cabinet import DoorAddress, LinkState
from hardware.cabinets.settings import Board, load
from hardware.simulator.demo import DemoCabinet, hand
from hardware.simulator.doors import Habits
from hardware.simulator.scenario import Step
from tests.custody.world import DOORS, FRAME, KEY, FixedClock, compartment, fill, origin

PTY = pytest.param(
    True,
    marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ptys"),
)


@dataclass
class Scene:
    """One cabinet of four doors, its far side, and custody over it."""

    store: Store
    demo: DemoCabinet
    doors: Doors
    deposits: Deposits
    pickups: Pickups

    @staticmethod
    def address(lock: int) -> DoorAddress:
        return DoorAddress(0, lock)

    def hands(self, lock: int, *deeds: str) -> None:
        for deed in deeds:
            self.demo.do(hand(deed, self.address(lock)))

    def fault(self, what: str) -> None:
        self.demo.do(Step(0, what, 0, None))

    def pulses(self, lock: int) -> int:
        return self.demo.boards.oracle.count(self.address(lock))

    async def place(self, lock: int, of: str, key: str) -> Passage:
        wish = Wish((ParcelId(of),), (compartment(lock),), of)
        self.demo.boards.oracle.ask(self.address(lock))
        return await self.deposits.place(wish, origin(key))

    async def put_in(self, lock: int, of: str, key: str) -> Issued:
        passage = await self.place(lock, of, key)
        assert passage.intent.state is IntentState.OPENED
        self.hands(lock, "put", "shut")
        issued = (await passage.closed()).result
        assert isinstance(issued, Issued)
        return issued

    async def custody(self, lock: int) -> Custody:
        box = await self.store.read(lambda s: compartments.get(s, compartment(lock)))
        return box.custody

    async def state(self, name: str) -> ParcelState:
        found = await self.store.read(lambda s: parcels.get(s, ParcelId(name)))
        return found.state

    async def live(self) -> list[tuple[str, DepositState]]:
        found = await self.store.read(deposits.live)
        return [(one.compartment, one.state) for one in found]


@asynccontextmanager
async def scene(folder: Path, *, pty: bool) -> AsyncIterator[Scene]:
    owner = OwnerThread("test-doors").start()
    store = Store.open(folder / "lockyard.db", SystemClock())
    demo = DemoCabinet(
        owner,
        load("kerong-cu16"),
        [Board(0, DOORS)],
        habits=Habits(pull_after_ms=60),
        pty=pty,
    )
    try:
        await store.write(lambda session: fill(session, FixedClock()))
        cabinet = await demo.start()

        def find(name: CompartmentId) -> Door:
            return Door(cabinet, Scene.address(int(name.split("/")[1])))

        clock = SystemClock()
        doors = Doors(store, clock, find, rules(KEY), left_open_s=5)
        made = Scene(
            store,
            demo,
            doors,
            Deposits(store, clock, doors, KEY),
            Pickups(clock, doors, KEY),
        )
        async with asyncio.timeout(10):
            while cabinet.link().state is not LinkState.ANSWERING:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        try:
            yield made
        finally:
            await doors.finish(3)
        assert demo.boards.oracle.breaches() == []
        assert (await store.verify()).whole
    finally:
        await demo.stop()
        assert owner.stop()
        assert store.close()


@pytest.mark.parametrize("pty", [False, PTY])
async def test_a_parcel_goes_in_and_out(tmp_path: Path, pty: bool) -> None:
    async with scene(tmp_path, pty=pty) as at:
        issued = await at.put_in(1, "p0", "in")
        assert (await at.custody(1), await at.state("p0")) == (
            Custody.OCCUPIED,
            ParcelState.DEPOSITED,
        )
        again = await at.place(1, "p0", "in")
        assert again.intent.state is IntentState.CLOSED
        assert at.pulses(1) == 1

        wrong = with_check(f"{(int(issued.code[:-1]) + 1) % 1_000_000:06d}")
        refused = await at.pickups.enter(FRAME, wrong, origin("wrong"))
        assert isinstance(refused, Refused)
        assert refused.why is Refusal.WRONG
        assert at.pulses(1) == 1

        await asyncio.sleep(3.2)  # What the lock needs after a pulse.
        at.demo.boards.oracle.ask(at.address(1))
        passage = await at.pickups.enter(FRAME, issued.code, origin("out"))
        assert isinstance(passage, Passage)
        assert passage.intent.state is IntentState.OPENED
        at.hands(1, "take", "shut")
        await passage.closed()
        assert (await at.custody(1), await at.state("p0")) == (
            Custody.FREE,
            ParcelState.COLLECTED,
        )
        assert at.pulses(1) == 2
        assert await at.live() == []


async def test_a_jammed_door_keeps_the_parcel_with_the_courier(tmp_path: Path) -> None:
    async with scene(tmp_path, pty=False) as at:
        at.hands(1, "jam")
        passage = await at.place(1, "p0", "in")
        assert passage.intent.state is IntentState.FAILED
        assert await at.custody(1) is Custody.SUSPECT
        assert await at.live() == []
        assert at.pulses(1) == 1
        await at.put_in(2, "p0", "again")
        assert await at.state("p0") is ParcelState.DEPOSITED


async def test_answers_lost_before_the_pulse_leave_all_as_it_was(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path, pty=False) as at:
        at.fault("deaf")
        while at.demo.cabinet.link().state is LinkState.ANSWERING:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        passage = await at.place(1, "p0", "in")
        assert passage.intent.state is IntentState.FAILED
        assert at.pulses(1) == 0
        assert await at.custody(1) is Custody.FREE
        assert await at.live() == []


async def test_answers_lost_after_the_pulse_open_no_door_twice(tmp_path: Path) -> None:
    async with scene(tmp_path, pty=False) as at:
        opening = asyncio.create_task(at.place(1, "p0", "in"))
        while at.pulses(1) == 0:  # noqa: ASYNC110 - the coil is what is awaited
            await asyncio.sleep(0.001)
        at.fault("lost")
        passage = await opening
        assert passage.intent.state is IntentState.OPENED
        at.hands(1, "put", "shut")
        assert isinstance((await passage.closed()).result, Issued)
        assert at.pulses(1) == 1
        assert await at.custody(1) is Custody.OCCUPIED


@pytest.mark.parametrize("pty", [False, PTY])
async def test_a_cable_cut_in_an_opening_is_told_as_doubt(
    tmp_path: Path, pty: bool
) -> None:
    async with scene(tmp_path, pty=pty) as at:
        opening = asyncio.create_task(at.place(1, "p0", "in"))
        while at.pulses(1) == 0:  # noqa: ASYNC110 - the coil is what is awaited
            await asyncio.sleep(0.001)
        at.fault("deaf")
        passage = await opening
        if passage.intent.state is IntentState.OPENED:  # Seen before the cut.
            await passage.closed()
        assert await at.custody(1) is Custody.SUSPECT
        assert await at.live() == [(compartment(1), DepositState.OPENING)]
        assert await at.state("p0") is not ParcelState.DEPOSITED
        at.fault("hears")
        assert at.pulses(1) == 1
        await at.doors.recover()
        assert at.pulses(1) == 1


async def test_a_parcel_is_never_in_two_places(tmp_path: Path) -> None:
    """Another wish, another key, another door: the parcel already lies in one."""
    async with scene(tmp_path, pty=False) as at:
        await at.put_in(1, "p0", "in")
        with pytest.raises(Elsewhere, match="p0"):
            await at.place(2, "p0", "elsewhere")
        assert at.pulses(2) == 0
        assert await at.custody(2) is Custody.FREE
        assert len(await at.live()) == 1
