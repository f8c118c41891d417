"""Rosters in four languages and three formats; a bad row is left out and named."""

import io
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from console.domain.calendars import EntryKind
from console.domain.clock import ServiceDate
from console.domain.depot_edits import PutVehicle
from console.domain.depot_model import DepotModel
from console.domain.ids import DepotId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.opening_text import read_opening
from console.domain.place import Place, TimeWindow
from console.domain.reasons import ReasonCode
from console.domain.vehicle import Depot, Vehicle, VehicleType
from console.interchange.roster import Roster, RosterField, read_roster
from console.interchange.taking import ROSTERED, roster_edit

DAY = ServiceDate(date(2026, 3, 29), ZoneInfo("Europe/Helsinki"))
"""The day of 23 hours."""
KIND = VehicleType(
    VehicleTypeId("van"), "Lieferwagen", "van", 9, 9, 9, Money(0), Money(0), Money(0), 0
)
OLD = TimeWindow(9 * 3600, 10 * 3600)
MODEL = DepotModel(
    Depot(DepotId("d"), "D", "Europe/Helsinki", Place(24.9, 60.2)),
    vehicle_types=(KIND,),
    vehicles=(
        Vehicle(VehicleId("V01"), KIND.id, "Aino Alder", OLD),
        Vehicle(VehicleId("V02"), KIND.id, "Bo Björk", OLD, skills=("adr",)),
    ),
)


def read(text: str | bytes) -> Roster:
    data = text.encode() if isinstance(text, str) else text
    return read_roster(data, MODEL, DAY, file="roster.csv")


@pytest.mark.parametrize(
    "header",
    [
        "Vehicle,Type,Driver,Shift start,Shift end,Skills,Driving licence,Absent",
        "Ajoneuvo,Tyyppi,Kuljettaja,Vuoro alkaa,Vuoro päättyy,Taidot,Ajokortti,Poissa",
        "Fahrzeug,Fahrzeugtyp,Fahrer,Beginn,Ende,Fähigkeiten,Führerschein,Abwesend",
        "Køretøj,Type,Chauffør,Fra,Til,Kompetencer,Kørekort,Fravær",
    ],
)
def test_headings_in_four_languages(header: str) -> None:
    found = read(f"{header}\nV03,Lieferwagen,Ida,7:00,15.30,adr / lift,C1,\n")
    assert found.problems == ()
    shift = TimeWindow(7 * 3600, 15 * 3600 + 1800)
    assert found.vehicles == (
        Vehicle(VehicleId("V03"), KIND.id, "Ida", shift, None, ("adr", "lift"), "C1"),
    )
    assert set(found.used) == set(RosterField) - {RosterField.DATE, RosterField.SHIFT}


def test_what_a_row_leaves_open_stays() -> None:
    found = read("courier;shift\nbo björk;8-16\nAINO ALDER;Mo-Fr 08:00-16:30\n")
    bo, aino = found.vehicles
    assert (bo.id, bo.skills, bo.shift) == ("V02", ("adr",), TimeWindow(28800, 57600))
    assert (aino.shift, aino.shifts) == (OLD, read_opening("Mo-Fr 08:00-16:30"))
    assert read("vehicle\nV01\n").vehicles == ()


def test_rows_of_dates_become_entries() -> None:
    found = read(
        "vehicle;date;from;to;absent\n"
        "V01;29.3.2026;08:00;16:00;\n"
        "V01;2026-03-30;;;yes\n"
        "V02;;;;24.12.2026 - 26.12.2026, 2026-12-31\n"
    )
    assert found.problems == ()
    assert found.vehicles == ()
    shift, away, *rest = found.entries
    assert shift.kind is EntryKind.SHIFT
    assert shift.start == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert shift.end == datetime(2026, 3, 29, 13, tzinfo=UTC)
    assert (away.kind, away.about) == (EntryKind.ABSENCE, "V01")
    assert away.start == datetime(2026, 3, 29, 21, tzinfo=UTC)
    assert [(e.end - e.start).days for e in rest] == [3, 1]
    edit = roster_edit(MODEL, found)
    model, undo = edit.apply(MODEL)
    assert len(model.calendars[0].entries) == 4
    again, _ = roster_edit(model, found).apply(model)
    assert again == model
    assert model.calendars[0].id == ROSTERED
    assert undo.apply(model)[0] == MODEL


@pytest.mark.parametrize(
    ("row", "heading", "code"),
    [
        ("V09;;;;;;", "type", ReasonCode.MISSING_VALUE),
        ("V09;rocket;;;;;", "type", ReasonCode.UNKNOWN_WORD),
        (";;;;;;", None, None),
        (";van;;8:00;9:00;;", "vehicle", ReasonCode.MISSING_VALUE),
        (";;Cecil;8:00;9:00;;", "driver", ReasonCode.UNKNOWN_ID),
        ("V01;;;8:00;;;", "end", ReasonCode.MISSING_VALUE),
        ("V01;;;16:00;8:00;;", "end", ReasonCode.WINDOW_BACKWARDS),
        ("V01;;;soon;8:00;;", "start", ReasonCode.NOT_A_TIME),
        ("V01;;;;;maybe;", "absent", ReasonCode.NOT_A_DATE),
        ("V01;;;;;2026-03-02 - 2026-03-01;", "absent", ReasonCode.WINDOW_BACKWARDS),
        ("V01;;;8:00;9:00;;31.2.2026", "date", ReasonCode.NOT_A_DATE),
    ],
)
def test_a_bad_row_is_left_out_and_named(
    row: str, heading: str | None, code: ReasonCode | None
) -> None:
    head = "vehicle;type;driver;start;end;absent;date"
    found = read(f"{head}\n{row}\nV02;;;06:00;07:00;;\n")
    assert [vehicle.id for vehicle in found.vehicles] == ["V02"]
    assert found.entries == ()
    told = [(p.file, p.line, p.column, p.reason.code) for p in found.problems]
    assert told == ([("roster.csv", 2, heading, code)] if heading else [])


def test_workbooks_and_json_read_the_same() -> None:
    rows = [["Fahrer", "Fahrzeug", "Dienst"], ["Cleo", "V01", "06:00-14:00"]]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    text = read("\n".join(",".join(row) for row in rows))
    assert text.vehicles[0].courier == "Cleo"
    assert read(out.getvalue()).vehicles == text.vehicles
    as_json = json.dumps([dict(zip(rows[0], rows[1], strict=True))])
    assert read(as_json).vehicles == text.vehicles


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ReasonCode.MISSING_COLUMN),
        (b"a;b\n1;2\n", ReasonCode.MISSING_COLUMN),
        (b"%PDF-1.7 x", ReasonCode.WRONG_FORMAT),
        (b'[{"vehicle": "V01"', ReasonCode.UNREADABLE),
        (b"x" * 20_000_001, ReasonCode.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_roster_is_one_problem(data: bytes, code: ReasonCode) -> None:
    found = read(data)
    (problem,) = found.problems
    assert problem.reason.code is code
    assert found.vehicles == ()
    assert roster_edit(MODEL, found).edits == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=7, max_size=8), max_size=4))
def test_no_cell_makes_it_raise(rows: list[list[str]]) -> None:
    head = "vehicle;type;driver;start;end;absent;date;shift"
    body = "\n".join(";".join(cells).replace("\n", " ") for cells in rows)
    for edit in roster_edit(MODEL, read(f"{head}\n{body}")).edits:
        assert not isinstance(edit, PutVehicle) or edit.vehicle.type == KIND.id
