"""`lockyard region` as a person types it, in a process of its own where it matters."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from console.cli.region import app
from console.geo.region import check_region
from tests.geo.towns import small_town

RUN = "from console.cli.region import app\nif __name__ == '__main__':\n    app()\n"
runner = CliRunner()


@pytest.fixture
def demo_extract() -> Path:
    folder = Path(__file__).parents[2] / "resources" / "regions" / "helsinki-centre"
    return folder / "helsinki-centre.osm.pbf"


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return small_town().write(tmp_path / "by.osm.pbf")


def test_build_then_check(extract: Path, tmp_path: Path) -> None:
    out = tmp_path / "by"
    built = runner.invoke(app, ["build", str(extract), "--out", str(out)])
    assert built.exit_code == 0, built.output
    assert "© OpenStreetMap contributors" in built.stdout
    assert check_region(out).name == "by"
    checked = runner.invoke(app, ["check", str(out)])
    assert checked.exit_code == 0
    assert checked.stdout == built.stdout


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.touch(), "is empty"),
        (lambda path: path.write_bytes(b"hello" * 99), "not a whole"),
    ],
)
def test_a_bad_extract(tmp_path: Path, make: object, words: str) -> None:
    bad = tmp_path / "bad.osm.pbf"
    assert callable(make)
    make(bad)
    result = runner.invoke(app, ["build", str(bad), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    said = " ".join(result.stderr.split())
    assert words in said
    assert "bad.osm.pbf" in said.replace(" ", "")
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_an_occupied_folder(extract: Path, tmp_path: Path) -> None:
    result = runner.invoke(app, ["build", str(extract), "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "Choose another folder" in " ".join(result.stderr.split())


def test_check_finds_nothing(tmp_path: Path) -> None:
    result = runner.invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "lockyard region build" in " ".join(result.stderr.split())


def test_help_and_wrong_words() -> None:
    assert "build" in runner.invoke(app, ["--help"]).output
    assert runner.invoke(app, ["build"]).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process")
@pytest.mark.parametrize("whole_group", [True, False])
def test_ctrl_c_leaves_nothing(
    demo_extract: Path, tmp_path: Path, *, whole_group: bool
) -> None:
    """A terminal sends Ctrl+C to the child that orders the junctions, too."""
    script = tmp_path / "lockyard_region.py"
    script.write_text(RUN)
    place = tmp_path / "place"
    place.mkdir()
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, script, "build", demo_extract, "--out", place / "out"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env,
        start_new_session=True,
    )
    try:
        wanted_children = 1 if whole_group else 0
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            children = len(psutil.Process(process.pid).children())
            if any(place.iterdir()) and children >= wanted_children:
                break
            time.sleep(0.01)
        if whole_group:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130, err
    assert out == ""
    assert "Cancelled. Nothing was changed." in err
    assert "Traceback" not in err
    assert list(place.iterdir()) == []
