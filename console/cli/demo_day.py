"""A depot day lived through by itself: import, plan, publish, and then the street.

The clock is the demo's own: it jumps from stop to stop in the order the plan gives
them (`demo_street`). In the middle of the day the desk is looked at.

    plan.json            the published plan
    journal.jsonl        every event with its hash
    acknowledged.jsonl   what services answered, in the order they did
    desk-*.png           the desk in the middle of the day, light and dark
    summary.json         the figures; see `demo_summary`
    data/                the data directory of the day
"""

import asyncio
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import typer

from console.cli.demo_street import DayClock, Street
from console.cli.demo_summary import Summary, check, summed
from console.cli.places import demo_file, kernel_folder
from console.cli.plan import plan_file
from console.domain.day import OpenDay
from console.domain.ids import StationId, VehicleId
from console.domain.money import eur
from console.domain.plan import PlannedStop
from console.domain.standing import Standing
from console.interchange.depot_file import read_depot
from console.interchange.manifest import read_manifest
from console.services.drafting.planner import Effort
from console.storage import journal_file
from console.wiring.house import House, Where
from console.wiring.reading import read_apart
from hardware.simulator.doors import Habits

STATION = StationId("demo")
SERVICE_DATE = date(2026, 11, 20)
ITERATIONS = 30_000
HANDS = Habits(pull_after_ms=60)
"""Quick hands, that shut a door once the desk has said it saw it open."""
PICTURE_AT = 0.5
"""The share of stops after which the desk is looked at."""
PICTURES = (("light", (1920, 1080)), ("dark", (1920, 1080)), ("light", (1366, 768)))


def live_headless(region: Path, out: Path, seed: int) -> Summary:
    """`live_through` on Qt's own loop, without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from console.app import application, on_loop

    return on_loop(application(), live_through(region, out, seed))


async def live_through(
    region: Path,
    out: Path,
    seed: int,
    *,
    manifest: bytes | None = None,
    iterations: int = ITERATIONS,
) -> Summary:
    """The whole day; writes into `out` and returns the figures.

    `manifest` is the demo's own if none is given. Raises DemoFailed where the figures
    do not add up.
    """
    rows = demo_file("manifest.csv") if manifest is None else manifest
    began = time.monotonic()
    _clear(out)
    clock = DayClock(datetime.combine(SERVICE_DATE, datetime.min.time(), UTC))
    where = Where(
        data=out / "data",
        region=region,
        cache=kernel_folder(),
        station=STATION,
        simulate=HANDS,
        pickup_codes_in_file=True,
    )
    house = await House.open(where, clock, starting=_starting)
    try:
        summary = await _day(house, clock, out, seed, began, rows, iterations)
    finally:
        await house.close()
    text = json.dumps(asdict(summary), indent=2)
    (out / "summary.json").write_text(f"{text}\n", "utf-8")
    typer.echo(text)
    check(summary)
    return summary


def _starting(done: int, _total: int) -> None:
    if done == 0:
        typer.echo("preparing the planner; the first time takes a minute", err=True)


async def _day(
    house: House,
    clock: DayClock,
    out: Path,
    seed: int,
    began: float,
    manifest: bytes,
    iterations: int,
) -> Summary:
    model = await read_apart(read_depot, demo_file("depot.toml"), file="depot.toml")
    await house.adopt(model, house.origin("demo", "adopt"))
    open_day = await house.depots.open_day(model.depot, SERVICE_DATE)
    clock.reach(open_day.date.instant(5 * 3600))
    rows = await read_apart(
        read_manifest,
        manifest,
        file="manifest.csv",
        day=open_day.date,
        classes=model.size_classes,
        sites=model.sites,
    )
    report = await house.intake.take(rows, open_day, house.origin("demo", "import"))
    typer.echo(f"imported {len(report.taken.new)} parcels", err=True)
    planning = time.monotonic()
    standing = await house.plans.build(
        open_day, Effort(seed, None, iterations), house.origin("demo", "build")
    )
    plan_s = time.monotonic() - planning
    plan, data = plan_file(standing, model)
    (out / "plan.json").write_bytes(data)
    await house.plans.publish(house.origin("demo", "publish"))
    typer.echo(f"planned for {eur(plan.cost):.2f} EUR, published", err=True)
    street = Street(house, clock, open_day, model, seed, out / "acknowledged.jsonl")
    try:
        refused = await _on_the_street(house, street, open_day, standing, out)
    finally:
        street.close()
    await _write_journal(house, out / "journal.jsonl")
    return await summed(house, open_day, standing, refused, plan_s, began, seed)


async def _on_the_street(
    house: House, street: Street, open_day: OpenDay, standing: Standing, out: Path
) -> int:
    await street.leave(standing)
    routes = standing.plan.routes if standing.plan else ()
    stops = sorted(
        (
            (stop.departure_s, route.vehicle, number, stop)
            for route in routes
            for number, stop in enumerate(route.stops, 1)
        ),
        key=lambda entry: entry[:3],
    )
    half = round(len(stops) * PICTURE_AT)
    await _serve_all(street, stops[:half])
    await _pictures(house, open_day, out)
    await _serve_all(street, stops[half:])
    typer.echo(f"{len(stops)} stops served", err=True)
    refused = await street.collect()
    typer.echo("recipients have come by", err=True)
    return refused


async def _serve_all(
    street: Street, stops: list[tuple[int, VehicleId, int, PlannedStop]]
) -> None:
    async with asyncio.TaskGroup() as group:
        for _, vehicle, number, stop in stops:
            group.create_task(street.serve(vehicle, number, stop))


async def _pictures(house: House, open_day: OpenDay, out: Path) -> None:
    """The desk in the middle of the day, drawn by the desk itself."""
    from console.app import picture

    for theme, size in PICTURES:
        path = out / f"desk-{theme}-{size[0]}.png"
        await picture(house, open_day, path, theme=theme, size=size)


async def _write_journal(house: House, path: Path) -> None:
    after = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while part := await house.store.read(partial(journal_file.lines, after=after)):
            file.writelines(part)
            after += len(part)


def _clear(out: Path) -> None:
    """Makes room: only what an earlier demo wrote is removed."""
    out.mkdir(parents=True, exist_ok=True)
    data = out / "data"
    if (data / "lockyard.db").exists():
        shutil.rmtree(data)
    for name in ("plan.json", "journal.jsonl", "acknowledged.jsonl", "summary.json"):
        with suppress(FileNotFoundError):
            (out / name).unlink()
    for picture in out.glob("desk-*.png"):
        picture.unlink()
