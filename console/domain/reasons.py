"""Reasons and problems as codes with arguments; only widgets turn them into words."""

from dataclasses import dataclass
from enum import StrEnum

Argument = str | int | float


class ReasonCode(StrEnum):
    """Why something is so. Arguments in brackets."""

    # a row of a file
    MISSING_COLUMN = "missing_column"  # [column]
    MISSING_VALUE = "missing_value"  # []
    NOT_A_NUMBER = "not_a_number"  # []
    OUT_OF_RANGE = "out_of_range"  # [low, high]
    NOT_A_TIME = "not_a_time"  # []
    WINDOW_BACKWARDS = "window_backwards"  # []
    UNKNOWN_WORD = "unknown_word"  # [allowed words]
    DUPLICATE_ID = "duplicate_id"  # [first line]
    UNREADABLE = "unreadable"  # [what the reader said]
    TOO_LARGE = "too_large"  # [limit]
    DUPLICATE_BARCODE = "duplicate_barcode"  # [first line]
    DUPLICATE_IN_FILE = "duplicate_in_file"  # [file, its line]
    UNKNOWN_ACTION = "unknown_action"  # [allowed words]
    ROUNDED_NUMBER = "rounded_number"  # []
    TURNED_INTO_DATE = "turned_into_date"  # []
    SPREADSHEET_ERROR = "spreadsheet_error"  # []
    MIXED_LETTERS = "mixed_letters"  # [name of the odd letter]
    NO_SUCH_TIME = "no_such_time"  # []
    NOT_A_DATE = "not_a_date"  # []
    COORDINATES_SWAPPED = "coordinates_swapped"  # []
    SECOND_TABLE = "second_table"  # [line of its headings]
    # a whole file
    WRONG_FORMAT = "wrong_format"  # [what it is]
    LOCKED_FILE = "locked_file"  # []
    NO_SUCH_SHEET = "no_such_sheet"  # [the sheets there are]
    TOO_MANY_PROBLEMS = "too_many_problems"  # [limit]
    # a file that was read, but not quite as it stands
    NO_HEADINGS = "no_headings"  # []
    COORDINATES_TURNED = "coordinates_turned"  # [rows]
    HIDDEN_ROWS = "hidden_rows"  # [rows]
    SHEETS_UNREAD = "sheets_unread"  # [the sheets]
    POSTCODES_PADDED = "postcodes_padded"  # [rows, digits]
    UNIT_TAKEN = "unit_taken"  # [unit]
    REPEATED_HEADINGS = "repeated_headings"  # []
    # a parcel before planning
    ADDRESS_NOT_FOUND = "address_not_found"  # []
    ADDRESS_UNSURE = "address_unsure"  # [best candidate, score]
    ADDRESS_POST_BOX = "address_post_box"  # [number of the box]
    OUTSIDE_REGION = "outside_region"  # []
    NO_STREET_NEARBY = "no_street_nearby"  # [limit in metres]
    NOT_REACHABLE = "not_reachable"  # []
    HELD_BY_PERSON = "held_by_person"  # []
    CANCELLED = "cancelled"  # [who says so]
    CARRIED_OVER = "carried_over"  # [service date]
    SENT_BACK = "sent_back"  # []
    SEARCHED_FOR = "searched_for"  # []
    REJECTED = "rejected"  # [why as a person says it]
    # a parcel that no route took
    NO_OPTION = "no_option"  # []
    NO_COMPARTMENT = "no_compartment"  # [site]
    NO_VEHICLE_FITS = "no_vehicle_fits"  # [dimension]
    CAPACITY = "capacity"  # [vehicle, dimension, over by]
    WINDOW = "window"  # [vehicle, seconds late at best]
    SHIFT = "shift"  # [vehicle, seconds over at best]
    SKILL = "skill"  # [vehicle, what it lacks]
    TOO_LONG = "too_long"  # [vehicle, seconds above its longest tour at best]
    RANGE = "range"  # [vehicle, metres above its range at best]
    REST = "rest"  # [vehicle, seconds by which a break comes too late at best]
    SITE_PARCELS = "site_parcels"  # [site, parcels at most]
    SITE_VISITS = "site_visits"  # [site, visits at most]
    COST = "cost"  # [price of the cheapest insertion]
    NOT_TRIED = "not_tried"  # []
    # why this channel
    CHEAPEST = "cheapest"  # [runner-up, price of it]
    DOOR_ONLY = "door_only"  # []
    LOCKER_ONLY = "locker_only"  # []
    PREFERRED_SITE = "preferred_site"  # []
    NO_LOCKER_IN_REACH = "no_locker_in_reach"  # [reach in metres]
    TOO_BIG_FOR_LOCKERS = "too_big_for_lockers"  # []
    CHOSEN_BY_PERSON = "chosen_by_person"  # []
    # why not a locker that is near
    SITE_CLOSED = "site_closed"  # [site]
    SITE_RESIDENTS_ONLY = "site_residents_only"  # [site]
    SITE_MEMBERS_ONLY = "site_members_only"  # [site]
    SITE_BUSINESSES_ONLY = "site_businesses_only"  # [site]
    SITE_ID_CHECK = "site_id_check"  # [site]
    SITE_MASS = "site_mass"  # [site, limit in grams]
    SITE_CLIMATE = "site_climate"  # [site]
    # a field of the depot
    UNKNOWN_ID = "unknown_id"  # [table, id]
    NOT_USED = "not_used"  # [kind of connection]
    BAD_FORM = "bad_form"  # [example]
    TAKEN = "taken"  # [id of the other]
    DOORS_DIFFER = "doors_differ"  # [climate]
    UNKNOWN_ZONE = "unknown_zone"  # [name]
    # a change of the depot
    DOOR_NOT_EMPTY = "door_not_empty"  # [compartment]
    ON_A_PLAN = "on_a_plan"  # [wave]
    HAS_HISTORY = "has_history"  # [days]
    # a file of sites, rosters or calendars
    HOURS_UNREAD = "hours_unread"  # [part]
    DOORS_ASSUMED = "doors_assumed"  # [doors]
    TWIN = "twin"  # [id of the one that is there]
    NO_POINT = "no_point"  # [kind of geometry]
    ENDLESS = "endless"  # [last date worked out]


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and its arguments, in the order the code's comment gives."""

    code: ReasonCode
    args: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell of one file. The row is left out, nothing else is.

    `line` is the line as an editor counts it (the header is 1); `column` is the
    file's own heading, empty where the whole row is meant. `field` is what that column
    is read as; `sheet` is empty for files without sheets. `suggestions` are what may
    have been meant, the likeliest first.
    """

    file: str
    line: int
    column: str
    value: str
    reason: Reason
    sheet: str = ""
    field: str = ""
    suggestions: tuple[str, ...] = ()
