"""The 8A/80 codec: what is published, and what only who asked can tell apart."""

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames import head_8a
from hardware.frames.head_8a import (
    EVENTS,
    Door,
    Doors,
    Head,
    Request,
    describe,
    reply_decoder,
    size_for,
    status,
    unlock,
)
from tests.hardware.frames.sides import Codec, Side, frames_of

BOARDS, LOCKS = st.integers(1, 99), st.integers(1, 48)
DOORS = st.builds(
    Door, st.sampled_from([Head.UNLOCK, *EVENTS]), BOARDS, LOCKS, st.booleans()
)
ONE = DOORS | st.builds(Door, st.just(Head.STATUS), BOARDS, LOCKS, st.booleans())


def all_of(size: int) -> st.SearchStrategy:
    bits = st.integers(0, 2 ** (8 * size) - 1)
    return DOORS | st.builds(Doors, BOARDS, bits, st.just(size))


CODEC = Codec(
    {
        "asked": Side(
            head_8a.request_decoder,
            {
                "8A 01 01 11 9B": unlock(1, 1),
                "8A 01 02 11 98": unlock(1, 2),
                "8A 01 0C 11 96": unlock(1, 12),
                "8A 01 00 11 9A": unlock(1, 0),
                "80 01 01 33 B3": status(1, 1),
                "80 01 00 33 B2": status(1),
                "80 02 01 33 B0": status(2, 1),
                "80 01 00 99 18": Request(Head.STATUS, 1, 0, 0x99),
                "9D 01 02 10 8E": Request(Head.OPEN_ALL, 1, 2, 0x10),
                "DE 01 11 11 DF": Request(Head.VERSION, 1, 0x11, 0x11),
            },
            st.builds(unlock, BOARDS, LOCKS | st.just(0))
            | st.builds(status, BOARDS, LOCKS | st.just(0)),
            5,
        ),
        "answered of one": Side(
            head_8a.reply_decoder,
            {
                "8A 01 01 00 8A": Door(Head.UNLOCK, 1, 1, high=False),
                "8A 01 0C 00 87": Door(Head.UNLOCK, 1, 12, high=False),
                "8A 01 01 11 9B": Door(Head.UNLOCK, 1, 1, high=True),
                "80 01 01 00 80": Door(Head.STATUS, 1, 1, high=False),
                "80 01 01 11 91": Door(Head.STATUS, 1, 1, high=True),
                "81 01 01 00 81": Door(Head.EVENT_ELSEWHERE, 1, 1, high=False),
                "81 01 01 11 90": Door(Head.EVENT_ELSEWHERE, 1, 1, high=True),
                "82 01 0C 11 9E": Door(Head.EVENT, 1, 12, high=True),
            },
            ONE,
            5,
        ),
        "answered of 24": Side(
            lambda: reply_decoder(3),
            {
                "80 01 01 01 01 33 B3": Doors(1, 0x010101, 3),
                "80 02 80 00 01 33 30": Doors(2, 0x800001, 3),
                "81 01 01 11 90": Door(Head.EVENT_ELSEWHERE, 1, 1, high=True),
            },
            all_of(3),
            7,
        ),
        "answered of 48": Side(
            lambda: reply_decoder(6),
            {"80 01 FF FF FF FF FF FF 33 B2": Doors(1, 2**48 - 1, 6)},
            all_of(6),
            10,
        ),
    },
    head_8a.both_decoder,
    describe,
)


def test_a_refused_unlock_is_its_own_question() -> None:
    assert Door(Head.UNLOCK, 1, 1, high=True).encode() == unlock(1, 1).encode()


def test_an_answer_of_all_that_begins_with_an_answer_of_one() -> None:
    """Chance hardly finds it: 17 and 8 locked, all others open."""
    frame = Doors(1, 0x010080, 3)
    data = frame.encode()
    assert frames_of(reply_decoder().feed(data[:5])) == [
        Door(Head.STATUS, 1, 1, high=False)
    ]
    assert frames_of(reply_decoder(3).feed(data)) == [frame]


def test_news_inside_an_answer_of_all_is_told_apart() -> None:
    news = Door(Head.EVENT, 1, 3, high=False)
    sent = [news, Doors(1, 0xFFFFFB, 3), news]
    data = b"".join(frame.encode() for frame in sent)
    assert frames_of(reply_decoder(3).feed(data)) == sent


@pytest.mark.parametrize(("locks", "size"), [(12, 2), (18, 3), (24, 3), (48, 6)])
def test_bytes_for_locks(locks: int, size: int) -> None:
    assert size_for(locks) == size


@pytest.mark.parametrize(("board", "lock"), [(0, 1), (100, 1), (1, 49), (1, -1)])
def test_no_such_board_or_lock(board: int, lock: int) -> None:
    with pytest.raises(FrameInvalid):
        unlock(board, lock).encode()


def test_in_words() -> None:
    assert describe(unlock(1, 2)) == "unlock, board 1 lock 2"
    assert describe(unlock(1, 0)) == "unlock, board 1 every lock"
    assert describe(Doors(1, 0, 3)) == "board 1 bits set: -"
    assert describe(Door(Head.UNLOCK, 1, 2, high=True)) == (
        "board 1 lock 2: 11 (after unlock)"
    )
    assert describe(Door(Head.EVENT, 1, 2, high=False)) == "board 1 lock 2: 00 (event)"
