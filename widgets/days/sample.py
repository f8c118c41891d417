"""Days for the gallery: a November, two waves, a closing with some of everything."""

from datetime import date, timedelta

from console.viewmodels.closing import SummaryView
from console.viewmodels.codes import DayState
from console.viewmodels.day_calendar import DayCount, month_view
from console.viewmodels.days_page import (
    DaysPageView,
    DepotChoice,
    WaveRow,
)

TODAY = date(2026, 11, 21)


def _counts() -> tuple[DayCount, ...]:
    first = date(2026, 10, 26)
    days = [first + timedelta(days=n) for n in range(26)]
    past = [
        DayCount(on, DayState.CLOSED, 2, 1500 + on.day * 13)
        for on in days
        if on.weekday() < 6
    ]
    past[14] = DayCount(past[14].date, DayState.PUBLISHED, 2, 1711, 9, 3)
    return (
        *past,
        DayCount(TODAY, DayState.RUNNING, 2, 1842, 12, 7),
        DayCount(date(2026, 11, 23), DayState.PLANNED, 2, 1624, 0, 2),
        DayCount(date(2026, 11, 24), DayState.IMPORTING, 1, 311, 311, 0),
    )


def days_view() -> DaysPageView:
    """A busy month; today is open, the 12th was never closed."""
    off = frozenset(
        date(2026, 10, 26) + timedelta(days=n) for n in range(42) if n % 7 == 6
    )
    return DaysPageView(
        month_view(TODAY, _counts(), today=TODAY, shown=TODAY, off=off),
        TODAY,
        TODAY,
        TODAY,
        (
            WaveRow("w1", 1, "Morning", "07:30", 15, 1204, DayState.RUNNING, False),
            WaveRow("w2", 2, "Afternoon", "13:00", 20, 626, DayState.PLANNED, True),
            WaveRow("w3", 3, "", "", 15, 0, DayState.EMPTY, False),
        ),
        12,
        depots=(
            DepotChoice("kamppi", "Kamppi depot"),
            DepotChoice("north", "Depot north"),
        ),
        depot="kamppi",
    )


def figures() -> SummaryView:
    """What a closed day came to."""
    return SummaryView(
        handed_over=1797,
        on_time_share=0.975,
        cancelled=4,
        carried_over=38,
        sent_back=5,
        searched=2,
        routes=24,
        kilometres=612.4,
        minutes=7116.0,
        cost_eur=3411.07,
        eur_per_parcel=1.9,
        kg_co2e=109.6,
        g_co2e_per_parcel=61.0,
        next_day=date(2026, 11, 23),
        reopened="",
    )
