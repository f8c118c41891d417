"""How likely one key is the other with slips of the finger or of the ear.

Two names of one town often differ by two letters, and so does one name typed twice in
haste. What tells them apart is which letters: a finger hits the key beside, swaps two,
doubles or loses one; it does not write "Hers" for "Inns". So the distance is an
optimal string alignment in which each edit has a price.

    twin put in or lost 0.4      swap or neighbouring key 0.6      like sound 0.6
    letter lost or put in 0.9    any other letter 1.4
"""

from functools import cache

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("ck", "dt", "gk", "vw", "sz", "iy", "ij", "ae", "ou", "bp", "fv", "yu", "cs")
_TWIN, _SLIP, _LETTER, _OTHER = 0.4, 0.6, 0.9, 1.4


def slip_cost(written: str, meant: str) -> float:
    """Price of the cheapest way from one key to the other; 0 for the same."""
    before: list[float] = []
    row = [0.0]
    for _, price in _losses(meant):
        row.append(row[-1] + price)
    previous = ""
    for i, (letter, loss) in enumerate(_losses(written)):
        last, row = row, [row[0] + loss]
        for j, (other, gain) in enumerate(_losses(meant)):
            best = last[j]
            if letter != other:
                best += _SLIP if _near(letter, other) else _OTHER
            best = min(best, last[j + 1] + loss, row[j] + gain)
            if i and j and previous == other and letter == meant[j - 1]:
                best = min(best, before[j - 1] + (_SLIP if letter != other else 0.0))
            row.append(best)
        before, previous = last, letter
    return row[-1]


def _losses(key: str) -> list[tuple[str, float]]:
    """Each letter, and what it costs to lose it: little beside its twin."""
    around = f" {key} "
    return [
        (c, _TWIN if c in (around[i], around[i + 2]) else _LETTER)
        for i, c in enumerate(key)
    ]


@cache
def _near(one: str, other: str) -> bool:
    pair = one + other
    if pair in _ALIKE or pair[::-1] in _ALIKE:
        return True
    at = {letter: (r, c) for r, row in enumerate(_ROWS) for c, letter in enumerate(row)}
    # on German keyboards y and z have changed places
    german = {**at, "y": at["z"], "z": at["y"]}
    return any(_touch(keys.get(one), keys.get(other)) for keys in (at, german))


def _touch(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    if one is None or other is None:
        return False
    (high, left), (low, right) = sorted((one, other))
    # a key lies between two of the row above it
    return (
        left - right in (0, 1)
        if low - high == 1
        else (high == low and abs(left - right) == 1)
    )
