"""One coil at a time, a rest behind each, and no coil too often."""

import asyncio

import pytest

from hardware.bus.supply import PulseRules, Supply
from hardware.cabinet import DoorAddress, Reason
from tests.hardware.worlds import DOOR, OTHER, now_s

RULES = PulseRules(cooldown_s=3.0, pulses_a_minute=4)
THIRD = DoorAddress(0, 5)


async def test_turns_come_in_order_each_after_pulse_and_rest() -> None:
    supply = Supply(RULES)
    began: list[tuple[DoorAddress, float]] = []

    async def pulse(door: DoorAddress) -> None:
        assert await supply.turn(door) is Reason.NONE
        began.append((door, now_s()))
        supply.pulsed(door)

    await asyncio.gather(pulse(DOOR), pulse(OTHER), pulse(THIRD))
    assert [door for door, _ in began] == [DOOR, OTHER, THIRD]
    assert [at for _, at in began] == pytest.approx([0.0, 1.0, 2.0])


async def test_a_turn_not_used_costs_the_next_one_nothing() -> None:
    supply = Supply(RULES)
    assert await supply.turn(DOOR) is Reason.NONE
    supply.unused()
    assert await supply.turn(DOOR) is Reason.NONE
    assert now_s() == 0.0


async def test_a_lock_needs_its_cooldown() -> None:
    supply = Supply(RULES)
    await supply.turn(DOOR)
    supply.pulsed(DOOR)
    await asyncio.sleep(2.9)
    assert await supply.turn(DOOR) is Reason.COOLDOWN
    assert await supply.turn(OTHER) is Reason.NONE
    supply.unused()
    await asyncio.sleep(0.2)
    assert await supply.turn(DOOR) is Reason.NONE


async def test_a_lock_has_so_many_pulses_a_minute() -> None:
    supply = Supply(RULES)
    for _ in range(4):
        assert await supply.turn(DOOR) is Reason.NONE
        supply.pulsed(DOOR)
        await asyncio.sleep(4)
    assert await supply.turn(DOOR) is Reason.COOLDOWN
    await asyncio.sleep(45)
    assert await supply.turn(DOOR) is Reason.NONE


async def test_nobody_queues_for_long() -> None:
    supply = Supply(RULES)
    await supply.turn(DOOR)
    assert await supply.turn(OTHER) is Reason.SUPPLY_BUSY
    assert now_s() == pytest.approx(RULES.longest_wait_s)
    supply.unused()
    slow = Supply(PulseRules(recovery_s=9.0))
    await slow.turn(DOOR)
    slow.pulsed(DOOR)
    start_s = now_s()
    assert await slow.turn(OTHER) is Reason.SUPPLY_BUSY
    assert now_s() == start_s
    await asyncio.sleep(9.5)
    assert await slow.turn(OTHER) is Reason.NONE
