"""The card over the map while there is no plan: it says the next step and takes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from console.viewmodels.status import TopView
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, Theme
from widgets.common.words import grouped


class NoPlanCard(QFrame):
    """Stays in the middle of the widget it is laid over."""

    import_wanted = Signal()
    plan_wanted = Signal()
    pool_wanted = Signal()
    """Put what is in no wave into this one."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._waiting = False
        self._pool = 0
        self.setProperty("look", "panel")
        self.title = QLabel(self.tr("No plan for this wave yet"))
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setProperty("look", "muted")
        self.button = QPushButton()
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(self._pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID_PX, 5 * GRID_PX, 6 * GRID_PX, 5 * GRID_PX)
        column.setSpacing(4 * GRID_PX)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        over.installEventFilter(self)
        self.hide()
        self.set_theme(theme)

    def show_view(self, view: TopView) -> None:
        """Shown while nothing is planned and nothing is being planned."""
        needed = (
            not view.planned
            and not view.reading
            and view.run is None
            and view.day is not None
        )
        self._waiting = view.has_parcels
        self._pool = view.pool if view.wave_empty else 0
        shut = bool(view.read_only)
        if view.wave_empty and view.pool:
            self.text.setText(
                self.tr("{0} parcels of this day are in no wave yet.").format(
                    grouped(view.pool)
                )
            )
            self.button.setText(self.tr("Put them into this wave"))
        elif view.wave_empty:
            self.text.setText(
                self.tr("It has no parcels: move some here from another wave (M).")
            )
        elif shut and view.has_parcels:
            self.text.setText(self.tr("None was made for this day."))
        elif view.has_parcels:
            self.text.setText(self.tr("The parcels are here. Build a plan for them."))
            self.button.setText(self.tr("Build plan"))
        else:
            self.text.setText(
                self.tr("Import a manifest to see its parcels here, then build a plan.")
            )
            self.button.setText(self.tr("Import manifest…"))
        self.button.setVisible(not shut and (not view.wave_empty or bool(view.pool)))
        self.setVisible(needed)
        self._centre()

    def set_theme(self, theme: Theme) -> None:
        """Fonts."""
        self.title.setFont(theme.font(15, BOLD))
        self.text.setFont(theme.font())
        self.button.setFont(theme.font(weight=BOLD))
        self._centre()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the size of what lies below."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)

    def _centre(self) -> None:
        self.adjustSize()
        self.move(
            (self._over.width() - self.width()) // 2,
            (self._over.height() - self.height()) // 2,
        )
        self.raise_()

    def _pressed(self) -> None:
        if self._pool:
            self.pool_wanted.emit()
        elif self._waiting:
            self.plan_wanted.emit()
        else:
            self.import_wanted.emit()
