"""The window's commands with their keys, and the sheet that lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.panels import BOLD
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.dialogs.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Command:
    """A name for code, a text for people, and the keys as they are first given."""

    name: str
    text: str
    keys: str = ""


COMMANDS = (
    Command("import", QT_TRANSLATE_NOOP("words", "Import files…"), "Ctrl+I"),
    Command("plan", QT_TRANSLATE_NOOP("words", "Build plan"), "Ctrl+Return"),
    Command("replan", QT_TRANSLATE_NOOP("words", "Plan the rest again"), "Ctrl+R"),
    Command(
        "replan_kept",
        QT_TRANSLATE_NOOP("words", "Plan the rest again, parcels keep their driver"),
    ),
    Command(
        "replan_new",
        QT_TRANSLATE_NOOP("words", "Put in what is new, nothing else moves"),
        "Ctrl+Shift+R",
    ),
    Command("stop", QT_TRANSLATE_NOOP("words", "Stop, keep the best plan"), "Esc"),
    Command("publish", QT_TRANSLATE_NOOP("words", "Publish"), "Ctrl+Shift+P"),
    Command("undo", QT_TRANSLATE_NOOP("words", "Undo"), "Ctrl+Z"),
    Command("redo", QT_TRANSLATE_NOOP("words", "Redo"), "Ctrl+Shift+Z"),
    Command("days", QT_TRANSLATE_NOOP("words", "Days and waves"), "F4"),
    Command("close_day", QT_TRANSLATE_NOOP("words", "Close the day…"), "Ctrl+E"),
    Command("wave_before", QT_TRANSLATE_NOOP("words", "The wave before"), "Ctrl+PgUp"),
    Command("wave_after", QT_TRANSLATE_NOOP("words", "The next wave"), "Ctrl+PgDown"),
    Command(
        "move",
        QT_TRANSLATE_NOOP("words", "Move parcels to a wave or day…"),
        "Ctrl+M",
    ),
    Command("filter", QT_TRANSLATE_NOOP("words", "Filter the parcels"), "Ctrl+F"),
    Command("find", QT_TRANSLATE_NOOP("words", "Find or do anything"), "Ctrl+K"),
    Command("map", QT_TRANSLATE_NOOP("words", "Go to the map"), "1"),
    Command("board", QT_TRANSLATE_NOOP("words", "Go to the routes"), "2"),
    Command("doors", QT_TRANSLATE_NOOP("words", "Go to the doors"), "3"),
    Command("analysis", QT_TRANSLATE_NOOP("words", "What this plan comes to"), "F6"),
    Command("plans", QT_TRANSLATE_NOOP("words", "Plans, side by side"), "F3"),
    Command("changes", QT_TRANSLATE_NOOP("words", "Changes to accept"), "F9"),
    Command(
        "absent", QT_TRANSLATE_NOOP("words", "Vehicle or courier is not there"), "K"
    ),
    Command("depot", QT_TRANSLATE_NOOP("words", "Set up the depot"), "F7"),
    Command("maximise", QT_TRANSLATE_NOOP("words", "Maximise this pane"), "F11"),
    Command("light", QT_TRANSLATE_NOOP("words", "Light theme")),
    Command("dark", QT_TRANSLATE_NOOP("words", "Dark theme")),
    Command("contrast", QT_TRANSLATE_NOOP("words", "High contrast theme")),
    Command("keys", QT_TRANSLATE_NOOP("words", "Show all keys"), "?"),
)
REPLANS = {"replan": "all", "replan_kept": "keep_routes", "replan_new": "only_new"}
"""How much each of the commands to plan again may change."""
ELSEWHERE = (
    ("O", QT_TRANSLATE_NOOP("words", "Open the door that is chosen…")),
    ("L / D", QT_TRANSLATE_NOOP("words", "Parcels: to a locker, to the door")),
    ("Del", QT_TRANSLATE_NOOP("words", "Parcels: unassign")),
    ("M", QT_TRANSLATE_NOOP("words", "Parcels: move to a wave or another day")),
    ("C / B / S / L", QT_TRANSLATE_NOOP("words", "Closing: what becomes of it")),
    ("Alt+arrows", QT_TRANSLATE_NOOP("words", "Routes: move the chosen stop")),
    ("Home", QT_TRANSLATE_NOOP("words", "Map: show the whole day")),
    ("Shift+Home", QT_TRANSLATE_NOOP("words", "Map: show the whole region")),
    ("+ / -", QT_TRANSLATE_NOOP("words", "Map and routes: closer, further away")),
    ("Space", QT_TRANSLATE_NOOP("words", "Alerts: acknowledge")),
    ("Enter", QT_TRANSLATE_NOOP("words", "Go to what is chosen")),
    ("Ctrl+Enter", QT_TRANSLATE_NOOP("words", "Import: go on, Alt+Left back")),
    ("F8", QT_TRANSLATE_NOOP("words", "Import: next problem, Shift+F8 before")),
    ("1 to 9", QT_TRANSLATE_NOOP("words", "Import: take the place offered")),
    ("H / X / R", QT_TRANSLATE_NOOP("words", "Import: hold, leave out, start over")),
    ("P / A", QT_TRANSLATE_NOOP("words", "Import: put a pin, all with this text")),
    ("Space", QT_TRANSLATE_NOOP("words", "Plans: compare the others with this one")),
    ("Ins / F2 / Del", QT_TRANSLATE_NOOP("words", "Plans: keep, rename, drop")),
    ("A / R / T", QT_TRANSLATE_NOOP("words", "Changes: accept, reject, take back")),
)
"""Keys that belong to a pane and mean something only there."""

ROWS = 22
"""Lines of the key sheet one below the other: it fits a small screen."""


def make_actions(owner: QWidget) -> dict[str, QAction]:
    """An action for every command, with its keys, added to `owner`."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(say(command.text), owner)
        action.setObjectName(command.name)
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        owner.addAction(action)
        actions[command.name] = action
    return actions


def give_keys(actions: dict[str, QAction], names: Sequence[str]) -> None:
    """The keys that these commands had at first."""
    for command in COMMANDS:
        if command.name in names and command.keys:
            actions[command.name].setShortcut(QKeySequence(command.keys))


class KeySheet(Sheet):
    """All keys at a glance."""

    def __init__(
        self, actions: Sequence[QAction], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", theme, parent)
        self.heading.setText(self.tr("Keys"))
        self.setWindowTitle(self.tr("Keys"))
        self.no.hide()
        self.yes.setText(self.tr("Close"))
        self.yes.clicked.connect(self.accept)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX + 2)
        native = QKeySequence.SequenceFormat.NativeText
        lines = [
            (action.shortcut().toString(native), action.text())
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        lines += [(keys, say(text)) for keys, text in ELSEWHERE]
        for at, (keys, text) in enumerate(lines):
            column, row = divmod(at, ROWS)
            key = QLabel(keys)
            key.setFont(theme.font(SMALL_PX, BOLD))
            grid.addWidget(key, row, 2 * column)
            grid.addWidget(QLabel(text), row, 2 * column + 1)
        self.column.addLayout(grid)
        self.setMinimumWidth(self.sizeHint().width())
