"""What the plan comes to, on a page: figures at once, all-door when asked for.

The comparison runs in the planner beside the day; when a plan is built anew the planner
ends it first, because it searches one plan at a time. A comparison that was made stays
until another is made; the page says where the plan has changed since.
"""

import time

from console.domain.money import eur
from console.insight.breakdown import Comparison
from console.planning.messages import Improved
from console.shell.errands import Errands
from console.shell.planning import Planning
from console.shell.themes import Themes
from console.viewmodels.analysis import AnalysisView, analysis
from console.viewmodels.status import RunView
from console.wiring.house import House
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

    def forget(self) -> None:
        """Another day: what was compared is not of it."""
        self.stop()
        self._made = None
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
        return analysis(now, self._made, run=self._run)
