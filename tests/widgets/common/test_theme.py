"""One table serves every widget."""

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from widgets.common.dress import dress
from widgets.common.theme import Theme


def test_all_themes_name_the_same_tokens() -> None:
    light, dark, contrast = (Theme.load(n) for n in ("light", "dark", "contrast"))
    assert light.colors.keys() == dark.colors.keys() == contrast.colors.keys()
    assert all(color.isValid() for color in light.colors.values())
    assert (light.dark, dark.dark) == (False, True)


def test_unknown_names_fail_loudly() -> None:
    with pytest.raises(FileNotFoundError):
        Theme.load("sepia")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        Theme.load("light").color("surface", "no such token")


def test_widths_grow_with_the_zoom() -> None:
    theme = Theme.load("light")
    assert theme.map_width("r0", 7.9) == 0
    assert theme.map_width("r0", 12) == pytest.approx(3)
    assert theme.map_width("r0", 13) == pytest.approx((3 * 6) ** 0.5)
    assert theme.map_width("r0", 19) == pytest.approx(60)
    widths = [theme.map_width("r3", 11 + z / 4) for z in range(40)]
    assert widths == sorted(widths)


@pytest.mark.gui
def test_digits_have_one_width(qapp: QApplication) -> None:
    font = Theme.load("light").font(13, QFont.Weight.DemiBold)
    assert font.pixelSize() == 13
    assert font.featureValue(QFont.Tag("tnum")) == 1


@pytest.mark.gui
def test_a_dressed_application_has_the_palette(qapp: QApplication) -> None:
    theme = Theme.load("dark")
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    dress(qapp, theme)
    try:
        window = qapp.palette().color(QPalette.ColorRole.Window)
        assert window == theme.color("surface", "window")
        assert "$" not in qapp.styleSheet()
    finally:
        qapp.setPalette(before[0])
        qapp.setFont(before[1])
        qapp.setStyleSheet(before[2])
