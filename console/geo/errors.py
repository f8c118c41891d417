"""What can go wrong with a region. Every message names the file and the way out.

GeoError
├── BuildCancelled         somebody stopped the build; nothing was left behind
├── ExtractError           the OpenStreetMap extract cannot be used
│   ├── ExtractMissing     there is no such file
│   ├── ExtractUnreadable  not an extract, empty, or cut short in mid-file
│   └── ExtractTooPoor     readable, but without streets or without addresses
└── RegionError            a region's pack could not be made, opened or used
    ├── RegionMissing      there is no pack in this folder
    ├── RegionDamaged      a file is gone or is not the file that was built
    ├── RegionOutdated     built by another version of the program
    ├── RegionOccupied     the folder to build into holds something else
    ├── RegionUnwritable   the disk is full, read-only, or the pack is in use
    └── (StreetsError)     what streets raise: console.geo.streets.errors

Trying the same again helps for BuildCancelled and RegionUnwritable only (`again`).
"""

from pathlib import Path
from typing import ClassVar


class GeoError(Exception):
    """Anything this package raises on purpose."""

    again: ClassVar[bool] = False
    """Whether the same call may well succeed when it is made again."""


class BuildCancelled(GeoError):
    """The build was stopped on request; the folder is as it was before."""

    again = True


class ExtractError(GeoError):
    """The extract `path` cannot be used."""

    def __init__(self, path: Path, what: str, way_out: str) -> None:
        super().__init__(f"{path}: {what}. {way_out}.")
        self.path = path
        self.what = what
        self.way_out = way_out


class ExtractMissing(ExtractError):
    """There is no such file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "there is no such file",
            "Check the path; extracts end in .osm.pbf",
        )


class ExtractUnreadable(ExtractError):
    """The file is empty, is not an extract, or ends in the middle."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            path,
            what,
            "Download the .osm.pbf extract again and compare its size with the source",
        )


class ExtractTooPoor(ExtractError):
    """The file can be read but lacks what a depot needs."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            path,
            what,
            "Choose an extract that covers the delivery area with streets and "
            "addresses",
        )


class RegionError(GeoError):
    """A region's pack could not be made, opened or used."""


class RegionMissing(RegionError):
    """There is no pack in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: no region pack here (region.toml is not there). Build one "
            "with `lockyard region build EXTRACT --out DIR`."
        )
        self.folder = folder


class RegionDamaged(RegionError):
    """A file of the pack is gone, or is not the file that was built."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}. Build the region again from its extract with "
            "`lockyard region build EXTRACT --out DIR`; nothing else is lost."
        )
        self.path = path


class RegionOutdated(RegionError):
    """The pack was built by another version of the program."""

    def __init__(self, folder: Path, part: str, found: str, wanted: str) -> None:
        super().__init__(
            f"{folder}: {part} has build version {found}, this program reads "
            f"{wanted}. Build the region again from its extract with "
            "`lockyard region build EXTRACT --out DIR`."
        )
        self.folder = folder


class RegionOccupied(RegionError):
    """The folder to build into holds something that is not a region pack."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: holds something that is not a region pack; it was left "
            "alone. Choose another folder, or empty this one first."
        )
        self.folder = folder


class RegionUnwritable(RegionError):
    """The disk is full or read-only, or somebody has the old pack open."""

    again = True

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"{folder}: cannot be written ({what}). Make room on the disk, close other "
            "programs that use this region, or choose another folder."
        )
        self.folder = folder
