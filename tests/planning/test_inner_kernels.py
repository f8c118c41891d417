"""An inner kernel has no way in from Python: a call from there ends the process."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
KERNELS = "console.planning.kernels"
INSIDE = f"{KERNELS}."


def imported() -> Iterator[tuple[Path, str, str]]:
    """Every name that a file outside the kernels takes from one of them."""
    for folder in ("console", "widgets", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.is_relative_to(ROOT / Path(*KERNELS.split("."))):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                module = getattr(node, "module", None) or ""
                if isinstance(node, ast.ImportFrom) and module.startswith(INSIDE):
                    for name in node.names:
                        yield path, module, name.name


def is_inner(module: str, name: str) -> bool:
    options = getattr(getattr(import_module(module), name), "targetoptions", {})
    return bool(options.get("no_cpython_wrapper", False))


def test_nothing_but_kernels_imports_an_inner_kernel() -> None:
    found = list(imported())
    assert any(name == "retime" for _, _, name in found), "the walk finds kernels"
    assert is_inner(f"{KERNELS}.visits", "sum_up"), "and knows an inner one"
    wrong = [entry for entry in found if is_inner(*entry[1:])]
    assert not wrong


def test_what_python_calls_stands_in_one_place() -> None:
    """A whole kernel below another one would be optimised twice."""
    folder = ROOT / Path(*KERNELS.split("."))
    users = {
        path.stem
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == f"{KERNELS}.compiling"
        if any(name.name == "kernel" for name in node.names)
    }
    assert users == {"entries"}
