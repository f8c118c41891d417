"""Whether parcels find compartments: augmenting paths, for any sets of classes."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.domain.ids import SizeClassId
from console.domain.problem import SiteRoom

type Box = tuple[SizeClassId, bool]
"""Compartments that are alike: a class, and whether they are low."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A parcel in want of a compartment: of which classes, and whether low."""

    classes: frozenset[SizeClassId]
    low: bool


def unplaced(room: SiteRoom, wishes: Iterable[Wish]) -> int:
    """How many wishes find no compartment: all of them less the greatest flow."""
    counts = Counter(wishes)
    boxes: dict[Box, int] = {}
    for name, free in room.free.items():
        low = min(room.low.get(name, 0), free)
        boxes[name, True], boxes[name, False] = max(0, low), max(0, free - low)
    fits = {
        wish: [
            box for box in boxes if box[0] in wish.classes and (box[1] or not wish.low)
        ]
        for wish in counts
    }
    placed: Counter[tuple[Wish, Box]] = Counter()
    used: Counter[Box] = Counter()
    missing = 0
    for wish, count in counts.items():
        missing += sum(
            not _placed_one(wish, fits, boxes, placed, used) for _ in range(count)
        )
    return missing


def _placed_one(
    wish: Wish,
    fits: Mapping[Wish, list[Box]],
    boxes: Mapping[Box, int],
    placed: Counter[tuple[Wish, Box]],
    used: Counter[Box],
) -> bool:
    """Place one wish along an augmenting path, moving others on where they allow."""
    came: dict[Box, tuple[Wish, object]] = {}
    queue: deque[tuple[Wish, object]] = deque([(wish, None)])
    while queue:
        asking, behind = queue.popleft()
        for box in fits[asking]:
            if box in came:
                continue
            came[box] = (asking, behind)
            if used[box] < boxes[box]:
                _shift_along(box, came, placed, used)
                return True
            queue.extend((other, box) for other in fits if placed[other, box] > 0)
    return False


def _shift_along(
    box: Box,
    came: Mapping[Box, tuple[Wish, object]],
    placed: Counter[tuple[Wish, Box]],
    used: Counter[Box],
) -> None:
    """Give `box` to who asked for it, and what that one left to who asked for that."""
    used[box] += 1
    at: object = box
    while at is not None:
        asking, behind = came[at]  # type: ignore[index]
        placed[asking, at] += 1  # type: ignore[index]
        if behind is not None:
            placed[asking, behind] -= 1  # type: ignore[index]
        at = behind
