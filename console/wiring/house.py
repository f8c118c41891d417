"""The composition root: makes everything, starts it in order, stops it in reverse.

    directory lock, store -> buses -> region, planner -> custody, services -> recovery

Desk and command line use the same house. Each owner has a deadline when it ends; what
misses it is named in the log and ended. Nothing is left running.
"""

import asyncio
import itertools
import logging
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from console.custody.deposits import Deposits as DepositCustody
from console.custody.doors import Doors as DoorCustody
from console.custody.openings import Recovered
from console.custody.pickups import Pickups as PickupCustody
from console.custody.rules import rules
from console.domain.clock import Clock, milliseconds
from console.domain.depot_edits import DepotEdit
from console.domain.depot_model import DepotModel
from console.domain.ids import ActorId, CabinetId, DepotId, IdempotencyKey, StationId
from console.domain.origin import Origin
from console.domain.site import Observed
from console.services.changing.changes import Changes
from console.services.days import DayBook
from console.services.deposits import Deposits
from console.services.depots import DepotChanged, Depots
from console.services.dispatch import Dispatch
from console.services.doors import Doors, Seen
from console.services.drafting.bench import Bench
from console.services.drafting.plans import Plans
from console.services.intake import Intake
from console.services.overview import Days
from console.services.pickups import Pickups
from console.services.prospects import Prospects
from console.services.waves import Waves
from console.services.whatif import WhatIf
from console.storage.directory import DataDirectory
from console.storage.keys import pickup_key, system_store
from console.storage.store import Store
from console.wiring.cabinets import Cabinets
from console.wiring.planner import PlannerProcess
from console.wiring.region import RegionProcess
from hardware.cabinet import DoorEvent, DoorEventKind, Frame
from hardware.simulator.doors import Habits

log = logging.getLogger(__name__)

type Heard = Callable[[CabinetId, DoorEvent | Frame], None]

DOOR_EVENTS = {
    DoorEventKind.OPENED: Observed.OPEN,
    DoorEventKind.OPENED_WITHOUT_COMMAND: Observed.OPEN,
    DoorEventKind.LEFT_OPEN: Observed.OPEN,
    DoorEventKind.CLOSED: Observed.CLOSED,
}
BUS_ACTOR = ActorId("bus")


@dataclass(frozen=True, slots=True)
class Where:
    """What a house is made of: folders, and which cabinets it reaches.

    `simulate` puts simulated cabinets with these habits behind every frame; otherwise
    `wired` says whether the ports the depot names are opened. `pickup_codes_in_file`
    keeps the key of the codes beside the database even where the system has a key
    store: for data that is thrown away. `store_url` names another database than the
    one in `data`.
    """

    data: Path
    region: Path
    cache: Path
    station: StationId
    simulate: Habits | None = None
    wired: bool = True
    pickup_codes_in_file: bool = False
    store_url: str = ""


class House:
    """Everything that runs, and the services on it."""

    def __init__(self, where: Where, clock: Clock) -> None:
        """Use `open`."""
        self.where = where
        self.clock = clock
        self.recovered: Recovered | None = None
        self.listeners: list[Heard] = []
        """Called on the loop with everything heard from cabinets."""
        self._stack = AsyncExitStack()
        self._numbers = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._started_ms = milliseconds(clock.now())

    @classmethod
    async def open(
        cls,
        where: Where,
        clock: Clock,
        *,
        starting: Callable[[int, int], None] = lambda _done, _total: None,
        planner_ready: Callable[[], None] = lambda: None,
        gone: Callable[[str], None] = lambda _name: None,
    ) -> Self:
        """Starts everything; what cannot be opened is raised and nothing is left.

        `starting` and `planner_ready` tell how far the planner is, `gone` names a
        process of ours that ended by itself.
        """
        house = cls(where, clock)
        try:
            await house._start(starting, planner_ready, gone)
        except BaseException:
            await house.close()
            raise
        return house

    def origin(self, actor: str = "desk", key: str = "") -> Origin:
        """A wish spoken now at this station; without a key it is one of its own."""
        name = key or f"{self._started_ms}.{next(self._numbers)}"
        return Origin(ActorId(actor), self.where.station, IdempotencyKey(name))

    async def adopt(self, model: DepotModel, origin: Origin) -> None:
        """Makes the depot be this model and reaches its cabinets."""
        await self.depots.adopt(model, origin)
        await self.cabinets.stop()
        await self._reach(model)

    async def change(
        self, depot: DepotId, edit: DepotEdit, origin: Origin
    ) -> DepotChanged:
        """Makes one change to a depot; cabinets are reached anew where they differ."""
        before = await self.depots.model(depot)
        changed = await self.depots.change(depot, edit, origin)
        if _wires(before) != _wires(changed.model):
            await self.cabinets.stop()
            for known in await self.depots.known():
                await self._reach(await self.depots.model(known.id))
        return changed

    async def close(self) -> None:
        """Stops everything in reverse order. Twice is once."""
        await self._stack.aclose()

    async def _start(
        self,
        starting: Callable[[int, int], None],
        planner_ready: Callable[[], None],
        gone: Callable[[str], None],
    ) -> None:
        where, clock, stack = self.where, self.clock, self._stack
        loop = asyncio.get_running_loop()
        directory = await asyncio.to_thread(DataDirectory, where.data, clock)
        stack.callback(directory.release)
        database = where.store_url or directory.database
        self.store = await asyncio.to_thread(Store.open, database, clock)
        stack.push_async_callback(self._close_store)
        keys = None if where.pickup_codes_in_file else system_store()
        key = await asyncio.to_thread(pickup_key, directory.key_file, keys)

        def heard(name: CabinetId, value: DoorEvent | Frame) -> None:
            loop.call_soon_threadsafe(self._heard, name, value)

        self.cabinets = Cabinets(heard)
        stack.push_async_callback(self.cabinets.stop)
        scratch = await asyncio.to_thread(tempfile.mkdtemp, prefix="lockyard-")
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        self.region = RegionProcess(
            where.region, where.cache, lambda: gone("lockyard-region")
        )
        stack.push_async_callback(self.region.stop)
        self.planner = PlannerProcess(
            where.cache,
            on_starting=starting,
            on_ready=planner_ready,
            on_gone=lambda: gone("lockyard-planner"),
        )
        stack.push_async_callback(self.planner.stop)
        self.custody = DoorCustody(self.store, clock, self.cabinets.find, rules(key))
        stack.push_async_callback(self.custody.finish, 2.0)
        stack.push_async_callback(self._finish_tasks)
        numbers = itertools.count(1)
        self.depots = Depots(self.store, clock)
        self.prospects = Prospects(self.store, clock, self.region, key)
        self.intake = Intake(self.store, clock, self.region, key)
        bench = Bench(
            self.store,
            clock,
            self.planner,
            self.region,
            lambda: _next_folder(Path(scratch), next(numbers)),
        )
        self.plans = Plans(bench)
        self.whatif = WhatIf(self.planner)
        self.dispatch = Dispatch(self.store, clock)
        self.deposit_custody = DepositCustody(self.store, clock, self.custody, key)
        self.deposits = Deposits(self.store, self.deposit_custody)
        self.pickups = Pickups(PickupCustody(clock, self.custody, key))
        self.doors = Doors(self.store, clock, self.custody)
        self.days = Days(self.store, clock)
        self.waves = Waves(self.store, clock)
        self.changes = Changes(self.store, clock, self.plans)
        self.book = DayBook(self.store, clock)
        for depot in await self.depots.known():
            model = await self.days.model(depot.id)
            await self._reach(model)
        self.recovered = await self.custody.recover()

    async def _reach(self, model: DepotModel) -> None:
        if self.where.simulate is not None:
            await self.cabinets.simulate(model, self.where.simulate)
        elif self.where.wired:
            await self.cabinets.connect(model)

    async def _close_store(self) -> None:
        if not await asyncio.to_thread(self.store.close):
            log.warning("the store is still writing")

    async def _finish_tasks(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
        for task in self._tasks:
            task.cancel()

    def _heard(self, name: CabinetId, value: DoorEvent | Frame) -> None:
        for listener in tuple(self.listeners):
            listener(name, value)
        if isinstance(value, DoorEvent):
            seen = self._seen(name, value)
            if seen:
                origin = Origin(
                    BUS_ACTOR,
                    self.where.station,
                    IdempotencyKey(f"{self._started_ms}.{next(self._numbers)}"),
                )
                task = asyncio.ensure_future(self.doors.observe(seen, origin))
                self._tasks.add(task)
                task.add_done_callback(self._observed)

    def _observed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.warning("an observation was not kept: %r", task.exception())

    def _seen(self, name: CabinetId, event: DoorEvent) -> list[Seen]:
        """What an event says about doors: one, or all of a board."""
        if event.kind in {DoorEventKind.DOORS_KNOWN, DoorEventKind.DOORS_UNKNOWN}:
            return self._board(name, event)
        observed = DOOR_EVENTS.get(event.kind)
        if observed is None or event.address is None:
            return []
        compartment = self.cabinets.compartment(name, event.address)
        if compartment is None:
            return []
        unasked = event.kind is DoorEventKind.OPENED_WITHOUT_COMMAND
        return [Seen(compartment, observed, event.at, unasked)]

    def _board(self, name: CabinetId, event: DoorEvent) -> list[Seen]:
        cabinet = self.cabinets.connected.get(name)
        if cabinet is None or event.address is None:
            return []
        seen: list[Seen] = []
        for address, compartment in self.cabinets.compartments(name):
            if address.board != event.address.board:
                continue
            last = cabinet.last(address)
            observed = Observed(str(last.state)) if last else Observed.UNKNOWN
            seen.append(Seen(compartment, observed, last.at if last else event.at))
        return seen


def _wires(model: DepotModel) -> tuple[object, ...]:
    """What of a depot is about reaching doors."""
    addresses = (
        (box.id, box.cabinet, box.board, box.lock) for box in model.compartments
    )
    return (model.cabinets, tuple(addresses))


def _next_folder(scratch: Path, number: int) -> str:
    """A folder for matrices; the planner may still use the one before, no others."""
    shutil.rmtree(scratch / str(number - 2), ignore_errors=True)
    return str(scratch / str(number))
