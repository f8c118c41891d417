"""`lockyard plan --vroom` as a person uses it: files in and out, words, faults."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from console.cli import places, vroom
from console.cli.main import app
from console.domain.ids import ParcelId
from console.domain.problem import UNREACHABLE
from console.domain.reasons import Reason, ReasonCode
from console.domain.travel import Travel
from console.geo.streets.modes import Mode
from console.ground.messages import GroundFiles
from console.interchange.errors import VroomFileError
from console.interchange.vroom_file import read_vroom

type Document = dict[str, Any]
type Run = Callable[..., Result]


@pytest.fixture
def run(kernels: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command with what a test writes on its line."""
    monkeypatch.setattr(places, "kernel_folder", lambda: kernels)
    monkeypatch.setattr(vroom, "kernel_folder", lambda: kernels)

    def with_words(*words: object) -> Result:
        line = ["plan", *(str(word) for word in words)]
        result = CliRunner().invoke(app, line)
        if result.exception is not None:
            assert isinstance(result.exception, SystemExit), result.exception
        return result

    return with_words


def small() -> Document:
    """Two jobs in a row of places 100 s apart."""
    far = [[100 * abs(a - b) for b in range(3)] for a in range(3)]
    return {
        "vehicles": [{"id": 7, "start_index": 0, "end_index": 0, "capacity": [3]}],
        "jobs": [
            {"id": 1, "location_index": 2, "delivery": [1], "service": 30},
            {"id": 2, "location_index": 1, "delivery": [1], "setup": 5},
        ],
        "matrices": {"car": {"durations": far}},
    }


def written(folder: Path, document: Document) -> Path:
    """A document as a file."""
    path = folder / "in.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_problem_is_planned_to_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    document = small()
    document["jobs"].append({"id": 3, "location_index": 2, "delivery": [4]})
    result = run(
        "--vroom", written(tmp_path, document), "--out", out, "--iterations", 20
    )
    assert result.exit_code == 0, result.output
    told = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert told == [
        "Routes 1 planned",
        "Jobs 2",
        "Left over 3",
        "Cost 400",
        "Travel 400 s",
        "Waiting 0 s",
        "Violations none",
        f"Written {out}",
    ]
    made = json.loads(out.read_bytes())
    assert made["summary"]["cost"] == 400
    assert made["unassigned"] == [{"id": 3, "type": "job", "location_index": 2}]
    assert sorted(step.get("id", 0) for step in made["routes"][0]["steps"]) == [
        *(0, 0, 1, 2)
    ]


def test_without_a_file_the_solution_goes_to_standard_output(
    run: Run, tmp_path: Path
) -> None:
    path = written(tmp_path, small())
    result = run("--vroom", path, "--iterations", 20, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["summary"]["routes"] == 1
    assert result.stderr == ""


def test_given_steps_are_checked(run: Run, tmp_path: Path) -> None:
    document = small()
    document["vehicles"][0] |= {
        "capacity": [1],
        "time_window": [0, 420],
        "steps": [{"type": "job", "id": 1}, {"type": "job", "id": 2}],
    }
    result = run("--vroom", written(tmp_path, document), "--check")
    assert result.exit_code == 0
    assert "vehicle 7, start: load" in result.stderr
    assert "vehicle 7, end: delay 15 s" in result.stderr
    causes = [
        one["cause"] for one in json.loads(result.stdout)["summary"]["violations"]
    ]
    assert causes == ["delay", "load"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--depot", "depot.toml"], "--depot"),
        (["--manifest", "day.csv"], "--manifest"),
        (["--date", "2026-11-20"], "--date"),
        (["--rejected", "left.csv"], "--rejected"),
    ],
)
def test_what_belongs_to_a_day_does_not_go_with_it(
    run: Run, tmp_path: Path, words: list[str], told: str
) -> None:
    result = run("--vroom", written(tmp_path, small()), *words)
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--check"], "--check"),
        (["--json"], "--region"),
        ([], "--region"),
        (["--region", "pack"], "--depot"),
        (["--region", "pack", "--depot", "depot.toml"], "--manifest"),
    ],
)
def test_a_day_needs_all_of_its_own(run: Run, words: list[str], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_faults_are_told_in_one_line(run: Run, tmp_path: Path) -> None:
    document = small()
    document["jobs"][1]["location_index"] = 3
    path = written(tmp_path, document)
    said = "in.json: jobs[1].location_index: 3: the matrices have rows 0 to 2"
    result = run("--vroom", path)
    assert result.exit_code == 1
    assert result.stderr == f"lockyard plan: {said}\n"
    assert result.stdout == ""
    result = run("--vroom", path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"code": 2, "error": said}
    assert result.stderr == ""
    gone = run("--vroom", tmp_path / "gone.json")
    assert gone.exit_code == 1
    assert "gone.json: No such file" in gone.stderr


def test_where_to_write_is_asked_before_the_search(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, small())
    nowhere = tmp_path / "none" / "out.json"
    words = ("--vroom", path, "--iterations", 10**9, "--out")
    result = run(*words, nowhere)
    assert result.exit_code == 1
    assert f"{nowhere}: its folder is not there" in result.stderr
    result = run(*words, tmp_path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"].startswith(f"{tmp_path}: is a folder")


def test_a_region_that_is_none_is_a_fault_of_routing(run: Run, tmp_path: Path) -> None:
    document = {
        "vehicles": [{"id": 1, "start": [24.94, 60.17]}],
        "jobs": [{"id": 1, "location": [24.95, 60.165]}],
    }
    path = written(tmp_path, document)
    result = run("--vroom", path, "--region", tmp_path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["code"] == 3


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    places.put(out, b"one")
    places.put(out, b"two")
    assert out.read_bytes() == b"two"
    link = tmp_path / "link.json"
    link.symlink_to(out)
    places.put(link, b"three")
    assert link.is_symlink()
    assert out.read_bytes() == b"three"
    with pytest.raises(OSError, match="No such"):
        places.put(tmp_path / "none" / "out.json", b"")
    places.put(Path(os.devnull), b"gone")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.json", "out.json"]


def test_missing_breaks_are_told(run: Run, tmp_path: Path) -> None:
    document = small()
    document["vehicles"][0] |= {
        "breaks": [{"id": 3, "time_windows": [[50, 60]], "service": 10}],
        "steps": [{"type": "job", "id": 1}, {"type": "job", "id": 2}],
    }
    path = written(tmp_path, document)
    result = run("--vroom", path, "--check")
    assert result.exit_code == 0
    assert "vehicle 7: missing break 3" in result.stderr
    document["vehicles"][0]["steps"].insert(0, {"type": "break", "id": 3})
    written(tmp_path, document)
    result = run("--vroom", path, "--check")
    assert "Violations  none" in result.stderr


def test_coordinates_need_matrices_or_a_region(run: Run, tmp_path: Path) -> None:
    document = {
        "vehicles": [{"id": 1, "start": [24.94, 60.17]}],
        "jobs": [{"id": 1, "location": [24.95, 60.165]}],
    }
    result = run("--vroom", written(tmp_path, document))
    assert result.exit_code == 1
    assert "in.json: matrices: missing; write" in result.stderr
    assert "--region" in result.stderr


def test_a_region_gives_travel(run: Run, region: Path, tmp_path: Path) -> None:
    document: Document = {
        "vehicles": [{"id": 1, "start": [24.94, 60.17], "profile": "cargo_bike"}],
        "jobs": [
            {"id": 1, "location": [24.95, 60.165]},
            {"id": 2, "location": [24.94, 60.168]},
        ],
    }
    path = written(tmp_path, document)
    words = ("--vroom", path, "--region", region, "--iterations", 20)
    result = run(*words)
    assert result.exit_code == 0, result.output
    (route,) = json.loads(result.stdout)["routes"]
    assert [step.get("id") for step in route["steps"]] == [None, 2, 1, None]
    assert route["distance"] > 900
    assert 60 < route["duration"] == route["cost"] < 900
    document["vehicles"][0]["profile"] = "ship"
    written(tmp_path, document)
    result = run(*words)
    assert result.exit_code == 1
    assert 'vehicles[0].profile: "ship": the region knows van' in result.stderr


def test_places_off_the_streets_are_named() -> None:
    document = {
        "vehicles": [{"id": 1, "end": [24.94, 60.17]}],
        "jobs": [{"id": 1, "location": [2.35, 48.86]}],
    }
    source = read_vroom(json.dumps(document).encode(), file="in.json")
    ground = GroundFiles(
        places=source.points,
        travel={},
        depot=0,
        parcels={},
        sites={},
        walks={},
        lost={ParcelId("1"): Reason(ReasonCode.NO_STREET_NEARBY, (200,))},
    )
    with pytest.raises(VroomFileError) as refused:
        vroom.laid(source, ground, {"car": Mode.CAR})
    assert refused.value.path == "jobs[0].location"
    assert refused.value.value == "[2.35, 48.86]"


def test_places_without_a_way_are_named(tmp_path: Path) -> None:
    document = {
        "vehicles": [{"id": 1, "end": [24.94, 60.17]}],
        "jobs": [{"id": 1, "location": [24.95, 60.16]}],
    }
    source = read_vroom(json.dumps(document).encode(), file="in.json")
    far = np.array([[0, 9], [UNREACHABLE, 0]], np.int32)
    np.save(tmp_path / "far.npy", far)
    name = str(tmp_path / "far.npy")
    ground = GroundFiles(
        places=source.points,
        travel={Travel(Mode.CAR).key: (name, name)},
        depot=0,
        parcels={ParcelId("0"): 0, ParcelId("1"): 1},
        sites={},
        walks={},
        lost={},
    )
    with pytest.raises(VroomFileError) as refused:
        vroom.laid(source, ground, {"car": Mode.CAR})
    assert refused.value.path == "vehicles[0].end"
    assert refused.value.advice == "no way by car from jobs[0].location"
