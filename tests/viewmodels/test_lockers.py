"""Doors: the most urgent truth is drawn, all are kept."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.deposit import Deposit, DepositState
from console.domain.ids import (
    CabinetId,
    CompartmentId,
    DepositId,
    ParcelId,
    SiteId,
    SizeClassId,
)
from console.domain.parcel import Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.site import (
    Cabinet,
    Compartment,
    Connection,
    Custody,
    Observed,
    Service,
    Site,
    SizeClass,
)
from console.viewmodels.activity import AlertKind, door_alerts
from console.viewmodels.lockers import (
    NEVER,
    Command,
    DoorState,
    LinkKind,
    LinkView,
    door_state,
    locker_view,
    no_locker,
    site_choices,
)
from console.viewmodels.selected import door_selection, site_selection
from console.viewmodels.selection import ActionKey, FactKey, Thing
from tests.viewmodels.days import DATE

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Helsinki")
SITE = Site(SiteId("a4"), "Hub A4", Place(24.9, 60.1))
OTHER = Site(SiteId("b1"), "Harbour", Place(24.9, 60.1))
FRAME = Cabinet(
    CabinetId("a4-1"), SITE.id, "A4-1", Connection.BUS, "cu16", screen_column=1
)
CLASSES = (SizeClass(SizeClassId("S"), Size(380, 640, 90)),)


def door(number, **said):
    return Compartment(
        CompartmentId(f"d{number}"),
        FRAME.id,
        number,
        SizeClassId("S"),
        column=0,
        row=number,
        board=0,
        lock=number,
        **said,
    )


CASES = [
    ({}, None, DoorState.FREE),
    ({"custody": Custody.RESERVED}, None, DoorState.ARRIVING),
    ({"custody": Custody.OCCUPIED}, 1, DoorState.OCCUPIED),
    ({"custody": Custody.OCCUPIED}, -1, DoorState.OVERDUE),
    ({"custody": Custody.SUSPECT}, None, DoorState.SUSPECT),
    ({"service": Service.OUT}, None, DoorState.BLOCKED),
    ({"service": Service.OUT, "custody": Custody.OCCUPIED}, 1, DoorState.OCCUPIED),
    ({"observed": Observed.OPEN, "custody": Custody.OCCUPIED}, -1, DoorState.OPEN),
]


@pytest.mark.parametrize(("said", "hours", "expected"), CASES)
def test_the_most_urgent_truth_is_drawn(said, hours, expected):
    deadline = None if hours is None else NOW + timedelta(hours=hours)
    assert door_state(door(1, **said), deadline, NOW) is expected


def test_every_state_can_be_reached():
    assert {case[2] for case in CASES} == set(DoorState)


def shown(**options):
    doors = [door(i, **case[0]) for i, case in enumerate(CASES)]
    deposits = [
        Deposit(
            DepositId(f"x{i}"),
            CompartmentId(f"d{i}"),
            (ParcelId("p1"), ParcelId("p2")),
            DepositState.PLACED,
            NOW + timedelta(hours=case[1]),
        )
        for i, case in enumerate(CASES)
        if case[1] is not None
    ]
    return locker_view(
        SITE, [FRAME], doors[::-1], CLASSES, NOW, deposits=deposits, **options
    )


def test_the_view_is_in_the_order_of_the_frame_and_counts_itself():
    view = shown(labels={ParcelId("p1"): "JJFI 1"})
    assert view.row.tolist() == sorted(view.row.tolist())
    assert [DoorState(int(s)) for s in view.state] == [case[2] for case in CASES]
    assert sum(view.counts.values()) == len(view) == len(CASES)
    assert view.free == 1
    assert view.content[2] == "JJFI 1, p2"
    assert view.screen_columns == (1,)
    assert set(view.height_mm.tolist()) == {90}


def test_asked_and_seen_stay_apart():
    command = Command(NOW - timedelta(seconds=3), "opened")
    view = shown(commands={CompartmentId("d0"): command})
    assert view.command_code[0] == "opened"
    assert view.command_ms[0] == view.now_ms - 3000
    assert view.observed[0] is Observed.UNKNOWN
    assert view.observed_ms[0] == NEVER
    assert view.state[0] == DoorState.FREE


def test_expected_parcels_stand_at_their_door():
    view = shown(expected={CompartmentId("d1"): [ParcelId("p9")]})
    assert view.content[1] == "p9"


def test_choices_count_only_sites_with_doors():
    doors = [door(1), door(2, custody=Custody.OCCUPIED)]
    (choice,) = site_choices([SITE, OTHER], [FRAME], doors)
    assert (choice.name, choice.doors, choice.free) == ("Hub A4", 2, 1)
    assert len(no_locker((choice,))) == 0


def test_an_open_door_and_a_suspect_one_are_alerts():
    doors = [
        door(1, observed=Observed.OPEN, observed_at=NOW - timedelta(minutes=2)),
        door(2, custody=Custody.SUSPECT),
        door(3),
    ]
    names = {d.id: SITE.name for d in doors}
    found = door_alerts(doors, names, NOW, ZONE)
    assert [a.kind for a in found] == [AlertKind.DOOR_OPEN, AlertKind.DOOR_SUSPECT]
    assert found[0].args == ("Hub A4", 1, 2)
    assert found[0].at.hour == 10, "local time, 10:58"


def test_a_door_offers_what_its_state_allows():
    link = LinkView(LinkKind.ANSWERING, 0.4)

    def chosen(compartment, deposit=None):
        return door_selection(
            compartment,
            FRAME,
            SITE,
            "38x64x9",
            NOW,
            ZONE,
            link=link,
            deposit=deposit,
        )

    free = chosen(door(1, observed=Observed.CLOSED, observed_at=NOW))
    assert free.thing is Thing.DOOR
    assert ActionKey.DEPOSIT in free.actions
    assert ActionKey.PICKUP not in free.actions
    assert ActionKey.CLEAR not in free.actions
    held = Deposit(
        DepositId("x"),
        CompartmentId("d2"),
        (),
        DepositState.PLACED,
        NOW + timedelta(hours=2),
    )
    full = chosen(door(2, custody=Custody.OCCUPIED), held)
    assert {ActionKey.PICKUP, ActionKey.NEW_CODE} <= set(full.actions)
    assert ActionKey.DEPOSIT not in full.actions
    facts = {fact.key: fact.args for fact in full.facts}
    assert facts[FactKey.DEADLINE] == ("2026-11-21T13:00+02:00", 120)
    assert facts[FactKey.OBSERVED] == ("unknown", -1)
    out = chosen(door(3, service=Service.OUT))
    assert ActionKey.IN_SERVICE in out.actions
    assert ActionKey.CLEAR in chosen(door(4, custody=Custody.SUSPECT)).actions


def test_a_site_says_its_doors_and_hours():
    for windows, minutes in (
        ([WHOLE_DAY], (0, 1440)),
        (
            [TimeWindow(28_800, 43_200), TimeWindow(46_800, 72_000)],
            (480, 720, 780, 1200),
        ),
        ([TimeWindow(86_400, 90_000)], ()),  # closed; open again after midnight
        ([], ()),
    ):
        view = site_selection(SITE, 60, 14, 9, windows, DATE)
        facts = {fact.key: fact.args for fact in view.facts}
        assert facts[FactKey.DOORS] == (60, 14)
        assert facts[FactKey.HOURS] == minutes


def test_a_door_is_as_old_as_the_last_look_at_it_not_as_its_last_change():
    old = door(1, observed=Observed.CLOSED, observed_at=NOW - timedelta(minutes=9))
    looked = NOW - timedelta(seconds=2)
    for seen, age in ((None, 540), (looked, 2)):
        view = door_selection(old, FRAME, SITE, "", NOW, ZONE, looked=seen)
        told = {fact.key: fact.args for fact in view.facts}
        assert told[FactKey.OBSERVED] == ("closed", age)
    grid = locker_view(SITE, [FRAME], [old], (), NOW, looked={old.id: looked})
    assert grid.now_ms - int(grid.observed_ms[0]) == 2000
