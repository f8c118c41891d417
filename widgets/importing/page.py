"""The import wizard: a page of the desk with four steps and one button that goes on.

    title    1 Files  2 Columns  3 Check  4 Take in                        close
    ------------------------------- the step ----------------------------------
    undo redo                                        back     the button that goes on

Leaving the page loses nothing: whoever fills it keeps what was decided and shows it
again. Ctrl+Enter goes on, Alt+Left back, Alt+1 to Alt+4 to a step.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from console.viewmodels.importing import (
    FileKind,
    FileState,
    ImportView,
    Outcome,
    Step,
    TakeView,
)
from widgets.common.panels import ElidedLabel
from widgets.common.theme import GRID_PX, SMALL_PX, Theme
from widgets.common.words import grouped
from widgets.frame.page import Page
from widgets.importing.check import CheckStep
from widgets.importing.columns import ColumnsStep
from widgets.importing.files import FilesStep
from widgets.importing.steps import StepBar
from widgets.importing.take import TakeStep
from widgets.importing.words import decision, needed


class ImportPage(Page):
    """The steps are its attributes `files`, `columns`, `check` and `take`."""

    step_wanted = Signal(int)
    take_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    discard_wanted = Signal()
    """Forget these files and everything decided about them."""

    own_keys = (
        *("undo", "redo", "map", "board", "doors", "filter", "plan", "stop"),
        *("maximise", "publish"),
    )

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Import"), theme, parent)
        self.view = ImportView()
        self.steps = StepBar(theme)
        self.steps.step_wanted.connect(self.step_wanted)
        self.files = FilesStep(theme)
        self.columns = ColumnsStep(theme)
        self.check = CheckStep(theme)
        self.take = TakeStep(theme)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.clicked.connect(self.undo_wanted)
        self.redo = QPushButton(self.tr("Redo"))
        self.redo.clicked.connect(self.redo_wanted)
        self.discard = QPushButton(self.tr("Discard all"))
        self.discard.setToolTip(self.tr("Forget these files; nothing is taken in"))
        self.discard.clicked.connect(self.discard_wanted)
        self.said = ElidedLabel()
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.back = QPushButton(self.tr("Back"))
        self.back.setToolTip("Alt+←")
        self.back.clicked.connect(self._go_back)
        self.forth = QPushButton()
        self.forth.setProperty("look", "primary")
        self.forth.setToolTip("Ctrl+Enter")
        self.forth.clicked.connect(self._go_on)
        self._lay_out_page()
        self._add_page_keys()
        self.set_theme(theme)
        self.show_view(self.view)

    def show_view(self, view: ImportView) -> None:
        """The whole wizard as it stands; parts that are the same are not touched."""
        step = view.step
        # A button that was busy has lost the keyboard when it is ready again.
        taken = view.take.taken is not self.view.take.taken
        changed = step is not self.view.step or (taken and bool(view.files))
        self.view = view
        self.steps.show_step(step, view.reachable)
        self.files.show_files(view.files)
        manifests = tuple(
            one
            for one in view.files
            if one.kind is FileKind.MANIFEST
            and one.state in {FileState.READY, FileState.TAKEN}
        )
        shown = view.shown_columns
        self.columns.show_files(manifests, shown.file if shown else 0)
        self.columns.show_assumed(view.assume)
        if shown is not None:
            self.columns.show_columns(shown)
        names = {f.number: f.name for f in manifests} if len(manifests) > 1 else {}
        self.check.show_progress(view.progress)
        self.check.show_issues(view.issues, names)
        self.check.show_counts(view.counts)
        self.check.show_notes(view.notes)
        self.check.show_detail(view.detail)
        self.take.show_view(view.take)
        self._pages.setCurrentIndex(int(step) - 1)
        self._show_foot(view)
        if changed:
            self.focus_step()

    def focus_step(self) -> None:
        """The keyboard goes where the step begins."""
        if self.view.step is Step.TAKE:
            self.forth.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._current().focus_first()

    def tell(self, text: str) -> None:
        """A line beside the buttons."""
        self.said.set_text(text)

    def set_theme(self, theme: Theme) -> None:
        """Fonts and colours."""
        super().set_theme(theme)
        for part in (self.steps, self.files, self.columns, self.check, self.take):
            part.set_theme(theme)
        self.said.set_look(theme, "muted", SMALL_PX)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files that fall on the page belong to the window."""
        event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """See `dragEnterEvent`."""
        event.ignore()

    def _lay_out_page(self) -> None:
        self.bar.insertWidget(0, self.steps)
        self._pages = QStackedWidget()
        for part in (self.files, self.columns, self.check, self.take):
            self._pages.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID_PX)
        foot.addWidget(self.undo)
        foot.addWidget(self.redo)
        foot.addWidget(self.discard)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.forth)
        self.body.addWidget(self._pages, 1)
        self.body.addLayout(foot)

    def _add_page_keys(self) -> None:
        keys: list[tuple[str, object]] = [
            ("Ctrl+Return", self.forth.click),
            ("Ctrl+Enter", self.forth.click),
            ("Alt+Left", self.back.click),
            ("Ctrl+Z", self.undo.click),
            ("Ctrl+Shift+Z", self.redo.click),
            ("Ctrl+Y", self.redo.click),
            ("Ctrl+S", self._save),
        ]
        keys += [
            (f"Alt+{int(step)}", lambda step=step: self._jump(step)) for step in Step
        ]
        for text, slot in keys:
            shortcut = QShortcut(QKeySequence(text), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _show_foot(self, view: ImportView) -> None:
        self.undo.setEnabled(bool(view.undo))
        self.redo.setEnabled(bool(view.redo))
        decided = view.step in {Step.COLUMNS, Step.CHECK}
        self.undo.setVisible(decided)
        self.redo.setVisible(decided)
        named = decision(view.undo) if view.undo else ""
        self.undo.setToolTip(self.tr("Undo: {0} (Ctrl+Z)").format(named))
        again = decision(view.redo) if view.redo else ""
        self.redo.setToolTip(self.tr("Redo: {0} (Ctrl+Shift+Z)").format(again))
        self.discard.setVisible(bool(view.files) and not view.take.taken)
        self.tell(self._still_needed(view))
        first, last = view.step is Step.FILES, view.step is Step.TAKE
        self.back.setVisible(not first and not view.take.taken)
        self.forth.setText(self._forth_words(view))
        ready = view.step < view.reachable
        if last:
            some = any(view.take.counts.values()) or bool(view.take.others)
            ready = view.take.taken or (some and not view.take.busy)
        self.forth.setEnabled(ready)

    def _still_needed(self, view: ImportView) -> str:
        """Why it does not go on, where a column is missing."""
        lacking = [one for one in view.columns if one.missing]
        if view.step is not Step.COLUMNS or view.reachable > Step.COLUMNS:
            return ""
        return self.tr("{0} still needs {1}").format(
            ", ".join(one.name for one in lacking),
            ", ".join(dict.fromkeys(needed(k) for one in lacking for k in one.missing)),
        )

    def _forth_words(self, view: ImportView) -> str:
        match view.step:
            case Step.FILES if view.columns or not view.files:
                return self.tr("Next: columns")
            case Step.COLUMNS:
                return self.tr("Next: check the rows")
            case Step.FILES | Step.CHECK:
                return self.tr("Next: what will happen")
            case Step.TAKE:
                return self._take_words(view.take)

    def _take_words(self, view: TakeView) -> str:
        if view.taken:
            return self.tr("Finish")
        parts = [self.tr("Take in {0}").format(grouped(view.coming))]
        if not any(view.counts.values()):
            parts = [self.tr("Take over")]
        held = view.counts.get(Outcome.HELD, 0)
        out = view.counts.get(Outcome.LEFT_OUT, 0)
        if held:
            parts.append(self.tr("hold {0}").format(grouped(held)))
        if out:
            parts.append(self.tr("leave {0} out").format(grouped(out)))
        return ", ".join(parts)

    def _current(self) -> FilesStep | ColumnsStep | CheckStep:
        steps = (self.files, self.columns, self.check)
        return steps[int(self.view.step) - 1]

    def _go_on(self) -> None:
        if self.view.step is Step.TAKE:
            self.take_wanted.emit()
        else:
            self.step_wanted.emit(int(self.view.step) + 1)

    def _go_back(self) -> None:
        self.step_wanted.emit(int(self.view.step) - 1)

    def _jump(self, step: Step) -> None:
        if step <= self.view.reachable:
            self.step_wanted.emit(int(step))

    def _save(self) -> None:
        if self.take.save.isVisibleTo(self.take):
            self.take.save_wanted.emit()
