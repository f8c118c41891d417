"""The route board as a person uses it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from console.viewmodels.board import RowOrder, ordered
from console.viewmodels.board_stops import StopStatus
from widgets.board.frame import HEAD_PX
from widgets.board.pane import RouteBoard
from widgets.board.sample import NOW_S, fake_board
from widgets.board.tips import bar_tip, gap_tip, row_tip
from widgets.common.theme import Theme

pytestmark = pytest.mark.gui


@pytest.fixture
def day():
    return fake_board()


@pytest.fixture
def board(qtbot, day):
    widget = RouteBoard(Theme.load("light"), day)
    qtbot.addWidget(widget)
    widget.resize(1200, 500)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def ahead(day, row, after=3):
    """A stop of a row that is still to come."""
    own = np.arange(day.first[row], day.first[row + 1])
    quiet = np.isin(day.status[own], (StopStatus.DOOR, StopStatus.LOCKER))
    return int(own[quiet][after])


def middle(board, stop):
    return board.canvas.bar_rect(stop).center()


def press(qtbot, board, at):
    qtbot.mousePress(board.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)


def drag(qtbot, board, start, end):
    canvas = board.canvas.viewport()
    press(qtbot, board, start)
    qtbot.mouseMove(canvas, start + QPoint(8, 0))
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def test_a_press_on_a_bar_wishes_for_its_stop(qtbot, board, day):
    stop = day.stop[ahead(day, 0)]
    with qtbot.waitSignal(board.stop_wanted) as blocker:
        press(qtbot, board, middle(board, stop))
    assert blocker.args == [stop]


def test_a_press_on_a_name_wishes_for_its_vehicle(qtbot, board):
    with qtbot.waitSignal(board.vehicle_wanted) as blocker:
        press(qtbot, board, QPoint(20, HEAD_PX + 5))
    assert blocker.args == [board.canvas.order[0]]


def test_a_press_on_the_header_wishes_for_a_time(qtbot, board):
    with qtbot.waitSignal(board.time_wanted) as blocker:
        press(qtbot, board, QPoint(500, 10))
    assert blocker.args[0] == pytest.approx(board.canvas.frame().second_at(500), abs=1)


@pytest.mark.parametrize("by", list(RowOrder))
def test_chips_sort_the_rows(qtbot, board, day, by):
    board.orders[by].click()
    assert board.canvas.order == tuple(day.vehicle[i] for i in ordered(day, by))


def test_the_span_chip_shows_the_whole_day(board, day):
    board.span.click()
    scale = board.canvas._scale
    assert (scale.second(0), scale.second(scale.width)) == pytest.approx(
        (day.start_s, day.end_s), abs=1
    )


def test_ctrl_and_wheel_zoom_around_the_cursor(board):
    canvas = board.canvas
    at = QPointF(600, 200)
    kept = canvas.frame().second_at(600)
    before = canvas._scale.span_s
    event = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas._scale.span_s == before / 2
    assert canvas.frame().second_at(600) == pytest.approx(kept, abs=10)


def test_dragging_into_another_row_wishes_for_the_move(qtbot, board, day):
    board.orders[RowOrder.VEHICLE].click()
    bar = ahead(day, 0)
    line = board.canvas.order.index("V02")
    start = middle(board, day.stop[bar])
    end = QPoint(start.x() + 40, HEAD_PX + line * 30 + 15)
    asked = []
    board.price_wanted.connect(lambda *args: asked.append(args))
    with qtbot.waitSignal(board.move_wanted) as blocker:
        drag(qtbot, board, start, end)
    parcels, vehicle, index = blocker.args
    assert asked[-1] == (parcels, vehicle, index)
    assert parcels == day.parcels[bar]
    assert vehicle == "V02"
    row = day.vehicle.index("V02")
    own = slice(int(day.first[row]), int(day.first[row + 1]))
    mid = (day.begin_s[own] + day.departure_s[own]) / 2
    assert index == (mid < board.canvas.frame().second_at(end.x())).sum()


def test_putting_a_stop_back_is_no_move(qtbot, board, day):
    start = middle(board, day.stop[ahead(day, 0)])
    with qtbot.assertNotEmitted(board.move_wanted):
        drag(qtbot, board, start, start + QPoint(1, 1))


def test_escape_lets_go_of_a_drag(qtbot, board, day):
    canvas = board.canvas.viewport()
    start = middle(board, day.stop[ahead(day, 0)])
    press(qtbot, board, start)
    qtbot.mouseMove(canvas, start + QPoint(200, 60))
    qtbot.keyClick(board.canvas, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(board.move_wanted):
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start)


def test_a_stop_in_the_hand_stays_itself_when_the_plan_changes(qtbot, board, day):
    canvas, bar = board.canvas.viewport(), ahead(day, 0)
    start = middle(board, day.stop[bar])
    press(qtbot, board, start)
    # another name for every stop but this one, which is now one further along
    names = tuple(f"other {stop}" for stop in day.stop)
    moved = (*names[: bar + 1], day.stop[bar], *names[bar + 2 :])
    board.show_view(replace(day, stop=moved))
    assert board.canvas._drag.bar == bar + 1
    board.show_view(replace(day, stop=names))
    assert board.canvas._drag is None
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start)


def test_a_locked_row_takes_nothing(qtbot, board, day):
    board.orders[RowOrder.VEHICLE].click()
    locked = day.vehicle[int(np.flatnonzero(day.locked)[0])]
    line = board.canvas.order.index(locked)
    start = middle(board, day.stop[ahead(day, 0)])
    with qtbot.assertNotEmitted(board.move_wanted):
        drag(qtbot, board, start, QPoint(start.x() + 60, HEAD_PX + line * 30 + 15))


def test_what_is_done_cannot_be_dragged(qtbot, board, day):
    own = np.arange(day.first[0], day.first[1])
    done = int(own[day.status[own] == StopStatus.DONE][-1])
    start = middle(board, day.stop[done])
    with qtbot.assertNotEmitted(board.move_wanted):
        drag(qtbot, board, start, start + QPoint(300, 0))


def test_a_price_is_drawn_beside_the_ghost(qtbot, board, day):
    canvas = board.canvas.viewport()
    start = middle(board, day.stop[ahead(day, 0)])
    press(qtbot, board, start)
    qtbot.mouseMove(canvas, start + QPoint(80, 0))
    bare = board.grab().toImage()
    board.show_price("+4 min, +1.1 km")
    assert board.grab().toImage() != bare
    qtbot.keyClick(board.canvas, Qt.Key.Key_Escape)


def wished(qtbot, board, key, modifier=Qt.KeyboardModifier.NoModifier):
    with qtbot.waitSignal(board.stop_wanted) as blocker:
        qtbot.keyClick(board.canvas, key, modifier)
    return blocker.args[0]


def test_arrows_walk_stops_and_vehicles(qtbot, board, day):
    bar = ahead(day, 2)
    board.select(stop=day.stop[bar])
    assert wished(qtbot, board, Qt.Key.Key_Right) == day.stop[bar + 1]
    assert wished(qtbot, board, Qt.Key.Key_Left) == day.stop[bar - 1]
    assert wished(qtbot, board, Qt.Key.Key_Home) == day.stop[day.first[2]]
    assert wished(qtbot, board, Qt.Key.Key_End) == day.stop[day.first[3] - 1]
    line = board.canvas.order.index(day.vehicle[2])
    step = Qt.Key.Key_Down if line == 0 else Qt.Key.Key_Up
    other = board.canvas.order[line + (1 if line == 0 else -1)]
    found = day.stop.index(wished(qtbot, board, step))
    assert day.vehicle[day.row_of(found)] == other


def test_enter_opens(qtbot, board, day):
    stop = day.stop[ahead(day, 2)]
    board.select(stop=stop)
    with qtbot.waitSignal(board.open_wanted) as blocker:
        qtbot.keyClick(board.canvas, Qt.Key.Key_Return)
    assert blocker.args == [stop]


def test_alt_and_arrows_move(qtbot, board, day):
    bar = ahead(day, 2)
    board.select(stop=day.stop[bar])
    with qtbot.waitSignal(board.move_wanted) as blocker:
        qtbot.keyClick(board.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    index = bar - int(day.first[2])
    assert blocker.args == [day.parcels[bar], day.vehicle[2], index + 1]


def test_selection_stays_with_its_stop_when_the_plan_changes(board, day):
    stop = day.stop[ahead(day, 3)]
    board.select(stop=stop)
    turned = np.concatenate(([0], day.first[1:])).astype(np.int32)
    board.show_view(replace(day, first=turned, dirty=frozenset({"V01"})))
    assert board.canvas.chosen == stop


def test_only_dirty_rows_are_drawn_again(qtbot, board, day):
    board.grab()
    before = board.canvas._picture.kept()
    assert before == set(day.vehicle)
    board.show_view(replace(day, dirty=frozenset({"V01"})))
    assert before - board.canvas._picture.kept() == {"V01"}


def test_bars_differ_by_status(qtbot, board, day):
    plain = board.grab().toImage()
    status = day.status.copy()
    status[ahead(day, 0)] = StopStatus.LATE
    board.show_view(replace(day, status=status))
    assert board.grab().toImage() != plain


def test_without_routes_it_says_what_to_do(qtbot, board, day):
    empty = fake_board(rows=1, each=1)
    none = replace(
        empty,
        vehicle=(),
        courier=(),
        stop=(),
        first=np.zeros(1, np.int32),
        finish_s=np.zeros(0, np.int32),
        late_s=np.zeros(0, np.int32),
        status=np.zeros(0, np.uint8),
    )
    board.show_view(none)
    assert board._stack.currentWidget() is board.empty
    with qtbot.waitSignal(board.plan_wanted):
        board.empty.button.click()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(757, 300), (1200, 500)])
def test_it_draws_in_both_themes_and_sizes(qtbot, board, theme, size):
    board.set_theme(Theme.load(theme))
    board.resize(*size)
    board.show_time(NOW_S + 4000)
    image = board.canvas.viewport().grab().toImage()
    ground = image.pixelColor(4, HEAD_PX + 60).lightness()
    assert (ground < 80) == (theme == "dark")


def test_tips_explain_bars_gaps_and_rows(day):
    late = int(np.flatnonzero(day.status == StopStatus.LATE)[0])
    assert "12 min late" in bar_tip(day, late)
    row = day.row_of(late)
    wait = int(np.flatnonzero(day.begin_s - day.arrival_s > 200)[0])
    second = float(day.arrival_s[wait] + 100)
    assert gap_tip(day, day.row_of(wait), second).startswith("waits ")
    assert "on the way" in gap_tip(day, row, float(day.arrival_s[late] - 30))
    assert "leaves the depot" in gap_tip(day, 0, float(day.leave_s[0] - 60))
    assert "works from" in gap_tip(day, 0, 0.0)
    assert "back at the depot" in gap_tip(
        replace(day, shift_s=day.shift_s + np.array((0, 9000), np.int32)),
        0,
        float(day.finish_s[0] + 60),
    )
    heavy = int(np.argmax(day.load))
    assert "more than it can carry" in row_tip(day, heavy)
    over = int(np.argmax(day.over_s))
    assert "past the end of the shift" in row_tip(day, over)


def test_parcels_are_counted_in_words(day):
    single = next(i for i, p in enumerate(day.parcels) if len(p) == 1)
    many = next(i for i, p in enumerate(day.parcels) if len(p) > 1)
    assert "1 parcel" in bar_tip(day, single)
    assert "1 parcels" not in bar_tip(day, single)
    assert f"{len(day.parcels[many])} parcels" in bar_tip(day, many)


def test_it_has_a_name_for_those_who_listen(board, day):
    assert board.accessibleName()
    board.select(stop=day.stop[5])
    assert board.canvas.accessibleDescription()


def test_a_new_look_at_the_day_does_not_spoil_a_drag(qtbot, board, day):
    board.orders[RowOrder.VEHICLE].click()
    canvas = board.canvas.viewport()
    start = middle(board, day.stop[ahead(day, 0)])
    line = board.canvas.order.index("V02")
    end = QPoint(start.x() + 40, HEAD_PX + line * 30 + 15)
    press(qtbot, board, start)
    qtbot.mouseMove(canvas, start + QPoint(8, 0))
    qtbot.mouseMove(canvas, end)
    board.show_price("+1 min")
    board.show_view(replace(day, now_s=NOW_S + 5))
    assert board.canvas._drag.price == "+1 min"
    with qtbot.waitSignal(board.move_wanted) as blocker:
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    assert blocker.args[1] == "V02"
