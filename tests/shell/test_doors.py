"""Doors from the desk: open with a reason, deposit, collect, refuse, new code."""

import asyncio

import pytest
from shiboken6 import isValid

from console.domain.code import with_check
from console.domain.events import EventKind
from console.domain.problem import Channel
from console.domain.site import Service
from console.viewmodels.lockers import DoorState
from console.viewmodels.questions import OpenReason
from console.viewmodels.selection import Thing
from tests.shell.conftest import opened
from widgets.dialogs.code import CodeDialog
from widgets.dialogs.deposit import DepositDialog
from widgets.dialogs.open_door import OpenDoorDialog
from widgets.dialogs.pickup import PickupDialog

pytestmark = pytest.mark.gui

REST_S = 3.3
"""How long a lock rests after its pulse."""


def only(room, kind):
    """The one dialog of a kind that is open."""
    (dialog,) = [d for d in room.desk.window.findChildren(kind) if d.isVisible()]
    return dialog


def state(room, door):
    """How the grid draws a door; None while it shows another site."""
    view = room.desk.panes.lockers.grid.view
    if door not in view.ids:
        return None
    return DoorState(int(view.state[view.ids.index(door)]))


def happened(room):
    """The kinds of the events that the activity pane lists."""
    model = room.desk.panes.activity.model
    return [model.row(i).kind for i in range(model.rowCount())]


async def test_a_day_at_one_door(qapp, where, manifest):
    async with opened(where) as room:
        door, parcel = await published(room, manifest)
        await collect(room)
        await watch_the_line(room)
        room.desk.choice.door(str(door))
        await room.until(lambda: room.desk.moment.linked.door == str(door))
        await look_inside(room, door)
        await put_in(room, door, parcel)
        await guess_codes(room, door)
        await renew_code(room, door)
        await out_and_in(room, door)


async def published(room, manifest):
    """A door that a published plan counts on, selected, and its parcel."""
    desk = room.desk
    await desk.importing.take_files([manifest])
    desk.wishes.build()
    await room.idle()
    desk.wishes.publish()
    await room.idle()
    await room.until(lambda: desk.moment.expected)
    bound = desk.moment.gathered.overview.bound
    drop = next(
        entry.drop
        for entry in desk.planning.working.plan.assigned
        if entry.drop.channel is Channel.LOCKER and entry.drop.parcel in bound
    )
    door = bound[drop.parcel]
    desk.choice.door(str(door))
    await room.until(lambda: desk.moment.gathered.selected.thing is Thing.DOOR)
    assert desk.moment.site == str(drop.site)
    assert state(room, door) is DoorState.ARRIVING
    return door, drop.parcel


async def look_inside(room, door):
    """Opened by a named person with a reason; grid and activity tell."""
    desk, panes = room.desk, room.desk.panes
    panes.lockers.open_wanted.emit(str(door))
    dialog = only(room, OpenDoorDialog)
    dialog.reason.setCurrentIndex(dialog.reason.findData(OpenReason.INSPECTION.value))
    dialog.who.setText("Aino")
    dialog.yes.click()
    await room.until(lambda: state(room, door) is DoorState.OPEN)
    await room.until(lambda: desk.doors.commands[door].code == "opened")
    await room.idle()
    await room.until(lambda: state(room, door) is DoorState.ARRIVING)
    assert EventKind.DOOR_CLOSED in happened(room)
    model = panes.activity.model
    assert "Aino" in {model.row(i).who for i in range(model.rowCount())}


async def put_in(room, door, parcel):
    """The parcel that the plan has for the door goes in."""
    desk = room.desk
    await asyncio.sleep(REST_S)
    desk.panes.selection.deposit_wanted.emit(str(door))
    dialog = only(room, DepositDialog)
    assert dialog.chosen() == (str(parcel),)
    dialog.yes.click()
    await room.idle()
    await room.until(lambda: state(room, door) is DoorState.OCCUPIED)
    assert "code is made" in desk.said


async def guess_codes(room, door):
    """Wrong codes open nothing, and after five there is a pause."""
    room.desk.panes.selection.pickup_wanted.emit(str(door))
    dialog = only(room, PickupDialog)
    for number in range(6):
        dialog.code.setText(with_check(f"{number:06d}"))
        dialog.code.textEdited.emit(dialog.code.text())
        dialog.yes.click()
        await room.idle()
        assert dialog.isVisible()
    assert "Too many" in dialog.said.text()
    dialog.reject()
    assert EventKind.CODE_LOCKED_OUT in happened(room)


async def renew_code(room, door):
    """A new code is shown once."""
    room.desk.panes.selection.new_code_wanted.emit(str(door))
    await room.idle()
    fresh = only(room, CodeDialog)
    assert len(fresh.code.text().replace(" ", "")) == 7
    fresh.accept()


async def out_and_in(room, door):
    """Out of service, and back."""
    selection = room.desk.panes.selection
    selection.out_of_service_wanted.emit(str(door))
    await room.idle()
    assert service(room, door) is Service.OUT
    selection.in_service_wanted.emit(str(door))
    await room.idle()
    assert service(room, door) is Service.IN


def service(room, door):
    """Whether a door may be used."""
    boxes = room.desk.moment.model.compartments
    return next(box.service for box in boxes if box.id == door)


async def collect(room):
    """A right code opens its door, and the parcel is the recipient's."""
    desk, panes = room.desk, room.desk.panes
    parcel = next(p for p in desk.moment.parcels if not p.state.finished)
    connected = room.house.cabinets.connected
    free = next(
        box
        for box in desk.moment.model.compartments
        if box.usable and box.cabinet in connected and box.id not in desk.doors.commands
    )
    desk.doors.deposit(str(free.id), (str(parcel.id),))
    await room.idle()
    desk.choice.door(str(free.id))
    await room.until(lambda: state(room, free.id) is DoorState.OCCUPIED)
    desk.doors.new_code(str(free.id))
    await room.idle()
    fresh = only(room, CodeDialog)
    digits = fresh.code.text().replace(" ", "")
    fresh.accept()
    await asyncio.sleep(REST_S)
    panes.lockers.pickup_wanted.emit(str(free.id))
    dialog = only(room, PickupDialog)
    dialog.code.setText(digits)
    dialog.code.textEdited.emit(digits)
    dialog.yes.click()
    await room.until(lambda: not isValid(dialog))
    await room.idle()
    await room.until(lambda: state(room, free.id) is DoorState.FREE)
    assert EventKind.DEPOSIT_COLLECTED in happened(room)


async def watch_the_line(room):
    """The line's frames are listed while somebody looks."""
    bus = room.desk.panes.bus
    assert not bus.model.rowCount()
    room.desk.window.raise_pane(bus)
    await room.until(lambda: bus.model.rowCount() > 0)
