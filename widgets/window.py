"""The desk's window: it puts panes that were handed in side by side, and nothing more.

    +--------------------------- top bar ----------------------------+
    | parcels |        map                |  doors                   |
    |         |---------------------------|--------------------------|
    |         |        routes             |  selection, alerts, ...  |
    +-------------------------- status strip ------------------------+

From `WIDE_PX` on, what is at the lower right stands in two groups of tabs, below that
in one. A pane knows no other pane and nothing of this window; wishes leave as signals.
A page (widgets.frame.page) may stand in the place of all panes.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QStyle, QTabWidget, QVBoxLayout, QWidget

from console.viewmodels.status import StatusView, TopView
from widgets.common.marked import DASH, say
from widgets.common.panels import Panel
from widgets.common.sentences import READ_ONLY
from widgets.common.splitters import GAP, Split, across, down
from widgets.common.theme import Theme
from widgets.frame.commands import REPLANS, KeySheet, give_keys, make_actions
from widgets.frame.no_plan import NoPlanCard
from widgets.frame.page import Page
from widgets.frame.status_strip import StatusStrip
from widgets.frame.top_bar import TopBar

WIDE_PX = 1600
LEAST = QSize(960, 560)
FRAME_PX = 12
"""What a window manager draws around a window, beside its title."""
VERSION = 1
"""Of the saved layout; another one is not restored."""


@dataclass(frozen=True, slots=True)
class Panes:
    """The eight panes, made by whoever also fills them."""

    parcels: QWidget
    map: QWidget
    board: QWidget
    lockers: QWidget
    selection: QWidget
    alerts: QWidget
    bus: QWidget
    activity: QWidget


class DeskWindow(QWidget):
    """Signals are wishes of the whole desk; `files_dropped` carries paths as text."""

    import_wanted = Signal()
    plan_wanted = Signal()
    replan_wanted = Signal(str)
    """How much may change: "all", "keep_routes" or "only_new"."""
    stop_wanted = Signal()
    publish_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    filter_wanted = Signal()
    analysis_wanted = Signal()
    depot_wanted = Signal()
    days_wanted = Signal()
    close_day_wanted = Signal()
    wave_step_wanted = Signal(int)
    """The wave after the one worked on (1), or the one before (-1)."""
    pool_wanted = Signal()
    """Put what is in no wave into the wave worked on."""
    move_wanted = Signal()
    """Move the chosen parcels to a wave or a day."""
    plans_wanted = Signal()
    changes_wanted = Signal()
    absent_wanted = Signal()
    """The vehicle that is chosen is not there."""
    theme_wanted = Signal(str)
    found = Signal(str, str)
    """Select what was found: kind ("site" or "parcel") and id."""
    files_dropped = Signal(tuple)
    closing = Signal()

    def __init__(self, panes: Panes, theme: Theme) -> None:
        super().__init__()
        self.panes = panes
        self._theme = theme
        self._wide: bool | None = None
        self._why = ""
        self._hidden: list[QWidget] = []
        self.setAcceptDrops(True)
        self.setWindowTitle("Lockyard")
        self.top = TopBar(theme)
        self.strip = StatusStrip(theme)
        self.no_plan = NoPlanCard(theme, panes.map)
        self._lay_out()
        self.actions_by_name = make_actions(self)
        self._connect()
        self.set_theme(theme)
        self.show_top(TopView())
        self.show_status(StatusView())
        self.show_alert_count(0)
        # Its own least size: the panes' wishes would keep a wide window wide.
        self.setMinimumSize(LEAST)
        self.resize(1366, 768)

    # what is shown

    def show_top(self, view: TopView) -> None:
        """The top bar, the card over the map, and which commands make sense."""
        self.top.show_view(view)
        self.no_plan.show_view(view)
        actions = self.actions_by_name
        why = say(READ_ONLY[view.read_only]) if view.read_only else ""
        may_plan = view.has_parcels and view.run is None and not view.reading
        may_plan = may_plan and not view.wave_empty
        actions["plan"].setEnabled(may_plan and not why)
        for name in REPLANS:
            actions[name].setEnabled(may_plan and view.planned and not why)
        tell_reading = getattr(self.panes.board, "show_reading", None)
        if tell_reading is not None:
            # An empty day keeps its button: it leads to the import.
            shut = bool(why) or view.wave_empty
            tell_reading(reading=view.reading, may_plan=not shut)
        actions["stop"].setEnabled(view.run is not None)
        may_publish = view.can_publish and bool(view.unpublished)
        actions["publish"].setEnabled(may_publish and not why)
        there = view.day is not None
        for name in ("import", "move"):
            actions[name].setEnabled(not why)
        for name in ("plan", *REPLANS, "publish", "import", "move"):
            actions[name].setToolTip(why or actions[name].text())
        for name in ("days", "close_day"):
            actions[name].setEnabled(there)
        for name in ("wave_before", "wave_after"):
            actions[name].setEnabled(view.waves > 1 and view.run is None)
        for name in ("plans", "changes"):
            actions[name].setEnabled(there)
        actions["absent"].setEnabled(there and not why)
        self._shut(why)
        self.setWindowTitle(
            f"{view.depot} {DASH} Lockyard" if view.depot else "Lockyard"
        )

    def _shut(self, why: str) -> None:
        """Panes that change the day let it be; `why` is "" where they may."""
        if why == self._why:
            return
        self._why = why
        for pane in self._all():
            set_read_only = getattr(pane, "set_read_only", None)
            if set_read_only is not None:
                set_read_only(why)

    def show_status(self, view: StatusView) -> None:
        """The strip, and whether there is something to take back."""
        self.strip.show_view(view)
        self.actions_by_name["undo"].setEnabled(bool(view.undo))
        self.actions_by_name["redo"].setEnabled(bool(view.redo))

    def show_alert_count(self, waiting: int) -> None:
        """How many alerts nobody has seen, in the tab's own name."""
        title = self.tr("Alerts {0}").format(waiting) if waiting else self.tr("Alerts")
        for tabs in (self._first, self._second):
            at = tabs.indexOf(self.panes.alerts)
            if at >= 0:
                tabs.setTabText(at, title)
        self._alert_title = title

    def raise_pane(self, pane: QWidget) -> None:
        """Brings a pane that stands in a tab to the front."""
        for tabs in (self._first, self._second):
            if tabs.indexOf(pane) >= 0:
                tabs.setCurrentWidget(pane)

    @property
    def page(self) -> Page | None:
        """The page in front of the panes, if any."""
        shown = self._stage.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_page(self, page: Page) -> None:
        """Puts a page in the place of the panes; it is deleted when it is closed.

        A page that stands there already is asked to close first and may refuse.
        """
        front = self.page
        if front is page:
            return
        if front is not None:
            front.close_page()
            if self.page is not None:
                return
        page.set_theme(self._theme)
        page.closed.connect(self._leave_page)
        for name in page.own_keys:
            self.actions_by_name[name].setShortcuts([])
        self._stage.setCurrentIndex(self._stage.addWidget(page))
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_page(self) -> None:
        page = self.page
        if page is not None:
            self._stage.removeWidget(page)
            page.deleteLater()
            give_keys(self.actions_by_name, page.own_keys)
            self.panes.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Dresses the frame and every pane."""
        self._theme = theme
        bold = theme.font(weight=QFont.Weight.Medium)
        for tabs in (self._first, self._second):
            tabs.tabBar().setFont(bold)
        self.top.set_theme(theme)
        self.strip.set_theme(theme)
        self.no_plan.set_theme(theme)
        if self.page is not None:
            self.page.set_theme(theme)
        for pane in self._all():
            set_theme = getattr(pane, "set_theme", None)
            if set_theme is not None:
                set_theme(theme)

    # layout

    def fill_screen(self) -> None:
        """A plain window over all that the screen leaves free, frame and all."""
        free = self.screen().availableGeometry()
        frame = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        room = free.size() - QSize(FRAME_PX, frame + FRAME_PX)
        if room.width() >= LEAST.width() and room.height() >= LEAST.height():
            self.resize(room)
            self.move(free.topLeft())

    def layout_state(self) -> bytes:
        """Where the splitters stand, to keep with the role of whoever sits here."""
        splits = {
            name: base64.b64encode(split.saveState().data()).decode("ascii")
            for name, split in self._splits().items()
        }
        return json.dumps({"version": VERSION, "splits": splits}).encode("ascii")

    def restore_layout(self, state: bytes) -> bool:
        """Puts the splitters back; False and no change where `state` is not ours."""
        try:
            table = json.loads(state)
            splits = {
                name: base64.b64decode(text, validate=True)
                for name, text in table["splits"].items()
            }
            mine = table["version"] == VERSION
        except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
            return False
        if not mine or splits.keys() != self._splits().keys():
            return False
        for name, split in self._splits().items():
            split.restoreState(QByteArray(splits[name]))
        return True

    def toggle_maximised(self) -> None:
        """One pane alone, the one with the keyboard; again brings all back."""
        if self._hidden:
            for widget in self._hidden:
                widget.show()
            self._hidden = []
            return
        focus: QWidget | None = self.focusWidget()
        inside = [p for p in self._all() if focus and p.isAncestorOf(focus)]
        inside += [p for p in self._all() if p is focus]
        child: QWidget = inside[0] if inside else self.panes.map
        while (parent := child.parentWidget()) is not None and child is not self:
            if isinstance(parent, Split):
                hide = [w for w in parent.panes() if w is not child and w.isVisible()]
                for widget in hide:
                    widget.hide()
                self._hidden += hide
            child = parent

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins at the map, not in a field that swallows keys."""
        super().showEvent(event)
        if self.focusWidget() is None or self.focusWidget() is self.top.finder.field:
            self.panes.map.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One group of tabs or two, by the width."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= WIDE_PX)

    # files and the end

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files of this machine."""
        if _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands dropped files on."""
        if paths := _paths(event):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Says that the window closes; whoever owns the services ends them."""
        self.closing.emit()
        super().closeEvent(event)

    # how it is built

    def _lay_out(self) -> None:
        panes = self.panes
        self._first, self._second = QTabWidget(), QTabWidget()
        self._cards: list[Panel] = []
        for tabs in (self._first, self._second):
            tabs.setDocumentMode(True)
            tabs.tabBar().setDrawBase(False)
            tabs.tabBar().setExpanding(False)
            tabs.setUsesScrollButtons(False)
            card = Panel()
            card.column.addWidget(tabs)
            self._cards.append(card)
        self._centre = down((panes.map, panes.board), (55, 45))
        self._right = down((panes.lockers, *self._cards), (46, 30, 24))
        self._whole = across((panes.parcels, self._centre, self._right), (0, 1, 0))
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(GAP, GAP, GAP, GAP)
        inner.addWidget(self._whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        self._stage = QStackedWidget()
        self._stage.addWidget(middle)
        column.addWidget(self._stage, 1)
        column.addWidget(self.strip)

    def _arrange(self, *, wide: bool) -> None:
        if wide is self._wide:
            return
        self._wide = wide
        panes = self.panes
        current = self._first.currentWidget()
        named = {
            panes.selection: self.tr("Selection"),
            panes.alerts: self._alert_title,
            panes.bus: self.tr("Bus monitor") if wide else self.tr("Bus"),
            panes.activity: self.tr("Activity"),
        }
        groups: tuple[Sequence[QWidget], Sequence[QWidget]] = (
            ((panes.selection, panes.activity), (panes.alerts, panes.bus))
            if wide
            else ((panes.selection, panes.alerts, panes.bus, panes.activity), ())
        )
        for tabs, group in zip((self._first, self._second), groups, strict=True):
            tabs.clear()
            for pane in group:
                tabs.addTab(pane, named[pane])
        if current is not None:
            self.raise_pane(current)
        self._cards[1].setVisible(wide)
        width, height = self.width(), self.height() - 90
        left, right = (350, 410) if wide else (300, 304)
        self._whole.setSizes([left, width - left - right, right])
        self._centre.setSizes([round(height * 0.55), round(height * 0.45)])
        shares = (0.46, 0.32, 0.22) if wide else (0.5, 0.5, 0)
        self._right.setSizes([round(height * share) for share in shares])

    def _connect(self) -> None:
        actions = self.actions_by_name
        for name, signal in (
            ("import", self.import_wanted),
            ("plan", self.plan_wanted),
            ("stop", self.stop_wanted),
            ("publish", self.publish_wanted),
            ("undo", self.undo_wanted),
            ("redo", self.redo_wanted),
            ("analysis", self.analysis_wanted),
            ("depot", self.depot_wanted),
            ("plans", self.plans_wanted),
            ("changes", self.changes_wanted),
            ("absent", self.absent_wanted),
            ("days", self.days_wanted),
            ("close_day", self.close_day_wanted),
            ("move", self.move_wanted),
        ):
            actions[name].triggered.connect(signal)
        for name, scope in REPLANS.items():
            actions[name].triggered.connect(partial(self._replan, scope))
        for name, step in (("wave_before", -1), ("wave_after", 1)):
            actions[name].triggered.connect(partial(self._step_wave, step))
        self.top.days_wanted.connect(self.days_wanted)
        actions["filter"].triggered.connect(self._to_filter)
        actions["find"].triggered.connect(self.top.finder.focus_field)
        actions["map"].triggered.connect(partial(self._to, self.panes.map))
        actions["board"].triggered.connect(partial(self._to, self.panes.board))
        actions["doors"].triggered.connect(self._to_doors)
        actions["maximise"].triggered.connect(self.toggle_maximised)
        for name in ("light", "dark", "contrast"):
            actions[name].triggered.connect(partial(self._want_theme, name))
        actions["keys"].triggered.connect(self._show_keys)
        self.top.changes_wanted.connect(self.changes_wanted)
        self.top.plan_wanted.connect(self.plan_wanted)
        self.top.stop_wanted.connect(self.stop_wanted)
        self.top.publish_wanted.connect(self.publish_wanted)
        self.top.finder.set_commands(list(actions.values()))
        self.top.finder.found.connect(self.found)
        self.strip.undo_wanted.connect(self.undo_wanted)
        self.no_plan.import_wanted.connect(self.import_wanted)
        self.no_plan.plan_wanted.connect(self.plan_wanted)
        self.no_plan.pool_wanted.connect(self.pool_wanted)

    def _to(self, pane: QWidget, _checked: bool = False) -> None:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _replan(self, scope: str, _checked: bool = False) -> None:
        self.replan_wanted.emit(scope)

    def _step_wave(self, step: int, _checked: bool = False) -> None:
        self.wave_step_wanted.emit(step)

    def _to_doors(self) -> None:
        focus = getattr(self.panes.lockers, "focus_grid", self.panes.lockers.setFocus)
        focus()

    def _to_filter(self) -> None:
        focus = getattr(self.panes.parcels, "focus_search", self.panes.parcels.setFocus)
        focus()

    def _want_theme(self, name: str, _checked: bool = False) -> None:
        self.theme_wanted.emit(name)

    def _show_keys(self) -> None:
        KeySheet(list(self.actions_by_name.values()), self._theme, self).open()

    def _all(self) -> tuple[QWidget, ...]:
        panes = self.panes
        return (
            panes.parcels,
            panes.map,
            panes.board,
            panes.lockers,
            panes.selection,
            panes.alerts,
            panes.bus,
            panes.activity,
        )

    def _splits(self) -> dict[str, Split]:
        return {"whole": self._whole, "centre": self._centre, "right": self._right}


def _paths(event: QDropEvent) -> tuple[str, ...]:
    urls = event.mimeData().urls()
    return tuple(str(Path(u.toLocalFile())) for u in urls if u.isLocalFile())
