"""Takes a written address apart, in the order of Europe and of the United States.

    c/o Olsen, Nørregade 12A 3. tv, 1165 København K
    Mannerheimintie 12 B 34, 00100 Helsinki        (stair B, flat 34)
    91207 Lauf, Hauptstr. 12-14                    Italia 20121 Milano Via Dante 7
    350 Main St Apt 4B, Springfield, MA 02101      Ecke Hauptstr. / Bahnhofstr.

Whether a word belongs to the street or to the number cannot be told from the text
alone ("10. Februar Plads 2", "Straße des 17. Juni 135"), so the parser asks the book
whether it knows a street of that name and takes the first reading that it knows.
`parse` gives the usual reading in some twenty microseconds; what a line without commas,
in any order, may mean too is dearer, and only asked for in doubt (freeform).
Nonsense gives a query without street, never an exception.
"""

import re
from dataclasses import replace

from console.geo.addresses.corners import crossed, uncornered
from console.geo.addresses.folding import street_key
from console.geo.addresses.freeform import town_first
from console.geo.addresses.line_parts import NUMBERLESS, number_at, parts_of, tidy
from console.geo.addresses.localities import read_locality, with_locality
from console.geo.addresses.numbers import HouseNumber, house_number
from console.geo.addresses.postcodes import POSTCODE
from console.geo.addresses.query import Knows, Query, nobody, numbered
from console.geo.addresses.units import is_unit, unit_length


def parse(text: str, knows_street: Knows, knows_city: Knows = nobody) -> Query:
    """Take a line (or lines) apart; never fails."""
    parts, said = parts_of(text)
    if not parts:
        return said
    best: Query | None = None
    chosen = 0
    for index, part in enumerate(parts):
        if best is not None and POSTCODE.match(part):
            continue
        query = _street_part(part, knows_street, knows_city)
        if query and knows_street(street_key(query.street)):
            best, chosen = query, index
            break
        if query and query.number and best is None:
            best, chosen = query, index
    if len(parts) == 1 and (best is None or not knows_street(street_key(best.street))):
        best = town_first(text, parts[0], knows_street, knows_city) or best
        if best is not None and best.city:
            return best
    if best is None:
        if said.box:
            return with_locality(said, parts)
        best, chosen = _bare(parts, knows_street)
    # whose street comes last has written the town before it
    rest = parts[chosen + 1 :] + parts[:chosen]
    whole = with_locality(best, rest)
    if best.number == "" and not best.crossing:
        whole = _number_beside(whole, parts, chosen)
    if not said.unit and not said.care_of:
        return whole
    unit = f"{whole.unit} {said.unit}".strip()
    return replace(whole, unit=unit, care_of=said.care_of)


def parse_number(query: Query, written: str) -> Query:
    """The query with a house number as a file's own column gives it."""
    tokens = tidy(written).split()
    number, used = number_at(tokens, 0)
    if number is None:
        said = written.strip().lower()
        return query if NUMBERLESS.search(said) else replace(query, number=said)
    unit = " ".join(tokens[used:])
    return replace(numbered(query, number), unit=query.unit or unit)


def _bare(parts: list[str], knows_street: Knows) -> tuple[Query, int]:
    """A line without a house number: the first part that is not a postcode."""
    found_at: tuple[Query, int] | None = None
    for at, whole in enumerate(parts):
        part = NUMBERLESS.sub(" ", whole).strip()
        found = POSTCODE.search(part)
        head = part[: found.start()].strip() if found else part
        if not head:
            continue
        corner = crossed(head)
        if corner is not None:
            street, crossing, said = corner
            if said or at == 0 or knows_street(street_key(street)):
                query = Query(street, crossing=crossing)
                return read_locality(query, part[len(head) :]) if found else query, at
        query = Query(_known_head(head, knows_street))
        query = read_locality(query, part[len(head) :]) if found else query
        if knows_street(street_key(query.street)):
            return query, at
        found_at = found_at or (query, at)
    return found_at or (Query(parts[0]), 0)


def _known_head(head: str, knows_street: Knows) -> str:
    """The longest beginning that is a street, else everything."""
    words = head.split()
    for end in range(len(words), 0, -1):
        if knows_street(street_key(" ".join(words[:end]))):
            return " ".join(words[:end])
    return head


def _street_part(part: str, knows_street: Knows, knows_city: Knows) -> Query | None:
    """Street and number of one part, or None when it holds no such pair."""
    tokens = tidy(part).split()
    readings: list[tuple[str, HouseNumber, int]] = []
    for at, token in enumerate(tokens):
        if not (token[0].isdigit() or token[0] == "#"):
            glued = _glued(token) if at == len(tokens) - 1 or at == 0 else None
            if glued:
                tokens[at : at + 1] = list(glued)
                return _street_part(" ".join(tokens), knows_street, knows_city)
            continue
        number, used = number_at(tokens, at)
        if number is None:
            continue
        if at > 0:
            street = " ".join(tokens[:at])
            if knows_street(street_key(street)):
                query = numbered(Query(uncornered(street)), number)
                return _read_rest(query, tokens[used:], knows_city)
            readings.append((street, number, used))
        elif used < len(tokens):
            american = _american(tokens[used:], number, knows_street, knows_city)
            if american is not None:
                return american
    for street, number, used in readings:
        # a dot after the digits is an ordinal ("2. Divisionsvej", "17. Juni")
        # and four digits at the end are a postcode
        if (
            any(c.isalpha() for c in street)
            and not POSTCODE.match(street)
            and (number.first < 1000 or used < len(tokens))
        ):
            query = numbered(Query(uncornered(street)), number)
            return _read_rest(query, tokens[used:], knows_city)
    if len(tokens) > 1:
        number, used = number_at(tokens, 0)
        if number is not None and not POSTCODE.match(part):
            return _american_guess(tokens[used:], number)
    return None


def _glued(token: str) -> tuple[str, str] | None:
    """A street and number written without a space between ("Nørregade12")."""
    found = re.fullmatch(r"([^\W\d]{4,}\.?)(\d{1,3}[a-zA-Z]?)", token)
    return (found[1], found[2]) if found else None


def _american(
    tokens: list[str], number: HouseNumber, knows_street: Knows, knows_city: Knows
) -> Query | None:
    """Number before street: the longest known street that follows it."""
    for end in range(len(tokens), 0, -1):
        street = " ".join(tokens[:end])
        if knows_street(street_key(street)):
            query = numbered(Query(street), number)
            return _read_rest(query, tokens[end:], knows_city)
    return None


def _american_guess(rest: list[str], number: HouseNumber) -> Query | None:
    joined = " ".join(rest)
    found = POSTCODE.search(joined)
    text = joined[: found.start()].strip() if found else joined
    if not text or (number.first > 999 and not found):
        return None
    if not any(c.isalpha() for c in text):
        return None
    words = text.split()
    unit = ""
    for at in range(2, len(words)):
        if is_unit(" ".join(words[at:])):
            text, unit = " ".join(words[:at]), " ".join(words[at:])
            break
    query = replace(numbered(Query(text), number), unit=unit)
    return read_locality(query, joined[found.start() :]) if found else query


def _read_rest(query: Query, tokens: list[str], knows_city: Knows) -> Query:
    """What follows the number: unit, then perhaps postcode and city."""
    if not tokens:
        return query
    length = unit_length(tokens)
    unit = " ".join(tokens[:length])
    text = " ".join(tokens[length:])
    found = POSTCODE.search(text)
    if found is None:
        if text and (not unit or knows_city(street_key(text))):
            # words that are no unit name the town, known or not
            return replace(query, unit=unit, city=text)
        return replace(query, unit=f"{unit} {text}".strip())
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    if before and after:
        unit, text = f"{unit} {before}".strip(), text[found.start() :]
    return read_locality(replace(query, unit=unit), text)


def _number_beside(query: Query, parts: list[str], chosen: int) -> Query:
    """The number from the part after the street, or else before it."""
    if chosen + 1 < len(parts):
        query = _number_apart(query, parts[chosen + 1])
    if query.number == "" and chosen and house_number(parts[chosen - 1]):
        query = _number_apart(query, parts[chosen - 1])
    return query


def _number_apart(query: Query, part: str) -> Query:
    """The number in a part of its own ("Via Dante, 12")."""
    tokens = tidy(part).split()
    number, used = number_at(tokens, 0)
    if number is None or POSTCODE.match(part):
        return query
    rest = " ".join(tokens[used:])
    found = POSTCODE.search(rest)
    if found is not None and not query.postcode:
        query = read_locality(query, rest)
        rest = rest[: found.start()].strip()
    unit = query.unit if query.unit != part else rest
    return replace(numbered(query, number), unit=unit)
