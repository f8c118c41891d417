"""Links made of memory, faults and recordings."""

import asyncio
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.bus.owner import Owner
from hardware.cabinet import Direction, LinkState
from hardware.cabinets.kerong_cu16 import PROTOCOL
from hardware.cabinets.settings import Board
from hardware.errors import LinkLost, RecordingInvalid
from hardware.links.faulty import Faults, FaultyLink
from hardware.links.memory import pair
from hardware.links.record import RecordLink
from hardware.links.recording import Chunk, Heading, read
from hardware.links.replay import ReplayLink
from tests.hardware.worlds import DOOR, now_s, settings, until, world


def lost(_error: LinkLost) -> None:
    raise AssertionError("nobody pulled")


async def test_a_pair_carries_bytes_in_order_and_drops_what_nobody_hears() -> None:
    one, other = pair()
    heard: list[bytes] = []
    one.write(b"closed here")
    await one.open(1, heard.append, lost)
    one.write(b"closed there")
    await other.open(1, heard.append, lost)
    for data in (b"a", b"b", b"c"):
        one.write(data)
    await asyncio.sleep(0.01)
    assert heard == [b"a", b"b", b"c"]
    await other.close()
    one.write(b"gone")
    await asyncio.sleep(0.01)
    assert heard == [b"a", b"b", b"c"]


async def spoil(data: bytes, faults: Faults, seed: int = 0) -> list[bytes]:
    one, other = pair()
    link = FaultyLink(one, rx=faults, seed=seed)
    heard: list[bytes] = []
    await link.open(1, heard.append, lost)
    await other.open(1, heard.append, lost)
    other.write(data)
    await asyncio.sleep(1)
    await link.close()
    return heard


async def test_faults_do_what_they_say() -> None:
    data = bytes(range(200))
    assert await spoil(data, Faults()) == [data]
    assert await spoil(data, Faults(scatter=True)) == [bytes((b,)) for b in data]
    assert await spoil(data, Faults(cut=True)) == []
    assert await spoil(data, Faults(drop=1.0)) == []
    [doubled] = await spoil(data, Faults(double=1.0))
    assert doubled == bytes(b for b in data for _ in range(2))
    [flipped] = await spoil(data, Faults(flip=1.0))
    changed = [(a ^ b).bit_count() for a, b in zip(data, flipped, strict=True)]
    assert set(changed) == {1}
    [noisy] = await spoil(data, Faults(noise=1.0))
    assert noisy[1::2] == data
    [some] = await spoil(data, Faults(drop=0.5))
    assert 50 < len(some) < 150


async def test_the_same_seed_spoils_the_same_way() -> None:
    faults = Faults(drop=0.3, flip=0.3)
    data = bytes(range(200))
    assert await spoil(data, faults, 7) == await spoil(data, faults, 7)
    assert await spoil(data, faults, 7) != await spoil(data, faults, 8)


async def test_late_bytes_are_late_and_an_echo_comes_first() -> None:
    one, other = pair()
    link = FaultyLink(one, tx=Faults(late_s=0.5), echo=True)
    heard: list[tuple[float, bytes]] = []
    await link.open(1, lambda data: heard.append((now_s(), data)), lost)
    await other.open(1, lambda data: other.write(data.upper()), lost)
    link.write(b"abc")
    await asyncio.sleep(1)
    assert heard == [(0.0, b"abc"), (0.5, b"ABC")]


async def test_a_recorded_day_is_seen_again_from_the_recording() -> None:
    file = io.StringIO()
    async with world(wrap=lambda desk: RecordLink(desk, file, "kerong-cu16")) as it:
        assert it.bus.name == "memory"
        await it.open()
        it.boards.door(DOOR).shut()
        await it.cabinet.wait_closed(DOOR, 5)
        told = it.kinds(DOOR)
    heading, chunks = read(file.getvalue().splitlines())
    assert heading == Heading("kerong-cu16", 19_200)
    link = ReplayLink(chunks)
    bus = PROTOCOL.line(link, settings(), Owner(asyncio.get_running_loop()))
    cabinet = PROTOCOL.cabinet(bus, settings(), [Board(0, 16)])
    heard: list = []
    cabinet.subscribe(heard.append)
    await bus.start()
    await cabinet.start()
    await until(lambda: cabinet.link().state is LinkState.ANSWERING)
    await until(lambda: cabinet.link().state is LinkState.SILENT)
    seen = [v.kind for v in heard if getattr(v, "address", None) == DOOR]
    # nobody gave a command this time
    assert [kind.replace("_without_command", "") for kind in seen] == list(told)
    assert link.exhausted
    assert link.unmatched
    await cabinet.stop()
    await bus.stop()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        '{"recording": 2, "protocol": "x", "baud": 1}',
        '{"protocol": "x"}',
        '{"recording": 1, "protocol": "x", "baud": 1}\n{"t_ms": 1, "dir": "up"}',
        '{"recording": 1, "protocol": "x", "baud": 1}\n{"t_ms": 1, "hex": "0"}',
        "[]",
    ],
)
def test_what_is_no_recording(text: str) -> None:
    with pytest.raises(RecordingInvalid):
        read(text.splitlines())


@given(
    st.lists(
        st.builds(
            Chunk,
            st.integers(0, 10**6).map(float),
            st.sampled_from(Direction),
            st.binary(max_size=20),
        )
    )
)
def test_a_recording_reads_as_it_was_written(chunks: list[Chunk]) -> None:
    lines = [Heading("p", 9600).to_line(), *(chunk.to_line() for chunk in chunks)]
    assert read(lines) == (Heading("p", 9600), chunks)
