"""Days for the gallery: a November, two waves, a closing with some of everything."""

from dataclasses import replace
from datetime import date, timedelta

from console.viewmodels.closing import ClosingView, OpenRow, SummaryView
from console.viewmodels.closing_page import ClosePageView
from console.viewmodels.codes import (
    DayState,
    OpenKind,
    Outcome,
    ParcelState,
    Reason,
    ReasonCode,
)
from console.viewmodels.day_calendar import DayCount, month_view
from console.viewmodels.days_page import (
    DaysPageView,
    DepotChoice,
    WaveRow,
)
from console.viewmodels.moving import MoveTarget, MoveView, TargetKind

TODAY = date(2026, 11, 21)
PARCEL = (Outcome.CARRY_OVER, Outcome.SEND_BACK, Outcome.SEARCH)
ALLOWED = {
    OpenKind.RETURNING: (Outcome.SEND_BACK, Outcome.SEARCH),
    OpenKind.MISSING: (Outcome.SEARCH, Outcome.CARRY_OVER, Outcome.SEND_BACK),
    OpenKind.OVERDUE: (Outcome.LEAVE, Outcome.SEARCH),
    OpenKind.IN_DOUBT: (Outcome.LEAVE, Outcome.SEARCH),
}


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


def close_view() -> ClosePageView:
    """An evening with a bit of everything open."""
    kinds = (
        (OpenKind.UNDELIVERED, 9),
        (OpenKind.NOT_LOADED, 3),
        (OpenKind.UNASSIGNED, 12),
        (OpenKind.HELD, 6),
        (OpenKind.RETURNING, 2),
        (OpenKind.MISSING, 1),
        (OpenKind.OVERDUE, 4),
        (OpenKind.IN_DOUBT, 1),
    )
    items = []
    for kind, count in kinds:
        for n in range(count):
            door = kind in {OpenKind.OVERDUE, OpenKind.IN_DOUBT}
            name = f"JJFI {400_000 + 7919 * (n + 1) + 311 * len(kind)}"
            subject = f"Hub A{n + 1} · door {n + 4}" if door else name
            reason = Reason(ReasonCode.ADDRESS_NOT_FOUND) if kind == "held" else None
            items.append((kind, subject, reason))
    rows = tuple(
        OpenRow(subject, kind, subject, reason, allowed[0], allowed)
        for kind, subject, reason in items
        for allowed in (ALLOWED.get(kind, PARCEL),)
    )
    listed = ClosingView(rows, dict(kinds), date(2026, 11, 23), 0)
    states = (
        (ParcelState.DELIVERED, 742),
        (ParcelState.DEPOSITED, 861),
        (ParcelState.COLLECTED, 194),
        (ParcelState.HELD, 6),
        (ParcelState.READY, 15),
        (ParcelState.RETURNED, 9),
        (ParcelState.RETURNING, 2),
        (ParcelState.MISSING, 1),
    )
    so_far = replace(figures(), carried_over=0, sent_back=0, searched=0)
    return ClosePageView(TODAY, "Kamppi depot", listed, so_far, states)


def closed_view() -> ClosePageView:
    """The same day once it is closed."""
    shut = close_view()
    listed = replace(shut.open, rows=(), kinds={})
    return replace(shut, open=listed, closed=figures())


def move_view() -> MoveView:
    """Two waves, the pool, and the next working days."""
    monday = date(2026, 11, 23)
    return MoveView(
        14,
        2,
        (
            MoveTarget(TargetKind.WAVE, "w1", 1, "Morning", "07:30", 1204),
            MoveTarget(TargetKind.WAVE, "w2", 2, "Afternoon", "13:00", 626),
            MoveTarget(TargetKind.POOL, parcels=12),
            MoveTarget(TargetKind.DAY, "2026-11-23", day=monday),
            MoveTarget(TargetKind.DAY, "2026-11-24", day=monday + timedelta(days=1)),
        ),
        TODAY + timedelta(days=1),
    )
