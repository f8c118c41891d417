"""The sentence of every code, as source texts marked for lupdate.

`{0}`, `{1}` are the arguments in the order of the comment beside the code. A test
checks that every code of every enumeration has its sentence and takes its arguments.
"""

from collections.abc import Mapping
from types import MappingProxyType

from console.viewmodels.codes import (
    Binding,
    Channel,
    Connection,
    CostLine,
    Custody,
    EventKind,
    HelpKind,
    LockLevel,
    Observed,
    ParcelState,
    ReasonCode,
    Service,
)
from console.viewmodels.days_page import ReadOnly
from console.viewmodels.lockers import DoorState, LinkKind
from console.viewmodels.parcels import Chip, ParcelStatus
from widgets.common.marked import QT_TRANSLATE_NOOP

REASONS: Mapping[ReasonCode, str] = MappingProxyType(
    {
        ReasonCode.MISSING_COLUMN: QT_TRANSLATE_NOOP(
            "words", "the file has no column “{0}”"
        ),
        ReasonCode.MISSING_VALUE: QT_TRANSLATE_NOOP("words", "nothing is filled in"),
        ReasonCode.NOT_A_NUMBER: QT_TRANSLATE_NOOP("words", "this is not a number"),
        ReasonCode.OUT_OF_RANGE: QT_TRANSLATE_NOOP(
            "words", "it must be between {0} and {1}"
        ),
        ReasonCode.NOT_A_TIME: QT_TRANSLATE_NOOP("words", "this is not a time of day"),
        ReasonCode.WINDOW_BACKWARDS: QT_TRANSLATE_NOOP(
            "words", "the window ends before it begins"
        ),
        ReasonCode.UNKNOWN_WORD: QT_TRANSLATE_NOOP(
            "words", "unknown word; allowed: {0}"
        ),
        ReasonCode.DUPLICATE_ID: QT_TRANSLATE_NOOP(
            "words", "this id is already in line {0}"
        ),
        ReasonCode.UNREADABLE: QT_TRANSLATE_NOOP("words", "it cannot be read: {0}"),
        ReasonCode.TOO_LARGE: QT_TRANSLATE_NOOP("words", "it is over the limit of {0}"),
        ReasonCode.DUPLICATE_BARCODE: QT_TRANSLATE_NOOP(
            "words", "this barcode is already in line {0}"
        ),
        ReasonCode.DUPLICATE_IN_FILE: QT_TRANSLATE_NOOP(
            "words", "this is already in {0}, line {1}"
        ),
        ReasonCode.UNKNOWN_ACTION: QT_TRANSLATE_NOOP(
            "words", "unknown action; allowed: {0}"
        ),
        ReasonCode.ROUNDED_NUMBER: QT_TRANSLATE_NOOP(
            "words",
            "a spreadsheet has rounded this number; make the column text and "
            "export it again",
        ),
        ReasonCode.TURNED_INTO_DATE: QT_TRANSLATE_NOOP(
            "words",
            "a spreadsheet has made a date of this; make the column text and "
            "type it again",
        ),
        ReasonCode.SPREADSHEET_ERROR: QT_TRANSLATE_NOOP(
            "words", "the spreadsheet shows an error here; mend the formula"
        ),
        ReasonCode.MIXED_LETTERS: QT_TRANSLATE_NOOP(
            "words", "it looks right but holds a letter of another alphabet: {0}"
        ),
        ReasonCode.NO_SUCH_TIME: QT_TRANSLATE_NOOP(
            "words", "clocks skip this time on that day"
        ),
        ReasonCode.NOT_A_DATE: QT_TRANSLATE_NOOP("words", "there is no such date"),
        ReasonCode.COORDINATES_SWAPPED: QT_TRANSLATE_NOOP(
            "words", "latitude and longitude seem to be the wrong way round"
        ),
        ReasonCode.SECOND_TABLE: QT_TRANSLATE_NOOP(
            "words", "another table begins in line {0}; put it into a file of its own"
        ),
        ReasonCode.WRONG_FORMAT: QT_TRANSLATE_NOOP(
            "words", "this is a file of kind {0}; save it as .xlsx or .csv"
        ),
        ReasonCode.LOCKED_FILE: QT_TRANSLATE_NOOP(
            "words", "the file has a password; save it without one"
        ),
        ReasonCode.NO_SUCH_SHEET: QT_TRANSLATE_NOOP(
            "words", "there is no such sheet; there are: {0}"
        ),
        ReasonCode.TOO_MANY_PROBLEMS: QT_TRANSLATE_NOOP(
            "words",
            "over {0} rows have problems, so nothing was taken; check the columns",
        ),
        ReasonCode.NO_HEADINGS: QT_TRANSLATE_NOOP(
            "words", "no headings; the columns were guessed from what stands in them"
        ),
        ReasonCode.COORDINATES_TURNED: QT_TRANSLATE_NOOP(
            "words",
            "latitude and longitude stood the wrong way round in {0} rows and "
            "were turned",
        ),
        ReasonCode.HIDDEN_ROWS: QT_TRANSLATE_NOOP(
            "words", "{0} hidden rows were read as well"
        ),
        ReasonCode.SHEETS_UNREAD: QT_TRANSLATE_NOOP(
            "words", "other sheets were not read: {0}"
        ),
        ReasonCode.POSTCODES_PADDED: QT_TRANSLATE_NOOP(
            "words",
            "{0} postcodes had lost their leading zeros; they have {1} digits again",
        ),
        ReasonCode.UNIT_TAKEN: QT_TRANSLATE_NOOP(
            "words", "no unit is given; {0} fits these numbers and was taken"
        ),
        ReasonCode.REPEATED_HEADINGS: QT_TRANSLATE_NOOP(
            "words", "the headings again; the row was passed over"
        ),
        ReasonCode.ADDRESS_NOT_FOUND: QT_TRANSLATE_NOOP(
            "words", "the address is not on the map"
        ),
        ReasonCode.ADDRESS_UNSURE: QT_TRANSLATE_NOOP(
            "words", "the address may be {0}; certainty {1}"
        ),
        ReasonCode.ADDRESS_POST_BOX: QT_TRANSLATE_NOOP(
            "words", "post box {0} has no door; ask for a street address"
        ),
        ReasonCode.OUTSIDE_REGION: QT_TRANSLATE_NOOP(
            "words", "the address is outside this depot's map"
        ),
        ReasonCode.NO_STREET_NEARBY: QT_TRANSLATE_NOOP(
            "words", "no street within {0} m"
        ),
        ReasonCode.NOT_REACHABLE: QT_TRANSLATE_NOOP(
            "words", "no way leads there from the depot"
        ),
        ReasonCode.HELD_BY_PERSON: QT_TRANSLATE_NOOP("words", "held by a person"),
        ReasonCode.CANCELLED: QT_TRANSLATE_NOOP("words", "cancelled by {0}"),
        ReasonCode.CARRIED_OVER: QT_TRANSLATE_NOOP("words", "carried over from {0}"),
        ReasonCode.SENT_BACK: QT_TRANSLATE_NOOP("words", "goes back to its sender"),
        ReasonCode.REJECTED: QT_TRANSLATE_NOOP("words", "rejected: {0}"),
        ReasonCode.SEARCHED_FOR: QT_TRANSLATE_NOOP("words", "it is being looked for"),
        ReasonCode.NO_OPTION: QT_TRANSLATE_NOOP(
            "words", "neither a door nor a locker is allowed for it"
        ),
        ReasonCode.NO_COMPARTMENT: QT_TRANSLATE_NOOP(
            "words", "no free compartment it fits at {0}"
        ),
        ReasonCode.NO_VEHICLE_FITS: QT_TRANSLATE_NOOP(
            "words", "no vehicle is large enough ({0})"
        ),
        ReasonCode.CAPACITY: QT_TRANSLATE_NOOP(
            "words", "{0} is full: over by {2} ({1})"
        ),
        ReasonCode.WINDOW: QT_TRANSLATE_NOOP(
            "words", "{0} would come {1} too late at best"
        ),
        ReasonCode.SHIFT: QT_TRANSLATE_NOOP(
            "words", "{0} would work {1} past the end of the shift"
        ),
        ReasonCode.SKILL: QT_TRANSLATE_NOOP("words", "{0} lacks what it needs: {1}"),
        ReasonCode.TOO_LONG: QT_TRANSLATE_NOOP(
            "words", "the tour of {0} would be {1} too long"
        ),
        ReasonCode.RANGE: QT_TRANSLATE_NOOP(
            "words", "{0} would drive {1} m beyond its range"
        ),
        ReasonCode.REST: QT_TRANSLATE_NOOP(
            "words", "a break of {0} would come {1} too late"
        ),
        ReasonCode.SITE_PARCELS: QT_TRANSLATE_NOOP(
            "words", "{0} takes no more than {1} parcels"
        ),
        ReasonCode.SITE_VISITS: QT_TRANSLATE_NOOP(
            "words", "{0} may be visited no more than {1} times"
        ),
        ReasonCode.COST: QT_TRANSLATE_NOOP(
            "words", "taking it costs {0}, more than leaving it"
        ),
        ReasonCode.NOT_TRIED: QT_TRANSLATE_NOOP(
            "words", "there was no time to try; build the plan again"
        ),
        ReasonCode.CHEAPEST: QT_TRANSLATE_NOOP(
            "words", "the cheapest way; next best {0} at {1}"
        ),
        ReasonCode.DOOR_ONLY: QT_TRANSLATE_NOOP(
            "words", "customer opted out of lockers"
        ),
        ReasonCode.LOCKER_ONLY: QT_TRANSLATE_NOOP(
            "words", "customer asked for a locker"
        ),
        ReasonCode.PREFERRED_SITE: QT_TRANSLATE_NOOP(
            "words", "the customer's own choice of locker"
        ),
        ReasonCode.NO_LOCKER_IN_REACH: QT_TRANSLATE_NOOP(
            "words", "no locker within a walk of {0} m"
        ),
        ReasonCode.TOO_BIG_FOR_LOCKERS: QT_TRANSLATE_NOOP(
            "words", "too big for every compartment in reach"
        ),
        ReasonCode.CHOSEN_BY_PERSON: QT_TRANSLATE_NOOP("words", "chosen by a person"),
        ReasonCode.SITE_CLOSED: QT_TRANSLATE_NOOP("words", "{0} is closed that day"),
        ReasonCode.SITE_RESIDENTS_ONLY: QT_TRANSLATE_NOOP(
            "words", "{0} is for its residents only"
        ),
        ReasonCode.SITE_MEMBERS_ONLY: QT_TRANSLATE_NOOP(
            "words", "{0} is for its members only"
        ),
        ReasonCode.SITE_BUSINESSES_ONLY: QT_TRANSLATE_NOOP(
            "words", "{0} is for named businesses only"
        ),
        ReasonCode.SITE_ID_CHECK: QT_TRANSLATE_NOOP(
            "words", "nobody checks an identity at {0}"
        ),
        ReasonCode.SITE_MASS: QT_TRANSLATE_NOOP(
            "words", "{0} takes parcels up to {1} g only"
        ),
        ReasonCode.SITE_CLIMATE: QT_TRANSLATE_NOOP(
            "words", "{0} does not hold the temperature it needs"
        ),
        ReasonCode.UNKNOWN_ID: QT_TRANSLATE_NOOP("words", "there is no {1} ({0})"),
        ReasonCode.NOT_USED: QT_TRANSLATE_NOOP(
            "words", "leave it empty: not for this connection ({0})"
        ),
        ReasonCode.BAD_FORM: QT_TRANSLATE_NOOP("words", "write it as {0}"),
        ReasonCode.TAKEN: QT_TRANSLATE_NOOP("words", "{0} has it already"),
        ReasonCode.DOORS_DIFFER: QT_TRANSLATE_NOOP(
            "words", "some of its doors are {0}"
        ),
        ReasonCode.UNKNOWN_ZONE: QT_TRANSLATE_NOOP(
            "words", "{0} is not a time zone; write Europe/Helsinki"
        ),
        ReasonCode.DOOR_NOT_EMPTY: QT_TRANSLATE_NOOP("words", "{0} is not empty"),
        ReasonCode.ON_A_PLAN: QT_TRANSLATE_NOOP(
            "words", "it is on a published plan ({0})"
        ),
        ReasonCode.HAS_HISTORY: QT_TRANSLATE_NOOP(
            "words", "it has {0} days of records; archive it instead"
        ),
        ReasonCode.HOURS_UNREAD: QT_TRANSLATE_NOOP(
            "words", "these hours are not understood: {0}"
        ),
        ReasonCode.DOORS_ASSUMED: QT_TRANSLATE_NOOP("words", "{0} doors are assumed"),
        ReasonCode.TWIN: QT_TRANSLATE_NOOP("words", "it is there already as {0}"),
        ReasonCode.NO_POINT: QT_TRANSLATE_NOOP("words", "{0} is not a place"),
        ReasonCode.ENDLESS: QT_TRANSLATE_NOOP(
            "words", "it goes on; worked out up to {0}"
        ),
    }
)

EVENTS: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.DEPOT_IMPORTED: QT_TRANSLATE_NOOP("words", "Depot set up"),
        EventKind.DEPOT_EDITED: QT_TRANSLATE_NOOP("words", "Depot changed"),
        EventKind.DEPOT_ARCHIVED: QT_TRANSLATE_NOOP("words", "Depot archived"),
        EventKind.DEPOT_RESTORED: QT_TRANSLATE_NOOP("words", "Depot back in use"),
        EventKind.DEPOT_REMOVED: QT_TRANSLATE_NOOP("words", "Depot removed"),
        EventKind.MANIFEST_IMPORTED: QT_TRANSLATE_NOOP("words", "Manifest imported"),
        EventKind.PARCEL_IMPORTED: QT_TRANSLATE_NOOP("words", "{0} announced"),
        EventKind.PARCEL_UPDATED: QT_TRANSLATE_NOOP(
            "words", "{0} changed by a manifest"
        ),
        EventKind.PARCEL_HELD: QT_TRANSLATE_NOOP("words", "{0} held"),
        EventKind.PARCEL_RELEASED: QT_TRANSLATE_NOOP("words", "{0} released"),
        EventKind.PLAN_BUILT: QT_TRANSLATE_NOOP("words", "Plan built"),
        EventKind.PLAN_EDITED: QT_TRANSLATE_NOOP("words", "Plan edited"),
        EventKind.PLAN_PUBLISHED: QT_TRANSLATE_NOOP("words", "Plan published"),
        EventKind.ROUTE_DEPARTED: QT_TRANSLATE_NOOP("words", "Route departed"),
        EventKind.STOP_SERVED: QT_TRANSLATE_NOOP("words", "Stop served"),
        EventKind.PARCEL_DELIVERED: QT_TRANSLATE_NOOP("words", "{0} handed over"),
        EventKind.PARCEL_RETURNED: QT_TRANSLATE_NOOP("words", "{0} came back"),
        EventKind.OPENING_INTENDED: QT_TRANSLATE_NOOP("words", "{0}: opening wanted"),
        EventKind.OPENING_SENT: QT_TRANSLATE_NOOP("words", "{0}: opening sent"),
        EventKind.DOOR_OPENED: QT_TRANSLATE_NOOP("words", "{0} opened"),
        EventKind.DOOR_REOPENED: QT_TRANSLATE_NOOP("words", "{0} opened again"),
        EventKind.DOOR_CLOSED: QT_TRANSLATE_NOOP("words", "{0} closed"),
        EventKind.OPENING_FAILED: QT_TRANSLATE_NOOP("words", "{0} did not open"),
        EventKind.OPENING_EXPIRED: QT_TRANSLATE_NOOP(
            "words", "{0}: opening no longer wanted"
        ),
        EventKind.OPENING_IN_DOUBT: QT_TRANSLATE_NOOP(
            "words", "{0}: nobody saw whether it opened"
        ),
        EventKind.DOOR_OBSERVED: QT_TRANSLATE_NOOP("words", "{0} seen"),
        EventKind.DOOR_OPENED_UNASKED: QT_TRANSLATE_NOOP(
            "words", "{0} opened and nobody asked"
        ),
        EventKind.PARCEL_DEPOSITED: QT_TRANSLATE_NOOP("words", "{0} put into a locker"),
        EventKind.DEPOSIT_COLLECTED: QT_TRANSLATE_NOOP("words", "{0} collected"),
        EventKind.DEPOSIT_FAILED: QT_TRANSLATE_NOOP("words", "{0}: deposit failed"),
        EventKind.DEPOSIT_EXTENDED: QT_TRANSLATE_NOOP("words", "{0} may stay longer"),
        EventKind.DEPOSIT_PULLED: QT_TRANSLATE_NOOP("words", "{0} taken back out"),
        EventKind.CODE_ISSUED: QT_TRANSLATE_NOOP("words", "{0}: new code"),
        EventKind.CODE_REVOKED: QT_TRANSLATE_NOOP("words", "{0}: code withdrawn"),
        EventKind.CODE_REFUSED: QT_TRANSLATE_NOOP("words", "{0}: code refused"),
        EventKind.CODE_LOCKED_OUT: QT_TRANSLATE_NOOP(
            "words", "{0}: too many wrong codes"
        ),
        EventKind.COMPARTMENT_RESERVED: QT_TRANSLATE_NOOP("words", "{0} reserved"),
        EventKind.COMPARTMENT_FREED: QT_TRANSLATE_NOOP("words", "{0} free again"),
        EventKind.COMPARTMENT_SUSPECT: QT_TRANSLATE_NOOP("words", "{0} needs a look"),
        EventKind.COMPARTMENT_CLEARED: QT_TRANSLATE_NOOP("words", "{0} looked at"),
        EventKind.SERVICE_CHANGED: QT_TRANSLATE_NOOP("words", "{0}: service changed"),
        EventKind.ADDRESS_CORRECTED: QT_TRANSLATE_NOOP(
            "words", "{0}: address corrected"
        ),
        EventKind.CORRECTION_FORGOTTEN: QT_TRANSLATE_NOOP(
            "words", "{0}: corrected address forgotten"
        ),
        EventKind.WAVE_CHANGED: QT_TRANSLATE_NOOP("words", "Wave changed"),
        EventKind.PARCELS_MOVED: QT_TRANSLATE_NOOP(
            "words", "Parcels moved to another wave or day"
        ),
        EventKind.DRAFT_CHANGED: QT_TRANSLATE_NOOP("words", "Draft changed"),
        EventKind.CHANGE_ASKED: QT_TRANSLATE_NOOP(
            "words", "{0}: a change waits to be accepted"
        ),
        EventKind.CHANGE_ACCEPTED: QT_TRANSLATE_NOOP("words", "{0}: change accepted"),
        EventKind.CHANGE_REJECTED: QT_TRANSLATE_NOOP("words", "{0}: change rejected"),
        EventKind.CHANGE_TAKEN_BACK: QT_TRANSLATE_NOOP(
            "words", "{0}: change taken back"
        ),
        EventKind.PARCEL_CANCELLED: QT_TRANSLATE_NOOP("words", "{0} cancelled"),
        EventKind.PARCEL_REVIVED: QT_TRANSLATE_NOOP("words", "{0} no longer cancelled"),
        EventKind.PARCEL_CARRIED_OVER: QT_TRANSLATE_NOOP(
            "words", "{0} carried over to the next day"
        ),
        EventKind.PARCEL_MISSING: QT_TRANSLATE_NOOP("words", "{0} is looked for"),
        EventKind.VEHICLE_ABSENT: QT_TRANSLATE_NOOP("words", "A vehicle is not there"),
        EventKind.VEHICLE_BACK: QT_TRANSLATE_NOOP(
            "words", "A vehicle is there after all"
        ),
        EventKind.DAY_CLOSED: QT_TRANSLATE_NOOP("words", "Day closed"),
        EventKind.DAY_REOPENED: QT_TRANSLATE_NOOP("words", "Day opened again"),
    }
)

PARCEL_STATES: Mapping[ParcelState, str] = MappingProxyType(
    {
        ParcelState.READY: QT_TRANSLATE_NOOP("words", "ready to plan"),
        ParcelState.HELD: QT_TRANSLATE_NOOP("words", "held"),
        ParcelState.PLANNED: QT_TRANSLATE_NOOP("words", "planned"),
        ParcelState.LOADED: QT_TRANSLATE_NOOP("words", "on board"),
        ParcelState.DELIVERED: QT_TRANSLATE_NOOP("words", "handed over"),
        ParcelState.DEPOSITED: QT_TRANSLATE_NOOP("words", "in the locker"),
        ParcelState.COLLECTED: QT_TRANSLATE_NOOP("words", "collected"),
        ParcelState.RETURNED: QT_TRANSLATE_NOOP("words", "came back"),
        ParcelState.RETURNING: QT_TRANSLATE_NOOP("words", "cancelled, on its way back"),
        ParcelState.CANCELLED: QT_TRANSLATE_NOOP("words", "cancelled"),
        ParcelState.MISSING: QT_TRANSLATE_NOOP("words", "being looked for"),
    }
)

PARCEL_STATUSES: Mapping[ParcelStatus, str] = MappingProxyType(
    {
        ParcelStatus.LATE: QT_TRANSLATE_NOOP("words", "late"),
        ParcelStatus.UNASSIGNED: QT_TRANSLATE_NOOP("words", "on no route"),
        ParcelStatus.HELD: QT_TRANSLATE_NOOP("words", "held"),
        ParcelStatus.AT_RISK: QT_TRANSLATE_NOOP("words", "at risk"),
        ParcelStatus.WAITING: QT_TRANSLATE_NOOP("words", "not planned yet"),
        ParcelStatus.DOOR: QT_TRANSLATE_NOOP("words", "to the door"),
        ParcelStatus.LOCKER: QT_TRANSLATE_NOOP("words", "to a locker"),
        ParcelStatus.RETURNED: QT_TRANSLATE_NOOP("words", "came back"),
        ParcelStatus.DONE: QT_TRANSLATE_NOOP("words", "done"),
    }
)

READ_ONLY: Mapping[ReadOnly, str] = MappingProxyType(
    {
        ReadOnly.NO: QT_TRANSLATE_NOOP("words", "This day can be changed"),
        ReadOnly.CLOSED: QT_TRANSLATE_NOOP(
            "words", "This day is closed: it can be looked at, or opened again"
        ),
        ReadOnly.OVER: QT_TRANSLATE_NOOP(
            "words", "This day is over: it can be looked at and closed"
        ),
    }
)

CHIPS: Mapping[Chip, str] = MappingProxyType(
    {
        Chip.ALL: QT_TRANSLATE_NOOP("words", "All"),
        Chip.NEEDS_ACTION: QT_TRANSLATE_NOOP("words", "Needs action"),
        Chip.AT_RISK: QT_TRANSLATE_NOOP("words", "At risk"),
        Chip.UNASSIGNED: QT_TRANSLATE_NOOP("words", "Unassigned"),
        Chip.HELD: QT_TRANSLATE_NOOP("words", "Held"),
        Chip.AGAIN: QT_TRANSLATE_NOOP("words", "Again"),
        Chip.POOL: QT_TRANSLATE_NOOP("words", "In no wave"),
        Chip.LOCKERS: QT_TRANSLATE_NOOP("words", "Lockers"),
        Chip.DOORS: QT_TRANSLATE_NOOP("words", "Doors"),
    }
)

DOOR_STATES: Mapping[DoorState, str] = MappingProxyType(
    {
        DoorState.FREE: QT_TRANSLATE_NOOP("words", "free"),
        DoorState.OCCUPIED: QT_TRANSLATE_NOOP("words", "in use"),
        DoorState.ARRIVING: QT_TRANSLATE_NOOP("words", "arriving"),
        DoorState.OVERDUE: QT_TRANSLATE_NOOP("words", "overdue"),
        DoorState.OPEN: QT_TRANSLATE_NOOP("words", "open"),
        DoorState.SUSPECT: QT_TRANSLATE_NOOP("words", "suspect"),
        DoorState.BLOCKED: QT_TRANSLATE_NOOP("words", "blocked"),
    }
)

CUSTODIES: Mapping[Custody, str] = MappingProxyType(
    {
        Custody.FREE: QT_TRANSLATE_NOOP("words", "free"),
        Custody.RESERVED: QT_TRANSLATE_NOOP("words", "reserved"),
        Custody.OCCUPIED: QT_TRANSLATE_NOOP("words", "occupied"),
        Custody.SUSPECT: QT_TRANSLATE_NOOP("words", "nobody can be sure"),
    }
)

SERVICES: Mapping[Service, str] = MappingProxyType(
    {
        Service.IN: QT_TRANSLATE_NOOP("words", "in service"),
        Service.OUT: QT_TRANSLATE_NOOP("words", "out of service"),
    }
)

OBSERVATIONS: Mapping[Observed, str] = MappingProxyType(
    {
        Observed.OPEN: QT_TRANSLATE_NOOP("words", "open"),
        Observed.CLOSED: QT_TRANSLATE_NOOP("words", "closed"),
        Observed.UNKNOWN: QT_TRANSLATE_NOOP("words", "not known"),
    }
)

CONNECTIONS: Mapping[Connection, str] = MappingProxyType(
    {
        Connection.BUS: QT_TRANSLATE_NOOP("words", "bus"),
        Connection.GATEWAY: QT_TRANSLATE_NOOP("words", "gateway"),
        Connection.AUTONOMOUS: QT_TRANSLATE_NOOP("words", "own controller"),
        Connection.REPORTED: QT_TRANSLATE_NOOP("words", "reported by couriers"),
    }
)

CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.DOOR: QT_TRANSLATE_NOOP("words", "door"),
        Channel.LOCKER: QT_TRANSLATE_NOOP("words", "locker"),
    }
)

COST_NAMES: Mapping[CostLine, str] = MappingProxyType(
    {
        CostLine.VEHICLES: QT_TRANSLATE_NOOP("words", "Vehicles"),
        CostLine.TIME: QT_TRANSLATE_NOOP("words", "Working time"),
        CostLine.DISTANCE: QT_TRANSLATE_NOOP("words", "Distance"),
        CostLine.OPTIONS: QT_TRANSLATE_NOOP("words", "Walks and second attempts"),
        CostLine.CO2: QT_TRANSLATE_NOOP("words", "Price of CO₂"),
        CostLine.CHANGE: QT_TRANSLATE_NOOP("words", "Stops with another driver"),
        CostLine.UNASSIGNED: QT_TRANSLATE_NOOP("words", "Parcels left over"),
        CostLine.OVERTIME: QT_TRANSLATE_NOOP("words", "Overtime"),
        CostLine.LATENESS: QT_TRANSLATE_NOOP("words", "Lateness"),
        CostLine.QUOTAS: QT_TRANSLATE_NOOP("words", "Wishes not met"),
        CostLine.SPREAD: QT_TRANSLATE_NOOP("words", "Unequal work"),
        CostLine.ZONES: QT_TRANSLATE_NOOP("words", "Further zones"),
    }
)

MODES: Mapping[str, str] = MappingProxyType(
    {
        "van": QT_TRANSLATE_NOOP("words", "Van"),
        "truck": QT_TRANSLATE_NOOP("words", "Truck"),
        "car": QT_TRANSLATE_NOOP("words", "Car"),
        "scooter": QT_TRANSLATE_NOOP("words", "Scooter"),
        "cargo_bike": QT_TRANSLATE_NOOP("words", "Cargo bike"),
        "walk": QT_TRANSLATE_NOOP("words", "On foot"),
        "walk_step_free": QT_TRANSLATE_NOOP("words", "On foot, no steps"),
    }
)

LOCKS: Mapping[LockLevel, str] = MappingProxyType(
    {
        LockLevel.OPEN: QT_TRANSLATE_NOOP("words", "open to changes"),
        LockLevel.SEQUENCE: QT_TRANSLATE_NOOP("words", "order locked"),
        LockLevel.ALL: QT_TRANSLATE_NOOP("words", "locked"),
        LockLevel.DEPARTED: QT_TRANSLATE_NOOP("words", "departed"),
    }
)

LINKS: Mapping[LinkKind, str] = MappingProxyType(
    {
        LinkKind.ANSWERING: QT_TRANSLATE_NOOP("words", "Live"),
        LinkKind.DEGRADED: QT_TRANSLATE_NOOP("words", "Partly live"),
        LinkKind.SILENT: QT_TRANSLATE_NOOP("words", "Silent"),
        LinkKind.LOST: QT_TRANSLATE_NOOP("words", "Line lost"),
        LinkKind.CONNECTING: QT_TRANSLATE_NOOP("words", "Connecting"),
        LinkKind.NOT_CONNECTED: QT_TRANSLATE_NOOP("words", "Not connected"),
        LinkKind.REPORTED: QT_TRANSLATE_NOOP("words", "Reported"),
    }
)

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "sent": QT_TRANSLATE_NOOP("words", "open asked, waiting"),
        "opened": QT_TRANSLATE_NOOP("words", "open asked, it opened"),
        "not_opened": QT_TRANSLATE_NOOP("words", "open asked, it stayed closed"),
        "already_open": QT_TRANSLATE_NOOP("words", "open asked, it was open"),
        "refused": QT_TRANSLATE_NOOP("words", "open asked, nothing was sent"),
        "unknown": QT_TRANSLATE_NOOP("words", "open asked, nobody saw what came of it"),
    }
)

EDITS: Mapping[str, str] = MappingProxyType(
    {
        "move_parcels": QT_TRANSLATE_NOOP("words", "move parcels"),
        "unassign_parcels": QT_TRANSLATE_NOOP("words", "unassign"),
        "set_lock": QT_TRANSLATE_NOOP("words", "lock a route"),
        "hold_parcels": QT_TRANSLATE_NOOP("words", "hold parcels"),
        "release_parcels": QT_TRANSLATE_NOOP("words", "release parcels"),
        "move_wave": QT_TRANSLATE_NOOP("words", "move parcels to a wave"),
        "move_day": QT_TRANSLATE_NOOP("words", "move parcels to another day"),
        "add_wave": QT_TRANSLATE_NOOP("words", "add a wave"),
        "change_wave": QT_TRANSLATE_NOOP("words", "change a wave"),
        "drop_wave": QT_TRANSLATE_NOOP("words", "take out a wave"),
        "build_plan": QT_TRANSLATE_NOOP("words", "build the plan"),
        "replan": QT_TRANSLATE_NOOP("words", "plan the rest again"),
        "keep_plan": QT_TRANSLATE_NOOP("words", "keep an alternative"),
        "choose_plan": QT_TRANSLATE_NOOP("words", "work on another plan"),
        "duplicate_plan": QT_TRANSLATE_NOOP("words", "duplicate a plan"),
        "take_up_plan": QT_TRANSLATE_NOOP("words", "take a plan up again"),
        "rename_plan": QT_TRANSLATE_NOOP("words", "rename a plan"),
        "drop_plan": QT_TRANSLATE_NOOP("words", "drop a plan"),
        "accept_changes": QT_TRANSLATE_NOOP("words", "accept changes"),
        "take_back_changes": QT_TRANSLATE_NOOP("words", "take changes back"),
        "vehicle_absent": QT_TRANSLATE_NOOP("words", "a vehicle is not there"),
        "vehicle_back": QT_TRANSLATE_NOOP("words", "a vehicle is there"),
        "put_depot": QT_TRANSLATE_NOOP("words", "change the depot"),
        "put_settings": QT_TRANSLATE_NOOP("words", "change planning settings"),
        "put_site": QT_TRANSLATE_NOOP("words", "change a site"),
        "drop_site": QT_TRANSLATE_NOOP("words", "delete a site"),
        "put_cabinet": QT_TRANSLATE_NOOP("words", "change a cabinet"),
        "drop_cabinet": QT_TRANSLATE_NOOP("words", "delete a cabinet"),
        "put_compartments": QT_TRANSLATE_NOOP("words", "change a cabinet's doors"),
        "put_size_class": QT_TRANSLATE_NOOP("words", "change a size class"),
        "drop_size_class": QT_TRANSLATE_NOOP("words", "delete a size class"),
        "put_vehicle_type": QT_TRANSLATE_NOOP("words", "change a vehicle type"),
        "drop_vehicle_type": QT_TRANSLATE_NOOP("words", "delete a vehicle type"),
        "put_vehicle": QT_TRANSLATE_NOOP("words", "change a vehicle"),
        "drop_vehicle": QT_TRANSLATE_NOOP("words", "delete a vehicle"),
        "put_calendar": QT_TRANSLATE_NOOP("words", "change a calendar"),
        "drop_calendar": QT_TRANSLATE_NOOP("words", "delete a calendar"),
    }
)

BINDINGS: Mapping[Binding, str] = MappingProxyType(
    {
        Binding.NO_WAY: QT_TRANSLATE_NOOP("words", "there is no way at all"),
        Binding.LOCKED: QT_TRANSLATE_NOOP("words", "the route is locked"),
        Binding.BOUND: QT_TRANSLATE_NOOP("words", "it is not on board"),
        Binding.COMPARTMENT: QT_TRANSLATE_NOOP("words", "no compartment is free"),
        Binding.CAPACITY: QT_TRANSLATE_NOOP("words", "the vehicle is full"),
        Binding.WINDOW: QT_TRANSLATE_NOOP("words", "a time window"),
        Binding.SHIFT: QT_TRANSLATE_NOOP("words", "the end of the shift"),
        Binding.VISITS: QT_TRANSLATE_NOOP("words", "no more visits there"),
        Binding.SKILL: QT_TRANSLATE_NOOP("words", "a skill it has not"),
        Binding.LONGEST: QT_TRANSLATE_NOOP("words", "the longest tour"),
        Binding.RANGE: QT_TRANSLATE_NOOP("words", "the range"),
        Binding.REST: QT_TRANSLATE_NOOP("words", "a break"),
        Binding.PRICE: QT_TRANSLATE_NOOP("words", "the price"),
    }
)

HELPS: Mapping[HelpKind, str] = MappingProxyType(
    {
        HelpKind.COMPARTMENT: QT_TRANSLATE_NOOP("words", "{1} more compartment at {0}"),
        HelpKind.CAPACITY: QT_TRANSLATE_NOOP("words", "more room in {0}: {1}"),
        HelpKind.WINDOW: QT_TRANSLATE_NOOP("words", "a window {1} longer for {0}"),
        HelpKind.SHIFT: QT_TRANSLATE_NOOP("words", "a shift {1} longer for {0}"),
    }
)

DIMENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "parcels": QT_TRANSLATE_NOOP("words", "parcels"),
        "volume_ml": QT_TRANSLATE_NOOP("words", "volume"),
        "mass_g": QT_TRANSLATE_NOOP("words", "weight"),
        "ambient": QT_TRANSLATE_NOOP("words", "uncooled load space"),
        "chilled": QT_TRANSLATE_NOOP("words", "chilled load space"),
        "frozen": QT_TRANSLATE_NOOP("words", "frozen load space"),
    }
)
