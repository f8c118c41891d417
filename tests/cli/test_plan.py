"""`lockyard plan` end to end: the same steps give the same bytes, faults are told."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cli import places, plan
from console.cli.main import app
from console.cli.places import demo_file
from console.interchange.depot_file import read_depot
from tests.flows.live import morning

ROOT = Path(__file__).parents[2]
DEPOT = ROOT / "resources" / "demo" / "depot.toml"

type Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    region: Path, kernels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command with files that are good unless a test names others."""
    monkeypatch.setattr(places, "kernel_folder", lambda: kernels)
    monkeypatch.setattr(plan, "kernel_folder", lambda: kernels)

    def with_words(**given: object) -> tuple[int, str]:
        words = {
            "region": region,
            "depot": DEPOT,
            "manifest": tmp_path / "manifest.csv",
            "out": tmp_path / "plan.json",
            "iterations": 40,
            "date": "2026-11-20",
            **given,
        }
        given_more = words.pop("more", ())
        more = [given_more] if isinstance(given_more, str) else [*given_more]
        if words.pop("all_door", True) is None:
            more.append("--no-all-door")
        line = [f"--{name.replace('_', '-')}={word}" for name, word in words.items()]
        result = CliRunner().invoke(app, ["plan", *line, *more])
        if result.exception is not None:
            assert isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return with_words


def stands_once(plan_file: Path, manifest: bytes) -> None:
    """Every parcel is either assigned or not, with a reason."""
    made = json.loads(plan_file.read_bytes())
    wanted = [row["id"] for row in csv.DictReader(io.StringIO(manifest.decode()))]
    entries = [*made["parcels"], *made["unassigned"]]
    assert Counter(entry["parcel"] for entry in entries) == Counter(wanted)
    assert all(entry["reason"]["code"] for entry in entries)


def test_the_same_steps_write_the_same_bytes(run: Run, tmp_path: Path) -> None:
    manifest = morning(50)
    (tmp_path / "manifest.csv").write_bytes(manifest)
    for name in ("one", "two"):
        status, said = run(out=tmp_path / name)
        assert status == 0, said
        assert "To lockers" in said
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    stands_once(tmp_path / "one", manifest)
    made = json.loads((tmp_path / "one").read_bytes())
    model = read_depot(DEPOT.read_bytes(), file="depot.toml")
    site_of = {cabinet.id: cabinet.site for cabinet in model.cabinets}
    boxes = Counter(
        (site_of[box.cabinet], box.size_class) for box in model.compartments
    )
    promised = Counter(
        (entry["site"], entry["size_class"])
        for entry in made["parcels"]
        if entry["channel"] == "locker"
    )
    assert promised
    assert all(count <= boxes[key] for key, count in promised.items())


WORK = b"""\
co2_g_per_km = 23
longest_tour_s = 14400
trips = 4
reload_s = 300
[[vehicle_type.break]]
window = ["09:30", "10:30"]
duration_s = 1500
[[vehicle_type]]
"""
LIKES = b"""\
[settings]
level_0_percent = 100
missed_level_eur = 4.0
zone_eur = 0.5

[[size_class]]
"""


def test_a_day_is_planned_as_the_depot_file_says(run: Run, tmp_path: Path) -> None:
    """Rests in their windows, tours no longer than allowed, quotas and zones paid."""
    (tmp_path / "manifest.csv").write_bytes(morning(50))
    depot = tmp_path / "own.toml"
    text = demo_file("depot.toml").replace(b"[[size_class]]", LIKES, 1)
    text = text.replace(b"parcels = 60", b"parcels = 10")
    head, bike, rest = text.partition(b"co2_g_per_km = 23\n")
    assert bike
    keys, _, others = rest.partition(b"[[vehicle_type]]\n")
    depot.write_bytes(head + keys + WORK + others)
    status, said = run(depot=depot)
    assert status == 0, said
    made = json.loads((tmp_path / "plan.json").read_bytes())
    costs = {line["line"]: line["money"] for line in made["cost"]["lines"]}
    bikes = [route for route in made["routes"] if route["type"] == "cargo-bike"]
    assert bikes
    for route in bikes:
        assert route["finish_s"] - route["departure_s"] <= 14_400
        pauses = route.get("pauses", ())
        rests = [one for one in pauses if one["kind"] == "rest"]
        over = route["departure_s"] < 34_200 and route["finish_s"] > 37_800
        assert len(rests) == over
        assert all(34_200 <= one["start_s"] <= 37_800 for one in rests)
        again = [one for one in pauses if one["kind"] == "loading"]
        assert len(again) == (sum(len(s["drops"]) for s in route["stops"]) - 1) // 10
        assert all(one["end_s"] - one["start_s"] >= 300 for one in again)
    assert any("pauses" in route for route in bikes)
    assert costs["zones"] > 0
    depot.write_bytes(text.replace(b"= 100\n", b"= 101\n"))
    status, said = run(depot=depot)
    assert status == 1
    assert "settings.level_0_percent: out of range" in said.replace("\n", "")


def test_orders_ask_for_skills_and_soft_ends(run: Run, tmp_path: Path) -> None:
    """Whoever has the keys brings what needs them; what comes late is paid for."""
    rows = list(csv.DictReader(io.StringIO(morning(24).decode())))
    asked = {row["id"] for row in rows[::4]}
    for row in rows:
        row["skills"] = "keys" if row["id"] in asked else ""
        row["late from"] = "8:05" if row["preference"] == "door" else ""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "manifest.csv").write_text(text.getvalue(), encoding="utf-8")
    depot = tmp_path / "own.toml"
    own = b'courier = "Courier 2"\nskills = ["Keys"]\n'
    plain = demo_file("depot.toml")
    depot.write_bytes(plain.replace(b'courier = "Courier 2"\n', own, 1))
    status, said = run(depot=depot)
    assert status == 0, said
    made = json.loads((tmp_path / "plan.json").read_bytes())
    able = {
        drop["parcel"]
        for route in made["routes"]
        if route["vehicle"] == "V02"
        for stop in route["stops"]
        for drop in stop["drops"]
    }
    left = {entry["parcel"]: entry["reason"]["code"] for entry in made["unassigned"]}
    assert asked <= able | left.keys()
    assert asked & able
    costs = {line["line"]: line["money"] for line in made["cost"]["lines"]}
    assert costs["lateness"] > 0


def test_bad_rows_are_told_and_the_rest_is_planned(run: Run, tmp_path: Path) -> None:
    rows = morning(12).decode().splitlines(keepends=True)
    rows[3] = rows[3].replace(",33.3,", ",wide,")
    rows[5] = rows[5].replace("ambient", "tropical")
    unsure = rows[7].split(",")
    unsure[3] = "Olematonkuja 999"
    rows[7] = ",".join(unsure)
    (tmp_path / "manifest.csv").write_text("".join(rows), encoding="utf-8")
    left_out = tmp_path / "left-out.csv"
    status, said = run(rejected=left_out, more="--report")
    assert status == 0, said
    assert "Sites without a door left" in said
    assert "No plan costs less than" in said
    assert "manifest.csv:4:" in said
    assert "manifest.csv:6:" in said
    assert left_out.read_text("utf-8-sig").count("\n") == 3
    made = json.loads((tmp_path / "plan.json").read_bytes())
    assert len(made["parcels"]) + len(made["unassigned"]) == 10
    held = {entry["parcel"]: entry["reason"]["code"] for entry in made["unassigned"]}
    assert held[unsure[0]].startswith("address_")


def test_several_manifests_are_one_import(run: Run, tmp_path: Path) -> None:
    """The second is JSON; what the first had already is named with both lines."""
    (tmp_path / "manifest.csv").write_bytes(morning(8))
    rows = list(csv.DictReader(io.StringIO(morning(10).decode())))[7:]
    late = tmp_path / "late.json"
    late.write_text(json.dumps(rows), encoding="utf-8")
    status, said = run(more=f"--manifest={late}", all_door=None)
    assert status == 0, said
    assert "late.json:1:" in said
    made = json.loads((tmp_path / "plan.json").read_bytes())
    assert len(made["parcels"]) + len(made["unassigned"]) == 10


@pytest.mark.parametrize("missing", ["region", "depot", "manifest", "out"])
def test_a_missing_file_is_named(run: Run, tmp_path: Path, missing: str) -> None:
    (tmp_path / "manifest.csv").write_bytes(morning(3))
    status, said = run(**{missing: tmp_path / "nowhere" / "at-all"})
    assert status == 1
    assert "at-all" in said.replace("\n", "")
    assert "Traceback" not in said


def test_a_broken_depot_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_bytes(morning(3))
    depot = tmp_path / "bent.toml"
    depot.write_bytes(demo_file("depot.toml").replace(b"format = 1", b"format = 99"))
    status, said = run(depot=depot)
    assert status == 1
    assert "bent.toml" in said


def test_scenarios_and_the_fleet_beside_the_plan(run: Run, tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_bytes(morning(40))
    names = "mixed,all-door,all-locker,fleet:van=1,set:reach_m=900,fleet:lorry=2"
    words = [f"--compare={names}", "--fleet"]
    status, said = run(more=words)
    assert status == 1
    assert "fleet:lorry=2: the depot has no vehicle type lorry" in said
    for told in ("all-locker", "set: reach_m", "EUR, options", "in lockers", "advised"):
        assert told in said, told
    written = (tmp_path / "plan.json").read_bytes()
    status, said = run(more=[*words, "--json"])
    assert status == 1
    assert (tmp_path / "plan.json").read_bytes() == written
    found = json.loads(said[said.index("{") : said.rindex("}") + 1])
    by_name = {one["scenario"]: one for one in found["scenarios"]}
    assert [*by_name] == names.split(",")[:-1]
    assert by_name["mixed"]["eur"] == found["eur"]
    assert by_name["all-door"]["to_lockers"] == 0
    assert by_name["all-locker"]["to_lockers"] >= by_name["mixed"]["to_lockers"]
    assert by_name["fleet:van=1"]["vehicles"].get("van", 0) <= 1
    assert by_name["set:reach_m=900"]["to_lockers"] > 0
    assert len({one["steps"] for one in by_name.values()}) == 1
    assert {one["type"] for one in found["fleet"]["types"]} >= {"van", "cargo-bike"}
    assert found["fleet"]["advised_eur"] <= found["fleet"]["eur"]
    assert len(found["refused"]) == 1


def test_a_scenario_that_cannot_be_read_is_refused_at_once(run: Run) -> None:
    status, said = run(more="--compare=mixed,al-door")
    assert status == 2
    assert "al-door" in said
    assert "all-door" in said


def test_seconds_and_steps_are_not_given_together(run: Run) -> None:
    status, said = run(budget_s=1)
    assert status == 2
    assert "--iterations" in said


@pytest.mark.slow
def test_a_day_in_copenhagen(run: Run, shared_data: Path, tmp_path: Path) -> None:
    """A city the program was not made on: pack, depot, manifest and plan."""
    (extract,) = (shared_data / "osm").glob("copenhagen*.osm.pbf")
    pack, files = tmp_path / "pack", tmp_path / "files"
    for words in (
        ["region", "build", str(extract), "--out", str(pack)],
        [
            "generate",
            "--region",
            str(pack),
            "--parcels",
            "600",
            "--out",
            str(files),
        ],
    ):
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
    status, said = run(
        region=pack,
        depot=files / "depot.toml",
        manifest=files / "manifest.csv",
        iterations=500,
    )
    assert status == 0, said
    stands_once(tmp_path / "plan.json", (files / "manifest.csv").read_bytes())
