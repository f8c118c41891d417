"""The text of one cell -> a value. Each reader raises `BadCell` with a reason code.

Numbers may have a decimal comma or point and groups parted by spaces, the other mark or
an apostrophe; a single comma or point is always the decimal mark ("1,234" is one and a
bit). Text is composed (NFC) and its white space made single, so that the same content
always gives the same value.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from console.domain.clock import ServiceDate
from console.domain.parcel import Size
from console.domain.place import WHOLE_DAY
from console.domain.reasons import Argument, ReasonCode
from console.interchange.columns import LENGTHS, MASSES, fold

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""First characters a spreadsheet takes for a formula."""

YES = frozenset(
    {"1", "y", "yes", "true", "x", "on", "kylla", "k", "ja", "j", "tosi", "wahr"}
)
NO = frozenset(
    {"", "0", "n", "no", "false", "off", "ei", "e", "nein", "nej", "epatosi", "falsch"}
)

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_AMOUNT = re.compile(r"(.*?\d[.,]?)\s*([a-zA-Z]*)")
_TIMES = re.compile(r"\s*[x*\u00d7/]\s*", re.IGNORECASE)
_WALL = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?)?|(\d{2})(\d{2})")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")


class BadCell(Exception):
    """What is wrong with one cell."""

    def __init__(self, code: ReasonCode, *args: Argument) -> None:
        super().__init__(code, *args)
        self.code = code
        self.arguments: tuple[Argument, ...] = args


def tidy(text: str) -> str:
    """Composed, single spaces, without the apostrophe that disarms a formula."""
    if text.startswith("'") and text[1:].startswith(FORMULA):
        text = text[1:]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def number(text: str, low: float, high: float) -> float:
    """A number from `low` to `high`, both included."""
    plain = re.sub(r"[\s'\u2019]", "", text)
    marks = [c for c in plain if c in ".,"]
    if len(marks) > 1:
        last = marks[-1] if len(set(marks)) > 1 else ""
        plain = "".join(c for c in plain if c not in ".," or c == last)
        if plain.count(last or "\0") > 1:
            raise BadCell(ReasonCode.NOT_A_NUMBER)
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    value = float(plain.replace(",", "."))
    if not low <= value <= high:
        raise BadCell(ReasonCode.OUT_OF_RANGE, low, high)
    return value


def whole(text: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    value = number(text, low, high)
    if value != int(value):
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    return int(value)


def millimetres(text: str, unit: str, low: int = 1, high: int = 5_000) -> int:
    """A length, rounded up to whole millimetres, so that a tight fit stays honest."""
    return _measured(text, unit, LENGTHS, low, high)


def grams(text: str, unit: str, low: int = 1, high: int = 1_000_000) -> int:
    """A mass, rounded up to whole grams."""
    return _measured(text, unit, MASSES, low, high)


def box(text: str, unit: str) -> Size:
    """Three lengths in one cell: "30 x 20 x 10 cm"."""
    parts = _TIMES.split(text)
    if len(parts) != 3:
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    last = _AMOUNT.fullmatch(parts[2])
    if last and last[2]:
        unit = last[2].lower()
    length, width, height = (millimetres(part, unit) for part in parts)
    return Size(length, width, height)


def yes(text: str) -> bool:
    """Whether a word means yes."""
    word = fold(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell(ReasonCode.UNKNOWN_WORD, "yes no")


def word[T](text: str, words: Mapping[str, T], allowed: str) -> T:
    """The value a folded word stands for. `allowed` names the usual ones."""
    found = words.get(fold(text))
    if found is None:
        raise BadCell(ReasonCode.UNKNOWN_WORD, allowed)
    return found


def code(text: str) -> str:
    """An identity, refused where a spreadsheet has made a rounded number of it."""
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", text, re.IGNORECASE):
        raise BadCell(ReasonCode.UNREADABLE, "rounded by a spreadsheet")
    return text


def second(text: str, day: ServiceDate) -> int:
    """A planner second: a wall time of the day, or ISO 8601 with or without offset."""
    found = _WALL.fullmatch(text)
    if found:
        hour, minute = int(found[1] or found[4]), int(found[2] or found[5] or 0)
        value = _wall(hour, minute, int(found[3] or 0), day)
    else:
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise BadCell(ReasonCode.NOT_A_TIME) from error
        value = _second_of(instant, day)
    if value not in WHOLE_DAY:
        raise BadCell(ReasonCode.OUT_OF_RANGE, WHOLE_DAY.start_s, WHOLE_DAY.end_s)
    return value


def due_second(text: str, day: ServiceDate) -> int:
    """The planner second a parcel is due, however far off: a date means its end."""
    for form in _DAYS:
        try:
            last = datetime.strptime(text, form).replace(tzinfo=day.zone).date()
        except ValueError:
            continue
        return _midnight_after(last, day)
    try:
        return _second_of(datetime.fromisoformat(text), day)
    except ValueError:
        return second(text, day)


def _measured(
    text: str, unit: str, units: Mapping[str, float], low: int, high: int
) -> int:
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    own = found[2].lower() or unit
    if own not in units:
        raise BadCell(ReasonCode.UNKNOWN_WORD, " ".join(units))
    scale = units[own]
    value = number(found[1], low / scale, high / scale) * scale
    return int(-(-round(value, 3) // 1))


def _wall(hour: int, minute: int, sec: int, day: ServiceDate) -> int:
    if (hour, minute, sec) == (24, 0, 0):
        return _midnight_after(day.day, day)
    try:
        return day.local_second(time(hour, minute, sec))
    except ValueError as error:
        raise BadCell(ReasonCode.NOT_A_TIME) from error


def _midnight_after(last: date, day: ServiceDate) -> int:
    try:
        return day.second(ServiceDate(last + timedelta(days=1), day.zone).zero)
    except OverflowError as error:
        raise BadCell(ReasonCode.NOT_A_TIME) from error


def _second_of(instant: datetime, day: ServiceDate) -> int:
    return day.second(instant if instant.tzinfo else instant.replace(tzinfo=day.zone))
