"""What one search works with besides its solutions, made once from a problem's tables.

Shapes are told apart by everything of an option but its parcel, its compartment and
its own cost: what these change is not where a stop goes best.
"""

from decimal import Context, Decimal
from functools import cache

import numpy as np

from console.planning.arrays import Tables
from console.planning.kernels import layout
from console.planning.kernels.guide import (
    K_BLINK,
    K_COLUMNS,
    K_EVERYWHERE,
    K_LONGEST,
    K_MEAN,
    K_OTHER,
    K_WHATEVER,
    SEEN_COLUMNS,
    Guide,
)
from console.planning.kernels.layout import Ints
from console.planning.kernels.ruin import (
    CHANNEL,
    OTHER_VEHICLE,
    PRESSURE,
    REGION,
    RUINS,
    SHORT_ROUTE,
    SITE,
    SOME,
    STRINGS,
    WHOLE_STRINGS,
)
from console.planning.kernels.search import (
    ACCEPT_BITS,
    C_COLUMNS,
    C_MOST,
    C_PART,
    C_REQUIRED,
    C_WARM,
    COOL_BITS,
    MOST_WARM,
    TABLE,
    Working,
)
from console.planning.solution import chance_of

_PART = 2048
"""Start temperature in 1/1024 of what a worsening move costs in the median."""
_COLDEST = Decimal("0.01")
"""Last temperature as a share of the first."""
_MIX = {
    WHOLE_STRINGS: 280,
    STRINGS: 480,
    REGION: 50,
    SITE: 30,
    SHORT_ROUTE: 40,
    SOME: 30,
    PRESSURE: 30,
    CHANNEL: 40,
    OTHER_VEHICLE: 20,
}
"""How often each way of ruin is drawn, in 1,000 iterations. Measured."""
_KNOBS = {
    K_MEAN: 10,
    K_LONGEST: 10,
    K_BLINK: 10,
    K_WHATEVER: 25,
    K_EVERYWHERE: 12,
    K_OTHER: 10,
}
_FEW = 1000
"""Blinks for one parcel alone, in 1,024 cases; among n, one in n of these."""
_CHANGES = 60
"""How often vehicles change, in 100 iterations, with one parcel a vehicle."""
_NOT_OF_SHAPE = (
    layout.O_PARCEL,
    layout.O_KIND,
    layout.O_COST,
    layout.O_LEVEL,
    layout.O_LODGED,
)


def working(known: Tables, seed: int) -> Working:
    """Everything a search needs at its start."""
    routes, parcels = len(known.problem.vehicles), len(known.demands)
    control = np.zeros(C_COLUMNS, np.int64)
    control[C_PART], control[C_MOST] = _PART, routes + 1
    control[C_WARM], control[C_REQUIRED] = MOST_WARM, layout.DEAR
    accept, cool = _schedule()
    return Working(
        control=control,
        chance=chance_of(seed),
        accept=accept,
        cool=cool,
        dirty=np.zeros(routes + 1, np.int64),
        samples=np.zeros(MOST_WARM, np.int64),
        absence=np.zeros(parcels, np.int64),
        guide=guide(known),
    )


def guide(known: Tables) -> Guide:
    """The lists that steer a search, with nothing remembered yet."""
    day, routes = known.day, len(known.problem.vehicles)
    words = -(-routes // layout.WORD) or 1
    options = day.options
    kept = [c for c in range(layout.O_COLUMNS) if c not in _NOT_OF_SHAPE]
    distinct, shapes = np.unique(options[:, kept], axis=0, return_inverse=True)
    places = options[:, layout.O_PLACE]
    there_first = np.zeros(day.near.shape[0] + 1, np.int64)
    np.cumsum(np.bincount(places, minlength=day.near.shape[0]), out=there_first[1:])
    return Guide(
        near=np.zeros(words, np.int64),
        fresh=np.zeros(words, np.int64),
        twins=np.zeros(words, np.int64),
        shapes=np.ascontiguousarray(shapes.reshape(-1), np.int64),
        seen=np.full((len(distinct), routes, SEEN_COLUMNS), layout.NONE, np.int64),
        there_first=there_first,
        there=options[np.argsort(places, kind="stable"), layout.O_PARCEL].copy(),
        wish=np.array([layout.NONE, 0], np.int64),
        loose=np.zeros(len(known.demands) + 1, np.int64),
        touched=np.zeros(routes + 1, np.int64),
        mix=np.cumsum([_MIX[k] for k in range(RUINS)]),
        knobs=_knobs(known),
    )


def _knobs(known: Tables) -> Ints:
    """What was set by measuring, as far as this day calls for it.

    On few parcels a ruin takes nearly all of them: only what is missed leads to
    another plan then. Vehicles are changed the less, the longer routes are: another
    one seldom takes what is left of a long one. A fleet of one kind has none to change.
    """
    knobs = np.array([_KNOBS[k] for k in range(K_COLUMNS)], np.int64)
    parcels = max(1, len(known.demands))
    knobs[K_BLINK] = max(knobs[K_BLINK], _FEW // parcels)
    vehicles = known.day.vehicles
    mixed = (vehicles[:, layout.H_TWIN] > 0).any()
    often = _CHANGES * len(vehicles) // parcels if mixed else 0
    knobs[K_OTHER] = min(knobs[K_OTHER], often)
    return knobs


@cache
def _schedule() -> tuple[Ints, Ints]:
    """The tables of acceptance and cooling, as `kernels.search.Working` has them.

    Made once: exact logarithms take 30 ms, as long as a whole small search.
    """
    context = Context(prec=28)
    accept = [
        int(-context.ln((Decimal(i) + Decimal("0.5")) / TABLE) * (1 << ACCEPT_BITS))
        for i in range(TABLE)
    ]
    step = context.divide(context.ln(_COLDEST), Decimal(TABLE))
    cool = [
        int(context.exp(context.multiply(step, Decimal(i))) * (1 << COOL_BITS))
        for i in range(TABLE + 1)
    ]
    return np.array(accept, np.int64), np.array(cool, np.int64)
