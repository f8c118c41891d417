"""The route board: one row a vehicle; only rows that changed are named dirty."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from console.domain.clock import ServiceDate
from console.domain.day import LockLevel
from console.domain.plan import Making, Plan
from console.domain.problem import Problem
from console.shell.snapshot import Snapshot
from console.viewmodels.board import BoardView, board_view
from console.viewmodels.board_stops import PlanColumns, plan_columns
from widgets.board.pane import RouteBoard

CLOSED = frozenset({LockLevel.SEQUENCE, LockLevel.ALL, LockLevel.DEPARTED})
"""Locks under which no stop of a route is moved by hand."""


class BoardController:
    """Fills a RouteBoard."""

    def __init__(self, pane: RouteBoard) -> None:
        self._pane = pane
        self._made: Snapshot | None = None
        self._view: BoardView | None = None
        self._selected = ("", "")

    def make(self, moment: Snapshot) -> BoardView | None:
        """The rows; None where plan, progress and the clock are as they were."""
        old, self._made = self._made, moment
        same = (
            old is not None
            and old.columns is moment.columns
            and old.followed is moment.followed
            and old.now == moment.now
            and old.rows is moment.rows
        )
        if same:
            return None
        columns = moment.columns
        if columns is None:
            view = no_board(moment.gathered.open_day.date)
        else:
            view = board_view(
                columns,
                moment.progress,
                moment.gathered.open_day.date,
                couriers={str(v.id): v.courier for v in moment.model.vehicles},
                labels=_labels(moment, columns),
                locked=_locked(moment.plan),
                followed=moment.followed,
                dirty=None,
            )
        view = _with_dirty(view, self._view)
        self._view = view
        return view

    def show(self, view: BoardView) -> None:
        """Hands it over."""
        self._pane.show_view(view)

    def select(self, moment: Snapshot) -> None:
        """Marks the linked stop and row."""
        chosen = (moment.linked.stop, moment.linked.vehicle)
        if chosen != self._selected:
            self._selected = chosen
            self._pane.select(stop=chosen[0], vehicle=chosen[1])


def no_board(date: ServiceDate) -> BoardView:
    """The board of a day without a plan."""
    nothing = Problem((), {}, (), (), (), ())
    making = Making(0, 0, 0.0, "")
    columns = plan_columns(Plan((), (), (), (), making), nothing)
    return board_view(columns, None, date)


def _locked(plan: Plan | None) -> frozenset[str]:
    routes = plan.routes if plan is not None else ()
    return frozenset(str(r.vehicle) for r in routes if r.lock in CLOSED)


def _labels(moment: Snapshot, columns: PlanColumns) -> list[str]:
    names = {str(site.id): site.name for site in moment.model.sites}
    labels: list[str] = []
    for site, parcels in zip(columns.site, columns.parcels, strict=True):
        first = moment.by_id.get(parcels[0]) if parcels else None
        street = first.person.street if first is not None else ""
        labels.append(names.get(site, site) if site else street)
    return labels


def _with_dirty(view: BoardView, old: BoardView | None) -> BoardView:
    """The view with the names of the rows that look otherwise than before."""
    if old is None or old.start_s != view.start_s:
        return view
    before = {name: _row(old, row) for row, name in enumerate(old.vehicle)}
    dirty = frozenset(
        name
        for row, name in enumerate(view.vehicle)
        if not _alike(before.get(name), _row(view, row))
    )
    return replace(view, dirty=dirty)


type Row = tuple[tuple[str, ...], NDArray[np.int64], tuple[int, ...]]


def _row(view: BoardView, row: int) -> Row:
    own = slice(int(view.first[row]), int(view.first[row + 1]))
    bars = np.stack(
        (
            view.arrival_s[own],
            view.begin_s[own],
            view.departure_s[own],
            view.status[own],
            [len(parcels) for parcels in view.parcels[own]],
        )
    )
    ends = (
        int(view.leave_s[row]),
        int(view.finish_s[row]),
        int(view.row_status[row]),
        int(view.done[row]),
        int(view.total[row]),
        int(view.over_s[row]),
        round(float(view.load[row]) * 1000),
        *view.shift_s[row].tolist(),
    )
    return view.stop[own], bars, ends


def _alike(a: Row | None, b: Row) -> bool:
    if a is None:
        return False
    return a[0] == b[0] and a[2] == b[2] and bool(np.array_equal(a[1], b[1]))
