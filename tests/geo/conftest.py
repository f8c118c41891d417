"""Address books and base maps of the extracts, built once for all tests of geo."""

from pathlib import Path

import pytest

from console.geo.addresses.store import build_addresses
from console.geo.basemap.build import build_basemap
from console.geo.extract import read_extract
from tests.geo.towns import small_town


def _half_pack(extract: Path, folder: Path) -> Path:
    read = read_extract(extract)
    build_addresses(read, folder)
    build_basemap(read, folder)
    return folder


@pytest.fixture(scope="session")
def demo_extract() -> Path:
    """The extract that ships with the program."""
    folder = Path(__file__).parents[2] / "resources" / "regions" / "helsinki-centre"
    return folder / "helsinki-centre.osm.pbf"


@pytest.fixture(scope="session")
def town_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Addresses and base map of the small town."""
    folder = tmp_path_factory.mktemp("town")
    return _half_pack(small_town().write(folder / "town.osm.pbf"), folder)


@pytest.fixture(scope="session")
def copenhagen_pack(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Addresses and base map of Copenhagen."""
    folder = tmp_path_factory.mktemp("copenhagen")
    return _half_pack(shared_data / "osm" / "copenhagen.osm.pbf", folder)


@pytest.fixture(scope="session")
def lauf_pack(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Addresses and base map of Lauf."""
    folder = tmp_path_factory.mktemp("lauf")
    return _half_pack(shared_data / "osm" / "lauf.osm.pbf", folder)


@pytest.fixture(scope="session")
def demo_pack(demo_extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Addresses and base map of the demo region."""
    return _half_pack(demo_extract, tmp_path_factory.mktemp("demo"))
