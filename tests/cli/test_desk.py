"""`lockyard` before any window: what it works with, and what it says without it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cli import desk
from console.cli.main import app
from console.wiring.house import Where

Opened = list[tuple[Where, list[Path]]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Every desk that would have been opened; the window is tested elsewhere."""
    seen: Opened = []

    def note(where: Where, *, files: list[Path]) -> int:
        seen.append((where, files))
        return 0

    monkeypatch.setattr("console.app.run_desk", note)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return seen


def test_without_a_region_it_says_how_to_get_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--data", str(tmp_path / "data")])
    assert result.exit_code == 1
    assert "lockyard region build" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_region_given_once_is_remembered(tmp_path: Path, opened: Opened) -> None:
    data, region = tmp_path / "da ta", tmp_path / 'a "region"'
    first = ["--data", str(data), "--region", str(region), "--depot", "depot.toml"]
    assert CliRunner().invoke(app, first).exit_code == 0
    assert CliRunner().invoke(app, ["--data", str(data)]).exit_code == 0
    assert [where.region for where, _ in opened] == [region, region]
    assert [files for _, files in opened] == [[Path("depot.toml")], []]


def test_another_store_is_used_and_kept(tmp_path: Path, opened: Opened) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    (tmp_path / desk.SETTINGS).write_text(f'store_url = "{url}"\n', "utf-8")
    given = ["--data", str(tmp_path), "--region", str(tmp_path)]
    assert CliRunner().invoke(app, given).exit_code == 0
    assert CliRunner().invoke(app, given[:2]).exit_code == 0
    assert {where.store_url for where, _ in opened} == {url}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region = ", "desk.toml"),
        ("regoin = 'x'", "regoin is not known"),
        ("region = 3", "region must be a text"),
    ],
)
def test_settings_that_cannot_be_read_are_named(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / desk.SETTINGS).write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["--data", str(tmp_path)])
    assert result.exit_code == 1
    assert said in result.stderr


def test_without_a_display_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    given = ["--data", str(tmp_path), "--region", str(tmp_path)]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 1
    assert "no display" in result.stderr
    assert "lockyard demo --headless" in result.stderr
