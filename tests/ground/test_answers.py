"""Addresses answered across the border of the region's process."""

from collections.abc import Iterator

import pytest

from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode
from console.geo.addresses.book import AddressBook
from console.geo.addresses.corrections import correction_key, correction_text
from console.geo.addresses.store import build_addresses
from console.geo.extract import read_extract
from console.ground.answers import completed, located, parted, reversed_, suggested
from console.ground.messages import Address, Complete, Reverse, Suggest
from tests.geo.towns import at, small_town


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddressBook]:
    folder = tmp_path_factory.mktemp("town")
    build_addresses(read_extract(small_town().write(folder / "t.osm.pbf")), folder)
    book = AddressBook.open(folder)
    yield book
    book.close()


def test_places_and_reasons(book: AddressBook) -> None:
    wanted = [
        Address("Nygade 3", "1000", "By"),
        Address("Nygade 35", "1000", "By"),
        Address("Postboks 7", "1000", "By"),
        Address("Bahnhofstrasse 3", "1000", "By"),
    ]
    first, *reasons = located(book, wanted, {})
    assert first == Place(*at(1.5, 2.7)) or isinstance(first, Place)
    codes = [one.code for one in reasons if isinstance(one, Reason)]
    assert codes == [
        ReasonCode.ADDRESS_UNSURE,
        ReasonCode.ADDRESS_POST_BOX,
        ReasonCode.ADDRESS_NOT_FOUND,
    ]


def test_offers_with_their_reasons(book: AddressBook) -> None:
    told = suggested(book, Suggest("1", Address("Nygade 35", "1000", "By")))
    assert told.id == "1"
    best = told.offers[0]
    assert (best.street, best.why, best.how) == (
        "Nygade",
        "number_near",
        "nearest_number",
    )
    assert best.text == "Nygade 19, 1000 By"
    scores = [one.score for one in told.offers]
    assert scores == sorted(scores, reverse=True)
    begun = suggested(book, Suggest("2", Address("Havneg 3", "2000", "Havn")))
    assert any(one.street == "Havnegade" for one in begun.offers)
    assert suggested(book, Suggest("3", Address(""))).offers == ()


def test_what_a_person_said_is_offered_first(book: AddressBook) -> None:
    address = Address("Nygade 35", "1000", "By", customer="c")
    text = correction_text("Nygade 35", "1000", "By")
    pins = {correction_key(text, "c"): at(9, 9)}
    best, *rest = suggested(book, Suggest("1", address, pins)).offers
    assert (best.lon, best.lat, best.why) == (*at(9, 9), "chosen_by_person")
    assert rest
    others = suggested(book, Suggest("1", Address("Nygade 35", "1000", "By"), pins))
    assert others.offers[0].why != "chosen_by_person"


def test_completions(book: AddressBook) -> None:
    told = completed(book, Complete("1", "nyg 1", Place(*at(5, 2))))
    assert told.completions[0].text == "Nygade 1, 1000 By"
    assert len(completed(book, Complete("1", "a", limit=2)).completions) <= 2


def test_the_way_back(book: AddressBook) -> None:
    door = reversed_(book, Reverse("1", Place(*at(1.52, 2.68))))
    assert door.offer is not None
    assert (door.offer.text, door.away_m < 10) == ("Nygade 3, 1000 By", True)
    street = reversed_(book, Reverse("1", Place(*at(9.9, 0.1))))
    assert street.offer is not None
    assert (street.offer.how, street.offer.street) == ("street_only", "Havnegade")
    assert 140 < street.away_m < 180
    assert reversed_(book, Reverse("1", Place(0, 0))).offer is None


def test_units_are_told_from_the_line(book: AddressBook) -> None:
    wanted = {
        "Havnegade 22 B 34": ("Havnegade 22", "B 34"),  # a stair the book knows
        "Havnegade 2 B 3. tv": ("Havnegade 2 B", "3. tv"),  # a letter of the number
        "c/o Olsen, Nygade 3, 3. tv": ("c/o Olsen, Nygade 3", "3. tv"),
        "Olematonkuja 5 as 3": ("Olematonkuja 5", "as 3"),
        "Nygade 3": ("Nygade 3", ""),
        "": ("", ""),
    }
    lines = parted(book, [Address(line, city="") for line in wanted])
    assert dict(zip(wanted, lines, strict=True)) == wanted


def test_what_is_said_of_a_parted_line_holds_for_the_whole_one(
    book: AddressBook,
) -> None:
    town = ("2000", "Havn")
    text = correction_text("Havnegade 22", *town, "B 34")
    pins = {correction_key(text): at(9, 9)}
    for address in (
        Address("Havnegade 22 B 34", *town),
        Address("Havnegade 22", *town, "B 34"),
    ):
        assert located(book, [address], pins) == (Place(*at(9, 9)),)
