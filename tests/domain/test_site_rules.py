"""Who may use a site, and with what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from console.domain.ids import ParcelId, SiteId
from console.domain.parcel import Climate, Parcel, Person, Size
from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Site
from console.domain.site_kinds import RULES, Audience, SiteKind, SiteRules
from console.domain.site_rules import admits, lives_at

DAY = date(2026, 3, 2)
SITE = Site(SiteId("s"), "S", Place(24.9, 60.2))
PERSON = Person("Aino Alder", "Mannerheimintie 5", "00100", "Helsinki", "A 12")
PARCEL = Parcel(ParcelId("p"), Size(300, 200, 90), 900, PERSON)
Code = ReasonCode


def why(rules: SiteRules, parcel: Parcel = PARCEL, **site: Any) -> Reason | None:
    return admits(replace(SITE, rules=rules, **site), parcel, DAY)


@pytest.mark.parametrize(
    ("listed", "street", "unit", "in_"),
    [
        ("Mannerheimintie 5", "Mannerheimintie 5", "A 12", True),
        ("mannerheimintie 5, 00100 HELSINKI", "Mannerheimintie 5", "", True),
        ("Mannerheimintie 5, 00200", "Mannerheimintie 5", "", False),
        ("Mannerheimintie 5 A", "Mannerheimintie 5", "A 12", True),
        ("Mannerheimintie 5 A 12", "Mannerheimintie 5 A12", "", True),
        ("Mannerheimintie 5 A 1", "Mannerheimintie 5", "A 12", False),
        ("Mannerheimintie 5 B", "Mannerheimintie 5", "A 12", False),
        ("Mannerheimintie 5", "Mannerheimintie 5b", "", False),
        ("Mannerheimintie 5b", "Mannerheimintie 5 b", "", False),
        ("Mannerheimintie 5", "Mannerheimintie 55", "", False),
        ("Hauptstr. 7", "Hauptstraße 7", "", True),
        ("Nørregade 3", "Nørregade 3", "2. tv", True),
        ("5 Main Street", "5 Main Street", "Apt 4", True),
        ("5 Main Street 4", "5 Main Street", "Apt 4", True),
        ("5 Main Street", "5 Mill Street", "", False),
        ("Mannerheimintie", "Mannerheimintie 5", "", False),
        (", 00100", "Mannerheimintie 5", "", False),
        ("", "", "", False),
    ],
)
def test_residents_live_at_what_is_listed(
    listed: str, street: str, unit: str, in_: bool
) -> None:
    person = replace(PERSON, street=street, unit=unit)
    assert lives_at(person, listed) is in_
    found = why(
        SiteRules(Audience.RESIDENTS, (listed,)), replace(PARCEL, person=person)
    )
    assert found == (None if in_ else Reason(Code.SITE_RESIDENTS_ONLY, ("s",)))


def test_an_address_without_a_town_is_not_held_against_it() -> None:
    person = Person("A", "Mannerheimintie 5")
    assert lives_at(person, "Mannerheimintie 5, 00100 Helsinki")


@pytest.mark.parametrize(
    ("rules", "name", "email", "in_"),
    [
        (SiteRules(domains=("acme.example",)), "A", "a@acme.example", True),
        (SiteRules(domains=("@ACME.example",)), "A", "a@hr.acme.example", True),
        (SiteRules(domains=("acme.example",)), "A", "a@notacme.example", False),
        (SiteRules(domains=("acme.example",)), "A", "", False),
        (SiteRules(domains=("",)), "A", "", False),
        (SiteRules(companies=("Acme Oy",)), "ACME OY / Aino", "", True),
        (SiteRules(companies=("Acme Oy",)), "Acme Oyster", "", False),
        (SiteRules(companies=("",)), "Aino", "", False),
        (SiteRules(members=("X@b.example",)), "A", "x@B.example", True),
        (SiteRules(members=("",)), "A", "", False),
        (SiteRules(), "A", "a@b.example", False),
    ],
)
def test_members_and_businesses(
    rules: SiteRules, name: str, email: str, in_: bool
) -> None:
    parcel = replace(PARCEL, person=replace(PERSON, name=name, email=email))
    members = why(replace(rules, audience=Audience.MEMBERS), parcel)
    assert members == (None if in_ else Reason(Code.SITE_MEMBERS_ONLY, ("s",)))
    firms = why(replace(rules, audience=Audience.BUSINESSES, members=()), parcel)
    known = in_ and not rules.members
    assert firms == (None if known else Reason(Code.SITE_BUSINESSES_ONLY, ("s",)))


def test_what_may_be_put_in() -> None:
    assert why(SiteRules()) is None
    heavy = why(SiteRules(max_mass_g=800))
    assert heavy == Reason(Code.SITE_MASS, ("s", 800))
    assert why(SiteRules(max_mass_g=900)) is None
    papers = replace(PARCEL, id_check=True)
    assert why(SiteRules(), papers) == Reason(Code.SITE_ID_CHECK, ("s",))
    assert why(SiteRules(id_check=True), papers) is None
    cold = replace(PARCEL, climate=Climate.CHILLED)
    assert why(SiteRules(), cold, climates=(Climate.AMBIENT,)) == Reason(
        Code.SITE_CLIMATE, ("s",)
    )
    assert why(SiteRules(), cold) is None


def test_a_site_has_its_first_and_last_date() -> None:
    closed = Reason(Code.SITE_CLOSED, ("s",))
    assert why(SiteRules(), opens=date(2026, 3, 3)) == closed
    assert why(SiteRules(), closes=date(2026, 3, 1)) == closed
    assert why(SiteRules(), opens=DAY, closes=DAY) is None


def test_every_kind_has_its_rules() -> None:
    assert set(RULES) == set(SiteKind)
    assert why(RULES[SiteKind.RETAIL]) is None
    for kind in set(SiteKind) - {SiteKind.RETAIL}:
        assert why(RULES[kind]) is not None
