"""The little that Fusion and a palette cannot say, as a template of token names.

Selectors go by the dynamic property `look`, which widgets.common sets; so a pane never
writes a sheet of its own.
"""

from string import Template

SHEET = Template("""
QToolTip { color: $on_tooltip; background: $tooltip; border: 0; padding: 4px 6px; }
*[look="panel"] { background: $panel; border: 1px solid $line; border-radius: 6px; }
*[look="bar"] { background: $panel; border: 0; }
*[look="muted"] { color: $muted; }
*[look="rule"] { background: $line; border: 0; max-height: 1px; }
QSplitter::handle { background: transparent; }
QLineEdit, QPlainTextEdit, QComboBox {
  background: $field; color: $text; border: 1px solid $edge; border-radius: 5px;
  padding: 4px 8px; selection-background-color: $accent_fill;
  selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 1px solid $focus; }
QPushButton {
  background: $card; color: $text; border: 1px solid $edge; border-radius: 6px;
  padding: 5px 14px;
}
QPushButton:hover { border-color: $faint; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $faint; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 13px; }
QPushButton[look="primary"] {
  background: $accent_fill; color: $on_accent; border-color: $accent_fill;
}
QPushButton[look="primary"]:disabled {
  background: $card; color: $faint; border-color: $line;
}
QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton[look="chip"] { border-radius: 12px; padding: 2px 10px; min-height: 18px; }
QPushButton[look="chip"]:checked {
  background: $accent_ground; color: $accent; border-color: $accent;
}
QPushButton[look="flat"] { background: transparent; border: 1px solid transparent; }
QPushButton[look="flat"]:hover { background: $card; }
QPushButton[look="flat"]:focus { border-color: $focus; }
QPushButton[look="title"] {
  background: transparent; border: 1px solid transparent; padding: 2px 18px 2px 2px;
}
QPushButton[look="title"]:hover { background: $card; }
QPushButton[look="title"]:focus { border-color: $focus; }
QPushButton[look="title"]::menu-indicator {
  subcontrol-position: right center; right: 4px;
}
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url($down); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
  background: $panel; color: $text; border: 1px solid $edge;
  selection-background-color: $selection; selection-color: $text;
}
QCheckBox { spacing: 6px; }
QCheckBox::indicator {
  width: 14px; height: 14px; border: 1px solid $faint; border-radius: 3px;
  background: $field;
}
QCheckBox::indicator:checked {
  background: $accent_fill; border-color: $accent_fill; image: url($tick);
}
QCheckBox::indicator:focus { border: 2px solid $focus; width: 12px; height: 12px; }
QRadioButton { spacing: 6px; }
QRadioButton::indicator {
  width: 12px; height: 12px; border: 1px solid $faint; border-radius: 7px;
  background: $field;
}
QRadioButton::indicator:checked { border: 4px solid $accent; width: 6px; height: 6px; }
QRadioButton:focus { color: $accent; }
QCheckBox:disabled { color: $faint; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section {
  background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: 4px 6px;
}
QTableView, QListView, QTreeView { background: $panel; border: 0; outline: 0; }
QAbstractItemView::indicator {
  width: 13px; height: 13px; border: 1px solid $faint; border-radius: 3px;
  background: $field;
}
QAbstractItemView::indicator:checked { background: $accent_fill; }
QTabBar { background: transparent; }
QTabBar::tab {
  background: transparent; color: $muted; border: 0;
  border-bottom: 3px solid transparent; padding: 8px 10px 6px 10px;
}
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $text; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $decoration; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $panel; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { background: $line; height: 1px; margin: 4px 6px; }
QProgressBar { background: $line; border: 0; border-radius: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")
