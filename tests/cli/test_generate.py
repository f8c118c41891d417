"""`lockyard generate` on a real region, and the demo depot it made."""

from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from console.cli.generate import generate, generate_in, ground_of
from console.domain.clock import ServiceDate
from console.geo.errors import RegionMissing
from console.geo.region import Region, build_region
from console.geo.streets.modes import Mode
from console.interchange.depot_file import read_depot
from console.interchange.manifest import Manifest, read_manifest

DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
app = typer.Typer()
app.command()(generate)


@pytest.fixture(scope="module")
def pack(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of central Helsinki, built once for these tests."""
    out = tmp_path_factory.mktemp("region") / "helsinki-centre"
    build_region(shared_data / "osm" / "helsinki-centre.osm.pbf", out)
    return out


def read(depot: bytes, manifest: bytes) -> Manifest:
    model = read_depot(depot, file="depot.toml")
    return read_manifest(
        manifest,
        file="manifest.csv",
        day=DAY,
        classes=model.size_classes,
        sites=model.sites,
    )


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


def test_two_runs_write_the_same_files(pack: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        out = tmp_path / name
        status, said = run("--region", pack, "--parcels", "80", "--out", out)
        assert status == 0, said
        assert "80 parcels, 9 sites" in said
    for name in ("depot.toml", "manifest.csv"):
        one, two = (tmp_path / run / name for run in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    depot = (tmp_path / "one" / "depot.toml").read_bytes()
    manifest = (tmp_path / "one" / "manifest.csv").read_bytes()
    assert len(read(depot, manifest).rows) == 80


def test_files_that_are_there_are_kept_unless_forced(
    pack: Path, tmp_path: Path
) -> None:
    (tmp_path / "depot.toml").write_text("mine", encoding="utf-8")
    status, said = run("--region", pack, "--parcels", "5", "--out", tmp_path)
    assert status == 1
    assert "--force" in said
    assert (tmp_path / "depot.toml").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "manifest.csv").exists()
    status, _ = run("--region", pack, "--parcels", "5", "--out", tmp_path, "--force")
    assert status == 0
    assert (tmp_path / "manifest.csv").exists()


def test_a_folder_without_a_region_says_so(tmp_path: Path) -> None:
    status, said = run("--region", tmp_path, "--out", tmp_path / "out")
    assert status == 1
    assert "no region pack here" in " ".join(said.split())
    assert not (tmp_path / "out").exists()
    with pytest.raises(RegionMissing):
        generate_in(tmp_path, parcels=1, seed=1)


def test_six_hundred_parcels_in_helsinki(pack: Path) -> None:
    day = generate_in(pack, parcels=600, seed=1)
    depot = day.depot
    assert depot.depot.zone == "Europe/Helsinki"
    assert len(depot.sites) == 24
    assert Counter(vehicle.type for vehicle in depot.vehicles) == {
        "van": 6,
        "cargo-bike": 4,
        "walker": 2,
    }
    manifest = read(day.depot_toml, day.manifest_csv)
    assert manifest.problems == ()
    assert len(manifest.rows) == 600


def test_everything_can_be_reached_from_the_depot_and_left_again(pack: Path) -> None:
    region = Region.open(pack)
    try:
        ground = ground_of(region, parcels=200, seed=3, zone="UTC")
        depot = np.array([(ground.depot.lon, ground.depot.lat)])
        points = np.array([(p.lon, p.lat) for p in (*ground.addresses, *ground.places)])
        out = region.streets.rectangle(Mode.VAN, depot, points)
        back = region.streets.rectangle(Mode.VAN, points, depot)
    finally:
        region.close()
    assert ground.zone == "UTC"
    assert out.reachable.all()
    assert back.reachable.all()


def test_the_demo_depot_is_at_addresses_the_region_finds_again(pack: Path) -> None:
    folder = files("resources").joinpath("demo")
    depot = folder.joinpath("depot.toml").read_bytes()
    manifest = read(depot, folder.joinpath("manifest.csv").read_bytes())
    assert manifest.problems == ()
    assert len(manifest.rows) == 600
    region = Region.open(pack)
    try:
        for row in manifest.rows:
            person = row.person
            book = region.addresses
            found = book.place(person.street, "", person.postcode, person.city)
            assert found.confident, person.address
    finally:
        region.close()


def test_sites_and_vehicles_as_wished(pack: Path, tmp_path: Path) -> None:
    wished = ["--sites=9", "--vehicle=van=2", "--vehicle=scooter=3", "--parcels=40"]
    done = CliRunner().invoke(
        app, [f"--region={pack}", f"--out={tmp_path / 'day'}", *wished]
    )
    assert done.exit_code == 0, done.output
    data = (tmp_path / "day" / "depot.toml").read_bytes()
    model = read_depot(data, file="depot.toml")
    assert len(model.sites) == 9
    assert [v.id for v in model.vehicles] == ["V01", "V02", "S01", "S02", "S03"]


@pytest.mark.parametrize("word", ["van", "van=x", "zeppelin=2"])
def test_a_vehicle_that_is_none(pack: Path, tmp_path: Path, word: str) -> None:
    done = CliRunner().invoke(
        app,
        [f"--region={pack}", f"--out={tmp_path}", f"--vehicle={word}"],
    )
    assert done.exit_code == 1
    assert word.split("=", maxsplit=1)[0] in done.output
