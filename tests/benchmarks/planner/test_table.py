"""The table of rows, its catalogue, and one run in a process of its own."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.planner import table
from tests.benchmarks.planner.catalogue import (
    Entry,
    build,
    entries,
    matching,
    public,
)
from tests.benchmarks.planner.runs import METHODS, Row, method_named, run


def row(method: str, seed: int, cost: float | None, **more: object) -> Row:
    feasible = bool(more.pop("feasible", cost is not None))
    instance = str(more.pop("instance", "ring-300-1"))
    return Row(instance, method, seed, 10, 9.5, cost, feasible, **more)  # type: ignore[arg-type]


def test_medians_spread_and_what_is_beside_ours() -> None:
    rows = [
        *(row("lockyard", k, cost, best_known=90.0) for k, cost in ((1, 100), (2, 98))),
        row("lockyard", 3, 99.0, best_known=90.0),
        row("vroom", 1, 108.9),
        row("vroom", 2, 50.0, feasible=False, why="shift van0 12"),
        row("pyvrp-groups", 1, None, why="too many", possible=False),
    ]
    lines = table.printed(rows).splitlines()
    assert lines[1].split()[:3] == ["ring-300-1", "10", "lockyard"]
    assert lines[1].split()[3:6] == ["3/3", "99.00", "98.00"]
    figures = ["100.00", "+2.04", "%", "+0.00", "%", "+10.00", "%", "9.5", "0"]
    assert lines[1].split()[6:] == figures
    assert lines[2].split()[3:7] == ["1/2", "108.90", "108.90", "108.90"]
    assert "+10.00 %" in lines[2]
    assert lines[3].split()[3] == "cannot"
    assert lines[-2:] == [
        "ring-300-1 vroom: shift van0 12",
        "ring-300-1 pyvrp-groups: too many",
    ]


def test_vehicles_come_first_in_the_table_too() -> None:
    name = "R104-vehicles"
    rows = [
        row("lockyard", 1, 9_001_010.0, instance=name, best_known=9_001_000.0),
        row("vroom", 1, 10_000_909.0, instance=name, best_known=9_001_000.0),
    ]
    lines = table.printed(rows).splitlines()
    assert "9 v 1010.0" in lines[1]
    assert "+0 v +1.0 %" in lines[1]
    assert "10 v 909.0" in lines[2]
    assert "+1 v -10.0 %" in lines[2]
    assert table.told(rows[0]) == "R104-vehicles lockyard seed 1: 9 v 1010.0 9.5 s"


def test_nothing_feasible_has_no_figures() -> None:
    lines = table.printed([row("vroom", 1, 5.0, feasible=False, why="late")])
    assert "0/1" in lines
    assert "ring-300-1 vroom: late" in lines


def test_methods_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def answer(entry: Entry, method: str, seed: int) -> Row:
        asked.append((method, seed))
        possible = method != "vroom"
        return row(method, seed, 1.0 if possible else None, possible=possible)

    monkeypatch.setattr(table, "run", answer)
    rows = list(table.runs([Entry("a", 1)], ["lockyard", "vroom"], 3))
    assert asked == [("lockyard", 1), ("vroom", 1), ("lockyard", 2), ("lockyard", 3)]
    assert len(rows) == 4


def test_main_writes_every_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(table, "run", lambda e, m, s: row(m, s, e.cpu_s))
    path = tmp_path / "rows.json"
    arguments = ["planner", "--json", str(path), "--only", "ring-300-?", "--seconds"]
    assert main([*arguments, "7", "--seeds", "2", "--methods", "vroom"]) == 0
    written = json.loads(path.read_text())
    assert written == [asdict(row("vroom", seed, 7.0)) for seed in (1, 2)]
    assert {"instance", "method", "seed", "cpu_s", "cost", "feasible"} <= {*written[0]}
    assert "7.00" in capsys.readouterr().out
    assert main(["planner", "--only", "no-such-?"]) == 1


def test_at_least_five_seeds_and_every_method_unless_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Row] = []

    def answer(entry: Entry, method: str, seed: int) -> Row:
        seen.append(row(method, seed, 1.0, instance=entry.name))
        return seen[-1]

    monkeypatch.setattr(table, "run", answer)
    main(["planner"])
    for entry in entries():
        here = {(r.method, r.seed) for r in seen if r.instance == entry.name}
        assert here == {(m, s) for m in METHODS for s in range(1, 6)}


def test_the_catalogue_has_days_of_three_sizes() -> None:
    names = [entry.name for entry in entries()]
    assert len(names) == len(set(names))
    for size in ("-300-", "-1000-", "-5000-"):
        assert any(size in name for name in names)
    assert {entry.name for entry in entries(quick=True)} <= {*names}
    assert [e.name for e in matching(entries(), ["grid-40-3"])] == ["grid-40-3"]


def test_public_instances_with_best_known(shared_data: Path) -> None:
    assert len(public()) == len(set(public())) >= 30
    assert build("R104-vehicles").best_known == 9_001_007.24
    assert build("R104-distance").best_known == 976.61
    assert build("X115-HVRP").best_known == 19412.56
    assert build("C201R0.5").task.trips is not None
    with pytest.raises((FileNotFoundError, ValueError)):
        build("R999-vehicles")


@pytest.mark.parametrize("name", METHODS)
def test_methods_by_name(name: str) -> None:
    assert method_named(name).name == name


def test_a_run_has_a_process_of_its_own() -> None:
    found = run(Entry("grid-16-1", 0.3), "cpsat+pyvrp", 1)
    assert found.feasible, found.why
    assert found.cost is not None
    assert 0.2 < found.cpu_s < 3
    assert found.peak_mb > 20


def test_what_a_method_cannot_take_is_a_row_with_a_reason(shared_data: Path) -> None:
    found = run(Entry("C201R0.5", 0.3), "cpsat+ortools", 1)
    assert (found.cost, found.feasible, found.possible) == (None, False, False)
    assert "release" in found.why


def test_a_city_with_an_extract_has_days_on_its_streets(shared_data: Path) -> None:
    assert "copenhagen-300-1" in {entry.name for entry in entries()}
    problem = build("lauf-30-1").task.problem
    assert len(problem.demands) == 30
    assert {mode.mode for mode in problem.types} == {"van", "bike", "walk"}
