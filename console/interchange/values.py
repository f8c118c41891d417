"""The text of one cell -> a value. Each reader raises `BadCell` with a reason code.

Numbers may have a decimal comma or point and groups parted by spaces, the other mark or
an apostrophe; a single comma or point is the decimal mark ("1,234" is one and a bit),
but for millimetres and grams, where "1.250" is a group: nobody weighs to a thousandth
of a gram. Text is composed (NFC), its white space made single and what nobody can see
taken out, so that the same content always gives the same value.

What a spreadsheet has spoilt is recognised and said, never guessed back: rounded
numbers ("6.43E+12"), dates in place of numbers ("2.5" that became "02.toukokuu").
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz, process

from console.domain.parcel import Size
from console.domain.reasons import Argument, ReasonCode
from console.interchange.columns import LENGTHS, MASSES, fold

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""First characters a spreadsheet takes for a formula."""

BLANKS = frozenset(
    {"null", "nil", "none", "n/a", "na", "n.a.", "-", "--", "---", "\u2013", "\u2014"}
    | {"?", "(null)", "(blank)", "(leer)", "(tyhj\u00e4)", "#n/a", "#nv", "#puuttuu!"}
)
"""What people and programs write for nothing."""
ERRORS = frozenset(
    {"#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!"}
    | {"#bezug!", "#wert!", "#zahl!", "#viittaus!", "#arvo!", "#nimi?", "#jako/0!"}
    | {"#formula!", "#reference!", "#v\u00c6rdi!".casefold(), "#i/t", "#######"}
)
"""What spreadsheets show for a formula that failed, in the languages we read."""
YES = (
    "1|y|yes|true|t|x|on|kylla|k|tosi|ja|j|wahr|sand|sandt|oui|si|vrai|vero|verdadero|s"
)
NO = "0|n|no|false|f|off|ei|e|epatosi|nein|falsch|nej|falsk|non|nei|faux|falso"
"""Folded words, parted by bars."""
ALIKE: Final = 70
"""Similarity from which a word is suggested for another."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?")
_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_AMOUNT = re.compile(r"(.*?\d[.,]?)\s*([a-zA-Z\"]*)\.?")
_TIMES = re.compile(r"\s*[x*\u00d7\u0445/]\s*", re.IGNORECASE)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+|\d[.,]\d+E\d+", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"(\d+)[.,]0")
_MONTHS = "|".join(
    (
        "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec",
        "january|february|march|april|june|july|august|september|october|november",
        "december|m\u00e4r|mrz|mai|okt|dez|januar|februar|m\u00e4rz|juni|juli|oktober",
        "dezember|maj|marts|augusti?|januari|februari|mars",
        "tammi|helmi|maalis|huhti|touko|kes\u00e4|hein\u00e4|elo|syys|loka|marras|joulu",
        "gen|mag|giu|lug|ago|set|ott|dic|janv|f\u00e9vr?|avr|juin|juil|ao\u00fbt|d\u00e9c|ene|abr",
    )
)
"""What spreadsheets call months: short and full in English, German and Danish, short
in other languages. Whole words only: a street may begin as a month does."""
_DATED = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:[T ][\d:]+)?"
    rf"|\d{{1,2}}[. -]*(?:{_MONTHS})(?:kuuta?)?\.?(?:[. -]*\d{{2,4}})?"
    rf"|(?:{_MONTHS})(?:kuuta?)?[. -]+\d{{2,4}}",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"([NSEWO])?\s*([^NSEWO]*?)\s*\u00b0?\s*([NSEWO])?", re.IGNORECASE
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DIGIT = re.compile(r"\d")
_TICKS = {"\u2713": True, "\u2714": True, "\u2611": True, "\u2705": True}
_CROSSES = {"\u2717": False, "\u2718": False, "\u2610": False, "\u274c": False}


class BadCell(Exception):
    """What is wrong with one cell, and what may have been meant."""

    def __init__(
        self, code: ReasonCode, *args: Argument, suggestions: tuple[str, ...] = ()
    ) -> None:
        super().__init__(code, *args)
        self.code = code
        self.arguments: tuple[Argument, ...] = args
        self.suggestions = suggestions


def tidy(text: str) -> str:
    """Composed, single spaces, without the apostrophe that disarms a formula.

    Characters that show nothing are taken out: zero-width spaces, marks of direction,
    soft hyphens, control characters.
    """
    if text.startswith("'") and text[1:].startswith(FORMULA):
        text = text[1:]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    single = " ".join(text.split())
    return text if single == text else single  # The same object: it crosses a process.


def number(text: str, low: float, high: float) -> float:
    """A number from `low` to `high`, both included."""
    plain = re.sub(r"[\s'\u2019]", "", text).replace("\u2212", "-")
    if not plain.isascii() or _DATED.fullmatch(text):
        raise not_a_number(text)
    marks = [c for c in plain if c in ".,"]
    if len(marks) > 1:
        last = marks[-1] if len(set(marks)) > 1 else ""
        if not last and not _GROUPS.fullmatch(plain):
            raise BadCell(ReasonCode.NOT_A_NUMBER)
        plain = "".join(c for c in plain if c not in ".," or c == last)
        if plain.count(last or "\0") > 1:
            raise BadCell(ReasonCode.NOT_A_NUMBER)
    if not _NUMBER.fullmatch(plain):
        raise not_a_number(text)
    value = float(plain.replace(",", "."))
    if not low <= value <= high:
        raise BadCell(ReasonCode.OUT_OF_RANGE, low, high)
    return value


def not_a_number(text: str) -> BadCell:
    """Why a text is none: a spreadsheet may have made a date of it."""
    dated = _DATED.fullmatch(text)
    return BadCell(ReasonCode.TURNED_INTO_DATE if dated else ReasonCode.NOT_A_NUMBER)


def whole(text: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    value = number(text, low, high)
    if value != int(value):
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    return int(value)


def degrees(text: str, limit: float) -> float:
    """WGS84 degrees, with a letter for the half of the globe or a sign."""
    found = _DEGREES.fullmatch(text)
    if not found:
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    value = number(found[2], -limit, limit)
    letter = (found[1] or found[3] or "").upper()
    return -value if letter in {"S", "W"} else value


def has_fraction(text: str) -> bool:
    """Whether a cell is a plain number, without a unit, and not a whole one."""
    try:
        value = number(text, -1e12, 1e12)
    except BadCell:
        return False
    return value != int(value) and not _GROUP.fullmatch(text)


def millimetres(text: str, unit: str, low: int = 1, high: int = 5_000) -> int:
    """A length, rounded up to whole millimetres, so that a tight fit stays honest."""
    return _measured(text, unit, LENGTHS, low, high)


def grams(text: str, unit: str, low: int = 1, high: int = 1_000_000) -> int:
    """A mass, rounded up to whole grams."""
    return _measured(text, unit, MASSES, low, high)


def parts(text: str) -> list[str]:
    """The lengths in one cell: "30 x 20 x 10 cm" has three."""
    return _TIMES.split(text)


def box(text: str, unit: str) -> Size:
    """Three lengths in one cell; a unit after the last counts for all without one."""
    found = parts(text)
    if len(found) != 3:
        raise not_a_number(text)
    last = _AMOUNT.fullmatch(found[2])
    if last and last[2]:
        unit = last[2].lower()
    length, width, height = (millimetres(part, unit) for part in found)
    return Size(length, width, height)


def yes(text: str) -> bool:
    """Whether a word means yes."""
    ticked = (_TICKS | _CROSSES).get(text[:1])
    if ticked is not None:
        return ticked
    word = fold(text)
    if word in YES.split("|"):
        return True
    if word in NO.split("|"):
        return False
    raise BadCell(ReasonCode.UNKNOWN_WORD, "yes no")


def word[T](
    text: str,
    words: Mapping[str, T],
    allowed: str,
    code: ReasonCode = ReasonCode.UNKNOWN_WORD,
) -> T:
    """The value a folded word stands for. `allowed` names the usual ones."""
    folded = fold(text)
    found = words.get(folded)
    if found is None:
        near = process.extract(
            folded, list(words), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=2
        )
        meant = tuple(dict.fromkeys(str(words[name]) for name, _, _ in near))
        raise BadCell(code, allowed, suggestions=meant)
    return found


def code(text: str) -> str:
    """An identity, refused where a spreadsheet has spoilt it.

    "6438000000017.0" is the number a program wrote with a fraction it never had. An
    identity of letters of two alphabets looks like another and is not.
    """
    if _ROUNDED.fullmatch(text):
        raise BadCell(ReasonCode.ROUNDED_NUMBER)
    if _DATED.fullmatch(text):
        raise BadCell(ReasonCode.TURNED_INTO_DATE)
    if not text.isascii():
        odd = _odd_letter(text)
        if odd:
            raise BadCell(ReasonCode.MIXED_LETTERS, odd)
    found = _WHOLE_FLOAT.fullmatch(text)
    return found[1] if found else text


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet has put a number into scientific notation."""
    return _ROUNDED.fullmatch(text) is not None


def plain(text: str) -> str:
    """Text in which a spreadsheet may have put a date, as in a house number "2-4"."""
    if _DATED.fullmatch(text):
        raise BadCell(ReasonCode.TURNED_INTO_DATE)
    found = _WHOLE_FLOAT.fullmatch(text)
    return found[1] if found else text


def dialled(text: str) -> str:
    """A phone number as it was written."""
    if _ROUNDED.fullmatch(text):
        raise BadCell(ReasonCode.ROUNDED_NUMBER)
    found = _WHOLE_FLOAT.fullmatch(text)
    return found[1] if found else text


def _odd_letter(text: str) -> str:
    """The name of a letter of another alphabet than the Latin ones around it."""
    names = [unicodedata.name(c, "") for c in text if c.isalpha()]
    latin = any(name.startswith(("LATIN", "FULLWIDTH LATIN")) for name in names)
    strange = [name for name in names if name.startswith(("CYRILLIC", "GREEK"))]
    return strange[0] if strange and (latin or _DIGIT.search(text)) else ""


def _measured(
    text: str, unit: str, units: Mapping[str, float], low: int, high: int
) -> int:
    found = _AMOUNT.fullmatch(text)
    if not found or _DATED.fullmatch(text):
        raise not_a_number(text)
    own = found[2].lower() or unit
    if own not in units:
        raise BadCell(ReasonCode.UNKNOWN_WORD, " ".join(units))
    scale = units[own]
    amount = found[1]
    if scale == 1 and _GROUP.fullmatch(amount):
        amount = amount.replace(".", "").replace(",", "")
    value = number(amount, low / scale, high / scale) * scale
    return int(-(-round(value, 3) // 1))
