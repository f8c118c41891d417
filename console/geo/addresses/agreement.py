"""How well the town of a door agrees with the town that was written.

A candidate loses 0.12 for a postcode one edit away where nothing else speaks against
it, 0.35 for a postcode or a city that is another.
"""

from console.geo.addresses.candidates import Argument, Why
from console.geo.addresses.gazetteer import Cities, Streets
from console.geo.addresses.query import Query
from console.geo.addresses.rows import Row


class Agreement:
    """Compares postcodes and cities."""

    def __init__(self, streets: Streets, cities: Cities) -> None:
        self._streets = streets
        self._cities = cities

    def located(
        self,
        query: Query,
        row: Row,
        score: float,
        reason: Why,
        args: tuple[Argument, ...],
    ) -> tuple[float, Why, tuple[Argument, ...]]:
        """The score after comparing postcode and city with what was written."""
        postcode, city = row[4], row[5]
        if query.postcode and postcode and not query.postcode.startswith(postcode):
            near = self._streets.close_postcode(query.postcode, postcode)
            agrees = bool(query.city) and self._cities.agree(query.city, city)
            score -= 0.12 if near and (agrees or not query.city) else 0.35
            return score, Why.POSTCODE_DIFFERS, (query.postcode, postcode)
        placed = bool(query.postcode and postcode)
        if query.city and not placed and not self._cities.agree(query.city, city):
            return score - 0.35, Why.CITY_DIFFERS, (query.city, city)
        return score, reason, args
