"""A wave's plans for the gallery: published, a draft in hand, one by van alone."""

from datetime import UTC, datetime

from console.viewmodels.codes import ParcelId, RevisionId, RevisionState, VehicleId
from console.viewmodels.comparison import (
    ComparisonView,
    Pair,
    ParcelLine,
    RouteLine,
    Sort,
)
from console.viewmodels.plan_list import PlanFigures, PlanLine, PlansView

_WAYS = (
    (Sort.CHANNEL, "V03", "V03", "door", "Hub A4"),
    (Sort.SITE, "B01", "B01", "Kamppi 2", "Hub A4"),
    (Sort.VEHICLE, "V03", "B02", "door", "door"),
    (Sort.ORDER, "B02", "B02", "door", "door"),
    (Sort.ADDED, "", "V01", "", "door"),
    (Sort.REMOVED, "W01", "", "Töölö 3", ""),
)


def sample() -> PlansView:
    """An alternative by van beside what is published."""
    names = [f"p{n}" for n in range(24)]
    parcels = tuple(
        ParcelLine(ParcelId(name), sort, old, new, was, now)
        for n, name in enumerate(names)
        for sort, old, new, was, now in (_WAYS[n % len(_WAYS)],)
    )
    return PlansView(
        (
            _line(4, RevisionState.DRAFT, "By van alone", 2614.9, 201.3, 9),
            _line(3, RevisionState.DRAFT, "", 2466.1, 158.8, 11, standing=True),
            _line(2, RevisionState.PUBLISHED, "", 2472.9, 159.7, 11),
            _line(1, RevisionState.SUPERSEDED, "", 2533.0, 166.2, 12),
            _line(5, RevisionState.DROPPED, "Half day", 1811.2, 99.1, 7),
        ),
        "r2",
        "r4",
        _comparison(parcels),
        {ParcelId(name): f"JJFI {482119 + 37 * n}" for n, name in enumerate(names)},
    )


def _comparison(parcels: tuple[ParcelLine, ...]) -> ComparisonView:
    return ComparisonView(
        "r2",
        "r4",
        totals=(
            Pair("cost_eur", 2472.9, 2614.9),
            Pair("minutes", 3618, 3520),
            Pair("kilometres", 159.7, 201.3),
            Pair("g_co2e", 24_400, 36_100),
            Pair("routes", 11, 9),
            Pair("parcels", 582, 582),
            Pair("unassigned", 4, 4),
            Pair("lockers", 277, 291),
            Pair("late", 2, 3),
        ),
        costs=(
            Pair("vehicles", 277, 225),
            Pair("time", 1724.6, 1901.2),
            Pair("distance", 47.6, 60.4),
            Pair("options", 421.3, 424.7),
            Pair("co2", 2.4, 3.6),
            Pair("unassigned", 120, 120),
        ),
        modes=(Pair("cargo_bike", 239, 0), Pair("van", 313, 582), Pair("walk", 30, 0)),
        channels=(Pair("door", 305, 291), Pair("locker", 277, 291)),
        routes=(
            _route("V01", (62, 64), (44, 45), (388, 394), (21.4, 21.9), changed=True),
            _route("V02", (58, 58), (40, 40), (371, 371), (18.2, 18.2)),
            _route("B02", (41, 0), (31, 0), (310, 0), (14.6, 0), changed=True),
        ),
        parcels=parcels,
        sorts={sort: 4 for sort, *_ in _WAYS},
        late_before=(ParcelId("p1"), ParcelId("p2")),
        late_after=(ParcelId("p2"), ParcelId("p3"), ParcelId("p4")),
    )


def _route(
    name: str,
    parcels: tuple[float, float],
    stops: tuple[float, float],
    minutes: tuple[float, float],
    kilometres: tuple[float, float],
    *,
    changed: bool = False,
) -> RouteLine:
    return RouteLine(
        VehicleId(name),
        Pair("parcels", *parcels),
        Pair("stops", *stops),
        Pair("minutes", *minutes),
        Pair("kilometres", *kilometres),
        changed,
    )


def _line(
    number: int,
    state: RevisionState,
    name: str,
    cost: float,
    kilometres: float,
    routes: int,
    *,
    standing: bool = False,
) -> PlanLine:
    return PlanLine(
        RevisionId(f"r{number}"),
        number,
        state,
        name,
        datetime(2026, 11, 21, 6, 4 + 7 * number, tzinfo=UTC),
        "desk",
        PlanFigures(cost, 3618, kilometres, routes, 582, 4, 2),
        standing,
        number - 1 or None,
    )
