"""What a column may be by the looks of its cells, for files without headings.

Every kind of value has a pattern; a column is taken for it where at least four in five
of its first cells fit. Patterns are tried from the most telling to the least, and the
confidence is never over 0.7: somebody should look.
"""

import re
from collections.abc import Callable, Sequence

from console.interchange.columns import (
    ColumnMap,
    ColumnUse,
    Why,
    fold,
    ordered,
    unit_of,
)
from console.interchange.fields import Field
from console.interchange.table import Record
from console.interchange.words import CLIMATES, PREFERENCES, SIZE_WORDS

SAMPLE = 50
"""Rows that are looked at."""
ENOUGH = 0.8
"""Share of the cells that must fit."""

Looks = Callable[[list[str]], float]
"""Share of a column's filled cells, 0 to 1, that look like something."""


def by_looks(columns: ColumnMap, rows: Sequence[Record]) -> ColumnMap:
    """More uses, for fields and columns that have none yet."""
    sample = [record.cells for record in rows[:SAMPLE] if not record.fault]
    cells = {
        column: [row[column].strip() for row in sample if column < len(row)]
        for column in range(len(columns.headings))
    }
    filled = {column: [c for c in texts if c] for column, texts in cells.items()}
    taken = {use.column for use in columns.uses}
    have = {use.field for use in columns.uses}
    uses = list(columns.uses)
    for field, most, looks in _KINDS:
        if field in have:
            continue
        for column, texts in filled.items():
            if column in taken or not texts:
                continue
            share = looks(texts)
            if share < ENOUGH:
                continue
            heading = columns.headings[column]
            unit = unit_of(field, heading)
            sure = round(most * share, 2)
            uses.append(ColumnUse(field, column, heading, sure, unit, Why.LOOKS))
            taken.add(column)
            have.add(field)
            break
    return ColumnMap(columns.headings, ordered(uses))


def _like(pattern: str) -> Looks:
    shape = re.compile(pattern, re.IGNORECASE)

    def looks(texts: list[str]) -> float:
        return sum(bool(shape.fullmatch(text)) for text in texts) / len(texts)

    return looks


def _unlike(pattern: str) -> Looks:
    """Like the pattern, and no two the same."""
    like = _like(pattern)
    return lambda texts: like(texts) if len(set(texts)) == len(texts) else 0.0


def _often(pattern: str) -> Looks:
    """Like the pattern, and the same again and again."""
    like = _like(pattern)
    return lambda texts: like(texts) if len(set(texts)) <= len(texts) / 2 else 0.0


def _among(words: Sequence[str]) -> Looks:
    known = frozenset(words)
    return lambda texts: sum(fold(text) in known for text in texts) / len(texts)


_DEGREES = r"-?\d{1,3}[.,]\d{3,}"
_CLOCK = r"\d{1,2}[:.]\d{2}"
_KINDS: tuple[tuple[Field, float, Looks], ...] = (
    (Field.EMAIL, 0.7, _like(r"[^@\s]+@[^@\s]+\.\w+")),
    (Field.COORDINATES, 0.7, _like(rf"{_DEGREES}\s*[,;/ ]\s*{_DEGREES}")),
    (
        Field.SIZE,
        0.7,
        _like(r"\d[\d.,]*(\s*[a-z]+)?(\s*[x\u00d7*]\s*\d[\d.,]*\s*([a-z]+)?){2}"),
    ),
    (Field.WINDOW, 0.7, _like(rf"{_CLOCK}\s*[-\u2013]\s*{_CLOCK}")),
    (Field.MASS, 0.7, _like(r"\d[\d.,]*\s*(kg|g)")),
    (Field.SIZE, 0.6, _among(tuple(SIZE_WORDS))),
    (Field.PREFERENCE, 0.6, _among(tuple(PREFERENCES))),
    (Field.CLIMATE, 0.6, _among(tuple(CLIMATES))),
    (Field.LAT, 0.6, _like(_DEGREES)),
    (Field.LON, 0.6, _like(_DEGREES)),
    (Field.STREET, 0.6, _like(r"[^\d,;]{3,}\s\d+\s?[a-z]?\b.*|\d+[a-z]?\s[^\d]{4,}")),
    (Field.PHONE, 0.6, _like(r"\+\d[\d\s()/-]{6,18}|0\d[\d\s()/-]{5,16}")),
    (Field.BARCODES, 0.5, _unlike(r"[a-z0-9]{12,}")),
    (Field.ID, 0.5, _unlike(r"[^\s@]*\d[^\s@]*")),
    (Field.POSTCODE, 0.5, _like(r"([a-z]{1,2}-)?\d{4,5}|\d{3} \d{2}")),
    (Field.NAME, 0.5, _like(r"[^\d@,;]{2,}\s[^\d@;]{2,}")),
    (Field.CITY, 0.4, _often(r"[^\d@,;]{2,}")),
    (Field.MASS, 0.3, _like(r"\d{1,6}([.,]\d{1,3})?")),
)
