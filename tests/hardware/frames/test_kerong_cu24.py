"""The CU12 and CU24 codec."""

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames import kerong_cu24
from hardware.frames.kerong_cu24 import (
    EVERY_BOARD,
    EVERY_LOCK_OF_TWELVE,
    Answer,
    Command,
    Request,
    Said,
    describe,
    reply_decoder,
    request_decoder,
)
from hardware.frames.stream import Flaw, Noise
from tests.hardware.frames.sides import Codec, Side, frames_of

BOARDS, LOCKS = st.integers(0, 15), st.integers(1, 24)
STATUS, UNLOCK = Command.STATUS, Command.UNLOCK

CODEC = Codec(
    {
        "asked": Side(
            kerong_cu24.request_decoder,
            {
                "02 00 00 80 00 00 03 85": Request(STATUS, 0),
                "02 00 02 81 00 00 03 88": Request(UNLOCK, 0, 3),
                "02 00 01 81 00 00 03 87": Request(UNLOCK, 0, 2),
                "02 10 00 80 00 00 03 95": Request(STATUS, EVERY_BOARD),
                "02 00 0C 81 00 00 03 92": Request(UNLOCK, 0, EVERY_LOCK_OF_TWELVE),
                "02 0F 17 81 00 00 03 AC": Request(UNLOCK, 15, 24),
                "02 00 00 82 00 02 03 BB 00 32": Request(
                    Command.UNLOCK_TIME, 0, 1, b"\x00\x32"
                ),
            },
            st.builds(
                Request,
                st.sampled_from([STATUS, UNLOCK, Command.VERSION]),
                BOARDS | st.just(EVERY_BOARD),
                LOCKS,
            ),
            8 + 40,
        ),
        "answered": Side(
            kerong_cu24.reply_decoder,
            {
                "02 00 00 80 10 02 03 99 02 00": Answer(
                    STATUS, 0, 1, Said.DONE, b"\x02\x00"
                ),
                "02 0F 00 80 10 03 03 A8 00 00 01": Answer(
                    STATUS, 15, 1, Said.DONE, b"\x00\x00\x01"
                ),
                "02 00 02 81 10 00 03 98": Answer(UNLOCK, 0, 3, Said.DONE),
                "02 00 02 81 11 00 03 99": Answer(UNLOCK, 0, 3, Said.FAILED),
                "02 00 01 81 10 00 03 97": Answer(UNLOCK, 0, 2, Said.DONE),
                "02 00 00 80 14 00 03 99": Answer(STATUS, 0, 1, Said.WRONG_CHECK),
            },
            st.builds(
                Answer,
                st.just(STATUS),
                BOARDS,
                LOCKS,
                st.just(Said.DONE),
                st.binary(min_size=2, max_size=3),
            )
            | st.builds(Answer, st.just(UNLOCK), BOARDS, LOCKS, st.sampled_from(Said))
            | st.builds(
                Answer,
                st.just(Command.VERSION),
                BOARDS,
                LOCKS,
                st.just(Said.DONE),
                st.binary(max_size=40),
            ),
            8 + 40,
        ),
    },
    kerong_cu24.both_decoder,
    describe,
)


@pytest.mark.parametrize(("board", "lock"), [(17, 1), (-1, 1), (0, 0), (0, 25)])
def test_no_such_board_or_lock(board: int, lock: int) -> None:
    with pytest.raises(FrameInvalid):
        Request(UNLOCK, board, lock).encode()


def test_the_sum_covers_the_data_behind_it() -> None:
    data = bytes.fromhex("02 00 00 80 10 02 03 99 03 00")
    assert reply_decoder().feed(data) == [Noise(data, Flaw.CHECK)]


@pytest.mark.parametrize(
    "hex_",
    [
        "02 00 00 80 10 01 03 97 01",  # no status has one byte
        "02 00 00 81 10 02 03 98 00 00",  # no unlock has data
        "02 00 00 80 10 02 04 9A 02 00",  # tail
        "02 00 00 80 00 00 03 85",  # a question
    ],
)
def test_what_no_board_answers(hex_: str) -> None:
    assert frames_of(reply_decoder().feed(bytes.fromhex(hex_))) == []


def test_an_answer_is_no_question() -> None:
    data = bytes.fromhex("02 00 02 81 10 00 03 98")
    assert frames_of(request_decoder().feed(data)) == []


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Request(STATUS, 1), "status, board 1"),
        (Request(STATUS, EVERY_BOARD), "status, every board"),
        (Request(UNLOCK, 1, 3), "unlock, board 1 lock 3"),
        (Request(Command.BAUD, 1, 1, b"\x01"), "baud, board 1 = 01"),
        (
            Answer(STATUS, 1, 1, Said.DONE, b"\x05\x00\x80"),
            "status, board 1: done, bits set: 1 3 24",
        ),
        (
            Answer(STATUS, 1, 1, Said.DONE, b"\x00\x00"),
            "status, board 1: done, bits set: -",
        ),
        (Answer(STATUS, 1, 1, Said.FAILED), "status, board 1: failed"),
        (Answer(UNLOCK, 1, 3, Said.TOO_LATE), "unlock, board 1 lock 3: too late"),
        (
            Answer(Command.VERSION, 1, 1, Said.DONE, b"A"),
            "version, board 1: done = 41",
        ),
    ],
)
def test_in_words(frame: Request | Answer, words: str) -> None:
    assert describe(frame) == words
