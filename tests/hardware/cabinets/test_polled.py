"""What a cabinet sees by itself: doors, items, boards and links that come and go."""

import asyncio
from dataclasses import replace

import pytest

from hardware.bus.owner import Owner
from hardware.cabinet import (
    DoorAddress,
    DoorEvent,
    DoorEventKind,
    DoorState,
    Frame,
    FrameResult,
    LinkState,
    OpenCommand,
)
from hardware.cabinets.doors import WHILE_SILENT
from hardware.cabinets.kerong_cu16 import PROTOCOL
from hardware.cabinets.settings import Board, Shared
from hardware.links.memory import pair
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.boards import ReplyFault
from hardware.simulator.firmwares import simulated
from hardware.simulator.serve import in_memory
from tests.hardware.worlds import DOOR, OTHER, now_s, settings, until, world

SECOND = DoorAddress(1, 3)


def link_states(events: list[DoorEvent]) -> list[str]:
    return [e.detail for e in events if e.kind is DoorEventKind.LINK_CHANGED]


async def test_every_door_is_known_soon_after_the_start() -> None:
    async with world(SimulatedBoard(0), SimulatedBoard(1), started=False) as it:
        assert it.cabinet.last(DOOR) is None
        await it.bus.start()
        await it.cabinet.start()
        assert await until(lambda: it.cabinet.last(SECOND) is not None) < 1
        await it.ready()
        states = {it.cabinet.last(door).state for door in it.cabinet.doors()}
        assert states == {DoorState.CLOSED}
        assert len(it.cabinet.doors()) == 32
        assert it.cabinet.link().age_s < 1
        known = [e for e in it.events if e.kind is DoorEventKind.DOORS_KNOWN]
        assert [e.address for e in known] == [DoorAddress(0, 0), DoorAddress(1, 0)]


async def test_start_restart_and_reconnect_move_nothing() -> None:
    async with world() as it:
        it.desk.unplug()
        await asyncio.sleep(0.01)
        await it.ready()
        await it.cabinet.stop()
        await it.bus.stop()
        await it.bus.start()
        await it.cabinet.start()
        await it.ready()
        await asyncio.sleep(10)
        assert {frame.text for frame in it.sent} == {"status, board 0"}
        assert it.boards.oracle.pulses == []


async def test_a_forced_door_is_seen_within_a_round() -> None:
    async with world() as it:
        it.boards.door(DOOR).force()
        took_s = await until(
            lambda: it.kinds(DOOR) == [DoorEventKind.OPENED_WITHOUT_COMMAND]
        )
        assert took_s < 1.5
        it.boards.door(DOOR).shut()
        assert await until(lambda: len(it.kinds(DOOR)) == 2) < 0.5
        assert it.kinds(DOOR)[1] is DoorEventKind.CLOSED


async def test_items_are_seen() -> None:
    async with world() as it:
        it.boards.door(DOOR).put()
        await until(lambda: it.kinds(DOOR) == [DoorEventKind.ITEM_CHANGED])
        assert it.cabinet.last(DOOR).item is True


async def test_without_item_sensors_nothing_is_claimed() -> None:
    family = settings()
    family = replace(family, board=replace(family.board, item_bit=-1))
    async with world(family=family) as it:
        it.boards.door(DOOR).put()
        await asyncio.sleep(5)
        assert it.kinds(DOOR) == []
        assert it.cabinet.last(DOOR).item is None


async def test_one_wrong_but_well_formed_answer_is_no_event() -> None:
    async with world() as it:
        door = it.boards.door(DOOR)
        answered = len([f for f in it.frames if f.result is FrameResult.OK])
        door.habits.stuck = False
        await until(
            lambda: len([f for f in it.frames if f.result is FrameResult.OK]) > answered
        )
        door.habits.stuck = None
        await asyncio.sleep(5)
        assert it.kinds(DOOR) == []


async def test_observe_looks_now() -> None:
    async with world() as it:
        await asyncio.sleep(0.5)
        it.boards.door(DOOR).force()
        start_s = now_s()
        seen = await it.cabinet.observe(DOOR)
        assert seen.state is DoorState.OPEN
        assert now_s() - start_s < 0.2
        it.boards.boards[0].deaf = True
        assert (await it.cabinet.observe(DOOR)).state is DoorState.UNKNOWN


async def test_waiting_for_a_door_to_be_shut() -> None:
    async with world() as it:
        await it.open()
        asyncio.get_running_loop().call_later(7.0, it.boards.door(DOOR).shut)
        start_s = now_s()
        seen = await it.cabinet.wait_closed(DOOR, 60)
        assert seen.state is DoorState.CLOSED
        assert 6.9 < now_s() - start_s < 7.6
        assert (await it.cabinet.wait_closed(DOOR, 60)).state is DoorState.CLOSED


async def test_waiting_in_vain_ends_in_time_and_says_what_was_seen() -> None:
    async with world() as it:
        await it.open()
        start_s = now_s()
        seen = await it.cabinet.wait_closed(DOOR, 5)
        assert seen.state is DoorState.OPEN
        assert 5 <= now_s() - start_s < 5.5


async def test_a_door_shut_for_one_look_only_is_not_waited_out() -> None:
    async with world() as it:
        await it.open()
        waiting = asyncio.ensure_future(it.cabinet.wait_closed(DOOR, 10))
        await asyncio.sleep(1)
        door, loop = it.boards.door(DOOR), asyncio.get_running_loop()
        door.shut()
        loop.call_later(0.04, door.force)
        assert (await waiting).state is DoorState.OPEN


async def test_an_unplugged_line_is_unknown_at_once_and_back_within_five_seconds() -> (
    None
):
    async with world() as it:
        it.desk.unplug()
        assert await until(lambda: it.cabinet.link().state is LinkState.LOST) < 0.1
        assert it.cabinet.last(DOOR).state is DoorState.UNKNOWN
        assert await until(lambda: it.cabinet.link().state is LinkState.ANSWERING) < 5
        assert it.cabinet.last(DOOR).state is DoorState.CLOSED
        assert DoorEventKind.DOORS_UNKNOWN in [e.kind for e in it.events]


async def test_a_dead_board_is_unknown_within_two_seconds_and_comes_back() -> None:
    async with world() as it:
        it.boards.boards[0].deaf = True
        took_s = await until(lambda: it.cabinet.link().state is LinkState.SILENT)
        assert took_s < 2
        assert it.cabinet.last(DOOR).state is DoorState.UNKNOWN
        assert not it.cabinet.counters()[0].answering
        asked = len(it.sent)
        await asyncio.sleep(90)
        assert len(it.sent) - asked < 20
        it.boards.boards[0].deaf = False
        await until(lambda: it.cabinet.link().state is LinkState.ANSWERING)


async def test_a_dead_board_does_not_slow_the_living() -> None:
    async with world(SimulatedBoard(0), SimulatedBoard(1)) as it:
        it.boards.boards[1].deaf = True
        await until(lambda: it.cabinet.link().state is LinkState.DEGRADED)
        await asyncio.sleep(60)
        start, asked = now_s(), len(it.sent)
        await asyncio.sleep(60)
        rounds = [f for f in it.sent[asked:] if f.text == "status, board 0"]
        assert len(rounds) >= 0.9 * (now_s() - start)
        it.boards.oracle.ask(DOOR)
        assert (await it.open()).pulsed
        assert it.cabinet.last(SECOND).state is DoorState.UNKNOWN


async def test_a_door_opened_while_nobody_could_look() -> None:
    async with world() as it:
        it.boards.boards[0].deaf = True
        await until(lambda: it.cabinet.link().state is LinkState.SILENT)
        it.boards.door(DOOR).force()
        it.boards.boards[0].deaf = False
        await until(lambda: it.kinds(DOOR) != [])
        event = next(e for e in it.events if e.address == DOOR)
        assert event.kind is DoorEventKind.OPENED_WITHOUT_COMMAND
        assert event.detail == WHILE_SILENT


async def test_the_link_is_judged_by_answers_not_by_an_open_port() -> None:
    async with world(SimulatedBoard(0, deaf=True), started=False) as it:
        assert it.cabinet.link().state is LinkState.CONNECTING
        await it.bus.start()
        await it.cabinet.start()
        await until(lambda: it.cabinet.link().state is LinkState.SILENT)
        assert LinkState.ANSWERING not in link_states(it.events)
        assert it.cabinet.link().age_s is None


async def test_open_doors_are_looked_at_often_and_shut_ones_once_a_round() -> None:
    async with world() as it:
        await asyncio.sleep(2)
        asked = len(it.sent)
        await asyncio.sleep(10)
        calm = len(it.sent) - asked
        it.boards.door(DOOR).force()
        await asyncio.sleep(2)
        asked = len(it.sent)
        await asyncio.sleep(10)
        assert 13 <= calm <= 15
        assert 40 <= len(it.sent) - asked <= 100


async def test_a_board_that_answers_badly_now_and_then_is_not_condemned() -> None:
    async with world() as it:
        for _ in range(20):
            it.boards.boards[0].faults.extend([ReplyFault.BAD_SUM])
            await asyncio.sleep(1.3)
        assert link_states(it.events) == ["answering"]
        assert it.cabinet.counters()[0].bad_checks == 20


async def test_two_cabinets_on_one_line_share_its_supply() -> None:
    far = simulated(settings(), [SimulatedBoard(0), SimulatedBoard(1)])
    family = settings()
    async with in_memory(far.line) as desk:
        bus = PROTOCOL.line(desk, family, Owner(asyncio.get_running_loop()))
        cabinets = [PROTOCOL.cabinet(bus, family, [Board(n, 16)]) for n in (0, 1)]
        await bus.start()
        for cabinet in cabinets:
            await cabinet.start()
        for cabinet in cabinets:
            await until(lambda c=cabinet: c.link().state is LinkState.ANSWERING)
        for door in (DOOR, SECOND):
            far.oracle.ask(door)
        results = await asyncio.gather(
            cabinets[0].open(OpenCommand("a", DOOR)),
            cabinets[1].open(OpenCommand("b", SECOND)),
        )
        assert [r.verdict for r in results] == ["opened", "opened"]
        for cabinet in cabinets:
            await cabinet.stop()
        await bus.stop()
    assert far.oracle.breaches() == []


@pytest.mark.parametrize(
    ("shared", "boards_share", "cabinets_share"),
    [
        (Shared.CABINET, True, False),
        (Shared.BOARD, False, False),
        (Shared.LINE, True, True),
    ],
)
async def test_who_shares_a_supply_is_a_setting(
    shared: Shared, boards_share: bool, cabinets_share: bool
) -> None:
    family = settings()
    family = replace(family, lock=replace(family.lock, supply=shared))
    bus = PROTOCOL.line(pair()[0], family, Owner(asyncio.get_running_loop()))
    one, other = (
        PROTOCOL.cabinet(bus, family, [Board(n, 16), Board(n + 1, 16)], supply=str(n))
        for n in (0, 2)
    )
    assert (one._supply_of(0) is one._supply_of(1)) is boards_share
    assert (one._supply_of(0) is other._supply_of(2)) is cabinets_share


async def test_listeners_hear_until_they_leave() -> None:
    async with world() as it:
        heard: list[DoorEvent | Frame] = []
        leave = it.cabinet.subscribe(heard.append)
        await asyncio.sleep(2)
        leave()
        count = len(heard)
        assert FrameResult.OK in [v.result for v in heard if isinstance(v, Frame)]
        await asyncio.sleep(5)
        assert len(heard) == count
        leave()


async def test_a_listener_that_fails_hurts_nobody_else() -> None:
    troubles: list[dict] = []

    def fail(_value: DoorEvent | Frame) -> None:
        raise RuntimeError("a listener's own mistake")

    async with world() as it:
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: troubles.append(context)
        )
        it.cabinet.subscribe(fail)
        assert (await it.open()).verdict == "opened"
    assert troubles


@pytest.mark.parametrize("stop_line_first", [True, False])
async def test_it_can_be_stopped_in_either_order(stop_line_first: bool) -> None:
    async with world() as it:
        if stop_line_first:
            await it.bus.stop()
            await it.cabinet.stop()
        else:
            await it.cabinet.stop()
            await it.bus.stop()
        assert it.cabinet.link().state is LinkState.LOST
        assert it.cabinet.last(OTHER).state is DoorState.UNKNOWN
