"""A dispatcher's morning in the real window, from the import to the publishing."""

import asyncio

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from console.domain.day import LockLevel
from console.domain.problem import Channel
from console.services.drafting.planner import Effort
from console.viewmodels.analysis import ColumnKind, FigureKey
from console.viewmodels.importing import Step
from console.viewmodels.selection import ActionKey, Thing
from tests.shell.conftest import PARCELS, opened
from widgets.analysis.page import AnalysisPage

pytestmark = pytest.mark.gui


def dropped(window, path):
    """The file falls on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def decisions(room):
    """What is decided now, without the numbers of rows."""
    plan = room.desk.planning.working.plan
    return plan.draft()


async def test_from_a_dropped_file_to_a_published_plan(qapp, where, manifest):
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text + "P99999,,Nobody,,,,,,,1,1,1,x\n", encoding="utf-8")
    async with opened(where) as room:
        await import_dropped(room, manifest)
        await build_and_stop(room)
        built = decisions(room)
        parcels = await move_and_take_back(room)
        moved = decisions(room)
        await lock_and_refuse(room, parcels)
        await take_an_option(room, parcels)
        await hold_and_let_go(room, parcels)
        assert decisions(room) == moved
        await compare_with_all_door(room)
        await what_if(room)
        await publish(room)
        await late_orders_wait(room, manifest)
        await all_back_and_forth(room)
        assert decisions(room) == moved
        assert moved != built


async def import_dropped(room, manifest):
    """A file falls on the window; what is bad in it is listed and left out."""
    desk = room.desk
    await room.until(lambda: desk.window.no_plan.isVisibleTo(desk.window))
    dropped(desk.window, manifest)
    await room.idle()
    page = desk.importing.page
    assert desk.window.page is page
    page.forth.click()
    await room.idle()
    page.forth.click()
    await room.idle()
    assert page.view.step is Step.CHECK, desk.said
    assert page.check.model.rowCount() > 0
    page.forth.click()
    await room.idle()
    assert page.forth.text() == f"Take in {PARCELS}, leave 1 out"
    page.forth.click()
    await room.idle()
    page.forth.click()
    await room.idle()
    assert desk.window.page is None
    assert desk.panes.parcels.model.rowCount() == PARCELS


async def build_and_stop(room):
    """A search that would run for long is stopped and keeps its best."""
    desk = room.desk
    desk.effort = Effort(seed=1, budget_s=60.0)
    desk.wishes.build()
    await room.until(lambda: desk.planning.run and desk.planning.run.curve)
    assert desk.window.top.stop.isVisibleTo(desk.window)
    assert not desk.window.actions_by_name["undo"].isEnabled()
    desk.wishes.build()
    await asyncio.sleep(0.05)
    assert "another change" in desk.said
    desk.window.actions_by_name["stop"].trigger()
    await room.idle()
    assert desk.planning.working.plan.making.stopped_at is not None
    assert len(desk.panes.board.canvas.order) == len(decisions(room).routes)
    assert desk.history.undo_name == "build_plan"
    await room.until(lambda: desk.moment.gathered.paths)


async def compare_with_all_door(room):
    """The plan's figures on a page, all-door beside, and back to the panes."""
    desk = room.desk
    desk.window.actions_by_name["analysis"].trigger()
    page = desk.window.page
    assert isinstance(page, AnalysisPage)
    at = [column.kind for column in page.view.columns].index(ColumnKind.PLAN)
    plan = desk.planning.working.plan
    lockers = sum(e.drop.channel is Channel.LOCKER for e in plan.assigned)
    assert page.table.text(FigureKey.TO_LOCKERS, at) == str(lockers)
    page.compare.click()
    await room.idle()
    assert page.view.columns[-1].kind is ColumnKind.ALL_DOOR
    assert page.table.text(FigureKey.TO_LOCKERS, at + 1) == "0"
    assert not page.view.stale
    assert desk.planning.working.plan is plan
    page.leave.click()
    assert desk.window.page is None


async def what_if(room):
    """Scenarios from the list and one that is written, then the fleet; all stay."""
    desk = room.desk
    desk.window.actions_by_name["analysis"].trigger()
    page = desk.window.page
    plan = desk.planning.working.plan
    part = page.whatif
    page.parts.setCurrentWidget(part)
    part.add_wanted.emit("fleet:lorry")
    assert part.fault.isVisibleTo(page)
    part.add_wanted.emit("fleet:lorry=1")
    part.add_wanted.emit("set:reach_m=400")
    assert not part.fault.isVisibleTo(page)
    assert part.ticked() == (
        "all-door",
        "all-locker",
        "fleet:lorry=1",
        "set:reach_m=400",
    )
    part.compare.click()
    assert not page.compare.isEnabled()
    await room.idle()
    names = [column.name for column in page.view.whatif.columns]
    assert names == ["", "all-door", "all-locker", "set:reach_m=400"]
    (refused,) = page.view.whatif.refused
    assert refused.name == "fleet:lorry=1"
    page.fleet.price.click()
    await room.idle()
    assert page.view.fleet.rows
    assert desk.planning.working.plan is plan
    page.leave.click()
    desk.window.actions_by_name["analysis"].trigger()
    assert len(desk.window.page.view.whatif.columns) == 4
    desk.window.page.leave.click()


async def move_and_take_back(room):
    """A stop moves to the end of its route, and back, and again."""
    desk, built = room.desk, decisions(room)
    route = max(built.routes, key=lambda route: len(route.visits))
    parcels = tuple(str(d.parcel) for d in route.visits[0].drops)
    desk.panes.board.move_wanted.emit(
        parcels, str(route.vehicle), len(route.visits) - 1
    )
    await room.idle()
    moved = decisions(room)
    assert moved.route(route.vehicle).visits[-1] == route.visits[0]
    desk.window.actions_by_name["undo"].trigger()
    await room.idle()
    assert decisions(room) == built
    desk.window.actions_by_name["redo"].trigger()
    await room.idle()
    assert decisions(room) == moved
    assert desk.choice.selected.thing is Thing.STOP
    assert desk.panes.parcels.selected() == desk.moment.linked.parcels == parcels
    return parcels


async def lock_and_refuse(room, parcels):
    """A locked route refuses, in words and without an end of the world."""
    desk, before = room.desk, decisions(room)
    vehicle = desk.moment.linked.vehicle
    desk.wishes.lock(LockLevel.ALL, vehicle)
    await room.idle()
    desk.wishes.unassign(parcels)
    await room.idle()
    assert "locked" in desk.said
    assert decisions(room).unassigned == before.unassigned
    assert desk.history.undo_name == "set_lock"
    desk.wishes.undo()
    await room.idle()
    assert decisions(room) == before


async def take_an_option(room, parcels):
    """Ways out have prices; the first can be taken and taken back."""
    desk, before = room.desk, decisions(room)
    desk.choice.parcels(parcels[:1])
    await room.until(lambda: desk.panes.selection.cards)
    desk.panes.selection.cards[0].click()
    await room.idle()
    assert decisions(room) != before
    desk.wishes.undo()
    await room.idle()
    assert decisions(room) == before


async def hold_and_let_go(room, parcels):
    """Held: off its route and out of planning; undo brings it back."""
    desk = room.desk
    desk.wishes.hold(parcels[:1])
    await room.idle()
    await room.until(lambda: ActionKey.RELEASE in desk.panes.selection.buttons)
    assert parcels[0] in decisions(room).unassigned
    desk.wishes.undo()
    await room.idle()
    assert desk.history.redo_name == "hold_parcels"


async def publish(room):
    """The draft becomes the wave's plan and doors wait for its parcels."""
    desk = room.desk
    desk.window.actions_by_name["publish"].trigger()
    await room.idle()
    assert room.house.plans.standing.published
    await room.until(lambda: desk.moment.expected)
    assert desk.window.top.publish.text() == "Published"


async def late_orders_wait(room, manifest):
    """What a file brings after publishing is asked for, and the wizard says so."""
    first, second, *_ = manifest.read_text(encoding="utf-8").splitlines()
    late = manifest.with_name("late.csv")
    late.write_text(f"{first}\nLATE-1,LATE-1,{second.split(',', 2)[2]}\n", "utf-8")
    await room.desk.importing.take_files([late])
    take = room.desk.importing.session.take
    assert take.published
    assert take.changes == 1
    assert room.desk.panes.parcels.model.rowCount() == PARCELS


async def all_back_and_forth(room):
    """The whole plan can be taken apart and put together again."""
    desk = room.desk
    while desk.history.undo_name:
        desk.wishes.undo()
        await room.idle()
    assert not any(route.visits for route in decisions(room).routes)
    while desk.history.redo_name in {"build_plan", "move_parcels"}:
        desk.wishes.redo()
        await room.idle()


async def test_a_restart_finds_plan_and_layout(qapp, where, manifest):
    async with opened(where) as room:
        desk = room.desk
        await desk.importing.take_files([manifest])
        desk.wishes.build()
        await room.idle()
        before = desk.planning.working.plan
        desk.themes.choose("dark")
        desk.window.resize(1500, 900)
    async with opened(where, adopt=False) as room:
        after = room.desk.planning.working
        assert after.plan.cost == before.cost
        assert after.plan.draft() == before.draft()
        assert after.edits > 0
        await room.desk.looking.settled()
        assert len(room.desk.panes.board.canvas.order) == len(before.routes)
        kept = room.desk.kept
        assert (kept.theme, kept.width, kept.height) == ("dark", 1500, 900)
        assert not room.desk.history.undo_name
