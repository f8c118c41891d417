"""Deposits, pickups, faults, restarts and doubts in any order: the records are true."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from console.custody import suspects
from console.custody.deposits import Wish
from console.custody.doors import Passage
from console.custody.errors import NoneFree
from console.custody.suspects import Found
from console.domain.code import Refusal, with_check
from console.domain.deposit import DepositState
from console.domain.ids import ActorId, ParcelId
from console.domain.site import Custody
from console.storage import compartments, deposits, intents, journal
from console.storage.store import Store
from tests.custody.world import (
    DOORS,
    FRAME,
    KEY,
    Desk,
    FixedClock,
    Outcome,
    World,
    compartment,
    fill,
    origin,
)

LOCKS = st.lists(st.integers(1, DOORS), min_size=1, max_size=DOORS, unique=True)

VISIBLE = [one for one in Outcome if one is not Outcome.SENSOR_STUCK]
"""A pickup past a stuck sensor looks like a jam: the recipient tries again."""


class Depot(RuleBasedStateMachine):
    """A desk, a cabinet, and a person who does as asked."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock, self.world = FixedClock(), World()
        self.codes: dict[str, str] = {}
        self.wishes = 0
        self.start()

    def start(self) -> None:
        self.store = Store.open(self.folder / "lockyard.db", self.clock)
        self.desk = Desk(self.store, self.clock, self.world)

    @initialize()
    def set_up(self) -> None:
        self.store.submit(lambda session: fill(session, self.clock, 40)).result()

    def teardown(self) -> None:
        chain = self.store.ask(journal.verify).result()
        self.store.close()
        shutil.rmtree(self.folder)
        assert chain.whole

    def key(self) -> str:
        self.wishes += 1
        return f"w{self.wishes}"

    @rule(locks=LOCKS, outcome=st.sampled_from(Outcome))
    def place(self, locks: list[int], outcome: Outcome) -> None:
        name = ParcelId(f"p{self.wishes % 40}")
        wish = Wish((name,), tuple(map(compartment, locks)), name)
        self.world.putting = True
        for lock in locks:
            self.world.box(lock).outcome = outcome
        asked = origin(self.key())

        async def run() -> None:
            try:
                passage = await self.desk.deposits.place(wish, asked)
            except NoneFree:
                return
            ended = await passage.closed()
            if ended.result is not None:
                self.codes[ended.result.deposit] = ended.result.code
            again = await self.desk.deposits.place(wish, asked)
            assert again.intent.id == passage.intent.id

        asyncio.run(run())

    @precondition(lambda self: self.codes)
    @rule(pick=st.randoms(use_true_random=False), outcome=st.sampled_from(VISIBLE))
    def collect(self, pick, outcome: Outcome) -> None:
        name = pick.choice(sorted(self.codes))
        self.world.putting = False
        for box in self.world.boxes.values():
            box.outcome = outcome

        async def run() -> None:
            code = self.codes[name]
            before = await self.store.read(lambda s: deposits.get(s, name))
            told = await self.desk.pickups.enter(FRAME, code, origin(self.key()))
            if isinstance(told, Passage):
                assert told.intent.deposit == name
                await told.closed()
            elif before.state is DepositState.PLACED:
                assert told.why in {
                    Refusal.IN_DOUBT,
                    Refusal.EXPIRED,
                    Refusal.LOCKED_OUT,
                }

        asyncio.run(run())

    @rule(number=st.integers(0, 30))
    def guess(self, number: int) -> None:
        typed = with_check(f"{number:06d}")
        if typed in self.codes.values():
            return
        told = asyncio.run(self.desk.pickups.enter(FRAME, typed, origin(self.key())))
        assert told.why in {Refusal.WRONG, Refusal.LOCKED_OUT}

    @rule(minutes=st.sampled_from([1, 2, 60, 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.clock.pass_by(minutes=minutes)

    @rule()
    def restart(self) -> None:
        assert self.store.close()
        self.start()
        recovered = asyncio.run(self.desk.doors.recover())
        assert not recovered.settled

    @rule(lock=st.integers(1, DOORS))
    def settle(self, lock: int) -> None:
        name, box = compartment(lock), self.world.box(lock)
        room = self.store.ask(lambda s: compartments.get(s, name)).result()
        if room.custody is not Custody.SUSPECT:
            return
        box.mute = box.open = False
        box.outcome = Outcome.NORMAL
        live = self.store.ask(lambda s: deposits.live_in(s, name)).result()
        if live is None:
            # Whoever looks takes out what no record knows.
            box.parcel = False
        found = Found.PARCELS if box.parcel else Found.EMPTY
        second = ActorId("bob")
        asked = origin(self.key())
        issued = asyncio.run(
            suspects.settle(self.store, self.clock, KEY, name, found, asked, second)
        )
        if issued is not None:
            self.codes[issued.deposit] = issued.code

    @invariant()
    def true(self) -> None:
        """What is written is so."""

        def look(session):
            rooms = compartments.of_cabinet(session, FRAME)
            return (
                [(room, deposits.live_in(session, room.id)) for room in rooms],
                intents.live(session),
                [e for e in journal.events(session) if e.kind == "opening_sent"],
            )

        rooms, live, sent = self.store.ask(look).result()
        assert not live
        assert sum(box.pulses for box in self.world.boxes.values()) <= len(sent)
        for room, deposit in rooms:
            box = self.world.box(room.door)
            if room.custody is Custody.FREE:
                assert deposit is None
                assert not box.parcel
                assert not box.open
            if room.custody is Custody.OCCUPIED:
                assert deposit is not None
                assert deposit.state is DepositState.PLACED
                assert box.parcel
                assert not box.open
            assert room.custody is not Custody.RESERVED


Depot.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestDepot = Depot.TestCase
