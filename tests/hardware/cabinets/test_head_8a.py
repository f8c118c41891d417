"""8A/80 boards: answers that look like questions, news, and two kinds of switch."""

import asyncio
from dataclasses import replace

import pytest

from hardware.cabinet import DoorAddress, DoorEventKind, DoorState, FrameResult, Verdict
from hardware.cabinets import protocols
from hardware.cabinets.settings import Board, FamilySettings, load
from hardware.errors import SettingsInvalid
from hardware.frames.head_8a import Door, Doors, Head, status, unlock
from hardware.links.faulty import FaultyLink
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.doors import SimulatedDoor
from tests.hardware.worlds import now_s, until, world

EACH, ALL = "8a-80", "8a-80-24"
both = pytest.mark.parametrize("name", [EACH, ALL])


def of(locks: int, name: str = ALL) -> FamilySettings:
    family = load(name)
    return replace(family, board=replace(family.board, locks=locks))


@both
@pytest.mark.parametrize("closed_bit", [0, 1])
@pytest.mark.parametrize("echo", [False, True])
@pytest.mark.parametrize("jammed", [False, True])
async def test_only_the_door_says_whether_it_opened(
    name: str, closed_bit: int, echo: bool, jammed: bool
) -> None:
    """A refusal equals the question, and the other switch turns its meaning round."""
    family = load(name)
    family = replace(family, board=replace(family.board, closed_bit=closed_bit))
    async with world(
        family=family, played=family, wrap=lambda inner: FaultyLink(inner, echo=echo)
    ) as it:
        door = it.lock(3)
        it.boards.door(door).habits.jammed = jammed
        result = await it.open(door)
        wished = Verdict.NOT_OPENED if jammed else Verdict.OPENED
        assert (result.verdict, result.pulsed) == (wished, True)


@pytest.mark.parametrize("locks", [12, 18, 24, 48])
async def test_boards_of_every_size(locks: int) -> None:
    async with world(
        SimulatedBoard(1), SimulatedBoard(99), family=of(locks), played=of(locks)
    ) as it:
        assert len(it.cabinet.doors()) == 2 * min(16, locks)
        assert (await it.open(it.lock(1))).verdict is Verdict.OPENED
    async with world(
        family=of(locks), played=of(locks), wiring=[Board(1, locks)]
    ) as it:
        last = it.cabinet.doors()[-1]
        assert (await it.open(last)).verdict is Verdict.OPENED


def test_a_small_board_is_asked_lock_by_lock() -> None:
    """The answer of eight open doors would be the question itself."""
    assert Doors(1, 0, 1).encode() == status(1).encode()
    with pytest.raises(SettingsInvalid, match="more than 8 locks"):
        protocols.of(of(8)).codec(of(8))
    protocols.of(of(8, EACH)).codec(of(8, EACH))


@both
async def test_no_lock_0_is_ever_asked_to_open(name: str) -> None:
    async with world(family=load(name)) as it:
        await asyncio.gather(*(it.open(it.lock(n), f"c{n}") for n in (1, 2, 3)))
        every = {unlock(board, 0).encode() for board in range(1, 100)}
        assert not every & {frame.data for frame in it.sent}
        assert all(frame.data[0] in {Head.UNLOCK, Head.STATUS} for frame in it.sent)


def test_whoever_asks_for_one_lock_takes_no_other_ones_answer() -> None:
    question = protocols.of(load(EACH)).dialect(load(EACH)).status(1, (3,))
    for lock, head, fits in (
        (3, Head.STATUS, True),
        (4, Head.STATUS, False),
        (3, Head.UNLOCK, False),
        (3, Head.EVENT, False),
    ):
        assert question.answered_by(Door(head, 1, lock, high=True)) is fits
    assert not question.answered_by(Doors(1, 0, 3))


@both
@pytest.mark.parametrize("head", [Head.EVENT, Head.EVENT_ELSEWHERE])
async def test_news_is_a_hint_and_no_more(name: str, head: Head) -> None:
    """Told of a door that did not open: looked at at once, and nothing is said."""
    async with world(family=load(name)) as it:
        await asyncio.sleep(3)
        asked = len(it.sent)
        it.boards.line.send(Door(head, 1, 3, high=False).encode(), 0.0)
        await until(lambda: FrameResult.EVENT in [f.result for f in it.frames])
        start_s = now_s()
        await until(lambda: len(it.sent) > asked)
        assert now_s() - start_s < 0.1
        await asyncio.sleep(3)
        assert it.kinds(it.lock(3)) == []
        assert it.cabinet.counters()[0].strays == 0


@both
async def test_news_inside_a_transaction_spoils_nothing(name: str) -> None:
    async with world(family=load(name)) as it:
        await asyncio.sleep(3)
        opening = asyncio.ensure_future(it.open(it.lock(3)))
        loop = asyncio.get_running_loop()
        for number in range(60):
            news = Door(Head.EVENT, 1, 5, high=bool(number % 2)).encode()
            loop.call_later(number * 0.02, it.boards.line.send, news, 0.0)
        assert (await opening).verdict is Verdict.OPENED
        assert it.kinds(it.lock(3)) == [DoorEventKind.OPENED]
        assert it.kinds(it.lock(5)) == []


async def test_a_board_that_babbles_keeps_no_other_from_its_turn() -> None:
    async with world(SimulatedBoard(1), SimulatedBoard(2), family=load(ALL)) as it:
        await asyncio.sleep(3)
        asked, loop = len(it.sent), asyncio.get_running_loop()
        for number in range(330):
            news = Door(Head.EVENT, 1, 5, high=bool(number % 2)).encode()
            loop.call_later(number * 0.03, it.boards.line.send, news, 0.0)
        await asyncio.sleep(10)
        rounds = [f for f in it.sent[asked:] if f.data == status(2).encode()]
        assert len(rounds) >= 7
        it.boards.door(DoorAddress(2, 3)).force()
        assert await until(lambda: it.kinds(DoorAddress(2, 3)) != []) < 2


@both
async def test_news_of_a_board_of_somebody_else(name: str) -> None:
    async with world(family=load(name)) as it:
        it.boards.line.send(Door(Head.EVENT, 77, 1, high=False).encode(), 0.0)
        await asyncio.sleep(1)
        seen = await it.cabinet.observe(it.lock(1))
        assert seen.state is DoorState.CLOSED


async def test_a_board_with_fewer_locks_than_asked_for_is_not_known() -> None:
    few = {lock: SimulatedDoor() for lock in (1, 2, 3)}
    async with world(
        SimulatedBoard(1, few), family=load(EACH), wiring=[Board(1, 4)], started=False
    ) as it:
        await it.bus.start()
        await it.cabinet.start()
        await until(lambda: it.cabinet.last(it.lock(3)) is not None)
        assert (await it.cabinet.observe(it.lock(4))).state is DoorState.UNKNOWN
