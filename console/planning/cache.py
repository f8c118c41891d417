"""Where compiled kernels are kept: one folder for one state of all kernel sources.

numba keeps a cached caller when only a callee in another file changed, and would then
run an old evaluator silently. So the folder is named by the sha-256 of every kernel
source, the numba version and the CPU target, and set before numba is imported.
Kernels are compiled for the generic CPU: as fast as measured, and the same numbers on
every machine.
"""

import hashlib
import os
import platform
import sys
from collections.abc import MutableMapping, Sequence
from importlib.metadata import version
from pathlib import Path

CPU = "generic"
_PACKAGE = Path(__file__).parents[1]
SOURCES = (_PACKAGE / "planning" / "kernels", _PACKAGE / "geo" / "streets")
"""Folders with kernels, beside the console's own package."""


class NumbaRunning(RuntimeError):
    """numba is imported already: a cache named now would come too late."""


def cache_name(sources: Sequence[Path] = SOURCES) -> str:
    """The name of the folder for the kernels as they stand in `sources` now."""
    digest = hashlib.sha256()
    for part in (version("numba"), version("numpy"), CPU, sys.version, _machine()):
        digest.update(part.encode() + b"\0")
    for folder in sources:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def use_cache(
    root: Path,
    sources: Sequence[Path] = SOURCES,
    environment: MutableMapping[str, str] | None = None,
) -> Path:
    """Point numba at the folder under `root`; call before numba is imported.

    A process whose parent has named the same folder has it already. Raises
    NumbaRunning where it is too late for another. Other folders under `root` are left
    for other versions that may be running.
    """
    folder = root / cache_name(sources)
    if environment is None:
        environment = os.environ
        named = environment.get("NUMBA_CACHE_DIR") == str(folder)
        if "numba" in sys.modules and not named:
            raise NumbaRunning("call use_cache before importing kernels")
    folder.mkdir(parents=True, exist_ok=True)
    environment["NUMBA_CACHE_DIR"] = str(folder)
    environment["NUMBA_CPU_NAME"] = CPU
    return folder


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}"
