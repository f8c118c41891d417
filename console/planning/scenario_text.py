"""Scenarios as people write them, on the command line and on the desk.

    mixed                          the day as it is
    all-door                       every parcel to its door
    all-locker                     to lockers what fits, the rest to doors
    locker-or-none                 to lockers what fits, the rest to nobody
    share:least=0.6                at least 60 % of the parcels carried to lockers
    share:most=0.3                 at most 30 %
    fleet:van=6+cargo-bike=4       so many vehicles; types not named as they are
    set:failure_share=0.05         any planning setting; several with +
    preset:field                   published numbers, see PRESETS
    all-door/fleet:van=9           both, in this order

Several stand with commas between them. The text is the scenario's name.
"""

from collections.abc import Mapping
from dataclasses import fields
from math import isfinite
from types import MappingProxyType

from console.domain.depot_model import Setting
from console.domain.ids import VehicleTypeId
from console.planning.scenarios import (
    PERMILLE,
    AllDoors,
    AllLockers,
    Change,
    Fleet,
    LockerShare,
    Scenario,
    ScenarioCode,
    ScenarioRefused,
    Settings,
    StopTimes,
)
from console.planning.settings import (
    FIELD,
    LOQATE_2021,
    PlanningSettings,
    SettingRefused,
)

MIXED = "mixed"
ALL_DOOR = "all-door"
WHOLE: Mapping[str, tuple[Change, ...]] = MappingProxyType(
    {
        MIXED: (),
        ALL_DOOR: (AllDoors(),),
        "all-locker": (AllLockers(),),
        "locker-or-none": (AllLockers(rest=False),),
    }
)
"""Scenarios without numbers of their own."""


def _failure(settings: PlanningSettings) -> Settings:
    return Settings(
        (
            ("failure_share", settings.failure_share),
            ("failure_usd", settings.failure_usd),
        )
    )


PRESETS: Mapping[str, tuple[Change, ...]] = MappingProxyType(
    {
        "loqate-2021": (_failure(LOQATE_2021),),
        "field": (_failure(FIELD), StopTimes(150, 120, 8)),
        "door-2min": (StopTimes(door_s=120),),
        "door-3min": (StopTimes(door_s=180),),
    }
)
"""Published numbers as scenarios.

Loqate, "Fixing failed deliveries" (2021): 8 % of door deliveries fail, 17.20 USD each.
The field (locker operators' own figures): 5 % fail, 17 USD each; 2 to 3 minutes a door;
40 parcels into a locker in less than 8 minutes, here 120 s and 8 s a parcel.
"""
KINDS = ("share:", "fleet:", "set:", "preset:")


def scenarios(text: str) -> tuple[Scenario, ...]:
    """Scenarios with commas between them, each once. Raises ScenarioRefused."""
    names = dict.fromkeys(name for part in text.split(",") if (name := part.strip()))
    return tuple(map(scenario, names))


def scenario(text: str) -> Scenario:
    """One scenario. Raises ScenarioRefused."""
    changes: list[Change] = []
    for part in text.split("/"):
        changes += _changes(text, part.strip())
    return Scenario(text, tuple(changes))


def _changes(name: str, text: str) -> tuple[Change, ...]:
    if text in WHOLE:
        return WHOLE[text]
    kind, colon, rest = text.partition(":")
    match kind + colon:
        case "preset:":
            if rest not in PRESETS:
                known = ", ".join(f"preset:{one}" for one in PRESETS)
                raise ScenarioRefused(ScenarioCode.UNKNOWN, name, known)
            return PRESETS[rest]
        case "share:":
            return (_share(name, _pairs(name, rest)),)
        case "fleet:":
            pairs = _pairs(name, rest).items()
            return (
                Fleet(tuple((VehicleTypeId(k), _whole(name, k, v)) for k, v in pairs)),
            )
        case "set:":
            return (_settings(name, _pairs(name, rest)),)
        case _:
            known = ", ".join((*WHOLE, *(f"{one}..." for one in KINDS)))
            raise ScenarioRefused(ScenarioCode.UNKNOWN, name, known)


def _pairs(name: str, text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in text.split("+"):
        key, _, value = (piece.strip() for piece in part.partition("="))
        if not key or not value:
            raise ScenarioRefused(ScenarioCode.NOT_A_VALUE, name, key, value)
        pairs[key] = value
    return pairs


def _share(name: str, pairs: Mapping[str, str]) -> LockerShare:
    found: dict[str, int] = {}
    for key, value in pairs.items():
        part = _number(name, key, value)
        if key not in {"least", "most"} or not 0 <= part <= 1:
            raise ScenarioRefused(ScenarioCode.SHARE_RANGE, name)
        found[key] = round(part * PERMILLE)
    share = LockerShare(**found)
    if share.least > share.most:
        raise ScenarioRefused(ScenarioCode.SHARE_RANGE, name)
    return share


def _settings(name: str, pairs: Mapping[str, str]) -> Settings:
    known = {field.name: field.type for field in fields(PlanningSettings)}
    values: list[tuple[str, Setting]] = []
    for key, text in pairs.items():
        if key not in known:
            raise ScenarioRefused(
                ScenarioCode.NO_SUCH_SETTING, name, key, ", ".join(known)
            )
        value = _number(name, key, text)
        try:
            PlanningSettings().with_settings({key: value})
        except SettingRefused as error:
            # With its bounds where it is a number, but not one that may be.
            bounded = len(error.args) > 2
            code = ScenarioCode.SETTING_RANGE if bounded else ScenarioCode.NOT_A_VALUE
            raise ScenarioRefused(code, name, key, text) from None
        values.append((key, value))
    return Settings(tuple(values))


def _number(name: str, key: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise ScenarioRefused(ScenarioCode.NOT_A_VALUE, name, key, text)
    return value


def _whole(name: str, key: str, text: str) -> int:
    value = _number(name, key, text)
    if value != int(value):
        raise ScenarioRefused(ScenarioCode.NOT_A_VALUE, name, key, text)
    return int(value)
