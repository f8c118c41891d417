"""Cabinets from the command line: python -m hardware COMMAND.

    identify   which boards answer, of which family, at which baud rate; asks for
               status only
    watch      what happens at the doors
    open       open one door, named by board and lock
    decode     say what frames mean
    simulate   be boards, for this or any other program
    record     write down every byte of a line while watching it
    replay     watch a recorded line

A port is a serial port's path or name, or socket://host:port. Ends with 0 when it went
as wished, 1 when it did not, 2 when it could not be tried.
"""

import argparse
import asyncio
import json
import os
import signal
import stat
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hardware.bus.line import Bus, LineState
from hardware.bus.owner import Owner
from hardware.bus.questions import Priority
from hardware.cabinet import (
    DoorAddress,
    DoorEvent,
    DoorState,
    Frame,
    OpenCommand,
    Verdict,
)
from hardware.cabinets import protocols
from hardware.cabinets.settings import Board, FamilySettings, load
from hardware.errors import HardwareError, LinkFailed, Unanswered
from hardware.links.link import Link
from hardware.links.ports import link_to
from hardware.links.record import RecordLink
from hardware.links.recording import read
from hardware.links.replay import ReplayLink
from hardware.simulator.boards import SimulatedBoards
from hardware.simulator.firmwares import firmware
from hardware.simulator.scenario import Scenario
from hardware.simulator.serve import on_pty, on_tcp

_USUAL = "kerong-cu16"
_OPENING_S = 6.0
_FIRST_ADDRESSES = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the process's exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = asyncio.run(options.run(options))
    except (HardwareError, OSError) as error:
        sys.stderr.write(f"hardware: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 0
    return code


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def identify(options: argparse.Namespace) -> int:
    """Ask for status, and nothing else, until boards answer.

    Without a family each is tried, at its usual rate before any is tried at another;
    first by a few addresses, then by all of them. Where one answers, all are asked.
    """
    names = [options.protocol] if options.protocol else protocols.families()
    known = [load(name) for name in names]
    wanted = [one.line.bauds if not options.baud else (options.baud,) for one in known]
    for first in (None,) if options.protocol else (_FIRST_ADDRESSES, None):
        for attempt in range(max(map(len, wanted))):
            for settings, bauds in zip(known, wanted, strict=True):
                if attempt < len(bauds) and await _found(
                    options.port, settings, bauds[attempt], first
                ):
                    return 0
    return 1


async def _found(
    port: str, settings: FamilySettings, baud: int, first_few: int | None
) -> bool:
    """Ask one family's addresses at one rate; say which answer."""
    # Once is enough here: what is missed is asked again by asking for all again.
    settings = replace(settings, line=replace(settings.line, retries=0))
    protocol = protocols.of(settings)
    dialect = protocol.dialect(settings)
    first, last = settings.board.addresses
    addresses = range(first, last + 1)
    found = False
    async with _bus(link_to(port), settings, baud) as bus:
        for address in addresses:
            if not found and address not in addresses[:first_few]:
                break
            locks = dialect.spans(Board(address, settings.board.locks))[0]
            try:
                reply = await bus.ask(
                    dialect.status(address, locks), Priority.TECHNICIAN
                )
            except Unanswered:
                continue
            # Another family's board may refuse the question, and is not found by that.
            if reply is not None and dialect.looks(reply):
                found = True
                _say(f"{settings.family}, {baud} baud, {bus.codec.describe(reply)}")
    if not found:
        sys.stderr.write(f"{settings.family}, {baud} baud: no board answers\n")
    return found


async def watch(options: argparse.Namespace) -> int:
    """Print what happens until the time is over or Ctrl+C."""
    await _watch(link_to(options.port), options)
    return 0


async def open_door(options: argparse.Namespace) -> int:
    """Pulse one lock, once, and print the verdict."""
    settings = load(options.protocol)
    boards = (Board(options.board, settings.board.locks),)
    async with _bus(link_to(options.port), settings, options.baud) as bus:
        cabinet = protocols.of(settings).cabinet(bus, settings, boards)
        await cabinet.start()
        command = OpenCommand(
            uuid.uuid4().hex,
            DoorAddress(options.board, options.door),
            options.even_if_open,
            "command-line",
        )
        result = await cabinet.open(command)
        await cabinet.stop()
    state = result.observation.state if result.observation else DoorState.UNKNOWN
    _say(
        f"{result.verdict} {result.reason}".rstrip()
        + f"; pulsed: {'yes' if result.pulsed else 'no'}; reads: {state}"
    )
    wished = {Verdict.OPENED, Verdict.ALREADY_OPEN}
    return 0 if result.verdict in wished else 1


async def decode(options: argparse.Namespace) -> int:
    """Say what bytes mean, asked or answered; 1 when any of them mean nothing."""
    try:
        data = bytes.fromhex("".join(options.hex))
    except ValueError as error:
        sys.stderr.write(f"hardware: not hexadecimal: {error}\n")
        return 2
    told = protocols.of(load(options.protocol)).explain(data)
    for piece in told:
        _say(f"{piece.data.hex(' ').upper()}  {piece.text}")
    return int(not all(piece.read for piece in told))


async def simulate(options: argparse.Namespace) -> int:
    """Be boards until standard input closes, SIGTERM, Ctrl+C or the time is over."""
    played = firmware(load(options.protocol))
    boards = SimulatedBoards(played, played.boards(options.boards), baud=options.baud)
    scenario = Scenario(options.scenario.read_text("utf-8") if options.scenario else "")
    scenario.arrange(boards)
    served = (
        on_pty(boards.line) if options.tcp is None else on_tcp(boards.line, options.tcp)
    )
    with _ending() as ended:
        async with served as port:
            _say(port)
            playing = asyncio.get_running_loop().create_task(scenario.play(boards))
            await _wait(ended, options.seconds)
            playing.cancel()
            await asyncio.wait([playing])
    pulses = [
        {"board": p.address.board, "lock": p.address.lock, "length_ms": p.length_ms}
        for p in boards.oracle.pulses
    ]
    _say(json.dumps({"pulses": pulses, "abuses": boards.oracle.abuses()}))
    return int(bool(boards.oracle.abuses()))


async def record(options: argparse.Namespace) -> int:
    """Watch, and write down every byte."""
    with options.out.open("w", encoding="utf-8") as file:
        link = RecordLink(link_to(options.port), file, options.protocol)
        await _watch(link, options)
    return 0


async def replay(options: argparse.Namespace) -> int:
    """Watch a recorded line, until it ends; 1 when nothing was answered."""
    with options.file.open(encoding="utf-8") as file:
        heading, chunks = read(file)
    options.protocol, options.baud = heading.protocol, heading.baud
    link = ReplayLink(chunks, str(options.file))
    last_ms = chunks[-1].t_ms if chunks else 0.0
    options.seconds = min(options.seconds or last_ms / 1000, last_ms / 1000)
    return int(not await _watch(link, options))


async def _watch(link: Link, options: argparse.Namespace) -> bool:
    """Print events, and frames if wished; say whether any board answered."""

    def hear(value: DoorEvent | Frame) -> None:
        if isinstance(value, DoorEvent):
            _say(_event_line(value))
        elif options.frames:
            _say(_frame_line(value))

    settings = load(options.protocol)
    addresses = options.boards or [settings.board.addresses[0]]
    boards = [Board(address, settings.board.locks) for address in addresses]
    async with _bus(link, settings, options.baud) as bus:
        cabinet = protocols.of(settings).cabinet(bus, settings, boards)
        unsubscribe = cabinet.subscribe(hear)
        with _ending() as ended:
            await cabinet.start()
            await _wait(ended, options.seconds)
        unsubscribe()
        await cabinet.stop()
        return any(board.answered for board in cabinet.counters())


def _event_line(event: DoorEvent) -> str:
    where = ""
    if event.address is not None:
        lock = f" door {event.address.lock}" if event.address.lock else ""
        where = f" board {event.address.board}{lock}"
    detail = f" ({event.detail})" if event.detail else ""
    return f"{event.at:%H:%M:%S.%f} {event.kind}{where}{detail}"


def _frame_line(frame: Frame) -> str:
    return (
        f"{frame.at:%H:%M:%S.%f} {frame.direction} +{frame.gap_ms:.1f} ms "
        f"{frame.data.hex(' ').upper()} [{frame.result}] {frame.text}"
    )


@asynccontextmanager
async def _bus(
    link: Link, settings: FamilySettings, baud: int | None
) -> AsyncIterator[Bus[Any]]:
    """Open a line on this loop, or raise LinkFailed with the reason."""
    owner = Owner(asyncio.get_running_loop())
    bus = protocols.of(settings).line(link, settings, owner, baud=baud)
    await bus.start()
    give_up_s = owner.loop.time() + _OPENING_S
    try:
        while bus.state is not LineState.OPEN:
            if bus.state is LineState.LOST or owner.loop.time() > give_up_s:
                raise LinkFailed(bus.trouble or f"{bus.name} does not open")
            await asyncio.sleep(0.01)
        yield bus
    finally:
        await bus.stop()


@contextmanager
def _ending() -> Iterator[asyncio.Event]:
    """Give what is set by SIGTERM, or when whoever holds our standard input goes."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def end(*_: object) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(ended.set)

    before = signal.signal(signal.SIGTERM, end)
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        threading.Thread(target=_read_to_end, args=(end,), daemon=True).start()
    try:
        yield ended
    finally:
        signal.signal(signal.SIGTERM, before)


async def _wait(ended: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await ended.wait()
    except TimeoutError:
        return


def _read_to_end(then: Callable[[], None]) -> None:
    while os.read(0, 1024):
        pass
    then()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m hardware", description="Cabinets from the command line."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, help_: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help_, description=help_)
        one.set_defaults(run=run)
        return one

    def line_options(one: argparse.ArgumentParser) -> None:
        one.add_argument("--port", required=True, help="path, or socket://host:port")
        one.add_argument("--baud", type=int, help="if not as delivered")

    def protocol_option(one: argparse.ArgumentParser, default: str | None) -> None:
        one.add_argument(
            "--protocol",
            choices=protocols.families(),
            default=default,
            help=f"the boards' family; {default or 'any'} if left out",
        )

    def watch_options(one: argparse.ArgumentParser) -> None:
        one.add_argument("--boards", type=_numbers, help="such as 0,1,2")
        one.add_argument("--seconds", type=float, help="end after so long")
        one.add_argument("--frames", action="store_true", help="show every frame")

    one = command("identify", identify, "find boards by asking for their status")
    line_options(one)
    protocol_option(one, None)
    one = command("watch", watch, "show what happens at the doors")
    line_options(one)
    protocol_option(one, _USUAL)
    watch_options(one)
    one = command("open", open_door, "open one door")
    line_options(one)
    protocol_option(one, _USUAL)
    one.add_argument("--board", type=int, required=True)
    one.add_argument("--door", type=int, required=True, help="counted from 1")
    one.add_argument("--even-if-open", action="store_true", help="pulse it anyway")
    one = command("decode", decode, "say what frames mean")
    one.add_argument("protocol", choices=protocols.families())
    one.add_argument("hex", nargs="+", help="bytes, such as 02 00 30 03 35")
    one = command("simulate", simulate, "be boards")
    protocol_option(one, _USUAL)
    one.add_argument("--baud", type=int, help="if not as delivered")
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--pty", action="store_true", help="offer a serial port")
    where.add_argument("--tcp", type=int, metavar="PORT", help="listen; 0 takes any")
    one.add_argument("--boards", type=int, default=1, choices=range(1, 11))
    one.add_argument("--scenario", type=Path, help="a day in front of the cabinet")
    one.add_argument("--seconds", type=float, help="end after so long")
    one = command("record", record, "write down every byte while watching")
    line_options(one)
    protocol_option(one, _USUAL)
    watch_options(one)
    one.add_argument("--out", type=Path, required=True)
    one = command("replay", replay, "watch a recorded line")
    one.add_argument("file", type=Path)
    watch_options(one)
    return parser


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
