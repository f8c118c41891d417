"""Doors: geometry, keyboard, counts, and that one door repaints one door."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QSizeF, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from console.viewmodels.lockers import DoorState, LinkKind, LinkView, no_locker
from widgets.common.theme import Theme
from widgets.lockers.geometry import MIN_DOOR, Way, lay_out
from widgets.lockers.pane import LockersPane
from widgets.lockers.words import door_details, link_words
from widgets.samples import lockers

pytestmark = pytest.mark.gui


@pytest.fixture
def pane(qtbot: QtBot) -> LockersPane:
    made = LockersPane(Theme.load("light"))
    qtbot.addWidget(made)
    made.show_view(lockers())
    made.resize(410, 470)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("frames", [1, 3, 9])
@pytest.mark.parametrize("size", [(280, 240), (390, 420), (1900, 900)])
def test_doors_never_overlap_and_can_be_read(
    frames: int, size: tuple[int, int]
) -> None:
    view = lockers(frames)
    grid = lay_out(view, QSizeF(*size))
    assert len(grid.doors) == len(view)
    assert len(grid.screens) == frames
    boxes = [*grid.doors, *grid.screens]
    for i, box in enumerate(boxes):
        assert box.right() <= grid.size.width() + 0.01
        assert box.bottom() <= grid.size.height() + 0.01
        for other in boxes[:i]:
            assert not box.adjusted(0.1, 0.1, -0.1, -0.1).intersects(other)
    assert min(box.height() for box in grid.doors) >= MIN_DOOR - 0.01


def test_higher_doors_are_drawn_higher() -> None:
    view = lockers()
    grid = lay_out(view, QSizeF(390, 420))
    last = max(view.column)
    doors = [i for i in range(len(view)) if view.column[i] == last]
    heights = [grid.doors[i].height() for i in doors]
    assert heights == sorted(heights, reverse=True)


def test_arrows_reach_every_door_and_come_back() -> None:
    view = lockers(2)
    grid = lay_out(view, QSizeF(800, 420))
    seen, queue = {0}, [0]
    while queue:
        here = queue.pop()
        for way in Way:
            there = grid.beside(here, way)
            if there is not None and there not in seen:
                seen.add(there)
                queue.append(there)
    assert seen == set(range(len(view)))
    down = grid.beside(0, Way.DOWN)
    assert down == 1
    assert grid.beside(down, Way.UP) == 0
    assert grid.beside(0, Way.LEFT) is None


def test_the_legend_counts_the_drawn_doors(pane: LockersPane) -> None:
    view = pane.grid.view
    for state, entry in pane.legend.entries.items():
        assert entry.count == int((view.state == state).sum())
    assert sum(e.count for e in pane.legend.entries.values()) == len(
        pane.grid.grid.doors
    )
    assert f"{len(view)} doors" in pane.header.note.text()
    free = pane.legend.entries[DoorState.FREE].count
    assert f"{free} free" in pane.header.note.text()


def test_keys_select_and_ask(pane: LockersPane, qtbot: QtBot) -> None:
    pane.focus_grid()
    qtbot.keyClick(pane.grid, Qt.Key.Key_Home)
    qtbot.keyClick(pane.grid, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.door_wanted) as wish:
        qtbot.keyClick(pane.grid, Qt.Key.Key_Return)
    assert wish.args == ["a4-002"]
    with qtbot.waitSignal(pane.open_wanted) as wish:
        qtbot.keyClick(pane.grid, Qt.Key.Key_O)
    assert wish.args == ["a4-002"]
    assert "02" in pane.grid.accessibleDescription()


def test_a_click_selects_and_opens_nothing(pane: LockersPane, qtbot: QtBot) -> None:
    opened: list[str] = []
    pane.open_wanted.connect(opened.append)
    spot = pane.grid.grid.doors[7].center().toPoint()
    with qtbot.waitSignal(pane.door_wanted) as wish:
        qtbot.mouseClick(pane.grid, Qt.MouseButton.LeftButton, pos=spot)
    assert wish.args == ["a4-008"]
    assert opened == []


class Painted(QObject):
    """Remembers what was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[QRegion] = []

    def eventFilter(  # noqa: N802
        self, _watched: QObject, event: QEvent
    ) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region())
        return False


def test_one_changed_door_paints_one_door(pane: LockersPane, qtbot: QtBot) -> None:
    qtbot.wait(30)
    watch = Painted()
    pane.grid.installEventFilter(watch)
    view = pane.grid.view
    state = view.state.copy()
    state[3] = DoorState.OPEN
    pane.grid.show_view(replace(view, state=state))
    qtbot.waitUntil(lambda: bool(watch.regions))
    pane.grid.removeEventFilter(watch)
    box = pane.grid._box(3)
    assert all(box.contains(region.boundingRect()) for region in watch.regions)


def test_an_equal_view_paints_nothing(pane: LockersPane, qtbot: QtBot) -> None:
    qtbot.wait(30)
    watch = Painted()
    pane.grid.installEventFilter(watch)
    pane.grid.show_view(lockers())
    qtbot.wait(30)
    pane.grid.removeEventFilter(watch)
    assert watch.regions == []


def test_details_keep_the_three_truths_apart() -> None:
    view = lockers()
    door = int((view.state == DoorState.OPEN).argmax())
    text = "\n".join(door_details(view, door))
    assert "Records: occupied" in text
    assert "Sensor: open" in text
    assert "open asked, it opened, 2 min ago" in text


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (LinkView(LinkKind.ANSWERING, 0.1), "Live"),
        (LinkView(LinkKind.SILENT, 12.4), "Silent 12 s"),
        (LinkView(LinkKind.NOT_CONNECTED), "Not connected"),
    ],
)
def test_the_link_is_said(pane: LockersPane, link: LinkView, said: str) -> None:
    pane.show_view(replace(pane.grid.view, link=link))
    assert link_words(link) == said
    assert pane.link.text() == said
    offered = link.kind is not LinkKind.ANSWERING
    assert pane.connect_again.isVisibleTo(pane) is offered


def test_a_depot_without_doors_says_so(pane: LockersPane) -> None:
    pane.show_view(no_locker())
    assert pane.empty.isVisible()
    assert not pane.legend.isVisibleTo(pane)


def test_the_chooser_wishes_for_a_site(pane: LockersPane, qtbot: QtBot) -> None:
    pane._list_sites()
    second = pane._sites.actions()[1]
    assert "Kamppi 2" in second.text()
    with qtbot.waitSignal(pane.site_wanted) as wish:
        second.trigger()
    assert wish.args == ["k2"]


def test_the_choice_stays_when_doors_change(pane: LockersPane) -> None:
    pane.select("a4-010")
    pane.show_view(lockers(2))
    assert pane.grid.current() == "a4-010"
    assert pane.grid.grid.at(QPointF(-5, -5)) is None
