"""Every board family that ships, in the same worlds; a new file here needs no new test.

What a family's boards cannot do (sense a door, answer an unlock) is taken from its
settings, never from its name.
"""

import asyncio
from dataclasses import replace

import pytest

from hardware.bus.owner import OwnerThread
from hardware.cabinet import (
    DoorAddress,
    DoorEventKind,
    DoorState,
    FrameResult,
    LinkState,
    OpenCommand,
    OpenResult,
    Reason,
    Verdict,
)
from hardware.cabinets import protocols
from hardware.cabinets.settings import Board, FamilySettings, load
from hardware.errors import SettingsInvalid
from hardware.frames.stream import Noise
from hardware.links.faulty import FaultyLink
from hardware.links.memory import pair
from hardware.links.ports import link_to
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.boards import ReplyFault
from hardware.simulator.firmwares import FIRMWARES, firmware, simulated
from hardware.simulator.serve import PTYS, on_pty, on_tcp
from tests.hardware.worlds import LINKS, World, until, world

FAMILIES = protocols.families()
SENSING = [name for name in FAMILIES if load(name).board.sensors]
BLIND = [name for name in FAMILIES if name not in SENSING]
DEPOSITS = 3

every_family = pytest.mark.parametrize("name", FAMILIES)
sensing = pytest.mark.parametrize("name", SENSING)
blind = pytest.mark.parametrize("name", BLIND)


def told(result: OpenResult) -> tuple[Verdict, bool, Reason]:
    return result.verdict, result.pulsed, result.reason


OPENED = (Verdict.OPENED, True, Reason.NONE)
UNSEEN = (Verdict.UNKNOWN, True, Reason.NO_SENSOR)


def good(it: World) -> tuple[Verdict, bool, Reason]:
    return OPENED if it.sensors else UNSEEN


def test_every_protocol_has_its_driver_its_boards_and_a_family() -> None:
    spoken = {load(name).protocol for name in FAMILIES}
    assert spoken == {protocol.name for protocol in protocols.PROTOCOLS}
    assert spoken == FIRMWARES.keys()


@every_family
@pytest.mark.parametrize("kind", LINKS)
async def test_deposits(name: str, kind: str) -> None:
    """Whatever the line does, no verdict lies, and none is better than it can be."""
    async with world(
        family=load(name),
        wrap=lambda inner: FaultyLink(inner, seed=3, **LINKS[kind]),
    ) as it:
        locks = len(it.cabinet.doors())
        for number in range(DEPOSITS):
            address = it.lock(number * 5 % locks + 1)
            result = await it.open(address, f"c{number}")
            door = it.boards.door(address)
            if kind != "lossy":
                assert told(result) == good(it)
            if result.verdict is Verdict.OPENED:
                assert door.is_open
            assert it.boards.oracle.count(address) == result.pulsed
            door.shut()
            seen = await it.cabinet.wait_closed(address, 30)
            if kind != "lossy" or not it.sensors:
                wished = DoorState.CLOSED if it.sensors else DoorState.UNKNOWN
                assert seen.state is wished
            await asyncio.sleep(2)


@every_family
async def test_without_a_command_only_questions_are_sent(name: str) -> None:
    """Started, restarted, reconnected and left alone; nothing moves."""
    async with world(family=load(name)) as it:
        it.desk.unplug()
        await asyncio.sleep(0.01)
        await it.ready()
        await it.cabinet.stop()
        await it.cabinet.start()
        await asyncio.sleep(5)
        assert not any("unlock" in frame.text for frame in it.sent)
        assert it.boards.oracle.pulses == []


@sensing
async def test_a_jammed_door_is_pulsed_once_and_not_opened(name: str) -> None:
    async with world(family=load(name)) as it:
        door = it.lock(3)
        it.boards.door(door).habits.jammed = True
        result = await it.open(door)
        assert told(result) == (Verdict.NOT_OPENED, True, Reason.NOT_SEEN_OPEN)
        await asyncio.sleep(30)
        assert it.boards.oracle.count(door) == 1


@every_family
async def test_a_lost_unlock_is_not_sent_again(name: str) -> None:
    async with world(family=load(name), wrap=FaultyLink) as it:
        opening = asyncio.ensure_future(it.open(it.lock(3)))
        await until(lambda: len(it.sent) > 0)
        it.bus.on_frame(lambda frame: _drop_unlocks(it.link, frame.text))
        result = await opening
        assert result.pulsed
        assert result.verdict is not Verdict.OPENED
        it.link.tx.cut = False
        await asyncio.sleep(30)
        assert sum("unlock" in frame.text for frame in it.sent) == 1
        assert it.boards.oracle.pulses == []


def _drop_unlocks(link: FaultyLink, text: str) -> None:
    link.tx.cut = "unlock" in text


@every_family
async def test_a_silent_board_is_not_asked_to_move(name: str) -> None:
    async with world(family=load(name)) as it:
        door = it.lock(3)
        it.boards.boards[door.board].deaf = True
        result = await it.cabinet.open(OpenCommand("c1", door))
        assert told(result) == (Verdict.REFUSED, False, Reason.NO_ANSWER)
        await until(lambda: it.cabinet.link().state is LinkState.SILENT)
        it.boards.boards[door.board].deaf = False
        await until(lambda: it.cabinet.link().state is LinkState.ANSWERING)
        assert it.boards.oracle.pulses == []


@every_family
@pytest.mark.parametrize("fault", ReplyFault)
@pytest.mark.parametrize("after", [0, 2])
async def test_one_bad_answer_changes_no_verdict(
    name: str, fault: ReplyFault, after: int
) -> None:
    async with world(family=load(name)) as it:
        door = it.lock(3)
        opening = asyncio.ensure_future(it.open(door))

        def answers() -> int:
            return sum(frame.result is FrameResult.OK for frame in it.frames)

        wanted = answers() + after
        await until(lambda: answers() >= wanted or opening.done())
        it.boards.boards[door.board].faults.append(fault)
        result = await opening
        assert it.boards.oracle.count(door) == 1
        if it.sensors:
            assert told(result) == OPENED
        else:
            assert result.verdict is Verdict.UNKNOWN


@sensing
async def test_the_other_kind_of_switch(name: str) -> None:
    family = load(name)
    other = replace(family.board, closed_bit=1 - family.board.closed_bit)
    family = replace(family, board=other)
    async with world(family=family, played=family) as it:
        assert told(await it.open(it.lock(3))) == OPENED


@sensing
async def test_a_forced_door_is_seen_and_one_that_is_told_of_at_once(name: str) -> None:
    async with world(family=load(name)) as it:
        await asyncio.sleep(3)
        door = it.lock(3)
        it.boards.door(door).force()
        took_s = await until(lambda: it.kinds(door) != [])
        assert it.kinds(door) == [DoorEventKind.OPENED_WITHOUT_COMMAND]
        told_of = FrameResult.EVENT in [frame.result for frame in it.frames]
        played = firmware(load(name))
        assert told_of is (played.event(*_first(it)) is not None)
        assert took_s < (0.6 if told_of else 2.5)


def _first(it: World) -> tuple[SimulatedBoard, int]:
    return next(iter(it.boards.boards.values())), 1


@sensing
async def test_without_news_it_is_seen_too(name: str) -> None:
    """What a board says by itself is a hint; nothing relies on it."""
    first = load(name).board.addresses[0]
    async with world(SimulatedBoard(first, tells=False), family=load(name)) as it:
        await asyncio.sleep(3)
        it.boards.door(it.lock(3)).force()
        assert await until(lambda: it.kinds(it.lock(3)) != []) < 2.5


@blind
async def test_without_sensors_nothing_is_claimed(name: str) -> None:
    async with world(family=load(name)) as it:
        door = it.lock(3)
        assert (await it.cabinet.observe(door)).state is DoorState.UNKNOWN
        it.boards.door(door).habits.jammed = True
        assert told(await it.open(door)) == UNSEEN
        assert {event.kind for event in it.events} == {DoorEventKind.LINK_CHANGED}
        assert it.cabinet.last(door).state is DoorState.UNKNOWN


@every_family
def test_its_questions_are_no_other_familys_commands(name: str) -> None:
    """A line may carry boards of any kind while identify asks around."""
    family = load(name)
    dialect = protocols.of(family).dialect(family)
    first, last = family.board.addresses
    asked = b"".join(
        dialect.status(board, span).data
        for board in (first, first + 1, first + 7, last)
        for span in dialect.spans(Board(board, family.board.locks))
    )
    for other in FAMILIES:
        boards = simulated(load(other), _every_board(load(other)))
        heard = boards.firmware.decoder().feed(asked)
        for piece in heard:
            if not isinstance(piece, Noise):
                describe = protocols.of(load(other)).explain(piece.data)[0].text
                assert "status" in describe, (other, piece)


def _every_board(family: FamilySettings) -> list[SimulatedBoard]:
    first, last = family.board.addresses
    return [SimulatedBoard(address) for address in range(first, last + 1)]


@every_family
def test_settings_of_another_protocol_are_refused(name: str) -> None:
    family = load(name)
    protocol = protocols.of(family)
    with pytest.raises(SettingsInvalid, match="speaks"):
        protocol.line(pair()[0], replace(family, protocol="x"), None)


@every_family
def test_a_setting_nobody_knows_is_refused(name: str) -> None:
    family = load(name)
    family = replace(family, dialect={**family.dialect, "colour": 1})
    with pytest.raises(SettingsInvalid, match=r"dialect\.colour is unknown"):
        protocols.of(family).line(pair()[0], family, None)


@every_family
def test_no_question_of_a_driver_means_two_boards_or_two_locks(name: str) -> None:
    """Each lock of each board has an unlock of its own; each status one board."""
    family = load(name)
    dialect = protocols.of(family).dialect(family)
    first, last = family.board.addresses
    boards = range(first, min(last, first + 15) + 1)
    locks = range(1, family.board.locks + 1)
    doors = [DoorAddress(board, lock) for board in boards for lock in locks]
    unlocks = [dialect.unlock(door) for door in doors]
    assert len({question.data for question in unlocks}) == len(doors)
    assert all(question.moves for question in unlocks)
    played = simulated(family, [SimulatedBoard(board) for board in boards])
    for door, question in zip(doors, unlocks, strict=True):
        [piece] = played.firmware.decoder().feed(question.data)
        meant = [b for b in boards if played.firmware.meant(piece.frame, b)]
        assert meant == [door.board]


@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_all_of_them_in_real_time(kind: str) -> None:
    """Each on a line of its own at its own pace, over real ports, all at once."""
    if kind == "pty" and not PTYS:
        pytest.skip("no ptys here")
    owner = OwnerThread("buses under test").start()

    async def day(name: str) -> None:
        family = load(name)
        boards = simulated(family)
        serve = on_pty if kind == "pty" else on_tcp
        protocol = protocols.of(family)
        async with serve(boards.line) as port:
            bus = protocol.line(link_to(port), family, owner)
            first = family.board.addresses[0]
            cabinet = protocol.cabinet(bus, family, [Board(first, 4)])
            await bus.start()
            await cabinet.start()
            await until(lambda: cabinet.link().state is LinkState.ANSWERING)
            door = cabinet.doors()[2]
            boards.oracle.ask(door)
            result = await cabinet.open(OpenCommand("c1", door))
            assert told(result) == (OPENED if family.board.sensors else UNSEEN), name
            assert boards.door(door).is_open
            await cabinet.stop()
            await bus.stop()
        assert boards.oracle.breaches() == []

    async def days() -> None:
        async with asyncio.TaskGroup() as group:
            for name in FAMILIES:
                group.create_task(day(name))

    try:
        asyncio.run(days())
    finally:
        assert owner.stop()
