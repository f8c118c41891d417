"""The streets file: columns one after another, opened by mapping it into memory.

    8 bytes   b"LYSTREET"
    8 bytes   length of the header, little-endian
    header    JSON: format, summary, and per column [name, dtype, shape, offset]
    columns   each at a multiple of 64 bytes, little-endian

A file is written beside its place and moved there whole. Arrays out of it are
read-only views of one mapping, shared by every process that opens it.
"""

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.errors import PackError

type Column = NDArray[Any]
type Facts = dict[str, Any]

FILE_NAME: Final = "streets.bin"
FORMAT: Final = 4
_MAGIC: Final = b"LYSTREET"
_ALIGN: Final = 64


@dataclass(frozen=True, slots=True)
class Pack:
    """What a streets file holds: facts (plain JSON) and columns by name."""

    facts: Facts
    columns: dict[str, Column]


def write_pack(folder: Path, facts: Facts, columns: Mapping[str, Column]) -> Path:
    """Write `folder`/streets.bin, replacing an older one; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = {
        name: np.ascontiguousarray(column, column.dtype.newbyteorder("<"))
        for name, column in columns.items()
    }
    table = []
    offset = 0
    for name, column in plain.items():
        table.append([name, column.dtype.str, list(column.shape), offset])
        offset += _rounded(column.nbytes)
    header = json.dumps({"format": FORMAT, "facts": facts, "columns": table}).encode()
    header += b" " * (_rounded(16 + len(header)) - 16 - len(header))
    part = folder / f"{FILE_NAME}.part"
    with part.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for column in plain.values():
            file.write(column.tobytes())
            file.write(bytes(_rounded(column.nbytes) - column.nbytes))
    return part.replace(folder / FILE_NAME)


def read_pack(folder: Path) -> Pack:
    """Map `folder`/streets.bin; raises PackError when it is not whole."""
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise PackError(f"no streets file to open at {path}: {error}") from error
    if data[:8] != _MAGIC:
        raise PackError(f"{path} is not a streets file")
    start = 16 + int.from_bytes(data[8:16], "little")
    try:
        header = json.loads(data[16:start])
        if header["format"] != FORMAT:
            raise PackError(f"{path} is of another version; build the region again")
        columns = {
            name: _column(data, dtype, shape, start + offset)
            for name, dtype, shape, offset in header["columns"]
        }
        return Pack(header["facts"], columns)
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"{path} is damaged: {error}") from error


def _column(data: mmap.mmap, dtype: str, shape: list[int], offset: int) -> Column:
    count = int(np.prod(shape, dtype=np.int64))
    if not count:  # frombuffer refuses an empty view at the end
        return np.empty(shape, np.dtype(dtype))
    flat = np.frombuffer(data, np.dtype(dtype), count, offset)
    return flat.reshape(shape)


def _rounded(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
