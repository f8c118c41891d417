"""What an import did, and every row it left out: file, line, column, value, reason."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableView, QWidget

from console.viewmodels.codes import RowProblem
from console.viewmodels.questions import ImportReport
from widgets.common import words
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.theme import DENSE_ROW_PX, SMALL_PX, Theme
from widgets.dialogs.sheet import Sheet

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
HEADS = (
    QT_TRANSLATE_NOOP("words", "File"),
    QT_TRANSLATE_NOOP("words", "Line"),
    QT_TRANSLATE_NOOP("words", "Column"),
    QT_TRANSLATE_NOOP("words", "Value"),
    QT_TRANSLATE_NOOP("words", "Reason"),
)


class ProblemTable(QAbstractTableModel):
    """Problems in the order of the files and lines."""

    def __init__(
        self, problems: Sequence[RowProblem], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._problems = tuple(problems)

    def cell(self, row: int, column: int) -> str:
        """What a cell says."""
        problem = self._problems[row]
        return (
            problem.file,
            str(problem.line),
            problem.column,
            problem.value,
            words.reason(problem.reason),
        )[column]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many problems."""
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Five."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The headings."""
        across = orientation is Qt.Orientation.Horizontal
        if not across or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts."""
        shown = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if index.isValid() and role in shown:
            return self.cell(index.row(), index.column())
        return None


class ImportReportDialog(Sheet):
    """Says what came in; the rows left out can be copied or saved to mend."""

    rejected_wanted = Signal()
    """Save the rows left out as a file that can be imported again."""

    def __init__(
        self, report: ImportReport, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(_headline(report), "", theme, parent)
        self.setWindowTitle(self.tr("Import"))
        self.report = report
        self.quiet(", ".join(report.files))
        if report.unplaced:
            self.quiet(
                self.tr("{0} parcels are held until their address is found.").format(
                    report.unplaced
                )
            )
        self.no.hide()
        self.yes.setText(self.tr("Close"))
        self.yes.clicked.connect(self.accept)
        self.model = ProblemTable(report.problems, self)
        if report.problems:
            self._add_table()

    def _add_table(self) -> None:
        self.resize(820, 460)
        self.quiet(self.tr("These rows were left out; everything else came in."))
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Rows left out"))
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setFont(self.theme.font(SMALL_PX))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(DENSE_ROW_PX)
        header = table.horizontalHeader()
        header.setFont(self.theme.font(SMALL_PX))
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((140, 54, 110, 150)):
            header.resizeSection(column, width)
        self.column.addWidget(table, 1)
        copy = QPushButton(self.tr("Copy list"))
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        save = QPushButton(self.tr("Save these rows…"))
        save.setAutoDefault(False)
        save.clicked.connect(self.rejected_wanted)
        self.buttons.insertWidget(0, copy)
        self.buttons.insertWidget(1, save)

    def _copy(self) -> None:
        rows = range(self.model.rowCount())
        lines = (
            "\t".join(self.model.cell(row, column) for column in range(len(HEADS)))
            for row in rows
        )
        QGuiApplication.clipboard().setText("\n".join(lines))


def _headline(report: ImportReport) -> str:
    parts = [say(QT_TRANSLATE_NOOP("words", "{0} parcels added"), f"{report.added:,}")]
    if report.changed:
        parts.append(
            say(QT_TRANSLATE_NOOP("words", "{0} changed"), f"{report.changed:,}")
        )
    if report.unchanged:
        parts.append(
            say(QT_TRANSLATE_NOOP("words", "{0} as before"), f"{report.unchanged:,}")
        )
    if report.problems:
        rows = len({(p.file, p.line) for p in report.problems})
        parts.append(say(QT_TRANSLATE_NOOP("words", "{0} rows left out"), f"{rows:,}"))
    return DOT.join(parts)
