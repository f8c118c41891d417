"""A day in front of a simulated cabinet, written down.

[[board]]                  # how a board is; all but `board` may be left out
board = 1
deaf = false
turnaround_ms = 8
unlock_time_ms = 500
closed_bit = 1
answers_unlock = false
busy_while_pulsing = false
tells = true               # speaks of a door by itself, where its family can

[[door]]                   # how a door is, and what happens to it by itself
board = 0
lock = 3
open = false
item = true
pull_after_ms = 120        # -1: nobody pulls it open
shut_after_ms = -1         # -1: nobody shuts it
jammed = false
stuck = ""                 # or "open", "closed": what its switch always reads

[[step]]                   # what happens at a time, in ms from the start
at_ms = 1500
do = "force"               # a door: pull force shut put take jam free
board = 0                  # a board: deaf hears; and of its next answer: lost bad-sum
lock = 3                   # half twice other-board refused late stale. No lock then
"""

import asyncio
import tomllib
from dataclasses import dataclass
from typing import Any

from hardware.cabinet import DoorAddress
from hardware.errors import ScenarioInvalid
from hardware.simulator.boards import Board, ReplyFault, SimulatedBoards
from hardware.simulator.doors import SimulatedDoor

_BOARD_KEYS = frozenset(
    {
        "deaf",
        "turnaround_ms",
        "unlock_time_ms",
        "closed_bit",
        "answers_unlock",
        "busy_while_pulsing",
        "tells",
    }
)
_DOOR_KEYS = frozenset(
    {"open", "item", "pull_after_ms", "shut_after_ms", "jammed", "stuck"}
)
_HANDS = frozenset({"pull", "force", "shut", "put", "take", "jam", "free"})


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a board, or to a door of it."""

    at_ms: int
    do: str
    board: int
    lock: int | None


class Scenario:
    """A parsed scenario: `arrange` the boards, then `play` the steps."""

    def __init__(self, text: str) -> None:
        try:
            table = tomllib.loads(text)
            unknown = table.keys() - {"board", "door", "step"}
            if unknown:
                raise ScenarioInvalid(f"unknown table {min(unknown)!r}")
            self._boards = list(table.get("board", []))
            self._doors = list(table.get("door", []))
            self._steps = [_step(entry) for entry in table.get("step", [])]
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise ScenarioInvalid(f"scenario: {error!r}") from error

    def arrange(self, boards: SimulatedBoards) -> None:
        """Bring boards and doors into the state the scenario begins with."""
        for entry in self._boards:
            board = _board(boards, entry.get("board"))
            for key in entry.keys() - {"board"}:
                _known(key, _BOARD_KEYS, "board")
                setattr(board, key, entry[key])
        for entry in self._doors:
            door = _door(boards, entry.get("board"), entry.get("lock"))
            for key in entry.keys() - {"board", "lock"}:
                _known(key, _DOOR_KEYS, "door")
                _arrange_door(door, key, entry[key])
        for step in self._steps:
            if step.do in _HANDS:
                _door(boards, step.board, step.lock)
            else:
                _board(boards, step.board)

    async def play(self, boards: SimulatedBoards) -> None:
        """Let the steps happen at their times; ends after the last."""
        loop = asyncio.get_running_loop()
        start_s = loop.time()
        for step in sorted(self._steps, key=lambda step: step.at_ms):
            await asyncio.sleep(start_s + step.at_ms / 1000 - loop.time())
            act(boards, step)


def act(boards: SimulatedBoards, step: Step) -> None:
    """Let one step happen now."""
    board = _board(boards, step.board)
    if step.do in _HANDS:
        _handle(_door(boards, step.board, step.lock), step.do)
    elif step.do in {"deaf", "hears"}:
        board.deaf = step.do == "deaf"
    else:
        board.faults.append(ReplyFault(step.do))


def _handle(door: SimulatedDoor, do: str) -> None:
    match do:
        case "pull":
            door.pull()
        case "force":
            door.force()
        case "shut":
            door.shut()
        case "put":
            door.put()
        case "take":
            door.take()
        case _:
            door.habits.jammed = do == "jam"


def _step(entry: dict[str, Any]) -> Step:
    step = Step(
        int(entry["at_ms"]), str(entry["do"]), int(entry["board"]), entry.get("lock")
    )
    _known(step.do, _HANDS | {"deaf", "hears"} | set(ReplyFault), "step.do")
    return step


def _arrange_door(door: SimulatedDoor, key: str, value: Any) -> None:  # noqa: ANN401
    match key:
        case "open":
            door.is_open = bool(value)
        case "item":
            door.item = bool(value)
        case "jammed":
            door.habits.jammed = bool(value)
        case "stuck":
            _known(value, frozenset({"", "open", "closed"}), "door.stuck")
            door.habits.stuck = value == "closed" if value else None
        case "pull_after_ms":
            door.habits.pull_after_ms = _delay(value)
        case _:
            door.habits.shut_after_ms = _delay(value)


def _delay(value: Any) -> int | None:  # noqa: ANN401 - straight from TOML
    return None if value < 0 else int(value)


def _known(word: str, words: frozenset[str] | set[str], where: str) -> None:
    if word not in words:
        raise ScenarioInvalid(f"{where} {word!r} is none of {sorted(words)}")


def _board(boards: SimulatedBoards, address: int | None) -> Board:
    if address not in boards.boards:
        raise ScenarioInvalid(f"there is no board {address}")
    return boards.boards[address]


def _door(
    boards: SimulatedBoards, address: int | None, lock: int | None
) -> SimulatedDoor:
    board = _board(boards, address)
    if lock not in board.doors:
        raise ScenarioInvalid(f"board {address} has no lock {lock}")
    return boards.door(DoorAddress(board.address, lock))
