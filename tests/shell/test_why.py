"""Why a parcel goes as it does, or on no route, in the selection pane of the window."""

import pytest

from console.shell.selected import select
from console.viewmodels.selection import Thing
from tests.shell.conftest import opened
from tests.shell.test_changes import lines, published

__all__ = ["lines"]
pytestmark = pytest.mark.gui


async def test_the_pane_says_why(qapp, where, lines):
    async with opened(where) as room:
        await published(room, lines)
        desk = room.desk
        pane = desk.panes.selection
        name = desk.planning.working.plan.assigned[0].drop.parcel
        desk.choice.choose(select(Thing.PARCEL, name))
        await room.until(lambda: pane._view.ids == (name,) and pane._view.price)
        price = pane._view.price
        assert abs(sum(amount for _, amount in price.lines) - price.cost) < 0.001
        await desk.planning.unassign((name,))
        await room.until(lambda: pane._view.in_the_way)
        assert pane._view.price is None
        fleet = {str(vehicle.id) for vehicle in desk.moment.model.vehicles}
        assert {one.vehicle for one in pane._view.in_the_way} <= fleet
