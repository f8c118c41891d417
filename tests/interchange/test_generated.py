"""A generated day: repeatable, plausible, and read back without a problem."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clock import ServiceDate
from console.domain.parcel import Preference
from console.domain.place import WHOLE_DAY
from console.interchange.depot_file import read_depot
from console.interchange.generated import Generated, Ground, generate
from console.interchange.generated_depot import APART_M, site_count, spread
from console.interchange.manifest import Manifest, read_manifest

DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))


@dataclass(frozen=True)
class House:
    street: str
    number: str
    lon: float
    lat: float
    postcode: str = "00120"
    city: str = "Helsinki"


@dataclass(frozen=True)
class Spot:
    name: str
    kind: str
    lon: float
    lat: float


HOUSES = tuple(
    House(f"Katu {n // 20}", str(n % 20 + 1), 24.93 + n / 20_000, 60.16 + n % 20 / 2000)
    for n in range(400)
)
SPOTS = tuple(
    Spot(f"K-Market {n % 7}", kind, 24.93 + n / 2000, 60.16 + n % 9 / 1000)
    for n, kind in enumerate(["supermarket", "kiosk", "station", "tram_stop"] * 15)
)
GROUND = Ground(
    "Test town",
    "Europe/Helsinki",
    HOUSES,
    SPOTS,
    {"van", "walk", "cargo_bike"},
    HOUSES[0],
)


def manifest_of(day: Generated) -> Manifest:
    return read_manifest(
        day.manifest_csv,
        file="manifest.csv",
        day=DAY,
        classes=day.depot.size_classes,
        sites=day.depot.sites,
    )


@pytest.fixture(scope="module")
def day() -> Generated:
    return generate(GROUND, parcels=600, seed=1)


def test_the_same_seed_gives_the_same_bytes(day: Generated) -> None:
    again = generate(GROUND, parcels=600, seed=1)
    assert again == day
    assert generate(GROUND, parcels=600, seed=2).manifest_csv != day.manifest_csv


def test_the_depot_file_is_the_model(day: Generated) -> None:
    assert read_depot(day.depot_toml, file="depot.toml") == day.depot


def test_six_hundred_parcels_make_the_demo_depot(day: Generated) -> None:
    depot = day.depot
    assert len(depot.sites) == len(depot.cabinets) == 24
    assert Counter(vehicle.type for vehicle in depot.vehicles) == {
        "van": 6,
        "cargo-bike": 4,
        "walker": 2,
    }
    frames = Counter(door.cabinet for door in depot.compartments)
    assert all(24 <= doors <= 72 for doors in frames.values())
    screens = {cabinet.screen_column for cabinet in depot.cabinets}
    assert None not in screens
    full = sum(door.custody == "occupied" for door in depot.compartments)
    assert 0.65 < full / len(depot.compartments) < 0.75
    assert 0.2 < sum(d.low for d in depot.compartments) / len(depot.compartments) < 0.6


def test_without_streets_for_bikes_couriers_walk() -> None:
    ground = Ground("T", "UTC", HOUSES, SPOTS, {"van", "walk"}, HOUSES[0])
    fleet = generate(ground, parcels=600, seed=1).depot
    assert Counter(v.type for v in fleet.vehicles) == {"van": 6, "walker": 6}
    assert {kind.mode for kind in fleet.vehicle_types} == {"van", "walk"}


def test_every_row_is_a_parcel_at_a_real_address(day: Generated) -> None:
    manifest = manifest_of(day)
    assert manifest.problems == ()
    assert len(manifest.rows) == 600
    real = {f"{house.street} {house.number}" for house in HOUSES}
    assert {row.person.street for row in manifest.rows} <= real
    assert all(row.place is None for row in manifest.rows), "addresses are to be found"
    assert all(use.confidence == 1 for use in manifest.columns.uses)


def test_parcels_are_as_the_docstring_says(day: Generated) -> None:
    rows = manifest_of(day).rows
    classes = day.depot.size_classes
    wishes = Counter(row.preference for row in rows)
    assert 0.25 < wishes[Preference.DOOR] / 600 < 0.38
    assert 0.10 < wishes[Preference.LOCKER] / 600 < 0.20
    smallest = Counter(
        next((c.id for c in classes if row.size.fits(c.box)), "none") for row in rows
    )
    assert 0.40 < smallest["S"] / 600 < 0.50
    assert 0.28 < smallest["M"] / 600 < 0.38
    assert 0 < smallest["none"] / 600 < 0.05
    for row in rows:
        if not any(row.size.fits(entry.box) for entry in classes):
            assert row.preference is Preference.DOOR
        if row.preferred_site:
            assert row.preference is not Preference.DOOR
    masses = sorted(row.mass_g for row in rows)
    assert masses[400] < 2000
    assert masses[-1] <= 24_000
    assert 0.6 < sum(row.window == WHOLE_DAY for row in rows) / 600 < 0.8


def test_bigger_days_have_more_sites_but_not_in_proportion() -> None:
    assert [site_count(n) for n in (1, 300, 600, 1000, 5000)] == [2, 17, 24, 31, 69]


def test_real_lockers_come_first_and_tram_stops_last() -> None:
    locker = Spot("", "parcel_locker", 24.99, 60.16)
    trams = [spot for spot in SPOTS if spot.kind == "tram_stop"]
    chosen = spread([*SPOTS, locker], 50)
    assert chosen[0] == locker
    kinds = [spot.kind for spot in chosen]
    assert "tram_stop" in kinds
    assert set(kinds[kinds.index("tram_stop") :]) == {"tram_stop"}
    assert spread(trams, 3)[0].kind == "tram_stop"


def test_sites_keep_apart() -> None:
    double = Spot("Twin", "kiosk", SPOTS[0].lon + 0.0001, SPOTS[0].lat)
    assert len(spread([SPOTS[0], double], 2)) == 1
    assert APART_M == 20


def test_places_without_a_name_are_no_sites() -> None:
    assert spread([Spot("", "kiosk", 24.9, 60.1)], 5) == []


@given(st.permutations(SPOTS), st.integers(1, 60))
def test_the_choice_does_not_hang_on_the_order(spots: list[Spot], count: int) -> None:
    assert spread(spots, count) == spread(SPOTS, count)


def test_a_region_with_nothing_in_it_says_so() -> None:
    nowhere = Ground("T", "UTC", (), SPOTS, {"van"}, HOUSES[0])
    with pytest.raises(ValueError, match="no addresses"):
        generate(nowhere, parcels=1, seed=1)
    bare = Ground("T", "UTC", HOUSES, (), {"van"}, HOUSES[0])
    with pytest.raises(ValueError, match="no named shops"):
        generate(bare, parcels=1, seed=1)


def test_names_that_repeat_are_numbered(day: Generated) -> None:
    names = [site.name for site in day.depot.sites]
    assert len(set(names)) == len(names)
    assert any(name.endswith(" 2") for name in names)
