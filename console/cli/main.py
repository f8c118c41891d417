"""The command `lockyard`: without a word it opens the desk."""

from pathlib import Path
from typing import Annotated

import typer

from console.cli import demo, depot, desk, directions, generate, plan, reaches, region

app = typer.Typer(
    name="lockyard",
    help="Dispatch console for parcel-locker networks.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
)
app.add_typer(region.app)
app.add_typer(depot.app)
app.command()(generate.generate)
app.command()(plan.plan)
app.command()(demo.demo)
app.command()(directions.directions)
app.command()(reaches.reach)
app.command()(reaches.nearest)


@app.callback()
def lockyard(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(help="Data directory; LOCKYARD_DATA or the usual place if none."),
    ] = None,
    region_folder: Annotated[
        Path | None,
        typer.Option("--region", help="Region pack to work in; remembered."),
    ] = None,
    depot: Annotated[
        Path | None, typer.Option(help="Depot file to take over, .toml.")
    ] = None,
) -> None:
    """Open the desk on your own data."""
    if context.invoked_subcommand is None:
        raise typer.Exit(desk.open_desk(data, region_folder, depot))
