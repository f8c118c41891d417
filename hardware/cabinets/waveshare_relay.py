"""Waveshare relay boards (protocol V2) as lock drivers.

The pulse is made by the board: its coil 0200 + n switches relay n on for so many tenths
of a second and off again, whatever becomes of the line. Held outputs are never asked
for. A relay knows nothing of a door: with closed_bit = -1 no door is ever said to be
open, the relays are read only to know that the board is there. Boards with inputs may
have the doors' switches on them, input 0 for relay 0; then closed_bit says what they
read.
"""

from hardware.cabinet import DoorAddress
from hardware.cabinets.modbus import ModbusDialect, protocol
from hardware.cabinets.settings import FamilySettings, NothingOwn
from hardware.errors import SettingsInvalid
from hardware.frames.modbus import Function, Read, Write

NAME = "waveshare-relay"
FLASH_ON = 0x0200
UNIT_MS = 100


def _dialect(settings: FamilySettings) -> ModbusDialect:
    settings.own(NothingOwn)
    units, rest = divmod(settings.lock.pulse_ms, UNIT_MS)
    if rest or settings.board.locks > FLASH_ON:
        raise SettingsInvalid(
            f"{settings.family}: lock.pulse_ms must be in steps of {UNIT_MS}"
        )
    sensors = settings.board.sensors
    function = Function.READ_INPUTS if sensors else Function.READ_COILS

    def read(board: int, locks: int) -> Read:
        return Read(function, board, 0, locks)

    def write(address: DoorAddress) -> Write:
        relay = FLASH_ON + address.lock - 1
        return Write(Function.WRITE_COIL, address.board, relay, units)

    return ModbusDialect(settings.board, read, write)


PROTOCOL = protocol(NAME, _dialect)
