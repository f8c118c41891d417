"""The window: wishes by key, layout by width, files by drop, focus by number."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from widgets import samples
from widgets.activity.pane import ActivityPane, AlertsPane
from widgets.common.theme import Theme
from widgets.diagnostics.pane import BusPane
from widgets.frame.page import Page
from widgets.lockers.pane import LockersPane
from widgets.parcels.pane import ParcelsPane
from widgets.selection.pane import SelectionPane
from widgets.window import WIDE_PX, DeskWindow, Panes

pytestmark = pytest.mark.gui
LIGHT = Theme.load("light")


def blank() -> QWidget:
    """Stands where the map or the board stands."""
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> DeskWindow:
    panes = Panes(
        ParcelsPane(LIGHT),
        blank(),
        blank(),
        LockersPane(LIGHT),
        SelectionPane(LIGHT),
        AlertsPane(LIGHT),
        BusPane(LIGHT),
        ActivityPane(LIGHT),
    )
    made = DeskWindow(panes, LIGHT)
    qtbot.addWidget(made)
    view = samples.parcels(300)
    panes.parcels.show_view(view)  # type: ignore[attr-defined]
    panes.lockers.show_view(samples.lockers())  # type: ignore[attr-defined]
    made.top.finder.set_parcels(view.rows)
    made.top.finder.set_sites(samples.lockers().choices)
    made.show_top(samples.top())
    made.show_status(samples.status())
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def tabs(window: DeskWindow) -> list[int]:
    groups: tuple[QTabWidget, ...] = (window._first, window._second)
    return [group.count() for group in groups]


def test_one_group_of_tabs_or_two_by_the_width(window: DeskWindow) -> None:
    assert tabs(window) == [4, 0]
    window.resize(1920, 1080)
    assert tabs(window) == [2, 2]
    window.resize(1366, 768)
    assert tabs(window) == [4, 0]


def test_three_figures_or_five_by_the_width(window: DeskWindow) -> None:
    def shown() -> int:
        return sum(f.isVisible() for f in window.top.figures)

    assert shown() == 3
    window.resize(1920, 1080)
    assert shown() == 5


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_is_wider_than_the_window(
    window: DeskWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    assert (window.width(), window.height()) == size
    least = 1366 if size[0] < WIDE_PX else WIDE_PX
    assert window.minimumSizeHint().width() <= least, "it could not be made smaller"
    assert window.minimumSizeHint().height() <= 768


@pytest.mark.parametrize(
    ("key", "modifiers", "wish"),
    [
        (Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier, "import_wanted"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "plan_wanted"),
        (
            Qt.Key.Key_P,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            "publish_wanted",
        ),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "undo_wanted"),
    ],
)
def test_keys_are_wishes(
    window: DeskWindow,
    qtbot: QtBot,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    wish: str,
) -> None:
    window.activateWindow()
    with qtbot.waitSignal(getattr(window, wish), timeout=1000):
        qtbot.keyClick(window, key, modifiers)


def test_escape_stops_only_a_running_search(window: DeskWindow, qtbot: QtBot) -> None:
    assert not window.actions_by_name["stop"].isEnabled()
    window.show_top(samples.top_running())
    assert window.top.stop.isVisible()
    with qtbot.waitSignal(window.stop_wanted, timeout=1000):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_numbers_move_the_keyboard(window: DeskWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_3)
    assert window.focusWidget() is window.panes.lockers.grid  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_2)
    assert window.focusWidget() is window.panes.board
    qtbot.keyClick(window, Qt.Key.Key_1)
    assert window.focusWidget() is window.panes.map


def test_digits_typed_into_the_filter_stay_there(
    window: DeskWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.panes.parcels.search  # type: ignore[attr-defined]
    assert window.focusWidget() is field
    qtbot.keyClicks(field, "12?")
    assert field.text() == "12?"


def test_one_pane_alone_and_back(window: DeskWindow) -> None:
    window.panes.board.setFocus()
    window.toggle_maximised()
    assert window.panes.board.isVisible()
    assert not window.panes.map.isVisible()
    assert not window.panes.parcels.isVisible()
    assert not window.panes.lockers.isVisible()
    window.toggle_maximised()
    assert window.panes.map.isVisible()
    assert window.panes.parcels.isVisible()
    assert window.panes.lockers.isVisible()


def test_the_layout_comes_back(window: DeskWindow) -> None:
    kept = window.layout_state()
    before = window._whole.sizes()
    window._whole.setSizes([500, 400, 450])
    assert window._whole.sizes() != before
    assert window.restore_layout(kept)
    assert window._whole.sizes() == before


@pytest.mark.parametrize(
    "state", [b"", b"{}", b"\xff", b"[]", b'{"version": 9, "splits": {}}', b"null"]
)
def test_a_foreign_layout_changes_nothing(window: DeskWindow, state: bytes) -> None:
    before = window._whole.sizes()
    assert not window.restore_layout(state)
    assert window._whole.sizes() == before


def test_dropped_files_are_handed_on(window: DeskWindow, tmp_path: Path) -> None:
    file = tmp_path / "manifest.csv"
    file.touch()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/x.csv")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    dropped: list[tuple[str, ...]] = []
    window.files_dropped.connect(dropped.append)
    window.dropEvent(event)
    assert dropped == [(str(file),)]


def test_the_card_over_the_map_takes_the_next_step(
    window: DeskWindow, qtbot: QtBot
) -> None:
    assert not window.no_plan.isVisible()
    window.show_top(samples.top_empty())
    assert window.no_plan.isVisible()
    with qtbot.waitSignal(window.import_wanted):
        window.no_plan.button.click()
    window.show_top(samples.top_running())
    assert not window.no_plan.isVisible()


def test_the_finder_does_and_finds(window: DeskWindow, qtbot: QtBot) -> None:
    finder = window.top.finder
    with qtbot.waitSignal(window.import_wanted):
        finder.focus_field()
        qtbot.keyClicks(finder.field, "import")
        qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert finder.matches("kamppi 2")[0].kind == "site"
    label = samples.parcels(300).rows.labels[7]
    with qtbot.waitSignal(window.found) as wish:
        finder.focus_field()
        qtbot.keyClicks(finder.field, label)
        qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert wish.args == ["parcel", samples.parcels(300).rows.ids[7]]
    assert not finder.popup.isVisible()


def test_alerts_are_counted_in_their_tab(window: DeskWindow) -> None:
    window.show_alert_count(4)
    at = window._first.indexOf(window.panes.alerts)
    assert window._first.tabText(at) == "Alerts 4"
    window.resize(1920, 1080)
    at = window._second.indexOf(window.panes.alerts)
    assert window._second.tabText(at) == "Alerts 4"


@pytest.mark.parametrize("name", ["dark", "contrast", "light"])
def test_every_pane_changes_its_dress(window: DeskWindow, name: str) -> None:
    window.set_theme(Theme.load(name))  # type: ignore[arg-type]
    assert not window.grab().isNull()


def test_closing_is_said(window: DeskWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


def test_a_window_never_left_takes_the_screen_where_it_is_big_enough(
    window: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen:
        """A screen of another size than the one the tests have."""

        def __init__(self, width: int, height: int) -> None:
            self.room = QRect(0, 0, width, height)

        def availableGeometry(self) -> QRect:  # noqa: N802 - as Qt has it
            return self.room

    monkeypatch.setattr(window, "screen", lambda: Screen(1920, 1080))
    window.fill_screen()
    assert 1880 <= window.width() <= 1920
    assert 1000 <= window.height() <= 1070
    monkeypatch.setattr(window, "screen", lambda: Screen(640, 480))
    window.fill_screen()
    assert window.width() >= 1880


def test_no_plan_is_asked_for_while_one_is_still_being_read(window: DeskWindow) -> None:
    bare = replace(samples.top(), planned=False, run=None)
    window.show_top(replace(bare, reading=True))
    assert not window.no_plan.isVisible()
    assert not window.top.plan.isEnabled()
    assert not window.actions_by_name["plan"].isEnabled()
    window.show_top(bare)
    assert window.no_plan.isVisible()
    assert window.actions_by_name["plan"].isEnabled()


class Stubborn(Page):
    """Does not let itself be left before it is told that it may."""

    ready = False

    def may_close(self) -> bool:
        return self.ready


def test_a_page_takes_the_place_of_the_panes(window: DeskWindow, qtbot: QtBot) -> None:
    page = Page("Days", LIGHT)
    window.show_page(page)
    assert window.page is page
    assert page.hasFocus()
    assert not window.panes.map.isVisible()
    assert window.top.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.page is None
    assert window.panes.map.isVisible()


def test_a_page_that_may_not_be_left_stays(window: DeskWindow) -> None:
    first, second = Stubborn("Import", LIGHT), Page("Days", LIGHT)
    window.show_page(first)
    window.show_page(second)
    assert window.page is first
    first.leave.click()
    assert window.page is first
    first.ready = True
    window.show_page(second)
    assert window.page is second
