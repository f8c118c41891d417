"""Rows of an import: what files say, what people decide, what comes of both."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from console.domain.clock import ServiceDate
from console.domain.parcel import ParcelState
from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode
from console.interchange.fields import Field
from console.interchange.manifest import read_again, read_manifest
from console.interchange.preview import preview
from console.interchange.rejected import write_rejected
from console.shell.import_files import FileEntry, Source, columns_view, with_field
from console.shell.import_memory import ColumnMemory
from console.shell.import_rows import (
    Decision,
    Known,
    RowState,
    as_read,
    issues_of,
    left_out,
    outcome,
    person_of,
    state_of,
    with_cells,
)
from console.viewmodels.importing import IssueState, Outcome

DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
NOBODY = Known({}, frozenset())
TEXT = """id;name;street;postcode;city;size cm;mass kg
A1;Aino;Mill Lane 5;00100;Town;30 x 20 x 10;1,5
A2;Onni;Mill Lane 7;00100;Town;30 x 20;1,5
A3;Eino;Mill Lane 9;00100;Town;30 x 20 x 10;three
"""


def manifest(text=TEXT):
    return read_manifest(text.encode(), file="a.csv", day=DAY)


def test_every_row_is_there_with_its_line():
    read = manifest()
    rows = as_read(1, read)
    assert list(rows) == [(1, 2), (1, 3), (1, 4)]
    assert rows[1, 2].parcel is not None
    assert rows[1, 3].parcel is None
    assert [p.column for p in rows[1, 4].problems] == ["mass kg"]
    assert person_of(rows[1, 3].record, read.columns).address == (
        "Mill Lane 7, 00100 Town"
    )


def test_a_mended_row_is_read_as_its_file_was():
    read = manifest()
    bad = as_read(1, read)[1, 3].record
    again = read_again(
        read, [with_cells(bad, [(5, "30 x 20 x 12")])], file="a.csv", day=DAY
    )
    (parcel,) = again.rows
    assert (parcel.size.height_mm, parcel.mass_g) == (120, 1500)
    assert again.kept[0].line == 3


def test_a_decision_says_what_comes():
    read = manifest()
    row = as_read(1, read)[1, 2]
    assert row.parcel is not None
    unsure = Reason(ReasonCode.ADDRESS_UNSURE, ("Mill Lane 5", "0.71"))
    waiting = RowState(row.first, row.record, row.parcel, reason=unsure)
    assert outcome(waiting, NOBODY) is Outcome.HELD
    assert waiting.coming is not None
    assert waiting.coming.reason == unsure
    out = RowState(row.first, row.record, row.parcel, decision=Decision(out=True))
    assert out.coming is None
    assert outcome(out, NOBODY) is Outcome.LEFT_OUT
    held = RowState(row.first, row.record, row.parcel, decision=Decision(held=True))
    assert held.coming is not None
    assert held.coming.state is ParcelState.HELD


def test_new_changed_and_as_before():
    row = as_read(1, manifest())[1, 2]
    assert row.parcel is not None
    parcel = row.parcel
    assert parcel.place is None
    placed = RowState(row.first, row.record, parcel_at(parcel, Place(24.9, 60.2)))
    mine = placed.parcel
    assert mine is not None
    assert outcome(placed, NOBODY) is Outcome.NEW
    same = Known({mine.id: mine}, frozenset({mine.id}))
    assert outcome(placed, same) is Outcome.UNCHANGED
    moved = Known({mine.id: parcel_at(mine, Place(25, 60))}, frozenset({mine.id}))
    assert outcome(placed, moved) is Outcome.CHANGED
    unit = replace(mine.person, street="Mill Lane", unit="5")
    parted = Known({mine.id: replace(mine, person=unit)}, frozenset({mine.id}))
    assert outcome(placed, parted) is Outcome.UNCHANGED
    other_day = Known({}, frozenset({mine.id}))
    assert outcome(placed, other_day) is Outcome.CHANGED


def parcel_at(parcel, place):
    return replace(parcel, place=place)


def test_a_problem_follows_its_row():
    read = manifest()
    rows = as_read(1, read)
    (issue,) = issues_of((1, 3), rows[1, 3], read.columns)
    assert issue.parcel == "A2"
    assert state_of(issue, rows[1, 3]) is IssueState.REJECTED
    assert state_of(issue, rows[1, 2]) is IssueState.SETTLED
    bad = rows[1, 3]
    out = RowState(
        bad.first, bad.record, None, bad.problems, decision=Decision(out=True)
    )
    assert state_of(issue, out) is IssueState.LEFT_OUT


def test_rows_left_out_can_be_mended_and_read_again():
    read = manifest()
    rows = as_read(1, read)
    kept = rows[1, 2]
    rows[1, 2] = RowState(
        kept.first, kept.record, kept.parcel, decision=Decision(out=True)
    )
    (part,) = left_out(rows, {1: read})
    assert [record.line for record in part.rejected] == [2, 3, 4]
    text = write_rejected(part).decode("utf-8-sig")
    mended = text.replace("30 x 20,", "30 x 20 x 12,").replace("three", "3")
    assert mended != text
    again = manifest(mended)
    assert {row.id for row in again.rows} == {"A1", "A2", "A3"}


def test_columns_are_remembered_by_depot_and_headings(tmp_path):
    memory = ColumnMemory(tmp_path)
    headings = ("Tunnus", "Katuosote")
    assert memory.recall("d1", headings) is None
    memory.keep("d1", headings, {0: Field.ID, 1: Field.STREET})
    assert memory.recall("d1", ("tunnus", "KATUOSOTE ")) == {
        0: Field.ID,
        1: Field.STREET,
    }
    assert memory.recall("d2", headings) is None
    assert memory.recall("d1", ("Katuosote", "Tunnus")) is None
    (tmp_path / "columns.json").write_text("{", encoding="utf-8")
    assert memory.recall("d1", headings) is None


def test_the_memory_of_columns_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("console.shell.import_memory.MOST", 3)
    memory = ColumnMemory(tmp_path)
    for number in range(5):
        memory.keep("d", (f"id{number}", "x"), {0: Field.ID})
    assert memory.recall("d", ("id0", "x")) is None
    assert memory.recall("d", ("id4", "x")) == {0: Field.ID}


def test_a_field_has_one_column_and_a_column_one_field(tmp_path):
    source = Source(1, tmp_path / "a.csv", FileEntry(1, "a.csv"))
    source.seen = preview(TEXT.encode(), file="a.csv")
    source.mapping = dict(source.seen.mapping)
    assert source.missing == ()
    with_field(source, 1, "street")
    assert source.mapping[1] is Field.STREET
    assert Field.STREET not in [f for c, f in source.mapping.items() if c != 1]
    with_field(source, 0, "")
    assert source.missing == ("id",)
    view = columns_view(source)
    assert view.missing == ("id",)
    assert view.columns[1].field == "street"
    assert view.columns[0].field == ""
    assert view.cells[0][1] == "Aino"
