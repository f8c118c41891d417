"""Whether the texts of a .osm.pbf are texts: none may hold a NUL byte.

libosmium keeps a tag's key and value one after the other, each ended by a NUL, and
walks from one to the next. A text with a NUL inside leads it out of the list, and out
of memory: the process dies. No editor writes such a text, a damaged or hostile file may
hold one, so the tables of texts are looked through before libosmium reads them.

    file   = { length of header (4 bytes, big-endian), BlobHeader, Blob }
    header = 1: type, 3: length of blob     blob = 1: raw bytes or 3: zlib bytes
    block  = 1: table of texts { 1: text } ...      (of blobs of type OSMData)

Source: https://wiki.openstreetmap.org/wiki/PBF_Format. What is damaged in any other way
is left to libosmium, which says so.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_MAX_HEADER = 64 * 1024
_MAX_BLOB = 32 * 1024 * 1024
_BYTES = 2
"""The wire type of what has a length: texts, bytes and messages."""
_FIXED = {1: 8, 5: 4}
"""Bytes of the wire types that are always as long."""


class _Damaged(Exception):
    """Not as the format has it."""


def holds_nul(path: Path) -> bool:
    """Whether a text in the file holds a NUL byte; False for what is no such file."""
    try:
        with path.open("rb") as file:
            return any(_bad(block) for block in _blocks(file))
    except (_Damaged, zlib.error):
        return False


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The blocks of data, unpacked, one after the other."""
    while prefix := file.read(4):
        length = int.from_bytes(prefix, "big")
        if length > _MAX_HEADER:
            raise _Damaged
        header = dict(_fields(file.read(length)))
        kind, size = header.get(1), header.get(3)
        if not isinstance(size, int) or size > _MAX_BLOB:
            raise _Damaged
        blob = dict(_fields(file.read(size)))
        raw, packed = blob.get(1), blob.get(3)
        if kind == b"OSMData" and isinstance(raw, bytes):
            yield raw
        elif kind == b"OSMData" and isinstance(packed, bytes):
            yield zlib.decompressobj().decompress(packed, _MAX_BLOB)


def _bad(block: bytes) -> bool:
    """Whether the block's table of texts holds one with a NUL."""
    try:
        return any(
            isinstance(text, bytes) and 0 in text
            for number, table in _fields(block)
            if number == 1 and isinstance(table, bytes) and 0 in table
            for _, text in _fields(table)
        )
    except _Damaged:
        return False


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of every field of a message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            length, at = _varint(data, at)
        elif kind in _FIXED:
            length = _FIXED[kind]
        else:
            raise _Damaged
        if at + length > len(data):
            raise _Damaged
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the least first, and where it ends."""
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
        shift += 7
    raise _Damaged
