"""A written line to the parts between its commas, and a part to words and numbers.

What needs no street to be understood is taken out on the way: whom a line names to look
after the parcel, post-office boxes, countries, units. Numbers are drawn into one word
each ("12 - 14", "12 bis"), and words that only announce one are dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from console.geo.addresses.numbers import HouseNumber, house_number
from console.geo.addresses.postcodes import is_country
from console.geo.addresses.query import Query
from console.geo.addresses.units import care_of, is_unit, leading_unit, post_box

_MOST_CHARACTERS = 300
_BREAK = re.compile(r"[\n\r\t|;\u00b7\u2022]+|\s+[-\u2013]+\s+(?=\D)|\s+-+\s+(?=\d{4})")
_SIGNS = (";", "|", " -", " \u2013", "\u00b7", "\u2022")
_LIST = re.compile(r"(?<=\d)\s*;\s*(?=\d{1,3}(?!\d))")
_NO = re.compile(
    r"\b(?:nr|no|num|numero)\b\.?\s*(?=\d)|\bn[.°º]\s*(?=\d)", re.IGNORECASE
)
_TO = re.compile(
    r"(?<![\d/])(\d{1,4}[a-z]?)\s*(?:[-\u2013/&+]|\b(?:og|und|och|ja|and|e|et|to|bis)\b)"
    r"\s*(?=\d{1,4}[a-z]?(?:[\s.,]|$))",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d)\s*/\s*(?=[a-z](?:\s|$))", re.IGNORECASE)
_BIS = re.compile(r"(?<=\d)\s+(bis|ter|quater)\b(?!\s*\d)", re.IGNORECASE)
_LETTERS = re.compile(
    r"(\d{1,4})\s*([a-z])\s*[-\u2013]\s*([a-z])(?=\s|$)", re.IGNORECASE
)
_ORDINARY = re.compile(r"[^\d/&+\u2013-]{4,}\s\d{1,4}[a-z]?", re.IGNORECASE)
NUMBERLESS = re.compile(
    r"\b(?:s\.?\s?n\.?\s?c\.?|s/n|senza numero)(?=\s|$)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"^#?\d{1,4}(?:[a-z]{1,2}|bis|ter|quater)?(?:[-\u2013/+]\w{1,5})?[.,]?$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^[a-z]$", re.IGNORECASE)


def parts_of(text: str) -> tuple[list[str], Query]:
    """The parts between commas, and what needs no street to be understood."""
    plain = text[:_MOST_CHARACTERS]
    if not plain.isprintable() or any(sign in plain for sign in _SIGNS):
        plain = _BREAK.sub(",", _LIST.sub("-", plain))
    said = Query("")
    parts: list[str] = []
    for raw in plain.split(","):
        part = raw.strip(" .:-\u2013\"'()[]")
        if not part:
            continue
        whom = care_of(part)
        if whom is not None:
            said = replace(said, care_of=said.care_of or whom)
            continue
        boxed = post_box(part) if not said.box else None
        if boxed is not None:
            said, part = replace(said, box=boxed[0]), boxed[1]
            if not part:
                continue
        if is_country(part):
            continue
        if is_unit(part):
            said = replace(said, unit=f"{said.unit} {part}".strip())
            continue
        unit, part = leading_unit(part)
        if unit:
            said = replace(said, unit=f"{said.unit} {unit}".strip())
        parts.append(part)
    if not parts and said.care_of and any(c.isdigit() for c in said.care_of):
        # "c/o Olsen Nørregade 12": the name cannot be told from the street
        parts.append(said.care_of)
    return parts, said


def tidy(part: str) -> str:
    """Numbers in one token, words that only announce them gone."""
    if not any(c.isdigit() for c in part):
        return NUMBERLESS.sub(" ", part)
    part = _NO.sub("", part)
    if _ORDINARY.fullmatch(part):
        return part
    part = _SLASHED.sub(r"\1", part)
    part = _BIS.sub(r"\1", part)
    return _LETTERS.sub(r"\1\2-\3", _TO.sub(r"\1-", part))


def number_at(tokens: Sequence[str], at: int) -> tuple[HouseNumber | None, int]:
    """The house number that begins at a word, and where the words after it begin."""
    if at >= len(tokens) or not _NUMBER.match(tokens[at]):
        return None, at
    token = tokens[at]
    used = at + 1
    number = house_number(_single(token).rstrip(",."))
    if number is None:
        return None, at
    if (
        not number.suffix
        and not number.last
        and "-" not in number.number
        and used < len(tokens)
        and _LETTER.match(tokens[used])
        and not token.endswith((".", ","))
    ):
        # "12 A": a suffix or a stair; the book tries both
        suffix = tokens[used].lower()
        number = replace(number, number=number.number + suffix, suffix=suffix)
        used += 1
    return number, used


def begins_with_digit(token: str) -> bool:
    """Whether a word may be a number."""
    return token[0].isdigit()


def _single(token: str) -> str:
    """One letter where it was typed twice ("12AA")."""
    return re.sub(r"(?<=\d)([a-zA-Z])\1$", r"\1", token)
