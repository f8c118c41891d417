"""`lockyard directions`, `reach` and `nearest` as a person types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from typer.testing import CliRunner

from console.cli.main import app

DEPOT = Path(__file__).parents[2] / "resources" / "demo" / "depot.toml"
STATION, MARKET, AT_SEA = "60.1708,24.9414", "60.1675, 24.9520", "60.1460;24.9880"
ADDRESS = "Kasarmikatu 21, Helsinki"

type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(region: Path) -> Run:
    """The command in the demo's region: exit code, output, complaints."""

    def with_words(*words: str) -> tuple[int, str, str]:
        command, *rest = words
        result = CliRunner().invoke(app, [command, f"--region={region}", *rest])
        if result.exception is not None:
            assert isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return with_words


def test_the_way_on_foot_and_its_line(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "way.geojson"
    code, said, _ = run(
        "directions", STATION, MARKET, "--mode=walk", "--via", ADDRESS, f"--out={out}"
    )
    assert code == 0
    heads = [line for line in said.splitlines() if " -> " in line]
    assert len(heads) == 2
    assert "Kasarmikatu 21" in heads[0]
    assert said.count("Head ") == 2
    assert said.count("You have arrived") == 2
    made = json.loads(out.read_text(encoding="utf-8"))
    lines = [f for f in made["features"] if f["geometry"]["type"] == "LineString"]
    points = [f for f in made["features"] if f["geometry"]["type"] == "Point"]
    assert len(lines) == 2
    for number, line in enumerate(lines):
        steps = [f["properties"] for f in points if f["properties"]["leg"] == number]
        assert sum(step["metres"] for step in steps) == line["properties"]["metres"]
        assert steps[0]["code"] == "depart"


@pytest.mark.parametrize(
    ("language", "begins"),
    [("fi", "Lähde "), ("de", "Richtung "), ("da", "Start mod "), ("en", "Head ")],
)
def test_languages(run: Run, language: str, begins: str) -> None:
    code, said, _ = run("directions", STATION, MARKET, f"--language={language}")
    assert code == 0
    assert begins in said


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("directions", STATION, AT_SEA), 1, "more than 200 m from any street"),
        (("directions", STATION, "Qwertzstrasse 999"), 1, "no address like"),
        (("directions", STATION, "95,24"), 1, "not on the globe"),
        (("directions", STATION, MARKET, "--language=sv"), 2, "sv is not one of"),
        (("directions", STATION, MARKET, "--mode=sledge"), 2, "sledge"),
        (("directions", STATION), 2, "TO"),
        (("reach", AT_SEA, "--out=x.geojson"), 1, "no street within"),
        (("reach", STATION, "--out=x.geojson", "--minutes=0"), 2, "not minutes"),
        (("reach", STATION, "--out=x.geojson", "--minutes=ten"), 2, "not minutes"),
        (("nearest", STATION, "--depot=nowhere.toml"), 1, "nowhere.toml"),
        (("nearest", AT_SEA, f"--depot={DEPOT}"), 1, "No street within 200 m"),
    ],
)
def test_complaints(
    run: Run,
    words: tuple[str, ...],
    code: int,
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "200")
    found, _, said = run(*words)
    assert found == code
    assert complaint in said
    assert not list(tmp_path.iterdir())


def test_a_region_that_is_not_there(tmp_path: Path) -> None:
    words = ["directions", f"--region={tmp_path}", STATION, MARKET]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert "lockyard region build" in result.stderr


def test_reaches_lie_within_each_other(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "reach.geojson"
    words = ("reach", STATION, "--minutes=5,2.5,10", f"--out={out}")
    assert run(*words)[0] == 0
    made = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [f["properties"]["minutes"] for f in made] == [10, 5, 2.5]
    areas = [shapely.from_geojson(json.dumps(f["geometry"])) for f in made]
    assert all(shapely.is_valid(area) for area in areas)
    assert areas[0].area > areas[1].area > areas[2].area > 0
    assert run(*words, "--mode=van", "--to")[0] == 0


def test_nearest_sites_from_home_and_work(run: Run) -> None:
    code, said, _ = run("nearest", STATION, f"--depot={DEPOT}", "--count=2")
    assert code == 0
    assert len(said.splitlines()) == 2
    metres = [int(line.split(" m ")[0].split()[-1]) for line in said.splitlines()]
    assert metres == sorted(metres)
    code, said, _ = run(
        "nearest", STATION, f"--depot={DEPOT}", f"--work={ADDRESS}", "--step-free"
    )
    assert code == 0
    assert "Kasarmikatu 21" in said
    code, said, complaint = run(
        "nearest", AT_SEA, f"--depot={DEPOT}", f"--work={ADDRESS}", "--count=1"
    )
    assert code == 0
    assert "No street within 200 m" in complaint
