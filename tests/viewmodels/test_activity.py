"""Events newest first, alerts nearest breach first."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from console.domain.events import Event, EventKind
from console.domain.ids import (
    ActorId,
    CompartmentId,
    IdempotencyKey,
    ParcelId,
    StationId,
    VehicleId,
)
from console.domain.progress import Progress
from console.viewmodels.activity import (
    LIMIT,
    Alert,
    AlertKind,
    Severity,
    activity_view,
    route_alerts,
    sort_alerts,
)
from console.viewmodels.status import Level, buses, saved, worst
from tests.viewmodels.days import DATE, at
from tests.viewmodels.test_parcels import PLAN

ZONE = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def event(number, **about):
    return Event(
        NOW + timedelta(seconds=number),
        EventKind.PARCEL_HELD,
        ActorId("aino"),
        StationId("desk"),
        "test",
        IdempotencyKey(str(number)),
        id=number,
        **about,
    )


def test_the_last_events_newest_first_and_no_more_than_the_limit():
    view = activity_view([event(n) for n in range(LIMIT + 20)], ZONE)
    numbers = [row.id for row in view.rows]
    assert numbers == list(range(LIMIT + 19, 19, -1))
    assert view.rows[0].at.hour == 11


def test_subjects_are_named():
    events = [
        event(1, parcel=ParcelId("p")),
        event(2, compartment=CompartmentId("c")),
        event(3),
    ]
    view = activity_view(
        events,
        ZONE,
        labels={ParcelId("p"): "JJFI 1"},
        doors={CompartmentId("c"): "Hub A4 door 09"},
        who={"aino": "Aino"},
    )
    assert [row.subject for row in view.rows] == ["", "Hub A4 door 09", "JJFI 1"]
    assert [row.about for row in view.rows] == [
        None,
        ("compartment", "c"),
        ("parcel", "p"),
    ]
    assert {row.who for row in view.rows} == {"Aino"}


ALERTS = st.builds(
    Alert,
    st.uuids().map(str),
    st.sampled_from(Severity),
    st.integers(0, 500).map(lambda m: NOW + timedelta(minutes=m)),
    st.just(AlertKind.HELD),
    st.just((1,)),
    st.one_of(st.none(), st.integers(-90, 90)),
)


@given(st.lists(ALERTS, max_size=12), st.integers(0, 12))
def test_alerts_go_by_minutes_to_the_breach(alerts, seen):
    known = frozenset(a.key for a in alerts[:seen])
    rows = sort_alerts(alerts, known).rows
    assert {row.key for row in rows} == {a.key for a in alerts}
    waiting = [row for row in rows if not row.acknowledged]
    assert list(rows[: len(waiting)]) == waiting
    clocks = [row.breach_min for row in waiting]
    timed = [c for c in clocks if c is not None]
    assert clocks == sorted(timed) + [None] * (len(clocks) - len(timed))


WINDOWS = {
    ParcelId("on-time"): 38000,
    ParcelId("risky"): 43200,
    ParcelId("too-late"): 40000,
}


def test_two_late_stops_are_one_alert_of_the_route():
    found = route_alerts(PLAN, None, WINDOWS, DATE, 36000)
    assert [a.kind for a in found] == [AlertKind.STOP_AT_RISK, AlertKind.ROUTE_LATE]
    assert found[1].args == ("V1", 67, 2)
    assert found[1].breach_min == (38000 - 36000) // 60


def test_served_stops_are_over():
    progress = Progress(at(40000), served={VehicleId("V1"): 2})
    (alert,) = route_alerts(PLAN, progress, WINDOWS, DATE, 41000)
    assert alert.kind is AlertKind.STOP_LATE
    assert alert.severity is Severity.LATE
    assert alert.about == ("stop", "V1/3")


def test_health_is_judged_by_answers():
    assert buses(4, 4, 12.2).level is Level.GOOD
    assert buses(3, 4, None).level is Level.ATTENTION
    assert buses(0, 4, None).level is Level.BAD
    assert buses(0, 0, None).level is Level.OFF
    assert saved(NOW).args == ("09:00:00",)
    assert worst([saved(NOW), buses(0, 2, None)]) is Level.BAD
    assert worst([]) is Level.OFF
