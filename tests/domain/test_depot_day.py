"""Who works and what is open on one date."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.clock import ServiceDate
from console.domain.depot_day import ABSENT, NOT_ON_SHIFT, depot_day
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId, DepotId, SiteId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.opening_text import read_opening
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.site import Site
from console.domain.travel import Conditions, Travel
from console.domain.vehicle import Depot, Vehicle, VehicleType

ZONE = ZoneInfo("Europe/Helsinki")
DAY = ServiceDate(date(2026, 3, 2), ZONE)
HERE = Place(24.9, 60.2)
NINE_TO_FIVE = TimeWindow(9 * 3600, 17 * 3600)
VAN = Vehicle(VehicleId("v"), VehicleTypeId("t"), "Aino", NINE_TO_FIVE)
SITE = Site(
    SiteId("s"),
    "Forum",
    HERE,
    read_opening("Mo-Fr 07:00-20:00; PH off"),
    service=read_opening("Mo-Fr 06:00-10:00,14:00-16:00"),
)
MODEL = DepotModel(
    Depot(DepotId("d"), "D", "Europe/Helsinki", HERE), sites=(SITE,), vehicles=(VAN,)
)


def entry(
    kind: EntryKind, start_h: float, end_h: float, about: str = ""
) -> CalendarEntry:
    first, last = DAY.instant(int(start_h * 3600)), DAY.instant(int(end_h * 3600))
    return CalendarEntry(kind, first, last, about)


def with_entries(*entries: CalendarEntry) -> DepotModel:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    return replace(MODEL, calendars=(Calendar(CalendarId("k"), "K", *year, entries),))


def test_a_plain_day() -> None:
    day = depot_day(MODEL, DAY)
    assert day.vehicles == (VAN,)
    assert day.pickup == {"s": (TimeWindow(25_200, 72_000),)}
    assert day.service == {
        "s": (TimeWindow(21_600, 36_000), TimeWindow(50_400, 57_600))
    }
    assert (day.off, day.stale) == ({}, ())
    sunday = depot_day(MODEL, replace(DAY, day=date(2026, 3, 8)))
    assert sunday.service == {"s": ()}


def test_without_hours_of_its_own_service_is_as_pickup() -> None:
    day = depot_day(replace(MODEL, sites=(replace(SITE, service=None),)), DAY)
    assert day.service == day.pickup


def test_a_site_opens_and_closes_for_good() -> None:
    tomorrow, yesterday = date(2026, 3, 3), date(2026, 3, 1)
    for change in ({"opens": tomorrow}, {"closes": yesterday}):
        model = replace(MODEL, sites=(replace(SITE, **change),))
        assert depot_day(model, DAY).pickup == {"s": ()}


def test_holidays_close_what_says_so() -> None:
    day = depot_day(with_entries(entry(EntryKind.HOLIDAY, 0, 24)), DAY)
    assert day.pickup == {"s": ()}
    assert len(day.service["s"]) == 2
    night = with_entries(entry(EntryKind.HOLIDAY, -24, 0))
    assert depot_day(night, DAY).pickup["s"]


def test_closures_are_cut_out() -> None:
    whole = with_entries(entry(EntryKind.CLOSURE, 0, 24))
    assert depot_day(whole, DAY).pickup == {"s": ()}
    noon = with_entries(
        entry(EntryKind.CLOSURE, 9, 15, "Forum"),
        entry(EntryKind.CLOSURE, 2, 3, "s"),
        entry(EntryKind.CLOSURE, 8, 9, "other"),
    )
    day = depot_day(noon, DAY)
    assert day.pickup["s"] == (TimeWindow(25_200, 32_400), TimeWindow(54_000, 72_000))
    assert day.service["s"] == (TimeWindow(21_600, 32_400), TimeWindow(54_000, 57_600))


def test_shifts_by_weekday() -> None:
    rostered = replace(
        VAN, shifts=read_opening("Mo 08:00-12:00,13:00-18:00; Tu-Fr off")
    )
    model = replace(MODEL, vehicles=(rostered,))
    (van,) = depot_day(model, DAY).vehicles
    assert van.shift == TimeWindow(46_800, 64_800)
    tuesday = depot_day(model, replace(DAY, day=date(2026, 3, 3)))
    assert tuesday.off == {"v": NOT_ON_SHIFT}


def test_a_calendars_shifts_beat_the_vehicles_own() -> None:
    by_id = with_entries(entry(EntryKind.SHIFT, 6, 8, "v"))
    assert depot_day(by_id, DAY).vehicles[0].shift == TimeWindow(21_600, 28_800)
    by_name = with_entries(
        entry(EntryKind.SHIFT, -2, 3, "Aino"), entry(EntryKind.SHIFT, 9, 10, "Bo")
    )
    # What began the evening before is the day before's, and this day has none.
    assert depot_day(by_name, DAY).off == {"v": NOT_ON_SHIFT}


def test_absences() -> None:
    cases = {
        (0, 24): None,
        (9, 12): TimeWindow(43_200, 61_200),
        (12, 20): TimeWindow(32_400, 43_200),
        (20, 22): NINE_TO_FIVE,
    }
    for hours, shift in cases.items():
        for about in ("", "v", "Aino"):
            model = with_entries(entry(EntryKind.ABSENCE, *hours, about))
            day = depot_day(model, DAY)
            assert [v.shift for v in day.vehicles] == ([shift] if shift else [])
            assert day.off == ({} if shift else {"v": ABSENT})
    other = with_entries(entry(EntryKind.ABSENCE, 0, 24, "Bo"))
    assert depot_day(other, DAY).vehicles == (VAN,)


def test_a_calendar_that_ended_is_named() -> None:
    late = replace(DAY, day=date(2026, 12, 31) + timedelta(days=1))
    assert depot_day(with_entries(), late).stale == ("k",)


def test_a_type_travels_and_loads() -> None:
    kind = VehicleType(
        VehicleTypeId("t"), "T", "van", 9, 1000, 9, Money(0), Money(0), Money(0), 0
    )
    assert kind.travel == Travel("van", Conditions())
    assert kind.room_ml == 1000
    assert replace(kind, load_units=3, load_unit_ml=200).room_ml == 600
    assert replace(kind, load_units=9, load_unit_ml=200).room_ml == 1000
    assert depot_day(MODEL, DAY).service["s"][0] in (
        WHOLE_DAY,
        TimeWindow(21_600, 36_000),
    )
