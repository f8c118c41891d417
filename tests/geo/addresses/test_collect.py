"""Which addresses an extract holds, however they were mapped."""

from pathlib import Path

from console.geo.addresses.collect import addresses, localities
from console.geo.addresses.found import Found, Kind
from console.geo.addresses.ways import corners, street_lines
from console.geo.extract import read_extract
from tests.geo.towns import Town, at


def found_in(town: Town, tmp_path: Path) -> list[Found]:
    town.way([(0, 1), (10, 1)], highway="residential", name="Nygade")
    return addresses(read_extract(town.write(tmp_path / "town.osm.pbf")))


def house(town: Town, number: str, x: float = 1, y: float = 1, **tags: str) -> int:
    given = {"addr_street": "Nygade", "addr_housenumber": number, **tags}
    return town.node(x, y, **given)


def test_numbers_are_taken_apart(tmp_path: Path) -> None:
    town = Town()
    for number in ("12;14", "3, 5", "7A", "9/a", "20-24", "5-1", "x", "30 b"):
        house(town, number)
    split = {f.number: (f.first, f.suffix, f.last) for f in found_in(town, tmp_path)}
    assert split == {
        "12": (12, "", 0),
        "14": (14, "", 0),
        "3": (3, "", 0),
        "5": (5, "", 0),
        "7a": (7, "a", 0),
        "9a": (9, "a", 0),
        "20-24": (20, "", 24),
        "5-1": (5, "", 0),
        "30b": (30, "b", 0),
    }


def test_the_door_beats_the_point_and_the_point_the_shop(tmp_path: Path) -> None:
    town = Town()
    house(town, "1", x=1, shop="bakery")
    house(town, "1", x=1.1)
    door = house(town, "1", x=1.2, entrance="yes")
    house(town, "2", x=2, shop="bakery")
    found = {f.number: f for f in found_in(town, tmp_path)}
    assert found["1"].entrance == door
    assert found["1"].kind == Kind.ENTRANCE
    assert found["2"].kind == Kind.SHOP


def test_places_far_apart_are_noted(tmp_path: Path) -> None:
    town = Town()
    house(town, "1", x=1)
    house(town, "1", x=9)
    house(town, "2", x=1)
    house(town, "2", x=9, shop="bakery")
    found = {f.number: f.spread_m for f in found_in(town, tmp_path)}
    assert 490 < found["1"] < 520
    assert found["2"] == 0


def test_missing_postcodes_come_from_next_door(tmp_path: Path) -> None:
    town = Town()
    house(town, "1", x=1, addr_postcode="1000", addr_city="By")
    house(town, "2", x=1.5)
    house(town, "3", x=9)
    found = {f.number: (f.postcode, f.city) for f in found_in(town, tmp_path)}
    assert found["2"] == ("1000", "By")
    assert found["3"] == ("", "")


def test_streets_given_by_a_relation_and_villages_without(tmp_path: Path) -> None:
    town = Town()
    one = town.node(1, 1, addr_housenumber="1")
    town.node(2, 1, addr_housenumber="2", addr_place="Lilleby")
    town.node(3, 1, addr_housenumber="3")
    town.relation([("n", one, "house")], type="associatedStreet", name="Nygade")
    found = {f.number: f.street for f in found_in(town, tmp_path)}
    assert found == {"1": "Nygade", "2": "Lilleby"}


def test_buildings_of_several_ways(tmp_path: Path) -> None:
    town = Town()
    outer = town.ring([(4, 1), (5, 1), (5, 2), (4, 2)])
    town.relation(
        [("w", outer, "outer")],
        type="multipolygon",
        building="yes",
        addr_street="Nygade",
        addr_housenumber="8",
    )
    (found,) = found_in(town, tmp_path)
    assert (round(found.lon, 6), round(found.lat, 6)) == at(4.5, 1.5)
    assert found.kind == Kind.BUILDING


def test_emergency_doors_are_no_doors(tmp_path: Path) -> None:
    town = Town()
    exit_ = town.node(4, 1, entrance="emergency")
    corners = [town.node(*p) for p in ((5, 1), (5, 2), (4, 2))]
    town.way_of(
        [exit_, *corners, exit_],
        building="yes",
        addr_street="Nygade",
        addr_housenumber="8",
    )
    (found,) = found_in(town, tmp_path)
    assert found.entrance == 0


def test_names_of_towns_in_all_languages(tmp_path: Path) -> None:
    town = Town()
    town.node(1, 1, place="city", name="København", name_en="Copenhagen")
    town.node(1, 1, place="suburb", name="Vesterbro")
    town.node(1, 1, place="locality", name="Hulen")
    town.way([(0, 1), (1, 1)], highway="residential")
    extract = read_extract(town.write(tmp_path / "town.osm.pbf"))
    known = {(p.name, p.main, p.town) for p in localities(extract, [])}
    assert known == {
        ("København", "København", True),
        ("Copenhagen", "København", True),
        ("Vesterbro", "Vesterbro", False),
    }


def test_numbers_between_two_ends(tmp_path: Path) -> None:
    town = Town()
    one = house(town, "2", x=1, addr_postcode="1000", addr_city="By")
    last = house(town, "10", x=5, addr_postcode="1000", addr_city="By")
    town.way_of([one, last], addr_interpolation="even")
    town.way_of([one, 999, last], addr_interpolation="all")  # cut
    town.way_of([one, last], addr_interpolation="alphabetic")
    found = {f.number: f for f in found_in(town, tmp_path)}
    assert sorted(found) == ["10", "2", "4", "6", "8"]
    assert (found["4"].kind, found["2"].kind) == (Kind.BETWEEN, Kind.POINT)
    assert abs(found["6"].lon - at(3, 1)[0]) < 1e-6
    assert (found["6"].postcode, found["6"].entrance) == ("1000", 0)


def test_a_house_of_two_counts(tmp_path: Path) -> None:
    town = Town()
    house(town, "1234/5", addr_streetnumber="5", addr_conscriptionnumber="1234")
    assert {f.number for f in found_in(town, tmp_path)} == {"1234-5", "5", "1234"}


def test_stairs_of_a_house(tmp_path: Path) -> None:
    town = Town()
    doors = [
        town.node(4, 1, entrance="staircase", ref="A"),
        town.node(5, 1, entrance="staircase", addr_unit="B"),
    ]
    town.way_of(
        [*doors, town.node(5, 2), doors[0]],
        building="yes",
        addr_street="Nygade",
        addr_housenumber="8",
    )
    stairs = {f.unit: f.entrance for f in found_in(town, tmp_path)}
    assert stairs == {"": doors[0], "A": doors[0], "B": doors[1]}


def test_corners_and_lines(tmp_path: Path) -> None:
    town = Town()
    meeting = town.node(5, 1)
    town.way([(0, 1), meeting, (9, 1)], highway="residential", name="Nygade")
    town.way([meeting, (5, 3)], highway="residential", name="Torvegade")
    town.way([meeting, (6, 3)], highway="proposed", name="Dream")
    extract = read_extract(town.write(tmp_path / "town.osm.pbf"))
    assert [(c.one, c.other) for c in corners(extract)] == [("Nygade", "Torvegade")]
    assert {name for name, _ in street_lines(extract)} == {"Nygade", "Torvegade"}
