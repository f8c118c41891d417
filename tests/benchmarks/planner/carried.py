"""What the peers' models leave out: a problem that asks it is refused by name."""

from collections.abc import Iterable
from dataclasses import MISSING, fields

from console.domain.problem import (
    Demand,
    FleetType,
    FleetVehicle,
    Option,
    Problem,
    SiteRoom,
    Weights,
)
from tests.benchmarks.planner.task import CannotDo

_KNOWN: dict[type, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in (
        (Problem, "places travel demands rooms types vehicles dimensions weights"),
        (Weights, "co2_per_kg"),
        (Demand, "parcel amount options unassigned note door"),
        (
            Option,
            (
                "channel place site windows classes setup_s handling_s level cost"
                " walk_m low"
            ),
        ),
        (SiteRoom, "site place free low"),
        (
            FleetType,
            (
                "id mode capacity fixed per_hour per_km co2_g_per_km door_setup_s"
                " door_handling_s"
            ),
        ),
        (FleetVehicle, "id type start end shift"),
    )
}


def refuse_uncarried(problem: Problem) -> None:
    """Raises CannotDo with the first field that is set and not modelled."""
    things: Iterable[object] = (
        problem,
        problem.weights,
        *problem.types,
        *problem.vehicles,
        *problem.rooms,
        *problem.demands,
        *(option for demand in problem.demands for option in demand.options),
    )
    for thing in things:
        for entry in fields(thing):  # type: ignore[arg-type]
            if entry.name in _KNOWN[type(thing)]:
                continue
            usual = entry.default
            if usual is MISSING and entry.default_factory is not MISSING:
                usual = entry.default_factory()
            if getattr(thing, entry.name) != usual:
                raise CannotDo(f"{type(thing).__name__}.{entry.name} is not modelled")
