"""Edits of a draft: what they change, what they refuse, and that they can be undone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.day import LockLevel
from console.domain.draft import (
    Draft,
    DraftRoute,
    Drop,
    Edit,
    EditRefused,
    MoveParcels,
    RestoreDraft,
    SetLock,
    UnassignParcels,
    Visit,
)
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId
from console.domain.problem import Channel

A, B = VehicleId("a"), VehicleId("b")


def door(name: str) -> Drop:
    return Drop(ParcelId(name), Channel.DOOR)


def draft() -> Draft:
    return Draft(
        (
            DraftRoute(
                A, (Visit(1, (door("p1"), door("p2"))), Visit(2, (door("p3"),)))
            ),
            DraftRoute(B, (Visit(3, (door("p4"),)),)),
        ),
        (ParcelId("p5"), ParcelId("p6")),
    )


def locked(level: LockLevel) -> Draft:
    first, *rest = draft().routes
    return replace(draft(), routes=(replace(first, lock=level), *rest))


def test_a_vehicle_without_a_route_has_an_empty_one() -> None:
    assert draft().route(B).visits == (Visit(3, (door("p4"),)),)
    assert draft().route(VehicleId("new")) == DraftRoute(VehicleId("new"), ())


def test_moving_makes_a_visit_and_drops_the_emptied_one() -> None:
    after, _ = MoveParcels((door("p3"),), 2, B, 0).apply(draft())
    assert after.route(A).visits == (Visit(1, (door("p1"), door("p2"))),)
    assert after.route(B).visits == (Visit(2, (door("p3"),)), Visit(3, (door("p4"),)))


def test_moving_the_unassigned_plans_them() -> None:
    after, _ = MoveParcels((door("p5"),), 9, A, 2).apply(draft())
    assert after.unassigned == (ParcelId("p6"),)
    assert after.route(A).visits[2] == Visit(9, (door("p5"),))


def test_moving_to_a_vehicle_without_a_route_gives_it_one() -> None:
    after, _ = MoveParcels((door("p5"),), 9, VehicleId("c"), 0).apply(draft())
    assert after.routes[2] == DraftRoute(VehicleId("c"), (Visit(9, (door("p5"),)),))


def test_joining_adds_to_the_visit() -> None:
    after, _ = MoveParcels((door("p4"),), 2, A, 1, join=True).apply(draft())
    assert after.route(A).visits[1] == Visit(2, (door("p3"), door("p4")))
    assert after.route(B).visits == ()


@pytest.mark.parametrize(("place", "index"), [(2, 0), (2, 2), (9, 1)])
def test_joining_a_visit_that_is_not_there_is_refused(place: int, index: int) -> None:
    with pytest.raises(EditRefused) as refused:
        MoveParcels((door("p4"),), place, A, index, join=True).apply(draft())
    assert refused.value.code == "no_such_visit"


@pytest.mark.parametrize("level", [LockLevel.ALL, LockLevel.DEPARTED])
def test_a_locked_route_takes_nothing_and_gives_nothing(level: LockLevel) -> None:
    edits: tuple[Edit, ...] = (
        MoveParcels((door("p4"),), 4, A, 0),
        MoveParcels((door("p1"),), 1, B, 0),
        UnassignParcels((ParcelId("p1"),)),
    )
    for edit in edits:
        with pytest.raises(EditRefused) as refused:
            edit.apply(locked(level))
        assert refused.value.args == ("route_locked", A)


def test_a_route_locked_in_sequence_still_takes_a_stop() -> None:
    after, _ = MoveParcels((door("p4"),), 4, A, 1).apply(locked(LockLevel.SEQUENCE))
    assert [visit.place for visit in after.route(A).visits] == [1, 4, 2]


def test_unassigning_keeps_the_order_asked_for() -> None:
    edit = UnassignParcels((ParcelId("p4"), ParcelId("p1"), ParcelId("p5")))
    after, _ = edit.apply(draft())
    assert after.unassigned == ("p6", "p4", "p1", "p5")
    assert after.route(A).visits[0] == Visit(1, (door("p2"),))


def test_a_lock_is_set_and_lifted_until_the_route_departs() -> None:
    after, back = SetLock(A, LockLevel.ALL).apply(draft())
    assert after.route(A).lock is LockLevel.ALL
    assert after.route(B).lock is LockLevel.OPEN
    assert back.name == "set_lock"
    with pytest.raises(EditRefused) as refused:
        SetLock(A, LockLevel.OPEN).apply(locked(LockLevel.DEPARTED))
    assert refused.value.code == "route_departed"


PARCELS = [ParcelId(f"p{n}") for n in range(8)]
VEHICLES = [VehicleId(name) for name in "abcd"]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Every parcel once: on a visit of some vehicle, or unassigned."""
    routes = []
    rest = draw(st.permutations(PARCELS))
    for vehicle in draw(st.lists(st.sampled_from(VEHICLES), unique=True)):
        visits = []
        for place in draw(st.lists(st.integers(0, 5), max_size=3)):
            count = draw(st.integers(1, 2))
            taken, rest = rest[:count], rest[count:]
            if taken:
                visits.append(Visit(place, tuple(draw(drops(p)) for p in taken)))
        lock = draw(st.sampled_from(LockLevel))
        routes.append(DraftRoute(vehicle, tuple(visits), lock))
    return Draft(tuple(routes), tuple(rest))


def drops(parcel: ParcelId) -> st.SearchStrategy[Drop]:
    return st.sampled_from(
        [
            Drop(parcel, Channel.DOOR),
            Drop(parcel, Channel.LOCKER, SiteId("s"), SizeClassId("M")),
        ]
    )


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    parcels = draw(st.lists(st.sampled_from(PARCELS), min_size=1, unique=True))
    vehicle = draw(st.sampled_from(VEHICLES))
    kind = draw(st.sampled_from(["move", "unassign", "lock", "restore"]))
    if kind == "move":
        return MoveParcels(
            tuple(draw(drops(parcel)) for parcel in parcels),
            draw(st.integers(0, 5)),
            vehicle,
            draw(st.integers(0, 4)),
            join=draw(st.booleans()),
        )
    if kind == "unassign":
        return UnassignParcels(tuple(parcels))
    if kind == "lock":
        return SetLock(vehicle, draw(st.sampled_from(LockLevel)))
    return RestoreDraft(draw(drafts()), "restored")


def everything(state: Draft) -> list[str]:
    planned = [
        drop.parcel
        for route in state.routes
        for visit in route.visits
        for drop in visit.drops
    ]
    return sorted([*planned, *state.unassigned])


@given(start=drafts(), wishes=st.lists(edits(), max_size=6))
def test_undoing_every_edit_restores_every_draft_exactly(
    start: Draft, wishes: list[Edit]
) -> None:
    state = start
    history: list[tuple[Draft, Edit, Draft]] = []
    for wish in wishes:
        before = state
        try:
            state, back = wish.apply(before)
        except EditRefused:
            continue
        assert back.name == wish.name
        assert everything(state) == everything(start), "a parcel was lost or doubled"
        history.append((before, back, state))
    for before, back, after in reversed(history):
        undone, again = back.apply(after)
        assert undone == before
        assert again.apply(undone)[0] == after


@given(start=drafts(), wish=edits())
def test_a_refused_edit_changes_nothing_and_departed_routes_never_change(
    start: Draft, wish: Edit
) -> None:
    if isinstance(wish, RestoreDraft):
        return
    try:
        after, _ = wish.apply(start)
    except EditRefused:
        return
    for route in start.routes:
        if route.lock is LockLevel.DEPARTED:
            assert after.route(route.vehicle) == route
