"""Every code has its sentence, and takes its arguments."""

import inspect
import re
from collections.abc import Mapping
from enum import Enum
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.money import Money
from console.viewmodels.activity import AlertKind
from console.viewmodels.bus import FrameFate
from console.viewmodels.codes import (
    Binding,
    CostLine,
    EventKind,
    Help,
    HelpKind,
    Obstacle,
    Reason,
    ReasonCode,
    SiteId,
    VehicleId,
)
from console.viewmodels.questions import OpenReason
from console.viewmodels.selection import ActionKey, FactKey, OptionKind, Thing
from console.viewmodels.status import SolverState
from widgets.activity.rows import ALERTS
from widgets.common import sentences, words
from widgets.common.shapes import _DRAWN, Shape
from widgets.diagnostics.pane import FATE_MARKS
from widgets.diagnostics.table import FATES
from widgets.dialogs.open_door import REASONS as OPEN_REASONS
from widgets.frame.status_strip import SOLVER
from widgets.selection import facts

PAIRS: tuple[tuple[Mapping[object, object], type[Enum]], ...] = (
    (sentences.REASONS, ReasonCode),
    (sentences.EVENTS, EventKind),
    (sentences.BINDINGS, Binding),
    (sentences.COST_NAMES, CostLine),
    (sentences.HELPS, HelpKind),
    (ALERTS, AlertKind),
    (FATES, FrameFate),
    (FATE_MARKS, FrameFate),
    (OPEN_REASONS, OpenReason),
    (SOLVER, SolverState),
    (facts.LABELS, FactKey),
    (facts._VALUES, FactKey),
    (facts.ACTIONS, ActionKey),
    (facts.OPTIONS, OptionKind),
    (facts.WHY, Thing),
    (_DRAWN, Shape),
)
MONEY = Money(1)
# Arguments that are not any text: numbers, and words of a list.
ARGUMENTS = {
    ReasonCode.NO_VEHICLE_FITS: ("volume_ml",),
    ReasonCode.CAPACITY: ("V03", "mass_g", 1200),
    ReasonCode.WINDOW: ("V03", 540),
    ReasonCode.SHIFT: ("V03", 4200),
    ReasonCode.TOO_LONG: ("V03", 4200),
    ReasonCode.RANGE: ("V03", 1200),
    ReasonCode.REST: ("V03", 600),
    ReasonCode.SITE_PARCELS: ("Hub A4", 20),
    ReasonCode.SITE_VISITS: ("Hub A4", 2),
    ReasonCode.COST: (123_400,),
    ReasonCode.CHEAPEST: ("locker", 25_000),
    ReasonCode.SITE_MASS: ("Hub A4", 20_000),
}


def arguments_of(code: ReasonCode) -> tuple[str | int, ...]:
    """As many as the comment beside the code names."""
    if code in ARGUMENTS:
        return ARGUMENTS[code]
    line = next(
        line
        for line in inspect.getsource(ReasonCode).splitlines()
        if line.strip().startswith(f"{code.name} = ")
    )
    named = re.search(r"# \[(.*)\]", line)
    assert named, f"{code}: say its arguments beside it"
    names = [name for name in named[1].split(", ") if name]
    return tuple(str(n) for n, _ in enumerate(names))


@pytest.mark.parametrize(("table", "codes"), PAIRS)
def test_no_code_is_without_words(
    table: Mapping[object, object], codes: type[Enum]
) -> None:
    assert set(table) == set(codes)
    assert all(text is not None for text in table.values())


@pytest.mark.parametrize(
    "name",
    [n for n in vars(sentences) if n.isupper() and n not in {"REASONS", "EVENTS"}],
)
def test_tables_of_states_are_complete(name: str) -> None:
    table = getattr(sentences, name)
    if not isinstance(table, Mapping):
        return
    codes = {type(key) for key in table if isinstance(key, Enum)}
    for kind in codes:
        assert set(table) == set(kind), name
    assert all(table.values())


@pytest.mark.parametrize("code", list(ReasonCode))
def test_a_reason_uses_every_argument(code: ReasonCode) -> None:
    args = arguments_of(code)
    fields = {
        int(field)
        for _, field, _, _ in Formatter().parse(sentences.REASONS[code])
        if field is not None
    }
    assert fields == set(range(len(args)))
    said = words.reason(Reason(code, args))
    assert said
    assert not re.search(r"[{}]", said)


@given(
    st.sampled_from(ReasonCode),
    st.lists(st.one_of(st.text(max_size=8), st.integers(0, 99_999)), max_size=4),
)
def test_a_reason_with_odd_arguments_is_still_said(
    code: ReasonCode, args: list[str | int]
) -> None:
    numeric = {
        ReasonCode.WINDOW,
        ReasonCode.SHIFT,
        ReasonCode.TOO_LONG,
        ReasonCode.REST,
    }
    if code in numeric and len(args) > 1 and isinstance(args[1], str):
        args[1] = 60
    assert words.reason(Reason(code, tuple(args)))


def test_arguments_are_said_as_people_say_them() -> None:
    late = Reason(ReasonCode.WINDOW, ("V03", 540))
    assert words.reason(late) == "V03 would come 9 min too late at best"
    full = Reason(ReasonCode.CAPACITY, ("V03", "mass_g", 1200))
    assert words.reason(full) == "V03 is full: over by 1200 (weight)"
    cheap = Reason(ReasonCode.CHEAPEST, ("door", 25_000))
    assert words.reason(cheap) == "the cheapest way; next best door at 2.50 €"


@pytest.mark.parametrize("kind", list(EventKind))
def test_an_event_reads_with_and_without_a_subject(kind: EventKind) -> None:
    for subject in ("JJFI 1", ""):
        said = words.event(kind, subject)
        assert said
        assert said == said.strip()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "60 min"), (5400, "1 h 30 min")],
)
def test_durations(seconds: int, said: str) -> None:
    assert words.duration(seconds) == said


def test_a_clock_goes_past_midnight() -> None:
    assert (words.clock(0), words.clock(765), words.clock(1500)) == (
        *("00:00", "12:45", "01:00"),
    )


def test_an_obstacle_says_what_would_have_to_give() -> None:
    van = VehicleId("V03")
    full = Obstacle(van, Binding.CAPACITY, excess={"mass_g": 1200}, over_s=600)
    told = words.obstacle(full)
    assert told.startswith("V03: ")
    assert "+1.2 kg" in told
    assert "+10 min" in told
    assert words.obstacle(Obstacle(van, Binding.LOCKED)).endswith("locked")


def test_a_help_says_how_much_of_what() -> None:
    van = VehicleId("V03")
    longer = Help(HelpKind.SHIFT, van, 1800, 2, MONEY)
    assert words.help_wanted(longer) == "a shift 30 min longer for V03"
    door = Help(HelpKind.COMPARTMENT, SiteId("a4"), 1, 2, MONEY)
    assert words.help_wanted(door) == "1 more compartment at a4"
    named = words.help_wanted(door, {"a4": "Hub A4"})
    assert named == "1 more compartment at Hub A4"
    more = Help(HelpKind.CAPACITY, van, 3, 2, MONEY, "parcels")
    assert words.help_wanted(more) == "more room in V03: +3 parcels"


def test_numbers_are_grouped_in_one_way() -> None:
    space = "\N{NO-BREAK SPACE}"
    assert words.grouped(4789) == f"4{space}789"
    assert words.grouped(1234567.25, 1) == f"1{space}234{space}567.2"
    assert words.grouped(-12) == "-12"
