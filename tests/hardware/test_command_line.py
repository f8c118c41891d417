"""python -m hardware, as a person and as another program meet it."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.__main__ import main

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
        found = run("identify", "--port", port)
        assert found.returncode == 0, found.stderr
        assert len(found.stdout.splitlines()) == 2
        assert "board 1" in found.stdout
        assert "items: 3" in found.stdout
        recording = tmp_path / "line.jsonl"
        options = "--boards", "0,1", "--seconds", "6"
        opened = run("open", "--port", port, "--board", "1", "--door", "3")
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
    watched = run("watch", "--port", port, "--seconds", "1")
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
        jammed = run("open", "--port", port, "--board", "0", "--door", "3")
        assert jammed.returncode == 1
        assert jammed.stdout.startswith("not_opened not-seen-open; pulsed: yes")
        nowhere = run("open", "--port", port, "--board", "0", "--door", "17")
        assert nowhere.returncode == 1
        assert "no-such-door" in nowhere.stdout


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
