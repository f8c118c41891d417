"""What every family's boards do when they are told more than our drivers ever say."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from hardware.cabinet import DoorAddress
from hardware.cabinets import protocols
from hardware.cabinets.settings import load
from hardware.errors import SettingsInvalid
from hardware.frames import head_8a, kerong_cu24, kerong_cu48, wkly
from hardware.frames.kerong_cu48 import Model
from hardware.simulator.boards import Board, ReplyFault, SimulatedBoards
from hardware.simulator.doors import SimulatedDoor
from hardware.simulator.firmwares import firmware, simulated
from hardware.simulator.serve import in_memory
from tests.hardware.frames.sides import frames_of


async def said(name: str, *requests: Any, boards: SimulatedBoards | None = None):
    """Ask boards of a family directly; give them, and what they answered."""
    boards = boards or simulated(load(name), firmware(load(name)).boards(2))
    heard = bytearray()
    async with in_memory(boards.line) as desk:
        await desk.open(1, heard.extend, print)
        for request in requests:
            desk.write(request.encode())
            await asyncio.sleep(0.2)
        await asyncio.sleep(60)
        await desk.close()
    codec = protocols.of(load(name)).codec(load(name))
    return boards, frames_of(codec.decoder().feed(bytes(heard)))


def pulsed(boards: SimulatedBoards) -> list[tuple[int, int]]:
    return [(p.address.board, p.address.lock) for p in boards.oracle.pulses]


async def test_open_all_goes_lock_by_lock_and_deaf() -> None:
    """8A with lock 0: peers wait ten seconds for its answer."""
    ask = head_8a.unlock(1, 0), head_8a.status(1), head_8a.unlock(1, 2)
    boards, frames = await said("8a-80-24", *ask)
    assert pulsed(boards) == [(1, lock) for lock in range(1, 25)]
    news = [f for f in frames if f.head is head_8a.Head.EVENT]
    done = [f for f in frames if f.head is head_8a.Head.UNLOCK]
    assert done == [head_8a.Door(head_8a.Head.UNLOCK, 1, 0, high=False)]
    assert len(news) >= 24
    assert len(boards.oracle.unasked()) == 24
    boards, frames = await said(
        "8a-80-24", head_8a.Request(head_8a.Head.OPEN_ALL, 1, 2, 0x10)
    )
    assert len(boards.oracle.pulses) == 24


async def test_what_8a_boards_do_not_know_they_leave_unanswered() -> None:
    unknown = head_8a.Request(head_8a.Head.VERSION, 1, 0x11, 0x11)
    _, frames = await said("8a-80", unknown, head_8a.status(3), head_8a.status(1, 48))
    assert [frame.lock for frame in frames] == [48]


async def test_cu48_every_lock_and_every_board() -> None:
    request = kerong_cu48.Request(
        Model.CU48, kerong_cu48.EVERY_BOARD, kerong_cu48.EVERY_LOCK, unlock=True
    )
    every = kerong_cu48.Request(Model.CU48, kerong_cu48.EVERY_BOARD)
    boards, frames = await said("kerong-cu48", every, request)
    assert len(boards.oracle.pulses) == 96
    assert [frame.board for frame in frames] == [0, 1]


async def test_cu24_says_what_it_does_not_know() -> None:
    command, said_ = kerong_cu24.Command, kerong_cu24.Said
    requests = [
        kerong_cu24.Request(command.VERSION, 0),
        kerong_cu24.Request(command.BAUD, 0),
        kerong_cu24.Request(command.UNLOCK, 0, 20),
        kerong_cu24.Request(command.UNLOCK, 0, 12),
        kerong_cu24.Request(command.UNLOCK, 1, kerong_cu24.EVERY_LOCK_OF_TWELVE),
    ]
    boards, frames = await said("kerong-cu12", *requests)
    assert [frame.said for frame in frames] == [
        said_.DONE,
        said_.UNKNOWN,
        said_.FAILED,
        said_.DONE,
        said_.DONE,
    ]
    assert pulsed(boards) == [(0, 12), *((1, lock) for lock in range(1, 13))]


async def test_every_command_of_wkly() -> None:
    command = wkly.Command
    one = [
        wkly.Request(command.FLASH, 0, (1,)),
        wkly.Request(command.STATUS, 0, (2,)),
        wkly.Request(command.LET_GO, 0, (3,)),
    ]
    boards, frames = await said("wkly", *one)
    assert pulsed(boards) == []
    answered = [(f.command, f.lock) for f in frames if isinstance(f, wkly.Door)]
    assert answered == [(r.command, r.locks[0]) for r in one]
    for request, locks, abuses in (
        (wkly.Request(command.OPEN_SEVERAL, 0, (1, 2)), [1, 2], 1),
        (wkly.Request(command.OPEN_LIST, 0, (4, 3)), [4, 3], 0),
        (wkly.Request(command.OPEN_EVERY, 0), list(range(1, 25)), 0),
        (wkly.Request(command.HOLD, 0, (5,)), [5], 1),
        (wkly.Request(command.OPEN, 0, (30,)), [], 0),
    ):
        boards, _ = await said("wkly", request)
        assert pulsed(boards) == [(0, lock) for lock in locks]
        assert len(boards.oracle.abuses()) == abuses


@pytest.mark.parametrize("name", protocols.families())
async def test_every_fault_of_an_answer_is_bytes(name: str) -> None:
    """No answer of any family makes the simulator itself fail."""
    family = load(name)
    dialect = protocols.of(family).dialect(family)
    board = family.board.addresses[1]
    wiring = simulated(family, [Board(board)])
    span = tuple(range(1, family.board.locks + 1))
    for fault in ReplyFault:
        wiring.boards[board].faults.append(fault)
        for data in (
            dialect.status(board, span).data,
            dialect.unlock(DoorAddress(board, 1)).data,
        ):
            wiring.asked(data)
    assert not wiring.boards[board].faults


async def test_a_board_that_does_not_tell_and_one_that_is_deaf() -> None:
    for board in (Board(1, tells=False), Board(1, deaf=True)):
        boards = simulated(load("8a-80"), [board])
        boards.door(DoorAddress(1, 1)).force()
        assert boards.line._sending.empty()
    boards = simulated(load("8a-80"), [Board(1)])
    boards.door(DoorAddress(1, 1)).force()
    assert not boards.line._sending.empty()


async def test_a_switch_that_reads_the_same_is_no_news() -> None:
    told: list[None] = []
    door = SimulatedDoor()
    door.on_switch = lambda: told.append(None)
    door.shut()
    door.force()
    door.force()
    door.shut()
    assert len(told) == 2


def test_nobody_plays_or_speaks_what_is_not_known() -> None:
    strange = replace(load("wkly"), protocol="semaphore")
    with pytest.raises(SettingsInvalid, match="nobody plays"):
        firmware(strange)
    with pytest.raises(SettingsInvalid, match="no protocol"):
        protocols.of(strange)
