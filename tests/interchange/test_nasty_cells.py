"""Two hundred nasty cells, each with what must come of it (tests/data/nasty)."""

import csv
import io
import tomllib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from console.domain.clock import ServiceDate
from console.domain.ids import SiteId, SizeClassId
from console.domain.parcel import Parcel, Size
from console.domain.place import Place, TimeWindow
from console.domain.site import Site, SizeClass
from console.interchange.columns import known
from console.interchange.manifest import Manifest, read_manifest

NASTY = Path(__file__).parents[1] / "data" / "nasty"
DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
CLASSES = (
    SizeClass(SizeClassId("S"), Size(640, 380, 80)),
    SizeClass(SizeClassId("M"), Size(640, 380, 190)),
)
SITES = (
    Site(SiteId("forum"), "Forum Kamppi", Place(24.93, 60.17)),
    Site(SiteId("narinkka"), "Narinkka 4", Place(24.93, 60.17)),
)
FINE = {"id": "1", "street": "Bulevardi 6", "size": "S", "mass": "500"}
CASES = [
    pytest.param(*case[:3], id=f"{case[0]}: {case[3]}")
    for group in tomllib.loads((NASTY / "cells.toml").read_text("utf-8")).values()
    for case in group
]


def read(heading: str, cell: str) -> Manifest:
    field = known(heading)
    row = {name: text for name, text in FINE.items() if known(name) is not field}
    row[heading] = cell
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(row.keys())
    writer.writerow(row.values())
    return read_manifest(
        out.getvalue().encode(), file="m.csv", day=DAY, classes=CLASSES, sites=SITES
    )


def shown(parcel: Parcel, path: str) -> str:
    value: object = parcel
    for name in path.split("."):
        value = getattr(value, name)
    match value:
        case Size(a, b, c):
            return f"{a}x{b}x{c}"
        case TimeWindow(start, end):
            return f"{start}-{end}"
        case Place(lon, lat):
            return f"{lat},{lon}"
        case tuple():
            return "|".join(value)
        case _:
            return str(value)


def told(manifest: Manifest) -> str:
    (problem,) = manifest.problems
    args = "".join(f" | {argument}" for argument in problem.reason.args)
    meant = "".join(f" ~ {one}" for one in problem.suggestions)
    return f"! {problem.reason.code.value}{args}{meant}"


@pytest.mark.parametrize(("heading", "cell", "expected"), CASES)
def test_a_nasty_cell(heading: str, cell: str, expected: str) -> None:
    manifest = read(heading, cell)
    if expected.startswith("!"):
        assert told(manifest) == expected
        assert manifest.rows == manifest.cancellations == ()
        (problem,) = manifest.problems
        assert (problem.file, problem.line) == ("m.csv", 2)
        assert len(manifest.rejected) == 1
        if "lat" not in heading:
            assert (problem.column, problem.field) == (heading, known(heading))
        return
    assert manifest.problems == ()
    path, _, value = expected.partition(" ")
    if path == "cancelled":
        assert manifest.cancellations == (value,)
        assert manifest.rows == ()
        return
    (parcel,) = manifest.rows
    assert shown(parcel, path) == value


def test_there_are_two_hundred() -> None:
    assert len(CASES) >= 200
