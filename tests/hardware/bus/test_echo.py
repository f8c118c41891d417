"""Learning that a line echoes, and taking exactly the echo off."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.bus.echo import Echo

SENT = b"\x02\x00\x30\x03\x35"
REPLY = b"\x02\x00\x35"


def learned() -> Echo:
    echo = Echo()
    for _ in range(2):
        echo.begin(SENT, learning=True)
        echo.take_off(SENT)
        echo.end()
    assert echo.learned
    return echo


def test_one_echo_is_no_echoing_line() -> None:
    echo = Echo()
    echo.begin(SENT, learning=True)
    echo.take_off(SENT)
    echo.end()
    assert not echo.learned
    echo.begin(SENT, learning=True)
    assert echo.take_off(REPLY) == (b"", REPLY)
    echo.end()
    echo.begin(SENT, learning=True)
    echo.take_off(SENT)
    echo.end()
    assert not echo.learned


def test_what_moves_teaches_nothing_and_its_answer_may_equal_it() -> None:
    echo = Echo()
    for _ in range(5):
        echo.begin(SENT, learning=False)
        assert echo.take_off(SENT) == (b"", SENT)
        assert not echo.end()
    assert not echo.learned


def test_on_a_learned_line_the_echo_of_what_moves_is_taken_off() -> None:
    echo = learned()
    echo.begin(SENT, learning=False)
    assert echo.take_off(SENT + REPLY) == (SENT, REPLY)
    assert not echo.end()


def test_a_missing_and_an_altered_echo_are_news() -> None:
    echo = learned()
    echo.begin(SENT, learning=False)
    assert echo.take_off(REPLY) == (b"", REPLY)
    assert echo.end()
    echo.begin(SENT, learning=False)
    assert echo.take_off(SENT[:3]) == (b"", b"")
    assert echo.take_off(b"\x55") == (b"", SENT[:3] + b"\x55")
    assert echo.end()


def test_half_an_echo_is_news_too() -> None:
    echo = learned()
    echo.begin(SENT, learning=True)
    echo.take_off(SENT[:2])
    assert echo.end()


@given(st.lists(st.integers(1, 8), min_size=1, max_size=12), st.binary(max_size=9))
def test_no_byte_is_lost_in_any_chunking(cuts: list[int], reply: bytes) -> None:
    echo = learned()
    echo.begin(SENT, learning=True)
    data, off, rest = SENT + reply, b"", b""
    for cut in [*cuts, 99]:
        chunk, data = data[:cut], data[cut:]
        if chunk:
            one, other = echo.take_off(chunk)
            off, rest = off + one, rest + other
    assert (off, rest) == (SENT, reply)
