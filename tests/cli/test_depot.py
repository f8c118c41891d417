"""`lockyard depot` over a data directory and over files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cli.depot import app
from console.cli.places import demo_file
from console.interchange.depot_file import read_depot

ROSTER = """\
Fahrer;Fahrzeug;Fahrzeugtyp;Schicht;Abwesend
Ida;X01;van;Mo-Fr 07:00-15:00;
Bo;X02;rocket;08:00-16:00;
"""
HOLIDAYS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261206
SUMMARY:Itsenäisyyspäivä
END:VEVENT
END:VCALENDAR
"""
SITES = """\
{"type": "FeatureCollection", "features": [
 {"type": "Feature", "geometry": {"type": "Point", "coordinates": [24.95, 60.19]},
  "properties": {"amenity": "parcel_locker", "name": "New", "capacity": "16"}},
 {"type": "Feature", "geometry": {"type": "Point", "coordinates": [60.19, 24.95]},
  "properties": {"name": "Turned"}}]}
"""


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "depot.toml").write_bytes(demo_file("depot.toml"))
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "pyhat.ics").write_text(HOLIDAYS, "utf-8")
    (tmp_path / "sites.json").write_text(SITES, "utf-8")
    return tmp_path


@pytest.mark.parametrize("option", ["--data", "--in"])
def test_files_in_and_out(files: Path, option: str) -> None:
    where = files / ("data" if option == "--data" else "own.toml")
    status, said = run("import", files / "depot.toml", option, where)
    assert (status, "24 sites" in said) == (0, True), said
    calendar = files / "pyhat.ics"
    status, said = run(
        "import", calendar, "--kind", "holiday", "--date", "2026-11-20", option, where
    )
    assert (status, "1 entries" in said) == (0, True), said
    status, said = run("import", files / "roster.csv", option, where)
    assert (status, "1 vehicles" in said) == (3, True), said
    assert "roster.csv:3: Fahrzeugtyp 'rocket' unknown_word" in said
    status, said = run("import", files / "sites.json", option, where)
    assert (status, "1 sites of 1 features" in said) == (3, True), said
    assert "sites.json:2: 'Turned' coordinates_swapped" in said
    status, said = run("import", files / "sites.json", option, where)
    assert "0 sites of 1 features" in said
    assert "sites.json:1: 'osm:1' twin new" in said
    out = files / "out.toml"
    status, said = run("export", out, option, where)
    assert status == 0, said
    model = read_depot(out.read_bytes(), file="out.toml")
    assert (len(model.sites), len(model.compartments)) == (25, 965 + 16)
    assert model.vehicles[-1].courier == "Ida"
    assert model.calendars[0].entries[0].summary == "Itsenäisyyspäivä"
    status, said = run("export", out, option, where)
    assert (status, "--force" in said) == (1, True)
    status, said = run("export", files / "out.geojson", option, where)
    assert status == 0, said
    status, said = run("import", files / "out.geojson", option, where)
    assert (status, "0 sites of 25 features" in said) == (0, True), said


def test_lists_and_checks(files: Path) -> None:
    data = files / "data"
    run("import", files / "depot.toml", "--data", data)
    status, said = run("list", "--data", data)
    assert (status, said.startswith("helsinki-centre: ")) == (0, True)
    status, said = run("check", "--data", data)
    assert status == 0
    good, bad = files / "depot.toml", files / "bad.toml"
    bad.write_bytes(demo_file("depot.toml").replace(b"van", b"vam", 1))
    status, said = run("check", good, bad)
    assert status == 1
    assert f"{bad}: " in said
    bad.write_text("format = 9")
    assert run("import", bad, "--data", data)[0] == 1
    status, said = run("export", files / "x.toml", "--data", data, "--depot", "no")
    assert (status, "there are helsinki-centre" in said) == (1, True)


def test_the_lockers_of_a_real_extract(files: Path, shared_data: Path) -> None:
    own = files / "own.toml"
    run("import", files / "depot.toml", "--in", own)
    extract = shared_data / "osm" / "lauf.osm.pbf"
    status, said = run("import", extract, "--in", own)
    assert (status, "2 sites of 2 lockers" in said) == (0, True), said
    assert "doors_assumed 40" in said
    status, said = run("import", extract, "--in", own)
    assert "0 sites of 2 lockers" in said
    assert run("import", files / "no.osm.pbf", "--in", own)[0] == 1


def test_a_broken_calendar_does_not_take_the_place_of_a_good_one(files: Path) -> None:
    own = files / "own.toml"
    run("import", files / "depot.toml", "--in", own)
    words = ("--kind", "holiday", "--date", "2026-11-20", "--in", own)
    run("import", files / "pyhat.ics", *words)
    (files / "pyhat.ics").write_text(HOLIDAYS[:-20], "utf-8")
    status, said = run("import", files / "pyhat.ics", *words)
    assert (status, "unreadable" in said) == (3, True), said
    assert len(read_depot(own.read_bytes(), file="own").calendars[0].entries) == 1
