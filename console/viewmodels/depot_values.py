"""Values of a depot's model as texts of a form, and texts as values.

Numbers take a comma or a point; hours are the texts of `console.domain.opening_text`;
lists have a line an entry. What cannot be read raises `FieldUnread`; whether what was
read makes sense is for `console.domain.depot_check` to say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from console.domain.depot_model import DepotModel
from console.domain.money import PER_EUR, Money
from console.domain.opening import Opening
from console.domain.opening_text import OpeningUnread, read_opening, write_opening
from console.domain.parcel import Climate
from console.domain.place import TimeWindow
from console.domain.reasons import Argument, ReasonCode
from console.domain.site import Connection
from console.domain.site_kinds import Audience, SiteKind, Wheelchair
from console.domain.travel import Congestion, RoadClass
from console.domain.vehicle import Break, Energy
from console.geo.streets.modes import Mode
from console.viewmodels.depot_fields import FieldKind, FieldSpec
from console.viewmodels.depot_frame import write_frame

type Row = Any
"""A row of a table: Site, Cabinet, VehicleType ... each a frozen dataclass."""


class FieldUnread(ValueError):
    """A text that is no value of its field; a code with arguments says why."""

    def __init__(self, code: ReasonCode, *args: Argument) -> None:
        super().__init__(code, *args)
        self.code = code
        self.said = args


def shown(model: DepotModel, row: Row, field: FieldSpec) -> str:
    """A field's value as text."""
    if field.kind is FieldKind.FRAME:
        return write_frame([box for box in model.compartments if box.cabinet == row.id])
    return _said(field, _value(row, field.path))


def changed(row: Row, field: FieldSpec, text: str) -> Row:
    """The row with a field read from a text. Raises FieldUnread.

    A frame is not part of its row: see `console.viewmodels.depot_frame`.
    """
    return _with(row, field.path.split("."), _read(field, text.strip()))


def read_number(field: FieldSpec, text: str) -> int | float:
    """A number as people write it, with a comma or a point, spaces between thousands.

    Raises FieldUnread.
    """
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise FieldUnread(ReasonCode.NOT_A_NUMBER) from None
    if not abs(number) < 1e15:
        raise FieldUnread(ReasonCode.NOT_A_NUMBER)
    if not field.whole:
        return number
    kept = round(number * field.scale, 6)
    if kept != int(kept):
        raise FieldUnread(ReasonCode.NOT_A_NUMBER)
    return int(kept)


def _value(row: Row, path: str) -> Any:  # noqa: ANN401 - whatever the field holds
    for name in path.split("."):
        row = getattr(row, name)
    return row


def _with(row: Row, path: Sequence[str], value: object) -> Row:
    if len(path) > 1:
        value = _with(getattr(row, path[0]), path[1:], value)
    return replace(row, **{path[0]: value})


def _said(field: FieldSpec, value: Any) -> str:  # noqa: ANN401 - by kind
    if value is None:
        return ""
    say = _SAYERS.get(field.kind)
    return str(value) if say is None else say(field, value)


def _number_said(field: FieldSpec, value: float) -> str:
    if field.scale == 1:
        return f"{value}"
    return f"{value / field.scale:.4f}".rstrip("0").rstrip(".")


def _jams_said(_field: FieldSpec, jams: Sequence[Congestion]) -> str:
    return "\n".join(
        f"{jam.road_class} {jam.first}-{jam.last} {jam.percent}" for jam in jams
    )


def _breaks_said(_field: FieldSpec, breaks: Sequence[Break]) -> str:
    return "\n".join(
        f"{_clock(rest.window.start_s)}-{_clock(rest.window.end_s)}"
        f" {_minutes(rest.duration_s)}"
        for rest in breaks
    )


_SAYERS: Final[Mapping[FieldKind, Callable[[FieldSpec, Any], str]]] = MappingProxyType(
    {
        FieldKind.NUMBER: _number_said,
        FieldKind.YES: lambda _field, value: "yes" if value else "",
        FieldKind.LINES: lambda _field, value: "\n".join(value),
        FieldKind.CHOICES: lambda _field, value: " ".join(value),
        FieldKind.HOURS: lambda _field, value: write_opening(value),
        FieldKind.SHIFT: lambda _field, value: (
            f"{_clock(value.start_s)}-{_clock(value.end_s)}"
        ),
        FieldKind.DATE: lambda _field, value: value.isoformat(),
        FieldKind.BREAKS: _breaks_said,
        FieldKind.CONGESTION: _jams_said,
    }
)


def _read(field: FieldSpec, text: str) -> object:
    if not text and field.optional:
        return None
    read = _READERS.get(field.kind)
    return text if read is None else read(field, text)


def _number(field: FieldSpec, text: str) -> object:
    number = read_number(field, text)
    return Money(int(number)) if field.scale == PER_EUR else number


def _chosen(field: FieldSpec, text: str) -> object:
    for kind in (SiteKind, Audience, Wheelchair, Climate, Connection, Mode, Energy):
        values = tuple(one.value for one in kind)
        if values == field.choices:
            if text not in values:
                raise FieldUnread(ReasonCode.UNKNOWN_WORD, ", ".join(values))
            # A mode is a plain text in the domain: it names a graph of the region.
            return text if kind is Mode else kind(text)
    return text


def _opening(_field: FieldSpec, text: str) -> Opening:
    try:
        return read_opening(text)
    except OpeningUnread as error:
        raise FieldUnread(ReasonCode.BAD_FORM, "Mo-Fr 07:00-20:00") from error


def _shift(_field: FieldSpec, text: str) -> TimeWindow:
    try:
        start, end = (_second(part) for part in text.split("-"))
    except ValueError:
        raise FieldUnread(ReasonCode.BAD_FORM, "08:00-16:30") from None
    return TimeWindow(start, end)


def _second(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    if not (hours.isdecimal() and (minutes or "0").isdecimal()):
        raise ValueError(text)
    return int(hours) * 3600 + int(minutes or 0) * 60


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"


def _minutes(second: int) -> str:
    return f"{second / 60:.4f}".rstrip("0").rstrip(".")


def _break(line: str) -> Break:
    try:
        hours, minutes = line.removesuffix("min").split()
        start, end = (_second(part) for part in hours.split("-"))
        return Break(TimeWindow(start, end), round(60 * float(minutes)))
    except (ValueError, OverflowError):
        raise FieldUnread(ReasonCode.BAD_FORM, "11:00-13:30 30") from None


def _jam(line: str) -> Congestion:
    try:
        name, hours, percent = line.split()
        first, _, last = hours.partition("-")
        return Congestion(
            RoadClass(name), int(first), int(last or first), int(percent.rstrip("%"))
        )
    except ValueError:
        raise FieldUnread(ReasonCode.BAD_FORM, "primary 7-9 150") from None


def _date(_field: FieldSpec, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FieldUnread(ReasonCode.BAD_FORM, "2026-12-24") from None


def _filled(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


_READERS: Final[Mapping[FieldKind, Callable[[FieldSpec, str], object]]] = (
    MappingProxyType(
        {
            FieldKind.NUMBER: _number,
            FieldKind.YES: lambda _field, text: bool(text),
            FieldKind.LINES: lambda _field, text: tuple(_filled(text)),
            FieldKind.CHOICE: _chosen,
            FieldKind.CHOICES: lambda field, text: tuple(
                _chosen(field, word) for word in text.split()
            ),
            FieldKind.HOURS: _opening,
            FieldKind.SHIFT: _shift,
            FieldKind.DATE: _date,
            FieldKind.BREAKS: lambda _field, text: tuple(
                _break(line) for line in _filled(text)
            ),
            FieldKind.CONGESTION: lambda _field, text: tuple(
                _jam(line) for line in _filled(text)
            ),
        }
    )
)
