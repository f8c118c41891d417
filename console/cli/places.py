"""Where the command line finds and keeps things: caches, the demo's region."""

import errno
import os
import socket
import sys
import tempfile
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

import platformdirs
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from console.domain.ids import StationId
from console.geo.errors import RegionError

DEMO_REGION = "helsinki-centre"


def cache_folder() -> Path:
    """Where compiled kernels and built regions are kept for this user."""
    return Path(platformdirs.user_cache_dir("lockyard", appauthor=False))


def kernel_folder() -> Path:
    """Where compiled kernels are kept."""
    return cache_folder() / "kernels"


def station() -> StationId:
    """The name of this workstation in the records."""
    return StationId(socket.gethostname() or "desk")


def demo_region() -> Path:
    """The demo's region pack, built on first use. Raises GeoError."""
    from console.geo.region import check_region

    folder = cache_folder() / "regions" / DEMO_REGION
    try:
        check_region(folder)
    except RegionError:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _build(folder)
    return folder


def has_screen() -> bool:
    """Whether this session has a screen to show a window on."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def demo_file(name: str) -> bytes:
    """A file of the demo depot."""
    return files("resources").joinpath("demo", name).read_bytes()


def scratch() -> Path:
    """A new folder that nobody needs for long."""
    return Path(tempfile.mkdtemp(prefix="lockyard-"))


def refuse_places(read: Iterable[Path], written: Iterable[Path | None]) -> None:
    """Raises OSError where a file to read is not there, or one has no folder to go to.

    Asked before a long search, not in it or behind it.
    """
    for path in read:
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    for path in filter(None, written):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder; name a file", str(path))
        if not path.parent.is_dir():
            raise FileNotFoundError(
                errno.ENOENT, "its folder is not there; make it first", str(path)
            )


def put(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all. Raises OSError."""
    whole = path.resolve()
    if whole.exists() and not whole.is_file():
        whole.write_bytes(data)  # A device, as /dev/stdout.
        return
    part = whole.with_name(f"{whole.name}.part")
    try:
        part.write_bytes(data)
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


def _build(folder: Path) -> None:
    from console.geo.region import build_region

    extract = files("resources").joinpath(
        "regions", DEMO_REGION, f"{DEMO_REGION}.osm.pbf"
    )
    bar = Progress(
        TextColumn("Building the demo's region, once"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with as_file(extract) as path, bar:
        task = bar.add_task("", total=1.0)
        build_region(
            path,
            folder,
            progress=lambda _step, share: bar.update(task, completed=share),
        )


def fail(message: str) -> typer.Exit:
    """Says what is wrong and how to go on, and ends with 1."""
    typer.echo(message, err=True)
    return typer.Exit(1)
