"""`lockyard`: the desk on the user's own data.

Which region a data directory works in stands in its desk.toml, written when --region
is given. A depot comes by --depot, or by dropping its file on the window.
"""

import json
import os
import tomllib
from pathlib import Path

from console.cli.places import fail, kernel_folder, station
from console.storage.directory import default_path
from console.wiring.house import Where

SETTINGS = "desk.toml"


def open_desk(data: Path | None, region: Path | None, depot: Path | None) -> int:
    """Opens the desk; returns the exit code once it is closed."""
    folder = default_path(data, os.environ)
    chosen = _region(folder, region)
    if chosen is None:
        raise fail(
            "lockyard: no region yet. Build one with\n"
            "  lockyard region build EXTRACT.osm.pbf --out DIR\n"
            "and start with\n"
            "  lockyard --region DIR --depot FILE\n"
            "or look at the demo: lockyard demo"
        )
    require_display("lockyard demo --headless --out DIR runs without one.")
    from console.app import run_desk

    where = Where(data=folder, region=chosen, cache=kernel_folder(), station=station())
    return run_desk(where, files=[depot] if depot else [])


def require_display(way_out: str) -> None:
    """Ends with a clear word where no window can be opened."""
    if os.name == "nt" or os.uname().sysname == "Darwin":
        return
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not any(os.environ.get(name) for name in names):
        raise fail(f"lockyard: there is no display to open a window on.\n{way_out}")


def _region(folder: Path, given: Path | None) -> Path | None:
    """The region given now, which is remembered, or the one remembered."""
    path = folder / SETTINGS
    if given is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps(str(given.absolute()), ensure_ascii=False)
        path.write_text(f"region = {text}\n", "utf-8")
        return given.absolute()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fail(f"lockyard: {path}: {error}; delete it or give --region") from None
    named = table.get("region")
    return Path(named) if isinstance(named, str) else None
