"""What a file of sites, a roster or a calendar comes to as one change of a depot.

Each gives an edit (console.domain.depot_edits) to make, to look at first, or to undo.
"""

from datetime import date

from console.domain.calendars import Calendar, CalendarEntry
from console.domain.depot_edits import (
    DepotEdit,
    PutCabinet,
    PutCalendar,
    PutCompartments,
    PutSite,
    PutVehicle,
    Several,
)
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId
from console.interchange.ics_file import ReadCalendar
from console.interchange.roster import Roster
from console.interchange.site_file import ReadSites

ROSTERED = CalendarId("roster")
"""The calendar that entries of rosters stand in."""


def sites_edit(found: ReadSites) -> Several:
    """Adds sites with their frames: what `site_file.joined` left of a file."""
    edits: list[DepotEdit] = [PutSite(site) for site in found.sites]
    for cabinet in found.cabinets:
        boxes = tuple(box for box in found.compartments if box.cabinet == cabinet.id)
        edits.append(PutCabinet(cabinet))
        if boxes:
            edits.append(PutCompartments(cabinet.id, boxes))
    return Several(tuple(edits), "import_sites")


def roster_edit(model: DepotModel, roster: Roster) -> Several:
    """Puts vehicles as the roster has them, and its entries into one calendar.

    Of an entry that begins on the same date, is about the same vehicle and of the same
    kind, the roster's takes the place of the older one.
    """
    edits: list[DepotEdit] = [PutVehicle(vehicle) for vehicle in roster.vehicles]
    if roster.entries:
        edits.append(PutCalendar(_merged(model, roster.entries)))
    return Several(tuple(edits), "import_roster")


def calendar_edit(found: ReadCalendar) -> Several:
    """Puts the calendar in the place of the one of its id."""
    return Several((PutCalendar(found.calendar),), "import_calendar", found.calendar.id)


def _merged(model: DepotModel, entries: tuple[CalendarEntry, ...]) -> Calendar:
    old = next((one for one in model.calendars if one.id == ROSTERED), None)
    kept = {_key(entry): entry for entry in (old.entries if old else ())}
    kept |= {_key(entry): entry for entry in entries}
    every = tuple(sorted(kept.values(), key=lambda entry: (entry.start, entry.about)))
    days = [entry.start.date() for entry in every]
    # It lists what is known, and says nothing of how far that goes.
    return Calendar(ROSTERED, "Roster", min(days), date.max, every)


def _key(entry: CalendarEntry) -> tuple[str, str, date]:
    return entry.kind.value, entry.about, entry.start.date()
