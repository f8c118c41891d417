"""`python -m tests.flows.live REGION OUT PARCELS`: a small demo day, to be killed."""

import os
import sys
from pathlib import Path

from console.cli.places import demo_file

ITERATIONS = 300


def morning(parcels: int) -> bytes:
    """The first parcels of the demo's manifest."""
    lines = demo_file("manifest.csv").splitlines(keepends=True)
    return b"".join(lines[: parcels + 1])


def main() -> None:
    """Live through it; Qt is imported once it knows that there is no screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from console.app import application, on_loop  # noqa: PLC0415
    from console.cli.demo_day import live_through  # noqa: PLC0415

    region, out, parcels = sys.argv[1:]
    day = live_through(
        Path(region),
        Path(out),
        1,
        manifest=morning(int(parcels)),
        iterations=ITERATIONS,
    )
    on_loop(application(), day)


if __name__ == "__main__":
    main()
