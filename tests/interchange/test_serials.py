"""Numbers of a spreadsheet as its cells show them."""

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, to_excel

from console.interchange.serials import Shown, shown_as, text_of


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.NUMBER),
        ("0.00", Shown.NUMBER),
        ("00000", Shown.ZEROS_5),
        ("0000;-0000", Shown.ZEROS_4),
        ("yyyy-mm-dd", Shown.DATE),
        ("d.m.yyyy h:mm", Shown.DATE),
        ("mmm", Shown.DATE),
        ("[$-40B]d. mmmm yyyy", Shown.DATE),
        ("hh:mm", Shown.TIME),
        ("h:mm:ss AM/PM", Shown.TIME),
        ("[h]:mm", Shown.ELAPSED),
        ("[mm]:ss", Shown.ELAPSED),
        ('#,##0.00" days"', Shown.NUMBER),
        ("\\d0", Shown.NUMBER),
        ("[Red]0.0", Shown.NUMBER),
        ('_-* #,##0.00 "kr"_-', Shown.NUMBER),
    ],
)
def test_a_format_says_what_is_shown(code: str, shown: Shown) -> None:
    assert shown_as(200, code) is shown


@pytest.mark.parametrize("number", BUILTIN_FORMATS)
def test_the_standard_formats_agree_with_another_reader(number: int) -> None:
    dated = shown_as(number, "") in {Shown.DATE, Shown.TIME, Shown.ELAPSED}
    assert dated == is_date_format(BUILTIN_FORMATS[number])


@pytest.mark.parametrize(
    ("given", "shown", "text"),
    [
        ("17", Shown.NUMBER, "17"),
        ("17.0", Shown.NUMBER, "17"),
        ("2.5", Shown.NUMBER, "2.5"),
        ("0.30000000000000004", Shown.NUMBER, "0.3"),
        ("1E-5", Shown.NUMBER, "0.00001"),
        ("6438000000017", Shown.NUMBER, "6438000000017"),
        ("6.438000000017E12", Shown.NUMBER, "6438000000017"),
        ("376130321109103420", Shown.NUMBER, "3.76130321109103E+17"),
        ("120", Shown.ZEROS_5, "00120"),
        ("123456", Shown.ZEROS_5, "123456"),
        ("46349", Shown.DATE, "2026-11-23"),
        ("46349.625", Shown.DATE, "2026-11-23T15:00:00"),
        ("1", Shown.DATE, "1900-01-01"),
        ("61", Shown.DATE, "1900-03-01"),
        ("-1", Shown.DATE, "-1"),
        ("2958466", Shown.DATE, "2958466"),
        ("0.333333333333333", Shown.TIME, "08:00:00"),
        ("1", Shown.TIME, "24:00:00"),
        ("1.5", Shown.ELAPSED, "36:00:00"),
        ("1e400", Shown.NUMBER, "1e400"),
        ("nan", Shown.DATE, "nan"),
        ("twelve", Shown.NUMBER, "twelve"),
    ],
)
def test_a_number_is_shown(given: str, shown: Shown, text: str) -> None:
    assert text_of(given, shown, since_1904=False) == text


def test_days_since_1904() -> None:
    from datetime import datetime  # noqa: PLC0415 - only here

    at = datetime(2026, 11, 23, 15)  # noqa: DTZ001 - a cell has no zone
    number = to_excel(at, epoch=MAC_EPOCH)
    text = text_of(str(number), Shown.DATE, since_1904=True)
    assert text == "2026-11-23T15:00:00"
