"""The demo of the whole house, lived through once for all tests of it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.flows.story import Story
from tests.running import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]
ROOT = Path(__file__).parents[2]
LIMIT_S = 400.0


@pytest.fixture(scope="session")
def home(
    tmp_path_factory: pytest.TempPathFactory, region: Path, kernels: Path
) -> Mapping[str, str]:
    """An environment whose caches hold the demo's region and the kernels already."""
    folder = tmp_path_factory.mktemp("home")
    caches = folder / "lockyard"
    (caches / "regions").mkdir(parents=True)
    try:
        (caches / "regions" / region.name).symlink_to(region)
        (caches / "kernels").symlink_to(kernels)
    except OSError:  # A system that lets only administrators link builds its own.
        pass
    # What is killed cannot clear away: its temporary folders stand here too.
    return {**os.environ, "XDG_CACHE_HOME": str(folder), "TMPDIR": str(folder)}


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory, home: Mapping[str, str]) -> Story:
    """What `lockyard demo --headless` wrote."""
    out = tmp_path_factory.mktemp("demo") / "day"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "console", "demo", "--headless", "--out", str(out)],
        cwd=ROOT,
        env=dict(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Story(out, done.stdout, done.stderr)
