"""Windows and segments: what every timing of a route is made of.

Segments (duration, earliest, latest departure) join in constant time (Vidal et al.
2013, without time warp: routes that are searched on are always feasible).
"""

from console.planning.kernels.compiling import inner
from console.planning.kernels.layout import (
    H_CLOSES,
    H_DOOR_HANDLING,
    H_DOOR_SETUP,
    H_LEFT,
    H_OPENS,
    NEVER,
    V_DOOR_SETUP,
    V_DOORS,
    V_HANDLING,
    V_SETUP,
    Ints,
)


@inner
def opening(windows: Ints, row: int, count: int, second: int) -> int:
    """The first second from `second` on in a window; `second` after the last."""
    for k in range(count):
        if second <= windows[row, 2 * k + 1]:
            return int(max(second, windows[row, 2 * k]))
    return second


@inner
def closing(windows: Ints, row: int, count: int, second: int) -> int:
    """The last second up to `second` in a window, NEVER before the first."""
    for k in range(count - 1, -1, -1):
        if second >= windows[row, 2 * k]:
            return int(min(second, windows[row, 2 * k + 1]))
    return NEVER


@inner
def window_of(windows: Ints, row: int, count: int, second: int) -> int:
    """The number of the first window that ends at or after `second`, or the last."""
    for k in range(count):
        if second <= windows[row, 2 * k + 1]:
            return k
    return count - 1


@inner
def service(visits: Ints, visit: int, vehicles: Ints, vehicle: int) -> int:
    """Seconds one visit takes one vehicle: the largest setup, and all handling."""
    setup = visits[visit, V_SETUP]
    door = visits[visit, V_DOOR_SETUP]
    if door >= 0:
        setup = max(setup, door + vehicles[vehicle, H_DOOR_SETUP])
    handling = visits[visit, V_DOORS] * vehicles[vehicle, H_DOOR_HANDLING]
    return int(setup + visits[visit, V_HANDLING] + handling)


@inner
def join(
    first: tuple[int, int, int], way: int, second: tuple[int, int, int]
) -> tuple[int, int, int]:
    """Two segments with `way` seconds between them as one."""
    behind = first[0] + way
    wait = max(second[1] - behind - first[2], 0)
    return (
        behind + second[0] + wait,
        max(second[1] - behind, first[1]) - wait,
        min(second[2] - behind, first[2]),
    )


@inner
def at_rate(quantity: int, rate: int, per: int) -> int:
    """As console.domain.money.at_rate."""
    return (quantity * rate * 2 + per) // (per * 2)


@inner
def leaving(vehicles: Ints, vehicle: int) -> int:
    """The last second a vehicle may leave its start."""
    if vehicles[vehicle, H_LEFT]:
        return int(vehicles[vehicle, H_OPENS])
    return int(vehicles[vehicle, H_CLOSES])
