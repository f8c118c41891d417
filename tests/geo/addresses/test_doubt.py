"""What the book asks a person about, and that no text makes it stumble."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.geo.addresses.book import AddressBook
from console.geo.addresses.candidates import Why
from console.geo.addresses.store import build_addresses
from console.geo.extract import read_extract
from tests.geo.towns import Town


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddressBook]:
    """Nygade in By, and another Nygade in Havn forty units east."""
    town = Town()
    town.way([(0, 1), (5, 1)], highway="residential", name="Nygade")
    town.way([(40, 1), (45, 1)], highway="residential", name="Nygade")
    for x, number, postcode, city in (
        (1, "1", "1000", "By"),
        (2, "3", "1000", "By"),
        (41, "1", "2000", "Havn"),
        (42, "5", "2000", "Havn"),
    ):
        town.node(
            x,
            1,
            addr_street="Nygade",
            addr_housenumber=number,
            addr_postcode=postcode,
            addr_city=city,
        )
    folder = tmp_path_factory.mktemp("two")
    build_addresses(read_extract(town.write(folder / "two.osm.pbf")), folder)
    book = AddressBook.open(folder)
    yield book
    book.close()


@pytest.mark.parametrize("text", ["Nygade 1", "Nygade 3", "Nygade 5"])
def test_a_street_of_two_towns_is_asked_about(book: AddressBook, text: str) -> None:
    placement = book.place_text(text)
    assert (placement.reason, placement.confident) == (Why.AMBIGUOUS, False)
    assert book.place_text(f"{text}, 8000 Aarhus").confident is False


def test_the_town_settles_it(book: AddressBook) -> None:
    assert book.place_text("Nygade 1, Havn").confident
    assert book.place_text("Nygade 1, 1000").confident
    towns = {one.city for one in book.suggest("Nygade 1")}
    assert towns == {"By", "Havn"}


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.one_of(st.text(max_size=50), st.text("Nygade 135,/-Byc\n#&.", max_size=40)))
def test_no_text_makes_it_stumble(book: AddressBook, text: str) -> None:
    for found in (*book.find(text), *book.suggest(text, "1000", text, text)):
        assert 0 <= found.score <= 1
    book.place(text, text, text, text, text, corrections={text: (12.5, 55.6)})
    for one in book.complete(text, near=(12.5, 55.6)):
        assert one.text
