"""What a view gets: the right columns, nothing lost, nothing far away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from console.geo.basemap.build import build_basemap, features
from console.geo.basemap.kinds import AREAS, DRAWN, FIRST_ZOOM, KINDS
from console.geo.basemap.map import BANDS, BaseMap, Box, Features, Packet
from console.geo.extract import read_extract
from console.geo.mercator import pixel_m, to_mercator

EVERYWHERE: Box = (-2.1e7, -2.1e7, 2.1e7, 2.1e7)


@pytest.fixture
def town(town_pack: Path) -> Iterator[BaseMap]:
    opened = BaseMap.open(town_pack)
    yield opened
    opened.close()


@pytest.fixture
def copenhagen(copenhagen_pack: Path) -> Iterator[BaseMap]:
    opened = BaseMap.open(copenhagen_pack)
    yield opened
    opened.close()


def box_at(lon: float, lat: float, half_m: float) -> Box:
    x, y = to_mercator(np.array([(lon, lat)]))[0]
    return (x - half_m, y - half_m, x + half_m, y + half_m)


def shape_of(view: Features, i: int) -> shapely.Geometry:
    """Feature i as odd-even painting fills it, or its lines."""
    rings = [
        view.xy[view.part[j] : view.part[j + 1]]
        for j in range(view.part_start[i], view.part_start[i + 1])
    ]
    if KINDS[view.kind[i]] in AREAS:
        shape: shapely.Geometry = shapely.Polygon()
        for ring in rings:
            shape = shape.symmetric_difference(shapely.Polygon(ring).buffer(0))
        return shape
    if KINDS[view.kind[i]] in ("place", "house", "gate"):
        return shapely.Point(rings[0][0])
    return shapely.MultiLineString([ring for ring in rings if len(ring) > 1])


@pytest.fixture(scope="module")
def packs(
    tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> Iterator[Callable[[str], BaseMap]]:
    """The base map of a city of the shared data, built once."""
    built: dict[str, BaseMap] = {}

    def pack(city: str) -> BaseMap:
        if city not in built:
            folder = tmp_path_factory.mktemp(city)
            build_basemap(read_extract(shared_data / "osm" / f"{city}.osm.pbf"), folder)
            built[city] = BaseMap.open(folder)
        return built[city]

    yield pack
    for opened in built.values():
        opened.close()


def kinds_at(opened: BaseMap, lon: float, lat: float, zoom: float = 17) -> set[str]:
    view = opened.query(box_at(lon, lat, 1), zoom)
    here = shapely.Point(to_mercator(np.array([(lon, lat)]))[0])
    return {
        KINDS[view.kind[i]]
        for i in range(len(view))
        if KINDS[view.kind[i]] in AREAS and shape_of(view, i).contains(here)
    }


def consistent(view: Features) -> None:
    n = len(view)
    assert view.kind.dtype == np.uint8
    assert view.layer.dtype == np.int8
    assert view.xy.dtype == np.float64
    assert len(view.layer) == len(view.rank) == len(view.flags) == len(view.name) == n
    assert len(view.start) == len(view.part_start) == n + 1
    assert view.part[-1] == len(view.xy) == view.start[-1]
    assert view.part_start[-1] == len(view.part) - 1
    np.testing.assert_array_equal(view.part[view.part_start], view.start)
    assert (np.diff(view.part) >= 1).all()
    assert (np.diff(view.part_start) >= 1).all()
    for i in np.flatnonzero(view.kind < 7):
        for j in range(view.part_start[i], view.part_start[i + 1]):
            ring = view.xy[view.part[j] : view.part[j + 1]]
            np.testing.assert_array_equal(ring[0], ring[-1])


@pytest.mark.parametrize("zoom", [8, 10, 11.9, 12.5, 14, 15.5, 16, 19])
def test_columns_fit_together(copenhagen: BaseMap, zoom: float) -> None:
    view = copenhagen.query(box_at(12.573, 55.667, 1500), zoom)
    assert len(view) > 20
    consistent(view)
    assert all(FIRST_ZOOM[KINDS[k]] <= zoom for k in view.kind)


def test_sorted_for_painting(copenhagen: BaseMap) -> None:
    view = copenhagen.query(box_at(12.573, 55.667, 1500), 16)
    key = [
        (int(layer), DRAWN.index(KINDS[kind]), -int(rank))
        for layer, kind, rank in zip(view.layer, view.kind, view.rank, strict=True)
    ]
    assert key == sorted(key)
    assert len({k[0] for k in key}) > 1


def test_nothing_is_lost_at_the_finest_band(
    town: BaseMap, tmp_path: Path, town_pack: Path
) -> None:
    drawn = features(read_extract(town_pack / "town.osm.pbf"))
    view = town.query(EVERYWHERE, 18)
    assert len(view) == len(drawn)
    total = sum(d.shape.length for d in drawn)
    got = sum(shape_of(view, i).length for i in range(len(view)))
    assert got == pytest.approx(total, rel=0.01)
    assert {"Nygade", "Havnegade", "Store Torvegade", "By"} <= set(view.name)


def test_a_view_holds_what_meets_it_and_no_more(copenhagen: BaseMap) -> None:
    everything = copenhagen.query(EVERYWHERE, 16)
    box = box_at(12.58, 55.68, 400)
    view = copenhagen.query(box, 16)
    window = shapely.box(*box).buffer(0.6)
    wanted = sum(
        shapely.box(*bounds).intersects(window)
        for bounds in (
            (*xy.min(axis=0), *xy.max(axis=0))
            for xy in np.split(everything.xy, everything.start[1:-1])
        )
    )
    assert abs(len(view) - wanted) <= 2
    assert 0 < len(view) < len(everything) / 5


def test_bands_are_simplified_within_a_pixel(copenhagen: BaseMap) -> None:
    fine = copenhagen.query(EVERYWHERE, 18)
    points = []
    for band in BANDS[:-1]:
        coarse = copenhagen.query(EVERYWHERE, band + 1.99)
        points.append(len(coarse.xy))
        sea = [
            max(
                (
                    part
                    for i in np.flatnonzero(v.kind == 0)
                    for part in shapely.get_parts(shape_of(v, i))
                ),
                key=lambda s: s.area,
            )
            for v in (fine, coarse)
        ]
        away = shapely.hausdorff_distance(sea[0].exterior, sea[1].exterior)
        assert away < 1.5 * pixel_m(band + 2)
    assert points == sorted(points)
    assert points[-1] < len(fine.xy)


SEA_AND_LAND = {
    "copenhagen": (
        {
            "the inner harbour": (12.5955, 55.6790),
            "off the Little Mermaid": (12.6025, 55.6925),
            "the southern harbour": (12.5780, 55.6690),
            "the dock of Refshaleøen": (12.6230, 55.6900),
            "Kalveboderne": (12.5560, 55.6400),
            "Stadsgraven": (12.6101, 55.6769),
            "Peblinge Sø": (12.5630, 55.6850),
            "Sortedams Sø": (12.5749, 55.6943),
            "Nyhavn": (12.5896, 55.6801),
        },
        {
            "the town hall": (12.5696, 55.6757),
            "Christiansborg, on an island": (12.5795, 55.6761),
            "Amalienborg": (12.5930, 55.6841),
            "the opera, on an island": (12.6000, 55.6820),
            "Christianshavn": (12.5940, 55.6730),
            "Amager Fælled": (12.5800, 55.6550),
            "Amager": (12.6000, 55.6600),
        },
    ),
    "helsinki-centre": (
        {
            "Eläintarhanlahti": (24.9445, 60.1782),
            "Siltavuorensalmi": (24.9530, 60.1777),
            "the south harbour": (24.9528, 60.1668),
            "Töölönlahti": (24.9365, 60.1788),
        },
        {
            "the railway station": (24.9410, 60.1710),
            "Siltasaari": (24.9508, 60.1785),
            "Esplanadi": (24.9475, 60.1675),
            "Kaisaniemi": (24.9452, 60.1752),
        },
    ),
    "lauf": (
        {
            "the Pegnitz": (11.28669, 49.51313),
            "a bend of the Pegnitz": (11.25724, 49.50029),
            "a fish pond": (11.30606, 49.52515),
        },
        {
            "the market place": (11.2776, 49.5103),
            "the station": (11.2795, 49.5085),
            "the Reichswald": (11.2600, 49.5130),
        },
    ),
}


@pytest.mark.parametrize("zoom", [7.0, 10.0, 12.0, 14.0, 17.0])
@pytest.mark.parametrize("city", SEA_AND_LAND)
def test_water_and_land_of_three_cities(
    packs: Callable[[str], BaseMap], city: str, zoom: float
) -> None:
    pack = packs(city)
    wet, dry = SEA_AND_LAND[city]
    # what is smaller than a few pixels of a far zoom need not be there
    seen = {
        name: place
        for name, place in wet.items()
        if zoom >= 14 or name in ("the inner harbour", "Eläintarhanlahti")
    }
    assert [n for n, p in seen.items() if "water" not in kinds_at(pack, *p, zoom)] == []
    assert [n for n, p in dry.items() if "water" in kinds_at(pack, *p, zoom)] == []


def test_numbers_and_entrances_are_there_close_by(
    packs: Callable[[str], BaseMap],
) -> None:
    pack = packs("helsinki-centre")
    here = box_at(24.9430, 60.1680, 300)
    close, far = pack.query(here, 18), pack.query(here, 16)
    kinds = np.array(KINDS)
    assert np.count_nonzero(kinds[close.kind] == "house") > 20
    assert np.count_nonzero(kinds[close.kind] == "gate") > 5
    assert not np.isin(kinds[far.kind], ("house", "gate")).any()
    numbers = [
        close.name[i] for i in np.flatnonzero(kinds[close.kind] == "house").tolist()
    ]
    assert all(numbers)


def test_the_extent_is_given_out_wherever_one_looks(
    packs: Callable[[str], BaseMap],
) -> None:
    pack = packs("lauf")
    low, high = to_mercator(np.array([(11.2474, 49.4994609), (11.3079357, 49.530445)]))
    for view in (pack.query(EVERYWHERE, 14), pack.query(box_at(0, 0, 100), 14)):
        assert view.extent == pytest.approx((*low, *high))


def test_nothing_outside(town: BaseMap) -> None:
    view = town.query(box_at(0, 0, 1000), 15)
    assert len(view) == 0
    assert view.name == ()
    consistent(view)


def test_packets_come_back_as_they_went() -> None:
    random = np.random.default_rng(4)
    for n in (0, 1, 3, 8):
        parts = random.integers(1, 3, n).astype(np.int32)
        points = random.integers(1, 6, int(parts.sum())).astype(np.int32)
        m = int(points.sum())
        packet = Packet(
            random.uniform(-1e7, 1e7, 2),
            random.integers(0, 18, n).astype(np.uint8),
            random.integers(-5, 6, n).astype(np.int8),
            random.integers(0, 4, n).astype(np.uint8),
            random.integers(0, 3, n).astype(np.uint8),
            random.integers(-1, 99, n).astype(np.int32),
            parts,
            points,
            random.uniform(0, 9, (n, 4)).astype(np.float32),
            random.uniform(0, 9, (m, 2)).astype(np.float32),
        )
        back = Packet.from_bytes(packet.to_bytes())
        for name in Packet.__slots__:
            np.testing.assert_array_equal(getattr(back, name), getattr(packet, name))
