"""The page where a depot is set up: its tables, the rows of one, the fields of a row.

What a person typed and the depot refused stays in its field with the reason, until it
is mended or left (`Tried`); the model itself never holds anything wrong that was not
there before.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.domain.depot_check import FieldProblem, Table
from console.domain.depot_model import DepotModel
from console.domain.parcel import Size
from console.domain.reasons import Reason
from console.planning.settings import PlanningSettings
from console.viewmodels.depot_fields import SPECS, FieldSpec, Group
from console.viewmodels.depot_rows import Key, id_of, rows_of
from console.viewmodels.depot_values import shown

TABLES = (
    Table.DEPOT,
    Table.SITE,
    Table.CABINET,
    Table.SIZE_CLASS,
    Table.VEHICLE_TYPE,
    Table.VEHICLE,
    Table.CALENDAR,
    Table.SETTINGS,
)
_SINGLE = frozenset({Table.DEPOT, Table.SETTINGS})


@dataclass(frozen=True, slots=True)
class Tried:
    """A text that its field did not take, and why."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class TableTab:
    """One table: how many rows, how many fields of it are wrong."""

    table: str
    rows: int
    problems: int


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row in the list: its id, its name, a word more, wrong fields."""

    id: str
    name: str
    note: str = ""
    problems: int = 0


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of the chosen row. `names` are choices with what people call them."""

    spec: FieldSpec
    text: str
    names: tuple[tuple[str, str], ...] = ()
    standard: str = ""
    """What counts where nothing else is set."""
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class DepotPageView:
    """Everything on the page."""

    depot: str = ""
    tabs: tuple[TableTab, ...] = ()
    table: str = Table.DEPOT
    rows: tuple[RowLine, ...] = ()
    chosen: str = ""
    groups: tuple[tuple[Group, tuple[FieldLine, ...]], ...] = ()

    @property
    def may_add(self) -> bool:
        """Whether rows may be added here; calendars come from files."""
        return self.table not in _SINGLE and self.table != Table.CALENDAR

    @property
    def may_drop(self) -> bool:
        """Whether the chosen row may be taken out."""
        return self.table not in _SINGLE and bool(self.chosen)


def depot_page(
    model: DepotModel,
    problems: Sequence[FieldProblem],
    table: str,
    chosen: str,
    tried: Mapping[Key, Tried],
) -> DepotPageView:
    """The page of a model; an unknown `chosen` gives the first row."""
    found = rows_of(model, table)
    ids = [id_of(row) for row in found]
    name = chosen if chosen in ids else (ids[0] if ids else "")
    wrong = Counter((one.table, one.id) for one in problems)
    for held in tried:
        wrong[held[0], held[1]] += 1
    reasons = {
        (one.table, one.id, one.field): Reason(one.code, one.args) for one in problems
    }
    return DepotPageView(
        depot=model.depot.name,
        tabs=tuple(
            TableTab(
                one,
                len(rows_of(model, one)),
                sum(count for (of, _), count in wrong.items() if of == one),
            )
            for one in TABLES
        ),
        table=table,
        rows=tuple(_line(model, table, row, wrong[table, id_of(row)]) for row in found),
        chosen=name,
        groups=_groups(model, table, name, tried, reasons) if name in ids else (),
    )


def _groups(
    model: DepotModel,
    table: str,
    name: str,
    tried: Mapping[Key, Tried],
    reasons: Mapping[Key, Reason],
) -> tuple[tuple[Group, tuple[FieldLine, ...]], ...]:
    row = next(row for row in rows_of(model, table) if id_of(row) == name)
    groups: dict[Group, list[FieldLine]] = {}
    for field in SPECS[table]:
        key = (table, name, field.path)
        held = tried.get(key)
        line = FieldLine(
            field,
            _text(model, table, row, field) if held is None else held.text,
            _names(model, field),
            _standard(table, field),
            reasons.get(key) if held is None else held.reason,
        )
        groups.setdefault(field.group, []).append(line)
    return tuple((group, tuple(lines)) for group, lines in groups.items())


def _text(model: DepotModel, table: str, row: Any, field: FieldSpec) -> str:  # noqa: ANN401
    if table != Table.SETTINGS:
        return shown(model, row, field)
    value = model.settings.get(field.path)
    return "" if value is None else f"{value}"


def _standard(table: str, field: FieldSpec) -> str:
    if table != Table.SETTINGS:
        return ""
    return str(getattr(PlanningSettings(), field.path))


def _names(model: DepotModel, field: FieldSpec) -> tuple[tuple[str, str], ...]:
    """What a choice may be: codes name themselves, rows have names."""
    if field.of:
        return tuple(
            (id_of(row), str(getattr(row, "name", "")) or id_of(row))
            for row in rows_of(model, field.of)
        )
    return tuple((code, "") for code in field.choices)


def _line(model: DepotModel, table: str, row: Any, problems: int) -> RowLine:  # noqa: ANN401
    name = id_of(row)
    if table == Table.SETTINGS:
        return RowLine(name, "", str(len(model.settings)), problems)
    title = str(getattr(row, "name", "") or getattr(row, "courier", "") or name)
    notes: dict[str, Any] = {
        Table.SITE: lambda: row.kind.value,
        Table.CABINET: lambda: row.connection.value,
        Table.VEHICLE_TYPE: lambda: row.mode,
        Table.VEHICLE: lambda: str(row.type),
        Table.SIZE_CLASS: lambda: _box(row.box),
        Table.CALENDAR: lambda: str(len(row.entries)),
    }
    return RowLine(name, title, notes[table]() if table in notes else "", problems)


def _box(box: Size) -> str:
    return f"{box.length_mm} × {box.width_mm} × {box.height_mm}"  # noqa: RUF001
