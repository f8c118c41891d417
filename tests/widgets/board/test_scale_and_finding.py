"""Seconds and pixels, and what lies under them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.viewmodels.board_stops import StopStatus
from widgets.board.finding import (
    bar_at,
    index_of,
    movable,
    nearest_in_time,
    target_at,
)
from widgets.board.sample import fake_board
from widgets.board.timescale import MIN_SPAN_S, TimeScale

SCALE = TimeScale(7 * 3600, 19 * 3600, 900, 4 * 3600.0)
seconds = st.floats(7 * 3600, 19 * 3600)


@given(seconds)
def test_pixels_and_seconds_are_inverse(second):
    scale = SCALE.scrolled(300)
    assert scale.second(scale.x(second)) == pytest.approx(second)


@given(st.floats(0, 900), st.floats(60, 1e6))
def test_zooming_stays_within_the_day(x, span_s):
    scale = SCALE.scrolled(400).zoomed(span_s, x)
    assert MIN_SPAN_S <= scale.span_s <= 12 * 3600
    assert scale.second(0) >= SCALE.start_s - 1 / scale.per_second
    assert scale.second(scale.width) <= SCALE.end_s + 1 / scale.per_second


def test_zooming_keeps_the_second_under_the_cursor():
    scale = SCALE.scrolled(600)
    kept = scale.second(450)
    assert scale.zoomed(3600, 450).second(450) == pytest.approx(kept, abs=4)


def test_ticks_have_room_for_their_times():
    for span_s in (300, 3600, 4 * 3600, 12 * 3600):
        scale = SCALE.zoomed(span_s, 0)
        assert scale.step_min() * 60 * scale.per_second >= 60


VIEW = fake_board()


def test_a_bar_is_found_anywhere_on_it():
    for bar in range(0, len(VIEW.stop), 7):
        row = VIEW.row_of(bar)
        for second in (VIEW.begin_s[bar], VIEW.departure_s[bar] - 1):
            assert bar_at(VIEW, row, float(second), 0.0) == bar


@given(st.integers(0, 11), st.floats(8 * 3600, 16 * 3600), st.floats(0, 600))
def test_bisecting_finds_what_looking_at_every_bar_finds(row, second, reach_s):
    own = range(int(VIEW.first[row]), int(VIEW.first[row + 1]))
    gaps = {
        bar: max(VIEW.begin_s[bar] - second, second - VIEW.departure_s[bar], 0)
        for bar in own
    }
    best = min(gaps.values())
    found = bar_at(VIEW, row, second, reach_s)
    if best > reach_s:
        assert found is None
    else:
        assert gaps[found] == best


def test_a_target_counts_without_the_dragged_stop():
    first, end = int(VIEW.first[1]), int(VIEW.first[2])
    last = end - 1
    assert target_at(VIEW, 1, 1e9, last).index == end - first - 1
    assert target_at(VIEW, 0, 1e9, last).index == int(VIEW.first[1])


def test_nothing_is_put_before_what_is_done():
    row = 0
    own = slice(int(VIEW.first[row]), int(VIEW.first[row + 1]))
    behind = int((VIEW.status[own] == StopStatus.DONE).sum())
    assert behind > 0
    assert target_at(VIEW, row, 0.0, len(VIEW.stop) - 1).index == behind


def test_done_and_locked_stops_stay():
    done = int(np.flatnonzero(VIEW.status == StopStatus.DONE)[0])
    assert not movable(VIEW, done)
    locked = int(VIEW.first[np.flatnonzero(VIEW.locked)[0] + 1]) - 1
    assert not movable(VIEW, locked)
    assert movable(VIEW, int(VIEW.first[1]) - 1)


def test_the_nearest_bar_in_time():
    bar = nearest_in_time(VIEW, 2, float(VIEW.begin_s[VIEW.first[2] + 4]) + 20)
    assert index_of(VIEW, bar) == 4
