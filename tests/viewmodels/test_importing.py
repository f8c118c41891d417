"""What the wizard shows: columns, problems as columns, states and counts."""

import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.domain.reasons import Reason, ReasonCode
from console.interchange.fields import Field
from console.viewmodels.importing import (
    ColumnsView,
    Issue,
    IssueRows,
    IssueState,
    IssuesView,
    Outcome,
    Sureness,
    TakeView,
    columns_entries,
    signature,
    takes_a_map,
)
from widgets.importing.words import FIELDS, NEEDS, OUTCOMES

CODES = (ReasonCode.NOT_A_NUMBER, ReasonCode.ADDRESS_UNSURE, ReasonCode.MISSING_VALUE)


def issue(line, code=ReasonCode.NOT_A_NUMBER, file=1):
    return Issue((file, line), f"P{line}", "Paino", "3,4 kilo", Reason(code))


def viewed(*codes, states=()):
    rows = IssueRows.made([issue(n, code) for n, code in enumerate(codes)])
    state = np.zeros(len(rows), dtype=np.uint8)
    for at, now in states:
        state[at] = now
    return IssuesView(rows, state)


def test_every_field_of_a_manifest_has_words():
    assert {str(field) for field in Field} <= set(FIELDS)
    assert set(OUTCOMES) == set(Outcome)
    assert {"id", "street", "size", "mass"} == set(NEEDS)


def test_a_column_is_sure_unsure_or_unused():
    entries = columns_entries(
        ("id", "Katuosote", "Kampanja", "Paino"),
        [(0, "id", 1.0, ""), (1, "street", 0.9, ""), (3, "mass", 0.9, "kg")],
        frozenset({"mass"}),
    )
    kinds = [one.sureness for one in entries]
    sure, unsure, unused = Sureness.SURE, Sureness.UNSURE, Sureness.UNUSED
    assert kinds == [sure, unsure, unused, sure]
    assert entries[3].unit == "kg"
    view = ColumnsView(1, "a.csv", entries)
    assert (view.unsure, view.unused) == (1, 1)


def test_headings_are_known_again_whatever_their_case():
    assert signature(("Id", " Paino  kg ")) == signature(("ID", "paino kg"))
    assert signature(("a", "b")) != signature(("a b",))


def test_problems_stand_in_the_order_of_files_and_lines():
    rows = IssueRows.made([issue(9), issue(2, file=2), issue(1)])
    assert [rows.key(i) for i in range(3)] == [(1, 1), (1, 9), (2, 2)]
    assert rows.by_key[1, 9] == (1,)


def test_kinds_are_counted_open_and_whole():
    view = viewed(CODES[0], CODES[1], CODES[1], states=[(1, IssueState.SETTLED)])
    assert view.waiting == 2
    assert view.open_by_kind() == [(CODES[1], 1, 2), (CODES[0], 1, 1)]
    assert view.mask(CODES[1], settled=False).tolist() == [False, False, True]
    assert view.mask(CODES[1], settled=True).tolist() == [False, True, True]
    assert not view.mask(ReasonCode.TOO_LARGE, settled=True).any()


def test_a_held_or_left_out_row_is_not_open():
    view = viewed(*CODES)
    after = view.with_states({0: IssueState.HELD, 2: IssueState.LEFT_OUT})
    assert after.open.tolist() == [False, True, False]
    assert view.waiting == 3, "the view before is another value"
    assert after.rows is view.rows


@given(st.lists(st.sampled_from(list(IssueState)), max_size=30), st.integers(-1, 30))
def test_the_next_open_problem_goes_around(states, after):
    view = viewed(*[CODES[0]] * len(states), states=list(enumerate(states)))
    found = view.next_open(after)
    back = view.next_open(after, -1)
    is_open = [i for i, state in enumerate(states) if state <= IssueState.WAITING]
    assert (found is None) == (not is_open)
    if is_open:
        assert found == next((i for i in is_open if i > after), is_open[0])
        earlier = [i for i in is_open if i < after]
        assert back == (earlier[-1] if earlier else is_open[-1])


def test_only_addresses_take_a_map():
    assert takes_a_map(Reason(ReasonCode.OUTSIDE_REGION))
    assert not takes_a_map(Reason(ReasonCode.MISSING_VALUE))


def test_the_button_counts_what_comes_in_unheld():
    counts = {Outcome.NEW: 5, Outcome.CANCELLED: 2, Outcome.HELD: 9}
    assert TakeView(counts).coming == 7


def test_twenty_thousand_problems_are_filtered_within_a_frame():
    view = viewed(*CODES * 7_000)
    _ = (view.rows.kind, view.rows.by_key)
    began = time.perf_counter()
    for _ in range(5):
        view = view.with_states({7: IssueState.SETTLED})
        view.mask(CODES[1], settled=False)
        view.open_by_kind()
        view.next_open(3)
    assert (time.perf_counter() - began) / 5 < 0.05, "felt on any machine"
