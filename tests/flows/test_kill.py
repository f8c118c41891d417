"""The desk is killed in the middle of the street, then everything is looked up.

The kill comes at seeded moments, measured in what was acknowledged by then.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from console.custody.openings import Recovered
from console.domain.clock import SystemClock
from console.domain.ids import ParcelId, StationId
from console.domain.parcel import ParcelState
from console.domain.site import Custody
from console.storage import compartments, deposits, intents, journal_file, parcels
from console.storage.store import Store
from console.wiring.house import House, Where
from hardware.simulator.doors import Habits
from tests.flows.story import Story, broken_at, parsed, replay

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX"),
]
PARCELS = 60
ROOT = Path(__file__).parents[2]
STATE_OF = {
    "delivered": {ParcelState.DELIVERED},
    "deposited": {ParcelState.DEPOSITED, ParcelState.COLLECTED},
    "collected": {ParcelState.COLLECTED},
    "brought back": {ParcelState.HELD, ParcelState.RETURNED},
}
LIMIT_S = 200.0


def live_and_kill(region: Path, out: Path, home: Mapping[str, str], seed: int) -> int:
    """Kills a day once so much was acknowledged and a moment more has passed."""
    draw = random.Random(seed)
    wanted, moment_s = draw.randrange(3, 25), draw.uniform(0, 0.6)
    path = out / "acknowledged.jsonl"
    command = (sys.executable, "-m", "tests.flows.live", region, out, PARCELS)
    with subprocess.Popen(  # noqa: S603 - our own program
        [str(word) for word in command],
        cwd=ROOT,
        env=dict(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as day:
        end = time.monotonic() + LIMIT_S
        try:
            while not path.exists() or path.read_bytes().count(b"\n") < wanted:
                assert day.poll() is None, "the day was over before it was killed"
                assert time.monotonic() < end
                time.sleep(0.01)
            time.sleep(moment_s)
        finally:
            day.kill()
    return wanted


def states(session: Session, names: list[str]) -> dict[str, ParcelState]:
    found = parcels.many(session, [ParcelId(name) for name in names])
    return {one.id: one.state for one in found}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_acknowledged_is_lost(
    seed: int, region: Path, home: Mapping[str, str], kernels: Path, tmp_path: Path
) -> None:
    out = tmp_path / "day"
    wanted = live_and_kill(region, out, home, seed)
    story = Story(out)
    assert len(story.acknowledged) >= wanted
    store = Store.open(out / "data" / "lockyard.db", SystemClock())
    try:
        assert store.opened.chain.whole
        unsettled = store.opened.unsettled
        look_up(store, story)
    finally:
        assert store.close()
    where = Where(
        out / "data",
        region,
        kernels,
        StationId("after"),
        simulate=Habits(),
        pickup_codes_in_file=True,
    )
    recovered, pulsed = asyncio.run(start_again(where))
    assert pulsed == 0
    settled = {one.id for one in (*recovered.settled, *recovered.watched)}
    assert settled == {one.id for one in unsettled}
    store = Store.open(out / "data" / "lockyard.db", SystemClock())
    try:
        look_up(store, story)
        assert store.ask(intents.live).result() == []
        doubted = {one.compartment for one in store.ask(intents.in_doubt).result()}
        for name in doubted:
            box = store.ask(lambda s, name=name: compartments.get(s, name)).result()
            assert box.custody is Custody.SUSPECT
    finally:
        assert store.close()


async def start_again(where: Where) -> tuple[Recovered, int]:
    """A new house on the data of the dead one; its cabinets never saw a pulse."""
    house = await House.open(where, SystemClock())
    try:
        assert house.recovered is not None
        assert (await house.store.verify()).whole
        pulses = sum(
            len(demo.boards.oracle.pulses) for demo in house.cabinets.simulated.values()
        )
        return house.recovered, pulses
    finally:
        await house.close()


def look_up(store: Store, story: Story) -> None:
    """Every acknowledged line, and that nothing is in two places."""
    rows = store.ask(lambda session: journal_file.lines(session, 0, 100_000)).result()
    events = list(parsed(map(json.loads, rows)))
    assert broken_at(events) == 0
    told = replay(events)
    assert told.faults == []
    names = [one["parcel"] for one in story.acknowledged if "parcel" in one]
    now = store.ask(lambda session: states(session, names)).result()
    moves = {
        (one["kind"], one["said"].get("vehicle"), one["said"].get("stop"))
        for one in events
    }
    for one in story.acknowledged:
        match one["what"]:
            case "departed":
                assert ("route_departed", one["vehicle"], None) in moves
            case "served":
                assert ("stop_served", one["vehicle"], one["stop"]) in moves
            case "refused":
                assert any(event["kind"] == "code_refused" for event in events)
            case what:
                assert now[one["parcel"]] in STATE_OF[what], one
                if what == "deposited":
                    assert one["parcel"] in told.deposited
    live = store.ask(deposits.live).result()
    boxes = [one.compartment for one in live]
    inside = [parcel for one in live for parcel in one.parcels]
    assert len(set(boxes)) == len(boxes)
    assert len(set(inside)) == len(inside)
    assert set(boxes) == told.inside.keys()
