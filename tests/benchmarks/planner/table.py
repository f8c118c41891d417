"""The planner beside its peers: all runs in turn, one table, one file of rows.

Methods take turns seed by seed, so that what else the machine does falls on all of
them alike. The file is written anew after every run: what is broken off is not lost.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tests.benchmarks.planner.catalogue import (
    VEHICLES,
    Entry,
    entries,
    matching,
)
from tests.benchmarks.planner.routing import VEHICLE_FIRST
from tests.benchmarks.planner.runs import METHODS, Row, run

SEEDS = 5
QUICK_SEEDS = 2
OURS = "lockyard"
HEADINGS = (
    *("instance", "CPU s", "method", "feasible", "median", "least", "most"),
    *("spread", "beside ours", "to best known", "used s", "MB"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be asked on the command line."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all rows")
    parser.add_argument("--quick", action="store_true", help="some minutes in all")
    parser.add_argument("--seeds", type=int, help=f"{SEEDS} unless told")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="instances, * and ?")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS)
    parser.add_argument("--seconds", type=float, help="CPU seconds for every method")


def main(wanted: argparse.Namespace) -> int:
    """Measure and print; 1 where nothing was found to measure."""
    chosen = entries(quick=wanted.quick)
    if wanted.only:
        chosen = matching(chosen, wanted.only)
    if wanted.seconds:
        chosen = [Entry(entry.name, wanted.seconds) for entry in chosen]
    seeds = wanted.seeds or (QUICK_SEEDS if wanted.quick else SEEDS)
    rows: list[Row] = []
    for row in runs(chosen, wanted.methods, seeds):
        rows.append(row)
        sys.stderr.write(f"{told(row)}\n")
        if wanted.json:
            wanted.json.write_text(
                json.dumps([asdict(entry) for entry in rows], indent=1) + "\n"
            )
    sys.stdout.write(printed(rows) + "\n")
    return 0 if rows else 1


def runs(chosen: Iterable[Entry], methods: Sequence[str], seeds: int) -> Iterable[Row]:
    """Instance by instance, seed by seed, each method in turn.

    A method that cannot take an instance is not asked again.
    """
    for entry in chosen:
        unable: set[str] = set()
        for seed in range(1, seeds + 1):
            for method in methods:
                if method not in unable:
                    row = run(entry, method, seed)
                    if not row.possible:
                        unable.add(method)
                    yield row


def told(row: Row) -> str:
    """One run in one line."""
    cost = "none" if row.cost is None else shown(row.instance, row.cost)
    end = f"  {row.why}" if row.why else ""
    return f"{row.instance} {row.method} seed {row.seed}: {cost} {row.cpu_s:.1f} s{end}"


def shown(instance: str, cost: float) -> str:
    """A cost for people: vehicles and distance apart where vehicles come first."""
    if instance.endswith(f"-{VEHICLES}"):
        return f"{int(cost // VEHICLE_FIRST)} v {cost % VEHICLE_FIRST:.1f}"
    return f"{cost:.2f}"


def printed(rows: Sequence[Row]) -> str:
    """The table as text, and below it why a method has no figures."""
    lines = [HEADINGS]
    notes: list[str] = []
    for instance in dict.fromkeys(row.instance for row in rows):
        here = [row for row in rows if row.instance == instance]
        ours = _median(row for row in here if row.method == OURS)
        for method in dict.fromkeys(row.method for row in here):
            mine = [row for row in here if row.method == method]
            lines.append(_line(instance, method, mine, ours))
            whys = dict.fromkeys(row.why for row in mine if row.why)
            notes += [f"{instance} {method}: {why}" for why in list(whys)[:2]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "  ".join(
            cell.ljust(width) if at in {0, 2} else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([*text, "", *notes]).rstrip()


def _line(
    instance: str, method: str, rows: Sequence[Row], ours: float | None
) -> tuple[str, ...]:
    head = (instance, f"{rows[0].budget_s:g}", method)
    costs = sorted(row.cost for row in rows if row.feasible and row.cost is not None)
    feasible = f"{len(costs)}/{len(rows)}"
    if not rows[0].possible:
        return (*head, "cannot", *["-"] * (len(HEADINGS) - 4))
    used = f"{median(row.cpu_s for row in rows):.1f}"
    peak = str(max(row.peak_mb for row in rows))
    if not costs:
        return (*head, feasible, *["-"] * 6, used, peak)
    middle, known = median(costs), rows[0].best_known
    return (
        *head,
        feasible,
        *(shown(instance, cost) for cost in (middle, costs[0], costs[-1])),
        beside(instance, costs[-1], costs[0]),
        "-" if ours is None else beside(instance, middle, ours),
        "-" if known is None else beside(instance, middle, known),
        used,
        peak,
    )


def _median(rows: Iterable[Row]) -> float | None:
    costs = [row.cost for row in rows if row.feasible and row.cost is not None]
    return median(costs) if costs else None


def length(instance: str, cost: float) -> float:
    """What of a cost is compared in percent: where vehicles count apart, the rest."""
    return cost % VEHICLE_FIRST if instance.endswith(f"-{VEHICLES}") else cost


def beside(instance: str, cost: float, other: float) -> str:
    """How much dearer in percent; vehicles first, more or fewer of them before that."""
    percent = 100 * (length(instance, cost) / length(instance, other) - 1)
    if not instance.endswith(f"-{VEHICLES}"):
        return f"{percent:+.2f} %"
    more = int(cost // VEHICLE_FIRST) - int(other // VEHICLE_FIRST)
    return f"{more:+d} v {percent:+.1f} %"
