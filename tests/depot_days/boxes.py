"""Whether parcels find compartments: augmenting paths, for any sets of classes."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.domain.ids import SizeClassId
from console.domain.problem import SiteRoom

ANY = -1
"""The visit of boxes that are free to every visit."""


@dataclass(frozen=True, slots=True)
class Box:
    """Compartments that are alike; those that a visit empties are that visit's own."""

    name: SizeClassId
    low: bool
    visit: int = ANY


@dataclass(frozen=True, slots=True)
class Wish:
    """A parcel in want of a compartment: of which classes, whether low, and when."""

    classes: frozenset[SizeClassId]
    low: bool
    visit: int = ANY

    def takes(self, box: Box) -> bool:
        """Whether the parcel may lie there."""
        mine = box.visit in {ANY, self.visit}
        return mine and box.name in self.classes and (box.low or not self.low)


@dataclass(frozen=True, slots=True)
class Emptied:
    """A compartment that a visit empties."""

    name: SizeClassId
    visit: int


def unplaced(
    room: SiteRoom, wishes: Sequence[Wish], emptied: Sequence[Emptied] = ()
) -> int:
    """How many wishes find no compartment: all of them less the greatest flow.

    Boxes that customers are expected to empty count as free ones that are not low, and
    so do those that a visit empties for itself.
    """
    own = {entry.visit for entry in emptied}
    # Visits that empty nothing are all alike, which keeps the flow small.
    asked = [
        wish if wish.visit in own else Wish(wish.classes, wish.low) for wish in wishes
    ]
    more = Counter(Box(entry.name, low=False, visit=entry.visit) for entry in emptied)
    return _missing(_boxes(room) + more, asked)


def _boxes(room: SiteRoom) -> Counter[Box]:
    boxes: Counter[Box] = Counter()
    for name, free in room.free.items():
        low = max(0, min(room.low.get(name, 0), free))
        boxes[Box(name, low=True)] += low
        boxes[Box(name, low=False)] += max(0, free - low)
    for name, more in room.expected.items():
        boxes[Box(name, low=False)] += max(0, more)
    return boxes


def _missing(boxes: Mapping[Box, int], wishes: Iterable[Wish]) -> int:
    counts = Counter(wishes)
    fits = {wish: [box for box in boxes if wish.takes(box)] for wish in counts}
    placed: Counter[tuple[Wish, Box]] = Counter()
    used: Counter[Box] = Counter()
    return sum(
        not _placed_one(wish, fits, boxes, placed, used)
        for wish, count in counts.items()
        for _ in range(count)
    )


def _placed_one(
    wish: Wish,
    fits: Mapping[Wish, list[Box]],
    boxes: Mapping[Box, int],
    placed: Counter[tuple[Wish, Box]],
    used: Counter[Box],
) -> bool:
    """Place one wish along an augmenting path, moving others on where they allow."""
    came: dict[Box, tuple[Wish, Box | None]] = {}
    queue: deque[tuple[Wish, Box | None]] = deque([(wish, None)])
    while queue:
        asking, behind = queue.popleft()
        for box in fits[asking]:
            if box in came:
                continue
            came[box] = (asking, behind)
            if used[box] < boxes[box]:
                used[box] += 1
                _shift_along(box, came, placed)
                return True
            queue.extend((other, box) for other in fits if placed[other, box] > 0)
    return False


def _shift_along(
    box: Box,
    came: Mapping[Box, tuple[Wish, Box | None]],
    placed: Counter[tuple[Wish, Box]],
) -> None:
    """Give `box` to who asked for it, and what that one left to who asked for that."""
    at: Box | None = box
    while at is not None:
        asking, behind = came[at]
        placed[asking, at] += 1
        if behind is not None:
            placed[asking, behind] -= 1
        at = behind
