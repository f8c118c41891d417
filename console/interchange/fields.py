"""What a manifest may say about a parcel; every column is read as one of these."""

from enum import StrEnum


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
    FIRST_NAME = "first_name"
    HOUSE_NUMBER = "house_number"
    COORDINATES = "coordinates"
    ACTION = "action"
    SKILLS = "skills"
    LATE_FROM = "late_from"


LENGTH_FIELDS = frozenset({Field.SIZE, Field.LENGTH, Field.WIDTH, Field.HEIGHT})
"""The fields whose headings may name a unit of length; MASS may name one of mass."""
