"""The panes of one window, made together."""

from dataclasses import dataclass
from typing import Self

from console.domain.clock import ServiceDate
from console.shell.panes.board import no_board
from widgets.activity.pane import ActivityPane, AlertsPane
from widgets.board.pane import RouteBoard
from widgets.common.theme import Theme
from widgets.diagnostics.pane import BusPane
from widgets.lockers.pane import LockersPane
from widgets.map.view import MapView
from widgets.parcels.pane import ParcelsPane
from widgets.selection.pane import SelectionPane
from widgets.window import Panes


@dataclass(frozen=True, slots=True)
class DeskPanes:
    """The panes of one window, each by its own type."""

    parcels: ParcelsPane
    map: MapView
    board: RouteBoard
    lockers: LockersPane
    selection: SelectionPane
    alerts: AlertsPane
    bus: BusPane
    activity: ActivityPane

    @classmethod
    def make(cls, theme: Theme, date: ServiceDate) -> Self:
        """Empty panes."""
        return cls(
            ParcelsPane(theme),
            MapView(theme),
            RouteBoard(theme, no_board(date)),
            LockersPane(theme),
            SelectionPane(theme),
            AlertsPane(theme),
            BusPane(theme),
            ActivityPane(theme),
        )

    def in_window(self) -> Panes:
        """As the window takes them."""
        return Panes(
            parcels=self.parcels,
            map=self.map,
            board=self.board,
            lockers=self.lockers,
            selection=self.selection,
            alerts=self.alerts,
            bus=self.bus,
            activity=self.activity,
        )
