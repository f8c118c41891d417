"""Whole days on a real store, with a planner and streets that answer at once."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from console.domain.clock import ServiceDate
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.ids import (
    ActorId,
    CabinetId,
    CompartmentId,
    DepotId,
    IdempotencyKey,
    ParcelId,
    SiteId,
    SizeClassId,
    StationId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money
from console.domain.origin import Origin
from console.domain.parcel import Parcel, ParcelState, Person, Preference, Size
from console.domain.place import Place, TimeWindow
from console.domain.site import Cabinet, Compartment, Connection, Site, SizeClass
from console.domain.vehicle import Depot, Vehicle, VehicleType
from console.interchange.columns import ColumnMap
from console.interchange.manifest import Manifest
from console.services.changing.changes import Changes
from console.services.days import DayBook
from console.services.depots import Depots
from console.services.dispatch import Dispatch
from console.services.drafting.bench import Bench
from console.services.drafting.planner import Effort
from console.services.drafting.plans import Plans
from console.services.intake import Intake, IntakeReport
from console.services.overview import Days
from console.services.waves import Waves
from console.storage import parcels
from console.storage.store import Store
from tests.days.near import NearPlanner, NearSurveyor
from tests.running import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]

DAY = date(2026, 11, 20)
"""A Friday."""
DEPOT = DepotId("d")
HOME = Place(24.94, 60.17)
EFFORT = Effort(1, None, 1)
SMALL, LARGE = SizeClassId("S"), SizeClassId("L")
VAN, BIKE = VehicleTypeId("van"), VehicleTypeId("bike")


class MovingClock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 20, 4, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **much: float) -> None:
        self.at += timedelta(**much)


def small_depot(doors: int = 4) -> DepotModel:
    """Two sites of one cabinet each, `doors` doors a cabinet; two vans, a bike."""
    sites = [SiteId("s1"), SiteId("s2")]
    places = [Place(24.942, 60.171), Place(24.948, 60.173)]
    frames = [CabinetId("c1"), CabinetId("c2")]
    kinds = [
        VehicleType(VAN, "Van", "van", 60, 2_000_000, 600_000, Money(200_000),
                    Money(250_000), Money(3_000), 200),
        VehicleType(BIKE, "Bike", "bike", 20, 300_000, 90_000, Money(50_000),
                    Money(220_000), Money(500), 5),
    ]  # fmt: skip
    shift = TimeWindow(6 * 3600, 20 * 3600)
    return DepotModel(
        Depot(DEPOT, "Depot", "Europe/Helsinki", HOME),
        (
            SizeClass(SMALL, Size(400, 300, 150)),
            SizeClass(LARGE, Size(600, 400, 400)),
        ),
        tuple(Site(s, s.upper(), p) for s, p in zip(sites, places, strict=True)),
        tuple(
            Cabinet(f, s, f.upper(), Connection.REPORTED, "none")
            for f, s in zip(frames, sites, strict=True)
        ),
        tuple(
            Compartment(
                CompartmentId(f"{frame}/{door}"),
                frame,
                door,
                SMALL if door % 2 else LARGE,
                0,
                door,
                0,
                door,
            )
            for frame in frames
            for door in range(1, doors + 1)
        ),
        tuple(kinds),
        (
            Vehicle(VehicleId("v1"), VAN, "Ann", shift),
            Vehicle(VehicleId("v2"), VAN, "Bo", shift),
            Vehicle(VehicleId("b1"), BIKE, "Cy", shift),
        ),
    )


def parcel(name: str, **more: object) -> Parcel:
    """Near a site, always at the same place for the same name."""
    chance = random.Random(name)
    place = Place(
        24.94 + chance.randrange(100) / 10_000, 60.17 + chance.randrange(50) / 10_000
    )
    one = Parcel(
        ParcelId(name),
        Size(250, 200, 100),
        900,
        Person(name.title(), f"Katu {chance.randrange(99)}", "00100", "Helsinki"),
        (f"BC-{name}",),
        preference=chance.choice((Preference.EITHER, Preference.LOCKER)),
        place=place,
    )
    return replace(one, **more)


def manifest(rows: list[Parcel], cancelled: tuple[str, ...] = ()) -> Manifest:
    return Manifest(
        tuple(rows),
        (),
        ColumnMap((), ()),
        "0" * 64,
        cancellations=tuple(ParcelId(name) for name in cancelled),
    )


class NoLocator:
    async def locate(self, addresses, corrections):
        raise AssertionError(addresses, corrections)

    async def part(self, addresses):
        raise AssertionError(addresses)


@dataclass
class Station:
    """One desk on a store that others may use too."""

    store: Store
    clock: MovingClock
    station: str = "desk"
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.planner = NearPlanner()
        self.depots = Depots(self.store, self.clock)
        self.intake = Intake(self.store, self.clock, NoLocator())
        self.dispatch = Dispatch(self.store, self.clock)
        self.days = Days(self.store, self.clock)
        self.waves = Waves(self.store, self.clock)
        self.book = DayBook(self.store, self.clock)
        self.plans = Plans(
            Bench(self.store, self.clock, self.planner, NearSurveyor(), lambda: "")
        )
        self.changes = Changes(self.store, self.clock, self.plans)

    def origin(self, key: str = "") -> Origin:
        name = key or f"own/{next(self.numbers)}"
        return Origin(ActorId("ann"), StationId(self.station), IdempotencyKey(name))

    async def day(self, model: DepotModel | None = None) -> OpenDay:
        self.model = model or small_depot()
        await self.depots.adopt(self.model, self.origin("adopt"))
        return await self.depots.open_day(self.model.depot, DAY)

    async def wave(self, open_day: OpenDay, departure_s: int | None = None) -> OpenDay:
        """One more wave of the day."""
        made = await self.waves.add(
            open_day, self.origin(), name="later", departure_s=departure_s
        )
        return replace(open_day, wave=made)

    def on(self, open_day: OpenDay, day: date) -> OpenDay:
        zone = open_day.date.zone
        return replace(open_day, date=ServiceDate(day, zone))

    async def take(
        self, open_day: OpenDay, rows: list[Parcel], *cancelled: str, key: str = ""
    ) -> IntakeReport:
        return await self.intake.take(
            manifest(rows, cancelled), open_day, self.origin(key)
        )

    async def planned(self, count: int = 8, doors: int = 4) -> OpenDay:
        open_day = await self.day(small_depot(doors))
        await self.take(open_day, [parcel(f"p{n}") for n in range(count)])
        await self.plans.build(open_day, EFFORT, self.origin())
        return open_day

    async def published(self, count: int = 8, doors: int = 4) -> OpenDay:
        open_day = await self.planned(count, doors)
        await self.plans.publish(self.origin())
        return open_day

    async def get(self, name: str) -> Parcel:
        return await self.store.read(lambda s: parcels.get(s, ParcelId(name)))

    async def state(self, name: str) -> ParcelState:
        return (await self.get(name)).state


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def store(tmp_path: Path, clock: MovingClock) -> Iterator[Store]:
    made = Store.open(tmp_path / "lockyard.db", clock)
    yield made
    assert made.close()


@pytest.fixture
def desk(store: Store, clock: MovingClock) -> Station:
    return Station(store, clock)


@pytest.fixture
def other(store: Store, clock: MovingClock) -> Station:
    """A second station on the same store."""
    return Station(store, clock, "desk 2")
