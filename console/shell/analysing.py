"""What the plan comes to, on a page: figures at once, all-door when asked for.

The comparison runs in the planner beside the day; when a plan is built anew the planner
ends it first, because it searches one plan at a time. A comparison that was made stays
until another is made; the page says where the plan has changed since.
"""

import time

from console.domain.money import eur
from console.domain.plan import Plan
from console.domain.why import Help
from console.insight.breakdown import Comparison
from console.planning.messages import Improved
from console.shell.errands import Errands
from console.shell.planning import Planning
from console.shell.themes import Themes
from console.viewmodels.analysis import AnalysisView, analysis
from console.viewmodels.status import RunView
from console.wiring.house import House
from console.wiring.planner import PlannerFailed
from console.wiring.worker import WorkerGone
from widgets.analysis.page import AnalysisPage
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.window import DeskWindow


class Analysing:
    """Shows the page and fills it as long as it stands."""

    def __init__(
        self,
        house: House,
        window: DeskWindow,
        themes: Themes,
        errands: Errands,
        planning: Planning,
    ) -> None:
        self._house = house
        self._window = window
        self._themes = themes
        self._errands = errands
        self._planning = planning
        self._made: Comparison | None = None
        self._told: tuple[Plan, tuple[Help, ...]] | None = None
        self._asking = False
        self._run: RunView | None = None
        self._began = 0.0
        self._curve: list[tuple[float, float]] = []

    def show(self) -> None:
        """Opens the page on the plan that stands."""
        page = AnalysisPage(self._themes.theme)
        page.compare_wanted.connect(self.compare)
        page.stop_wanted.connect(self.stop)
        self._window.show_page(page)
        self.look_again()

    def compare(self) -> None:
        """Searches the same day all to doors."""
        standing = self._house.plans.standing
        if standing is None or standing.plan is None or self._run is not None:
            return
        name = say(QT_TRANSLATE_NOOP("words", "Comparing with all to doors"))
        self._errands.run(self._compare(), name)

    def stop(self) -> None:
        """Takes the best all-door plan found so far."""
        if self._run is not None:
            self._house.analysis.stop()

    def look_again(self) -> None:
        """The plan may have changed: what the page says follows."""
        page = self._window.page
        if isinstance(page, AnalysisPage):
            page.show_view(self._view())
            self._ask()

    def forget(self) -> None:
        """Another day: what was compared is not of it."""
        self.stop()
        self._made = None
        self.look_again()

    def _ask(self) -> None:
        """What would help is worked out once a plan, when nothing else runs."""
        standing = self._house.plans.standing
        plan = None if standing is None else standing.plan
        known = self._told is not None and self._told[0] is plan
        busy = self._planning.busy or self._run is not None
        if plan is not None and not (known or busy or self._asking):
            self._asking = True
            self._errands.run(self._report(plan))

    async def _report(self, plan: Plan) -> None:
        helps: tuple[Help, ...] = ()
        try:
            helps = (await self._house.planner.report(plan.draft())).helps
        except (PlannerFailed, WorkerGone):
            # The figures stand without it.
            helps = ()
        finally:
            self._asking = False
        self._told = plan, helps
        self.look_again()

    async def _compare(self) -> None:
        plans = self._house.plans
        standing = plans.standing
        if standing is None or standing.plan is None:
            return
        self._began, self._curve = time.monotonic(), []
        self._run = RunView(0.0, 0.0, 0)
        self.look_again()
        try:
            self._made = await self._house.analysis.beside_all_door(
                standing.plan, standing.model, plans.ground, self._improved
            )
        finally:
            self._run = None
            self.look_again()

    def _improved(self, told: Improved) -> None:
        if self._run is None:
            return
        self._curve.append((told.elapsed_s, eur(told.cost)))
        seconds = time.monotonic() - self._began
        cost, steps = eur(told.cost), told.iteration
        self._run = RunView(seconds, cost, steps, tuple(self._curve))
        self.look_again()

    def _view(self) -> AnalysisView:
        plans = self._house.plans
        standing, plan = plans.standing, self._planning.working.plan
        if standing is None or plan is None:
            return AnalysisView(run=self._run)
        now = self._house.analysis.of_plan(plan, standing.model, plans.ground)
        told = self._told
        helps = told[1] if told is not None and told[0] is plan else ()
        return analysis(now, self._made, run=self._run, helps=helps)
