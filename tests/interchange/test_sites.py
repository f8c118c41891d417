"""Sites of map extracts and GeoJSON: what is read, assumed, refused and joined."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.depot_check import validated
from console.domain.depot_model import DepotModel
from console.domain.ids import DepotId, SiteId, SizeClassId
from console.domain.opening import ALWAYS
from console.domain.opening_text import read_opening
from console.domain.parcel import Climate, Size
from console.domain.place import Place
from console.domain.reasons import ReasonCode
from console.domain.site import Connection, Site, SizeClass
from console.domain.site_kinds import RULES, SiteKind, Wheelchair
from console.domain.vehicle import Depot
from console.geo.errors import ExtractMissing, ExtractUnreadable
from console.interchange.geojson_sites import read_sites, write_sites
from console.interchange.osm_extract import lockers_of
from console.interchange.osm_sites import MapObject, osm_sites
from console.interchange.site_file import ReadSites, joined
from console.interchange.taking import sites_edit

CLASSES = tuple(
    SizeClass(SizeClassId(name), Size(640, 380, height))
    for name, height in (("S", 80), ("M", 190), ("L", 410), ("XL", 500))
)
HERE = Place(24.94, 60.17)
MODEL = DepotModel(Depot(DepotId("d"), "D", "Europe/Helsinki", HERE), CLASSES)
TOWN = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
 <node id="1" version="1" lat="60.17" lon="24.94">
  <tag k="amenity" v="parcel_locker"/><tag k="brand" v="Posti"/><tag k="ref" v="7"/>
  <tag k="opening_hours" v="Mo-Fr 07:00-20:00; PH off"/><tag k="wheelchair" v="yes"/>
  <tag k="refrigerated" v="yes"/><tag k="capacity" v="24"/>
  <tag k="addr:street" v="Katu"/><tag k="addr:housenumber" v="5"/>
 </node>
 <node id="2" version="1" lat="60.18" lon="24.94">
  <tag k="amenity" v="parcel_locker"/><tag k="parcel_pickup" v="no"/>
 </node>
 <node id="3" version="1" lat="60.19" lon="24.94">
  <tag k="amenity" v="parcel_locker"/><tag k="name" v="Home"/>
  <tag k="access" v="residents"/><tag k="opening_hours" v="sunrise-sunset"/>
  <tag k="capacity" v="many"/>
 </node>
 <node id="4" version="1" lat="60.0" lon="24.0"/>
 <node id="5" version="1" lat="60.0" lon="24.002"/>
 <node id="6" version="1" lat="60.002" lon="24.002"/>
 <node id="7" version="1" lat="60.002" lon="24.0"/>
 <node id="8" version="1" lat="60.5" lon="24.5"><tag k="amenity" v="bench"/></node>
 <way id="10" version="1"><nd ref="4"/><nd ref="5"/><nd ref="6"/><nd ref="7"/>
  <nd ref="4"/><tag k="amenity" v="vending_machine"/>
  <tag k="vending" v="parcel_pickup;parcel_mail_in"/><tag k="name" v="Hall"/></way>
 <way id="11" version="1"><nd ref="4"/><nd ref="5"/><nd ref="6"/><nd ref="4"/></way>
 <relation id="20" version="1"><member type="way" ref="11" role="outer"/>
  <tag k="type" v="multipolygon"/><tag k="amenity" v="parcel_locker"/>
  <tag k="operator" v="DHL"/></relation>
</osm>"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm"
    path.write_text(TOWN, "utf-8")
    return path


def test_lockers_of_an_extract(town: Path) -> None:
    objects = lockers_of(town)
    assert [one.ref for one in objects] == [
        "node/1",
        "node/2",
        "node/3",
        "relation/20",
        "way/10",
    ]
    assert (objects[4].lon, objects[4].lat) == pytest.approx((24.001, 60.001))
    found = osm_sites(objects, CLASSES, file="town.osm")
    posti, home, _dhl, hall = found.sites
    assert posti == Site(
        SiteId("posti-7"),
        "Posti 7",
        HERE,
        read_opening("Mo-Fr 07:00-20:00; PH off"),
        wheelchair=Wheelchair.YES,
        climates=(Climate.AMBIENT, Climate.CHILLED),
        address="Katu 5",
        brand="Posti",
        ref="osm:node/1",
    )
    assert (home.kind, home.hours) == (SiteKind.RESIDENTIAL, ALWAYS)
    assert home.rules == RULES[SiteKind.RESIDENTIAL]
    assert hall.name == "Hall"
    doors = Counter(box.cabinet for box in found.compartments)
    assert list(doors.values()) == [24, 40, 40, 40]
    assert {c.connection for c in found.cabinets} == {Connection.REPORTED}
    assert [(p.line, p.reason.code) for p in found.problems] == [
        (2, ReasonCode.SITE_CLOSED),
        (3, ReasonCode.OUT_OF_RANGE),
    ]
    assert [(n.line, n.reason.code) for n in found.notes] == [
        (3, ReasonCode.HOURS_UNREAD),
        (3, ReasonCode.DOORS_ASSUMED),
        (4, ReasonCode.DOORS_ASSUMED),
        (5, ReasonCode.DOORS_ASSUMED),
    ]


def test_what_is_read_makes_a_model_without_a_fault(town: Path) -> None:
    found = osm_sites(lockers_of(town), CLASSES, file="town.osm")
    model, undo = sites_edit(joined(found, (), file="town.osm")).apply(MODEL)
    assert validated(model) == ()
    assert len(model.sites) == 4
    assert undo.apply(model)[0] == MODEL


def test_an_extract_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ExtractMissing):
        lockers_of(tmp_path / "no.osm.pbf")
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"nonsense")
    with pytest.raises(ExtractUnreadable):
        lockers_of(bad)


def test_no_twins() -> None:
    there = (
        Site(SiteId("posti-7"), "Other", Place(24.0, 60.0)),
        Site(SiteId("x"), "Old", Place(24.9401, 60.17), ref="osm:node/9"),
    )
    unnamed = Site(SiteId("y"), "Ours", Place(24.9, 60.1))
    near = MapObject("node/1", 24.9001, 60.1, {"amenity": "parcel_locker"})
    tags = {"amenity": "parcel_locker", "brand": "Posti", "ref": "7"}
    moved = MapObject("node/9", 25.5, 60.5, tags)
    new = MapObject("node/3", 25.0, 60.2, tags)
    mate = replace(new, ref="node/4", lon=25.00005)
    found = osm_sites([near, moved, new, mate], CLASSES, file="f")
    kept = joined(found, (*there, unnamed), file="f")
    # Two of the map beside each other stay two: their references differ.
    assert [site.id for site in kept.sites] == ["posti-7-2", "posti-7-3"]
    assert [cabinet.site for cabinet in kept.cabinets] == ["posti-7-2", "posti-7-3"]
    assert len({box.id for box in kept.compartments}) == 80
    twins = [n for n in kept.notes if n.reason.code is ReasonCode.TWIN]
    assert [(n.file, n.line, n.reason.args) for n in twins] == [
        ("f", 1, ("y",)),
        ("f", 2, ("x",)),
    ]
    assert joined(kept, kept.sites, file="f").sites == ()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(lon: float, lat: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, lat]}


def read(*features: object) -> ReadSites:
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return read_sites(data, CLASSES, file="s.geojson", near=HERE)


def test_geojson_out_and_in() -> None:
    sites = (
        Site(
            SiteId("a"),
            "Äyräpää",
            HERE,
            read_opening("Mo-Fr 07:00-20:00"),
            step_free=False,
            kind=SiteKind.CAMPUS,
            rules=RULES[SiteKind.CAMPUS],
            service=read_opening("06:00-08:00"),
            wheelchair=Wheelchair.LIMITED,
            indoor=True,
            climates=(Climate.FROZEN,),
            access_note="code at the gate",
            address="Katu 5",
            ref="7",
        ),
    )
    data = write_sites(replace(MODEL, sites=sites))
    found = read_sites(data, CLASSES, file="s.geojson", near=HERE)
    assert found.sites == sites
    assert found.problems == found.notes == ()
    assert found.compartments == ()


def test_areas_and_lines_count_at_a_point_on_them() -> None:
    ring = [[24.9, 60.1], [24.92, 60.1], [24.92, 60.12], [24.9, 60.1]]
    found = read(
        feature({"type": "Polygon", "coordinates": [ring]}, name="A", capacity=8),
        feature({"type": "LineString", "coordinates": ring[:2]}, name="B", capacity=0),
        feature(point(24.95, 60.18), amenity="parcel_locker", capacity="9"),
    )
    assert len(found.sites) == 3
    assert all(24.9 <= s.place.lon <= 24.95 for s in found.sites)
    assert len(found.compartments) == 17
    assert (found.problems, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (feature(point(60.17, 24.94), name="A"), ReasonCode.COORDINATES_SWAPPED),
        (feature(point(60.17, 124.94), name="A"), ReasonCode.COORDINATES_SWAPPED),
        (feature(point(1e9, 24.94), name="A"), ReasonCode.NO_POINT),
        (feature(None, name="A"), ReasonCode.NO_POINT),
        (feature({"type": "Point", "coordinates": []}), ReasonCode.NO_POINT),
        (feature({"type": "Point", "coordinates": ["x", 1]}), ReasonCode.NO_POINT),
        (feature({"type": "Polygon", "coordinates": [[]]}), ReasonCode.NO_POINT),
        (feature(point(24.9, 60.1)), ReasonCode.MISSING_VALUE),
        ({"type": "Point"}, ReasonCode.WRONG_FORMAT),
        (7, ReasonCode.WRONG_FORMAT),
    ],
)
def test_a_bad_feature_is_left_out_and_named(one: object, code: ReasonCode) -> None:
    found = read(feature(point(24.9, 60.1), name="Good", capacity=8), one)
    assert [site.name for site in found.sites] == ["Good"]
    (problem,) = found.problems
    assert (problem.file, problem.line, problem.reason.code) == ("s.geojson", 2, code)


def test_a_bad_property_is_named_and_the_usual_taken() -> None:
    found = read(
        feature(point(24.9, 60.1), name="A", kind="pub", capacity=-1, wheelchair="so")
    )
    assert found.sites[0].kind is SiteKind.RETAIL
    assert [p.column for p in found.problems] == ["kind", "wheelchair", "capacity"]
    assert [n.reason.code for n in found.notes] == [ReasonCode.DOORS_ASSUMED]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"type": "Topology"}',
        b'{"type": "FeatureCollection", "features": {}}',
        b'{"type": "Feature", "x": NaN}',
        b"\xff",
        b" " * 20_000_001,
    ],
)
def test_a_file_that_is_no_geojson_is_one_problem(data: bytes) -> None:
    found = read_sites(data, CLASSES, file="s.geojson")
    assert found.sites == ()
    (problem,) = found.problems
    assert problem.file == "s.geojson"


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "name", "capacity"]), inner
        )
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(anything, anything)
def test_no_feature_makes_it_raise(geometry: object, properties: object) -> None:
    one = {"type": "Feature", "geometry": geometry, "properties": properties}
    read(one)
