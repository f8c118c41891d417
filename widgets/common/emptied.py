"""Taking everything out of a layout, at once and for the eye too."""

from PySide6.QtWidgets import QLayout


def emptied(layout: QLayout) -> None:
    """Widgets go out of sight now and are deleted when the loop comes round."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
