"""`lockyard directions`: the way from one place to another, step by step.

Exit codes: 0 told; 1 a place, the region or the way is at fault; 2 the command was
typed wrongly.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from console.cli.places import fail
from console.cli.whereabouts import RegionFolder, Whereabouts, located, opened
from console.geo.streets.modes import Mode
from console.viewmodels.directions import (
    LANGUAGES,
    DirectionsView,
    Phrases,
    leg_view,
    read_phrases,
)

if TYPE_CHECKING:
    from console.geo.streets.directions.steps import Guide


def directions(
    start: Annotated[
        str, typer.Argument(metavar="FROM", help="lat,lon or an address.")
    ],
    stop: Annotated[str, typer.Argument(metavar="TO", help="lat,lon or an address.")],
    region: RegionFolder,
    mode: Annotated[Mode, typer.Option(help="How to travel.")] = Mode.VAN,
    language: Annotated[
        str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")
    ] = "en",
    via: Annotated[
        list[str] | None, typer.Option(help="A stop between; may be given again.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write line and steps as GeoJSON.")
    ] = None,
) -> None:
    """Tell the way from FROM to TO, step by step."""
    import numpy as np

    from console.geo.streets.directions.guide import guide

    phrases = _phrases(language)
    with opened(region) as open_region:
        texts = [start, *(via or []), stop]
        stops = [located(open_region, text) for text in texts]
        lonlat = np.array([(one.place.lon, one.place.lat) for one in stops])
        told = guide(open_region.streets, mode, lonlat)
    _complain(told, stops, mode)
    views = [leg_view(leg, phrases) for leg in told.legs]
    for view, a, b in zip(views, stops, stops[1:], strict=False):
        _print(view, a, b)
    if out is not None:
        try:
            out.write_text(_geojson(told, views), encoding="utf-8")
        except OSError as error:
            raise fail(f"Error: {out} cannot be written: {error}") from None


def _phrases(language: str) -> Phrases:
    if language not in LANGUAGES:
        raise typer.BadParameter(
            f"{language} is not one of {', '.join(LANGUAGES)}",
            param_hint="--language",
        )
    file = files("resources").joinpath("i18n", f"directions-{language}.toml")
    return read_phrases(file.read_text(encoding="utf-8"))


def _complain(told: "Guide", stops: list[Whereabouts], mode: Mode) -> None:
    """End the command where a stop is off the streets or a leg has no way."""
    lines = [
        f"Error: {stops[row].text} is more than 200 m from any street for "
        f"{mode}. Choose a place nearer to one, or another --mode."
        for row in told.unsnapped
    ]
    lines += [
        f"Error: no way by {mode} from {stops[leg].text} to {stops[leg + 1].text}. "
        "Choose another --mode."
        for leg in told.broken
        if not {leg, leg + 1} & set(told.unsnapped)
    ]
    if lines:
        raise fail("\n".join(lines))


def _print(view: DirectionsView, start: Whereabouts, stop: Whereabouts) -> None:
    screen = Console(soft_wrap=True, highlight=False, markup=False)
    screen.print(f"{start.text} -> {stop.text}: {view.distance}, {view.duration}")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for number, row in enumerate(view.rows, start=1):
        table.add_row(f"{number}.", row.text, row.distance)
    screen.print(table)


def _geojson(told: "Guide", views: list[DirectionsView]) -> str:
    """A line a leg, and a point a step."""
    features: list[dict[str, Any]] = []
    for number, (leg, view) in enumerate(zip(told.legs, views, strict=True)):
        line = {"type": "LineString", "coordinates": leg.points.round(7).tolist()}
        sums = {"leg": number, "seconds": leg.seconds, "metres": leg.metres}
        features.append({"type": "Feature", "geometry": line, "properties": sums})
        for row in view.rows:
            point = {
                "type": "Point",
                "coordinates": [round(row.lon, 7), round(row.lat, 7)],
            }
            said = {
                "leg": number,
                "code": row.code,
                "text": row.text,
                "metres": row.metres,
                "seconds": row.seconds,
            }
            features.append({"type": "Feature", "geometry": point, "properties": said})
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False) + "\n"
