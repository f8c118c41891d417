"""VROOM files: what stands in a good one, and what is wrong with a bad one, by name."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.domain.place import Place, TimeWindow
from console.interchange.errors import VroomFileError
from console.interchange.table import MAX_BYTES
from console.interchange.vroom_check import check_plan
from console.interchange.vroom_file import read_vroom
from console.interchange.vroom_input import Costs, StepType
from console.interchange.vroom_problem import vroom_day

type Document = dict[str, Any]
type Spoil = Callable[[Document], object]


def good() -> Document:
    """A small problem that says a bit of everything that is carried out."""
    return {
        "vehicles": [
            {"id": 1, "start_index": 0, "end_index": 0, "capacity": [4, 9]},
            {
                "id": 2,
                "description": "bike",
                "profile": "bike",
                "end_index": 3,
                "capacity": [2, 2],
                "speed_factor": 1.25,
                "time_window": [0, 20_000],
                "max_tasks": 3,
                "costs": {"fixed": 7, "per_hour": 1800},
            },
        ],
        "jobs": [
            {"id": 5, "location_index": 1, "delivery": [1, 2], "service": 60},
            {
                "id": 6,
                "description": "shop",
                "location_index": 2,
                "location": [24.9, 60.2],
                "setup": 30,
                "priority": 10,
                "time_windows": [[500, 900], [100, 200]],
            },
        ],
        "matrices": {
            "car": {"durations": square(4, 300), "distances": square(4, 2000)},
            "bike": {"durations": square(4, 500)},
        },
    }


def square(size: int, far: int) -> list[list[int]]:
    """A matrix in which all places are as far from each other."""
    return [[far * (a != b) for b in range(size)] for a in range(size)]


def read(document: object) -> object:
    """What a document is read as."""
    return read_vroom(json.dumps(document).encode(), file="in.json")


def test_everything_in_a_file_is_read() -> None:
    found = read_vroom(json.dumps(good()).encode(), file="in.json")
    car, bike = found.vehicles
    assert (car.profile, car.pace, car.window, car.costs) == ("car", 100, None, Costs())
    assert (car.start, car.end) == (car.end, car.start)
    assert bike.start is None
    assert bike.end is not None
    assert (bike.end.row, bike.pace, bike.max_tasks) == (3, 80, 3)
    assert bike.costs == Costs(fixed=7, per_hour=1800)
    assert bike.description == "bike"
    first, second = found.jobs
    assert first.delivery == (1, 2)
    assert first.pickup == (0, 0)
    assert second.spot.place == Place(24.9, 60.2)
    assert second.windows == (TimeWindow(100, 200), TimeWindow(500, 900))
    assert found.dimensions == 2
    assert found.matrices["car"].metres is not None
    assert found.matrices["bike"].metres is None
    assert found.points == ()


def test_without_matrices_places_are_told_apart_by_their_coordinates() -> None:
    found = read_vroom(
        json.dumps(
            {
                "vehicles": [{"id": 1, "start": [24.9, 60.1], "end": [24.9, 60.1]}],
                "jobs": [
                    {"id": 1, "location": [24.91, 60.1]},
                    {"id": 2, "location": [24.9, 60.1], "amount": []},
                ],
            }
        ).encode(),
        file="in.json",
    )
    assert found.points == (Place(24.9, 60.1), Place(24.91, 60.1))
    assert [job.spot.row for job in found.jobs] == [1, 0]


def test_the_old_matrix_and_amount_still_count() -> None:
    document = good()
    document["matrix"] = document.pop("matrices")["car"]["durations"]
    document["vehicles"][1]["profile"] = "car"
    document["jobs"][0]["amount"] = document["jobs"][0].pop("delivery")
    found = read_vroom(json.dumps(document).encode(), file="in.json")
    assert found.matrices["car"].seconds.tolist() == square(4, 300)
    assert found.jobs[0].delivery == (1, 2)


def test_breaks_are_read_in_the_order_of_their_windows() -> None:
    document = good()
    document["vehicles"][0]["breaks"] = [
        {"id": 3, "time_windows": [[50, 60], [10, 20]], "service": 5},
        {"id": 1, "description": "lunch"},
        {"id": 2, "time_windows": [[10, 15]], "max_load": [1, 2]},
    ]
    found = read_vroom(json.dumps(document).encode(), file="in.json")
    breaks = found.vehicles[0].breaks
    assert [one.id for one in breaks] == [1, 2, 3]
    assert breaks[0].description == "lunch"
    assert breaks[0].windows == ()
    assert breaks[1].max_load == (1, 2)
    assert breaks[2].windows == (TimeWindow(10, 20), TimeWindow(50, 60))
    assert breaks[2].service_s == 5


def test_shipments_are_two_tasks() -> None:
    document = good()
    ends = {
        "pickup": {"id": 5, "location_index": 1, "service": 7},
        "delivery": {"id": 8, "location_index": 2, "time_windows": [[1, 2]]},
    }
    document["shipments"] = [{**ends, "amount": [1, 0], "skills": [4], "priority": 9}]
    found = read_vroom(json.dumps(document).encode(), file="in.json")
    (shipment,) = found.shipments
    pickup, delivery = shipment.pickup, shipment.delivery
    assert (pickup.pickup, pickup.delivery) == ((1, 0), (0, 0))
    assert (delivery.pickup, delivery.delivery) == ((0, 0), (1, 0))
    assert (pickup.other, delivery.other) == (8, 5)
    assert {pickup.priority, delivery.priority} == {9}
    assert pickup.skills == delivery.skills == {4}
    assert pickup.service_s == 7
    assert delivery.windows == (TimeWindow(1, 2),)
    assert found.job(5) is not found.tasks[StepType.PICKUP, 5]


@pytest.mark.parametrize(
    ("speed", "pace"), [(1, 100), (1.6, 63), (0.32, 313), (3, 33), (4.99, 20)]
)
def test_a_second_at_another_speed_is_rounded_half_up(speed: float, pace: int) -> None:
    document = good()
    document["vehicles"][0]["speed_factor"] = speed
    found = read_vroom(json.dumps(document).encode(), file="in.json")
    assert found.vehicles[0].pace == pace


def test_steps_are_read(shared_data: Path) -> None:
    data = (shared_data / "vectors" / "vroom" / "example_3.json").read_bytes()
    found = read_vroom(data, file="example_3.json")
    steps = found.vehicles[1].steps
    assert [step.type for step in steps] == [
        StepType.START,
        *[StepType.JOB] * 3,
        StepType.END,
    ]
    assert steps[0].after_s == 1600415200
    assert steps[0].is_forced
    assert not steps[1].is_forced
    assert [step.id for step in steps[1:-1]] == [6, 4, 3]


def put(path: str, value: object) -> Spoil:
    """Writes a value at a path like "jobs.0.id"; ... to leave the key out."""

    def spoil(document: Document) -> None:
        *way, last = path.split(".")
        here: Any = document
        for key in way:
            here = here[int(key) if key.isdigit() else key]
        at: Any = int(last) if last.isdigit() else last
        if value is ...:
            del here[at]
        else:
            here[at] = value

    return spoil


def steps(*found: Document, vehicle: int = 0) -> Spoil:
    """Lays steps down for a vehicle."""
    return put(f"vehicles.{vehicle}.steps", list(found))


def twice(*spoils: Spoil) -> Spoil:
    """One after another."""

    def spoil(document: Document) -> None:
        for one in spoils:
            one(document)

    return spoil


ONE = {"type": "job", "id": 5}
WRONG: list[tuple[str, Spoil, str, str]] = [
    ("no vehicles", put("vehicles", ...), "vehicles", "missing"),
    ("vehicles as object", put("vehicles", {}), "vehicles", "must be an array"),
    ("empty fleet", put("vehicles", []), "vehicles", "at least 1"),
    ("vehicle as number", put("vehicles.1", 3), "vehicles[1]", "must be an object"),
    ("first as number", put("vehicles.0", 3), "vehicles[0]", "must be an object"),
    ("jobs as text", put("jobs", "all"), "jobs", "must be an array"),
    ("job as null", put("jobs.1", None), "jobs[1]", "must be an object"),
    ("too many", put("vehicles", [{}] * 2001), "vehicles", "at most 2000"),
    ("unknown root", put("fleet", []), "fleet", "unknown key"),
    ("odd key", put("a b", 1), '["a b"]', "unknown key"),
    ("a solution", put("routes", []), "routes", "this is a solution"),
    ("options", put("options", {"g": True}), "options.g", "not drawn"),
    ("options x", put("options", {"x": 5}), "options.x", "--budget-s"),
    ("options c", put("options", {"c": True}), "options.c", "--check"),
    ("options odd", put("options", {"fast": 1}), "options.fast", "unknown key"),
    ("no tasks", put("jobs", []), "jobs", "nothing is to be done"),
    ("half", put("shipments", [{"pickup": {}}]), "shipments[0].delivery", "fetched"),
    (
        "end without id",
        put("shipments", [{"pickup": {}, "delivery": {}}]),
        "shipments[0].pickup.id",
        "missing",
    ),
    (
        "end without place",
        put("shipments", [{"pickup": {"id": 1}, "delivery": {"id": 1}}]),
        "shipments[0].pickup.location_index",
        "every pickup has its place",
    ),
    (
        "amount of an end",
        put("shipments", [{"pickup": {"amount": [1]}, "delivery": {}}]),
        "shipments[0].pickup.amount",
        "whole shipment",
    ),
    (
        "place of a shipment",
        put("shipments", [{"location_index": 1}]),
        "shipments[0].location_index",
        "pickup and its delivery",
    ),
    (
        "shipment twice",
        put(
            "shipments",
            [
                {
                    "pickup": {"id": 1, "location_index": 0},
                    "delivery": {"id": number, "location_index": 0},
                }
                for number in (1, 2)
            ],
        ),
        "shipments[1].pickup.id",
        "shipments[0].pickup.id already",
    ),
    ("no job id", put("jobs.0.id", ...), "jobs[0].id", "missing"),
    ("no vehicle id", put("vehicles.0.id", ...), "vehicles[0].id", "missing"),
    ("id as text", put("jobs.0.id", "5"), "jobs[0].id", "whole number"),
    ("id with point", put("jobs.0.id", 5.0), "jobs[0].id", "whole number"),
    ("id true", put("jobs.0.id", True), "jobs[0].id", "whole number"),
    ("id below zero", put("jobs.0.id", -1), "jobs[0].id", "from 0"),
    ("id too long", put("jobs.0.id", 2**64), "jobs[0].id", "from 0"),
    ("job twice", put("jobs.1.id", 5), "jobs[1].id", "jobs[0].id already"),
    ("van twice", put("vehicles.1.id", 1), "vehicles[1].id", "vehicles[0].id"),
    ("no place", put("jobs.0.location_index", ...), "jobs[0].location_index", "place"),
    (
        "coordinates alone",
        twice(put("jobs.0.location_index", ...), put("jobs.0.location", [1, 2])),
        "jobs[0].location",
        "write location_index too",
    ),
    (
        "no ends",
        twice(put("vehicles.0.start_index", ...), put("vehicles.0.end_index", ...)),
        "vehicles[0].start_index",
        "where it ends",
    ),
    (
        "row outside",
        put("jobs.0.location_index", 4),
        "jobs[0].location_index",
        "rows 0 to 3",
    ),
    ("start outside", put("vehicles.0.start_index", 9), "vehicles[0].start_index", "3"),
    ("row -1", put("jobs.0.location_index", -1), "jobs[0].location_index", "from 0"),
    ("one degree", put("jobs.1.location", [24]), "jobs[1].location", "[longitude"),
    ("turned", put("jobs.1.location", [60, 124]), "jobs[1].location[1]", "-90 to 90"),
    ("degrees text", put("jobs.1.location", ["1", 2]), "jobs[1].location[0]", "number"),
    ("setup < 0", put("jobs.0.setup", -5), "jobs[0].setup", "from 0"),
    ("service as time", put("jobs.0.service", "5m"), "jobs[0].service", "whole number"),
    ("service null", put("jobs.0.service", None), "jobs[0].service", "whole number"),
    (
        "by type",
        put("jobs.0.service_per_type", {"van": 3.5}),
        "jobs[0].service_per_type.van",
        "whole number",
    ),
    ("types", put("jobs.0.setup_per_type", [3]), "jobs[0].setup_per_type", "object"),
    ("short amount", put("jobs.0.delivery", [1]), "jobs[0].delivery", "write as many"),
    ("no array", put("jobs.0.delivery", 1), "jobs[0].delivery", "must be an array"),
    ("amount < 0", put("jobs.0.delivery", [1, -1]), "jobs[0].delivery[1]", "from 0"),
    ("half", put("jobs.0.pickup", [0.5, 0]), "jobs[0].pickup[0]", "whole number"),
    (
        "amount and delivery",
        put("jobs.0.amount", [1, 1]),
        "jobs[0].amount",
        "remove amount",
    ),
    ("capacity", put("vehicles.1.capacity", [1]), "vehicles[1].capacity", "as many"),
    (
        "capacities",
        put("vehicles.1.capacities", [1]),
        "vehicles[1].capacities",
        "write",
    ),
    ("no capacity", put("vehicles.0.capacity", ...), "vehicles[1].capacity", "as many"),
    ("skill", put("jobs.0.skills", ["cold"]), "jobs[0].skills[0]", "whole number"),
    ("priority", put("jobs.0.priority", 101), "jobs[0].priority", "to 100"),
    (
        "backwards",
        put("jobs.0.time_windows", [[9, 8]]),
        "jobs[0].time_windows[0]",
        "en",
    ),
    ("no window", put("jobs.0.time_windows", []), "jobs[0].time_windows", "at least 1"),
    ("flat", put("jobs.0.time_windows", [1, 2]), "jobs[0].time_windows[0]", "array"),
    (
        "three ends",
        put("jobs.0.time_windows", [[1, 2, 3]]),
        "jobs[0].time_windows[0]",
        "at most 2",
    ),
    (
        "overlap",
        put("jobs.0.time_windows", [[50, 90], [0, 50]]),
        "jobs[0].time_windows[1]",
        "overlaps or touches jobs[0].time_windows[0]",
    ),
    ("time_window", put("jobs.0.time_window", [1, 2]), "jobs[0].time_window", "write"),
    (
        "time_windows",
        put("vehicles.0.time_windows", [[1, 2]]),
        "vehicles[0].time_windows",
        "write time_window",
    ),
    (
        "clock",
        put("vehicles.0.time_window", ["08:00", "16:00"]),
        "vehicles[0].time_window[0]",
        "whole number",
    ),
    ("break", put("vehicles.0.breaks", [{}]), "vehicles[0].breaks[0].id", "missing"),
    (
        "break twice",
        put("vehicles.0.breaks", [{"id": 1}, {"id": 1}]),
        "vehicles[0].breaks[1].id",
        "vehicles[0].breaks[0].id already",
    ),
    (
        "break somewhere",
        put("vehicles.0.breaks", [{"id": 1, "location_index": 0}]),
        "vehicles[0].breaks[0].location_index",
        "wherever the vehicle is",
    ),
    (
        "load of a break",
        put("vehicles.0.breaks", [{"id": 1, "max_load": [1]}]),
        "vehicles[0].breaks[0].max_load",
        "write as many",
    ),
    (
        "setup of a break",
        put("vehicles.0.breaks", [{"id": 1, "setup": 5}]),
        "vehicles[0].breaks[0].setup",
        "service alone",
    ),
    ("speed 0", put("vehicles.0.speed_factor", 0), "vehicles[0].speed_factor", "0.01"),
    ("speed 9", put("vehicles.0.speed_factor", 9), "vehicles[0].speed_factor", "5"),
    ("profile", put("vehicles.0.profile", "ship"), "vehicles[0].profile", "car, bike"),
    ("no text", put("vehicles.0.profile", 3), "vehicles[0].profile", "text"),
    ("long text", put("jobs.0.description", "x" * 1001), "jobs[0].description", "1000"),
    ("costs", put("vehicles.0.costs", 5), "vehicles[0].costs", "must be an object"),
    (
        "per_day",
        put("vehicles.0.costs", {"per_day": 5}),
        "vehicles[0].costs.per_day",
        "unknown key",
    ),
    (
        "per_km without distances",
        put("vehicles.1.costs.per_km", 5),
        "vehicles[1].costs.per_km",
        "matrices.bike.distances",
    ),
    (
        "costs twice",
        put("matrices.bike.costs", square(4, 1)),
        "vehicles[1].costs",
        "matrices.bike.costs",
    ),
    (
        "max_distance without distances",
        put("vehicles.1.max_distance", 5),
        "vehicles[1].max_distance",
        "matrices.bike.distances",
    ),
    (
        "no durations",
        put("matrices.car.durations", ...),
        "matrices.car.durations",
        "mis",
    ),
    ("matrices", put("matrices", []), "matrices", "must be an object"),
    ("matrices empty", put("matrices", {}), "matrices", "is empty"),
    ("profile list", put("matrices.car", []), "matrices.car", "must be an object"),
    ("both", put("matrix", square(4, 1)), "matrix", "remove matrix"),
    (
        "row less",
        put("matrices.car.durations.3", ...),
        "matrices.car.durations[0]",
        "array of 3",
    ),
    (
        "sizes",
        put("matrices.bike.durations", square(3, 1)),
        "matrices.bike.durations",
        "3 rows, the others 4",
    ),
    (
        "short row",
        put("matrices.car.durations.2", [1, 2]),
        "matrices.car.durations[2]",
        "square",
    ),
    (
        "row of texts",
        put("matrices.car.durations.2.1", "9"),
        "matrices.car.durations[2][1]",
        "whole number",
    ),
    (
        "true",
        put("matrices.car.durations.2.1", True),
        "matrices.car.durations[2][1]",
        "whole number",
    ),
    (
        "no way",
        put("matrices.car.durations.2.1", 2**32 - 1),
        "matrices.car.durations[2][1]",
        "from 0 to 2147483646",
    ),
    (
        "negative",
        put("matrices.car.distances.0.1", -1),
        "matrices.car.distances[0][1]",
        "from 0",
    ),
    (
        "to itself",
        put("matrices.car.durations.1.1", 3),
        "matrices.car.durations[1][1]",
        "must be 0",
    ),
    ("nothing", put("matrices.car.durations", []), "matrices.car.durations", "least 1"),
    (
        "step",
        steps({"type": "lunch"}),
        "vehicles[0].steps[0].type",
        "start, job, pickup, delivery, break, end",
    ),
    ("no type", steps({"id": 5}), "vehicles[0].steps[0].type", "missing"),
    ("no job", steps({"type": "job"}), "vehicles[0].steps[0].id", "which job"),
    (
        "job 9",
        steps({"type": "job", "id": 9}),
        "vehicles[0].steps[0].id",
        "no such job",
    ),
    ("end 5", steps({"type": "end", "id": 5}), "vehicles[0].steps[0].id", "has no id"),
    ("late start", steps(ONE, {"type": "start"}), "vehicles[0].steps[1]", "first step"),
    ("soon end", steps({"type": "end"}, ONE), "vehicles[0].steps[0]", "last step"),
    ("same job", steps(ONE, ONE), "vehicles[0].steps[1].id", "given once"),
    (
        "two routes",
        twice(steps(ONE), steps(ONE, vehicle=1)),
        "vehicles[1].steps[0].id",
        "vehicles[0].steps[0].id already",
    ),
    (
        "break step",
        steps({"type": "break", "id": 1}),
        "vehicles[0].steps[0].id",
        "no such break of this vehicle",
    ),
    (
        "break step twice",
        twice(
            put("vehicles.0.breaks", [{"id": 1}]),
            steps({"type": "break", "id": 1}, {"type": "break", "id": 1}),
        ),
        "vehicles[0].steps[1].id",
        "given once",
    ),
    (
        "pickup step",
        steps({"type": "pickup", "id": 5}),
        "vehicles[0].steps[0].id",
        "no such pickup",
    ),
    (
        "service at noon",
        steps({**ONE, "service_at": "12:00"}),
        "vehicles[0].steps[0].service_at",
        "whole number",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "path", "advice"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG]
)
def test_what_is_wrong_is_named(spoil: Spoil, path: str, advice: str) -> None:
    document = good()
    spoil(document)
    with pytest.raises(VroomFileError) as refused:
        read(document)
    assert refused.value.path == path
    assert advice in refused.value.advice
    assert str(refused.value).startswith(f"in.json: {path}: ")
    assert str(refused.value).encode()


WITHOUT: list[tuple[str, Document, str, str]] = [
    (
        "index without matrices",
        {"vehicles": [{"id": 1, "start_index": 0}]},
        "vehicles[0].start_index",
        "there are no matrices",
    ),
    (
        "job index without matrices",
        {
            "vehicles": [{"id": 1, "start": [1, 2]}],
            "jobs": [{"id": 1, "location": [1, 2], "location_index": 0}],
        },
        "jobs[0].location_index",
        "there are no matrices",
    ),
    (
        "no location",
        {"vehicles": [{"id": 1, "start": [1, 2]}], "jobs": [{"id": 1}]},
        "jobs[0].location",
        "every job has its place",
    ),
    ("no start", {"vehicles": [{"id": 1}]}, "vehicles[0].start", "where it ends"),
]


@pytest.mark.parametrize(
    ("document", "path", "advice"),
    [w[1:] for w in WITHOUT],
    ids=[w[0] for w in WITHOUT],
)
def test_places_are_coordinates_or_rows(
    document: Document, path: str, advice: str
) -> None:
    with pytest.raises(VroomFileError) as refused:
        read(document)
    assert refused.value.path == path
    assert advice in refused.value.advice


NO_JSON: list[tuple[str, bytes, str]] = [
    ("empty", b"", "not JSON"),
    ("text", b"hello", "not JSON"),
    ("cut", b'{"vehicles": [', "not JSON"),
    ("comma", b'{"vehicles": [],}', "not JSON"),
    ("two", b"{} {}", "not JSON"),
    ("a list", b"[]", "must be an object"),
    ("null", b"null", "must be an object"),
    ("NaN", b'{"vehicles": NaN}', "not a number of JSON"),
    ("infinity", b'{"vehicles": -Infinity}', "not a number of JSON"),
    ("1e400", b'{"vehicles": 1e400}', "too large"),
    ("digits", b'{"vehicles": 1' + b"0" * 5000 + b"}", "too many digits"),
    ("deep", b'{"vehicles":' + b"[" * 100_000, "nested too deep"),
    ("deep and shut", b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
    ("latin-1", '{"å": 1}'.encode("latin-1"), "not UTF-8"),
    ("utf-16", '{"vehicles": []}'.encode("utf-16"), "not UTF-8"),
    ("half a letter", b'{"vehicles": "\\ud800"}', "half a letter"),
    ("half a key", b'{"x\\uDFFF": 1}', "half a letter"),
    ("twice", b'{"vehicles": [], "vehicles": []}', "stands twice"),
    ("zip", b"PK\x03\x04" + b"\0" * 50, "not JSON"),
    ("long", b" " * (MAX_BYTES + 1), "at most 20000000"),
]


@pytest.mark.parametrize(
    ("data", "advice"), [w[1:] for w in NO_JSON], ids=[w[0] for w in NO_JSON]
)
def test_what_is_no_json_is_told(data: bytes, advice: str) -> None:
    with pytest.raises(VroomFileError) as refused:
        read_vroom(data, file="in.json")
    assert advice in refused.value.advice


NOT_PLANNED: list[tuple[str, Spoil, str, str]] = [
    (
        "shipment",
        put(
            "shipments",
            [
                {
                    "pickup": {"id": 1, "location_index": 0},
                    "delivery": {"id": 1, "location_index": 1},
                }
            ],
        ),
        "shipments[0]",
        "is not planned; write a job",
    ),
    (
        "windows of a break",
        put("vehicles.1.breaks", [{"id": 1, "time_windows": [[0, 9], [50, 60]]}]),
        "vehicles[1].breaks[0].time_windows",
        "keep one",
    ),
    (
        "load of a break",
        put("vehicles.1.breaks", [{"id": 1, "max_load": [1, 2]}]),
        "vehicles[1].breaks[0].max_load",
        "--check",
    ),
    (
        "break after the shift",
        put("vehicles.1.breaks", [{"id": 1, "time_windows": [[20_001, 20_009]]}]),
        "vehicles[1].breaks[0]",
        "does not fit",
    ),
    (
        "break too long for the shift",
        put("vehicles.1.breaks", [{"id": 1, "service": 20_001}]),
        "vehicles[1].breaks[0]",
        "does not fit",
    ),
    (
        "many breaks",
        put("vehicles.1.breaks", [{"id": k} for k in range(50)]),
        "vehicles[1].breaks",
        "of one vehicle are planned",
    ),
    (
        "travel time beside kilometres",
        twice(
            put("vehicles.0.max_travel_time", 900),
            put("vehicles.0.costs", {"per_km": 3}),
        ),
        "vehicles[0].max_travel_time",
        "all that a vehicle pays for",
    ),
    (
        "distance beside hours",
        put("vehicles.0.max_distance", 900),
        "vehicles[0].max_distance",
        "all that a vehicle pays for",
    ),
    (
        "no travel at all",
        put("vehicles.0.max_travel_time", 0),
        "vehicles[0].max_travel_time",
        "no way between two places is as short",
    ),
    (
        "many kinds",
        put(
            "vehicles",
            [
                {"id": k, "end_index": 0, "capacity": [1, 2], "costs": {"per_hour": k}}
                for k in range(1, 14)
            ],
        ),
        "vehicles",
        "at most 12 profiles",
    ),
    (
        "many skills",
        put("jobs.1.skills", list(range(63))),
        "jobs[1].skills",
        "at most 62",
    ),
    (
        "many places",
        put("jobs", [{"id": k, "location_index": 1} for k in range(5500)]),
        "jobs",
        "more than are planned at once",
    ),
    (
        "forced",
        steps({**ONE, "service_at": 100}),
        "vehicles[0].steps[0]",
        "--check",
    ),
    (
        "there and back",
        put("jobs.0.pickup", [1, 0]),
        "jobs[0].pickup",
        "make two jobs",
    ),
    (
        "tasks and pickups",
        twice(put("jobs.0.pickup", [1, 0]), put("jobs.0.delivery", ...)),
        "vehicles[1].max_tasks",
        "jobs[0].pickup",
    ),
    (
        "times by type",
        twice(
            put("vehicles.0.type", "van"),
            put("jobs.0.service_per_type", {"van": 70}),
        ),
        "jobs[1].service_per_type",
        "than at jobs[0]",
    ),
    (
        "task hours of a shared place",
        twice(
            put("jobs.0", {"id": 5, "location_index": 2, "setup": 30, "service": 1}),
            put("jobs.1.time_windows", ...),
            put("vehicles.1.costs.per_task_hour", 3),
        ),
        "jobs[0].service",
        "must not depend on the vehicle",
    ),
    (
        "huge task hours",
        twice(
            put("vehicles.0.costs", {"per_task_hour": 2**32 - 1}),
            put("jobs.0.service", 2**32 - 1),
        ),
        "vehicles[0].costs.per_task_hour",
        "smaller number",
    ),
    (
        "setup at the depot",
        put("jobs.1.location_index", 0),
        "jobs[1].setup",
        "vehicles[0] starts at this location",
    ),
    (
        "two setups",
        put("jobs.0.location_index", 2),
        "jobs[1].setup",
        "jobs[0].setup at the same location is 0",
    ),
    (
        "windows and setup",
        twice(put("jobs.0.location_index", 2), put("jobs.0.setup", 30)),
        "jobs[1].time_windows",
        "several jobs",
    ),
    (
        "huge prices",
        twice(
            put("vehicles.0.costs", {"per_hour": 2**32 - 1, "per_km": 2**31 + 1}),
            put("matrices.car.durations.0.1", 299),
        ),
        "matrices.car.costs",
        "rounder",
    ),
    (
        "huge fixed price",
        twice(
            put("vehicles.0.costs", {"fixed": 2**32 - 1, "per_hour": 3607}),
            put("matrices.car.durations.0.1", 299),
            put(
                "jobs",
                [{"id": k, "location_index": 1, "priority": 100} for k in range(50)],
            ),
        ),
        "vehicles",
        "smaller or rounder",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "path", "advice"),
    [w[1:] for w in NOT_PLANNED],
    ids=[w[0] for w in NOT_PLANNED],
)
def test_what_is_not_planned_is_refused_by_name(
    spoil: Spoil, path: str, advice: str
) -> None:
    document = good()
    spoil(document)
    found = read_vroom(json.dumps(document).encode(), file="in.json")
    with pytest.raises(VroomFileError) as refused:
        vroom_day(found)
    assert refused.value.path == path
    assert advice in refused.value.advice


def test_a_plan_without_steps_cannot_be_checked() -> None:
    found = read_vroom(json.dumps(good()).encode(), file="in.json")
    with pytest.raises(VroomFileError, match=r"vehicles\[0\]\.steps: missing"):
        check_plan(found)


def test_forced_starts_that_contradict_each_other_are_told() -> None:
    document = good()
    steps({**ONE, "service_at": 900}, {"type": "job", "id": 6, "service_at": 800})(
        document
    )
    found = read_vroom(json.dumps(document).encode(), file="in.json")
    with pytest.raises(VroomFileError, match="loosen one") as refused:
        check_plan(found)
    assert refused.value.path == "vehicles[0].steps"
