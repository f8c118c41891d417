"""R421A08 and R413D08 relay boards as lock drivers.

A relay is a register, counted from 1, and its value a command: 01 on, 02 off,
03 toggle, 04 this one alone, 05 on for a moment, 06 on for so many seconds. Of these
only 05 is sent: the board ends it by itself after about a second, which is a servo's
pulse and a long one for a solenoid. The board knows nothing of doors, so no door is
ever said to be open; one relay is read to know that the board is there.
"""

from hardware.cabinet import DoorAddress
from hardware.cabinets.modbus import ModbusDialect, protocol
from hardware.cabinets.settings import FamilySettings, NothingOwn
from hardware.errors import SettingsInvalid
from hardware.frames.modbus import Function, Read, Write

NAME = "r421a08"
MOMENTARY = 0x0500
MOMENT_MS = 1000


def _dialect(settings: FamilySettings) -> ModbusDialect:
    settings.own(NothingOwn)
    if settings.board.sensors:
        raise SettingsInvalid(f"{settings.family}: board.closed_bit must be -1")
    if settings.lock.pulse_ms < MOMENT_MS:
        raise SettingsInvalid(
            f"{settings.family}: lock.pulse_ms must be {MOMENT_MS}, as the board has it"
        )

    def read(board: int, locks: int) -> Read:
        del locks
        return Read(Function.READ_REGISTERS, board, 1, 1)

    def write(address: DoorAddress) -> Write:
        return Write(Function.WRITE_REGISTER, address.board, address.lock, MOMENTARY)

    return ModbusDialect(settings.board, read, write)


PROTOCOL = protocol(NAME, _dialect)
