"""An import that was not finished, kept beside the data until it is.

Paths, readings of columns and decisions are kept, nothing of the files themselves: they
are read anew, and of one that has changed since only its columns count. What is there
and cannot be read is as if there were nothing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.domain.place import Place
from console.interchange.fields import Field
from console.shell.import_files import Source
from console.shell.import_rows import Decision
from console.viewmodels.importing import Key

FILE = "import.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was left."""

    path: Path
    digest: str
    sheet: str
    mapping: dict[int, Field]
    chosen: frozenset[str]
    decisions: dict[int, Decision]
    """By line."""


def digest_of(data: bytes) -> str:
    """What tells whether a file is still the same."""
    return hashlib.sha256(data).hexdigest()


class Keeping:
    """One unfinished import in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    @property
    def any(self) -> bool:
        """Whether one was left."""
        return self._file.exists()

    def write(
        self, sources: Sequence[Source], decisions: Mapping[Key, Decision]
    ) -> None:
        """Keeps an import; without files there is nothing to keep."""
        if not sources:
            self._file.unlink(missing_ok=True)
            return
        files = [
            {
                "path": str(one.path),
                "digest": digest_of(one.data),
                "sheet": one.entry.sheet,
                "mapping": {str(c): str(f) for c, f in one.mapping.items()},
                "chosen": sorted(one.chosen),
                "decisions": {
                    str(key[1]): _table(decision)
                    for key, decision in decisions.items()
                    if key[0] == one.number and decision != Decision()
                },
            }
            for one in sources
        ]
        fresh = self._file.with_suffix(".new")
        fresh.write_text(
            json.dumps({"version": VERSION, "files": files}), encoding="utf-8"
        )
        fresh.replace(self._file)

    def read(self) -> tuple[KeptFile, ...]:
        """What was left; nothing where nothing usable is."""
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
            if table["version"] != VERSION:
                return ()
            return tuple(map(_file, table["files"]))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return ()


def _table(one: Decision) -> dict[str, Any]:
    place = None if one.place is None else [one.place.lon, one.place.lat]
    return {
        "cells": [list(cell) for cell in one.cells],
        "place": place,
        "placed": one.placed,
        "entrance": one.entrance,
        "held": one.held,
        "out": one.out,
    }


def _file(table: Mapping[str, Any]) -> KeptFile:
    return KeptFile(
        Path(str(table["path"])),
        str(table["digest"]),
        str(table["sheet"]),
        {int(c): Field(f) for c, f in table["mapping"].items()},
        frozenset(map(str, table["chosen"])),
        {int(line): _decision(one) for line, one in table["decisions"].items()},
    )


def _decision(table: Mapping[str, Any]) -> Decision:
    place = table["place"]
    return Decision(
        tuple((int(column), str(text)) for column, text in table["cells"]),
        None if place is None else Place(float(place[0]), float(place[1])),
        str(table["placed"]),
        str(table["entrance"]),
        bool(table["held"]),
        bool(table["out"]),
    )
