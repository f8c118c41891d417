"""Makes the mistakes that people make when they write a street's name.

Independent of the book: it knows keyboards, ears and haste, nothing of spellings the
book forgives. One mistake is, with equal chances, a key beside the wanted one (by the
layout of the country), two letters swapped, one letter lost, one letter doubled (or a
double one halved), a sound written another way (where the name has one), a space lost
or put in, or the whole name in another case. Digits are never touched, because a wrong
digit is another address and not a misspelled one.
"""

from collections.abc import Callable
from enum import StrEnum
from random import Random

LAYOUTS = {
    "nordic": ("qwertyuiopå", "asdfghjklæø", "zxcvbnm"),
    "finnish": ("qwertyuiopå", "asdfghjklöä", "zxcvbnm"),
    "german": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "italian": ("qwertyuiopè", "asdfghjklòà", "zxcvbnm"),
    "american": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
}
# Each pair both ways; single letters that sound alike and groups that do.
SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("ie", "ei"),
    ("sj", "sh"),
    ("sch", "sh"),
    ("th", "t"),
    ("v", "w"),
    ("z", "s"),
    ("dt", "t"),
    ("ks", "x"),
    ("qu", "kv"),
    ("y", "i"),
    ("ä", "e"),
    ("æ", "ä"),
    ("ø", "ö"),
    ("å", "aa"),
    ("ü", "ue"),
    ("ß", "s"),
    ("d", "t"),
    ("g", "k"),
)


class Slip(StrEnum):
    """One kind of mistake."""

    NEIGHBOUR = "neighbour"
    SWAP = "swap"
    DROP = "drop"
    DOUBLE = "double"
    SOUND = "sound"
    SPACE = "space"
    CASE = "case"


def neighbours(letter: str, layout: str = "nordic") -> str:
    """Keys beside, above and below a letter."""
    rows = LAYOUTS[layout]
    for r, row in enumerate(rows):
        c = row.find(letter)
        if c >= 0:
            near = row[max(c - 1, 0) : c] + row[c + 1 : c + 2]
            for other in (r - 1, r + 1):
                if 0 <= other < len(rows):
                    near += rows[other][max(c - 1, 0) : c + 1]
            return near
    return "e"


def misspelled(
    text: str, random: Random, layout: str = "nordic", slip: Slip | None = None
) -> str:
    """The text with one mistake, of a given kind if the text has room for one."""
    wanted = slip
    while True:
        kind = wanted or random.choice(list(Slip))
        wrong = _SLIPS[kind](text, random, layout)
        if wrong != text:
            return wrong
        wanted = None


def _letter(text: str, random: Random) -> int:
    return random.choice([i for i, c in enumerate(text) if c.isalpha()] or [0])


def _neighbour(text: str, random: Random, layout: str) -> str:
    i = _letter(text, random)
    key = random.choice(neighbours(text[i].lower(), layout))
    return text[:i] + (key.upper() if text[i].isupper() else key) + text[i + 1 :]


def _swap(text: str, random: Random, _layout: str) -> str:
    i = _letter(text, random)
    if i + 1 < len(text) and text[i + 1].isalpha():
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text


def _drop(text: str, random: Random, _layout: str) -> str:
    i = _letter(text, random)
    return text[:i] + text[i + 1 :]


def _double(text: str, random: Random, _layout: str) -> str:
    twins = [i for i in range(1, len(text)) if text[i].isalpha() and _twin(text, i)]
    i = random.choice(twins) if twins and random.random() < 0.5 else None
    if i is not None:
        return text[:i] + text[i + 1 :]
    i = _letter(text, random)
    return text[: i + 1] + text[i].lower() + text[i + 1 :]


def _twin(text: str, i: int) -> bool:
    return text[i].lower() == text[i - 1].lower()


def _sound(text: str, random: Random, _layout: str) -> str:
    low = text.lower()
    both = [*SOUNDS, *((b, a) for a, b in SOUNDS)]
    fits = [(a, b) for a, b in both if a in low]
    if not fits:
        return text
    a, b = random.choice(fits)
    at = random.choice([i for i in range(len(low)) if low.startswith(a, i)])
    put = b.capitalize() if text[at].isupper() else b
    return text[:at] + put + text[at + len(a) :]


def _space(text: str, random: Random, _layout: str) -> str:
    gaps = [i for i, c in enumerate(text) if c == " "]
    if gaps and random.random() < 0.5:
        i = random.choice(gaps)
        return text[:i] + text[i + 1 :]
    inside = [i for i in range(2, len(text) - 1) if text[i - 1 : i + 1].isalpha()] or [
        0
    ]
    i = random.choice(inside)
    return f"{text[:i]} {text[i:]}".strip()


def _case(text: str, random: Random, _layout: str) -> str:
    return random.choice([text.upper(), text.lower(), text.swapcase()])


_SLIPS: dict[Slip, Callable[[str, Random, str], str]] = {
    Slip.NEIGHBOUR: _neighbour,
    Slip.SWAP: _swap,
    Slip.DROP: _drop,
    Slip.DOUBLE: _double,
    Slip.SOUND: _sound,
    Slip.SPACE: _space,
    Slip.CASE: _case,
}
