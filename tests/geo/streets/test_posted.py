"""Signs as mappers write them down, in metres, feet and tonnes of several kinds."""

import pytest

from console.geo.streets.posted import Posted, length_mm, mass_kg, posted


@pytest.mark.parametrize(
    ("text", "mm"),
    [
        ("3.5", 3500),
        ("3,5", 3500),
        ("2.2 m", 2200),
        ("2.2m", 2200),
        ("220 cm", 2200),
        ("12'6\"", 3810),
        ("12'", 3658),
        ("12 ft 6 in", 3810),
        ("14 ft", 4267),
        ('80"', 2032),
        ("none", 0),
        ("default", 0),
        ("below_default", 0),
        ("0", 0),
        ("3.5 furlongs", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_lengths(text: str | None, mm: int) -> None:
    assert length_mm(text) == mm


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("3.5", 3500),
        ("7.5 t", 7500),
        ("3t", 3000),
        ("12 t", 12000),
        ("1800 kg", 1800),
        ("10 st", 9072),
        ("26000 lbs", 11793),
        ("none", 0),
        ("unsigned", 0),
        ("0.01", 0),
        ("3,5 T.", 3500),
    ],
)
def test_masses(text: str, kg: int) -> None:
    assert mass_kg(text) == kg


def test_the_smaller_of_two_signs_counts_and_hours_do_not() -> None:
    assert posted({"highway": "primary"}) == Posted()
    assert posted(
        {
            "maxheight": "4",
            "maxheight:physical": "3.9",
            "maxwidth": "2",
            "maxlength": "10",
            "maxweight": "12",
            "maxweightrating": "7.5",
            "maxweight:conditional": "3 @ (22:00-06:00)",
        }
    ) == Posted(3900, 2000, 10_000, 7500)
