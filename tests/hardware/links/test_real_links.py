"""Ports and sockets as they are: exclusive, pulled out, refused. Real time."""

import asyncio
import os

import pytest
import serial

from hardware.bus.owner import OwnerThread
from hardware.errors import LinkFailed, LinkLost
from hardware.links.link import Link
from hardware.links.memory import pair
from hardware.links.ports import link_to
from hardware.links.serial import SerialLink
from hardware.links.tcp import TcpLink

LOOP_FACTORY = asyncio.new_event_loop

needs_ptys = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no ptys here")


class Ear:
    """Remembers what a link brought."""

    def __init__(self) -> None:
        self.data = b""
        self.lost: list[LinkLost] = []
        self.news = asyncio.Event()

    def on_bytes(self, data: bytes) -> None:
        self.data += data
        self.news.set()

    def on_lost(self, error: LinkLost) -> None:
        self.lost.append(error)
        self.news.set()

    async def wait(self) -> None:
        async with asyncio.timeout(5):
            await self.news.wait()
        self.news.clear()


async def opened(link: Link) -> Ear:
    ear = Ear()
    await link.open(19_200, ear.on_bytes, ear.on_lost)
    return ear


@needs_ptys
async def test_a_serial_port_carries_every_byte_both_ways() -> None:
    ours, theirs = os.openpty()
    link = SerialLink(os.ttyname(theirs))
    ear = await opened(link)
    everything = bytes(range(256))
    link.write(everything)
    assert await asyncio.to_thread(os.read, ours, 256) == everything
    os.write(ours, everything)
    while len(ear.data) < 256:
        await ear.wait()
    assert ear.data == everything
    await link.close()
    await link.close()
    link.write(b"nobody hears this")
    assert ear.lost == []
    os.close(ours)
    os.close(theirs)


@needs_ptys
async def test_a_port_in_use_is_refused() -> None:
    ours, theirs = os.openpty()
    first, second = (SerialLink(os.ttyname(theirs)) for _ in range(2))
    await opened(first)
    with pytest.raises(LinkFailed, match=os.ttyname(theirs)):
        await opened(second)
    await first.close()
    await opened(second)
    await second.close()
    os.close(ours)
    os.close(theirs)


@needs_ptys
async def test_an_unplugged_port_says_so_once() -> None:
    ours, theirs = os.openpty()
    link = SerialLink(os.ttyname(theirs))
    ear = await opened(link)
    os.close(theirs)
    os.close(ours)
    await ear.wait()
    assert len(ear.lost) == 1
    link.write(b"into the void")
    await link.close()
    assert len(ear.lost) == 1


async def test_a_port_that_is_not_there() -> None:
    with pytest.raises(LinkFailed, match="no-such-port"):
        await opened(SerialLink("/dev/no-such-port"))


@needs_ptys
async def test_giving_up_while_opening_leaves_no_port_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[serial.Serial] = []

    class Kept(serial.Serial):
        def __init__(self, *arguments, **options) -> None:
            made.append(self)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(serial, "Serial", Kept)
    ours, theirs = os.openpty()
    name = os.ttyname(theirs)
    opening = asyncio.ensure_future(opened(SerialLink(name)))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await asyncio.sleep(0.1)
    assert [port.is_open for port in made] == [False]
    link = SerialLink(name)
    await opened(link)
    await link.close()
    os.close(ours)
    os.close(theirs)


async def test_a_pair_reaches_into_another_thread() -> None:
    one, other = pair()
    far, near = Ear(), Ear()
    owner = OwnerThread("far").start()
    await owner.call(lambda: other.open(1, far.on_bytes, far.on_lost))
    await one.open(1, near.on_bytes, near.on_lost)
    one.write(b"over there")
    await owner.call(lambda: asyncio.sleep(0.01))
    assert owner.stop()
    one.write(b"to a loop that ended")
    assert far.data == b"over there"


async def test_a_gateway_carries_bytes_and_its_end_is_noticed() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(3))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    link = TcpLink("127.0.0.1", port)
    ear = await opened(link)
    link.write(b"abc")
    while not ear.lost:
        await ear.wait()
    assert ear.data == b"abc"
    await link.close()
    server.close()
    await server.wait_closed()
    with pytest.raises(LinkFailed, match=f"127.0.0.1:{port}"):
        await opened(link)


def test_a_port_is_named_by_a_path_or_an_address() -> None:
    assert isinstance(link_to("/dev/ttyUSB0"), SerialLink)
    assert isinstance(link_to("COM3"), SerialLink)
    link = link_to("socket://10.0.0.7:23")
    assert isinstance(link, TcpLink)
    assert link.name == "socket://10.0.0.7:23"
    for wrong in ("socket://host", "rfc2217://host:1", "socket://:5", "socket://h:x"):
        with pytest.raises(LinkFailed):
            link_to(wrong)
