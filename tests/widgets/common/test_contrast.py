"""Text reads at 4.5:1 and shapes at 3:1 on every ground they are drawn on."""

import pytest
from PySide6.QtGui import QColor

from console.viewmodels.lockers import DoorState
from widgets.common.shapes import (
    DOOR_MARKS,
    LEVEL_MARKS,
    LINK_MARKS,
    PARCEL_MARKS,
    SEVERITY_MARKS,
)
from widgets.common.theme import Theme, ThemeName
from widgets.lockers.grid import GROUNDS, MARKED

NAMES: tuple[ThemeName, ...] = ("light", "dark", "contrast")
PLAIN = ("panel", "window", "card", "alternate_row", "field")
LIT = (*PLAIN, "selection", "accent_ground")


def luminance(color: QColor) -> float:
    """Relative luminance of WCAG 2.2."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    parts = (linear(v) for v in (color.redF(), color.greenF(), color.blueF()))
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_the_known_ratio() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, 0.01)


@pytest.mark.parametrize("name", NAMES)
def test_text_reads_on_every_ground(name: ThemeName) -> None:
    theme = Theme.load(name)
    least = 7.0 if name == "contrast" else 4.5
    low = {
        (ink, ground): contrast(
            theme.color("surface", ink), theme.color("surface", ground)
        )
        for ink in ("text", "muted")
        for ground in LIT
    }
    low |= {
        (ink, ground): contrast(
            theme.color("status", ink), theme.color("surface", ground)
        )
        for ink in ("late_text", "at_risk_text", "done_text")
        for ground in ("panel", "alternate_row", "selection")
    }
    low |= {
        (ink, ground): contrast(
            theme.color("surface", ink), theme.color("surface", ground)
        )
        for ink, ground in (
            ("on_accent", "accent_fill"),
            ("on_tooltip", "tooltip"),
            ("accent", "accent_ground"),
            ("accent", "panel"),
        )
    }
    assert {pair: ratio for pair, ratio in low.items() if ratio < least} == {}


@pytest.mark.parametrize("name", NAMES)
def test_shapes_read_on_every_ground(name: ThemeName) -> None:
    theme = Theme.load(name)
    tables = (PARCEL_MARKS, LEVEL_MARKS, SEVERITY_MARKS, LINK_MARKS)
    marks = {mark.color for table in tables for mark in table.values()}
    low = {
        (key, ground): contrast(
            theme.color("status", key), theme.color("surface", ground)
        )
        for key in sorted(marks)
        for ground in ("panel", "card", "alternate_row", "selection")
    }
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", list(DoorState))
def test_a_door_reads(name: ThemeName, state: DoorState) -> None:
    """Number on its ground, outline or ground on the panel, mark on the ground."""
    theme = Theme.load(name)
    ground, edge = GROUNDS[state]
    tile, panel = theme.color("status", ground), theme.color("surface", "panel")
    ink = "on_accent" if state is DoorState.ARRIVING else "text"
    quiet = "on_accent" if state is DoorState.ARRIVING else "muted"
    assert contrast(theme.color("surface", ink), tile) >= 4.5
    assert contrast(theme.color("surface", quiet), tile) >= 4.5
    assert contrast(theme.color("status", edge), panel) >= 3
    if state in MARKED:
        mark = DOOR_MARKS[state]
        assert contrast(theme.color("status", mark.color), tile) >= 3
    if state is DoorState.BLOCKED:
        assert contrast(theme.color("status", "blocked_hatch"), tile) >= 2.4


@pytest.mark.parametrize("name", NAMES)
def test_focus_is_seen(name: ThemeName) -> None:
    theme = Theme.load(name)
    for ground in ("panel", "window", "field"):
        ratio = contrast(
            theme.color("surface", "focus"), theme.color("surface", ground)
        )
        assert ratio >= 3


@pytest.mark.parametrize("name", NAMES)
def test_every_status_is_its_own_shape_and_colour(name: ThemeName) -> None:
    for table in (PARCEL_MARKS, DOOR_MARKS):
        assert len(set(table.values())) == len(table)
    shapes = [mark.shape for mark in PARCEL_MARKS.values()]
    assert len(set(shapes)) == len(shapes)
    assert Theme.load(name).name == name
