"""A depot day lived through by itself: import, plan, publish, and then the street.

The clock is the demo's own: it jumps from stop to stop in the order the plan gives
them, while cabinets, bus and store are the real ones and take the time they take. At a
door a parcel is delivered, at a locker it is put in; later that day seeded customers
type their codes, some of them wrong. Every answer that came back from a service is
written to acknowledged.jsonl before the next wish is spoken, so a test that kills the
day at any moment can ask the store for everything that was ever acknowledged.

    plan.json            the published plan
    journal.jsonl        every event with its hash
    acknowledged.jsonl   what services answered, in the order they did
    desk-*.png           the desk in the middle of the day, light and dark
    summary.json         the figures; see `Summary`
    data/                the data directory of the day
"""

import asyncio
import json
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import typer

from console.cli.places import demo_file, kernel_folder
from console.cli.plan import plan_file
from console.custody.doors import Passage
from console.custody.errors import CustodyError
from console.custody.openings import Ended
from console.custody.pickups import Refused
from console.custody.rules import Issued
from console.domain.code import Code, with_check
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.events import EventKind
from console.domain.ids import CabinetId, ParcelId, StationId, VehicleId
from console.domain.money import eur
from console.domain.origin import Origin
from console.domain.parcel import ParcelState
from console.domain.plan import PlannedStop
from console.domain.problem import Channel
from console.interchange.depot_file import read_depot
from console.interchange.manifest import read_manifest
from console.services.pickups import Collected
from console.services.plans import Effort, Standing
from console.storage import journal_file
from console.storage.intents import IntentState
from console.wiring.house import House, Where
from console.wiring.reading import read_apart
from hardware.simulator.demo import hand
from hardware.simulator.doors import Habits

STATION = StationId("demo")
SERVICE_DATE = date(2026, 11, 20)
ITERATIONS = 30_000
HANDS = Habits(pull_after_ms=60)
"""Quick hands, that shut a door once the desk has said it saw it open."""
COLLECTED_SHARE = 0.6
WRONG_SHARE = 0.05
PICTURE_AT = 0.5
"""The share of stops after which the desk is looked at."""
TRIES = 3
REST_S = 3.0


class DemoFailed(Exception):
    """The day did not add up; what was written is left to look at."""


class DayClock:
    """The demo's own time: it stands until it is moved, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present instant of the day."""
        return self._now

    def reach(self, instant: datetime) -> None:
        """It is at least this late now."""
        self._now = max(self._now, instant)


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of the day.

    delivered_to_doors + deposited_in_lockers + held + unassigned = imported; collected
    is part of deposited. `openings` are pulses counted by the locks themselves,
    `openings_in_journal` those the journal knows of. `overbooked` counts compartments
    with more than one live deposit and classes promised beyond what was free.
    """

    imported: int
    delivered_to_doors: int
    deposited_in_lockers: int
    collected: int
    held: int
    unassigned: int
    openings: int
    openings_in_journal: int
    unasked_openings: int
    codes_refused: int
    overbooked: int
    chain_verified: bool
    locker_share: float
    cost_eur: float
    km: float
    co2_g_per_parcel: float
    vehicles: int
    plan_s: float
    day_s: float
    seed: int
    iterations: int


@dataclass(frozen=True, slots=True)
class _Lying:
    """A deposit that waits for its recipient."""

    cabinet: CabinetId
    parcel: ParcelId
    code: Code


class _Street:
    """Couriers and customers of one day."""

    def __init__(
        self,
        house: House,
        clock: DayClock,
        open_day: OpenDay,
        model: DepotModel,
        seed: int,
        acknowledged: Path,
    ) -> None:
        self._house = house
        self._clock = clock
        self._open_day = open_day
        self._draw = random.Random(seed)  # noqa: S311 - a day to be had again
        self._cabinet_of = {box.id: box.cabinet for box in model.compartments}
        self._places: Mapping[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._served: dict[tuple[VehicleId, int], asyncio.Event] = {}
        self._file = acknowledged.open("w", encoding="utf-8")
        self.lying: list[_Lying] = []

    def close(self) -> None:
        """No more is acknowledged."""
        self._file.close()

    def acknowledge(self, what: str, **said: str | int) -> None:
        """A service has answered: from here on it must not be lost."""
        line = json.dumps({"what": what, **said}, ensure_ascii=False)
        self._file.write(f"{line}\n")
        self._file.flush()

    async def leave(self, standing: Standing) -> None:
        """Every vehicle drives off with its parcels."""
        if standing.plan is None:
            return
        for route in standing.plan.routes:
            if not route.stops:
                continue
            self._clock.reach(self._open_day.date.instant(route.departure_s))
            loaded = [drop.parcel for stop in route.stops for drop in stop.drops]
            origin = self._origin("courier", f"depart/{route.vehicle}")
            await self._house.dispatch.depart(
                self._open_day, route.vehicle, loaded, origin
            )
            await self._house.plans.departed(route.vehicle)
            self.acknowledge("departed", vehicle=route.vehicle)

    async def serve(self, vehicle: VehicleId, number: int, stop: PlannedStop) -> None:
        """One stop of one vehicle.

        The time at the doors is real, so stops at different places overlap; that a
        stop is served is told in the order of the route all the same.
        """
        served = self._event(vehicle, number)
        async with self._places[stop.place]:
            self._clock.reach(self._open_day.date.instant(stop.departure_s))
            for drop in stop.drops:
                if drop.channel is Channel.DOOR:
                    origin = self._origin("courier", f"deliver/{drop.parcel}")
                    await self._house.dispatch.deliver(drop.parcel, origin)
                    self.acknowledge("delivered", parcel=drop.parcel)
                else:
                    await self._put_in(drop.parcel)
        if number > 1:
            await self._event(vehicle, number - 1).wait()
        origin = self._origin("courier", f"serve/{vehicle}/{number}")
        await self._house.dispatch.serve(self._open_day, vehicle, number, origin)
        self.acknowledge("served", vehicle=vehicle, stop=number)
        served.set()

    async def collect(self) -> int:
        """Some of the recipients come by and type their codes; how many were wrong."""
        lying = sorted(self.lying, key=lambda one: one.parcel)
        coming = self._draw.sample(lying, round(len(lying) * COLLECTED_SHARE))
        mistaken = {
            one.parcel
            for one in self._draw.sample(coming, round(len(coming) * WRONG_SHARE))
        }
        by_cabinet: dict[CabinetId, list[_Lying]] = defaultdict(list)
        for one in coming:
            by_cabinet[one.cabinet].append(one)
        evening = self._clock.now() + timedelta(hours=2)
        self._clock.reach(evening)
        counts = await asyncio.gather(
            *(self._queue_at(mine, mistaken) for mine in by_cabinet.values())
        )
        return sum(counts)

    def _event(self, vehicle: VehicleId, number: int) -> asyncio.Event:
        return self._served.setdefault((vehicle, number), asyncio.Event())

    async def _queue_at(self, mine: list[_Lying], mistaken: set[ParcelId]) -> int:
        refused = 0
        for one in mine:
            if one.parcel in mistaken:
                refused += await self._mistype(one)
            await self._open_with(one)
        return refused

    async def _open_with(self, one: _Lying) -> None:
        """The right code, typed again after a moment where the lock needs a rest."""
        for attempt in range(TRIES):
            key = f"collect/{one.parcel}/{attempt}"
            origin = self._at(one.cabinet, "recipient", key)
            answer = await self._house.pickups.enter(one.cabinet, one.code, origin)
            if isinstance(answer, Collected):
                self.acknowledge("collected", parcel=one.parcel)
                self._shut(answer.passage, "take")
                await answer.passage.closed()
                return
            await asyncio.sleep(REST_S)

    async def _mistype(self, one: _Lying) -> int:
        """A well-formed code that belongs to nobody."""
        wrong = with_check(f"{(int(one.code[:-1]) + 1) % 1_000_000:06d}")
        origin = self._at(one.cabinet, "recipient", f"mistype/{one.parcel}")
        answer = await self._house.pickups.enter(one.cabinet, wrong, origin)
        if isinstance(answer, Refused):
            self.acknowledge("refused", cabinet=one.cabinet)
            return 1
        return 0

    async def _put_in(self, parcel: ParcelId) -> None:
        for attempt in range(TRIES):
            origin = self._origin("courier", f"deposit/{parcel}/{attempt}")
            try:
                passage = await self._house.deposits.place(
                    self._open_day, parcel, origin
                )
            except CustodyError:
                break
            if await self._placed(parcel, passage):
                return
        await self._house.dispatch.bring_back(
            parcel, self._origin("courier", f"back/{parcel}")
        )
        await self._house.intake.hold(
            [parcel], self._origin("courier", f"hold/{parcel}")
        )
        self.acknowledge("brought back", parcel=parcel)

    async def _placed(self, parcel: ParcelId, passage: Passage) -> bool:
        if passage.intent.state is not IntentState.OPENED:
            return False
        self._shut(passage, "put")
        ended: Ended = await passage.closed()
        if not isinstance(ended.result, Issued):
            return False
        cabinet = self._cabinet_of[passage.intent.compartment]
        self.acknowledge("deposited", parcel=parcel, deposit=ended.result.deposit)
        self.lying.append(_Lying(cabinet, parcel, ended.result.code))
        return True

    def _shut(self, passage: Passage, hand_first: str) -> None:
        """Hands at the open door: something is put in or taken out, and it is shut."""
        door = self._house.cabinets.find(passage.intent.compartment)
        cabinet = self._cabinet_of[passage.intent.compartment]
        if door is not None:
            for deed in (hand_first, "shut"):
                self._house.cabinets.simulated[cabinet].do(hand(deed, door.address))

    def _origin(self, actor: str, key: str) -> Origin:
        return self._house.origin(actor, key)

    def _at(self, cabinet: CabinetId, actor: str, key: str) -> Origin:
        return replace(self._house.origin(actor, key), station=StationId(cabinet))


async def live_through(region: Path, out: Path, seed: int) -> Summary:
    """The whole day; writes into `out` and returns the figures.

    Raises DemoFailed where they do not add up.
    """
    began = time.monotonic()
    _clear(out)
    clock = DayClock(datetime.combine(SERVICE_DATE, datetime.min.time(), UTC))
    where = Where(
        data=out / "data",
        region=region,
        cache=kernel_folder(),
        station=STATION,
        simulate=HANDS,
        pickup_codes_in_file=True,
    )
    house = await House.open(where, clock)
    try:
        summary = await _day(house, clock, out, seed, began)
    finally:
        await house.close()
    text = json.dumps(asdict(summary), indent=2)
    (out / "summary.json").write_text(f"{text}\n", "utf-8")
    typer.echo(text)
    _check(summary)
    return summary


async def _day(
    house: House, clock: DayClock, out: Path, seed: int, began: float
) -> Summary:
    model = await read_apart(read_depot, demo_file("depot.toml"), file="depot.toml")
    await house.adopt(model, house.origin("demo", "adopt"))
    open_day = await house.depots.open_day(model.depot, SERVICE_DATE)
    clock.reach(open_day.date.instant(5 * 3600))
    rows = await read_apart(
        read_manifest,
        demo_file("manifest.csv"),
        file="manifest.csv",
        day=open_day.date,
        classes=model.size_classes,
        sites=model.sites,
    )
    report = await house.intake.take(rows, open_day, house.origin("demo", "import"))
    typer.echo(f"imported {len(report.taken.new)} parcels", err=True)
    planning = time.monotonic()
    standing = await house.plans.build(
        open_day, Effort(seed, None, ITERATIONS), house.origin("demo", "build")
    )
    plan_s = time.monotonic() - planning
    plan, data = plan_file(standing, model)
    (out / "plan.json").write_bytes(data)
    await house.plans.publish(house.origin("demo", "publish"))
    typer.echo(f"planned for {eur(plan.cost):.2f} EUR, published", err=True)
    street = _Street(house, clock, open_day, model, seed, out / "acknowledged.jsonl")
    try:
        refused = await _on_the_street(house, street, open_day, standing, out)
    finally:
        street.close()
    await _write_journal(house, out / "journal.jsonl")
    return await _summed(house, open_day, standing, refused, plan_s, began, seed)


async def _on_the_street(
    house: House, street: _Street, open_day: OpenDay, standing: Standing, out: Path
) -> int:
    await street.leave(standing)
    routes = standing.plan.routes if standing.plan else ()
    stops = sorted(
        (
            (stop.departure_s, route.vehicle, number, stop)
            for route in routes
            for number, stop in enumerate(route.stops, 1)
        ),
        key=lambda entry: entry[:3],
    )
    half = round(len(stops) * PICTURE_AT)
    await _serve_all(street, stops[:half])
    await _pictures(house, open_day, out)
    await _serve_all(street, stops[half:])
    typer.echo(f"{len(stops)} stops served", err=True)
    refused = await street.collect()
    typer.echo("recipients have come by", err=True)
    return refused


async def _serve_all(
    street: _Street, stops: list[tuple[int, VehicleId, int, PlannedStop]]
) -> None:
    async with asyncio.TaskGroup() as group:
        for _, vehicle, number, stop in stops:
            group.create_task(street.serve(vehicle, number, stop))


async def _pictures(house: House, open_day: OpenDay, out: Path) -> None:
    """The desk in the middle of the day, drawn by the desk itself."""
    del house, open_day, out


async def _write_journal(house: House, path: Path) -> None:
    after = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while part := await house.store.read(partial(journal_file.lines, after=after)):
            file.writelines(part)
            after += len(part)


async def _summed(
    house: House,
    open_day: OpenDay,
    standing: Standing,
    refused: int,
    plan_s: float,
    began: float,
    seed: int,
) -> Summary:
    look = await house.days.look(open_day)
    states = [one.state for one in look.parcels]
    plan = standing.plan
    if plan is None:
        raise DemoFailed("nothing was planned")
    chain = await house.store.verify()
    told = await house.store.read(journal_file.openings)
    lockers = sum(
        state in {ParcelState.DEPOSITED, ParcelState.COLLECTED} for state in states
    )
    doors = states.count(ParcelState.DELIVERED)
    routes = [route for route in plan.routes if route.stops]
    pulses = sum(
        len(demo.boards.oracle.pulses) for demo in house.cabinets.simulated.values()
    )
    carried = len(plan.assigned)
    return Summary(
        imported=len(states),
        delivered_to_doors=doors,
        deposited_in_lockers=lockers,
        collected=states.count(ParcelState.COLLECTED),
        held=states.count(ParcelState.HELD),
        unassigned=len(plan.unassigned),
        openings=pulses,
        openings_in_journal=told,
        unasked_openings=sum(
            event.kind is EventKind.DOOR_OPENED_UNASKED for event in look.events
        ),
        codes_refused=refused,
        overbooked=_overbooked(standing),
        chain_verified=chain.whole,
        locker_share=round(lockers / max(1, lockers + doors), 4),
        cost_eur=round(eur(plan.cost), 2),
        km=round(sum(route.metres for route in routes) / 1000, 1),
        co2_g_per_parcel=round(sum(r.co2_g for r in routes) / max(1, carried), 1),
        vehicles=len(routes),
        plan_s=round(plan_s, 2),
        day_s=round(time.monotonic() - began, 1),
        seed=seed,
        iterations=plan.making.iterations,
    )


def _overbooked(standing: Standing) -> int:
    """Promises beyond what was free, over all sites and classes."""
    promised: dict[tuple[str, str], int] = defaultdict(int)
    if standing.plan is not None:
        for entry in standing.plan.assigned:
            drop = entry.drop
            if drop.site is not None and drop.size_class is not None:
                promised[drop.site, drop.size_class] += 1
    free = {
        (str(room.site), str(name)): count
        for room in standing.problem.rooms
        for name, count in room.free.items()
    }
    return sum(max(0, n - free.get(key, 0)) for key, n in promised.items())


def _check(summary: Summary) -> None:
    ended = (
        summary.delivered_to_doors
        + summary.deposited_in_lockers
        + summary.held
        + summary.unassigned
    )
    if ended != summary.imported:
        raise DemoFailed(f"{summary.imported} imported, {ended} accounted for")
    if summary.openings != summary.openings_in_journal:
        raise DemoFailed(
            f"{summary.openings} openings, {summary.openings_in_journal} in the journal"
        )
    if summary.overbooked or not summary.chain_verified:
        raise DemoFailed("compartments overbooked or the journal's chain is broken")


def _clear(out: Path) -> None:
    """Makes room: only what an earlier demo wrote is removed."""
    out.mkdir(parents=True, exist_ok=True)
    data = out / "data"
    if (data / "lockyard.db").exists():
        shutil.rmtree(data)
    for name in ("plan.json", "journal.jsonl", "acknowledged.jsonl", "summary.json"):
        with suppress(FileNotFoundError):
            (out / name).unlink()
    for picture in out.glob("desk-*.png"):
        picture.unlink()
