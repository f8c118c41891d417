"""A queue of changes for the gallery: one of each kind, some decided."""

from datetime import UTC, datetime

from console.viewmodels.changes import ChangeRow, ChangesView, FieldEdit
from console.viewmodels.codes import (
    ChangeId,
    ChangeKind,
    ChangeState,
    Reason,
    ReasonCode,
)


def sample() -> ChangesView:
    """Five wait, one is accepted, two are over."""
    waits, accepted = ChangeState.WAITING, ChangeState.ACCEPTED
    window = FieldEdit("window", "28800 43200", "46800 61200")
    mass = FieldEdit("mass", "900 g", "3400 g")
    rows = (
        _row(0, ChangeKind.LATE, waits, "JJFI 700 112", 3.12, 4, 1.2, "B02", "Hub A4"),
        _row(1, ChangeKind.CANCELLED, waits, "JJFI 482 119", -2.41, -3, -0.8),
        _row(
            2,
            ChangeKind.EDITED,
            waits,
            "JJFI 569 308",
            11.02,
            14,
            5.3,
            "V03",
            "door",
            edits=(window, mass),
            late_min=12,
            breaks="wrong_class",
        ),
        _row(3, ChangeKind.DOOR_FAULT, waits, "Hub A4 · 14", 4.2, 6, 1.1, touched=2),
        _row(4, ChangeKind.VEHICLE_FAULT, waits, "V05", 182.4, 94, 31.2, touched=43),
        _row(5, ChangeKind.CORRECTED, accepted, "JJFI 160 107", 0.62, 1, 0.3, "V01"),
        _row(
            6,
            ChangeKind.LATE,
            ChangeState.REJECTED,
            "JJFI 700 114",
            48.2,
            51,
            18.4,
            "V02",
            "door",
            reason=Reason(ReasonCode.REJECTED, ("Too late for this wave",)),
        ),
        _row(7, ChangeKind.REVIVED, ChangeState.DONE, "JJFI 151 940", 2.0, 2, 0.5),
    )
    return ChangesView(rows, 5, 1, 0, 198.33)


def _row(
    number: int,
    kind: ChangeKind,
    state: ChangeState,
    subject: str,
    cost: float | None = None,
    minutes: float | None = None,
    kilometres: float | None = None,
    vehicle: str = "",
    way: str = "",
    *,
    edits: tuple[FieldEdit, ...] = (),
    late_min: int = 0,
    breaks: str = "",
    touched: int = 0,
    reason: Reason | None = None,
) -> ChangeRow:
    return ChangeRow(
        ChangeId(f"c{number}"),
        kind,
        state,
        subject,
        datetime(2026, 11, 21, 9, 12 + 6 * number, tzinfo=UTC),
        "desk",
        edits,
        cost,
        minutes,
        kilometres,
        vehicle,
        way,
        late_min,
        breaks,
        touched,
        reason,
        "" if state is ChangeState.WAITING else "desk",
        ("parcel", f"p{number}"),
    )
