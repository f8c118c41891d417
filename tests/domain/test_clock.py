"""Planner seconds and instants, on ordinary days and where clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clock import (
    ServiceDate,
    SystemClock,
    from_milliseconds,
    milliseconds,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
SPRING = ServiceDate(date(2026, 3, 29), HELSINKI)  # 23 hours
AUTUMN = ServiceDate(date(2026, 10, 25), HELSINKI)  # 25 hours
ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Europe/Helsinki", "Asia/Kathmandu", "America/St_Johns")
]


def test_the_system_clock_tells_the_present_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_second_zero_is_local_midnight() -> None:
    assert SPRING.zero == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert AUTUMN.zero == datetime(2026, 10, 24, 21, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_days_of_23_and_25_hours(day: ServiceDate, hours: int) -> None:
    tomorrow = ServiceDate(day.day + timedelta(days=1), HELSINKI)
    assert day.second(tomorrow.zero) == hours * 3600


def test_wall_times_after_the_change_keep_their_face() -> None:
    assert SPRING.local_second(time(8)) == 7 * 3600
    assert AUTUMN.local_second(time(8)) == 9 * 3600
    assert SPRING.local(7 * 3600).time() == time(8)
    assert AUTUMN.local(9 * 3600).time() == time(8)


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert AUTUMN.local_second(time(3, 30)) == 3 * 3600 + 1800


def test_seconds_of_an_instant_are_rounded_down() -> None:
    almost = SPRING.zero + timedelta(seconds=9, milliseconds=999)
    assert SPRING.second(almost) == 9
    assert SPRING.second(SPRING.zero - timedelta(milliseconds=1)) == -1


@given(
    day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    zone=st.sampled_from(ZONES),
    second=st.integers(-100_000, 200_000),
)
def test_a_second_survives_the_way_to_an_instant_and_back(
    day: date, zone: ZoneInfo, second: int
) -> None:
    service = ServiceDate(day, zone)
    assert service.second(service.instant(second)) == second
    assert service.second(service.local(second)) == second


@given(
    st.datetimes(
        datetime(1900, 1, 1),  # noqa: DTZ001  hypothesis wants naive limits
        datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    )
)
def test_stored_instants_lose_less_than_a_millisecond(instant: datetime) -> None:
    back = from_milliseconds(milliseconds(instant))
    assert timedelta(0) <= instant - back < timedelta(milliseconds=1)
    assert milliseconds(back) == milliseconds(instant)
