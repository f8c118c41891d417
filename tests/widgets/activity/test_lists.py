"""The keyed lists: under Qt's tester, and quiet about what stayed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.viewmodels.activity import ActivityView, AlertsView, EventRow
from console.viewmodels.codes import EventKind
from widgets.activity.pane import ActivityPane, AlertsPane
from widgets.activity.rows import AlertTable, EventTable, alert_words
from widgets.common.theme import Theme
from widgets.samples import activity, alerts

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
pytestmark = pytest.mark.gui
AT = datetime(2026, 11, 21, 10, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1, 12), st.sampled_from("ab")),
            max_size=10,
            unique_by=lambda pair: pair[0],
        ),
        max_size=6,
    )
)
def test_any_lists_please_the_model_tester(
    qapp: QApplication, walks: list[list[tuple[int, str]]]
) -> None:
    model = EventTable()
    tester = QAbstractItemModelTester(model, FATAL)
    for walk in walks:
        rows = [EventRow(n, AT, EventKind.DOOR_OPENED, who) for n, who in walk]
        model.show(rows)
        assert [model.row(i) for i in range(model.rowCount())] == rows
    tester.deleteLater()


def test_a_new_event_is_one_inserted_row(qapp: QApplication) -> None:
    model = EventTable()
    old = activity().rows
    model.show(old)
    inserted: list[tuple[int, int]] = []
    others: list[str] = []
    model.rowsInserted.connect(lambda _, a, b: inserted.append((a, b)))
    model.modelReset.connect(lambda: others.append("reset"))
    model.rowsRemoved.connect(lambda *_: others.append("removed"))
    model.show((replace(old[0], id=101), *old))
    assert inserted == [(0, 0)]
    assert others == []


def test_alerts_change_places_without_losing_any(qapp: QApplication) -> None:
    model = AlertTable()
    rows = alerts().rows
    model.show(rows)
    model.show(tuple(reversed(rows)))
    assert [model.row(i) for i in range(len(rows))] == list(reversed(rows))


def test_alerts_stand_in_the_order_of_their_breach() -> None:
    waiting = [r.breach_min for r in alerts().rows if r.breach_min is not None]
    assert waiting == sorted(waiting)
    assert alerts().rows[-1].acknowledged
    assert alerts().waiting == 5
    assert alert_words(alerts().rows[0]) == ("B02 21 min behind", "3 windows missed")


def test_space_acknowledges_and_enter_goes_there(qtbot: QtBot) -> None:
    pane = AlertsPane(Theme.load("light"))
    qtbot.addWidget(pane)
    rows = tuple(replace(r, about=("door", r.key)) for r in alerts().rows)
    pane.show_view(AlertsView(rows))
    pane.show()
    pane.list.setCurrentIndex(pane.model.index(1, 0))
    with qtbot.waitSignal(pane.acknowledge_wanted) as wish:
        qtbot.keyClick(pane.list, Qt.Key.Key_Space)
    assert wish.args == [rows[1].key]
    with qtbot.waitSignal(pane.about_wanted) as wish:
        pane.list.activated.emit(pane.model.index(1, 0))
    assert wish.args == ["door", rows[1].key]


def test_an_empty_journal_says_so(qtbot: QtBot) -> None:
    pane = ActivityPane(Theme.load("dark"))
    qtbot.addWidget(pane)
    pane.show()
    assert pane.empty.isVisible()
    pane.show_view(activity())
    assert pane.list.isVisible()
    pane.show_view(ActivityView())
    assert pane.empty.isVisible()
