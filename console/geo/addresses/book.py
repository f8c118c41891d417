"""The address book of a region: from what people write to the door they mean.

A query is taken apart (parsing), its street is looked up in a dictionary of all
spellings (folding) and only where that fails compared letter by letter, first with
the streets of its postcode, then with all. The house number is one indexed read.

Every candidate says how it was found and how sure the book is. What is written and
what was found must agree in postcode or city: a street of the same name in another
town is never taken silently. `confident` means: one place, and nothing but harmless
differences; everything else is for a person to look at.

A book is read-only. Its connection may move between threads but not be used by two
at once; open one a thread.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, radians
from pathlib import Path
from random import Random

from console.geo.addresses.candidates import (
    METRES_A_DEGREE,
    Candidate,
    Corrections,
    How,
    Placement,
    Why,
    apart_m,
    judged,
)
from console.geo.addresses.folding import normalised
from console.geo.addresses.gazetteer import Cities, Streets
from console.geo.addresses.matching import ROW, Matcher, candidate_of, doubtful
from console.geo.addresses.parsing import Query, others, parse, parse_number
from console.geo.addresses.places import NamedPlace, PlaceKind
from console.geo.addresses.postcodes import plain_postcode
from console.geo.addresses.store import open_addresses

__all__ = ["AddressBook", "Candidate", "Placement", "Why", "normalised", "written"]


class AddressBook:
    """The addresses of one region. See the module for what it promises."""

    def __init__(
        self,
        db: sqlite3.Connection,
        streets: Streets,
        cities: Cities,
        corrections: Corrections,
    ) -> None:
        self._db = db
        self._streets = streets
        self._cities = cities
        self._corrections = corrections
        self._matcher = Matcher(db, streets, cities)

    @classmethod
    def open(cls, folder: Path) -> "AddressBook":
        """Open the book of the pack in `folder`."""
        db = open_addresses(folder)
        return cls(db, Streets(db), Cities(db), {})

    def close(self) -> None:
        """Close the file; the book and its copies answer nothing more."""
        self._db.close()

    def with_corrections(self, corrections: Corrections) -> "AddressBook":
        """Return a book on the same file in which a person's choices come first."""
        return AddressBook(self._db, self._streets, self._cities, corrections)

    def __len__(self) -> int:
        """Rows of house numbers, ranges counted by the numbers they cover."""
        (count,) = self._db.execute("SELECT count(*) FROM address").fetchone()
        return int(count)

    def find(
        self, text: str, *, limit: int = 5, corrections: Corrections | None = None
    ) -> tuple[Candidate, ...]:
        """Candidates for one written address, best first; empty when nothing is near.

        `corrections` come before the book's own.
        """
        chosen = self._chosen(text, corrections)
        found = self._searched(text)
        return ((chosen, *found) if chosen else tuple(found))[:limit]

    def find_many(
        self, texts: Iterable[str], *, limit: int = 1
    ) -> tuple[tuple[Candidate, ...], ...]:
        """`find` for many lines, in their order; equal lines are looked up once."""
        known: dict[str, tuple[Candidate, ...]] = {}
        return tuple(
            known[text]
            if text in known
            else known.setdefault(text, self.find(text, limit=limit))
            for text in texts
        )

    def place_text(
        self, text: str, *, corrections: Corrections | None = None
    ) -> Placement:
        """Where one written address is, and whether that is sure."""
        chosen = self._chosen(text, corrections)
        if chosen:
            return Placement(chosen, confident=True, reason=chosen.reason)
        return judged(self._searched(text))

    def place(
        self,
        street: str,
        number: str = "",
        postcode: str = "",
        city: str = "",
        unit: str = "",
        *,
        corrections: Corrections | None = None,
    ) -> Placement:
        """Where an address given in columns is, and whether that is sure.

        A street column that holds the number too is taken apart.
        """
        text = written(street, number, postcode, city, unit)
        chosen = self._chosen(text, corrections)
        if chosen:
            return Placement(chosen, confident=True, reason=chosen.reason)
        if number.strip():
            query = parse_number(Query(street.strip()), number)
        else:
            query = parse(street, self._streets.knows, self._cities.knows)
        given = _Given(plain_postcode(postcode), city.strip(), unit.strip())
        found = self._matcher.search(given.over(query))
        if doubtful(found) and not number.strip():
            names = self._streets.knows, self._cities.knows
            readings = (given.over(other) for other in others(street, *names))
            found = self._matcher.better(found, readings)
        return judged(found)

    def complete(self, text: str, *, limit: int = 8) -> tuple[str, ...]:
        """Street names that go on from what is typed so far, then near spellings."""
        return self._streets.complete(text, limit)

    def nearest(self, lon: float, lat: float) -> Candidate | None:
        """The address nearest to a point, within about 300 m; score falls with it."""
        squeeze = cos(radians(lat))
        for reach_m in (40.0, 300.0):
            dy = reach_m / METRES_A_DEGREE
            dx = dy / squeeze
            row = self._db.execute(
                f"SELECT {ROW}, street FROM address WHERE id IN (SELECT id FROM reach "  # noqa: S608 - constant text
                "WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?) "
                "ORDER BY (lon - ?) * (lon - ?) * ? + (lat - ?) * (lat - ?), kind",
                (
                    lon - dx,
                    lon + dx,
                    lat - dy,
                    lat + dy,
                    lon,
                    lon,
                    squeeze * squeeze,
                    lat,
                    lat,
                ),
            ).fetchone()
            if row is not None:
                away_m = apart_m(lon, lat, row[6], row[7])
                score = max(0.0, 1 - away_m / 300)
                name = self._streets.name(row[12])
                return candidate_of(name, row[:12], score, Why.EXACT)
        return None

    def sample(self, n: int, seed: int) -> tuple[Candidate, ...]:
        """`n` real addresses, the same for the same seed; all when n is larger.

        None of a shop alone, none without a postcode, none that the map scatters.
        """
        ids = [
            row[0]
            for row in self._db.execute(
                "SELECT min(id) FROM address WHERE kind < 3 AND spread_m < 30 "
                "AND postcode <> '' GROUP BY street, number, postcode ORDER BY 1"
            )
        ]
        chosen = Random(seed).sample(ids, min(n, len(ids)))  # noqa: S311 - no secret
        result = []
        for row_id in chosen:
            row = self._db.execute(
                f"SELECT {ROW}, street FROM address WHERE id = ?",  # noqa: S608
                (row_id,),
            ).fetchone()
            name = self._streets.name(row[12])
            result.append(candidate_of(name, row[:12], 1.0, Why.EXACT))
        return tuple(result)

    def places(self, kinds: Iterable[PlaceKind] = PlaceKind) -> tuple[NamedPlace, ...]:
        """Shops, stations and parcel lockers of the region, by kind and name."""
        return tuple(
            NamedPlace(lon, lat, name, PlaceKind(kind), operator, ref)
            for wanted in kinds
            for kind, name, operator, ref, lon, lat in self._db.execute(
                "SELECT kind, name, operator, ref, lon, lat FROM place "
                "WHERE kind = ? ORDER BY name, lon, lat",
                (str(wanted),),
            )
        )

    def _searched(self, text: str) -> list[Candidate]:
        names = self._streets.knows, self._cities.knows
        found = self._matcher.search(parse(text, *names))
        if doubtful(found):
            found = self._matcher.better(found, others(text, *names))
        return found

    def _chosen(self, text: str, corrections: Corrections | None) -> Candidate | None:
        if not corrections and not self._corrections:
            return None
        key = normalised(text)
        at = (corrections or {}).get(key) or self._corrections.get(key)
        if at is None:
            return None
        query = parse(text, self._streets.knows, self._cities.knows)
        return Candidate(
            query.street,
            query.number,
            query.unit,
            query.postcode,
            query.city,
            at[0],
            at[1],
            1.0,
            Why.CHOSEN_BY_PERSON,
            how=How.CORRECTION,
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """What columns of their own say; it comes before what the line says."""

    postcode: str
    city: str
    unit: str

    def over(self, query: Query) -> Query:
        return replace(
            query,
            unit=self.unit or query.unit,
            postcode=self.postcode or query.postcode,
            city=self.city or query.city,
        )


def written(
    street: str, number: str = "", postcode: str = "", city: str = "", unit: str = ""
) -> str:
    """One line for an address in columns: the text its corrections are kept under."""
    line = " ".join(part for part in (street, number, unit) if part.strip())
    place = " ".join(part for part in (postcode, city) if part.strip())
    return f"{line}, {place}" if place else line
