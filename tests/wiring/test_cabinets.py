"""Cabinets of several makes as the desk reaches them: real ports, simulated boards."""

from dataclasses import replace

import pytest

from console.domain.depot_model import DepotModel
from console.domain.ids import CabinetId, CompartmentId
from console.domain.site import Connection
from console.wiring.cabinets import Cabinets, UnknownFamily
from hardware.cabinet import LinkState, OpenCommand, Reason, Verdict
from hardware.cabinets.settings import load
from hardware.simulator.boards import Board
from hardware.simulator.doors import Habits
from hardware.simulator.firmwares import simulated
from hardware.simulator.serve import on_tcp
from tests.custody.world import FRAME, model
from tests.hardware.worlds import until

OTHER = CabinetId("d")


def depot(family: str, port: str, board: int, baud: int = 0) -> DepotModel:
    """One cabinet of four doors, of this family behind this port."""
    one = model()
    [frame] = one.cabinets
    frame = replace(frame, family=family, port=port, baud=baud)
    frame = replace(frame, connection=Connection.GATEWAY)
    boxes = tuple(replace(box, board=board) for box in one.compartments)
    return replace(one, cabinets=(frame,), compartments=boxes)


@pytest.mark.parametrize(
    ("family", "board", "verdict", "reason"),
    [
        ("8a-80", 7, Verdict.OPENED, Reason.NONE),
        ("modbus-coils", 3, Verdict.OPENED, Reason.NONE),
        ("waveshare-relay", 1, Verdict.UNKNOWN, Reason.NO_SENSOR),
    ],
)
async def test_a_cabinet_of_any_make_is_reached(
    family: str, board: int, verdict: Verdict, reason: Reason
) -> None:
    boards = simulated(load(family), [Board(board)])
    cabinets = Cabinets(lambda _cabinet, _value: None)
    async with on_tcp(boards.line) as port:
        await cabinets.connect(depot(family, port, board))
        door = cabinets.find(CompartmentId("c/3"))
        assert door is not None
        await until(lambda: door.cabinet.link().state is LinkState.ANSWERING)
        boards.oracle.ask(door.address)
        result = await door.cabinet.open(OpenCommand("c1", door.address))
        assert (result.verdict, result.reason) == (verdict, reason)
        await cabinets.stop()
    assert boards.oracle.breaches() == []


@pytest.mark.parametrize("families", [("semaphore",), ("wkly", "8a-80"), ("",)])
async def test_one_line_has_one_make_that_is_known(families: tuple[str, ...]) -> None:
    one = depot(families[0], "socket://127.0.0.1:9", 1)
    frames = tuple(
        replace(one.cabinets[0], id=name, family=family)
        for name, family in zip((FRAME, OTHER), families, strict=False)
    )
    cabinets = Cabinets(lambda _cabinet, _value: None)
    if families == ("",):
        await cabinets.connect(replace(one, cabinets=frames))
        assert not cabinets.connected
    else:
        with pytest.raises(UnknownFamily):
            await cabinets.connect(replace(one, cabinets=frames))
    await cabinets.stop()


async def test_a_demo_of_another_make() -> None:
    cabinets = Cabinets(lambda _cabinet, _value: None)
    await cabinets.simulate(depot("wkly", "", 0), Habits())
    demo = cabinets.simulated[FRAME]
    await until(lambda: demo.cabinet.link().state is LinkState.ANSWERING)
    await cabinets.stop()
