"""Modbus boards: meanings that are settings, pulses that boards end by themselves."""

import asyncio
from dataclasses import replace

import pytest

from hardware.cabinet import DoorState, FrameResult, OpenCommand, Reason, Verdict
from hardware.cabinets import protocols
from hardware.cabinets.settings import Board, FamilySettings, load
from hardware.errors import SettingsInvalid
from hardware.frames.modbus import (
    Function,
    Read,
    Refused,
    Values,
    Write,
    WriteSeveral,
    Written,
    reply_decoder,
)
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.boards import SimulatedBoards
from hardware.simulator.doors import SimulatedDoor
from hardware.simulator.firmwares import simulated
from hardware.simulator.serve import in_memory
from tests.hardware.frames.sides import frames_of
from tests.hardware.worlds import world


def coils(**own: object) -> FamilySettings:
    family = load("modbus-coils")
    return replace(family, dialect={**family.dialect, **own})


@pytest.mark.parametrize(
    "own",
    [
        {"open_value": "0000"},
        {"doors": "coils"},
        {"first_coil": 1, "first_door": 100},
        {"open_value": "0000", "doors": "coils", "first_coil": 8, "first_door": 8},
    ],
)
async def test_what_makers_disagree_on_is_a_setting(own: dict) -> None:
    async with world(family=coils(**own), played=coils(**own)) as it:
        assert (await it.open(it.lock(3))).verdict is Verdict.OPENED


async def test_the_wrong_meaning_moves_nothing_and_is_not_believed() -> None:
    """The board answers with the same bytes either way."""
    async with world(family=coils(open_value="0000"), played=coils()) as it:
        result = await it.open(it.lock(3))
        assert (result.verdict, result.pulsed) == (Verdict.NOT_OPENED, True)
        assert it.boards.oracle.pulses == []


async def test_a_refused_unlock_is_answered_and_nothing_is_repeated() -> None:
    two_relays = SimulatedBoard(1, {1: SimulatedDoor(), 2: SimulatedDoor()})
    async with world(two_relays, family=load("r421a08"), wiring=[Board(1, 8)]) as it:
        result = await it.cabinet.open(OpenCommand("c1", it.lock(3)))
        assert (result.verdict, result.pulsed) == (Verdict.UNKNOWN, True)
        await asyncio.sleep(30)
        assert sum("unlock" in frame.text for frame in it.sent) == 1
        refusals = [frame for frame in it.frames if "refused" in frame.text]
        assert [frame.result for frame in refusals] == [FrameResult.OK]


async def test_a_relay_board_with_switches_on_its_inputs_senses() -> None:
    family = load("waveshare-relay")
    family = replace(family, board=replace(family.board, closed_bit=1))
    async with world(family=family, played=family) as it:
        door = it.lock(3)
        assert (await it.cabinet.observe(door)).state is DoorState.CLOSED
        assert (await it.open(door)).verdict is Verdict.OPENED


@pytest.mark.parametrize(
    ("name", "length_ms"), [("waveshare-relay", 500), ("r421a08", 1000)]
)
async def test_the_board_ends_the_pulse(name: str, length_ms: int) -> None:
    async with world(family=load(name)) as it:
        await it.open(it.lock(3))
        assert [pulse.length_ms for pulse in it.boards.oracle.pulses] == [length_ms]


async def test_nobody_may_insist_on_a_board_that_is_away() -> None:
    async with world(family=load("r421a08")) as it:
        door = it.lock(3)
        it.boards.boards[door.board].deaf = True
        it.boards.oracle.ask(door)
        result = await it.cabinet.open(OpenCommand("c1", door, even_if_open=True))
        assert (result.verdict, result.reason) == (Verdict.UNKNOWN, Reason.NO_ANSWER)


def changed(name: str, **values: object) -> FamilySettings:
    family = load(name)
    board = {k: v for k, v in values.items() if k in {"closed_bit", "locks"}}
    lock = {k: v for k, v in values.items() if k not in board}
    return replace(
        family,
        board=replace(family.board, **board),
        lock=replace(family.lock, **lock),
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("waveshare-relay", {"pulse_ms": 550}),
        ("r421a08", {"pulse_ms": 500}),
        ("r421a08", {"closed_bit": 1}),
    ],
)
def test_what_these_boards_cannot_do_is_refused(name: str, values: dict) -> None:
    family = changed(name, **values)
    with pytest.raises(SettingsInvalid, match=name):
        protocols.of(family).codec(family)


async def said(boards: SimulatedBoards, *requests) -> list:
    heard = bytearray()
    async with in_memory(boards.line) as desk:
        await desk.open(1, heard.extend, print)
        for request in requests:
            desk.write(request.encode())
        await asyncio.sleep(1)
        await desk.close()
    return frames_of(reply_decoder().feed(bytes(heard)))


async def test_a_lock_board_refuses_what_it_has_not() -> None:
    boards = simulated(coils())
    wrong = [
        Read(Function.READ_INPUTS, 1, 0, 49),
        Read(Function.READ_REGISTERS, 1, 0, 1),
        Write(Function.WRITE_COIL, 1, 48, 0xFF00),
        Write(Function.WRITE_REGISTER, 1, 0, 1),
        WriteSeveral(Function.WRITE_REGISTERS, 1, 0, 1, b"\x00\x01"),
    ]
    answers = await said(boards, *wrong)
    assert [(type(answer), answer.function) for answer in answers] == [
        (Refused, request.function) for request in wrong
    ]


async def test_several_coils_and_every_board_are_seen_by_the_oracle() -> None:
    boards = simulated(coils())
    answers = await said(
        boards,
        WriteSeveral(Function.WRITE_COILS, 1, 0, 3, b"\x05"),
        Write(Function.WRITE_COIL, 0, 7, 0xFF00),
    )
    assert answers == [Written(Function.WRITE_COILS, 1, 0, 3)]
    assert [pulse.address.lock for pulse in boards.oracle.pulses] == [1, 3, 8]
    assert boards.oracle.abuses() != []


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("waveshare-relay", Write(Function.WRITE_COIL, 1, 2, 0xFF00)),
        ("r421a08", Write(Function.WRITE_REGISTER, 1, 3, 0x0100)),
        ("r421a08", Write(Function.WRITE_REGISTER, 1, 3, 0x0400)),
        ("r421a08", Write(Function.WRITE_REGISTER, 1, 3, 0x0602)),
    ],
)
async def test_an_output_that_is_held_is_an_abuse(name: str, write: Write) -> None:
    boards = simulated(load(name))
    assert await said(boards, write) == [write]
    [abuse] = boards.oracle.abuses()
    assert "driven for" in abuse


async def test_relays_that_are_off_read_so() -> None:
    boards = simulated(load("waveshare-relay"))
    off = Write(Function.WRITE_COIL, 1, 2, 0)
    read = Read(Function.READ_COILS, 1, 0, 8)
    assert await said(boards, off, read) == [
        off,
        Values(Function.READ_COILS, 1, b"\x00"),
    ]
    boards = simulated(load("r421a08"))
    off = Write(Function.WRITE_REGISTER, 1, 3, 0x0200)
    read = Read(Function.READ_REGISTERS, 1, 3, 1)
    assert await said(boards, off, read) == [
        off,
        Values(Function.READ_REGISTERS, 1, b"\x00\x00"),
    ]
    assert boards.oracle.pulses == []
