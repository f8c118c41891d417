"""WKLY boards: switches that cannot be read, and boards that refuse to tell."""

import asyncio
from dataclasses import replace

import pytest

from hardware.cabinet import DoorState, OpenCommand, Reason, Verdict
from hardware.cabinets.settings import load
from hardware.cabinets.wkly import WklyDialect
from hardware.frames.wkly import Command, Door, Doors, State
from hardware.simulator import wkly as simulated_wkly
from hardware.simulator.boards import Board, SimulatedBoards
from hardware.simulator.doors import SimulatedDoor
from tests.hardware.worlds import World, world

FAMILY = load("wkly")


def test_three_states() -> None:
    dialect = WklyDialect(FAMILY)
    looks = dialect.looks(Doors(0, (State.OPEN, State.CLOSED, State.UNKNOWN)))
    assert [looks[lock].state for lock in (1, 2, 3)] == ["open", "closed", "unknown"]
    assert dialect.looks(Doors(0, (State.OPEN,), 0xFF)) == {}
    assert dialect.looks(Door(Command.OPEN, 0, 1, State.OPEN)) == {}


def blinded(it: World) -> None:
    """Let the board say FF of every door from now on."""
    firmware = it.boards.firmware

    def serve(boards: SimulatedBoards, board: Board, request: object):
        reply = firmware.serve(boards, board, request)
        if isinstance(reply, Doors):
            return replace(reply, states=(State.UNKNOWN,) * len(reply.states))
        return reply

    it.boards.firmware = replace(firmware, serve=serve)


async def test_a_switch_that_cannot_be_read_is_neither_open_nor_closed() -> None:
    async with world(family=FAMILY) as it:
        door = it.lock(3)
        await asyncio.sleep(2)
        blinded(it)
        await asyncio.sleep(3)
        assert it.cabinet.last(door).state is DoorState.UNKNOWN
        assert it.kinds(door) == []
        assert it.cabinet.link().state == "answering"
        refused = await it.cabinet.open(OpenCommand("c1", door))
        assert (refused.verdict, refused.reason) == (
            Verdict.REFUSED,
            Reason.NO_SENSOR,
        )
        insisted = await it.open(door, "c2", even=True)
        assert (insisted.verdict, insisted.pulsed) == (Verdict.UNKNOWN, True)
        assert insisted.reason is Reason.NO_SENSOR


@pytest.mark.parametrize("locks", [12, 24])
async def test_boards_of_either_size(locks: int) -> None:
    family = replace(FAMILY, board=replace(FAMILY.board, locks=locks))
    async with world(family=family, played=family) as it:
        assert (await it.open(it.lock(locks // 2))).verdict is Verdict.OPENED


def test_a_refusal_is_for_what_was_asked_only() -> None:
    firmware = simulated_wkly.firmware(FAMILY)
    refused = firmware.refusal(Doors(0, (State.OPEN,)))
    assert refused is not None
    assert WklyDialect(FAMILY).looks(refused) == {}
    news = firmware.event(Board(0, {1: SimulatedDoor()}), 1)
    assert news is not None
    assert firmware.refusal(news) is None
