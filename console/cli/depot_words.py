"""What the depot's command says of depots, their fields and the rows of a file."""

from collections.abc import Iterable
from pathlib import Path

import typer

from console.cli.depot_files import Taken
from console.domain.depot_check import FieldProblem
from console.domain.depot_model import DepotModel
from console.domain.reasons import RowProblem

SHOWN = 50
"""Lines of problems that are listed."""


def told(path: Path, taken: Taken) -> bool:
    """Says what came of a file; whether something was left out."""
    typer.echo(f"{path}: {taken.said}")
    _listed("note: ", taken.notes)
    _listed("", taken.problems)
    return bool(taken.problems)


def field_text(problem: FieldProblem) -> str:
    """What is wrong with one field of a depot."""
    args = "".join(f" {arg}" for arg in problem.args)
    where = f"{problem.table} {problem.id}".strip()
    return f"{where}: {problem.field}: {problem.code}{args}"


def counted(model: DepotModel) -> str:
    """A depot's name and how much it has."""
    return (
        f"{model.depot.name}, {len(model.sites)} sites, "
        f"{len(model.cabinets)} cabinets, "
        f"{len(model.compartments)} compartments, {len(model.vehicles)} vehicles, "
        f"{len(model.calendars)} calendars"
    )


def _listed(before: str, words: Iterable[RowProblem]) -> None:
    every = list(words)
    for word in every[:SHOWN]:
        where = f"{word.file}:{word.line}"
        column = f" {word.column}" if word.column else ""
        value = f" {word.value!r}" if word.value else ""
        args = "".join(f" {arg}" for arg in word.reason.args)
        typer.echo(
            f"{before}{where}:{column}{value} {word.reason.code}{args}", err=True
        )
    if len(every) > SHOWN:
        typer.echo(f"{before}and {len(every) - SHOWN} more", err=True)
