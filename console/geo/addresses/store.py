"""The file `addresses.sqlite`: written once by a build, read only ever after.

    street   id, name, key, lon, lat        one a name; lon/lat a point on it
    alias    key, street                    other names of a street
    address  street, first, suffix, last, number, unit, postcode, city, lon, lat,
             entrance, kind, spread_m       index (street, first)
    locality name, main, town               what a city may be called
    place    kind, name, operator, ref, lon, lat
    reach    R-tree over addresses, for the way back from a point
    corner   one, other, lon, lat           both ways round; index (one, other)
    line     id, street, points             little-endian float64 lon, lat, ...
    stretch  R-tree over lines, for the way back where no address is near

A range "12-14" is stored once for each number it covers on its side of the street.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from console.geo.addresses.collect import (
    addresses,
    localities,
)
from console.geo.addresses.folding import street_key
from console.geo.addresses.found import Found
from console.geo.addresses.places import named_places
from console.geo.addresses.ways import corners, named_streets, street_lines
from console.geo.errors import BuildCancelled, ExtractTooPoor
from console.geo.extract import Cancelled, Extract, Progress, never, silent

FILE = "addresses.sqlite"
VERSION = 3

_SCHEMA = """
CREATE TABLE street(id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL,
                    lon REAL NOT NULL, lat REAL NOT NULL);
CREATE TABLE alias(key TEXT NOT NULL, street INTEGER NOT NULL);
CREATE TABLE address(id INTEGER PRIMARY KEY, street INTEGER NOT NULL,
                     first INTEGER NOT NULL, suffix TEXT NOT NULL,
                     last INTEGER NOT NULL, number TEXT NOT NULL, unit TEXT NOT NULL,
                     postcode TEXT NOT NULL, city TEXT NOT NULL, lon REAL NOT NULL,
                     lat REAL NOT NULL, entrance INTEGER NOT NULL,
                     kind INTEGER NOT NULL, spread_m INTEGER NOT NULL);
CREATE TABLE locality(name TEXT NOT NULL, main TEXT NOT NULL, town INTEGER NOT NULL);
CREATE TABLE place(kind TEXT NOT NULL, name TEXT NOT NULL, operator TEXT NOT NULL,
                   ref TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL);
CREATE TABLE corner(one INTEGER NOT NULL, other INTEGER NOT NULL,
                    lon REAL NOT NULL, lat REAL NOT NULL);
CREATE TABLE line(id INTEGER PRIMARY KEY, street INTEGER NOT NULL,
                  points BLOB NOT NULL);
CREATE VIRTUAL TABLE reach USING rtree(id, west, east, south, north);
CREATE VIRTUAL TABLE stretch USING rtree(id, west, east, south, north);
"""
_INDEX = """
CREATE INDEX address_number ON address(street, first);
CREATE INDEX corner_pair ON corner(one, other);
CREATE INDEX place_kind ON place(kind);
INSERT INTO reach SELECT id, lon, lon, lat, lat FROM address;
ANALYZE;
"""


def build_addresses(
    extract: Extract,
    folder: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> int:
    """Write the address book of an extract into `folder`; gives the addresses.

    Raises ExtractTooPoor when there is not a single address, and BuildCancelled.
    """
    progress("addresses", 0.0)
    found = addresses(extract)
    if not found:
        raise ExtractTooPoor(extract.path, "the extract holds no addresses (addr:*)")
    if cancelled():
        raise BuildCancelled
    progress("addresses", 0.6)
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        db.executescript(_SCHEMA)
        streets = _write_streets(db, extract, found)
        _write_addresses(db, streets, found)
        _write_ways(db, streets, extract)
        db.executemany(
            "INSERT INTO locality VALUES (?, ?, ?)",
            [(p.name, p.main, p.town) for p in localities(extract, found)],
        )
        db.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
            [
                (p.kind, p.name, p.operator, p.ref, p.lon, p.lat)
                for p in named_places(extract)
            ],
        )
        db.executescript(_INDEX)
        db.commit()
        db.execute("VACUUM")
    progress("addresses", 1.0)
    return len(found)


def open_addresses(folder: Path) -> sqlite3.Connection:
    """Open a pack's addresses: a connection that can only read.

    It may be used from any thread, by one at a time.
    """
    path = (folder / FILE).resolve()
    return sqlite3.connect(
        f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def _write_streets(
    db: sqlite3.Connection, extract: Extract, found: Iterable[Found]
) -> dict[str, int]:
    """Write one street a key; gives the ids by key."""
    ids: dict[str, int] = {}
    rows: list[tuple[int, str, str, float, float]] = []
    others: set[tuple[str, int]] = set()
    at_street: dict[str, Found] = {}
    for item in found:
        at_street.setdefault(street_key(item.street), item)
    for street in named_streets(extract):
        key = street_key(street.name)
        if not key:
            continue
        if key not in ids:
            ids[key] = len(ids) + 1
            named = at_street[key].street if key in at_street else street.name
            rows.append((ids[key], named, key, street.lon, street.lat))
        for other in street.others:
            if (other_key := street_key(other)) and other_key != key:
                others.add((other_key, ids[key]))
    for key, item in at_street.items():
        if key not in ids:
            ids[key] = len(ids) + 1
            rows.append((ids[key], item.street, key, item.lon, item.lat))
    db.executemany("INSERT INTO street VALUES (?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO alias VALUES (?, ?)", sorted(others))
    return ids


def _write_addresses(
    db: sqlite3.Connection, streets: dict[str, int], found: Iterable[Found]
) -> None:
    rows = []
    for item in found:
        street = streets[street_key(item.street)]
        covered = {item.first, *range(item.first, item.last, 2), item.last} - {0}
        rows += [
            (
                street,
                first,
                item.suffix if first == item.first else "",
                item.last,
                item.number,
                item.unit,
                item.postcode,
                item.city,
                item.lon,
                item.lat,
                item.entrance,
                int(item.kind),
                item.spread_m,
            )
            for first in sorted(covered)
        ]
    db.executemany(
        "INSERT INTO address(street, first, suffix, last, number, unit, postcode, "
        "city, lon, lat, entrance, kind, spread_m) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        rows,
    )


def _write_ways(
    db: sqlite3.Connection, streets: dict[str, int], extract: Extract
) -> None:
    """Write the corners of streets and their lines."""
    pairs = [
        (streets.get(street_key(c.one), 0), streets.get(street_key(c.other), 0), c)
        for c in corners(extract)
    ]
    both = [
        (*pair, c.lon, c.lat)
        for one, other, c in pairs
        if one and other and one != other
        for pair in ((one, other), (other, one))
    ]
    db.executemany("INSERT INTO corner VALUES (?, ?, ?, ?)", both)
    for name, line in street_lines(extract):
        street = streets.get(street_key(name))
        if street is None:
            continue
        (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
        row = db.execute(
            "INSERT INTO line(street, points) VALUES (?, ?)",
            (street, line.astype("<f8").tobytes()),
        )
        db.execute(
            "INSERT INTO stretch VALUES (?, ?, ?, ?, ?)",
            (row.lastrowid, float(west), float(east), float(south), float(north)),
        )
