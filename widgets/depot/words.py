"""Tables, groups, fields and codes of a depot in words."""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.depot_fields import Group
from widgets.common.marked import QT_TRANSLATE_NOOP, say

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "depot": QT_TRANSLATE_NOOP("words", "Depot"),
        "site": QT_TRANSLATE_NOOP("words", "Sites"),
        "cabinet": QT_TRANSLATE_NOOP("words", "Cabinets"),
        "size_class": QT_TRANSLATE_NOOP("words", "Size classes"),
        "vehicle_type": QT_TRANSLATE_NOOP("words", "Vehicle types"),
        "vehicle": QT_TRANSLATE_NOOP("words", "Vehicles"),
        "calendar": QT_TRANSLATE_NOOP("words", "Calendars"),
        "settings": QT_TRANSLATE_NOOP("words", "Planning"),
    }
)
GROUPS: Mapping[Group, str] = MappingProxyType(
    {
        Group.GENERAL: QT_TRANSLATE_NOOP("words", "General"),
        Group.PLACE: QT_TRANSLATE_NOOP("words", "Place"),
        Group.HOURS: QT_TRANSLATE_NOOP("words", "Hours"),
        Group.ACCESS: QT_TRANSLATE_NOOP("words", "Access"),
        Group.RULES: QT_TRANSLATE_NOOP("words", "Who may use it, and for what"),
        Group.SERVICE: QT_TRANSLATE_NOOP("words", "Time at a stop"),
        Group.CONNECTION: QT_TRANSLATE_NOOP("words", "Connection"),
        Group.DOORS: QT_TRANSLATE_NOOP("words", "Doors"),
        Group.CAPACITY: QT_TRANSLATE_NOOP("words", "What it carries"),
        Group.COSTS: QT_TRANSLATE_NOOP("words", "Costs and CO₂e"),
        Group.CLIMATE: QT_TRANSLATE_NOOP("words", "Climate"),
        Group.ROAD: QT_TRANSLATE_NOOP("words", "On the road"),
        Group.SHIFTS: QT_TRANSLATE_NOOP("words", "Shifts"),
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": QT_TRANSLATE_NOOP("words", "Name"),
        "zone": QT_TRANSLATE_NOOP("words", "Time zone"),
        "place.lat": QT_TRANSLATE_NOOP("words", "Latitude"),
        "place.lon": QT_TRANSLATE_NOOP("words", "Longitude"),
        "kind": QT_TRANSLATE_NOOP("words", "Kind"),
        "brand": QT_TRANSLATE_NOOP("words", "Brand"),
        "operator": QT_TRANSLATE_NOOP("words", "Operator"),
        "ref": QT_TRANSLATE_NOOP("words", "Their reference"),
        "address": QT_TRANSLATE_NOOP("words", "Address"),
        "hours": QT_TRANSLATE_NOOP("words", "For customers"),
        "service": QT_TRANSLATE_NOOP("words", "For couriers, if other"),
        "opens": QT_TRANSLATE_NOOP("words", "In use from"),
        "closes": QT_TRANSLATE_NOOP("words", "In use until"),
        "rules.audience": QT_TRANSLATE_NOOP("words", "For"),
        "rules.addresses": QT_TRANSLATE_NOOP("words", "Addresses or units"),
        "rules.companies": QT_TRANSLATE_NOOP("words", "Companies"),
        "rules.domains": QT_TRANSLATE_NOOP("words", "E-mail domains"),
        "rules.members": QT_TRANSLATE_NOOP("words", "E-mail addresses"),
        "rules.max_mass_g": QT_TRANSLATE_NOOP("words", "Heaviest parcel (0: any)"),
        "rules.dwell_h": QT_TRANSLATE_NOOP("words", "A parcel waits for"),
        "rules.id_check": QT_TRANSLATE_NOOP("words", "Papers are checked there"),
        "step_free": QT_TRANSLATE_NOOP("words", "Reached without steps"),
        "wheelchair": QT_TRANSLATE_NOOP("words", "Wheelchair"),
        "indoor": QT_TRANSLATE_NOOP("words", "Indoors"),
        "access_note": QT_TRANSLATE_NOOP("words", "Note for couriers"),
        "contact.name": QT_TRANSLATE_NOOP("words", "Contact"),
        "contact.phone": QT_TRANSLATE_NOOP("words", "Phone"),
        "contact.email": QT_TRANSLATE_NOOP("words", "E-mail"),
        "climates": QT_TRANSLATE_NOOP("words", "Climates"),
        "setup_s": QT_TRANSLATE_NOOP("words", "Once a visit"),
        "handling_s": QT_TRANSLATE_NOOP("words", "A parcel"),
        "site": QT_TRANSLATE_NOOP("words", "Site"),
        "connection": QT_TRANSLATE_NOOP("words", "Reached by"),
        "family": QT_TRANSLATE_NOOP("words", "Board family"),
        "port": QT_TRANSLATE_NOOP("words", "Port or address"),
        "baud": QT_TRANSLATE_NOOP("words", "Speed (0: as the family)"),
        "framing": QT_TRANSLATE_NOOP("words", "Framing"),
        "controller": QT_TRANSLATE_NOOP("words", "Controller's address"),
        "frame": QT_TRANSLATE_NOOP("words", "A line a column, top to bottom"),
        "screen_column": QT_TRANSLATE_NOOP("words", "Column of the screen, from 0"),
        "mode": QT_TRANSLATE_NOOP("words", "Goes by"),
        "energy": QT_TRANSLATE_NOOP("words", "Energy"),
        "range_km": QT_TRANSLATE_NOOP("words", "Range (0: far enough)"),
        "parcels": QT_TRANSLATE_NOOP("words", "Parcels"),
        "volume_ml": QT_TRANSLATE_NOOP("words", "Volume"),
        "mass_g": QT_TRANSLATE_NOOP("words", "Mass"),
        "load_units": QT_TRANSLATE_NOOP("words", "Load units (0: loose)"),
        "load_unit_ml": QT_TRANSLATE_NOOP("words", "Each holds"),
        "fixed": QT_TRANSLATE_NOOP("words", "A day of use"),
        "per_hour": QT_TRANSLATE_NOOP("words", "An hour"),
        "per_overtime_hour": QT_TRANSLATE_NOOP("words", "An overtime hour on top"),
        "per_km": QT_TRANSLATE_NOOP("words", "A kilometre"),
        "co2_g_per_km": QT_TRANSLATE_NOOP("words", "CO₂e"),
        "co2_source": QT_TRANSLATE_NOOP("words", "Source of it"),
        "door_setup_s": QT_TRANSLATE_NOOP("words", "Once a door"),
        "door_handling_s": QT_TRANSLATE_NOOP("words", "A parcel at a door"),
        "conditions.height_mm": QT_TRANSLATE_NOOP("words", "Height (0: no limit)"),
        "conditions.width_mm": QT_TRANSLATE_NOOP("words", "Width"),
        "conditions.length_mm": QT_TRANSLATE_NOOP("words", "Length"),
        "conditions.gross_mass_kg": QT_TRANSLATE_NOOP("words", "Gross mass"),
        "conditions.speed_kmh": QT_TRANSLATE_NOOP("words", "Own speed (0: usual)"),
        "conditions.avoid_tolls": QT_TRANSLATE_NOOP("words", "Avoids tolls"),
        "conditions.avoid_motorways": QT_TRANSLATE_NOOP("words", "Avoids motorways"),
        "conditions.avoid_ferries": QT_TRANSLATE_NOOP("words", "Avoids ferries"),
        "conditions.congestion": QT_TRANSLATE_NOOP(
            "words", "Congestion: road class, hours, percent"
        ),
        "type": QT_TRANSLATE_NOOP("words", "Type"),
        "courier": QT_TRANSLATE_NOOP("words", "Courier"),
        "licence": QT_TRANSLATE_NOOP("words", "Licence"),
        "skills": QT_TRANSLATE_NOOP("words", "Skills"),
        "shift": QT_TRANSLATE_NOOP("words", "Every day"),
        "shifts": QT_TRANSLATE_NOOP("words", "By weekday, if other"),
        "overtime_s": QT_TRANSLATE_NOOP("words", "Overtime at most"),
        "box.length_mm": QT_TRANSLATE_NOOP("words", "Inner length"),
        "box.width_mm": QT_TRANSLATE_NOOP("words", "Inner width"),
        "box.height_mm": QT_TRANSLATE_NOOP("words", "Inner height"),
        "mass_limit_g": QT_TRANSLATE_NOOP("words", "Heaviest parcel"),
        "climate": QT_TRANSLATE_NOOP("words", "Climate"),
        "reach_m": QT_TRANSLATE_NOOP("words", "Customers walk at most"),
        "failure_share": QT_TRANSLATE_NOOP("words", "Share of failed deliveries"),
        "failure_usd": QT_TRANSLATE_NOOP("words", "Cost of a failed delivery"),
        "eur_per_usd": QT_TRANSLATE_NOOP("words", "Euros for a dollar"),
        "walk_eur_per_km": QT_TRANSLATE_NOOP("words", "Customers' walk"),
        "other_site_eur": QT_TRANSLATE_NOOP("words", "Another site than wished"),
        "late_eur_per_h": QT_TRANSLATE_NOOP("words", "An hour after a soft end"),
        "unassigned_eur": QT_TRANSLATE_NOOP("words", "A parcel left over"),
        "co2_eur_per_kg": QT_TRANSLATE_NOOP("words", "Price of CO₂"),
        "moved_stop_eur": QT_TRANSLATE_NOOP("words", "A stop that changes its driver"),
        "spread_eur_per_h": QT_TRANSLATE_NOOP("words", "Unequal work"),
        "longest_tour_s": QT_TRANSLATE_NOOP("words", "Longest tour (0: the shift)"),
        "breaks": QT_TRANSLATE_NOOP("words", "Breaks: begin between, minutes"),
        "trips": QT_TRANSLATE_NOOP("words", "Loaded a shift, times at most"),
        "reload_s": QT_TRANSLATE_NOOP("words", "Loading again takes"),
        "level_0_percent": QT_TRANSLATE_NOOP("words", "At the best level, at least"),
        "level_1_percent": QT_TRANSLATE_NOOP("words", "At the best two, at least"),
        "missed_level_eur": QT_TRANSLATE_NOOP("words", "A parcel missing from them"),
        "zone_eur": QT_TRANSLATE_NOOP("words", "A route's every further postcode"),
        "pickup_safety": QT_TRANSLATE_NOOP("words", "Share of pickups counted on"),
    }
)
CODES: Mapping[str, str] = MappingProxyType(
    {
        "residential": QT_TRANSLATE_NOOP("words", "Residential"),
        "retail": QT_TRANSLATE_NOOP("words", "Retail, public"),
        "workplace": QT_TRANSLATE_NOOP("words", "Workplace"),
        "campus": QT_TRANSLATE_NOOP("words", "Campus"),
        "b2b": QT_TRANSLATE_NOOP("words", "Businesses"),
        "all": QT_TRANSLATE_NOOP("words", "Everybody"),
        "residents": QT_TRANSLATE_NOOP("words", "Residents of the addresses below"),
        "members": QT_TRANSLATE_NOOP("words", "Employees or members below"),
        "businesses": QT_TRANSLATE_NOOP("words", "The businesses below"),
        "yes": QT_TRANSLATE_NOOP("words", "Yes"),
        "limited": QT_TRANSLATE_NOOP("words", "With help"),
        "no": QT_TRANSLATE_NOOP("words", "No"),
        "unknown": QT_TRANSLATE_NOOP("words", "Not known"),
        "ambient": QT_TRANSLATE_NOOP("words", "Ambient"),
        "chilled": QT_TRANSLATE_NOOP("words", "Chilled"),
        "frozen": QT_TRANSLATE_NOOP("words", "Frozen"),
        "bus": QT_TRANSLATE_NOOP("words", "A line of this desk"),
        "gateway": QT_TRANSLATE_NOOP("words", "A gateway on the network"),
        "autonomous": QT_TRANSLATE_NOOP("words", "Its own controller"),
        "reported": QT_TRANSLATE_NOOP("words", "Couriers' reports only"),
        "van": QT_TRANSLATE_NOOP("words", "Van"),
        "truck": QT_TRANSLATE_NOOP("words", "Truck"),
        "car": QT_TRANSLATE_NOOP("words", "Car"),
        "scooter": QT_TRANSLATE_NOOP("words", "Scooter"),
        "cargo_bike": QT_TRANSLATE_NOOP("words", "Cargo bike"),
        "walk": QT_TRANSLATE_NOOP("words", "On foot"),
        "walk_step_free": QT_TRANSLATE_NOOP("words", "On foot, no steps"),
        "muscle": QT_TRANSLATE_NOOP("words", "Muscle"),
        "electric": QT_TRANSLATE_NOOP("words", "Electric"),
        "hybrid": QT_TRANSLATE_NOOP("words", "Hybrid"),
        "diesel": QT_TRANSLATE_NOOP("words", "Diesel"),
        "petrol": QT_TRANSLATE_NOOP("words", "Petrol"),
        "gas": QT_TRANSLATE_NOOP("words", "Gas"),
        "hydrogen": QT_TRANSLATE_NOOP("words", "Hydrogen"),
    }
)


def table(code: str) -> str:
    """The name of a table."""
    return say(TABLES[code])


def field(path: str) -> str:
    """The name of a field; one without words stays readable."""
    if path in FIELDS:
        return say(FIELDS[path])
    return path.rsplit(".", maxsplit=1)[-1].replace("_", " ")


def code(value: str) -> str:
    """A choice in words; another table's id stays as it is."""
    return say(CODES[value]) if value in CODES else value
