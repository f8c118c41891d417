"""The names of a region in memory: streets in all their spellings, and cities.

A few thousand names; looked up by key, and only when no key fits compared by their
optimal string alignment (an insertion, a loss, a change or a swap is one edit).
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from console.geo.addresses.folding import (
    aliases,
    loose_key,
    partial_names,
    sound_key,
    street_key,
)

_CHOICES = 6


class Streets:
    """All streets of a region by spelling."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._names: dict[int, str] = {}
        self._points: dict[int, tuple[float, float]] = {}
        self._keys: dict[int, str] = {}
        exact: dict[str, list[int]] = defaultdict(list)
        loose: dict[str, list[int]] = defaultdict(list)
        short: dict[str, list[int]] = defaultdict(list)
        partial: dict[str, list[int]] = defaultdict(list)
        for street, name, key, lon, lat in db.execute(
            "SELECT id, name, key, lon, lat FROM street ORDER BY id"
        ):
            self._names[street] = name
            self._points[street] = (lon, lat)
            self._keys[street] = key
            exact[key].append(street)
            loose[loose_key(key)].append(street)
            for alias in aliases(name):
                short[alias].append(street)
            for alias in partial_names(name):
                partial[alias].append(street)
        for key, street in db.execute("SELECT key, street FROM alias"):
            short[key].append(street)
            for alias in aliases(key):
                short[alias].append(street)
        self._exact, self._loose, self._short = dict(exact), dict(loose), dict(short)
        self._partial = {key: sorted(set(some)) for key, some in partial.items()}
        self._by_postcode: dict[str, dict[int, str]] = defaultdict(dict)
        for postcode, street in db.execute(
            "SELECT DISTINCT postcode, street FROM address"
        ):
            self._by_postcode[postcode][street] = self._keys[street]

    def name(self, street: int) -> str:
        """The street's name as it is signed."""
        return self._names[street]

    def key(self, street: int) -> str:
        """The key of the street's name."""
        return self._keys[street]

    def all_names(self) -> Iterable[tuple[int, str]]:
        """Every street and its name."""
        return self._names.items()

    def other_keys(self) -> Iterable[tuple[str, int]]:
        """Keys of other names and abbreviations, and their streets."""
        both = (self._short, self._partial)
        return ((k, s) for keys in both for k, streets in keys.items() for s in streets)

    def point(self, street: int) -> tuple[float, float]:
        """Lon and lat of a point on the street."""
        return self._points[street]

    def knows(self, key: str) -> bool:
        """Whether a street is spelled so, in full or abbreviated."""
        return (
            key in self._exact
            or key in self._short
            or key in self._partial
            or loose_key(key) in self._loose
        )

    def spelled(self, key: str) -> list[int]:
        """Streets spelled so: by their own key, else loosely, else abbreviated."""
        return (
            self._exact.get(key)
            or self._loose.get(loose_key(key))
            or self._short.get(key, [])
        )

    def honours(self, key: str) -> list[int]:
        """Streets named after whom the key names without the first names."""
        return self._partial.get(key, [])

    def near(self, key: str, postcode: str) -> list[tuple[int, int]]:
        """Streets spelled nearly so, with the edits between, fewest first.

        Streets of the postcode come alone if any of them is near enough.
        """
        most = allowed_edits(key)
        if not most:
            return []
        local = self._by_postcode.get(postcode)
        if local:
            found = _nearest(key, local, most)
            if found:
                return found
        found = self._one_edit(key) or _nearest(key, self._keys, most)
        if found:
            return found
        spelled = process.extract(
            key,
            self._short.keys(),
            scorer=OSA.distance,
            score_cutoff=1,
            limit=_CHOICES,
        )
        return [(s, 1) for alias, _, _ in spelled for s in self._short[alias]]

    def heard(self, key: str, street: int, edits: int) -> int:
        """Edits between, where letters that sound alike are together but one."""
        own = self._keys[street]
        return min(edits, 1 + int(OSA.distance(sound_key(key), sound_key(own))))

    def _one_edit(self, key: str) -> list[tuple[int, int]]:
        """All streets one edit away, without comparing with every one of them.

        Two keys are one edit apart only if they meet after losing at most a letter.
        """
        met = {
            s for short in _shortened(key) for s in self._by_shortened.get(short, ())
        }
        return [(s, 1) for s in sorted(met) if OSA.distance(key, self._keys[s]) == 1]

    @cached_property
    def _by_shortened(self) -> dict[str, list[int]]:
        result: dict[str, list[int]] = defaultdict(list)
        for street, key in self._keys.items():
            for short in _shortened(key):
                result[short].append(street)
        return dict(result)

    def close_postcode(self, written: str, found: str) -> bool:
        """Whether a postcode was mistyped by one edit, and is not one of ours."""
        return written not in self._by_postcode and OSA.distance(written, found) <= 1


class Cities:
    """What the towns of a region and their parts may be called."""

    def __init__(self, db: sqlite3.Connection) -> None:
        mains: dict[str, set[str]] = defaultdict(set)
        parts: set[str] = set()
        for name, main, town in db.execute("SELECT name, main, town FROM locality"):
            if town:
                mains[street_key(name)].add(street_key(main))
            else:
                parts.add(street_key(name))
        self._mains, self._parts = dict(mains), parts - set(mains)
        self.agree = lru_cache(maxsize=4096)(self._agree)

    def knows(self, key: str) -> bool:
        """Whether a town, or a part of one, is spelled so."""
        return key in self._mains or key in self._parts

    def _agree(self, written: str, found: str) -> bool:
        """Whether a written city can be the city of an address.

        A part of a town agrees with every town; a name in another language and a
        name with a district ("København K") agree with the town they belong to.
        """
        key, wanted = street_key(written), street_key(found)
        if not key or not wanted:
            return True
        if key in self._parts or _related(key, wanted):
            return True
        mains = self._mains.get(key)
        if mains is None:
            edits = allowed_edits(key)
            close = process.extractOne(
                key,
                [*self._mains, *self._parts],
                scorer=OSA.distance,
                score_cutoff=edits,
            )
            if close is None:
                return False
            if close[0] in self._parts:
                return True
            mains = self._mains[close[0]]
        return any(_related(main, wanted) for main in mains)


def allowed_edits(key: str) -> int:
    """Edits that a name of this length may be away and still be meant."""
    length = len(key)
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 10 else 3


def _shortened(key: str) -> set[str]:
    """The key, and the key without each one of its letters."""
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}


def _related(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _nearest(key: str, among: dict[int, str], most: int) -> list[tuple[int, int]]:
    found = process.extract(
        key, among, scorer=OSA.distance, score_cutoff=most, limit=_CHOICES
    )
    return [(street, int(edits)) for _, edits, street in found]
