"""One site's doors: which site, how its line stands, the doors, what they mean."""

from functools import partial

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from console.viewmodels.lockers import DoorState, LinkKind, LockerView, no_locker
from widgets.common.chips import Pill
from widgets.common.marked import DOT, say
from widgets.common.panels import BOLD, EmptyState, PaneHeader, Panel
from widgets.common.sentences import CONNECTIONS
from widgets.common.shapes import LINK_MARKS
from widgets.common.theme import GRID_PX, Theme
from widgets.lockers.grid import DoorGrid
from widgets.lockers.legend import Legend
from widgets.lockers.words import link_tip, link_words

NARROW_PX = 360


class LockersPane(Panel):
    """Signals carry compartment and site ids."""

    door_wanted = Signal(str)
    """Select this compartment."""
    open_wanted = Signal(str)
    """Ask about opening this compartment's door."""
    deposit_wanted = Signal(str)
    pickup_wanted = Signal(str)
    site_wanted = Signal(str)
    """Show this site."""
    connect_wanted = Signal(str)
    """Connect, or connect again, the cabinets of this site."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = no_locker()
        self.setAccessibleName(self.tr("Locker doors"))
        self.header = PaneHeader(self.tr("Lockers"))
        self.chooser = QPushButton()
        self.chooser.setProperty("look", "title")
        self.chooser.setAccessibleName(self.tr("Choose a site"))
        self.chooser.setToolTip(self.tr("Choose a site"))
        self._sites = QMenu(self.chooser)
        self.chooser.setMenu(self._sites)
        self._sites.aboutToShow.connect(self._list_sites)
        self.link = Pill()
        self.connect_again = QPushButton()
        self.connect_again.clicked.connect(self._connect)
        self.grid = DoorGrid(theme)
        self.grid.door_wanted.connect(self.door_wanted)
        self.grid.open_wanted.connect(self.open_wanted)
        self.grid.menu_wanted.connect(self._menu)
        self.legend = Legend(theme)
        self.empty = EmptyState()
        self._lay_out()
        self.set_theme(theme)
        self.show_view(self._view)

    def show_view(self, view: LockerView) -> None:
        """Shows another site, or another state of the same one."""
        self._view = view
        self.grid.show_view(view)
        self.legend.show_view(view)
        self._say_header()
        chosen = view.site is not None and bool(len(view))
        self._stack.setCurrentIndex(0 if chosen else 1)
        self.legend.setVisible(chosen)
        self.empty.say(
            self.tr("This depot has no locker doors.")
            if not view.choices and view.site is None
            else self.tr("Choose a site to see its doors.")
        )

    def select(self, compartment: str | None) -> None:
        """Stands on a door chosen elsewhere."""
        self.grid.select(compartment)

    def focus_grid(self) -> None:
        """Puts the keyboard on the doors."""
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self.header.set_theme(theme)
        self.chooser.setFont(theme.font(weight=BOLD))
        self.link.set_theme(theme)
        self.connect_again.setFont(theme.font(12))
        self.grid.set_theme(theme)
        self.legend.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says more in the header where there is room."""
        super().resizeEvent(event)
        self._say_header()

    def _lay_out(self) -> None:
        self.header.row.insertWidget(0, self.chooser)
        self.header.row.addWidget(self.connect_again)
        self.header.row.addWidget(self.link)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(self.grid)
        self.grid.setAutoFillBackground(False)
        area.setViewportMargins(3 * GRID_PX - 2, GRID_PX, 2 * GRID_PX, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(area)
        self._stack.addWidget(self.empty)
        self.column.addWidget(self.header)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.legend)

    def _say_header(self) -> None:
        view = self._view
        several = len(view.choices) > 1
        self.chooser.setVisible(several)
        self.chooser.setText(view.name or self.tr("Lockers"))
        name = view.name or self.tr("Lockers")
        self.header.title.setVisible(not several)
        if view.site is None:
            self.header.say(name, "")
        elif self.width() < NARROW_PX:
            # Beside a chooser there is room for one number only.
            words = self.tr("{0} free") if several else self.tr("{0} of {1} free")
            self.header.say(name, words.format(view.free, len(view)))
        else:
            parts = [
                self.tr("{0} doors").format(len(view)),
                self.tr("{0} free").format(view.free),
            ]
            if view.connection is not None:
                parts.append(say(CONNECTIONS[view.connection]))
            self.header.say(name, DOT.join(parts))
        kind = view.link.kind
        self.link.say(link_words(view.link), LINK_MARKS[kind], link_tip(view.link))
        self.link.setVisible(view.site is not None)
        broken = kind in {LinkKind.SILENT, LinkKind.LOST}
        self.connect_again.setText(
            self.tr("Reconnect") if broken else self.tr("Connect")
        )
        self.connect_again.setVisible(
            view.site is not None and (broken or kind is LinkKind.NOT_CONNECTED)
        )

    def _connect(self) -> None:
        if self._view.site is not None:
            self.connect_wanted.emit(str(self._view.site))

    def _list_sites(self) -> None:
        self._sites.clear()
        for choice in self._view.choices:
            words = self.tr("{0}: {1} of {2} free").format(
                choice.name, choice.free, choice.doors
            )
            action = QAction(words, self._sites)
            action.setCheckable(True)
            action.setChecked(choice.id == self._view.site)
            action.triggered.connect(partial(self._choose, str(choice.id)))
            self._sites.addAction(action)

    def _choose(self, site: str, _checked: bool = False) -> None:
        self.site_wanted.emit(site)

    def _menu(self, compartment: str, at: QPointF) -> None:
        ids = [str(i) for i in self._view.ids]
        if compartment not in ids:
            return
        state = DoorState(int(self._view.state[ids.index(compartment)]))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, signal, possible in (
            (self.tr("Open door…"), self.open_wanted, True),
            (
                self.tr("Deposit…"),
                self.deposit_wanted,
                state in {DoorState.FREE, DoorState.ARRIVING},
            ),
            (
                self.tr("Enter a pickup code…"),
                self.pickup_wanted,
                state in {DoorState.OCCUPIED, DoorState.OVERDUE},
            ),
        ):
            action = QAction(text, menu)
            action.setEnabled(possible)
            action.triggered.connect(partial(signal.emit, compartment))
            menu.addAction(action)
        menu.popup(at.toPoint())
