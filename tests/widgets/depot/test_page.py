"""The page of a depot: what is typed is told once, when it is finished."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from console.viewmodels.depot_fields import SPECS
from widgets.common.theme import Theme
from widgets.depot.new_row import NewRowDialog
from widgets.depot.page import DepotPage
from widgets.depot.sample import sample
from widgets.depot.words import CODES, FIELDS, TABLES

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")


@pytest.fixture
def page(qtbot: QtBot) -> DepotPage:
    made = DepotPage(LIGHT)
    qtbot.addWidget(made)
    made.show_view(sample())
    made.resize(1366, 690)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def told(page: DepotPage) -> list[tuple[str, ...]]:
    heard: list[tuple[str, ...]] = []
    page.field_changed.connect(lambda *said: heard.append(said))
    return heard


def test_a_line_is_told_when_it_is_finished(
    page: DepotPage, told: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    line = page.form.rows["name"].input
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Hub A5")
    assert told == []
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == [("site", "a4", "name", "Hub A5")]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert len(told) == 1


def test_boxes_choices_and_lines(
    page: DepotPage, told: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    box = page.form.rows["indoor"].input
    assert isinstance(box, QCheckBox)
    box.click()
    choice = page.form.rows["kind"].input
    assert isinstance(choice, QComboBox)
    choice.activated.emit(choice.findData("campus"))
    lines = page.form.rows["rules.domains"].input
    assert isinstance(lines, QPlainTextEdit)
    lines.setFocus()
    qtbot.keyClicks(lines, "example.org")
    qtbot.keyClick(lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    climates = page.form.rows["climates"].input
    climates.findChildren(QCheckBox)[1].click()
    assert [said[2:] for said in told] == [
        ("indoor", "yes"),
        ("kind", "campus"),
        ("rules.domains", "example.org"),
        ("climates", "chilled"),
    ]


def test_what_is_being_typed_is_not_replaced(page: DepotPage, qtbot: QtBot) -> None:
    line = page.form.rows["name"].input
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, "!")
    page.show_view(sample())
    assert line.text().endswith("!")


def test_a_refusal_stands_below_its_field(page: DepotPage) -> None:
    hours = page.form.rows["hours"]
    assert hours.problem.isVisible()
    assert "Mo-Fr 07:00-20:00" in hours.problem.text()
    assert not page.form.rows["name"].problem.isVisible()
    assert "1" in page.tables.item(1).text().split("24")[1]


def test_lists_are_wishes_and_filter(page: DepotPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.row_wanted) as wished:
        page.rows.setCurrentRow(6)
    assert wished.args == ["a7"]
    with qtbot.waitSignal(page.table_wanted) as table:
        page.tables.setCurrentRow(5)
    assert table.args == ["vehicle"]
    page.search.setText("a12")
    seen = [at for at in range(page.rows.count()) if not page.rows.item(at).isHidden()]
    assert seen == [11]


def test_rows_come_and_go_by_keys(page: DepotPage, qtbot: QtBot) -> None:
    page.rows.setFocus()
    with qtbot.waitSignal(page.add_wanted) as more:
        qtbot.keyClick(page.rows, Qt.Key.Key_Insert)
    assert more.args == ["site", "a4"]
    with qtbot.waitSignal(page.drop_wanted) as less:
        qtbot.keyClick(page.rows, Qt.Key.Key_Delete)
    assert less.args == ["site", "a4"]


def test_a_new_row_needs_an_id(qtbot: QtBot) -> None:
    dialog = NewRowDialog("vehicle", "van-7", "van-6", LIGHT)
    qtbot.addWidget(dialog)
    dialog.name.clear()
    assert not dialog.yes.isEnabled()
    dialog.name.setText(" van-8 ")
    with qtbot.waitSignal(dialog.row_wanted) as wished:
        dialog.yes.click()
    assert wished.args == ["vehicle", "van-8", "van-6"]


def test_everything_has_words() -> None:
    assert set(TABLES) == set(SPECS)
    paths = {field.path for fields in SPECS.values() for field in fields}
    assert paths <= set(FIELDS)
    codes = {c for fields in SPECS.values() for field in fields for c in field.choices}
    assert codes <= set(CODES)
