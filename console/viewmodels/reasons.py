"""What the planner says of one parcel, for the pane that shows what is selected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.domain.ids import SiteId
from console.domain.money import eur
from console.domain.plan import CostLine
from console.domain.why import Binding, Obstacle, Terms, Why
from console.viewmodels.selection import InTheWay, PricedWay, SelectionView

MOST_ROUTES: Final = 4
"""How many routes are told of that cannot take a parcel."""


def with_why(
    view: SelectionView,
    why: Why,
    sites: Mapping[SiteId, str],
    *,
    missing: bool,
) -> SelectionView:
    """The same with what the planner says of its parcel.

    With `missing`, where it comes late or not at all, what is in the way of the routes;
    else what its way and the next best one come to.
    """
    if not missing:
        return replace(
            view,
            price=_priced(why.chosen, sites),
            runner_up=_priced(why.runner_up, sites),
        )
    mine = None if why.chosen is None else why.chosen.vehicle
    told = [
        _in_the_way(one, sites)
        for one in why.obstacles
        if one.vehicle != mine or one.binding is not Binding.PRICE
    ]
    return replace(view, in_the_way=tuple(told[:MOST_ROUTES]))


def _in_the_way(one: Obstacle, sites: Mapping[SiteId, str]) -> InTheWay:
    site = one.drop.site if one.drop is not None else None
    name = "" if site is None else sites.get(site, str(site))
    return InTheWay(
        str(one.vehicle),
        one.binding,
        one.late_s,
        one.over_s,
        one.long_s,
        one.unrested_s,
        one.beyond_m,
        tuple(sorted(one.excess.items())),
        one.lacks,
        name if one.full else "",
        name if one.crowded else "",
        None if one.drop is None else eur(one.cost),
    )


def _priced(terms: Terms | None, sites: Mapping[SiteId, str]) -> PricedWay | None:
    if terms is None:
        return None
    lines = [
        (line.value, money)
        for line, money in terms.lines
        if line is not CostLine.OPTIONS
    ]
    lines += [(part.value, money) for part, money in terms.parts]
    lines.sort(key=lambda line: -abs(line[1]))
    site = terms.drop.site
    return PricedWay(
        terms.drop.channel.value,
        "" if site is None else sites.get(site, str(site)),
        str(terms.vehicle),
        eur(terms.cost),
        tuple((code, eur(money)) for code, money in lines if money),
    )
