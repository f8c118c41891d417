"""A depot's fields as texts and back: the demo depot, row by row, field by field."""

import pytest

from console.cli.places import demo_file
from console.domain.depot_check import Table, validated
from console.domain.depot_model import DepotModel
from console.domain.money import from_eur
from console.domain.place import TimeWindow
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Custody
from console.domain.vehicle import Break
from console.interchange.depot_file import read_depot
from console.viewmodels.depot_fields import SPECS, FieldKind, spec
from console.viewmodels.depot_frame import read_frame, unknown_classes, write_frame
from console.viewmodels.depot_page import TABLES, Tried, depot_page
from console.viewmodels.depot_rows import (
    added,
    dropped,
    edit_of,
    id_of,
    next_id,
    rows_of,
)
from console.viewmodels.depot_values import FieldUnread, changed, shown


@pytest.fixture(scope="module")
def model() -> DepotModel:
    return read_depot(demo_file("depot.toml"), file="depot.toml")


@pytest.mark.parametrize("table", [t for t in TABLES if t != Table.SETTINGS])
def test_every_value_reads_back_as_itself(model: DepotModel, table: str) -> None:
    for row in rows_of(model, table):
        for field in SPECS[table]:
            text = shown(model, row, field)
            if field.kind is FieldKind.FRAME:
                mine = [box for box in model.compartments if box.cabinet == row.id]
                back = read_frame(text, row.id, mine)
                assert set(back) == set(mine)
            else:
                assert changed(row, field, text) == row, field.path


@pytest.mark.parametrize("table", TABLES)
def test_every_field_is_one_that_problems_may_name(
    model: DepotModel, table: str
) -> None:
    del model
    paths = [field.path for field in SPECS[table]]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    ("table", "path", "text", "value"),
    [
        (Table.VEHICLE_TYPE, "fixed", "45,50", from_eur(45.5)),
        (Table.VEHICLE_TYPE, "mass_g", "1 000.5", 1_000_500),
        (Table.VEHICLE_TYPE, "conditions.height_mm", "2,8", 2800),
        (Table.VEHICLE_TYPE, "conditions.avoid_tolls", "yes", True),
        (Table.VEHICLE_TYPE, "climates", "ambient chilled", ("ambient", "chilled")),
        (Table.VEHICLE, "overtime_s", "30", 1800),
        (Table.VEHICLE, "skills", "lift\n\n adr ", ("lift", "adr")),
        (Table.SITE, "opens", "", None),
        (Table.SITE, "service", "", None),
        (Table.SITE, "rules.domains", "example.org", ("example.org",)),
        (Table.CABINET, "screen_column", "", None),
    ],
)
def test_what_people_write(
    model: DepotModel, table: str, path: str, text: str, value: object
) -> None:
    row = changed(rows_of(model, table)[0], spec(table, path), text)
    for name in path.split("."):
        row = getattr(row, name)
    assert row == value


@pytest.mark.parametrize(
    ("table", "path", "text", "code"),
    [
        (Table.VEHICLE_TYPE, "parcels", "many", ReasonCode.NOT_A_NUMBER),
        (Table.VEHICLE_TYPE, "parcels", "2.5", ReasonCode.NOT_A_NUMBER),
        (Table.VEHICLE_TYPE, "parcels", "1e400", ReasonCode.NOT_A_NUMBER),
        (Table.VEHICLE_TYPE, "parcels", "nan", ReasonCode.NOT_A_NUMBER),
        (Table.VEHICLE_TYPE, "mode", "balloon", ReasonCode.UNKNOWN_WORD),
        (Table.VEHICLE_TYPE, "conditions.congestion", "x", ReasonCode.BAD_FORM),
        (Table.VEHICLE_TYPE, "breaks", "at noon", ReasonCode.BAD_FORM),
        (Table.VEHICLE_TYPE, "breaks", "11:00-12:00 inf", ReasonCode.BAD_FORM),
        (Table.VEHICLE, "shift", "eight", ReasonCode.BAD_FORM),
        (Table.SITE, "hours", "when it suits", ReasonCode.BAD_FORM),
        (Table.SITE, "closes", "tomorrow", ReasonCode.BAD_FORM),
    ],
)
def test_what_cannot_be_read_says_why(
    model: DepotModel, table: str, path: str, text: str, code: ReasonCode
) -> None:
    with pytest.raises(FieldUnread) as refused:
        changed(rows_of(model, table)[0], spec(table, path), text)
    assert refused.value.code is code


def test_congestion_is_a_line_each(model: DepotModel) -> None:
    field = spec(Table.VEHICLE_TYPE, "conditions.congestion")
    row = changed(model.vehicle_types[0], field, "primary 7-9 150\nminor 16 120 ")
    assert shown(model, row, field) == "primary 7-9 150\nminor 16-16 120"


def test_breaks_are_a_line_each(model: DepotModel) -> None:
    field = spec(Table.VEHICLE_TYPE, "breaks")
    row = changed(model.vehicle_types[0], field, "11:00-13:30 30\n15:00-16:00 12.5min")
    assert row.breaks[0] == Break(TimeWindow(39_600, 48_600), 1800)
    assert shown(model, row, field) == "11:00-13:30 30\n15:00-16:00 12.5"


def test_a_frame_keeps_the_doors_that_stay(model: DepotModel) -> None:
    cabinet = model.cabinets[0].id
    before = [box for box in model.compartments if box.cabinet == cabinet]
    lines = write_frame(before).splitlines()
    after = read_frame("\n".join([*lines, "L L"]), cabinet, before)
    fresh = [box for box in after if box.column == len(lines)]
    assert set(before) < set(after)
    assert [box.door for box in fresh] == [len(before) + 1, len(before) + 2]
    assert len({(box.board, box.lock) for box in after}) == len(after)
    assert all(box.custody is Custody.FREE for box in fresh)
    assert unknown_classes("S - XXL*", {"S"}) == ["XXL"]


def test_a_setting_left_empty_is_the_planners_own(model: DepotModel) -> None:
    key = (Table.SETTINGS, "settings", "reach_m")
    after, undo = edit_of(model, key, "650").apply(model)
    assert after.settings["reach_m"] == 650
    cleared, _ = edit_of(after, key, " ").apply(after)
    assert "reach_m" not in cleared.settings
    assert undo.apply(after)[0] == model
    view = depot_page(model, (), Table.SETTINGS, "", {})
    line = next(f for _, fields in view.groups for f in fields if f.spec.path == key[2])
    assert (line.text, line.standard) == ("", "500")


@pytest.mark.parametrize(
    "table",
    [Table.SITE, Table.CABINET, Table.SIZE_CLASS, Table.VEHICLE_TYPE, Table.VEHICLE],
)
def test_rows_are_added_and_taken_out(model: DepotModel, table: str) -> None:
    like = id_of(rows_of(model, table)[0])
    name = next_id(model, table, like)
    grown, undo = added(model, table, name, like).apply(model)
    assert len(rows_of(grown, table)) == len(rows_of(model, table)) + 1
    assert validated(grown) == ()
    assert undo.apply(grown)[0] == model
    gone, back = dropped(table, name).apply(grown)
    assert gone == model
    assert back.apply(gone)[0] == grown
    with pytest.raises(FieldUnread):
        added(model, table, like, like)
    with pytest.raises(FieldUnread):
        added(model, table, " ", like)
    blank, _ = added(model, table, "first", "").apply(model)
    assert id_of(rows_of(blank, table)[-1]) == "first"


def test_what_was_refused_stays_in_its_field(model: DepotModel) -> None:
    site = model.sites[2].id
    why = Reason(ReasonCode.BAD_FORM, ("24/7",))
    tried = {(Table.SITE, str(site), "hours"): Tried("never", why)}
    view = depot_page(model, validated(model), Table.SITE, site, tried)
    fields = {f.spec.path: f for _, group in view.groups for f in group}
    assert (fields["hours"].text, fields["hours"].problem) == ("never", why)
    assert fields["name"].problem is None
    tab = next(tab for tab in view.tabs if tab.table == Table.SITE)
    assert (tab.rows, tab.problems) == (len(model.sites), 1)
    assert [row.id for row in view.rows if row.problems] == [site]


def test_an_unknown_row_gives_the_first(model: DepotModel) -> None:
    view = depot_page(model, (), Table.VEHICLE, "nobody", {})
    assert view.chosen == model.vehicles[0].id
    assert view.may_add
    assert view.may_drop
    assert not depot_page(model, (), Table.DEPOT, "", {}).may_drop
    assert not depot_page(model, (), Table.CALENDAR, "", {}).may_add
