"""A slip of the finger is cheap, another name is dear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.geo.addresses.slips import slip_cost

KEYS = st.text("abcdenrst", max_size=9)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ryesgade", "ryesgade"),
        ("dyesgadde", "ryesgade"),
        ("nrørbrogade", "nørrebrogade"),
        ("torvegdae", "torvegade"),
        ("flvarsvej", "folkvarsvej"),
        ("zeppelinstrase", "yeppelinstrase"),
    ],
)
def test_slips(written: str, meant: str) -> None:
    assert slip_cost(written, meant) <= 1.8001


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hersbruckerstrase", "insbruckerstrase"),
        ("knapmagerstien", "nalemagerstien"),
        ("sollerodgade", "hillerodgade"),
        ("siemenstrase", "wiesenstrase"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert slip_cost(one, other) > 1.85


@given(KEYS, KEYS)
def test_it_is_a_price(one: str, other: str) -> None:
    cost = slip_cost(one, other)
    assert (cost == 0) == (one == other)
    assert cost <= 1.4 * max(len(one), len(other)) + 1e-9
