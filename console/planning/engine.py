"""The search from Python: a first plan at once, better ones as long as it runs.

A `Search` is advanced in steps of some milliseconds and can be looked at, left or
stopped between them; `solve` is the plain loop around one. The plan depends on
(problem, start, seed, iterations) alone, not on how it was cut into steps. A budget in
CPU seconds becomes a number of iterations once, by the pace of the first, greedy ones:
these are the same whatever number follows, and that number stands in the plan's
`Making`.

A search that is long for its day cools down several times: where the first cooling
ends is chance, so it is warmed up again, less than before, from the best plan.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from console.domain.draft import Draft
from console.domain.money import Money
from console.domain.plan import Making, Plan
from console.domain.problem import Problem
from console.planning.arrays import Tables, tables
from console.planning.classes import assign_classes
from console.planning.evaluate import evaluated
from console.planning.kernels import layout
from console.planning.kernels.entries import anneal, arrange, first_parcels
from console.planning.kernels.layout import Ints, State
from console.planning.kernels.search import (
    C_DIRTY,
    C_DONE,
    C_FLEET,
    C_HOT,
    C_PART,
    C_REQUIRED,
    C_TOTAL,
    C_WARM,
    MOST_WARM,
    Working,
)
from console.planning.solution import CLOSED, Solution, copied, fill, read
from console.planning.why import explain
from console.planning.working import working

ENGINE = "ruin-recreate 3"
DEFAULT_ITERATIONS = 10_000
_STEP_S = 0.01
_WARM_PART = 10
"""The first part in so many of all iterations is greedy, at most."""
_TRIAL_PART = 20
"""The pace is measured over one part in so many of a budget, at most."""
_LONG = 300
"""Iterations a parcel from which on a search cools down more than once."""
_COOLINGS = (2, 3, 4)
"""When coolings end, in parts of the last. Measured, as is the temperature:"""
_AGAIN_PARTS = (3, 10)
_FEWER_PART = 4
"""Vehicles first: one part in so many of all iterations goes into fewer vehicles."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A better plan than the one before; `plan` makes it in full when asked.

    `plan` must be called before the search goes on.
    """

    iteration: int
    iterations: int
    cost: Money
    elapsed_s: float
    plan: Callable[[], Plan]


def never() -> bool:
    """A search that nobody stops."""
    return False


class Search:
    """One search. Not for two threads at once; `step` lets other threads run."""

    def __init__(
        self,
        known: Tables,
        *,
        seed: int,
        start: Draft | None = None,
        vehicles_first: bool = False,
    ) -> None:
        """Take in the start draft. Raises HardViolation where it cannot be.

        With `vehicles_first` no plan with more vehicles is better, whatever it costs.
        """
        self._known = known
        self._seed = seed
        self._began = time.perf_counter()
        draft = start or Draft(())
        assign_classes(known, _closed_part(draft))
        self._solution: Solution = fill(known, draft, exact=False)
        self._now = self._solution.state
        self._kept = self._best = self._now
        self._work = working(known, seed)
        self._vehicles_first = vehicles_first
        self._ends: tuple[int, ...] = ()
        self._queue = _first_order(known, self._now, self._work)
        self._queued = 0
        self._ready = False
        self._laid_out = False
        self._budget_s: float | None = None
        self._used_s = self._trial_s = 0.0
        self._pace = 64
        self._base = sum(d.unassigned for d in known.problem.demands if not d.options)

    @property
    def ready(self) -> bool:
        """Whether the first plan is complete."""
        return self._ready

    @property
    def cost(self) -> Money:
        """What the best plan so far costs."""
        return Money(int(self._best.totals[layout.T_COST]) + self._base)

    @property
    def iteration(self) -> int:
        """Iterations done."""
        return int(self._work.control[C_DONE])

    @property
    def iterations(self) -> int:
        """Iterations it is laid out for, during a trial those it is the start of."""
        return self._ends[-1] if self._laid_out else _WARM_PART * self.iteration

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self._laid_out and self._ready and self.iteration >= self.iterations

    @property
    def elapsed_s(self) -> float:
        """Seconds since it was made."""
        return time.perf_counter() - self._began

    def first(self, budget_s: float = 60.0) -> bool:
        """Go on with the first plan for a while; whether it is complete."""
        began, end = time.thread_time(), time.perf_counter() + budget_s
        while self._queued < self._queue.size:
            last = min(self._queue.size, self._queued + 32)
            if self._known.problem.vehicles:
                first_parcels(
                    self._known.day,
                    self._now,
                    self._queue,
                    self._queued,
                    last,
                    self._work.guide,
                    self._work.chance,
                )
            self._queued = last
            if time.perf_counter() > end and last < self._queue.size:
                break
        self._used_s += time.thread_time() - began
        if self._queued < self._queue.size:
            return False
        if not self._ready:
            self._ready = True
            self._work.control[C_REQUIRED] = _dearest(self._known, self._now)
            self._kept, self._best = copied(self._now), copied(self._now)
        return True

    def lay_out(self, iterations: int) -> None:
        """Set the number of iterations, once.

        Those that a budget's trial took are a tenth of it at most.
        """
        idle = not self._known.demands or not self._known.problem.vehicles
        control = self._work.control
        iterations = max(iterations, _WARM_PART * self.iteration)
        iterations = 0 if idle else iterations
        control[C_WARM] = min(MOST_WARM, iterations // _WARM_PART)
        if self._vehicles_first:
            control[C_FLEET] = control[C_WARM] + iterations // _FEWER_PART
        self._ends = (iterations,)
        if iterations >= _LONG * max(1, len(self._known.demands)):
            first = int(max(control[C_WARM], control[C_FLEET]))
            span, last = iterations - first, _COOLINGS[-1]
            self._ends = tuple(first + span * part // last for part in _COOLINGS)
        control[C_TOTAL] = self._ends[0]
        self._laid_out = True

    def lay_out_for(self, budget_s: float) -> None:
        """Let the first steps find out how many iterations fit, once.

        `budget_s` is CPU seconds from the making of the search on.
        """
        if self._known.demands and self._known.problem.vehicles:
            self._budget_s = budget_s
        else:
            self.lay_out(0)

    def step(self, budget_s: float = _STEP_S) -> None:
        """Search on for about `budget_s` seconds."""
        if not self.first(budget_s):
            return
        last = self.iterations if self._laid_out else MOST_WARM
        began, began_cpu = time.perf_counter(), time.thread_time()
        self._anneal(min(last, self.iteration + self._pace))
        spent = time.perf_counter() - began
        if not self._laid_out:
            self._try_out(time.thread_time() - began_cpu)
        if spent > budget_s:
            self._pace = max(1, self._pace // 2)
        elif spent < budget_s / 2:
            self._pace *= 2

    def _try_out(self, spent_s: float) -> None:
        """Note what iterations took; lay out for the budget once enough are done."""
        self._used_s += spent_s
        self._trial_s += spent_s
        budget_s = self._budget_s or 0.0
        if self._trial_s < budget_s / _TRIAL_PART and self.iteration < MOST_WARM:
            return
        each_s = max(1e-6, self._trial_s / self.iteration)
        left_s = max(0.0, budget_s - self._used_s)
        self.lay_out(self.iteration + max(1, int(left_s / each_s)))

    def run_to(self, iteration: int) -> None:
        """Search to an iteration without looking up."""
        self.first()
        self._anneal(min(self.iterations, iteration))

    def _anneal(self, until: int) -> None:
        day, work = self._known.day, self._work
        for end, following in pairwise(self._ends):
            if self.iteration < min(end, until):
                part = min(end, until)
                anneal(day, self._now, self._kept, self._best, work, part)
            if self.iteration == end < until:
                self._warm_up(following)
        anneal(day, self._now, self._kept, self._best, work, until)

    def _warm_up(self, end: int) -> None:
        """Go back to the best plan and cool down once more, until iteration `end`."""
        control, version = self._work.control, self._now.totals[layout.T_VERSION]
        again, before = _AGAIN_PARTS
        if control[C_TOTAL] == self._ends[0]:
            control[C_PART] = control[C_PART] * again // before
            control[C_HOT] = control[C_HOT] * again // before
        for state in (self._now, self._kept):
            for array, best in zip(state, self._best, strict=True):
                array[...] = best
        # What is remembered of routes goes by versions that are never used again.
        self._now.totals[layout.T_VERSION] = version
        control[C_DIRTY] = 0
        control[C_FLEET if self._vehicles_first else C_WARM] = self.iteration
        control[C_TOTAL] = end

    def plan(self, *, full: bool = False) -> Plan:
        """The best plan so far; with `full` every reason is worked out."""
        stopped = None if self.finished else self.iteration
        making = Making(
            self._seed, self.iterations, self.elapsed_s, ENGINE, stopped_at=stopped
        )
        best = self._best if self._ready else self._now
        draft = assign_classes(self._known, read(self._known, self._solution, best))
        plan = evaluated(self._known, draft, making)
        return explain(self._known, plan) if full else plan


def solve(
    problem: Problem | Tables,
    *,
    seed: int = 0,
    iterations: int | None = None,
    budget_s: float | None = None,
    start: Draft | None = None,
    progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = never,
    stop_at: int | None = None,
    every_s: float = 0.1,
    vehicles_first: bool = False,
) -> Plan:
    """The best plan found, with all reasons.

    `start` is searched on from: closed routes stay as they are, the order of routes
    locked in sequence stays. `progress` hears the first plan and then better ones, at
    most every `every_s`; `stopped` is asked about every 10 ms, and ends with the best
    plan so far. With `stop_at` a search that was stopped there, its first plan being
    complete, is made again. Raises HardViolation where a closed route of `start` breaks
    what is hard.
    """
    known = problem if isinstance(problem, Tables) else tables(problem)
    search = Search(known, seed=seed, start=start, vehicles_first=vehicles_first)
    while not search.first(_STEP_S) and not stopped():
        pass
    if iterations is None and budget_s is not None:
        search.lay_out_for(budget_s)
    else:
        search.lay_out(DEFAULT_ITERATIONS if iterations is None else iterations)
    told, told_at = None, -every_s
    if stop_at is not None:
        search.run_to(stop_at)
        return search.plan(full=True)
    while True:
        due = search.elapsed_s - told_at >= every_s or search.finished
        if progress is not None and due and search.cost != told:
            told, told_at = search.cost, search.elapsed_s
            progress(
                Progress(
                    search.iteration,
                    search.iterations,
                    search.cost,
                    search.elapsed_s,
                    search.plan,
                )
            )
        if search.finished or stopped():
            return search.plan(full=True)
        search.step()


def _closed_part(draft: Draft) -> Draft:
    return Draft(tuple(route for route in draft.routes if route.lock in CLOSED))


def _dearest(known: Tables, state: State) -> int:
    """More than a plan saves in money by leaving one parcel: its routes, and one."""
    costs = state.route[:, layout.R_COST]
    fixed = known.day.vehicles[:, layout.H_FIXED]
    return int(costs.sum() + costs.max(initial=0) + fixed.max(initial=0) + 1)


def _first_order(known: Tables, state: State, work: Working) -> Ints:
    """The absent parcels, those far out first: routes grow towards the depot."""
    arrange(known.day, state, 2, work.chance)
    return state.absent[: state.totals[layout.T_ABSENT]].copy()
