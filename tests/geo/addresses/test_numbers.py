"""House numbers as tags and people give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.geo.addresses.numbers import HouseNumber, house_number, house_numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12", HouseNumber("12", 12)),
        ("12a", HouseNumber("12a", 12, "a")),
        ("12 A", HouseNumber("12a", 12, "a")),
        ("12/A", HouseNumber("12a", 12, "a")),
        ("12 bis", HouseNumber("12bis", 12, "bis")),
        ("nr. 12", HouseNumber("12", 12)),
        ("12-14", HouseNumber("12-14", 12, "", 14)),
        ("12\u201314", HouseNumber("12-14", 12, "", 14)),
        ("12/14", HouseNumber("12-14", 12, "", 14)),
        ("12a-14c", HouseNumber("12a-14c", 12, "a", 14, "c")),
        ("12a-12c", HouseNumber("12a-c", 12, "a", 0, "c")),
        ("1234/5", HouseNumber("1234-5", 1234)),
        ("5-1", HouseNumber("5-1", 5)),
        ("12-9000", HouseNumber("12-9000", 12)),
    ],
)
def test_one(written: str, number: HouseNumber) -> None:
    assert house_number(written) == number


def test_none() -> None:
    assert house_number("x") is house_number("") is house_number("Block 5") is None


@pytest.mark.parametrize(
    ("tag", "numbers"),
    [
        ("12;14", ["12", "14"]),
        ("12-18", ["12-18"]),
        ("8B-D", ["8b", "8c", "8d"]),
        ("3, x, 5", ["3", "5"]),
        ("2z-a", ["2z-a"]),
    ],
)
def test_lists(tag: str, numbers: list[str]) -> None:
    assert [one.number for one in house_numbers(tag)] == numbers


@given(st.text("0123456789abcz-/;, ", max_size=14))
def test_never_fails(text: str) -> None:
    for one in house_numbers(text):
        assert one.first >= 0
        assert one.last == 0 or one.last > one.first
