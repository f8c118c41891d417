"""What of a depot holds on one service date: who works, and which sites are open when.

Hours by weekday, public holidays, closures, shifts and absences come together here.
Of two that disagree: an absence beats a shift; a calendar's shifts beat a vehicle's
own hours; a closure is cut out of a site's hours. Everything is in planner seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from console.domain.calendars import Calendar, CalendarEntry, EntryKind
from console.domain.clock import ServiceDate
from console.domain.depot_model import DepotModel
from console.domain.ids import CalendarId, SiteId, VehicleId
from console.domain.opening import Opening
from console.domain.place import WHOLE_DAY, TimeWindow
from console.domain.site import Site
from console.domain.vehicle import Vehicle

_NEXT = timedelta(days=1)
NOT_ON_SHIFT = "not_on_shift"
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class DepotDay:
    """One service date of a depot.

    `vehicles` are those on duty, in the model's order, each with the shift of this
    date. `off` says of the others why. `service` and `pickup` are every site's windows
    for couriers and for customers, empty where it is closed. `stale` names calendars
    that were not worked out for this date.
    """

    date: ServiceDate
    vehicles: tuple[Vehicle, ...]
    off: Mapping[VehicleId, str]
    service: Mapping[SiteId, tuple[TimeWindow, ...]]
    pickup: Mapping[SiteId, tuple[TimeWindow, ...]]
    stale: tuple[CalendarId, ...] = ()


def depot_day(model: DepotModel, on: ServiceDate) -> DepotDay:
    """The depot as it is on a service date."""
    holidays = holidays_around(model.calendars, on)
    closures = _entries(model.calendars, on, EntryKind.CLOSURE)
    shifts = _entries(model.calendars, on, EntryKind.SHIFT)
    absences = _entries(model.calendars, on, EntryKind.ABSENCE)
    duty: list[Vehicle] = []
    off: dict[VehicleId, str] = {}
    for vehicle in model.vehicles:
        shift, why = _duty(vehicle, on, holidays, shifts, absences)
        if shift is None:
            off[vehicle.id] = why
        else:
            duty.append(replace(vehicle, shift=shift))
    return DepotDay(
        on,
        tuple(duty),
        off,
        {s.id: _open(s, s.service_hours, on, holidays, closures) for s in model.sites},
        {s.id: _open(s, s.hours, on, holidays, closures) for s in model.sites},
        tuple(one.id for one in model.calendars if not one.covers(on.day)),
    )


def holidays_around(calendars: Iterable[Calendar], on: ServiceDate) -> frozenset[date]:
    """Of a date and its neighbours those that are public holidays."""
    found: set[date] = set()
    for offset in (-1, 0, 1):
        day = replace(on, day=on.day + timedelta(days=offset))
        if _entries(calendars, day, EntryKind.HOLIDAY, whole=True):
            found.add(day.day)
    return frozenset(found)


def _entries(
    calendars: Iterable[Calendar],
    on: ServiceDate,
    kind: EntryKind,
    *,
    whole: bool = False,
) -> list[CalendarEntry]:
    """What overlaps a date, or the hours that planning looks at, by calendar."""
    midnight = on.second(replace(on, day=on.day + _NEXT).zero)
    end_s = midnight if whole else WHOLE_DAY.end_s
    return [e for one in calendars for e in one.touching(on, kind, end_s=end_s)]


def _open(
    site: Site,
    hours: Opening,
    on: ServiceDate,
    holidays: frozenset[date],
    closures: Sequence[CalendarEntry],
) -> tuple[TimeWindow, ...]:
    if site.opens is not None and on.day < site.opens:
        return ()
    if site.closes is not None and on.day > site.closes:
        return ()
    windows = hours.windows(on, holidays)
    for entry in closures:
        if entry.about in {"", site.id, site.name}:
            windows = _without(windows, *_seconds(entry, on))
    return windows


def _duty(
    vehicle: Vehicle,
    on: ServiceDate,
    holidays: frozenset[date],
    shifts: Sequence[CalendarEntry],
    absences: Sequence[CalendarEntry],
) -> tuple[TimeWindow | None, str]:
    """The longest stretch of work that is left of a date, or why there is none."""
    names = {vehicle.id, vehicle.courier} - {""}
    rostered = [_seconds(entry, on) for entry in shifts if entry.about in names]
    windows: tuple[TimeWindow, ...]
    if rostered:
        # What began the evening before belongs to the day before.
        windows = tuple(TimeWindow(a, b) for a, b in sorted(rostered) if a >= 0)
    elif vehicle.shifts is not None:
        windows = vehicle.shifts.begun(on, holidays)
    else:
        windows = (vehicle.shift,)
    if not windows:
        return None, NOT_ON_SHIFT
    for entry in absences:
        if entry.about == "" or entry.about in names:
            windows = _without(windows, *_seconds(entry, on))
    if not windows:
        return None, ABSENT
    return max(windows, key=lambda w: (w.end_s - w.start_s, -w.start_s)), ""


def _seconds(entry: CalendarEntry, on: ServiceDate) -> tuple[int, int]:
    return on.second(entry.start), on.second(entry.end)


def _without(
    windows: Iterable[TimeWindow], first: int, last: int
) -> tuple[TimeWindow, ...]:
    """What is left of windows outside `first` to `last`."""
    left: list[TimeWindow] = []
    for window in windows:
        if last <= window.start_s or first >= window.end_s:
            left.append(window)
            continue
        if window.start_s < first:
            left.append(TimeWindow(window.start_s, first))
        if last < window.end_s:
            left.append(TimeWindow(last, window.end_s))
    return tuple(left)
