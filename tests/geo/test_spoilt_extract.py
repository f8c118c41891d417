"""A spoilt extract is refused with its reason, or read as far as it makes sense."""

import random
from pathlib import Path

import osmium
import pytest

from console.geo.errors import ExtractUnreadable, GeoError
from console.geo.extract import read_extract
from console.geo.pbf_strings import holds_nul
from tests.interchange.mutations import spoil

ROUNDS = 150


@pytest.fixture(scope="module", params=["pbf", "pbf,pbf_compression=none"])
def extract(request: pytest.FixtureRequest, tmp_path_factory) -> bytes:
    """A street of a hundred houses, packed or so that every byte counts."""
    path = tmp_path_factory.mktemp("spoilt") / "street.osm.pbf"
    file = osmium.io.File(str(path), request.param)
    with osmium.SimpleWriter(file, overwrite=True) as writer:
        for n in range(1, 101):
            tags = {"addr:street": "Mäkikatu", "addr:housenumber": str(n)}
            at = osmium.osm.mutable.Node(
                id=n, location=(24.9 + n / 1e4, 60.1), tags=tags
            )
            writer.add_node(at)
        for n in range(1, 10):
            nodes = list(range(n * 10, n * 10 + 10))
            tags = {"highway": "residential", "name": "Mäkikatu"}
            writer.add_way(osmium.osm.mutable.Way(id=n, nodes=nodes, tags=tags))
    return path.read_bytes()


def test_whole_it_is_read(extract: bytes, tmp_path: Path) -> None:
    path = tmp_path / "street.osm.pbf"
    path.write_bytes(extract)
    assert len(read_extract(path).ways) == 9


def test_spoilt_it_is_read_or_refused(extract: bytes, tmp_path: Path) -> None:
    refused = 0
    for seed in range(1, ROUNDS + 1):
        path = tmp_path / f"{seed}.osm.pbf"
        path.write_bytes(spoil(random.Random(seed), extract))
        try:
            read_extract(path)
        except GeoError:
            refused += 1
    assert 0 < refused < ROUNDS


def test_a_name_with_a_nul_inside_is_refused(extract: bytes, tmp_path: Path) -> None:
    """libosmium would walk out of its list of tags, and the process would die."""
    path = tmp_path / "street.osm.pbf"
    path.write_bytes(extract)
    assert not holds_nul(path)
    if b"residential" not in extract:
        return  # Packed: what is inside cannot be changed like this.
    path.write_bytes(extract.replace(b"residential", b"residen\0ial"))
    with pytest.raises(ExtractUnreadable, match="NUL"):
        read_extract(path)


def test_letters_of_no_encoding_are_told(tmp_path: Path) -> None:
    path = tmp_path / "street.osm"
    name = "Mäkikatu".encode("latin-1")
    path.write_bytes(
        b'<osm version="0.6"><node id="1" lat="60" lon="24"><tag k="name" v="'
        + name
        + b'"/></node></osm>'
    )
    with pytest.raises(ExtractUnreadable):
        read_extract(path)
