"""The page "Plans": a wave's drafts, what two of them come to, which is in hand.

    wish -> planning.arrange -> plans (services) -> standing -> panes, page, undo stack

Kept plans are read once each and remembered by when they were made; two of them are
compared in a thread. What is shown is read again when the plan in hand or the day is
another.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from console.domain.day import OpenDay, Revision, RevisionState
from console.domain.ids import RevisionId
from console.domain.plan import Plan
from console.domain.standing import Standing
from console.shell.errands import WAIT
from console.shell.history import Step
from console.shell.snapshot import Snapshot
from console.shell.workplace import Workplace
from console.viewmodels.comparison import ComparisonView, comparison_view
from console.viewmodels.plan_list import (
    PlanFigures,
    PlansView,
    plan_figures,
    plan_lines,
)
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.compare.naming import NameDialog
from widgets.compare.page import PlansPage

KEEP = QT_TRANSLATE_NOOP("words", "Keep as alternative")
KEPT = QT_TRANSLATE_NOOP("words", "Kept as “{0}”")
KEEP_WHY = QT_TRANSLATE_NOOP(
    "words", "It stays as it is now; you go on with the plan in hand."
)
DUPLICATE = QT_TRANSLATE_NOOP("words", "Duplicate")
DUPLICATE_WHY = QT_TRANSLATE_NOOP(
    "words", "The copy is worked on from now on; the other stays as it is."
)
RENAME = QT_TRANSLATE_NOOP("words", "Rename")
MOST = 4
"""How many whole plans are remembered; their figures all are."""

type Made = tuple[RevisionId, datetime]


class Comparing:
    """Shows the page and carries out what it wishes for."""

    def __init__(self, at: Workplace) -> None:
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell = at.errands, at.tell
        self._planning = at.planning
        self._moment: Snapshot | None = None
        self._found: tuple[Revision, ...] = ()
        self._figures: dict[Made, PlanFigures] = {}
        self._plans: dict[Made, Plan] = {}
        self._pair = ("", "")
        self._seen: tuple[OpenDay, int, Standing | None] | None = None
        self._view = PlansView()
        self._asked = self._walked = 0

    def show(self) -> None:
        """Opens the page on the wave in hand."""
        page = PlansPage(self._themes.theme)
        page.pair_wanted.connect(self._compare)
        page.keep_wanted.connect(self._ask_keep)
        page.work_on_wanted.connect(self._work_on)
        page.duplicate_wanted.connect(self._ask_duplicate)
        page.rename_wanted.connect(self._ask_rename)
        page.drop_wanted.connect(self._drop)
        page.parcel_wanted.connect(self._show_parcel)
        self._window.show_page(page)
        self._seen, self._pair = None, ("", "")
        self._look()

    def look_again(self, moment: Snapshot) -> None:
        """The plan in hand or the day may be another."""
        self._moment = moment
        self._look()

    def _look(self) -> None:
        page, moment = self._window.page, self._moment
        if not isinstance(page, PlansPage) or moment is None:
            return
        open_day = moment.gathered.open_day
        standing = self._house.plans.standing
        event = moment.gathered.overview.last_event
        seen, self._seen = self._seen, (open_day, event, standing)
        if seen is not None and seen[0] != open_day:
            self._pair = ("", "")
        if seen != self._seen:
            self._errands.run(self._read(open_day))
        elif page.view.busy is not self._planning.busy:
            self._hand_over()

    # reading

    async def _read(self, open_day: OpenDay) -> None:
        self._asked += 1
        asked = self._asked
        found = await self._house.plans.revisions(open_day)
        for one in found:
            if (one.id, one.made) not in self._figures:
                await self._plan(one)
        if asked != self._asked:
            return
        self._found = found
        await self._show_pair(*self._pair)

    async def _plan(self, one: Revision) -> Plan:
        key = (one.id, one.made)
        plan = self._plans.pop(key, None)
        if plan is None:
            _, plan = await self._house.plans.read(one.id)
        self._plans[key] = plan
        while len(self._plans) > MOST:
            self._plans.pop(next(iter(self._plans)))
        self._figures[key] = plan_figures(plan)
        return plan

    def _compare(self, base: str, chosen: str) -> None:
        self._errands.run(self._show_pair(base, chosen))

    async def _show_pair(self, base: str, chosen: str) -> None:
        """Shows the list with these two compared, or the two that matter most."""
        moment = self._moment
        if moment is None:
            return
        self._walked += 1
        walked = self._walked
        names = {str(one.id): one for one in self._found}
        if base not in names or chosen not in names:
            base, chosen = self._first_pair(base, chosen)
        found = await self._beside(names.get(base), names.get(chosen), moment)
        if walked != self._walked:
            # Somebody walked on meanwhile.
            return
        self._pair = (base, chosen)
        standing = self._standing()
        figures = self._figures
        self._view = PlansView(
            plan_lines(
                (
                    (one, figures[one.id, one.made])
                    for one in self._found
                    if (one.id, one.made) in figures
                ),
                None if standing is None else standing.id,
                moment.gathered.open_day.date.zone,
            ),
            base,
            chosen,
            found,
            moment.labels,
        )
        self._hand_over()

    async def _beside(
        self, base: Revision | None, chosen: Revision | None, moment: Snapshot
    ) -> ComparisonView | None:
        if base is None or chosen is None or base.id == chosen.id:
            return None
        before, after = await self._plan(base), await self._plan(chosen)
        model = moment.model
        return await asyncio.to_thread(
            comparison_view,
            before,
            after,
            modes={kind.id: str(kind.mode) for kind in model.vehicle_types},
            sites={site.id: site.name for site in model.sites},
        )

    def _first_pair(self, base: str, chosen: str) -> tuple[str, str]:
        """What is published and what is in hand, where nothing else was asked for."""
        kept = [one for one in self._found if one.state is not RevisionState.DROPPED]
        standing = self._standing()
        hand = "" if standing is None else str(standing.id)
        names = [str(one.id) for one in kept]
        published = [
            str(one.id) for one in kept if one.state is RevisionState.PUBLISHED
        ]
        others = [name for name in (*published, *reversed(names)) if name != hand]
        base = base if base in names else next(iter(others), hand)
        return base, chosen if chosen in names else hand or base

    def _standing(self) -> Revision | None:
        standing = self._house.plans.standing
        return None if standing is None else standing.revision

    def _hand_over(self) -> None:
        page = self._window.page
        if isinstance(page, PlansPage):
            self._view = replace(self._view, busy=self._planning.busy)
            page.show_view(self._view)

    # wishes

    def _ask_keep(self) -> None:
        self._ask(say(KEEP), say(KEEP_WHY), "", self._keep)

    def _ask_duplicate(self, name: str) -> None:
        line = self._view.line(name)
        known = line.name if line is not None else ""
        then = partial(self._take_up, RevisionId(name), "duplicate_plan")
        self._ask(say(DUPLICATE), say(DUPLICATE_WHY), known, then)

    def _ask_rename(self, name: str) -> None:
        line = self._view.line(name)
        if line is not None:
            then = partial(self._rename, line.id, line.name)
            self._ask(say(RENAME), "", line.name, then)

    def _ask(
        self, title: str, why: str, proposed: str, then: Callable[[str], None]
    ) -> None:
        theme = self._themes.theme
        dialog = NameDialog(title, why, proposed, theme, self._window)
        dialog.named.connect(then)
        dialog.open()

    def _keep(self, label: str) -> None:
        self._run(partial(self._kept, label), say(KEPT, label))

    def _work_on(self, name: str) -> None:
        line = self._view.line(name)
        if line is None or line.standing:
            return
        if line.draft or line.state is RevisionState.PUBLISHED:
            self._run(partial(self._chosen, line.id if line.draft else None))
        else:
            self._take_up(line.id, "take_up_plan", line.name)

    def _take_up(self, name: RevisionId, deed: str, label: str) -> None:
        self._run(partial(self._taken_up, name, deed, label))

    def _rename(self, name: RevisionId, before: str, after: str) -> None:
        self._run(partial(self._renamed, name, before, after))

    def _drop(self, name: str) -> None:
        line = self._view.line(name)
        if line is not None:
            self._run(partial(self._dropped, line.id, line.name))

    def _show_parcel(self, name: str) -> None:
        page = self._window.page
        if page is not None:
            page.close_page()
        self._window.found.emit("parcel", name)

    def _run(self, deed: Callable[[], Awaitable[Step]], told: str = "") -> None:
        self._errands.run(self._arrange(deed, told))

    async def _arrange(self, deed: Callable[[], Awaitable[Step]], told: str) -> None:
        if not await self._planning.arrange(deed):
            self._tell(say(WAIT), Level.ATTENTION)
        elif told:
            self._tell(told, Level.GOOD)

    # deeds

    def _in_hand(self) -> RevisionId | None:
        """The draft that is worked on; None where it is what is published."""
        standing = self._standing()
        draft = standing is not None and standing.state is RevisionState.DRAFT
        return standing.id if standing is not None and draft else None

    async def _kept(self, label: str) -> Step:
        """A copy under a name; what was in hand stays in hand."""
        plans, origin = self._house.plans, self._house.origin
        before = self._in_hand()
        made: list[RevisionId] = []

        async def forwards() -> None:
            standing = await plans.duplicate(label, origin())
            made.append(_id(standing))
            await plans.choose(before, origin())

        async def backwards() -> None:
            await plans.drop(made.pop(), origin())

        await forwards()
        return Step("keep_plan", forwards, backwards)

    async def _chosen(self, name: RevisionId | None) -> Step:
        plans, origin = self._house.plans, self._house.origin
        before = self._in_hand()

        async def forwards() -> None:
            await plans.choose(name, origin())

        async def backwards() -> None:
            await plans.choose(before, origin())

        await forwards()
        return Step("choose_plan", forwards, backwards)

    async def _taken_up(self, name: RevisionId, deed: str, label: str) -> Step:
        plans, origin = self._house.plans, self._house.origin
        before = self._in_hand()
        made: list[RevisionId] = []

        async def forwards() -> None:
            made.append(_id(await plans.take_up(name, label, origin())))

        async def backwards() -> None:
            await plans.drop(made.pop(), origin())
            await plans.choose(before, origin())

        await forwards()
        return Step(deed, forwards, backwards)

    async def _renamed(self, name: RevisionId, before: str, after: str) -> Step:
        plans, origin = self._house.plans, self._house.origin

        async def forwards() -> None:
            await plans.rename(name, after, origin())

        async def backwards() -> None:
            await plans.rename(name, before, origin())

        await forwards()
        return Step("rename_plan", forwards, backwards)

    async def _dropped(self, name: RevisionId, label: str) -> Step:
        """What is given up is taken up again as a new draft of the same name."""
        plans, origin = self._house.plans, self._house.origin
        before = self._in_hand()
        now = [name]

        async def forwards() -> None:
            await plans.drop(now[-1], origin())

        async def backwards() -> None:
            gone = now[-1]
            now.append(_id(await plans.take_up(gone, label, origin())))
            if before is not None and before != gone:
                await plans.choose(before, origin())
            elif before is None:
                await plans.choose(None, origin())

        await forwards()
        return Step("drop_plan", forwards, backwards)


def _id(standing: Standing) -> RevisionId:
    if standing.revision is None:
        raise RuntimeError("a plan was kept without a revision")
    return standing.revision.id
