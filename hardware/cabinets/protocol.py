"""A board family as one value: everything in which it differs from the others.

    protocol = of(settings)                                what these boards speak
    bus = protocol.line(link, settings, owner)             one for every pair of wires
    cabinet = protocol.cabinet(bus, settings, boards)      one for every frame of doors

A new family is a codec in frames, such a value in a module of its own here, a line in
`protocols.py`, its boards' side in the simulator and a line there, and a settings file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hardware.bus.line import Bus
from hardware.bus.owner import Owner
from hardware.bus.questions import Codec
from hardware.cabinets.dialect import Dialect
from hardware.cabinets.polled import PolledCabinet
from hardware.cabinets.settings import Board, FamilySettings
from hardware.errors import SettingsInvalid
from hardware.frames.stream import Explained
from hardware.links.link import Link


@dataclass(frozen=True, slots=True)
class BoardProtocol[F]:
    """What boards of a family speak; F is what their answers are decoded to.

    `codec` and `dialect` read the family's own settings and raise SettingsInvalid.
    `explain` says what bytes of a tapped line mean, both sides together.
    """

    name: str
    codec: Callable[[FamilySettings], Codec[F]]
    dialect: Callable[[FamilySettings], Dialect[F]]
    explain: Callable[[bytes], list[Explained]]

    def line(
        self,
        link: Link,
        settings: FamilySettings,
        owner: Owner,
        *,
        baud: int | None = None,
    ) -> Bus[F]:
        """Make the bus for a line of such boards; start it before its cabinets."""
        self._check(settings)
        return Bus(link, self.codec(settings), settings.line.timing(baud), owner)

    def cabinet(
        self,
        bus: Bus[F],
        settings: FamilySettings,
        boards: Sequence[Board],
        *,
        supply: str = "cabinet",
    ) -> PolledCabinet[F]:
        """Make a cabinet on a bus made by `line`; `supply` is its own one's name."""
        self._check(settings)
        name = settings.family
        first, last = settings.board.addresses
        if not boards or len({board.address for board in boards}) < len(boards):
            raise SettingsInvalid("a cabinet needs boards, each address once")
        for board in boards:
            if not first <= board.address <= last:
                raise SettingsInvalid(f"no {name} has address {board.address}")
            if not 1 <= board.locks <= settings.board.locks:
                raise SettingsInvalid(f"no {name} has {board.locks} locks")
        return PolledCabinet(bus, self.dialect(settings), settings, boards, supply)

    def _check(self, settings: FamilySettings) -> None:
        if settings.protocol != self.name:
            raise SettingsInvalid(
                f"{settings.family} speaks {settings.protocol}, not {self.name}"
            )
