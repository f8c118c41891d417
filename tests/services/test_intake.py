"""Parcels come in once, are held where nobody can be sure, and are remembered."""

import csv
import io

from console.domain.events import EventKind
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState
from console.domain.place import Place
from console.domain.reasons import ReasonCode
from console.services.intake import Intake
from console.storage import corrections, journal, parcels
from tests.flows.live import morning
from tests.services.conftest import Room

P1, P2 = ParcelId("P00001"), ParcelId("P00002")
NOWHERE = "Olematonkuja 999"


def edited(data: bytes, row: int, **changes: str) -> bytes:
    """The manifest with some fields of one row changed."""
    reader = csv.DictReader(io.StringIO(data.decode()))
    rows = list(reader)
    rows[row].update(changes)
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or [])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def one(room: Room, name: ParcelId):
    return await room.store.read(lambda session: parcels.get(session, name))


async def kinds(room: Room) -> list[EventKind]:
    events = await room.store.read(journal.events)
    return [event.kind for event in events]


async def test_the_same_manifest_again_changes_nothing(room: Room) -> None:
    open_day = await room.day()
    first = await room.take(morning(20), open_day)
    assert (len(first.taken.new), first.held) == (20, ())
    before = (await room.days.look(open_day)).parcels
    assert all(parcel.place is not None for parcel in before)
    again = await room.take(morning(20), open_day)
    assert len(again.taken.unchanged) == 20
    assert again.taken.new == again.taken.updated == ()
    assert (await room.days.look(open_day)).parcels == before
    said = await kinds(room)
    assert said.count(EventKind.PARCEL_IMPORTED) == 20
    assert said.count(EventKind.MANIFEST_IMPORTED) == 2


async def test_the_same_wish_again_is_one_import(room: Room) -> None:
    open_day = await room.day()
    for _ in range(2):
        await room.take(morning(5), open_day, "import")
    assert (await kinds(room)).count(EventKind.MANIFEST_IMPORTED) == 1


async def test_an_edited_row_updates_its_parcel_and_says_so(room: Room) -> None:
    open_day = await room.day()
    await room.take(morning(5), open_day)
    before = await one(room, P2)
    told = await room.take(edited(morning(5), 1, mass_kg="1.44"), open_day)
    assert told.taken.updated == (P2,)
    assert len(told.taken.unchanged) == 4
    after = await one(room, P2)
    assert (before.mass_g, after.mass_g) == (440, 1440)
    assert (await kinds(room)).count(EventKind.PARCEL_UPDATED) == 1


async def test_what_is_not_sure_is_held_until_a_person_knows(room: Room) -> None:
    open_day = await room.day()
    data = edited(morning(5), 0, street=NOWHERE)
    told = await room.take(data, open_day)
    assert told.held == (P1,)
    held = await one(room, P1)
    assert held.state is ParcelState.HELD
    assert held.reason is not None
    assert held.reason.code in {
        ReasonCode.ADDRESS_NOT_FOUND,
        ReasonCode.ADDRESS_UNSURE,
    }
    place = Place(24.9410, 60.1690)
    await room.intake.correct(P1, place, open_day, room.origin())
    right = await one(room, P1)
    assert (right.state, right.place, right.reason) == (ParcelState.READY, place, None)

    # The same address on another parcel is known from now on.
    later = edited(edited(morning(7), 6, street=NOWHERE), 0, street=NOWHERE)
    first_row = next(csv.DictReader(io.StringIO(data.decode())))
    later = edited(
        later, 6, postcode=first_row["postcode"], city=first_row["city"], unit=""
    )
    told = await room.take(later, open_day)
    assert told.held == ()
    assert (await one(room, ParcelId("P00007"))).place == place
    assert (await one(room, P1)).state is ParcelState.READY


async def test_what_a_person_holds_stays_held(room: Room) -> None:
    open_day = await room.day()
    await room.take(morning(3), open_day)
    await room.intake.hold([P1], room.origin("hold"))
    await room.take(morning(3), open_day)
    held = await one(room, P1)
    assert held.state is ParcelState.HELD
    assert held.reason is not None
    assert held.reason.code is ReasonCode.HELD_BY_PERSON
    await room.intake.release([P1], room.origin("release"))
    assert (await one(room, P1)).state is ParcelState.READY
    await room.intake.hold([P1], room.origin("hold"))
    assert (await one(room, P1)).state is ParcelState.READY


async def test_only_what_is_held_is_released(room: Room) -> None:
    open_day = await room.day()
    await room.take(morning(3), open_day)
    await room.dispatch.deliver(P1, room.origin())
    await room.intake.release([P1], room.origin())
    await room.intake.correct(P1, Place(24.94, 60.17), open_day, room.origin())
    assert (await one(room, P1)).state is ParcelState.DELIVERED


def at_one_house(**ids: str) -> bytes:
    """Two parcels of two people at one house that the map lacks."""
    data = morning(2)
    for row, name in enumerate(("first", "second")):
        where = {"street": NOWHERE, "postcode": "00100", "unit": f"{row} tv"}
        data = edited(data, row, **where, **({"id": ids[name]} if ids else {}))
    return data


async def test_one_customers_door_is_not_everybodys(room: Room) -> None:
    room.intake = Intake(room.store, room.clock, room.workers.region, b"secret")
    open_day = await room.day()
    await room.take(at_one_house(), open_day)
    yard, front = Place(24.93, 60.17), Place(24.94, 60.17)
    correct, forget = room.intake.correct, room.intake.forget
    await correct(P1, yard, open_day, room.origin(), for_customer=True)
    await room.take(at_one_house(first="A1", second="A2"), open_day)
    assert (await one(room, ParcelId("A1"))).place == yard
    assert (await one(room, ParcelId("A2"))).place is None
    await correct(P2, front, open_day, room.origin(), address="Front 1")
    await room.take(at_one_house(first="B1", second="B2"), open_day)
    assert (await one(room, ParcelId("B1"))).place == yard
    assert (await one(room, ParcelId("B2"))).place == front
    assert await forget(P1, open_day, room.origin(), for_customer=True)
    assert not await forget(P1, open_day, room.origin(), for_customer=True)
    await room.take(at_one_house(first="C1", second="C2"), open_day)
    assert (await one(room, ParcelId("C1"))).place == front
    kept = await room.store.read(lambda s: corrections.all_of(s, open_day.day.depot))
    assert [(k.customer, k.place, k.address) for k in kept] == [("", front, "Front 1")]
    assert "tv" not in kept[0].text
    assert (await kinds(room)).count(EventKind.CORRECTION_FORGOTTEN) == 1


async def test_a_post_box_is_no_door(room: Room) -> None:
    open_day = await room.day()
    await room.take(edited(morning(3), 0, street="PL 12"), open_day)
    reason = (await one(room, P1)).reason
    assert reason is not None
    assert (reason.code, reason.args) == (ReasonCode.ADDRESS_POST_BOX, ("12",))


async def test_a_unit_in_the_street_line_reaches_the_courier(room: Room) -> None:
    open_day = await room.day()
    data = edited(morning(5), 0, street="c/o Olsen, Bulevardi 1, 3. krs as 12")
    data = edited(data, 1, street="Yrjönkatu 10", unit="A 4")
    data = edited(data, 2, street="Olematonkuja 999 as 3")
    await room.take(data, open_day)
    person = (await one(room, P1)).person
    assert (person.street, person.unit) == ("c/o Olsen, Bulevardi 1", "3. krs as 12")
    assert (await one(room, P2)).person.unit == "A 4"
    held = await one(room, ParcelId("P00003"))
    assert held.state is ParcelState.HELD
    assert (held.person.street, held.person.unit) == ("Olematonkuja 999", "as 3")
    again = await room.take(data, open_day)
    assert len(again.taken.unchanged) == 5


async def test_what_is_said_of_a_parcel_with_a_unit_is_remembered(room: Room) -> None:
    open_day = await room.day()
    data = edited(morning(3), 0, street=f"{NOWHERE} B 34")
    assert (await room.take(data, open_day)).held == (P1,)
    place = Place(24.9410, 60.1690)
    await room.intake.correct(P1, place, open_day, room.origin())
    told = await room.take(data, open_day, "again")
    assert told.held == ()
    assert (await one(room, P1)).place == place
