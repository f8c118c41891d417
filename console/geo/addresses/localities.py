"""Postcode and town in the parts of a written address, in either order."""

from dataclasses import replace

from console.geo.addresses.folding import street_key
from console.geo.addresses.postcodes import POSTCODE, is_country, without_state
from console.geo.addresses.query import Knows, Query, placed_in


def read_locality(query: Query, text: str) -> Query:
    """Postcode and city in either order."""
    found = POSTCODE.search(text)
    if found is None:
        return query
    postcode = found[1].replace(" ", "")
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    city = after or without_state(before)
    return placed_in(query, postcode, query.city or city)


def with_locality(query: Query, parts: list[str]) -> Query:
    """What the parts beside the street's say: postcode, town, or else a unit."""
    for part in parts:
        found = POSTCODE.search(part)
        if found and not query.postcode:
            query = read_locality(query, part)
        elif not found:
            letters = sum(c.isalpha() for c in part)
            if letters > 1 and not any(c.isdigit() for c in part) and not query.city:
                query = replace(query, city=part)
            elif not query.unit and part != query.number:
                query = replace(query, unit=part)
    return query


def postcode_of(tokens: list[str]) -> tuple[str, list[str]]:
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


def town_of(tokens: list[str], knows_city: Knows) -> tuple[str, list[str]]:
    """A known town at either end of a line, the longest, and the other words."""
    for length in range(min(5, len(tokens) - 1), 0, -1):
        head, tail = " ".join(tokens[:length]), " ".join(tokens[-length:])
        if knows_city(street_key(head)):
            return head, tokens[length:]
        if knows_city(street_key(tail)):
            return tail, tokens[:-length]
    return "", tokens
