"""The bus monitor: bounded, filtered, paused, under Qt's tester."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.viewmodels.bus import BusView, FrameFate
from widgets.common.theme import Theme
from widgets.diagnostics.pane import BusPane
from widgets.diagnostics.table import LIMIT, Column, FrameTable
from widgets.samples import bus

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
pytestmark = pytest.mark.gui


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.integers(1, 30),
            st.sampled_from(["status", "02 00", ""]),
            st.booleans(),
            st.none(),
        ),
        max_size=10,
    )
)
def test_any_walk_pleases_the_model_tester(
    qapp: QApplication, steps: list[int | str | bool | None]
) -> None:
    model = FrameTable()
    tester = QAbstractItemModelTester(model, FATAL)
    first = 1
    for step in steps:
        if step is None:
            model.clear()
        elif isinstance(step, bool):
            model.set_filter("", trouble=step)
        elif isinstance(step, int):
            model.take(bus(step, first).lines)
            first += step // 2 + 1
        else:
            model.set_filter(step, trouble=False)
    numbers = [model.line(row).number for row in range(model.rowCount())]
    assert numbers == sorted(set(numbers))
    tester.deleteLater()


def test_the_oldest_fall_off(qapp: QApplication) -> None:
    model = FrameTable()
    model.take(bus(LIMIT, 1).lines)
    model.take(bus(100, LIMIT + 1).lines)
    assert model.rowCount() == LIMIT
    assert model.line(0).number == 101


@pytest.fixture
def pane(qtbot: QtBot) -> BusPane:
    made = BusPane(Theme.load("light"))
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def test_without_a_bus_it_says_so(pane: BusPane) -> None:
    assert pane.empty.isVisible()
    pane.show_view(bus())
    assert pane.table.isVisible()


def test_trouble_is_what_is_left(pane: BusPane) -> None:
    pane.show_view(bus(60))
    pane.trouble.click()
    fates = {pane.model.line(r).fate for r in range(pane.model.rowCount())}
    assert fates <= {FrameFate.TIMEOUT, FrameFate.NOISE}
    assert fates


def test_a_pause_misses_nothing(pane: BusPane) -> None:
    pane.show_view(bus(10))
    pane.pause.click()
    pane.show_view(bus(30))
    assert pane.model.rowCount() == 10
    assert "sent" in pane.counters.text()
    pane.pause.click()
    assert pane.model.rowCount() == 30


def test_cleared_lines_do_not_come_back(pane: BusPane) -> None:
    pane.show_view(bus(10))
    pane.clear.click()
    pane.show_view(bus(12))
    assert pane.model.rowCount() == 2


def test_another_bus_begins_anew(pane: BusPane) -> None:
    pane.show_view(bus(10))
    pane.show_view(replace(bus(4), name="ttyUSB1"))
    assert pane.model.rowCount() == 4


def test_loss_is_counted_of_what_was_sent() -> None:
    assert bus().lost_percent == pytest.approx(100 * 14 / 18204)
    assert BusView().lost_percent == 0


def test_bytes_are_shown_as_technicians_write_them(pane: BusPane) -> None:
    pane.show_view(bus(4))
    shown = pane.model.index(0, Column.HEX).data()
    assert shown == "02 00 00 50 03 55"
