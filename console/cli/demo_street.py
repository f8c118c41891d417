"""The street of the demo day: couriers at doors and lockers, recipients with codes.

Cabinets, bus and store are the real ones and take the time they take; only hands and
their hurry are made up. Every answer that came back from a service is written down
before the next wish is spoken, so that a test that ends the day at any moment can ask
the store for everything that was ever acknowledged.
"""

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from console.custody.doors import Passage
from console.custody.errors import CustodyError
from console.custody.openings import Ended
from console.custody.pickups import Refused
from console.custody.rules import Issued
from console.domain.code import Code, with_check
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.ids import CabinetId, ParcelId, StationId, VehicleId
from console.domain.origin import Origin
from console.domain.plan import PlannedStop
from console.domain.problem import Channel
from console.domain.standing import Standing
from console.services.pickups import Collected
from console.storage.intents import IntentState
from console.wiring.house import House
from hardware.simulator.demo import hand

COLLECTED_SHARE = 0.6
WRONG_SHARE = 0.05
LATER = timedelta(hours=2)
"""How long after the last stop the recipients come."""
TRIES = 3
REST_S = 3.0
"""What a lock needs after an opening before it is asked again."""


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
class _Lying:
    """A deposit that waits for its recipient."""

    cabinet: CabinetId
    parcel: ParcelId
    code: Code


class Street:
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
        self._clock.reach(self._clock.now() + LATER)
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
