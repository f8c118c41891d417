"""Depot files: read, refused with a way out, and written back the same."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from console.domain.depot_model import DepotModel, SettingBounds
from console.domain.ids import (
    CabinetId,
    DepotId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money
from console.domain.opening import daily
from console.domain.parcel import Climate, Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.site import (
    Cabinet,
    Connection,
    Custody,
    Site,
    SizeClass,
)
from console.domain.vehicle import Break, Depot, Vehicle
from console.geo.streets.modes import Mode
from console.interchange.depot_file import read_depot
from console.interchange.depot_writer import write_depot
from console.interchange.errors import DepotFileError
from console.interchange.fleet_file import preset, presets, vehicle_preset
from tests.depots import models

FILE = """\
format = 1
[depot]
id = "hel"
name = "Helsinki"
zone = "Europe/Helsinki"
lon = 24.94
lat = 60

[settings]
reach_m = 500
engine = "sisr"

[[size_class]]
id = "S"
length_mm = 640
width_mm = 380
height_mm = 80

[[size_class]]
id = "M"
length_mm = 640
width_mm = 380
height_mm = 190
mass_limit_g = 10000
climate = "chilled"

[[vehicle_type]]
id = "big-van"
preset = "van"
per_hour_eur = 33.3333

[[vehicle]]
id = "v1"
type = "big-van"
shift = ["08:00", "16:30:30"]

[[site]]
id = "forum"
name = "Forum"
lon = 24.93
lat = 60.17
hours = [["06:00", "12:00"], ["13:00", "25:00"]]
step_free = false

[[site.cabinet]]
id = "c1"
name = "Left"
connection = "bus"
family = "cu48"
port = "/dev/ttyUSB0"
screen_column = 1
columns = ["S S* M", "", "M M*"]
first_board = 2
locks_per_board = 2
occupied = [1, 5]
reserved = [2]
suspect = [3]
out_of_service = [1, 4]
"""


def read(text: str) -> DepotModel:
    return read_depot(text.encode(), file="depot.toml")


def test_a_depot_is_read_whole() -> None:
    model = read(FILE)
    assert model.depot == Depot(
        DepotId("hel"), "Helsinki", "Europe/Helsinki", Place(24.94, 60.0)
    )
    assert model.settings == {"reach_m": 500, "engine": "sisr"}
    assert model.size_classes == (
        SizeClass(SizeClassId("S"), Size(640, 380, 80)),
        SizeClass(SizeClassId("M"), Size(640, 380, 190), 10_000, Climate.CHILLED),
    )
    (kind,) = model.vehicle_types
    assert kind == replace(
        vehicle_preset("van"), id=VehicleTypeId("big-van"), per_hour=Money(333_333)
    )
    assert model.vehicles == (
        Vehicle(VehicleId("v1"), kind.id, "", TimeWindow(28_800, 59_430)),
    )
    assert model.sites == (
        Site(
            SiteId("forum"),
            "Forum",
            Place(24.93, 60.17),
            daily((21_600, 43_200), (46_800, 90_000)),
            step_free=False,
        ),
    )
    assert model.cabinets == (
        Cabinet(
            CabinetId("c1"),
            SiteId("forum"),
            "Left",
            Connection.BUS,
            "cu48",
            "/dev/ttyUSB0",
            1,
        ),
    )


def test_a_frame_is_doors_column_by_column() -> None:
    doors = read(FILE).compartments
    assert [door.id for door in doors] == [f"c1/{n}" for n in range(1, 6)]
    assert [(d.column, d.row, d.size_class) for d in doors] == [
        (0, 0, "S"),
        (0, 1, "S"),
        (0, 2, "M"),
        (2, 0, "M"),
        (2, 1, "M"),
    ]
    assert [(d.board, d.lock) for d in doors] == [
        (2, 1),
        (2, 2),
        (3, 1),
        (3, 2),
        (4, 1),
    ]
    assert [d.low for d in doors] == [False, True, False, False, True]
    assert [d.custody.value for d in doors] == [
        "occupied",
        "reserved",
        "suspect",
        "free",
        "occupied",
    ]
    assert [d.service.value for d in doors] == ["out", "in", "in", "out", "in"]


def test_doors_may_be_numbered_and_wired_any_way() -> None:
    wiring = 'wiring = ["0:1", "0:2", "1:9", "0:3", "7:1"]'
    text = FILE.replace("first_board = 2", "doors = [1, 3, 5, 2, 4]")
    text = text.replace("locks_per_board = 2", wiring)
    doors = {door.door: door for door in read(text).compartments}
    assert (doors[3].column, doors[3].row) == (0, 1)
    assert (doors[3].board, doors[3].lock) == (1, 9)
    assert doors[5].custody is Custody.OCCUPIED


def test_the_least_a_site_needs_is_enough() -> None:
    text = FILE[: FILE.index("hours = ")]
    (site,) = read(text).sites
    assert site == Site(SiteId("forum"), "Forum", Place(24.93, 60.17))


def test_every_preset_is_a_vehicle_of_a_street_mode() -> None:
    modes = {vehicle_preset(name).mode for name in presets()}
    assert modes == set(Mode) - {Mode.WALK_STEP_FREE}
    for name in presets():
        kind = vehicle_preset(name)
        assert kind.mode in set(Mode)
        assert kind.co2_source
        assert preset(name)["name"] == kind.name
    with pytest.raises(DepotFileError, match="did you mean 'van'"):
        vehicle_preset("vann")


def swap(old: str, new: str) -> Callable[[], str]:
    def change() -> str:
        assert old in FILE
        return FILE.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap("format = 1", "format = 3"), "format: this program reads format 1 and 2"),
        (swap("format = 1\n", ""), "format: is missing; add it"),
        (swap("[depot]", "[depo]"), "depot: is missing; add it, or is 'depo' meant"),
        (
            swap("[settings]", "[setings]"),
            "setings: is not known; did you mean 'settings'",
        ),
        (swap('id = "hel"', 'id = ""'), "depot.id: is empty"),
        (swap('id = "hel"', "id = 7"), "depot.id: write a text in quotes, not 7"),
        (swap("lat = 60\n", "lat = 91\n"), "depot.lat: 91 is outside -90 to 90"),
        (swap("lat = 60\n", "lat = nan\n"), "depot.lat: nan is outside"),
        (swap("lat = 60\n", "lat = true\n"), "depot.lat: write a number, not True"),
        (swap("lat = 60\n", "lat = 60\nhight = 2\n"), "depot.hight: is not known"),
        (
            swap("Europe/Helsinki", "Helsinki"),
            "depot.zone: 'Helsinki' is not a time zone",
        ),
        (swap("Europe/Helsinki", "../etc"), "depot.zone: '../etc' is not a time zone"),
        (
            swap("reach_m = 500", "reach_m = [5]"),
            "settings.reach_m: write one text, number",
        ),
        (
            swap("reach_m = 500", "reach_m = inf"),
            "settings.reach_m: inf is not a number",
        ),
        (
            swap("[settings]\n", "[[settings]]\n"),
            r"settings: write a \[settings\] table",
        ),
        (swap('id = "S"', 'id = "S*"'), r"size_class\[1\].id: 'S\*' has a space or \*"),
        (swap('id = "M"', 'id = "S"'), r"size_class\[2\].id: 'S' is used twice"),
        (swap("length_mm = 640", "length_mm = 64.5"), "write a whole number, not 64.5"),
        (swap("length_mm = 640", "length_mm = 0"), "0 is outside 1 to 10000"),
        (swap('"chilled"', '"cold"'), "'cold' is not one of ambient, chilled, frozen"),
        (swap('preset = "van"', 'preset = "vam"'), "did you mean 'van'"),
        (swap("per_hour_eur", "per_our_eur"), "did you mean 'per_hour_eur'"),
        (swap('preset = "van"\n', ""), r"vehicle_type\[1\].name: is missing"),
        (swap('type = "big-van"', 'type = "bigvan"'), "did you mean 'big-van'"),
        (swap('shift = ["08:00", "16:30:30"]', 'shift = ["08:00"]'), "write two times"),
        (
            swap('shift = ["08:00"', 'shift = ["8:00"'),
            "write a time as \"08:00\", not '8:00'",
        ),
        (swap('shift = ["08:00"', "shift = [8"), 'write a time as "08:00", not 8'),
        (swap('shift = ["08:00"', 'shift = ["08:61"'), "is not a time from"),
        (swap('shift = ["08:00"', 'shift = ["17:00"'), "ends before it begins"),
        (
            swap('[["06:00", "12:00"], ', '["06:00", '),
            r"site\[1\].hours: write two times",
        ),
        (
            swap("step_free = false", 'step_free = "no"'),
            "write true or false, not 'no'",
        ),
        (swap('"bus"', '"wifi"'), "'wifi' is not one of bus, gateway, autonomous"),
        (
            swap('"S S* M"', '"S XS M"'),
            r"site\[1\].cabinet\[1\].columns: class 'XS' is not",
        ),
        (swap('"S S* M"', "7"), "columns: write texts in quotes, not 7"),
        (swap("columns = [", "colums = ["), "occupied: there is no door 1"),
        (swap("first_board = 2", "frist_board = 2"), "did you mean 'first_board'"),
        (swap("first_board = 2", "doors = [1, 2]"), "number the 5 doors 1 to 5, once"),
        (swap("first_board = 2", "doors = [1, 2, 3, 4, 4]"), "number the 5 doors"),
        (swap("first_board = 2", 'wiring = ["1:1"]'), "has 1 entries for 5 doors"),
        (
            swap("first_board = 2", 'wiring = ["1:1","1:2","1:3","1:4","1-5"]'),
            'as "1:24"',
        ),
        (
            swap("first_board = 2", 'wiring = ["1:1","1:2","1:3","1:4","1:1"]'),
            "two doors hang",
        ),
        (swap("occupied = [1, 5]", "occupied = [1, 6]"), "doors run from 1 to 5"),
        (
            swap("occupied = [1, 5]", "occupied = [2]"),
            "reserved: door 2 is occupied already",
        ),
        (
            swap("occupied = [1, 5]", "occupied = [true]"),
            "write whole numbers, not True",
        ),
        (swap("occupied = [1, 5]", "occupied = 1"), "write a list in square brackets"),
        (
            swap("[[site.cabinet]]\n", "[site.cabinet]\n"),
            "cabinet: write a list in square",
        ),
        (
            lambda: FILE[: FILE.index("[[site.cabinet]]")] + 'cabinet = ["x"]',
            r"write \[\[site\[1\].cabinet\]\]",
        ),
        (swap("lon = 24.93", "lon 24.93"), "is not TOML"),
    ],
)
def test_an_error_names_the_place_and_the_way_out(
    change: Callable[[], str], message: str
) -> None:
    with pytest.raises(DepotFileError, match=message) as error:
        read(change())
    assert str(error.value).startswith("depot.toml: ")
    assert error.value.file == "depot.toml"


def test_two_sites_or_cabinets_of_one_name_are_refused() -> None:
    site = FILE[FILE.index("[[site]]") :]
    with pytest.raises(DepotFileError, match=r"site\[2\].id: 'forum' is used twice"):
        read(FILE + site)
    with pytest.raises(DepotFileError, match=r"site\[2\].cabinet\[1\].id: 'c1'"):
        read(FILE + site.replace('"forum"', '"other"'))


def test_settings_are_checked_against_the_planners_names() -> None:
    data = FILE.encode()
    may = SettingBounds(0, 700, whole=True)
    engine = SettingBounds(0, 1, whole=False)
    data = data.replace(b'engine = "sisr"', b"engine = 1")
    read_depot(data, file="d", settings={"reach_m": may, "engine": engine})
    near = SettingBounds(0, 499, whole=True)
    with pytest.raises(DepotFileError, match=r"settings.reach_m: out of range: 0, 499"):
        read_depot(data, file="d", settings={"reach_m": near, "engine": engine})
    with pytest.raises(
        DepotFileError, match="reach_m: is not known; did you mean 'reach_s'"
    ):
        read_depot(data, file="d", settings={"reach_s": may, "engine": engine})


def test_a_file_of_another_encoding_or_depth_is_refused() -> None:
    with pytest.raises(DepotFileError, match="is not UTF-8"):
        read_depot("name = 'ä'".encode("latin-1"), file="d")
    with pytest.raises(DepotFileError, match="is not TOML"):
        read_depot(b"a = " + b"[" * 100_000, file="d")
    assert read_depot(b"\xef\xbb\xbf" + FILE.encode(), file="d") == read(FILE)


RESTS = """
trips = 3
reload_s = 600
longest_tour_s = 18000
[[vehicle_type.break]]
window = ["11:00", "13:30"]
duration_s = 1800
"""


def test_a_type_says_how_its_couriers_work() -> None:
    (kind,) = read(FILE.replace("per_hour_eur = 33.3333\n", RESTS)).vehicle_types
    assert kind.breaks == (Break(TimeWindow(39_600, 48_600), 1800),)
    assert (kind.trips, kind.reload_s, kind.longest_tour_s) == (3, 600, 18_000)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("trips = 3", "trips = 0", r"vehicle_type\[1\].trips: 0 is outside 1 to 8"),
        ("reload_s = 600", "reload_s = 1.5", r"\[1\].reload_s: write a whole number"),
        ("1800\n", "59\n", r"\[1\].break\[1\].duration_s: 59 is outside"),
        ('["11:00", ', '["14:00", ', r"break\[1\].window: ends before it begins"),
        ("window", "windows", r"break\[1\].window: is missing"),
    ],
)
def test_a_wrong_rest_or_trip_is_named(old: str, new: str, message: str) -> None:
    text = FILE.replace("per_hour_eur = 33.3333\n", RESTS)
    with pytest.raises(DepotFileError, match=message):
        read(text.replace(old, new))


def test_rests_come_one_after_the_other() -> None:
    early = '[[vehicle_type.break]]\nwindow = ["10:00", "14:00"]\nduration_s = 900\n'
    with pytest.raises(DepotFileError, match=r"type 'big-van'.breaks: bad form"):
        read(FILE.replace("per_hour_eur = 33.3333\n", RESTS + early))


@settings(max_examples=40, deadline=None)
@given(models())
def test_what_is_written_reads_back_the_same(model: DepotModel) -> None:
    data = write_depot(model)
    assert read_depot(data, file="d") == model
    assert write_depot(read_depot(data, file="d")) == data


def test_wiring_is_written_as_shortly_as_it_can_be() -> None:
    text = write_depot(read(FILE)).decode()
    assert "first_board = 2\nlocks_per_board = 2\n" in text
    assert "wiring" not in text
    assert "doors" not in text


def test_what_sensors_saw_is_not_setup() -> None:
    model = read(FILE)
    seen = replace(model.compartments[0], version=7)
    changed = replace(model, compartments=(seen, *model.compartments[1:]))
    assert read(write_depot(changed).decode()) == model


@pytest.mark.parametrize(
    ("change", "message"),
    [({"row": 5}, "column 0 has a gap"), ({"door": 9}, "not numbered 1 to 5")],
)
def test_a_frame_that_cannot_be_drawn_is_not_written(
    change: dict[str, int], message: str
) -> None:
    model = read(FILE)
    odd = replace(model.compartments[0], **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        write_depot(replace(model, compartments=(odd, *model.compartments[1:])))


def test_the_zone_is_one_python_knows() -> None:
    assert ZoneInfo(read(FILE).depot.zone).key == "Europe/Helsinki"
    assert WHOLE_DAY.end_s == 25 * 3600
