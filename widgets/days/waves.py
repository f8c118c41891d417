"""The waves of the open day: a line each, whose fields are changed in place.

A finished field is a wish of its own; what cannot be read stays in its field, marked,
with the reason below. The wave worked on is the one whose shape is filled.
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from console.viewmodels.days_page import WaveField, WaveRow
from widgets.common.chips import Pill
from widgets.common.emptied import emptied
from widgets.common.marked import say
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import grouped
from widgets.days.words import STATE_MARKS, STATES

DEPARTURE_PX = 64
TURNAROUND_PX = 48
NAME_PX = 110


@dataclass(frozen=True, slots=True)
class _Line:
    chosen: QRadioButton
    fields: dict[WaveField, QLineEdit]
    parcels: QLabel
    state: Pill
    drop: QPushButton


class WavesBox(QWidget):
    """Signals carry the id of a wave."""

    wave_wanted = Signal(str)
    """Work on this one."""
    field_changed = Signal(str, str, str)
    """Wave, WaveField, text."""
    drop_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[WaveRow, ...] = ()
        self._editable = True
        self.lines: dict[str, _Line] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)
        self._wrong = QLabel()
        self._wrong.setWordWrap(True)
        self._wrong.hide()

    def show_rows(self, rows: tuple[WaveRow, ...], *, editable: bool) -> None:
        """Shows the waves; a field that is being typed into is left alone."""
        same = [one.id for one in rows] == [one.id for one in self._rows]
        rebuilt = not same or editable != self._editable or not self.lines
        self._rows, self._editable = rows, editable
        if rebuilt:
            self._build()
        for row in rows:
            self._fill(row)
        self._say_wrong()

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self._build()
        for row in self._rows:
            self._fill(row)
        self._say_wrong()

    def _build(self) -> None:
        self._wrong.setParent(None)
        emptied(self._grid)
        self.lines = {}
        heads = (
            (1, self.tr("Name")),
            (2, self.tr("Leaves")),
            (3, self.tr("Turn, min")),
            (4, self.tr("Parcels")),
        )
        for column, text in heads:
            label = QLabel(text)
            label.setProperty("look", "muted")
            label.setFont(self._theme.font(SMALL_PX))
            self._grid.addWidget(label, 0, column)
        for at, row in enumerate(self._rows, 1):
            self.lines[row.id] = self._line(at, row)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._wrong, len(self._rows) + 1, 0, 1, 7)

    def _line(self, at: int, row: WaveRow) -> _Line:
        chosen = QRadioButton(str(row.number))
        chosen.setToolTip(self.tr("Work on this wave"))
        chosen.setAccessibleName(self.tr("Work on wave {0}").format(row.number))
        chosen.clicked.connect(partial(self._chosen, row.id))
        fields = {
            field: self._field(row, field, name, hint, width)
            for field, name, hint, width in (
                (WaveField.NAME, self.tr("Name"), self.tr("no name"), 0),
                (
                    WaveField.DEPARTURE,
                    self.tr("Departure"),
                    self.tr("shifts"),
                    DEPARTURE_PX,
                ),
                (
                    WaveField.TURNAROUND,
                    self.tr("Minutes between coming back and leaving again"),
                    "15",
                    TURNAROUND_PX,
                ),
            )
        }
        parcels = QLabel()
        parcels.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        state = Pill(framed=False)
        state.set_theme(self._theme)
        drop = QPushButton("\N{MULTIPLICATION SIGN}")
        drop.setProperty("look", "flat")
        drop.setFixedWidth(44)
        drop.setToolTip(self.tr("Take out this empty wave"))
        drop.setAccessibleName(self.tr("Take out wave {0}").format(row.number))
        drop.clicked.connect(partial(self._drop, row.id))
        widgets = (chosen, *fields.values(), parcels, state, drop)
        for column, widget in enumerate(widgets):
            self._grid.addWidget(widget, at, column)
        return _Line(chosen, fields, parcels, state, drop)

    def _field(
        self, row: WaveRow, field: WaveField, name: str, hint: str, width: int
    ) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(hint)
        made.setAccessibleName(self.tr("Wave {0}: {1}").format(row.number, name))
        made.setToolTip(name)
        made.setReadOnly(not self._editable)
        if width:
            made.setFixedWidth(width)
        else:
            made.setMinimumWidth(NAME_PX)
        made.editingFinished.connect(partial(self._finished, row.id, field))
        return made

    def _fill(self, row: WaveRow) -> None:
        line = self.lines[row.id]
        line.chosen.setChecked(row.worked_on)
        for field, text in _texts(row).items():
            shown = line.fields[field]
            typing = shown.hasFocus() and shown.isModified()
            if not typing and shown.text() != text:
                shown.setText(text)
        line.parcels.setText(grouped(row.parcels))
        line.state.say(say(STATES[row.state]), STATE_MARKS[row.state])
        free = self._editable and not row.parcels and len(self._rows) > 1
        line.drop.setVisible(free and not row.worked_on)

    def _say_wrong(self) -> None:
        row = next((one for one in self._rows if one.wrong is not None), None)
        self._wrong.setVisible(row is not None)
        if row is None:
            return
        said = (
            self.tr("“{0}” is no time of day: for example 7:30")
            if row.wrong is WaveField.DEPARTURE
            else self.tr("“{0}” is no number of minutes")
        )
        self._wrong.setText(said.format(row.typed))
        colour = self._theme.color("status", "late_text").name()
        self._wrong.setStyleSheet(f"color: {colour}")

    def _finished(self, wave: str, field: WaveField) -> None:
        line = self.lines.get(wave)
        row = next((one for one in self._rows if one.id == wave), None)
        if line is None or row is None or not self._editable:
            return
        shown = line.fields[field]
        shown.setModified(False)
        if shown.text() != _texts(row)[field]:
            self.field_changed.emit(wave, field.value, shown.text())

    def _chosen(self, wave: str, _checked: bool = False) -> None:
        self.wave_wanted.emit(wave)

    def _drop(self, wave: str, _checked: bool = False) -> None:
        self.drop_wanted.emit(wave)


def _texts(row: WaveRow) -> dict[WaveField, str]:
    texts = {
        WaveField.NAME: row.name,
        WaveField.DEPARTURE: row.departure,
        WaveField.TURNAROUND: str(row.turnaround_min),
    }
    if row.wrong is not None:
        texts[row.wrong] = row.typed
    return texts
