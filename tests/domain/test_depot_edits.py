"""Every edit of a depot, and that its inverse restores the model exactly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from console.domain.calendars import Calendar
from console.domain.depot_edits import (
    DepotEdit,
    DepotEditRefused,
    DropCabinet,
    DropCalendar,
    DropSite,
    DropSizeClass,
    DropVehicle,
    DropVehicleType,
    PutCabinet,
    PutCalendar,
    PutCompartments,
    PutDepot,
    PutSettings,
    PutSite,
    PutSizeClass,
    PutVehicle,
    PutVehicleType,
    Several,
)
from console.domain.depot_model import DepotModel
from console.domain.ids import CabinetId, CalendarId, DepotId, SiteId
from tests.domain.test_depot_check import BUS, MODEL

SITES = tuple(
    replace(MODEL.sites[0], id=SiteId(name), name=name) for name in ("r", "s", "t")
)
CABINETS = tuple(replace(BUS, id=CabinetId(f"{n}")) for n in "bcd")
BOXES = tuple(
    replace(MODEL.compartments[0], id=f"{c.id}/{n}", cabinet=c.id, door=n)
    for c in CABINETS
    for n in (1, 2)
)
FULL = replace(MODEL, sites=SITES, cabinets=CABINETS, compartments=BOXES)
KIND, VAN, CALENDAR = MODEL.vehicle_types[0], MODEL.vehicles[0], MODEL.calendars[0]
S = MODEL.size_classes[0]
NEW = Calendar(CalendarId("n"), "N", date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("edit", "about"),
    [
        (PutDepot(replace(MODEL.depot, name="X")), "d"),
        (PutSettings({"reach_m": 1}), ""),
        (PutSizeClass(replace(S, mass_limit_g=1)), "S"),
        (PutSizeClass(replace(S, id="T"), at=0), "T"),
        (DropSizeClass(S.id), "S"),
        (PutSite(replace(SITES[1], name="X")), "s"),
        (PutSite(replace(SITES[1], id="x"), at=1), "x"),
        (DropSite(SiteId("s")), "s"),
        (DropSite(SiteId("r")), "r"),
        (PutCabinet(replace(BUS, name="X")), "c"),
        (PutCabinet(replace(BUS, id="x")), "x"),
        (DropCabinet(CabinetId("c")), "c"),
        (PutCompartments(BUS.id, BOXES[3:4]), "c"),
        (PutCompartments(BUS.id, ()), "c"),
        (PutCompartments(CabinetId("x"), ()), "x"),
        (PutVehicleType(replace(KIND, name="X")), "v"),
        (PutVehicleType(replace(KIND, id="x")), "x"),
        (DropVehicleType(KIND.id), "v"),
        (PutVehicle(replace(VAN, courier="X")), "1"),
        (PutVehicle(replace(VAN, id="x")), "x"),
        (DropVehicle(VAN.id), "1"),
        (PutCalendar(replace(CALENDAR, name="X")), "k"),
        (PutCalendar(NEW), "n"),
        (DropCalendar(CALENDAR.id), "k"),
        (Several((DropVehicle(VAN.id), DropSite(SiteId("s"))), "both", "b"), "b"),
    ],
    ids=lambda edit: edit.name if hasattr(edit, "name") else "",
)
def test_an_inverse_restores_the_model(edit: DepotEdit, about: str) -> None:
    assert edit.about == about
    after, undo = edit.apply(FULL)
    assert undo.apply(after)[0] == FULL
    again, _ = undo.apply(after)[1].apply(FULL)
    assert again == after


def test_what_goes_takes_along_what_hangs_on_it() -> None:
    after, _ = DropSite(SiteId("s")).apply(FULL)
    assert (len(after.sites), after.cabinets, after.compartments) == (2, (), ())
    after, _ = DropCabinet(CabinetId("c")).apply(FULL)
    assert {box.cabinet for box in after.compartments} == {"b", "d"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda m: PutDepot(replace(m.depot, id=DepotId("x"))),
        lambda _: DropSizeClass("x"),
        lambda _: DropSite("x"),
        lambda _: DropCabinet("x"),
        lambda _: DropVehicleType("x"),
        lambda _: DropVehicle("x"),
        lambda _: DropCalendar("x"),
        lambda _: PutCompartments("x", BOXES[:1]),
        lambda _: Several((DropVehicle(VAN.id), DropVehicle(VAN.id))),
    ],
)
def test_what_is_not_there_is_refused(edit: Callable[[DepotModel], DepotEdit]) -> None:
    with pytest.raises(DepotEditRefused, match="unknown_id"):
        edit(FULL).apply(FULL)
