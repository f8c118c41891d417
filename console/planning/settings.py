"""What planning assumes, every weight with where it comes from.

Names are the ones a depot's file uses; what it does not set stays as here. Money is
in euros here, because people write these, and becomes whole numbers in `options`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

from console.domain.depot_model import Setting, SettingBounds
from console.planning.errors import PlanningError


class SettingRefused(PlanningError):
    """A setting that planning does not know, or a value it cannot have.

    Its arguments are the name; the value, where that is wrong; and the least and the
    largest it may be, where it is out of range.
    """


@dataclass(frozen=True, slots=True)
class PlanningSettings:
    """The weights of the one sum, and what bounds a parcel's options."""

    reach_m: int = 500
    """How far a customer walks to a locker at most, by the walking network.
    InPost gives 200 to 300 m to the nearest one in cities (press, 2022)."""
    failure_share: float = 0.08
    """Share of door deliveries that fail at the first attempt.
    Loqate 2021: 8 %; the field's own figure is 5 %."""
    failure_usd: float = 17.20
    """What a failed delivery costs. Loqate 2021: 17.20 USD; the field: 17 USD."""
    eur_per_usd: float = 0.90
    """Rate of exchange for figures published in dollars. Assumed; set your own."""
    walk_eur_per_km: float = 1.00
    """What a kilometre on foot is worth to a customer, there and back counted once.
    Assumed: a tenth of an hour at 10 EUR, half of it on the way to somewhere else."""
    other_site_eur: float = 0.50
    """What not getting the preferred site, or not the best level, costs a level.
    Assumed."""
    late_eur_per_h: float = 12.0
    """What an hour at a door after an order's own soft end costs. Assumed: a fifth of
    a euro a minute, so that ten minutes are worth a short detour."""
    unassigned_eur: float = 30.0
    """What leaving a parcel of priority 1 for another day costs; times the priority.
    Assumed: above any single delivery, so that nothing is left that fits."""
    co2_eur_per_kg: float = 0.0
    """Price of a kilogram of CO2; 0 leaves it out of the sum.
    The EU's emission allowances traded at 0.06 to 0.09 EUR in 2024."""
    moved_stop_eur: float = 2.0
    """What a stop costs that goes to another driver than in the plan before.
    Assumed: five minutes of two couriers who look for what they had sorted."""
    spread_eur_per_h: float = 0.0
    """What an hour above the mean of all routes costs, so that work is shared out;
    0 leaves it out of the sum."""
    longest_tour_s: int = 0
    """How long a tour may be from leaving to coming back; 0 is as long as the shift."""
    pickup_safety: float = 0.5
    """Share of the pickups that are expected before the courier comes that a plan
    counts on. Assumed: half, so that a slow day does not overbook a site."""
    level_0_percent: int = 0
    """At least so many of a hundred parcels go the way their customers like best; the
    rest of a day may cost more for it. 0 asks for nothing."""
    level_1_percent: int = 0
    """The same for the two best levels together; what is left over is at none."""
    missed_level_eur: float = 2.0
    """What every parcel costs that is missing from either share. Assumed: four times
    what not getting the preferred site costs."""
    zone_eur: float = 0.0
    """What every zone of a route after its first costs, so that couriers stay where
    they know the doors; zones are postcodes. 0 leaves it out of the sum."""
    door_setup_s: int = 0
    """At a door besides the vehicle type's own setup."""
    door_handling_s: int = 0
    """For every parcel at a door besides the vehicle type's own.
    Together with the types' defaults 150 s a door: the field's 2 to 3 minutes."""

    def with_settings(self, settings: Mapping[str, Setting]) -> "PlanningSettings":
        """These with some set otherwise, by name. Raises SettingRefused."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        changes: dict[str, Any] = {}
        for name, value in settings.items():
            kind = known.get(name)
            if kind is None:
                raise SettingRefused(name)
            may = SETTING_BOUNDS[name]
            if isinstance(value, bool | str) or (
                kind is int and not value.is_integer()
            ):
                raise SettingRefused(name, value)
            if not may.low <= value <= may.high:
                raise SettingRefused(name, value, may.low, may.high)
            changes[name] = kind(value)
        return replace(self, **changes)


def _most(name: str) -> int:
    if name in {"failure_share", "pickup_safety"}:
        return 1
    return 100 if name.endswith("_percent") else 100_000


SETTING_BOUNDS: Final[Mapping[str, SettingBounds]] = MappingProxyType(
    {
        field.name: SettingBounds(0, _most(field.name), isinstance(field.default, int))
        for field in fields(PlanningSettings)
    }
)
"""Every setting with what it may be: nothing counts backwards, shares are of one."""


LOQATE_2021: Final = PlanningSettings(failure_share=0.08, failure_usd=17.20)
"""Loqate, "Fixing failed deliveries" (2021): 8 % fail, 17.20 USD each."""
FIELD: Final = PlanningSettings(failure_share=0.05, failure_usd=17.0)
"""The figures locker operators use: 5 % fail, 17 USD each."""
