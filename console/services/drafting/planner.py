"""Who searches plans and lays their ground, as working on plans needs them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from console.domain.draft import Draft
from console.domain.ids import ParcelId
from console.domain.plan import Making, Plan
from console.domain.problem import Problem
from console.ground.messages import GroundFiles, Survey
from console.planning.alternative import Alternative
from console.planning.messages import Improved, Live


def unheard(_told: object) -> None:
    """Nobody listens."""


class Planner(Protocol):
    """Whoever searches and evaluates."""

    async def load(
        self, problem: Problem, travel: Mapping[str, tuple[str, str]]
    ) -> None:
        """Take a problem for all that follows."""
        ...

    async def search(
        self,
        *,
        seed: int,
        budget_s: float | None,
        iterations: int | None,
        start: Draft | None,
        told: Callable[[Improved], None],
        started: Callable[[str], None],
    ) -> Plan:
        """The best plan found; `told` hears of better ones on the way."""
        ...

    def stop_search(self, number: str) -> None:
        """Let a search end with the best so far."""
        ...

    async def replan(
        self,
        published: Draft,
        live: Live,
        *,
        seed: int,
        budget_s: float | None = None,
        iterations: int | None = None,
        told: Callable[[Improved], None] = unheard,
        started: Callable[[str], None] = unheard,
    ) -> tuple[Draft, Making]:
        """The rest of a day planned anew: the draft of the whole day, and how."""
        ...

    async def evaluate(self, draft: Draft) -> Plan:
        """The plan a draft comes to."""
        ...

    async def price(
        self, draft: Draft, parcel: ParcelId, most: int
    ) -> tuple[Alternative, ...]:
        """What else could be done with one parcel."""
        ...


class Surveyor(Protocol):
    """Whoever knows the streets."""

    def next_id(self) -> str:
        """An id for a wish."""
        ...

    async def survey(self, wish: Survey) -> GroundFiles:
        """The ground of a day."""
        ...


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a search may take: seconds, or iterations to be had again."""

    seed: int = 1
    budget_s: float | None = 10.0
    iterations: int | None = None
