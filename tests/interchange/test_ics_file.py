"""Calendars: repetition on the wall clock, overrides, zones, and what is left out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.calendars import CalendarEntry, EntryKind
from console.domain.clock import ServiceDate
from console.domain.depot_day import depot_day
from console.domain.depot_model import DepotModel
from console.domain.ids import (
    CalendarId,
    DepotId,
    SiteId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.place import Place, TimeWindow
from console.domain.reasons import ReasonCode
from console.domain.site import Site
from console.domain.vehicle import Depot, Vehicle
from console.interchange.ics_file import ReadCalendar, read_ics

ZONE = ZoneInfo("Europe/Helsinki")
HERE = Place(24.9, 60.2)
SHIFT = TimeWindow(8 * 3600, 16 * 3600)
MODEL = DepotModel(
    Depot(DepotId("d"), "D", "Europe/Helsinki", HERE),
    sites=(Site(SiteId("forum"), "Forum Kamppi", HERE),),
    vehicles=(
        Vehicle(VehicleId("V01"), VehicleTypeId("van"), "Aino Alder", SHIFT),
        Vehicle(VehicleId("V02"), VehicleTypeId("van"), "Bo Björk", SHIFT),
    ),
)


def event(*lines: str, uid: str = "u") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def ics(*events: str) -> bytes:
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])
    return body.encode()


def read(*events: str, kind: EntryKind | None = EntryKind.SHIFT) -> ReadCalendar:
    return read_bytes(ics(*events), kind)


def read_bytes(data: bytes, kind: EntryKind | None = None) -> ReadCalendar:
    return read_ics(
        data,
        MODEL,
        name=CalendarId("c"),
        first=date(2026, 3, 1),
        last=date(2026, 4, 30),
        kind=kind,
        file="shifts.ics",
    )


def local(entry: CalendarEntry) -> str:
    start, end = entry.start.astimezone(ZONE), entry.end.astimezone(ZONE)
    return f"{start:%m-%d %H:%M}-{end:%H:%M}"


def test_a_week_of_shifts_over_the_change_of_clocks() -> None:
    found = read(
        event(
            "DTSTART;TZID=Europe/Helsinki:20260323T080000",
            "DTEND;TZID=Europe/Helsinki:20260323T160000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20260407T000000Z",
            "EXDATE;TZID=Europe/Helsinki:20260324T080000",
            "RDATE;TZID=Europe/Helsinki:20260402T080000",
            "SUMMARY:Aino Al",
            " der",
        )
    )
    assert [local(entry) for entry in found.calendar.entries] == [
        "03-23 08:00-16:00",
        "03-30 08:00-16:00",
        "03-31 08:00-16:00",
        "04-02 08:00-16:00",
        "04-06 08:00-16:00",
    ]
    assert {entry.about for entry in found.calendar.entries} == {"V01"}
    # 29 March is the day of 23 hours: UTC moves, the wall clock does not.
    assert [e.start.hour for e in found.calendar.entries] == [6, 5, 5, 5, 5]
    assert found.problems == found.notes == ()


def test_single_occurrences_are_moved_and_cancelled() -> None:
    found = read(
        event(
            "DTSTART;TZID=Europe/Helsinki:20260302T080000",
            "DURATION:PT8H",
            "RRULE:FREQ=DAILY;COUNT=4",
            "SUMMARY:V01",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Helsinki:20260303T080000",
            "DTSTART;TZID=Europe/Helsinki:20260303T120000",
            "DTEND;TZID=Europe/Helsinki:20260303T180000",
            "SUMMARY:V02",
        ),
        event(
            "RECURRENCE-ID:20260304T060000Z",
            "DTSTART:20260304T060000Z",
            "DTEND:20260304T070000Z",
            "STATUS:CANCELLED",
        ),
    )
    assert [(local(e), e.about) for e in found.calendar.entries] == [
        ("03-02 08:00-16:00", "V01"),
        ("03-03 12:00-18:00", "V02"),
        ("03-05 08:00-16:00", "V01"),
    ]


def test_whole_days_are_the_depots_own() -> None:
    found = read(
        event("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330", uid="a"),
        event("DTSTART;VALUE=DATE:20260403", "SUMMARY:Pitkäperjantai", uid="b"),
        kind=EntryKind.HOLIDAY,
    )
    first, second = found.calendar.entries
    assert first.end - first.start == timedelta(hours=47)
    assert first.start == datetime(2026, 3, 27, 22, tzinfo=UTC)
    assert (second.end - second.start, second.summary) == (
        timedelta(days=1),
        "Pitkäperjantai",
    )


def test_yearly_holidays_and_what_goes_on_for_ever() -> None:
    found = read(
        event("DTSTART;VALUE=DATE:20000406", "RRULE:FREQ=YEARLY"),
        kind=EntryKind.HOLIDAY,
    )
    (entry,) = found.calendar.entries
    assert local(entry).startswith("04-06")
    (word,) = found.notes
    assert word.reason.code is ReasonCode.ENDLESS
    assert word.reason.args == ("2026-04-30",)


def test_floating_unknown_and_own_zones() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    rest = ("DURATION:PT1H", "SUMMARY:V01")
    found = read(
        zone,
        event("DTSTART:20260302T080000", *rest, uid="floating"),
        event("DTSTART;TZID=Nowhere/Land:20260303T080000", *rest, uid="unknown"),
        event("DTSTART;TZID=Own:20260304T080000", *rest, uid="own"),
        event(
            "DTSTART;TZID=W. Europe Standard Time:20260305T080000", *rest, uid="windows"
        ),
    )
    assert [local(entry) for entry in found.calendar.entries] == [
        "03-02 08:00-09:00",
        "03-03 08:00-09:00",
        "03-04 05:00-06:00",
        "03-05 09:00-10:00",
    ]
    (word,) = found.notes
    assert (word.line, word.reason.code) == (17, ReasonCode.UNKNOWN_ZONE)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("SUMMARY:V01",), ReasonCode.MISSING_VALUE),
        (("DTSTART:2026XX", "SUMMARY:V01"), ReasonCode.UNREADABLE),
        (("DTSTART:20260302T080000", "SUMMARY:V01"), ReasonCode.WINDOW_BACKWARDS),
        (
            ("DTSTART:20260302T080000", "DTEND:20260302T070000", "SUMMARY:V01"),
            ReasonCode.WINDOW_BACKWARDS,
        ),
        (
            ("DTSTART:20260302T080000", "DURATION:PT1H", "RRULE:FREQ=OFTEN"),
            ReasonCode.UNREADABLE,
        ),
        (
            ("DTSTART:20260302T080000", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"),
            ReasonCode.UNREADABLE,
        ),
        (
            (
                "DTSTART:20260302T080000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;INTERVAL=0;COUNT=2",
            ),
            ReasonCode.UNREADABLE,
        ),
        (
            ("DTSTART:20260302T080000", "DTSTART:20260303T080000", "DURATION:PT1H"),
            ReasonCode.UNREADABLE,
        ),
        (
            ("DTSTART:20260302T080000", "DURATION:PT1H", "SUMMARY:Cecil"),
            ReasonCode.UNKNOWN_ID,
        ),
        (("DTSTART:00010101T080000", "DURATION:PT1H"), ReasonCode.OUT_OF_RANGE),
        (
            (
                "DTSTART:20260302T080000",
                "DURATION:PT1H",
                "RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T080000",
                "SUMMARY:V01",
            ),
            ReasonCode.UNREADABLE,
        ),
    ],
)
def test_a_bad_event_is_left_out_and_named(
    lines: tuple[str, ...], code: ReasonCode
) -> None:
    good = event("DTSTART:20260310T080000", "DURATION:PT8H", "SUMMARY:V02", uid="good")
    found = read(good, event(*lines, uid="bad"))
    assert [entry.about for entry in found.calendar.entries] == ["V02"]
    (problem,) = found.problems
    assert (problem.file, problem.line) == ("shifts.ics", 9)
    assert problem.reason.code is code


@pytest.mark.parametrize(
    ("summary", "kind", "about"),
    [
        ("Urlaub Aino Alder", EntryKind.ABSENCE, "V01"),
        ("loma: Bo Björk", EntryKind.ABSENCE, "V02"),
        ("Tyovuoro V02", EntryKind.SHIFT, "V02"),
        ("Huolto, Forum Kamppi", EntryKind.CLOSURE, "forum"),
        ("Helligdag", EntryKind.HOLIDAY, ""),
    ],
)
def test_words_tell_what_an_event_is(summary: str, kind: EntryKind, about: str) -> None:
    lines = ("DTSTART:20260310T080000", "DURATION:PT8H", f"SUMMARY:{summary}")
    (entry,) = read(event(*lines), kind=None).calendar.entries
    assert (entry.kind, entry.about) == (kind, about)
    (problem,) = read(event(*lines[:2], "SUMMARY:Lunch"), kind=None).problems
    assert problem.reason.code is ReasonCode.UNKNOWN_WORD


def test_attendees_and_categories_tell_too() -> None:
    lines = (
        "DTSTART:20260310T080000Z",
        "DURATION:PT8H",
        'ATTENDEE;CN="Bo Björk":mailto:bo@example.org',
        "CATEGORIES:WORK,SHIFT",
        "SUMMARY:Early",
    )
    (entry,) = read(event(*lines), kind=None).calendar.entries
    assert (entry.kind, entry.about) == (EntryKind.SHIFT, "V02")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"id;name\n1;2\n",
        b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n",
        ics(event("DTSTART:20260310T080000", "DURATION:PT8H", "SUMMARY:V01"))[:-30],
        b"BEGIN:VCALENDAR\r\n" + b"X" * 6_000_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_is_no_calendar_is_one_problem(data: bytes) -> None:
    found = read_bytes(data, EntryKind.SHIFT)
    assert found.calendar.entries == ()
    (problem,) = found.problems
    assert problem.reason.code is ReasonCode.UNREADABLE


def test_a_calendar_rules_the_day() -> None:
    shifts = read(
        event(
            "DTSTART;TZID=Europe/Helsinki:20260302T100000",
            "DURATION:PT8H",
            "RRULE:FREQ=DAILY;COUNT=3",
            "SUMMARY:V01",
        )
    ).calendar
    away = read(
        event("DTSTART;VALUE=DATE:20260303", "SUMMARY:V01", uid="1"),
        event("DTSTART:20260302T080000", "DURATION:PT2H", "SUMMARY:Bo Björk", uid="2"),
        kind=EntryKind.ABSENCE,
    ).calendar
    model = replace(MODEL, calendars=(shifts, away))
    monday = depot_day(model, ServiceDate(date(2026, 3, 2), ZONE))
    assert [v.shift for v in monday.vehicles] == [
        TimeWindow(36_000, 64_800),
        TimeWindow(36_000, 57_600),
    ]
    tuesday = depot_day(model, ServiceDate(date(2026, 3, 3), ZONE))
    assert tuesday.off == {"V01": "absent"}
    later = depot_day(model, ServiceDate(date(2026, 6, 3), ZONE))
    assert later.stale == ("c", "c")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_file_makes_it_raise(data: st.DataObject) -> None:
    words = st.sampled_from(
        [
            "DTSTART:20260302T080000",
            "DTSTART;VALUE=DATE:20260302",
            "DTEND:20260302T080000Z",
            "DURATION:-P1D",
            "DURATION:P1W",
            "RRULE:FREQ=MONTHLY;BYDAY=5FR;COUNT=9",
            "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "RRULE:;;=",
            "RDATE;VALUE=PERIOD:20260302T080000Z/PT1H",
            "RDATE:x",
            "EXDATE;VALUE=DATE:20260302",
            "RECURRENCE-ID:20260302T080000",
            "RECURRENCE-ID;VALUE=DATE:20260302",
            "SUMMARY:V01",
            "ATTENDEE:mailto:a@b",
            "CATEGORIES:",
            "STATUS:CANCELLED",
            "BEGIN:VALARM",
            "END:VALARM",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "X:\x00",
        ]
    )
    lines = data.draw(st.lists(words | st.text(max_size=9), max_size=9))
    read(event(*lines), kind=data.draw(st.sampled_from([None, *EntryKind])))
