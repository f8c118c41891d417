"""`lockyard`: the desk on the user's own data.

A depot comes by --depot, or by dropping its file on the window. What a data directory
works with stands in its desk.toml:

    region = "/somewhere/REGION"         written when --region is given
    store_url = "sqlite:////else/lockyard.db"    another database than the directory's
"""

import json
import os
import tomllib
from pathlib import Path

from console.cli.places import fail, has_screen, kernel_folder, station
from console.storage.directory import default_path
from console.wiring.house import Where

SETTINGS = "desk.toml"
KEYS = ("region", "store_url")


def open_desk(data: Path | None, region: Path | None, depot: Path | None) -> int:
    """Opens the desk; returns the exit code once it is closed."""
    folder = default_path(data, os.environ)
    settings = _settings(folder)
    if region is not None:
        settings["region"] = str(region.absolute())
        _keep(folder, settings)
    chosen = settings.get("region")
    if not chosen:
        raise fail(
            "lockyard: no region yet. Build one with\n"
            "  lockyard region build EXTRACT.osm.pbf --out DIR\n"
            "and start with\n"
            "  lockyard --region DIR --depot FILE\n"
            "or look at the demo: lockyard demo"
        )
    require_display("lockyard demo --headless --out DIR runs without one.")
    from console.app import run_desk

    where = Where(
        data=folder,
        region=Path(chosen),
        cache=kernel_folder(),
        station=station(),
        store_url=settings.get("store_url", ""),
    )
    return run_desk(where, files=[depot] if depot else [])


def require_display(way_out: str) -> None:
    """Ends with a clear word where no window can be opened."""
    if not has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        raise fail(f"lockyard: there is no display to open a window on.\n{way_out}")


def _settings(folder: Path) -> dict[str, str]:
    """What desk.toml says; texts only."""
    path = folder / SETTINGS
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fail(f"lockyard: {path}: {error}; mend it or delete it") from None
    strange = table.keys() - KEYS
    if strange:
        named = ", ".join(sorted(strange))
        raise fail(f"lockyard: {path}: {named} is not known; {', '.join(KEYS)} are")
    for key, value in table.items():
        if not isinstance(value, str):
            raise fail(f"lockyard: {path}: {key} must be a text in quotes")
    return table


def _keep(folder: Path, settings: dict[str, str]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = (
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in settings.items()
    )
    (folder / SETTINGS).write_text("".join(lines), "utf-8")
