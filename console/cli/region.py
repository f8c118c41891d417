"""`lockyard region`: build a region pack from an extract, and check one.

Exit codes: 0 done; 1 the extract, the pack or the place is at fault, with the way out
on standard error; 2 the command was typed wrongly (typer); 130 cancelled by Ctrl+C,
which leaves the place as it was.
"""

import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from console.geo.errors import BuildCancelled, GeoError
from console.geo.region import build_region, check_region
from console.geo.region_info import RegionInfo
from widgets.common.words import grouped

app = typer.Typer(
    name="region",
    help="Build and check region packs: addresses, streets and map, used offline.",
    no_args_is_help=True,
)

FAULT: Final = 1
CANCELLED: Final = 130
_STEPS: Final = {
    "read": "Reading the extract",
    "addresses": "Writing the address book",
    "basemap": "Drawing the base map",
    "streets": "Preparing the streets",
    "seal": "Sealing the pack",
}


@app.command()
def build(
    extract: Annotated[
        Path, typer.Argument(help="OpenStreetMap extract, .osm.pbf", metavar="EXTRACT")
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Folder to build into; an older pack goes.")
    ],
) -> None:
    """Build the region pack of EXTRACT at DIR. Ctrl+C stops it and leaves nothing."""
    screen = Console(stderr=True)
    with _interruptible() as stop, _bar(screen) as bar:
        task = bar.add_task(_STEPS["read"], total=1.0)

        def told(step: str, share: float) -> None:
            bar.update(task, description=_STEPS.get(step, step), completed=share)

        def work() -> RegionInfo:
            _leave_interrupts_to_main()
            return build_region(extract, out, progress=told, cancelled=stop.is_set)

        try:
            with ThreadPoolExecutor(1) as pool:
                info = pool.submit(work).result()
        except BuildCancelled:
            bar.stop()
            screen.print("Cancelled. Nothing was changed.")
            raise typer.Exit(CANCELLED) from None
        except (GeoError, OSError) as error:
            bar.stop()
            _complain(screen, error)
            raise typer.Exit(FAULT) from None
    _describe(out, info)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of the pack", metavar="DIR")],
) -> None:
    """Check that the pack at DIR is whole and was built for this program."""
    try:
        info = check_region(folder)
    except (GeoError, OSError) as error:
        _complain(Console(stderr=True), error)
        raise typer.Exit(FAULT) from None
    _describe(folder, info)


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Ctrl+C asks the build to stop, which takes a second at most."""
    stop = Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_interrupts_to_main() -> None:
    """Keep Ctrl+C from this thread and from the processes it starts.

    A terminal sends it to all of them; a child that died of it would look like a fault.
    """
    if sys.platform != "win32":
        # it would take the block away when it is started later
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _bar(screen: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<26}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=screen,
        transient=True,
    )


def _complain(screen: Console, error: Exception) -> None:
    screen.print(f"Error: {error}", style="red", markup=False, highlight=False)


def _describe(folder: Path, info: RegionInfo) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    box = info.bounds
    size_mb = sum(file.size for file in info.files) / 1e6
    for name, value in (
        ("Region", info.name),
        ("Folder", str(folder)),
        ("Extract", f"{info.source}, sha-256 {info.sha256[:16]}"),
        ("Data of", info.data_date or "unknown day"),
        ("Addresses", grouped(info.addresses)),
        ("Size", f"{size_mb:.1f} MB"),
        (
            "Extent",
            f"{box.west:.4f}, {box.south:.4f} to {box.east:.4f}, {box.north:.4f}",
        ),
        ("Rights", f"{info.attribution}, {info.licence}"),
    ):
        table.add_row(name, value)
    Console(soft_wrap=True).print(table, markup=False, highlight=False)
