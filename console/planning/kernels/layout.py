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

from typing import Annotated, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Ints32 = NDArray[np.int32]
type Bits = NDArray[np.uint64]

ANY: Final = -1
"""As many rows or columns as there are."""
MODES: Final = 12
NONE: Final = -1
LOOSE: Final = -2
"""The route of a visit that is taken out whole and will be put back whole."""
FAR: Final = 2**31 - 1
"""Seconds and metres where there is no way."""
NEVER: Final = -(2**60)
LATER: Final = 2**60
"""The soft end of what has none."""
DEAR: Final = 2**60
POSITIONS: Final = 3
"""Positions of a route that are timed exactly before one counts, where any is."""
WORD: Final = 32
"""Routes in one word of a place's route set."""
RATE_BITS: Final = 16
SHORT: Final = 2**40
"""What a slack row costs for each number it is short: more than any plan."""

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
O_NEEDS: Final = 9
"""Skills as bits; a parcel's depot is one of them."""
O_SOFT: Final = 10
O_LATE: Final = 11
"""Price of an hour after the soft end."""
O_LEVEL: Final = 12
O_BOXES: Final = 13
"""Columns of its site as bits: those it fits, or those that collecting it frees."""
O_SITE: Final = 14
"""The number of its site where a compartment is freed today, else NONE."""
O_LODGED: Final = 15
"""As O_KIND for who takes a compartment that its own visit frees."""
O_COLUMNS: Final = 16

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
H_SHIFT_END: Final = 15
"""Where overtime begins; H_CLOSES is where it has to end."""
H_OVERTIME: Final = 16
"""Price of an hour of overtime, besides the hour itself."""
H_LONGEST: Final = 17
H_RANGE: Final = 18
H_SKILLS: Final = 19
H_BREAK: Final = 20
H_BREAKS: Final = 21
"""First row and number of its breaks in `Day.extras`."""
H_TRIPS: Final = 22
H_RELOAD: Final = 23
H_EXACT: Final = 24
"""Whether positions found in constant time are timed exactly before they count."""
H_LEFT: Final = 25
"""Whether it is on the road: it leaves its start as its shift begins."""
H_COLUMNS: Final = 26

# parcels of a solution
S_VISIT: Final = 0
S_OPTION: Final = 1
S_NEXT: Final = 2
S_BACK: Final = 3
S_KIND: Final = 4
"""What it takes at its site now, NONE at a door or where a class is set for good."""
S_FIXED: Final = 5
S_PAIR: Final = 6
"""Who takes the compartment that collecting this one frees, or the other way round."""
S_COLUMNS: Final = 7

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
V_NEEDS: Final = 12
V_SOFT: Final = 13
"""The first soft end of its parcels, LATER where none has one."""
V_LATE: Final = 14
"""What an hour after the soft ends of all its parcels costs."""
V_OPTION: Final = 15
"""The option that a scratch visit stands for, else NONE."""
V_COLUMNS: Final = 16

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
L_RESTS: Final = 11
"""Breaks taken before this stop, on all of the way up to here."""
L_RELOAD: Final = 12
"""1 where the vehicle is loaded again right before this stop."""
L_EXTRA: Final = 13
"""Seconds that breaks and loading add to the way from the stop before."""
L_WAY: Final = 14
L_METRES: Final = 15
"""Seconds and metres of the straight way from the stop before: a matrix is far."""
L_COLUMNS: Final = 16

# routes
R_STOPS: Final = 0
R_CLOSED: Final = 1
R_DEPARTURE: Final = 2
R_FINISH: Final = 3
R_METRES: Final = 4
R_LATE: Final = 5
"""Seconds after the last window, over all stops."""
R_OVER: Final = 6
"""Seconds past the shift and the overtime that is allowed."""
R_COST: Final = 7
R_OVERTIME: Final = 8
"""Seconds past the shift, all of them paid as overtime."""
R_LONG: Final = 9
"""Seconds above the longest duration."""
R_BEYOND: Final = 10
"""Metres above the range."""
R_LACKS: Final = 11
"""Skills its stops need and it has not, as bits."""
R_UNRESTED: Final = 12
"""Seconds by which breaks begin too late, or are owed at the end."""
R_FULL: Final = 13
"""1 where it is loaded above capacity somewhere; kept only where H_EXACT."""
R_BROKEN: Final = 14
"""1 where any of the hard limits above is broken."""
R_SOFT: Final = 15
"""Seconds after soft ends, each times the price of an hour."""
R_ZONES: Final = 16
"""Zones after the first."""
R_RESTS: Final = 17
"""Breaks taken on the way, or at the depot before it."""
R_EXTRA: Final = 18
"""Seconds that breaks add to the way back."""
R_VERSION: Final = 19
"""A number of this very state of the route, in one search never used twice."""
R_COLUMNS: Final = 20

# sums of a solution
T_COST: Final = 0
T_ABSENT: Final = 1
T_NEXT_VISIT: Final = 2
T_VERSION: Final = 3
"""The last version given to a route; never set back."""
T_SPREAD: Final = 4
"""What unequal work costs; in T_COST."""
T_HELD: Final = 5
"""Whether any parcel is held or any vehicle is on the road."""
T_COLUMNS: Final = 6
"""From here on one number for each quota: the parcels that meet it."""

# the first row of a day's extras: what holds for all of it
W_ROW: Final = 0
W_SPREAD: Final = 0
W_ZONE: Final = 1
W_COLLECTS: Final = 2
"""1 where a parcel is collected: every dimension stands twice."""
W_FREES: Final = 3
"""1 where a compartment is freed by what is collected from it."""
W_FICKLE: Final = 4
"""1 where a best position depends on more than the route and the times of the stop:
on what is loaded, or on other routes."""
W_QUOTA: Final = 5
W_QUOTAS: Final = 6
"""First row and number of the quotas in `Day.extras`."""
W_COLUMNS: Final = 7

# rows of breaks
B_OPENS: Final = 0
B_CLOSES: Final = 1
B_TAKES: Final = 2

# quotas
Q_LEVEL: Final = 0
Q_LEAST: Final = 1
Q_PRICE: Final = 2

# places
A_VISITS: Final = 0
"""The slack row that counts the stops it may still have, NONE where there is none."""
A_ZONE: Final = 1
"""Its zone, NONE for none."""
A_COLUMNS: Final = 2

# rows of scratch behind the stops of a route that is only tried, from the end
X_SHEET: Final = -1
"""What a route that is only tried comes to, as a row of routes."""
X_BEST: Final = -2
"""The last of POSITIONS rows: price, stop, joined."""
X_BEGINS: Final = -2 - POSITIONS
"""When breaks begin: as many as there are columns."""
X_ROWS: Final = 2 + POSITIONS
X_COLUMNS: Final = R_COLUMNS


class Day(NamedTuple):
    """A problem as arrays; nothing here changes while it is worked on.

    `kind_rows[kind_first[k]:kind_first[k+1]]` are the rows of `State.slack` that a
    parcel of compartment kind `k` (a site and the set of classes it fits) takes one
    from. `near` lists for each place the places nearest to it, itself first.
    `places` holds A columns, `extras` few rows of several kinds: one with W columns,
    then breaks (B), then quotas (Q). Where a parcel is collected, `amounts` and
    `capacity` hold every dimension twice: what is delivered, and in the second half
    what is collected.
    """

    seconds: Annotated[tuple[Ints32, ...], (ANY, ANY)]
    metres: Annotated[tuple[Ints32, ...], (ANY, ANY)]
    options: Annotated[Ints, (ANY, O_COLUMNS)]
    windows: Annotated[Ints, (ANY, 2)]
    parcels: Annotated[Ints, (ANY, P_COLUMNS)]
    amounts: Annotated[Ints, (ANY, ANY)]
    vehicles: Annotated[Ints, (ANY, H_COLUMNS)]
    capacity: Annotated[Ints, (ANY, ANY)]
    kind_first: Ints
    kind_rows: Ints
    near: Annotated[Ints32, (ANY, ANY)]
    places: Annotated[Ints, (ANY, A_COLUMNS)]
    extras: Annotated[Ints, (ANY, W_COLUMNS)]


class State(NamedTuple):
    """One solution. The last two visits are scratch and never in a route.

    parcel (n, S), visit (v, V), windows (v, 2w) as start, end, start, end ...,
    visit_load (v, d), route (m, R), route_load (m, d), line (m, stops, L),
    slack (rows), routes_at (places, words), absent (n), totals (T and the quotas).
    `scratch` is for a route that is only tried: its stops (L), then X rows.
    """

    parcel: Annotated[Ints, (ANY, S_COLUMNS)]
    visit: Annotated[Ints, (ANY, V_COLUMNS)]
    windows: Annotated[Ints, (ANY, ANY)]
    visit_load: Annotated[Ints, (ANY, ANY)]
    route: Annotated[Ints, (ANY, R_COLUMNS)]
    route_load: Annotated[Ints, (ANY, ANY)]
    line: Annotated[Ints, (ANY, ANY, L_COLUMNS)]
    slack: Ints
    routes_at: Annotated[Ints, (ANY, ANY)]
    absent: Ints
    totals: Ints
    scratch: Annotated[Ints, (ANY, X_COLUMNS)]
