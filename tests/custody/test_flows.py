"""Deposits and pickups on whole days of one cabinet."""

import asyncio
from datetime import timedelta

import pytest

from console.custody import suspects
from console.custody.deposits import Wish
from console.custody.errors import (
    DoorBusy,
    NeedsAnother,
    NoneFree,
    NotPlaced,
    NotRunning,
    NotSuspect,
)
from console.custody.pickups import Refused
from console.custody.rules import CODE_READY
from console.custody.suspects import Found
from console.domain.code import Refusal, with_check
from console.domain.deposit import DepositState
from console.domain.events import EventKind
from console.domain.ids import ActorId, ParcelId
from console.domain.parcel import ParcelState
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Custody, Service
from console.storage import (
    codes,
    compartments,
    deposits,
    intents,
    journal,
    outbox,
    parcels,
)
from console.storage.intents import IntentState
from tests.custody.world import (
    FRAME,
    KEY,
    Desk,
    Outcome,
    compartment,
    origin,
)

P0 = ParcelId("p0")


def wish(*locks: int, of: str = "p0") -> Wish:
    return Wish((ParcelId(of),), tuple(map(compartment, locks)), of)


async def place(desk: Desk, key: str, *locks: int, of: str = "p0"):
    desk.world.putting = True
    ended = await (await desk.deposits.place(wish(*locks, of=of), origin(key))).closed()
    desk.world.putting = False
    return ended.result


async def custody(desk: Desk, lock: int) -> Custody:
    name = compartment(lock)
    return (await desk.store.read(lambda s: compartments.get(s, name))).custody


async def state(desk: Desk, name) -> DepositState:
    return (await desk.store.read(lambda s: deposits.get(s, name))).state


async def kinds(desk: Desk) -> list[EventKind]:
    return [e.kind for e in await desk.store.read(journal.events)]


def other_code(desk: Desk, not_this: str) -> str:
    return next(
        c for c in (with_check(f"{n:06d}") for n in range(100)) if c != not_this
    )


def test_deposit_and_pickup(desk: Desk) -> None:
    async def run() -> None:
        issued = await place(desk, "a", 1)
        assert await custody(desk, 1) is Custody.OCCUPIED
        (message,) = await desk.store.read(lambda s: outbox.due(s, desk.clock.now()))
        assert message.peer == CODE_READY
        assert issued.code not in message.body
        assert issued.code not in repr(issued)
        assert desk.deposits.unsealed(message.body) == (issued.deposit, issued.code)
        passage = await desk.pickups.enter(FRAME, issued.code, origin("b"))
        assert passage.intent.state is IntentState.OPENED
        assert await state(desk, issued.deposit) is DepositState.COLLECTED
        assert (await passage.closed()).intent.state is IntentState.CLOSED
        assert await custody(desk, 1) is Custody.FREE
        got = await desk.store.read(lambda s: parcels.get(s, P0))
        assert got.state is ParcelState.COLLECTED
        assert (await kinds(desk))[-11:] == [
            EventKind.OPENING_SENT,
            EventKind.DOOR_OPENED,
            EventKind.DOOR_CLOSED,
            EventKind.PARCEL_DEPOSITED,
            EventKind.CODE_ISSUED,
            EventKind.OPENING_INTENDED,
            EventKind.OPENING_SENT,
            EventKind.DOOR_OPENED,
            EventKind.DEPOSIT_COLLECTED,
            EventKind.DOOR_CLOSED,
            EventKind.COMPARTMENT_FREED,
        ]

    asyncio.run(run())


def test_the_code_is_nowhere_in_the_file(desk: Desk) -> None:
    async def run() -> str:
        return (await place(desk, "a", 1)).code

    plain = asyncio.run(run()).encode()
    desk.store.close()
    for file in desk.store.path.parent.iterdir():
        if file.is_file():
            assert plain not in file.read_bytes()


def test_three_times_the_same_wish(desk: Desk) -> None:
    async def run() -> None:
        joined = await asyncio.gather(
            *(desk.deposits.place(wish(1, 2), origin("a")) for _ in range(3))
        )
        assert len({passage.intent.id for passage in joined}) == 1
        ends = [await passage.closed() for passage in joined]
        late = await desk.deposits.place(wish(1, 2), origin("a"))
        assert late.intent.id == ends[0].intent.id
        assert (await late.closed()).result is None
        assert desk.world.box(1).pulses == 1
        assert desk.world.box(2).pulses == 0

    asyncio.run(run())


def test_a_compartment_is_promised_once(desk: Desk) -> None:
    async def run() -> None:
        first, second = await asyncio.gather(
            desk.deposits.place(wish(1, 2), origin("a")),
            desk.deposits.place(wish(1, 2, of="p1"), origin("b")),
        )
        chosen = {first.intent.compartment, second.intent.compartment}
        assert chosen == {compartment(1), compartment(2)}
        await first.closed()
        await second.closed()
        with pytest.raises(NoneFree):
            await desk.deposits.place(wish(1, 2, of="p2"), origin("c"))

    asyncio.run(run())


def test_out_of_service_is_not_used(desk: Desk) -> None:
    async def run() -> None:
        why = Reason(ReasonCode.HELD_BY_PERSON)
        name = compartment(1)
        await desk.store.write(
            lambda s: compartments.set_service(s, name, Service.OUT, why)
        )
        passage = await desk.deposits.place(wish(1, 3), origin("a"))
        assert passage.intent.compartment == compartment(3)
        await passage.closed()

    asyncio.run(run())


def test_a_jammed_door_and_another_one(desk: Desk) -> None:
    async def run() -> None:
        desk.world.box(1).outcome = Outcome.JAMMED
        passage = await desk.deposits.place(wish(1, 2), origin("a"))
        assert passage.intent.state is IntentState.FAILED
        assert await custody(desk, 1) is Custody.SUSPECT
        issued = await place(desk, "b", 1, 2)
        assert await state(desk, issued.deposit) is DepositState.PLACED
        assert await custody(desk, 2) is Custody.OCCUPIED

    asyncio.run(run())


def test_a_door_that_reads_open_is_left_alone(desk: Desk) -> None:
    async def run() -> None:
        desk.world.box(1).open = True
        passage = await desk.deposits.place(wish(1), origin("a"))
        assert passage.intent.state is IntentState.FAILED
        assert passage.intent.outcome == "reads_open"
        assert desk.world.box(1).pulses == 0
        assert await custody(desk, 1) is Custody.FREE
        looked = await desk.doors.inspect(
            compartment(1), "stuck?", origin("b"), even_if_open=True
        )
        assert desk.world.box(1).pulses == 1
        await looked.closed()

    asyncio.run(run())


def test_nobody_reaches_the_cabinet(desk: Desk) -> None:
    async def run() -> None:
        desk.doors._find = lambda _name: None
        passage = await desk.deposits.place(wish(1), origin("a"))
        assert passage.intent.outcome == "not_reachable"
        assert await custody(desk, 1) is Custody.FREE
        assert not await desk.store.read(intents.live)

    asyncio.run(run())


def test_left_open_is_in_doubt(desk: Desk) -> None:
    async def run() -> None:
        desk.world.shuts = False
        passage = await desk.deposits.place(wish(1), origin("a"))
        ended = await passage.closed()
        assert ended.intent.outcome == "left_open"
        assert ended.result is None
        assert await custody(desk, 1) is Custody.SUSPECT

    asyncio.run(run())


def test_busy_while_it_stands_open(desk: Desk) -> None:
    async def run() -> None:
        shut = asyncio.Event()
        inner = desk.cabinet.wait_closed

        async def wait(address, timeout_s):
            await shut.wait()
            return await inner(address, timeout_s)

        desk.cabinet.wait_closed = wait
        passage = await desk.deposits.place(wish(1), origin("a"))
        with pytest.raises(DoorBusy):
            await desk.doors.inspect(compartment(1), "look", origin("b"))
        waiting = asyncio.ensure_future(passage.closed())
        await asyncio.sleep(0)
        waiting.cancel()
        shut.set()
        assert (await passage.closed()).intent.state is IntentState.CLOSED

    asyncio.run(run())


def test_whoever_stops_waiting_stops_nothing(desk: Desk) -> None:
    async def run() -> None:
        asked = asyncio.ensure_future(desk.deposits.place(wish(1), origin("a")))
        await asyncio.sleep(0)
        asked.cancel()
        assert await desk.doors.finish(5)
        assert await custody(desk, 1) is Custody.OCCUPIED
        with pytest.raises(NotRunning):
            await desk.deposits.place(wish(2), origin("b"))

    asyncio.run(run())


def test_wrong_codes(desk: Desk) -> None:
    async def run() -> None:
        issued = await place(desk, "a", 1)
        wrong = other_code(desk, issued.code)
        enter = desk.pickups.enter
        for n in range(3):
            told = await enter(FRAME, issued.code[::-1] + "0", origin(f"m{n}"))
            assert told == Refused(Refusal.MISTYPED)
        for n in range(5):
            told = await enter(FRAME, wrong, origin(f"w{n}"))
            again = await enter(FRAME, wrong, origin(f"w{n}"))
            assert told == again
            assert told.why is Refusal.WRONG
        assert told.until == desk.clock.now() + timedelta(minutes=1)
        refused = await enter(FRAME, issued.code, origin("r1"))
        assert refused.why is Refusal.LOCKED_OUT
        elsewhere = await enter(FRAME, issued.code, origin("r2", station="pad"))
        assert elsewhere.why is Refusal.LOCKED_OUT
        assert (await kinds(desk)).count(EventKind.CODE_REFUSED) == 5
        assert (await kinds(desk)).count(EventKind.CODE_LOCKED_OUT) == 1
        # A restart forgets nothing.
        count = await desk.store.read(
            lambda s: codes.throttle_of(s, codes.Scope.CABINET, FRAME)
        )
        assert count.wrong == 5
        desk.clock.pass_by(minutes=1)
        passage = await enter(FRAME, issued.code, origin("r3"))
        await passage.closed()
        told = await enter(FRAME, wrong, origin("w9"))
        assert told.until == desk.clock.now() + timedelta(minutes=2)

    asyncio.run(run())


def test_grace(desk: Desk) -> None:
    async def run() -> None:
        issued = await place(desk, "a", 1)
        enter = desk.pickups.enter
        await (await enter(FRAME, issued.code, origin("b"))).closed()
        desk.clock.pass_by(seconds=170)
        passage = await enter(FRAME, issued.code, origin("c"))
        assert passage.intent.state is IntentState.OPENED
        await passage.closed()
        assert (await kinds(desk)).count(EventKind.DEPOSIT_COLLECTED) == 1
        assert EventKind.DOOR_REOPENED in await kinds(desk)
        desk.clock.pass_by(seconds=20)
        late = await enter(FRAME, issued.code, origin("d"))
        assert late.why is Refusal.WRONG
        assert desk.world.box(1).pulses == 3

    asyncio.run(run())


def test_grace_ends_when_somebody_elses_parcels_lie_there(desk: Desk) -> None:
    async def run() -> None:
        issued = await place(desk, "a", 1)
        await (await desk.pickups.enter(FRAME, issued.code, origin("b"))).closed()
        await place(desk, "c", 1, of="p1")
        told = await desk.pickups.enter(FRAME, issued.code, origin("d"))
        assert told == Refused(Refusal.SPENT)

    asyncio.run(run())


def test_deadline_extension_and_reissue(desk: Desk) -> None:
    async def run() -> None:
        issued = await place(desk, "a", 1)
        enter = desk.pickups.enter
        desk.clock.pass_by(hours=72)
        assert await enter(FRAME, issued.code, origin("b")) == Refused(Refusal.EXPIRED)
        late = await desk.store.read(lambda s: deposits.overdue(s, desk.clock.now()))
        assert [one.id for one in late] == [issued.deposit]
        until = desk.clock.now() + timedelta(hours=5)
        for _ in range(2):
            one = await desk.deposits.extend(issued.deposit, until, origin("c"))
            assert one.deadline == until
        fresh = await desk.deposits.reissue(issued.deposit, origin("d"))
        assert await desk.deposits.reissue(issued.deposit, origin("d")) is None
        assert fresh.code != issued.code
        assert (await enter(FRAME, issued.code, origin("e"))).why is Refusal.WRONG
        await (await enter(FRAME, fresh.code, origin("f"))).closed()
        assert await state(desk, issued.deposit) is DepositState.COLLECTED

    asyncio.run(run())


def test_pull(desk: Desk) -> None:
    async def run() -> None:
        issued = await place(desk, "a", 1)
        passage = await desk.deposits.pull(issued.deposit, "overdue", origin("b"))
        await passage.closed()
        assert await state(desk, issued.deposit) is DepositState.PULLED
        assert await custody(desk, 1) is Custody.FREE
        told = await desk.pickups.enter(FRAME, issued.code, origin("c"))
        assert told.why is Refusal.WRONG
        with pytest.raises(NotPlaced):
            await desk.deposits.pull(issued.deposit, "again", origin("d"))

    asyncio.run(run())


@pytest.mark.parametrize("found", Found)
@pytest.mark.parametrize("under_way", ["deposit", "pickup", "nothing"])
def test_a_person_ends_the_doubt(desk: Desk, found: Found, under_way: str) -> None:
    async def run() -> None:
        box, code = desk.world.box(1), ""
        if under_way == "pickup":
            code = (await place(desk, "a", 1)).code
        box.outcome = Outcome.REPLY_LOST
        if under_way == "deposit":
            await (await desk.deposits.place(wish(1), origin("b"))).closed()
        elif under_way == "pickup":
            await (await desk.pickups.enter(FRAME, code, origin("b"))).closed()
            told = await desk.pickups.enter(FRAME, code, origin("b2"))
            assert told == Refused(Refusal.IN_DOUBT)
        else:
            await (await desk.doors.inspect(compartment(1), "?", origin("b"))).closed()
        assert await custody(desk, 1) is Custody.SUSPECT

        async def settle(second: str, key: str = "s"):
            return await suspects.settle(
                desk.store,
                desk.clock,
                KEY,
                compartment(1),
                found,
                origin(key),
                ActorId(second),
            )

        with pytest.raises(NeedsAnother):
            await settle("ann")
        if under_way == "nothing" and found is Found.PARCELS:
            with pytest.raises(NotSuspect):
                await settle("bob")
            assert await custody(desk, 1) is Custody.SUSPECT
            return
        issued = await settle("bob")
        assert await settle("bob") is None
        with pytest.raises(NotSuspect):
            await settle("bob", "other")
        lies = found is Found.PARCELS
        assert await custody(desk, 1) is (Custody.OCCUPIED if lies else Custody.FREE)
        assert (issued is not None) == (lies and under_way == "deposit")
        one = await desk.store.read(lambda s: deposits.last_in(s, compartment(1)))
        wanted = {
            ("deposit", True): DepositState.PLACED,
            ("deposit", False): DepositState.FAILED,
            ("pickup", True): DepositState.PLACED,
            ("pickup", False): DepositState.COLLECTED,
        }
        if one is not None:
            assert one.state is wanted[under_way, lies]

    asyncio.run(run())
