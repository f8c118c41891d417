"""The shell's parts on their own: history, kept drafts, layout, links, words."""

import asyncio

import pytest

from console.custody.errors import DoorBusy
from console.domain.day import LockLevel
from console.domain.draft import Draft, DraftRoute, Drop, EditRefused, Visit
from console.domain.ids import ParcelId, VehicleId
from console.domain.place import Place
from console.domain.problem import Channel, Demand, Problem
from console.shell.drafts import Kept, guard_departed, laid_on
from console.shell.errands import Errands
from console.shell.history import History, Step
from console.shell.layout import FILE, Layout
from console.shell.pricing import difference
from console.shell.selected import Linked, Links, linked, select
from console.shell.troubles import CODES, trouble
from console.storage.errors import Conflict
from console.viewmodels.selection import Thing

pytestmark = pytest.mark.gui

V1 = VehicleId("V1")


def visit(place, *parcels):
    return Visit(place, tuple(Drop(ParcelId(name), Channel.DOOR) for name in parcels))


def problem(places, parcels):
    demands = tuple(Demand(ParcelId(name), (1,), (), 0) for name in parcels)
    return Problem(places, {}, demands, (), (), ())


async def test_history_moves_only_when_the_deed_is_done(qapp):
    done, changes = [], []
    history = History(lambda: changes.append(1))

    async def add(name):
        done.append(name)
        return Step(name, lambda: again(name), lambda: back(name))

    async def again(name):
        done.append(name)

    async def back(name):
        if name == "stuck":
            raise Conflict("no")
        done.remove(name)

    assert await history.do(lambda: add("a"))
    assert await history.do(lambda: add("b"))
    assert (history.undo_name, history.redo_name) == ("b", "")
    assert await history.undo() == "b"
    assert (done, history.redo_name) == (["a"], "b")
    assert await history.redo() == "b"
    assert done == ["a", "b"]
    await history.undo()
    assert await history.do(lambda: add("stuck"))
    assert history.redo_name == ""
    with pytest.raises(Conflict):
        await history.undo()
    assert history.undo_name == "stuck"
    assert not history.busy
    assert changes


async def test_nothing_is_begun_while_an_edit_is_under_way(qapp):
    history, gate = History(lambda: None), asyncio.Event()

    async def slow():
        await gate.wait()
        return Step("slow", gate.wait, gate.wait)

    first = asyncio.ensure_future(history.do(slow))
    await asyncio.sleep(0)
    assert history.busy
    assert not await history.do(slow)
    assert await history.undo() == ""
    gate.set()
    assert await first
    assert history.undo_name == "slow"


async def test_trouble_of_an_errand_is_told_and_a_fault_is_not_swallowed(qapp):
    told, faults = [], []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: faults.append(context))
    errands = Errands(lambda text, level: told.append((text, level)), lambda: None)

    async def busy():
        raise DoorBusy("A4/1")

    async def broken():
        raise ZeroDivisionError

    errands.run(busy(), "Hub A4")
    errands.run(broken(), "sum")
    while errands.running:  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.01)
    assert told[0][0] == "Hub A4: this door is being opened already"
    assert len(told) == len(faults) == 1
    await errands.close()
    errands.run(busy())
    assert not errands.running


def test_a_kept_draft_finds_its_places_again():
    here, there, fresh = Place(24.9, 60.1), Place(24.8, 60.2), Place(24.7, 60.3)
    draft = Draft((DraftRoute(V1, (visit(0, "a"), visit(1, "b", "c"))),))
    kept = Kept(draft, (here, there))
    laid = laid_on(kept, problem((fresh, there, here), ["a", "b", "d"]))
    assert laid.routes[0].visits == (visit(2, "a"), visit(1, "b"))
    assert laid.unassigned == ("d",)


def test_undo_leaves_what_is_on_the_road():
    gone = Draft((DraftRoute(V1, (visit(0, "a"),), LockLevel.DEPARTED),))
    guard_departed(gone, gone)
    with pytest.raises(EditRefused):
        guard_departed(gone, Draft((DraftRoute(V1, ()),)))


def test_a_layout_survives_and_a_broken_one_does_no_harm(tmp_path):
    layout = Layout("dark", 1500, 900, True, b"\x00panes")
    layout.write(tmp_path)
    assert Layout.read(tmp_path) == layout
    for text in ("", "[]", '{"version": 9}', "{"):
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        assert Layout.read(tmp_path) == Layout()
    assert Layout(width=1, height=1).fitted().width == 800


def test_links_without_a_plan_are_the_thing_itself():
    nothing = Links(None, None, {})
    assert linked(select(Thing.PARCEL, "p"), nothing) == Linked(("p",))
    assert linked(select(Thing.VEHICLE, "V1"), nothing) == Linked(vehicle="V1")
    assert linked(select(Thing.SITE, ""), nothing) == Linked()
    assert select(Thing.STOP, "").thing is Thing.NOTHING


def test_words_are_sentences_and_differences_have_signs(qapp):
    for code, text in CODES.items():
        assert text.format(*"abcd"), code
    assert trouble(Conflict("a rule")) == "the records do not allow it: a rule"
    assert trouble(EditRefused("route_locked", "V3")) == "V3 is locked; unlock it first"
    assert difference(250, 1130) == "+4 min, +1.1 km"
    assert difference(-61, -20) == "\N{MINUS SIGN}1 min, +0.0 km"
