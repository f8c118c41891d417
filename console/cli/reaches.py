"""`lockyard reach` and `lockyard nearest`: what lies how far along the streets.

Exit codes: 0 told; 1 a place, a file or the region is at fault; 2 the command was
typed wrongly.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from console.cli.places import fail
from console.cli.whereabouts import RegionFolder, located, opened
from console.geo.streets.modes import Mode

if TYPE_CHECKING:
    from console.geo.streets.isochrones import Reach

At = Annotated[str, typer.Argument(metavar="AT", help="lat,lon or an address.")]

_LONGEST_MIN: Final = 24 * 60


def reach(
    at: At,
    region: RegionFolder,
    out: Annotated[Path, typer.Option(help="GeoJSON file to write.")],
    minutes: Annotated[str, typer.Option(help="One or more: 5,10,15")] = "5,10,15",
    mode: Annotated[Mode, typer.Option(help="How to travel.")] = Mode.WALK,
    *,
    back: Annotated[
        bool, typer.Option("--to", help="From where one gets to AT, not from it.")
    ] = False,
) -> None:
    """Write the areas one gets to from AT within some minutes."""
    from console.geo.streets.isochrones import reach as reached

    seconds = _seconds(minutes)
    with opened(region) as open_region:
        where = located(open_region, at)
        point = (where.place.lon, where.place.lat)
        told = reached(open_region.streets, mode, point, seconds, back=back)
    try:
        out.write_text(_geojson(told, mode, back=back), encoding="utf-8")
    except OSError as error:
        raise fail(f"Error: {out} cannot be written: {error}") from None
    typer.echo(f"{out}: {len(told.areas)} areas around {where.text}")


def nearest(
    at: At,
    region: RegionFolder,
    depot: Annotated[Path, typer.Option(help="Depot file with sites, .toml.")],
    count: Annotated[int, typer.Option(min=1, help="How many to tell.")] = 5,
    work: Annotated[
        str | None, typer.Option(help="Another place to walk from.")
    ] = None,
    *,
    step_free: Annotated[bool, typer.Option(help="Without stairs.")] = False,
) -> None:
    """Tell the sites of a depot nearest to AT on foot, from home or from work."""
    import numpy as np

    from console.geo.streets.nearest import nearest_sites
    from console.interchange.depot_file import read_depot
    from console.interchange.errors import DepotFileError

    try:
        sites = read_depot(depot.read_bytes(), file=depot.name).sites
    except (DepotFileError, OSError) as error:
        raise fail(f"Error: {error}") from None
    if not sites:
        raise fail(f"Error: {depot} has no sites. Add a [[site]] to it.")
    places = np.array([(site.place.lon, site.place.lat) for site in sites])
    with opened(region) as open_region:
        starts = [located(open_region, text) for text in (at, work) if text]
        told = nearest_sites(
            open_region.streets,
            [np.array([(one.place.lon, one.place.lat)]) for one in starts],
            places,
            count=count,
            travel=Mode.WALK_STEP_FREE if step_free else Mode.WALK,
        )
    for row, _ in told.unsnapped.tolist():
        typer.echo(f"No street within 200 m of {starts[row].text}.", err=True)
    for row in told.unsnapped_sites.tolist():
        typer.echo(f"Site {sites[row].id} is off the streets.", err=True)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for row, origin, seconds, metres in zip(
        *(values[0].tolist() for values in (told.site, told.origin)),
        *(values[0].tolist() for values in (told.seconds, told.metres)),
        strict=True,
    ):
        if row >= 0:
            site = sites[row]
            line = [site.id, site.name, f"{metres} m", f"{(seconds + 30) // 60} min"]
            table.add_row(*line, *([starts[origin].text] if work else []))
    if not table.row_count:
        raise fail("Error: no site can be walked to from there.")
    Console(soft_wrap=True, highlight=False, markup=False).print(table)


def _seconds(minutes: str) -> list[int]:
    try:
        numbers = [float(word) for word in minutes.split(",")]
    except ValueError:
        numbers = []
    if not numbers or not all(0 < number <= _LONGEST_MIN for number in numbers):
        raise typer.BadParameter(
            f"'{minutes}' is not minutes like 5,10,15", param_hint="--minutes"
        )
    return [max(1, round(number * 60)) for number in numbers]


def _geojson(told: "Reach", mode: Mode, *, back: bool) -> str:
    """An area each, the largest first, so that drawn in order all are seen."""
    import shapely

    features: list[dict[str, Any]] = []
    for seconds, area in reversed(list(zip(told.seconds, told.areas, strict=True))):
        said = {"minutes": seconds / 60, "mode": mode.value, "to": back}
        geometry = json.loads(shapely.to_geojson(area))
        geometry["coordinates"] = _rounded(geometry["coordinates"])
        features.append({"type": "Feature", "geometry": geometry, "properties": said})
    return json.dumps({"type": "FeatureCollection", "features": features}) + "\n"


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - lists as deep as they come
    if isinstance(coordinates, list):
        return [_rounded(inner) for inner in coordinates]
    return round(coordinates, 7)
