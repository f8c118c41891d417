"""The route board: a title, chips that sort and zoom, and the rows over time."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from console.viewmodels.board import BoardView, RowOrder
from widgets.board.canvas import SPAN_S, BoardCanvas
from widgets.common.chips import Chip
from widgets.common.marked import DOT
from widgets.common.panels import EmptyState, PaneHeader, Panel
from widgets.common.theme import Theme

_ORDERS: Final = (RowOrder.LATENESS, RowOrder.VEHICLE, RowOrder.FINISH)


class RouteBoard(Panel):
    """Signals carry ids as strings; seconds are planner seconds.

    `move_wanted` names the parcels of a stop, the vehicle to take them, and the place
    in its visits, counted without them; `price_wanted` asks the same while a drag is
    under way, and `show_price` answers.
    """

    stop_wanted = Signal(str)
    vehicle_wanted = Signal(str)
    open_wanted = Signal(str)
    move_wanted = Signal(tuple, str, int)
    price_wanted = Signal(tuple, str, int)
    time_wanted = Signal(int)
    plan_wanted = Signal()

    def __init__(
        self, theme: Theme, view: BoardView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Routes"))
        self.header = PaneHeader(self.tr("Routes"))
        self.canvas = BoardCanvas(theme, view, self)
        self.empty = EmptyState()
        self.empty.wanted.connect(self.plan_wanted)
        self.show_reading(reading=False)
        words = {
            RowOrder.LATENESS: self.tr("By lateness"),
            RowOrder.VEHICLE: self.tr("By vehicle"),
            RowOrder.FINISH: self.tr("By finish"),
        }
        self.orders = {order: Chip(words[order]) for order in _ORDERS}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for order, chip in self.orders.items():
            self._group.addButton(chip, _ORDERS.index(order))
            self.header.row.addWidget(chip)
        self.orders[RowOrder.LATENESS].setChecked(True)
        self._group.idToggled.connect(self._sort)
        self.span = Chip(self.tr("4 h"))
        self.span.setChecked(True)
        self.span.setToolTip(self.tr("Show four hours, or the whole day"))
        self.span.toggled.connect(self._zoom)
        self.header.row.addWidget(self.span)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.empty)
        self.column.addWidget(self.header)
        self.column.addWidget(self._stack, 1)
        for mine, its in (
            (self.stop_wanted, self.canvas.stop_wanted),
            (self.vehicle_wanted, self.canvas.vehicle_wanted),
            (self.open_wanted, self.canvas.open_wanted),
            (self.move_wanted, self.canvas.move_wanted),
            (self.price_wanted, self.canvas.price_wanted),
            (self.time_wanted, self.canvas.time_wanted),
        ):
            its.connect(mine)
        self.set_theme(theme)
        self.show_view(view)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.header.set_theme(theme)
        self.canvas.set_theme(theme)
        for chip in (*self.orders.values(), self.span):
            chip.set_theme(theme)

    def show_view(self, view: BoardView) -> None:
        """Shows another state of the day."""
        self.canvas.show_view(view)
        any_row = bool(view.vehicle)
        self._stack.setCurrentWidget(self.canvas if any_row else self.empty)
        note = self.tr("{0} vehicles").format(len(view.vehicle)) if any_row else ""
        if any_row and view.now_s is not None:
            note += DOT + view.clock.label(view.now_s)
        self.header.say(self.tr("Routes"), note)
        for chip in (*self.orders.values(), self.span):
            chip.setVisible(any_row)

    def select(self, *, stop: str = "", vehicle: str = "") -> None:
        """Shows what is selected elsewhere, without asking for it again."""
        self.canvas.select(stop, vehicle)

    def show_reading(self, *, reading: bool, may_plan: bool = True) -> None:
        """Says instead of routes whether a plan is awaited, or is to be built."""
        if reading:
            self.empty.say(self.tr("Reading the plan…"))
        else:
            self.empty.say(
                self.tr("Routes appear here once a plan is built."),
                self.tr("Build plan") if may_plan else "",
            )

    def set_read_only(self, why: str) -> None:
        """No stop may be moved, and why; "" where it may."""
        self.canvas.fixed = bool(why)
        self.canvas.setToolTip(why)

    def show_price(self, text: str) -> None:
        """What the drag under way would cost, in words."""
        self.canvas.show_price(text)

    def show_time(self, second: int | None) -> None:
        """The time cursor that map, board and grid share."""
        self.canvas.show_time(second)

    def _sort(self, number: int, on: bool) -> None:
        if on:
            self.canvas.sort(_ORDERS[number])

    def _zoom(self, on: bool) -> None:
        self.canvas.show_span(SPAN_S if on else None)
