"""What a hand moved is told as chosen, until it goes otherwise."""

from dataclasses import replace

from console.domain.chosen import BY_A_PERSON, carried, edited
from console.domain.draft import Drop, MoveParcels, RestoreDraft, UnassignParcels
from console.domain.ids import ParcelId, VehicleId, VehicleTypeId
from console.domain.money import Money
from console.domain.plan import Assigned, Making, Plan, PlannedStop, Route, Unassigned
from console.domain.problem import Channel
from console.domain.reasons import Reason, ReasonCode

CHEAPEST = Reason(ReasonCode.CHEAPEST)
COST = Reason(ReasonCode.COST, (1,))


def drop(name: str) -> Drop:
    return Drop(ParcelId(name), Channel.DOOR)


def plan(routes: dict[str, str], left: str = "") -> Plan:
    """Routes as letters; every reason is the planner's."""
    return Plan(
        tuple(
            Route(
                VehicleId(vehicle),
                VehicleTypeId("van"),
                tuple(
                    PlannedStop(n, (drop(name),), 0, 0, 0, 0, 0, ())
                    for n, name in enumerate(names)
                ),
                0,
                0,
                0,
                (),
                0,
                Money(0),
            )
            for vehicle, names in routes.items()
        ),
        tuple(
            Assigned(drop(name), CHEAPEST)
            for names in routes.values()
            for name in names
        ),
        tuple(Unassigned(ParcelId(name), COST) for name in left),
        (),
        Making(1, 1, 0.0, "none"),
    )


def chosen(found: Plan) -> set[str]:
    told = {str(e.drop.parcel) for e in found.assigned if e.reason == BY_A_PERSON}
    return told | {str(e.parcel) for e in found.unassigned if e.reason == BY_A_PERSON}


BEFORE = plan({"v": "abc", "w": "de"})
MOVE = MoveParcels((drop("a"),), 0, VehicleId("w"), 0)


def test_only_what_the_hand_moved_is_told_so() -> None:
    after = edited(BEFORE, MOVE, plan({"v": "bc", "w": "ade"}))
    assert chosen(after) == {"a"}
    assert chosen(BEFORE) == set()


def test_it_stays_told_so_until_it_goes_otherwise() -> None:
    first = edited(BEFORE, MOVE, plan({"v": "bc", "w": "ade"}))
    second = edited(
        first, UnassignParcels((ParcelId("e"),)), plan({"v": "bc", "w": "ad"}, "e")
    )
    assert chosen(second) == {"a", "e"}
    assert chosen(carried(second, plan({"v": "bca", "w": "d"}, "e"))) == {"e"}
    assert chosen(carried(second, plan({"v": "bc", "w": "ade"}))) == {"a"}


def test_an_old_draft_put_back_is_the_planners_again() -> None:
    first = edited(BEFORE, MOVE, plan({"v": "bc", "w": "ade"}))
    other = MoveParcels((drop("e"),), 0, VehicleId("v"), 0)
    second = edited(first, other, plan({"v": "ebc", "w": "ad"}))
    back = RestoreDraft(first.draft(), "move_parcels")
    again = edited(second, back, plan({"v": "bc", "w": "ade"}))
    assert chosen(again) == {"a"}
    reordered = edited(
        BEFORE, MoveParcels((drop("a"),), 0, VehicleId("v"), 2), plan({"v": "bca"})
    )
    undone = edited(reordered, RestoreDraft(BEFORE.draft(), "move_parcels"), BEFORE)
    assert chosen(undone) == set()


def test_where_nobody_chose_nothing_is_made_anew() -> None:
    after = replace(BEFORE)
    assert carried(BEFORE, after) is after
