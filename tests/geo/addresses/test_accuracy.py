"""How often the book is right, wrong and unsure on real addresses with mistakes.

Right is within 30 m of any place at which the extract gives the address. Wrong counts
only what the book says without asking. The mistakes are made by tests.geo.typos, the
truth is read plainly from the extract: neither knows the book.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from console.geo.addresses.book import AddressBook
from console.geo.addresses.store import FILE
from tests.geo.addresses.truth import Written, metres, nearest_m, spots
from tests.geo.typos import Slip, misspelled, neighbours

MANY = 1000
LAYOUT = {"copenhagen": "nordic", "lauf": "german"}
EUROPE = "{street} {number}, {postcode} {city}"
PLAIN = "{street} {number} {postcode} {city}"
STATES = "{number} {street}, {city} {postcode}"
TOWN_FIRST = "{postcode} {city} {street} {number}"
IN_CARE = "c/o Kim Olsen | {street} {number}, 2. OG | {postcode} {city}"
NO_TOWN = "{street} {number}, {postcode}"


def measured(pack: Path, extract: Path, form: str, mistakes: int) -> tuple[float, ...]:
    """Shares right, wrong and right at least as the best candidate."""
    truth = spots(extract)
    random = Random(11)
    key = Written.__repr__
    chosen = random.sample(sorted(truth, key=key), min(MANY, len(truth)))
    book = AddressBook.open(pack)
    right = wrong = best = 0
    for one in chosen:
        street = one.street
        for _ in range(mistakes):
            street = misspelled(street, random, LAYOUT[extract.stem.split(".")[0]])
        placement = book.place_text(
            form.format(
                street=street,
                number=one.number,
                postcode=one.postcode,
                city=one.city,
            )
        )
        if placement.candidate is None:
            continue
        at = (placement.candidate.lon, placement.candidate.lat)
        near = nearest_m(at, truth[one]) <= 30
        best += near
        right += near and placement.confident
        wrong += placement.confident and not near
    book.close()
    n = len(chosen)
    return right / n, wrong / n, best / n


@pytest.mark.parametrize("town", ["copenhagen", "lauf"])
@pytest.mark.parametrize(
    ("form", "mistakes", "least_right"),
    [
        (EUROPE, 0, 0.99),
        (EUROPE, 1, 0.98),
        (PLAIN, 1, 0.98),
        (STATES, 1, 0.98),
        (TOWN_FIRST, 1, 0.98),
        (IN_CARE, 1, 0.98),
        (NO_TOWN, 1, 0.98),
        (EUROPE, 2, 0.94),
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
    right, wrong, best = measured(pack, extract, form, mistakes)
    assert right >= least_right, f"{right:.4f} right"
    assert wrong <= 0.005, f"{wrong:.4f} wrong"
    assert best >= 0.96, f"{best:.4f} best candidates right"


@pytest.mark.parametrize("slip", list(Slip))
def test_mistakes_are_mistakes(slip: Slip) -> None:
    random = Random(1)
    for _ in range(200):
        wrong = misspelled("Nørregade ph 12", random, slip=slip)
        assert wrong != "Nørregade ph 12"
        assert "".join(c for c in wrong if c.isdigit()) == "12"
        assert abs(len(wrong) - len("Nørregade ph 12")) <= 1
    assert set(neighbours("g")) >= {"f", "h", "t", "v"}
    assert "z" in neighbours("t", "german")


def test_streets_of_elsewhere_are_not_taken(copenhagen_pack: Path) -> None:
    book = AddressBook.open(copenhagen_pack)
    elsewhere = [
        book.place(one.street, one.number, "8000", "Aarhus C").confident
        for one in book.sample(300, seed=3)
    ]
    book.close()
    assert not any(elsewhere)


@pytest.mark.parametrize("town", ["copenhagen", "lauf"])
def test_a_number_the_map_lacks(
    request: pytest.FixtureRequest, town: str, tmp_path: Path
) -> None:
    """What is said of a missing number without asking is near it, never far."""
    pack = request.getfixturevalue(f"{town}_pack")
    whole = AddressBook.open(pack)
    lost = whole.sample(600, seed=4)
    whole.close()
    shutil.copy(pack / FILE, tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.executemany(
            "DELETE FROM address WHERE number = ? AND postcode = ? "
            "AND street = (SELECT id FROM street WHERE name = ?)",
            [(one.number, one.postcode, one.street) for one in lost],
        )
        db.commit()
    book = AddressBook.open(tmp_path)
    away_m = []
    for one in lost:
        found = book.place(one.street, one.number, one.postcode, one.city)
        if found.confident and found.candidate is not None:
            here = (found.candidate.lon, found.candidate.lat)
            away_m.append(metres(here, (one.lon, one.lat)))
    book.close()
    assert len(away_m) > len(lost) / 4
    assert sum(m > 30 for m in away_m) / len(lost) <= 0.03
    assert max(away_m) < 120


@pytest.mark.parametrize("town", ["copenhagen", "lauf"])
def test_a_street_the_map_lacks(
    request: pytest.FixtureRequest, town: str, tmp_path: Path
) -> None:
    """A street that is not there is not taken for one that is called nearly so."""
    pack = request.getfixturevalue(f"{town}_pack")
    whole = AddressBook.open(pack)
    lost = whole.sample(150, seed=9)
    whole.close()
    shutil.copy(pack / FILE, tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        for one in lost:
            (street,) = db.execute(
                "SELECT id FROM street WHERE name = ?", (one.street,)
            ).fetchone() or (0,)
            db.execute("DELETE FROM address WHERE street = ?", (street,))
            db.execute("DELETE FROM street WHERE id = ?", (street,))
            db.execute("DELETE FROM alias WHERE street = ?", (street,))
        db.commit()
    book = AddressBook.open(tmp_path)
    silent = [
        one
        for one in lost
        if book.place(one.street, one.number, one.postcode, one.city).confident
    ]
    book.close()
    assert len(silent) / len(lost) <= 0.01, silent
