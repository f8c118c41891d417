"""What everybody at the desk works with, as one value handed on whole."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from console.domain.day import OpenDay
from console.shell.errands import Errands, Tell
from console.shell.history import History
from console.shell.looking import Looking
from console.shell.planning import Planning
from console.shell.themes import Themes
from console.viewmodels.status import Level
from console.wiring.house import House
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.frame.page import Page
from widgets.window import DeskWindow


@dataclass(frozen=True, slots=True)
class Workplace:
    """The house, the window and what belongs to both of them."""

    house: House
    window: DeskWindow
    themes: Themes
    errands: Errands
    history: History
    looking: Looking
    planning: Planning
    tell: Tell
    go: Callable[[OpenDay], bool]
    """Works on another day or wave from now on; False while something else runs."""

    async def lay_again(self, open_day: OpenDay) -> None:
        """The wave worked on has other parcels or another departure."""
        await self.planning.lay_again(open_day)
        self.looking.open(open_day)

    def day_or_told(self) -> OpenDay | None:
        """The day worked on; where there is none it says what comes first."""
        if self.looking.open_day is None:
            words = QT_TRANSLATE_NOOP("words", "Import a depot file first")
            self.tell(say(words), Level.ATTENTION)
        return self.looking.open_day

    def put_in_front(self, page: Page) -> bool:
        """Shows a page; False, and it is gone, where another does not give way."""
        self.window.show_page(page)
        shown = self.window.page is page
        if not shown:
            page.deleteLater()
        return shown

    def ask_where(self, title: str, suffix: str, then: Callable[[str], None]) -> None:
        """Asks for a file to save to; `then` is given its path."""
        dialog = QFileDialog(self.window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()
