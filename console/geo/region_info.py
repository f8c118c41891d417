"""region.toml: what a pack is, what it was made from, its versions and its files.

It is read without looking at the other files, and refused where this program would not
understand them.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from console.geo.addresses import store
from console.geo.basemap.map import FILE as BASEMAP_FILE
from console.geo.basemap.map import VERSION as BASEMAP_VERSION
from console.geo.errors import RegionDamaged, RegionMissing, RegionOutdated
from console.geo.extract import Bounds
from console.geo.streets.pack import FILE_NAME as STREETS_FILE
from console.geo.streets.pack import FORMAT as STREETS_VERSION

TOML: Final = "region.toml"
PACK_VERSION: Final = 1
VERSIONS: Final[Mapping[str, int]] = {
    "pack": PACK_VERSION,
    "addresses": store.VERSION,
    "streets": STREETS_VERSION,
    "basemap": BASEMAP_VERSION,
}
"""Build versions this program writes and reads."""
FILES: Final = (store.FILE, STREETS_FILE, BASEMAP_FILE)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack as it was when it was built."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """What region.toml says. `data_date` is the day of the newest object, or ""."""

    name: str
    bounds: Bounds
    source: str
    sha256: str
    versions: Mapping[str, int]
    attribution: str
    licence: str
    data_date: str
    addresses: int
    files: tuple[PackFile, ...]


def read_info(folder: Path) -> RegionInfo:
    """Read what region.toml says, without looking at the other files.

    Raises RegionMissing, RegionOutdated, or RegionDamaged when it cannot be read.
    """
    path = folder / TOML
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise RegionMissing(folder) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RegionDamaged(path, f"cannot be read ({error})") from error
    try:
        table = tomllib.loads(text)
        versions = {str(k): int(v) for k, v in dict(table["versions"]).items()}
        for part, wanted in VERSIONS.items():
            if versions.get(part) != wanted:
                found = str(versions.get(part, "none"))
                raise RegionOutdated(folder, part, found, str(wanted))
        info = _info_of(table, versions)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RegionDamaged(path, f"does not describe a pack ({error!r})") from error
    if sorted(file.name for file in info.files) != sorted(FILES):
        raise RegionDamaged(path, f"does not name exactly {', '.join(FILES)}")
    return info


def toml_of(info: RegionInfo) -> str:
    box = info.bounds
    lines = [
        f"# {info.attribution}. {info.licence}",
        f"name = {_quoted(info.name)}",
        f"attribution = {_quoted(info.attribution)}",
        f"licence = {_quoted(info.licence)}",
        f"data_date = {_quoted(info.data_date)}",
        f"addresses = {info.addresses}",
        f"bounds = [{box.west!r}, {box.south!r}, {box.east!r}, {box.north!r}]",
        "",
        "[source]",
        f"file = {_quoted(info.source)}",
        f"sha256 = {_quoted(info.sha256)}",
        "",
        "[versions]",
        *(f"{part} = {version}" for part, version in info.versions.items()),
    ]
    for file in info.files:
        lines += [
            "",
            "[[files]]",
            f"name = {_quoted(file.name)}",
            f"size = {file.size}",
            f"sha256 = {_quoted(file.sha256)}",
        ]
    return "\n".join(lines) + "\n"


def _info_of(table: Mapping[str, Any], versions: Mapping[str, int]) -> RegionInfo:
    west, south, east, north = (float(v) for v in table["bounds"])
    return RegionInfo(
        name=str(table["name"]),
        bounds=Bounds(west, south, east, north),
        source=str(table["source"]["file"]),
        sha256=str(table["source"]["sha256"]),
        versions=versions,
        attribution=str(table["attribution"]),
        licence=str(table["licence"]),
        data_date=str(table["data_date"]),
        addresses=int(table["addresses"]),
        files=tuple(
            PackFile(str(f["name"]), int(f["size"]), str(f["sha256"]))
            for f in table["files"]
        ),
    )


def _quoted(text: str) -> str:
    # a TOML basic string is a JSON string but for DEL
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
