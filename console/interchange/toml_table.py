"""One table of a TOML file, read key by key, every error with its way out.

A key that is asked for is ticked off; `done` refuses what nobody asked for and suggests
the key that was probably meant. Numbers are never booleans, whole numbers never floats.
"""

import difflib
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NoReturn

from console.domain.opening import Opening, daily
from console.domain.opening_text import OpeningUnread, read_opening
from console.interchange.errors import DepotFileError

LAST_S = 25 * 3600
"""The end of the longest local day."""


class TomlTable:
    """`name` is how the file writes the table, with a number where it repeats."""

    def __init__(self, file: str, name: str, content: Mapping[str, object]) -> None:
        self.file = file
        self.name = name
        self.content = dict(content)
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def wrong(self, key: str, advice: str) -> NoReturn:
        """Raises the error about one key."""
        raise DepotFileError(self.file, self.name, key, advice)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without a default it must be there and say something."""
        value = self._get(key, default)
        if not isinstance(value, str):
            self.wrong(key, f"write a text in quotes, not {value!r}")
        if default is None and not value.strip():
            self.wrong(key, "is empty; give it a value")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, f"write a whole number, not {value!r}")
        if not low <= value <= high:
            self.wrong(key, f"{value} is outside {low} to {high}")
        return value

    def number(
        self, key: str, low: float, high: float, default: float | None = None
    ) -> float:
        """A number from `low` to `high`."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(key, f"write a number, not {value!r}")
        if not math.isfinite(value) or not low <= value <= high:
            self.wrong(key, f"{value} is outside {low} to {high}")
        return float(value)

    def yes(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"write true or false, not {value!r}")
        return value

    def word[E: StrEnum](self, key: str, words: type[E], default: E | None = None) -> E:
        """One of an enumeration's values; without a default it must be there."""
        value = self.text(key, None if default is None else default.value)
        if value not in {member.value for member in words}:
            self.wrong(key, f"{value!r} is not one of {', '.join(words)}")
        return words(value)

    def words[E: StrEnum](
        self, key: str, words: type[E], default: tuple[E, ...]
    ) -> tuple[E, ...]:
        """A list of an enumeration's values."""
        if key not in self.content:
            self._asked.add(key)
            return default
        found = self.texts(key)
        for value in found:
            if value not in {member.value for member in words}:
                self.wrong(key, f"{value!r} is not one of {', '.join(words)}")
        return tuple(words(value) for value in found)

    def day(self, key: str) -> date | None:
        """A date as TOML writes it, 2026-12-24; None where the key is missing."""
        if key not in self.content:
            self._asked.add(key)
            return None
        value = self._get(key, None)
        if isinstance(value, datetime) or not isinstance(value, date):
            self.wrong(key, f"write a date, 2026-12-24 without quotes, not {value!r}")
        return value

    def instant(self, key: str) -> datetime:
        """An instant with its offset, 2026-12-24T18:00:00Z, as UTC."""
        value = self._get(key, None)
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.wrong(key, f"write an instant, 2026-12-24T18:00:00Z, not {value!r}")
        return value.astimezone(UTC)

    def opening(self, key: str) -> Opening | None:
        """Opening hours: a text, or the windows of every day; None if missing."""
        if key not in self.content:
            self._asked.add(key)
            return None
        value = self._get(key, None)
        if not isinstance(value, str):
            return daily(*self.windows(key))
        try:
            return read_opening(value)
        except OpeningUnread as unread:
            advice = 'write hours as "Mo-Fr 07:00-20:00; PH off"'
            self.wrong(key, f"{unread.part!r} is not understood; {advice}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty where the key is missing."""
        return tuple(
            item
            if isinstance(item, str)
            else self.wrong(key, f"write texts in quotes, not {item!r}")
            for item in self._list(key)
        )

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers, empty where the key is missing."""
        return tuple(
            item
            if isinstance(item, int) and not isinstance(item, bool)
            else self.wrong(key, f"write whole numbers, not {item!r}")
            for item in self._list(key)
        )

    def windows(self, key: str) -> tuple[tuple[int, int], ...]:
        """A list of ["HH:MM", "HH:MM"] pairs, in seconds of the day."""
        return tuple(self._window(key, item) for item in self._list(key))

    def window(self, key: str) -> tuple[int, int]:
        """One ["HH:MM", "HH:MM"] pair, in seconds of the day."""
        return self._window(key, self._get(key, None))

    def tables(self, key: str) -> Iterator["TomlTable"]:
        """The tables of an array of tables, numbered from 1."""
        for number, item in enumerate(self._list(key), 1):
            name = f"{self.name}.{key}" if self.name else key
            if not isinstance(item, Mapping):
                self.wrong(key, f"write [[{name}]] tables")
            yield TomlTable(self.file, f"{name}[{number}]", item)

    def table(self, key: str, *, needed: bool = False) -> "TomlTable":
        """One sub-table, empty where it is missing and not needed."""
        value = self._get(key, None if needed else {})
        if not isinstance(value, Mapping):
            self.wrong(key, f"write a [{key}] table")
        return TomlTable(self.file, f"{self.name}.{key}" if self.name else key, value)

    def scalars(self) -> dict[str, str | int | float | bool]:
        """Everything in the table, whatever the keys; values must be simple."""
        found: dict[str, str | int | float | bool] = {}
        for key, value in self.content.items():
            if not isinstance(value, str | int | float | bool):
                self.wrong(key, "write one text, number, true or false")
            if isinstance(value, float) and not math.isfinite(value):
                self.wrong(key, f"{value} is not a number to plan with")
            found[key] = value
        return found

    def accept(self) -> None:
        """Ticks every key off: somebody else has looked at them."""
        self._asked.update(self.content)

    def done(self) -> None:
        """Refuses keys that nobody asked for."""
        for key in self.content:
            if key not in self._asked:
                self.wrong(key, unknown(key, self._asked))

    def _get(self, key: str, default: object) -> object:
        self._asked.add(key)
        if key in self.content:
            return self.content[key]
        if default is None:
            near = difflib.get_close_matches(key, self.content, n=1)
            hint = f", or is {near[0]!r} meant to be it?" if near else ""
            self.wrong(key, f"is missing; add it{hint}")
        return default

    def _list(self, key: str) -> list[object]:
        value = self._get(key, [])
        if not isinstance(value, list):
            self.wrong(key, f"write a list in square brackets, not {value!r}")
        return value

    def _window(self, key: str, value: object) -> tuple[int, int]:
        if not isinstance(value, list) or len(value) != 2:
            self.wrong(key, 'write two times, as ["08:00", "16:30"]')
        start, end = (self._clock(key, time) for time in value)
        if end < start:
            self.wrong(key, f"ends before it begins: {value}")
        return start, end

    def _clock(self, key: str, value: object) -> int:
        parts = value.split(":") if isinstance(value, str) else []
        if len(parts) not in {2, 3} or not all(map(_two_digits, parts)):
            self.wrong(key, f'write a time as "08:00", not {value!r}')
        hour, minute, second = (int(part) for part in (*parts, "00")[:3])
        total = hour * 3600 + minute * 60 + second
        if minute > 59 or second > 59 or total > LAST_S:
            self.wrong(key, f'{value!r} is not a time from "00:00" to "25:00"')
        return total


def _two_digits(part: str) -> bool:
    return len(part) == 2 and part.isascii() and part.isdecimal()


def unknown(key: str, known: set[str] | frozenset[str]) -> str:
    """Advice about a key that does not exist."""
    near = difflib.get_close_matches(key, sorted(known), n=1)
    if near:
        return f"is not known; did you mean {near[0]!r}?"
    return f"is not known; there are {', '.join(sorted(known)) or 'no keys'}"


def clock(second: int) -> str:
    """Seconds of the day as a file writes them."""
    hour, rest = divmod(second, 3600)
    minute, second = divmod(rest, 60)
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
