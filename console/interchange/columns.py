"""Which column of a file holds what: guessed from the headings, open to correction.

Every field has headings people write in several languages (`headings`). A heading is
folded (lower case, camelCase parted, no accents, no punctuation), brackets and its unit
are taken off, and what is left is compared with all of them: equal gives confidence 1,
otherwise the ratio of rapidfuzz counts from 0.84 on. A heading that is a path
("recipient.address.street", as nested JSON gives) also counts by its last part, where
the objects around it are not somebody else's ("sender.name" is nobody's name). The most
certain pairs are taken first; a column serves one field and a field has one column.

A `ColumnMap` is a value to show and to change: `with_column` gives another one, and
`read_manifest` takes its `choices` back as {column: field}.

Units come from the heading ("length_cm", "Gewicht (kg)", "size cm LxWxH"); without one,
lengths are in millimetres and masses in grams. A unit written in a cell itself wins.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process

from console.interchange.fields import LENGTH_FIELDS, Field
from console.interchange.headings import CONTAINERS, NAMES, OTHERS, PARCELS

LEAST = 0.84
"""Similarity below which a heading is not taken for a field."""
DENSE = 0.4
"""Share of a row's filled cells that must be known headings."""
BY_TAIL = 0.9
"""How sure the last part of a path is, where the rest of it says nothing."""

LENGTHS: Mapping[str, float] = {"mm": 1, "cm": 10, "m": 1000, "in": 25.4, '"': 25.4}
"""Millimetres in a unit."""
MASSES: Mapping[str, float] = {
    "g": 1,
    "gr": 1,
    "kg": 1000,
    "kilo": 1000,
    "lb": 453.59237,
    "lbs": 453.59237,
    "oz": 28.349523125,
}
"""Grams in a unit."""

_UNIT = re.compile(r"(?:^|[^a-z])(mm|cm|m|kg|kilo|gr|g|lbs|lb|oz|inch|in)\W*$")
_INNER = re.compile(r"(?:^|[^a-z])(mm|cm|kg|lbs)(?![a-z])")
_IN = re.compile(r"\b(?:in|i)$")
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
_PATH = re.compile(r"[^\W_][\w-]*(?:\.[^\W_][\w-]*)+")
_VALUE = re.compile(r"\.(?:value|amount)$", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_KNOWN: Mapping[str, Field] = {
    name.replace(" ", ""): field
    for field, names in NAMES.items()
    for name in names.split("|")
}
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})


class Why(StrEnum):
    """What a column was taken for a field by."""

    HEADING = "heading"
    """Its heading is one of those known."""
    SIMILAR = "similar"
    """Its heading is nearly one of those known."""
    LOOKS = "looks"
    """What stands in its cells looks like it; never read without a person's word."""
    CHOSEN = "chosen"
    """A person said so."""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column that is read. `unit` is empty where the field has none.

    `column` counts from 0; `confidence` runs to 1, which a person's choice has too.
    """

    field: Field
    column: int
    heading: str
    confidence: float
    unit: str = ""
    why: Why = Why.HEADING


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All headings of a file and what each is read as."""

    headings: tuple[str, ...]
    uses: tuple[ColumnUse, ...]

    def use(self, field: Field) -> ColumnUse | None:
        """Where a field is read from, if it is."""
        return next((use for use in self.uses if use.field is field), None)

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings that nothing is read from."""
        read = {use.column for use in self.uses}
        return tuple(h for i, h in enumerate(self.headings) if h and i not in read)

    @property
    def choices(self) -> dict[int, Field]:
        """What `read_manifest` takes to read the file this way."""
        return {use.column: use.field for use in self.uses}

    def with_column(self, field: Field, column: int | None) -> "ColumnMap":
        """Read `field` from a column, counted from 0; None stops reading it.

        Raises IndexError where there is no such column.
        """
        keep = [use for use in self.uses if use.field is not field]
        if column is None:
            return replace(self, uses=tuple(keep))
        if not 0 <= column < len(self.headings):
            raise IndexError(column)
        keep = [use for use in keep if use.column != column]
        heading = self.headings[column]
        unit = unit_of(field, heading)
        use = ColumnUse(field, column, heading, 1.0, unit, Why.CHOSEN)
        return replace(self, uses=ordered([*keep, use]))

    def chosen(self, mapping: Mapping[int, Field]) -> "ColumnMap":
        """Exactly these columns are read. Raises IndexError for one that is not."""
        bare = replace(self, uses=())
        for column, field in sorted(mapping.items()):
            bare = bare.with_column(field, column)
        return bare


def fold(text: str) -> str:
    """Lower case, without accents, punctuation turned to single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters).strip()


def unit_of(field: Field, heading: str) -> str:
    """The unit a heading names, or the usual one; empty for fields without units."""
    if not _measured(field):
        return ""
    units, usual = (LENGTHS, "mm") if field in LENGTH_FIELDS else (MASSES, "g")
    small = _CAMEL.sub(" ", heading).casefold()
    for found in (_UNIT.search(small), *_INNER.finditer(small)):
        unit = found[1].replace("inch", "in") if found else ""
        if unit in units:
            return unit
    return usual


def known(heading: str) -> Field | None:
    """The field a heading surely means."""
    for measured in (False, True):
        for form, _ in _forms(heading, measured=measured):
            field = _KNOWN.get(form.replace(" ", ""))
            if field is not None and (not measured or _measured(field)):
                return field
    return None


def known_among(cells: Iterable[str]) -> int:
    """How many fields a row names, if it may be the headings; otherwise 0."""
    filled = [cell for cell in cells if cell.strip()]
    fields = {known(cell) for cell in filled} - {None}
    dense = len(fields) >= DENSE * len(filled)
    return len(fields) if dense else 0


def guess(headings: tuple[str, ...]) -> ColumnMap:
    """The most certain reading of these headings, the same every time."""
    pairs: list[tuple[float, int, int, Field]] = []
    for column, heading in enumerate(headings):
        sure = [(_confidence(field, heading), field) for field in Field]
        # A heading that says exactly one thing does not nearly say another.
        least = max(
            LEAST, *(sureness for sureness, _ in sure if sureness in {1, BY_TAIL}), 0
        )
        pairs += [
            (-confidence, column, rank, field)
            for rank, (confidence, field) in enumerate(sure)
            if confidence >= least
        ]
    uses: dict[Field, ColumnUse] = {}
    taken: set[int] = set()
    for minus, column, _, field in sorted(pairs):
        if field not in uses and column not in taken:
            taken.add(column)
            heading = headings[column]
            uses[field] = ColumnUse(
                field,
                column,
                heading,
                round(-minus, 2),
                unit_of(field, heading),
                Why.HEADING if -minus in {1, BY_TAIL} else Why.SIMILAR,
            )
    return ColumnMap(headings, ordered(uses.values()))


def ordered(uses: Iterable[ColumnUse]) -> tuple[ColumnUse, ...]:
    """Uses in the order of their columns."""
    return tuple(sorted(uses, key=lambda use: use.column))


def _confidence(field: Field, heading: str) -> float:
    names = NAMES[field].split("|")
    best = 0.0
    for form, most in _forms(heading, measured=_measured(field)):
        if _KNOWN.get(form.replace(" ", "")) is field:
            best = max(best, most)
        elif len(form) > 3 and most == 1:
            found = process.extractOne(form, names, scorer=fuzz.ratio)
            best = max(best, min(0.99, found[1] / 100))
    return best


def _measured(field: Field) -> bool:
    return field in LENGTH_FIELDS or field is Field.MASS


def _forms(heading: str, *, measured: bool) -> Iterator[tuple[str, float]]:
    """A heading as it may be meant, with the confidence an equal name gives it."""
    heading = _VALUE.sub("", heading)
    whole = heading
    if _PATH.fullmatch(heading):
        *around, last = heading.split(".")
        parents = [fold(_CAMEL.sub(" ", part)) for part in around]
        if any(
            word in OTHERS.split("|") for parent in parents for word in parent.split()
        ):
            return
        around_it = PARCELS if fold(last) == "id" else CONTAINERS
        if all(parent in around_it.split("|") for parent in parents):
            yield from ((form, BY_TAIL) for form in _bare(last, measured=measured))
        whole = ".".join((*around[-1:], last))
    for form in _bare(whole, measured=measured):
        yield form, 1.0


def _bare(heading: str, *, measured: bool) -> Iterator[str]:
    parted = _CAMEL.sub(" ", heading)
    yield fold(parted)
    short = _BRACKETS.sub(" ", parted)
    if short != parted and fold(short):
        yield fold(short)
    if measured:
        for text in (parted, short):
            small = _INNER.sub(" ", _UNIT.sub("", text.casefold()))
            yield _IN.sub("", fold(small)).strip()
