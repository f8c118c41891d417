"""A manifest: one row a parcel, from whatever file the sender has: text or .xlsx.

`read_manifest` never raises for what a file holds: a bad row becomes `RowProblem`s (all
of its bad cells at once) and the rest goes on. A file that is too large, has too many
rows or no column for the id gives no parcels at all and says why on its heading's line.

What a row may say (headings in any order and several languages, see `columns`):

  id             required, once in the file; barcodes: several, parted by space , ; or |
  name, street (with number), postcode, city, unit, phone, email
  lat, lon       degrees; blank leaves the place to be found from the address, and then
                 the street is required
  length, width, height   or size: "30 x 20 x 10 cm", or a size class word
  mass           grams unless the heading or the cell says kg
  climate        ambient, chilled, frozen; preference: either, locker, door
  preferred_site a site's id or name; priority 0 to 100, more is more urgent
  window_start, window_end, or window "8:00-12:00": local times of the service date, or
                 ISO 8601, where an offset wins over the depot's zone
  due            a date or time by which it must be handed over: within the service date
                 it ends the window there; later or already past, it changes nothing
  id_check, low_compartment   yes or no

Size and mass are required unless the caller says what to assume. Values are normalised
(composed letters, single spaces, whole mm and g), so the same content read again gives
equal parcels.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, SiteId
from console.domain.parcel import Climate, Parcel, Person, Preference, Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.reasons import Argument, Reason, ReasonCode, RowProblem
from console.domain.site import Site, SizeClass
from console.interchange import values
from console.interchange.columns import ColumnMap, fold
from console.interchange.fields import Field
from console.interchange.look import look
from console.interchange.row import Row
from console.interchange.table import Record, Table
from console.interchange.values import BadCell
from console.interchange.words import CLIMATES, PREFERENCES, SIZE_WORDS

EXTRA_HEADING = "rejected extra"
"""Where a file of rejected rows keeps cells beyond the headings: still too many."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a parcel is taken to be where its row does not say; None asks for it."""

    size: Size | None = None
    mass_g: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file says: parcels to import and problems to mend.

    `digest` is the SHA-256 of the file in hex. `rejected` holds the rows behind the
    problems as they stood, under `columns.headings`. `cancellations` are the parcels
    the file takes back. `notes` say what was read otherwise than it stands; they leave
    nothing out. `sheet` is the one that was read, empty for files without sheets.
    `kept` holds the row behind every one of `rows`, in their order.
    """

    rows: tuple[Parcel, ...]
    problems: tuple[RowProblem, ...]
    columns: ColumnMap
    digest: str
    rejected: tuple[Record, ...] = ()
    cancellations: tuple[ParcelId, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    sheet: str = ""
    kept: tuple[Record, ...] = ()


def read_manifest(
    data: bytes,
    *,
    file: str,
    day: ServiceDate,
    classes: Sequence[SizeClass] = (),
    sites: Sequence[Site] | None = None,
    mapping: Mapping[int, Field] | None = None,
    sheet: str | None = None,
    assumed: Assumed = Assumed(),
) -> Manifest:
    """The parcels and problems of one file; nothing in `data` makes it raise.

    `file` names it in problems. `classes` are what size words mean; `sites`, where
    given, are the only ones a parcel may prefer. `mapping` is {column counted from 0:
    field}, complete: what is not in it is not read; None reads what can be told from
    the headings. A column the file lacks is a problem of the whole file. `sheet` names
    the sheet of a workbook; None takes the visible one that looks most like parcels.
    """
    digest = hashlib.sha256(data).hexdigest()
    seen = look(data, file, sheet)
    columns = seen.columns
    if seen.problem:
        problems = (seen.problem,)
        return Manifest((), problems, columns, digest, sheet=seen.table.sheet)
    refuse = partial(_refused, file, seen.table, columns, digest)
    if mapping is not None:
        last = len(columns.headings)
        beyond = [field for column, field in mapping.items() if column >= last]
        if beyond:
            return refuse(ReasonCode.MISSING_COLUMN, beyond[0].value)
        columns = columns.chosen(mapping)
    if columns.use(Field.ID) is None:
        return refuse(ReasonCode.MISSING_COLUMN, Field.ID.value)
    reader = _Reader(file, day, columns, _words(classes), _named(sites), assumed)
    for record in seen.table.rows:
        reader.take(record)
    return Manifest(
        tuple(reader.parcels),
        tuple(reader.problems),
        columns,
        digest,
        tuple(reader.rejected),
        notes=seen.notes,
        sheet=seen.table.sheet,
        kept=tuple(reader.kept),
    )


def check_records(
    records: Sequence[Record],
    columns: ColumnMap,
    *,
    file: str,
    day: ServiceDate,
    classes: Sequence[SizeClass] = (),
    sites: Sequence[Site] | None = None,
    assumed: Assumed = Assumed(),
) -> Manifest:
    """What `read_manifest` makes of these rows alone, say after a cell was mended."""
    reader = _Reader(file, day, columns, _words(classes), _named(sites), assumed)
    for record in records:
        reader.take(record)
    return Manifest(
        tuple(reader.parcels),
        tuple(reader.problems),
        columns,
        "",
        tuple(reader.rejected),
        kept=tuple(reader.kept),
    )


def _refused(
    file: str,
    table: Table,
    columns: ColumnMap,
    digest: str,
    code: ReasonCode,
    argument: Argument,
) -> Manifest:
    """No rows, and the one problem of the whole file, with its columns to correct."""
    column = str(argument) if code is ReasonCode.MISSING_COLUMN else ""
    reason = Reason(code, (argument,))
    problem = RowProblem(file, table.header.line, column, "", reason, table.sheet)
    return Manifest((), (problem,), columns, digest, sheet=table.sheet)


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


class _Reader:
    """Takes the records of one file in order."""

    def __init__(
        self,
        file: str,
        day: ServiceDate,
        columns: ColumnMap,
        words: Mapping[str, Size],
        sites: Mapping[str, SiteId] | None,
        assumed: Assumed,
    ) -> None:
        self.parcels: list[Parcel] = []
        self.problems: list[RowProblem] = []
        self.rejected: list[Record] = []
        self.kept: list[Record] = []
        self._file = file
        self._day = day
        self._columns = columns
        self._words = words
        self._sites = sites
        self._assumed = assumed
        self._ids: dict[str, int] = {}
        self._barcodes: dict[str, int] = {}

    def take(self, record: Record) -> None:
        """Adds a parcel, or the record's problems."""
        row = Row(record, self._columns, self._file)
        headings = self._columns.headings
        extra = [
            cell
            for i, cell in enumerate(record.cells)
            if i >= len(headings) or headings[i] == EXTRA_HEADING
        ]
        if record.fault:
            row.note("", record.cells[0], ReasonCode.UNREADABLE, record.fault)
        elif any(cell.strip() for cell in extra):
            row.note("", extra[0], ReasonCode.UNREADABLE, "more cells than headings")
        else:
            parcel = self._parcel(row)
            self._unique(parcel, record.line, row)
            if not row.problems:
                self.parcels.append(parcel)
                self.kept.append(record)
                return
        self.problems.extend(row.problems)
        self.rejected.append(record)

    def _parcel(self, row: Row) -> Parcel:
        place = self._place(row)
        if place is None and not row.text(Field.STREET):
            row.wrong(Field.STREET, ReasonCode.MISSING_VALUE)
        return Parcel(
            id=ParcelId(row.read(Field.ID, values.code, "")),
            size=self._size(row),
            mass_g=self._mass(row),
            person=Person(
                name=row.text(Field.NAME),
                street=row.text(Field.STREET),
                postcode=row.text(Field.POSTCODE),
                city=row.text(Field.CITY),
                unit=row.text(Field.UNIT),
                phone=row.text(Field.PHONE),
                email=row.text(Field.EMAIL),
            ),
            barcodes=row.read(Field.BARCODES, _codes, ()),
            climate=row.read(Field.CLIMATE, _climate, Climate.AMBIENT),
            preference=row.read(Field.PREFERENCE, _preference, Preference.EITHER),
            preferred_site=row.read(Field.PREFERRED_SITE, self._site, None),
            low_compartment=row.read(Field.LOW_COMPARTMENT, values.yes, blank=False),
            id_check=row.read(Field.ID_CHECK, values.yes, blank=False),
            priority=row.read(Field.PRIORITY, _priority, 1),
            window=self._window(row),
            place=place,
        )

    def _unique(self, parcel: Parcel, line: int, row: Row) -> None:
        """The first row of an id or barcode has it, good or bad; later ones are told.

        A bad first row keeps its id, or mending it would bring two of one id.
        """
        if not parcel.id:
            if not row.text(Field.ID):
                row.wrong(Field.ID, ReasonCode.MISSING_VALUE)
            return
        first = self._ids.setdefault(parcel.id, line)
        if first != line:
            row.wrong(Field.ID, ReasonCode.DUPLICATE_ID, first)
            return
        for barcode in parcel.barcodes:
            first = self._barcodes.setdefault(barcode, line)
            if first != line:
                row.wrong(Field.BARCODES, ReasonCode.DUPLICATE_BARCODE, first)

    def _place(self, row: Row) -> Place | None:
        lat = row.read(Field.LAT, _latitude, None)
        lon = row.read(Field.LON, _longitude, None)
        for one, other in ((Field.LAT, Field.LON), (Field.LON, Field.LAT)):
            if row.text(one) and not row.text(other):
                row.wrong(other, ReasonCode.MISSING_VALUE)
        return None if lat is None or lon is None else Place(lon, lat)

    def _size(self, row: Row) -> Size:
        sides = (Field.LENGTH, Field.WIDTH, Field.HEIGHT)
        nothing = Size(0, 0, 0)
        if any(row.text(side) for side in sides):
            lengths = []
            for side in sides:
                unit = row.unit(side)
                lengths.append(row.read(side, _length(unit), 0))
                if not row.text(side):
                    row.wrong(side, ReasonCode.MISSING_VALUE)
            return Size(*lengths)
        if row.text(Field.SIZE):
            return row.read(Field.SIZE, self._box(row.unit(Field.SIZE)), nothing)
        if self._assumed.size is None:
            row.wrong(
                Field.SIZE if self._columns.use(Field.SIZE) else Field.LENGTH,
                ReasonCode.MISSING_VALUE,
            )
        return self._assumed.size or nothing

    def _box(self, unit: str) -> Callable[[str], Size]:
        def read(text: str) -> Size:
            known = self._words.get(fold(text))
            if known is not None:
                return known
            if not any(c.isdigit() for c in text):
                raise BadCell(ReasonCode.UNKNOWN_WORD, " ".join(self._words))
            return values.box(text, unit)

        return read

    def _mass(self, row: Row) -> int:
        unit = row.unit(Field.MASS)
        if not row.text(Field.MASS):
            if self._assumed.mass_g is None:
                row.wrong(Field.MASS, ReasonCode.MISSING_VALUE)
            return self._assumed.mass_g or 0
        return row.read(Field.MASS, lambda text: values.grams(text, unit), 0)

    def _site(self, text: str) -> SiteId | None:
        if self._sites is None:
            return SiteId(text)
        found = self._sites.get(text.casefold())
        if found is None:
            raise BadCell(
                ReasonCode.UNKNOWN_WORD, " ".join(sorted({*self._sites.values()}))
            )
        return found

    def _window(self, row: Row) -> TimeWindow:
        whole = row.read(Field.WINDOW, self._both, WHOLE_DAY)
        start = row.read(Field.WINDOW_START, self._second, whole.start_s)
        end = row.read(Field.WINDOW_END, self._second, whole.end_s)
        due = row.read(Field.DUE, self._due, WHOLE_DAY.end_s)
        if end < start:
            last = row.text(Field.WINDOW_END)
            at = Field.WINDOW_END if last else Field.WINDOW_START
            row.wrong(at, ReasonCode.WINDOW_BACKWARDS)
        elif 0 < due < start:
            row.wrong(Field.DUE, ReasonCode.WINDOW_BACKWARDS)
        return TimeWindow(start, min(end, due) if due > 0 else end)

    def _both(self, text: str) -> TimeWindow:
        first, dash, last = text.replace("\u2013", "-").partition("-")
        if not dash:
            raise BadCell(ReasonCode.NOT_A_TIME)
        start, end = self._second(first.strip()), self._second(last.strip())
        if end < start:
            raise BadCell(ReasonCode.WINDOW_BACKWARDS)
        return TimeWindow(start, end)

    def _second(self, text: str) -> int:
        return values.second(text, self._day)

    def _due(self, text: str) -> int:
        return values.due_second(text, self._day)


def _codes(text: str) -> tuple[str, ...]:
    parts = text.translate(str.maketrans(",;|", "   ")).split()
    return tuple(dict.fromkeys(values.code(part) for part in parts))


def _climate(text: str) -> Climate:
    return values.word(text, CLIMATES, " ".join(Climate))


def _preference(text: str) -> Preference:
    return values.word(text, PREFERENCES, " ".join(Preference))


def _priority(text: str) -> int:
    return values.whole(text, 0, 100)


def _latitude(text: str) -> float | None:
    return values.number(text, -90, 90)


def _longitude(text: str) -> float | None:
    return values.number(text, -180, 180)


def _length(unit: str) -> Callable[[str], int]:
    return lambda text: values.millimetres(text, unit)
