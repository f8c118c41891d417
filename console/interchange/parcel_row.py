"""One row -> one parcel, or the id of one that does not come.

All bad cells of a row are told at once. What may stand in several shapes is put into
one: a street with its number or the two apart, a whole address in one line, sides or a
size, a window in one cell or two, coordinates in one column or two.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, SiteId
from console.domain.parcel import Climate, Parcel, Person, Preference, Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.reasons import ReasonCode
from console.interchange import times, values
from console.interchange.columns import fold
from console.interchange.conventions import Conventions, padded
from console.interchange.fields import Field
from console.interchange.row import Row
from console.interchange.values import BadCell
from console.interchange.words import (
    ACTIONS,
    CLIMATES,
    PREFERENCES,
    PRIORITIES,
    Action,
)

_ONE_LINE = re.compile(
    r"(?P<street>.+?)(?:\s*[,;]\s*|(?<=\d)\s+|(?<=\d[a-zA-Z])\s+)"
    r"(?:[A-Z]{1,3}[- ])?(?P<postcode>\d{3} \d{2}|\d{4,5})"
    r"\s+(?P<city>[^\d,;]{2,}?)(?:\s*[,;]\s*[^\d,;]+)?"
)
"""Street and number, postcode and city, perhaps a country, in one cell."""
_PAIR = re.compile(
    r"([^,;/|\s]+)\s*[,;/|\s]\s*([^,;/|\s]+)|([^;/|\s]+)\s*[;/|\s]\s*([^;/|\s]+)"
)
_SHOWN_SITES = 400
"""Characters of the list of sites that a problem names."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a parcel is taken to be where its row does not say; None asks for it."""

    size: Size | None = None
    mass_g: int | None = None


ASSUME_NOTHING = Assumed()


@dataclass(frozen=True, slots=True)
class Known:
    """What the words of a row may refer to.

    `sizes` are boxes by folded word. `sites` are ids by casefolded id and name, None
    where any site is believed; `site_names` are their names by id.
    """

    day: ServiceDate
    sizes: Mapping[str, Size]
    sites: Mapping[str, SiteId] | None
    site_names: Mapping[SiteId, str]
    assumed: Assumed


class ParcelReader:
    """Reads the rows of one file, which are all written by the same conventions."""

    def __init__(self, known: Known, conventions: Conventions) -> None:
        self._known = known
        self._conventions = conventions

    def action(self, row: Row) -> Action:
        """What the row wants; PUT where it does not say."""
        return row.read(Field.ACTION, _action, Action.PUT)

    def id(self, row: Row) -> ParcelId:
        """Our id of its parcel; empty where it is missing or bad, which is told."""
        name = row.read(Field.ID, values.code, "")
        if not name:
            row.lacks(Field.ID)
        return ParcelId(name)

    def parcel(self, row: Row) -> Parcel:
        """The parcel; of no use where the row has problems afterwards."""
        place = self._place(row)
        person = self._person(row)
        name = self.id(row)
        if place is None and not person.street:
            row.lacks(Field.STREET)
        return Parcel(
            id=name,
            size=self._size(row),
            mass_g=self._mass(row),
            person=person,
            barcodes=row.read(Field.BARCODES, _codes, ()),
            climate=row.read(Field.CLIMATE, _climate, Climate.AMBIENT),
            preference=row.read(Field.PREFERENCE, _preference, Preference.EITHER),
            preferred_site=row.read(Field.PREFERRED_SITE, self._site, None),
            low_compartment=row.read(Field.LOW_COMPARTMENT, values.yes, blank=False),
            id_check=row.read(Field.ID_CHECK, values.yes, blank=False),
            priority=row.read(Field.PRIORITY, _priority, 1),
            window=(window := self._window(row)),
            place=place,
            needs=row.read(Field.SKILLS, _skills, ()),
            late_from_s=self._late_from(row, window),
        )

    def _person(self, row: Row) -> Person:
        street = row.read(Field.STREET, values.plain, "")
        number = row.read(Field.HOUSE_NUMBER, values.plain, "")
        if street and number and not street.endswith(f" {number}"):
            street = f"{street} {number}"
        digits = self._conventions.postcode_digits
        postcode = row.read(Field.POSTCODE, lambda text: padded(text, digits), "")
        city = row.text(Field.CITY)
        whole = _ONE_LINE.fullmatch(street) if not (postcode or city) else None
        if whole:
            street, postcode, city = whole["street"], whole["postcode"], whole["city"]
        names = (row.text(Field.FIRST_NAME), row.text(Field.NAME))
        return Person(
            name=" ".join(filter(None, names)),
            street=street,
            postcode=postcode,
            city=city,
            unit=row.read(Field.UNIT, values.plain, ""),
            phone=row.read(Field.PHONE, values.dialled, ""),
            email=row.text(Field.EMAIL),
        )

    def _place(self, row: Row) -> Place | None:
        """A point that the row gives; 0, 0 is how programs write that there is none."""
        if row.text(Field.COORDINATES):
            point = row.read(Field.COORDINATES, _pair, None)
            field = Field.COORDINATES
        else:
            limits = (180, 90) if self._conventions.turned else (90, 180)
            lat = row.read(
                Field.LAT, lambda text: values.degrees(text, limits[0]), None
            )
            lon = row.read(
                Field.LON, lambda text: values.degrees(text, limits[1]), None
            )
            for one, other in ((Field.LAT, Field.LON), (Field.LON, Field.LAT)):
                if row.text(one) and not row.text(other):
                    row.lacks(other)
            point = None if lat is None or lon is None else (lat, lon)
            field = Field.LAT
        if point is None or point == (0, 0):
            return None
        lat, lon = point
        if self._conventions.turned and field is Field.LAT:
            lat, lon = lon, lat
        elif self._conventions.elsewhere(lat, lon):
            row.wrong(field, ReasonCode.COORDINATES_SWAPPED)
        return Place(lon, lat)

    def _size(self, row: Row) -> Size:
        sides = (Field.LENGTH, Field.WIDTH, Field.HEIGHT)
        nothing = Size(0, 0, 0)
        if any(row.text(side) for side in sides):
            lengths = []
            for side in sides:
                unit = self._conventions.length_unit or row.unit(side)
                lengths.append(row.read(side, _length(unit), 0))
                if not row.text(side):
                    row.lacks(side)
            return Size(*lengths)
        if row.text(Field.SIZE):
            unit = self._conventions.length_unit or row.unit(Field.SIZE)
            return row.read(Field.SIZE, self._box(unit), nothing)
        if self._known.assumed.size is None:
            row.lacks(Field.LENGTH if row.unit(Field.LENGTH) else Field.SIZE)
        return self._known.assumed.size or nothing

    def _box(self, unit: str) -> Callable[[str], Size]:
        def read(text: str) -> Size:
            known = self._known.sizes.get(fold(text))
            if known is not None:
                return known
            if not any(c.isdigit() for c in text):
                allowed = " ".join(self._known.sizes)
                raise BadCell(ReasonCode.UNKNOWN_WORD, allowed)
            return values.box(text, unit)

        return read

    def _mass(self, row: Row) -> int:
        unit = self._conventions.mass_unit or row.unit(Field.MASS) or "g"
        if not row.text(Field.MASS):
            if self._known.assumed.mass_g is None:
                row.lacks(Field.MASS)
            return self._known.assumed.mass_g or 0
        return row.read(Field.MASS, lambda text: values.grams(text, unit), 0)

    def _site(self, text: str) -> SiteId | None:
        sites, names = self._known.sites, self._known.site_names
        if sites is None:
            return SiteId(text)
        found = sites.get(text.casefold())
        if found is not None:
            return found
        near = process.extract(
            text.casefold(),
            list(sites),
            scorer=fuzz.WRatio,
            score_cutoff=values.ALIKE,
            limit=3,
        )
        meant = dict.fromkeys(names[sites[name]] for name, _, _ in near)
        allowed = " ".join(sorted({*sites.values()}))[:_SHOWN_SITES]
        raise BadCell(ReasonCode.UNKNOWN_WORD, allowed, suggestions=tuple(meant))

    def _late_from(self, row: Row, window: TimeWindow) -> int | None:
        day = self._known.day
        late = row.read(Field.LATE_FROM, lambda text: times.second(text, day), None)
        if late is not None and late < window.start_s:
            row.wrong(Field.LATE_FROM, ReasonCode.WINDOW_BACKWARDS)
        return late

    def _window(self, row: Row) -> TimeWindow:
        day = self._known.day
        both = row.read(Field.WINDOW, lambda text: times.window(text, day), WHOLE_DAY)
        start = row.read(
            Field.WINDOW_START, lambda text: times.second(text, day), both.start_s
        )
        end = row.read(
            Field.WINDOW_END, lambda text: times.last_second(text, day), both.end_s
        )
        due = row.read(
            Field.DUE, lambda text: times.due_second(text, day), WHOLE_DAY.end_s
        )
        if end < start:
            last = row.text(Field.WINDOW_END)
            at = Field.WINDOW_END if last else Field.WINDOW_START
            row.wrong(at, ReasonCode.WINDOW_BACKWARDS)
        elif 0 < due < start:
            row.wrong(Field.DUE, ReasonCode.WINDOW_BACKWARDS)
        return TimeWindow(start, min(end, due) if due > 0 else end)


def _skills(text: str) -> tuple[str, ...]:
    parts = text.translate(str.maketrans(";|/", ",,,")).casefold().split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _codes(text: str) -> tuple[str, ...]:
    parts = text.translate(str.maketrans(";|", "  ")).split()
    if not all("," in part and values.is_rounded(part) for part in parts):
        parts = text.translate(str.maketrans(",;|", "   ")).split()
    return tuple(dict.fromkeys(values.code(part) for part in parts))


def _action(text: str) -> Action:
    return values.word(text, ACTIONS, " ".join(Action), ReasonCode.UNKNOWN_ACTION)


def _climate(text: str) -> Climate:
    return values.word(text, CLIMATES, " ".join(Climate))


def _preference(text: str) -> Preference:
    return values.word(text, PREFERENCES, " ".join(Preference))


def _priority(text: str) -> int:
    known = PRIORITIES.get(fold(text))
    return values.whole(text, 0, 100) if known is None else known


def _pair(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in one cell, parted by what their decimals do not use."""
    found = _PAIR.fullmatch(text.strip("()[] "))
    if not found:
        raise BadCell(ReasonCode.NOT_A_NUMBER)
    first, last = (found[1], found[2]) if found[1] else (found[3], found[4])
    return values.degrees(first, 90), values.degrees(last, 180)


def _length(unit: str) -> Callable[[str], int]:
    return lambda text: values.millimetres(text, unit)
