"""What stands behind a number: taken apart, and told from streets and towns."""

import pytest

from console.geo.addresses.units import (
    Unit,
    care_of,
    is_unit,
    post_box,
    read_unit,
    without_unit,
)


@pytest.mark.parametrize(
    ("text", "stair", "floor", "door"),
    [
        ("", "", "", ""),
        ("A 12", "A", "", "12"),
        ("C 34 b", "C", "", "34 b"),
        ("rappu B as 7", "B", "", "as 7"),
        ("3. tv", "", "3.", "tv"),
        ("2. sal th", "", "2. sal", "th"),
        ("st. mf", "", "st.", "mf"),
        ("kl.", "", "kl.", ""),
        ("1. 4", "", "1.", "4"),
        ("2. OG", "", "2. OG", ""),
        ("Hinterhaus 2. OG links", "Hinterhaus", "2. OG", "links"),
        ("EG links", "", "EG", "links"),
        ("Whg 5", "", "", "Whg 5"),
        ("Apt 4B", "", "", "Apt 4B"),
        ("Suite 200", "", "", "Suite 200"),
        ("#12", "", "", "#12"),
        ("scala B piano 2 int. 3", "B", "piano 2", "int. 3"),
        ("2 tr", "", "2 tr", ""),
        ("lgh 1101", "", "", "lgh 1101"),
        ("bât B", "bât B", "", ""),
        ("34", "", "", "34"),
    ],
)
def test_read(text: str, stair: str, floor: str, door: str) -> None:
    assert read_unit(text) == Unit(stair, floor, door)


@pytest.mark.parametrize(
    "text",
    ["3. tv", "st. mf", "kl.", "Apt 4B", "#12", "Suite 200", "A 12", "C 34 b", "B"],
)
def test_units(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize(
    "text",
    [
        "St. Torvegade 4",
        "Springfield",
        "1165 København K",
        "5",
        "12-14",
        "Floor Street",
    ],
)
def test_no_units(text: str) -> None:
    assert not is_unit(text)


def test_care_of_and_boxes() -> None:
    assert care_of("c/o Olsen") == "Olsen"
    assert care_of("Cologne") is None
    assert care_of("Attnang 5") is None
    assert post_box("Postfach 12 34") == ("12 34", "")
    assert post_box("Firma X Postfach 7") == ("7", "Firma X")
    assert post_box("Foxbox 7") is None


@pytest.mark.parametrize(
    ("line", "unit", "rest", "own"),
    [
        ("Nygade 12A 3. tv", "3. tv", "Nygade 12A", "3. tv"),
        ("c/o Olsen, Nygade 12, 3. TV", "3. tv", "c/o Olsen, Nygade 12", "3. TV"),
        ("Nygade 12, 3. tv, c/o Olsen", "3. tv", "Nygade 12, c/o Olsen", "3. tv"),
        ("Apt 4B 350 Main St", "Apt 4B", "350 Main St", "Apt 4B"),
        (
            "Via Dante 7, scala B, int. 3",
            "scala B int. 3",
            "Via Dante 7",
            "scala B, int. 3",
        ),
        ("Katu 12B 34", "B 34", "Katu 12B", "34"),
        ("Katu 5, 5", "5", "Katu 5", "5"),
    ],
)
def test_a_unit_is_taken_out_of_its_line(
    line: str, unit: str, rest: str, own: str
) -> None:
    assert without_unit(line, unit) == (rest, own)


@pytest.mark.parametrize(
    ("line", "unit"), [("Katu 12", "12"), ("Katu 12", ""), ("12", "12"), ("", "B")]
)
def test_a_line_keeps_what_is_no_unit_of_it(line: str, unit: str) -> None:
    assert without_unit(line, unit) == (line, "")
