"""Numbers of a spreadsheet -> the text a person sees in the cell.

A date is a count of days: since 1900 with a 29 February that never was (so that serial
60 is no day at all), or since 1904 where the workbook says so. What a number stands for
is only in its style's format. Formats 14 to 22, 27 to 36, 45 to 47 and 50 to 58 are
dates or times by the standard (ECMA-376 part 1, 18.8.30), the others say so in letters.

A number keeps 15 digits. A longer one, say a barcode of 18, has been rounded for good:
it is given in scientific notation, which no barcode has and a person recognises.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

_BRACKET = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_SINCE_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
_SINCE_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - a cell has no zone
_LAST = 2_958_466
"""The serial after 9999-12-31."""
_DIGITS = 15


class Shown(StrEnum):
    """What a style shows a number as."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    ELAPSED = "elapsed"
    ZEROS_3 = "000"
    ZEROS_4 = "0000"
    ZEROS_5 = "00000"
    ZEROS_6 = "000000"


_ZEROS = frozenset({"000", "0000", "00000", "000000"})
_STANDARD: Mapping[int, Shown] = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), Shown.DATE),
    **dict.fromkeys((*range(18, 22), 45, 47), Shown.TIME),
    46: Shown.ELAPSED,
}


def shown_as(number: int, code: str) -> Shown:
    """What a number format shows; `code` is empty for those of the standard."""
    if not code:
        return _STANDARD.get(number, Shown.NUMBER)
    first = code.partition(";")[0][:200]
    plain = _LITERAL.sub("", _BRACKET.sub("", first)).casefold()
    if plain.strip() in _ZEROS:
        return Shown(plain.strip())
    if any(unit in plain for unit in ("[h", "[m", "[s")):
        return Shown.ELAPSED
    if plain == "general":
        return Shown.NUMBER
    if re.search(r"[yd]", plain) or re.fullmatch(r"[\s./-]*m+[\s./-]*", plain):
        return Shown.DATE
    return Shown.TIME if re.search(r"[hs]", plain) else Shown.NUMBER


def text_of(given: str, shown: Shown, *, since_1904: bool) -> str:
    """What the cell shows: ISO dates and times, plain digits, no rounding unsaid."""
    try:
        value = float(given)
    except ValueError:
        return given[:100]
    if not math.isfinite(value):
        return given[:100]
    match shown:
        case Shown.DATE | Shown.TIME | Shown.ELAPSED:
            return _moment(value, shown, since_1904=since_1904) or _number(value)
        case Shown.NUMBER:
            return _number(value)
        case _:
            return _number(value).zfill(len(shown.value))


def _number(value: float) -> str:
    if value.is_integer():
        if abs(value) >= 10**_DIGITS:
            return f"{value:.14E}"
        return str(int(value))
    short = f"{value:.{_DIGITS}g}"
    return f"{value:.20f}".rstrip("0") if "e" in short else short


def _moment(value: float, shown: Shown, *, since_1904: bool) -> str:
    """A date, a time of day or both; empty where there is no such day."""
    if not 0 <= value < _LAST:
        return ""
    seconds = round(value * 86_400)
    if (
        shown is Shown.ELAPSED
        or seconds < 86_400
        or (shown is Shown.TIME and seconds == 86_400)
    ):
        minutes, second = divmod(seconds, 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    if not since_1904 and value < 60:
        seconds += 86_400
    start = _SINCE_1904 if since_1904 else _SINCE_1900
    try:
        moment = start + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    midnight = seconds % 86_400 == 0
    return moment.date().isoformat() if midnight else moment.isoformat()
