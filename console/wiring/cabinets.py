"""The cabinets this desk reaches: one bus and one thread a port, or all simulated.

A cabinet joins when its model says it hangs on a bus or a gateway and names a port.
Cabinets on one port share its bus. In a demo every cabinet with a board family is
simulated instead, the first of them behind a real pty where the system has ptys.
"""

import logging
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from console.custody.openings import Door
from console.domain.depot_model import DepotModel
from console.domain.ids import CabinetId, CompartmentId
from console.domain.site import Cabinet as Frame
from console.domain.site import Compartment, Connection
from hardware.bus.line import Bus
from hardware.bus.owner import OwnerThread
from hardware.cabinet import Cabinet, DoorAddress, DoorEvent
from hardware.cabinet import Frame as WireFrame
from hardware.cabinets import protocols
from hardware.cabinets.polled import PolledCabinet
from hardware.cabinets.settings import Board, load
from hardware.links.ports import link_to
from hardware.simulator.demo import DemoCabinet
from hardware.simulator.doors import Habits

log = logging.getLogger(__name__)

type Heard = Callable[[CabinetId, DoorEvent | WireFrame], None]
"""Called in a bus's own thread; hand over at once."""


class UnknownFamily(Exception):
    """Cabinets of one port name a family we do not speak, or several families."""


class Cabinets:
    """Owns every bus of the desk, from `connect` to `stop`."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._owners: list[OwnerThread] = []
        self._buses: list[Bus[Any]] = []
        self._cabinets: dict[CabinetId, Cabinet] = {}
        self._started: list[PolledCabinet[Any]] = []
        self._simulated: dict[CabinetId, DemoCabinet] = {}
        self._doors: dict[CompartmentId, Door] = {}
        self._names: dict[tuple[CabinetId, DoorAddress], CompartmentId] = {}

    def find(self, compartment: CompartmentId) -> Door | None:
        """Where a compartment's door is reached; None where it is not, from here."""
        return self._doors.get(compartment)

    def compartment(
        self, cabinet: CabinetId, address: DoorAddress
    ) -> CompartmentId | None:
        """The compartment behind an address."""
        return self._names.get((cabinet, address))

    def compartments(
        self, cabinet: CabinetId
    ) -> Iterable[tuple[DoorAddress, CompartmentId]]:
        """Every wired door of a cabinet."""
        for (name, address), compartment in self._names.items():
            if name == cabinet:
                yield address, compartment

    @property
    def connected(self) -> Mapping[CabinetId, Cabinet]:
        """The cabinets this desk asks."""
        return self._cabinets

    @property
    def simulated(self) -> Mapping[CabinetId, DemoCabinet]:
        """The far sides of simulated cabinets, to put hands on."""
        return self._simulated

    async def connect(self, model: DepotModel) -> None:
        """Opens the ports of a depot's cabinets. Nothing is actuated."""
        by_port: dict[str, list[Frame]] = defaultdict(list)
        for frame in model.cabinets:
            wired = frame.connection in {Connection.BUS, Connection.GATEWAY}
            if wired and frame.port and frame.family:
                by_port[frame.port].append(frame)
        for port, frames in by_port.items():
            await self._open_port(port, frames, _by_cabinet(model))

    async def simulate(self, model: DepotModel, habits: Habits) -> None:
        """Puts a simulated cabinet behind every frame that has a board family."""
        owner = self._owner("lockyard-simulated")
        boxes = _by_cabinet(model)
        pty = sys.platform != "win32"
        for frame in model.cabinets:
            if not frame.family:
                continue
            demo = DemoCabinet(
                owner,
                load(frame.family),
                _boards(boxes[frame.id]),
                habits=habits,
                pty=pty,
                name=str(frame.id),
            )
            pty = False
            self._simulated[frame.id] = demo
            self._join(frame, boxes[frame.id], await demo.start())

    async def stop(self) -> None:
        """Ends every bus after the frame in flight, and its thread."""
        self._cabinets = {}
        self._doors = {}
        for demo in self._simulated.values():
            await demo.stop()
        for cabinet in self._started:
            await cabinet.stop()
        for bus in self._buses:
            await bus.stop()
        for owner in self._owners:
            if not owner.stop():
                log.warning("a bus did not end in time")
        self._simulated, self._started = {}, []
        self._buses, self._owners = [], []

    async def _open_port(
        self,
        port: str,
        frames: Sequence[Frame],
        boxes: Mapping[CabinetId, Sequence[Compartment]],
    ) -> None:
        families = {frame.family or "" for frame in frames}
        if not (len(families) == 1 and families <= set(protocols.families())):
            raise UnknownFamily(port, *sorted(families))
        settings = load(*families)
        protocol = protocols.of(settings)
        bauds = {frame.baud for frame in frames if frame.baud}
        bus = protocol.line(
            link_to(port),
            settings,
            self._owner(f"bus {port}"),
            baud=min(bauds, default=None),
        )
        self._buses.append(bus)
        await bus.start()
        for frame in frames:
            cabinet = protocol.cabinet(
                bus, settings, _boards(boxes[frame.id]), supply=str(frame.id)
            )
            await cabinet.start()
            self._started.append(cabinet)
            self._join(frame, boxes[frame.id], cabinet)

    def _owner(self, name: str) -> OwnerThread:
        owner = OwnerThread(name).start()
        self._owners.append(owner)
        return owner

    def _join(
        self, frame: Frame, boxes: Sequence[Compartment], cabinet: Cabinet
    ) -> None:
        self._cabinets[frame.id] = cabinet
        for box in boxes:
            address = DoorAddress(box.board, box.lock)
            self._doors[box.id] = Door(cabinet, address)
            self._names[frame.id, address] = box.id
        name, heard = frame.id, self._heard
        cabinet.subscribe(lambda value: heard(name, value))


def _by_cabinet(model: DepotModel) -> dict[CabinetId, list[Compartment]]:
    boxes: dict[CabinetId, list[Compartment]] = {c.id: [] for c in model.cabinets}
    for box in model.compartments:
        boxes[box.cabinet].append(box)
    return boxes


def _boards(boxes: Iterable[Compartment]) -> list[Board]:
    """The boards that wire these doors, each with its highest lock."""
    locks: dict[int, int] = {}
    for box in boxes:
        locks[box.board] = max(locks.get(box.board, 0), box.lock)
    return [Board(address, count) for address, count in sorted(locks.items())]
