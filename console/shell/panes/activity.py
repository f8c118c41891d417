"""What happened and what needs somebody."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from console.domain.clock import ServiceDate
from console.domain.parcel import ParcelState
from console.domain.place import WHOLE_DAY
from console.domain.problem import Channel
from console.domain.site import Custody
from console.shell.snapshot import Snapshot
from console.viewmodels.activity import (
    ActivityView,
    Alert,
    AlertKind,
    AlertsView,
    Severity,
    activity_view,
    door_alerts,
    route_alerts,
    sort_alerts,
)
from console.viewmodels.lockers import LinkKind
from console.viewmodels.parcels import ParcelStatus
from widgets.activity.pane import ActivityPane, AlertsPane

TIMED = frozenset({AlertKind.DOOR_OPEN, AlertKind.DOOR_SUSPECT})
SILENT = frozenset({LinkKind.SILENT, LinkKind.LOST})


class ActivityController:
    """Fills an ActivityPane."""

    def __init__(self, pane: ActivityPane) -> None:
        self._pane = pane
        self._made: object = None

    def make(self, moment: Snapshot) -> ActivityView | None:
        """The last events of the journal."""
        overview = moment.gathered.overview
        if overview is self._made:
            return None
        self._made = overview
        return activity_view(
            overview.events,
            moment.gathered.open_day.date.zone,
            labels=moment.labels,
            doors=moment.doors,
        )

    def show(self, view: ActivityView) -> None:
        """Hands it over."""
        self._pane.show_view(view)

    def select(self, _moment: Snapshot) -> None:
        """It shows no selection."""


class AlertsController:
    """Fills an AlertsPane; `rows` are shown, `waiting` of them nobody has seen."""

    def __init__(self, pane: AlertsPane) -> None:
        self._pane = pane
        self._made: AlertsView | None = None
        self.waiting = 0
        self.rows: tuple[Alert, ...] = ()
        self._noticed: dict[str, datetime] = {}

    def make(self, moment: Snapshot) -> AlertsView | None:
        """Everything that needs somebody now."""
        view = sort_alerts(
            self.since(
                [*_plan_alerts(moment), *_door_alerts(moment), *_site_alerts(moment)],
                moment.now.astimezone(date_of(moment).zone),
            ),
            moment.gathered.acknowledged,
        )
        if view == self._made:
            return None
        self._made = view
        return view

    def since(self, alerts: Iterable[Alert], now: datetime) -> list[Alert]:
        """Alerts at the time they were noticed; a door says itself since when."""
        found = list(alerts)
        before = self._noticed
        self._noticed = {a.key: before.get(a.key, now) for a in found}
        return [
            a if a.kind in TIMED else replace(a, at=self._noticed[a.key]) for a in found
        ]

    def show(self, view: AlertsView) -> None:
        """Hands it over."""
        self.waiting, self.rows = view.waiting, view.rows
        self._pane.show_view(view)

    def select(self, _moment: Snapshot) -> None:
        """It shows no selection."""


def _plan_alerts(moment: Snapshot) -> Iterable[Alert]:
    date = moment.gathered.open_day.date
    if moment.plan is not None:
        # A window is a promise at the door; a locker is there at any hour.
        to_lockers = {
            entry.drop.parcel
            for entry in moment.plan.assigned
            if entry.drop.channel is Channel.LOCKER
        }
        windows = {
            parcel.id: parcel.window.end_s
            for parcel in moment.parcels
            if parcel.window != WHOLE_DAY and parcel.id not in to_lockers
        }
        yield from route_alerts(
            moment.plan, moment.progress, windows, date, moment.now_s
        )
    status = moment.table.status
    left = int((status == ParcelStatus.UNASSIGNED).sum())
    if left:
        yield _counted(AlertKind.UNASSIGNED, left, date)
    held = sum(parcel.state is ParcelState.HELD for parcel in moment.parcels)
    if held:
        yield _counted(AlertKind.HELD, held, date)


def _counted(kind: AlertKind, count: int, date: ServiceDate) -> Alert:
    return Alert(str(kind), Severity.AT_RISK, date.local(0), kind, (count,))


def _door_alerts(moment: Snapshot) -> Iterable[Alert]:
    zone = moment.gathered.open_day.date.zone
    yield from door_alerts(
        moment.model.compartments, moment.site_names, moment.now, zone
    )
    overdue: dict[str, int] = {}
    for deposit in moment.gathered.overview.deposits:
        if deposit.state.live and deposit.deadline < moment.now:
            site = moment.site_names.get(deposit.compartment, "")
            overdue[site] = overdue.get(site, 0) + 1
    at = moment.now.astimezone(zone)
    for site, count in overdue.items():
        kind = AlertKind.OVERDUE
        yield Alert(f"overdue/{site}", Severity.AT_RISK, at, kind, (site, count))


def _site_alerts(moment: Snapshot) -> Iterable[Alert]:
    zone = moment.gathered.open_day.date.zone
    at = moment.now.astimezone(zone)
    names = {site.id: site.name for site in moment.model.sites}
    for cabinet in moment.model.cabinets:
        line = moment.gathered.lines.get(cabinet.id)
        if line is not None and line.link.kind in SILENT:
            age_s = round(line.link.age_s or 0)
            name = names.get(cabinet.site, cabinet.name)
            yield Alert(
                f"silent/{cabinet.id}",
                Severity.AT_RISK,
                at,
                AlertKind.LINK_SILENT,
                (name, age_s - age_s % 10),
                None,
                ("site", str(cabinet.site)),
            )
    home = {cabinet.id: cabinet.site for cabinet in moment.model.cabinets}
    full: dict[str, bool] = {}
    for box in moment.model.compartments:
        site = str(home[box.cabinet])
        free = box.usable or box.custody is Custody.RESERVED
        full[site] = full.get(site, True) and not free
    for site, is_full in full.items():
        if is_full:
            name = next((n for key, n in names.items() if str(key) == site), site)
            yield Alert(
                f"full/{site}",
                Severity.AT_RISK,
                date_of(moment).local(0),
                AlertKind.SITE_FULL,
                (name,),
                None,
                ("site", site),
            )


def date_of(moment: Snapshot) -> ServiceDate:
    """The moment's service date."""
    return moment.gathered.open_day.date
