"""The doors of a cabinet as text: a line a column from the left, classes from the top.

    S S M* L
    -
    M M L

A star marks a low compartment, a dash an empty column (the screen's). A door that
stays where it was, of the same class, stays the same door; new ones get the next
numbers, and locks that follow on the last board.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from console.domain.ids import CabinetId, CompartmentId, SizeClassId
from console.domain.site import Compartment

LOCKS_PER_BOARD = 24
EMPTY = "-"


def write_frame(boxes: Sequence[Compartment]) -> str:
    """The frame of a cabinet's compartments; empty where there are none."""
    columns = max((box.column for box in boxes), default=-1) + 1
    lines: list[list[Compartment]] = [[] for _ in range(columns)]
    for box in sorted(boxes, key=lambda box: box.row):
        lines[box.column].append(box)
    return "\n".join(
        " ".join(box.size_class + "*" * box.low for box in line) or EMPTY
        for line in lines
    )


def unknown_classes(text: str, known: Collection[str]) -> list[str]:
    """Words of a frame that name no size class, in their order."""
    words = (word.removesuffix("*") for word in text.split() if word != EMPTY)
    return [word for word in dict.fromkeys(words) if word not in known]


def read_frame(
    text: str, cabinet: CabinetId, before: Sequence[Compartment]
) -> tuple[Compartment, ...]:
    """The compartments a frame describes, by their doors' numbers."""
    cells = [
        (column, row, word)
        for column, line in enumerate(text.strip().splitlines())
        for row, word in enumerate(line.split())
        if word != EMPTY
    ]
    there = {(box.column, box.row): box for box in before}
    kept: list[Compartment] = []
    fresh: list[tuple[int, int, str]] = []
    for column, row, word in cells:
        old = there.get((column, row))
        name, low = word.removesuffix("*"), word.endswith("*")
        if old is not None and old.size_class == name:
            kept.append(replace(old, low=low))
        else:
            fresh.append((column, row, word))
    taken = {box.door for box in kept}
    locks = {(box.board, box.lock) for box in kept}
    for column, row, word in fresh:
        door = _next(taken)
        taken.add(door)
        board, lock = _free_lock(locks)
        locks.add((board, lock))
        kept.append(
            Compartment(
                CompartmentId(f"{cabinet}/{door}"),
                cabinet,
                door,
                SizeClassId(word.removesuffix("*")),
                column,
                row,
                board,
                lock,
                low=word.endswith("*"),
            )
        )
    return tuple(sorted(kept, key=lambda box: box.door))


def _next(taken: Collection[int]) -> int:
    """The lowest number that no door has."""
    return next(n for n in range(1, len(taken) + 2) if n not in taken)


def _free_lock(taken: Collection[tuple[int, int]]) -> tuple[int, int]:
    """The lowest board and lock that no door is wired to."""
    board, lock = 1, 1
    while (board, lock) in taken:
        board, lock = (board, lock + 1) if lock < LOCKS_PER_BOARD else (board + 1, 1)
    return board, lock
