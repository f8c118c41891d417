"""`lockyard plan`: a manifest and a depot in, plan.json out; or VROOM's JSON, both.

It takes the same way as the desk: the same reading, placing, ground, search and file.
A VROOM file goes its own (console.cli.vroom).
With `--compare` scenarios stand beside the plan, with `--fleet` the price of one more
and one fewer of each type (console.services.whatif); neither changes the plan.
Exit codes: 0 a plan was written; 1 a file, the region or a scenario is at fault; 2 the
command was typed wrongly.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from console.cli import vroom
from console.cli.made import Made, refused_words, tell, tell_json
from console.cli.places import (
    fail,
    kernel_folder,
    put,
    refuse_places,
    scratch,
    station,
)
from console.domain.clock import SystemClock
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.parcel import ParcelState
from console.domain.plan import Plan, Unassigned
from console.domain.reasons import Reason, ReasonCode
from console.domain.standing import Standing
from console.domain.why import BuildReport
from console.insight.outcomes import Outcome
from console.interchange.depot_file import read_depot
from console.interchange.errors import DepotFileError, VroomFileError
from console.interchange.manifest import ManifestFile, Manifests, read_manifests
from console.interchange.plan_json import write_plan
from console.interchange.rejected import write_rejected
from console.interchange.vroom_writer import (
    ErrorCode,
    write_error,
    write_solution,
)
from console.planning.fleet import FleetAdvice
from console.planning.scenario_text import ALL_DOOR, scenario, scenarios
from console.planning.scenarios import Scenario, ScenarioRefused
from console.planning.settings import (
    SETTING_BOUNDS,
    PlanningSettings,
    SettingRefused,
)
from console.services.drafting.planner import Effort
from console.services.whatif import Asked
from console.wiring.house import House, Where
from console.wiring.planner import PlannerFailed
from console.wiring.reading import ReadingFailed, read_apart, read_file_apart
from console.wiring.region import RegionFailed
from console.wiring.worker import WorkerGone

FAULTS = (
    DepotFileError,
    OSError,
    PlannerFailed,
    ReadingFailed,
    RegionFailed,
    SettingRefused,
    VroomFileError,
    WorkerGone,
)


def plan(
    region: Annotated[
        Path | None, typer.Option(help="Folder of a region pack.")
    ] = None,
    depot: Annotated[Path | None, typer.Option(help="Depot file, .toml.")] = None,
    manifest: Annotated[
        list[Path] | None, typer.Option(help="Manifest: text, .xlsx or JSON; repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the plan.")] = None,
    budget_s: Annotated[
        float | None, typer.Option(min=0.0, help="Seconds to search. [default: 10]")
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=0, help="Search steps instead: same steps, same plan."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same plan.")] = 1,
    on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Service date. [today]"),
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option(help="Where to write the rows left out, to mend and add later."),
    ] = None,
    vroom_file: Annotated[
        Path | None,
        typer.Option(
            "--vroom",
            help="Plan a VROOM problem, .json, instead of a depot's day; "
            "its solution goes to --out, or to standard output.",
        ),
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="With --vroom: time the file's own steps, tell violations."
        ),
    ] = False,
    json_only: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print figures as JSON; with --vroom nothing but JSON, errors too.",
        ),
    ] = False,
    all_door: Annotated[
        bool, typer.Option(help="Compare with all to doors; as long again.")
    ] = True,
    report: Annotated[
        bool, typer.Option("--report", help="Tell what binds it and what would help.")
    ] = False,
    compare: Annotated[
        str,
        typer.Option(
            help="Scenarios to compare, with commas: mixed, all-door, all-locker,"
            " locker-or-none, share:least=0.6, share:most=0.3,"
            " fleet:van=6+cargo-bike=4, set:failure_share=0.05, preset:field,"
            " preset:loqate-2021, and several in one with /. Each takes as long again."
        ),
    ] = "",
    fleet: Annotated[
        bool,
        typer.Option("--fleet", help="Price one more and one fewer of each type."),
    ] = False,
) -> None:
    """Plan a day: door or locker, which locker, compartment, vehicle and order."""
    if budget_s is not None and iterations is not None:
        raise typer.BadParameter("give either --budget-s or --iterations")
    effort = Effort(seed, budget_s, iterations)
    if budget_s is None and iterations is None:
        effort = Effort(seed)
    if vroom_file is not None:
        given: dict[str, object] = {"--depot": depot, "--manifest": manifest}
        given |= {"--date": on, "--rejected": rejected}
        given |= {"--compare": compare, "--fleet": fleet, "--report": report}
        for name, value in given.items():
            if value:
                raise typer.BadParameter("does not go with --vroom", param_hint=name)
        _plan_vroom(vroom_file, region, out, effort, check=check, json_only=json_only)
        return
    if check:
        raise typer.BadParameter("goes with --vroom only", param_hint="--check")
    if region is None or depot is None or not manifest or out is None:
        needed = {"--region": region, "--depot": depot, "--manifest": manifest}
        needed["--out"] = out
        name = next(name for name, value in needed.items() if not value)
        raise typer.BadParameter("is needed, or --vroom FILE", param_hint=name)
    day = on.date() if on else None
    wanted = _wanted(compare, all_door=all_door)
    try:
        refuse_places((depot, *manifest), (out, rejected))
        made = asyncio.run(
            _plan(
                region,
                depot,
                manifest,
                effort,
                day,
                wanted,
                fleet=fleet,
                report=report,
            )
        )
        put(out, made.file)
        left_out = _write_rejected(made.manifests, rejected) if rejected else ()
    except FAULTS as error:
        raise fail(f"lockyard plan: {describe(error)}") from None
    files = (out, *left_out)
    if json_only:
        tell_json(made, files)
    else:
        tell(made, files, compared=bool(compare))
    if made.refused:
        raise typer.Exit(1)


def _wanted(compare: str, *, all_door: bool) -> tuple[Scenario, ...]:
    """The scenarios asked for; without any all-door alone."""
    try:
        wanted = scenarios(compare)
    except ScenarioRefused as error:
        raise typer.BadParameter(refused_words(error)) from None
    return wanted or ((scenario(ALL_DOOR),) if all_door else ())


def _plan_vroom(
    path: Path,
    region: Path | None,
    out: Path | None,
    effort: Effort,
    *,
    check: bool,
    json_only: bool,
) -> None:
    try:
        refuse_places((path,), (out,))
        solution = asyncio.run(vroom.solve(path, region, effort, check=check))
        data = write_solution(solution)
        if out is not None:
            put(out, data)
    except FAULTS as error:
        if json_only:
            typer.echo(write_error(describe(error), _code(error)), nl=False)
            raise typer.Exit(1) from None
        raise fail(f"lockyard plan: {describe(error)}") from None
    if out is None:
        typer.echo(data, nl=False)
    if not json_only:
        vroom.tell(solution, out, check=check)


def _code(error: Exception) -> ErrorCode:
    if isinstance(error, RegionFailed):
        return ErrorCode.ROUTING
    if isinstance(error, PlannerFailed | WorkerGone):
        return ErrorCode.INTERNAL
    return ErrorCode.INPUT


def describe(error: Exception) -> str:
    """What an error says, in one line."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    said = ": ".join(str(part) for part in error.args if str(part))
    return said or type(error).__name__


@asynccontextmanager
async def quiet_house(region: Path) -> AsyncIterator[House]:
    """A house on data that is thrown away, that opens no port."""
    folder = scratch()
    where = Where(
        data=folder / "data",
        region=region,
        cache=kernel_folder(),
        station=station(),
        wired=False,
        pickup_codes_in_file=True,
    )
    try:
        house = await House.open(where, SystemClock())
        try:
            yield house
        finally:
            await house.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def read_files(
    house: House, depot: Path, manifests: Sequence[Path], on: date | None
) -> tuple[DepotModel, OpenDay, Manifests]:
    """The depot taken over, its day opened, the manifests read as one import."""
    # A plain dictionary: it crosses to the process that reads.
    known = dict(SETTING_BOUNDS)
    model = await read_file_apart(read_depot, depot, settings=known)
    await house.adopt(model, house.origin("command line"))
    if on is None:
        open_day = await house.depots.today(model.depot)
    else:
        open_day = await house.depots.open_day(model.depot, on)
    files = [ManifestFile(path.read_bytes(), path.name) for path in manifests]
    read = await read_apart(
        read_manifests,
        files,
        day=open_day.date,
        classes=model.size_classes,
        sites=model.sites,
    )
    return model, open_day, read


async def _plan(
    region: Path,
    depot: Path,
    manifests: Sequence[Path],
    effort: Effort,
    on: date | None,
    wanted: Sequence[Scenario],
    *,
    fleet: bool,
    report: bool,
) -> Made:
    async with quiet_house(region) as house:
        await house.region.opened()
        laps = Laps()
        model, open_day, read = await read_files(house, depot, manifests, on)
        for one in read.files:
            await house.intake.take(one, open_day, house.origin("command line"))
        laps.lap("import")
        origin = house.origin("command line")
        standing = await house.plans.build(open_day, effort, origin)
        laps.lap("plan")
        if effort.iterations is not None:
            standing = _timeless(standing)
        found = await house.days.look(open_day)
        held = tuple(
            Unassigned(one.id, one.reason or Reason(ReasonCode.ADDRESS_NOT_FOUND))
            for one in found.parcels
            if one.state is ParcelState.HELD
        )
        whole, data = plan_file(standing, model, held)
        ground = house.plans.ground
        figures = house.whatif.of_plan(whole, model, ground)
        outcomes: list[Outcome] = []
        refused: list[ScenarioRefused] = []
        advice: FleetAdvice | None = None
        if standing.plan is not None and ground is not None:
            asked = Asked(standing, standing.plan, ground, found=standing.plan)
            compared = house.whatif.compare(asked, wanted, house.plans.remade)
            async for answer in compared:
                if isinstance(answer, ScenarioRefused):
                    refused.append(answer)
                else:
                    outcomes.append(answer)
                    laps.lap(answer.scenario.name)
            if fleet:
                advice = await house.whatif.fleet(asked)
                laps.lap("fleet")
        story: BuildReport | None = None
        if report and standing.plan is not None:
            story = await house.planner.report(standing.plan.draft())
        return Made(
            data,
            whole,
            len(found.parcels),
            read,
            tuple(laps.seconds),
            figures,
            tuple(outcomes),
            tuple(refused),
            advice,
            story,
            {str(site.id): site.name for site in model.sites},
        )


class Laps:
    """How long each step took, by a clock that never goes back."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.seconds: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        """Ends a step."""
        now = time.monotonic()
        self.seconds.append((name, now - self._last))
        self._last = now


def _timeless(standing: Standing) -> Standing:
    """The same steps give the same file: how long they took stays out of it."""
    if standing.plan is None:
        return standing
    making = replace(standing.plan.making, seconds=0.0)
    return replace(standing, plan=replace(standing.plan, making=making))


def plan_file(
    standing: Standing, model: DepotModel, held: Sequence[Unassigned] = ()
) -> tuple[Plan, bytes]:
    """plan.json of what stands; parcels that are held are told among the unassigned."""
    if standing.plan is None:
        raise ValueError("nothing is planned")
    settings: Mapping[str, float | int | str] = asdict(
        PlanningSettings().with_settings(model.settings)
    )
    whole = replace(standing.plan, unassigned=(*standing.plan.unassigned, *held))
    data = write_plan(
        whole, standing.problem, day=standing.open_day.date, settings=settings
    )
    return whole, data


def _write_rejected(read: Manifests, path: Path) -> tuple[Path, ...]:
    """One file a manifest that had problems; the second gets a number."""
    bad = [one for one in read.files if one.problems]
    names = [
        path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        for number in range(1, len(bad) + 1)
    ]
    for name, manifest in zip(names, bad, strict=True):
        put(name, write_rejected(manifest))
    return tuple(names)
