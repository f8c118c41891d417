"""Compartments: the counts of the search, the classes of a plan, and a plain matching
agree on any sets of classes.
"""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.draft import Draft, DraftRoute, Drop, Visit
from console.domain.ids import ParcelId, SizeClassId
from console.domain.problem import Channel, Problem, SiteRoom
from console.planning.arrays import tables
from console.planning.classes import assign_classes
from console.planning.errors import HardViolation
from console.planning.kernels import layout
from console.planning.kernels.entries import has_room, take_room
from console.planning.solution import empty
from tests.planning.days import city_day
from tests.planning.oracle import has_boxes

NAMES = tuple(SizeClassId(name) for name in "ABCD")


def crowd(sets: list[frozenset[SizeClassId]], free: list[int]) -> tuple[Problem, Draft]:
    """Parcels that all want the same site, each fitting its own set of classes."""
    base = city_day(1, 1)
    site = base.rooms[0].site
    option = replace(
        base.demands[0].options[0], channel=Channel.LOCKER, site=site, place=1
    )
    demands = tuple(
        replace(
            base.demands[0],
            parcel=ParcelId(str(k)),
            options=(replace(option, classes=tuple(sorted(names))),),
        )
        for k, names in enumerate(sets)
    )
    room = SiteRoom(site, 1, dict(zip(NAMES, free, strict=True)))
    problem = replace(base, demands=demands, rooms=(room,))
    drops = tuple(Drop(d.parcel, Channel.LOCKER, site) for d in demands)
    draft = Draft((DraftRoute(base.vehicles[0].id, (Visit(1, drops),)),))
    return problem, draft


@settings(deadline=None, max_examples=80)
@given(
    sets=st.lists(
        st.frozensets(st.sampled_from(NAMES), min_size=1), min_size=1, max_size=9
    ),
    free=st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_counts_and_classes_agree_with_a_matching(
    sets: list[frozenset[SizeClassId]], free: list[int]
) -> None:
    problem, draft = crowd(sets, free)
    fits = has_boxes(problem, tuple((k, 0) for k in range(len(sets))))
    known = tables(problem)
    state, counted = empty(known), True
    for kind in known.day.options[:, layout.O_KIND].tolist():
        counted = counted and has_room(known.day, state, kind)
        take_room(known.day, state, kind, 1)
    assert counted == fits
    assert bool(np.all(state.slack >= 0)) == fits
    try:
        assigned = assign_classes(known, draft)
    except HardViolation:
        assert not fits
        return
    assert fits
    drops = assigned.routes[0].visits[0].drops
    for drop, names in zip(drops, sets, strict=True):
        assert drop.size_class in names
    for name, count in zip(NAMES, free, strict=True):
        assert sum(drop.size_class == name for drop in drops) <= count


def test_a_class_that_is_named_stays_until_it_cannot() -> None:
    any_of = frozenset(NAMES[:2])
    problem, draft = crowd([any_of, any_of], [1, 1, 0, 0])
    drops = draft.routes[0].visits[0].drops

    def named(*names: SizeClassId | None) -> list[SizeClassId | None]:
        changed = tuple(
            replace(drop, size_class=name)
            for drop, name in zip(drops, names, strict=True)
        )
        route = replace(draft.routes[0], visits=(Visit(1, changed),))
        result = assign_classes(tables(problem), Draft((route,)))
        return [drop.size_class for drop in result.routes[0].visits[0].drops]

    assert named(NAMES[1], None) == [NAMES[1], NAMES[0]]
    assert named(NAMES[0], None) == [NAMES[0], NAMES[1]]
    assert sorted(str(name) for name in named(NAMES[0], NAMES[0])) == ["A", "B"]
