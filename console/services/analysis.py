"""What a plan comes to, and what lockers are worth: the same day all to doors.

The comparison is fair: the same parcels, fleet, streets and weights, searched from
nothing with the seed and the number of steps of the plan itself. The planner answers
it beside the plan that stands, which stays as it is.
"""

from collections.abc import Callable
from typing import Protocol

from console.domain.depot_model import DepotModel
from console.domain.draft import Draft
from console.domain.plan import Plan
from console.ground.messages import GroundFiles
from console.insight.breakdown import Breakdown, Comparison, breakdown
from console.planning.messages import Improved

LEAST_STEPS = 500
"""Fewer would leave all-door at its first guess."""


class Searcher(Protocol):
    """Whoever holds the problem that the plan was made for."""

    async def search(
        self,
        *,
        seed: int,
        budget_s: float | None,
        iterations: int | None,
        start: Draft | None,
        told: Callable[[Improved], None],
        started: Callable[[str], None],
        all_door: bool = False,
    ) -> Plan:
        """The best plan found."""
        ...

    def stop_search(self, number: str) -> None:
        """Let a search end with the best so far."""
        ...


class Analysis:
    """Use cases around what a plan comes to."""

    def __init__(self, planner: Searcher) -> None:
        self._planner = planner
        self._searching: str | None = None

    def of_plan(
        self, plan: Plan, model: DepotModel, ground: GroundFiles | None
    ) -> Breakdown:
        """The plan's figures; customers' walks are 0 without the ground."""
        return breakdown(
            plan,
            {kind.id: kind.mode for kind in model.vehicle_types},
            ground.walks if ground else {},
        )

    async def beside_all_door(
        self,
        plan: Plan,
        model: DepotModel,
        ground: GroundFiles | None,
        told: Callable[[Improved], None] = lambda _improved: None,
    ) -> Comparison:
        """The plan and the best found with all parcels to doors.

        Takes about as long as the plan's own search. `plan` has to be of the problem
        that the planner holds.
        """
        steps = _steps(plan)
        try:
            doors = await self._planner.search(
                seed=plan.making.seed,
                budget_s=None,
                iterations=steps,
                start=None,
                told=told,
                started=self._started,
                all_door=True,
            )
        finally:
            self._searching = None
        return Comparison(
            self.of_plan(plan, model, ground),
            self.of_plan(doors, model, ground),
            steps,
        )

    def stop(self) -> None:
        """Lets a running comparison end with the best so far."""
        if self._searching is not None:
            self._planner.stop_search(self._searching)

    def _started(self, number: str) -> None:
        self._searching = number


def _steps(plan: Plan) -> int:
    """How long the plan was really searched for; one by hand gets the least."""
    making = plan.making
    searched = making.iterations if making.stopped_at is None else making.stopped_at
    return max(searched, LEAST_STEPS)
