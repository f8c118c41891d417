"""What a parser makes of a written address: its parts, still as they were written."""

from collections.abc import Callable
from dataclasses import dataclass

from console.geo.addresses.numbers import HouseNumber

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


def nobody(_key: str) -> bool:
    """Know nothing."""
    return False


def numbered(query: Query, number: HouseNumber) -> Query:
    """The query with another house number."""
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


def placed_in(query: Query, postcode: str, city: str) -> Query:
    """The query in another town."""
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
