"""Every field of a depot that can be wrong, by table, row, field and code."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.depot_check import FieldProblem, validated
from console.domain.depot_model import DepotModel, Setting, SettingBounds
from console.domain.ids import (
    CabinetId,
    CalendarId,
    CompartmentId,
    DepotId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money
from console.domain.opening import HoursRule, Opening, WallWindow
from console.domain.parcel import Climate, Size
from console.domain.place import Place, TimeWindow
from console.domain.reasons import ReasonCode
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Contact,
    Site,
    SizeClass,
    low_share,
)
from console.domain.site_kinds import SiteRules
from console.domain.travel import Conditions, Congestion, RoadClass
from console.domain.vehicle import Break, Depot, Vehicle, VehicleType

Code = ReasonCode
S, COLD = SizeClassId("S"), SizeClassId("C")
BUS = Cabinet(CabinetId("c"), SiteId("s"), "C", Connection.BUS, "x", "/dev/ttyUSB0")
BOX = Compartment(CompartmentId("c/1"), BUS.id, 1, S, 0, 0, 0, 1)
MODEL = DepotModel(
    Depot(DepotId("d"), "D", "Europe/Helsinki", Place(24.9, 60.2)),
    (
        SizeClass(S, Size(600, 400, 100)),
        SizeClass(COLD, Size(9, 9, 9), climate=Climate.CHILLED),
    ),
    (
        Site(
            SiteId("s"),
            "S",
            Place(24.9, 60.2),
            rules=SiteRules(
                domains=("a.example",), members=("x@a.example",), addresses=("A 1",)
            ),
            contact=Contact("A", "+358 9 123", "a@b.example"),
            opens=date(2026, 1, 1),
            closes=date(2026, 1, 1),
        ),
    ),
    (BUS,),
    (
        BOX,
        replace(BOX, id=CompartmentId("c/2"), door=2, row=1, lock=2, size_class=COLD),
    ),
    (
        VehicleType(
            VehicleTypeId("v"), "V", "van", 9, 9, 9, Money(0), Money(0), Money(0), 0,
            conditions=Conditions(congestion=(Congestion(RoadClass.MINOR, 7, 9, 150),)),
            load_units=2,
            load_unit_ml=5,
        ),
    ),
    (Vehicle(VehicleId("1"), VehicleTypeId("v"), "", TimeWindow(0, 90_000)),),
    {"reach_m": 500, "share": 0.5},
    (
        Calendar(
            CalendarId("k"),
            "K",
            date(2026, 1, 1),
            date(2026, 1, 2),
            (
                CalendarEntry(
                    EntryKind.HOLIDAY,
                    datetime(2026, 1, 1, tzinfo=UTC),
                    datetime(2026, 1, 2, tzinfo=UTC),
                ),
            ),
        ),
    ),
)  # fmt: skip


def changed(table: str, **changes: Any) -> DepotModel:
    """The model with the first row of a table changed."""
    if table == "depot":
        return replace(MODEL, depot=replace(MODEL.depot, **changes))
    first, *rest = getattr(MODEL, table)
    return replace(MODEL, **{table: (replace(first, **changes), *rest)})


def told(model: DepotModel) -> list[tuple[str, str, str, ReasonCode]]:
    return [(p.table, p.id, p.field, p.code) for p in validated(model)]


def test_a_good_model_has_no_problem() -> None:
    assert validated(MODEL) == ()
    bare = DepotModel(MODEL.depot)
    assert validated(bare) == ()


@pytest.mark.parametrize(
    ("value", "code"),
    [(701, Code.OUT_OF_RANGE), (0.5, Code.NOT_A_NUMBER), ("far", Code.NOT_A_NUMBER)],
)
def test_settings_are_held_against_what_the_planner_knows(
    value: Setting, code: ReasonCode
) -> None:
    known = {"reach_m": SettingBounds(0, 700, whole=True)}
    good = replace(MODEL, settings={"reach_m": 700})
    assert validated(good, known) == ()
    bad = replace(MODEL, settings={"reach_m": value, "other": 1})
    assert validated(bad) == ()
    assert [(p.id, p.field, p.code) for p in validated(bad, known)] == [
        ("settings", "reach_m", code),
        ("settings", "other", Code.UNKNOWN_ID),
    ]


REST = Break(TimeWindow(39_600, 48_600), 1800)
EARLY = Break(TimeWindow(36_000, 50_000), 900)
LATE = Opening((HoursRule((WallWindow(90_000, 95_000),)),))
BACK = Opening((HoursRule((WallWindow(10, 10),)),))
ODD_DAY = Opening((HoursRule(days=(7,)),))


def test_breaks_one_after_the_other_are_no_problem() -> None:
    later = Break(TimeWindow(54_000, 61_200), 900)
    assert validated(changed("vehicle_types", breaks=(REST, later))) == ()


@pytest.mark.parametrize(
    ("table", "changes", "field", "code"),
    [
        ("depot", {"name": " "}, "name", Code.MISSING_VALUE),
        ("depot", {"zone": "Mars"}, "zone", Code.UNKNOWN_ZONE),
        ("depot", {"zone": "../x"}, "zone", Code.UNKNOWN_ZONE),
        ("depot", {"place": Place(200, 0)}, "place.lon", Code.OUT_OF_RANGE),
        ("depot", {"place": Place(0, float("nan"))}, "place.lat", Code.OUT_OF_RANGE),
        ("size_classes", {"box": Size(0, 1, 1)}, "box.length_mm", Code.OUT_OF_RANGE),
        ("size_classes", {"mass_limit_g": 0}, "mass_limit_g", Code.OUT_OF_RANGE),
        ("vehicle_types", {"name": ""}, "name", Code.MISSING_VALUE),
        ("vehicle_types", {"mode": ""}, "mode", Code.MISSING_VALUE),
        ("vehicle_types", {"parcels": 0}, "parcels", Code.OUT_OF_RANGE),
        ("vehicle_types", {"per_hour": -1}, "per_hour", Code.OUT_OF_RANGE),
        ("vehicle_types", {"co2_g_per_km": -1}, "co2_g_per_km", Code.OUT_OF_RANGE),
        ("vehicle_types", {"door_setup_s": 9999}, "door_setup_s", Code.OUT_OF_RANGE),
        ("vehicle_types", {"load_unit_ml": 0}, "load_unit_ml", Code.MISSING_VALUE),
        ("vehicle_types", {"climates": ()}, "climates", Code.MISSING_VALUE),
        ("vehicle_types", {"range_km": -1}, "range_km", Code.OUT_OF_RANGE),
        ("vehicle_types", {"trips": 0}, "trips", Code.OUT_OF_RANGE),
        ("vehicle_types", {"trips": 9}, "trips", Code.OUT_OF_RANGE),
        ("vehicle_types", {"reload_s": -1}, "reload_s", Code.OUT_OF_RANGE),
        ("vehicle_types", {"longest_tour_s": -1}, "longest_tour_s", Code.OUT_OF_RANGE),
        ("vehicle_types", {"breaks": (REST, EARLY)}, "breaks", Code.BAD_FORM),
        (
            "vehicle_types",
            {"breaks": (replace(REST, duration_s=59),)},
            "breaks",
            Code.OUT_OF_RANGE,
        ),
        (
            "vehicle_types",
            {"breaks": (Break(TimeWindow(9, 8), 600),)},
            "breaks",
            Code.WINDOW_BACKWARDS,
        ),
        (
            "vehicle_types",
            {"breaks": (Break(TimeWindow(9, 90_001), 600),)},
            "breaks",
            Code.OUT_OF_RANGE,
        ),
        (
            "vehicle_types",
            {"conditions": Conditions(height_mm=-1)},
            "conditions.height_mm",
            Code.OUT_OF_RANGE,
        ),
        (
            "vehicle_types",
            {"conditions": Conditions(speed_kmh=99)},
            "conditions.speed_kmh",
            Code.OUT_OF_RANGE,
        ),
        (
            "vehicle_types",
            {
                "conditions": Conditions(
                    congestion=(Congestion(RoadClass.MINOR, 9, 7, 150),)
                )
            },
            "conditions.congestion",
            Code.WINDOW_BACKWARDS,
        ),
        ("vehicles", {"type": "x"}, "type", Code.UNKNOWN_ID),
        ("vehicles", {"shift": TimeWindow(9, 8)}, "shift", Code.WINDOW_BACKWARDS),
        ("vehicles", {"shift": TimeWindow(9, 99_999)}, "shift", Code.OUT_OF_RANGE),
        ("vehicles", {"shifts": LATE}, "shifts", Code.OUT_OF_RANGE),
        ("vehicles", {"overtime_s": -1}, "overtime_s", Code.OUT_OF_RANGE),
        ("sites", {"name": ""}, "name", Code.MISSING_VALUE),
        ("sites", {"hours": BACK}, "hours", Code.WINDOW_BACKWARDS),
        ("sites", {"service": ODD_DAY}, "service", Code.OUT_OF_RANGE),
        ("sites", {"setup_s": -1}, "setup_s", Code.OUT_OF_RANGE),
        (
            "sites",
            {"rules": SiteRules(max_mass_g=-1)},
            "rules.max_mass_g",
            Code.OUT_OF_RANGE,
        ),
        ("sites", {"rules": SiteRules(dwell_h=0)}, "rules.dwell_h", Code.OUT_OF_RANGE),
        (
            "sites",
            {"rules": SiteRules(addresses=(" ",))},
            "rules.addresses",
            Code.MISSING_VALUE,
        ),
        (
            "sites",
            {"rules": SiteRules(companies=("",))},
            "rules.companies",
            Code.MISSING_VALUE,
        ),
        (
            "sites",
            {"rules": SiteRules(domains=("a b",))},
            "rules.domains",
            Code.BAD_FORM,
        ),
        ("sites", {"rules": SiteRules(members=("a",))}, "rules.members", Code.BAD_FORM),
        ("sites", {"contact": Contact(email="a")}, "contact.email", Code.BAD_FORM),
        ("sites", {"contact": Contact(phone="call")}, "contact.phone", Code.BAD_FORM),
        ("sites", {"climates": (Climate.AMBIENT,)}, "climates", Code.DOORS_DIFFER),
        ("sites", {"closes": date(2025, 1, 1)}, "closes", Code.WINDOW_BACKWARDS),
        ("cabinets", {"site": "x"}, "site", Code.UNKNOWN_ID),
        ("cabinets", {"screen_column": -1}, "screen_column", Code.OUT_OF_RANGE),
        ("cabinets", {"baud": 5}, "baud", Code.OUT_OF_RANGE),
        ("cabinets", {"framing": "9X9"}, "framing", Code.BAD_FORM),
        ("cabinets", {"controller": "a:1"}, "controller", Code.NOT_USED),
        ("cabinets", {"port": "socket://a:1"}, "port", Code.BAD_FORM),
        (
            "cabinets",
            {"connection": Connection.GATEWAY, "port": "/dev/x"},
            "port",
            Code.BAD_FORM,
        ),
        (
            "cabinets",
            {"connection": Connection.GATEWAY, "port": "socket://a:99999"},
            "port",
            Code.OUT_OF_RANGE,
        ),
        ("cabinets", {"connection": Connection.REPORTED}, "port", Code.NOT_USED),
        (
            "cabinets",
            {"connection": Connection.AUTONOMOUS, "port": "", "controller": "a b"},
            "controller",
            Code.BAD_FORM,
        ),
        ("compartments", {"cabinet": "x"}, "cabinet", Code.UNKNOWN_ID),
        ("compartments", {"size_class": "x"}, "size_class", Code.UNKNOWN_ID),
        ("compartments", {"door": 0}, "door", Code.OUT_OF_RANGE),
        ("compartments", {"board": 256}, "board", Code.OUT_OF_RANGE),
        ("calendars", {"last": date(2025, 1, 1)}, "last", Code.WINDOW_BACKWARDS),
    ],
)
def test_a_wrong_field_is_named(
    table: str, changes: dict[str, Any], field: str, code: ReasonCode
) -> None:
    model = changed(table, **changes)
    row = MODEL.depot.id if table == "depot" else getattr(MODEL, table)[0].id
    name = table if table == "depot" else table.removesuffix("s")
    name = {"size_classe": "size_class"}.get(name, name)
    assert told(model) == [(name, row, field, code)]


@pytest.mark.parametrize(
    "changes",
    [
        {"connection": Connection.GATEWAY, "port": "socket://10.0.0.7:4001"},
        {"connection": Connection.GATEWAY, "port": "", "baud": 9600, "framing": "8E1"},
        {
            "connection": Connection.AUTONOMOUS,
            "port": "",
            "controller": "https://x.example/api",
        },
        {"connection": Connection.AUTONOMOUS, "port": "", "controller": "10.0.0.8:443"},
        {"connection": Connection.AUTONOMOUS, "port": ""},
        {"connection": Connection.REPORTED, "port": ""},
        {"port": "", "screen_column": 2},
        {"port": "COM3"},
    ],
)
def test_every_connection_has_fields_of_its_own(changes: dict[str, Any]) -> None:
    assert validated(changed("cabinets", **changes)) == ()


def test_names_and_places_are_taken_once() -> None:
    (box, other) = MODEL.compartments
    twin = replace(other, door=1, row=0, lock=1)
    assert [(p.field, p.code, p.args) for p in validated(
        replace(MODEL, compartments=(box, twin))
    )] == [(f, Code.TAKEN, ("c/1",)) for f in ("door", "row", "lock")]  # fmt: skip
    # Two cabinets on one line may not have two doors on one lock either.
    mate = replace(BUS, id=CabinetId("e"))
    far = replace(box, id=CompartmentId("e/1"), cabinet=mate.id)
    both = replace(MODEL, cabinets=(BUS, mate), compartments=(box, far))
    assert told(both) == [("compartment", "e/1", "lock", Code.TAKEN)]
    twice = replace(MODEL, vehicles=MODEL.vehicles * 2)
    assert validated(twice) == (
        FieldProblem("vehicle", "1", "id", Code.DUPLICATE_ID, (2,)),
    )
    nameless = changed("vehicles", id=VehicleId(" "))
    assert told(nameless) == [("vehicle", " ", "id", Code.MISSING_VALUE)]
    spaced = replace(
        MODEL, size_classes=(SizeClass(SizeClassId("S *"), Size(1, 1, 1)),)
    )
    assert ("size_class", "S *", "id", Code.BAD_FORM) in told(spaced)


def test_settings_and_entries() -> None:
    odd = replace(MODEL, settings={"share": float("inf"), "name": "x"})
    assert told(odd) == [("settings", "settings", "share", Code.NOT_A_NUMBER)]
    (entry,) = MODEL.calendars[0].entries
    calendar = replace(MODEL.calendars[0], entries=(replace(entry, end=entry.start),))
    back = replace(MODEL, calendars=(calendar,))
    assert told(back) == [("calendar", "k", "entries", Code.WINDOW_BACKWARDS)]


def test_the_share_of_low_doors() -> None:
    assert low_share(()) == 0
    assert low_share((BOX, replace(BOX, low=True))) == 0.5
