"""The best-known table: what the cheapest known plan of a named day costs.

A row counts for one fingerprint only: when a generator or a format changes what a name
means, its row is void and says so.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from console.domain.problem import Problem
from tests.depot_days.checker import check
from tests.depot_days.files import fingerprint
from tests.depot_days.plain import from_plain, to_plain
from tests.depot_days.solution import Solution

TABLE = Path(__file__).with_name("best-known.json")


@dataclass(frozen=True, slots=True)
class BestKnown:
    """Cost in hundredths of a cent, and who found it how, when, in how long."""

    cost: int
    method: str
    cpu_s: float
    found: str
    fingerprint: str
    left: int = 0
    """Parcels left for another day; their price is in the cost."""


def read_table(path: Path = TABLE) -> dict[str, BestKnown]:
    """All rows by the name of their day; empty without a file."""
    if not path.exists():
        return {}
    rows: dict[str, BestKnown] = from_plain(
        dict[str, BestKnown], json.loads(path.read_text()), "table"
    )
    return rows


def best_known(name: str, problem: Problem, path: Path = TABLE) -> BestKnown | None:
    """The row of a day, None where there is none for just this day."""
    row = read_table(path).get(name)
    return row if row and row.fingerprint == fingerprint(problem) else None


def enter(
    name: str,
    problem: Problem,
    solution: Solution,
    *,
    method: str,
    cpu_s: float,
    found: date,
    path: Path = TABLE,
) -> tuple[BestKnown, bool]:
    """The row that stands afterwards, and whether it is this solution's.

    A solution enters where it is feasible and cheaper than what is there. Raises
    ValueError for one that breaks something.
    """
    verdict = check(problem, solution)
    if not verdict.feasible:
        broken = ", ".join(str(entry.what) for entry in verdict.violations[:5])
        raise ValueError(f"{name} is broken: {broken}")
    before = best_known(name, problem, path)
    if before is not None and before.cost <= verdict.cost:
        return before, False
    row = BestKnown(
        verdict.cost,
        method,
        round(cpu_s, 1),
        found.isoformat(),
        fingerprint(problem),
        len(verdict.left),
    )
    rows = read_table(path) | {name: row}
    ordered = {key: to_plain(rows[key]) for key in sorted(rows, key=_by_size)}
    path.write_text(json.dumps(ordered, indent=1) + "\n")
    return row, True


def _by_size(name: str) -> tuple[int, str]:
    digits = [int(part) for part in name.split("-") if part.isdigit()]
    return (digits[0] if digits else 0, name)
