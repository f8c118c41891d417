"""A desk that its session ends, or that loses its screen, leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from console.wiring.house import Where

pytestmark = [
    pytest.mark.gui,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals"),
]

SCRIPT = """
import sys
from pathlib import Path
if __name__ == "__main__":
    from PySide6.QtCore import QTimer
    from console.app import application, run_desk
    from console.wiring.house import Where
    app = application()
    def shown():
        if any(w.isVisible() for w in app.topLevelWidgets()):
            timer.stop()
            print("up", flush=True)
            if {lost}:
                app.exit(1)
    timer = QTimer(interval=50)
    timer.timeout.connect(shown)
    timer.start()
    data, region, cache = map(Path, sys.argv[1:])
    sys.exit(run_desk(Where(data, region, cache, "station")))
"""


@contextmanager
def desk(
    where: Where, tmp_path: Path, *, lost: bool
) -> Iterator[subprocess.Popen[str]]:
    """A desk in a process of its own, once its window is shown."""
    script = tmp_path / "desk.py"
    script.write_text(SCRIPT.format(lost=lost), "utf-8")
    process = subprocess.Popen(  # noqa: S603 - our own script
        [
            sys.executable,
            str(script),
            str(where.data),
            str(where.region),
            str(where.cache),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": ".", "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(children: list[psutil.Process]) -> bool:
    """Whether all of them are gone within a few seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not any(child.is_running() for child in children):
            return True
        time.sleep(0.05)
    return False


def test_a_session_that_ends_closes_the_desk(where: Where, tmp_path: Path) -> None:
    with desk(where, tmp_path, lost=False) as process:
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert ended(children)
    assert (where.data / "lock").read_bytes() == b""


def test_a_desk_without_its_screen_ends(where: Where, tmp_path: Path) -> None:
    with desk(where, tmp_path, lost=True) as process:
        children = psutil.Process(process.pid).children(recursive=True)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 1
        assert "the display is gone" in said
        assert ended(children)
