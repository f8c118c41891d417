"""What if: the same day with something else about it, as a value.

    Scenario -> settings  -> the problem, made again with other planning settings
             -> applied   -> the problem that is asked instead: its options, its fleet
             -> steered   -> the same, with what the search is told to avoid dearer

A scenario never widens what is hard: compartments, climates, sizes, windows, shifts and
what a vehicle holds stay as they are; more vehicles are copies of those there are. Two
scenarios are compared by what they cost in `applied`; the surcharges of `steered` lead
the search and are never shown as money.

All to lockers means: to a locker wherever one fits and has a compartment left. What is
left goes to its door, or with `rest` off to nobody.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from console.domain.depot_model import Setting
from console.domain.ids import SiteId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.problem import (
    Channel,
    Demand,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
)
from console.planning.errors import PlanningError
from console.planning.options import all_door

PERMILLE = 1000
MOST_VEHICLES = 500
"""Of one type; a fleet beyond that is a slip of the finger."""
_UNBOUNDED = 2**31


class ScenarioCode(StrEnum):
    """Why a scenario cannot be. Arguments in brackets; the scenario's name is first."""

    UNKNOWN = "scenario_unknown"  # [name, those there are]
    NOT_A_VALUE = "scenario_value"  # [name, key, value]
    NO_SUCH_SETTING = "scenario_setting"  # [name, setting, those there are]
    SETTING_RANGE = "scenario_setting_range"  # [name, setting, value]
    NO_SUCH_TYPE = "scenario_type"  # [name, type, those there are]
    FLEET_RANGE = "scenario_fleet_range"  # [name, type, most]
    NO_VEHICLE = "scenario_no_vehicle"  # [name]
    NO_LOCKER = "scenario_no_locker"  # [name]
    SHARE_RANGE = "scenario_share_range"  # [name]
    SHARE_TOO_HIGH = "scenario_share_too_high"  # [name, most that can be, in percent]


class ScenarioRefused(PlanningError):
    """A scenario that cannot be; `code` says why and `args` what would do."""

    def __init__(self, code: ScenarioCode, *args: str) -> None:
        super().__init__(code, *args)
        self.code = code

    def __reduce__(self) -> tuple[type["ScenarioRefused"], tuple[str, ...]]:
        """Crosses a process border whole."""
        return ScenarioRefused, self.args


@dataclass(frozen=True, slots=True)
class AllDoors:
    """Every parcel to its door, whatever was wished."""


@dataclass(frozen=True, slots=True)
class AllLockers:
    """Every parcel to a locker where one fits; with `rest` others to their doors."""

    rest: bool = True


@dataclass(frozen=True, slots=True)
class LockerShare:
    """Of the parcels carried at least and at most so many in 1,000 to lockers."""

    least: int = 0
    most: int = PERMILLE

    def holds(self, lockers: int, carried: int) -> bool:
        """Whether `lockers` of `carried` parcels are within the share."""
        return self.least * carried <= lockers * PERMILLE <= self.most * carried


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many vehicles of these types; types not named stay as they are."""

    numbers: tuple[tuple[VehicleTypeId, int], ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """These vehicles stay at home, and so many more of these types come."""

    without: frozenset[VehicleId] = frozenset()
    more: tuple[tuple[VehicleTypeId, int], ...] = ()


@dataclass(frozen=True, slots=True)
class StopTimes:
    """Seconds of a stop for every vehicle and site alike; None leaves them.

    `door_s` is a door with one parcel, of which each parcel takes what its vehicle's
    type says. `locker_s` is a locker besides `parcel_s` for every parcel put in.
    """

    door_s: int | None = None
    locker_s: int | None = None
    parcel_s: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Planning settings by name; the problem has to be made again with them."""

    values: tuple[tuple[str, Setting], ...]


type Change = (
    AllDoors | AllLockers | LockerShare | Fleet | Roster | StopTimes | Settings
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name and what is otherwise; without changes the day as it is ("mixed")."""

    name: str
    changes: tuple[Change, ...] = ()

    @property
    def settings(self) -> Mapping[str, Setting]:
        """Settings it sets; of two for one name the later."""
        return {
            name: value
            for change in self.changes
            if isinstance(change, Settings)
            for name, value in change.values
        }

    @property
    def share(self) -> LockerShare | None:
        """The share it asks for; of several what all of them leave."""
        shares = [one for one in self.changes if isinstance(one, LockerShare)]
        if not shares:
            return None
        return LockerShare(max(s.least for s in shares), min(s.most for s in shares))


def applied(scenario: Scenario, problem: Problem) -> Problem:
    """The problem that a scenario asks instead.

    Settings are not in it: `problem` has to be made with them. Raises ScenarioRefused
    where the scenario cannot be on this day.
    """
    for change in scenario.changes:
        match change:
            case AllDoors():
                problem = all_door(problem)
            case AllLockers(rest):
                problem = _all_lockers(scenario, problem, rest=rest)
            case Fleet(wanted):
                problem = _with_fleet(scenario, problem, wanted)
            case Roster(without, more):
                problem = _with_roster(problem, without, more)
            case StopTimes():
                problem = _with_times(problem, change)
            case LockerShare() | Settings():
                pass
    if problem.demands and not problem.vehicles:
        raise ScenarioRefused(ScenarioCode.NO_VEHICLE, scenario.name)
    share = scenario.share
    if share is not None:
        _check_share(scenario, share, problem)
    return problem


def steered(scenario: Scenario, problem: Problem, price: Money) -> Problem:
    """What the search is told: `applied`, with doors or lockers dearer.

    A `price` above 0 goes onto the doors of parcels that might lie in a locker, one
    below 0 onto the lockers of those with a door. All to lockers has a price of its
    own: half of what leaving a parcel costs, so that a door is still better than that.
    """
    lockers_first = any(isinstance(one, AllLockers) for one in scenario.changes)
    if not price and not lockers_first:
        return problem
    onto = Channel.LOCKER if price < 0 else Channel.DOOR

    def dearer(demand: Demand) -> Demand:
        if len({option.channel for option in demand.options}) < 2:
            return demand
        most = demand.unassigned // 2
        amount = most if lockers_first else min(abs(price), most)
        return replace(
            demand,
            options=tuple(
                replace(option, cost=Money(option.cost + amount))
                if option.channel is onto
                else option
                for option in demand.options
            ),
        )

    return replace(problem, demands=tuple(map(dearer, problem.demands)))


def fleet_numbers(problem: Problem) -> dict[VehicleTypeId, int]:
    """How many vehicles of each type there are, types without any too."""
    counted = dict.fromkeys((kind.id for kind in problem.types), 0)
    for vehicle in problem.vehicles:
        counted[vehicle.type] += 1
    return counted


def _may_lie(demand: Demand) -> tuple[Option, ...]:
    """A parcel's lockers."""
    return tuple(o for o in demand.options if o.channel is Channel.LOCKER)


def _all_lockers(scenario: Scenario, problem: Problem, *, rest: bool) -> Problem:
    if not any(_may_lie(demand) for demand in problem.demands):
        raise ScenarioRefused(ScenarioCode.NO_LOCKER, scenario.name)
    if rest:
        return problem
    return replace(
        problem,
        demands=tuple(replace(one, options=_may_lie(one)) for one in problem.demands),
    )


def _with_fleet(
    scenario: Scenario, problem: Problem, wanted: tuple[tuple[VehicleTypeId, int], ...]
) -> Problem:
    there = fleet_numbers(problem)
    without: list[VehicleId] = []
    more: list[tuple[VehicleTypeId, int]] = []
    for kind, number in dict(wanted).items():
        if kind not in there:
            known = ", ".join(there)
            raise ScenarioRefused(ScenarioCode.NO_SUCH_TYPE, scenario.name, kind, known)
        if not 0 <= number <= MOST_VEHICLES:
            raise ScenarioRefused(
                ScenarioCode.FLEET_RANGE, scenario.name, kind, str(MOST_VEHICLES)
            )
        names = [one.id for one in problem.vehicles if one.type == kind]
        without += names[number:]
        more.append((kind, max(0, number - len(names))))
    return _with_roster(problem, frozenset(without), tuple(more))


def _with_roster(
    problem: Problem,
    without: frozenset[VehicleId],
    more: tuple[tuple[VehicleTypeId, int], ...],
) -> Problem:
    """More of a type work as its first one does, else as the first of all."""
    vehicles = [one for one in problem.vehicles if one.id not in without]
    taken = {one.id for one in problem.vehicles}
    for kind, number in more:
        like = next((v for v in problem.vehicles if v.type == kind), None)
        like = like or next(iter(problem.vehicles), None)
        if like is None:
            continue
        names = (VehicleId(f"{kind}+{k}") for k in range(1, number + len(taken) + 1))
        fresh = [name for name in names if name not in taken][:number]
        taken.update(fresh)
        vehicles += [_like(like, name, kind) for name in fresh]
    return replace(problem, vehicles=tuple(vehicles))


def _like(vehicle: FleetVehicle, name: VehicleId, kind: VehicleTypeId) -> FleetVehicle:
    return replace(vehicle, id=name, type=kind)


def _with_times(problem: Problem, times: StopTimes) -> Problem:
    types = problem.types
    if times.door_s is not None:
        door_s = times.door_s
        types = tuple(
            replace(
                kind,
                door_handling_s=min(kind.door_handling_s, door_s),
                door_setup_s=door_s - min(kind.door_handling_s, door_s),
            )
            for kind in types
        )

    def timed(option: Option) -> Option:
        if option.channel is Channel.DOOR:
            if times.door_s is None:
                return option
            return replace(option, setup_s=0, handling_s=0)
        setup_s = option.setup_s if times.locker_s is None else times.locker_s
        each_s = option.handling_s if times.parcel_s is None else times.parcel_s
        return replace(option, setup_s=setup_s, handling_s=each_s)

    return replace(
        problem,
        types=types,
        demands=tuple(
            replace(
                demand,
                options=tuple(map(timed, demand.options)),
                door=timed(demand.door) if demand.door else None,
            )
            for demand in problem.demands
        ),
    )


def _check_share(scenario: Scenario, share: LockerShare, problem: Problem) -> None:
    if not 0 <= share.least <= share.most <= PERMILLE:
        raise ScenarioRefused(ScenarioCode.SHARE_RANGE, scenario.name)
    possible, whole = most_in_lockers(problem), len(problem.demands)
    if whole and possible * PERMILLE < share.least * whole:
        percent = str(possible * 100 // whole)
        raise ScenarioRefused(ScenarioCode.SHARE_TOO_HIGH, scenario.name, percent)


def most_in_lockers(problem: Problem) -> int:
    """A bound on the parcels that sites take: those that fit, and what sites hold."""
    wanted: Counter[SiteId] = Counter()
    returned: Counter[SiteId] = Counter()
    fitting = 0
    for demand in problem.demands:
        sites = {option.site for option in _may_lie(demand) if option.site is not None}
        fitting += bool(sites)
        wanted.update(sites)
        if demand.collected:
            returned.update(sites)
    held = sum(
        min(wanted[room.site], _holds(room, returned[room.site]))
        for room in problem.rooms
    )
    return min(fitting, held)


def _holds(room: SiteRoom, returned: int) -> int:
    """How many parcels a site takes at most; each return may free a compartment."""
    most = _UNBOUNDED if room.most_parcels is None else room.most_parcels
    if room.counter:
        return most
    boxes = sum(room.free.values()) + sum(room.expected.values())
    return min(most, boxes + 2 * returned)
