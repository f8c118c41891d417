"""The story of a plan as text: what binds it, and what would help most."""

from collections.abc import Mapping

from rich.table import Table

from console.domain.money import Money, eur
from console.domain.why import BuildReport, Help
from widgets.common.marked import say
from widgets.common.sentences import BINDINGS, COST_NAMES
from widgets.common.words import duration, euros, help_wanted


def story(report: BuildReport, sites: Mapping[str, str]) -> Table:
    """Two columns: what, and how much; `sites` are names by id."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in _lines(report, sites):
        table.add_row(name, value)
    return table


def _gain(one: Help) -> str:
    return f"{euros(eur(one.gain))} ({one.parcels} parcels)"


def _bound(bound: Money | None, cost: int) -> str:
    if bound is None:
        return "no bound"
    gap = 100 * (cost - bound) / cost if cost else 0.0
    return f"{euros(eur(bound))}, {gap:.1f} % below"


def _lines(report: BuildReport, sites: Mapping[str, str]) -> list[tuple[str, str]]:
    to_doors, to_lockers = report.to_doors, report.to_lockers
    left = sum(count for _, count in report.unassigned)
    lines = [
        ("Parcels", f"{report.parcels}: {to_doors} doors, {to_lockers} lockers"),
        ("Left over", str(left)),
        *((f"  {say(BINDINGS[why])}", str(count)) for why, count in report.unassigned),
        ("Late", str(report.late)),
        *((f"Fleet, {one.type}", f"{one.used} of {one.there}") for one in report.fleet),
        ("Stops", str(report.stops)),
        ("On the road", duration(report.seconds)),
        ("Distance", f"{report.metres / 1000:.1f} km"),
        ("CO2", f"{report.co2_g / 1000:.1f} kg"),
    ]
    lines += [
        (f"Cost, {say(COST_NAMES[line])}", euros(eur(money)))
        for line, money in report.costs
    ]
    cost = sum(money for _, money in report.costs)
    lines += [
        ("No plan costs less than", _bound(report.bound, cost)),
        ("Sites without a door left", str(len(report.full_sites))),
    ]
    lines += [
        (f"Routes held by {say(BINDINGS[why])}", str(count))
        for why, count in report.tight
    ]
    lines += [
        (
            "What would help",
            f"{help_wanted(one, sites)}: {_gain(one)}",
        )
        for one in report.helps
    ]
    return lines
