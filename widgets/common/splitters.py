"""Splitters with a quiet gap, and panes that cannot be lost by dragging."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

GAP = 6


class Split(QSplitter):
    """Side by side or one above the other, `GAP` px apart."""

    def __init__(
        self,
        orientation: Qt.Orientation,
        panes: Sequence[QWidget],
        shares: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(GAP)
        self.setChildrenCollapsible(False)
        for pane, share in zip(panes, shares, strict=True):
            self.addWidget(pane)
            self.setStretchFactor(self.count() - 1, share)

    def panes(self) -> list[QWidget]:
        """What stands in it, in order."""
        widgets = (self.widget(i) for i in range(self.count()))
        return [widget for widget in widgets if widget is not None]


def across(panes: Sequence[QWidget], shares: Sequence[int]) -> Split:
    """Panes from left to right; `shares` say who takes what a resize gives."""
    return Split(Qt.Orientation.Horizontal, panes, shares)


def down(panes: Sequence[QWidget], shares: Sequence[int]) -> Split:
    """Panes from top to bottom."""
    return Split(Qt.Orientation.Vertical, panes, shares)
