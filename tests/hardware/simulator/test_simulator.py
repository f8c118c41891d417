"""The simulator's own promises: doors, pace, faults, scenarios, and an oracle that can
fail."""

import asyncio

import pytest

from hardware.cabinet import DoorAddress
from hardware.errors import LinkFailed, ScenarioInvalid
from hardware.frames.kerong_cu16 import (
    EVERY_BOARD,
    Command,
    Request,
    Status,
    UnlockTime,
    reply_decoder,
)
from hardware.frames.stream import Decoded
from hardware.simulator import serve
from hardware.simulator.boards import Board, ReplyFault, SimulatedBoards
from hardware.simulator.doors import Habits, SimulatedDoor
from hardware.simulator.fast_clock import FastLoop
from hardware.simulator.firmwares import simulated
from hardware.simulator.oracle import Oracle, Pulse
from hardware.simulator.scenario import Scenario
from hardware.simulator.serve import in_memory, on_pty
from tests.hardware.worlds import DOOR, OTHER, now_s, settings

STATUS = Request(Command.STATUS, 0)


async def asked(boards: SimulatedBoards, *requests: Request, within_s: float = 0.5):
    """Ask boards directly and give what came back: times and frames."""
    heard: list[tuple[float, bytes]] = []
    async with in_memory(boards.line) as desk:
        await desk.open(1, lambda data: heard.append((now_s(), data)), print)
        for request in requests:
            desk.write(request.encode())
        await asyncio.sleep(within_s)
        await desk.close()
    pieces = reply_decoder().feed(b"".join(data for _, data in heard))
    return heard, [p.frame if isinstance(p, Decoded) else p.flaw for p in pieces]


async def test_a_pulse_frees_the_hook_and_the_spring_opens_the_door() -> None:
    door = SimulatedDoor(Habits(pull_after_ms=100, shut_after_ms=900))
    assert door.reads_closed
    door.drive(500)
    assert not door.reads_closed
    assert not door.is_open
    await asyncio.sleep(0.2)
    assert door.is_open
    await asyncio.sleep(0.5)
    assert not door.reads_closed
    await asyncio.sleep(0.5)
    assert door.reads_closed


async def test_a_door_nobody_pulls_holds_again_and_a_jammed_one_never_let_go() -> None:
    door = SimulatedDoor(Habits(pull_after_ms=None))
    door.drive(500)
    await asyncio.sleep(0.4)
    assert not door.reads_closed
    await asyncio.sleep(0.2)
    assert door.reads_closed
    assert not door.pull()
    jammed = SimulatedDoor(Habits(jammed=True))
    jammed.drive(500)
    assert jammed.reads_closed
    assert not jammed.pull()
    await asyncio.sleep(1)
    assert not jammed.is_open


async def test_two_pulses_overlapping_hold_the_hook_free_until_the_last_ends() -> None:
    door = SimulatedDoor(Habits(pull_after_ms=None))
    door.drive(500)
    await asyncio.sleep(0.3)
    door.drive(500)
    await asyncio.sleep(0.3)
    assert not door.reads_closed


async def test_bytes_leave_at_the_pace_of_the_wire() -> None:
    for baud in (9_600, 19_200, 115_200):
        heard, _ = await asked(simulated(settings(), baud=baud), STATUS)
        start_s = 5 * 10 / baud + 0.008
        times = [at - heard[0][0] for at, _ in heard]
        assert heard[0][0] >= start_s
        assert times == pytest.approx([n * 10 / baud for n in range(9)], abs=1e-9)


async def test_boards_answer_one_after_the_other() -> None:
    boards = simulated(settings(), [Board(n) for n in (2, 0, 1)])
    request = Request(Command.STATUS_EVERY_BOARD, EVERY_BOARD)
    _, frames = await asked(boards, request)
    assert [frame.board for frame in frames] == [0, 1, 2]
    assert all(frame.every_board for frame in frames)


async def test_every_fault_of_an_answer() -> None:
    expected = {
        ReplyFault.LOST: [],
        ReplyFault.HALF: [],
        ReplyFault.REFUSED: [],
        ReplyFault.LATE: [],
        ReplyFault.STALE: [],
        ReplyFault.BAD_SUM: ["check"],
        ReplyFault.TWICE: [Status(0, 0xFFFF, 0)] * 2,
        ReplyFault.OTHER_BOARD: [Status(1, 0xFFFF, 0)],
    }
    for fault, frames in expected.items():
        boards = simulated(settings())
        boards.boards[0].faults.append(fault)
        assert (await asked(boards, STATUS))[1] == frames
        assert (await asked(boards, STATUS))[1] == [Status(0, 0xFFFF, 0)]


async def test_deaf_boards_and_wrong_sums_do_nothing() -> None:
    boards = simulated(settings(), [Board(0, deaf=True)])
    assert (await asked(boards, Request(Command.UNLOCK, 0, 3)))[1] == []
    assert boards.oracle.pulses == []
    boards = simulated(settings())
    async with in_memory(boards.line) as desk:
        await desk.open(1, print, print)
        desk.write(bytes.fromhex("02 00 31 03 35"))
        desk.write(bytes.fromhex("02 00 31"))
        await asyncio.sleep(1)
        desk.write(bytes.fromhex("03 36"))
        await asyncio.sleep(1)
    assert boards.oracle.pulses == []


async def test_the_unlock_time_is_set_and_used() -> None:
    boards = simulated(settings())
    _, frames = await asked(
        boards,
        Request(Command.UNLOCK_TIME, 0, 1, 1000),
        Request(Command.UNLOCK_TIME, 0),
        Request(Command.UNLOCK, 0, 3),
    )
    assert frames == [UnlockTime(0, 1000)] * 2
    assert [pulse.length_ms for pulse in boards.oracle.pulses] == [1000]


async def test_unlocking_every_lock_is_seen_by_the_oracle() -> None:
    boards = simulated(settings())
    await asked(boards, Request(Command.UNLOCK_EVERY_LOCK, 0))
    assert len(boards.oracle.pulses) == 16
    assert len(boards.oracle.breaches()) == 16 + 15


def test_the_oracle_names_every_breach() -> None:
    oracle = Oracle()
    oracle.ask(DOOR)
    oracle.pulse(Pulse(DOOR, 0.0, 500))
    assert oracle.breaches() == []
    oracle.pulse(Pulse(DOOR, 5.0, 500))
    assert len(oracle.breaches()) == 1
    oracle.ask(DOOR)
    assert oracle.breaches() == []
    oracle.ask(OTHER)
    oracle.pulse(Pulse(OTHER, 5.4, 500))
    [at_once] = oracle.breaches()
    assert "at once" in at_once
    oracle.ask(OTHER)
    oracle.pulse(Pulse(OTHER, 60.0, 1600))
    assert any("1600 ms" in breach for breach in oracle.breaches())


SCENARIO = """
[[board]]
board = 0
turnaround_ms = 3
[[door]]
board = 0
lock = 3
item = true
open = true
pull_after_ms = -1
shut_after_ms = 900
jammed = true
stuck = "closed"
[[door]]
board = 0
lock = 4
stuck = ""
[[step]]
at_ms = 2000
do = "take"
board = 0
lock = 3
[[step]]
at_ms = 1000
do = "force"
board = 0
lock = 4
[[step]]
at_ms = 3000
do = "deaf"
board = 0
[[step]]
at_ms = 4000
do = "bad-sum"
board = 0
"""


async def test_a_scenario_arranges_and_plays() -> None:
    boards = simulated(settings())
    scenario = Scenario(SCENARIO)
    scenario.arrange(boards)
    door, other = boards.door(DOOR), boards.door(OTHER)
    assert door.habits == Habits(None, 900, jammed=True, stuck=True)
    assert (door.is_open, door.item) == (True, True)
    assert boards.boards[0].turnaround_ms == 3
    assert other.habits.stuck is None
    playing = asyncio.ensure_future(scenario.play(boards))
    await asyncio.sleep(1.5)
    assert other.is_open
    assert door.item
    await asyncio.sleep(1)
    assert not door.item
    await playing
    assert boards.boards[0].deaf
    assert list(boards.boards[0].faults) == [ReplyFault.BAD_SUM]


@pytest.mark.parametrize("do", ["pull", "force", "shut", "put", "take", "jam", "free"])
async def test_hands(do: str) -> None:
    boards = simulated(settings())
    text = f'[[step]]\nat_ms = 1\ndo = "{do}"\nboard = 0\nlock = 3'
    scenario = Scenario(text)
    scenario.arrange(boards)
    door = boards.door(DOOR)
    door.item, door.habits.jammed = do == "take", do == "free"
    door.habits.pull_after_ms = None
    if do == "pull":
        door.drive(500)
    await scenario.play(boards)
    assert door.is_open == (do in {"pull", "force"})
    assert door.item == (do == "put")
    assert door.habits.jammed == (do == "jam")


@pytest.mark.parametrize(
    "text",
    [
        "[[door",
        "[[window]]",
        "[[door]]\nboard = 0\nlock = 17",
        "[[door]]\nboard = 3\nlock = 1",
        "[[door]]\nboard = 0\nlock = 1\npainted = true",
        '[[door]]\nboard = 0\nlock = 1\nstuck = "half"',
        "[[board]]\nboard = 0\ncolour = 1",
        '[[step]]\nat_ms = 1\ndo = "explode"\nboard = 0',
        '[[step]]\nat_ms = 1\ndo = "pull"\nboard = 0',
        '[[step]]\ndo = "deaf"\nboard = 0',
        '[[step]]\nat_ms = 1\ndo = "deaf"\nboard = 7',
    ],
)
def test_a_wrong_scenario_is_refused_before_it_begins(text: str) -> None:
    with pytest.raises(ScenarioInvalid):
        Scenario(text).arrange(simulated(settings()))


async def test_without_ptys_tcp_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PTYS", False)
    with pytest.raises(LinkFailed, match="TCP"):
        async with on_pty(simulated(settings()).line):
            pass


def test_the_fast_clock_jumps_and_keeps_order() -> None:
    async def day() -> list[str]:
        told: list[str] = []
        loop = asyncio.get_running_loop()
        loop.call_later(86_400, told.append, "night")
        loop.call_later(3_600, told.append, "morning")
        await asyncio.sleep(100_000)
        assert loop.time() == pytest.approx(100_000)
        return told

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert runner.run(day()) == ["morning", "night"]


async def test_an_address_is_board_and_lock() -> None:
    boards = simulated(settings(), [Board(4)])
    await asked(boards, Request(Command.UNLOCK, 4, 16))
    assert [p.address for p in boards.oracle.pulses] == [DoorAddress(4, 16)]


async def test_a_late_answer_comes_and_a_stale_one_is_the_one_before() -> None:
    boards = simulated(settings())
    boards.boards[0].faults.append(ReplyFault.LATE)
    _, frames = await asked(boards, STATUS, within_s=2)
    assert frames == [Status(0, 0xFFFF, 0)]
    boards.door(DOOR).force()
    boards.boards[0].faults.append(ReplyFault.STALE)
    _, frames = await asked(boards, STATUS, STATUS)
    assert frames == [Status(0, 0xFFFF, 0), Status(0, 0xFFFB, 0)]
