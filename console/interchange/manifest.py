"""A manifest: one row a parcel, from whatever file the sender has: text, .xlsx or JSON.

`read_manifest` never raises for what a file holds: a bad row becomes `RowProblem`s (all
of its bad cells at once) and the rest goes on. A file that is too large, is of another
kind, has too many rows or no column for the id gives no parcels at all and says why on
its headings' line; so does one in which thousands of rows are bad, because then it is
the columns that are wrong.

What a row may say (headings in any order and many languages, see `headings`):

  id             required, once in all files; barcodes: several, parted by space , ; |
  action         new, update (both take the row as it is) or cancel, which needs the id
                 only and gives one of `cancellations`
  name, first name, street (with its number, or house number apart), postcode, city,
  unit, phone, email; or the whole address in one line
  lat, lon       degrees, or coordinates "60.17, 24.94"; blank or 0, 0 leaves the place
                 to be found from the address, and then the street is required
  length, width, height   or size: "30 x 20 x 10 cm", or a size class word
  mass           grams unless the heading or the cell says kg
  climate        ambient, chilled, frozen; preference: either, locker, door
  preferred_site a site's id or name; priority 0 to 100 or a word, more is more urgent
  window_start, window_end, or window "8:00-12:00": local times of the service date, or
                 ISO 8601, where an offset wins over the depot's zone
  due            a date or time by which it must be handed over: within the service date
                 it ends the window there; later or already past, it changes nothing
  late_from      a time from which it is late at the door, though still in its window
  skills         what whoever brings it must have all of, parted by , ; | /
  id_check, low_compartment   yes or no

Size and mass are required unless the caller says what to assume. Values are normalised
(composed letters, single spaces, whole mm and g), so the same content read again gives
equal parcels. What was read otherwise than it stands (`conventions`) is in the notes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, SiteId
from console.domain.parcel import Parcel, Size
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.domain.site import Site, SizeClass
from console.interchange.columns import ColumnMap, fold
from console.interchange.conventions import Conventions, conventions_of
from console.interchange.fields import Field
from console.interchange.look import Look, look
from console.interchange.manifest_rows import RecordReader, Seen
from console.interchange.parcel_row import (
    ASSUME_NOTHING,
    Assumed,
    Known,
    ParcelReader,
)
from console.interchange.row import Origin
from console.interchange.table import Record
from console.interchange.words import SIZE_WORDS

__all__ = [
    "MOST_BAD",
    "Assumed",
    "Manifest",
    "ManifestFile",
    "Manifests",
    "read_again",
    "read_manifest",
    "read_manifests",
]
MOST_BAD = 5_000
"""Bad rows beyond which a file is refused as a whole."""
_FIRST_BAD = 1_000
"""Bad rows of a refused file that are kept to look at."""
_PLAIN = Conventions()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file says: parcels to import and problems to mend.

    `digest` is the SHA-256 of the file in hex. `rejected` holds the rows behind the
    problems as they stood, under `columns.headings`. `cancellations` are the parcels
    the file takes back. `notes` say what was read otherwise than it stands; they leave
    nothing out. `sheet` is the one that was read, empty for files without sheets;
    `headed` says whether the file has headings of its own. `kept` holds the row behind
    every one of `rows`, in their order, `conventions` how all of them were read: with
    both a row can be read again on its own (`read_again`).
    """

    rows: tuple[Parcel, ...]
    problems: tuple[RowProblem, ...]
    columns: ColumnMap
    digest: str
    rejected: tuple[Record, ...] = ()
    cancellations: tuple[ParcelId, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    sheet: str = ""
    headed: bool = True
    kept: tuple[Record, ...] = ()
    conventions: Conventions = _PLAIN


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One of several files to read: its bytes, its name, and what a person chose."""

    data: bytes
    file: str
    mapping: Mapping[int, Field] | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Manifests:
    """Several files that are one import, in their order."""

    files: tuple[Manifest, ...]

    @property
    def rows(self) -> tuple[Parcel, ...]:
        """The parcels of all files; no id and no barcode comes twice."""
        return tuple(row for manifest in self.files for row in manifest.rows)

    @property
    def cancellations(self) -> tuple[ParcelId, ...]:
        """The parcels that any file takes back."""
        return tuple(one for manifest in self.files for one in manifest.cancellations)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """The problems of all files; each names its file."""
        return tuple(one for manifest in self.files for one in manifest.problems)

    @property
    def notes(self) -> tuple[RowProblem, ...]:
        """The notes of all files; each names its file."""
        return tuple(one for manifest in self.files for one in manifest.notes)


def read_manifest(
    data: bytes,
    *,
    file: str,
    day: ServiceDate,
    classes: Sequence[SizeClass] = (),
    sites: Sequence[Site] | None = None,
    mapping: Mapping[int, Field] | None = None,
    sheet: str | None = None,
    assumed: Assumed = ASSUME_NOTHING,
) -> Manifest:
    """The parcels and problems of one file; nothing in `data` makes it raise.

    `file` names it in problems. `classes` are what size words mean; `sites`, where
    given, are the only ones a parcel may prefer. `mapping` is {column counted from 0:
    field}, complete: what is not in it is not read; None reads what can be told from
    the headings. A column the file lacks is a problem of the whole file. `sheet` names
    the sheet of a workbook; None takes the visible one that looks most like parcels.
    """
    one = ManifestFile(data, file, mapping, sheet)
    return read_manifests(
        [one], day=day, classes=classes, sites=sites, assumed=assumed
    ).files[0]


def read_manifests(
    files: Sequence[ManifestFile],
    *,
    day: ServiceDate,
    classes: Sequence[SizeClass] = (),
    sites: Sequence[Site] | None = None,
    assumed: Assumed = ASSUME_NOTHING,
) -> Manifests:
    """Several files as one import: an id or barcode comes once in all of them.

    The first row that has it keeps it; a later one is a problem that names the line
    and, where it is another one, the file. The rest is as in `read_manifest`.
    """
    known = _known(day, classes, sites, assumed)
    seen = Seen()
    return Manifests(tuple(_read(one, known, sites, seen) for one in files))


def _read(
    one: ManifestFile, known: Known, sites: Sequence[Site] | None, seen: Seen
) -> Manifest:
    digest = hashlib.sha256(one.data).hexdigest()
    found = look(one.data, one.file, one.sheet)
    if found.problem:
        return _refused(found, digest, found.problem)
    columns = found.columns
    line = found.table.header.line

    def problem(code: ReasonCode, column: str, *args: Argument) -> RowProblem:
        reason = Reason(code, args)
        return RowProblem(one.file, line, column, "", reason, found.table.sheet)

    if one.mapping is not None:
        last = len(columns.headings)
        beyond = [f.value for c, f in one.mapping.items() if not 0 <= c < last]
        if beyond:
            told = problem(ReasonCode.MISSING_COLUMN, beyond[0], beyond[0])
            return _refused(found, digest, told)
        columns = columns.chosen(one.mapping)
    if columns.use(Field.ID) is None:
        name = Field.ID.value
        return _refused(found, digest, problem(ReasonCode.MISSING_COLUMN, name, name))
    conventions, remarks = conventions_of(found.table.rows, columns, known.day, sites)
    origin = Origin(one.file, found.table.sheet)
    headings = found.table.header.cells
    reader = RecordReader(
        origin, headings, columns, ParcelReader(known, conventions), seen
    )
    for record in found.table.rows:
        reader.take(record)
        if len(reader.rejected) > MOST_BAD:
            break
    notes = [*found.notes, *reader.notes]
    for remark in remarks:
        use = columns.use(remark.field) if remark.field else None
        heading = use.heading if use else ""
        notes.append(problem(remark.code, heading, *remark.args))
    problems, rejected = reader.problems, reader.rejected
    if len(rejected) > MOST_BAD:
        rejected = rejected[:_FIRST_BAD]
        until = rejected[-1].line
        problems = [one for one in problems if one.line <= until]
        problems.insert(0, problem(ReasonCode.TOO_MANY_PROBLEMS, "", MOST_BAD))
        reader.parcels.clear()
        reader.kept.clear()
        reader.cancelled.clear()
    return Manifest(
        tuple(reader.parcels),
        tuple(problems),
        columns,
        digest,
        tuple(rejected),
        tuple(reader.cancelled),
        tuple(notes),
        found.table.sheet,
        found.headed,
        tuple(reader.kept),
        conventions,
    )


def read_again(
    manifest: Manifest,
    records: Sequence[Record],
    *,
    file: str,
    day: ServiceDate,
    classes: Sequence[SizeClass] = (),
    sites: Sequence[Site] | None = None,
    assumed: Assumed = ASSUME_NOTHING,
) -> Manifest:
    """What some rows of a manifest are now, say after a cell was mended.

    They are read as the whole file was; an id or barcode that comes twice is told only
    among these rows.
    """
    known = _known(day, classes, sites, assumed)
    reader = RecordReader(
        Origin(file, manifest.sheet),
        (),
        manifest.columns,
        ParcelReader(known, manifest.conventions),
        Seen(),
    )
    for record in records:
        reader.take(record)
    return replace(
        manifest,
        rows=tuple(reader.parcels),
        problems=tuple(reader.problems),
        rejected=tuple(reader.rejected),
        cancellations=tuple(reader.cancelled),
        notes=tuple(reader.notes),
        kept=tuple(reader.kept),
    )


def _refused(found: Look, digest: str, problem: RowProblem) -> Manifest:
    """No rows, and the one problem of the whole file, with its columns to correct."""
    return Manifest(
        (),
        (problem,),
        found.columns,
        digest,
        notes=found.notes,
        sheet=found.table.sheet,
        headed=found.headed,
    )


def _known(
    day: ServiceDate,
    classes: Sequence[SizeClass],
    sites: Sequence[Site] | None,
    assumed: Assumed,
) -> Known:
    names = {site.id: site.name for site in sites or ()}
    return Known(day, _words(classes), _named(sites), names, assumed)


def _words(classes: Sequence[SizeClass]) -> dict[str, Size]:
    boxes = {fold(entry.id): entry.box for entry in classes}
    usual = {
        word: boxes[fold(letter)]
        for word, letter in SIZE_WORDS.items()
        if fold(letter) in boxes
    }
    return usual | boxes


def _named(sites: Sequence[Site] | None) -> dict[str, SiteId] | None:
    if sites is None:
        return None
    names = {site.name.casefold(): site.id for site in sites}
    return names | {site.id.casefold(): site.id for site in sites}
