"""Corners: an address that names two streets instead of a number.

    Ecke Hauptstr. / Bahnhofstr.     Main St & 2nd Ave     corner of High St and Mill

"and" joins two streets only behind a word that says corner: streets have it in names.
"""

import re

_CORNER_BEFORE = re.compile(
    r"^\s*(?:(?:at\s+the\s+)?corner\s+of|ecke|hj(?:ø|oe|o)rnet\s+af|angolo|angle\s+de|"
    r"kulma)\s+",
    re.IGNORECASE,
)
_CORNER = re.compile(
    r"\s*(?:\s/\s|(?<=[^\W\d]{4})/(?=[^\W\d]{4})|\s@\s|&|\s\+\s|\bcorner of\b|\becke\b|"
    r"\bhj(?:ø|oe|o)rnet af\b|\bkulma\b|\bangolo\b|\s+x\s+)\s*",
    re.IGNORECASE,
)
_CORNER_AND = re.compile(r"\s+(?:and|und|og|och|ja|e|et)\s+", re.IGNORECASE)


def crossed(text: str) -> tuple[str, str, bool] | None:
    """The two streets of a corner, and whether a word before them says it is one."""
    begun = _CORNER_BEFORE.match(text)
    plain = text[begun.end() :] if begun else text
    streets = _CORNER.split(plain, maxsplit=1)
    if begun and len(streets) < 2:
        streets = _CORNER_AND.split(plain, maxsplit=1)
    if len(streets) == 2 and streets[0] and streets[1]:
        return streets[0], streets[1], begun is not None
    return None


def uncornered(street: str) -> str:
    """The street before the number, without the corner it stands at."""
    return _CORNER.split(street)[-1] if _CORNER_BEFORE.match(street) else street
