"""One command, one pulse at most, one verdict; the oracle counts along."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest

from hardware.cabinet import (
    DoorAddress,
    DoorEventKind,
    DoorState,
    FrameResult,
    OpenCommand,
    OpenResult,
    Reason,
    Verdict,
)
from hardware.cabinets.settings import Board
from hardware.errors import CabinetStopped, NoSuchDoor
from hardware.links.faulty import FaultyLink
from hardware.simulator.boards import Board as SimulatedBoard
from hardware.simulator.boards import ReplyFault
from tests.hardware.worlds import DOOR, OTHER, now_s, settings, until, world


def told(result: OpenResult) -> tuple[Verdict, bool, Reason]:
    return result.verdict, result.pulsed, result.reason


OPENED = (Verdict.OPENED, True, Reason.NONE)


async def test_a_door_opens() -> None:
    async with world() as it:
        result = await it.open()
        assert told(result) == OPENED
        assert result.command_id == "c1"
        assert result.observation is not None
        assert result.observation.state is DoorState.OPEN
        assert it.boards.oracle.count(DOOR) == 1
        assert it.kinds(DOOR) == [DoorEventKind.OPENED]
        assert [e.command_id for e in it.events if e.address == DOOR] == ["c1"]


async def test_the_verdict_waits_for_the_end_of_the_pulse() -> None:
    async with world() as it:
        start_s = now_s()
        await it.open()
        assert 0.5 < now_s() - start_s < 1.2


async def test_the_same_command_again_gives_the_first_result() -> None:
    async with world() as it:
        first = await it.open()
        it.boards.door(DOOR).shut()
        await asyncio.sleep(120)
        assert await it.cabinet.open(OpenCommand("c1", DOOR)) == first
        assert it.boards.oracle.count(DOOR) == 1


async def test_the_same_command_meanwhile_joins_it() -> None:
    async with world() as it:
        it.boards.oracle.ask(DOOR)
        command = OpenCommand("c1", DOOR)
        one, other = await asyncio.gather(
            it.cabinet.open(command), it.cabinet.open(command)
        )
        assert one == other
        assert it.boards.oracle.count(DOOR) == 1


async def test_an_id_belongs_to_one_door() -> None:
    async with world() as it:
        await it.open()
        result = await it.cabinet.open(OpenCommand("c1", OTHER))
        assert told(result) == (Verdict.REFUSED, False, Reason.ID_REUSED)


async def test_cancelling_stops_the_waiting_only() -> None:
    async with world() as it:
        waiting = asyncio.ensure_future(it.open())
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert told(await it.cabinet.open(OpenCommand("c1", DOOR))) == OPENED
        assert it.boards.oracle.count(DOOR) == 1


async def test_an_open_door_is_not_pulsed() -> None:
    async with world() as it:
        it.boards.door(DOOR).force()
        result = await it.cabinet.open(OpenCommand("c1", DOOR))
        assert told(result) == (Verdict.ALREADY_OPEN, False, Reason.ALREADY_OPEN)
        assert it.boards.oracle.pulses == []


async def test_unless_a_person_says_so_and_then_it_proves_nothing() -> None:
    async with world() as it:
        it.boards.door(DOOR).force()
        result = await it.open(even=True)
        assert told(result) == (Verdict.ALREADY_OPEN, True, Reason.ALREADY_OPEN)
        assert it.boards.oracle.count(DOOR) == 1


async def test_a_jammed_door_stays_closed_and_is_pulsed_once() -> None:
    async with world() as it:
        it.boards.door(DOOR).habits.jammed = True
        start_s = now_s()
        result = await it.open()
        assert told(result) == (Verdict.NOT_OPENED, True, Reason.NOT_SEEN_OPEN)
        assert 2.5 < now_s() - start_s < 4
        await asyncio.sleep(120)
        assert it.boards.oracle.count(DOOR) == 1


async def test_a_door_nobody_pulled_is_not_opened_though_its_hook_was_free() -> None:
    async with world() as it:
        it.boards.door(DOOR).habits.pull_after_ms = None
        result = await it.open()
        assert told(result) == (Verdict.NOT_OPENED, True, Reason.NOT_SEEN_OPEN)
        assert it.kinds(DOOR) == [DoorEventKind.OPENED, DoorEventKind.CLOSED]


async def test_a_stuck_switch_reads_closed_for_ever() -> None:
    async with world() as it:
        it.boards.door(DOOR).habits.stuck = True
        result = await it.open()
        assert told(result) == (Verdict.NOT_OPENED, True, Reason.NOT_SEEN_OPEN)
        assert it.boards.door(DOOR).is_open


async def test_a_lost_unlock_is_not_sent_again() -> None:
    links: list[FaultyLink] = []

    def faulty(inner):
        links.append(FaultyLink(inner))
        return links[0]

    async with world(wrap=faulty) as it:
        opening = asyncio.ensure_future(it.open())
        await until(lambda: len(it.sent) > 0 and it.sent[-1].text.startswith("status"))
        before = len(it.sent)
        await until(lambda: len(it.sent) > before)
        links[0].tx.drop = 1.0
        await until(lambda: it.sent[-1].text.startswith("unlock"))
        links[0].tx.drop = 0.0
        assert told(await opening) == (Verdict.NOT_OPENED, True, Reason.NOT_SEEN_OPEN)
        assert sum(f.text.startswith("unlock") for f in it.sent) == 1
        assert it.boards.oracle.count(DOOR) == 0


async def test_when_no_answer_comes_after_the_pulse_nobody_knows() -> None:
    async with world() as it:
        opening = asyncio.ensure_future(it.open())
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        it.boards.boards[0].deaf = True
        result = await opening
        assert told(result) == (Verdict.UNKNOWN, True, Reason.NO_ANSWER)
        it.boards.boards[0].deaf = False
        await asyncio.sleep(60)
        assert it.boards.oracle.count(DOOR) == 1
        assert await it.cabinet.open(OpenCommand("c1", DOOR)) == result


async def test_a_silent_board_is_not_asked_to_move() -> None:
    async with world() as it:
        it.boards.boards[0].deaf = True
        result = await it.cabinet.open(OpenCommand("c1", DOOR))
        assert told(result) == (Verdict.REFUSED, False, Reason.NO_ANSWER)
        it.boards.boards[0].deaf = False
        await asyncio.sleep(60)
        assert it.boards.oracle.pulses == []


async def test_a_person_may_pulse_a_door_that_does_not_tell() -> None:
    async with world() as it:
        it.boards.boards[0].faults.extend([ReplyFault.LOST] * 2)
        assert told(await it.open(even=True)) == OPENED


async def test_a_line_lost_under_the_pulse_is_looked_at_when_it_is_back() -> None:
    async with world() as it:
        opening = asyncio.ensure_future(it.open())
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        it.desk.unplug()
        assert told(await opening) == OPENED
        assert it.boards.oracle.count(DOOR) == 1


async def test_a_line_that_is_away_refuses() -> None:
    async with world() as it:
        it.desk.unplug()
        await asyncio.sleep(0.001)
        result = await it.cabinet.open(OpenCommand("c1", DOOR))
        assert told(result) == (Verdict.REFUSED, False, Reason.LINK_LOST)
        await it.ready()
        await asyncio.sleep(60)
        assert it.boards.oracle.pulses == []


async def test_two_doors_at_once_take_turns_at_the_supply() -> None:
    boards = SimulatedBoard(0), SimulatedBoard(1)
    doors = [DOOR, OTHER, DoorAddress(1, 3)]
    async with world(*boards) as it:
        results = await asyncio.gather(*(it.open(door, str(door)) for door in doors))
        assert [told(result) for result in results] == [OPENED] * 3
        starts = [pulse.at_s for pulse in it.boards.oracle.pulses]
        assert all(b - a >= 1.0 for a, b in pairwise(starts))


async def test_a_command_that_waited_through_a_reconnect_is_not_carried_out() -> None:
    async with world() as it:
        first = asyncio.ensure_future(it.open(DOOR, "first"))
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        waiting = asyncio.ensure_future(it.cabinet.open(OpenCommand("second", OTHER)))
        await asyncio.sleep(0.4)
        it.desk.unplug()
        result = await waiting
        assert told(result) == (Verdict.REFUSED, False, Reason.LINK_LOST)
        await first
        await it.ready()
        await asyncio.sleep(30)
        assert it.boards.oracle.count(OTHER) == 0
        # the turn was given back
        assert told(await it.open(OTHER, "third")) == OPENED


async def test_a_person_may_insist_but_not_across_a_reconnect() -> None:
    async with world() as it:
        first = asyncio.ensure_future(it.open(DOOR, "first"))
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        command = OpenCommand("second", OTHER, even_if_open=True)
        waiting = asyncio.ensure_future(it.cabinet.open(command))
        await asyncio.sleep(0.4)
        it.desk.unplug()
        result = await waiting
        assert told(result) == (Verdict.REFUSED, False, Reason.LINK_LOST)
        await first
        assert it.boards.oracle.count(OTHER) == 0


async def test_a_door_opened_by_key_while_its_command_waited_is_not_pulsed() -> None:
    async with world() as it:
        first = asyncio.ensure_future(it.open(DOOR, "first"))
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        waiting = asyncio.ensure_future(it.cabinet.open(OpenCommand("second", OTHER)))
        await asyncio.sleep(0.3)
        it.boards.door(OTHER).force()
        result = await waiting
        assert told(result) == (Verdict.ALREADY_OPEN, False, Reason.ALREADY_OPEN)
        await first
        assert it.boards.oracle.count(OTHER) == 0


async def test_a_door_being_watched_takes_no_second_command() -> None:
    family = settings()
    family = replace(family, lock=replace(family.lock, cooldown_ms=0))
    async with world(family=family) as it:
        it.boards.door(DOOR).habits.jammed = True
        first = asyncio.ensure_future(it.open(id_="first"))
        await asyncio.sleep(2)
        second = await it.cabinet.open(OpenCommand("second", DOOR))
        assert told(second) == (Verdict.REFUSED, False, Reason.COOLDOWN)
        assert (await first).verdict is Verdict.NOT_OPENED
        # the turn was given back
        assert (await it.open(id_="third")).pulsed


async def test_only_so_many_results_are_remembered() -> None:
    async with world() as it:
        openings = it.cabinet._openings
        openings._remembered = 2
        for number in range(4):
            await it.cabinet.open(OpenCommand(f"c{number}", DoorAddress(0, 1), True))
            it.boards.oracle.ask(DoorAddress(0, 1))
        assert list(openings._known) == ["c2", "c3"]


async def test_a_lock_just_pulsed_is_refused() -> None:
    async with world() as it:
        await it.open(id_="c1")
        it.boards.door(DOOR).shut()
        await it.cabinet.wait_closed(DOOR, 5)
        result = await it.cabinet.open(OpenCommand("c2", DOOR))
        assert told(result) == (Verdict.REFUSED, False, Reason.COOLDOWN)
        await asyncio.sleep(3)
        assert told(await it.open(id_="c3")) == OPENED


async def test_no_such_door() -> None:
    nowhere = DoorAddress(0, 13)
    async with world(wiring=[Board(0, 12)]) as it:
        result = await it.cabinet.open(OpenCommand("c1", nowhere))
        assert told(result) == (Verdict.REFUSED, False, Reason.NO_SUCH_DOOR)
        with pytest.raises(NoSuchDoor):
            await it.cabinet.observe(nowhere)
        with pytest.raises(NoSuchDoor):
            it.cabinet.last(nowhere)


async def test_a_board_that_is_busy_while_it_pulses_is_borne_with() -> None:
    # quick timeouts, so that many fit into one pulse
    family = settings(board_ms=20)
    family = replace(family, lock=replace(family.lock, pulse_ms=1500))
    servo = SimulatedBoard(0, busy_while_pulsing=True, unlock_time_ms=1500)
    async with world(servo, family=family) as it:
        assert told(await it.open()) == OPENED
        assert DoorEventKind.DOORS_UNKNOWN not in [e.kind for e in it.events]


async def test_a_board_that_answers_an_unlock_is_understood() -> None:
    async with world(SimulatedBoard(0, answers_unlock=True)) as it:
        assert told(await it.open()) == OPENED


async def test_the_other_switch_polarity() -> None:
    family = settings()
    family = replace(family, board=replace(family.board, closed_bit=0))
    async with world(SimulatedBoard(0, closed_bit=0), family=family) as it:
        assert told(await it.open()) == OPENED


async def test_an_opening_later_than_the_verdict_has_no_command() -> None:
    async with world() as it:
        it.boards.door(DOOR).habits.jammed = True
        await it.open()
        it.boards.door(DOOR).force()
        await asyncio.sleep(3)
        assert it.kinds(DOOR) == [DoorEventKind.OPENED_WITHOUT_COMMAND]


async def test_stopping_brings_every_command_to_its_verdict() -> None:
    async with world() as it:
        it.boards.door(DOOR).habits.jammed = True
        opening = asyncio.ensure_future(it.open())
        await until(lambda: it.boards.oracle.count(DOOR) == 1)
        await it.cabinet.stop()
        assert told(await opening) == (Verdict.UNKNOWN, True, Reason.STOPPED)
        with pytest.raises(CabinetStopped):
            await it.cabinet.open(OpenCommand("c2", DOOR))


async def test_before_the_start_nothing_is_opened() -> None:
    async with world(started=False) as it:
        result = await it.cabinet.open(OpenCommand("c1", DOOR))
        assert told(result) == (Verdict.REFUSED, False, Reason.STOPPED)


@pytest.mark.parametrize("fault", [f for f in ReplyFault if f != "other-board"])
@pytest.mark.parametrize("after", range(12))
async def test_one_bad_answer_at_any_point_changes_no_verdict(
    fault: ReplyFault, after: int
) -> None:
    async with world() as it:
        opening = asyncio.ensure_future(it.open())

        def answers() -> int:
            return sum(frame.result is FrameResult.OK for frame in it.frames)

        wanted = answers() + after
        await until(lambda: answers() >= wanted or opening.done())
        it.boards.boards[0].faults.append(fault)
        assert told(await opening) == OPENED
        assert it.boards.oracle.count(DOOR) == 1
