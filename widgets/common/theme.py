"""One table of colours, line widths and fonts, read from `resources/themes`.

A theme is a frozen value: widgets keep the one they were given by `set_theme` and ask
it by name. Status colours stand beside a shape always (widgets.common.shapes); a widget
never invents a colour of its own.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from widgets.common.sheet import SHEET

ThemeName = Literal["light", "dark", "contrast"]
Steps = tuple[tuple[float, float], ...]

FAMILY = "Inter"
TEXT_PX = 13
SMALL_PX = 12
ROW_PX = 26
DENSE_ROW_PX = 23
GRID_PX = 4
"""Every distance is a multiple of it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by group (`surface`, `status`, `map`) and key, and map line widths."""

    name: ThemeName
    dark: bool
    colors: Mapping[tuple[str, str], QColor]
    widths: Mapping[str, Steps]

    @classmethod
    def load(cls, name: ThemeName) -> "Theme":
        """Reads a theme's table. Raises FileNotFoundError for an unknown name."""
        table = _table(f"{name}.toml")
        colors = {
            (group, key): QColor(value)
            for group in ("surface", "status", "map")
            for key, value in table[group].items()
        }
        widths = {
            key: tuple((float(zoom), float(px)) for zoom, px in steps)
            for key, steps in _table("widths.toml")["map_width"].items()
        }
        return cls(
            name,
            bool(table["dark"]),
            MappingProxyType(colors),
            MappingProxyType(widths),
        )

    def color(self, group: str, key: str) -> QColor:
        """The colour of a token, a copy to keep. Raises KeyError for an unknown one."""
        return QColor(self.colors[group, key])

    def map_width(self, key: str, zoom: float) -> float:
        """Line width in px of a kind of way; 0 before the zoom of its appearance.

        Between two given zooms the width grows exponentially, as the ground does;
        past the last it keeps doubling with every zoom.
        """
        steps = self.widths[key]
        if zoom < steps[0][0]:
            return 0.0
        for (low, narrow), (high, wide) in pairwise(steps):
            if zoom <= high:
                part = (zoom - low) / (high - low)
                return float(narrow * (wide / narrow) ** part)
        last_zoom, last_px = steps[-1]
        return float(last_px * 2.0 ** (zoom - last_zoom))

    def font(
        self, px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal
    ) -> QFont:
        """Inter where it is installed, else the system's, with digits of one width."""
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font = QFont()
        font.setFamilies([FAMILY, system.family()])
        font.setPixelSize(px)
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def palette(self) -> QPalette:
        """The palette of the whole application, for the Fusion style."""
        palette = QPalette()
        role = QPalette.ColorRole
        for target, key in (
            (role.Window, "window"),
            (role.WindowText, "text"),
            (role.Base, "panel"),
            (role.AlternateBase, "alternate_row"),
            (role.Text, "text"),
            (role.PlaceholderText, "muted"),
            (role.Button, "card"),
            (role.ButtonText, "text"),
            (role.BrightText, "on_accent"),
            (role.Highlight, "selection"),
            (role.HighlightedText, "text"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.ToolTipBase, "tooltip"),
            (role.ToolTipText, "on_tooltip"),
            (role.Light, "panel"),
            (role.Midlight, "card"),
            (role.Mid, "line"),
            (role.Dark, "edge"),
            (role.Accent, "accent"),
        ):
            palette.setColor(target, self.color("surface", key))
        off = QPalette.ColorGroup.Disabled
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(off, target, self.color("surface", "faint"))
        return palette

    def style_sheet(self) -> str:
        """What Fusion and a palette cannot say: panels, chips, tabs, buttons."""
        names = {
            key: color.name()
            for (group, key), color in self.colors.items()
            if group == "surface"
        }
        pale = self.color("surface", "on_accent").lightness() > 127
        return SHEET.substitute(
            names,
            tick=_icon("tick-white.svg" if pale else "tick-black.svg"),
            down=_icon("down.svg"),
        )


def _icon(file: str) -> str:
    """Where an icon is, as a style sheet writes it."""
    path = files("resources").joinpath("icons", file)
    return Path(str(path)).as_posix()


def _table(file: str) -> dict[str, Any]:
    return tomllib.loads(
        files("resources").joinpath("themes", file).read_text(encoding="utf-8")
    )
