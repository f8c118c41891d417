"""What a method is given, what it gives back, and how its time is counted.

A method gets a `Task`: a `Problem` and what is to be least. It gives back `Tours`,
plain numbers that no planner's own types stand in, so that one judge reads them all.
Its `Budget` is CPU seconds of its own process: a busy machine makes a run longer, not
worse.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.problem import Problem

_LOOK_S = 0.02


class CannotDo(Exception):
    """A method cannot take a task, for the reason it names."""


@dataclass(frozen=True, slots=True)
class Trips:
    """Vehicles load again at the depot; parcels are there only from a second on.

    `release_s` has one entry for every parcel: a trip leaves when all of its parcels
    are there.
    """

    release_s: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One problem, and what is to be least: its cost, or vehicles before all else.

    `trips` is what some public instances ask beyond the problem.
    """

    problem: Problem
    vehicles_first: bool = False
    trips: Trips | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One stop: a place, and the numbers of parcels with the option of each."""

    place: int
    handed: tuple[tuple[int, int], ...]


type Tours = Mapping[int, Sequence[Sequence[Call]]]
"""The trips of every vehicle used, by its number in the problem."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of tours: `why` is the first thing broken, empty if nothing."""

    cost: float
    vehicles: int
    why: str = ""

    @property
    def feasible(self) -> bool:
        """Whether nothing is broken."""
        return not self.why


class Budget:
    """CPU seconds of this process, counted from the moment it is made."""

    def __init__(self, cpu_s: float) -> None:
        self.cpu_s = cpu_s
        self._began = time.process_time()
        self._began_wall = time.perf_counter()

    @property
    def spent_s(self) -> float:
        """CPU seconds used since, by all threads of the process."""
        return time.process_time() - self._began

    @property
    def left_s(self) -> float:
        """What is left, not below nothing."""
        return max(0.0, self.cpu_s - self.spent_s)

    @property
    def share(self) -> float:
        """CPU seconds in a second of wall so far, of one core at most."""
        wall_s = time.perf_counter() - self._began_wall
        return min(1.0, max(0.1, self.spent_s / max(wall_s, 1e-6)))

    def over(self, share: float = 1.0) -> bool:
        """Whether this share of it is used up."""
        return self.spent_s >= self.cpu_s * share

    @contextmanager
    def watched(self, stop: Callable[[], object], share: float = 1.0) -> Iterator[None]:
        """Call `stop` once this share is used up: for solvers that count wall time."""
        done = threading.Event()

        def look() -> None:
            while not done.wait(_LOOK_S):
                if self.over(share):
                    stop()
                    return

        watcher = threading.Thread(target=look, name="budget", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


class Method(Protocol):
    """One way to plan. `prepare` imports and compiles outside the measured time."""

    @property
    def name(self) -> str:
        """As in the table."""

    def prepare(self) -> None:
        """Import and compile whatever solving needs."""

    def solve(self, task: Task, seed: int, budget: Budget) -> Tours:
        """The best tours found within the budget. Raises CannotDo."""


def draft_of(problem: Problem, tours: Tours) -> Draft:
    """The decisions as the planner's own draft; a vehicle's trips must be one."""
    routes = []
    for vehicle, trips in sorted(tours.items()):
        if len(trips) > 1:
            raise CannotDo("a draft has one trip a vehicle")
        visits = tuple(
            Visit(call.place, tuple(_drop(problem, *way) for way in call.handed))
            for trip in trips
            for call in trip
        )
        if visits:
            routes.append(DraftRoute(problem.vehicles[vehicle].id, visits))
    return Draft(tuple(routes))


def tours_of(problem: Problem, draft: Draft) -> Tours:
    """The decisions of a draft as plain numbers."""
    parcels = {demand.parcel: k for k, demand in enumerate(problem.demands)}
    numbers = {vehicle.id: k for k, vehicle in enumerate(problem.vehicles)}
    return {
        numbers[route.vehicle]: [
            [
                Call(
                    visit.place,
                    tuple(
                        (number, _option(problem, number, drop))
                        for drop in visit.drops
                        for number in (parcels[drop.parcel],)
                    ),
                )
                for visit in route.visits
            ]
        ]
        for route in draft.routes
        if route.visits
    }


def _drop(problem: Problem, parcel: int, option: int) -> Drop:
    demand = problem.demands[parcel]
    chosen = demand.options[option]
    return Drop(demand.parcel, chosen.channel, chosen.site)


def _option(problem: Problem, parcel: int, drop: Drop) -> int:
    wanted = (drop.channel, drop.site)
    return next(
        number
        for number, option in enumerate(problem.demands[parcel].options)
        if (option.channel, option.site) == wanted
    )
