"""Plans into board columns: delays, statuses, order, the wall clock."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, VehicleId
from console.domain.parcel import ParcelState
from console.domain.plan import Making, Plan
from console.domain.progress import Progress
from console.viewmodels.board import RowOrder, board_view, natural, ordered
from console.viewmodels.board_clock import day_clock
from console.viewmodels.board_stops import (
    NEVER_S,
    StopStatus,
    follow,
    plan_columns,
    worst,
)
from tests.viewmodels.days import DATE, at, day, route, stop

V1, V2 = VehicleId("V1"), VehicleId("V2")


def followed(progress):
    plan, problem = day()
    columns = plan_columns(plan, problem)
    return columns, follow(columns, progress, DATE)


def test_columns_name_stops_by_their_first_parcel():
    columns, _ = followed(None)
    assert columns.stop == ("a", "b", "d", "g")
    assert columns.site == ("", "", "hub", "")
    assert columns.first.tolist() == [0, 3, 4]
    assert columns.route.tolist() == [0, 0, 0, 1]


def test_the_earliest_promise_of_a_stop_is_its_due_second():
    columns, _ = followed(None)
    assert columns.due_s.tolist() == [8500, 9400, NEVER_S, 9000]


def test_load_is_the_fullest_share_of_capacity():
    columns, _ = followed(None)
    assert columns.load.tolist() == [0.5, 1.25]


def test_a_fresh_plan_is_on_time():
    _, state = followed(None)
    assert state.status.tolist() == [
        StopStatus.DOOR,
        StopStatus.DOOR,
        StopStatus.LOCKER,
        StopStatus.DOOR,
    ]
    assert state.delay_s.tolist() == [0, 0, 0, 0]


def test_a_delay_is_waited_away():
    # left the first stop 420 s late; the second has 300 s of waiting before it
    progress = Progress(at(8900), served={V1: 1}, left={V1: at(8820)})
    _, state = followed(progress)
    assert state.arrival_delay_s.tolist() == [0, 420, 120, 0]
    assert state.delay_s.tolist() == [0, 120, 120, 0]
    assert state.status[0] == StopStatus.DONE
    assert state.status[1] == StopStatus.AT_RISK
    assert state.row_delay_s.tolist() == [420, 0]


def test_a_long_delay_is_late_by_what_is_left_of_it():
    progress = Progress(at(9300), served={V1: 1}, left={V1: at(8400 + 900)})
    _, state = followed(progress)
    assert state.status[1] == StopStatus.LATE
    assert state.late_s[1] == 9000 + 600 - 9400


def test_a_vehicle_that_stands_still_falls_behind():
    progress = Progress(at(10_000), served={V1: 1}, left={V1: at(8400)})
    _, state = followed(progress)
    assert state.row_delay_s[0] == 10_000 - 9300


def test_a_vehicle_that_has_not_left_has_no_delay():
    _, state = followed(Progress(at(9000)))
    assert state.row_delay_s.tolist() == [0, 0]


def test_parcels_that_came_back_are_a_return():
    states = {ParcelId("g"): ParcelState.RETURNED}
    _, state = followed(Progress(at(9000), states, {V2: 1}, {V2: at(8300)}))
    assert state.status[3] == StopStatus.RETURN
    assert state.done.tolist() == [0, 1]
    assert state.total.tolist() == [6, 1]


def test_done_parcels_count_even_before_the_stop_is_left():
    states = {ParcelId("d"): ParcelState.DEPOSITED}
    _, state = followed(Progress(at(9700), states))
    assert state.done.tolist() == [1, 0]
    assert state.status[2] == StopStatus.LOCKER


@given(delay=st.integers(0, 4000))
def test_delays_never_grow_along_a_route(delay):
    progress = Progress(at(8400), served={V1: 1}, left={V1: at(8400 + delay)})
    _, state = followed(progress)
    assert (np.diff(state.delay_s[1:3]) <= 0).all()
    assert (state.delay_s <= state.arrival_delay_s).all()


def test_the_worst_of_a_row():
    progress = Progress(at(9300), served={V1: 1}, left={V1: at(9300)})
    columns, state = followed(progress)
    assert worst(columns, state).tolist() == [StopStatus.LATE, StopStatus.DOOR]


def board(progress=None, **changes):
    plan, problem = day()
    view = board_view(
        plan_columns(plan, problem), progress, DATE, couriers={"V1": "L. Nieminen"}
    )
    return replace(view, **changes)


def test_a_board_shows_expected_times():
    view = board(Progress(at(8900), served={V1: 1}, left={V1: at(8820)}))
    assert view.arrival_s.tolist() == [8100, 9120, 9720, 8000]
    assert view.begin_s.tolist() == [8100, 9120, 9720, 8000]
    assert view.finish_s.tolist() == [10_720, 8600]
    assert view.courier == ("L. Nieminen", "")
    assert view.now_s == 8900
    assert view.row_of(3) == 1
    assert view.start_s <= 7800
    assert view.end_s >= 10_720


def test_an_empty_plan_makes_an_empty_board():
    _, problem = day()
    plan = Plan((), (), (), (), Making(1, 1, 1.0, "test"))
    view = board_view(plan_columns(plan, problem), None, DATE)
    assert view.vehicle == ()
    assert view.end_s > view.start_s
    assert ordered(view, RowOrder.LATENESS).tolist() == []


def test_rows_by_lateness_are_really_sorted():
    plan, problem = day()
    rows = [
        route(f"V{n}", [stop(3, [f"x{n}"], 8000, 8000, 8300)], 7800, 8600)
        for n in (10, 2, 3, 1)
    ]
    columns = plan_columns(replace(plan, routes=tuple(rows)), problem)
    view = board_view(columns, None, DATE)
    late = np.array([0, 30, 600, 0], dtype=np.int32)
    view = replace(view, late_s=late)
    names = [view.vehicle[i] for i in ordered(view, RowOrder.LATENESS)]
    assert names == ["V3", "V2", "V1", "V10"]
    names = [view.vehicle[i] for i in ordered(view, RowOrder.VEHICLE)]
    assert names == ["V1", "V2", "V3", "V10"]


def test_rows_at_risk_stand_before_quiet_ones_by_slack():
    view = board()
    status = view.status.copy()
    status[3] = StopStatus.AT_RISK
    view = replace(view, status=status)
    assert ordered(view, RowOrder.LATENESS).tolist() == [1, 0]


def test_rows_by_finish_show_the_last_home_first():
    assert ordered(board(), RowOrder.FINISH).tolist() == [0, 1]


@given(st.lists(st.text("VB0123456789", min_size=1), min_size=1))
def test_natural_keys_can_be_compared(names):
    assert sorted(names, key=natural)


@pytest.mark.parametrize(
    ("day_of", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 21), 24)],
)
def test_the_clock_follows_the_zone(day_of, hours):
    service = ServiceDate(day_of, ZoneInfo("Europe/Helsinki"))
    clock = day_clock(service, 0, hours * 3600)
    assert clock.label(0) == "00:00"
    assert clock.label(hours * 3600 - 60) == "23:59"
    for second in range(0, hours * 3600, 1260):
        assert clock.label(second) == service.local(second).strftime("%H:%M")


def test_marks_are_full_steps_of_the_wall():
    clock = day_clock(DATE, 1000, 9000)
    assert {clock.minute_at(int(s)) % 30 for s in clock.marks(30)} == {0}
