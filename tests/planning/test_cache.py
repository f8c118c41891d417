import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from console.planning.cache import NumbaRunning, cache_name, use_cache

ROOT = Path(__file__).parents[2]

CALLEE = """
import numba
@numba.njit(cache=True)
def callee(x):
    return x + {number}
"""
CALLER = """
import numba
from kernels.callee import callee
@numba.njit(cache=True)
def caller(x):
    return 10 * callee(x)
"""
RUN = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from console.planning.cache import use_cache
use_cache(Path({cache!r}), (Path({kernels!r}),))
sys.path.insert(0, {home!r})
from kernels.caller import caller
print(caller(0))
"""


def run(home: Path) -> str:
    code = RUN.format(
        root=str(ROOT),
        cache=str(home / "cache"),
        kernels=str(home / "kernels"),
        home=str(home),
    )
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_an_edited_callee_changes_its_caller(tmp_path: Path) -> None:
    kernels = tmp_path / "kernels"
    kernels.mkdir()
    (kernels / "__init__.py").touch()
    (kernels / "caller.py").write_text(CALLER)
    (kernels / "callee.py").write_text(CALLEE.format(number=1))
    assert run(tmp_path) == "10"
    (kernels / "callee.py").write_text(CALLEE.format(number=2))
    shutil.rmtree(kernels / "__pycache__", ignore_errors=True)
    assert run(tmp_path) == "20"
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_every_source_counts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one")
    first = cache_name((tmp_path,))
    assert cache_name((tmp_path,)) == first
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.py").write_text("two")
    second = cache_name((tmp_path,))
    (tmp_path / "b" / "c.py").rename(tmp_path / "b" / "d.py")
    assert len({first, second, cache_name((tmp_path,))}) == 3


def test_the_environment_is_set_before_numba_only(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    folder = use_cache(tmp_path, environment=environment)
    assert folder.is_dir()
    assert environment == {"NUMBA_CACHE_DIR": str(folder), "NUMBA_CPU_NAME": "generic"}
    importlib.import_module("numba")
    with pytest.raises(NumbaRunning):
        use_cache(tmp_path)


def test_kernels_do_the_same_uncompiled() -> None:
    code = (
        "from tests.planning.days import small_day\n"
        "from console.planning.arrays import tables\n"
        "from console.planning.price import Prices\n"
        "from console.planning.engine import solve\n"
        "for seed in (1, 5):\n"
        "    day = small_day(seed, 9, 3, 3)\n"
        "    plan = solve(day, seed=seed, iterations=60)\n"
        "    ways = Prices(tables(day), plan.draft()).ways('p0')\n"
        "    print(hash_of(plan), [way.cost for way in ways])\n"
    )
    code = "def hash_of(plan): return plan.cost, plan.draft()\n" + code
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = [
        subprocess.run(  # noqa: S603
            [sys.executable, "-W", "error", "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**environment, "NUMBA_DISABLE_JIT": flag},
        ).stdout
        for flag in ("1", "0")
    ]
    assert told[0] == told[1]
