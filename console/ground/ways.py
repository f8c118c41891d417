"""What is told along the streets: lines, directions, reaches, the nearest sites.

The answers hold plain values only, so that who asks needs no kernels to read them.
"""

import shapely

from console.domain.place import Place
from console.geo.streets.directions.guide import guide
from console.geo.streets.graph import Streets
from console.geo.streets.isochrones import reach
from console.geo.streets.nearest import nearest_sites
from console.ground.messages import (
    Direct,
    Directed,
    HowFar,
    Near,
    Nearby,
    Reached,
    Trace,
    Traced,
    WayRequest,
)
from console.ground.survey import tour


def answered(
    streets: Streets, wish: WayRequest | Trace
) -> Directed | Reached | Nearby | Traced:
    """The answer to a question of ways. Raises what its part raises."""
    match wish:
        case Trace(number, tours):
            return Traced(number, tuple(tour(streets, *one) for one in tours))
        case Direct():
            return directed(streets, wish)
        case HowFar():
            return reached(streets, wish)
        case Near():
            return nearby(streets, wish)


def directed(streets: Streets, wish: Direct) -> Directed:
    """The directions of every tour. Raises ModeMissing."""
    return Directed(
        wish.id, tuple(guide(streets, travel, stops) for travel, stops in wish.tours)
    )


def reached(streets: Streets, wish: HowFar) -> Reached:
    """How far one gets. Raises ModeMissing, NoPathError, ValueError."""
    start = (wish.place.lon, wish.place.lat)
    told = reach(streets, wish.travel, start, wish.seconds, back=wish.back)
    areas = tuple(shapely.to_wkb(area) for area in told.areas)
    return Reached(wish.id, told.seconds, areas, Place(*told.place))


def nearby(streets: Streets, wish: Near) -> Nearby:
    """The nearest sites of all people. Raises ModeMissing, ValueError."""
    told = nearest_sites(
        streets, wish.origins, wish.sites, count=wish.count, travel=wish.travel
    )
    return Nearby(
        wish.id,
        site=told.site,
        origin=told.origin,
        seconds=told.seconds,
        metres=told.metres,
        unsnapped=told.unsnapped,
        unsnapped_sites=told.unsnapped_sites,
        cut_off=told.cut_off,
    )
