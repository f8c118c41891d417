"""JSON -> the same table a text file gives: an object is a row, a key is a column.

Read are an array of objects, an object that holds one at up to three steps down
("data": {"parcels": [...]}), one object alone, and JSON Lines. Of several arrays the
one with most known keys is taken. Objects inside a row are flattened, their keys joined
by dots ("recipient.address.street"); an array of plain values is one cell, its values
parted by bars; a GeoJSON point gives ".lon" and ".lat". Columns are the keys in the
order they first appear; a row's line is the one its object begins in, or its number in
the array where several begin in one line, as programs write them.

Numbers stay the text they were written as, so that nothing is rounded and five thousand
digits cost nothing. A file with a fault in its syntax gives no rows at all, and says in
which line; in JSON Lines only the line itself is lost. Depth is bounded by the
interpreter's own limit, which ends as an error here and not as a crash.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from console.domain.reasons import Reason, ReasonCode
from console.interchange.columns import known
from console.interchange.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Format,
    Record,
    Table,
    decode,
    fault_of,
)

_STEPS = 3
"""How far down the array of parcels may lie."""
_NESTED = 8
"""How deep objects inside a row are flattened."""
_TWICE = "\0twice"
_SPACE = re.compile(r"[ \t\r\n]*")
_BEGINS = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]])')


@dataclass(frozen=True, slots=True)
class _Rows:
    """An array: where each of its values begins, and the values."""

    places: list[int]
    found: list[object]


class _Broken(Exception):
    """Where the syntax ends to make sense, and why."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(at, why)
        self.at = at
        self.why = why


def is_json(data: bytes) -> bool:
    """Whether a file begins as an object or an array of them does."""
    text, _ = decode(data[:2000])
    return _BEGINS.match(text.lstrip("\ufeff")) is not None


def read_json(data: bytes) -> Table:
    """The table in `data`; a refusal where it is not JSON, or not of rows."""
    text, encoding = decode(data)
    text = text.lstrip("\ufeff")
    ends = [found.start() for found in re.finditer("\n", text)]
    try:
        rows = _Reader(text).rows()
    except _TooMany:
        reason = Reason(ReasonCode.TOO_LARGE, (MAX_ROWS,))
        return _refused(encoding, 1, reason)
    except _Broken as broken:
        line = bisect_right(ends, broken.at - 1) + 1
        reason = Reason(ReasonCode.UNREADABLE, (broken.why,))
        return _refused(encoding, line, reason)
    lines = [bisect_right(ends, place - 1) + 1 for place in rows.places]
    if len(set(lines)) < len(lines):
        lines = list(range(1, len(lines) + 1))
    return _table(encoding, lines, rows.found)


class _TooMany(Exception):
    """More rows than are read."""


class _Reader:
    """Finds the array of rows in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_once,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )

    def rows(self) -> _Rows:
        """The rows, whatever they lie in. Raises _Broken."""
        start = self._skip(0)
        try:
            value, end = self._value(start, _STEPS)
        except _Broken:
            if self._text.startswith("{", start) and self._in_lines():
                return self._lines()
            raise
        if self._skip(end) < len(self._text):
            if not isinstance(value, dict):
                raise _Broken(end, "more after the end")
            return self._lines()
        return _best(start, value)

    def _value(self, at: int, steps: int) -> tuple[object, int]:
        """A value and its end; arrays down to `steps` keep the places of theirs."""
        mark = self._text[at : at + 1]
        if mark == "[" and steps:
            return self._array(at)
        if mark == "{" and steps:
            return self._object(at, steps)
        return self._plain(at)

    def _plain(self, at: int) -> tuple[object, int]:
        try:
            value, end = self._decoder.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            raise _Broken(error.pos, error.msg) from error
        except RecursionError as error:
            raise _Broken(at, "nested too deep") from error
        return value, end

    def _array(self, at: int) -> tuple[_Rows, int]:
        rows = _Rows([], [])
        at = self._skip(at + 1)
        while self._text[at : at + 1] != "]":
            if rows.places:
                at = self._skip(self._expect(at, ","))
            rows.places.append(at)
            value, at = self._plain(at)
            rows.found.append(value)
            at = self._skip(at)
            if len(rows.found) > MAX_ROWS:
                raise _TooMany
        return rows, at + 1

    def _object(self, at: int, steps: int) -> tuple[dict[str, object], int]:
        found: dict[str, object] = {}
        at = self._skip(at + 1)
        while self._text[at : at + 1] != "}":
            if found:
                at = self._skip(self._expect(at, ","))
            if self._text[at : at + 1] != '"':
                raise _Broken(at, "a key was expected")
            key, at = self._plain(at)
            at = self._skip(self._expect(self._skip(at), ":"))
            value, at = self._value(at, steps - 1)
            found[_TWICE if str(key) in found else str(key)] = value
            at = self._skip(at)
        return found, at + 1

    def _in_lines(self) -> bool:
        """Whether two lines at least begin and end as objects do."""
        lines = [line.strip() for line in self._text[:100_000].splitlines()]
        whole = [line for line in lines if line.startswith("{") and line.endswith("}")]
        return len(whole) > 1

    def _lines(self) -> _Rows:
        """JSON Lines: a line that makes no sense is a row with a fault."""
        rows = _Rows([], [])
        at = 0
        for line in self._text.splitlines(keepends=True):
            if line.strip():
                rows.places.append(at)
                rows.found.append(self._one_line(line.strip()))
            if len(rows.found) > MAX_ROWS:
                raise _TooMany
            at += len(line)
        return rows

    def _one_line(self, line: str) -> object:
        try:
            value, end = self._decoder.raw_decode(line)
        except json.JSONDecodeError as error:
            return _Broken(0, error.msg)
        except RecursionError:
            return _Broken(0, "nested too deep")
        return value if end == len(line) else _Broken(0, "more after the end")

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _expect(self, at: int, mark: str) -> int:
        if self._text[at : at + 1] != mark:
            raise _Broken(at, f"a {mark} was expected")
        return at + 1


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found[_TWICE] = True
    return found


def _best(start: int, value: object) -> _Rows:
    """Of all arrays of objects, and the object itself, what has most known keys."""
    ways = [*_ways(start, value)]
    return max(ways, key=_score, default=_Rows([], []))


def _ways(start: int, value: object) -> Iterator[_Rows]:
    if isinstance(value, _Rows):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _ways(start, inner)
        if any(not isinstance(inner, _Rows | dict) for inner in value.values()):
            yield _Rows([start], [value])


def _score(rows: _Rows) -> int:
    """Known keys among the first rows; -1 where there is not one object."""
    first = [one for one in rows.found[:5] if isinstance(one, dict)]
    keys = {key for one in first for key, _ in _flat(one, "", _NESTED)}
    return len({known(key) for key in keys} - {None}) if first else -1


def _table(encoding: str, lines: list[int], found: list[object]) -> Table:
    columns: dict[str, int] = {}
    rows: list[Record] = []
    for line, value in zip(lines, found, strict=True):
        if not isinstance(value, dict):
            why = value.why if isinstance(value, _Broken) else "not an object"
            rows.append(Record(line, ("",), why))
            continue
        cells: list[str] = []
        for key, text in _flat(value, "", _NESTED):
            column = columns.setdefault(key, len(columns))
            if column <= MAX_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
        fault = (
            "a key twice"
            if _TWICE in columns
            and any(key == _TWICE for key, _ in _flat(value, "", _NESTED))
            else fault_of(cells)
        )
        short = tuple(cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS])
        if fault or any(cell.strip() for cell in short):
            rows.append(Record(line, short, fault))
    header = Record(lines[0] if lines else 1, tuple(columns)[:MAX_COLUMNS])
    return Table(
        encoding,
        "",
        header,
        tuple(rows),
        format=Format.JSON,
    )


def _refused(encoding: str, line: int, reason: Reason) -> Table:
    header = Record(line, ())
    return Table(encoding, "", header, (), format=Format.JSON, refusal=reason)


def _flat(
    value: dict[str, object], prefix: str, deep: int
) -> Iterator[tuple[str, str]]:
    place = value.get("coordinates")
    if value.get("type") == "Point" and isinstance(place, list) and len(place) > 1:
        yield f"{prefix}lon", _text(place[0])
        yield f"{prefix}lat", _text(place[1])
        return
    for key, inner in value.items():
        name = key if key == _TWICE else f"{prefix}{key}"
        if isinstance(inner, _Rows):
            inner = inner.found  # noqa: PLW2901 - the same array without its places
        if isinstance(inner, list) and len(inner) == 1:
            inner = inner[0]  # noqa: PLW2901 - a list of one is that one
        if isinstance(inner, dict) and deep:
            yield from _flat(inner, f"{name}.", deep - 1)
        else:
            yield name, _text(inner)


def _text(value: object) -> str:
    """A value as a text file would have it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, list) and not any(isinstance(v, list | dict) for v in value):
        return "|".join(_text(one) for one in value)
    if isinstance(value, list | dict):
        return json.dumps(value)[: MAX_CELL + 1]
    return str(value)
