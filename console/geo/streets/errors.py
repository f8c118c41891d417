"""What can go wrong with streets; every class says whether trying again helps.

RegionError
└── StreetsError
    ├── ExtractError       the OSM file cannot be read; another file is needed
    ├── NoStreetsError     the OSM file holds no street for any mode; another file
    ├── OrderError         the child that orders junctions died; trying again may help
    ├── BuildCancelled     the caller asked to stop; nothing was written (it is the
    │                      region's BuildCancelled too)
    ├── PackError          the pack is missing, cut short or of another version;
    │                      building it again helps
    ├── ModeMissing        the pack was built without this mode
    └── NoPathError        no way between two points, or one is far from any street
"""

from typing import ClassVar

from console.geo import errors


class StreetsError(errors.RegionError):
    """Anything the street engine raises on purpose."""


class ExtractError(StreetsError):
    """The OSM file cannot be read."""


class NoStreetsError(StreetsError):
    """The OSM file holds no street a mode may use."""


class OrderError(StreetsError):
    """The child process that orders the junctions did not answer."""

    again: ClassVar[bool] = True


class BuildCancelled(StreetsError, errors.BuildCancelled):
    """The caller asked the build to stop; nothing was written."""

    again: ClassVar[bool] = True


class PackError(StreetsError):
    """The streets file is missing, cut short, or of another version."""


class ModeMissing(StreetsError):
    """The pack holds no graph of the wanted mode."""


class NoPathError(StreetsError):
    """There is no way between two points, or one of them is far from any street."""
