"""The frames of one bus: a monitor that can be paused, searched and copied."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.bus import BusLine, BusView, FrameFate
from console.viewmodels.lockers import LinkKind
from widgets.common.chips import Chip, Pill
from widgets.common.marked import DASH, DOT, say
from widgets.common.panels import ElidedLabel, EmptyState
from widgets.common.sentences import LINKS
from widgets.common.shapes import LINK_MARKS, Mark, Shape, paint_mark
from widgets.common.theme import DENSE_ROW_PX, GRID_PX, SMALL_PX, Theme
from widgets.common.words import duration, grouped
from widgets.diagnostics.table import LINE_ROLE, Column, FrameTable, whole

NARROW_PX = 420
RESULT_PX = 165
"""What direction, result and scroll bar take of a narrow monitor."""
GOOD = Mark(Shape.TICK, "done")
QUIET = Mark(Shape.DOT, "off")
ODD = Mark(Shape.DIAMOND, "at_risk")
BAD = Mark(Shape.TRIANGLE, "late")
FATE_MARKS = {
    FrameFate.SENT: QUIET,
    FrameFate.OK: GOOD,
    FrameFate.TIMEOUT: BAD,
    FrameFate.LATE: ODD,
    FrameFate.STRAY: ODD,
    FrameFate.EVENT: GOOD,
    FrameFate.BAD_CHECK: BAD,
    FrameFate.NOISE: ODD,
    FrameFate.ECHO: QUIET,
    FrameFate.ECHO_LOST: BAD,
}


class BusPane(QWidget):
    """`show_view` with the last lines of a bus; lines seen once do not come twice."""

    reconnect_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paused = False
        self._view = BusView()
        self.setAccessibleName(self.tr("Bus monitor"))
        self.model = FrameTable(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filter: 02 80, status, no answer…"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Filter the frames"))
        self.trouble = Chip(self.tr("Trouble"), BAD)
        self.pause = Chip(self.tr("Pause"), Mark(Shape.PAUSE, "off"))
        self.clear = Chip(self.tr("Clear"))
        self.clear.setCheckable(False)
        self.link = Pill(framed=False)
        self.counters = ElidedLabel()
        self.table = self._make_table()
        self._painter = FramePainter(theme, self.table)
        self.table.setItemDelegate(self._painter)
        self.empty = EmptyState()
        self.empty.say(self.tr("No bus is connected.\nIts frames will be listed here."))
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.trouble.toggled.connect(self._filter)
        self.pause.toggled.connect(self._pause)
        self.clear.clicked.connect(self._clear)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)
        self.set_theme(theme)
        self.show_view(self._view)

    def show_view(self, view: BusView) -> None:
        """Shows a bus; while paused only counters and link go on."""
        if view.name != self._view.name:
            self.model.begin_anew()
        self._view = view
        if not self._paused:
            bar = self.table.verticalScrollBar()
            follow = bar.value() == bar.maximum()
            self.model.take(view.lines)
            if follow:
                self.table.scrollToBottom()
        self._say_counters()
        nothing = not view.lines and not self.model.rowCount() and not view.boards
        self._stack.setCurrentIndex(1 if nothing else 0)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._painter.theme = theme
        for chip in (self.trouble, self.pause, self.clear):
            chip.set_theme(theme)
        self.link.set_theme(theme)
        self.counters.set_look(theme, "muted", SMALL_PX)
        self.search.setFont(theme.font(SMALL_PX))
        self.table.setFont(theme.font(SMALL_PX))
        header = self.table.horizontalHeader()
        header.setFont(theme.font(SMALL_PX))
        metrics = QFontMetrics(self.table.font())
        for column, sample in (
            (Column.TIME, "00:00:00.000"),
            (Column.WAY, "RX  "),
            (Column.HEX, "02 00 00 65 00 00 00 00 00 03 6A"),
            (Column.DECODED, "board 2 status 000000000000"),
            (Column.GAP, "Gap ms "),
        ):
            header.resizeSection(column, metrics.horizontalAdvance(sample) + 14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow monitor keeps direction, bytes and result; hover tells the rest."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_PX
        for column in (Column.TIME, Column.DECODED, Column.GAP):
            self.table.setColumnHidden(column, narrow)
        if narrow:
            header = self.table.horizontalHeader()
            header.resizeSection(Column.HEX, self.width() - RESULT_PX)
        self._tools.setDirection(
            QBoxLayout.Direction.TopToBottom
            if narrow
            else QBoxLayout.Direction.LeftToRight
        )

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Frames on the bus, oldest first"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(DENSE_ROW_PX)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        return table

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        tools.setSpacing(GRID_PX + 2)
        tools.addWidget(self.search, 1)
        chips = QHBoxLayout()
        chips.setSpacing(GRID_PX + 2)
        for chip in (self.trouble, self.pause, self.clear):
            chips.addWidget(chip)
        chips.addStretch(1)
        tools.addLayout(chips)
        self._tools = tools
        line = QHBoxLayout()
        line.setContentsMargins(3 * GRID_PX, GRID_PX, 3 * GRID_PX, GRID_PX)
        line.setSpacing(3 * GRID_PX)
        line.addWidget(self.link)
        line.addWidget(self.counters, 1)
        page = QWidget()
        page.setAutoFillBackground(False)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addLayout(line)
        self._stack = QStackedWidget()
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _say_counters(self) -> None:
        view = self._view
        link = view.link
        text = say(LINKS[link.kind])
        if link.age_s is not None and link.kind is not LinkKind.ANSWERING:
            text += " " + duration(link.age_s)
        self.link.say(text, LINK_MARKS[link.kind])
        sent = sum(b.sent for b in view.boards)
        answered = sum(b.answered for b in view.boards)
        medians = [b.median_ms for b in view.boards if b.median_ms is not None]
        median = f"{sum(medians) / len(medians):.1f}" if medians else DASH
        parts = [
            view.name,
            self.tr("{0} sent").format(grouped(sent)),
            self.tr("{0} answered").format(grouped(answered)),
            self.tr("{0} % lost").format(f"{view.lost_percent:.1f}"),
            self.tr("{0} ms").format(median),
        ]
        self.counters.set_text(DOT.join(part for part in parts if part))

    def _filter(self, _value: object = None) -> None:
        self.model.set_filter(self.search.text(), trouble=self.trouble.isChecked())
        self.table.scrollToBottom()

    def _pause(self, paused: bool) -> None:
        self._paused = paused
        if not paused:
            self.show_view(self._view)

    def _clear(self) -> None:
        self.model.clear()

    def _copy(self) -> None:
        rows = sorted(
            index.row() for index in self.table.selectionModel().selectedRows()
        )
        lines = (whole(self.model.line(row)) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))


class FramePainter(QStyledItemDelegate):
    """Cells of the monitor; the result has a shape."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One cell."""
        theme, box = self.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "selection" if chosen else "panel"
        if not chosen and index.row() % 2:
            ground = "alternate_row"
        painter.fillRect(box, theme.color("surface", ground))
        line = index.data(LINE_ROLE)
        if not isinstance(line, BusLine):
            return
        inner = box.adjusted(6, 0, -6, 0)
        quiet = index.column() in {Column.TIME, Column.GAP}
        if index.column() == Column.RESULT:
            square = QRectF(inner.left(), box.center().y() - 5.5, 11, 11)
            paint_mark(painter, square, FATE_MARKS[line.fate], theme)
            inner.setLeft(inner.left() + 17)
        painter.setFont(option.font)
        painter.setPen(theme.color("surface", "muted" if quiet else "text"))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        side = Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | side, text)
