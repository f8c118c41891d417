"""The theme of the desk: a person's choice, else what the system says."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from widgets.common.dress import dress
from widgets.common.theme import Theme, ThemeName

AUTO = "auto"
NAMES: dict[str, ThemeName] = {
    "light": "light",
    "dark": "dark",
    "contrast": "contrast",
}


class Themes(QObject):
    """Dresses the application; `put_on` dresses whoever has fonts of its own."""

    def __init__(self, app: QApplication, choice: str) -> None:
        super().__init__()
        self._app = app
        self._put_on: Callable[[Theme], None] | None = None
        self.choice = choice if choice in NAMES else AUTO
        self.theme = Theme.load(self._name())
        dress(app, self.theme)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    def follow(self, put_on: Callable[[Theme], None] | None) -> None:
        """Who is dressed from now on; None ends it."""
        self._put_on = put_on
        if put_on is None:
            hints = QGuiApplication.styleHints()
            hints.colorSchemeChanged.disconnect(self._system_changed)

    def choose(self, name: str) -> None:
        """Another theme, by a person; "auto" follows the system again."""
        self.choice = name if name in NAMES else AUTO
        self._wear()

    def _name(self) -> ThemeName:
        if self.choice in NAMES:
            return NAMES[self.choice]
        scheme = QGuiApplication.styleHints().colorScheme()
        return "dark" if scheme is Qt.ColorScheme.Dark else "light"

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.choice == AUTO:
            self._wear()

    def _wear(self) -> None:
        name = self._name()
        if name == self.theme.name:
            return
        self.theme = Theme.load(name)
        dress(self._app, self.theme)
        if self._put_on is not None:
            self._put_on(self.theme)
