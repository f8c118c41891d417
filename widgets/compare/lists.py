"""What the lists of the page "Plans" say of a plan, a parcel and a route."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from console.viewmodels.codes import ParcelId, RevisionState
from console.viewmodels.comparison import ComparisonView, Pair, ParcelLine, RouteLine
from console.viewmodels.plan_list import PlanLine, PlansView
from widgets.common.handing import SORTS, vehicles, ways
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.rows import Column
from widgets.common.shapes import Mark, Shape
from widgets.common.words import euros, grouped
from widgets.compare.words import plan_name, state_words, value

LATE, MENDED = Mark(Shape.TRIANGLE, "late"), Mark(Shape.TICK, "done")
STATE_MARKS = {
    RevisionState.DRAFT: Mark(Shape.RING, "locker"),
    RevisionState.PUBLISHED: Mark(Shape.TICK, "done"),
    RevisionState.SUPERSEDED: Mark(Shape.DOT, "off"),
    RevisionState.DROPPED: Mark(Shape.CROSS, "off"),
}


@dataclass(frozen=True, slots=True)
class LateLine:
    """A parcel that is late in one of the plans, or in both."""

    parcel: ParcelId
    before: bool
    after: bool


class Shows(Protocol):
    """Whoever shows the plans."""

    @property
    def view(self) -> PlansView:
        """What is shown now."""
        ...


def plan_key(line: PlanLine) -> str:
    return str(line.id)


def parcel_key(line: ParcelLine) -> str:
    return str(line.parcel)


def route_key(line: RouteLine) -> str:
    return str(line.vehicle)


def stands(line: PlanLine) -> bool:
    return line.standing


def over(line: PlanLine) -> bool:
    return line.state in {RevisionState.SUPERSEDED, RevisionState.DROPPED}


def touched(line: RouteLine) -> bool:
    return line.changed


def _state_mark(line: PlanLine) -> Mark:
    return STATE_MARKS[line.state]


def _by(line: PlanLine) -> str:
    return f"{line.made:%H:%M} {line.actor}".strip()


def _cost(line: PlanLine) -> str:
    return euros(line.figures.cost_eur)


def _km(line: PlanLine) -> str:
    return value("kilometres", line.figures.kilometres).removesuffix(" km")


def _route_count(line: PlanLine) -> str:
    return str(line.figures.routes)


def plan_columns(page: Shows) -> tuple[Column[PlanLine], ...]:
    def letter(line: PlanLine) -> str:
        if str(line.id) == page.view.base:
            return "A"
        return "B" if str(line.id) == page.view.chosen else ""

    return (
        Column("", letter, least_px=26),
        Column(
            QT_TRANSLATE_NOOP("words", "Plan"),
            plan_name,
            mark=_state_mark,
            least_px=130,
            stretches=True,
        ),
        Column(QT_TRANSLATE_NOOP("words", "Made"), _by, least_px=100),
        Column(QT_TRANSLATE_NOOP("words", "State"), state_words, least_px=116),
        Column(QT_TRANSLATE_NOOP("words", "Cost"), _cost, right=True, least_px=84),
        Column(QT_TRANSLATE_NOOP("words", "km"), _km, right=True, least_px=54),
        Column(
            QT_TRANSLATE_NOOP("words", "Routes"),
            _route_count,
            right=True,
            least_px=68,
        ),
    )


def parcel_columns(page: Shows) -> tuple[Column[ParcelLine], ...]:
    def label(line: ParcelLine) -> str:
        return page.view.labels.get(line.parcel, str(line.parcel))

    def sort(line: ParcelLine) -> str:
        return say(SORTS[line.sort])

    return (
        Column(QT_TRANSLATE_NOOP("words", "Parcel"), label, least_px=104),
        Column(QT_TRANSLATE_NOOP("words", "What"), sort, least_px=104),
        Column(QT_TRANSLATE_NOOP("words", "Vehicle"), vehicles, least_px=84),
        Column(
            QT_TRANSLATE_NOOP("words", "Goes to"), ways, least_px=90, stretches=True
        ),
    )


def late_lines(found: ComparisonView) -> tuple[LateLine, ...]:
    """Those late afterwards first."""
    before, after = set(found.late_before), set(found.late_after)
    names = dict.fromkeys((*found.late_after, *found.late_before))
    return tuple(LateLine(name, name in before, name in after) for name in names)


def late_key(line: LateLine) -> str:
    return str(line.parcel)


def _late_mark(line: LateLine) -> Mark:
    return LATE if line.after else MENDED


def _late_words(line: LateLine) -> str:
    if line.before and line.after:
        return say(QT_TRANSLATE_NOOP("words", "late in both"))
    if line.after:
        return say(QT_TRANSLATE_NOOP("words", "late anew"))
    return say(QT_TRANSLATE_NOOP("words", "no longer late"))


def late_columns(page: Shows) -> tuple[Column[LateLine], ...]:
    def label(line: LateLine) -> str:
        return page.view.labels.get(line.parcel, str(line.parcel))

    return (
        Column(
            QT_TRANSLATE_NOOP("words", "Parcel"), label, mark=_late_mark, least_px=140
        ),
        Column(QT_TRANSLATE_NOOP("words", "What"), _late_words, stretches=True),
    )


def _both(pair: Pair, digits: int) -> str:
    before, after = grouped(pair.before, digits), grouped(pair.after, digits)
    return after if before == after else f"{before} \N{RIGHTWARDS ARROW} {after}"


def _numbers(
    title: str, pair: Callable[[RouteLine], Pair], least_px: int, digits: int = 0
) -> Column[RouteLine]:
    """A column of numbers, before and after where they differ."""
    return Column(
        title, lambda line: _both(pair(line), digits), right=True, least_px=least_px
    )


ROUTE_COLUMNS: tuple[Column[RouteLine], ...] = (
    Column(
        QT_TRANSLATE_NOOP("words", "Vehicle"),
        lambda line: str(line.vehicle),
        stretches=True,
    ),
    _numbers(QT_TRANSLATE_NOOP("words", "Parcels"), lambda line: line.parcels, 84),
    _numbers(QT_TRANSLATE_NOOP("words", "Stops"), lambda line: line.stops, 76),
    _numbers(QT_TRANSLATE_NOOP("words", "min"), lambda line: line.minutes, 90),
    _numbers(QT_TRANSLATE_NOOP("words", "km"), lambda line: line.kilometres, 104, 1),
)
