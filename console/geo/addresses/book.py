"""The address book of a region: from what people write to the door they mean.

A query is taken apart (parsing), its street is looked up in a dictionary of all
spellings (folding) and only where that fails compared letter by letter, first with
the streets of its postcode, then with all. The house number is one indexed read.
Where that ends in doubt, other readings of the same line are tried.

Every candidate says how it was found and how sure the book is. What is written and
what was found must agree in postcode or city: a street of the same name in another
town is never taken silently. `confident` means: one place, and nothing but harmless
differences; everything else is for a person to look at.

A book is read-only. Its connection may move between threads but not be used by two
at once; open one a thread.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

from console.geo.addresses.candidates import (
    Candidate,
    Corrections,
    How,
    Placement,
    Why,
    different,
    judged,
)
from console.geo.addresses.completion import Completion, Completions
from console.geo.addresses.corrections import (
    Learned,
    Meaning,
    correction_text,
    written,
)
from console.geo.addresses.folding import normalised
from console.geo.addresses.freeform import others
from console.geo.addresses.gazetteer import Cities, Streets
from console.geo.addresses.matching import Matcher, doubtful
from console.geo.addresses.parsing import parse, parse_number
from console.geo.addresses.places import NamedPlace, PlaceKind
from console.geo.addresses.postcodes import plain_postcode
from console.geo.addresses.query import Query
from console.geo.addresses.reverse import Backwards, Nearby
from console.geo.addresses.rows import ROW, candidate_of
from console.geo.addresses.store import open_addresses
from console.geo.addresses.units import without_unit

__all__ = ["AddressBook", "Candidate", "Placement", "Why", "normalised", "written"]

_NEAREST_M = 300.0


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
        self._matcher = Matcher(db, streets, cities)
        self._backwards = Backwards(db, streets)
        self._meanings: dict[str, Meaning | None] = {}
        self._learned = self._learning(corrections)

    @classmethod
    def open(cls, folder: Path) -> "AddressBook":
        """Open the book of the pack in `folder`."""
        db = open_addresses(folder)
        return cls(db, Streets(db), Cities(db), {})

    def close(self) -> None:
        """Close the file; the book and its copies answer nothing more."""
        self._db.close()

    def warm(self) -> None:
        """Make what `complete` and the first typo would otherwise wait for."""
        self._completions.warm()

    def with_corrections(self, corrections: Corrections) -> "AddressBook":
        """Return a book on the same file in which a person's choices come first."""
        other = AddressBook(self._db, self._streets, self._cities, {})
        other._meanings = self._meanings
        other._learned = other._learning(corrections)
        return other

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
        _, found = self._searched(text)
        chosen = self._chosen((text,), "", found, corrections)
        return ((chosen, *found) if chosen else tuple(found))[:limit]

    def suggest(
        self,
        street: str,
        postcode: str = "",
        city: str = "",
        unit: str = "",
        *,
        limit: int = 8,
    ) -> tuple[Candidate, ...]:
        """Different places an address in columns may mean, best first, with why.

        Where the address gives too few, streets that begin or sound like it follow.
        """
        _, found = self._placed(street, "", _Given(postcode, city, unit))
        result = different(found, limit)
        known = {one.street for one in result}
        if len(result) < limit and street.strip():
            query = parse(street, self._streets.knows, self._cities.knows)
            for one in self.complete(query.street, limit=limit):
                if one.street not in known and len(result) < limit:
                    other = replace(query, street=one.street, postcode="", city="")
                    result += self._matcher.alike(other, query.street)[:1]
        return tuple(result[:limit])

    def place_text(
        self, text: str, *, customer: str = "", corrections: Corrections | None = None
    ) -> Placement:
        """Where one written address is, and whether that is sure."""
        query, found = self._searched(text)
        chosen = self._chosen((text,), customer, found, corrections)
        if chosen:
            return Placement(chosen, confident=True, reason=chosen.reason)
        return judged(found, query.box)

    def place(
        self,
        street: str,
        number: str = "",
        postcode: str = "",
        city: str = "",
        unit: str = "",
        *,
        customer: str = "",
        corrections: Corrections | None = None,
    ) -> Placement:
        """Where an address given in columns is, and whether that is sure.

        A street column that holds the number too is taken apart. `customer` is the
        key under which this customer's own corrections are kept.
        """
        query, found = self._placed(street, number, _Given(postcode, city, unit))
        line = f"{street} {number}".strip()
        texts = [
            written(line, "", postcode, city, unit),
            correction_text(line, postcode, city, unit),
        ]
        if not unit.strip():
            # a parcel that was taken in has the unit in a field of its own
            rest, own = without_unit(line, _unit_of(query, found))
            if own:
                texts.append(correction_text(rest, postcode, city, own))
        chosen = self._chosen(texts, customer, found, corrections)
        if chosen:
            return Placement(chosen, confident=True, reason=chosen.reason)
        return judged(found, query.box)

    def parted(
        self, street: str, postcode: str = "", city: str = ""
    ) -> tuple[str, str]:
        """A street line without stair, floor and flat, and those, as it has them.

        Whether a letter is a stair or belongs to the number the book knows.
        """
        query, found = self._placed(street, "", _Given(postcode, city, ""))
        return without_unit(street, _unit_of(query, found))

    def complete(
        self, text: str, *, near: tuple[float, float] | None = None, limit: int = 8
    ) -> tuple[Completion, ...]:
        """Streets that go on from what is typed, or numbers once a street stands.

        `near` is lon and lat: of streets alike the nearer come first.
        """
        return self._completions.of(text, near, limit)

    def nearest(self, lon: float, lat: float) -> Candidate | None:
        """The address nearest to a point, within about 300 m; score falls with it."""
        found = self._backwards.door(lon, lat, most_m=_NEAREST_M)
        return found.candidate if found else None

    def reverse(self, lon: float, lat: float) -> Nearby | None:
        """The nearest door within 150 m, else the nearest named street, or None."""
        return self._backwards.door(lon, lat) or self._backwards.street(lon, lat)

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
            name = self._streets.name(row[-1])
            result.append(candidate_of(name, row[:-1], 1.0, Why.EXACT))
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

    @cached_property
    def _completions(self) -> Completions:
        return Completions(self._db, self._streets)

    def _searched(self, text: str) -> tuple[Query, list[Candidate]]:
        names = self._streets.knows, self._cities.knows
        query = parse(text, *names)
        found = self._matcher.search(query)
        if doubtful(found):
            found = self._matcher.better(found, others(text, *names))
        return query, found

    def _placed(
        self, street: str, number: str, given: "_Given"
    ) -> tuple[Query, list[Candidate]]:
        names = self._streets.knows, self._cities.knows
        if number.strip():
            query = parse_number(Query(street.strip()), number)
        else:
            query = parse(street, *names)
        found = self._matcher.search(given.over(query))
        if doubtful(found) and not number.strip():
            readings = (given.over(other) for other in others(street, *names))
            found = self._matcher.better(found, readings)
        return query, found

    def _learning(self, corrections: Corrections) -> Learned:
        def read(text: str) -> Candidate | None:
            _, found = self._searched(text)
            return found[0] if found else None

        return Learned(corrections, read, self._meanings)

    def _chosen(
        self,
        texts: Sequence[str],
        customer: str,
        found: list[Candidate],
        corrections: Corrections | None,
    ) -> Candidate | None:
        for learned in (
            self._learning(corrections) if corrections else None,
            self._learned,
        ):
            if not learned:
                continue
            at = learned.for_text(texts, customer)
            if at is None and found:
                at = learned.for_meaning(found[0], customer)
            if at is not None:
                return self._corrected(texts[0], at)
        return None

    def _corrected(self, text: str, at: tuple[float, float]) -> Candidate:
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


def _unit_of(query: Query, found: Sequence[Candidate]) -> str:
    """What a line says of its unit, a letter that is a stair included."""
    stair = f"{query.suffix.upper()} {query.unit}".strip()
    best = found[0] if found else None
    sure = best is not None and best.how is How.EXACT and best.unit == stair
    return stair if sure else query.unit


@dataclass(frozen=True, slots=True)
class _Given:
    """What columns of their own say; it comes before what the line says."""

    postcode: str
    city: str
    unit: str

    def over(self, query: Query) -> Query:
        return replace(
            query,
            unit=self.unit.strip() or query.unit,
            postcode=plain_postcode(self.postcode) or query.postcode,
            city=self.city.strip() or query.city,
        )
