"""Lines in any order and without commas: what else they may mean.

Where nothing marks where the street begins, every number may be the house number, with
the street right before or right after it and a town at either end. All of that is
tried, the readings whose street the book knows first.
"""

from collections.abc import Iterator
from dataclasses import replace

from console.geo.addresses.folding import street_key
from console.geo.addresses.line_parts import begins_with_digit, number_at, parts_of
from console.geo.addresses.localities import postcode_of, town_of
from console.geo.addresses.numbers import HouseNumber
from console.geo.addresses.query import Knows, Query, numbered
from console.geo.addresses.units import unit_length


def others(text: str, knows_street: Knows, knows_city: Knows) -> Iterator[Query]:
    """Further readings of a line in which nothing marks where the street begins."""
    parts, said = parts_of(text)
    tokens = " ".join(parts).split()
    if not tokens or len(tokens) > 24:
        return
    postcode, tokens = postcode_of(tokens)
    said = replace(said, postcode=postcode)
    town, left = town_of(tokens, knows_city)
    for city, words in ((town, left), ("", tokens)) if town else (("", tokens),):
        for at, token in enumerate(words):
            if not (token[0].isdigit() or token[0] == "#"):
                continue
            number, used = number_at(words, at)
            if number is None:
                continue
            yield from _around(said, city, words, at, used, number, knows_street)
    if left and not any(begins_with_digit(t) for t in left):
        yield replace(said, street=" ".join(left), city=town)


def town_first(
    text: str, part: str, knows_street: Knows, knows_city: Knows
) -> Query | None:
    """A line without commas that begins with a town ("1165 København Nørregade 12")."""
    _, tokens = postcode_of(part.split())
    town, left = town_of(tokens, knows_city)
    if not town or tokens[-len(left) :] != left:
        return None
    if not any(begins_with_digit(t) for t in left):
        return None
    return next(others(text, knows_street, knows_city), None)


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
    base = numbered(replace(said, city=city), number)
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
