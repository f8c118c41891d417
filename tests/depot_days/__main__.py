"""`python -m tests.depot_days generate | check | best`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from console.domain.problem import Problem
from tests.depot_days.best import enter, read_table
from tests.depot_days.checker import check
from tests.depot_days.cities import Shape
from tests.depot_days.files import fingerprint, read_day, read_solution, write_day
from tests.depot_days.generator import generate, name_of


def main(arguments: list[str]) -> int:
    """0, or 1 where a solution is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.depot_days")
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("generate", help="write a day")
    made.add_argument("shape", choices=[*Shape, "streets"])
    made.add_argument("parcels", type=int)
    made.add_argument("seed", type=int)
    made.add_argument("--sites", type=int)
    made.add_argument("--extract", type=Path, help="OSM extract of the streets")
    made.add_argument("--built", type=Path, help="folder to keep built streets in")
    made.add_argument("--out", type=Path, default=Path())
    judged = commands.add_parser("check", help="judge a solution")
    best = commands.add_parser("best", help="show the table, or enter a solution")
    for command, count in ((judged, None), (best, "?")):
        command.add_argument("day", nargs=count, help="a day's file or name")
        command.add_argument("solution", nargs=count, type=Path)
    best.add_argument("--method")
    best.add_argument("--cpu-s", type=float)
    wanted = parser.parse_args(arguments)
    if wanted.command == "generate":
        return _generate(wanted)
    if wanted.command == "check":
        return _check(wanted)
    if wanted.day is None:
        return _show()
    if wanted.solution is None or wanted.method is None or wanted.cpu_s is None:
        parser.error("best DAY SOLUTION --method NAME --cpu-s SECONDS")
    return _enter(wanted)


def day_called(name: str) -> tuple[Problem, str]:
    """A day from its file, or made anew from a name such as ring-300-1."""
    path = Path(name)
    if path.suffix == ".json":
        return read_day(path)
    shape, parcels, seed = name.rsplit("-", 2)
    return generate(shape, int(parcels), int(seed)), name


def _generate(wanted: argparse.Namespace) -> int:
    if wanted.shape == "streets":
        # Only here, so that everything else runs without Lockyard's own parts.
        from tests.depot_days.streets import generate_on_streets, opened  # noqa: PLC0415

        streets = opened(wanted.extract, wanted.built or wanted.out / "streets")
        problem = generate_on_streets(streets, wanted.parcels, wanted.seed)
        name = name_of(wanted.extract.name.split(".")[0], wanted.parcels, wanted.seed)
    else:
        problem = generate(
            wanted.shape, wanted.parcels, wanted.seed, sites=wanted.sites
        )
        name = name_of(wanted.shape, wanted.parcels, wanted.seed)
        if wanted.sites is not None:
            name += f"-with-{wanted.sites}"
    wanted.out.mkdir(parents=True, exist_ok=True)
    path = wanted.out / f"{name}.json"
    write_day(path, problem, name)
    _say(f"{path}  {fingerprint(problem)}")
    return 0


def _check(wanted: argparse.Namespace) -> int:
    problem, name = day_called(wanted.day)
    verdict = check(problem, read_solution(wanted.solution)[0])
    _say(f"{name}  {verdict.cost / 10_000:.4f} EUR  {len(verdict.left)} left")
    for line, cost in verdict.lines.items():
        _say(f"  {line:<12} {cost / 10_000:12.4f}")
    for violation in verdict.violations:
        _say(f"  {violation.what}: {', '.join(str(arg) for arg in violation.args)}")
    return 0 if verdict.feasible else 1


def _show() -> int:
    for name, row in read_table().items():
        _say(
            f"{name:<24} {row.cost / 10_000:12.4f} EUR  {row.left:3} left"
            f"  {row.cpu_s:8.1f} s  {row.found}  {row.fingerprint}  {row.method}"
        )
    return 0


def _enter(wanted: argparse.Namespace) -> int:
    problem, name = day_called(wanted.day)
    row, new = enter(
        name,
        problem,
        read_solution(wanted.solution)[0],
        method=wanted.method,
        cpu_s=wanted.cpu_s,
        found=datetime.now(UTC).date(),
    )
    _say(f"{name}  {row.cost / 10_000:.4f} EUR  {'entered' if new else 'stays'}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
