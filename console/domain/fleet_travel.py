"""How each type of vehicle travels on a day: its conditions over the hours it works.

A plan has one matrix a type, not one an hour, so congestion counts as the mean over the
shifts of the type's vehicles. Whoever looks a matrix up or draws a tour asks here, so
that both are for the same travel.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from console.domain.ids import VehicleTypeId
from console.domain.place import TimeWindow
from console.domain.travel import Conditions, Congestion, RoadClass, Travel
from console.domain.vehicle import VehicleType

_HOUR_S = 3600


class OnDuty(Protocol):
    """A vehicle as far as its hours are concerned."""

    @property
    def type(self) -> VehicleTypeId:
        """Its type."""
        ...

    @property
    def shift(self) -> TimeWindow:
        """When it works."""
        ...


def fleet_travel(
    types: Iterable[VehicleType], vehicles: Iterable[OnDuty]
) -> Mapping[VehicleTypeId, Travel]:
    """The travel of every type, its congestion that of its vehicles' shifts."""
    shifts: dict[VehicleTypeId, list[TimeWindow]] = {}
    for vehicle in vehicles:
        shifts.setdefault(vehicle.type, []).append(vehicle.shift)
    return {
        kind.id: Travel(
            kind.mode, meanwhile(kind.conditions, shifts.get(kind.id, ())), hour=0
        ).effective
        for kind in types
    }


def meanwhile(conditions: Conditions, shifts: Iterable[TimeWindow]) -> Conditions:
    """The same with each class's mean congestion, as if it were so at any hour."""
    if not conditions.congestion:
        return conditions
    worked = _seconds_by_hour(shifts)
    means = [
        Congestion(road_class, 0, 23, _mean(conditions, road_class, worked))
        for road_class in RoadClass
    ]
    slower = tuple(one for one in means if one.percent != 100)
    return replace(conditions, congestion=slower)


def _seconds_by_hour(shifts: Iterable[TimeWindow]) -> Counter[int]:
    worked: Counter[int] = Counter()
    for shift in shifts:
        for hour in range(shift.start_s // _HOUR_S, shift.end_s // _HOUR_S + 1):
            start, end = hour * _HOUR_S, (hour + 1) * _HOUR_S
            worked[hour % 24] += min(end, shift.end_s) - max(start, shift.start_s)
    return worked


def _mean(
    conditions: Conditions, road_class: RoadClass, worked: Mapping[int, int]
) -> int:
    """Percent of the profile's own time; of two rules at one hour the last counts."""
    whole = sum(worked.values())
    if not whole:
        return 100
    percent = dict.fromkeys(worked, 100)
    for rule in conditions.congestion:
        if rule.road_class is road_class:
            for hour in worked:
                if rule.first <= hour <= rule.last:
                    percent[hour] = rule.percent
    return round(sum(percent[hour] * worked[hour] for hour in worked) / whole)
