"""Hours that hypothesis makes up: anything the rules of opening can say."""

from dataclasses import replace

from hypothesis import strategies as st

from console.domain.opening import DateSpan, HoursRule, Opening, WallWindow

dates = st.tuples(st.integers(1, 12), st.integers(1, 28))


@st.composite
def spans(draw: st.DrawFn) -> DateSpan:
    first, last = draw(dates), draw(dates)
    if draw(st.booleans()):
        return DateSpan((0, *first), (0, *last))
    year = draw(st.integers(2020, 2030))
    low, high = sorted([first, last])
    return DateSpan((year, *low), (year, *high))


@st.composite
def wall_windows(draw: st.DrawFn) -> WallWindow:
    start = draw(st.integers(0, 86_399))
    return WallWindow(start, start + draw(st.integers(1, 86_400)))


@st.composite
def rules(draw: st.DrawFn) -> HoursRule:
    windows = tuple(draw(st.lists(wall_windows(), max_size=2)))
    rule = HoursRule(
        windows,
        tuple(sorted(draw(st.sets(st.integers(0, 6))))),
        draw(st.booleans()),
        tuple(draw(st.lists(spans(), max_size=2))),
    )
    # What is closed overrules; hours without days would join those of the rule before.
    may_add = windows and (rule.days or rule.holidays or rule.spans)
    return replace(rule, adds=bool(may_add) and draw(st.booleans()))


def _first_stands(opening: Opening) -> bool:
    return not opening.rules[0].adds


openings = (
    st.lists(rules(), min_size=1, max_size=4)
    .map(lambda some: Opening(tuple(some)))
    .filter(_first_stands)
)
