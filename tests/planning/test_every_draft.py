"""The search beside all drafts of tiny days that ask anything."""

import numpy as np
import pytest

from console.planning.arrays import tables
from tests.planning.drafts import cheapest_draft
from tests.planning.odd_days import Ask, carried, odd_day
from tests.planning.test_properties import searched

DAYS = 16
ASKED = sorted(carried(Ask))


@pytest.mark.parametrize("number", range(DAYS))
def test_no_draft_is_cheaper_than_the_plan(number: int) -> None:
    rng = np.random.default_rng(number)
    # One wish after the other, and a mixture of some.
    asks = {ASKED[number % len(ASKED)], *rng.choice(ASKED, 3)}
    known = tables(odd_day(number, 3, 2, 2, asks))
    assert searched(known, number, 500).cost == cheapest_draft(known)
