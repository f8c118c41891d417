"""What is being worked on: a wave's problem, its plan, and what is not published."""

from dataclasses import dataclass, field

from console.domain.day import OpenDay, Revision
from console.domain.depot_day import DepotDay
from console.domain.depot_model import DepotModel
from console.domain.difference import Difference
from console.domain.parcel import Parcel
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.site import Compartment


@dataclass(frozen=True, slots=True)
class Facts:
    """What a wave is planned from.

    `parcels` are the wave's that may be planned. `doors` are all compartments, those
    promised elsewhere reserved, those that hold what this wave put there free. `duty`
    is who works, in the hours that other waves leave, and when sites are open.
    """

    model: DepotModel
    parcels: tuple[Parcel, ...]
    doors: tuple[Compartment, ...]
    duty: DepotDay


@dataclass(frozen=True, slots=True)
class Standing:
    """What is being worked on. `plan` is None before the first is built.

    `difference` is what publishing would change; without a published revision every
    parcel differs. `version` is the wave's, as this desk last saw it: a wish that
    stands on an older one is refused. `revision` is the draft or published revision
    that `plan` is.
    """

    open_day: OpenDay
    model: DepotModel
    problem: Problem
    plan: Plan | None
    difference: Difference = field(default_factory=Difference)
    published: bool = False
    version: int = 0
    revision: Revision | None = None

    @property
    def edits(self) -> int:
        """How many parcels and routes differ from what is published."""
        return self.difference.count
