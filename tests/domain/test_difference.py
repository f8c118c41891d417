"""What differs between two drafts is what a person would call different."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.change import ChangeState
from console.domain.closing import ALLOWED, DaySummary, OpenItem, OpenKind, Outcome
from console.domain.day import LockLevel
from console.domain.difference import Difference, Handling, difference
from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import (
    ActorId,
    CompartmentId,
    DayId,
    ParcelId,
    RevisionId,
    SiteId,
    VehicleId,
)
from console.domain.money import Money
from console.domain.problem import Channel
from console.domain.refusal import Refused
from console.domain.standing import Standing


def route(vehicle: str, *stops: str, lock: LockLevel = LockLevel.OPEN) -> DraftRoute:
    """Stops are parcels' letters: "ab" is one stop with two drops."""
    visits = tuple(
        Visit(n, tuple(Drop(ParcelId(p), Channel.DOOR) for p in stop))
        for n, stop in enumerate(stops)
    )
    return DraftRoute(VehicleId(vehicle), visits, lock)


def draft(*routes: DraftRoute, left: str = "") -> Draft:
    return Draft(routes, tuple(ParcelId(p) for p in left))


def test_the_same_is_no_difference() -> None:
    one = draft(route("v", "ab", "c"), left="d")
    assert difference(one, one) == Difference()
    assert difference(one, one).count == 0


def test_one_parcel_put_first_is_one_difference() -> None:
    before = draft(route("v", *"abcdefgh"))
    found = difference(before, draft(route("v", *"habcdefg")))
    assert [(c.parcel, c.moved) for c in found.parcels] == [("h", True)]
    assert found.vehicles == ("v",)


def test_another_vehicle_channel_or_none() -> None:
    before = draft(route("v", "a", "b"), route("w", "c"))
    locker = Visit(0, (Drop(ParcelId("a"), Channel.LOCKER, SiteId("s")),))
    after = draft(DraftRoute(VehicleId("v"), (locker,)), route("w", "b"), left="c")
    found = difference(before, after)
    assert {c.parcel for c in found.parcels} == {"a", "b", "c"}
    gone = next(c for c in found.parcels if c.parcel == "c")
    assert gone.before is not None
    assert gone.after == Handling()
    assert found.vehicles == ("v", "w")


def test_what_goes_nowhere_on_either_side_does_not_count() -> None:
    assert difference(draft(), draft(left="a")).count == 0
    assert difference(draft(route("v", "a")), draft(left="b")).count == 1


def test_locks_count_and_departures_do_not() -> None:
    before = draft(route("v", "a"), route("w", "b"))
    after = draft(
        route("v", "a", lock=LockLevel.ALL), route("w", "b", lock=LockLevel.DEPARTED)
    )
    assert difference(before, after).locks == ("v",)
    assert difference(after, before).locks == ("v",)
    assert difference(before, after).vehicles == ("v",)


@given(st.permutations("abcdefg"), st.permutations("abcdefg"))
def test_what_is_not_moved_kept_its_order(one: list[str], two: list[str]) -> None:
    found = difference(draft(route("v", *one)), draft(route("v", *two)))
    moved = {change.parcel for change in found.parcels}
    assert [p for p in one if p not in moved] == [p for p in two if p not in moved]
    assert len(moved) < len(one)


@given(st.permutations("abcdefg"))
def test_taking_back_leaves_nothing(order: list[str]) -> None:
    one = draft(route("v", *order), left="z")
    two = draft(route("v", *reversed(order)), left="z")
    assert difference(one, two).count == difference(two, one).count
    assert difference(one, replace(two, routes=one.routes)).count == 0


def test_words_of_a_day() -> None:
    assert Refused("day_closed", "d").args == ("day_closed", "d")
    assert ChangeState.WAITING.open
    assert not ChangeState.DONE.open
    assert OpenItem(OpenKind.HELD, ParcelId("p")).key == "p"
    box = OpenItem(OpenKind.OVERDUE, compartment=CompartmentId("c/1"))
    assert (box.key, box.proposed) == ("c/1", Outcome.LEAVE)
    assert set(ALLOWED) == set(OpenKind)
    assert RevisionId("r") == "r"


@pytest.mark.parametrize(("handed", "each"), [(0, 0.0), (4, 2.5)])
def test_grams_for_each_parcel(handed: int, each: float) -> None:
    made = DaySummary(
        DayId("d"),
        datetime(2026, 1, 1, tzinfo=UTC),
        ActorId("a"),
        date(2026, 1, 2),
        {},
        {},
        handed,
        handed,
        1,
        1,
        1,
        Money(1),
        10,
    )
    assert made.g_co2e_per_parcel == each


def test_a_standing_counts_its_difference() -> None:
    standing = Standing(*(None,) * 4)  # type: ignore[arg-type]
    assert standing.edits == 0
