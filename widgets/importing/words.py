"""The wizard's words: fields, kinds of files, kinds of problems, outcomes, causes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from console.viewmodels.codes import Argument, ReasonCode
from console.viewmodels.importing import (
    FileEntry,
    FileKind,
    FileState,
    IssueState,
    Outcome,
    Step,
    Suggestion,
)
from widgets.common import words
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.words import grouped

STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.FILES: QT_TRANSLATE_NOOP("words", "Files"),
        Step.COLUMNS: QT_TRANSLATE_NOOP("words", "Columns"),
        Step.CHECK: QT_TRANSLATE_NOOP("words", "Check"),
        Step.TAKE: QT_TRANSLATE_NOOP("words", "Take in"),
    }
)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "id": QT_TRANSLATE_NOOP("words", "Parcel id"),
        "barcodes": QT_TRANSLATE_NOOP("words", "Barcodes"),
        "name": QT_TRANSLATE_NOOP("words", "Recipient"),
        "street": QT_TRANSLATE_NOOP("words", "Street and number"),
        "house_number": QT_TRANSLATE_NOOP("words", "House number"),
        "postcode": QT_TRANSLATE_NOOP("words", "Postcode"),
        "city": QT_TRANSLATE_NOOP("words", "City"),
        "unit": QT_TRANSLATE_NOOP("words", "Stair, floor, door"),
        "phone": QT_TRANSLATE_NOOP("words", "Phone"),
        "email": QT_TRANSLATE_NOOP("words", "E-mail"),
        "lat": QT_TRANSLATE_NOOP("words", "Latitude"),
        "lon": QT_TRANSLATE_NOOP("words", "Longitude"),
        "size": QT_TRANSLATE_NOOP("words", "Size"),
        "length": QT_TRANSLATE_NOOP("words", "Length"),
        "width": QT_TRANSLATE_NOOP("words", "Width"),
        "height": QT_TRANSLATE_NOOP("words", "Height"),
        "mass": QT_TRANSLATE_NOOP("words", "Weight"),
        "climate": QT_TRANSLATE_NOOP("words", "Temperature"),
        "preference": QT_TRANSLATE_NOOP("words", "Door or locker"),
        "preferred_site": QT_TRANSLATE_NOOP("words", "Preferred locker"),
        "window": QT_TRANSLATE_NOOP("words", "Time window"),
        "window_start": QT_TRANSLATE_NOOP("words", "Not before"),
        "window_end": QT_TRANSLATE_NOOP("words", "Not after"),
        "late_from": QT_TRANSLATE_NOOP("words", "Late from"),
        "skills": QT_TRANSLATE_NOOP("words", "Skills needed"),
        "priority": QT_TRANSLATE_NOOP("words", "Priority"),
        "id_check": QT_TRANSLATE_NOOP("words", "Identity check"),
        "low_compartment": QT_TRANSLATE_NOOP("words", "Low compartment"),
        "due": QT_TRANSLATE_NOOP("words", "Due date"),
        "action": QT_TRANSLATE_NOOP("words", "New, changed or cancelled"),
        "first_name": QT_TRANSLATE_NOOP("words", "First name"),
        "coordinates": QT_TRANSLATE_NOOP("words", "Coordinates"),
    }
)

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "id": QT_TRANSLATE_NOOP("words", "a parcel id"),
        "street": QT_TRANSLATE_NOOP("words", "an address (or latitude and longitude)"),
        "size": QT_TRANSLATE_NOOP("words", "a size (or length, width and height)"),
        "mass": QT_TRANSLATE_NOOP("words", "a weight"),
    }
)

FILE_KINDS: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.MANIFEST: QT_TRANSLATE_NOOP("words", "Parcels"),
        FileKind.DEPOT: QT_TRANSLATE_NOOP("words", "Depot"),
        FileKind.SITES: QT_TRANSLATE_NOOP("words", "Locker sites"),
        FileKind.ROSTER: QT_TRANSLATE_NOOP("words", "Vehicles and couriers"),
        FileKind.CALENDAR: QT_TRANSLATE_NOOP("words", "Calendar"),
        FileKind.UNKNOWN: QT_TRANSLATE_NOOP("words", "Not recognised"),
    }
)

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "sites": QT_TRANSLATE_NOOP("words", "{0} sites"),
        "new_sites": QT_TRANSLATE_NOOP("words", "{0} new sites"),
        "known_sites": QT_TRANSLATE_NOOP("words", "{0} sites there already"),
        "absences": QT_TRANSLATE_NOOP("words", "{0} absences"),
        "changed_sites": QT_TRANSLATE_NOOP("words", "{0} sites changed"),
        "cabinets": QT_TRANSLATE_NOOP("words", "{0} cabinets"),
        "doors": QT_TRANSLATE_NOOP("words", "{0} doors"),
        "vehicles": QT_TRANSLATE_NOOP("words", "{0} vehicles"),
        "couriers": QT_TRANSLATE_NOOP("words", "{0} couriers"),
        "shifts": QT_TRANSLATE_NOOP("words", "{0} shifts"),
        "holidays": QT_TRANSLATE_NOOP("words", "{0} holidays"),
        "closures": QT_TRANSLATE_NOOP("words", "{0} closures"),
        "events": QT_TRANSLATE_NOOP("words", "{0} entries"),
        "problems": QT_TRANSLATE_NOOP("words", "{0} entries left out"),
    }
)

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.NEW: QT_TRANSLATE_NOOP("words", "New"),
        Outcome.CHANGED: QT_TRANSLATE_NOOP("words", "Changed"),
        Outcome.UNCHANGED: QT_TRANSLATE_NOOP("words", "As before"),
        Outcome.CANCELLED: QT_TRANSLATE_NOOP("words", "Cancelled"),
        Outcome.HELD: QT_TRANSLATE_NOOP("words", "Held"),
        Outcome.LEFT_OUT: QT_TRANSLATE_NOOP("words", "Left out"),
    }
)

OUTCOME_TIPS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.NEW: QT_TRANSLATE_NOOP("words", "Parcels not known until now"),
        Outcome.CHANGED: QT_TRANSLATE_NOOP(
            "words", "Known parcels whose row says something else now"
        ),
        Outcome.UNCHANGED: QT_TRANSLATE_NOOP(
            "words", "Known parcels whose row says the same as before"
        ),
        Outcome.CANCELLED: QT_TRANSLATE_NOOP(
            "words", "Known parcels that the file takes back"
        ),
        Outcome.HELD: QT_TRANSLATE_NOOP(
            "words", "Parcels that come in but wait until a person lets them go"
        ),
        Outcome.LEFT_OUT: QT_TRANSLATE_NOOP(
            "words", "Rows that do not come in; they can be saved and mended"
        ),
    }
)

ISSUE_STATES: Mapping[IssueState, str] = MappingProxyType(
    {
        IssueState.REJECTED: QT_TRANSLATE_NOOP("words", "left out until mended"),
        IssueState.WAITING: QT_TRANSLATE_NOOP("words", "held until placed"),
        IssueState.SETTLED: QT_TRANSLATE_NOOP("words", "settled"),
        IssueState.HELD: QT_TRANSLATE_NOOP("words", "held by you"),
        IssueState.LEFT_OUT: QT_TRANSLATE_NOOP("words", "left out by you"),
    }
)

DECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "place": QT_TRANSLATE_NOOP("words", "place an address"),
        "place_all": QT_TRANSLATE_NOOP("words", "place equal addresses"),
        "cell": QT_TRANSLATE_NOOP("words", "change a cell"),
        "cell_all": QT_TRANSLATE_NOOP("words", "change equal cells"),
        "hold": QT_TRANSLATE_NOOP("words", "hold"),
        "leave_out": QT_TRANSLATE_NOOP("words", "leave out"),
        "reset": QT_TRANSLATE_NOOP("words", "start the row over"),
        "columns": QT_TRANSLATE_NOOP("words", "change a column"),
    }
)
"""What can be taken back."""

SHORT_REASONS: Mapping[ReasonCode, str] = MappingProxyType(
    {
        ReasonCode.MISSING_COLUMN: QT_TRANSLATE_NOOP("words", "Column missing"),
        ReasonCode.MISSING_VALUE: QT_TRANSLATE_NOOP("words", "Empty"),
        ReasonCode.NOT_A_NUMBER: QT_TRANSLATE_NOOP("words", "Not a number"),
        ReasonCode.OUT_OF_RANGE: QT_TRANSLATE_NOOP("words", "Out of range"),
        ReasonCode.NOT_A_TIME: QT_TRANSLATE_NOOP("words", "Not a time"),
        ReasonCode.WINDOW_BACKWARDS: QT_TRANSLATE_NOOP("words", "Window backwards"),
        ReasonCode.UNKNOWN_WORD: QT_TRANSLATE_NOOP("words", "Unknown word"),
        ReasonCode.DUPLICATE_ID: QT_TRANSLATE_NOOP("words", "Twice"),
        ReasonCode.DUPLICATE_IN_FILE: QT_TRANSLATE_NOOP("words", "In two files"),
        ReasonCode.DUPLICATE_BARCODE: QT_TRANSLATE_NOOP("words", "Barcode twice"),
        ReasonCode.ROUNDED_NUMBER: QT_TRANSLATE_NOOP("words", "Rounded"),
        ReasonCode.TURNED_INTO_DATE: QT_TRANSLATE_NOOP("words", "Made a date"),
        ReasonCode.SPREADSHEET_ERROR: QT_TRANSLATE_NOOP("words", "Formula error"),
        ReasonCode.MIXED_LETTERS: QT_TRANSLATE_NOOP("words", "Odd letters"),
        ReasonCode.NO_SUCH_TIME: QT_TRANSLATE_NOOP("words", "No such time"),
        ReasonCode.NOT_A_DATE: QT_TRANSLATE_NOOP("words", "Not a date"),
        ReasonCode.COORDINATES_SWAPPED: QT_TRANSLATE_NOOP("words", "Swapped"),
        ReasonCode.SECOND_TABLE: QT_TRANSLATE_NOOP("words", "Second table"),
        ReasonCode.UNKNOWN_ACTION: QT_TRANSLATE_NOOP("words", "Unknown action"),
        ReasonCode.UNREADABLE: QT_TRANSLATE_NOOP("words", "Unreadable"),
        ReasonCode.TOO_LARGE: QT_TRANSLATE_NOOP("words", "Too large"),
        ReasonCode.ADDRESS_NOT_FOUND: QT_TRANSLATE_NOOP("words", "Address not found"),
        ReasonCode.ADDRESS_UNSURE: QT_TRANSLATE_NOOP("words", "Address unsure"),
        ReasonCode.ADDRESS_POST_BOX: QT_TRANSLATE_NOOP("words", "Post box"),
        ReasonCode.OUTSIDE_REGION: QT_TRANSLATE_NOOP("words", "Outside the map"),
        ReasonCode.NO_STREET_NEARBY: QT_TRANSLATE_NOOP("words", "No street near"),
        ReasonCode.HELD_BY_PERSON: QT_TRANSLATE_NOOP("words", "Held"),
    }
)
"""Names of kinds of problems, for chips."""

CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "exact": QT_TRANSLATE_NOOP("words", "exactly this"),
        "corrected_spelling": QT_TRANSLATE_NOOP("words", "spelling: {0} → {1}"),
        "post_box": QT_TRANSLATE_NOOP("words", "a post box, not a door"),
        "number_near": QT_TRANSLATE_NOOP("words", "no number {0}; nearest is {1}"),
        "number_interpolated": QT_TRANSLATE_NOOP(
            "words", "reckoned between {0} and {1}"
        ),
        "postcode_differs": QT_TRANSLATE_NOOP("words", "postcode {1}, not {0}"),
        "city_differs": QT_TRANSLATE_NOOP("words", "in {1}, not {0}"),
        "street_only": QT_TRANSLATE_NOOP("words", "the street, without a number"),
        "corner": QT_TRANSLATE_NOOP("words", "corner of {0}"),
        "chosen_by_person": QT_TRANSLATE_NOOP("words", "chosen by a person before"),
        "ambiguous": QT_TRANSLATE_NOOP("words", "one of {0} alike"),
        "scattered": QT_TRANSLATE_NOOP("words", "the map has it at places {0} m apart"),
        "not_found": QT_TRANSLATE_NOOP("words", "not found"),
        "street": QT_TRANSLATE_NOOP("words", "a street; type on for a number"),
        "nearest": QT_TRANSLATE_NOOP("words", "{0} m from the pin"),
    }
)
"""Why the address book offers a place, by its code."""

POINTS: Mapping[str, str] = MappingProxyType(
    {
        "range": QT_TRANSLATE_NOOP("words", "a range of numbers"),
        "nearest_letter": QT_TRANSLATE_NOOP("words", "another letter"),
        "interpolated": QT_TRANSLATE_NOOP("words", "between its neighbours"),
        "nearest_number": QT_TRANSLATE_NOOP("words", "the nearest end"),
    }
)
"""What its point is, where that is worth a word."""

ENCODINGS: Mapping[str, str] = MappingProxyType(
    {
        "utf-8": "UTF-8",
        "utf-8-sig": "UTF-8",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16",
        "cp1252": "Windows-1252",
        "latin-1": "Latin-1",
        "xlsx": "Excel",
        "json": "JSON",
    }
)

DELIMITERS: Mapping[str, str] = MappingProxyType(
    {
        ",": QT_TRANSLATE_NOOP("words", "commas"),
        ";": QT_TRANSLATE_NOOP("words", "semicolons"),
        "\t": QT_TRANSLATE_NOOP("words", "tabs"),
        "|": QT_TRANSLATE_NOOP("words", "bars"),
    }
)


def field_name(key: str) -> str:
    """A field in words; an unknown one stays readable."""
    return say(FIELDS[key]) if key in FIELDS else key.replace("_", " ").capitalize()


def needed(key: str) -> str:
    """A field that a file still needs."""
    return say(NEEDS[key]) if key in NEEDS else field_name(key)


def cause(suggestion: Suggestion) -> str:
    """Why a place is offered."""
    shown: Sequence[Argument] = (*suggestion.args, "?", "?", "?")
    parts = [say(CAUSES[suggestion.why], *shown)] if suggestion.why in CAUSES else []
    # A cause about the number says already what the point is.
    if suggestion.how in POINTS and not suggestion.why.startswith("number"):
        parts.append(say(POINTS[suggestion.how], *shown))
    return DOT.join(parts)


def short_reason(code: ReasonCode) -> str:
    """The name of a kind of problem."""
    source = SHORT_REASONS.get(code)
    return say(source) if source else code.value.replace("_", " ").capitalize()


def decision(code: str) -> str:
    """The name of a decision in the history."""
    return say(DECISIONS[code]) if code in DECISIONS else code.replace("_", " ")


def contents(entry: FileEntry) -> str:
    """What is in a file, in one line."""
    if entry.state is FileState.READING:
        return say(QT_TRANSLATE_NOOP("words", "reading…"))
    if entry.state is FileState.FAILED:
        said = entry.said
        if not said and entry.reason is not None:
            said = words.reason(entry.reason)
        return said
    parts: list[str] = []
    if entry.kind is FileKind.MANIFEST:
        rows, columns = grouped(entry.rows), entry.columns
        parts.append(say(QT_TRANSLATE_NOOP("words", "{0} rows"), rows))
        parts.append(say(QT_TRANSLATE_NOOP("words", "{0} columns"), columns))
    parts += [
        say(PARTS[key], grouped(count))
        if key in PARTS
        else f"{grouped(count)} {key.replace('_', ' ')}"
        for key, count in entry.parts
        if count
    ]
    if entry.sheet:
        parts.append(say(QT_TRANSLATE_NOOP("words", "sheet “{0}”"), entry.sheet))
    if entry.encoding:
        parts.append(ENCODINGS.get(entry.encoding, entry.encoding))
    if entry.delimiter in DELIMITERS:
        parts.append(say(DELIMITERS[entry.delimiter]))
    return DOT.join(parts)


def way_out(entry: FileEntry) -> str:
    """What to do about a file that failed."""
    if entry.kind is FileKind.UNKNOWN or entry.reason is None:
        return say(
            QT_TRANSLATE_NOOP(
                "words",
                "Save it as CSV or .xlsx with one row of headings, or take it out"
                " of the list.",
            )
        )
    if entry.reason.code is ReasonCode.TOO_LARGE:
        return say(
            QT_TRANSLATE_NOOP("words", "Split it into smaller files and add those.")
        )
    return say(
        QT_TRANSLATE_NOOP(
            "words", "Open it in the program that made it and save it again."
        )
    )
