"""The CU16 codec: frames as boards really sent them, any chunking, any noise."""

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames.kerong_cu16 import (
    EVERY_BOARD,
    REPLY_BYTES,
    Command,
    Reply,
    Request,
    Status,
    UnlockTime,
    both_decoder,
    describe,
    reply_decoder,
    request_decoder,
)
from hardware.frames.stream import Decoded, Flaw, Noise
from tests.hardware.frames.sides import Codec, Side, frames_of

REQUESTS = {
    "02 00 30 03 35": Request(Command.STATUS, 0),
    "02 90 30 03 C5": Request(Command.STATUS, 9),
    "02 00 32 03 37": Request(Command.STATUS_EVERY_BOARD, 0),
    "02 F0 32 03 27": Request(Command.STATUS_EVERY_BOARD, EVERY_BOARD),
    "02 00 31 03 36": Request(Command.UNLOCK, 0, 1),
    "02 0F 31 03 45": Request(Command.UNLOCK, 0, 16),
    "02 10 31 03 46": Request(Command.UNLOCK, 1, 1),
    "02 9F 31 03 D5": Request(Command.UNLOCK, 9, 16),
    "02 10 30 03 45": Request(Command.STATUS, 1),
    "02 00 33 03 38": Request(Command.UNLOCK_EVERY_LOCK, 0),
    "02 00 37 03 3C": Request(Command.UNLOCK_TIME, 0),
    "02 00 37 00 32 03 6E": Request(Command.UNLOCK_TIME, 0, 1, 500),
}
REPLIES: dict[str, Reply] = {
    "02 00 35 FE FF 03 00 03 3A": Status(0, 0xFFFE, 0x0003),
    "02 10 35 FF FF 00 00 03 48": Status(1, 0xFFFF, 0x0000),
    "02 90 35 FF 7F 00 80 03 C8": Status(9, 0x7FFF, 0x8000),
    "02 20 36 00 00 00 00 03 5B": Status(2, 0, 0, every_board=True),
    "02 00 38 00 32 03 6F": UnlockTime(0, 500),
}
WORDS = {
    "02 00 35 FE 00 03 00 03 3B": "board 0 bits set: 2 3 4 5 6 7 8 items: 1 2",
    "02 20 36 00 00 00 00 03 5B": "board 2 bits set: - items: -",
    "02 00 38 00 32 03 6F": "board 0 unlock time 500 ms",
}

requests = st.builds(
    Request,
    st.sampled_from([c for c in Command if c is not Command.UNLOCK_TIME]),
    st.sampled_from([*range(10), EVERY_BOARD]),
    st.integers(1, 16),
) | st.builds(
    Request,
    st.just(Command.UNLOCK_TIME),
    st.integers(0, 9),
    st.just(1),
    # 7680 to 10230 ms begin with the byte that ends a question
    st.none() | st.integers(0, 767).map(lambda n: n * 10),
)
statuses = st.builds(
    Status,
    st.integers(0, 9),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFF),
    st.booleans(),
)
replies = statuses | st.builds(
    UnlockTime, st.integers(0, 9), st.integers(0, 2400).map(lambda n: n * 10)
)

CODEC = Codec(
    {
        "asked": Side(request_decoder, REQUESTS, requests, 7),
        "answered": Side(reply_decoder, REPLIES, replies, REPLY_BYTES),
    },
    both_decoder,
    describe,
)


@pytest.mark.parametrize(
    "hex_",
    [
        "02 10 30 03 3E",  # stands in a shipped command table; the sum is wrong
        "02 00 30 03 36",
        "02 00 31 03 35",
    ],
)
def test_a_request_with_a_wrong_sum_is_noise(hex_: str) -> None:
    data = bytes.fromhex(hex_)
    assert request_decoder().feed(data) == [Noise(data, Flaw.CHECK)]


@pytest.mark.parametrize(
    ("hex_", "flaw"),
    [
        ("03 00 35 FE FF 03 00 03 3A", Flaw.SHAPE),  # head
        ("02 A0 35 FE FF 03 00 03 DA", Flaw.SHAPE),  # no such board
        ("02 01 35 FE FF 03 00 03 3B", Flaw.SHAPE),  # a reply has no lock
        ("02 00 34 FE FF 03 00 03 39", Flaw.SHAPE),  # no such answer
        ("02 00 35 FE FF 03 00 04 3B", Flaw.SHAPE),  # tail
        ("02 00 35 FE FF 03 00 03 3B", Flaw.CHECK),  # sum
        ("02 00 38 FF FF 03 3B", Flaw.SHAPE),  # no such time
    ],
)
def test_a_reply_is_checked_everywhere(hex_: str, flaw: Flaw) -> None:
    data = bytes.fromhex(hex_)
    pieces = reply_decoder().feed(data)
    assert frames_of(pieces) == []
    assert isinstance(pieces[0], Noise)
    assert pieces[0].flaw is flaw


def test_an_unlock_time_nobody_can_set_is_refused_both_ways() -> None:
    with pytest.raises(FrameInvalid):
        Request(Command.UNLOCK_TIME, 0, 1, 24_010).encode()
    with pytest.raises(FrameInvalid):
        Request(Command.UNLOCK_TIME, 0, 1, 505).encode()
    data = bytes.fromhex("02 00 37 FF FF 03 3A")
    assert frames_of(request_decoder().feed(data)) == []


@pytest.mark.parametrize(("board", "lock"), [(10, 1), (-1, 1), (0, 0), (0, 17)])
def test_addresses_outside_the_protocol_cannot_be_encoded(
    board: int, lock: int
) -> None:
    with pytest.raises(FrameInvalid):
        Request(Command.UNLOCK, board, lock).encode()


def test_a_bad_question_for_the_unlock_time_is_told_from_a_bad_setting() -> None:
    asked = bytes.fromhex("02 00 37 03 3D")
    decoder = request_decoder()
    assert decoder.feed(asked) == []  # it could still become a setting
    status = bytes.fromhex("02 00 30 03 35")
    assert decoder.feed(status) == [
        Noise(asked, Flaw.CHECK),
        Decoded(Request(Command.STATUS, 0), status),
    ]


def test_many_boards_answer_back_to_back() -> None:
    sent = [Status(board, 0xFFFF, board, every_board=True) for board in range(10)]
    data = b"".join(status.encode() for status in sent)
    assert frames_of(reply_decoder().feed(data)) == sent


def test_a_half_frame_does_not_swallow_the_next() -> None:
    whole = bytes.fromhex("02 00 35 FE FF 03 00 03 3A")
    for cut in range(1, len(whole)):
        decoder = reply_decoder()
        assert frames_of(decoder.feed(whole[:cut])) == []
        assert frames_of(decoder.feed(whole)) == [Status(0, 0xFFFE, 3)]
        assert decoder.held == 0


def test_a_tap_hears_both_sides() -> None:
    sent = [*REQUESTS.values(), *REPLIES.values()]
    data = b"".join(bytes.fromhex(hex_) for hex_ in (*REQUESTS, *REPLIES))
    assert frames_of(both_decoder().feed(data)) == sent
    bad = bytes.fromhex("02 00 35 FE FF 03 00 03 3B")
    assert both_decoder().feed(bad) == [Noise(bad, Flaw.CHECK)]


def test_clear_forgets_the_half_frame() -> None:
    decoder = reply_decoder()
    assert decoder.feed(b"\x02\x00\x35\xfe") == []
    assert decoder.clear() == b"\x02\x00\x35\xfe"
    assert decoder.held == 0
    assert decoder.clear() == b""


def test_noise_with_a_bad_check_in_it_says_so_and_the_next_noise_does_not() -> None:
    bad = bytes.fromhex("00 02 00 35 FE FF 03 00 03 3B")
    good = bytes.fromhex("02 00 35 FE FF 03 00 03 3A")
    assert reply_decoder().feed(bad + good + b"\xff") == [
        Noise(bad, Flaw.CHECK),
        Decoded(Status(0, 0xFFFE, 3), good),
        Noise(b"\xff", Flaw.SHAPE),
    ]


@pytest.mark.parametrize(("hex_", "words"), WORDS.items())
def test_replies_in_words(hex_: str, words: str) -> None:
    [frame] = frames_of(reply_decoder().feed(bytes.fromhex(hex_)))
    assert describe(frame) == words


def test_requests_in_words() -> None:
    assert describe(Request(Command.UNLOCK, 1, 3)) == "unlock board 1 lock 3"
    assert describe(Request(Command.STATUS, 1)) == "status, board 1"
    assert (
        describe(Request(Command.STATUS_EVERY_BOARD, EVERY_BOARD))
        == "status every board, every board"
    )
    assert (
        describe(Request(Command.UNLOCK_TIME, 0, 1, 500))
        == "unlock time, board 0 = 500 ms"
    )
