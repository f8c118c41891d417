"""The pane of parcels: what it wishes for, and that a wish from outside is no echo."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.viewmodels.parcels import Chip, empty_parcels
from widgets.common.theme import Theme
from widgets.parcels.pane import ParcelsPane
from widgets.parcels.table import Column
from widgets.samples import parcels

pytestmark = pytest.mark.gui


@pytest.fixture
def pane(qtbot: QtBot) -> ParcelsPane:
    made = ParcelsPane(Theme.load("light"))
    qtbot.addWidget(made)
    made.show_view(parcels(400))
    made.resize(300, 600)
    made.show()
    return made


def test_choosing_rows_wishes_for_them(pane: ParcelsPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.parcels_wanted) as wish:
        pane.table.selectRow(3)
    assert wish.args == [(pane.model.parcel_id(3),)]


def test_a_choice_from_elsewhere_is_not_wished_again(pane: ParcelsPane) -> None:
    wishes: list[object] = []
    pane.parcels_wanted.connect(wishes.append)
    ids = tuple(pane.model.parcel_id(row) for row in (1, 2, 9))
    pane.select(ids)
    rows = {i.row() for i in pane.table.selectionModel().selectedRows()}
    assert rows == {1, 2, 9}
    assert wishes == []


def test_the_choice_survives_filters_and_sorting(pane: ParcelsPane) -> None:
    chosen = tuple(pane.model.parcel_id(row) for row in (0, 5))
    pane.select(chosen)
    pane.search.setText("no such street")
    assert pane.model.rowCount() == 0
    pane.search.clear()
    pane.table.sortByColumn(Column.TO, Qt.SortOrder.DescendingOrder)
    rows = [i.row() for i in pane.table.selectionModel().selectedRows()]
    assert {pane.model.parcel_id(row) for row in rows} == set(chosen)


def test_no_heading_is_clipped(pane: ParcelsPane) -> None:
    header = pane.table.horizontalHeader()
    for width in (284, 300, 350, 500):
        pane.resize(width, 600)
        for column in (Column.PARCEL, Column.DUE, Column.ROUTE):
            hint = header.fontMetrics().horizontalAdvance(
                str(pane.model.headerData(column, Qt.Orientation.Horizontal))
            )
            assert header.sectionSize(column) >= hint + 12


def test_an_empty_day_offers_the_import(pane: ParcelsPane, qtbot: QtBot) -> None:
    pane.show_view(empty_parcels())
    assert pane.empty.isVisible()
    with qtbot.waitSignal(pane.import_wanted):
        qtbot.mouseClick(pane.empty.button, Qt.MouseButton.LeftButton)


def test_filtering_everything_away_offers_the_way_back(
    pane: ParcelsPane, qtbot: QtBot
) -> None:
    pane.search.setText("zzz")
    qtbot.mouseClick(pane.empty.button, Qt.MouseButton.LeftButton)
    assert pane.model.rowCount() == 400


def test_keys_of_the_table(pane: ParcelsPane, qtbot: QtBot) -> None:
    row = next(
        r for r in range(400) if pane.model.index(r, Column.ROUTE).data() == "V03"
    )
    pane.table.selectRow(row)
    pane.activateWindow()
    pane.table.setFocus()
    name = pane.model.parcel_id(row)
    with qtbot.waitSignal(pane.unassign_wanted) as wish:
        qtbot.keyClick(pane.table, Qt.Key.Key_Delete)
    assert wish.args == [(name,)]


def test_escape_clears_and_down_enters(pane: ParcelsPane, qtbot: QtBot) -> None:
    pane.search.setText("a")
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.search.text() == ""
    qtbot.keyClick(pane.search, Qt.Key.Key_Down)
    assert len(pane.selected()) == 1


def test_chips_count_what_they_show(pane: ParcelsPane, qtbot: QtBot) -> None:
    chip = pane._chips[Chip.LOCKERS]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert f"{pane.model.rowCount()}" in chip.accessibleName()
    assert pane.model.rowCount() == pane.model.view.counts[Chip.LOCKERS]
