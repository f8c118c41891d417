"""Find or do anything: commands, sites and parcels behind one field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.lockers import SiteChoice
from console.viewmodels.parcels import ParcelRows
from widgets.common.marked import DOT
from widgets.common.theme import GRID_PX, SMALL_PX, Theme

SHOWN = 12
"""How many matches the list offers."""


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the list; kind is "do", "site" or "parcel"."""

    kind: str
    id: str
    text: str
    note: str


class Finder(QWidget):
    """A field with a list under it; Ctrl+K goes there, Esc leaves."""

    found = Signal(str, str)
    """Select this: kind ("site" or "parcel") and id."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands: list[QAction] = []
        self._sites: tuple[SiteChoice, ...] = ()
        self._rows: ParcelRows | None = None
        self._theme = theme
        self._matches: list[Match] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find or do anything"))
        self.field.setAccessibleName(self.tr("Find or do anything"))
        self.field.setMinimumWidth(180)
        self.hint = QLabel("Ctrl K", self.field)
        self.hint.setProperty("look", "muted")
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QHBoxLayout(self.field)
        inner.setContentsMargins(0, 0, 3 * GRID_PX, 0)
        inner.addStretch(1)
        inner.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._clicked)
        self.popup = QFrame(self, Qt.WindowType.ToolTip)
        self.popup.setProperty("look", "panel")
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        column.addWidget(self.list)
        self.field.textEdited.connect(self._search)
        self.field.installEventFilter(self)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """As wide as in the rest of the bar there is room for."""
        return QSize(330, 32)

    def set_commands(self, actions: Sequence[QAction]) -> None:
        """What can be done from here."""
        self._commands = list(actions)

    def set_sites(self, sites: Sequence[SiteChoice]) -> None:
        """Where one can go."""
        self._sites = tuple(sites)

    def set_parcels(self, rows: ParcelRows) -> None:
        """What can be found."""
        self._rows = rows

    def focus_field(self) -> None:
        """Puts the keyboard here and offers the commands."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search(self.field.text())

    def matches(self, text: str) -> list[Match]:
        """Commands first, then sites, then parcels; every word must occur."""
        terms = text.casefold().split()
        found = [
            Match("do", str(i), _plain(action), _keys(action))
            for i, action in enumerate(self._commands)
            if action.isEnabled() and _holds(_plain(action), terms)
        ]
        if terms:
            found += [
                Match("site", str(s.id), s.name, self.tr("{0} free").format(s.free))
                for s in self._sites
                if _holds(s.name, terms)
            ]
            found += self._parcels(terms, SHOWN - len(found))
        return found[:SHOWN]

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.field.setFont(theme.font())
        self.hint.setFont(theme.font(SMALL_PX))
        self.list.setFont(theme.font())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field: down and up choose, Enter takes, Esc leaves."""
        if watched is not self.field:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.FocusOut:
            self.popup.hide()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            row = (self.list.currentRow() + step) % self.list.count()
            self.list.setCurrentRow(row)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentRow())
            return True
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            self.field.clear()
            self.field.clearFocus()
            return True
        return False

    def _parcels(self, terms: list[str], room: int) -> list[Match]:
        rows = self._rows
        if rows is None or room <= 0:
            return []
        found: list[Match] = []
        for i, hay in enumerate(rows.haystack):
            if all(term in hay for term in terms):
                found.append(
                    Match("parcel", str(rows.ids[i]), rows.labels[i], rows.to[i])
                )
                if len(found) == room:
                    break
        return found

    def _search(self, text: str) -> None:
        self._matches = self.matches(text)
        self.list.clear()
        for match in self._matches:
            line = DOT.join(part for part in (match.text, match.note) if part)
            self.list.addItem(QListWidgetItem(line))
        if not self._matches:
            self.popup.hide()
            return
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) * len(self._matches) + 4 * GRID_PX
        below = self.field.mapToGlobal(QPoint(0, self.field.height() + 3))
        self.popup.setGeometry(below.x(), below.y(), self.field.width(), height)
        self.popup.show()

    def _clicked(self, item: QListWidgetItem) -> None:
        self._take(self.list.row(item))

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self._matches):
            return
        match = self._matches[row]
        self.popup.hide()
        self.field.clear()
        self.field.clearFocus()
        if match.kind == "do":
            self._commands[int(match.id)].trigger()
        else:
            self.found.emit(match.kind, match.id)


def _plain(action: QAction) -> str:
    return action.text().replace("&", "").rstrip("…")


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _holds(text: str, terms: list[str]) -> bool:
    folded = text.casefold()
    return all(term in folded for term in terms)
