"""Scenarios in figures, and beside what is published."""

import pytest

from console.insight.breakdown import breakdown
from console.insight.outcomes import PUBLISHED, Outcome, beside_doors, outcome
from console.planning.engine import solve
from console.planning.scenario_text import scenario
from console.planning.scenarios import applied
from tests.planning.days import city_day

STEPS = 200


def found(text: str) -> Outcome:
    day = city_day(80, 8, vans=3, bikes=1)
    one = scenario(text)
    plan = solve(applied(one, day), seed=1, iterations=STEPS)
    modes = {kind.id: kind.mode for kind in day.types}
    return outcome(one, plan, day, breakdown(plan, modes, {}), STEPS)


def test_what_is_said_of_a_scenario() -> None:
    mixed, doors = found("mixed"), found("all-door")
    assert mixed.no_locker is None
    assert sum(number for _, number in mixed.vehicles) == mixed.figures.whole.vehicles
    assert doors.locker_share == 0
    assert mixed.locker_share is not None
    assert mixed.locker_share > 0
    each_s, per_hour = mixed.each_time_s, mixed.parcels_per_hour
    assert each_s is not None
    assert per_hour is not None
    assert each_s * per_hour == pytest.approx(3600)
    assert found("share:most=0").missed
    assert not found("share:least=0").missed
    everywhere = found("all-locker")
    assert everywhere.no_locker is not None
    assert 0 < everywhere.no_locker < 80


def test_beside_all_to_doors() -> None:
    mixed, doors = found("mixed"), found("all-door")
    beside = beside_doors(mixed, doors)
    assert beside is not None
    assert beside.cost < 0 < beside.per_hour
    same = beside_doors(doors, doors)
    assert same is not None
    assert (same.cost, same.per_hour, same.co2) == (0, 0, 0)
    assert PUBLISHED.co2 == pytest.approx(-0.745, abs=0.001)
    nobody = found("fleet:van=1+bike=0/locker-or-none")
    assert beside_doors(nobody, doors) is not None
