"""What the plan comes to, on a page: figures at once, scenarios and fleet when asked.

What is asked is searched in the planner beside the day, one after another; when a plan
is built anew the planner ends it first, because it searches one plan at a time. What
was found stays until it is asked again; the page says where the plan has changed since.
"""

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from console.domain.money import eur
from console.domain.plan import Plan
from console.domain.standing import Standing
from console.domain.why import BuildReport
from console.ground.messages import GroundFiles
from console.insight.breakdown import Breakdown
from console.insight.outcomes import Outcome
from console.planning.fleet import FleetAdvice, driving
from console.planning.messages import Improved
from console.planning.scenario_text import ALL_DOOR, PRESETS, WHOLE, scenario
from console.planning.scenarios import Scenario, ScenarioRefused
from console.services.whatif import Asked
from console.shell.workplace import Workplace
from console.viewmodels.analysis import AllDoor, AnalysisView, analysis
from console.viewmodels.status import RunView
from console.viewmodels.whatif import (
    InHand,
    RefusedScenario,
    WhatIfView,
    fleet_view,
    scenario_columns,
)
from console.wiring.planner import PlannerFailed
from console.wiring.worker import WorkerGone
from widgets.analysis.page import AnalysisPage
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.scenarios import scenario_refused

OFFERED = (*WHOLE, *(f"preset:{name}" for name in PRESETS))
"""Scenarios in the list before anybody adds one."""


class Analysing:
    """Shows the page and fills it as long as it stands."""

    def __init__(self, at: Workplace) -> None:
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._planning = at.errands, at.planning
        self._told: tuple[Plan, BuildReport | None] | None = None
        self._asking = False
        self._names = list(OFFERED)
        self._found: dict[str, tuple[Outcome, Breakdown]] = {}
        self._refused: dict[str, RefusedScenario] = {}
        self._fleet: tuple[FleetAdvice, Breakdown] | None = None
        self._search = _Search()
        self._reckoned: tuple[Plan, GroundFiles | None, Breakdown] | None = None

    def show(self) -> None:
        """Opens the page on the plan that stands."""
        page = AnalysisPage(self._themes.theme)
        page.compare_wanted.connect(lambda: self.compare((ALL_DOOR,)))
        page.whatif.compare_wanted.connect(self.compare)
        page.whatif.add_wanted.connect(self.add)
        page.fleet.price_wanted.connect(self.price_fleet)
        for part in (page, page.whatif, page.fleet):
            part.stop_wanted.connect(self.stop)
        self._window.show_page(page)
        self.look_again()

    def compare(self, names: Sequence[str]) -> None:
        """Searches scenarios by name, one after another."""
        if self._idle() and names:
            title = say(QT_TRANSLATE_NOOP("words", "Comparing scenarios"))
            wanted = tuple(scenario(name) for name in names)
            self._began(names)
            self._errands.run(self._compare(wanted), title)

    def add(self, text: str) -> None:
        """Puts a scenario into the list as it is written, if it can be read."""
        page = self._window.page
        if not isinstance(page, AnalysisPage):
            return
        name = text.strip()
        try:
            scenario(name)
        except ScenarioRefused as error:
            args = [str(part) for part in error.args[1:]]
            page.whatif.show_fault(scenario_refused(error.code, args))
            return
        if name not in self._names:
            self._names.append(name)
        self.look_again()
        page.whatif.take(name)

    def price_fleet(self) -> None:
        """Searches what one more and one fewer of each kind would do."""
        if self._idle():
            title = say(QT_TRANSLATE_NOOP("words", "Pricing the fleet"))
            self._began(())
            self._errands.run(self._price_fleet(), title)

    def stop(self) -> None:
        """Ends what is being searched; what was found before stays."""
        if self._search.run is not None:
            self._house.whatif.stop()

    def look_again(self) -> None:
        """The plan may have changed: what the page says follows."""
        page = self._window.page
        if isinstance(page, AnalysisPage):
            page.show_view(self._view())
            self._ask()

    def forget(self) -> None:
        """Another day: what was found is not of it."""
        self.stop()
        self._found.clear()
        self._refused.clear()
        self._fleet = None
        self.look_again()

    def _ask(self) -> None:
        """What would help is worked out once a plan, when nothing else runs."""
        standing = self._house.plans.standing
        plan = None if standing is None else standing.plan
        known = self._told is not None and self._told[0] is plan
        busy = self._planning.busy or self._search.run is not None
        if plan is not None and not (known or busy or self._asking):
            self._asking = True
            self._errands.run(self._report(plan))

    async def _report(self, plan: Plan) -> None:
        report: BuildReport | None = None
        try:
            report = await self._house.planner.report(plan.draft())
        except (PlannerFailed, WorkerGone):
            # The figures stand without it.
            report = None
        finally:
            self._asking = False
        self._told = plan, report
        self.look_again()

    def _idle(self) -> bool:
        standing = self._house.plans.standing
        planned = standing is not None and standing.plan is not None
        return planned and self._search.run is None

    async def _compare(self, wanted: Sequence[Scenario]) -> None:
        house, told = self._house, self._improved
        try:
            asked, standing = self._asked()
            if asked is None or standing is None:
                return
            for one in wanted:
                self._refused.pop(one.name, None)
            now = self._figures(standing, asked.plan)
            answers = house.whatif.compare(asked, wanted, house.plans.remade, told)
            async with aclosing(answers):
                async for answer in answers:
                    if not self._still(standing):
                        break
                    self._take(answer, now)
        finally:
            self._ended()

    async def _price_fleet(self) -> None:
        try:
            asked, standing = self._asked()
            if asked is None or standing is None:
                return
            now = self._figures(standing, asked.plan)
            found = await self._house.whatif.fleet(asked, self._counted)
            if found is not None and self._still(standing):
                self._fleet = (found, now)
        finally:
            self._ended()

    def _asked(self) -> tuple[Asked | None, Standing | None]:
        plans = self._house.plans
        standing, ground = plans.standing, plans.ground
        if standing is None or standing.plan is None or ground is None:
            return None, None
        return Asked(standing, standing.plan, ground), standing

    def _still(self, standing: Standing) -> bool:
        """Whether the planner holds the day that was asked about."""
        now = self._house.plans.standing
        return now is not None and now.problem is standing.problem

    def _take(self, answer: Outcome | ScenarioRefused, now: Breakdown) -> None:
        if isinstance(answer, ScenarioRefused):
            args = tuple(str(part) for part in answer.args[1:])
            name = args[0]
            self._refused[name] = RefusedScenario(name, answer.code, args)
            self._found.pop(name, None)
        else:
            self._found.pop(answer.scenario.name, None)
            self._found[answer.scenario.name] = (answer, now)
            name = answer.scenario.name
        self._search.done(name)
        self.look_again()

    def _began(self, names: Sequence[str]) -> None:
        self._search = _Search(tuple(names), run=RunView(0.0, 0.0, 0))
        self.look_again()

    def _ended(self) -> None:
        self._search = _Search()
        self.look_again()

    def _improved(self, one: Scenario, told: Improved) -> None:
        if self._search.run is not None:
            self._search.improved(one.name, told)
            self.look_again()

    def _counted(self, done: int, of: int, told: Improved) -> None:
        if self._search.run is not None:
            self._search.count = (done, of)
            self._search.improved("", told)
            self.look_again()

    def _figures(self, standing: Standing, plan: Plan) -> Breakdown:
        """A plan's figures; those asked for last are remembered."""
        ground, known = self._house.plans.ground, self._reckoned
        if known is not None and known[0] is plan and known[1] is ground:
            return known[2]
        found = self._house.whatif.of_plan(plan, standing.model, ground)
        self._reckoned = plan, ground, found
        return found

    def _view(self) -> AnalysisView:
        standing, plan = self._house.plans.standing, self._planning.working.plan
        search = self._search
        if standing is None or plan is None:
            return AnalysisView(busy=search.run is not None)
        now = self._figures(standing, plan)
        types = standing.model.vehicle_types
        used = driving(plan)
        hand = InHand(
            now,
            tuple((one.id, used[one.id]) for one in types if used[one.id]),
            {one.id: one.name for one in types},
        )
        told = self._told
        report = told[1] if told is not None and told[0] is plan else None
        doors = self._found.get(ALL_DOOR)
        return analysis(
            now,
            AllDoor(doors[0].figures, doors[1], doors[0].steps) if doors else None,
            run=search.run if search.name == ALL_DOOR else None,
            helps=report.helps if report is not None else (),
            sites={site.id: site.name for site in standing.model.sites},
            bound=report.bound if report is not None else None,
            busy=search.run is not None,
            whatif=self._whatif(hand),
            fleet=replace(
                fleet_view(self._fleet, hand),
                done=search.count[0],
                of=search.count[1],
                run=search.run if search.count[1] else None,
            ),
        )

    def _whatif(self, hand: InHand) -> WhatIfView:
        search = self._search
        columns = scenario_columns(hand, tuple(self._found.values()))
        return WhatIfView(
            names=tuple(self._names),
            columns=columns,
            refused=tuple(self._refused.values()),
            steps=max((one.steps for one, _ in self._found.values()), default=0),
            running=search.name,
            waiting=len(search.waiting),
            run=search.run if search.name else None,
        )


class _Search:
    """What is being searched: its name, what waits, and how far it is."""

    def __init__(
        self, waiting: tuple[str, ...] = (), run: RunView | None = None
    ) -> None:
        self.name = waiting[0] if waiting else ""
        self.waiting = waiting[1:]
        self.run = run
        self.count = (0, 0)
        self._began = time.monotonic()
        self._curve: list[tuple[float, float]] = []

    def done(self, name: str) -> None:
        """One is done: the next begins."""
        if self.name == name:
            self.name = self.waiting[0] if self.waiting else ""
            self.waiting = self.waiting[1:]
            self._curve = []

    def improved(self, name: str, told: Improved) -> None:
        """A better plan was found."""
        self.name = name
        seconds = time.monotonic() - self._began
        self._curve.append((told.elapsed_s, eur(told.cost)))
        self.run = RunView(seconds, eur(told.cost), told.iteration, tuple(self._curve))
