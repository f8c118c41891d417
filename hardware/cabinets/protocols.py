"""Every protocol this program speaks, and the families that speak them."""

from importlib import resources
from typing import Any

from hardware.cabinets import (
    head_8a,
    kerong_cu16,
    kerong_cu24,
    kerong_cu48,
    modbus_coils,
    r421a08,
    waveshare_relay,
    winnsen,
    wkly,
)
from hardware.cabinets.protocol import BoardProtocol
from hardware.cabinets.settings import FamilySettings
from hardware.errors import SettingsInvalid

# Each decodes to frames of its own, and whoever picks one by name cannot know which.
type AnyProtocol = BoardProtocol[Any]

PROTOCOLS: tuple[AnyProtocol, ...] = (
    head_8a.PROTOCOL,
    kerong_cu16.PROTOCOL,
    kerong_cu24.PROTOCOL,
    kerong_cu48.CU48,
    kerong_cu48.CU48B,
    modbus_coils.PROTOCOL,
    r421a08.PROTOCOL,
    waveshare_relay.PROTOCOL,
    winnsen.PROTOCOL,
    wkly.PROTOCOL,
)


def of(settings: FamilySettings) -> AnyProtocol:
    """Give the protocol these boards speak, or raise SettingsInvalid."""
    for protocol in PROTOCOLS:
        if protocol.name == settings.protocol:
            return protocol
    raise SettingsInvalid(f"{settings.family}: no protocol {settings.protocol!r}")


def families() -> tuple[str, ...]:
    """Name every board family whose settings ship."""
    folder = resources.files("resources").joinpath("cabinets")
    files = (file.name for file in folder.iterdir())
    return tuple(
        sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    )
