"""Which firmware speaks which protocol, and whole lines of simulated boards."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from hardware.cabinets.settings import FamilySettings
from hardware.errors import SettingsInvalid
from hardware.frames.kerong_cu48 import Model
from hardware.simulator import (
    head_8a,
    kerong_cu16,
    kerong_cu24,
    kerong_cu48,
    modbus,
    winnsen,
    wkly,
)
from hardware.simulator.boards import AnyFirmware, Board, SimulatedBoards

FIRMWARES: Mapping[str, Callable[[FamilySettings], AnyFirmware]] = {
    "8a-80": head_8a.firmware,
    "kerong-cu16": kerong_cu16.firmware,
    "kerong-cu24": kerong_cu24.firmware,
    "kerong-cu48": partial(kerong_cu48.firmware, Model.CU48),
    "kerong-cu48b": partial(kerong_cu48.firmware, Model.CU48B),
    "modbus-coils": modbus.coils,
    "r421a08": modbus.r421a08,
    "waveshare-relay": modbus.waveshare,
    "winnsen": winnsen.firmware,
    "wkly": wkly.firmware,
}


def firmware(settings: FamilySettings) -> AnyFirmware:
    """Give what boards of these settings do, or raise SettingsInvalid."""
    if settings.protocol not in FIRMWARES:
        raise SettingsInvalid(f"{settings.family}: nobody plays {settings.protocol!r}")
    return FIRMWARES[settings.protocol](settings)


def simulated(
    settings: FamilySettings, boards: Iterable[Board] = (), *, baud: int | None = None
) -> SimulatedBoards:
    """Make a line of boards of a family; one board at the first address by default."""
    return SimulatedBoards(firmware(settings), boards, baud=baud)
