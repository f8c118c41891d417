"""Opening hours: rules in order, text both ways, days of 23 and 25 hours."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from console.domain.clock import ServiceDate
from console.domain.opening import (
    ALWAYS,
    DAY_S,
    NEVER,
    DateSpan,
    HoursRule,
    Opening,
    WallWindow,
    daily,
    exceptions_of,
    week_of,
    weekly,
)
from console.domain.opening_text import OpeningUnread, read_opening, write_opening
from console.domain.place import WHOLE_DAY, TimeWindow
from tests.opening import openings

ZONE = ZoneInfo("Europe/Helsinki")
MONDAY = date(2026, 3, 2)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def on(day: date) -> ServiceDate:
    return ServiceDate(day, ZONE)


def hours(text: str, day: date, holidays: tuple[date, ...] = ()) -> list[str]:
    found = read_opening(text).on(day, holidays)
    return [f"{w.start_s / 3600:g}-{w.end_s / 3600:g}" for w in found]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("24/7", "24/7"),
        ("mo - fr 7:00 \u2013 20:00;Sa,Su 9-16;PH off",
         "Mo-Fr 07:00-20:00; Sa,Su 09:00-16:00; PH off"),
        ("22:00-02:00", "22:00-26:00"),
        ("Dec 24-26 off", "Dec 24-Dec 26 off"),
        ("2026 Dec 24 10:00-14:00", "2026 Dec 24 10:00-14:00"),
        ("2026 Dec 24-Jan 02 off", "2026 Dec 24-2027 Jan 02 off"),
        ("Jun-Aug Mo-Fr 08:00-12:00,13:00-17:00",
         "Jun 01-Aug 31 Mo-Fr 08:00-12:00,13:00-17:00"),
        ("Mo-Fr 8-18, PH off", "Mo-Fr 08:00-18:00; PH off"),
        ("Mo-Fr 08:00-12:00,14:00-18:00,Sa 08:00-12:00",
         "Mo-Fr 08:00-12:00,14:00-18:00, Sa 08:00-12:00"),
        ("Fr-Mo 08:00-10:00", "Mo,Fr-Su 08:00-10:00"),
        ("Mo-Fr open; Sa closed", "Mo-Fr 00:00-24:00; Sa off"),
        ("06:00-23:00:30", "06:00-23:00:30"),
        ("Mo-Su,PH 07:00-23:00", "Mo-Su,PH 07:00-23:00"),
        ("Dec 25,Dec 26 off", "Dec 25,Dec 26 off"),
        ("Feb off", "Feb 01-Feb 29 off"),
    ],
)  # fmt: skip
def test_text_both_ways(text: str, written: str) -> None:
    opening = read_opening(text)
    assert write_opening(opening) == written
    assert read_opening(written) == opening


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        ("  ;  ", "  ;  "),
        ("sunrise-sunset", "sunrise-sunset"),
        ("Mo-Fr 08:00+", "Mo-Fr 08:00+"),
        ("SH off", "sh off"),
        ("Mo[1] 08:00-09:00", "Mo[1] 08:00-09:00"),
        ('"on call"', '"on call"'),
        ("Mo 25:00-26:00", "25:00-26:00"),
        ("Mo 08:61-09:00", "Mo 08:61-09:00"),
        ("Mo 08:00-49:00", "08:00-49:00"),
        ("Dec 32 off", "Dec 32"),
        ("Dec 24-22 off", "Dec 24-22"),
        ("Dec-22 off", "Dec-22"),
        ("Dec 24-99 off", "Dec 24-99"),
        ("2027 Dec 24-2026 Dec 26 off", "2027 Dec 24-2026 Dec 26"),
        ("Dec 24-2026 Dec 26 off", "Dec 24-2026 Dec 26"),
        ("Mo-PH 08:00-09:00", "Mo-PH"),
        ("Su 08:00-22:00 || off", "Su 08:00-22:00 || off"),
        ("week 10 Mo 08:00-09:00", "week 10 Mo 08:00-09:00"),
    ],
)
def test_what_is_not_understood_is_quoted(text: str, part: str) -> None:
    with pytest.raises(OpeningUnread) as caught:
        read_opening(text)
    assert caught.value.part == part


@settings(max_examples=100, deadline=None)
@given(openings)
def test_whatever_is_written_reads_back(opening: Opening) -> None:
    assert read_opening(write_opening(opening)) == opening


def test_hours_alone_that_add_are_said_of_all_days() -> None:
    more = HoursRule((WallWindow(0, 3600),), adds=True)
    opening = Opening((HoursRule((WallWindow(7200, 9000),)), more))
    text = write_opening(opening)
    assert text == "02:00-02:30, Mo-Su 00:00-01:00"
    assert read_opening(text).on(MONDAY) == opening.on(MONDAY)


def test_the_last_rule_that_matches_decides() -> None:
    text = "Mo-Fr 07:00-20:00; Sa 09:00-16:00; PH off; Dec 24 07:00-12:00"
    assert hours(text, MONDAY) == ["7-20"]
    assert hours(text, date(2026, 3, 7)) == ["9-16"]
    assert hours(text, date(2026, 3, 8)) == []
    assert hours(text, MONDAY, (MONDAY,)) == []
    assert hours(text, date(2026, 12, 24), (date(2026, 12, 24),)) == ["7-12"]
    assert hours("Mo 8-12, Mo 13-17", MONDAY) == ["8-12", "13-17"]
    assert hours("Mo 8-12; Mo 13-17", MONDAY) == ["13-17"]
    assert hours("PH 10-12", MONDAY) == []
    assert hours("PH 10-12", MONDAY, (MONDAY,)) == ["10-12"]


def test_spans_of_dates() -> None:
    winter = DateSpan((0, 11, 15), (0, 2, 28))
    assert date(2026, 12, 1) in winter
    assert date(2026, 1, 5) in winter
    assert MONDAY not in winter
    once = DateSpan((2026, 3, 1), (2026, 3, 2))
    assert MONDAY in once
    assert date(2027, 3, 2) not in once


def test_windows_of_a_plain_day() -> None:
    assert ALWAYS.windows(on(MONDAY)) == (WHOLE_DAY,)
    assert NEVER.windows(on(MONDAY)) == ()
    assert (
        daily((3600, 7200)).windows(on(MONDAY))
        == (
            TimeWindow(3600, 7200),
            TimeWindow(90_000, 90_000),
        )[:1]
    )
    night = daily((22 * 3600, 26 * 3600))
    assert night.windows(on(MONDAY)) == (
        TimeWindow(0, 7200),
        TimeWindow(79_200, 90_000),
    )
    assert night.begun(on(MONDAY)) == (TimeWindow(79_200, 90_000),)


def test_holidays_of_the_days_around_count() -> None:
    text = read_opening("Mo-Su 22:00-26:00; PH off")
    assert text.windows(on(MONDAY), {date(2026, 3, 1)}) == (TimeWindow(79_200, 90_000),)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_days_of_23_and_25_hours(day: date) -> None:
    assert ALWAYS.windows(on(day)) == (WHOLE_DAY,)
    early, late = daily((7200, 25_200)), daily((28_800, 72_000))
    shift = -3600 if day == SPRING else 3600
    assert early.windows(on(day)) == (TimeWindow(7200, 25_200 + shift),)
    assert late.windows(on(day)) == (TimeWindow(28_800 + shift, 72_000 + shift),)


def test_times_that_are_skipped_or_come_twice() -> None:
    # Clocks go from 03:00 to 04:00: planner second 10,800 is the change.
    assert daily((12_000, 18_000)).windows(on(SPRING)) == (TimeWindow(10_800, 14_400),)
    assert daily((7200, 12_000)).windows(on(SPRING)) == (TimeWindow(7200, 10_800),)
    assert daily((11_000, 12_000)).windows(on(SPRING)) == ()
    # Clocks go from 04:00 back to 03:00: half past three comes twice.
    assert daily((12_600, 12_900)).windows(on(AUTUMN)) == (TimeWindow(12_600, 16_500),)


def test_a_week_as_a_form_has_it() -> None:
    day = (WallWindow(28_800, 61_200),)
    christmas = HoursRule(spans=(DateSpan((0, 12, 24), (0, 12, 26)),))
    opening = weekly([day] * 5 + [()] * 2, (), [christmas])
    assert write_opening(opening) == "Mo-Fr 08:00-17:00; PH off; Dec 24-Dec 26 off"
    assert week_of(opening) == (day, day, day, day, day, (), (), ())
    assert exceptions_of(opening) == (christmas,)
    assert weekly([(WallWindow(0, DAY_S),)] * 7) == ALWAYS
    assert weekly(week_of(opening)[:7], week_of(opening)[7], [christmas]) == opening
