"""When a focus ring is drawn: for whoever moves with the keyboard, not for a click."""

from PySide6.QtCore import Qt

BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
