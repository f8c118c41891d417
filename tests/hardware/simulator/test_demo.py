"""A whole depot of cabinets that are not there, in one thread."""

import asyncio
import os

import pytest

from hardware.bus.owner import OwnerThread
from hardware.cabinet import DoorAddress, DoorState, LinkState, OpenCommand, Verdict
from hardware.cabinets.settings import Board, load
from hardware.simulator.demo import DemoCabinet, hand
from hardware.simulator.doors import Habits
from tests.hardware.worlds import DOOR, until

LOOP_FACTORY = asyncio.new_event_loop
CABINETS = 24


async def test_a_depot_of_cabinets_in_one_thread() -> None:
    owner = OwnerThread("demo").start()
    family = load("kerong-cu16")
    demos = [
        DemoCabinet(
            owner,
            family,
            [Board(0, 16), Board(1, 8)],
            habits=Habits(shut_after_ms=2000),
            pty=number == 0 and hasattr(os, "openpty"),
            name=f"demo {number}",
        )
        for number in range(CABINETS)
    ]
    try:
        cabinets = [await demo.start() for demo in demos]
        await until(
            lambda: all(c.link().state is LinkState.ANSWERING for c in cabinets)
        )
        for demo in demos:
            demo.boards.oracle.ask(DOOR)
        results = await asyncio.gather(
            *(cabinet.open(OpenCommand("c1", DOOR)) for cabinet in cabinets)
        )
        assert {result.verdict for result in results} == {Verdict.OPENED}
        shut = await asyncio.gather(
            *(cabinet.wait_closed(DOOR, 10) for cabinet in cabinets)
        )
        assert {seen.state for seen in shut} == {DoorState.CLOSED}
        other = DoorAddress(1, 8)
        demos[3].do(hand("force", other))
        await until(lambda: cabinets[3].last(other).state is DoorState.OPEN)
    finally:
        for demo in demos:
            await demo.stop()
        assert await asyncio.to_thread(owner.stop)
    assert [demo.boards.oracle.breaches() for demo in demos] == [[]] * CABINETS


async def test_before_the_start_there_is_no_cabinet() -> None:
    owner = OwnerThread("demo").start()
    demo = DemoCabinet(owner, load("kerong-cu16"), [Board(0, 16)])
    with pytest.raises(RuntimeError):
        _ = demo.cabinet
    assert await asyncio.to_thread(owner.stop)
