"""After publishing at the real window: what comes in is priced, decided, taken back.

Then plans beside each other: kept, compared, chosen, dropped.
"""

import pytest

from console.domain.change import ChangeKind, ChangeState
from console.domain.ids import ParcelId, VehicleId
from console.domain.parcel import ParcelState
from console.domain.reasons import ReasonCode
from console.interchange.manifest import read_manifest
from console.viewmodels.codes import RevisionState
from console.viewmodels.selection import ActionKey
from tests.shell.conftest import DEMO, PARCELS, opened
from widgets.changes.page import ChangesPage
from widgets.changes.rejecting import RejectDialog
from widgets.compare.naming import NameDialog
from widgets.compare.page import PlansPage

pytestmark = pytest.mark.gui


def decisions(room):
    """What is decided now."""
    return room.desk.planning.working.plan.draft()


def carried(room):
    """The parcels that a route takes."""
    routes = decisions(room).routes
    return {d.parcel for r in routes for v in r.visits for d in v.drops}


async def still(room):
    """No errand is under way, nor one that a look at its end began."""
    await room.idle()
    await room.idle()


async def take(room, text):
    """Rows come in as a file of a channel would bring them."""
    manifest = read_manifest(text.encode(), file="more.csv", day=room.open_day.date)
    await room.house.intake.take(manifest, room.open_day, room.house.origin())
    room.desk.looking.look_again()
    await still(room)


async def press(room, name):
    """A command of the window, by its action."""
    action = room.desk.window.actions_by_name[name]
    assert action.isEnabled()
    action.trigger()
    await still(room)


@pytest.fixture
def lines():
    """The head and the rows of the demo's manifest."""
    return (DEMO / "manifest.csv").read_text(encoding="utf-8").splitlines()


async def published(room, lines):
    """A morning's parcels, planned and published."""
    await take(room, "\n".join(lines[: PARCELS + 1]))
    room.desk.wishes.build()
    await still(room)
    await press(room, "publish")
    assert room.desk.planning.working.published


async def test_what_comes_in_after_publishing_is_accepted_or_not(qapp, where, lines):
    async with opened(where) as room:
        await published(room, lines)
        before = decisions(room)
        page = await changes_come_in(room, lines)
        await accept_one_and_undo(room, page, before)
        await reject_one(room, page)
        await accept_the_rest_and_publish(room, page)
        await a_courier_is_sick(room)


async def changes_come_in(room, lines):
    """Two late orders, one cancelled, one edited: four wait and are priced."""
    window = room.desk.window
    head, late = lines[0], lines[PARCELS + 1 : PARCELS + 3]
    gone, other = lines[1].split(",")[0], lines[2].split(",")
    other[head.split(",").index("mass_kg")] = "2.5"
    text = [f"{head},action", *(f"{row},upsert" for row in (*late, ",".join(other)))]
    empty = "," * (len(head.split(",")) - 1)
    text.append(f"{gone}{empty},cancel")
    await take(room, "\n".join(text))
    assert window.top.changes.isVisible()
    assert window.top.changes.text() == "4 changes wait"
    assert room.desk.planning.working.published
    window.top.changes.click()
    await still(room)
    page = window.page
    assert isinstance(page, ChangesPage)
    assert page.view.waiting == 4
    assert page.view.unpriced == 0
    by_kind = {row.kind: row for row in page.view.rows}
    assert set(by_kind) == {ChangeKind.LATE, ChangeKind.CANCELLED, ChangeKind.EDITED}
    assert by_kind[ChangeKind.LATE].vehicle
    assert by_kind[ChangeKind.CANCELLED].cost_eur < 0
    assert [one.name for one in by_kind[ChangeKind.EDITED].edits] == ["mass"]
    assert room.desk.planning.working.published
    return page


def row_of(page, kind, state=ChangeState.WAITING):
    return next(
        row for row in page.view.rows if row.kind is kind and row.state is state
    )


async def accept_one_and_undo(room, page, before):
    """A late order goes into the plan, and out of it, and in again."""
    row = row_of(page, ChangeKind.LATE)
    name = ParcelId(row.about[1])
    assert name not in carried(room)
    page.table.go_to(row.id)
    page.accept.click()
    await still(room)
    assert name in carried(room)
    assert page.view.accepted == 1
    assert page.view.stale
    assert room.desk.history.undo_name == "accept_changes"
    assert room.desk.window.top.publish.text() == "Publish 1"
    tip = room.desk.window.top.publish.toolTip()
    assert row.subject in tip
    await press(room, "undo")
    assert decisions(room) == before
    assert page.view.accepted == 0
    await press(room, "redo")
    assert name in carried(room)
    page.table.go_to(row.id)
    page.take_back.click()
    await still(room)
    assert decisions(room) == before
    assert page.view.waiting == 4


async def reject_one(room, page):
    """The other late order is left out, with a reason; it stays in the pool."""
    row = row_of(page, ChangeKind.LATE)
    page.table.go_to(row.id)
    page.reject.click()
    (dialog,) = page.findChildren(RejectDialog)
    assert not dialog.yes.isEnabled()
    dialog.why.setEditText("too late")
    dialog.yes.click()
    await still(room)
    assert page.view.waiting == 3
    told = next(one for one in page.view.rows if one.id == row.id)
    assert told.state is ChangeState.REJECTED
    assert told.reason.args == ("too late",)


async def accept_the_rest_and_publish(room, page):
    """All at once; published they are done, and the edit has counted."""
    gone = ParcelId(row_of(page, ChangeKind.CANCELLED).about[1])
    late = ParcelId(row_of(page, ChangeKind.LATE).about[1])
    edited = ParcelId(row_of(page, ChangeKind.EDITED).about[1])
    page.all.click()
    await still(room)
    assert (page.view.waiting, page.view.accepted) == (0, 3)
    assert late in carried(room)
    assert gone not in carried(room)
    assert not room.desk.window.top.changes.isVisible()
    await press(room, "publish")
    assert room.desk.planning.working.published
    assert page.view.accepted == 0
    moment = room.desk.moment
    assert moment.by_id[edited].mass_g == 2500
    assert moment.by_id[gone].state is ParcelState.CANCELLED
    await press(room, "undo")
    assert "decided" in room.desk.said
    page.leave.click()


async def a_courier_is_sick(room):
    """K on a vehicle asks; taken back it asks no more; accepted it stays at home."""
    desk = room.desk
    route = max(decisions(room).routes, key=lambda one: len(one.visits))
    name = route.vehicle
    desk.choice.vehicle(str(name))
    await still(room)
    assert ActionKey.ABSENT in desk.panes.selection.buttons
    await press(room, "absent")
    assert desk.window.top.changes.text() == "1 change waits"
    assert ActionKey.PRESENT in desk.panes.selection.buttons
    await press(room, "absent")
    assert not desk.window.top.changes.isVisible()
    await press(room, "absent")
    await press(room, "changes")
    page = desk.window.page
    row = row_of(page, ChangeKind.VEHICLE_FAULT)
    assert row.touched == sum(len(visit.drops) for visit in route.visits)
    page.table.go_to(row.id)
    page.accept.click()
    await still(room)
    assert not decisions(room).route(VehicleId(name)).visits
    page.look.click()
    await still(room)
    assert desk.window.page is None
    assert desk.moment.linked.vehicle == name
    await press(room, "absent")
    assert "take that change back" in desk.said
    await press(room, "undo")
    await press(room, "undo")


async def a_door_breaks(room):
    """Out of service it is asked about; back in service it asks no more."""
    desk = room.desk
    moment = desk.moment
    name, door = next(iter(moment.gathered.overview.bound.items()))
    desk.panes.selection.out_of_service_wanted.emit(str(door))
    await still(room)
    await room.until(lambda: desk.moment.gathered.overview.changes)
    assert desk.window.top.changes.text() == "1 change waits"
    await press(room, "changes")
    page = desk.window.page
    row = row_of(page, ChangeKind.DOOR_FAULT)
    assert row.subject == moment.doors[door]
    assert row.touched == 1
    desk.panes.selection.in_service_wanted.emit(str(door))
    await still(room)
    await room.until(lambda: not page.view.waiting)
    assert name in desk.moment.gathered.overview.bound
    assert not desk.window.top.changes.isVisible()
    page.leave.click()


async def test_plans_are_kept_compared_and_chosen(qapp, where, lines):
    async with opened(where) as room:
        await published(room, lines)
        await a_door_breaks(room)
        assert room.desk.planning.working.published
        first = decisions(room)
        page = await keep_an_alternative(room, first)
        await compare(room, page)
        await choose(room, page, first)
        await drop_and_take_up(room, page)
        await show_a_parcel(room, page)


def named(room, name):
    """The dialog that asks for a name answers."""
    (dialog,) = room.desk.window.findChildren(NameDialog)
    dialog.name.setText(name)
    dialog.yes.click()


def line_of(page, name):
    return next(line for line in page.view.lines if line.name == name)


async def keep_an_alternative(room, first):
    """What is in hand is kept under a name, and stays in hand; then it is edited."""
    await press(room, "plans")
    page = room.desk.window.page
    assert isinstance(page, PlansPage)
    assert [line.state for line in page.view.lines] == [RevisionState.PUBLISHED]
    page.keep.click()
    named(room, "as it was")
    await still(room)
    kept = line_of(page, "as it was")
    assert kept.draft
    assert not kept.standing
    assert decisions(room) == first
    route = max(first.routes, key=lambda one: len(one.visits))
    names = tuple(str(drop.parcel) for drop in route.visits[0].drops)
    room.desk.wishes.unassign(names)
    await still(room)
    left = room.desk.planning.working.plan.unassigned
    assert {entry.reason.code for entry in left} == {ReasonCode.CHOSEN_BY_PERSON}
    assert len(page.view.lines) == 3
    return page


async def compare(room, page):
    """The draft in hand beside what is published, in figures and parcels."""
    standing = next(line for line in page.view.lines if line.standing)
    published = next(
        line for line in page.view.lines if line.state is RevisionState.PUBLISHED
    )
    page.pair_wanted.emit(str(published.id), str(standing.id))
    await still(room)
    found = page.view.comparison
    assert found is not None
    gone = len(found.parcels)
    assert gone > 0
    assert found.total("unassigned").change == gone
    assert page.figures.texts("parcels")[4] == "worse"
    assert page.parcels.rows.rowCount() == gone
    assert sum(pair.change for pair in found.channels) == -gone


async def choose(room, page, first):
    """The alternative is worked on, and undone; then it is renamed."""
    kept = line_of(page, "as it was")
    edited = decisions(room)
    page.plans.go_to(str(kept.id))
    await still(room)
    page.work_on.click()
    await still(room)
    assert decisions(room) == first
    assert line_of(page, "as it was").standing
    await press(room, "undo")
    assert decisions(room) == edited
    page.plans.go_to(str(kept.id))
    page.rename.click()
    named(room, "plan B")
    await still(room)
    assert line_of(page, "plan B").id == kept.id


async def drop_and_take_up(room, page):
    """A dropped plan can be undone, and taken up again; back to what is published."""
    kept = line_of(page, "plan B")
    page.plans.go_to(str(kept.id))
    page.drop.click()
    await still(room)
    assert line_of(page, "plan B").state is RevisionState.DROPPED
    page.plans.go_to(str(kept.id))
    page.work_on.click()
    await still(room)
    taken = next(line for line in page.view.lines if line.standing)
    assert taken.name == "plan B"
    assert taken.id != kept.id
    published = next(
        line for line in page.view.lines if line.state is RevisionState.PUBLISHED
    )
    page.plans.go_to(str(published.id))
    page.work_on.click()
    await still(room)
    assert room.desk.planning.working.published
    page.plans.go_to(str(published.id))
    page.duplicate.click()
    named(room, "copy")
    await still(room)
    assert line_of(page, "copy").standing


async def show_a_parcel(room, page):
    """Enter on a parcel that goes otherwise shows it in the panes."""
    name = str(next(iter(carried(room))))
    page.parcel_wanted.emit(name)
    await still(room)
    assert room.desk.window.page is None
    assert room.desk.moment.linked.parcels == (name,)
