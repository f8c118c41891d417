"""What is typed into a wave, when a day is over, and what hinders a closing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from console.domain.clock import ServiceDate
from console.domain.closing import DaySummary, OpenItem, OpenKind, Outcome
from console.domain.day import TURNAROUND_S, DayState, Wave
from console.domain.ids import ActorId, DayId, ParcelId, WaveId
from console.domain.money import Money
from console.domain.parcel import Parcel, ParcelState, Person, Size
from console.viewmodels.closing import closing_view
from console.viewmodels.closing_page import Hindrance, close_page
from console.viewmodels.days_page import (
    ReadOnly,
    Unreadable,
    departure_second,
    departure_text,
    read_only,
    turnaround_seconds,
    wave_rows,
)
from console.viewmodels.moving import TargetKind, move_view

TODAY = date(2026, 11, 20)
ON = ServiceDate(TODAY, ZoneInfo("Europe/Helsinki"))
DAY = DayId("d/2026-11-20")


@pytest.mark.parametrize(
    ("text", "said"),
    [("7", "07:00"), ("730", "07:30"), ("7.30", "07:30"), ("7:30", "07:30"),
     ("0730", "07:30"), ("23h15", "23:15"), (" 12:00 ", "12:00"), ("", "")],
)  # fmt: skip
def test_times_as_people_type_them(text: str, said: str) -> None:
    assert departure_text(departure_second(text, ON), ON) == said


@pytest.mark.parametrize("text", ["noon", "24:00", "7:60", "7:3", "-1", "7:30:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Unreadable):
        departure_second(text, ON)


def test_a_departure_on_a_day_of_25_hours_is_what_the_wall_shows() -> None:
    long_day = ServiceDate(date(2026, 10, 25), ON.zone)
    second = departure_second("7:30", long_day)
    assert second == 8 * 3600 + 1800
    assert departure_text(second, long_day) == "07:30"


def test_turnarounds_are_whole_minutes() -> None:
    assert turnaround_seconds("20") == 1200
    assert turnaround_seconds("") == TURNAROUND_S
    for text in ("-5", "a", "1.5", "1441", "\N{SUPERSCRIPT TWO}"):
        with pytest.raises(Unreadable):
            turnaround_seconds(text)


def test_a_day_is_over_the_next_morning() -> None:
    assert read_only(ON, 29 * 3600, closed=False) is ReadOnly.NO
    assert read_only(ON, 30 * 3600, closed=False) is ReadOnly.OVER
    assert read_only(ON, 0, closed=True) is ReadOnly.CLOSED


def test_rows_of_waves() -> None:
    first = Wave(WaveId("w1"), DAY, 1, "Morning", 7 * 3600, 1200)
    second = Wave(WaveId("w2"), DAY, 2)
    rows = wave_rows(
        ((first, 12, DayState.PUBLISHED), (second, 0, DayState.EMPTY)), second, ON
    )
    assert [(r.departure, r.turnaround_min, r.worked_on) for r in rows] == [
        ("07:00", 20, False),
        ("", 15, True),
    ]


def so_far(**states: int) -> DaySummary:
    """Figures of a day whose parcels are in these states."""
    counts = {ParcelState(name): count for name, count in states.items()}
    return DaySummary(
        DAY, datetime(2026, 11, 20, 17, tzinfo=UTC), ActorId("desk"),
        date(2026, 11, 23), counts, {}, 0, 0, 0, 0, 0, Money(0), 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "waiting", "figures", "hindrance"),
    [
        (TODAY, 0, so_far(ready=2), Hindrance.NONE),
        (TODAY, 3, so_far(ready=2), Hindrance.CHANGES),
        (date(2026, 11, 19), 3, so_far(ready=2), Hindrance.FUTURE),
        (TODAY, 0, so_far(), Hindrance.EMPTY),
    ],
)
def test_what_hinders_a_closing(
    today: date, waiting: int, figures: DaySummary, hindrance: Hindrance
) -> None:
    listed = closing_view((), date(2026, 11, 23), waiting)
    page = close_page(TODAY, "Depot", listed, figures, today=today)
    assert page.hindrance is hindrance
    assert page.may_close is (hindrance is Hindrance.NONE)
    closed = close_page(TODAY, "Depot", listed, figures, today=today, closed=figures)
    assert not closed.hindrance
    assert not closed.may_close


def test_outcomes_are_counted_as_they_are_chosen() -> None:
    items = [OpenItem(OpenKind.HELD, ParcelId(f"p{n}")) for n in range(3)]
    chosen = {"p1": Outcome.SEARCH}
    listed = closing_view(items, date(2026, 11, 23), 0, chosen=chosen)
    page = close_page(TODAY, "Depot", listed, so_far(held=3), today=TODAY)
    assert page.outcomes == {Outcome.CARRY_OVER: 2, Outcome.SEARCH: 1}
    assert page.states == ((ParcelState.HELD, 3),)


def test_targets_of_a_move_are_waves_the_pool_and_days() -> None:
    ready = Parcel(
        ParcelId("p"), Size(1, 1, 1), 1, Person("A", "B 1"), state=ParcelState.READY
    )
    loaded = replace(ready, id=ParcelId("q"), state=ParcelState.LOADED)
    wave = Wave(WaveId("w1"), DAY, 1, "Morning", 7 * 3600)
    monday = date(2026, 11, 23)
    view = move_view([ready, loaded], [(wave, 5)], 2, ON, [monday], date(2026, 11, 21))
    assert (view.parcels, view.stuck) == (1, 1)
    assert [(t.kind, t.id) for t in view.targets] == [
        (TargetKind.WAVE, "w1"),
        (TargetKind.POOL, ""),
        (TargetKind.DAY, "2026-11-23"),
    ]
    assert view.targets[0].departure == "07:00"
