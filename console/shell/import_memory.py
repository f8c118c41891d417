"""How a depot's files were read the last time: columns by the files' own headings.

Kept beside the data in `columns.json`, per depot and per row of headings, so that the
web shop whose "Katuosote" was once called a street is never asked about again. What
cannot be read or written is forgotten and nothing else.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from console.interchange.fields import Field
from console.viewmodels.importing import signature

FILE = "columns.json"
VERSION = 1
MOST = 300
"""So many rows of headings are kept a depot, the oldest go."""


class ColumnMemory:
    """Reads and writes one file; cheap enough for a thread at any time."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def recall(self, depot: str, headings: Sequence[str]) -> dict[int, Field] | None:
        """The reading chosen for these headings, if there was one."""
        kept = self._kept().get(depot, {}).get(_key(headings))
        if not isinstance(kept, dict):
            return None
        try:
            mapping = {int(column): Field(field) for column, field in kept.items()}
        except ValueError:
            return None
        return mapping if all(0 <= c < len(headings) for c in mapping) else None

    def keep(
        self, depot: str, headings: Sequence[str], mapping: Mapping[int, Field]
    ) -> None:
        """Keeps a reading; the newest stands last."""
        table = self._kept()
        mine = table.setdefault(depot, {})
        name = _key(headings)
        mine.pop(name, None)
        mine[name] = {str(column): str(field) for column, field in mapping.items()}
        for old in list(mine)[:-MOST]:
            del mine[old]
        fresh = self._file.with_suffix(".new")
        text = json.dumps({"version": VERSION, "depots": table})
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._file)

    def _kept(self) -> dict[str, dict[str, dict[str, str]]]:
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
            mine = table["version"] == VERSION and isinstance(table["depots"], dict)
        except (OSError, ValueError, TypeError, KeyError):
            return {}
        depots = table["depots"] if mine else {}
        return {name: one for name, one in depots.items() if isinstance(one, dict)}


def _key(headings: Sequence[str]) -> str:
    return hashlib.sha256(signature(headings).encode()).hexdigest()[:32]
