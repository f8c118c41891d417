"""The rest of a day planned again at the real window, with a courier on the road."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from console.domain.clock import SystemClock
from console.domain.day import LockLevel
from tests.shell.conftest import PARCELS, opened
from tests.shell.test_changes import (
    carried,
    decisions,
    lines,
    press,
    published,
    take,
)

__all__ = ["lines"]
pytestmark = pytest.mark.gui


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on from 09:30 at the depot, whenever the test runs."""
    began = datetime.now(UTC)
    zone = ZoneInfo("Europe/Helsinki")
    local = datetime.combine(began.astimezone(zone).date(), time(9, 30), zone)
    monkeypatch.setattr(
        SystemClock, "now", lambda _self: local + (datetime.now(UTC) - began)
    )


def order(room, vehicle):
    """The parcels of a route, stop by stop."""
    visits = decisions(room).route(vehicle).visits
    return [frozenset(drop.parcel for drop in visit.drops) for visit in visits]


async def test_the_rest_is_planned_again_scope_by_scope(qapp, where, lines, morning):
    async with opened(where) as room:
        actions = room.desk.window.actions_by_name
        assert not actions["replan"].isEnabled()
        await published(room, lines)
        routes = room.desk.planning.working.plan.routes
        route = max(routes, key=lambda one: len(one.stops))
        loaded = [drop.parcel for stop in route.stops for drop in stop.drops]
        house = room.house
        await house.dispatch.depart(
            room.open_day, route.vehicle, loaded, house.origin()
        )
        for drop in route.stops[0].drops:
            await house.dispatch.deliver(drop.parcel, house.origin())
        await house.dispatch.serve(room.open_day, route.vehicle, 1, house.origin())
        await take(room, "\n".join(lines[: PARCELS + 11]))
        asked = (await house.days.look(room.open_day)).changes
        new = {one.parcel for one in asked}
        assert len(new) == 10
        names = [one.id for one in asked]
        await house.changes.accept(room.open_day, names, house.origin())
        before = order(room, route.vehicle)
        for name in ("replan_new", "replan_kept", "replan"):
            await press(room, name)
            assert "Rest of the day planned again" in room.desk.said
            found = decisions(room)
            assert found.route(route.vehicle).lock is LockLevel.DEPARTED
            assert order(room, route.vehicle)[:2] == before[:2]
            assert set().union(*order(room, route.vehicle)) == set(loaded)
            there = carried(room)
            assert there & new
            assert there | {*found.unassigned} >= new
        await press(room, "undo")
        await press(room, "redo")
        assert decisions(room) == found
        await press(room, "publish")
        assert room.desk.planning.working.published
