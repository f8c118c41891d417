"""Setting the depot up at the desk: field by field, refused and undone."""

import pytest

from console.domain.ids import CabinetId
from console.domain.site import Connection
from tests.shell.conftest import opened
from widgets.depot.new_row import NewRowDialog
from widgets.depot.page import DepotPage

pytestmark = pytest.mark.gui


async def model_of(room):
    """The depot as the store has it."""
    return await room.house.depots.model(room.open_day.day.depot)


async def page_of(room):
    """The page, opened by its command."""
    room.desk.window.actions_by_name["depot"].trigger()
    await room.until(lambda: isinstance(room.desk.window.page, DepotPage))
    return room.desk.window.page


async def test_a_depot_is_set_up_field_by_field(qapp, where):
    async with opened(where) as room:
        before = await model_of(room)
        page = await page_of(room)
        await change_and_take_back(room, page, before)
        await refuse(room, page, before)
        await add_and_delete(room, page, before)
        await rewire(room, page, before)
        page.leave.click()
        assert room.desk.window.page is None


async def change_and_take_back(room, page, before):
    site = before.sites[3]
    page.row_wanted.emit(str(site.id))
    page.form.field_changed.emit("rules.dwell_h", "48")
    await room.idle()
    assert (await model_of(room)).sites[3].rules.dwell_h == 48
    assert page.form.rows["rules.dwell_h"].input.text() == "48"
    assert room.desk.history.undo_name == "put_site"
    room.desk.window.actions_by_name["undo"].trigger()
    await room.idle()
    assert (await model_of(room)) == before
    assert page.form.rows["rules.dwell_h"].input.text() == str(site.rules.dwell_h)


async def refuse(room, page, before):
    """What cannot be read, and what may not be, stays in the field with why."""
    for path, text in (("hours", "now and then"), ("rules.dwell_h", "0")):
        page.form.field_changed.emit(path, text)
        await room.idle()
        row = page.form.rows[path]
        assert row.input.text() == text
        assert row.problem.isVisible()
        assert (await model_of(room)) == before
    page.form.field_changed.emit("hours", "24/7")
    page.form.field_changed.emit("rules.dwell_h", "72")
    await room.idle()
    assert not page.form.rows["hours"].problem.isVisible()


async def add_and_delete(room, page, before):
    page.table_wanted.emit("vehicle")
    page.add.click()
    (dialog,) = room.desk.window.findChildren(NewRowDialog)
    name = dialog.name.text()
    dialog.yes.click()
    await room.idle()
    assert len((await model_of(room)).vehicles) == len(before.vehicles) + 1
    assert page.view.chosen == name
    page.drop.click()
    await room.idle()
    assert (await model_of(room)).vehicles == before.vehicles


async def rewire(room, page, before):
    """A cabinet that is no longer simulated on a line is reached anew."""
    cabinet = before.cabinets[0]
    page.table_wanted.emit("cabinet")
    page.row_wanted.emit(str(cabinet.id))
    reached = room.house.cabinets.connected[CabinetId(cabinet.id)]
    page.form.field_changed.emit("name", "Hall")
    await room.idle()
    assert (await model_of(room)).cabinets[0].name == "Hall"
    assert room.house.cabinets.connected[CabinetId(cabinet.id)] is not reached
    assert cabinet.connection in set(Connection)
