"""Step 2: the first rows of a file, and above each column the field it is read as.

The keyboard stands on a column. Typing or Enter opens the list of fields, Del leaves
the column unread, Page Up and Page Down go to the other files.
"""

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.importing import (
    ColumnEntry,
    ColumnsView,
    FileEntry,
    Sureness,
)
from widgets.common.chips import Chip, Pill
from widgets.common.flow import FlowLayout
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.panels import PaneHeader, Panel
from widgets.common.shapes import Mark, Shape, paint_mark
from widgets.common.theme import GRID_PX, SMALL_PX, TEXT_PX, Theme
from widgets.importing.cells import (
    INK_ROLE,
    SURENESS_MARKS,
    CellPainter,
    Ink,
    dress_table,
    quiet_table,
)
from widgets.importing.fields import FieldChooser
from widgets.importing.words import field_name, needed

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
HEAD_PX = 56
PAD = 8
LEAST_PX = 92
MOST_PX = 240
SURE_WORDS = {
    Sureness.SURE: QT_TRANSLATE_NOOP("words", "sure"),
    Sureness.UNSURE: QT_TRANSLATE_NOOP("words", "please check"),
    Sureness.UNUSED: QT_TRANSLATE_NOOP("words", "not read"),
}


class PreviewTable(QAbstractTableModel):
    """The first rows as the file has them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = ColumnsView(0, "")

    def show(self, view: ColumnsView) -> None:
        """Takes another file or another reading of it."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many rows are previewed."""
        return 0 if parent.isValid() else len(self.view.cells)

    def columnCount(self, parent: Index = ROOT) -> int:
        """As many as headings."""
        return 0 if parent.isValid() else len(self.view.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The file's own headings; field and certainty for who cannot see them."""
        across = orientation is Qt.Orientation.Horizontal
        if not across or not 0 <= section < len(self.view.columns):
            return None
        one = self.view.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.heading
        told = {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
        if role in told:
            return DOT.join(
                part
                for part in (
                    one.heading,
                    field_name(one.field) if one.field else "",
                    one.unit,
                    say(SURE_WORDS[one.sureness]),
                )
                if part
            )
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Cells; those of a column that is not read are quiet."""
        if not index.isValid() or index.row() >= len(self.view.cells):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            cells = self.view.cells[index.row()]
            at = index.column()
            return cells[at] if at < len(cells) else ""
        if role == INK_ROLE:
            unused = self.view.columns[index.column()].sureness is Sureness.UNUSED
            return Ink.QUIET if unused else Ink.PLAIN
        return None


class FieldHeader(QHeaderView):
    """Two lines a column: the field with its shape, and the file's own heading."""

    def __init__(self, theme: Theme, model: PreviewTable, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._model = model
        self.current = -1
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(super().sizeHint().width(), HEAD_PX)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One column's chip and heading."""
        columns = self._model.view.columns
        if not 0 <= section < len(columns):
            return
        one, theme = columns[section], self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = section == self.current
        ground = "selection" if here else "panel"
        painter.fillRect(rect, theme.color("surface", ground))
        self._chip(painter, QRectF(rect).adjusted(4, 5, -4, 0), one, here=here)
        small = theme.font(SMALL_PX)
        painter.setFont(small)
        painter.setPen(theme.color("surface", "muted"))
        under = QRectF(rect).adjusted(PAD, 31, -PAD, -3)
        heading = QFontMetrics(small).elidedText(
            one.heading, Qt.TextElideMode.ElideRight, int(under.width())
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(under, flags, heading)
        painter.setPen(theme.color("surface", "line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _chip(
        self, painter: QPainter, box: QRectF, one: ColumnEntry, *, here: bool
    ) -> None:
        theme = self.theme
        box.setHeight(24)
        unused = one.sureness is Sureness.UNUSED
        ground = "card" if unused else "accent_ground"
        edge = "at_risk" if one.sureness is Sureness.UNSURE else ""
        pen = theme.color("surface", "focus" if here else "line")
        if edge and not here:
            pen = theme.color("status", edge)
        painter.setPen(QPen(pen, 1.5 if here or edge else 1))
        painter.setBrush(theme.color("surface", ground))
        painter.drawRoundedRect(box, 5, 5)
        square = QRectF(box.left() + 6, box.center().y() - 5.5, 11, 11)
        paint_mark(painter, square, SURENESS_MARKS[one.sureness], theme)
        bold = theme.font(
            SMALL_PX, QFont.Weight.Normal if unused else QFont.Weight.DemiBold
        )
        painter.setFont(bold)
        key = "muted" if unused else "text"
        painter.setPen(theme.color("surface", key))
        inner = box.adjusted(22, 0, -6, 0)
        name = field_text(one)
        shown = QFontMetrics(bold).elidedText(
            name, Qt.TextElideMode.ElideRight, int(inner.width())
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, flags, shown)


def field_text(one: ColumnEntry) -> str:
    """What a column is read as, with its unit."""
    if not one.field:
        return say(QT_TRANSLATE_NOOP("words", "not read"))
    name = field_name(one.field)
    return f"{name}, {one.unit}" if one.unit else name


class ColumnsStep(QWidget):
    """Signals name a file by its number and a column by its place."""

    field_wanted = Signal(int, int, str)
    """Read this column of this file as that field; empty for not at all."""
    file_wanted = Signal(int)
    """Show this file's columns."""
    assume_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: tuple[str, ...] = ()
        self._numbers: tuple[int, ...] = ()
        self._chips: list[Chip] = []
        self.model = PreviewTable(self)
        self.header = PaneHeader(self.tr("What each column holds"))
        self.table = QTableView()
        self.table.setModel(self.model)
        self.head = FieldHeader(theme, self.model, self.table)
        self.table.setHorizontalHeader(self.head)
        quiet_table(self.table, self.tr("First rows of the file"))
        self.table.setSelectionBehavior(
            QAbstractItemView.SelectionBehavior.SelectColumns
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._painter = CellPainter(theme, self.table)
        self.table.setItemDelegate(self._painter)
        self.table.installEventFilter(self)
        self.head.sectionClicked.connect(self._clicked)
        self.table.selectionModel().currentColumnChanged.connect(self._moved)
        self.chooser = FieldChooser(theme, self)
        self.chooser.chosen.connect(self._chosen)
        self.chooser.left.connect(self.table.setFocus)
        self.missing = Pill()
        self.unsure = Pill()
        self.unread = Pill()
        self.remembered = Pill()
        self.hint = QLabel(
            self.tr(
                "←  → choose a column; type a field or press Enter to change it;"
                " Del: do not read it."
            )
        )
        self.hint.setProperty("look", "muted")
        self.change = QPushButton(self.tr("Change this column…"))
        self.change.clicked.connect(self._open)
        self.assume = QCheckBox(
            self.tr("Where rows say nothing: the depot's middle size and 2 kg")
        )
        self.assume.toggled.connect(self.assume_changed)
        self._lay_out()
        self.set_theme(theme)

    def set_fields(self, fields: tuple[str, ...]) -> None:
        """All fields a column may be read as."""
        self._fields = fields

    def show_files(self, files: tuple[FileEntry, ...], shown: int) -> None:
        """The manifests among the files, one of them shown."""
        numbers = tuple(one.number for one in files)
        names = [one.name for one in files]
        if numbers != self._numbers or names != [c.text() for c in self._chips]:
            for chip in self._chips:
                self._flow.removeWidget(chip)
                chip.deleteLater()
            self._chips = []
            self._numbers = numbers
            for one in files:
                chip = Chip(one.name, Mark(Shape.TICK, "done"))
                chip.setAutoExclusive(True)
                chip.clicked.connect(
                    lambda _=False, number=one.number: self.file_wanted.emit(number)
                )
                chip.set_theme(self._theme)
                self._chips.append(chip)
                self._flow.addWidget(chip)
        for chip, one in zip(self._chips, files, strict=True):
            mark = Mark(Shape.TICK, "done")
            chip.set_mark(mark if one.mapped else Mark(Shape.TRIANGLE, "late"))
            chip.setChecked(one.number == shown)
        self._files.setVisible(len(files) > 1)

    def show_columns(self, view: ColumnsView) -> None:
        """One file's first rows and the reading of its columns."""
        if view == self.model.view:
            return
        same = view.file == self.model.view.file
        column = max(0, self.table.currentIndex().column()) if same else 0
        self.model.show(view)
        self._fit()
        if view.columns and view.cells:
            self.table.setCurrentIndex(
                self.model.index(0, min(column, len(view.columns) - 1))
            )
        self._say()

    def show_assumed(self, assume: bool) -> None:
        """Whether a usual size and weight stand in."""
        self.assume.setChecked(assume)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        self._theme = theme
        self.assume.setFont(theme.font(SMALL_PX))
        self._painter.theme = self.head.theme = theme
        dress_table(self.table, theme)
        self.header.set_theme(theme)
        self.chooser.set_theme(theme)
        self.hint.setFont(theme.font(SMALL_PX))
        pills = (self.missing, self.unsure, self.unread, self.remembered)
        for pill in pills:
            pill.set_theme(theme)
        for chip in self._chips:
            chip.set_theme(theme)
        self._fit()

    def focus_first(self) -> None:
        """The keyboard stands on the first column to look at."""
        for column, one in enumerate(self.model.view.columns):
            if one.sureness is Sureness.UNSURE:
                self.table.setCurrentIndex(self.model.index(0, column))
                break
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the table: letters and Enter choose a field, Del takes it off."""
        pressed = event.type() is QEvent.Type.KeyPress
        if watched is self.table and pressed and isinstance(event, QKeyEvent):
            key, text = event.key(), event.text()
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and plain:
                self._open()
                return True
            if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
                self._chosen("")
                return True
            if key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp} and self._numbers:
                self._turn(1 if key == Qt.Key.Key_PageDown else -1)
                return True
            if plain and text and text.isalpha():
                self._open(text=text)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        card = Panel()
        self._files = QWidget()
        self._flow = FlowLayout(self._files, spacing=4)
        pills = QWidget()
        row = FlowLayout(pills, spacing=6)
        for pill in (self.missing, self.unsure, self.unread, self.remembered):
            row.addWidget(pill)
        top = QVBoxLayout()
        top.setContentsMargins(3 * GRID_PX, 0, 3 * GRID_PX, 2 * GRID_PX)
        top.setSpacing(2 * GRID_PX)
        top.addWidget(self._files)
        top.addWidget(pills)
        foot = QHBoxLayout()
        foot.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX)
        foot.setSpacing(3 * GRID_PX)
        foot.addWidget(self.change)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.assume)
        card.column.addWidget(self.header)
        card.column.addLayout(top)
        card.column.addWidget(self.table, 1)
        card.column.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _say(self) -> None:
        view = self.model.view
        needs = ", ".join(map(needed, view.missing))
        self.missing.setVisible(bool(needs))
        self.missing.say(
            self.tr("Still needed: {0}").format(needs), Mark(Shape.TRIANGLE, "late")
        )
        self.unsure.setVisible(bool(view.unsure))
        self.unsure.say(
            self.tr("{0} to check").format(view.unsure),
            SURENESS_MARKS[Sureness.UNSURE],
            self.tr("The heading is only nearly one that is known."),
        )
        self.unread.setVisible(bool(view.unused))
        self.unread.say(
            self.tr("{0} not read").format(view.unused),
            SURENESS_MARKS[Sureness.UNUSED],
            self.tr("Nothing is taken from these columns."),
        )
        self.remembered.setVisible(view.remembered)
        self.remembered.say(
            self.tr("read as the last time"),
            Mark(Shape.TICK, "done"),
            self.tr("A file with these headings came before; your choices were kept."),
        )
        self.header.say(
            self.tr("What each column holds"),
            DOT.join((view.name, self.tr("{0} columns").format(len(view.columns)))),
        )

    def _fit(self) -> None:
        """Every column as wide as its field, its heading and its first cells."""
        bold = QFontMetrics(self._theme.font(SMALL_PX, QFont.Weight.DemiBold))
        small = QFontMetrics(self._theme.font(SMALL_PX))
        text = QFontMetrics(self._theme.font(TEXT_PX))
        view = self.model.view
        for column, one in enumerate(view.columns):
            cells = [row[column] for row in view.cells[:12] if column < len(row)]
            wide = max(
                bold.horizontalAdvance(field_text(one)) + 40,
                small.horizontalAdvance(one.heading) + 2 * PAD + 2,
                *(text.horizontalAdvance(cell[:40]) + 16 for cell in cells),
                LEAST_PX,
            )
            head = bold.horizontalAdvance(field_text(one)) + 40
            self.head.resizeSection(column, max(head, min(wide, MOST_PX)))

    def _moved(self, now: QModelIndex) -> None:
        self.head.current = now.column()
        self.head.viewport().update()
        columns = self.model.view.columns
        if 0 <= now.column() < len(columns):
            heading = columns[now.column()].heading
            self.change.setText(self.tr("Change “{0}”…").format(heading[:24]))

    def _clicked(self, section: int) -> None:
        self.table.setCurrentIndex(self.model.index(0, section))
        self._open()

    def _open(self, *, text: str = "") -> None:
        column = self.table.currentIndex().column()
        view = self.model.view
        if not 0 <= column < len(view.columns):
            return
        x = self.head.sectionViewportPosition(column)
        at = self.head.viewport().mapTo(self, QPoint(max(0, x), HEAD_PX))
        now = view.columns[column].field
        taken = {
            one.field: one.heading
            for i, one in enumerate(view.columns)
            if one.field and i != column
        }
        self.chooser.open_at(at, self._fields, taken, now, text)

    def _chosen(self, field: str) -> None:
        column = self.table.currentIndex().column()
        if 0 <= column < len(self.model.view.columns):
            self.field_wanted.emit(self.model.view.file, column, field)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, step: int) -> None:
        at = self._numbers.index(self.model.view.file) + step
        if 0 <= at < len(self._numbers):
            self.file_wanted.emit(self._numbers[at])
