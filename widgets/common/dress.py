"""Puts a theme on an application: style, palette, font and sheet, in that order."""

from PySide6.QtWidgets import QApplication, QStyleFactory

from widgets.common.theme import Theme


def dress(app: QApplication, theme: Theme) -> None:
    """Fusion with the theme's own palette; widgets still need their `set_theme`."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.style_sheet())
