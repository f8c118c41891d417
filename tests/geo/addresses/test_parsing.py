"""Addresses as people write them, in Europe and in the United States."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.geo.addresses.folding import street_key
from console.geo.addresses.parsing import parse, parse_number
from console.geo.addresses.query import Query

KNOWN = {
    street_key(name)
    for name in (
        "Nørregade",
        "10. Februar Plads",
        "Straße des 17. Juni",
        "Mannerheimintie",
        "Hauptstr.",
        "Main St",
        "H.C. Andersens Boulevard",
        "Allée 3",
    )
}


READINGS = """
Nørregade 12, 1165 København K | Nørregade | 12 |  | 1165 | København K
Nørregade 12 1165 København K | Nørregade | 12 |  | 1165 | København K
1165 København K, Nørregade 12 | Nørregade | 12 |  | 1165 | København K
Nørregade 12A 3. tv, 1165 Kbh | Nørregade | 12a | 3. tv | 1165 | Kbh
Nørregade 12 A, 3. tv, DK-1165 Kbh | Nørregade | 12a | 3. tv | 1165 | Kbh
c/o Olsen, Nørregade 12, 1165 Kbh | Nørregade | 12 |  | 1165 | Kbh
C/O Meyer ¶ Hauptstr. 12-14 ¶ 91207 Lauf | Hauptstr. | 12-14 |  | 91207 | Lauf
Hauptstr. 12 - 14, D-91207 Lauf | Hauptstr. | 12-14 |  | 91207 | Lauf
Hauptstr.12 | Hauptstr. | 12 |  |  |
Nørregade12, 1165 Kbh | Nørregade | 12 |  | 1165 | Kbh
10. Februar Plads 2, 2000 By | 10. Februar Plads | 2 |  | 2000 | By
Straße des 17. Juni 135, 10623 Berlin | Straße des 17. Juni | 135 |  | 10623 | Berlin
Mannerheimintie 12 B 34, 00100 Helsinki | Mannerheimintie | 12b | 34 | 00100 | Helsinki
12 Main St Apt 4, Springfield 12345 | Main St | 12 | Apt 4 | 12345 | Springfield
12 Main St, Springfield, 12345-6789 | Main St | 12 |  | 12345 | Springfield
Unbekannter Weg 7b, 91207 Lauf | Unbekannter Weg | 7b |  | 91207 | Lauf
Unknown Road 12 apt 4 12345 Town | Unknown Road | 12 | apt 4 | 12345 | Town
Nørregade nr. 12, Kbh | Nørregade | 12 |  |  | Kbh
Nørregade, 1165 København K | Nørregade |  |  | 1165 | København K
Nørregade | Nørregade |  |  |  |
Torsgatan 5, 113 21 Stockholm | Torsgatan | 5 |  | 11321 | Stockholm
"""
"""Text | street | number | unit | postcode | city; ¶ is a new line."""


def read(text: str) -> Query:
    return parse(text, KNOWN.__contains__)


@pytest.mark.parametrize("row", READINGS.strip().splitlines())
def test_readings(row: str) -> None:
    text, *wanted = (part.strip() for part in row.split("|"))
    query = read(text.replace("¶", "\n"))
    found = [query.street, query.number, query.unit, query.postcode, query.city]
    assert found == wanted


def test_number_is_split() -> None:
    query = read("Hauptstr. 12b")
    assert (query.first, query.suffix, query.last) == (12, "b", 0)
    query = read("Hauptstr. 12-16")
    assert (query.first, query.suffix, query.last) == (12, "", 16)


@pytest.mark.parametrize("sign", [" / ", " & ", " + ", " Ecke ", " corner of "])
def test_corner(sign: str) -> None:
    query = read(f"Nørregade{sign}Vestergade, 1165 Kbh")
    assert (query.street, query.crossing, query.postcode) == (
        "Nørregade",
        "Vestergade",
        "1165",
    )


@pytest.mark.parametrize(
    ("written", "number", "unit"),
    [
        ("12", "12", ""),
        (" 12 A ", "12a", ""),
        ("12A 2. th", "12a", "2. th"),
        ("x", "x", ""),
    ],
)
def test_number_column(written: str, number: str, unit: str) -> None:
    query = parse_number(Query("Nørregade"), written)
    assert (query.number, query.unit) == (number, unit)


@given(st.text(max_size=60))
def test_never_fails(text: str) -> None:
    assert isinstance(read(text), Query)


@given(st.text("Nør12 ,.-/cA\n&;", max_size=40))
def test_never_fails_on_near_addresses(text: str) -> None:
    assert isinstance(read(text), Query)
