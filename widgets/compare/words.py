"""Plans and their differences in words: names, states, signs, better or worse."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.codes import RevisionState
from console.viewmodels.comparison import ComparisonView, Pair
from console.viewmodels.plan_list import PlanLine
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.words import euros, grouped

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"

STATES: Mapping[RevisionState, str] = MappingProxyType(
    {
        RevisionState.DRAFT: QT_TRANSLATE_NOOP("words", "Draft"),
        RevisionState.PUBLISHED: QT_TRANSLATE_NOOP("words", "Published"),
        RevisionState.SUPERSEDED: QT_TRANSLATE_NOOP("words", "Superseded"),
        RevisionState.DROPPED: QT_TRANSLATE_NOOP("words", "Dropped"),
    }
)

TOTALS: Mapping[str, str] = MappingProxyType(
    {
        "cost_eur": QT_TRANSLATE_NOOP("words", "Whole cost"),
        "minutes": QT_TRANSLATE_NOOP("words", "Minutes on the road"),
        "kilometres": QT_TRANSLATE_NOOP("words", "Kilometres"),
        "g_co2e": QT_TRANSLATE_NOOP("words", "CO₂e"),
        "routes": QT_TRANSLATE_NOOP("words", "Routes"),
        "parcels": QT_TRANSLATE_NOOP("words", "Parcels on routes"),
        "unassigned": QT_TRANSLATE_NOOP("words", "Parcels on no route"),
        "lockers": QT_TRANSLATE_NOOP("words", "To lockers"),
        "late": QT_TRANSLATE_NOOP("words", "Late parcels"),
    }
)

_MORE_IS_BETTER = frozenset({"parcels"})
_NEITHER = frozenset({"lockers"})


def plan_name(line: PlanLine) -> str:
    """What people call a plan: its number, and its name where it has one."""
    number = say(QT_TRANSLATE_NOOP("words", "Plan {0}"), line.number)
    return f"{line.number}{DOT}{line.name}" if line.name else number


def made_words(line: PlanLine) -> str:
    """When, by whom, from what, and how it comes out."""
    when = f"{line.made:%a %d %b %H:%M}"
    parts = [when]
    if line.actor:
        by = QT_TRANSLATE_NOOP("words", "{0} by {1}")
        parts = [say(by, when, line.actor)]
    if line.based_on is not None:
        made_from = QT_TRANSLATE_NOOP("words", "from plan {0}")
        parts.append(say(made_from, line.based_on))
    figures = line.figures
    parts.append(say(QT_TRANSLATE_NOOP("words", "{0} parcels"), figures.parcels))
    if figures.unassigned:
        left = QT_TRANSLATE_NOOP("words", "{0} on no route")
        parts.append(say(left, figures.unassigned))
    if figures.late:
        late = QT_TRANSLATE_NOOP("words", "{0} late stops")
        parts.append(say(late, figures.late))
    return DOT.join(parts)


def state_words(line: PlanLine) -> str:
    """How it stands, and whether it is the one in hand."""
    words = say(STATES[line.state])
    if line.standing:
        words += DOT + say(QT_TRANSLATE_NOOP("words", "in hand"))
    return words


def value(name: str, amount: float, *, money: bool = False) -> str:
    """A figure with its unit, by the name of its pair; `money` says it is in euros."""
    if money or name == "cost_eur":
        return euros(amount)
    if name == "g_co2e":
        kilograms = QT_TRANSLATE_NOOP("words", "{0} kg")
        return say(kilograms, _grouped(amount / 1000, 1))
    if name == "kilometres":
        return say(QT_TRANSLATE_NOOP("words", "{0} km"), _grouped(amount, 1))
    if name == "minutes":
        return say(QT_TRANSLATE_NOOP("words", "{0} min"), _grouped(amount, 0))
    return _grouped(amount, 0)


def change(pair: Pair, *, money: bool = False) -> str:
    """The difference with its sign; a dash where there is none to see."""
    text = value(pair.name, abs(pair.change), money=money)
    if text == value(pair.name, 0, money=money):
        return DASH
    return f"{MINUS if pair.change < 0 else '+'}{text}"


def verdict(pair: Pair, *, money: bool = False) -> str:
    """Better or worse in a word, where more or less of it is either."""
    if pair.name in _NEITHER or change(pair, money=money) == DASH:
        return ""
    if (pair.change > 0) is (pair.name in _MORE_IS_BETTER):
        return say(QT_TRANSLATE_NOOP("words", "better"))
    return say(QT_TRANSLATE_NOOP("words", "worse"))


def _grouped(amount: float, digits: int) -> str:
    return grouped(amount, digits)


def summary(found: ComparisonView) -> str:
    """What the one does better or worse, in a line."""
    if found.same:
        return say(QT_TRANSLATE_NOOP("words", "Both do exactly the same."))
    parts: list[str] = []
    for name in ("cost_eur", "minutes", "kilometres"):
        pair = found.total(name)
        if change(pair) != DASH:
            parts.append(change(pair))
    otherwise = QT_TRANSLATE_NOOP("words", "{0} parcels go otherwise")
    parts.append(say(otherwise, len(found.parcels)))
    fresh = set(found.late_after) - set(found.late_before)
    mended = set(found.late_before) - set(found.late_after)
    if fresh:
        parts.append(say(QT_TRANSLATE_NOOP("words", "{0} late anew"), len(fresh)))
    if mended:
        in_time = QT_TRANSLATE_NOOP("words", "{0} no longer late")
        parts.append(say(in_time, len(mended)))
    return DOT.join(parts)
