"""The same customer has one key, another customer another, and no key tells who."""

import pytest

from console.domain.customer import customer_key

SECRET = bytes(range(32))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann Olsen", "+358 40 123 4567"), ("A. Olsen", "040-1234567")),
        (("Ann Olsen", ""), ("OLSEN, Ann", "12")),
    ],
)
def test_one_customer(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert customer_key(*one, SECRET) == customer_key(*other, SECRET) != ""


def test_others_differ_and_nobody_is_nobody() -> None:
    ann = customer_key("Ann Olsen", "", SECRET)
    assert len(ann) == 32
    assert ann != customer_key("Bo Olsen", "", SECRET)
    assert ann != customer_key("Ann Olsen", "", SECRET[::-1])
    assert customer_key("", " ", SECRET) == customer_key("Ann", "", b"") == ""
