"""A crash at every step of an opening, with every physical outcome: no second pulse, no
opening without a record, no false claim of custody."""

import asyncio
from pathlib import Path

import pytest

from console.custody.deposits import Wish
from console.domain.deposit import DepositState
from console.domain.ids import ParcelId
from console.domain.parcel import ParcelState
from console.domain.site import Custody
from console.storage import compartments, deposits, intents, journal, parcels
from console.storage.intents import IntentState
from console.storage.store import Store
from tests.custody.world import (
    FRAME,
    Crash,
    Desk,
    FixedClock,
    Outcome,
    World,
    compartment,
    origin,
)

BOX = compartment(1)
POINTS = (
    "before intended",
    "after intended",
    "before sent",
    "before pulse",
    "after pulse",
    "before verdict",
    "after verdict",
    "before end",
    "after end",
    "never",
)
WRITES = {"intended": 1, "sent": 2, "verdict": 3, "end": 4}


class CrashingStore:
    """A store in whose process the n-th write from now is the last thing to happen."""

    def __init__(self, store: Store, point: str) -> None:
        self.store = store
        when, _, what = point.partition(" ")
        self.before = WRITES.get(what) if when == "before" else None
        self.after = WRITES.get(what) if when == "after" else None
        self.count = 0
        self.dead = False

    async def write(self, unit):
        self.count += 1
        if self.dead or self.count == self.before:
            self.dead = True
            raise Crash
        answer = await self.store.write(unit)
        if self.count == self.after:
            self.dead = True
            raise Crash
        return answer

    async def read(self, query):
        return await self.store.read(query)


async def _deposit(desk: Desk, key: str):
    wish = Wish((ParcelId("p0"),), (BOX,), "p0")
    return await (await desk.deposits.place(wish, origin(key))).closed()


@pytest.mark.parametrize(
    ("purpose", "outcome"),
    # A pickup past a sensor that is stuck looks like a jam: the recipient tries again.
    [("deposit", one) for one in Outcome]
    + [("pickup", one) for one in Outcome if one is not Outcome.SENSOR_STUCK],
)
@pytest.mark.parametrize("point", POINTS)
def test_crash(database: Path, point: str, outcome: Outcome, purpose: str) -> None:
    clock, world = FixedClock(), World()
    box = world.box(1)

    async def first(store: Store) -> None:
        code = ""
        if purpose == "pickup":
            ended = await _deposit(Desk(store, clock, world), "before")
            code = ended.result.code
            world.putting = False
            box.pulses, box.ever_opened = 0, False
        box.outcome = outcome
        world.crash_before_pulse = point == "before pulse"
        world.crash_after_pulse = point == "after pulse"
        desk = Desk(CrashingStore(store, point), clock, world)
        try:
            if purpose == "deposit":
                await _deposit(desk, "wish")
            else:
                passage = await desk.pickups.enter(FRAME, code, origin("wish"))
                await passage.closed()
        except Crash:
            pass
        await desk.doors.finish(1)

    async def second(store: Store) -> None:
        world.crash_before_pulse = world.crash_after_pulse = False
        box.mute = False if outcome is Outcome.REPLY_LOST else box.mute
        desk = Desk(store, clock, world)
        await desk.doors.recover()
        assert await desk.doors.finish(5)
        again = await desk.doors.recover()
        assert not again.settled
        assert not again.watched

    for step in (first, second):
        store = Store.open(database, clock)
        asyncio.run(step(store))
        assert store.close()

    check(database, world, outcome, point, purpose)


def check(
    database: Path, world: World, outcome: Outcome, point: str, purpose: str
) -> None:
    """Holds what the records say against what is so."""
    box = world.box(1)
    assert box.pulses <= 1
    store = Store.open(database, FixedClock())

    def look(session):
        return (
            compartments.get(session, BOX),
            deposits.last_in(session, BOX),
            intents.by_key(session, "desk/wish"),
            parcels.get(session, ParcelId("p0")),
            journal.verify(session),
        )

    room, deposit, intent, parcel, chain = store.ask(look).result()
    store.close()
    assert chain.whole
    if box.ever_opened:
        assert intent is not None
        assert intent.state not in {IntentState.INTENDED, IntentState.EXPIRED}
    if intent is not None:
        assert not intent.state.live
        if intent.state is IntentState.IN_DOUBT:
            assert room.custody is Custody.SUSPECT
    # What is claimed is so.
    state = None if deposit is None else deposit.state
    if purpose == "deposit":
        placed = state is DepositState.PLACED
        assert not placed or (box.parcel and not box.open)
        assert placed == (parcel.state is ParcelState.DEPOSITED)
        assert placed == (room.custody is Custody.OCCUPIED)
    else:
        collected = state is DepositState.COLLECTED
        assert not collected or box.ever_opened
        assert collected == (parcel.state is ParcelState.COLLECTED)
        assert room.custody is not Custody.RESERVED
    if room.custody is Custody.FREE:
        assert not box.parcel
        assert not box.open
    if room.custody is Custody.OCCUPIED:
        assert box.parcel
    if point == "never" and outcome is Outcome.NORMAL:
        assert intent.state is IntentState.CLOSED
        wanted = DepositState.PLACED if purpose == "deposit" else DepositState.COLLECTED
        assert state is wanted


def test_how_often_a_person_has_to_look(desk: Desk) -> None:
    """Where the sensor tells, nobody has to."""

    async def run() -> dict[Outcome, IntentState]:
        ends: dict[Outcome, IntentState] = {}
        for lock, outcome in enumerate(
            (Outcome.NORMAL, Outcome.OPENED_AND_SHUT, Outcome.JAMMED), start=1
        ):
            desk.world.box(lock).outcome = outcome
            wish = Wish((ParcelId(f"p{lock}"),), (compartment(lock),), "r")
            passage = await desk.deposits.place(wish, origin(outcome))
            ends[outcome] = (await passage.closed()).intent.state
        return ends

    assert asyncio.run(run()) == {
        Outcome.NORMAL: IntentState.CLOSED,
        Outcome.OPENED_AND_SHUT: IntentState.CLOSED,
        Outcome.JAMMED: IntentState.FAILED,
    }


def test_an_inspection_cut_short_claims_nothing(database: Path) -> None:
    clock, world = FixedClock(), World()
    world.crash_after_pulse = True
    world.putting = False

    async def first(store: Store) -> None:
        desk = Desk(store, clock, world)
        with pytest.raises(Crash):
            await desk.doors.inspect(BOX, "noise", origin("i"), even_if_open=True)

    async def second(store: Store) -> None:
        world.crash_after_pulse = False
        recovered = await Desk(store, clock, world).doors.recover()
        assert [one.state for one in recovered.settled] == [IntentState.IN_DOUBT]

    for step in (first, second):
        store = Store.open(database, clock)
        asyncio.run(step(store))
        store.close()
    assert world.box(1).pulses == 1
