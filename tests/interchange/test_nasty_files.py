"""Nasty files, each with what must come of it: all problems, all rows, all notes."""

import tomllib
from typing import Any

import pytest

from console.interchange.manifest import Manifest, read_manifest
from console.interchange.preview import preview
from tests.interchange import nasty_bytes
from tests.interchange.test_nasty_cells import CLASSES, DAY, NASTY, SITES

FILES = tomllib.loads((NASTY / "files.toml").read_text("utf-8"))["file"]


def read(data: bytes) -> Manifest:
    return read_manifest(data, file="m", day=DAY, classes=CLASSES, sites=SITES)


def check(data: bytes, expected: dict[str, Any]) -> None:
    manifest = read(data)
    said = []
    for problem in manifest.problems:
        args = "".join(f" | {argument}" for argument in problem.reason.args)
        code = problem.reason.code.value
        said.append(f"{problem.line} {problem.column or '*'} {code}{args}")
    assert said == expected.get("told", [])
    assert [row.id for row in manifest.rows] == expected.get("rows", [])
    assert list(manifest.cancellations) == expected.get("cancelled", [])
    noted = {note.reason.code.value for note in manifest.notes}
    assert noted == set(expected.get("noted", []))
    lines = {problem.line for problem in manifest.problems}
    if manifest.rejected:
        assert {record.line for record in manifest.rejected} == lines
    seen = preview(data, file="m")
    whole = len(manifest.rows) + len(manifest.rejected) + len(manifest.cancellations)
    assert seen.rows >= whole
    assert len(seen.sample) <= 20


@pytest.mark.parametrize("file", [pytest.param(f, id=f["why"]) for f in FILES])
def test_a_nasty_text(file: dict[str, Any]) -> None:
    check(file["text"].encode(), file)


@pytest.mark.parametrize("name", nasty_bytes.FILES)
def test_a_nasty_file(name: str) -> None:
    make, expected = nasty_bytes.FILES[name]
    if expected is None:
        manifest = read(make())
        assert manifest.problems or manifest.rows
    else:
        check(make(), expected)
