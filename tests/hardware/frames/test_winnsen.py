"""The Winnsen codec: without any check, so everything else is looked at."""

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames import winnsen
from hardware.frames.winnsen import (
    Door,
    Doors,
    Function,
    Poll,
    Request,
    State,
    describe,
    reply_decoder,
)
from tests.hardware.frames.sides import Codec, Side, frames_of

BOARDS, LOCKS = st.integers(0, 63), st.integers(1, 16)
OPEN, STATUS = Function.OPEN, Function.STATUS
VERDICTS = st.sampled_from([State.CLOSED, State.OPEN])

CODEC = Codec(
    {
        "asked": Side(
            winnsen.request_decoder,
            {
                "90 06 05 01 05 03": Request(OPEN, 1, 5),
                "90 07 02 02 FF 0F 03": Poll(2, 0x0FFF),
                "90 06 12 01 05 03": Request(STATUS, 1, 5),
                "90 06 05 00 10 03": Request(OPEN, 0, 16),
            },
            st.builds(Request, st.sampled_from([OPEN, STATUS]), BOARDS, LOCKS)
            | st.builds(Poll, BOARDS, st.integers(0, 0xFFFF)),
            7,
            checked=False,
        ),
        "answered": Side(
            winnsen.reply_decoder,
            {
                "90 07 85 01 05 01 03": Door(OPEN, 1, 5, State.OPEN),
                "90 07 85 01 05 00 03": Door(OPEN, 1, 5, State.CLOSED),
                "90 07 A5 01 05 01 03": Door(OPEN, 1, 5, State.OPEN, elsewhere=True),
                "90 07 82 01 01 01 03": Doors(1, 0x0101),
                "90 07 A2 01 01 01 03": Doors(1, 0x0101, elsewhere=True),
                "90 07 92 01 00 05 03": Door(STATUS, 1, 5, State.CLOSED),
                "90 07 92 01 02 05 03": Door(STATUS, 1, 5, State.COOLING),
            },
            st.builds(Door, st.just(OPEN), BOARDS, LOCKS, VERDICTS, st.booleans())
            | st.builds(Door, st.just(STATUS), BOARDS, LOCKS, st.sampled_from(State))
            | st.builds(Doors, BOARDS, st.integers(0, 0xFFFF), st.booleans()),
            7,
            checked=False,
        ),
    },
    winnsen.both_decoder,
    describe,
)


@pytest.mark.parametrize(
    "hex_",
    [
        "91 07 85 01 05 01 03",  # head
        "90 06 85 01 05 01 03",  # length
        "90 07 95 01 05 01 03",  # function
        "90 07 85 40 05 01 03",  # station
        "90 07 85 01 11 01 03",  # lock
        "90 07 85 01 00 01 03",  # lock
        "90 07 85 01 05 02 03",  # verdict
        "90 07 92 01 03 05 03",  # state
        "90 07 85 01 05 01 02",  # tail
    ],
)
def test_every_byte_is_looked_at(hex_: str) -> None:
    assert frames_of(reply_decoder().feed(bytes.fromhex(hex_))) == []


def test_the_other_heads_are_read_only_where_they_are_spoken() -> None:
    usual, other = "90 07 82 01 01 01 03", "90 07 A2 01 01 01 03"
    for spoken, read, unread in ((False, usual, other), (True, other, usual)):
        decoder = reply_decoder((spoken,))
        assert frames_of(decoder.feed(bytes.fromhex(unread))) == []
        assert frames_of(decoder.feed(bytes.fromhex(read))) == [
            Doors(1, 0x0101, spoken)
        ]


@pytest.mark.parametrize(
    "frame",
    [
        Request(OPEN, 64, 1),
        Request(OPEN, 1, 0),
        Request(OPEN, 1, 17),
        Request(Function.POLL, 1, 1),
        Poll(1, 0x10000),
        Poll(-1, 1),
    ],
)
def test_what_no_frame_can_carry(frame: Request | Poll) -> None:
    with pytest.raises(FrameInvalid):
        frame.encode()


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Request(OPEN, 1, 5), "unlock, station 1 lock 5"),
        (Request(STATUS, 1, 5), "status, station 1 lock 5"),
        (Poll(1, 5), "status, station 1 locks 1 3"),
        (Doors(1, 0), "station 1 bits set: -"),
        (Door(OPEN, 1, 5, State.OPEN), "station 1 lock 5: unlock done"),
        (Door(OPEN, 1, 5, State.CLOSED), "station 1 lock 5: unlock failed"),
        (Door(STATUS, 1, 5, State.COOLING), "station 1 lock 5: cooling"),
    ],
)
def test_in_words(frame: object, words: str) -> None:
    assert describe(frame) == words
