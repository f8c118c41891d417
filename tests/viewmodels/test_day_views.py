"""A month of days, two plans beside each other, the queue of changes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.change import Change, ChangeKind, ChangeState, Consequence
from console.domain.closing import DaySummary, OpenItem, OpenKind, Outcome
from console.domain.day import DayState
from console.domain.draft import Drop
from console.domain.ids import (
    ActorId,
    ChangeId,
    CompartmentId,
    DayId,
    ParcelId,
    SiteId,
    SizeClassId,
    VehicleId,
    VehicleTypeId,
    WaveId,
)
from console.domain.money import Money
from console.domain.parcel import Parcel, ParcelState, Person, Size
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel
from console.domain.reasons import Reason, ReasonCode
from console.viewmodels.changes import changes_view
from console.viewmodels.closing import closing_view, summary_view
from console.viewmodels.comparison import Sort, comparison_view
from console.viewmodels.day_calendar import DayCount, month_dates, month_view

WHY = Reason(ReasonCode.CHEAPEST)
TODAY = date(2026, 11, 20)


def test_a_month_in_whole_weeks() -> None:
    counts = [
        DayCount(date(2026, 11, 19), DayState.RUNNING, 2, 300, 0, 3),
        DayCount(date(2026, 11, 18), DayState.CLOSED, 1, 200),
        DayCount(TODAY, DayState.PUBLISHED, 2, 310),
    ]
    view = month_view(
        TODAY, counts, today=TODAY, shown=TODAY, off=frozenset({date(2026, 11, 22)})
    )
    assert view.month == date(2026, 11, 1)
    assert (view.previous, view.next) == (date(2026, 10, 1), date(2026, 12, 1))
    assert [len(week) for week in view.weeks] == [7] * 6
    assert view.weeks[0][0].date == date(2026, 10, 26)
    assert not view.weeks[0][0].inside
    cell = view.cell(TODAY)
    assert cell is not None
    assert (cell.today, cell.shown, cell.parcels) == (True, True, 310)
    assert view.open_before_today == (date(2026, 11, 19),)
    closed, off = view.cell(date(2026, 11, 18)), view.cell(date(2026, 11, 22))
    assert closed is not None
    assert closed.read_only
    assert off is not None
    assert off.off
    assert view.cell(date(2027, 1, 1)) is None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_month_is_covered(month: date) -> None:
    first, last = month_dates(month)
    view = month_view(month, (), today=TODAY)
    cells = [cell for week in view.weeks for cell in week]
    assert (cells[0].date, cells[-1].date) == (first, last)
    assert len(cells) in {28, 35, 42}
    assert sum(cell.inside for cell in cells) in {28, 29, 30, 31}
    assert view.previous < view.month < view.next


def plan(*routes: tuple[str, str, tuple[Drop, ...]], left: str = "") -> Plan:
    """One stop a drop; `late` parcels begin a minute after their window."""
    made = tuple(
        Route(
            VehicleId(vehicle),
            VehicleTypeId(kind),
            tuple(
                PlannedStop(
                    n,
                    (drop,),
                    n,
                    n,
                    n + 1,
                    1,
                    1,
                    (),
                    60 if drop.parcel == "late" else 0,
                )
                for n, drop in enumerate(drops)
            ),
            0,
            600 * len(drops),
            1_000 * len(drops),
            (),
            10 * len(drops),
            Money(10_000),
        )
        for vehicle, kind, drops in routes
    )
    carried = [drop for _, _, drops in routes for drop in drops]
    return Plan(
        made,
        tuple(Assigned(drop, WHY) for drop in carried),
        tuple(Unassigned(ParcelId(p), WHY) for p in left),
        ((CostLine.VEHICLES, Money(10_000 * len(made))),),
        Making(0, 0, 0.0, "x"),
    )


def door(name: str) -> Drop:
    return Drop(ParcelId(name), Channel.DOOR)


def locker(name: str, site: str = "s1", size: str = "S") -> Drop:
    return Drop(ParcelId(name), Channel.LOCKER, SiteId(site), SizeClassId(size))


def test_two_plans_beside_each_other() -> None:
    before = plan(
        ("v1", "van", (door("a"), door("b"), door("c"), locker("d"))),
        ("v2", "van", (locker("e"), locker("f"), door("late"))),
        left="g",
    )
    after = plan(
        ("v1", "van", (door("c"), door("a"), locker("b"), locker("d", "s2"))),
        ("b1", "bike", (locker("e"), door("g"))),
        ("v2", "van", (locker("f", "s1", "L"),)),
        left="x",
    )
    view = comparison_view(
        before,
        after,
        names=("published", "draft"),
        modes={VehicleTypeId("van"): "driving"},
        sites={SiteId("s2"): "Hub"},
    )
    sorts = {line.parcel: line.sort for line in view.parcels}
    assert sorts == {
        "b": Sort.CHANNEL,
        "c": Sort.ORDER,
        "d": Sort.SITE,
        "e": Sort.VEHICLE,
        "f": Sort.SIZE_CLASS,
        "g": Sort.ADDED,
        "late": Sort.REMOVED,
    }
    assert view.sorts[Sort.ADDED] == 1
    assert (view.late_before, view.late_after) == (("late",), ())
    assert view.total("late").change == -1
    assert view.total("routes").change == 1
    assert view.total("kilometres").before == 7.0
    assert view.total("minutes").after == 70.0
    assert view.total("g_co2e").after == 70
    assert [(m.name, m.before, m.after) for m in view.modes] == [
        ("bike", 0, 2),
        ("driving", 7, 5),
    ]
    by_vehicle = {line.vehicle: line for line in view.routes}
    assert by_vehicle[VehicleId("b1")].stops.before == 0
    assert all(line.changed for line in view.routes)
    way = next(line for line in view.parcels if line.parcel == "d")
    assert (way.way_before, way.way_after) == ("s1", "Hub")
    assert view.costs[0].change == pytest.approx(1.0)
    assert not view.same
    assert comparison_view(before, before).same


def parcel(name: str) -> Parcel:
    return Parcel(ParcelId(name), Size(1, 2, 3), 400, Person("Ann", "Street 1"))


def change(name: str, state: ChangeState, **more: object) -> Change:
    one = Change(
        ChangeId(name),
        DayId("d"),
        WaveId("w"),
        ChangeKind.LATE,
        state,
        datetime(2026, 11, 20, 10, tzinfo=UTC),
        ActorId("ann"),
        ParcelId("p"),
    )
    return replace(one, **more)


def test_the_queue_of_changes() -> None:
    priced = Consequence(
        Money(25_000), 90, 1_500, VehicleId("v1"), Channel.LOCKER, SiteId("s"), 61
    )
    edited = replace(parcel("p"), mass_g=900)
    rows = [
        change("done", ChangeState.DONE, decided_by=ActorId("bo")),
        change("taken", ChangeState.ACCEPTED),
        change("late", ChangeState.WAITING, consequence=priced),
        change("edit", ChangeState.WAITING, kind=ChangeKind.EDITED, given=edited),
        change(
            "door",
            ChangeState.WAITING,
            kind=ChangeKind.DOOR_FAULT,
            parcel=None,
            compartment=CompartmentId("c/1"),
        ),
        change("rejected", ChangeState.REJECTED, consequence=Consequence()),
        change(
            "van", ChangeState.WAITING, parcel=None, vehicle=VehicleId("v9"),
            consequence=Consequence(channel=Channel.DOOR, parcels=(ParcelId("p"),)),
        ),
    ]  # fmt: skip
    view = changes_view(
        rows,
        {ParcelId("p"): parcel("p")},
        ZoneInfo("Europe/Helsinki"),
        labels={ParcelId("p"): "P 1"},
        doors={CompartmentId("c/1"): "Hub 01"},
        sites={SiteId("s"): "Hub"},
    )
    assert [row.id for row in view.rows] == [
        *("late", "edit", "door", "van", "taken", "rejected", "done"),
    ]
    assert (view.waiting, view.accepted, view.unpriced) == (4, 1, 2)
    assert view.cost_eur == pytest.approx(2.5)
    late, edit, box, van, taken = view.rows[:5]
    assert (late.subject, late.way, late.late_min, late.minutes) == (
        "P 1",
        "Hub",
        2,
        1.5,
    )
    assert late.at.hour == 12
    assert late.acceptable
    assert not late.returnable
    assert taken.returnable
    assert [(e.name, e.before, e.after) for e in edit.edits] == [
        ("mass", "400 g", "900 g")
    ]
    assert box.subject == "Hub 01"
    assert (van.subject, van.way, van.touched) == ("v9", "door", 1)


def test_the_list_to_close_a_day_by() -> None:
    items = [
        OpenItem(OpenKind.HELD, ParcelId("p"), reason=WHY),
        OpenItem(OpenKind.IN_DOUBT, compartment=CompartmentId("c/1")),
        OpenItem(OpenKind.HELD, ParcelId("q")),
    ]
    view = closing_view(
        items,
        TODAY,
        2,
        chosen={"q": Outcome.SEARCH},
        labels={ParcelId("p"): "P 1"},
        doors={CompartmentId("c/1"): "Hub 01"},
    )
    assert [row.subject for row in view.rows] == ["P 1", "Hub 01", "q"]
    assert view.outcomes == {
        "p": Outcome.CARRY_OVER,
        "c/1": Outcome.LEAVE,
        "q": Outcome.SEARCH,
    }
    assert view.kinds == {OpenKind.HELD: 2, OpenKind.IN_DOUBT: 1}
    assert view.waiting == 2


def test_the_figures_of_a_day() -> None:
    made = DaySummary(
        DayId("d"),
        datetime(2026, 11, 20, 18, tzinfo=UTC),
        ActorId("ann"),
        TODAY,
        {ParcelState.CANCELLED: 2},
        {Outcome.CARRY_OVER: 3},
        4,
        3,
        2,
        5_000,
        7_200,
        Money(100_000),
        1_000,
    )
    view = summary_view(made)
    assert (view.on_time_share, view.g_co2e_per_parcel) == (0.75, 250.0)
    assert (view.kilometres, view.minutes, view.eur_per_parcel) == (5.0, 120.0, 2.5)
    assert (view.cancelled, view.carried_over, view.searched) == (2, 3, 0)
    nothing = summary_view(replace(made, handed_over=0, on_time=0))
    assert (nothing.on_time_share, nothing.eur_per_parcel) == (0.0, 0.0)
