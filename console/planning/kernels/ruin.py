"""Taking a part of a plan out, so that it can be put back better: where that begins.

Adjacent strings (Christiaens and Vanden Berghe 2020) are cut from the routes around a
parcel. Besides these: everything around a place, a whole site, a short route, parcels
by chance, parcels that fight for compartments, a site drawn to or away from, and two
routes that change their vehicles. In a mixed fleet a route changes its vehicle now and
then after any ruin: only with stops around taken out does another size fit.
"""

from typing import Final

from console.planning.kernels.compiling import inner, plain
from console.planning.kernels.cutting import (
    FEW,
    cut_string,
    empty_place,
    empty_route,
    take_one,
    take_there,
)
from console.planning.kernels.guide import (
    K_LONGEST,
    K_MEAN,
    K_OTHER,
    Guide,
    following,
    touch,
)
from console.planning.kernels.layout import (
    NONE,
    O_KIND,
    O_PLACE,
    P_OPTION,
    P_OPTIONS,
    R_CLOSED,
    R_STOPS,
    S_OPTION,
    T_ABSENT,
    T_COST,
    Bits,
    Day,
    State,
)
from console.planning.kernels.random import below
from console.planning.kernels.rooms import has_room
from console.planning.kernels.schedule import retime
from console.planning.kernels.swapping import other_vehicle, swap_vehicles

_LEFT = 8
"""One ruin in so many begins where a parcel was left over, while one is."""
_MOST = 40
"""Parcels that a ruin of a site or a route takes out at most."""

# ways of ruin, in the order of Guide.mix
WHOLE_STRINGS: Final = 0
STRINGS: Final = 1
REGION: Final = 2
SITE: Final = 3
SHORT_ROUTE: Final = 4
SOME: Final = 5
PRESSURE: Final = 6
CHANNEL: Final = 7
OTHER_VEHICLE: Final = 8
RUINS: Final = 9


@inner
def ruin(day: Day, state: State, guide: Guide, chance: Bits) -> tuple[int, int]:
    """Take a part out: the number of loose visits and of touched routes."""
    guide.wish[0] = NONE
    pick, way = below(chance, 1000), plain(0)
    while pick >= guide.mix[way]:
        way += 1
    loose_count = count = plain(0)
    if way <= STRINGS:
        whole = plain(way == WHOLE_STRINGS)
        loose_count, count = strings(day, state, guide, whole, chance)
    elif way == SITE:
        count = one_site(day, state, guide, chance)
    elif way == SHORT_ROUTE:
        count = short_route(day, state, guide, chance)
    elif way == SOME:
        count = some(day, state, guide, chance)
    elif way == PRESSURE:
        count = pressure(day, state, guide, chance)
    elif way == CHANNEL:
        count = channel(day, state, guide, chance)
    elif way == OTHER_VEHICLE:
        count = other_vehicle(day, state, guide, chance)
    if count == 0:
        # Its turn, or a day without what the others look for.
        count = region(day, state, guide, chance)
    for k in range(count):
        retime(day, state, guide.touched[k])
    often = guide.knobs[K_OTHER] if count > 0 else 0
    if often > 0 and way != OTHER_VEHICLE and below(chance, 100) < often:
        count = swap_vehicles(day, state, loose_count, count, guide, chance)
    return loose_count, count


@inner
def _seed(day: Day, state: State, chance: Bits) -> int:
    """The place of a parcel drawn by chance, where it is or where it could go.

    Now and then of one that was left over though its site has room: what is around it
    has to make way.
    """
    absent = state.totals[T_ABSENT]
    if absent > 0 and below(chance, _LEFT) == 0:
        parcel = state.absent[below(chance, absent)]
        first = day.parcels[parcel, P_OPTION]
        option = first + below(chance, max(1, day.parcels[parcel, P_OPTIONS]))
        if has_room(day, state, day.options[option, O_KIND]):
            return int(day.options[option, O_PLACE])
    parcel = below(chance, day.parcels.shape[0])
    option = state.parcel[parcel, S_OPTION]
    if option == NONE:
        option = day.parcels[parcel, P_OPTION]
    return int(day.options[option, O_PLACE])


@inner
def _any_option(day: Day, chance: Bits) -> int:
    """A way of a parcel, both drawn by chance."""
    parcel = below(chance, day.parcels.shape[0])
    first = day.parcels[parcel, P_OPTION]
    return int(first + below(chance, day.parcels[parcel, P_OPTIONS]))


@inner
def _shared_place(day: Day, guide: Guide, chance: Bits) -> int:
    """A place where several parcels could go, NONE where none is met by chance."""
    for _ in range(10):
        place = day.options[_any_option(day, chance), O_PLACE]
        if guide.there_first[place + 1] - guide.there_first[place] > 2:
            return int(place)
    return NONE


@inner
def strings(
    day: Day, state: State, guide: Guide, whole: int, chance: Bits
) -> tuple[int, int]:
    """Cut a string out of each of a few routes around a place."""
    used = stops = 0
    for route in range(state.route.shape[0]):
        if state.route[route, R_STOPS] > 0 and not state.route[route, R_CLOSED]:
            used += 1
            stops += state.route[route, R_STOPS]
    if used == 0:
        return 0, 0
    longest = min(guide.knobs[K_LONGEST], max(1, stops // used))
    mean = guide.knobs[K_MEAN]
    cuts = 1 + below(chance, max(1, 4 * mean // (1 + longest)))
    place = _seed(day, state, chance)
    loose_count = count = plain(0)
    for k in range(day.near.shape[1]):
        other = plain(day.near[place, k])
        routes = state.routes_at[other]
        route = following(routes, plain(NONE))
        while route != NONE and count < cuts:
            before = count
            if not state.route[route, R_CLOSED]:
                count = touch(route, guide.touched, count)
            if count > before:
                loose_count = cut_string(
                    day, state, route, other, longest, guide, loose_count, whole, chance
                )
            route = following(routes, route)
        if count == cuts:
            break
    return loose_count, count


@inner
def region(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Take out what is around a place, nearest first."""
    place, taken, count = _seed(day, state, chance), plain(0), plain(0)
    wanted = FEW // 2 + below(chance, 2 * FEW)
    for k in range(day.near.shape[1]):
        if taken >= wanted:
            break
        other = plain(day.near[place, k])
        count, more = empty_place(day, state, other, wanted - taken, count, guide)
        taken += more
    return count


@inner
def one_site(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Take the parcels of one place out of all routes."""
    place = _shared_place(day, guide, chance)
    if place == NONE:
        return 0
    count, _ = empty_place(day, state, place, plain(_MOST), plain(0), guide)
    return count


@inner
def short_route(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Empty the shortest of a few routes drawn by chance."""
    best, chosen = 2**30, plain(NONE)
    for _ in range(3):
        route = below(chance, state.route.shape[0])
        stops = state.route[route, R_STOPS]
        if 0 < stops < best and not state.route[route, R_CLOSED]:
            best, chosen = stops, route
    if chosen == NONE or best > 3 * _MOST:
        return 0
    return empty_route(day, state, chosen, guide)


@inner
def some(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Take parcels drawn by chance from everywhere."""
    count = plain(0)
    for _ in range(1 + below(chance, 2 * FEW)):
        parcel = below(chance, day.parcels.shape[0])
        count = take_one(day, state, parcel, guide, count)
    return count


@inner
def pressure(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Where compartments are short, take out some that hold one and some that want one.

    A parcel is drawn until one is found whose kind has no room left; then parcels that
    are at its site, or could be, go.
    """
    place = plain(NONE)
    for _ in range(20):
        option = _any_option(day, chance)
        if not has_room(day, state, day.options[option, O_KIND]):
            place = day.options[option, O_PLACE]
            break
    if place == NONE:
        return 0
    return take_there(day, state, place, plain(2 * FEW), guide, chance)


@inner
def channel(day: Day, state: State, guide: Guide, chance: Bits) -> int:
    """Draw parcels to a place, or away from it: greed alone never pays for its setup.

    What the place's options count more or less is drawn up to four times what a
    parcel costs on average.
    """
    place = _shared_place(day, guide, chance)
    if place == NONE:
        return 0
    mean = max(1, state.totals[T_COST] // day.parcels.shape[0])
    guide.wish[0] = place
    if below(chance, 2) == 0:
        guide.wish[1] = -below(chance, 4 * mean)
        return take_there(day, state, place, plain(2 * FEW), guide, chance)
    guide.wish[1] = below(chance, 4 * mean)
    count, _ = empty_place(day, state, place, plain(_MOST), plain(0), guide)
    return count
