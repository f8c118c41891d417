"""A door is believed when it was read twice."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hardware.cabinet import DoorEventKind, DoorState
from hardware.cabinets.doors import ABSENT, PRESENT, WHILE_SILENT, DoorWatch, Look
from tests.hardware.worlds import DOOR

AT = datetime(2026, 1, 1, tzinfo=UTC)
SHUT, OPEN = Look(DoorState.CLOSED, None), Look(DoorState.OPEN, None)


def feed(watch: DoorWatch, *looks: Look, command: str | None = None):
    return [
        event
        for number, look in enumerate(looks)
        for event in watch.see(look, AT + timedelta(seconds=number), command)
    ]


def test_nothing_is_known_before_two_looks_agree() -> None:
    watch = DoorWatch(DOOR)
    assert feed(watch, SHUT) == []
    assert (watch.state, watch.last, watch.settled) == (DoorState.UNKNOWN, None, False)
    assert feed(watch, OPEN, SHUT, SHUT) == []
    assert watch.state is DoorState.CLOSED
    assert watch.settled


def test_one_look_that_differs_changes_nothing() -> None:
    watch = DoorWatch(DOOR)
    assert feed(watch, SHUT, SHUT, OPEN, SHUT, OPEN, SHUT) == []
    assert watch.state is DoorState.CLOSED


def test_the_second_look_is_the_event() -> None:
    watch = DoorWatch(DOOR)
    events = feed(watch, SHUT, SHUT, OPEN, OPEN, OPEN, SHUT, SHUT)
    assert [event.kind for event in events] == [
        DoorEventKind.OPENED_WITHOUT_COMMAND,
        DoorEventKind.CLOSED,
    ]
    assert [event.at.second for event in events] == [3, 6]


def test_who_opened_it_is_told() -> None:
    watch = DoorWatch(DOOR)
    feed(watch, SHUT, SHUT)
    [event] = feed(watch, OPEN, OPEN, command="c1")
    assert (event.kind, event.command_id) == (DoorEventKind.OPENED, "c1")


def test_a_doubtful_door_keeps_its_last_observation_and_its_time() -> None:
    watch = DoorWatch(DOOR)
    feed(watch, SHUT, SHUT, SHUT, OPEN)
    assert watch.last is not None
    assert watch.last.state is DoorState.CLOSED
    assert watch.last.at.second == 2


def test_what_changed_while_nobody_looked_is_said_so() -> None:
    watch = DoorWatch(DOOR)
    feed(watch, SHUT, SHUT)
    assert watch.lose(AT)
    assert watch.last is not None
    assert watch.last.state is DoorState.UNKNOWN
    assert not watch.lose(AT)
    [event] = feed(watch, OPEN, OPEN)
    assert event.kind is DoorEventKind.OPENED_WITHOUT_COMMAND
    assert event.detail == WHILE_SILENT
    watch.lose(AT)
    assert feed(watch, OPEN, OPEN) == []


def test_a_flickering_item_sensor_does_not_hide_the_door() -> None:
    watch = DoorWatch(DOOR)
    states = [DoorState.CLOSED, DoorState.CLOSED, DoorState.OPEN, DoorState.OPEN]
    looks = [Look(state, bool(n % 2)) for n, state in enumerate(states)]
    events = feed(watch, *looks)
    assert [e.kind for e in events] == [DoorEventKind.OPENED_WITHOUT_COMMAND]


def test_items_come_and_go() -> None:
    watch = DoorWatch(DOOR)
    there, gone = Look(DoorState.CLOSED, True), Look(DoorState.CLOSED, False)
    events = feed(watch, gone, gone, there, gone, there, there, gone, gone)
    assert [e.detail for e in events] == [PRESENT, ABSENT]
    assert watch.last is not None
    assert watch.last.item is False


def test_a_board_that_cannot_tell_makes_a_door_unknown_and_no_event() -> None:
    watch = DoorWatch(DOOR)
    dumb = Look(DoorState.UNKNOWN, None)
    assert feed(watch, SHUT, SHUT, dumb, dumb) == []
    assert (watch.state, watch.settled) == (DoorState.UNKNOWN, True)
    assert watch.last is not None
    assert watch.last.state is DoorState.UNKNOWN
    assert feed(watch, SHUT, SHUT) == []
    assert watch.state is DoorState.CLOSED
    [event] = feed(watch, dumb, dumb, OPEN, OPEN)
    assert event.kind is DoorEventKind.OPENED_WITHOUT_COMMAND
    assert event.detail == WHILE_SILENT


@given(st.lists(st.sampled_from([SHUT, OPEN])))
def test_it_is_always_the_last_value_read_twice_in_a_row(looks: list[Look]) -> None:
    watch = DoorWatch(DOOR)
    feed(watch, *looks)
    twice = [a for a, b in pairwise(looks) if a == b]
    assert watch.state is (twice[-1].state if twice else DoorState.UNKNOWN)
