"""The part "Fleet": how many of which kind, and what one fewer or one more would do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.whatif import FleetRow, FleetView
from widgets.analysis.words import fleet_change, fleet_more
from widgets.common.emptied import emptied
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.common.words import duration, euros, grouped

HEADS = (
    "",
    QT_TRANSLATE_NOOP("words", "There are"),
    QT_TRANSLATE_NOOP("words", "On the road"),
    QT_TRANSLATE_NOOP("words", "One fewer"),
    QT_TRANSLATE_NOOP("words", "One more"),
    QT_TRANSLATE_NOOP("words", "Advised"),
)
WIDEST_PX = 900


class FleetPart(QWidget):
    """Signals: price the fleet, stop."""

    price_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = FleetView()
        self.price = QPushButton()
        self.stop = QPushButton(self.tr("Stop"))
        self.said = QLabel()
        self.advice = QLabel()
        self._heading = QLabel(self.tr("One fewer, one more"))
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self.price.setProperty("look", "primary")
        self.price.clicked.connect(self.price_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self._lay_out()
        self.set_theme(theme)
        self.show_view(self._view)

    def show_view(self, view: FleetView, *, busy: bool = False) -> None:
        """Shows prices, or how far the search is."""
        changed = view.rows != self._view.rows
        self._view = view
        self.price.setText(
            self.tr("Price again") if view.rows else self.tr("Price the fleet")
        )
        self.price.setEnabled(not busy)
        self.stop.setVisible(view.run is not None)
        self.said.setText(self._words(view))
        self.advice.setText(self._advice(view))
        self.advice.setVisible(bool(view.rows))
        self._table.setVisible(bool(view.rows))
        if changed:
            self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._heading.setFont(theme.font(TEXT_PX, BOLD))
        self.said.setFont(theme.font(SMALL_PX))
        self.advice.setFont(theme.font())
        self._fill()

    def texts(self, row: FleetRow) -> tuple[str, ...]:
        """A row in words."""
        return (
            row.name,
            f"{row.there}",
            f"{row.driving}",
            fleet_change(row.fewer),
            fleet_more(row),
            f"{row.advised}",
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.stop)
        head.addWidget(self.price)
        for label in (self.said, self.advice):
            label.setWordWrap(True)
        self.said.setProperty("look", "muted")
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6 * GRID_PX)
        self._grid.setVerticalSpacing(2 * GRID_PX)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST_PX)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 3 * GRID_PX, 0, 0)
        column.setSpacing(3 * GRID_PX)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self._table)
        column.addWidget(self.advice)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 4)
        row.addStretch(1)

    def _fill(self) -> None:
        emptied(self._grid)
        if not self._view.rows:
            return
        for at, head in enumerate(HEADS):
            self._put(0, at, say(head) if head else "", muted=True)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("look", "rule")
        self._grid.addWidget(rule, 1, 0, 1, len(HEADS))
        for line, row in enumerate(self._view.rows, 2):
            for at, text in enumerate(self.texts(row)):
                self._put(line, at, text, bold=at == len(HEADS) - 1)
        self._grid.setColumnStretch(0, 1)

    def _put(
        self, line: int, at: int, text: str, *, bold: bool = False, muted: bool = False
    ) -> None:
        label = QLabel(text)
        side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        label.setFont(self._theme.font(weight=BOLD) if bold else self._theme.font())
        if muted:
            label.setProperty("look", "muted")
        self._grid.addWidget(label, line, at)

    def _words(self, view: FleetView) -> str:
        if view.run is not None:
            return self.tr("Search {0} of about {1}: {2}, after {3}").format(
                view.done + 1,
                view.of,
                euros(view.run.cost_eur),
                duration(view.run.seconds),
            )
        if not view.rows:
            return self.tr(
                "What would one vehicle more or fewer of each kind do? The plan is"
                " searched on from where it is, once for each; it stays as it is."
            )
        said = self.tr(
            "Each was searched on from the plan for {0} steps. A vehicle that stays at"
            " home costs nothing here."
        ).format(grouped(view.steps))
        if view.stale:
            said += " " + self.tr("The plan has changed since: price again.")
        return said

    def _advice(self, view: FleetView) -> str:
        if not view.rows:
            return ""
        mix = ", ".join(f"{row.name} {row.advised}" for row in view.rows)
        if not view.better:
            return self.tr(
                "No mix was found that costs less than what drives: {0}."
            ).format(mix)
        said = self.tr("Advised on the road: {0}. That costs {1} instead of {2}.")
        said = said.format(mix, euros(view.advised_cost), euros(view.cost))
        if view.advised_left or view.left:
            left = self.tr("It leaves {0} parcels over instead of {1}.")
            said += " " + left.format(view.advised_left, view.left)
        return said
