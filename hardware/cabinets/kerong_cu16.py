"""KERONG CU16 boards as a cabinet.

    bus = line(link, settings, owner)                      one for every pair of wires
    cabinet = KerongCu16(bus, settings, (Board(0, 16),))   one for every frame of doors

The board takes no notice of what it did: there is no opening counter and, in most
programs seen, no answer to an unlock, so only the hook's own switch can tell. Some
boards are busy while they drive a lock; the watching bears with that.
Of the family's frames this driver sends two, status of one board and unlock of one
lock; those that reach several at once are never sent.
"""

from collections.abc import Sequence

from hardware.bus.line import Bus
from hardware.bus.owner import Owner
from hardware.bus.questions import Codec, Question
from hardware.cabinet import DoorAddress, DoorState
from hardware.cabinets.doors import Look
from hardware.cabinets.polled import PolledCabinet
from hardware.cabinets.settings import Board, BoardSettings, FamilySettings
from hardware.errors import FrameInvalid, SettingsInvalid
from hardware.frames import kerong_cu16 as frames
from hardware.links.link import Link

NAME = frames.NAME


class Cu16Dialect:
    """The two questions, and which bit means what."""

    def __init__(self, board: BoardSettings) -> None:
        self._closed_bit = board.closed_bit
        self._item_bit = board.item_bit

    def status(self, board: int) -> Question[frames.Reply]:
        """See `Dialect.status`."""
        request = frames.Request(frames.Command.STATUS, board)
        return Question(
            request.encode(),
            board,
            frames.describe(request),
            lambda reply: (
                isinstance(reply, frames.Status)
                and reply.board == board
                and not reply.every_board
            ),
        )

    def unlock(self, address: DoorAddress) -> Question[frames.Reply]:
        """See `Dialect.unlock`."""
        request = frames.Request(frames.Command.UNLOCK, address.board, address.lock)
        return Question(
            request.encode(),
            address.board,
            frames.describe(request),
            lambda reply: reply.board == address.board,
            moves=True,
        )

    def look(self, frame: frames.Reply, lock: int) -> Look:
        """See `Dialect.look`."""
        if not isinstance(frame, frames.Status):
            raise FrameInvalid(f"{frame} tells of no door")
        closed = frame.locks >> lock - 1 & 1 == self._closed_bit
        item = frame.items >> lock - 1 & 1 == self._item_bit
        return Look(
            DoorState.CLOSED if closed else DoorState.OPEN,
            None if self._item_bit < 0 else item,
        )


def line(
    link: Link, settings: FamilySettings, owner: Owner, *, baud: int | None = None
) -> Bus[frames.Reply]:
    """Make the bus for a line of CU16 boards; start it before its cabinets."""
    codec = Codec(
        NAME,
        frames.reply_decoder,
        frames.REPLY_BYTES,
        lambda reply: reply.board,
        frames.describe,
    )
    return Bus(link, codec, settings.line.timing(baud), owner)


class KerongCu16(PolledCabinet[frames.Reply]):
    """A cabinet of CU16 boards, on a bus made by `line`."""

    def __init__(
        self,
        bus: Bus[frames.Reply],
        settings: FamilySettings,
        boards: Sequence[Board],
        *,
        supply: str = "cabinet",
    ) -> None:
        if settings.family != NAME:
            raise SettingsInvalid(f"settings of {settings.family}, not of {NAME}")
        first, last = settings.board.addresses
        if not boards or len({board.address for board in boards}) < len(boards):
            raise SettingsInvalid("a cabinet needs boards, each address once")
        for board in boards:
            if not first <= board.address <= last:
                raise SettingsInvalid(f"no {NAME} has address {board.address}")
            if not 1 <= board.locks <= settings.board.locks:
                raise SettingsInvalid(f"no {NAME} has {board.locks} locks")
        super().__init__(bus, Cu16Dialect(settings.board), settings, boards, supply)
