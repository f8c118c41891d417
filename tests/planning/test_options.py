import math
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from console.domain.clock import ServiceDate
from console.domain.depot_day import depot_day
from console.domain.depot_model import DepotModel
from console.domain.ids import (
    CabinetId,
    CompartmentId,
    DepotId,
    ParcelId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money, at_rate, from_eur
from console.domain.opening_text import read_opening
from console.domain.parcel import Climate, Parcel, Person, Preference, Size
from console.domain.place import Place, TimeWindow
from console.domain.plan import CostLine, PauseKind
from console.domain.problem import (
    Channel,
    Demand,
    OptionPart,
    Problem,
    Quota,
    Travel,
)
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Custody,
    Site,
    SizeClass,
)
from console.domain.site_kinds import Audience, SiteKind, SiteRules
from console.domain.travel import Conditions
from console.domain.vehicle import Break, Depot, Vehicle, VehicleType
from console.planning.engine import solve
from console.planning.options import (
    ConstantForecast,
    Forecast,
    FreeDoors,
    Ground,
    free_doors,
    make_problem,
    may_drive,
)
from console.planning.settings import (
    FIELD,
    LOQATE_2021,
    PlanningSettings,
    SettingRefused,
)

HERE = Place(24.9, 60.2)
S, M, COLD = SizeClassId("S"), SizeClassId("M"), SizeClassId("C")
CLASSES = (
    SizeClass(S, Size(400, 300, 100), 10_000),
    SizeClass(M, Size(400, 300, 200), 20_000),
    SizeClass(COLD, Size(400, 300, 200), climate=Climate.CHILLED),
)
NEAR, FAR, STEPS = SiteId("near"), SiteId("far"), SiteId("steps")
SITES = (
    Site(NEAR, "Near", HERE),
    Site(FAR, "Far", HERE),
    Site(STEPS, "Steps", HERE, step_free=False),
)


def a_parcel(**changes: object) -> Parcel:
    parcel = Parcel(ParcelId("p"), Size(300, 200, 90), 1000, Person("", ""), place=HERE)
    return replace(parcel, **changes)  # type: ignore[arg-type]


def _van(kind: VehicleTypeId) -> VehicleType:
    nine = Money(9)
    return VehicleType(kind, "Van", "van", 9, 10**6, 10**6, nine, nine, nine, 180)


_VEHICLE = Vehicle(VehicleId("v"), VehicleTypeId("van"), "", TimeWindow(28_800, 61_200))


def problem_of(
    *parcels: Parcel,
    doors: FreeDoors | None = None,
    settings: PlanningSettings = FIELD,
    sites: tuple[Site, ...] = SITES,
    van: VehicleType | None = None,
    vehicle: Vehicle | None = None,
    forecast: Forecast | None = None,
) -> Problem:
    count = 4 + len(parcels)
    travel = np.full((count, count), 300, np.int32)
    np.fill_diagonal(travel, 0)
    free = {site.id: {S: 1, M: 1, COLD: 1} for site in SITES}
    kind = VehicleTypeId("van")
    day = ServiceDate(date(2026, 3, 2), ZoneInfo("Europe/Helsinki"))
    model = DepotModel(
        Depot(DepotId("d"), "D", "Europe/Helsinki", HERE),
        sites=sites,
        vehicles=(vehicle or _VEHICLE,),
    )
    return make_problem(
        parcels,
        sites,
        CLASSES,
        doors or FreeDoors(free),
        (_van(kind) if van is None else van,),
        depot_day(model, day),
        Ground(
            (HERE,) * count,
            {"van": Travel(travel, 5 * travel)},
            0,
            {parcel.id: 4 + k for k, parcel in enumerate(parcels)},
            {site.id: 1 + k for k, site in enumerate(SITES)},
            {parcel.id: {NEAR: 300, FAR: 900, STEPS: 400} for parcel in parcels},
        ),
        settings,
        forecast or ConstantForecast(),
    )


def demand_of(**changes: object) -> Demand:
    (demand,) = problem_of(a_parcel(**changes)).demands
    return demand


def sites_of(demand: Demand) -> list[SiteId | None]:
    return [option.site for option in demand.options]


def test_door_and_lockers_within_reach() -> None:
    demand = demand_of()
    assert sites_of(demand) == [None, NEAR, STEPS]
    door, near, steps = demand.options
    assert door.cost == from_eur(0.05 * 17 * 0.9)
    assert near.cost == from_eur(0.3)
    assert near.classes == (S, M)
    assert (near.setup_s, near.handling_s, near.walk_m) == (120, 8, 300)
    assert steps.cost > near.cost
    assert demand.note is None


@pytest.mark.parametrize(
    ("changes", "sites", "note"),
    [
        ({"preference": Preference.DOOR}, [None], Reason(ReasonCode.DOOR_ONLY)),
        ({"id_check": True}, [None], Reason(ReasonCode.SITE_ID_CHECK, (NEAR,))),
        (
            {"preference": Preference.LOCKER},
            [NEAR, STEPS],
            Reason(ReasonCode.LOCKER_ONLY),
        ),
        (
            {"size": Size(900, 900, 900)},
            [None],
            Reason(ReasonCode.TOO_BIG_FOR_LOCKERS),
        ),
        ({"preferred_site": FAR}, [None, NEAR, STEPS, FAR], None),
        ({"low_compartment": True}, [None, NEAR], None),
        ({"id": ParcelId("p")}, [None, NEAR, STEPS], None),
    ],
)
def test_who_may_go_where(
    changes: dict[str, object], sites: list[SiteId | None], note: Reason | None
) -> None:
    demand = demand_of(**changes)
    assert sites_of(demand) == sites
    assert demand.note == note


def test_mass_climate_and_height_choose_the_classes() -> None:
    assert demand_of(mass_g=15_000).options[1].classes == (M,)
    assert demand_of(climate=Climate.CHILLED).options[1].classes == (COLD,)
    assert demand_of(size=Size(100, 290, 390)).options[1].classes == (S, M)
    assert demand_of(size=Size(150, 290, 390)).options[1].classes == (M,)


def test_reach_levels_and_priority() -> None:
    (demand,) = problem_of(a_parcel(), settings=replace(FIELD, reach_m=100)).demands
    assert demand.note == Reason(ReasonCode.NO_LOCKER_IN_REACH, (100,))
    levels = {o.site: o.level for o in demand_of(preferred_site=FAR).options}
    assert levels == {None: 1, NEAR: 1, STEPS: 1, FAR: 0}
    assert demand_of(priority=3).unassigned == 3 * demand_of().unassigned


def test_an_unplaced_parcel_has_no_door() -> None:
    problem = problem_of(a_parcel())
    assert problem.dimensions == ("parcels", "volume_ml", "mass_g")
    assert problem.demands[0].amount == (1, 5400, 1000)
    assert problem.vehicles[0].start == problem.vehicles[0].end == 0


def test_only_low_doors_for_who_needs_them() -> None:
    low = FreeDoors({NEAR: {S: 1, M: 1}}, {NEAR: {M: 1}})
    parcels = [
        a_parcel(
            id=ParcelId(name), low_compartment=name != "c", preference=Preference.LOCKER
        )
        for name in "abc"
    ]
    plan = solve(problem_of(*parcels, doors=low), seed=1, iterations=200)
    went = {entry.drop.parcel: entry.drop.size_class for entry in plan.assigned}
    assert len(plan.unassigned) == 1
    assert went.pop(ParcelId("c")) == S
    assert list(went.values()) == [M]
    (left,) = plan.unassigned
    assert left.reason == Reason(ReasonCode.NO_COMPARTMENT, (NEAR,))


def test_doors_are_counted_by_what_may_be_promised() -> None:
    box = Compartment(CompartmentId("1"), CabinetId("c"), 1, S, 0, 0, 0, 1, low=True)
    boxes = (
        box,
        replace(box, id=CompartmentId("2"), low=False),
        replace(box, id=CompartmentId("3"), custody=Custody.OCCUPIED),
        replace(box, id=CompartmentId("4"), size_class=M, custody=Custody.RESERVED),
    )
    cabinet = Cabinet(CabinetId("c"), NEAR, "", Connection.BUS, "x")
    doors = free_doors((cabinet,), boxes)
    assert doors == FreeDoors({NEAR: {S: 2, M: 0}}, {NEAR: {S: 1}})


def test_settings_are_known_by_name() -> None:
    changed = PlanningSettings().with_settings({"reach_m": 700, "failure_share": 0})
    assert (changed.reach_m, changed.failure_share) == (700, 0.0)
    assert PlanningSettings() == LOQATE_2021
    for bad in (
        {"nothing": 1},
        {"reach_m": "far"},
        {"reach_m": 0.5},
        {"reach_m": -1},
        {"reach_m": math.inf},
        {"reach_m": math.nan},
        {"failure_share": 1.1},
        {"level_0_percent": 101},
    ):
        with pytest.raises(SettingRefused):
            PlanningSettings().with_settings(bad)


def test_a_channel_is_told() -> None:
    plan = solve(problem_of(a_parcel()), seed=1, iterations=50)
    assert plan.assigned[0].drop.channel in set(Channel)


def test_a_residential_cabinet_is_never_given_a_strangers_parcel() -> None:
    rules = SiteRules(Audience.RESIDENTS, ("Katu 5",))
    home = replace(SITES[0], kind=SiteKind.RESIDENTIAL, rules=rules)
    sites = (home, *SITES[1:])
    wish = Preference.LOCKER
    stranger = a_parcel(person=Person("A", "Katu 7"), preference=wish)
    mine = a_parcel(id=ParcelId("q"), person=Person("B", "Katu 5 A 1"), preference=wish)
    both = problem_of(stranger, mine, sites=sites)
    assert [sites_of(demand) for demand in both.demands] == [[STEPS], [NEAR, STEPS]]
    (alone,) = problem_of(stranger, sites=(home,)).demands
    assert alone.options == ()
    assert alone.note == Reason(ReasonCode.SITE_RESIDENTS_ONLY, (NEAR,))


def test_hours_of_the_date_bound_a_visit() -> None:
    service = read_opening("Mo 06:00-09:00,20:00-22:00; Tu-Su off")
    early = replace(SITES[0], service=service)
    (demand,) = problem_of(a_parcel(), sites=(early,)).demands
    assert demand.options[1].windows == (
        TimeWindow(21_600, 32_400),
        TimeWindow(72_000, 79_200),
    )
    shut = replace(SITES[0], service=read_opening("Tu-Su 06:00-09:00"))
    (demand,) = problem_of(a_parcel(), sites=(shut,)).demands
    assert sites_of(demand) == [None]
    assert demand.note == Reason(ReasonCode.SITE_CLOSED, (NEAR,))


def test_chilled_parcels_ride_in_chilled_space_only() -> None:
    cold = a_parcel(climate=Climate.CHILLED)
    warm = a_parcel(id=ParcelId("q"))
    problem = problem_of(cold, warm)
    assert problem.dimensions == ("parcels", "volume_ml", "mass_g", "chilled")
    assert [demand.amount[3] for demand in problem.demands] == [1, 0]
    assert problem.types[0].capacity == (9, 10**6, 10**6, 0)
    plan = solve(problem, seed=1, iterations=100)
    assert [entry.drop.parcel for entry in plan.assigned] == ["q"]
    (left,) = plan.unassigned
    assert left.reason == Reason(ReasonCode.NO_VEHICLE_FITS, ("chilled",))
    fridge = replace(
        _van(VehicleTypeId("van")), climates=(Climate.AMBIENT, Climate.CHILLED)
    )
    mild = problem_of(cold, warm, van=fridge)
    assert mild.dimensions == ("parcels", "volume_ml", "mass_g")
    assert solve(mild, seed=1, iterations=100).unassigned == ()
    freezer = replace(fridge, climates=(Climate.FROZEN,))
    frozen = problem_of(cold, warm, van=freezer)
    assert frozen.dimensions[3:] == ("ambient", "chilled")
    assert len(solve(frozen, seed=1, iterations=50).unassigned) == 2


def test_load_units_bound_the_volume() -> None:
    van = replace(_van(VehicleTypeId("van")), load_units=2, load_unit_ml=3000)
    problem = problem_of(a_parcel(), a_parcel(id=ParcelId("q")), van=van)
    assert problem.types[0].capacity[1] == 6000
    assert len(solve(problem, seed=1, iterations=50).unassigned) == 1


def test_rests_reloads_and_the_longest_tour_are_those_of_the_type() -> None:
    rest = Break(TimeWindow(39_600, 45_000), 1800)
    van = replace(
        _van(VehicleTypeId("van")), breaks=(rest,), trips=2, reload_s=600, parcels=2
    )
    parcels = [
        a_parcel(id=ParcelId(name), preference=Preference.DOOR) for name in "abc"
    ]
    problem = problem_of(*parcels, van=van)
    (one,) = problem.vehicles
    assert (one.breaks, one.trips, one.reload_s) == ((rest,), 2, 600)
    assert one.max_duration_s == 0
    plan = solve(problem, seed=1, iterations=200)
    assert plan.unassigned == ()
    assert PauseKind.LOADING in {pause.kind for pause in plan.routes[0].pauses}
    once = problem_of(*parcels, van=replace(van, trips=1))
    assert len(solve(once, seed=1, iterations=200).unassigned) == 1
    for own, depot, counts in ((0, 900, 900), (700, 0, 700), (700, 900, 700)):
        longest = replace(van, longest_tour_s=own)
        settings = replace(FIELD, longest_tour_s=depot)
        bound = problem_of(*parcels, van=longest, settings=settings)
        assert bound.vehicles[0].max_duration_s == counts


def test_quotas_are_asked_for_where_they_cost() -> None:
    wants = a_parcel(preferred_site=NEAR)
    settings = replace(FIELD, level_0_percent=90, missed_level_eur=3)
    assert problem_of(wants, settings=settings).quotas == (Quota(0, 90, from_eur(3)),)
    assert (
        problem_of(wants, settings=replace(settings, missed_level_eur=0)).quotas == ()
    )
    both = replace(settings, level_1_percent=95)
    assert [q.level for q in problem_of(wants, settings=both).quotas] == [0, 1]


def test_zones_are_postcodes() -> None:
    people = [Person("", "Katu 1", code) for code in ("00100", "00200", "00100", "")]
    parcels = [
        a_parcel(id=ParcelId(str(k)), person=person) for k, person in enumerate(people)
    ]
    near = replace(SITES[0], address="Kauppakatu 3, FI-00200 Helsinki")
    far = replace(SITES[1], address="Elsewhere 00300")
    sites = (near, far, SITES[2])
    settings = replace(FIELD, zone_eur=1.5)
    problem = problem_of(*parcels, sites=sites, settings=settings)
    assert problem.zones == (-1, 1, -1, -1, 0, 1, 0, -1)
    assert problem.weights.per_zone == from_eur(1.5)
    assert problem_of(*parcels, sites=sites).zones == ()


def test_an_order_asks_for_skills_and_is_late_before_its_window_ends() -> None:
    order = a_parcel(needs=("keys",), late_from_s=40_000, window=TimeWindow(0, 50_000))
    settings = replace(FIELD, late_eur_per_h=6)
    problem = problem_of(order, settings=settings)
    door, *lockers = problem.demands[0].options
    assert (door.soft_end_s, door.late_per_hour) == (40_000, from_eur(6))
    assert {option.needs for option in (door, *lockers)} == {frozenset({"keys"})}
    assert {option.soft_end_s for option in lockers} == {None}
    (left,) = solve(problem, seed=1, iterations=50).unassigned
    assert left.reason == Reason(ReasonCode.SKILL, (_VEHICLE.id, "keys"))
    able = replace(_VEHICLE, skills=("Keys",), shift=TimeWindow(42_000, 61_200))
    alone = replace(order, preference=Preference.DOOR)
    plan = solve(
        problem_of(alone, settings=settings, vehicle=able), seed=1, iterations=50
    )
    (stop,) = plan.routes[0].stops
    late = dict(plan.costs)[CostLine.LATENESS]
    assert late == at_rate(stop.start_s - 40_000, from_eur(6), 3600) > 0


def test_what_options_cost_is_taken_apart() -> None:
    door, near = problem_of(a_parcel(preferred_site=STEPS)).demands[0].options[:2]
    assert dict(door.parts).keys() == {OptionPart.REDELIVERY, OptionPart.PREFERENCE}
    assert dict(near.parts).keys() == {OptionPart.WALK, OptionPart.PREFERENCE}
    for option in (door, near):
        assert sum(money for _, money in option.parts) == option.cost


def test_overtime_range_and_skills_are_planned_with() -> None:
    van = replace(_van(VehicleTypeId("van")), per_overtime_hour=Money(77), range_km=120)
    vehicle = replace(_VEHICLE, overtime_s=1800, skills=("id",))
    settings = replace(FIELD, longest_tour_s=30_000, spread_eur_per_h=2)
    problem = problem_of(a_parcel(), van=van, vehicle=vehicle, settings=settings)
    (kind,), (one,) = problem.types, problem.vehicles
    assert (kind.per_overtime_hour, kind.range_m) == (77, 120_000)
    assert (one.overtime_s, one.max_duration_s) == (1800, 30_000)
    assert one.skills == {"id"}
    assert problem.weights.spread_per_hour == from_eur(2)


@pytest.mark.parametrize(
    ("licence", "gross_kg", "may"),
    [
        ("", 12_000, True),
        ("B", 3_500, True),
        ("B", 3_501, False),
        ("B, C1", 7_500, True),
        ("c1e", 7_501, False),
        ("CE", 40_000, True),
        ("moped", 40_000, True),
        ("B", 0, True),
    ],
)
def test_a_licence_that_is_too_small_leaves_the_vehicle_at_home(
    licence: str, gross_kg: int, may: bool
) -> None:
    van = replace(
        _van(VehicleTypeId("van")), conditions=Conditions(gross_mass_kg=gross_kg)
    )
    assert may_drive(licence, van) == may


def test_some_of_the_expected_pickups_are_counted_on() -> None:
    settings = replace(FIELD, pickup_safety=0.5)
    problem = problem_of(
        a_parcel(), settings=settings, forecast=ConstantForecast(each=3)
    )
    assert {name for room in problem.rooms for name in room.expected} == {S, M, COLD}
    assert {n for room in problem.rooms for n in room.expected.values()} == {1}
    assert not any(room.expected for room in problem_of(a_parcel()).rooms)
