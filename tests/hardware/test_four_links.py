"""A whole cabinet over every way to reach it, the oracle looking on.

In real time, with the bus on a thread of its own as on a desk: a pty and TCP at the
pace of the wire. On the jumping clock: memory, whole to late.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hardware.bus.owner import OwnerThread
from hardware.cabinet import (
    DoorEvent,
    DoorEventKind,
    DoorState,
    Frame,
    FrameResult,
    LinkState,
    OpenCommand,
    Verdict,
)
from hardware.cabinets.kerong_cu16 import PROTOCOL
from hardware.cabinets.polled import PolledCabinet
from hardware.cabinets.settings import Board
from hardware.links.faulty import FaultyLink
from hardware.links.ports import link_to
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.boards import SimulatedBoards
from hardware.simulator.fast_clock import FastLoop
from hardware.simulator.firmwares import simulated
from hardware.simulator.serve import on_pty, on_tcp
from tests.hardware.worlds import DOOR, LINKS, World, settings, until, world

PARCELS = 12


@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize("seed", range(5))
def test_deposits_in_memory(kind: str, seed: int) -> None:
    """Twelve deposits; whatever the line does, no verdict lies and no pulse is lost."""

    async def day() -> None:
        async with world(
            SimulatedBoard(0),
            SimulatedBoard(1),
            wrap=lambda inner: FaultyLink(inner, seed=seed, **LINKS[kind]),
        ) as it:
            for number in range(PARCELS):
                await deposit(it, number, strict=kind != "lossy")

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(day())


async def deposit(it: World, number: int, *, strict: bool) -> None:
    address = it.cabinet.doors()[number * 5 % 32]
    door = it.boards.door(address)
    pulsed = it.boards.oracle.count(address)
    result = await it.open(address, f"c{number}")
    if strict:
        assert result.verdict is Verdict.OPENED
    if result.verdict is Verdict.OPENED:
        assert door.is_open
    if not result.pulsed:
        assert it.boards.oracle.count(address) == pulsed
    door.put()
    door.shut()
    seen = await it.cabinet.wait_closed(address, 30)
    if strict:
        assert (seen.state, seen.item) == (DoorState.CLOSED, True)
    await asyncio.sleep(2)


@asynccontextmanager
async def desk_at(port: str) -> AsyncIterator[tuple[PolledCabinet, list]]:
    heard: list[DoorEvent | Frame] = []
    owner = OwnerThread("bus under test").start()
    try:
        bus = PROTOCOL.line(link_to(port), settings(), owner)
        cabinet = PROTOCOL.cabinet(bus, settings(), [Board(0, 16)])
        cabinet.subscribe(heard.append)
        await bus.start()
        await cabinet.start()
        try:
            yield cabinet, heard
        finally:
            await cabinet.stop()
            await bus.stop()
    finally:
        assert await asyncio.to_thread(owner.stop)


def served(kind: str, boards: SimulatedBoards):
    if kind == "tcp":
        return on_tcp(boards.line)
    if not hasattr(os, "openpty"):
        pytest.skip("no ptys here")
    return on_pty(boards.line)


@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_a_deposit_in_real_time(kind: str) -> None:
    async def day() -> None:
        boards = simulated(settings())
        async with served(kind, boards) as port, desk_at(port) as (cabinet, heard):
            await until(lambda: cabinet.link().state is LinkState.ANSWERING)
            boards.oracle.ask(DOOR)
            command = OpenCommand("c1", DOOR)
            waiting = asyncio.ensure_future(cabinet.open(command))
            await until(lambda: boards.oracle.count(DOOR) == 1)
            waiting.cancel()  # a window closed; the pulse and its verdict stay
            result = await cabinet.open(command)
            assert result.verdict is Verdict.OPENED
            boards.door(DOOR).put()
            boards.door(DOOR).shut()
            seen = await cabinet.wait_closed(DOOR, 5)
            assert (seen.state, seen.item) == (DoorState.CLOSED, True)
            await until(lambda: kinds_at(heard, DOOR).count("item_changed") == 1)
            assert kinds_at(heard, DOOR)[:2] == [
                DoorEventKind.OPENED,
                DoorEventKind.CLOSED,
            ]
        assert boards.oracle.breaches() == []

    asyncio.run(day())


def kinds_at(heard: list, address) -> list[DoorEventKind]:
    return [v.kind for v in heard if isinstance(v, DoorEvent) and v.address == address]


def test_a_stalled_window_makes_no_answer_late() -> None:
    """The caller's loop stands still for 300 ms again and again; the bus does not."""

    async def day() -> None:
        boards = simulated(settings())
        simulator = OwnerThread("boards under test").start()
        stack = served("tcp", boards)
        port = await simulator.call(stack.__aenter__)
        async with desk_at(port) as (cabinet, heard):
            await until(lambda: cabinet.link().state is LinkState.ANSWERING)
            for _ in range(6):
                time.sleep(0.3)  # noqa: ASYNC251 - the stall is the point
                await asyncio.sleep(0.01)
            results = [v.result for v in heard if isinstance(v, Frame)]
            assert FrameResult.TIMEOUT not in results
            assert results.count(FrameResult.OK) >= 3
        await simulator.call(lambda: stack.__aexit__(None, None, None))
        assert await asyncio.to_thread(simulator.stop)

    asyncio.run(day())


def test_a_cable_pulled_and_put_back() -> None:
    """The simulator goes away under an open port and comes back at another time."""

    async def day() -> None:
        boards = simulated(settings())
        async with on_tcp(boards.line) as port:
            number = int(port.rsplit(":", 1)[1])
        again = simulated(settings())
        async with desk_at(port) as (cabinet, _):
            await until(lambda: cabinet.link().state is LinkState.LOST)
            async with on_tcp(again.line, number):
                took_s = await until(
                    lambda: cabinet.link().state is LinkState.ANSWERING
                )
                assert took_s < 5
            await until(lambda: cabinet.link().state is LinkState.LOST)
            assert cabinet.last(DOOR).state is DoorState.UNKNOWN
        assert again.oracle.breaches() == []

    asyncio.run(day())
