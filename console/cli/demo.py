"""`lockyard demo`: a prepared depot in central Helsinki, with a display or without.

With one it opens the desk on data of its own, with simulated cabinets. Without one, or
with --headless, it lives through the day by itself and writes what came of it.
"""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from console.cli.demo_day import live_headless
from console.cli.demo_summary import DemoFailed
from console.cli.places import (
    demo_file,
    demo_region,
    fail,
    has_screen,
    kernel_folder,
    station,
)
from console.cli.plan import FAULTS, describe
from console.domain.day import OpenDay
from console.geo.errors import GeoError
from console.interchange.depot_file import read_depot
from console.interchange.manifest import read_manifest
from console.storage.directory import default_path
from console.storage.errors import StorageError
from console.wiring.house import House, Where
from hardware.simulator.doors import Habits

HANDS = Habits(pull_after_ms=150, shut_after_ms=4000)
"""Doors in front of people who pull them open and shut them again."""
OUT = Path("out") / "demo"


def demo(
    headless: Annotated[  # noqa: FBT002 - typer makes it --headless
        bool, typer.Option("--headless", help="Live through the day without a window.")
    ] = False,
    out: Annotated[
        Path, typer.Option(help="Where --headless writes what came of the day.")
    ] = OUT,
    data: Annotated[
        Path | None, typer.Option(help="Data directory of the demo's desk.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same day.")] = 1,
) -> None:
    """Show a prepared depot in Helsinki; nothing real is touched."""
    if not headless and not has_screen():
        typer.echo(
            "There is no display to open the desk on: running\n"
            f"  lockyard demo --headless --out {out}",
            err=True,
        )
        headless = True
    try:
        region = demo_region()
        if headless:
            live_headless(region, out, seed)
            return
    except (*FAULTS, GeoError, StorageError, DemoFailed) as error:
        raise fail(f"lockyard demo: {describe(error)}") from None
    from console.app import run_desk

    usual = default_path(data, os.environ)
    where = Where(
        data=usual if data else usual.with_name("lockyard-demo"),
        region=region,
        cache=kernel_folder(),
        station=station(),
        simulate=HANDS,
        pickup_codes_in_file=True,
    )
    raise typer.Exit(run_desk(where, prepare=prepare))


async def prepare(house: House) -> OpenDay:
    """The coming day at the demo depot, taken over and imported on its first start."""
    known = await house.depots.known()
    origin = house.origin("demo")
    if known:
        depot = known[0]
    else:
        model = await asyncio.to_thread(
            read_depot, demo_file("depot.toml"), file="depot.toml"
        )
        await house.adopt(model, origin)
        depot = model.depot
    open_day = await house.depots.next_morning(depot)
    overview = await house.days.look(open_day)
    if not overview.parcels:
        rows = await asyncio.to_thread(
            read_manifest,
            demo_file("manifest.csv"),
            file="manifest.csv",
            day=open_day.date,
            classes=overview.model.size_classes,
            sites=overview.model.sites,
        )
        await house.intake.take(rows, open_day, origin)
    return open_day
