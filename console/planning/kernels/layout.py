"""The arrays every kernel works on: one read-only day, and solutions of it.

Rows are records, columns are named here. Few wide arrays instead of many narrow ones
keep signatures short (a kernel compiles once whatever the day looks like) and one
record in one or two cache lines. Everything is int64 but travel, which is int32 and
may be mapped from a file; there are always MODES matrices, unused ones of one cell,
because the number of modes would otherwise be part of the compiled type.

A solution is a set of visits. A visit belongs to a route (or to none), keeps its
parcels as a linked list, and sums up what its time and load depend on. `line` holds
what the insertion test reads, in route order.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Ints32 = NDArray[np.int32]
type Bits = NDArray[np.uint64]

MODES: Final = 12
NONE: Final = -1
LOOSE: Final = -2
"""The route of a visit that is taken out whole and will be put back whole."""
FAR: Final = 2**31 - 1
"""Seconds and metres where there is no way."""
NEVER: Final = -(2**60)
DEAR: Final = 2**60
WORD: Final = 32
"""Routes in one word of a place's route set."""
RATE_BITS: Final = 16

# options
O_PARCEL: Final = 0
O_PLACE: Final = 1
O_KIND: Final = 2
O_SETUP: Final = 3
O_HANDLING: Final = 4
O_COST: Final = 5
O_WINDOW: Final = 6
O_WINDOWS: Final = 7
O_DOOR: Final = 8
O_COLUMNS: Final = 9

# parcels of the day
P_OPTION: Final = 0
P_OPTIONS: Final = 1
P_UNASSIGNED: Final = 2
P_FAR: Final = 3
P_SIZE: Final = 4
P_OPENS: Final = 5
P_CLOSES: Final = 6
P_HELD: Final = 7
"""The vehicle that has it in the plan before or on board, NONE for none."""
P_MOVED: Final = 8
"""What it costs that another vehicle takes it, DEAR where none may."""
P_STOCKED: Final = 9
"""Whether it lies at the depot: a vehicle on the road has to have it on board."""
P_COLUMNS: Final = 10

# vehicles
H_MODE: Final = 0
H_START: Final = 1
H_END: Final = 2
H_OPENS: Final = 3
H_CLOSES: Final = 4
H_FIXED: Final = 5
H_PER_HOUR: Final = 6
H_PER_KM: Final = 7
H_CO2_G: Final = 8
H_CO2_PRICE: Final = 9
H_DOOR_SETUP: Final = 10
H_DOOR_HANDLING: Final = 11
H_TWIN: Final = 12
"""The first vehicle like this one in every respect."""
H_RATE_S: Final = 13
H_RATE_M: Final = 14
"""Price of a second and a metre in 2**-RATE_BITS of money; ranks insertions only."""
H_LEFT: Final = 15
"""Whether it is on the road: it leaves its start as its shift begins."""
H_COLUMNS: Final = 16

# parcels of a solution
S_VISIT: Final = 0
S_OPTION: Final = 1
S_NEXT: Final = 2
S_BACK: Final = 3
S_KIND: Final = 4
"""What it takes at its site now, NONE at a door or where a class is set for good."""
S_FIXED: Final = 5
S_COLUMNS: Final = 6

# visits
V_ROUTE: Final = 0
V_AT: Final = 1
V_PLACE: Final = 2
V_FIRST: Final = 3
V_COUNT: Final = 4
V_SETUP: Final = 5
"""Largest setup of its parcels for a locker, -1 for none; V_DOOR_SETUP for doors."""
V_DOOR_SETUP: Final = 6
V_HANDLING: Final = 7
V_DOORS: Final = 8
V_WINDOWS: Final = 9
V_DEADLINE: Final = 10
V_FIXED: Final = 11
V_COLUMNS: Final = 12

# stops of a route in order
L_VISIT: Final = 0
L_PLACE: Final = 1
L_EARLIEST: Final = 2
"""Earliest start of service when the vehicle leaves as its shift begins."""
L_LATEST: Final = 3
"""Latest start from which the rest stays within its windows and the shift."""
L_SERVICE: Final = 4
L_HEAD: Final = 5
"""L_HEAD..+2: duration, earliest and latest departure of the way up to here."""
L_TAIL: Final = 8
"""L_TAIL..+2: the same for the way from here to the end."""
L_COLUMNS: Final = 11

# routes
R_STOPS: Final = 0
R_CLOSED: Final = 1
R_DEPARTURE: Final = 2
R_FINISH: Final = 3
R_METRES: Final = 4
R_LATE: Final = 5
R_OVER: Final = 6
R_COST: Final = 7
R_VERSION: Final = 8
"""A number of this very state of the route, in one search never used twice."""
R_COLUMNS: Final = 9

# sums of a solution
T_COST: Final = 0
T_ABSENT: Final = 1
T_NEXT_VISIT: Final = 2
T_VERSION: Final = 3
"""The last version given to a route; never set back."""
T_HELD: Final = 4
"""Whether any parcel is held or any vehicle is on the road."""
T_COLUMNS: Final = 5


class Day(NamedTuple):
    """A problem as arrays; nothing here changes while it is worked on.

    `kind_rows[kind_first[k]:kind_first[k+1]]` are the rows of `State.slack` that a
    parcel of compartment kind `k` (a site and the set of classes it fits) takes one
    from. `near` lists for each place the places nearest to it, itself first.
    """

    seconds: tuple[Ints32, ...]
    metres: tuple[Ints32, ...]
    options: Ints
    windows: Ints
    parcels: Ints
    amounts: Ints
    vehicles: Ints
    capacity: Ints
    kind_first: Ints
    kind_rows: Ints
    near: Ints32


class State(NamedTuple):
    """One solution. The last two visits are scratch and never in a route.

    parcel (n, S), visit (v, V), windows (v, 2w) as start, end, start, end ...,
    visit_load (v, d), route (m, R), route_load (m, d), line (m, stops, L),
    slack (rows), routes_at (places, words), absent (n), totals (T).
    """

    parcel: Ints
    visit: Ints
    windows: Ints
    visit_load: Ints
    route: Ints
    route_load: Ints
    line: Ints
    slack: Ints
    routes_at: Ints
    absent: Ints
    totals: Ints
