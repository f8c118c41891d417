"""Postcodes of many countries, and the names of countries and states around them.

1165   00100   91207   113 21   02101-1234   DK-1165   00-950   SW1A 1AA   1012 AB
"""

import re

from console.geo.addresses.folding import street_key

_ISO = "AT|BE|CH|CZ|DE|DK|EE|ES|FI|FR|GB|IE|IT|LT|LU|LV|NL|NO|PL|PT|SE|UK|US"
POSTCODE = re.compile(
    r"(?:^|(?<=[\s,]))(?:[A-Z]{1,3}-)?("
    r"\d{4} ?(?!(?:" + _ISO + r")\b)[A-Z]{2}(?=\s+[A-Z]|$)"
    r"|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
    r"|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}|\d{5}|\d{4}"
    r")(?:-\d{4})?(?=[\s,]|$)"
)
"""The code itself is group 1; a country's letters before it are not part of it."""

_PREFIX = re.compile(r"^[A-Za-z]{1,3}-(?=\d)")
_ZIP_4 = re.compile(r"^(\d{5})-\d{4}$")
_STATE = re.compile(r"(?:^|\s)[A-Z]{2}$")
_NAMES = """
    Danmark Denmark Dänemark Tanska Suomi Finland Finnland Sverige Sweden Schweden
    Ruotsi Norge Norway Norwegen Norja Deutschland Germany Tyskland Saksa Italia Italy
    Italien France Frankreich Frankrig España Spain Spanien Österreich Austria Schweiz
    Suisse Svizzera Switzerland USA Nederland Netherlands Belgien Belgique België
    Polska Poland Eesti Estonia Latvija Lietuva Portugal Luxembourg Ireland England
    Scotland UnitedStates UnitedKingdom UnitedStatesOfAmerica
"""
_COUNTRIES = frozenset(map(street_key, _NAMES.split()))
_CODES = frozenset(_ISO.split("|"))


def is_country(part: str) -> bool:
    """Whether a part names a country and nothing else."""
    if len(part) < 3:
        return part in _CODES
    return len(part) < 28 and street_key(part) in _COUNTRIES


def plain_postcode(written: str) -> str:
    """A postcode as the book keeps it: no spaces, no country, no second half."""
    tight = _PREFIX.sub("", written.replace(" ", "").strip().upper())
    return _ZIP_4.sub(r"\1", tight)


def without_state(city: str) -> str:
    """The town before a state's two letters ("Springfield MA")."""
    left = _STATE.sub("", city).strip()
    return left or city
