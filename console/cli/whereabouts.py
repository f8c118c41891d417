"""Places as a person types them, and the region they are looked up in.

A place is `lat,lon` in degrees, as maps show it, or an address of the region. An
address that the book is not sure of is never guessed: the likeliest readings are told.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from console.cli.places import fail
from console.domain.place import Place
from console.geo.errors import GeoError

if TYPE_CHECKING:
    from console.geo.region import Region

RegionFolder = Annotated[
    Path, typer.Option("--region", help="Folder of a region pack.")
]
"""The option every one of these commands takes."""

_NUMBER: Final = r"[+-]?\d{1,3}(?:\.\d+)?"
_LATLON: Final = re.compile(rf"\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*")
_OFFERED: Final = 5


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place and what to call it."""

    place: Place
    text: str


@contextmanager
def opened(folder: Path) -> Iterator["Region"]:
    """The region of a pack; ends the command with the way out when it is at fault."""
    from console.geo.region import Region

    try:
        region = Region.open(folder)
    except (GeoError, OSError) as error:
        raise fail(f"Error: {error}") from None
    try:
        yield region
    except GeoError as error:
        raise fail(f"Error: {error}") from None
    finally:
        region.close()


def located(region: "Region", text: str) -> Whereabouts:
    """The place somebody typed; ends the command where it is not sure."""
    numbers = _LATLON.fullmatch(text)
    if numbers:
        lat, lon = map(float, numbers.groups())
        if abs(lat) > 90 or abs(lon) > 180:
            raise fail(
                f"Error: {text} is not on the globe. Give latitude, then longitude, "
                "in degrees: 60.1699,24.9384"
            )
        return Whereabouts(Place(lon, lat), f"{lat:.5f},{lon:.5f}")
    placement = region.addresses.place_text(text)
    found = placement.candidate
    if found is None:
        raise fail(
            f"Error: no address like '{text}' in {region.info.name}. Check the "
            "spelling, or give latitude and longitude: 60.1699,24.9384"
        )
    if not placement.confident:
        likely = region.addresses.find(text, limit=_OFFERED)
        lines = "\n".join(f"  {one.text}" for one in likely)
        raise fail(
            f"Error: '{text}' is not sure. Write it as one of these, or give latitude "
            f"and longitude:\n{lines}"
        )
    return Whereabouts(Place(found.lon, found.lat), found.text)
