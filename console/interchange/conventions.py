"""How a whole file writes what a single row cannot tell.

Looked up once, over all rows, before any is read; what is found is told in the notes.

- Latitude and longitude in each other's columns: every pair lies far from the depot's
  sites as it stands, and near them turned. A file in which only some rows are like that
  keeps them as problems.
- A unit nobody wrote: grams and millimetres have no fractions, so small numbers with
  some are kilograms, and centimetres, or metres where none reaches three.
- Postcodes that lost their leading zeros to a spreadsheet: the country of the depot's
  time zone says how many digits there are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.domain.clock import ServiceDate
from console.domain.reasons import ReasonCode
from console.domain.site import Site
from console.interchange import values
from console.interchange.columns import ColumnMap, ColumnUse, fold
from console.interchange.fields import LENGTH_FIELDS, Field
from console.interchange.table import Record
from console.interchange.values import BadCell
from console.interchange.zones import country_of

NEAR = 3.0
"""Degrees around a depot's sites within which its parcels go."""

POSTCODE_DIGITS: Mapping[str, int] = {
    **dict.fromkeys(("FI", "AX", "DE", "SE", "IT", "FR", "ES", "EE", "US"), 5),
    **dict.fromkeys(("HR", "CZ", "SK", "GR", "TR", "UA", "MX"), 5),
    **dict.fromkeys(("DK", "NO", "AT", "CH", "BE", "LU", "HU", "SI", "BG"), 4),
    **dict.fromkeys(("AU", "NZ", "CY"), 4),
}
"""Digits of the postcodes of countries that have nothing else in them."""

Cell = Callable[[Record, Field], str]


@dataclass(frozen=True, slots=True)
class Conventions:
    """What holds for all rows of a file. Empty units leave the headings' own."""

    turned: bool = False
    mass_unit: str = ""
    length_unit: str = ""
    postcode_digits: int = 0
    near: tuple[float, float, float, float] | None = None
    """West, south, east, north of where parcels may go, where it is known."""

    def elsewhere(self, lat: float, lon: float) -> bool:
        """Whether a point lies far off, but near once its numbers are turned."""
        if self.near is None:
            return abs(lat) > 90 >= abs(lon)
        return not _within(self.near, lat, lon) and _within(self.near, lon, lat)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell of a file: the code, its arguments, the field it is about."""

    code: ReasonCode
    args: tuple[str | int, ...]
    field: Field | None = None


def conventions_of(
    rows: Sequence[Record],
    columns: ColumnMap,
    day: ServiceDate,
    sites: Sequence[Site] | None,
) -> tuple[Conventions, tuple[Remark, ...]]:
    """How the file is written, and what to tell of it."""
    remarks: list[Remark] = []
    near = _around(sites or ())
    found = Conventions(near=near)
    points = list(_points(rows, columns))
    strange = [point for point in points if found.elsewhere(*point)]
    right = [p for p in points if near is not None and _within(near, *p)]
    turned = bool(strange) and not right
    if turned:
        remarks.append(Remark(ReasonCode.COORDINATES_TURNED, (len(strange),)))
    mass = columns.use(Field.MASS)
    mass_unit = "kg" if 0 < _fractions(rows, mass, "g") < 100 else ""
    if mass_unit:
        remarks.append(Remark(ReasonCode.UNIT_TAKEN, (mass_unit,), Field.MASS))
    length_unit = ""
    for use in columns.uses:
        most = _fractions(rows, use, "mm") if use.field in LENGTH_FIELDS else 0
        if 0 < most < 500:
            length_unit = "m" if most < 3 and length_unit != "cm" else "cm"
    if length_unit:
        size = columns.use(Field.SIZE)
        field = Field.SIZE if size else Field.LENGTH
        remarks.append(Remark(ReasonCode.UNIT_TAKEN, (length_unit,), field))
    digits = POSTCODE_DIGITS.get(country_of(day.zone.key), 0)
    short = sum(
        _is_short(text, digits) for text in _column(rows, columns, Field.POSTCODE)
    )
    if short:
        told = Remark(ReasonCode.POSTCODES_PADDED, (short, digits), Field.POSTCODE)
        remarks.append(told)
    conventions = Conventions(turned, mass_unit, length_unit, digits, near)
    return conventions, tuple(remarks)


def padded(text: str, digits: int) -> str:
    """A postcode with the zeros a spreadsheet took from it."""
    whole = values.plain(text)
    return whole.zfill(digits) if _is_short(whole, digits) else whole


def _is_short(text: str, digits: int) -> bool:
    bare = text.removesuffix(".0")
    plain = bare.isascii() and bare.isdigit()
    return plain and 2 <= len(bare) < digits


def _column(rows: Sequence[Record], columns: ColumnMap, field: Field) -> Iterator[str]:
    """The tidied, filled cells of a field's column."""
    use = columns.use(field)
    if use is None:
        return
    for record in rows:
        if use.column < len(record.cells) and not record.fault:
            text = values.tidy(record.cells[use.column])
            if text:
                yield text


def _points(
    rows: Sequence[Record], columns: ColumnMap
) -> Iterator[tuple[float, float]]:
    """Latitude and longitude as they stand, wherever both are numbers."""
    lat, lon = columns.use(Field.LAT), columns.use(Field.LON)
    if lat is None or lon is None:
        return
    for record in rows:
        if record.fault or max(lat.column, lon.column) >= len(record.cells):
            continue
        try:
            point = (
                values.degrees(values.tidy(record.cells[lat.column]), 180),
                values.degrees(values.tidy(record.cells[lon.column]), 180),
            )
        except BadCell:
            continue
        if point != (0, 0):
            yield point


def _fractions(rows: Sequence[Record], use: ColumnUse | None, usual: str) -> float:
    """The largest number of a column without a unit, if some are not whole; else 0."""
    if use is None or use.unit != usual or usual in fold(use.heading).split():
        return 0.0
    most = 0.0
    some = False
    for record in rows:
        if record.fault or use.column >= len(record.cells):
            continue
        for part in values.parts(values.tidy(record.cells[use.column])):
            try:
                most = max(most, values.number(part, 0, 1e9))
            except BadCell:
                continue
            some = some or values.has_fraction(part)
    return most if some else 0.0


def _around(sites: Sequence[Site]) -> tuple[float, float, float, float] | None:
    if not sites:
        return None
    lons = [site.place.lon for site in sites]
    lats = [site.place.lat for site in sites]
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    return west - NEAR, south - NEAR, east + NEAR, north + NEAR


def _within(box: tuple[float, float, float, float], lat: float, lon: float) -> bool:
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north
