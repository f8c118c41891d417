"""Takes a written address apart, in the order of Europe and of the United States.

    c/o Olsen, Nørregade 12A 3. tv, 1165 København K
    Mannerheimintie 12 B 34, 00100 Helsinki        (stair B, flat 34)
    91207 Lauf, Hauptstr. 12-14                    Italia 20121 Milano Via Dante 7
    350 Main St Apt 4B, Springfield, MA 02101      Ecke Hauptstr. / Bahnhofstr.

Whether a word belongs to the street or to the number cannot be told from the text
alone ("10. Februar Plads 2", "Straße des 17. Juni 135"), so the parser asks the book
whether it knows a street of that name and takes the first reading that it knows.
`parse` gives the usual reading in some ten microseconds; `others` gives what a line
without commas, in any order, may mean too: dearer, and only asked for in doubt.
Nonsense gives a query without street, never an exception.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from console.geo.addresses.folding import street_key
from console.geo.addresses.numbers import HouseNumber, house_number
from console.geo.addresses.postcodes import POSTCODE, is_country, without_state
from console.geo.addresses.units import (
    care_of,
    is_unit,
    leading_unit,
    post_box,
    unit_length,
)

Knows = Callable[[str], bool]
"""Whether the book has a street, or a town, with this key."""


@dataclass(frozen=True, slots=True)
class Query:
    """An address taken apart. Empty strings where nothing was written.

    `number` is the one spelling of what was written ("12a", "12-14"); `first` and
    `suffix` are its leading digits (0 if none) and the letter after them; `last` is
    the end of a range or 0. `unit` is stair, floor and flat as written. `crossing` is
    the second street of a corner, `box` the number of a post-office box.
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
    care_of: str = ""
    box: str = ""


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
_NUMBERLESS = re.compile(
    r"\b(?:s\.?\s?n\.?\s?c\.?|s/n|senza numero)(?=\s|$)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"^#?\d{1,4}(?:[a-z]{1,2}|bis|ter|quater)?(?:[-\u2013/+]\w{1,5})?[.,]?$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^[a-z]$", re.IGNORECASE)
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


def nobody(_key: str) -> bool:
    """Know nothing."""
    return False


def parse(text: str, knows_street: Knows, knows_city: Knows = nobody) -> Query:
    """Take a line (or lines) apart; never fails."""
    parts, said = _parts(text)
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
        best = _town_first(text, parts[0], knows_street, knows_city) or best
        if best is not None and best.city:
            return best
    if best is None:
        if said.box:
            return _with_locality(said, parts)
        best, chosen = _bare(parts, knows_street)
    # whose street comes last has written the town before it
    rest = parts[chosen + 1 :] + parts[:chosen]
    whole = _with_locality(best, rest)
    if best.number == "" and not best.crossing:
        whole = _number_beside(whole, parts, chosen)
    if not said.unit and not said.care_of:
        return whole
    unit = f"{whole.unit} {said.unit}".strip()
    return replace(whole, unit=unit, care_of=said.care_of)


def others(text: str, knows_street: Knows, knows_city: Knows) -> Iterator[Query]:
    """Further readings of a line in which nothing marks where the street begins."""
    parts, said = _parts(text)
    tokens = " ".join(parts).split()
    if not tokens or len(tokens) > 24:
        return
    postcode, tokens = _postcode_of(tokens)
    said = replace(said, postcode=postcode)
    town, left = _town_of(tokens, knows_city)
    for city, words in ((town, left), ("", tokens)) if town else (("", tokens),):
        for at, token in enumerate(words):
            if not (token[0].isdigit() or token[0] == "#"):
                continue
            number, used = _number_at(words, at)
            if number is None:
                continue
            yield from _around(said, city, words, at, used, number, knows_street)
    if left and not any(_digit(t) for t in left):
        yield replace(said, street=" ".join(left), city=town)


def _town_first(
    text: str, part: str, knows_street: Knows, knows_city: Knows
) -> Query | None:
    """A line without commas that begins with a town ("1165 København Nørregade 12")."""
    _, tokens = _postcode_of(part.split())
    town, left = _town_of(tokens, knows_city)
    if not town or tokens[-len(left) :] != left or not any(_digit(t) for t in left):
        return None
    return next(others(text, knows_street, knows_city), None)


def _digit(token: str) -> bool:
    return token[0].isdigit()


def parse_number(query: Query, written: str) -> Query:
    """The query with a house number as a file's own column gives it."""
    tokens = _tidy(written).split()
    number, used = _number_at(tokens, 0)
    if number is None:
        said = written.strip().lower()
        return query if _NUMBERLESS.search(said) else replace(query, number=said)
    unit = " ".join(tokens[used:])
    return replace(_numbered(query, number), unit=query.unit or unit)


def _parts(text: str) -> tuple[list[str], Query]:
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


def _tidy(part: str) -> str:
    """Numbers in one token, words that only announce them gone."""
    if not any(c.isdigit() for c in part):
        return _NUMBERLESS.sub(" ", part)
    part = _NO.sub("", part)
    if _ORDINARY.fullmatch(part):
        return part
    part = _SLASHED.sub(r"\1", part)
    part = _BIS.sub(r"\1", part)
    return _LETTERS.sub(r"\1\2-\3", _TO.sub(r"\1-", part))


def _bare(parts: list[str], knows_street: Knows) -> tuple[Query, int]:
    """A line without a house number: the first part that is not a postcode."""
    found_at: tuple[Query, int] | None = None
    for at, whole in enumerate(parts):
        part = _NUMBERLESS.sub(" ", whole).strip()
        found = POSTCODE.search(part)
        head = part[: found.start()].strip() if found else part
        if not head:
            continue
        begun = _CORNER_BEFORE.match(head)
        plain = head[begun.end() :] if begun else head
        crossing = _CORNER.split(plain, maxsplit=1)
        if begun and len(crossing) < 2:
            crossing = _CORNER_AND.split(plain, maxsplit=1)
        if len(crossing) == 2 and crossing[0] and crossing[1]:
            query = Query(crossing[0], crossing=crossing[1])
            if begun or at == 0 or knows_street(street_key(crossing[0])):
                return _read_locality(query, part[len(head) :]) if found else query, at
        query = Query(_known_head(head, knows_street))
        query = _read_locality(query, part[len(head) :]) if found else query
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
    tokens = _tidy(part).split()
    readings: list[tuple[str, HouseNumber, int]] = []
    for at, token in enumerate(tokens):
        if not (token[0].isdigit() or token[0] == "#"):
            glued = _glued(token) if at == len(tokens) - 1 or at == 0 else None
            if glued:
                tokens[at : at + 1] = list(glued)
                return _street_part(" ".join(tokens), knows_street, knows_city)
            continue
        number, used = _number_at(tokens, at)
        if number is None:
            continue
        if at > 0:
            street = " ".join(tokens[:at])
            if knows_street(street_key(street)):
                query = _numbered(Query(_uncornered(street)), number)
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
            query = _numbered(Query(_uncornered(street)), number)
            return _read_rest(query, tokens[used:], knows_city)
    if len(tokens) > 1:
        number, used = _number_at(tokens, 0)
        if number is not None and not POSTCODE.match(part):
            return _american_guess(tokens[used:], number)
    return None


def _uncornered(street: str) -> str:
    """The street before the number, without the corner it stands at."""
    return _CORNER.split(street)[-1] if _CORNER_BEFORE.match(street) else street


def _glued(token: str) -> tuple[str, str] | None:
    """A street and number written without a space between ("Nørregade12")."""
    found = re.fullmatch(r"([^\W\d]{4,}\.?)(\d{1,3}[a-zA-Z]?)", token)
    return (found[1], found[2]) if found else None


def _number_at(tokens: Sequence[str], at: int) -> tuple[HouseNumber | None, int]:
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


def _single(token: str) -> str:
    """One letter where it was typed twice ("12AA")."""
    return re.sub(r"(?<=\d)([a-zA-Z])\1$", r"\1", token)


def _numbered(query: Query, number: HouseNumber) -> Query:
    # built whole: dataclasses.replace takes longer than all the rest of a reading
    return Query(
        query.street,
        number.number,
        query.unit,
        query.postcode,
        query.city,
        query.crossing,
        number.first,
        number.suffix,
        number.last,
        query.care_of,
        query.box,
    )


def _placed(query: Query, postcode: str, city: str) -> Query:
    return Query(
        query.street,
        query.number,
        query.unit,
        postcode,
        city,
        query.crossing,
        query.first,
        query.suffix,
        query.last,
        query.care_of,
        query.box,
    )


def _american(
    tokens: list[str], number: HouseNumber, knows_street: Knows, knows_city: Knows
) -> Query | None:
    """Number before street: the longest known street that follows it."""
    for end in range(len(tokens), 0, -1):
        street = " ".join(tokens[:end])
        if knows_street(street_key(street)):
            query = _numbered(Query(street), number)
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
    query = replace(_numbered(Query(text), number), unit=unit)
    return _read_locality(query, joined[found.start() :]) if found else query


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
    return _read_locality(replace(query, unit=unit), text)


def _with_locality(query: Query, parts: list[str]) -> Query:
    for part in parts:
        found = POSTCODE.search(part)
        if found and not query.postcode:
            query = _read_locality(query, part)
        elif not found:
            letters = sum(c.isalpha() for c in part)
            if letters > 1 and not any(c.isdigit() for c in part) and not query.city:
                query = replace(query, city=part)
            elif not query.unit and part != query.number:
                query = replace(query, unit=part)
    return query


def _number_beside(query: Query, parts: list[str], chosen: int) -> Query:
    """The number from the part after the street, or else before it."""
    if chosen + 1 < len(parts):
        query = _number_apart(query, parts[chosen + 1])
    if query.number == "" and chosen and house_number(parts[chosen - 1]):
        query = _number_apart(query, parts[chosen - 1])
    return query


def _number_apart(query: Query, part: str) -> Query:
    """The number in a part of its own ("Via Dante, 12")."""
    tokens = _tidy(part).split()
    number, used = _number_at(tokens, 0)
    if number is None or POSTCODE.match(part):
        return query
    rest = " ".join(tokens[used:])
    found = POSTCODE.search(rest)
    if found is not None and not query.postcode:
        query = _read_locality(query, rest)
        rest = rest[: found.start()].strip()
    unit = query.unit if query.unit != part else rest
    return replace(_numbered(query, number), unit=unit)


def _read_locality(query: Query, text: str) -> Query:
    """Postcode and city in either order."""
    found = POSTCODE.search(text)
    if found is None:
        return query
    postcode = found[1].replace(" ", "")
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    city = after or without_state(before)
    return _placed(query, postcode, query.city or city)


def _postcode_of(tokens: list[str]) -> tuple[str, list[str]]:
    """The postcode of a line wherever it stands, and the other words."""
    line = " ".join(tokens)
    found = None
    for found in POSTCODE.finditer(line):
        if found.start() > 0 or len(found[1]) > 4:
            break
    if found is None:
        return "", tokens
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    words = [word for word in rest.split() if not is_country(word)]
    return found[1].replace(" ", ""), words


def _town_of(tokens: list[str], knows_city: Knows) -> tuple[str, list[str]]:
    """A known town at either end of a line, the longest, and the other words."""
    for length in range(min(5, len(tokens) - 1), 0, -1):
        head, tail = " ".join(tokens[:length]), " ".join(tokens[-length:])
        if knows_city(street_key(head)):
            return head, tokens[length:]
        if knows_city(street_key(tail)):
            return tail, tokens[:-length]
    return "", tokens


def _around(
    said: Query,
    city: str,
    words: list[str],
    at: int,
    used: int,
    number: HouseNumber,
    knows_street: Knows,
) -> Iterator[Query]:
    """Readings with the street right before this number, then right after it."""
    base = _numbered(replace(said, city=city), number)
    length = unit_length(words[used:])
    unit = " ".join([said.unit, *words[used : used + length]]).strip()
    known: list[Query] = []
    plain: list[Query] = []
    partial: list[Query] = []
    spans = [(begin, at, begin) for begin in range(max(at - 7, 0), at)]
    spans += [(used, end, at) for end in range(min(used + 7, len(words)), used, -1)]
    for begin, end, before in spans:
        street = " ".join(words[begin:end])
        if not any(c.isalpha() for c in street):
            continue
        behind = words[used + length :] if end == at else words[end:]
        rest = " ".join(words[:before] + behind)
        query = replace(base, street=street, unit=unit if end == at else said.unit)
        query = replace(query, city=city or rest)
        if not knows_street(street_key(street)):
            plain.append(query)
        elif rest and city:
            partial.append(query)  # words nobody accounts for
        else:
            known.append(query)
    yield from known[:1] + plain[:1] + partial[:1] + plain[1:3]
