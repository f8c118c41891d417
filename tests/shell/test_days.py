"""Days at the desk: another day, waves, a closing, and what comes of it next day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.domain.day import DayState
from console.interchange.manifest import read_manifest
from console.viewmodels.selection import FactKey
from tests.days.conftest import small_depot
from tests.shell.conftest import PARCELS, opened
from widgets.days.closing import ClosePage
from widgets.days.move import MoveDialog
from widgets.days.page import DaysPage
from widgets.days.reopen import ReopenDialog

pytestmark = pytest.mark.gui


async def days_page(room):
    """The page, opened by its key."""
    room.desk.window.actions_by_name["days"].trigger()
    await room.until(lambda: isinstance(room.desk.window.page, DaysPage))
    return room.desk.window.page


async def arrived(room):
    """The day in the panes is the one that was opened last, with its plan."""
    await room.idle()
    await room.desk.taken_up()
    await room.until(
        lambda: room.desk.moment.gathered.open_day == room.desk.looking.open_day
    )


async def test_another_day_and_a_wave(qapp, where):
    async with opened(where) as room:
        desk, today = room.desk, room.open_day.day.date
        page = await days_page(room)
        assert page.view.chosen == page.view.open_date == today
        QTest.keyClick(page.month, Qt.Key.Key_Right)
        await room.idle()
        tomorrow = today + timedelta(days=1)
        assert page.view.chosen == tomorrow
        QTest.keyClick(page.month, Qt.Key.Key_Return)
        await arrived(room)
        assert desk.window.page is None
        assert desk.looking.open_day.day.date == tomorrow
        assert f"{tomorrow.day}" in desk.window.top.day.text()
        page = await days_page(room)
        page.add_wave.click()
        await room.idle()
        assert [row.number for row in page.view.waves] == [1, 2]
        second = page.view.waves[1].id
        page.waves.field_changed.emit(second, "name", "Afternoon")
        page.waves.field_changed.emit(second, "turnaround", "20")
        await room.idle()
        page.waves.field_changed.emit(second, "departure", "13.30")
        await room.until(lambda: page.view.waves[1].departure == "13:30")
        wave = page.view.waves[1]
        assert (wave.name, wave.turnaround_min) == ("Afternoon", 20)
        page.waves.field_changed.emit(second, "departure", "noon")
        await room.idle()
        assert page.view.waves[1].typed == "noon"
        desk.wishes.undo()
        await room.idle()
        await room.until(lambda: page.view.waves[1].departure == "")
        page.waves.wave_wanted.emit(second)
        await arrived(room)
        assert desk.looking.open_day.wave.number == 2
        assert "Afternoon" in desk.window.top.day.text()
        desk.window.actions_by_name["wave_before"].trigger()
        await arrived(room)
        assert desk.looking.open_day.wave.number == 1
        assert desk.history.undo_name == ""


def choices(dialog):
    """What the list of targets offers, as kind and id."""
    role = Qt.ItemDataRole.UserRole
    return [dialog.list.item(at).data(role) for at in range(dialog.list.count())]


async def moved(room, names, want):
    """The parcels are moved by the dialog that their key opens."""
    room.desk.panes.parcels.select(names)
    room.desk.panes.parcels.move_wanted.emit(names)
    await room.until(lambda: room.desk.window.findChildren(MoveDialog))
    (dialog,) = room.desk.window.findChildren(MoveDialog)
    dialog.list.setCurrentRow(next(n for n, c in enumerate(choices(dialog)) if want(c)))
    dialog.yes.click()
    await room.idle()
    await room.until(lambda: not room.desk.window.findChildren(MoveDialog))


async def takes_in(room, manifest):
    """The demo's first parcels are in the first wave of today."""
    model = await room.house.depots.model(room.open_day.day.depot)
    read = read_manifest(
        manifest.read_bytes(),
        file=manifest.name,
        day=room.open_day.date,
        classes=model.size_classes,
        sites=model.sites,
    )
    await room.house.intake.take(read, room.open_day, room.house.origin())
    await room.idle()
    await room.until(lambda: room.desk.panes.parcels.model.rowCount() == PARCELS)


async def test_a_day_is_closed_and_goes_on(qapp, where, manifest):
    async with opened(where) as room:
        desk = room.desk
        await takes_in(room, manifest)
        desk.wishes.build()
        await room.idle()
        names = tuple(str(one.id) for one in desk.moment.parcels[:3])
        await move_to_a_second_wave(room, names)
        desk.wishes.publish()
        await room.idle()
        await close_with_carry_over(room, names)
        await look_but_not_touch(room, names)
        await go_on_with_the_next_day(room, names)
        await open_again(room, names)


async def move_to_a_second_wave(room, names):
    """Three parcels leave the plan for another wave, and come back by undo."""
    desk = room.desk
    page = await days_page(room)
    page.add_wave.click()
    await room.idle()
    second = page.view.waves[1].id
    page.leave.click()
    before = desk.planning.working.plan.draft()
    await moved(room, names, lambda choice: choice[1] == second)
    assert desk.history.undo_name == "move_wave"
    carried = {str(one.drop.parcel) for one in desk.planning.working.plan.assigned}
    assert not carried & set(names)
    inside = desk.moment.gathered.overview.inside
    assert {str(inside[name]) for name in names} == {second}
    desk.wishes.undo()
    await room.idle()
    now = desk.planning.working.plan.draft()
    assert {str(d) for d in now.unassigned} >= set(names) - _carried(now)
    assert _carried(before) - _carried(now) <= set(names)
    assert desk.moment.gathered.overview.inside[names[0]] == room.open_day.wave.id
    await moved(room, names[:1], lambda choice: choice[0] == "pool")
    pool = desk.panes.parcels.model.view.counts["pool"]
    assert pool == 1
    desk.wishes.undo()
    await room.idle()


def _carried(draft):
    return {
        str(drop.parcel)
        for route in draft.routes
        for visit in route.visits
        for drop in visit.drops
    }


async def close_with_carry_over(room, names):
    """All is open: one is searched for, one goes back, the rest is carried over."""
    desk = room.desk
    desk.window.actions_by_name["close_day"].trigger()
    await room.until(lambda: isinstance(desk.window.page, ClosePage))
    page = desk.window.page
    assert len(page.view.open.rows) == PARCELS
    desk.window.activateWindow()
    await room.until(page.table.hasFocus)
    page.table.go_to(names[0])
    QTest.keyClick(page.table, Qt.Key.Key_S)
    page.table.go_to(names[1])
    QTest.keyClick(page.table, Qt.Key.Key_B)
    assert f"carry {PARCELS - 2} over" in page.yes.text()
    assert "send 1 back, 1 to search" in page.yes.text()
    page.yes.click()
    await room.idle()
    assert page.view.closed is not None, desk.said
    assert page.view.closed.carried_over == PARCELS - 2
    assert page.side.next.isVisible()


async def look_but_not_touch(room, names):
    """Everything of the day stays to be seen; nothing of it can be changed."""
    desk = room.desk
    desk.window.page.leave.click()
    await room.until(desk.window.top.shut.isVisible)
    actions = desk.window.actions_by_name
    assert desk.panes.parcels.model.rowCount() == PARCELS
    for name in ("plan", "publish", "import", "move"):
        assert not actions[name].isEnabled()
        assert "closed" in actions[name].toolTip()
    desk.choice.parcels(names[2:])
    await desk.looking.settled()
    assert not any(one.isEnabled() for one in desk.panes.parcels._actions)
    assert desk.history.undo_name == ""
    desk.wishes.hold(names[2:])
    assert "closed" in desk.said
    await room.idle()
    assert desk.moment.by_id[names[2]].attempt == 1


async def go_on_with_the_next_day(room, names):
    """The next day has the carried parcels, and says that it is their second."""
    desk = room.desk
    desk.window.actions_by_name["close_day"].trigger()
    await room.until(lambda: isinstance(desk.window.page, ClosePage))
    desk.window.page.side.next.click()
    await arrived(room)
    assert desk.looking.open_day.day.date > room.open_day.day.date
    await room.until(lambda: desk.panes.parcels.model.rowCount() == PARCELS - 2)
    assert desk.panes.parcels.model.view.counts["again"] == PARCELS - 2
    page = await days_page(room)
    assert page.view.pool == PARCELS - 2
    page.pool.click()
    await room.until(lambda: page.view.pool == 0)
    assert not page.pool.isVisible()
    desk.wishes.undo()
    await room.idle()
    await room.until(lambda: page.view.pool == PARCELS - 2)
    page.leave.click()
    plan, card = desk.window.actions_by_name["plan"], desk.window.no_plan
    await room.until(lambda: card.isVisible() and not plan.isEnabled())
    card.button.click()
    await room.until(plan.isEnabled)
    desk.wishes.undo()
    await room.until(lambda: not plan.isEnabled())
    await room.idle()
    desk.choice.parcels(names[2:])
    await desk.looking.settled()
    view = desk.panes.selection._view
    assert (FactKey.ATTEMPT, (2,)) in [(f.key, f.args) for f in view.facts]


async def open_again(room, names):
    """Opened again with a reason, the day has its parcels back."""
    desk, first = room.desk, room.open_day.day.date
    page = await days_page(room)
    page.day_chosen.emit(first)
    await room.until(lambda: page.view.chosen == first and page.view.figures)
    assert page.view.month.cell(first).state is DayState.CLOSED
    page.open.click()
    await arrived(room)
    assert desk.window.top.shut.isVisible()
    plan = desk.planning.working.plan
    known = len(plan.assigned) + len(plan.unassigned)
    assert known == PARCELS - 1, "as planned, but for the parcel nobody can find"
    page = await days_page(room)
    page.close_day.click()
    (dialog,) = desk.window.findChildren(ReopenDialog)
    assert not dialog.yes.isEnabled()
    dialog.reason.setText("A van came back late")
    dialog.yes.click()
    await arrived(room)
    assert desk.looking.open_day.day.date == first
    assert "came back" in desk.said
    await room.until(lambda: not desk.window.top.shut.isVisible())
    assert desk.panes.parcels.model.rowCount() == PARCELS
    assert desk.moment.by_id[names[2]].attempt == 1
    assert desk.window.actions_by_name["plan"].isEnabled()


async def test_another_depot_of_the_store(qapp, where):
    async with opened(where) as room:
        desk, house = room.desk, room.house
        other = replace(small_depot(0), cabinets=())
        await house.adopt(other, house.origin())
        page = await days_page(room)
        assert page.depots.isVisible()
        page.depots.activated.emit(page.depots.findData("d"))
        await arrived(room)
        assert desk.looking.open_day.day.depot == "d"
        await room.until(lambda: desk.window.top.depot.text() == "Depot")
        await room.until(lambda: page.view.depot == "d")
        shown = await desk.reopen()
        assert shown.day.depot == "d", "an import is for the depot that is shown"
        page.depots.activated.emit(page.depots.findData(room.open_day.day.depot))
        await arrived(room)
        assert desk.looking.open_day.day == room.open_day.day
