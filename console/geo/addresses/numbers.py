"""House numbers, as a map gives them and as people write them.

    12   12a   12 A   12/A   12 bis   12-14   12/14   12 & 14   12A-C   12;14   1234/5

A number has leading digits, perhaps a letter (or bis, ter), perhaps an end. What ends
below its beginning ("1234/5", a house of a town and its number in the street; "5-1", a
house and its annexe) is one number of two parts, no range.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MOST_LETTERS = 12
_MOST_HOUSES = 40
_LIST = re.compile(r"\s*[;,]\s*")
_HOUSE = re.compile(
    r"^(?:nr\.?|no\.?|n[°º.]?|#)?\s*(\d{1,5})\s*(bis|ter|quater|[a-z])?"
    r"(?:\s*[-\u2013/+&]\s*(\d{1,5})?\s*(bis|ter|[a-z])?)?\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """`number` is the one spelling of it; `last` the end of a range, or 0.

    `last_suffix` is the letter after the end ("12a-c": a and c).
    """

    number: str
    first: int
    suffix: str = ""
    last: int = 0
    last_suffix: str = ""


def house_number(written: str) -> HouseNumber | None:
    """One number or range; None for anything else."""
    found = _HOUSE.match(written.strip())
    if found is None:
        return None
    first, suffix = int(found[1]), (found[2] or "").lower()
    last, end = int(found[3] or 0), (found[4] or "").lower()
    if not last:
        if not suffix:
            suffix, end = end, ""  # "12/A"
        number = f"{first}{suffix}" + (f"-{end}" if end else "")
        return HouseNumber(number, first, suffix, 0, end)
    number = f"{first}{suffix}-{last}{end}"
    if last == first and suffix:
        return HouseNumber(f"{first}{suffix}-{end}", first, suffix, 0, end)
    if last <= first or last - first > _MOST_HOUSES:
        last = 0
    return HouseNumber(number, first, suffix, last, end)


def house_numbers(written: str) -> Iterator[HouseNumber]:
    """All numbers that a tag names: lists taken apart, letters from A to C spread."""
    for part in _LIST.split(written.strip()):
        one = house_number(part)
        if one is None:
            continue
        letters = _letters(one)
        if not letters:
            yield one
        for letter in letters:
            yield replace(
                one, number=f"{one.first}{letter}", suffix=letter, last_suffix=""
            )


def _letters(one: HouseNumber) -> list[str]:
    """Every letter of "12a-c"; none where it is no range of letters."""
    low, high = one.suffix, one.last_suffix
    if one.last or len(low) != 1 or len(high) != 1:
        return []
    between = ord(high) - ord(low)
    if not 0 < between <= _MOST_LETTERS:
        return []
    return [chr(ord(low) + step) for step in range(between + 1)]
