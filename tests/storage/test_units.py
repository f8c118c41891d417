"""Depots, parcels, plans and the small tables: what is written is read back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from console.domain.day import LockLevel, RevisionState
from console.domain.depot_model import DepotModel
from console.domain.draft import Drop
from console.domain.events import EventKind
from console.domain.ids import (
    ActorId,
    CompartmentId,
    DepotId,
    ParcelId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
)
from console.domain.money import Money
from console.domain.parcel import ParcelState, Person
from console.domain.place import Place, TimeWindow
from console.domain.plan import (
    Assigned,
    Making,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Custody, Observed, Service
from console.domain.vehicle import Vehicle, VehicleType
from console.storage import (
    compartments,
    corrections,
    depots,
    journal,
    manifests,
    operators,
    outbox,
    parcels,
    plans,
    published_rows,
    service_days,
)
from console.storage.errors import Conflict, Missing
from console.storage.store import Store
from tests.custody.world import DEPOT, FixedClock, compartment, model, origin, parcel
from tests.depots import models

TYPE = VehicleType(
    VehicleTypeId("bike"), "Bike", "bike", 40, 500_000, 90_000,
    Money(1), Money(2), Money(3), 0,
)  # fmt: skip
FULL = replace(
    model(),
    vehicle_types=(TYPE,),
    vehicles=(Vehicle(VehicleId("v1"), TYPE.id, "Ann", TimeWindow(0, 9)),),
    settings={"reach_m": 400, "share": 0.5, "quiet": True, "name": "x"},
)


def do[T](store: Store, unit: Callable[..., T]) -> T:
    return store.submit(unit).result()


def save(store: Store, clock: FixedClock, one, key: str = "setup") -> None:
    do(store, lambda s: depots.save(s, one, origin(key), clock.now()))


def day_of(store: Store, clock: FixedClock, number: int = 1):
    save(store, clock, FULL)
    return do(store, lambda s: service_days.open_day(s, DEPOT, date(2026, 3, number)))


def test_depot_round_trip(store: Store, clock: FixedClock) -> None:
    save(store, clock, FULL)
    assert store.ask(lambda s: depots.load(s, DEPOT)).result() == FULL
    assert store.ask(depots.known).result() == [FULL.depot]
    with pytest.raises(Missing):
        store.ask(lambda s: depots.load(s, DepotId("no"))).result()


@settings(max_examples=15, deadline=None)
@given(models())
def test_whatever_a_depot_file_says_is_stored(made: DepotModel) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "lockyard.db", FixedClock())
        try:
            name = made.depot.id
            do(store, lambda s: depots.put(s, made))
            assert store.ask(lambda s: depots.load(s, name)).result() == made
        finally:
            store.close()


def test_saving_again_keeps_the_truths(store: Store, clock: FixedClock) -> None:
    save(store, clock, FULL)
    box = compartment(1)
    reason = Reason(ReasonCode.HELD_BY_PERSON)
    do(store, lambda s: compartments.set_custody(s, box, Custody.OCCUPIED))
    do(store, lambda s: compartments.set_service(s, box, Service.OUT, reason))
    do(store, lambda s: compartments.set_observed(s, box, Observed.OPEN, clock.now()))
    swapped = [replace(c, door=5 - c.door) for c in FULL.compartments]
    save(store, clock, replace(FULL, compartments=tuple(swapped)), "again")
    found = store.ask(lambda s: compartments.get(s, box)).result()
    assert (found.custody, found.service, found.observed) == ("occupied", "out", "open")
    assert (found.service_reason, found.observed_at) == (reason, clock.now())
    assert (found.door, found.version) == (4, 2)


def test_an_occupied_compartment_cannot_be_taken_out(
    store: Store, clock: FixedClock
) -> None:
    save(store, clock, FULL)
    box = compartment(1)
    smaller = replace(FULL, compartments=FULL.compartments[1:])
    do(store, lambda s: compartments.set_custody(s, box, Custody.OCCUPIED))
    with pytest.raises(Conflict):
        save(store, clock, smaller, "take out")
    do(store, lambda s: compartments.set_custody(s, box, Custody.FREE))
    save(store, clock, smaller, "take out again")
    assert store.ask(lambda s: depots.load(s, DEPOT)).result() == smaller
    save(store, clock, FULL, "put back")
    assert len(store.ask(lambda s: depots.load(s, DEPOT)).result().compartments) == 4


def test_two_depots_share_no_compartment(store: Store, clock: FixedClock) -> None:
    save(store, clock, FULL)
    other = replace(FULL, depot=replace(FULL.depot, id=DepotId("e")))
    with pytest.raises(Conflict):
        save(store, clock, other)
    assert store.ask(depots.known).result() == [FULL.depot]


def test_older_observations_do_not_count(store: Store, clock: FixedClock) -> None:
    save(store, clock, FULL)
    box, now = compartment(1), clock.now()
    before = now - timedelta(seconds=1)
    assert do(store, lambda s: compartments.set_observed(s, box, Observed.OPEN, now))
    old = do(
        store, lambda s: compartments.set_observed(s, box, Observed.CLOSED, before)
    )
    assert not old
    free = store.ask(
        lambda s: compartments.free(s, SiteId("s"), [SizeClassId("S")])
    ).result()
    assert [one.door for one in free] == [1, 2, 3, 4]


def test_manifest_twice(store: Store, clock: FixedClock) -> None:
    day = day_of(store, clock)
    rich = replace(
        parcel("p1"),
        barcodes=("b", "a"),
        window=TimeWindow(3, 4),
        place=Place(24.9, 60.1),
        preferred_site=SiteId("s"),
        state=ParcelState.HELD,
        reason=Reason(ReasonCode.ADDRESS_UNSURE, ("Kuja 1", 0.75)),
    )
    some = [parcel("p0"), rich, parcel("p2")]

    def intake(rows, key: str):
        return do(
            store, lambda s: manifests.upsert(s, day.id, rows, origin(key), clock.now())
        )

    first = intake(some, "m1")
    assert (first.new, first.updated, first.unchanged) == (("p0", "p1", "p2"), (), ())
    assert store.ask(lambda s: parcels.of_day(s, day.id)).result() == some
    again = intake(some, "m2")
    assert again.unchanged == ("p0", "p1", "p2")
    edited = [replace(parcel("p0"), person=Person("New", "C 2")), parcel("p9")]
    third = intake(edited, "m3")
    assert (third.new, third.updated, third.unchanged) == (("p9",), ("p0",), ())
    kinds = [e.kind for e in store.ask(journal.events).result()]
    assert kinds.count(EventKind.PARCEL_IMPORTED) == 4
    assert kinds.count(EventKind.PARCEL_UPDATED) == 1
    assert store.ask(lambda s: parcels.by_barcode(s, "a")).result() == "p1"


def test_barcodes_of_others_are_named(store: Store, clock: FixedClock) -> None:
    day = day_of(store, clock)
    twin = replace(parcel("p1"), barcodes=("p0", "mine"))

    def intake(rows, key: str):
        return do(
            store, lambda s: manifests.upsert(s, day.id, rows, origin(key), clock.now())
        )

    report = intake([parcel("p0"), twin], "m1")
    assert [(c.parcel, c.code, c.owner) for c in report.clashes] == [("p1", "p0", "p0")]
    got = store.ask(lambda s: parcels.get(s, ParcelId("p1"))).result()
    assert got.barcodes == ("mine",)
    names = [ParcelId("p0")]
    do(store, lambda s: parcels.set_states(s, names, ParcelState.RETURNED))
    assert not intake([twin], "m2").clashes


def test_a_redelivery_is_the_same_parcel(store: Store, clock: FixedClock) -> None:
    day, later = day_of(store, clock), day_of(store, clock, 2)
    take = manifests.upsert
    some = [parcel("p0")]
    do(store, lambda s: take(s, day.id, some, origin("a"), clock.now()))
    names = [ParcelId("p0")]
    do(store, lambda s: parcels.set_states(s, names, ParcelState.RETURNED))
    report = do(store, lambda s: take(s, later.id, some, origin("b"), clock.now()))
    assert report.updated == ("p0",)
    assert store.ask(lambda s: parcels.of_day(s, day.id)).result() == []
    assert store.ask(lambda s: parcels.of_day(s, later.id)).result() == [
        replace(some[0], attempt=2)
    ]
    counts = store.ask(lambda s: parcels.counts(s, later.id)).result()
    assert counts == {ParcelState.READY: 1}


def test_people_go_and_the_chain_stays(store: Store, clock: FixedClock) -> None:
    day = day_of(store, clock)
    some = [parcel("p0")]
    do(store, lambda s: manifests.upsert(s, day.id, some, origin("a"), clock.now()))
    assert do(store, lambda s: parcels.erase_persons(s, clock.now())) == 0
    later = clock.now() + timedelta(days=91)
    assert do(store, lambda s: parcels.erase_persons(s, later)) == 1
    got = store.ask(lambda s: parcels.get(s, ParcelId("p0"))).result()
    assert got.person == Person("", "")
    assert store.ask(journal.verify).result().whole


def plan() -> Plan:
    box = Drop(ParcelId("p0"), Channel.LOCKER, SiteId("s"), SizeClassId("S"))
    door = Drop(ParcelId("p1"), Channel.DOOR)
    stops = tuple(
        PlannedStop(n, (drop,), 100 * n, 100 * n, 100 * n + 50, 60, 500, (1, 2, 3))
        for n, drop in enumerate((box, door), start=1)
    )
    route = Route(
        VehicleId("v1"), TYPE.id, stops, 40, 400, 1500, (2, 4, 6), 0, Money(9)
    )
    cheapest = Reason(ReasonCode.CHEAPEST, ("door", 12))
    return Plan(
        (route,),
        (Assigned(box, cheapest), Assigned(door, Reason(ReasonCode.DOOR_ONLY))),
        (
            Unassigned(
                ParcelId("p2"), Reason(ReasonCode.CAPACITY, ("v1", "parcels", 2))
            ),
        ),
        (),
        Making(1, 2, 0.5, "x"),
    )


def test_revisions(store: Store, clock: FixedClock) -> None:
    day = day_of(store, clock)
    wave = do(store, lambda s: service_days.open_wave(s, day.id))
    now = clock.now()
    some = [parcel(name) for name in ("p0", "p1", "p2")]
    do(store, lambda s: manifests.upsert(s, day.id, some, origin("m"), now))
    do(store, lambda s: plans.save_draft(s, wave.id, "{}", now))
    do(store, lambda s: plans.save_draft(s, wave.id, '{"a":1}', now, edits=3))
    held = store.ask(lambda s: plans.current(s, wave.id)).result()
    assert (held.body, held.edits, held.revision.number) == ('{"a":1}', 3, 1)
    doors = {ParcelId("p0"): CompartmentId("c/1")}
    first = do(store, lambda s: plans.publish(s, wave.id, plan(), "{1}", now, doors))
    assert store.ask(lambda s: plans.draft(s, wave.id)).result() is None
    do(store, lambda s: plans.save_draft(s, wave.id, "{2}", now, edits=1))
    assert store.ask(lambda s: plans.current(s, wave.id)).result().body == "{2}"
    assert store.ask(lambda s: plans.published(s, wave.id)).result().body == "{1}"
    bound = store.ask(
        lambda s: published_rows.assignment_of(s, ParcelId("p0"))
    ).result()
    assert (bound.vehicle, bound.stop, bound.compartment) == ("v1", 1, "c/1")
    rest = store.ask(lambda s: published_rows.assignment_of(s, ParcelId("p2"))).result()
    assert (rest.vehicle, rest.reason.args) == (None, ("v1", "parcels", 2))
    assert (
        len(store.ask(lambda s: published_rows.assignments(s, first.id)).result()) == 3
    )
    name = first.id, VehicleId("v1")
    assert do(store, lambda s: published_rows.set_lock(s, *name, LockLevel.DEPARTED))
    assert store.ask(lambda s: published_rows.locks(s, first.id)).result() == {
        "v1": LockLevel.DEPARTED
    }
    do(store, lambda s: plans.publish(s, wave.id, plan(), "{3}", now))
    states = [
        r.state for r in store.ask(lambda s: plans.revisions(s, wave.id)).result()
    ]
    assert states == [RevisionState.SUPERSEDED, RevisionState.PUBLISHED]
    assert store.ask(lambda s: plans.revision(s, first.id)).result().body == "{1}"
    assert store.ask(lambda s: plans.draft(s, wave.id)).result() is None
    assert store.ask(lambda s: service_days.days(s, DEPOT)).result() == [day]
    assert store.ask(lambda s: service_days.waves(s, day.id)).result() == [wave]


def test_outbox(store: Store, clock: FixedClock) -> None:
    for _ in range(3):
        do(store, lambda s: outbox.put(s, "sms", "k", "hello", clock.now()))
    (one,) = store.ask(lambda s: outbox.due(s, clock.now())).result()
    do(store, lambda s: outbox.failed(s, one, clock.now()))
    assert store.ask(lambda s: outbox.due(s, clock.now())).result() == []
    clock.pass_by(seconds=5)
    (two,) = store.ask(lambda s: outbox.due(s, clock.now())).result()
    assert two.tries == 1
    do(store, lambda s: outbox.done(s, two.id, clock.now()))
    clock.pass_by(days=1)
    assert store.ask(lambda s: outbox.due(s, clock.now())).result() == []


def test_corrections_and_operators(store: Store, clock: FixedClock) -> None:
    save(store, clock, FULL)
    first = corrections.Correction("kuja 1", Place(24.0, 60.0), "e1")
    second = replace(first, place=Place(24.5, 60.5))
    learn = corrections.learn
    for one, key in ((first, "a"), (second, "b")):
        do(store, lambda s, o=one, k=key: learn(s, DEPOT, o, origin(k), clock.now()))
    assert store.ask(lambda s: corrections.all_of(s, DEPOT)).result() == [second]
    own = replace(first, customer="c1", address="Kuja 2")
    do(store, lambda s: learn(s, DEPOT, own, origin("c"), clock.now()))
    pins = {"kuja 1": (24.5, 60.5), "c1@kuja 1": (24.0, 60.0)}
    assert store.ask(lambda s: corrections.known(s, DEPOT)).result() == pins
    for key in ("d", "e"):
        do(
            store,
            lambda s, k=key: corrections.forget(
                s, DEPOT, "kuja 1", "", origin(k), clock.now()
            ),
        )
    assert store.ask(lambda s: corrections.all_of(s, DEPOT)).result() == [own]
    for _ in range(2):
        do(store, lambda s: operators.enrol(s, ActorId("ann"), clock.now()))
    assert store.ask(operators.known).result() == ["ann"]
