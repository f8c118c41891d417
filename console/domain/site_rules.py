"""Which parcels a site's rules let in, whatever its doors could hold.

A stranger's parcel is never promised a compartment of a residential house, an office
or a business hub: who is not clearly one of them is not admitted. Addresses are
compared as people write them: the street and the house number must be the same word
for word ("5" is not "5b"), what follows is a unit and must begin alike ("A" lets in
"A 12", "A 1" does not).
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from console.domain.parcel import Parcel, Person
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Site
from console.domain.site_kinds import Audience, SiteRules

_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"\d+|[^\W\d_]+")
_UNIT_WORDS = frozenset(
    {"apt", "apartment", "flat", "unit", "no", "nr", "as", "asunto", "huoneisto"}
    | {"whg", "wohnung", "lejl", "bst"}
)
"""What stands before the number of a flat and says nothing."""


def admits(site: Site, parcel: Parcel, on: date) -> Reason | None:
    """Why a site does not take a parcel on a date; None where it does.

    Hours, compartments and the customer's walk are not looked at here.
    """
    rules = site.rules
    if (site.opens is not None and on < site.opens) or (
        site.closes is not None and on > site.closes
    ):
        return Reason(ReasonCode.SITE_CLOSED, (site.id,))
    stranger = _stranger(rules, parcel.person)
    if stranger is not None:
        return Reason(stranger, (site.id,))
    if parcel.id_check and not rules.id_check:
        return Reason(ReasonCode.SITE_ID_CHECK, (site.id,))
    if rules.max_mass_g and parcel.mass_g > rules.max_mass_g:
        return Reason(ReasonCode.SITE_MASS, (site.id, rules.max_mass_g))
    if site.climates and parcel.climate not in site.climates:
        return Reason(ReasonCode.SITE_CLIMATE, (site.id,))
    return None


def _stranger(rules: SiteRules, person: Person) -> ReasonCode | None:
    if rules.audience is Audience.ALL:
        return None
    if rules.audience is Audience.RESIDENTS:
        lives = any(lives_at(person, address) for address in rules.addresses)
        return None if lives else ReasonCode.SITE_RESIDENTS_ONLY
    if rules.audience is Audience.MEMBERS:
        known = person.email.casefold() in {m.casefold() for m in rules.members}
        member = _belongs(rules, person) or (bool(person.email) and known)
        return None if member else ReasonCode.SITE_MEMBERS_ONLY
    business = _belongs(rules, person)
    return None if business else ReasonCode.SITE_BUSINESSES_ONLY


def lives_at(person: Person, listed: str) -> bool:
    """Whether a person's address is a listed one, or a unit of it."""
    line, _, town = listed.partition(",")
    house, unit = _address(line)
    if not house:
        return False
    own_house, own_unit = _address(f"{person.street} {person.unit}")
    places = _words(f"{person.postcode} {person.city}")
    # An address without a town is not held against it.
    near = not places or all(word in places for word in _words(town))
    return house == own_house and own_unit[: len(unit)] == unit and near


def _belongs(rules: SiteRules, person: Person) -> bool:
    domain = person.email.rpartition("@")[2].casefold()
    for listed in rules.domains:
        wanted = listed.casefold().removeprefix("@")
        if wanted and (domain == wanted or domain.endswith(f".{wanted}")):
            return True
    name = _words(person.name)
    return any(_within(_words(company), name) for company in rules.companies)


def _within(some: Sequence[str], all_words: Sequence[str]) -> bool:
    """Whether some words stand in others, one after the other."""
    count = len(some)
    return bool(some) and any(
        all_words[at : at + count] == some for at in range(len(all_words) - count + 1)
    )


def _address(text: str) -> tuple[list[str], list[str]]:
    """The words up to the house number, and what follows cut where kinds change."""
    words = _words(text)
    last = next((i for i, word in enumerate(words) if word[0].isdecimal()), -1) + 1
    tail = [part for word in words[last:] for part in _RUN.findall(word)]
    return words[:last], [part for part in tail if part not in _UNIT_WORDS]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return [
        word[:-4] if word.endswith("strasse") else word
        for word in _WORD.findall(letters)
    ]
