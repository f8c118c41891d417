"""Addresses as people of many countries write them, and how each must be read.

readings.txt has a row each: text | street | number | unit | postcode | city. In a text
¶ is a new line; a text that holds bars itself ends with ->.
"""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.geo.addresses.folding import street_key
from console.geo.addresses.freeform import others
from console.geo.addresses.parsing import parse
from console.geo.addresses.query import Query

STREETS = """
Mannerheimintie; Kaivokatu; Aleksanterinkatu; Iso Roobertinkatu; Itämerenkatu
Nørregade; Vesterbrogade; Jagtvej; H.C. Andersens Boulevard; Åboulevard; Amagerbrogade
Hauptstraße; Bahnhofstraße; Straße des 17. Juni; Am Markt; Unter den Linden; Hauptstr.
Main Street; Main St; Pennsylvania Avenue; Broadway; West 4th Street; Elm Street
Via Dante; Via Torino; Piazza del Duomo; Corso Buenos Aires; Viale Monza
P.zza del Duomo; Rue de Rivoli; Avenue Foch; Place Bellecour; Drottninggatan
Karl Johans gate
Calle Mayor; High Street; Downing Street; Damrak; Marszałkowska; Kaistraße
"""
TOWNS = """
Helsinki; København K; København; Lauf; Lauf an der Pegnitz; Berlin; Springfield; Milano
Paris; Stockholm; Oslo; Madrid; London; Amsterdam; Warszawa; Frederiksberg; Lyon
"""
READINGS = (
    (Path(__file__).parent / "readings.txt").read_text(encoding="utf-8").splitlines()
)
KNOWN = {street_key(s) for line in STREETS.splitlines() for s in line.split(";")}
CITIES = {street_key(s) for line in TOWNS.splitlines() for s in line.split(";")}


def read(text: str) -> Query:
    return parse(text, KNOWN.__contains__, CITIES.__contains__)


@pytest.mark.parametrize("row", READINGS)
def test_reading(row: str) -> None:
    text, arrow, rest = row.partition("->")
    if not arrow:
        text, _, rest = row.partition("|")
    wanted = [part.strip() for part in rest.split("|")]
    query = read(text.strip().replace("¶", "\n"))
    found = [query.street, query.number, query.unit, query.postcode, query.city]
    assert found == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Mannerheimintie / Kaivokatu, Helsinki",
        "Mannerheimintie/Kaivokatu",
        "Mannerheimintie & Kaivokatu",
        "corner of Mannerheimintie and Kaivokatu, Helsinki",
        "Ecke Mannerheimintie/Kaivokatu",
        "hjørnet af Mannerheimintie og Kaivokatu",
        "Mannerheimintie Ecke Kaivokatu",
        "angolo Mannerheimintie e Kaivokatu",
    ],
)
def test_corner(text: str) -> None:
    query = read(text)
    assert (query.street, query.crossing) == ("Mannerheimintie", "Kaivokatu")
    assert query.number == ""


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("PL 12, 00101 Helsinki", "12"),
        ("P.O. Box 345, Springfield, MA 02101", "345"),
        ("PO Box 12 34, London", "12 34"),
        ("Postfach 10 02 03, 10117 Berlin", "10 02 03"),
        ("Postboks 5, 1165 København K", "5"),
        ("Casella postale 7, Milano", "7"),
        ("Box 45, 111 51 Stockholm", "45"),
    ],
)
def test_box(text: str, box: str) -> None:
    query = read(text)
    assert (query.box, query.street) == (box, "")


def test_a_box_beside_a_door_is_only_noted() -> None:
    query = read("Hauptstraße 5, Postfach 12, 91207 Lauf")
    assert (query.street, query.number, query.postcode) == ("Hauptstraße", "5", "91207")
    assert read("Box Lane 5, London").box == ""


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("c/o Olsen, Nørregade 12", "Olsen"),
        ("Nørregade 12, c/o Bo Olsen", "Bo Olsen"),
        ("z.Hd. Frau Meier, Am Markt 3", "Frau Meier"),
        ("Attn: Stores, 5 Elm Street", "Stores"),
        ("presso Bar Rossi, Via Torino 1", "Bar Rossi"),
    ],
)
def test_care_of(text: str, whom: str) -> None:
    query = read(text)
    assert query.care_of == whom
    assert query.number


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Olsen Nørregade 12", "Nørregade"),
        ("ACME GmbH Hauptstraße 5 91207 Lauf", "Hauptstraße"),
        ("12 Elm Street Springfield 02101", "Elm Street"),
        ("Milano Via Dante 12 20121", "Via Dante"),
    ],
)
def test_a_known_street_is_found_among_other_words(text: str, street: str) -> None:
    readings = [read(text), *others(text, KNOWN.__contains__, CITIES.__contains__)]
    assert street in [query.street for query in readings]


NASTY = st.text("ANør12 ,./-cåß&;#|\n\"'°()@", max_size=60)


@given(st.one_of(st.text(max_size=80), NASTY))
@example("#")
@example("12 / A / ; ; 14 - &")
@example("c/o c/o c/o 1")
@example("1 1 1 1 1 1 1 1")
@example("½ ¼ ² ٣ ١٢ \N{MATHEMATICAL DOUBLE-STRUCK DIGIT ONE}")
def test_nothing_written_raises(text: str) -> None:
    assert isinstance(read(text), Query)
    for query in others(text, KNOWN.__contains__, CITIES.__contains__):
        assert isinstance(query, Query)
