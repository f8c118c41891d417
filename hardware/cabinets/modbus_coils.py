"""Lock boards that are Modbus slaves: a coil opens a lock, a bit tells of its door.

Makers disagree whether FF00 written to a coil opens its lock or shuts it; the wrong one
is answered just the same and moves nothing. The board ends the pulse itself, or it is
none of these: an output that stays on is refused by the settings.

    [dialect]
    open_value  "FF00" or "0000": what opens a lock when written to its coil
    doors       "inputs": discrete inputs tell of doors; "coils": the coils do
    first_coil  the address of lock 1's coil
    first_door  the address of lock 1's input, or of its coil again
"""

from dataclasses import dataclass
from enum import StrEnum

from hardware.cabinet import DoorAddress
from hardware.cabinets.modbus import ModbusDialect, protocol
from hardware.cabinets.settings import FamilySettings
from hardware.frames.modbus import OFF, ON, Function, Read, Write

NAME = "modbus-coils"


class OpenValue(StrEnum):
    """What opens a lock."""

    SET = "FF00"
    CLEAR = "0000"

    @property
    def number(self) -> int:
        """The number on the wire."""
        return ON if self is OpenValue.SET else OFF


class Doors(StrEnum):
    """What tells of doors."""

    INPUTS = "inputs"
    COILS = "coils"


@dataclass(frozen=True, slots=True)
class Own:
    """Section [dialect]."""

    open_value: OpenValue
    doors: Doors
    first_coil: int
    first_door: int


def _dialect(settings: FamilySettings) -> ModbusDialect:
    own = settings.own(Own)
    inputs = own.doors is Doors.INPUTS and settings.board.sensors
    function = Function.READ_INPUTS if inputs else Function.READ_COILS

    def read(board: int, locks: int) -> Read:
        return Read(function, board, own.first_door, locks)

    def write(address: DoorAddress) -> Write:
        coil = own.first_coil + address.lock - 1
        return Write(Function.WRITE_COIL, address.board, coil, own.open_value.number)

    return ModbusDialect(settings.board, read, write)


PROTOCOL = protocol(NAME, _dialect)
