"""The CU48 and CU48B codecs."""

from functools import partial

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames import kerong_cu48
from hardware.frames.kerong_cu48 import (
    EVERY_BOARD,
    EVERY_LOCK,
    Model,
    Request,
    Status,
    describe,
    reply_decoder,
    request_decoder,
)
from tests.hardware.frames.sides import Codec, Side, frames_of

BITS = st.integers(0, 2**48 - 1)
VECTORS = {
    Model.CU48: (
        {
            "02 00 00 50 03 55": Request(Model.CU48, 0),
            "02 00 00 51 03 56": Request(Model.CU48, 0, 1, unlock=True),
            "02 09 2F 51 03 8E": Request(Model.CU48, 9, 48, unlock=True),
            "02 00 30 51 03 86": Request(Model.CU48, 0, EVERY_LOCK, unlock=True),
            "02 0A 30 51 03 90": Request(
                Model.CU48, EVERY_BOARD, EVERY_LOCK, unlock=True
            ),
        },
        {
            "02 00 00 65 07 00 00 00 00 C0 03 31": Status(
                Model.CU48, 0, 0xC00000000007
            ),
            "02 09 00 65 00 00 00 00 00 00 03 73": Status(Model.CU48, 9, 0),
        },
    ),
    Model.CU48B: (
        {
            "02 00 00 60 03 65": Request(Model.CU48B, 0),
            "02 00 00 61 03 66": Request(Model.CU48B, 0, 1, unlock=True),
            "02 00 04 61 03 6A": Request(Model.CU48B, 0, 5, unlock=True),
            "02 0A 30 60 03 9F": Request(Model.CU48B, EVERY_BOARD, EVERY_LOCK),
        },
        {
            "02 00 00 75 07 00 00 00 00 C0 01 00 00 00 00 80 03 C2": Status(
                Model.CU48B, 0, 0xC00000000007, 0x800000000001
            ),
        },
    ),
}


def codec(model: Model) -> Codec:
    asked, answered = VECTORS[model]
    statuses = st.builds(Status, st.just(model), st.integers(0, 9), BITS)
    if model.items:
        statuses = st.builds(Status, st.just(model), st.integers(0, 9), BITS, BITS)
    return Codec(
        {
            "asked": Side(
                partial(request_decoder, model),
                asked,
                st.builds(
                    Request,
                    st.just(model),
                    st.integers(0, EVERY_BOARD),
                    st.integers(1, EVERY_LOCK),
                    st.booleans(),
                ),
                6,
            ),
            "answered": Side(
                partial(reply_decoder, model), answered, statuses, model.reply_bytes
            ),
        },
        partial(kerong_cu48.both_decoder, model),
        describe,
    )


CODECS = {model.title: codec(model) for model in Model}


@pytest.mark.parametrize(("board", "lock"), [(11, 1), (-1, 1), (0, 0), (0, 50)])
def test_no_such_board_or_lock(board: int, lock: int) -> None:
    with pytest.raises(FrameInvalid):
        Request(Model.CU48, board, lock).encode()


def test_the_models_do_not_read_each_other() -> None:
    for model, other in ((Model.CU48, Model.CU48B), (Model.CU48B, Model.CU48)):
        asked, answered = VECTORS[model]
        for hex_ in asked:
            assert frames_of(request_decoder(other).feed(bytes.fromhex(hex_))) == []
        for hex_ in answered:
            assert frames_of(reply_decoder(other).feed(bytes.fromhex(hex_))) == []


def test_many_boards_answer_back_to_back() -> None:
    sent = [Status(Model.CU48, board, board) for board in range(10)]
    data = b"".join(status.encode() for status in sent)
    assert frames_of(reply_decoder(Model.CU48).feed(data)) == sent


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Request(Model.CU48, 1), "status, board 1"),
        (Request(Model.CU48, EVERY_BOARD), "status, every board"),
        (Request(Model.CU48, 1, 3, unlock=True), "unlock board 1 lock 3"),
        (Request(Model.CU48, 1, 49, unlock=True), "unlock board 1 every lock"),
        (Status(Model.CU48, 1, 5), "board 1 bits set: 1 3"),
        (Status(Model.CU48B, 1, 0, 2), "board 1 bits set: - items: 2"),
    ],
)
def test_in_words(frame: Request | Status, words: str) -> None:
    assert describe(frame) == words
