"""Chosen files: what each is, read in a process that is thrown away.

A file is told by what it is and not by its name alone: a depot's .toml, GeoJSON, a
calendar, a roster, and everything else is looked at as a manifest. What cannot be read
says why and the other files go on.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from console.domain.depot_edits import DepotEdit
from console.domain.depot_model import DepotModel
from console.domain.reasons import Reason, ReasonCode
from console.interchange.columns import ColumnMap
from console.interchange.depot_file import read_depot
from console.interchange.errors import InterchangeError
from console.interchange.fields import Field
from console.interchange.preview import Preview, missing, preview
from console.interchange.table import MAX_BYTES, Format
from console.shell.import_memory import ColumnMemory
from console.shell.import_others import Against, read_other, told_kind
from console.shell.troubles import trouble
from console.viewmodels.importing import (
    ColumnEntry,
    ColumnsView,
    FileEntry,
    FileKind,
    FileState,
    columns_entries,
)
from console.wiring.reading import ReadingFailed, read_apart
from widgets.common.marked import QT_TRANSLATE_NOOP, say

ENCODING_OF = {Format.WORKBOOK: "xlsx"}


@dataclass
class Source:
    """One chosen file and all that is known of it."""

    number: int
    path: Path
    entry: FileEntry
    data: bytes = b""
    seen: Preview | None = None
    mapping: dict[int, Field] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    """Fields that a person set."""
    remembered: bool = False
    depot: DepotModel | None = None
    edit: DepotEdit | None = None
    """What a file of sites, shifts or vehicles makes of the depot."""

    @property
    def is_manifest(self) -> bool:
        """Whether rows of parcels can be read from it."""
        return (
            self.entry.kind is FileKind.MANIFEST
            and self.entry.state is not FileState.FAILED
            and self.seen is not None
        )

    @property
    def columns(self) -> ColumnMap:
        """The reading as it is now."""
        assert self.seen is not None  # noqa: S101 - asked of manifests only
        return self.seen.columns.chosen(self.mapping)

    @property
    def missing(self) -> tuple[str, ...]:
        """Needed fields that no column gives."""
        return tuple(str(one) for one in missing(self.mapping))

    def failed(self, reason: Reason | None = None, said: str = "") -> None:
        """Nothing of it can be used."""
        state = FileState.FAILED
        self.entry = replace(self.entry, state=state, reason=reason, said=said)


async def look_at(
    source: Source,
    memory: ColumnMemory,
    against: Against | None,
    sheet: str | None = None,
) -> None:
    """Recognises a file and fills in what is known of it; never raises for a file.

    `against` is the depot that is open, None before the first.
    """
    try:
        size = await asyncio.to_thread(_size, source.path)
        if size > MAX_BYTES:
            source.failed(Reason(ReasonCode.TOO_LARGE, (MAX_BYTES,)))
            return
        source.data = await asyncio.to_thread(source.path.read_bytes)
    except OSError as error:
        source.failed(said=error.strerror or str(error))
        return
    try:
        kind = told_kind(source.path.name, source.data)
        if kind is FileKind.DEPOT:
            await _look_at_depot(source)
        elif kind is FileKind.MANIFEST:
            await _look_at_table(source, memory, against, sheet)
        else:
            await _look_at_other(source, kind, against)
    except (ReadingFailed, InterchangeError) as error:
        source.failed(said=trouble(error))


async def _look_at_depot(source: Source) -> None:
    source.entry = replace(source.entry, kind=FileKind.DEPOT)
    model = await read_apart(read_depot, source.data, file=source.path.name)
    source.depot = model
    source.entry = replace(
        source.entry,
        state=FileState.READY,
        parts=(
            ("sites", len(model.sites)),
            ("cabinets", len(model.cabinets)),
            ("doors", len(model.compartments)),
            ("vehicles", len(model.vehicles)),
        ),
    )


async def _look_at_other(
    source: Source, kind: FileKind, against: Against | None
) -> bool:
    """Whether it is a file of this kind that changes something, or says why not."""
    if against is None:
        source.entry = replace(source.entry, kind=kind)
        said = QT_TRANSLATE_NOOP("words", "it needs a depot: add a depot file first")
        source.failed(said=say(said))
        return False
    found = await read_other(kind, source.path.name, source.data, against)
    if found.refusal is not None and kind is FileKind.ROSTER:
        return False
    source.entry = replace(source.entry, kind=kind, parts=found.parts)
    if found.refusal is not None:
        source.failed(found.refusal)
        return False
    source.edit = found.edit
    source.entry = replace(source.entry, state=FileState.READY)
    return True


async def _look_at_table(
    source: Source, memory: ColumnMemory, against: Against | None, sheet: str | None
) -> None:
    """Rows of parcels, or else of a roster."""
    seen = await read_apart(preview, source.data, file=source.path.name, sheet=sheet)
    if seen.problem is not None:
        source.failed(seen.problem.reason)
        return
    source.seen = seen
    depot = "" if against is None else str(against.model.depot.id)
    fields = set(seen.mapping.values())
    bare = not fields & {Field.STREET, Field.LAT, Field.SIZE}
    roster = bare and against is not None
    if roster and await _look_at_other(source, FileKind.ROSTER, against):
        return
    if len(seen.headings) < 2 or (not fields and not seen.rows):
        nothing = QT_TRANSLATE_NOOP("words", "there are no columns of parcels in it")
        source.failed(said=say(nothing))
        return
    kept = await asyncio.to_thread(memory.recall, depot, seen.headings)
    source.remembered = kept is not None
    source.mapping = dict(seen.mapping if kept is None else kept)
    source.chosen = frozenset(map(str, kept.values())) if kept else frozenset()
    source.entry = replace(
        source.entry,
        kind=FileKind.MANIFEST,
        state=FileState.READY,
        rows=seen.rows,
        columns=len(seen.headings),
        sheet=seen.sheet,
        sheets=tuple(one.name for one in seen.sheets),
        encoding=ENCODING_OF.get(seen.format, seen.encoding),
        delimiter=seen.delimiter,
        mapped=not source.missing,
    )


def with_field(source: Source, column: int, key: str) -> None:
    """Reads a column as another field; empty for not at all. A field has one column."""
    mapping = {c: f for c, f in source.mapping.items() if c != column}
    chosen = set(source.chosen)
    before = source.mapping.get(column)
    if before is not None:
        chosen.discard(str(before))
    if key:
        wanted = Field(key)
        mapping = {c: f for c, f in mapping.items() if f is not wanted}
        mapping[column] = wanted
        chosen.add(key)
    set_mapping(source, mapping, frozenset(chosen))


def set_mapping(
    source: Source, mapping: Mapping[int, Field], chosen: frozenset[str]
) -> None:
    """Another reading of the whole file."""
    source.mapping = dict(sorted(mapping.items()))
    source.chosen = chosen
    source.entry = replace(source.entry, mapped=not source.missing)


def columns_view(source: Source) -> ColumnsView:
    """What the step of columns shows of a manifest."""
    seen = source.seen
    assert seen is not None  # noqa: S101 - asked of manifests only
    guessed = {(use.column, use.field): use.confidence for use in seen.columns.uses}
    uses = [
        (
            use.column,
            str(use.field),
            guessed.get((use.column, use.field), 1.0),
            use.unit,
        )
        for use in source.columns.uses
    ]
    entries: tuple[ColumnEntry, ...] = columns_entries(
        seen.headings, uses, source.chosen
    )
    return ColumnsView(
        source.number,
        source.path.name,
        entries,
        tuple(record.cells for record in seen.sample),
        tuple(record.line for record in seen.sample),
        source.missing,
        source.remembered,
    )


def _size(path: Path) -> int:
    return path.stat().st_size
