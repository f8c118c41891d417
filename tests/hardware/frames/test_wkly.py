"""The WKLY codec."""

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames import wkly
from hardware.frames.wkly import (
    ABOUT_ALL,
    ABOUT_ONE,
    ABOUT_SEVERAL,
    Command,
    Door,
    Doors,
    Event,
    Request,
    State,
    describe,
    reply_bytes,
    reply_decoder,
    request_decoder,
)
from tests.hardware.frames.sides import Codec, Side, frames_of

BOARDS, LOCKS = st.integers(0, 31), st.integers(1, 48)
STATES = st.sampled_from(State)
OPEN, SHUT = State.OPEN, State.CLOSED

CODEC = Codec(
    {
        "asked": Side(
            wkly.request_decoder,
            {
                "57 4B 4C 59 09 00 82 01 83": Request(Command.OPEN, 0, (1,)),
                "57 4B 4C 59 09 0A 82 01 89": Request(Command.OPEN, 10, (1,)),
                "57 4B 4C 59 08 00 84 85": Request(Command.STATUS_OF_ALL, 0),
                "57 4B 4C 59 0C 00 87 03 01 02 03 81": Request(
                    Command.OPEN_LIST, 0, (1, 2, 3)
                ),
                "57 4B 4C 59 08 00 86 87": Request(Command.OPEN_EVERY, 0),
                "57 4B 4C 59 09 1F 81 18 86": Request(Command.FLASH, 31, (24,)),
            },
            st.builds(
                Request,
                st.sampled_from(sorted(ABOUT_ONE)),
                BOARDS,
                st.tuples(LOCKS),
            )
            | st.builds(Request, st.sampled_from(sorted(ABOUT_ALL)), BOARDS)
            | st.builds(
                Request,
                st.sampled_from(sorted(ABOUT_SEVERAL)),
                BOARDS,
                st.lists(LOCKS, min_size=1, max_size=9).map(tuple),
            ),
            57,
        ),
        "answered": Side(
            wkly.reply_decoder,
            {
                "57 4B 4C 59 0B 00 82 00 01 00 81": Door(Command.OPEN, 0, 1, OPEN),
                "57 4B 4C 59 0E 00 84 00 04 00 01 01 00 87": Doors(
                    0, (OPEN, SHUT, SHUT, OPEN)
                ),
                "57 4B 4C 59 0A 00 85 01 01 86": Event(0, 1, SHUT),
                "57 4B 4C 59 0B 00 83 FF 01 FF 80": Door(
                    Command.STATUS, 0, 1, State.UNKNOWN, 0xFF
                ),
            },
            st.builds(Door, st.sampled_from(sorted(ABOUT_ONE)), BOARDS, LOCKS, STATES)
            | st.builds(
                Doors, BOARDS, st.lists(STATES, min_size=1, max_size=48).map(tuple)
            )
            | st.builds(Event, BOARDS, LOCKS, STATES),
            reply_bytes(48),
        ),
    },
    wkly.both_decoder,
    describe,
)


@pytest.mark.parametrize(
    "request_",
    [
        Request(Command.OPEN, 32, (1,)),
        Request(Command.OPEN, 0, (0,)),
        Request(Command.OPEN, 0, (49,)),
        Request(Command.OPEN, 0),
        Request(Command.OPEN, 0, (1, 2)),
        Request(Command.OPEN_EVERY, 0, (1,)),
        Request(Command.OPEN_LIST, 0),
        Request(Command.EVENT, 0, (1,)),
    ],
)
def test_what_no_frame_can_carry(request_: Request) -> None:
    with pytest.raises(FrameInvalid):
        request_.encode()


@pytest.mark.parametrize(
    "hex_",
    [
        "57 4B 4C 59 09 00 87 01 86",  # a list without locks
        "57 4B 4C 59 0C 00 87 02 01 02 03 80",  # a count that does not fit
        "57 4B 4C 59 09 00 82 00 82",  # no lock 0
        "57 4B 4C 59 09 00 84 01 85",  # all, of one
        "57 4B 4C 59 08 20 84 A5",  # no board 32
        "57 4B 4C 59 09 00 85 01 84",  # only boards tell
    ],
)
def test_what_no_desk_asks(hex_: str) -> None:
    assert frames_of(request_decoder().feed(bytes.fromhex(hex_))) == []


@pytest.mark.parametrize(
    "hex_",
    [
        "57 4B 4C 59 0E 00 84 00 03 00 01 01 00 80",  # a count that does not fit
        "57 4B 4C 59 0E 00 84 00 04 00 01 02 00 84",  # a state there is not
        "57 4B 4C 59 0A 00 85 31 01 B6",  # a lock there is not
    ],
)
def test_what_no_board_answers(hex_: str) -> None:
    assert frames_of(reply_decoder().feed(bytes.fromhex(hex_))) == []


def test_news_before_the_answer() -> None:
    sent = [Event(0, 1, OPEN), Door(Command.OPEN, 0, 1, OPEN), Event(0, 2, SHUT)]
    data = b"".join(frame.encode() for frame in sent)
    assert frames_of(reply_decoder().feed(data)) == sent


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Request(Command.OPEN, 1, (3,)), "unlock, board 1 lock 3"),
        (Request(Command.STATUS_OF_ALL, 1), "status of all, board 1"),
        (Request(Command.OPEN_LIST, 1, (3, 4)), "unlock list, board 1 lock 3 4"),
        (Door(Command.OPEN, 1, 3, OPEN), "board 1 lock 3: open, unlock"),
        (
            Door(Command.STATUS, 1, 3, State.UNKNOWN, 0xFF),
            "board 1 lock 3: cannot tell (result FF), status",
        ),
        (Doors(1, (OPEN,)), "board 1 closed: -"),
        (
            Doors(1, (SHUT, OPEN, SHUT, State.UNKNOWN), 1),
            "board 1 closed: 1 3, cannot tell: 4 (result 01)",
        ),
        (Event(1, 3, SHUT), "board 1 lock 3: closed (event)"),
    ],
)
def test_in_words(frame: object, words: str) -> None:
    assert describe(frame) == words
