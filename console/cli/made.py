"""What `lockyard plan` found, and how it tells it: tables for people, or JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from console.cli.figures import by_mode
from console.cli.scenario_tables import (
    fleet_json,
    fleet_notes,
    fleet_table,
    scenario_json,
    scenario_notes,
    scenario_table,
)
from console.cli.story import story
from console.domain.money import eur
from console.domain.plan import Plan
from console.domain.reasons import RowProblem
from console.domain.why import BuildReport
from console.insight.breakdown import Breakdown
from console.insight.outcomes import Outcome
from console.interchange.manifest import Manifests
from console.planning.fleet import FleetAdvice
from console.planning.scenario_text import ALL_DOOR
from console.planning.scenarios import ScenarioRefused
from widgets.common.marked import DASH
from widgets.common.scenarios import scenario_refused
from widgets.common.words import reason

WIDTH = 120
SHOWN = 20
"""Problems printed; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Made:
    """A plan and what was found on the way to it."""

    file: bytes
    plan: Plan
    imported: int
    manifests: Manifests
    seconds: tuple[tuple[str, float], ...]
    """What took how long, step by step."""
    figures: Breakdown
    outcomes: tuple[Outcome, ...] = ()
    refused: tuple[ScenarioRefused, ...] = ()
    fleet: FleetAdvice | None = None
    report: BuildReport | None = None
    sites: Mapping[str, str] = field(default_factory=dict)
    """What people call each site."""

    @property
    def all_door(self) -> Breakdown | None:
        """The same day all to doors, where that was asked."""
        doors = (o.figures for o in self.outcomes if o.scenario.name == ALL_DOOR)
        return next(doors, None)


def refused_words(error: ScenarioRefused) -> str:
    """Why a scenario cannot be, and what would do."""
    return scenario_refused(error.code, [str(part) for part in error.args[1:]])


def _said(problem: RowProblem) -> str:
    """Where, what stands there, and what is wrong with it."""
    sheet = f" [{problem.sheet}]" if problem.sheet else ""
    cell = f" {problem.column} {problem.value!r}" if problem.column else ""
    meant = f" ({', '.join(problem.suggestions)}?)" if problem.suggestions else ""
    where = f"{problem.file}{sheet}:{problem.line}:{cell}"
    return f"{where} {DASH} {reason(problem.reason)}{meant}"


def tell_json(made: Made, written: Sequence[Path]) -> None:
    """Prints what was found as one JSON object; problems on the error channel."""
    _tell_problems(made)
    figures = _figures(made, written)
    typer.echo(json.dumps(figures, indent=2, ensure_ascii=False))
    _tell_refused(made)


def _figures(made: Made, written: Sequence[Path]) -> dict[str, object]:
    return {
        "imported": made.imported,
        "problems": sum(len(one.problems) for one in made.manifests.files),
        "eur": eur(made.figures.cost),
        "to_doors": made.figures.whole.to_doors,
        "to_lockers": made.figures.whole.to_lockers,
        "unassigned": made.figures.unassigned,
        "seconds": dict(made.seconds),
        "written": [str(path) for path in written],
        "scenarios": scenario_json(made.outcomes),
        "refused": [refused_words(error) for error in made.refused],
        "fleet": None if made.fleet is None else fleet_json(made.fleet),
    }


def _tell_problems(made: Made) -> int:
    """The first problems of the files on the error channel; how many there are."""
    screen = Console(stderr=True)
    problems = [*(p for one in made.manifests.files for p in one.problems)]
    for problem in problems[:SHOWN]:
        screen.print(_said(problem), markup=False, highlight=False, soft_wrap=True)
    if len(problems) > SHOWN:
        screen.print(f"... and {len(problems) - SHOWN} more problems")
    return len(problems)


def tell(made: Made, written: Sequence[Path], *, compared: bool) -> None:
    """Prints what was found as tables; scenarios only where they were asked for."""
    problems = _tell_problems(made)
    figures = made.figures
    carried = figures.whole
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in (
        ("Imported", f"{made.imported}, {problems} problems in the files"),
        ("To doors", f"{carried.to_doors}"),
        (
            "To lockers",
            f"{carried.to_lockers} ({_percent(carried.to_lockers, carried.parcels)})",
        ),
        ("Unassigned", f"{figures.unassigned}, each with its reason"),
        *((f"Cost, {line}", f"{eur(money):.2f} EUR") for line, money in figures.costs),
        ("Cost", f"{eur(figures.cost):.2f} EUR"),
        *((f"Time, {step}", f"{seconds:.1f} s") for step, seconds in made.seconds),
        *(("Written", str(path)) for path in written),
    ):
        table.add_row(name, value)
    shown = Console(soft_wrap=True)
    shown.print(table, markup=False, highlight=False)
    shown.print()
    # Six modes and all-door need more than the 80 columns of a pipe.
    wide = Console(soft_wrap=True, width=max(shown.width, WIDTH))
    wide.print(by_mode(figures, made.all_door), markup=False, highlight=False)
    if compared and made.outcomes:
        _tell_table(wide, scenario_table(made.outcomes), scenario_notes(made.outcomes))
    if made.fleet is not None:
        _tell_table(wide, fleet_table(made.fleet), fleet_notes(made.fleet))
    if made.report is not None:
        wide.print()
        wide.print(story(made.report, made.sites), markup=False, highlight=False)
    _tell_refused(made)


def _tell_refused(made: Made) -> None:
    for refused in made.refused:
        typer.echo(f"lockyard plan: {refused_words(refused)}", err=True)


def _tell_table(wide: Console, table: Table, notes: Sequence[str]) -> None:
    wide.print(table, markup=False, highlight=False)
    for note in notes:
        wide.print(note, markup=False, highlight=False)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
