"""What a scenario comes to: a plan's figures, with what has to be said about them.

What is published about lockers (`PUBLISHED`) is measured by a parcel against doors, so
that a day's own figures can stand beside it.
"""

from dataclasses import dataclass
from typing import Final

from console.domain.ids import VehicleTypeId
from console.domain.plan import Plan
from console.domain.problem import Channel, Problem
from console.insight.breakdown import Breakdown
from console.planning.fleet import driving
from console.planning.scenarios import AllLockers, Scenario
from console.planning.shares import holds


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scenario's figures; all of one comparison took `steps` steps.

    `vehicles` counts those on the road by type, in the order of the day's types.
    `no_locker` are parcels that fit no locker within reach, told where all were to go
    to one. `missed` says that the share asked for was not reached.
    """

    scenario: Scenario
    figures: Breakdown
    vehicles: tuple[tuple[VehicleTypeId, int], ...]
    steps: int
    no_locker: int | None = None
    missed: bool = False

    @property
    def locker_share(self) -> float | None:
        """Of the parcels carried those in lockers; None where none is carried."""
        return self.figures.whole.each(self.figures.whole.to_lockers)

    @property
    def each_time_s(self) -> float | None:
        """Seconds on the road a parcel."""
        return self.figures.whole.each(self.figures.whole.time_s)

    @property
    def each_co2_g(self) -> float | None:
        """Grams of CO2e a parcel."""
        return self.figures.whole.each(self.figures.whole.co2_g)

    @property
    def parcels_per_hour(self) -> float | None:
        """Parcels an hour that a courier is on the road."""
        each_s = self.each_time_s
        return 3600 / each_s if each_s else None


@dataclass(frozen=True, slots=True)
class BesideDoors:
    """A scenario against all to doors, by a parcel carried: -0.1 is a tenth less."""

    cost: float
    per_hour: float
    co2: float


PUBLISHED: Final = BesideDoors(cost=-0.35, per_hour=0.60, co2=0.075 / 0.294 - 1)
"""Locker operators: 35 % cheaper, 60 % more parcels a courier's hour. InPost: 0.294 kg
CO2e a parcel to the door, 0.075 kg to a locker (the vendor's own figure)."""


def beside_doors(one: Outcome, doors: Outcome) -> BesideDoors | None:
    """A scenario against all to doors; None where either carries nothing or is free.

    Both have to be counted with the same settings.
    """
    pairs = [
        (_each_cost(one), _each_cost(doors)),
        (one.parcels_per_hour, doors.parcels_per_hour),
        (one.each_co2_g, doors.each_co2_g),
    ]
    parts = [here / there - 1 for here, there in pairs if here is not None and there]
    return BesideDoors(*parts) if len(parts) == len(pairs) else None


def _each_cost(one: Outcome) -> float | None:
    return one.figures.whole.each(one.figures.cost)


def outcome(
    scenario: Scenario, plan: Plan, day: Problem, figures: Breakdown, steps: int
) -> Outcome:
    """A scenario's figures; `day` is the problem before anything was changed in it."""
    used = driving(plan)
    lockers_first = any(isinstance(one, AllLockers) for one in scenario.changes)
    without = sum(
        all(option.channel is not Channel.LOCKER for option in demand.options)
        for demand in day.demands
    )
    share = scenario.share
    return Outcome(
        scenario,
        figures,
        tuple((kind.id, used[kind.id]) for kind in day.types if used[kind.id]),
        steps,
        without if lockers_first else None,
        missed=share is not None and not holds(share, plan),
    )
