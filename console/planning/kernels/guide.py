"""What steers a search besides its day: sets of routes, memory, lists by place.

A route's best position for one more stop depends on the route and on the stop's place,
windows and times alone. Options alike in these share a *shape*, and `seen` remembers
the best position of each shape on each route until the route is timed anew: parcels
near a locker ask for the same stop again and again, and most routes stay as they are.
"""

from typing import Annotated, Final, NamedTuple

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import ANY, NONE, WORD, Ints

# remembered positions
SEEN_VERSION: Final = 0
SEEN_PRICE: Final = 1
SEEN_AT: Final = 2
"""Twice the stop number, and one where the stop there is joined."""
SEEN_COLUMNS: Final = 3

# knobs
K_MEAN: Final = 0
"""Visits that a ruin of strings takes out on average."""
K_LONGEST: Final = 1
"""Visits in one string at most."""
K_BLINK: Final = 2
"""How often the best position is missed, in 1,024 cases."""
K_WHATEVER: Final = 3
"""How often price is no reason to leave a parcel, in 100 iterations."""
K_EVERYWHERE: Final = 4
"""How often routes far away are looked at too, in 100 iterations."""
K_OTHER: Final = 5
"""How often a route changes its vehicle after a ruin, in 100 iterations."""
K_COLUMNS: Final = 6


class Guide(NamedTuple):
    """Scratch and lists of one search.

    `near` and `fresh` are sets of routes: those looked at now, and the empty ones that
    may be opened, of twins the first; `twins` is scratch of the same size. `shapes`
    (options), `seen` (shapes, routes, SEEN). The parcels with an option at place `p`
    are `there[there_first[p]:there_first[p+1]]`. `wish` is a place and what its options
    cost more just now. `loose` and `touched` list visits and routes of an iteration.
    `mix` says up to which number of 1,000 each way of ruin is drawn (`ruin.RUINS`),
    `knobs` (K) what else was set by measuring.
    """

    near: Ints
    fresh: Ints
    twins: Ints
    shapes: Ints
    seen: Annotated[Ints, (ANY, ANY, SEEN_COLUMNS)]
    there_first: Ints
    there: Ints
    wish: Ints
    loose: Ints
    touched: Ints
    mix: Ints
    knobs: Ints


@inner
def following(routes: Ints, route: int) -> int:
    """The next route of a set behind `route`, NONE behind the last."""
    route += 1
    while route < routes.size * WORD:
        rest = routes[route // WORD] >> (route % WORD)
        if rest & 1:
            return route
        route += 1 if rest else WORD - route % WORD
    return NONE


@inner
def holds(routes: Ints, route: int) -> bool:
    """Whether a route is in a set."""
    return bool((routes[route // WORD] >> (route % WORD)) & 1)


@inner
def include(routes: Ints, route: int) -> None:
    """Put a route into a set."""
    routes[route // WORD] |= 1 << (route % WORD)


@inner
def touch(route: int, touched: Ints, count: int) -> int:
    """Note a route in a list, once; the length of the list."""
    for k in range(count):
        if touched[k] == route:
            return count
    touched[count] = route
    return count + 1
