"""Which heading means what, in four languages, and how a person overrules it."""

import pytest

from console.interchange.columns import (
    ColumnMap,
    fold,
    guess,
    unit_of,
)
from console.interchange.fields import Field
from console.interchange.headings import NAMES

ENGLISH = (
    "Parcel ID,Barcode,Recipient,Street address,Postal code,City,Apartment,Phone,"
    "E-mail,Latitude,Longitude,Length (cm),Width (cm),Height (cm),Weight (kg),"
    "Temperature class,Delivery preference,Preferred locker,Window start,Window end,"
    "Priority,ID check,Low compartment,Due date,Skills needed,Late from"
)
FINNISH = (
    "Lähetystunnus,Viivakoodi,Vastaanottaja,Katuosoite,Postinumero,Postitoimipaikka,"
    "Huoneisto,Puhelinnumero,Sähköposti,Leveysaste,Pituusaste,Pituus cm,Leveys cm,"
    "Korkeus cm,Paino kg,Lämpötilaluokka,Toimitustapa,Pakettiautomaatti,Alkaen,"
    "Viimeistään,Prioriteetti,Tunnistus,Esteetön,Määräpäivä,Vaaditut taidot,"
    "Myöhässä alkaen"
)
GERMAN = (
    "Sendungsnummer,Strichcode,Empfänger,Straße,PLZ,Ort,Wohnung,Telefon,E-Mail,"
    "Breitengrad,Längengrad,Länge in cm,Breite in cm,Höhe in cm,Gewicht in kg,"
    "Temperaturklasse,Zustellart,Packstation,Frühestens,Spätestens,Priorität,"
    "Ausweisprüfung,Barrierefrei,Fällig,Erforderliche Fähigkeiten,Verspätet ab"
)
DANISH = (
    "Pakkenummer,Stregkode,Modtager,Adresse,Postnr,By,Lejlighed,Telefon,E-post,"
    "Breddegrad,Længdegrad,Længde cm,Bredde cm,Højde cm,Vægt kg,Temperatur,"
    "Leveringsform,Pakkeboks,Tidligst,Senest,Prioritet,ID-kontrol,Tilgængelig,"
    "Leveringsfrist,Krævede kompetencer,Forsinket fra"
)
NOT_THERE = {Field.SIZE, Field.WINDOW, Field.FIRST_NAME, Field.HOUSE_NUMBER}
NOT_THERE |= {Field.COORDINATES, Field.ACTION}
FIELDS = [field for field in Field if field not in NOT_THERE]


@pytest.mark.parametrize("headings", [ENGLISH, FINNISH, GERMAN, DANISH])
def test_headings_are_guessed_in_four_languages(headings: str) -> None:
    found = guess(tuple(headings.split(",")))
    assert [use.field for use in found.uses] == FIELDS
    assert {use.unit for use in found.uses} == {"", "cm", "kg"}
    assert all(use.confidence >= 0.84 for use in found.uses)
    assert found.unused == ()


def test_every_listed_heading_is_folded_and_means_one_field() -> None:
    listed = [
        (name, field) for field, names in NAMES.items() for name in names.split("|")
    ]
    assert all(fold(name) == name for name, _ in listed)
    names = [name for name, _ in listed]
    assert sorted(names) == sorted(set(names))
    for name, field in listed:
        assert guess((name,)).uses[0].field is field


def test_order_does_not_matter_and_a_typo_costs_confidence() -> None:
    found = guess(("postcod", "note", "ID"))
    use = found.use(Field.POSTCODE)
    assert use is not None
    assert 0.84 <= use.confidence < 1
    assert found.unused == ("note",)
    assert found.choices == {0: Field.POSTCODE, 2: Field.ID}
    assert found.use(Field.NAME) is None


def test_two_columns_for_one_field_leave_one_unused() -> None:
    found = guess(("id", "parcel id", "street", "address"))
    assert found.choices == {0: Field.ID, 2: Field.STREET}
    assert found.unused == ("parcel id", "address")


@pytest.mark.parametrize(
    ("field", "heading", "unit"),
    [
        (Field.LENGTH, "length", "mm"),
        (Field.LENGTH, "length_cm", "cm"),
        (Field.LENGTH, "Length [m]", "m"),
        (Field.LENGTH, "length_kg", "mm"),
        (Field.SIZE, "Mitat (cm)", "cm"),
        (Field.MASS, "weight", "g"),
        (Field.MASS, "Paino KG", "kg"),
        (Field.MASS, "mass_g", "g"),
        (Field.NAME, "name_kg", ""),
    ],
)
def test_units_come_from_the_heading(field: Field, heading: str, unit: str) -> None:
    assert unit_of(field, heading) == unit


def test_a_person_overrules_the_guess() -> None:
    found = guess(("id", "street", "mass", "Brutto kg"))
    changed = found.with_column(Field.MASS, 3)
    use = changed.use(Field.MASS)
    assert use is not None
    assert (use.column, use.unit, use.confidence) == (3, "kg", 1.0)
    assert changed.unused == ("mass",)
    assert found.unused == ("Brutto kg",), "the old map is a value of its own"


def test_a_column_moves_from_one_field_to_another() -> None:
    changed = guess(("id", "name")).with_column(Field.UNIT, 1)
    assert changed.choices == {0: Field.ID, 1: Field.UNIT}


def test_no_column_stops_reading_a_field() -> None:
    assert guess(("id", "name")).with_column(Field.NAME, None).unused == ("name",)


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        ColumnMap(("id",), ()).with_column(Field.NAME, 1)
