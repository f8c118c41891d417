"""The rules of the line, one by one, against a far end played by hand."""

import asyncio
from itertools import pairwise

import pytest

from hardware.bus.line import RECONNECT_S, LineState
from hardware.bus.questions import Priority, Timing
from hardware.cabinet import Direction, DoorAddress, FrameResult
from hardware.cabinets.kerong_cu16 import Cu16Dialect
from hardware.errors import NoReply, NotSent, Unanswered
from hardware.frames.kerong_cu16 import Status
from hardware.links.faulty import FaultyLink
from tests.hardware.worlds import by_hand, now_s, settings, until, world

DIALECT = Cu16Dialect(settings().board)
SHUT, OPEN = Status(0, 0xFFFF, 0), Status(0, 0xFFFE, 0)
TIMING = settings().line.timing()
QUIET_S = TIMING.air_s(9) + TIMING.board_s
TINY_S = 1e-6
DEADLINE_S = TIMING.air_s(5 + 9) + TIMING.board_s + 0.02


def status(board: int = 0):
    return DIALECT.status(board)


def unlock(lock: int = 1):
    return DIALECT.unlock(DoorAddress(0, lock))


async def test_the_most_urgent_question_goes_first() -> None:
    async with by_hand() as (bus, far, _):
        # the first is in flight; of the rest, urgency decides and then age
        order = [
            Priority.POLL,
            Priority.PROBE,
            Priority.POLL,
            Priority.TECHNICIAN,
            Priority.CONFIRM,
            Priority.HUMAN_OPEN,
            Priority.EMERGENCY,
        ]
        asking = []
        for board, priority in enumerate(order):
            asking.append(asyncio.ensure_future(bus.ask(status(board), priority)))
            await until(lambda: far.questions != [])
        await asyncio.gather(*asking, return_exceptions=True)
        assert list(dict.fromkeys(far.questions)) == [
            status(n).data for n in (0, 6, 5, 4, 3, 2, 1)
        ]


async def test_a_human_waits_for_one_transaction_never_for_its_retry() -> None:
    async with by_hand() as (bus, far, _):
        poll = asyncio.ensure_future(bus.ask(status(9), Priority.POLL))
        await asyncio.sleep(0.01)
        start_s = now_s()
        await bus.ask(unlock(), Priority.HUMAN_OPEN)
        assert far.questions[:2] == [status(9).data, unlock().data]
        assert far.asked[1][0] - start_s <= DEADLINE_S + QUIET_S + TIMING.gap_s
        with pytest.raises(NoReply):
            await poll


async def test_an_answer_in_time_counts_and_one_too_late_does_not() -> None:
    async with by_hand(Timing(retries=0)) as (bus, far, frames):
        far.answer(SHUT.encode(), DEADLINE_S - 0.001)
        assert await bus.ask(status(), Priority.POLL) == SHUT
        far.answer(SHUT.encode(), DEADLINE_S + 0.001)
        with pytest.raises(NoReply):
            await bus.ask(status(), Priority.POLL)
        assert [f.result for f in frames][-2:] == [
            FrameResult.TIMEOUT,
            FrameResult.LATE,
        ]
        assert bus.record(0).late == 1


async def test_a_gap_is_kept_before_every_question() -> None:
    async with by_hand() as (bus, far, _):
        for _ in range(3):
            far.answer(SHUT.encode())
            await bus.ask(status(), Priority.POLL)
            answered_s = now_s()
        asked_s = [at for at, _ in far.asked]
        assert asked_s[1] - asked_s[0] >= 0.01 + TIMING.gap_s - TINY_S
        assert answered_s - asked_s[2] < TIMING.gap_s


async def test_after_a_missing_answer_the_line_is_left_quiet() -> None:
    async with by_hand() as (bus, far, _):
        far.ignore()
        far.answer(SHUT.encode())
        assert await bus.ask(status(), Priority.POLL) == SHUT
        first_s, second_s = (at for at, _ in far.asked)
        assert second_s - first_s >= DEADLINE_S + QUIET_S - TINY_S


async def test_late_bytes_make_the_quiet_longer() -> None:
    async with by_hand() as (bus, far, _):
        far.answer(b"\x55", DEADLINE_S + QUIET_S / 2)
        far.answer(SHUT.encode())
        assert await bus.ask(status(), Priority.POLL) == SHUT
        first_s, second_s = (at for at, _ in far.asked)
        assert second_s - first_s >= DEADLINE_S + QUIET_S * 1.5 - TINY_S


async def test_the_answer_of_another_board_is_not_taken() -> None:
    async with by_hand(Timing(retries=0)) as (bus, far, frames):
        far.answer(Status(1, 0, 0).encode())
        with pytest.raises(NoReply):
            await bus.ask(status(0), Priority.POLL)
        assert FrameResult.STRAY in [f.result for f in frames]
        assert bus.record(1).strays == 1


async def test_an_answer_later_than_the_quiet_never_passes_for_the_next() -> None:
    async with by_hand(Timing(retries=0)) as (bus, far, _):
        # asked: shut, answered after deadline and quiet, into the next transaction
        far.answer(SHUT.encode(), DEADLINE_S + QUIET_S + 0.02)
        with pytest.raises(NoReply):
            await bus.ask(status(), Priority.POLL)
        far.answer(OPEN.encode(), 0.04)
        assert await bus.ask(status(), Priority.POLL) == OPEN


async def test_an_answer_to_nothing_makes_the_next_one_suspect() -> None:
    async with by_hand() as (bus, far, _):
        far.say(OPEN.encode())
        await asyncio.sleep(0.2)
        far.answer(SHUT.encode(), 0.01)
        far.say(b"")
        asking = asyncio.ensure_future(bus.ask(status(), Priority.POLL))
        await asyncio.sleep(0.005)
        far.say(OPEN.encode(), 0.05)
        assert await asking == OPEN


async def test_two_answers_in_one_chunk_are_one_answer_the_last() -> None:
    async with by_hand() as (bus, far, _):
        far.answer(SHUT.encode() + OPEN.encode())
        assert await bus.ask(status(), Priority.POLL) == OPEN


async def test_a_read_is_asked_again_as_often_as_agreed() -> None:
    async with by_hand(Timing(retries=2)) as (bus, far, _):
        with pytest.raises(NoReply):
            await bus.ask(status(), Priority.POLL)
        assert far.questions == [status().data] * 3


async def test_a_bad_check_is_counted_and_asked_again() -> None:
    async with by_hand() as (bus, far, frames):
        far.answer(SHUT.encode()[:-1] + b"\x00")
        far.answer(SHUT.encode())
        assert await bus.ask(status(), Priority.POLL) == SHUT
        assert bus.record(0).bad_checks == 1
        assert FrameResult.BAD_CHECK in [f.result for f in frames]


async def test_an_unlock_is_written_once_whatever_comes_back() -> None:
    async with by_hand(Timing(retries=3)) as (bus, far, _):
        assert await bus.ask(unlock(), Priority.HUMAN_OPEN) is None
        await asyncio.sleep(60)
        assert far.questions == [unlock().data]


async def test_an_unlock_answered_is_done_sooner() -> None:
    async with by_hand() as (bus, far, _):
        far.answer(SHUT.encode(), 0.01)
        start_s = now_s()
        assert await bus.ask(unlock(), Priority.HUMAN_OPEN) == SHUT
        assert now_s() - start_s < DEADLINE_S


async def test_an_unlock_meant_for_an_earlier_connection_stays_home() -> None:
    async with by_hand() as (bus, far, _):
        epoch = bus.epoch
        far.desk.unplug()
        await until(lambda: bus.epoch > epoch and bus.state is LineState.OPEN)
        with pytest.raises(NotSent):
            await bus.ask(unlock(), Priority.HUMAN_OPEN, epoch)
        assert far.questions == []


async def test_what_waits_when_the_line_is_lost_is_never_sent() -> None:
    async with by_hand() as (bus, far, _):
        poll = asyncio.ensure_future(bus.ask(status(), Priority.POLL))
        await asyncio.sleep(0.01)
        waiting = asyncio.ensure_future(bus.ask(unlock(), Priority.HUMAN_OPEN))
        await asyncio.sleep(0.01)
        far.desk.unplug()
        with pytest.raises(NotSent):
            await waiting
        with pytest.raises(Unanswered):
            await poll
        await until(lambda: bus.state is LineState.OPEN)
        await asyncio.sleep(30)
        assert far.questions == [status().data]


async def test_an_unlock_in_flight_when_the_line_is_lost_may_have_gone_out() -> None:
    async with by_hand() as (bus, far, _):
        asking = asyncio.ensure_future(bus.ask(unlock(), Priority.HUMAN_OPEN))
        await until(lambda: far.questions == [unlock().data])
        far.desk.unplug()
        assert await asking is None


async def test_the_bus_alone_sends_nothing() -> None:
    async with by_hand() as (bus, far, _):
        far.desk.unplug()
        await until(lambda: bus.epoch == 2 and bus.state is LineState.OPEN)
        await asyncio.sleep(60)
        assert far.questions == []


async def test_a_lost_line_is_opened_again_slower_and_slower() -> None:
    async with by_hand() as (bus, far, _):
        far.there = False
        far.desk.unplug()
        await until(lambda: len(far.opened_s) == 8)
        assert bus.state is LineState.LOST
        assert bus.trouble == "nothing plugged in"
        with pytest.raises(NotSent):
            await bus.ask(status(), Priority.POLL)
        pauses = [b - a for a, b in pairwise(far.opened_s)]
        assert pauses[1:] == pytest.approx(
            [*RECONNECT_S[1:], RECONNECT_S[-1], RECONNECT_S[-1], RECONNECT_S[-1]]
        )
        far.there = True
        assert await until(lambda: bus.state is LineState.OPEN) < 5


async def test_what_nobody_waits_for_any_more_is_not_asked() -> None:
    async with by_hand() as (bus, far, _):
        first = asyncio.ensure_future(bus.ask(status(0), Priority.POLL))
        second = asyncio.ensure_future(bus.ask(status(1), Priority.POLL))
        await asyncio.sleep(0)
        second.cancel()
        far.answer(SHUT.encode())
        await first
        await asyncio.sleep(1)
        assert far.questions == [status(0).data]


async def test_a_line_that_babbles_is_still_used_and_never_hangs() -> None:
    async with by_hand(Timing(retries=0)) as (bus, far, _):
        for n in range(3000):
            far.say(b"\x02\x00\x35\x02", n * 0.01)
        with pytest.raises(NoReply):
            await bus.ask(status(), Priority.POLL)
        assert now_s() < 2
        far.answers.append(lambda _: far.say(SHUT.encode() * 2, 0.0))
        assert await bus.ask(status(), Priority.POLL) == SHUT


async def test_half_an_answer_from_before_is_thrown_away() -> None:
    async with by_hand() as (bus, far, frames):
        # All but its sum, which happens to be the byte every answer begins with.
        stale = Status(0, 0x00C8, 0).encode()
        assert stale[-1] == SHUT.encode()[0]
        far.say(stale[:-1])
        await asyncio.sleep(0.1)
        far.answer(SHUT.encode())
        assert await bus.ask(status(), Priority.POLL) == SHUT
        assert [f.result for f in frames if f.direction is Direction.RX] == [
            FrameResult.NOISE,
            FrameResult.OK,
        ]


async def test_an_echo_is_learned_taken_off_and_missed() -> None:
    links: list[FaultyLink] = []

    def echoing(inner):
        links.append(FaultyLink(inner, echo=True))
        return links[0]

    async with world(wrap=echoing) as it:
        assert (await it.open()).pulsed
        results = [f.result for f in it.frames]
        assert results.count(FrameResult.ECHO) == results.count(FrameResult.SENT)
        assert FrameResult.NOISE not in results
        assert FrameResult.ECHO_LOST not in results
        links[0].echo = False
        await asyncio.sleep(1)
        assert FrameResult.ECHO_LOST in [f.result for f in it.frames]


async def test_stopping_refuses_what_waits_and_can_be_done_twice() -> None:
    async with by_hand() as (bus, far, _):
        poll = asyncio.ensure_future(bus.ask(status(), Priority.POLL))
        await until(lambda: far.questions != [])
        waiting = asyncio.ensure_future(bus.ask(unlock(), Priority.HUMAN_OPEN))
        await asyncio.sleep(0.001)
        await bus.stop()
        await bus.stop()
        for asked in (poll, waiting):
            with pytest.raises(Unanswered):
                await asked
        assert bus.state is LineState.STOPPED
        with pytest.raises(NotSent):
            await bus.ask(status(), Priority.POLL)


async def test_a_stopped_bus_starts_again() -> None:
    async with by_hand() as (bus, far, _):
        await bus.stop()
        await bus.start()
        await bus.start()
        await until(lambda: bus.state is LineState.OPEN)
        far.answer(SHUT.encode())
        assert await bus.ask(status(), Priority.POLL) == SHUT


async def test_counters_tell_what_happened() -> None:
    async with by_hand() as (bus, far, _):
        far.ignore()
        far.answer(SHUT.encode(), 0.01)
        far.answer(SHUT.encode(), 0.03)
        await bus.ask(status(), Priority.POLL)
        await bus.ask(status(), Priority.POLL)
        told = bus.record(0).counters()
        assert (told.sent, told.answered, told.timeouts) == (3, 2, 1)
        assert told.fastest_ms == pytest.approx(10, abs=1)
        assert told.median_ms == pytest.approx(20, abs=1)
        assert told.slowest_ms == pytest.approx(30, abs=1)
        assert told.answering
        assert told.last_seen is not None
