"""When a board is dead, how rarely it is asked then, and when it is back."""

from datetime import UTC, datetime

from hardware.bus.boards import BACKOFF_S, BoardRecord

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_three_misses_in_a_row_take_a_board_offline_and_two_answers_back() -> None:
    record = BoardRecord(0)
    assert record.answering is None
    record.saw_miss(excused=False)
    record.saw_miss(excused=False)
    record.saw_answer(AT, 0.0, 10.0)
    record.saw_miss(excused=False)
    record.saw_miss(excused=False)
    assert record.answering is None
    record.saw_miss(excused=False)
    assert record.answering is False
    record.saw_answer(AT, 0.0, 10.0)
    assert record.answering is False
    record.saw_answer(AT, 0.0, 10.0)
    assert record.answering is True


def test_a_dead_board_is_asked_ever_more_rarely() -> None:
    record = BoardRecord(0)
    waits = []
    for _ in range(3):
        record.saw_miss(excused=False)
    for _ in range(7):
        waits.append(record.backoff_s())
        record.saw_miss(excused=False)
    assert waits == [*BACKOFF_S, 30.0, 30.0]


def test_an_excused_miss_is_counted_and_condemns_nobody() -> None:
    record = BoardRecord(0)
    for _ in range(10):
        record.saw_miss(excused=True)
    assert record.answering is None
    assert record.timeouts == 10


def test_after_a_reconnect_nothing_is_known_but_the_figures_stay() -> None:
    record = BoardRecord(0)
    record.saw_answer(AT, 0.0, 10.0)
    record.saw_answer(AT, 0.0, 20.0)
    record.undecided()
    assert record.answering is None
    assert record.counters().answered == 2
    assert record.counters().median_ms == 15.0


def test_figures_of_a_board_never_heard() -> None:
    told = BoardRecord(3).counters()
    assert (told.fastest_ms, told.median_ms, told.last_seen) == (None, None, None)
