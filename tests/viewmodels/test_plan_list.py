"""A wave's plans as a list, and what publishing would change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console.domain.day import Revision, RevisionState
from console.domain.difference import Difference, Handling, ParcelChange
from console.domain.draft import Drop
from console.domain.ids import (
    ActorId,
    ParcelId,
    RevisionId,
    SiteId,
    SizeClassId,
    VehicleId,
    WaveId,
)
from console.domain.problem import Channel
from console.viewmodels.comparison import Sort
from console.viewmodels.pending import MOST, pending_view
from console.viewmodels.plan_list import PlanFigures, PlansView, plan_lines

FIGURES = PlanFigures(10.0, 60.0, 5.0, 2, 20, 0, 0)
AT = datetime(2026, 11, 20, 5, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


def revision(number: int, state: RevisionState, based_on: int = 0) -> Revision:
    return Revision(
        RevisionId(f"r{number}"),
        WaveId("w"),
        number,
        state,
        AT,
        based_on=RevisionId(f"r{based_on}") if based_on else None,
        actor=ActorId("ann"),
    )


def test_newest_on_top_and_dropped_ones_last() -> None:
    found = [
        revision(1, RevisionState.PUBLISHED),
        revision(2, RevisionState.DRAFT, 1),
        revision(3, RevisionState.DROPPED, 2),
        revision(4, RevisionState.DRAFT, 3),
    ]
    pairs = [(one, FIGURES) for one in found]
    lines = plan_lines(pairs, RevisionId("r2"), HELSINKI)
    assert [line.number for line in lines] == [4, 2, 1, 3]
    assert [line.standing for line in lines] == [False, True, False, False]
    assert [line.based_on for line in lines] == [3, 1, None, 2]
    assert [line.draft for line in lines] == [True, True, False, False]
    assert lines[0].made.hour == 7
    view = PlansView(lines)
    assert view.line("r4") is lines[0]
    assert view.line("r9") is None


def test_what_publishing_would_change() -> None:
    door = Drop(ParcelId("a"), Channel.DOOR)
    box = Drop(ParcelId("a"), Channel.LOCKER, SiteId("s"), SizeClassId("S"))
    one = VehicleId("v1")
    moved = ParcelChange(
        ParcelId("b"), Handling(one, door), Handling(one, door), moved=True
    )
    sent = ParcelChange(ParcelId("a"), Handling(one, door), Handling(one, box))
    found = Difference((moved, sent), (VehicleId("v2"),))
    view = pending_view(found, {ParcelId("a"): "A"}, {SiteId("s"): "Hub"}, planned=9)
    assert view.labels == ("A", "b")
    assert [line.sort for line in view.lines] == [Sort.CHANNEL, Sort.ORDER]
    assert view.lines[0].way_after == "Hub"
    assert (view.parcels, view.vehicles, view.locks) == (2, ("v1", "v2"), ("v2",))
    assert not view.first


def test_before_the_first_publishing_all_of_it_is_new() -> None:
    names = [ParcelId(f"p{n}") for n in range(MOST + 3)]
    new = Handling(VehicleId("v"), Drop(names[0], Channel.DOOR))
    found = Difference(tuple(ParcelChange(name, None, new) for name in names))
    view = pending_view(found, {}, {}, planned=len(names))
    assert view.first
    assert len(view.lines) == MOST
    assert view.parcels == len(names)
    assert not pending_view(found, {}, {}, planned=len(names) + 1).first
    assert not pending_view(Difference(), {}, {}, planned=0).first
