"""What is known of a board family, read from `resources/cabinets/<family>.toml`.

Schema 1, every key required, every unknown key an error:

    schema            1
    family            the file's own name
    protocol          what its boards speak; one protocol may serve several files
    title             what a person calls it
    [line]
    baud              as delivered
    bauds             every rate it can be set to; identify tries them in this order
    board_ms          the longest a board thinks before it answers
    gap_ms            silence kept before every question
    retries           how often a read is asked again (what moves never is)
    [board]
    addresses         first and last address a board can be set to
    locks             locks on a board
    closed_bit        the bit, 0 or 1, that means "closed" (depends on the switch);
                      -1 without door sensors: then no door ever reads anything
    item_bit          the bit that means "something lies in it"; -1 without such sensors
    [lock]
    pulse_by          "board": it ends every pulse itself. "host", an output that stays
                      on until it is told off, is refused: a lost line would burn coils
    supply            which locks share a power supply and take turns: those of a
                      "cabinet", of a "board", of the whole "line"
    pulse_ms          how long the board is set to drive a lock
    pulse_cap_ms      the longest pulse these locks bear; never over 1500
    recovery_ms       rest of the supply after a pulse
    cooldown_ms       rest of one lock after its pulse
    pulses_a_minute   of one lock
    longest_wait_ms   how long a command waits for its supply before it is refused
    [watch]
    round_ms          every quiet board is looked at once in this time
    hot_ms            a board with an open or doubtful door is looked at so often
    confirm_ms        how long a door is watched after its pulse
    confirm_every_ms  and how often
    [dialect]         the protocol's own keys; its module in this folder names them

A depot that wired or set its boards differently changes the values it needs with
`dataclasses.replace`; the result is checked again.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from importlib import resources
from typing import Any

from hardware.bus.questions import Timing
from hardware.bus.supply import PulseRules
from hardware.cabinet import DoorState
from hardware.cabinets.doors import Look
from hardware.errors import SettingsInvalid

SCHEMA = 1
HARD_PULSE_CAP_MS = 1500


class PulseBy(StrEnum):
    """Who ends a pulse."""

    BOARD = "board"
    HOST = "host"


class Shared(StrEnum):
    """Whose locks hang on one supply."""

    CABINET = "cabinet"
    BOARD = "board"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Section [line]."""

    baud: int
    bauds: tuple[int, ...]
    board_ms: int
    gap_ms: int
    retries: int

    def __post_init__(self) -> None:
        """Check what the bus relies on."""
        _require(self.baud in self.bauds, "line.baud must be one of line.bauds")
        _require(min(self.board_ms, self.gap_ms) > 0, "line times must be positive")
        _require(0 <= self.retries <= 3, "line.retries must be 0 to 3")

    def timing(self, baud: int | None = None) -> Timing:
        """Give the bus its figures, at another baud rate if need be."""
        return Timing(
            baud or self.baud, self.board_ms / 1000, self.gap_ms / 1000, self.retries
        )


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """Section [board]."""

    addresses: tuple[int, ...]
    locks: int
    closed_bit: int
    item_bit: int

    def __post_init__(self) -> None:
        """Check the bits and the range."""
        _require(len(self.addresses) == 2, "board.addresses must be first and last")
        _require(self.closed_bit in {-1, 0, 1}, "board.closed_bit must be -1, 0 or 1")
        _require(self.item_bit in {-1, 0, 1}, "board.item_bit must be -1, 0 or 1")
        _require(self.locks > 0, "board.locks must be positive")

    @property
    def sensors(self) -> bool:
        """Whether anything tells how a door is."""
        return self.closed_bit >= 0

    def look(self, bit: bool, *, item: bool | None = None) -> Look:  # noqa: FBT001
        """Read a door's bit, and its item sensor's where there are any."""
        if not self.sensors:
            return Look(DoorState.UNKNOWN, None)
        there = None if item is None or self.item_bit < 0 else item == self.item_bit
        return Look(
            DoorState.CLOSED if bit == self.closed_bit else DoorState.OPEN, there
        )


@dataclass(frozen=True, slots=True)
class LockSettings:
    """Section [lock]."""

    pulse_by: PulseBy
    supply: Shared
    pulse_ms: int
    pulse_cap_ms: int
    recovery_ms: int
    cooldown_ms: int
    pulses_a_minute: int
    longest_wait_ms: int

    def __post_init__(self) -> None:
        """Check what keeps a coil from burning."""
        _require(
            self.pulse_by is PulseBy.BOARD,
            'lock.pulse_by must be "board": nobody else can end a pulse for certain',
        )
        _require(
            0 < self.pulse_cap_ms <= HARD_PULSE_CAP_MS,
            f"lock.pulse_cap_ms must be 1 to {HARD_PULSE_CAP_MS}",
        )
        _require(
            0 < self.pulse_ms <= self.pulse_cap_ms,
            "lock.pulse_ms must be 1 to lock.pulse_cap_ms",
        )
        _require(self.pulses_a_minute > 0, "lock.pulses_a_minute must be positive")
        _require(
            min(self.recovery_ms, self.cooldown_ms, self.longest_wait_ms) >= 0,
            "lock times must not be negative",
        )

    def pulse_rules(self) -> PulseRules:
        """Give a supply its figures."""
        return PulseRules(
            self.pulse_ms / 1000,
            self.recovery_ms / 1000,
            self.cooldown_ms / 1000,
            self.pulses_a_minute,
            self.longest_wait_ms / 1000,
        )


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """Section [watch]."""

    round_ms: int
    hot_ms: int
    confirm_ms: int
    confirm_every_ms: int

    def __post_init__(self) -> None:
        """Check that watching advances."""
        _require(
            min(self.round_ms, self.hot_ms, self.confirm_ms, self.confirm_every_ms) > 0,
            "watch times must be positive",
        )


@dataclass(frozen=True, slots=True)
class FamilySettings:
    """A whole file."""

    family: str
    protocol: str
    title: str
    line: LineSettings
    board: BoardSettings
    lock: LockSettings
    watch: WatchSettings
    dialect: Mapping[str, object]

    def own[S](self, kind: type[S]) -> S:
        """Read section [dialect] as the protocol's own dataclass."""
        try:
            return _section({"dialect": dict(self.dialect)}, "dialect", kind)
        except SettingsInvalid as error:
            raise SettingsInvalid(f"{self.family}: {error}") from error


@dataclass(frozen=True, slots=True)
class NothingOwn:
    """Section [dialect] of a protocol that needs none."""


@dataclass(frozen=True, slots=True)
class Board:
    """One board of a cabinet: its address and how many of its locks are wired."""

    address: int
    locks: int


def load(family: str) -> FamilySettings:
    """Read a family's shipped settings."""
    file = resources.files("resources").joinpath("cabinets", f"{family}.toml")
    if not file.is_file():
        raise SettingsInvalid(f"no settings for a board family {family!r}")
    return parse(file.read_text("utf-8"), f"{family}.toml")


def parse(text: str, name: str) -> FamilySettings:
    """Read a settings file's text; `name` is for the error."""
    try:
        table = tomllib.loads(text)
        _require(table.pop("schema", None) == SCHEMA, f"schema must be {SCHEMA}")
        return FamilySettings(
            line=_section(table, "line", LineSettings),
            board=_section(table, "board", BoardSettings),
            lock=_section(table, "lock", LockSettings),
            watch=_section(table, "watch", WatchSettings),
            dialect=_table(table, "dialect"),
            **_texts(table),
        )
    except (tomllib.TOMLDecodeError, SettingsInvalid) as error:
        raise SettingsInvalid(f"{name}: {error}") from error


def _section[S](table: dict[str, Any], name: str, kind: type[S]) -> S:
    section = _table(table, name)
    known = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]
    for key in known.keys() ^ section.keys():
        raise SettingsInvalid(
            f"{name}.{key} is {'missing' if key in known else 'unknown'}"
        )
    return kind(
        **{
            key: _value(f"{name}.{key}", known[key], value)
            for key, value in section.items()
        }
    )


def _table(table: dict[str, Any], name: str) -> dict[str, Any]:
    section = table.pop(name, None)
    if not isinstance(section, dict):
        raise SettingsInvalid(f"[{name}] is missing")
    return section


def _value(name: str, kind: object, value: object) -> int | StrEnum | tuple[int, ...]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        _require(value in tuple(kind), f"{name} must be one of {', '.join(kind)}")
        return kind(str(value))
    if kind is int:
        _require(type(value) is int, f"{name} must be a whole number")
        return value  # type: ignore[return-value]
    numbers = value if isinstance(value, list) else []
    whole = bool(numbers) and all(type(one) is int for one in numbers)
    _require(whole, f"{name} must be whole numbers")
    return tuple(numbers)


def _texts(table: dict[str, Any]) -> dict[str, str]:
    for key in {"family", "protocol", "title"} ^ table.keys():
        raise SettingsInvalid(f"{key} is {'unknown' if key in table else 'missing'}")
    return {key: str(value) for key, value in table.items()}


def _require(truth: bool, rule: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not truth:
        raise SettingsInvalid(rule)
