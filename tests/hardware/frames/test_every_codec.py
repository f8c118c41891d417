"""What every codec has to bear: chunks, glue, halves, noise, flipped bits.

A new codec is added to CODECS with its sides; nothing else is needed here.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.frames.stream import Flaw, Noise, Tap
from tests.hardware.frames import (
    test_head_8a,
    test_kerong_cu16,
    test_kerong_cu24,
    test_kerong_cu48,
    test_modbus,
    test_winnsen,
    test_wkly,
)
from tests.hardware.frames.sides import Codec, Side, frames_of

CODECS: dict[str, Codec] = {
    "8a-80": test_head_8a.CODEC,
    "kerong-cu16": test_kerong_cu16.CODEC,
    "kerong-cu24": test_kerong_cu24.CODEC,
    **test_kerong_cu48.CODECS,
    "modbus": test_modbus.CODEC,
    "winnsen": test_winnsen.CODEC,
    "wkly": test_wkly.CODEC,
}


def sides() -> Iterator:
    for name, codec in CODECS.items():
        for way, side in codec.sides.items():
            yield pytest.param(side, id=f"{name} {way}")


def vectors() -> Iterator:
    for name, codec in CODECS.items():
        for way, side in codec.sides.items():
            for hex_, frame in side.vectors.items():
                yield pytest.param(side, hex_, frame, id=f"{name} {way} {hex_}")


few = settings(deadline=None, max_examples=35)
every_side = pytest.mark.parametrize("side", list(sides()))


@pytest.mark.parametrize(("side", "hex_", "frame"), list(vectors()))
def test_frames_as_published(side: Side, hex_: str, frame: object) -> None:
    data = bytes.fromhex(hex_)
    assert frame.encode() == data
    [piece] = side.decoder().feed(data)
    assert (piece.frame, piece.data) == (frame, data)
    assert len(data) <= side.longest


@pytest.mark.parametrize("name", CODECS)
def test_a_tap_understands_every_published_frame(name: str) -> None:
    codec = CODECS[name]
    explain = Tap(codec.both, codec.describe).explain
    for side in codec.sides.values():
        for hex_ in side.vectors:
            [told] = explain(bytes.fromhex(hex_))
            assert told.read
            assert told.text
            assert not explain(bytes.fromhex(hex_)[:2])[-1].read
    [told] = explain(b"\xfc\xfc")
    assert not told.read


@every_side
def test_a_wrong_last_byte_is_no_frame(side: Side) -> None:
    for hex_ in side.vectors:
        data = bytes.fromhex(hex_)
        wrong = data[:-1] + bytes((data[-1] ^ 0x40,))
        pieces = side.decoder().feed(wrong)
        assert frames_of(pieces) == []
        noise = [piece for piece in pieces if isinstance(piece, Noise)]
        assert not noise or noise[0].flaw is Flaw.CHECK or not side.checked


@every_side
def test_half_a_frame_does_not_swallow_the_next(side: Side) -> None:
    """In step again within one frame, wherever the first was cut."""
    for hex_, frame in side.vectors.items():
        whole = bytes.fromhex(hex_)
        copies = side.longest // len(whole) + 1
        for cut in range(1, len(whole)):
            decoder = side.decoder()
            assert frames_of(decoder.feed(whole[:cut])) == []
            assert frame in frames_of(decoder.feed(whole * copies))


@every_side
@few
@given(data=st.data(), size=st.integers(1, 12))
def test_any_chunking_and_any_glue(side: Side, data: st.DataObject, size: int) -> None:
    sent = data.draw(st.lists(side.frames, max_size=6))
    line = b"".join(frame.encode() for frame in sent)
    decoder = side.decoder()
    chunks = [line[at : at + size] for at in range(0, len(line), size)]
    assert frames_of([p for chunk in chunks for p in decoder.feed(chunk)]) == sent
    assert decoder.held == 0


@every_side
@few
@given(chunks=st.lists(st.binary(max_size=40), max_size=12))
def test_noise_grows_no_buffer_and_loses_no_byte(
    side: Side, chunks: list[bytes]
) -> None:
    decoder, out = side.decoder(), b""
    for chunk in chunks:
        out += b"".join(piece.data for piece in decoder.feed(chunk))
        assert decoder.held < side.longest
    assert out + decoder.clear() == b"".join(chunks)


@every_side
@few
@given(data=st.data(), noise=st.binary(max_size=40))
def test_after_noise_a_frame_is_found(
    side: Side, data: st.DataObject, noise: bytes
) -> None:
    # The noise may end in the beginning of a frame that the next bytes complete.
    frame = data.draw(side.frames)
    whole, decoder = frame.encode(), side.decoder()
    decoder.feed(noise)
    assert frame in frames_of(decoder.feed(whole * (side.longest // len(whole) + 2)))


@every_side
@few
@given(data=st.data())
def test_one_flipped_bit_is_never_believed(side: Side, data: st.DataObject) -> None:
    if not side.checked:
        return
    frame = bytearray(data.draw(side.frames).encode())
    bit = data.draw(st.integers(0, len(frame) * 8 - 1))
    frame[bit // 8] ^= 1 << bit % 8
    assert frames_of(side.decoder().feed(bytes(frame))) == []


# No frame of any protocol begins with one of these.
FOREIGN = st.binary(max_size=9).map(lambda data: bytes(b | 0xF8 for b in data))


@every_side
@few
@given(data=st.data(), size=st.integers(1, 30))
def test_foreign_bytes_between_frames_cost_none_and_add_none(
    side: Side, data: st.DataObject, size: int
) -> None:
    sent = data.draw(st.lists(side.frames, min_size=1, max_size=4))
    line = b"".join(data.draw(FOREIGN) + frame.encode() for frame in sent)
    decoder = side.decoder()
    chunks = [line[at : at + size] for at in range(0, len(line), size)]
    assert frames_of([p for chunk in chunks for p in decoder.feed(chunk)]) == sent
