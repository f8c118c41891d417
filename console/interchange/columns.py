"""Which column of a file holds what: guessed from the headings, open to correction.

Every field has headings people write in English, Finnish, German and Danish. A heading
is folded (lower case, no accents, no punctuation), its unit is taken off, and what is
left is compared with all of them: equal gives confidence 1, otherwise the ratio of
rapidfuzz counts from 0.84 on. The most certain pairs are taken first; a column serves
one field and a field has one column. A `ColumnMap` is a value to show and to change:
`with_column` gives another one, and `read_manifest` takes its choices back as
{field: heading}.

Units come from the heading ("length_cm", "Gewicht (kg)"); without one, lengths are in
millimetres and masses in grams. A unit written in a cell itself wins over both.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process


class Field(StrEnum):
    """What a manifest may say about a parcel."""

    ID = "id"
    BARCODES = "barcodes"
    NAME = "name"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    UNIT = "unit"
    PHONE = "phone"
    EMAIL = "email"
    LAT = "lat"
    LON = "lon"
    SIZE = "size"
    LENGTH = "length"
    WIDTH = "width"
    HEIGHT = "height"
    MASS = "mass"
    CLIMATE = "climate"
    PREFERENCE = "preference"
    PREFERRED_SITE = "preferred_site"
    WINDOW = "window"
    WINDOW_START = "window_start"
    WINDOW_END = "window_end"
    PRIORITY = "priority"
    ID_CHECK = "id_check"
    LOW_COMPARTMENT = "low_compartment"
    DUE = "due"


NAMES: Mapping[Field, str] = {
    Field.ID: "id|parcel id|parcel|parcel no|parcel number|shipment|shipment id|"
    "shipment number|consignment|tracking|tracking number|tracking id|reference|order|"
    "order id|order number|lahetys|lahetystunnus|lahetysnumero|seurantakoodi|"
    "pakettinumero|tilausnumero|tilaus|sendung|sendungsnummer|paketnummer|"
    "auftragsnummer|sendungsnr|pakke|pakkenummer|forsendelse|ordrenummer|pakkenr",
    Field.BARCODES: "barcode|barcodes|sscc|scan code|label|ean|viivakoodi|viivakoodit|"
    "strichcode|barkode|stregkode|stregkoder",
    Field.NAME: "name|recipient|recipient name|customer|customer name|consignee|"
    "receiver|to|deliver to|nimi|vastaanottaja|asiakas|empfanger|kunde|empfangername|"
    "navn|modtager|modtagernavn",
    Field.STREET: "street|address|street address|address line|address line 1|address 1|"
    "address1|addr|delivery address|ship to address|katu|katuosoite|osoite|lahiosoite|"
    "toimitusosoite|strasse|anschrift|adresse|lieferadresse|strasse hausnummer|vej|"
    "gade|vejnavn|leveringsadresse",
    Field.POSTCODE: "postcode|postal code|zip|zip code|post code|postinumero|postinro|"
    "plz|postleitzahl|postnummer|postnr",
    Field.CITY: "city|town|place|post town|kaupunki|postitoimipaikka|paikkakunta|ort|"
    "stadt|wohnort|by|bynavn|kommune",
    Field.UNIT: "unit|apartment|apt|flat|door|address line 2|address 2|address2|"
    "stair|floor|asunto|huoneisto|porras|wohnung|etage|lejlighed|dor",
    Field.PHONE: "phone|telephone|mobile|phone number|tel|mobile phone|puhelin|"
    "puhelinnumero|matkapuhelin|gsm|telefon|telefonnummer|handy|mobil|mobiltelefon|tlf",
    Field.EMAIL: "email|e mail|mail|email address|sahkoposti|sposti|e post",
    Field.LAT: "lat|latitude|y|leveysaste|leveyspiiri|breitengrad|breddegrad",
    Field.LON: "lon|lng|long|longitude|x|pituusaste|pituuspiiri|langengrad|"
    "laengengrad|laengdegrad|langdegrad",
    Field.SIZE: "size|size class|class|dimensions|dims|l x w x h|lxwxh|koko|kokoluokka|"
    "mitat|grosse|groesse|masse|abmessungen|storrelse|mal",
    Field.LENGTH: "length|l|len|depth|pituus|lange|laenge|tiefe|laengde|langde",
    Field.WIDTH: "width|w|wid|leveys|breite|bredde",
    Field.HEIGHT: "height|h|korkeus|hohe|hoehe|hojde",
    Field.MASS: "mass|weight|gross weight|paino|massa|gewicht|bruttogewicht|vaegt|vagt",
    Field.CLIMATE: "climate|temperature|temperature class|temp|cold chain|lampotila|"
    "lampotilaluokka|kylma|temperatur|temperaturklasse|kuhlung|koling",
    Field.PREFERENCE: "preference|delivery preference|channel|delivery type|service|"
    "delivery|toimitustapa|toive|palvelu|zustellart|lieferart|zustellwunsch|"
    "leveringsform|levering|onske",
    Field.PREFERRED_SITE: "preferred site|site|locker|locker site|pickup point|"
    "preferred locker|noutopiste|automaatti|pakettiautomaatti|abholstation|packstation|"
    "wunschstation|pakkeboks|afhentningssted",
    Field.WINDOW: "window|time window|delivery window|slot|time slot|aikaikkuna|"
    "toimitusaika|zeitfenster|tidsvindue|leveringsvindue",
    Field.WINDOW_START: "window start|start|from|earliest|not before|time from|"
    "window from|ready|ready from|alkaen|aikaisintaan|aikaikkuna alku|von|ab|"
    "fruhestens|zeit von|fra|tidligst|tid fra",
    Field.WINDOW_END: "window end|end|until|latest|not after|time to|window to|before|"
    "asti|viimeistaan|aikaikkuna loppu|bis|spatestens|zeit bis|til|senest|tid til",
    Field.PRIORITY: "priority|prio|urgency|prioriteetti|kiireellisyys|prioritat|"
    "dringlichkeit|prioritet",
    Field.ID_CHECK: "id check|id required|identity check|check id|age check|"
    "henkilollisyys|tunnistus|henkilollisyystarkistus|ausweis|ausweisprufung|"
    "identprufung|id kontrol|legitimation",
    Field.LOW_COMPARTMENT: "low compartment|accessible|accessibility|low|low door|"
    "esteeton|esteettomyys|matala|barrierefrei|niedriges fach|tilgaengelig|lav|"
    "lav boks",
    Field.DUE: "due|due date|deadline|deliver by|due by|maarapaiva|viimeinen paiva|"
    "erapaiva|fallig|faellig|frist|liefertermin|forfald|leveringsfrist",
}
"""Folded headings for every field, parted by bars."""

LEAST = 0.84
"""Similarity below which a heading is not taken for a field."""

LENGTHS: Mapping[str, float] = {"mm": 1, "cm": 10, "m": 1000}
"""Millimetres in a unit."""
MASSES: Mapping[str, float] = {"g": 1, "kg": 1000}
"""Grams in a unit."""

_LENGTH_FIELDS = frozenset({Field.SIZE, Field.LENGTH, Field.WIDTH, Field.HEIGHT})
_UNIT = re.compile(r"(?:^|[^a-z])(mm|cm|m|kg|g)\W*$")
_IN = re.compile(r"\b(?:in|i)$")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column that is read. `unit` is empty where the field has none.

    `column` counts from 0; `confidence` runs to 1, which a person's choice has too.
    """

    field: Field
    column: int
    heading: str
    confidence: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All headings of a file and what each is read as."""

    headings: tuple[str, ...]
    uses: tuple[ColumnUse, ...]

    def use(self, field: Field) -> ColumnUse | None:
        """Where a field is read from, if it is."""
        return next((use for use in self.uses if use.field is field), None)

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings that nothing is read from."""
        read = {use.column for use in self.uses}
        return tuple(h for i, h in enumerate(self.headings) if h and i not in read)

    @property
    def choices(self) -> dict[Field, str]:
        """What `read_manifest` takes to read the file this way."""
        return {use.field: use.heading for use in self.uses}

    def with_column(self, field: Field, heading: str) -> "ColumnMap":
        """Read `field` from the column under `heading`; an empty one stops reading it.

        Raises KeyError where no column has that heading.
        """
        keep = [use for use in self.uses if use.field is not field]
        if not heading:
            return replace(self, uses=tuple(keep))
        if heading not in self.headings:
            raise KeyError(heading)
        column = self.headings.index(heading)
        keep = [use for use in keep if use.column != column]
        use = ColumnUse(field, column, heading, 1.0, unit_of(field, heading))
        return replace(self, uses=_ordered([*keep, use]))


def fold(text: str) -> str:
    """Lower case, without accents, punctuation turned to single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters).strip()


def unit_of(field: Field, heading: str) -> str:
    """The unit a heading ends in, or the usual one; empty for fields without units."""
    units, usual = (LENGTHS, "mm") if field in _LENGTH_FIELDS else (MASSES, "g")
    if field not in _LENGTH_FIELDS and field is not Field.MASS:
        return ""
    found = _UNIT.search(heading.casefold())
    return found[1] if found and found[1] in units else usual


def guess(headings: tuple[str, ...]) -> ColumnMap:
    """The most certain reading of these headings, the same every time."""
    pairs: list[tuple[float, int, int, Field]] = []
    for column, heading in enumerate(headings):
        sure = [(_confidence(field, heading), field) for field in Field]
        # A heading that says exactly one thing does not nearly say another.
        least = 1.0 if any(confidence == 1 for confidence, _ in sure) else LEAST
        pairs += [
            (-confidence, column, rank, field)
            for rank, (confidence, field) in enumerate(sure)
            if confidence >= least
        ]
    uses: dict[Field, ColumnUse] = {}
    taken: set[int] = set()
    for minus, column, _, field in sorted(pairs):
        if field not in uses and column not in taken:
            taken.add(column)
            heading = headings[column]
            unit = unit_of(field, heading)
            uses[field] = ColumnUse(field, column, heading, round(-minus, 2), unit)
    return ColumnMap(headings, _ordered(list(uses.values())))


def _ordered(uses: list[ColumnUse]) -> tuple[ColumnUse, ...]:
    return tuple(sorted(uses, key=lambda use: use.column))


def _confidence(field: Field, heading: str) -> float:
    names = NAMES[field].split("|")
    whole = fold(heading)
    forms = {whole}
    if field in _LENGTH_FIELDS or field is Field.MASS:
        bare = _IN.sub("", fold(_UNIT.sub("", heading.casefold()))).strip()
        forms.add(bare)
    best = 0.0
    for form in forms:
        if len(form) < 3 or form in names:
            best = max(best, float(form in names))
            continue
        found = process.extractOne(form, names, scorer=fuzz.ratio)
        best = max(best, min(0.99, found[1] / 100))
    return best
