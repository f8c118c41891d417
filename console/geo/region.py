"""The region pack: one folder made from one OpenStreetMap extract, used offline.

    region.toml        console.geo.region_info
    addresses.sqlite   console.geo.addresses
    streets.bin        console.geo.streets
    basemap.sqlite     console.geo.basemap

A pack is built in a folder beside its place, flushed to the disk and then moved there
whole; a rebuild moves the old pack aside first. Should the machine stop between those
two moves, the next look at the place moves the old pack back. region.toml is written
last, so a folder without it is not a pack, and nothing half-built is ever opened.
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from console.geo.addresses import store
from console.geo.addresses.book import AddressBook
from console.geo.basemap.map import BaseMap
from console.geo.errors import (
    BuildCancelled,
    ExtractMissing,
    ExtractTooPoor,
    ExtractUnreadable,
    RegionDamaged,
    RegionOccupied,
    RegionUnwritable,
)
from console.geo.extract import (
    ATTRIBUTION,
    LICENCE,
    Cancelled,
    Progress,
    never,
    read_extract,
    sha256_of,
    silent,
)
from console.geo.region_info import (
    FILES,
    TOML,
    VERSIONS,
    PackFile,
    RegionInfo,
    read_info,
    toml_of,
)
from console.geo.streets import errors as streets_errors

if TYPE_CHECKING:
    from console.geo.streets.graph import Streets

# Share of the whole at which each step begins, measured on a city.
_STEPS: Final = {
    "read": (0.0, 0.12),
    "addresses": (0.12, 0.2),
    "basemap": (0.2, 0.35),
    "streets": (0.35, 0.97),
    "seal": (0.97, 1.0),
}


@dataclass(frozen=True, slots=True)
class Region:
    """An open region pack. Close it when done; nothing in it can be written."""

    folder: Path
    info: RegionInfo
    addresses: AddressBook
    streets: "Streets"
    basemap: BaseMap

    @classmethod
    def open(cls, folder: Path) -> "Region":
        """Open the pack in `folder` after checking it whole, digests included.

        Raises RegionMissing, RegionDamaged, RegionOutdated.
        """
        # Kernels stay out of processes that only look at packs.
        from console.geo.streets.graph import Streets  # noqa: PLC0415

        info = check_region(folder)
        return cls(
            folder,
            info,
            AddressBook.open(folder),
            Streets.open(folder),
            BaseMap.open(folder),
        )

    def close(self) -> None:
        """Close the files of addresses and base map."""
        self.addresses.close()
        self.basemap.close()


def build_region(
    extract: Path,
    out: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> RegionInfo:
    """Build the pack of `extract` at `out`; an older pack there is replaced whole.

    `progress` hears the step (read, addresses, basemap, streets, seal) and the share
    of the whole that is done. Raises ExtractError, RegionOccupied, RegionUnwritable,
    StreetsError, or BuildCancelled; the place is then as it was.
    """
    out = out.absolute()
    _restore(out)
    if not _may_replace(out):
        raise RegionOccupied(out)
    if not extract.is_file():
        raise ExtractMissing(extract)
    building = out.with_name(f".{out.name}.build-{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        building.mkdir()
        info = _build(extract, building, _scaled(progress), cancelled)
        info = replace(info, name=_name_of(extract))
        _seal(building, info)
        if cancelled():
            raise BuildCancelled
        _move_in(building, out)
    except (OSError, sqlite3.Error) as error:
        raise RegionUnwritable(out, str(error)) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    progress("seal", 1.0)
    return info


def check_region(folder: Path) -> RegionInfo:
    """Read region.toml and compare every file's size and digest with it.

    Raises RegionMissing, RegionOutdated or RegionDamaged.
    """
    _restore(folder.absolute())
    info = read_info(folder)
    for file in info.files:
        path = folder / file.name
        if not path.is_file():
            raise RegionDamaged(path, "the file is gone")
        if path.stat().st_size != file.size:
            raise RegionDamaged(
                path, f"is {path.stat().st_size} bytes long instead of {file.size}"
            )
        if sha256_of(path) != file.sha256:
            raise RegionDamaged(path, "is not the file that was built (its digest)")
    return info


def _build(
    extract: Path, folder: Path, progress: Progress, cancelled: Cancelled
) -> RegionInfo:
    from console.geo.basemap.build import build_basemap  # noqa: PLC0415 - as above
    from console.geo.streets.build import build_streets  # noqa: PLC0415

    read = read_extract(extract, progress=progress, cancelled=cancelled)
    count = store.build_addresses(read, folder, progress=progress, cancelled=cancelled)
    build_basemap(read, folder, progress=progress, cancelled=cancelled)
    bounds, date = read.bounds, read.data_date
    del read
    try:
        build_streets(
            extract,
            folder,
            progress=lambda _step, share: progress("streets", share),
            cancelled=cancelled,
        )
    except streets_errors.BuildCancelled as error:
        raise BuildCancelled from error
    except streets_errors.OrderError as error:
        # on some systems Ctrl+C ends the child before this process hears of it
        if cancelled():
            raise BuildCancelled from error
        raise
    except streets_errors.NoStreetsError as error:
        raise ExtractTooPoor(extract, "the extract holds no streets") from error
    except streets_errors.ExtractError as error:
        raise ExtractUnreadable(extract, str(error)) from error
    progress("seal", 0.0)
    return RegionInfo(
        name="",
        bounds=bounds,
        source=extract.name,
        sha256=sha256_of(extract),
        versions=VERSIONS,
        attribution=ATTRIBUTION,
        licence=LICENCE,
        data_date=date,
        addresses=count,
        files=tuple(
            PackFile(name, (folder / name).stat().st_size, sha256_of(folder / name))
            for name in FILES
        ),
    )


def _scaled(progress: Progress) -> Progress:
    def scaled(step: str, share: float) -> None:
        low, high = _STEPS[step]
        progress(step, low + (high - low) * min(max(share, 0.0), 1.0))

    return scaled


def _name_of(extract: Path) -> str:
    return extract.name.split(".", 1)[0] or extract.name


def _may_replace(out: Path) -> bool:
    if not out.exists():
        return True
    if not out.is_dir():
        return False
    return (out / TOML).is_file() or not any(out.iterdir())


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")


def _restore(out: Path) -> None:
    """Bring the old pack back if a rebuild was cut off between its two moves."""
    aside = _aside(out)
    if not aside.is_dir():
        return
    if not out.exists():
        aside.rename(out)
    elif (out / TOML).is_file():
        shutil.rmtree(aside, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what a build that was killed has left beside the place."""
    for left in out.parent.glob(f".{out.name}.build-*"):
        pid = left.name.rpartition("-")[2]
        if pid.isdecimal() and (
            int(pid) == os.getpid() or not psutil.pid_exists(int(pid))
        ):
            shutil.rmtree(left, ignore_errors=True)


def _move_in(building: Path, out: Path) -> None:
    aside = _aside(out)
    if out.exists():
        out.rename(aside)
    try:
        building.rename(out)
    except OSError:
        if aside.exists():
            aside.rename(out)
        raise
    _flush_folder(out.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _seal(folder: Path, info: RegionInfo) -> None:
    """Flush all files to the disk, region.toml last."""
    for name in FILES:
        with (folder / name).open("rb+") as file:
            os.fsync(file.fileno())
    with (folder / TOML).open("w", encoding="utf-8", newline="\n") as file:
        file.write(toml_of(info))
        file.flush()
        os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    # a folder cannot be opened on Windows, and need not be flushed there
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
