"""What a person said wins: for the same words and for the same meaning."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.geo.addresses.book import AddressBook
from console.geo.addresses.candidates import How, Why
from console.geo.addresses.corrections import correction_key, correction_text
from tests.geo.towns import at

PIN, YARD = at(9, 9), at(8, 9)


@pytest.fixture
def book(town_pack: Path) -> Iterator[AddressBook]:
    book = AddressBook.open(town_pack)
    yield book
    book.close()


def where(book: AddressBook, street: str, *rest: str, customer: str = ""):
    postcode, city, unit = (*rest, "", "", "")[:3]
    placement = book.place(street, "", postcode, city, unit, customer=customer)
    assert placement.candidate is not None
    return placement.candidate.lon, placement.candidate.lat


def test_the_same_place_however_it_is_written(book: AddressBook) -> None:
    key = correction_key(correction_text("Nygade 3", "1000", "By"))
    learned = book.with_corrections({key: PIN})
    for street, *rest in (
        ("Nygade 3", "1000", "By"),
        ("NYGADE 3", "DK-1000", "By"),
        ("Nygd. 3", "1000"),
        ("Nygaed 3", "1000", "By"),
        ("Nygade 3, 2. tv", "1000", "By"),
        ("Nygade 3", "1000", "By", "4. th"),
        ("1000 By, Nygade 3",),
    ):
        assert where(learned, street, *rest) == PIN, street
    for street in ("Nygade 5", "Nygade 3C", "Havnegade 3"):
        assert where(learned, street) != PIN, street
    found = learned.place("Nygade 3", "", "1000")
    assert found.candidate is not None
    assert (found.reason, found.confident) == (Why.CHOSEN_BY_PERSON, True)
    assert found.candidate.how is How.CORRECTION


def test_a_number_the_map_lacks_is_learned(book: AddressBook) -> None:
    key = correction_key(correction_text("Nygade 9", "1000", "By"))
    learned = book.with_corrections({key: PIN})
    assert where(learned, "Nygade 9, 3. tv", "1000", "By") == PIN
    assert where(learned, "Nygade 7", "1000", "By") != PIN


def test_a_stair_has_a_pin_of_its_own(book: AddressBook) -> None:
    assert correction_text("Havnegade 22", "2000", "Havn", "B 17") == (
        "havnegade 22 b 2000 havn"
    )
    key = correction_key(correction_text("Havnegade 22", "2000", "Havn", "B 17"))
    learned = book.with_corrections({key: PIN})
    assert where(learned, "Havnegade 22", "2000", "Havn", "B 3") == PIN
    assert where(learned, "Havnegade 22", "2000", "Havn") != PIN


def test_a_customers_own_comes_first(book: AddressBook) -> None:
    text = correction_text("Nygade 3", "1000", "By")
    learned = book.with_corrections(
        {correction_key(text): PIN, correction_key(text, "c1"): YARD}
    )
    assert where(learned, "Nygade 3", "1000", "By", customer="c1") == YARD
    assert where(learned, "Nygd 3", "1000", "By", customer="c1") == YARD
    assert where(learned, "Nygade 3", "1000", "By", customer="c2") == PIN
    assert where(learned, "Nygade 3", "1000", "By") == PIN
    only = book.with_corrections({correction_key(text, "c1"): YARD})
    assert where(only, "Nygade 3", "1000", "By") != YARD


def test_an_unsure_text_is_learned_by_its_words(book: AddressBook) -> None:
    text = correction_text("The blue house by the quay", "2000", "Havn")
    learned = book.with_corrections({correction_key(text): PIN})
    assert where(learned, "The blue house by the Quay", "2000", "Havn") == PIN
