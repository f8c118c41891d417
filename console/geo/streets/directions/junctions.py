"""Whether a junction needs a word, and which.

A word is needed where a person could go wrong: not at a bend without a choice, not
where the road plainly goes on. It depends on the angle and on the other arms: of two
arms that both lead ahead one keeps left or right, and an arm at 40 degrees is a slight
left only beside another one that is straighter or sharper.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from console.geo.streets.directions.steps import Code, Way
from console.geo.streets.directions.trail import Stride, Town, turned
from console.geo.streets.signs import WayKind

_STRAIGHT: Final = 25.0
_FORK: Final = 50.0
_PLAIN: Final = 25.0
_FORCED: Final = 45.0
# How many letters longer one spelling of a name may be: "ss", a dot, a space.
_SPELT: Final = 3
_AROUND: Final = 150.0
# At one point: a hairpin is sharp, but no turning round.
_STRAIGHT_BACK: Final = 170.0
_LEFT: Final = (Code.SLIGHT_LEFT, Code.LEFT, Code.SHARP_LEFT)
_RIGHT: Final = (Code.SLIGHT_RIGHT, Code.RIGHT, Code.SHARP_RIGHT)


@dataclass(frozen=True, slots=True)
class _Arm:
    """Another way to go on: its angle, its kind and whether the name goes on there."""

    angle: float
    kind: WayKind
    link: bool
    same: bool


def same_road(a: Way, b: Way) -> bool:
    """Whether two ways bear one name, however it is spelt, or one number."""
    if a.ref and a.ref == b.ref:
        return True
    if not a.name or not b.name or abs(len(a.name) - len(b.name)) > _SPELT:
        return False
    return a.name == b.name or _folded(a.name) == _folded(b.name)


def choice(town: Town, before: Stride, after: Stride, *, walking: bool) -> Code | None:
    """What to say where `before` ends and `after` begins; None: nothing."""
    angle = turned(before.arriving, after.leaving)
    same = same_road(before.way, after.way)
    if after.edge == town.twin(before.edge) or (
        turns_round(angle, same=same) and abs(angle) >= _STRAIGHT_BACK
    ):
        return Code.U_TURN
    arms = _others(town, before, after, stays=same or abs(angle) < _STRAIGHT)
    if not arms:
        # No other way is open, but a turn at a real junction is still a turn.
        crossed = town.meeting(before.edge) > 2 and abs(angle) >= _FORCED
        return turn_word(angle, []) if crossed and not same else None
    rivals = [arm for arm in arms if _rivals(before, after, angle, arm, same=same)]
    if walking and same:
        # On foot either carriageway will do.
        rivals = [arm for arm in rivals if not arm.same]
    if abs(angle) < _FORK and rivals:
        nearest = min(abs(arm.angle) for arm in rivals)
        if abs(angle) < nearest + 20:
            return _kept(angle, [arm.angle for arm in rivals])
    if abs(angle) < _STRAIGHT or _plain(angle, arms, same=same):
        return None
    return turn_word(angle, [arm.angle for arm in arms])


def turns_round(angle: float, *, same: bool) -> bool:
    """Whether a turn is back along the road one came by, on its other carriageway."""
    return same and abs(angle) >= _AROUND


def turn_word(angle: float, others: list[float]) -> Code:
    """The turn at an angle, given the angles of the other arms."""
    size = abs(angle)
    beside = [abs(other) for other in others if (other > 0) == (angle > 0)]
    words = _RIGHT if angle > 0 else _LEFT
    if size < 55:
        ahead = any(abs(other) < _STRAIGHT for other in others)
        sharper = any(size + 20 < other < 150 for other in beside)
        return words[0 if ahead or sharper or size < 35 else 1]
    if size > 125 or (size >= 100 and any(45 <= b < size - 15 for b in beside)):
        return words[2]
    return words[0 if size < 75 and any(b > size + 15 for b in beside) else 1]


def side_word(
    angle: float, others: list[float], words: tuple[Code, Code, Code]
) -> Code:
    """Of left, straight and right words the one for an arm among others."""
    if others and angle < min(others):
        return words[0]
    if others and angle > max(others):
        return words[2]
    if others or abs(angle) < 10:
        return words[1]
    return words[2 if angle > 0 else 0]


def other_angles(town: Town, before: Stride, after: Stride) -> list[float]:
    """The angles of all open arms but the one that is taken."""
    return [arm.angle for arm in _others(town, before, after, stays=False)]


def _others(town: Town, before: Stride, after: Stride, *, stays: bool) -> list[_Arm]:
    """The arms a person might take for the way.

    A yard is none unless one comes from one; where a road `stays` what it is, service
    roads beside it are none either.
    """
    on_road = before.kind <= WayKind.STREET and after.kind <= WayKind.STREET
    arms = []
    for edge in town.arms(before.edge):
        if edge == after.edge:
            continue
        street = town.street(edge)
        kind = town.kind(street)
        if town.is_closed(street) and not town.is_closed(before.street):
            continue
        if on_road and stays and WayKind.SERVICE <= kind <= WayKind.TRACK:
            continue
        angle = turned(before.arriving, town.leaving(edge))
        same = same_road(before.way, town.way(edge))
        arms.append(_Arm(angle, kind, town.is_link(street), same))
    return arms


def _rivals(
    before: Stride, after: Stride, angle: float, arm: _Arm, *, same: bool
) -> bool:
    """Whether an arm ahead could be taken for the way."""
    if abs(arm.angle) >= _FORK or (arm.link and not (before.link or after.link)):
        return False
    if arm.same and not same:
        return abs(arm.angle) < abs(angle) + 20
    if same and not arm.same and abs(angle) <= abs(arm.angle):
        return False
    if abs(angle) < 15 and abs(arm.angle) - abs(angle) > _PLAIN:
        return False
    lesser = arm.kind > before.kind and after.kind <= before.kind
    return not (lesser and abs(angle) <= abs(arm.angle) + 10)


def _folded(name: str) -> str:
    """Rosenørns Allé and Rosenørns Alle are one street."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def _plain(angle: float, arms: list[_Arm], *, same: bool) -> bool:
    """Whether a road bends where nobody would think of going elsewhere."""
    nearest = min(abs(arm.angle) for arm in arms) - abs(angle)
    return (same and nearest >= 15) or (abs(angle) < 45 and nearest >= 45)


def _kept(angle: float, rivals: list[float]) -> Code:
    words = (Code.KEEP_LEFT, Code.KEEP_STRAIGHT, Code.KEEP_RIGHT)
    return side_word(angle, rivals, words)
