"""How this desk was left: theme, size and splitters, kept beside the data."""

import base64
import binascii
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

FILE = "desk.json"
VERSION = 1
THEMES = frozenset({"auto", "light", "dark", "contrast"})


@dataclass(frozen=True, slots=True)
class Layout:
    """`panes` is the window's own state, empty for none; `theme` may be "auto"."""

    theme: str = "auto"
    width: int = 0
    """0 for a desk that was never left: it takes what the screen has."""
    height: int = 0
    maximised: bool = False
    panes: bytes = b""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What was kept; the defaults where nothing usable is."""
        try:
            table = json.loads((folder / FILE).read_text(encoding="utf-8"))
            kept = cls(
                str(table["theme"]),
                int(table["width"]),
                int(table["height"]),
                bool(table["maximised"]),
                base64.b64decode(str(table["panes"]), validate=True),
            )
            mine = table["version"] == VERSION
        except (OSError, ValueError, TypeError, KeyError, binascii.Error):
            return cls()
        sane = mine and kept.theme in THEMES
        return kept.fitted() if sane else cls()

    def fitted(self) -> Self:
        """The same, no smaller than can be worked with."""
        width, height = max(800, self.width), max(500, self.height)
        return replace(self, width=width, height=height)

    def write(self, folder: Path) -> None:
        """Keeps it; a layout that cannot be kept is lost, nothing else."""
        table = {
            "version": VERSION,
            "theme": self.theme,
            "width": self.width,
            "height": self.height,
            "maximised": self.maximised,
            "panes": base64.b64encode(self.panes).decode("ascii"),
        }
        file = folder / FILE
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(table), encoding="utf-8")
        fresh.replace(file)
