"""From a day's facts to the survey it needs, and from the survey to the problem."""

from console.domain.fleet_travel import fleet_travel
from console.domain.problem import Problem
from console.domain.standing import Facts
from console.ground.messages import GroundFiles, Survey
from console.planning.options import Ground, free_doors, make_problem
from console.planning.settings import PlanningSettings


def wish(number: str, folder: str, known: Facts, settings: PlanningSettings) -> Survey:
    """What is to be surveyed; the matrices go into `folder`."""
    model, wanted = known.model, known.parcels
    travels = fleet_travel(model.vehicle_types, known.duty.vehicles).values()
    by_key = {travel.key: travel for travel in travels}
    return Survey(
        number,
        folder,
        tuple(by_key[key] for key in sorted(by_key)),
        model.depot.place,
        tuple((one.id, one.place) for one in wanted if one.place is not None),
        tuple((site.id, site.place) for site in model.sites),
        settings.reach_m,
        {one.id: one.preferred_site for one in wanted if one.preferred_site},
        frozenset(one.id for one in wanted if one.low_compartment),
    )


def problem_on(
    ground: GroundFiles, known: Facts, settings: PlanningSettings
) -> Problem:
    """The problem of these facts on this ground, without the parcels it lost."""
    return make_problem(
        [one for one in known.parcels if one.id not in ground.lost],
        known.model.sites,
        known.model.size_classes,
        free_doors(known.model.cabinets, known.doors),
        known.model.vehicle_types,
        known.duty,
        Ground(
            ground.places,
            {},
            ground.depot,
            ground.parcels,
            ground.sites,
            ground.walks,
        ),
        settings,
    )
