"""A first guess at a place's time zone: that of the nearest city tzdata lists.

`zone.tab` of the tzdata package gives one city for every zone. Near a border the
nearest city may lie in the other country, often with the same clock; who sets up a
depot sees the zone in its file and may change it.
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_DEGREES = re.compile(r"([+-]\d{4}(?:\d\d)?)([+-]\d{5}(?:\d\d)?)")


def nearest_zone(lon: float, lat: float) -> str:
    """The IANA name of the zone whose city is nearest, in WGS84 degrees."""
    squeeze = math.cos(math.radians(lat))

    def away(city: tuple[float, float, str]) -> float:
        east = (city[0] - lon + 180) % 360 - 180
        return math.hypot(east * squeeze, city[1] - lat)

    return min(_cities(), key=away)[2]


@cache
def country_of(zone: str) -> str:
    """The ISO 3166 code of the country a zone's city lies in; empty for none."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab")
    for line in table.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) > 2 and columns[2] == zone and not line.startswith("#"):
            return columns[0]
    return ""


def _cities() -> Iterator[tuple[float, float, str]]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab")
    for line in table.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) < 3 or line.startswith("#"):
            continue
        found = _DEGREES.fullmatch(columns[1])
        if found:
            yield _degrees(found[2], 3), _degrees(found[1], 2), columns[2]


def _degrees(text: str, digits: int) -> float:
    """±DDMM, ±DDMMSS or the same with three digits of degrees."""
    sign, plain = text[0], text[1:]
    parts = [plain[:digits], plain[digits : digits + 2], plain[digits + 2 :] or "0"]
    degree, minute, second = map(int, parts)
    value = degree + minute / 60 + second / 3600
    return -value if sign == "-" else value
