"""What the book answers about a small town whose every door is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.geo.addresses.book import AddressBook, Why, normalised, written
from console.geo.addresses.places import PlaceKind
from tests.geo.addresses.truth import metres
from tests.geo.towns import at


@pytest.fixture
def book(town_pack: Path) -> Iterator[AddressBook]:
    book = AddressBook.open(town_pack)
    yield book
    book.close()


def place_is(book: AddressBook, text: str, x: float, y: float, *, why: Why) -> None:
    placement = book.place_text(text)
    assert placement.candidate is not None
    assert placement.reason == why
    assert placement.confident, placement
    here = (placement.candidate.lon, placement.candidate.lat)
    assert metres(here, at(x, y)) < 5, placement


@pytest.mark.parametrize(
    ("text", "x", "y", "why"),
    [
        ("Nygade 3, 1000 By", 1.5, 2.7, Why.EXACT),
        ("nygade 3 1000 by", 1.5, 2.7, Why.EXACT),
        ("3 Nygade, By 1000", 1.5, 2.7, Why.EXACT),
        ("Nygade 3", 1.5, 2.7, Why.EXACT),
        ("Nygade 3, Bytown", 1.5, 2.7, Why.EXACT),
        ("Nygd. 3, 1000 By", 1.5, 2.7, Why.EXACT),
        ("St. Torvegade 4, 2000 Havn", 5.1, 2.0, Why.EXACT),
        ("Nygaed 3, 1000 By", 1.5, 2.7, Why.CORRECTED_SPELLING),
        ("Stoer Torvgade 4, 2000 Havn", 5.1, 2.0, Why.CORRECTED_SPELLING),
        ("Havnegade 2A, 2000 Havn", 0.5, 1.3, Why.EXACT),
        ("Havnegade 2 b, 2000 Havn", 0.6, 1.3, Why.EXACT),
        ("Havnegade 14, 2000 Havn", 5.5, 1.3, Why.EXACT),
        ("Havnegade 12-16, 2000 Havn", 5.5, 1.3, Why.EXACT),
        ("Havnegade 22, 2000 Havn", 8.05, 1.3, Why.EXACT),
        ("Havnegade 22 B 17, 2000 Havn", 8.15, 1.3, Why.EXACT),
        ("Nygade 3C, 1000 By", 1.5, 2.7, Why.NUMBER_NEAR),
        ("Nygade 3, 1001 By", 1.5, 2.7, Why.POSTCODE_DIFFERS),
    ],
)
def test_placed_without_asking(
    book: AddressBook, text: str, x: float, y: float, why: Why
) -> None:
    place_is(book, text, x, y, why=why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Nygade 3, 8000 Aarhus", Why.POSTCODE_DIFFERS),
        ("Nygade 3, 2000 Havn", Why.POSTCODE_DIFFERS),
        ("Nygade 3, Aarhus", Why.CITY_DIFFERS),
        ("Nygade 9, 1000 By", Why.NUMBER_INTERPOLATED),
        ("Nygade 35, 1000 By", Why.NUMBER_NEAR),
        ("Nygade, 1000 By", Why.STREET_ONLY),
        ("Bahnhofstrasse 3, 1000 By", Why.NOT_FOUND),
        ("", Why.NOT_FOUND),
        ("???", Why.NOT_FOUND),
    ],
)
def test_never_a_silent_guess(book: AddressBook, text: str, why: Why) -> None:
    placement = book.place_text(text)
    assert not placement.confident
    assert placement.reason == why


def test_interpolated_between_neighbours(book: AddressBook) -> None:
    found = book.find("Nygade 9, 1000 By")[0]
    assert (found.reason, found.args) == (Why.NUMBER_INTERPOLATED, ("7", "11"))
    assert metres((found.lon, found.lat), at(4.5, 2.7)) < 5
    assert found.number == "9"
    assert found.entrance == 0


def test_the_reason_carries_what_was_corrected(book: AddressBook) -> None:
    found = book.find("Nygaed 3, 1000 By")[0]
    assert found.args == ("Nygaed", "Nygade", 1)
    assert 0.8 <= found.score < 1


def test_columns(book: AddressBook) -> None:
    whole = book.place("Nygade", "3", "1000", "By")
    assert whole.confident
    assert whole == book.place("Nygade 3", "", "DK-1000", "By")
    assert whole == book.place("Nygade", " 3 ", "1000", "")
    assert not book.place("Nygade", "3", "8000", "Aarhus").confident


def test_a_persons_choice_wins(book: AddressBook) -> None:
    text = "Nygade 3, 1000 By"
    chosen = {normalised(text): at(9, 9)}
    assert book.find("NYGADE 3 1000 BY", corrections=chosen)[0].lat == at(9, 9)[1]
    corrected = book.with_corrections(chosen)
    placement = corrected.place("Nygade", "3", "1000", "By")
    assert placement.confident
    assert placement.reason == Why.CHOSEN_BY_PERSON
    assert placement.candidate is not None
    assert placement.candidate.street == "Nygade"
    assert book.place_text(text).reason == Why.EXACT
    assert written("Nygade", "3", "1000", "By") == text


def test_corner(book: AddressBook) -> None:
    found = book.find("Nygade / Store Torvegade, 1000 By")[0]
    assert (found.reason, found.args) == (Why.CORNER, ("Store Torvegade",))
    assert metres((found.lon, found.lat), at(5.1, 2.2)) < 60


def test_way_back_from_a_point(book: AddressBook) -> None:
    found = book.nearest(*at(1.52, 2.68))
    assert found is not None
    assert (found.street, found.number) == ("Nygade", "3")
    far = book.nearest(*at(1.5, 9))
    assert far is None


def test_search_as_you_type(book: AddressBook) -> None:
    def texts(typed: str) -> list[str]:
        return [one.text for one in book.complete(typed)]

    assert texts("ny") == ["Nygade"]
    assert texts("torve") == ["Store Torvegade"]
    assert texts("Havnegdae") == ["Havnegade"]
    assert texts("st. torv") == ["Store Torvegade"]
    assert texts("") == texts("12") == texts(" , ") == []
    assert texts("nyg 1")[:3] == [
        "Nygade 1, 1000 By",
        "Nygade 10, 1000 By",
        "Nygade 11, 1000 By",
    ]
    assert texts("havnegade 2b") == ["Havnegade 2b, 2000 Havn"]


def test_sample_is_seeded_and_placed_back(book: AddressBook) -> None:
    some = book.sample(10, seed=5)
    assert some == book.sample(10, seed=5)
    assert some != book.sample(10, seed=6)
    assert len(book.sample(10_000, seed=1)) < len(book) + 1
    for one in some:
        back = book.place(one.street, one.number, one.postcode, one.city)
        assert back.confident
        assert back.candidate is not None
        assert (back.candidate.lon, back.candidate.lat) == (one.lon, one.lat)


def test_places_in_both_taggings(book: AddressBook) -> None:
    lockers = book.places([PlaceKind.PARCEL_LOCKER])
    assert [(p.name, p.operator) for p in lockers] == [("", ""), ("Locker 1", "Post")]
    assert [p.name for p in book.places([PlaceKind.SUPERMARKET])] == ["Brugsen"]
    assert len(book.places()) == 3


def test_real_lockers_of_lauf(lauf_pack: Path) -> None:
    book = AddressBook.open(lauf_pack)
    lockers = book.places([PlaceKind.PARCEL_LOCKER])
    book.close()
    assert len(lockers) >= 2
    assert all(11.24 < p.lon < 11.31 and 49.49 < p.lat < 49.54 for p in lockers)
