"""Takes a written address apart, in the order of Europe and of the United States.

    c/o Olsen, Nørregade 12A 3. tv, 1165 København K
    Mannerheimintie 12 B 34, 00100 Helsinki        (stair B, flat 34)
    91207 Lauf, Hauptstr. 12-14
    12 Main St Apt 4, Springfield 12345

Whether a word belongs to the street or to the number cannot be told from the text
alone ("10. Februar Plads 2", "Straße des 17. Juni 135"), so the parser asks the book
whether it knows a street of that name and takes the first reading that it knows.
Reading costs about ten microseconds; a line of nonsense gives a query without street.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from console.geo.addresses.folding import street_key

KnowsStreet = Callable[[str], bool]
"""Whether the book has a street with this key."""


@dataclass(frozen=True, slots=True)
class Query:
    """An address taken apart. Empty strings where nothing was written.

    `number` is as written without spaces, lower case ("12a", "12-14"); `first` and
    `suffix` are its leading digits (0 if none) and the letter after them; `last` is
    the end of a range or 0. `unit` is all that stands between number and postcode.
    `crossing` is the second street of a corner.
    """

    street: str
    number: str = ""
    unit: str = ""
    postcode: str = ""
    city: str = ""
    crossing: str = ""
    first: int = 0
    suffix: str = ""
    last: int = 0


_CARE_OF = re.compile(
    r"^\s*(c\s*/\s*o|p\.?\s*o\.?\s*box|att[n.]?|z\.?\s?hd\.?)\b", re.IGNORECASE
)
_POSTCODE = re.compile(
    r"(?:^|(?<=\s))(?:[A-Z]{1,3}-)?(\d{3} \d{2}|\d{5}|\d{4})(?:-\d{4})?(?=\s|$)"
)
_NUMBER = re.compile(
    r"^#?(\d{1,4})(?:([a-z])\2?)?(?:\s*[-/+\u2013;]\s*(\d{1,4})?([a-z]?))?[.,]?$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^[a-z]$", re.IGNORECASE)
_NO = re.compile(r"\b(?:nr|no)\b\.?\s*(?=\d)|n°\s*(?=\d)", re.IGNORECASE)
_TO = re.compile(r"(\d[a-z]?)\s*([-\u2013/])\s*(?=\d)", re.IGNORECASE)
_CORNER = re.compile(
    r"\s*(?:\s/\s|&|\s\+\s|\bcorner of\b|\becke\b|\bhjørnet af\b|\bkulma\b)\s*",
    re.IGNORECASE,
)


def parse(text: str, knows_street: KnowsStreet) -> Query:
    """Take a line (or lines) apart; never fails."""
    parts = [
        part
        for raw in text.replace("\n", ",").replace(";", ",").split(",")
        if (part := raw.strip()) and not _CARE_OF.match(part)
    ]
    if not parts:
        return Query("")
    best: Query | None = None
    chosen = 0
    for index, part in enumerate(parts):
        query = _street_part(part, knows_street)
        if query and knows_street(street_key(query.street)):
            best, chosen = query, index
            break
        if query and query.number and best is None:
            best, chosen = query, index
    if best is None:
        best = _bare(parts, knows_street)
        chosen = next((i for i, p in enumerate(parts) if p.startswith(best.street)), 0)
    rest = parts[:chosen] + parts[chosen + 1 :]
    return _with_locality(best, parts[chosen + 1 :] or rest)


def parse_number(query: Query, written: str) -> Query:
    """The query with a house number as a file's own column gives it."""
    tokens = _TO.sub(r"\1-", written.strip()).split()
    number, used = _number_at(tokens, 0)
    if number is None:
        return replace(query, number=written.strip().lower())
    unit = " ".join(tokens[used:])
    return replace(
        query,
        number=number.number,
        first=number.first,
        suffix=number.suffix,
        last=number.last,
        unit=query.unit or unit,
    )


def _bare(parts: list[str], knows_street: KnowsStreet) -> Query:
    """A line without a house number: the first part that is not a postcode."""
    for part in parts:
        found = _POSTCODE.search(part)
        head = part[: found.start()].strip() if found else part
        if not head:
            continue
        crossing = _CORNER.split(head, maxsplit=1)
        if len(crossing) == 2 and crossing[0] and crossing[1]:
            query = Query(crossing[0], crossing=crossing[1])
        else:
            query = Query(_known_head(head, knows_street))
        return _read_locality(query, part[len(head) :]) if found else query
    return Query(parts[0])


def _known_head(head: str, knows_street: KnowsStreet) -> str:
    """The longest beginning that is a street, else everything."""
    words = head.split()
    for end in range(len(words), 0, -1):
        if knows_street(street_key(" ".join(words[:end]))):
            return " ".join(words[:end])
    return head


def _street_part(part: str, knows_street: KnowsStreet) -> Query | None:
    """Street and number of one part, or None when it holds no such pair."""
    tokens = _TO.sub(r"\1-", _NO.sub("", part)).split()
    readings: list[tuple[str, Query, int]] = []
    for at, token in enumerate(tokens):
        if not (token[0].isdigit() or token[0] == "#"):
            glued = _glued(token) if at == len(tokens) - 1 or at == 0 else None
            if glued:
                tokens[at : at + 1] = list(glued)
                return _street_part(" ".join(tokens), knows_street)
            continue
        number, used = _number_at(tokens, at)
        if number is None:
            continue
        if at > 0:
            street = " ".join(tokens[:at])
            if knows_street(street_key(street)):
                return _read_rest(replace(number, street=street), tokens[used:])
            readings.append((street, number, used))
        elif used < len(tokens):
            american = _american(tokens[used:], number, knows_street)
            if american is not None:
                return american
    for street, number, used in readings:
        # a dot after the digits is an ordinal ("2. Divisionsvej", "17. Juni")
        # and four digits at the end are a postcode
        if (
            any(c.isalpha() for c in street)
            and not _locality_like(street)
            and (number.first < 1000 or used < len(tokens))
        ):
            return _read_rest(replace(number, street=street), tokens[used:])
    if tokens and (number := _number_at(tokens, 0)[0]) and len(tokens) > 1:
        return _american_guess(tokens, number)
    return None


def _glued(token: str) -> tuple[str, str] | None:
    """A street and number written without a space between ("Nørregade12")."""
    found = re.fullmatch(r"([^\W\d]{4,}\.?)(\d{1,3}[a-zA-Z]?)", token)
    return (found[1], found[2]) if found else None


def _number_at(tokens: list[str], at: int) -> tuple[Query | None, int]:
    found = _NUMBER.match(tokens[at]) if at < len(tokens) else None
    if found is None:
        return None, at
    first, suffix = int(found[1]), (found[2] or "").lower()
    last = int(found[3]) if found[3] else 0
    used = at + 1
    number = f"{first}{suffix}" + (f"-{last}{found[4].lower()}" if last else "")
    if not suffix and not last and found[4]:
        suffix = found[4].lower()
        number = f"{first}{suffix}"
    if (
        not suffix
        and not last
        and used < len(tokens)
        and _LETTER.match(tokens[used])
        and not tokens[at].endswith((".", ","))
    ):
        # "12 A": a suffix or a stair; the book tries both
        suffix = tokens[used].lower()
        number += suffix
        used += 1
    return Query("", number, first=first, suffix=suffix, last=last), used


def _american(tokens: list[str], number: Query, knows: KnowsStreet) -> Query | None:
    """Number before street: the longest known street that follows it."""
    for end in range(len(tokens), 0, -1):
        street = " ".join(tokens[:end])
        if knows(street_key(street)):
            return _read_rest(replace(number, street=street), tokens[end:])
    return None


def _american_guess(tokens: list[str], number: Query) -> Query | None:
    _, used = _number_at(tokens, 0)
    rest = tokens[used:]
    found = _POSTCODE.search(" ".join(rest))
    text = " ".join(rest)[: found.start()].strip() if found else " ".join(rest)
    if not text or number.first > 999 or not any(c.isalpha() for c in text):
        return None
    query = replace(number, street=text)
    return _read_locality(query, " ".join(rest)[len(text) :]) if found else query


def _locality_like(street: str) -> bool:
    return bool(_POSTCODE.match(street))


def _read_rest(query: Query, tokens: list[str]) -> Query:
    """What follows the number: unit, then perhaps postcode and city."""
    text = " ".join(tokens).strip()
    if not text:
        return query
    found = _POSTCODE.search(text)
    if found is None:
        return replace(query, unit=text)
    unit = text[: found.start()].strip()
    return _read_locality(replace(query, unit=unit), text[found.start() :])


def _with_locality(query: Query, parts: list[str]) -> Query:
    for part in parts:
        found = _POSTCODE.search(part)
        if found and not query.postcode:
            query = _read_locality(query, part)
        elif not found:
            letters = sum(c.isalpha() for c in part)
            if letters > 2 and not any(c.isdigit() for c in part) and not query.city:
                query = replace(query, city=part)
            elif not query.unit:
                query = replace(query, unit=part)
    return query


def _read_locality(query: Query, text: str) -> Query:
    """Postcode and city in either order."""
    found = _POSTCODE.search(text)
    if found is None:
        return query
    postcode = found[1].replace(" ", "")
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    city = after or before
    return replace(query, postcode=postcode, city=query.city or city)
