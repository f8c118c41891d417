"""Scenarios and the fleet as tables of a terminal, and as JSON.

A column a scenario. Money of scenarios with other planning settings is not the same
money: a note says so, as it says what did not fit a locker and what share was missed.
"""

from collections.abc import Callable, Sequence

from rich import box
from rich.table import Table

from console.domain.money import eur
from console.domain.plan import CostLine
from console.insight.outcomes import PUBLISHED, BesideDoors, Outcome, beside_doors
from console.planning.fleet import Difference, FleetAdvice
from console.planning.scenario_text import ALL_DOOR
from widgets.common.marked import DASH
from widgets.common.words import grouped

ROWS: tuple[tuple[str, Callable[[Outcome], str]], ...] = (
    ("minutes on the road", lambda one: f"{one.figures.whole.time_s / 60:.0f}"),
    ("km", lambda one: f"{one.figures.whole.metres / 1000:.1f}"),
    ("in lockers, %", lambda one: _digits(_scaled(one.locker_share, 100), 1)),
    ("parcels left over", lambda one: f"{one.figures.unassigned}"),
    ("a parcel: minutes", lambda one: _digits(_scaled(one.each_time_s, 1 / 60), 1)),
    ("a parcel: g CO2e", lambda one: _digits(one.each_co2_g, 0)),
    ("parcels an hour", lambda one: _digits(one.parcels_per_hour, 1)),
    ("vehicles", lambda one: f"{one.figures.whole.vehicles}"),
)


def scenario_table(outcomes: Sequence[Outcome]) -> Table:
    """One table of all of them; the second row from below is beside the first."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("", no_wrap=True)
    for one in outcomes:
        table.add_column(_head(one.scenario.name), justify="right")
    for line in CostLine:
        costs = [dict(one.figures.costs) for one in outcomes]
        if any(line in each for each in costs):
            texts = (f"{eur(each.get(line, 0)):.2f}" for each in costs)
            table.add_row(f"EUR, {line.value}", *texts)
    table.add_row("EUR, whole", *(f"{eur(one.figures.cost):.2f}" for one in outcomes))
    first = outcomes[0].figures.cost if outcomes else 0
    beside = (one.figures.cost / first - 1 if first else None for one in outcomes)
    table.add_row(
        "  beside the first",
        *(DASH if part is None else f"{100 * part:+.1f} %" for part in beside),
    )
    for name, value in ROWS:
        table.add_row(name, *(value(one) for one in outcomes))
    kinds = dict.fromkeys(kind for one in outcomes for kind, _ in one.vehicles)
    for kind in kinds:
        numbers = (dict(one.vehicles).get(kind, 0) for one in outcomes)
        table.add_row(f"  {kind}", *(f"{number}" for number in numbers))
    return table


def scenario_notes(outcomes: Sequence[Outcome]) -> list[str]:
    """What has to be said beside the table, a line each."""
    notes = [
        f"{one.scenario.name}: {one.no_locker} parcels fit no locker in reach;"
        f" {one.figures.whole.to_doors} go to doors, {one.figures.unassigned} are left"
        for one in outcomes
        if one.no_locker is not None
    ]
    for one in outcomes:
        if one.missed:
            share = _digits(_scaled(one.locker_share, 100), 1)
            notes.append(
                f"{one.scenario.name}: not reached, {share} % is the nearest found;"
                " more steps may find it"
            )
        if one.scenario.settings:
            names = ", ".join(one.scenario.settings)
            notes.append(
                f"{one.scenario.name}: its EUR are counted with another {names}"
            )
    notes += _against_doors(outcomes)
    if outcomes:
        steps = grouped(outcomes[0].steps)
        notes.append(f"each searched for {steps} steps with one seed")
    return notes


def _against_doors(outcomes: Sequence[Outcome]) -> list[str]:
    """What lockers do by a parcel, where all to doors is among the scenarios."""
    doors = next((o for o in outcomes if o.scenario.name == ALL_DOOR), None)
    if doors is None:
        return []
    notes = []
    for one in outcomes:
        found = beside_doors(one, doors)
        if found is not None and one is not doors and not one.scenario.settings:
            notes.append(f"{one.scenario.name} beside all-door: {_parts(found)}")
    if notes:
        notes.append(f"published for lockers: {_parts(PUBLISHED)}")
    return notes


def _parts(found: BesideDoors) -> str:
    return (
        f"a parcel costs {100 * found.cost:+.0f} %, {100 * found.per_hour:+.0f} %"
        f" parcels an hour, {100 * found.co2:+.0f} % g CO2e a parcel"
    )


def fleet_table(advice: FleetAdvice) -> Table:
    """How many of which kind, and what one fewer and one more would do."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    for head in (
        "",
        "there are",
        "on the road",
        "one fewer, EUR",
        "left over",
        "one more, EUR",
        "left over",
        "advised",
    ):
        table.add_column(head, justify="right" if head else "left", no_wrap=True)
    for line in advice.lines:
        table.add_row(
            line.kind,
            f"{line.there}",
            f"{line.driving}",
            *_difference(line.fewer),
            *(_difference(line.more) if line.more else (_idle(line.idle), "")),
            f"{line.advised}",
        )
    return table


def fleet_notes(advice: FleetAdvice) -> list[str]:
    """What the fleet costs as it is and as advised, a line each."""
    now = f"the fleet there is: {eur(advice.cost):.2f} EUR, {advice.unassigned} left"
    mix = ", ".join(f"{one.kind} {one.advised}" for one in advice.lines)
    then = (
        f"advised on the road: {mix}: {eur(advice.advised_cost):.2f} EUR,"
        f" {advice.advised_unassigned} left"
        if advice.better
        else f"no mix found is cheaper than what drives: {mix}"
    )
    how = (
        f"each searched on from the plan for {grouped(advice.steps)} steps;"
        " a vehicle that stays at home costs nothing here"
    )
    return [now, then, how]


def scenario_json(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """The table's figures as plain values; money in EUR."""
    return [
        {
            "scenario": one.scenario.name,
            "settings": dict(one.scenario.settings),
            "eur": eur(one.figures.cost),
            "eur_by_line": {line.value: eur(m) for line, m in one.figures.costs},
            "minutes": one.figures.whole.time_s / 60,
            "km": one.figures.whole.metres / 1000,
            "co2e_g": one.figures.whole.co2_g,
            "co2e_g_per_parcel": one.each_co2_g,
            "parcels_per_hour": one.parcels_per_hour,
            "to_doors": one.figures.whole.to_doors,
            "to_lockers": one.figures.whole.to_lockers,
            "locker_share": one.locker_share,
            "unassigned": one.figures.unassigned,
            "fits_no_locker": one.no_locker,
            "share_missed": one.missed,
            "vehicles": {str(kind): number for kind, number in one.vehicles},
            "walk_km": one.figures.walk_m / 1000,
            "steps": one.steps,
        }
        for one in outcomes
    ]


def fleet_json(advice: FleetAdvice) -> dict[str, object]:
    """The fleet in prices as plain values; money in EUR."""
    return {
        "eur": eur(advice.cost),
        "unassigned": advice.unassigned,
        "advised_eur": eur(advice.advised_cost),
        "advised_unassigned": advice.advised_unassigned,
        "steps": advice.steps,
        "types": [
            {
                "type": line.kind,
                "there": line.there,
                "driving": line.driving,
                "one_fewer": _plain(line.fewer),
                "one_more": _plain(line.more),
                "advised": line.advised,
            }
            for line in advice.lines
        ],
    }


def _plain(found: Difference | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"eur": eur(found.cost), "unassigned": found.unassigned}


def _difference(found: Difference | None) -> tuple[str, str]:
    if found is None:
        return DASH, ""
    left = f"{found.unassigned:+d}" if found.unassigned else "0"
    return f"{eur(found.cost):+.2f}", left


def _idle(number: int) -> str:
    return f"{number} idle"


def _head(name: str) -> str:
    """What is written long may break where it is put together."""
    return name.replace("+", " +").replace("/", " /").replace(":", ": ")


def _scaled(amount: float | None, factor: float) -> float | None:
    return None if amount is None else amount * factor


def _digits(amount: float | None, digits: int) -> str:
    return DASH if amount is None else f"{amount:.{digits}f}"
