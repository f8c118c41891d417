"""The bottom line: how each part of the desk is, and what can be taken back."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from console.viewmodels.status import Health, Level, Part, SolverState, StatusView
from widgets.common.chips import Pill
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.shapes import LEVEL_MARKS
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import edit

HEIGHT = 27

SOLVER = {
    SolverState.STARTING: QT_TRANSLATE_NOOP("words", "Solver starting"),
    SolverState.READY: QT_TRANSLATE_NOOP("words", "Solver ready"),
    SolverState.RUNNING: QT_TRANSLATE_NOOP("words", "Solver running"),
    SolverState.FAILED: QT_TRANSLATE_NOOP("words", "Solver stopped"),
}


class StatusStrip(QFrame):
    """Parts at the left, the last undo at the right."""

    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Health of the desk"))
        self._theme = theme
        self._pills: dict[Part, Pill] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID_PX, 0, 2 * GRID_PX, 0)
        self._row.setSpacing(4 * GRID_PX)
        for part in Part:
            pill = Pill(framed=False)
            pill.hide()
            self._pills[part] = pill
            self._row.addWidget(pill)
        self._told = Pill(framed=False)
        self._told.hide()
        self._row.addStretch(1)
        self._row.addWidget(self._told)
        self._row.addStretch(1)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._told.hide)
        self.undo = QPushButton()
        self.undo.setProperty("look", "flat")
        self.undo.setFixedHeight(HEIGHT - 2)
        self.undo.clicked.connect(self.undo_wanted)
        self.undo.hide()
        self._row.addWidget(self.undo)
        self.set_theme(theme)

    def show_view(self, view: StatusView) -> None:
        """Shows the parts that are spoken of."""
        spoken = {health.part: health for health in view.parts}
        for part, pill in self._pills.items():
            health = spoken.get(part)
            pill.setVisible(health is not None)
            if health is not None:
                pill.say(health_words(health), LEVEL_MARKS[health.level])
        self.undo.setVisible(bool(view.undo))
        if view.undo:
            key = QKeySequence(QKeySequence.StandardKey.Undo)
            keys = key.toString(QKeySequence.SequenceFormat.NativeText)
            self.undo.setText(self.tr("Undo: {0}   {1}").format(edit(view.undo), keys))

    def tell(self, text: str, level: Level = Level.GOOD, seconds: float = 12) -> None:
        """News in passing: nothing to answer, gone after a while."""
        self._told.say(text, LEVEL_MARKS[level])
        self._told.show()
        self._forget.start(round(seconds * 1000))

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._told.set_theme(theme)
        for pill in self._pills.values():
            pill.set_theme(theme)
        self.undo.setFont(theme.font(SMALL_PX))


def health_words(health: Health) -> str:
    """One part in a few words."""
    args, text = health.args, ""
    match health.part:
        case Part.BUS:
            text = _bus(args)
        case Part.GPS:
            text = say(QT_TRANSLATE_NOOP("words", "GPS {0}/{1} couriers"), *args)
        case Part.SOLVER:
            text = say(SOLVER[SolverState(str(args[0]))])
        case Part.MAP:
            text = _map(args)
        case Part.SAVED:
            text = say(QT_TRANSLATE_NOOP("words", "Saved {0}"), *args)
    return text


def _bus(args: tuple[str | int | float, ...]) -> str:
    if not args[1]:
        return say(QT_TRANSLATE_NOOP("words", "No bus connected"))
    if len(args) < 3:
        return say(QT_TRANSLATE_NOOP("words", "Bus {0}/{1} cabinets"), *args)
    return say(QT_TRANSLATE_NOOP("words", "Bus {0}/{1} cabinets, {2} ms"), *args)


def _map(args: tuple[str | int | float, ...]) -> str:
    if not args:
        return say(QT_TRANSLATE_NOOP("words", "No map pack"))
    day = date.fromisoformat(str(args[1])) if len(args) > 1 and args[1] else None
    if day is None:
        return say(QT_TRANSLATE_NOOP("words", "Map {0}"), args[0])
    return say(QT_TRANSLATE_NOOP("words", "Map {0}, {1}"), args[0], f"{day:%d %b %Y}")
