"""Prices for what is looked at: ways for the selected parcel and why it goes as it
goes, the cost of a drag.

Both are asked of the planner one at a time; of the wishes that came meanwhile only the
last counts.
"""

from collections.abc import Callable, Mapping

from console.domain.draft import EditRefused
from console.domain.ids import ParcelId
from console.domain.plan import Plan
from console.domain.why import Why
from console.planning.alternative import Alternative
from console.shell.errands import Errands
from console.shell.planning import Planning
from console.shell.troubles import trouble
from console.wiring.planner import PlannerFailed
from console.wiring.worker import WorkerGone
from widgets.common.marked import QT_TRANSLATE_NOOP, say

type Move = tuple[tuple[str, ...], str, int]

MINUS = "\N{MINUS SIGN}"


class Pricing:
    """`priced` holds the ways of the parcels of the plan that were looked at.

    `whys` is the planner's whole answer about them.
    """

    def __init__(
        self, planning: Planning, errands: Errands, show: Callable[[str], None]
    ) -> None:
        """`show` is told what the drag under way would cost."""
        self._planning = planning
        self._errands = errands
        self._show = show
        self._plan: Plan | None = None
        self._asking = False
        self._probing = False
        self._next: Move | None = None
        self.priced: Mapping[ParcelId, tuple[Alternative, ...]] = {}
        self.whys: Mapping[ParcelId, Why] = {}

    def want(self, parcel: ParcelId | None) -> None:
        """Prices a parcel's ways if they are not known."""
        plan = self._planning.working.plan
        if plan is not self._plan:
            self._plan, self.priced, self.whys = plan, {}, {}
        if parcel is None or plan is None or self._planning.run is not None:
            return
        if self._asking or parcel in self.priced or self._planning.busy:
            return
        self._asking = True
        self._errands.run(self._ask(parcel, plan))

    def way(self, parcel: ParcelId, key: str) -> Alternative | None:
        """The way that an option's key names, while it is still true."""
        ways = self.priced.get(parcel, ())
        current = self._plan is self._planning.working.plan
        index = int(key) if key.isdigit() else -1
        return ways[index] if current and 0 <= index < len(ways) else None

    def probe(self, parcels: tuple[str, ...], vehicle: str, index: int) -> None:
        """Prices a drag's target."""
        self._next = (parcels, vehicle, index)
        if not self._probing:
            self._probing = True
            self._errands.run(self._probe())

    async def _ask(self, parcel: ParcelId, plan: Plan) -> None:
        ways: tuple[Alternative, ...] = ()
        why: Why | None = None
        try:
            ways = await self._planning.prices(parcel)
            why = await self._planning.why(parcel)
        except (PlannerFailed, WorkerGone):
            # A parcel without prices is shown without options.
            ways, why = (), None
        finally:
            self._asking = False
        if self._plan is plan:
            self.priced = {**self.priced, parcel: ways}
            if why is not None:
                self.whys = {**self.whys, parcel: why}

    async def _probe(self) -> None:
        try:
            while self._next is not None:
                move, self._next = self._next, None
                said = await self._said(move)
                if self._next is None:
                    self._show(said)
        finally:
            self._probing = False

    async def _said(self, move: Move) -> str:
        if self._planning.busy:
            # The planner may hold another problem for the moment.
            return ""
        try:
            return difference(*await self._planning.difference(*move))
        except (EditRefused, PlannerFailed) as error:
            return trouble(error)


def difference(seconds: int, metres: int) -> str:
    """What a move costs: minutes and kilometres with their signs."""
    minutes = round(seconds / 60)
    words = QT_TRANSLATE_NOOP("words", "{0} min, {1} km")
    return say(words, _signed(minutes, 0), _signed(metres / 1000, 1))


def _signed(value: float, digits: int) -> str:
    sign = MINUS if round(value, digits) < 0 else "+"
    return f"{sign}{abs(value):.{digits}f}"
