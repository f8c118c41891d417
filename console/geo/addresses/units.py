"""What stands behind a house number: stairs, floors, flats, persons, post boxes.

    B 34      stair B, flat 34 (Finland)        3. tv     floor 3, left (Denmark)
    2. OG     second floor (Germany)            Apt 4B    flat 4B (United States)
    scala B, piano 2, int. 3   stair, floor, flat (Italy)

Nothing of it changes where a vehicle stops except a stair that has its own entrance;
all of it is kept for the courier. A box of a post office is no door at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STAIR = _words(
    "rappu porras trappuppgang uppgang uppg opgang opg aufgang aufg eingang treppe "
    "scala sc stair stairs staircase entrance escalier esc oppgang"
)
_FLOOR_AFTER = _words(
    "og ug stock etage stockwerk sal krs kerros krs. tr trappor vaning floor fl piano "
    "etage"
)
_FLOOR = _words(
    "eg dg ug og st kl kld kaelder stuen parterre souterrain erdgeschoss dachgeschoss "
    "floor fl piano p krs kerros sal etage vaning bv level lvl pt rez"
)
_FLAT = _words(
    "apt apartment appartment appt app unit suite ste flat room rm whg wohnung wohng "
    "zimmer zi as asunto huoneisto huon h lgh lagenhet lejl lejlighed dor vaer int "
    "interno porte door dpt dept leil leilighet bolig apto"
)
_SIDE = _words(
    "tv th mf links rechts mitte li re left right venstre hojre midt midtfor vas oik "
    "sx dx destra sinistra"
)
_HOUSE = _words(
    "hinterhaus vorderhaus hh vh seitenflugel hinterhof gartenhaus hof rueckgebaeude "
    "baghus baghuset forhus forhuset sidehus mellembygning pihatalo pihara "
    "gardshus palazzina pal bat batiment building bldg block"
)
WORDS = _STAIR | _FLOOR_AFTER | _FLOOR | _FLAT | _SIDE | _HOUSE
_BEFORE_VALUE = _STAIR | _FLAT | _HOUSE | {"floor", "fl", "piano", "level", "krs"}

_PLAIN = str.maketrans("äöåæøüéèêâ", "aoaaoueeea")
_VALUE = re.compile(r"^#?\d{1,3}(?:[.:]|[a-z]|er|e|st|nd|rd|th)?$|^[a-z]$|^#\w{1,5}$")
_PART = re.compile(r"^(?:\d{1,2}|[A-Za-z])$")
_WORD = re.compile(r"[^\s,;|]+")
_GLUED = re.compile(r"\.(?=\w)")
_LONG_VALUE = re.compile(r"^[a-z]?\d{1,5}[a-z]?$|^[a-z]{1,2}\d?$")
_CARE_OF = re.compile(
    r"^\W*(?:c\s*/\s*[o0]|c\.o\.|att(?:n|ention)?\b[.:]?|z\.?\s?h(?:d|dn)\.?|"
    r"zu hd\.?|bei\s|presso\b|chez\b)\s*[:.]?\s*",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\b(?:p\s*\.?\s*o\s*\.?\s*box|post\s*office\s+box|postfach|postboks|postbus|"
    r"postbox|postilokero|box|pl|pb|bo[iî]te\s+postale|b\.?p\.|casella\s+postale|"
    r"apartado)\s*\.?\s*(?:nr\.?|no\.?)?\s*(\d[\d ]{0,9}\d|\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit taken apart, as written; empty strings where nothing was said."""

    stair: str = ""
    floor: str = ""
    door: str = ""


def word(token: str) -> str:
    """A token as the lists above have it."""
    return token.lower().strip(".,:()").translate(_PLAIN)


def unit_length(tokens: Sequence[str]) -> int:
    """How many tokens from the first on belong to a unit."""
    at = 0
    spoken = False
    while at < len(tokens):
        plain = word(tokens[at])
        before = word(tokens[at - 1]) if at else ""
        if plain in WORDS:
            spoken = True
        elif not (
            _VALUE.match(tokens[at].lower().rstrip(","))
            or (before in _BEFORE_VALUE and _LONG_VALUE.match(plain))
        ):
            break
        at += 1
    return at if spoken or all(_VALUE.match(t.lower()) for t in tokens[:at]) else 0


def is_unit(part: str) -> bool:
    """Whether a part between commas says a unit and nothing else."""
    tokens = _GLUED.sub(". ", part).split()
    if not tokens or unit_length(tokens) < len(tokens):
        return False
    if len(tokens) == 1:
        plain = word(tokens[0])
        return (
            plain in WORDS
            or tokens[0].startswith("#")
            or (len(plain) == 1 and plain.isalpha())
        )
    return True


def leading_unit(part: str) -> tuple[str, str]:
    """A unit that comes before a number ("Apt 4B 350 Main St"), and the rest."""
    tokens = part.split()
    if len(tokens) > 3 and word(tokens[0]) in _FLAT and tokens[2][0].isdigit():
        return " ".join(tokens[:2]), " ".join(tokens[2:])
    return "", part


def care_of(part: str) -> str | None:
    """Whom a line names to look after the parcel; None for another line."""
    found = _CARE_OF.match(part)
    return part[found.end() :].strip() if found else None


def post_box(part: str) -> tuple[str, str] | None:
    """The number of a box of a post office and what else the part says."""
    found = _BOX.search(part)
    if found is None:
        return None
    # "Box 12" or "PL 5" alone; inside a name ("Box Lane 12") it is a word
    rest = f"{part[: found.start()]} {part[found.end() :]}".strip()
    short = len(found[0].split()[0].strip(".")) <= 3
    if short and part[: found.start()].strip():
        return None
    return found[1].strip(), rest


def read_unit(text: str) -> Unit:
    """Stair, floor and door of a unit; what cannot be told is the door."""
    tokens = text.replace(",", " ").split()
    stair = floor = ""
    door: list[str] = []
    at = 0
    while at < len(tokens):
        plain = word(tokens[at])
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if plain in _STAIR and after:
            stair, at = after, at + 2
        elif plain in _HOUSE:
            value = after if _PART.match(after) else ""
            stair, at = f"{tokens[at]} {value}".strip(), at + 1 + bool(value)
        elif _numeral(tokens[at]) and word(after) in _FLOOR_AFTER:
            floor, at = f"{tokens[at]} {after}", at + 2
        elif plain in _FLOOR and plain not in _FLAT:
            value = after if _numeral(after) and plain not in ("st", "kl") else ""
            floor, at = f"{tokens[at]} {value}".strip(), at + 1 + bool(value)
        elif not door and not floor and tokens[at].endswith(".") and _numeral(plain):
            floor, at = tokens[at], at + 1
        elif not (at or stair) and len(plain) == 1 and plain.isalpha() and after:
            stair, at = tokens[at], at + 1
        else:
            door.append(tokens[at])
            at += 1
    return Unit(stair, floor, " ".join(door))


def without_unit(line: str, unit: str) -> tuple[str, str]:
    """A street line without its unit, and the unit as the line has it.

    Whatever else the line says stays in it ("c/o Olsen"). Of a unit whose beginning is
    written onto the number ("12B 34") the rest is taken; where the line does not hold
    it, or would hold no number any more, nothing is.
    """
    found = list(_WORD.finditer(line))
    own = [word(one[0]) for one in found]
    wanted = [word(one) for one in _WORD.findall(unit)]
    while wanted:
        count = len(wanted)
        for at in range(len(own) - count, -1, -1):
            if own[at : at + count] != wanted:
                continue
            begin, end = found[at].start(), found[at + count - 1].end()
            before, after = line[:begin].rstrip(" ,;"), line[end:].lstrip(" ,;")
            comma = ", " if "," in line[end:][:2] else " "
            rest = f"{before}{comma if before and after else ''}{after}"
            if any(c.isdigit() for c in rest) and any(c.isalpha() for c in rest):
                return rest, line[begin:end].strip(" ,;")
        del wanted[0]
    return line, ""


def _numeral(token: str) -> bool:
    return token[:1].isdigit()
