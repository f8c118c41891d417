"""Search as you type: streets by any of their words, then the numbers of one.

Everything is sorted once, so that a keystroke is a few bisections; only a beginning
that nothing begins with is compared with all names, letter by letter.
"""

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

from console.geo.addresses.candidates import apart_m
from console.geo.addresses.folding import aliases, street_key
from console.geo.addresses.gazetteer import Streets

_NEAR_M = 2_000.0
_MANY = 200
_SHORT = 4
_LONG = 20
_TYPED = re.compile(
    r"^\s*(.*?[^\W\d].*?)[\s,]*(?:(?<![^\W\d])(\d{1,5}\s?[a-zA-Z]?))?\s*$"
)


@dataclass(frozen=True, slots=True)
class Completion:
    """A street (number "") or a house, with the point to look at."""

    text: str
    street: str
    number: str
    postcode: str
    lon: float
    lat: float


class Completions:
    """What may be meant by the beginning of an address."""

    def __init__(self, db: sqlite3.Connection, streets: Streets) -> None:
        self._db = db
        self._streets = streets
        self._houses: dict[int, int] = dict(
            db.execute("SELECT street, count(*) FROM address GROUP BY street")
        )
        self._beginnings: dict[int, list[str]] = {}
        entries: set[tuple[str, int, int]] = set()
        for street, name in streets.all_names():
            entries.add((street_key(name), 0, street))
            entries.update((alias, 1, street) for alias in aliases(name))
            words = name.split()
            for i in range(1, len(words)):
                entries.add((street_key(" ".join(words[i:])), 2, street))
        entries.update((key, 1, street) for key, street in streets.other_keys())
        self._entries = sorted(entry for entry in entries if entry[0])
        self._keys = [key for key, _, _ in self._entries]
        self._short = {
            begun: self._best_known(list(entries))
            for letters in range(1, _SHORT + 1)
            for begun, entries in groupby(self._entries, lambda e: e[0][:letters])  # noqa: B023 - used at once
        }

    def warm(self) -> None:
        """Make what the first keystrokes with a typo would otherwise wait for."""
        self._streets.near("warming", "")
        for length in range(_SHORT + 1, _LONG):
            self._begun(length)

    def of(
        self, text: str, near: tuple[float, float] | None, limit: int
    ) -> tuple[Completion, ...]:
        """Up to `limit` ways to go on, likeliest first; `near` is lon and lat."""
        typed = _TYPED.match(text.partition(",")[0])
        if typed is None:
            return ()
        number = (typed[2] or "").replace(" ", "").lower()
        streets = self._ranked(street_key(typed[1]), near, limit)
        if not number:
            return tuple(self._street(street) for street in streets)
        result: list[Completion] = []
        for street in streets:
            result += self._numbers(street, number, limit - len(result))
            if len(result) >= limit:
                break
        return tuple(result) or tuple(self._street(street) for street in streets[:1])

    def _ranked(
        self, key: str, near: tuple[float, float] | None, limit: int
    ) -> list[int]:
        if not key:
            return []
        ranks: dict[int, int] = {}
        for rank, street in self._beginning(key):
            if rank < ranks.get(street, 99):
                ranks[street] = rank

        def order(street: int) -> tuple[int | bool, ...]:
            whole = self._streets.key(street) != key
            lon, lat = self._streets.point(street)
            away = 0 if near is None else int(apart_m(*near, lon, lat) / _NEAR_M)
            return ranks[street], whole, away, -self._houses.get(street, 0), street

        return nsmallest(limit, ranks, order)

    def _best_known(
        self, entries: Sequence[tuple[str, int, int]]
    ) -> list[tuple[int, int]]:
        """Of all that begins with a letter or three, what has the most houses."""
        ranks: dict[int, int] = {}
        for _, rank, street in entries:
            if rank < ranks.get(street, 99):
                ranks[street] = rank
        if len(ranks) > _MANY:
            houses = self._houses
            best = nsmallest(_MANY, ranks, lambda s: (ranks[s] > 1, -houses.get(s, 0)))
            return [(ranks[street], street) for street in best]
        return [(rank, street) for street, rank in ranks.items()]

    def _beginning(self, key: str) -> Iterator[tuple[int, int]]:
        if len(key) <= _SHORT:
            yield from self._short.get(key, ())
            return
        at = bisect_left(self._keys, key)
        found = False
        while at < len(self._keys) and self._keys[at].startswith(key):
            yield self._entries[at][1:]
            found = True
            at += 1
        if found:
            return
        for street, edits in self._streets.near(key, ""):
            yield 3 + edits, street
        most = 1 if len(key) < 8 else 2
        close = process.extract(
            key, self._begun(len(key)), scorer=OSA.distance, score_cutoff=most, limit=8
        )
        for other, distance, _ in close:
            at = bisect_left(self._keys, other)
            while at < len(self._keys) and self._keys[at].startswith(other):
                yield 3 + int(distance), self._entries[at][2]
                at += 1

    def _begun(self, length: int) -> list[str]:
        """What streets begin with, in so many letters; abbreviations left out."""
        if length not in self._beginnings:
            kept = {k[:length] for k, rank, _ in self._entries if rank != 1}
            self._beginnings[length] = sorted(k for k in kept if len(k) == length)
        return self._beginnings[length]

    def _street(self, street: int) -> Completion:
        name = self._streets.name(street)
        return Completion(name, name, "", "", *self._streets.point(street))

    def _numbers(self, street: int, number: str, limit: int) -> list[Completion]:
        name = self._streets.name(street)
        rows = self._db.execute(
            "SELECT number, postcode, city, lon, lat FROM address WHERE street = ? "
            "AND number LIKE ? GROUP BY number, postcode "
            "ORDER BY first, length(number), number LIMIT ?",
            (street, f"{number}%", limit),
        )
        return [
            Completion(
                f"{name} {found}, {postcode} {city}".rstrip(", "),
                name,
                found,
                postcode,
                lon,
                lat,
            )
            for found, postcode, city, lon, lat in rows
        ]
