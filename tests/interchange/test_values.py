"""Cells as values: what a spreadsheet spoilt, and what only looks so."""

import pytest

from console.domain.reasons import ReasonCode
from console.interchange import values


@pytest.mark.parametrize(
    "street",
    ["Jansvej 70", "Majdal 20", "Mariendalsvej 43", "12 Marstal", "Augustagade 5"],
)
def test_a_street_may_begin_as_a_month_does(street: str) -> None:
    assert values.plain(street) == street


@pytest.mark.parametrize(
    "number", ["2-Apr", "Jan-70", "02-Apr-24", "4. huhti", "12.maalis", "3-maj"]
)
def test_a_house_number_that_became_a_date_is_named(number: str) -> None:
    with pytest.raises(values.BadCell) as bad:
        values.plain(number)
    assert bad.value.code is ReasonCode.TURNED_INTO_DATE
