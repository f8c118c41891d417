"""The top bar and the status strip: five figures, what runs, what can be undone."""

from dataclasses import dataclass
from statistics import median

from console.domain.change import ChangeState
from console.domain.difference import Difference
from console.shell.snapshot import Snapshot
from console.viewmodels.days_page import read_only
from console.viewmodels.lockers import LinkKind, SiteChoice, site_choices
from console.viewmodels.parcels import ParcelRows
from console.viewmodels.pending import PendingView, pending_view
from console.viewmodels.status import (
    Health,
    Level,
    Part,
    SolverState,
    StatusView,
    TopView,
    buses,
    figures,
    saved,
)
from widgets.window import DeskWindow

SOLVER_LEVELS = {
    SolverState.STARTING: Level.ATTENTION,
    SolverState.READY: Level.GOOD,
    SolverState.RUNNING: Level.GOOD,
    SolverState.FAILED: Level.BAD,
}


@dataclass(frozen=True, slots=True)
class FrameView:
    """What stands around the panes, and what can be found."""

    top: TopView
    status: StatusView
    rows: ParcelRows
    sites: tuple[SiteChoice, ...]


class FrameController:
    """Fills what a DeskWindow shows around its panes."""

    def __init__(self, window: DeskWindow) -> None:
        self._window = window
        self._made: FrameView | None = None
        self._shown: FrameView | None = None
        self._difference = Difference()
        self._pending = PendingView()

    def make(self, moment: Snapshot) -> FrameView | None:
        """Figures, health and names."""
        model = moment.model
        view = FrameView(
            _top(moment, self._pending_of(moment)),
            _status(moment),
            moment.rows,
            site_choices(model.sites, model.cabinets, model.compartments),
        )
        old, self._made = self._made, view
        same = (
            old is not None
            and old.rows is view.rows
            and (old.top, old.status, old.sites) == (view.top, view.status, view.sites)
        )
        return None if same else view

    def _pending_of(self, moment: Snapshot) -> PendingView:
        """What publishing would change; the same object while nothing differs anew."""
        found = moment.gathered.working.difference
        if found is not self._difference:
            sites = {site.id: site.name for site in moment.model.sites}
            self._difference = found
            planned = 0 if moment.plan is None else len(moment.plan.assigned)
            self._pending = pending_view(found, moment.labels, sites, planned=planned)
        return self._pending

    def show(self, view: FrameView) -> None:
        """Hands over the parts that are new."""
        old, self._shown = self._shown, view
        if old is None or old.top != view.top:
            self._window.show_top(view.top)
        if old is None or old.status != view.status:
            self._window.show_status(view.status)
        if old is None or old.rows is not view.rows:
            self._window.top.finder.set_parcels(view.rows)
        if old is None or old.sites != view.sites:
            self._window.top.finder.set_sites(view.sites)

    def select(self, _moment: Snapshot) -> None:
        """It shows no selection."""


def _top(moment: Snapshot, pending: PendingView) -> TopView:
    gathered = moment.gathered
    working, day = gathered.working, gathered.open_day
    inside = list(gathered.overview.inside.values())
    stands = working.published or working.edits > 0
    planned = working.plan is not None and (gathered.run is None or stands)
    return TopView(
        depot=moment.model.depot.name,
        day=day.day.date,
        wave=day.wave.number,
        figures=figures(moment.table, working.plan) if len(moment.rows) else None,
        has_parcels=bool(len(moment.rows)),
        planned=planned,
        run=gathered.run,
        unpublished=working.edits,
        can_publish=planned and gathered.run is None,
        reading=gathered.reading and not planned,
        wave_name=day.wave.name,
        waves=len(gathered.overview.waves),
        changes=sum(
            one.state is ChangeState.WAITING and one.wave == day.wave.id
            for one in gathered.overview.changes
        ),
        pending=pending,
        wave_empty=bool(inside) and day.wave.id not in inside,
        pool=inside.count(None),
        read_only=read_only(day.date, moment.now_s, closed=gathered.overview.closed),
    )


def _status(moment: Snapshot) -> StatusView:
    gathered = moment.gathered
    lines = gathered.lines.values()
    answering = [line for line in lines if line.link.kind is LinkKind.ANSWERING]
    quick = [line.median_ms for line in answering if line.median_ms is not None]
    parts = [
        buses(len(answering), len(lines), median(quick) if quick else None),
        Health(Part.SOLVER, SOLVER_LEVELS[gathered.solver], (gathered.solver.value,)),
    ]
    if gathered.map_name:
        told = (gathered.map_name, gathered.map_date)
        parts.append(Health(Part.MAP, Level.GOOD, told))
    events = gathered.overview.events
    if events:
        newest = max(event.at for event in events)
        parts.append(saved(newest.astimezone(gathered.open_day.date.zone)))
    return StatusView(tuple(parts), gathered.undo, gathered.redo)
