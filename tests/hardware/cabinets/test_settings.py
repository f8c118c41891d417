"""Board families as files: what ships loads, what is wrong is named."""

import asyncio
from dataclasses import replace
from importlib import resources

import pytest

from hardware.bus.owner import Owner
from hardware.cabinets.kerong_cu16 import PROTOCOL
from hardware.cabinets.settings import HARD_PULSE_CAP_MS, Board, load, parse
from hardware.errors import SettingsInvalid
from hardware.links.memory import pair

SHIPPED = (resources.files("resources") / "cabinets" / "kerong-cu16.toml").read_text()


def test_every_shipped_family_loads_under_its_own_name() -> None:
    folder = resources.files("resources") / "cabinets"
    names = [file.name.removesuffix(".toml") for file in folder.iterdir()]
    assert "kerong-cu16" in names
    for name in names:
        if not name.startswith("__"):
            assert load(name).family == name


def test_the_bus_gets_its_figures_in_seconds() -> None:
    family = load("kerong-cu16")
    assert family.line.timing().baud == 19_200
    assert family.line.timing(9_600).air_s(9) == 90 / 9_600
    assert family.lock.pulse_rules().pulse_s == 0.5


def test_a_family_nobody_knows() -> None:
    with pytest.raises(SettingsInvalid, match="no settings"):
        load("kerong-cu999")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("schema = 1", "schema = 2", "schema must be 1"),
        ("schema = 1", "schema = 1\nextra = 1", "extra is unknown"),
        ('title = "KERONG CU16"', "", "title is missing"),
        ("[watch]", "[watched]", "watch. is missing"),
        ("gap_ms = 25", "", "line.gap_ms is missing"),
        ("gap_ms = 25", "gap_ms = 25\ngap = 1", "line.gap is unknown"),
        ("gap_ms = 25", "gap_ms = 2.5", "line.gap_ms must be a whole"),
        ("gap_ms = 25", "gap_ms = true", "line.gap_ms must be a whole"),
        ("gap_ms = 25", "gap_ms = 0", "line times"),
        ("bauds = [19200,", "bauds = [", "line.baud must be one"),
        ("retries = 1", "retries = 9", "line.retries"),
        ("addresses = [0, 9]", "addresses = [0]", "board.addresses"),
        ("addresses = [0, 9]", "addresses = []", "board.addresses"),
        ("closed_bit = 1", "closed_bit = 2", "board.closed_bit"),
        ('protocol = "kerong-cu16"', "", "protocol is missing"),
        ('pulse_by = "board"', 'pulse_by = "host"', "nobody else can end"),
        ('supply = "cabinet"', 'supply = "house"', "lock.supply must be one of cab"),
        ('supply = "cabinet"', "supply = 1", "lock.supply must be one of cab"),
        ("gap_ms = 25", "gap_ms = [25]", "line.gap_ms must be a whole"),
        ("[dialect]", "", "dialect. is missing"),
        ("item_bit = 1", "item_bit = 2", "board.item_bit"),
        ("locks = 16", "locks = 0", "board.locks"),
        ("pulse_ms = 500", "pulse_ms = 1501", "lock.pulse_ms"),
        ("pulse_cap_ms = 1500", "pulse_cap_ms = 400", "lock.pulse_ms"),
        ("pulse_cap_ms = 1500", "pulse_cap_ms = 9000", "lock.pulse_cap_ms"),
        ("pulses_a_minute = 6", "pulses_a_minute = 0", "lock.pulses_a_minute"),
        ("cooldown_ms = 3000", "cooldown_ms = -1", "lock times"),
        ("hot_ms = 150", "hot_ms = 0", "watch times"),
        ("[line]", "[line", "kerong-cu16.toml"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, said: str) -> None:
    assert old in SHIPPED
    with pytest.raises(SettingsInvalid, match=said):
        parse(SHIPPED.replace(old, new, 1), "kerong-cu16.toml")


def test_a_depots_own_values_are_checked_too() -> None:
    lock = load("kerong-cu16").lock
    assert replace(lock, pulse_ms=1000).pulse_rules().pulse_s == 1.0
    with pytest.raises(SettingsInvalid):
        replace(lock, pulse_ms=HARD_PULSE_CAP_MS + 10)


@pytest.mark.parametrize(
    "boards",
    [
        (),
        (Board(0, 16), Board(0, 16)),
        (Board(10, 16),),
        (Board(0, 0),),
        (Board(0, 17),),
    ],
)
async def test_a_cabinet_is_refused_boards_that_cannot_be(boards) -> None:
    family = load("kerong-cu16")
    bus = PROTOCOL.line(pair()[0], family, Owner(asyncio.get_running_loop()))
    with pytest.raises(SettingsInvalid):
        PROTOCOL.cabinet(bus, family, boards)
    with pytest.raises(SettingsInvalid):
        PROTOCOL.cabinet(bus, replace(family, protocol="other"), (Board(0, 16),))
