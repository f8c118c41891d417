"""python -m hardware, as a person and as another program meet it."""

import asyncio
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from hardware.__main__ import main
from hardware.cabinets import protocols

ROOT = Path(__file__).parents[2]
KIND = ["--pty"] if hasattr(os, "openpty") else ["--tcp", "0"]
LOOP_FACTORY = asyncio.new_event_loop


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "hardware", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def run_here(*arguments: str) -> subprocess.CompletedProcess:
    """The same without a process of its own, which costs a second to begin."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@contextmanager
def simulator(*arguments: str) -> Iterator[tuple[str, subprocess.Popen]]:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "hardware", "simulate", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        port = process.stdout.readline().strip()
        yield port, process
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def test_boards_are_found_opened_recorded_and_seen_again(tmp_path: Path) -> None:
    scenario = tmp_path / "day.toml"
    # Lock 5 comes and goes all the time, each time long enough to be seen twice.
    scenario.write_text(
        "[[door]]\nboard = 1\nlock = 3\nitem = true\n"
        + "".join(
            f'[[step]]\nat_ms = {n * 1200}\nboard = 1\nlock = 5\ndo = "{do}"\n'
            for n, do in enumerate(["force", "shut"] * 50)
        )
    )
    with simulator(*KIND, "--boards", "2", "--scenario", str(scenario)) as (port, it):
        found = run("identify", "--port", port, "--protocol", "kerong-cu16")
        assert found.returncode == 0, found.stderr
        assert len(found.stdout.splitlines()) == 2
        assert "board 1" in found.stdout
        assert "items: 3" in found.stdout
        recording = tmp_path / "line.jsonl"
        options = "--boards", "0,1", "--seconds", "4"
        opened = run_here("open", "--port", port, "--board", "1", "--door", "3")
        assert opened.returncode == 0
        assert opened.stdout == "opened; pulsed: yes; reads: open\n"
        recorded = run(
            "record", "--port", port, *options, "--out", str(recording), "--frames"
        )
        assert recorded.returncode == 0, recorded.stderr
        assert "closed board 1 door 5" in recorded.stdout
        assert re.search(r"tx \+[\d.]+ ms 02 10 30 03 45 \[sent\]", recorded.stdout)
        it.stdin.close()
        last = json.loads(it.stdout.read())
        assert last["abuses"] == []
        assert last["pulses"] == [{"board": 1, "lock": 3, "length_ms": 500}]
    again = run("replay", str(recording), "--boards", "0,1")
    assert again.returncode == 0
    assert "closed board 1 door 5" in again.stdout
    watched = run_here("watch", "--port", port, "--seconds", "1")
    assert watched.returncode == 2
    assert port in watched.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM to catch")
def test_the_simulator_ends_on_a_signal_and_when_its_time_is_over() -> None:
    with simulator("--tcp", "0") as (port, it):
        assert re.fullmatch(r"socket://127\.0\.0\.1:\d+", port)
        it.send_signal(signal.SIGTERM)
        assert it.wait(5) == 0
    with simulator("--tcp", "0", "--seconds", "0.2") as (_, it):
        assert it.wait(5) == 0


def test_a_door_that_does_not_open_is_a_failure(tmp_path: Path) -> None:
    scenario = tmp_path / "day.toml"
    scenario.write_text("[[door]]\nboard = 0\nlock = 3\njammed = true\n")
    with simulator("--tcp", "0", "--scenario", str(scenario)) as (port, _):
        jammed = run_here("open", "--port", port, "--board", "0", "--door", "3")
        assert jammed.returncode == 1
        assert jammed.stdout.startswith("not_opened not-seen-open; pulsed: yes")
        nowhere = run_here("open", "--port", port, "--board", "0", "--door", "17")
        assert nowhere.returncode == 1
        assert "no-such-door" in nowhere.stdout


@pytest.mark.skipif(KIND != ["--pty"], reason="a network's patience takes too long")
def test_family_rate_and_addresses_are_found(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = "kerong-cu12", "modbus-coils"
    with simulator(*KIND, "--protocol", "modbus-coils", "--boards", "2") as (port, it):
        monkeypatch.setattr(protocols, "families", lambda: few)
        monkeypatch.setattr("hardware.__main__._FIRST_ADDRESSES", 1)
        assert main(["identify", "--port", port]) == 0
        it.stdin.close()
        assert json.loads(it.stdout.read()) == {"pulses": [], "abuses": []}
    told = capsys.readouterr()
    assert "kerong-cu12, 19200 baud: no board answers" in told.err
    one, two = told.out.splitlines()
    assert one.startswith("modbus-coils, 115200 baud, board 1: read inputs gave FF FF")
    assert two.startswith("modbus-coils, 115200 baud, board 2: ")


def test_a_family_is_opened_watched_recorded_and_decoded(
    capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    """The one with the most to say: events, and refusals that look like questions."""
    family = "--protocol", "8a-80-24"
    recording = str(tmp_path / "line.jsonl")
    with simulator("--tcp", "0", *family) as (port, _):
        at = "--port", port, *family
        assert main(["open", *at, "--board", "1", "--door", "3"]) == 0
        watching = "--seconds", "1", "--frames"
        assert main(["record", *at, *watching, "--out", recording]) == 0
    told = capsys.readouterr().out
    assert told.startswith("opened; pulsed: yes; reads: open\n")
    assert "80 01 00 33 B2 [sent] status, board 1 every lock" in told
    assert main(["replay", recording, "--frames"]) == 0
    assert "80 01 FF FF FB 33 49 [ok]" in capsys.readouterr().out
    assert main(["decode", "8a-80", "8A 01 01 11 9B 82 01 01 00 82"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "8A 01 01 11 9B  unlock, board 1 lock 1",
        "82 01 01 00 82  board 1 lock 1: 00 (event)",
    ]


def test_nobody_there(capsys: pytest.CaptureFixture) -> None:
    with simulator("--tcp", "0", "--seconds", "30") as (port, _):
        assert main(["open", "--port", port, "--board", "5", "--door", "3"]) == 1
    told = capsys.readouterr().out
    assert told == "refused no-answer; pulsed: no; reads: unknown\n"


def test_frames_in_words(capsys: pytest.CaptureFixture) -> None:
    frames = "0200300335", "02 00 35 FE FF 03", "00 03 3A"
    assert main(["decode", "kerong-cu16", *frames]) == 0
    asked, answered = capsys.readouterr().out.splitlines()
    assert asked == "02 00 30 03 35  status, board 0"
    assert answered.startswith("02 00 35 FE FF 03 00 03 3A  board 0 bits set: 2 3")
    assert main(["decode", "kerong-cu16", "02 10 30 03 3E", "FF 02"]) == 1
    told = capsys.readouterr().out
    assert "wrong check" in told
    assert "unfinished" in told
    assert main(["decode", "kerong-cu16", "xy"]) == 2
    assert "not hexadecimal" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["identify", "--port", "/dev/no-such-port"],
        ["watch", "--port", "socket://127.0.0.1:1"],
        ["open", "--port", "rfc2217://x", "--board", "0", "--door", "1"],
        ["replay", "no-such-file"],
    ],
)
def test_what_cannot_be_tried_says_why(arguments: list[str], capsys) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("hardware: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["open", "--port", "x"],
        ["open", "--port", "x", "--door", "1"],
        ["simulate", "--boards", "1"],
        [],
    ],
)
def test_what_is_left_out_is_asked_for(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
