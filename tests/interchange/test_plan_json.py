"""plan.json: an equal plan comes back, sums are sums, the schema holds."""

import json
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clock import ServiceDate
from console.domain.day import LockLevel
from console.domain.draft import Drop
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.place import Place
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Pause,
    PauseKind,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel, Problem
from console.domain.reasons import Reason, ReasonCode
from console.interchange.errors import PlanFileError
from console.interchange.plan_json import read_plan, write_plan

DAY = ServiceDate(date(2026, 10, 25), ZoneInfo("Europe/Helsinki"))
PLACES = (Place(24.94, 60.16), Place(24.95, 60.17), Place(24.93, 60.18))
PROBLEM = Problem(PLACES, {}, (), (), (), ())
SETTINGS = {"reach_m": 500, "engine": "sisr", "balance": 0.5, "quiet": True}

whole = st.integers(0, 10**6)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
drops = st.builds(Drop, names.map(ParcelId), st.just(Channel.DOOR)) | st.builds(
    Drop,
    names.map(ParcelId),
    st.just(Channel.LOCKER),
    names.map(SiteId),
    names.map(SizeClassId),
)
loads = st.tuples(whole, whole, whole)
arguments = st.one_of(names, whole, st.floats(-1e6, 1e6))
reasons = st.builds(
    Reason, st.sampled_from(ReasonCode), st.lists(arguments, max_size=2).map(tuple)
)
stops = st.builds(
    PlannedStop,
    st.integers(0, len(PLACES) - 1),
    st.lists(drops, max_size=3).map(tuple),
    whole,
    whole,
    whole,
    whole,
    whole,
    loads,
    whole,
)
routes = st.builds(
    Route,
    names.map(VehicleId),
    names.map(VehicleTypeId),
    st.lists(stops, max_size=3).map(tuple),
    whole,
    whole,
    whole,
    loads,
    whole,
    whole.map(Money),
    st.sampled_from(LockLevel),
    whole,
    st.just(()) | loads,
    whole,
    whole.map(Money),
    whole,
    whole,
    whole,
    st.just(()) | st.lists(names, min_size=1, max_size=2).map(tuple),
    whole,
    st.just(()) | loads,
    st.lists(
        st.builds(Pause, st.sampled_from(PauseKind), whole, whole, whole), max_size=2
    ).map(tuple),
)
plans = st.builds(
    Plan,
    st.lists(routes, max_size=3).map(tuple),
    st.lists(st.builds(Assigned, drops, reasons), max_size=3).map(tuple),
    st.lists(st.builds(Unassigned, names.map(ParcelId), reasons), max_size=3).map(
        tuple
    ),
    st.lists(st.tuples(st.sampled_from(CostLine), whole.map(Money)), max_size=4).map(
        tuple
    ),
    st.builds(Making, whole, whole, st.floats(0, 1e6), names),
)


def written(plan: Plan) -> bytes:
    return write_plan(plan, PROBLEM, day=DAY, settings=SETTINGS)


@pytest.fixture
def plan() -> Plan:
    """A plan of two routes, four parcels and one left over."""
    one = Drop(ParcelId("p1"), Channel.DOOR)
    two = Drop(ParcelId("p2"), Channel.LOCKER, SiteId("s"), SizeClassId("M"))
    three = Drop(ParcelId("p3"), Channel.LOCKER, SiteId("s"), SizeClassId("S"))
    first = PlannedStop(1, (one,), 10_000, 10_060, 10_200, 300, 1500, (3, 9, 9))
    second = PlannedStop(2, (two, three), 10_500, 10_500, 10_700, 300, 900, (2, 6, 6))
    return Plan(
        (
            Route(
                VehicleId("v1"),
                VehicleTypeId("van"),
                (first, second),
                9_700,
                11_000,
                3001,
                (3, 9, 9),
                735,
                Money(123_456),
            ),
            Route(VehicleId("v2"), VehicleTypeId("van"), (), 0, 0, 0, (), 0, Money(0)),
        ),
        tuple(Assigned(d, Reason(ReasonCode.DOOR_ONLY)) for d in (one, two, three)),
        (Unassigned(ParcelId("p4"), Reason(ReasonCode.CAPACITY, ("v1", "mass_g", 7))),),
        ((CostLine.VEHICLES, Money(100_000)), (CostLine.TIME, Money(23_456))),
        Making(7, 1000, 1.25, "sisr"),
    )


def test_the_figures_are_those_of_the_plan(plan: Plan) -> None:
    document = json.loads(written(plan))
    assert document["totals"] == {
        "routes": 1,
        "stops": 2,
        "parcels": 3,
        "locker_parcels": 2,
        "unassigned": 1,
        "metres": 3001,
        "km": 3.001,
        "co2_g": 735,
        "co2_g_per_parcel": 245.0,
        "locker_share": 0.6667,
    }
    assert document["cost"]["eur"] == 12.3456
    assert document["making"]["seed"] == 7
    stop = document["routes"][0]["stops"][0]
    assert (stop["lon"], stop["lat"]) == (24.95, 60.17)


def test_instants_are_those_of_the_day_clocks_change(plan: Plan) -> None:
    document = json.loads(written(plan))
    assert document["zero"] == "2026-10-24T21:00:00+00:00"
    stop = document["routes"][0]["stops"][0]
    # 10,060 s after midnight is 02:47:40, still summer time
    assert stop["start"] == "2026-10-25T02:47:40+03:00"
    late = DAY.local(5 * 3600).isoformat()
    assert late == "2026-10-25T04:00:00+02:00"


@given(plans)
def test_an_equal_plan_comes_back(plan: Plan) -> None:
    assert read_plan(written(plan)) == plan


@given(plans)
def test_sums_in_the_file_equal_their_parts(plan: Plan) -> None:
    document = json.loads(written(plan))
    cost, totals, drawn = document["cost"], document["totals"], document["routes"]
    assert cost["money"] == sum(line["money"] for line in cost["lines"])
    assert cost["eur"] * 10_000 == pytest.approx(cost["money"])
    assert totals["metres"] == sum(route["metres"] for route in drawn)
    assert totals["km"] * 1000 == pytest.approx(totals["metres"])
    assert totals["co2_g"] == sum(route["co2_g"] for route in drawn)
    there = [drop for r in drawn for stop in r["stops"] for drop in stop["drops"]]
    assert totals["parcels"] == len(there)
    assert totals["locker_parcels"] == sum(d["channel"] == "locker" for d in there)
    assert totals["unassigned"] == len(document["unassigned"])
    for route in drawn:
        for thing in (route, *route["stops"]):
            instant = datetime.fromisoformat(thing["departure"])
            assert DAY.second(instant) == thing["departure_s"]


@given(plans)
def test_the_same_plan_gives_the_same_bytes_and_keeps_to_the_schema(
    plan: Plan,
) -> None:
    data = written(plan)
    assert written(read_plan(data)) == data
    backwards = dict(reversed(SETTINGS.items()))
    assert write_plan(plan, PROBLEM, day=DAY, settings=backwards) == data
    schema = json.loads(
        files("resources").joinpath("schemas", "plan-1.json").read_text("utf-8")
    )
    assert list(broken(json.loads(data), schema, schema, "plan")) == []


def test_the_schema_refuses_what_is_not_a_plan(plan: Plan) -> None:
    schema = json.loads(
        files("resources").joinpath("schemas", "plan-1.json").read_text("utf-8")
    )
    document = json.loads(written(plan))
    document["routes"][0]["metres"] = 1.5
    document["routes"][0]["colour"] = "red"
    del document["totals"]
    document["parcels"][0]["channel"] = "window"
    assert sorted(broken(document, schema, schema, "plan")) == [
        "plan.parcels.0.channel: not one of the words",
        "plan.routes.0.colour: unknown",
        "plan.routes.0.metres: not integer",
        "plan.totals: missing",
    ]


def change(plan: Plan, *path: str | int, value: object) -> bytes:
    """The plan's file with one value put in; None takes the key out."""
    document = json.loads(written(plan))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema",), "vroom", "not a plan"),
        (("version",), 2, "plan version 2; this program reads 1"),
        (("cost", "money"), 1, "cost.money is 1, its lines make 123456"),
        (("cost", "lines", 0, "money"), 1, "its lines make 23457"),
        (("totals", "metres"), 1, "totals.metres is 1, routes make 3001"),
        (("routes", 0, "co2_g"), 1, "totals.co2_g is 735, routes make 1"),
        (("totals",), None, "a key is missing: 'totals'"),
        (("routes", 0, "stops", 0, "late_s"), None, "a key is missing: 'late_s'"),
        (("routes", 0, "metres"), 1.5, "1.5 is not a whole number"),
        (("routes", 0, "metres"), True, "True is not a whole number"),
        (("routes", 0, "vehicle"), 5, "5 is not a string"),
        (("routes", 0, "lock"), "ajar", "'ajar' is not a valid LockLevel"),
        (("routes",), {}, "{} is not an array"),
        (("routes",), ["x"], "'x' is not an object"),
        (("making", "seconds"), "1", "'1' is not a number"),
        (("unassigned", 0, "reason", "args"), [[]], r"\[\] is not an argument"),
        (("parcels", 0, "reason", "code"), "whim", "'whim' is not a valid ReasonCode"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_reason(
    plan: Plan, path: tuple[str | int, ...], value: object, message: str
) -> None:
    with pytest.raises(PlanFileError, match=message):
        read_plan(change(plan, *path, value=value))


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"[" * 100_000, b"1" * 5000])
def test_what_is_not_json_or_not_ours_is_refused(data: bytes) -> None:
    with pytest.raises(PlanFileError):
        read_plan(data)


@given(st.binary(max_size=100))
def test_noise_is_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(PlanFileError):
        read_plan(data)


KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def broken(value: Any, schema: Any, root: Any, at: str) -> list[str]:
    """What breaks a schema made of the few words ours uses."""
    if "$ref" in schema:
        return broken(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "const" in schema and value != schema["const"]:
        return [f"{at}: not {schema['const']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: not one of the words"]
    kinds = schema.get("type", list(KINDS))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(_is(value, kind) for kind in kinds):
        return [f"{at}: not {' or '.join(kinds)}"]
    found = []
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        found.append(f"{at}: too small")
    if isinstance(value, list):
        for i, item in enumerate(value):
            found += broken(item, schema["items"], root, f"{at}.{i}")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        more = schema.get("additionalProperties", True)
        found += [
            f"{at}.{k}: missing" for k in schema.get("required", ()) if k not in value
        ]
        for key, item in value.items():
            if key in known:
                found += broken(item, known[key], root, f"{at}.{key}")
            elif isinstance(more, dict):
                found += broken(item, more, root, f"{at}.{key}")
            elif not more:
                found.append(f"{at}.{key}: unknown")
    return found


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, KINDS[kind])
