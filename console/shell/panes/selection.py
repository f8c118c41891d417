"""The selection pane: one record for whatever is selected, with priced options."""

from dataclasses import replace

from console.domain.depot_day import depot_day
from console.domain.ids import CompartmentId, ParcelId
from console.domain.plan import Plan, Route
from console.domain.problem import Channel
from console.planning.alternative import Alternative
from console.shell.selected import Selected
from console.shell.snapshot import Snapshot
from console.viewmodels.board_stops import StopStatus
from console.viewmodels.parcels import ParcelStatus
from console.viewmodels.reasons import with_why
from console.viewmodels.selected import (
    centimetres,
    door_selection,
    parcel_selection,
    site_selection,
    stop_selection,
    vehicle_selection,
)
from console.viewmodels.selection import (
    NOTHING,
    ActionKey,
    Option,
    OptionKind,
    SelectionView,
    Thing,
)
from widgets.selection.pane import SelectionPane

MISSING = frozenset({ParcelStatus.UNASSIGNED, ParcelStatus.LATE, ParcelStatus.AT_RISK})
"""Parcels of which it is told what is in the way."""
MOST = 3
"""How many ways out are offered."""


class SelectionController:
    """Fills a SelectionPane."""

    def __init__(self, pane: SelectionPane) -> None:
        self._pane = pane
        self._made: SelectionView | None = None

    def make(self, moment: Snapshot) -> SelectionView | None:
        """What is selected, in full."""
        view = _view(moment)
        if view == self._made:
            return None
        self._made = view
        return view

    def show(self, view: SelectionView) -> None:
        """Hands it over."""
        self._pane.show_view(view)

    def select(self, _moment: Snapshot) -> None:
        """It shows nothing else."""


def options(moment: Snapshot, parcel: ParcelId) -> tuple[Option, ...]:
    """The priced ways of a parcel but the one it goes, cheapest first."""
    found = moment.gathered.priced.get(parcel, ())
    others = [(key, way) for key, way in enumerate(found) if not way.here]
    now = next((way for way in found if way.here), None)
    return tuple(
        _option(moment, parcel, str(key), way, now, best=place == 0)
        for place, (key, way) in enumerate(others[:MOST])
    )


def _option(
    moment: Snapshot,
    parcel: ParcelId,
    key: str,
    way: Alternative,
    now: Alternative | None,
    *,
    best: bool,
) -> Option:
    drop, edit = way.drop, way.edit
    kind, args = OptionKind.MOVE_TO_VEHICLE, (str(edit.vehicle),)
    said: tuple[str | int, ...] = args
    changed = now is None or now.drop.channel is not drop.channel
    if drop.channel is Channel.LOCKER and (
        changed or (now is not None and now.drop.site != drop.site)
    ):
        names = {site.id: site.name for site in moment.model.sites}
        name = names[drop.site] if drop.site in names else str(drop.site)
        kind, said = OptionKind.TO_LOCKER, (name, _walk_m(moment, parcel, way))
    elif drop.channel is Channel.DOOR and changed and now is not None:
        kind, said = OptionKind.TO_DOOR, ()
    elif now is not None and now.edit.vehicle == edit.vehicle:
        kind, said = OptionKind.MOVE_BEFORE, (edit.index + 1,)
    return Option(
        key,
        kind,
        said,
        minutes=way.seconds / 60,
        metres=way.metres,
        on_time=True,
        best=best and way.cost <= 0,
    )


def _walk_m(moment: Snapshot, parcel: ParcelId, way: Alternative) -> int:
    problem = moment.problem
    demands = problem.demands if problem is not None else ()
    for demand in demands:
        if demand.parcel == parcel:
            for option in demand.options:
                if option.site == way.drop.site:
                    return option.walk_m
    return 0


def _view(moment: Snapshot) -> SelectionView:
    selected = moment.gathered.selected
    match selected.thing:
        case Thing.PARCEL:
            return _parcel(moment, selected)
        case Thing.STOP:
            return _stop(moment, selected)
        case Thing.VEHICLE:
            return _vehicle(moment, selected)
        case Thing.SITE:
            return _site(moment, selected)
        case Thing.DOOR:
            return _door(moment, selected)
        case Thing.NOTHING:
            return NOTHING


def _parcel(moment: Snapshot, selected: Selected) -> SelectionView:
    name = ParcelId(selected.id)
    parcel = moment.by_id.get(name)
    row = moment.rows.index.get(name)
    if parcel is None or row is None:
        return NOTHING
    date = moment.gathered.open_day.date
    view = parcel_selection(
        parcel,
        moment.progress.parcels.get(name, parcel.state),
        ParcelStatus(int(moment.table.status[row])),
        moment.plan,
        {site.id: site.name for site in moment.model.sites},
        date,
        options=options(moment, name),
    )
    if len(selected.ids) > 1:
        return replace(view, ids=selected.ids, options=())
    return _with_why(moment, view, name)


def _with_why(moment: Snapshot, view: SelectionView, name: ParcelId) -> SelectionView:
    """With what the planner says of the parcel, where it has been asked."""
    why = moment.gathered.whys.get(name)
    if why is None:
        return view
    sites = {site.id: site.name for site in moment.model.sites}
    return with_why(view, why, sites, missing=view.headline.status in MISSING)


def _stop(moment: Snapshot, selected: Selected) -> SelectionView:
    columns, plan = moment.columns, moment.plan
    if columns is None or plan is None or selected.id not in columns.stop:
        return NOTHING
    at = columns.stop.index(selected.id)
    number = int(columns.route[at])
    ordinal = at - int(columns.first[number]) + 1
    followed = moment.followed
    done = followed is not None and int(followed.status[at]) == StopStatus.DONE
    names = {str(site.id): site.name for site in moment.model.sites}
    parcels = columns.parcels[at]
    first = moment.by_id.get(parcels[0]) if parcels else None
    street = first.person.street if first is not None else ""
    site = columns.site[at]
    alone = parcels[0] if len(parcels) == 1 else None
    view = stop_selection(
        plan.routes[number],
        ordinal,
        names.get(site, site) if site else street,
        {p: moment.by_id[p].window for p in parcels if p in moment.by_id},
        moment.gathered.open_day.date,
        done=done,
        options=options(moment, alone) if alone is not None else (),
    )
    return view if alone is None or done else _with_why(moment, view, alone)


def _vehicle(moment: Snapshot, selected: Selected) -> SelectionView:
    model = moment.model
    vehicle = next((v for v in model.vehicles if str(v.id) == selected.id), None)
    if vehicle is None:
        return NOTHING
    kind = next(k for k in model.vehicle_types if k.id == vehicle.type)
    return vehicle_selection(
        vehicle,
        kind,
        _route(moment.plan, selected.id),
        moment.gathered.open_day.date,
        served=moment.progress.served.get(vehicle.id, 0),
        absence=moment.absence(selected.id),
    )


def _route(plan: Plan | None, vehicle: str) -> Route | None:
    routes = plan.routes if plan is not None else ()
    return next((r for r in routes if str(r.vehicle) == vehicle), None)


def _site(moment: Snapshot, selected: Selected) -> SelectionView:
    model = moment.model
    site = next((s for s in model.sites if str(s.id) == selected.id), None)
    if site is None:
        return NOTHING
    frames = {c.id for c in model.cabinets if c.site == site.id}
    boxes = [box for box in model.compartments if box.cabinet in frames]
    arriving = sum(len(moment.expected.get(box.id, ())) for box in boxes)
    date = moment.gathered.open_day.date
    alone = replace(model, sites=(site,), vehicles=())
    return site_selection(
        site,
        len(boxes),
        sum(box.usable for box in boxes),
        arriving,
        depot_day(alone, date).service[site.id],
        date,
    )


def _door(moment: Snapshot, selected: Selected) -> SelectionView:
    model, name = moment.model, CompartmentId(selected.id)
    box = next((b for b in model.compartments if b.id == name), None)
    if box is None:
        return NOTHING
    cabinet = next(c for c in model.cabinets if c.id == box.cabinet)
    site = next(s for s in model.sites if s.id == cabinet.site)
    size = next((k for k in model.size_classes if k.id == box.size_class), None)
    live = [
        d
        for d in moment.gathered.overview.deposits
        if d.compartment == name and d.state.live
    ]
    inside = live[0].parcels if live else moment.expected.get(name, ())
    line = moment.gathered.lines.get(cabinet.id)
    view = door_selection(
        box,
        cabinet,
        site,
        centimetres(size.box) if size is not None else "",
        moment.now,
        moment.gathered.open_day.date.zone,
        link=line.link if line is not None else None,
        deposit=live[0] if live else None,
        content=[moment.labels.get(p, str(p)) for p in inside],
        command=moment.gathered.commands.get(name),
        looked=moment.looked.get(name),
    )
    # Ending a doubt takes a second person, whom this desk cannot ask yet.
    kept = tuple(key for key in view.actions if key is not ActionKey.CLEAR)
    return replace(view, actions=kept)
