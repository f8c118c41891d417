"""How often the book is right, wrong and unsure on real addresses with mistakes.

Right is within 30 m of any place at which the extract gives the address. Wrong counts
only what the book says without asking. The mistakes are made by tests.geo.addresses.
typos, the truth is read plainly from the extract: neither knows the book.
"""

from pathlib import Path
from random import Random

import pytest

from console.geo.addresses.book import AddressBook
from tests.geo.addresses.truth import Written, nearest_m, spots
from tests.geo.addresses.typos import misspelled, neighbours

MANY = 2000
EUROPE = "{street} {number}, {postcode} {city}"
PLAIN = "{street} {number} {postcode} {city}"
STATES = "{number} {street}, {city} {postcode}"


def measured(pack: Path, extract: Path, form: str, mistakes: int) -> tuple[float, ...]:
    """Shares right, wrong and unsure."""
    truth = spots(extract)
    random = Random(11)
    key = Written.__repr__
    chosen = random.sample(sorted(truth, key=key), min(MANY, len(truth)))
    book = AddressBook.open(pack)
    right = wrong = 0
    for one in chosen:
        street = one.street
        for _ in range(mistakes):
            street = misspelled(street, random)
        placement = book.place_text(
            form.format(
                street=street,
                number=one.number,
                postcode=one.postcode,
                city=one.city,
            )
        )
        if placement.confident and placement.candidate is not None:
            at = (placement.candidate.lon, placement.candidate.lat)
            if nearest_m(at, truth[one]) <= 30:
                right += 1
            else:
                wrong += 1
    book.close()
    n = len(chosen)
    return right / n, wrong / n, (n - right - wrong) / n


@pytest.mark.parametrize("town", ["copenhagen", "lauf"])
@pytest.mark.parametrize(
    ("form", "mistakes", "least_right"),
    [
        (EUROPE, 0, 0.99),
        (EUROPE, 1, 0.98),
        (PLAIN, 1, 0.98),
        (STATES, 1, 0.98),
        (EUROPE, 2, 0.85),
    ],
)
def test_right_and_hardly_ever_wrong(
    request: pytest.FixtureRequest,
    shared_data: Path,
    town: str,
    form: str,
    mistakes: int,
    least_right: float,
) -> None:
    pack = request.getfixturevalue(f"{town}_pack")
    extract = shared_data / "osm" / f"{town}.osm.pbf"
    right, wrong, unsure = measured(pack, extract, form, mistakes)
    assert right >= least_right, f"{right:.4f} right, {unsure:.4f} unsure"
    assert wrong <= 0.005, f"{wrong:.4f} wrong"


def test_mistakes_are_mistakes() -> None:
    random = Random(1)
    for _ in range(500):
        wrong = misspelled("Nørregade 12", random)
        assert wrong != "Nørregade 12"
        assert wrong.endswith(" 12")
        assert abs(len(wrong) - len("Nørregade 12")) <= 1
    assert set(neighbours("g")) >= {"f", "h", "t", "v"}


def test_streets_of_elsewhere_are_not_taken(copenhagen_pack: Path) -> None:
    book = AddressBook.open(copenhagen_pack)
    elsewhere = [
        book.place(one.street, one.number, "8000", "Aarhus C").confident
        for one in book.sample(300, seed=3)
    ]
    book.close()
    assert not any(elsewhere)
