"""The Modbus RTU codec."""

from functools import partial

import pytest
from hypothesis import strategies as st

from hardware.errors import FrameInvalid
from hardware.frames import modbus
from hardware.frames.modbus import (
    OFF,
    ON,
    READS,
    WRITES,
    WRITES_SEVERAL,
    Function,
    Read,
    Refused,
    Values,
    Write,
    WriteSeveral,
    Written,
    crc16,
    describe,
    reply_bytes,
    reply_decoder,
    request_decoder,
)
from tests.hardware.frames.sides import Codec, Side, frames_of

COILS, INPUTS, REGISTERS = (
    Function.READ_COILS,
    Function.READ_INPUTS,
    Function.READ_REGISTERS,
)
COIL, REGISTER = Function.WRITE_COIL, Function.WRITE_REGISTER
BOARDS, PLACES = st.integers(1, 247), st.integers(0, 0xFFFF)
ALL_SET = b"\xff" * 6


def several(function: Function, data: bytes) -> WriteSeveral:
    registers = function is Function.WRITE_REGISTERS
    count = len(data) // 2 if registers else len(data) * 8
    return WriteSeveral(function, 3, 7, count, data)


WRITTEN = st.builds(Write, st.sampled_from(sorted(WRITES)), BOARDS, PLACES, PLACES)
OTHERS = (
    WRITTEN
    | st.builds(
        Written, st.sampled_from(sorted(WRITES_SEVERAL)), BOARDS, PLACES, PLACES
    )
    | st.builds(Refused, st.sampled_from(Function), BOARDS, st.integers(1, 11))
)
CODEC = Codec(
    {
        "asked": Side(
            request_decoder,
            {
                "01 01 00 00 00 30 3C 1E": Read(COILS, 1, 0, 48),
                "01 02 00 00 00 30 78 1E": Read(INPUTS, 1, 0, 48),
                "01 05 00 00 FF 00 8C 3A": Write(COIL, 1, 0, ON),
                "01 05 00 2F FF 00 BD F3": Write(COIL, 1, 47, ON),
                "00 05 00 00 FF 00 8D EB": Write(COIL, 0, 0, ON),
                "01 05 02 00 00 07 8D B0": Write(COIL, 1, 0x0200, 7),
                "01 06 00 01 05 00 DB 5A": Write(REGISTER, 1, 1, 0x0500),
                "01 01 00 00 00 08 3D CC": Read(COILS, 1, 0, 8),
            },
            st.builds(
                Read, st.sampled_from(sorted(READS)), BOARDS, PLACES, st.integers(1, 99)
            )
            | WRITTEN
            | st.builds(
                several,
                st.sampled_from(sorted(WRITES_SEVERAL)),
                st.binary(min_size=1, max_size=20).map(lambda data: data * 2),
            ),
            255 + 9,
        ),
        "answered": Side(
            reply_decoder,
            {
                "01 01 06 FF FF FF FF FF FF A1 23": Values(COILS, 1, ALL_SET),
                "01 02 06 FF FF FF FF FF FF E1 36": Values(INPUTS, 1, ALL_SET),
                "01 05 00 00 FF 00 8C 3A": Write(COIL, 1, 0, ON),
                "01 85 02 C3 51": Refused(COIL, 1, 2),
                "01 82 02 C1 61": Refused(INPUTS, 1, 2),
                "01 05 02 00 00 07 8D B0": Write(COIL, 1, 0x0200, 7),
                "01 06 00 01 05 00 DB 5A": Write(REGISTER, 1, 1, 0x0500),
            },
            OTHERS
            | st.builds(
                Values,
                st.sampled_from(sorted(READS)),
                BOARDS,
                st.binary(min_size=1, max_size=250),
            ),
            255,
        ),
        "answered of six bytes": Side(
            partial(reply_decoder, (6,)),
            {"01 02 06 FF FF FF FF FF FF E1 36": Values(INPUTS, 1, ALL_SET)},
            OTHERS
            | st.builds(
                Values,
                st.sampled_from(sorted(READS)),
                BOARDS,
                st.binary(min_size=6, max_size=6),
            ),
            reply_bytes(6),
        ),
    },
    modbus.both_decoder,
    describe,
)


def test_the_check_of_the_standards_own_example() -> None:
    assert crc16(bytes.fromhex("02 07")) == 0x1241


def test_values_as_bits() -> None:
    assert Values(COILS, 1, b"\x01\x80").bits == 0x8001


@pytest.mark.parametrize(
    "frame",
    [
        Read(COILS, 248, 0, 1),
        Read(COILS, 1, 0x10000, 1),
        Read(COILS, 1, -1, 1),
        Read(COILS, 1, 0, 0),
        Read(COILS, 1, 0, 2001),
        Read(REGISTERS, 1, 0, 126),
        Read(COIL, 1, 0, 1),
        Write(COILS, 1, 0, ON),
        Write(COIL, 1, 0, 0x10000),
        WriteSeveral(Function.WRITE_COILS, 1, 0, 9, b"\x00"),
        WriteSeveral(Function.WRITE_REGISTERS, 1, 0, 2, b"\x00\x00"),
    ],
)
def test_what_no_frame_can_carry(frame: Read | Write | WriteSeveral) -> None:
    with pytest.raises(FrameInvalid):
        frame.encode()


def sealed(hex_: str) -> bytes:
    data = bytes.fromhex(hex_)
    return data + crc16(data).to_bytes(2, "little")


@pytest.mark.parametrize(
    "hex_",
    [
        "01 01 00 00 00 00",  # none
        "01 03 00 00 00 7E",  # more registers than an answer holds
        "01 0F 00 00 00 08 02 FF FF",  # bytes that do not fit the number
        "01 0F 00 00 00 00 00",  # none
        "01 07 00 00 00 01",  # no such function here
        "F8 01 00 00 00 01",  # no such board
    ],
)
def test_what_no_desk_asks(hex_: str) -> None:
    assert frames_of(request_decoder().feed(sealed(hex_) + b"\x00" * 9)) == []


@pytest.mark.parametrize(
    "hex_", ["00 85 02", "01 85 00", "01 85 0C", "01 01 00", "01 01 07 00"]
)
def test_what_no_board_answers(hex_: str) -> None:
    assert frames_of(reply_decoder((6,)).feed(sealed(hex_) + b"\x00" * 9)) == []


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (Read(INPUTS, 1, 0, 48), "status, board 1: read inputs 0 to 47"),
        (Write(COIL, 1, 2, ON), "board 1: write coil 2 = FF00"),
        (Write(COIL, 0, 2, OFF), "every board: write coil 2 = 0000"),
        (
            WriteSeveral(Function.WRITE_COILS, 1, 0, 8, b"\x03"),
            "board 1: write coils 0 to 7 = 03",
        ),
        (Written(Function.WRITE_COILS, 1, 0, 8), "board 1: write coils 0 to 7 done"),
        (Values(INPUTS, 1, b"\x03\x04"), "board 1: read inputs gave 03 04"),
        (Refused(COIL, 1, 2), "board 1: write coil refused, code 2"),
    ],
)
def test_in_words(frame: object, words: str) -> None:
    assert describe(frame) == words
