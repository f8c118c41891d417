"""A cabinet in memory with the physics a test can script, and an oracle that counts."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from console.custody.deposits import Deposits
from console.custody.doors import Doors
from console.custody.openings import Door
from console.custody.pickups import Pickups
from console.custody.rules import rules
from console.domain.depot_model import DepotModel
from console.domain.ids import (
    ActorId,
    CabinetId,
    CompartmentId,
    DepotId,
    IdempotencyKey,
    ParcelId,
    SiteId,
    SizeClassId,
    StationId,
)
from console.domain.origin import Origin
from console.domain.parcel import Parcel, Person, Size
from console.domain.place import Place
from console.domain.site import Cabinet, Compartment, Connection, Site, SizeClass
from console.domain.vehicle import Depot
from console.storage import depots, manifests, service_days
from console.storage.store import Store
from hardware.cabinet import (
    BoardCounters,
    DoorAddress,
    DoorState,
    LinkReport,
    LinkState,
    Listener,
    Observation,
    OpenCommand,
    OpenResult,
    Reason,
    Verdict,
)

KEY = b"k" * 32
DEPOT = DepotId("d")
FRAME = CabinetId("c")
DOORS = 4


class FixedClock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **much: float) -> None:
        self.at += timedelta(**much)


class Outcome(StrEnum):
    NORMAL = "normal"
    OPENED_AND_SHUT = "opened and shut"
    JAMMED = "jammed"
    REPLY_LOST = "reply lost"
    SENSOR_MUTE = "sensor mute"
    COMMAND_LOST = "command lost"
    """Nobody knows, and in truth the door never moved."""
    SENSOR_STUCK = "sensor stuck"
    """It opened; its sensor says closed for ever."""


class Crash(Exception):
    """The process ends here."""


@dataclass
class Box:
    """One door as it really is."""

    outcome: Outcome = Outcome.NORMAL
    open: bool = False
    parcel: bool = False
    pulses: int = 0
    ever_opened: bool = False
    mute: bool = False


@dataclass
class World:
    """Doors, and the person who stands before them. `putting` says what they do."""

    boxes: dict[DoorAddress, Box] = field(
        default_factory=lambda: {DoorAddress(0, n): Box() for n in range(1, DOORS + 1)}
    )
    putting: bool = True
    shuts: bool = True
    crash_before_pulse: bool = False
    crash_after_pulse: bool = False

    def box(self, lock: int) -> Box:
        return self.boxes[DoorAddress(0, lock)]

    def shut(self, box: Box) -> None:
        """What the person does at an open door, then shuts it."""
        if box.open:
            box.parcel = self.putting
            box.open = False


class MemoryCabinet:
    """Implements hardware.cabinet.Cabinet on a World."""

    def __init__(self, world: World, clock: FixedClock) -> None:
        self.world = world
        self.clock = clock
        self.results: dict[str, OpenResult] = {}

    def _see(self, address: DoorAddress) -> Observation:
        box = self.world.boxes[address]
        state = DoorState.OPEN if box.open else DoorState.CLOSED
        if box.mute:
            state = DoorState.UNKNOWN
        elif box.outcome is Outcome.SENSOR_STUCK:
            state = DoorState.CLOSED
        return Observation(address, state, None, self.clock.now())

    async def open(self, command: OpenCommand) -> OpenResult:
        await asyncio.sleep(0)
        if command.id in self.results:
            return self.results[command.id]
        if self.world.crash_before_pulse:
            raise Crash
        box = self.world.boxes[command.address]
        before = self._see(command.address)
        if before.state is not DoorState.CLOSED and not command.even_if_open:
            return self._result(command, Verdict.ALREADY_OPEN, Reason.ALREADY_OPEN)
        box.pulses += 1
        if box.outcome not in {Outcome.JAMMED, Outcome.COMMAND_LOST}:
            box.open = box.ever_opened = True
        if box.outcome in {Outcome.OPENED_AND_SHUT, Outcome.SENSOR_STUCK}:
            self.world.shut(box)
        box.mute = box.outcome is Outcome.SENSOR_MUTE
        if self.world.crash_after_pulse:
            raise Crash
        match box.outcome:
            case Outcome.JAMMED | Outcome.SENSOR_STUCK:
                return self._result(command, Verdict.NOT_OPENED, Reason.NOT_SEEN_OPEN)
            case Outcome.REPLY_LOST | Outcome.SENSOR_MUTE | Outcome.COMMAND_LOST:
                return self._result(command, Verdict.UNKNOWN, Reason.NO_ANSWER)
            case _:
                return self._result(command, Verdict.OPENED, Reason.NONE)

    def _result(
        self, command: OpenCommand, verdict: Verdict, reason: Reason
    ) -> OpenResult:
        pulsed = verdict not in {Verdict.ALREADY_OPEN, Verdict.REFUSED}
        seen = self._see(command.address)
        result = OpenResult(command.id, verdict, pulsed, seen, reason, self.clock.now())
        self.results[command.id] = result
        return result

    async def observe(self, address: DoorAddress) -> Observation:
        await asyncio.sleep(0)
        return self._see(address)

    async def wait_closed(self, address: DoorAddress, timeout_s: float) -> Observation:
        await asyncio.sleep(0)
        if self.world.shuts:
            self.world.shut(self.world.boxes[address])
        return self._see(address)

    def last(self, address: DoorAddress) -> Observation | None:
        return self._see(address)

    def doors(self) -> Sequence[DoorAddress]:
        return tuple(self.world.boxes)

    def link(self) -> LinkReport:
        return LinkReport(LinkState.ANSWERING, 0.0)

    def counters(self) -> Sequence[BoardCounters]:
        return ()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        return lambda: None


def compartment(lock: int) -> CompartmentId:
    return CompartmentId(f"c/{lock}")


def origin(key: str, actor: str = "ann", station: str = "desk") -> Origin:
    return Origin(ActorId(actor), StationId(station), IdempotencyKey(key))


def model() -> DepotModel:
    """A depot with one cabinet of four doors."""
    small = SizeClassId("S")
    return DepotModel(
        Depot(DEPOT, "Depot", "Europe/Helsinki", Place(24.9, 60.2)),
        (SizeClass(small, Size(600, 400, 100)),),
        (Site(SiteId("s"), "Site", Place(24.95, 60.17)),),
        (Cabinet(FRAME, SiteId("s"), "A", Connection.BUS, "cu16"),),
        tuple(
            Compartment(compartment(n), FRAME, n, small, 0, n, 0, n)
            for n in range(1, DOORS + 1)
        ),
    )


def parcel(name: str) -> Parcel:
    return Parcel(ParcelId(name), Size(300, 200, 90), 900, Person("A", "B 1"), (name,))


def fill(session, clock: FixedClock, count: int = 6) -> None:
    """The depot, its day, and parcels p0, p1, ..."""
    depots.save(session, model(), origin("setup"), clock.now())
    day = service_days.open_day(session, DEPOT, clock.now().date())
    some = [parcel(f"p{n}") for n in range(count)]
    manifests.upsert(session, day.id, some, origin("manifest"), clock.now())


class Desk:
    """Everything of one run of the program over one file."""

    def __init__(self, store, clock: FixedClock, world: World) -> None:
        self.store: Store = store
        self.clock = clock
        self.world = world
        self.cabinet = MemoryCabinet(world, clock)
        self.doors = Doors(store, clock, self.find, rules(KEY), left_open_s=1)
        self.deposits = Deposits(store, clock, self.doors, KEY)
        self.pickups = Pickups(clock, self.doors, KEY)

    def find(self, name: CompartmentId) -> Door | None:
        return Door(self.cabinet, DoorAddress(0, int(name.split("/")[1])))
