"""What happened, newest first, and what needs somebody, most pressing first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain.clock import ServiceDate
from console.domain.events import Event, EventKind
from console.domain.ids import CompartmentId, ParcelId
from console.domain.plan import Plan
from console.domain.progress import Progress
from console.domain.site import Compartment, Custody, Observed
from console.viewmodels.parcels import RISK_S

LIMIT = 500
"""How many events the list keeps; the journal keeps all."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the journal. `id` never changes; `subject` is a label to name.

    `about` is (kind, id) of what to select, kind "parcel" or "compartment".
    """

    id: int
    at: datetime
    kind: EventKind
    who: str
    subject: str = ""
    about: tuple[str, str] | None = None
    body: Mapping[str, str | int | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivityView:
    """The last events, newest first, at most LIMIT."""

    rows: tuple[EventRow, ...] = ()


class AlertKind(StrEnum):
    """Everything that can need somebody. Arguments in brackets."""

    ROUTE_LATE = "route_late"  # [vehicle, minutes late at worst, stops late]
    STOP_LATE = "stop_late"  # [vehicle, stop, minutes late]
    STOP_AT_RISK = "stop_at_risk"  # [vehicle, stop, minutes to spare]
    UNASSIGNED = "unassigned"  # [count]
    HELD = "held"  # [count]
    DOOR_OPEN = "door_open"  # [site, door, minutes open]
    DOOR_SUSPECT = "door_suspect"  # [site, door]
    SITE_FULL = "site_full"  # [site]
    LINK_SILENT = "link_silent"  # [cabinet, seconds]
    OVERDUE = "overdue"  # [site, count]


class Severity(StrEnum):
    """How an alert is drawn."""

    LATE = "late"
    AT_RISK = "at_risk"
    NOTICE = "notice"
    DONE = "done"
    """Acknowledged or over."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that needs somebody. `key` stays while the trouble does.

    `breach_min` is how many minutes are left until a promise breaks, negative once it
    is broken, None where no clock runs.
    """

    key: str
    severity: Severity
    at: datetime
    kind: AlertKind
    args: tuple[str | int, ...] = ()
    breach_min: int | None = None
    about: tuple[str, str] | None = None
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class AlertsView:
    """Alerts in the order to work through them."""

    rows: tuple[Alert, ...] = ()

    @property
    def waiting(self) -> int:
        """How many nobody has acknowledged."""
        return sum(not row.acknowledged for row in self.rows)


def activity_view(
    events: Sequence[Event],
    zone: ZoneInfo,
    *,
    labels: Mapping[ParcelId, str] | None = None,
    doors: Mapping[CompartmentId, str] | None = None,
    who: Mapping[str, str] | None = None,
) -> ActivityView:
    """The last LIMIT events, in any order given; ids are named by the mappings."""
    labels, doors, who = labels or {}, doors or {}, who or {}
    newest = sorted(events, key=lambda e: e.id, reverse=True)[:LIMIT]
    rows: list[EventRow] = []
    for event in newest:
        subject, about = "", None
        if event.parcel is not None:
            subject = labels.get(event.parcel, str(event.parcel))
            about = ("parcel", str(event.parcel))
        elif event.compartment is not None:
            subject = doors.get(event.compartment, str(event.compartment))
            about = ("compartment", str(event.compartment))
        rows.append(
            EventRow(
                event.id,
                event.at.astimezone(zone),
                event.kind,
                who.get(event.actor, str(event.actor)),
                subject,
                about,
                dict(event.body),
            )
        )
    return ActivityView(tuple(rows))


def sort_alerts(
    alerts: Sequence[Alert], acknowledged: frozenset[str] = frozenset()
) -> AlertsView:
    """By minutes to the breach; without a clock after those with one, then by age.

    What is acknowledged comes last and says so.
    """
    marked = [
        Alert(
            a.key,
            a.severity,
            a.at,
            a.kind,
            a.args,
            a.breach_min,
            a.about,
            acknowledged=a.acknowledged or a.key in acknowledged,
        )
        for a in alerts
    ]
    rank = {severity: i for i, severity in enumerate(Severity)}
    marked.sort(
        key=lambda a: (
            a.acknowledged,
            a.breach_min is None,
            a.breach_min or 0,
            rank[a.severity],
            a.at,
            a.key,
        )
    )
    return AlertsView(tuple(marked))


def route_alerts(
    plan: Plan,
    progress: Progress | None,
    windows: Mapping[ParcelId, int],
    date: ServiceDate,
    now_s: int,
) -> tuple[Alert, ...]:
    """The stops to come that will miss a window or come close.

    `windows` gives the end of each promised window in planner seconds. A route with
    two late stops or more is told once, by its first.
    """
    at = date.local(now_s)
    served = progress.served if progress else {}
    found: list[Alert] = []
    for route in plan.routes:
        late: list[tuple[int, int, int]] = []
        risky: list[Alert] = []
        for ordinal, stop in enumerate(route.stops, 1):
            if ordinal <= served.get(route.vehicle, 0):
                continue
            ends = [windows[d.parcel] for d in stop.drops if d.parcel in windows]
            if not ends:
                continue
            spare = min(ends) - stop.start_s
            breach = (min(ends) - now_s) // 60
            about = ("stop", f"{route.vehicle}/{ordinal}")
            if spare < 0:
                late.append((ordinal, -(spare // 60), breach))
            elif spare < RISK_S:
                risky.append(
                    Alert(
                        f"risk/{route.vehicle}/{ordinal}",
                        Severity.AT_RISK,
                        at,
                        AlertKind.STOP_AT_RISK,
                        (str(route.vehicle), ordinal, spare // 60),
                        breach,
                        about,
                    )
                )
        found += risky
        if len(late) == 1:
            ordinal, minutes, breach = late[0]
            found.append(
                Alert(
                    f"late/{route.vehicle}/{ordinal}",
                    Severity.LATE if breach < 0 else Severity.AT_RISK,
                    at,
                    AlertKind.STOP_LATE,
                    (str(route.vehicle), ordinal, minutes),
                    breach,
                    ("stop", f"{route.vehicle}/{ordinal}"),
                )
            )
        elif late:
            breach = min(entry[2] for entry in late)
            found.append(
                Alert(
                    f"late/{route.vehicle}",
                    Severity.LATE,
                    at,
                    AlertKind.ROUTE_LATE,
                    (str(route.vehicle), max(e[1] for e in late), len(late)),
                    breach,
                    ("vehicle", str(route.vehicle)),
                )
            )
    return tuple(found)


def door_alerts(
    compartments: Sequence[Compartment],
    names: Mapping[CompartmentId, str],
    now: datetime,
    zone: ZoneInfo,
) -> tuple[Alert, ...]:
    """Doors that read open, and doors of which nobody can be sure.

    `names` gives the site's name of a compartment.
    """
    found: list[Alert] = []
    for door in compartments:
        about = ("compartment", str(door.id))
        site = names.get(door.id, str(door.cabinet))
        at = (door.observed_at or now).astimezone(zone)
        if door.observed is Observed.OPEN:
            minutes = max(0, int((now - at).total_seconds() // 60))
            found.append(
                Alert(
                    f"open/{door.id}",
                    Severity.LATE if minutes >= 1 else Severity.AT_RISK,
                    at,
                    AlertKind.DOOR_OPEN,
                    (site, door.door, minutes),
                    0,
                    about,
                )
            )
        if door.custody is Custody.SUSPECT:
            found.append(
                Alert(
                    f"suspect/{door.id}",
                    Severity.AT_RISK,
                    at,
                    AlertKind.DOOR_SUSPECT,
                    (site, door.door),
                    None,
                    about,
                )
            )
    return tuple(found)
