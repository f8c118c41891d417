"""Depots that hypothesis makes up: whatever a depot file can say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.depot_model import DepotModel
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
from console.domain.parcel import Climate, Size
from console.domain.place import Place, TimeWindow
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Contact,
    Custody,
    Service,
    Site,
    SizeClass,
)
from console.domain.site_kinds import RULES, Audience, SiteKind, SiteRules, Wheelchair
from console.domain.travel import Conditions, Congestion, RoadClass
from console.domain.vehicle import Break, Depot, Energy, Vehicle, VehicleType
from tests.opening import openings

names = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(lambda text: text.strip() != "")
frame_names = st.text("SMLX-é1", min_size=1, max_size=3)
places = st.builds(Place, st.floats(-180, 180), st.floats(-90, 90))
windows = st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)).map(
    lambda pair: TimeWindow(min(pair), max(pair))
)
small = st.integers(1, 10_000)
money = st.integers(0, 10**9).map(Money)
seconds = st.integers(0, 7200)
RESTS = (
    Break(TimeWindow(39_600, 48_600), 1800),
    Break(TimeWindow(50_400, 54_030), 900),
)


def unique[T](
    items: st.SearchStrategy[T], least: int = 0
) -> st.SearchStrategy[list[T]]:
    return st.lists(items, min_size=least, max_size=3, unique_by=lambda item: item.id)  # type: ignore[attr-defined]


@st.composite
def frames(
    draw: st.DrawFn, cabinet: Cabinet, classes: list[SizeClassId]
) -> list[Compartment]:
    cells = [
        (column, row)
        for column in range(draw(st.integers(0, 3)))
        for row in range(draw(st.integers(1 if column == 2 else 0, 3)))
    ]
    numbers = list(range(1, len(cells) + 1))
    if draw(st.booleans()):
        numbers = draw(st.permutations(numbers))
    first = draw(st.integers(0, 3))
    locks = draw(st.sampled_from([2, 16, 24]))
    wires = [(first + n // locks, n % locks + 1) for n in range(len(cells))]
    if draw(st.booleans()):
        wires = draw(st.permutations(wires))
    doors = [
        Compartment(
            CompartmentId(f"{cabinet.id}/{number}"),
            cabinet.id,
            number,
            draw(st.sampled_from(classes)),
            column,
            row,
            *wires[number - 1],
            low=draw(st.booleans()),
            custody=draw(st.sampled_from(Custody)),
            service=draw(st.sampled_from(Service)),
        )
        for number, (column, row) in zip(numbers, cells, strict=True)
    ]
    return sorted(doors, key=lambda door: (door.column, door.row))


JAM = Congestion(RoadClass.PRIMARY, 7, 9, 150)
FULL_RULES = SiteRules(
    Audience.MEMBERS, ("Vej 1 A",), ("Acme",), ("a.example",), ("x@b.example",), 1, True
)
LINES: list[Callable[[int], tuple[Any, ...]]] = [
    lambda n: (Connection.BUS, "cu16", f"/dev/tty{n}", None, 9600, "8E1"),
    lambda _: (Connection.BUS, "cu16", ""),
    lambda n: (Connection.GATEWAY, "x", f"socket://10.0.0.7:{n + 1}"),
    lambda _: (Connection.AUTONOMOUS, "", "", None, 0, "", "https://x.example/api"),
    lambda _: (Connection.REPORTED, ""),
]
HOLIDAYS = Calendar(
    CalendarId("fi"),
    "Suomi",
    date(2026, 1, 1),
    date(2026, 12, 31),
    (
        CalendarEntry(
            EntryKind.HOLIDAY,
            datetime(2026, 12, 5, 22, tzinfo=UTC),
            datetime(2026, 12, 6, 22, tzinfo=UTC),
            summary="Itsenäisyyspäivä",
        ),
        CalendarEntry(
            EntryKind.CLOSURE,
            datetime(2026, 3, 5, 6, 0, 0, 500_000, tzinfo=UTC),
            datetime(2026, 3, 5, 8, tzinfo=UTC),
            "forum",
            uid="u@x",
        ),
    ),
)


@st.composite
def models(draw: st.DrawFn) -> DepotModel:
    classes = draw(
        unique(
            st.builds(
                SizeClass,
                frame_names.map(SizeClassId),
                st.builds(Size, small, small, small),
                small,
                st.sampled_from(Climate),
            ),
            1,
        )
    )
    types = draw(
        unique(
            st.builds(
                VehicleType,
                names.map(VehicleTypeId),
                names,
                names,
                small,
                small,
                small,
                money,
                money,
                money,
                small,
                seconds,
                seconds,
                st.builds(
                    Conditions,
                    avoid_tolls=st.booleans(),
                    height_mm=st.integers(0, 3000),
                    speed_kmh=st.integers(0, 25).map(float),
                    congestion=st.sampled_from([(), (JAM,), (JAM, JAM)]),
                ),
                money,
                st.just(2),
                small,
                st.sampled_from([(Climate.AMBIENT,), tuple(Climate)]),
                st.sampled_from(Energy),
                st.integers(0, 200),
                st.text(max_size=3),
                st.sampled_from([(), (RESTS[0],), RESTS]),
                st.integers(1, 8),
                seconds,
                seconds,
            ),
            1,
        )
    )
    kinds = st.sampled_from([kind.id for kind in types])
    vehicles = draw(
        unique(
            st.builds(
                Vehicle,
                names.map(VehicleId),
                kinds,
                st.text(max_size=5),
                windows,
                st.none() | openings,
                st.lists(names, max_size=2).map(tuple),
                st.text(max_size=3),
                seconds,
            )
        )
    )
    sites = draw(
        unique(
            st.builds(
                Site,
                names.map(SiteId),
                names,
                places,
                openings,
                st.booleans(),
                seconds,
                seconds,
                st.sampled_from(SiteKind),
                st.sampled_from([*RULES.values(), FULL_RULES]),
                st.none() | openings,
                st.sampled_from(Wheelchair),
                st.booleans(),
                st.sampled_from([(), tuple(Climate)]),
                st.builds(Contact, st.text(max_size=3), st.just("+358 9 1")),
                *(st.text(max_size=3) for _ in range(5)),
                st.sampled_from([None, date(2026, 1, 2)]),
                st.sampled_from([None, date(2027, 1, 2)]),
            )
        )
    )
    cabinets: list[Cabinet] = []
    doors: list[Compartment] = []
    for number in range(draw(st.integers(0, 2)) if sites else 0):
        cabinet = Cabinet(
            CabinetId(f"c{number}"),
            sites[min(number, len(sites) - 1)].id,
            draw(names),
            *draw(st.sampled_from(LINES))(number),
        )
        screen = draw(st.none() | st.integers(0, 5))
        cabinet = replace(cabinet, screen_column=screen)
        cabinets.append(cabinet)
        doors += draw(frames(cabinet, [entry.id for entry in classes]))
    value = st.text(max_size=5) | st.integers(-9, 9) | st.booleans() | st.floats(-1, 1)
    return DepotModel(
        Depot(DepotId(draw(names)), draw(names), "Europe/Helsinki", draw(places)),
        tuple(classes),
        tuple(sites),
        tuple(cabinets),
        tuple(doors),
        tuple(types),
        tuple(vehicles),
        draw(st.dictionaries(st.text(max_size=4), value, max_size=3)),
        draw(st.sampled_from([(), (HOLIDAYS,)])),
    )
