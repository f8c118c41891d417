"""A plan -> plan.json, and back as an equal plan.

The file's schema is `resources/schemas/plan-1.json` (JSON Schema 2020-12), which also
says what every key means. Three rules:

- What the plan *is* stands in whole numbers: seconds of the service date, metres,
  hundredths of a cent (`money`). Beside them stand readable twins (ISO instants, EUR,
  kilometres), made from them and never read back.
- Everything is summed up from what is written: `totals` and `cost.money` are the sums
  of the routes' and the lines' own figures. A reader may rely on it; ours checks it.
- The same plan gives the same bytes: keys in the schema's order, two spaces, LF. What
  not every route has (overtime, pauses, ...) is left out where it is nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from console.domain.clock import ServiceDate
from console.domain.day import LockLevel
from console.domain.depot_model import Setting
from console.domain.draft import Drop
from console.domain.ids import ParcelId, SiteId, SizeClassId, VehicleId, VehicleTypeId
from console.domain.money import Money, eur
from console.domain.plan import (
    Assigned,
    CostLine,
    Making,
    Pause,
    PauseKind,
    Plan,
    PlannedStop,
    Route,
    Unassigned,
)
from console.domain.problem import Channel, Problem
from console.domain.reasons import Argument, Reason, ReasonCode
from console.interchange.errors import PlanFileError

SCHEMA = "lockyard/plan"
VERSION = 1

type Json = str | int | float | bool | Sequence["Json"] | Mapping[str, "Json"] | None
type Table = Mapping[str, Json]


def write_plan(
    plan: Plan, problem: Problem, *, day: ServiceDate, settings: Mapping[str, Setting]
) -> bytes:
    """The file of one plan: UTF-8, deterministic. `settings` are what it was made with.

    Raises IndexError where the plan names a place the problem does not have, and
    ValueError for a number that JSON has no word for.
    """
    document = _document(plan, problem, day, settings)
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def read_plan(data: bytes) -> Plan:
    """The plan of a file.

    Raises PlanFileError: not ours, of another version, or the sums are wrong.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise PlanFileError(f"not a JSON file: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise PlanFileError("not a plan: it lacks schema = lockyard/plan")
    if document.get("version") != VERSION:
        raise PlanFileError(
            f"plan version {document.get('version')!r}; this program reads {VERSION}"
        )
    try:
        plan = _plan(document)
        _add_up(document, plan)
    except KeyError as error:
        raise PlanFileError(f"a key is missing: {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise PlanFileError(f"a value has the wrong type: {error}") from error
    return plan


def _document(
    plan: Plan, problem: Problem, day: ServiceDate, settings: Mapping[str, Setting]
) -> Table:
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "service_date": day.day.isoformat(),
        "zone": day.zone.key,
        "zero": day.zero.isoformat(),
        "dimensions": list(problem.dimensions),
        "settings": {key: settings[key] for key in sorted(settings)},
        "making": {
            "engine": plan.making.engine,
            "seed": plan.making.seed,
            "iterations": plan.making.iterations,
            "seconds": plan.making.seconds,
        },
        "totals": _totals(plan),
        "cost": {
            "money": plan.cost,
            "eur": eur(plan.cost),
            "lines": [
                {"line": line.value, "money": money, "eur": eur(money)}
                for line, money in plan.costs
            ],
        },
        "routes": [_route(route, problem, day) for route in plan.routes],
        "parcels": [
            _drop(entry.drop) | {"reason": _reason(entry.reason)}
            for entry in plan.assigned
        ],
        "unassigned": [
            {"parcel": entry.parcel, "reason": _reason(entry.reason)}
            for entry in plan.unassigned
        ],
    }


def _totals(plan: Plan) -> dict[str, Json]:
    metres = sum(route.metres for route in plan.routes)
    co2_g = sum(route.co2_g for route in plan.routes)
    drops = [d for route in plan.routes for s in route.stops for d in s.drops]
    lockers = sum(drop.channel is Channel.LOCKER for drop in drops)
    return {
        "routes": sum(bool(route.stops) for route in plan.routes),
        "stops": sum(len(route.stops) for route in plan.routes),
        "parcels": len(drops),
        "locker_parcels": lockers,
        "unassigned": len(plan.unassigned),
        "metres": metres,
        "km": metres / 1000,
        "co2_g": co2_g,
        "co2_g_per_parcel": round(co2_g / len(drops), 3) if drops else None,
        "locker_share": round(lockers / len(drops), 4) if drops else None,
    }


def _route(route: Route, problem: Problem, day: ServiceDate) -> Table:
    more: dict[str, Json] = {
        "overtime_s": route.overtime_s,
        "late_money": route.late_cost,
        "zones": route.zones,
        "long_s": route.long_s,
        "beyond_m": route.beyond_m,
        "lacks": list(route.lacks),
        "unrested_s": route.unrested_s,
        "collected": list(route.collected),
        "pauses": [_pause(pause) for pause in route.pauses],
    }
    return {
        "vehicle": route.vehicle,
        "type": route.type,
        "lock": route.lock.value,
        "departure_s": route.departure_s,
        "departure": _iso(day, route.departure_s),
        "finish_s": route.finish_s,
        "finish": _iso(day, route.finish_s),
        "metres": route.metres,
        "load": list(route.load),
        "excess": list(route.excess),
        "over_s": route.over_s,
        "co2_g": route.co2_g,
        "money": route.cost,
        "eur": eur(route.cost),
        "stops": [_stop(stop, problem, day) for stop in route.stops],
    } | {key: value for key, value in more.items() if value}


def _pause(pause: Pause) -> Table:
    return {
        "kind": pause.kind.value,
        "before": pause.before,
        "start_s": pause.start_s,
        "end_s": pause.end_s,
    }


def _stop(stop: PlannedStop, problem: Problem, day: ServiceDate) -> Table:
    where = problem.places[stop.place]
    return {
        "place": stop.place,
        "lon": where.lon,
        "lat": where.lat,
        "travel_s": stop.travel_s,
        "metres": stop.metres,
        "arrival_s": stop.arrival_s,
        "arrival": _iso(day, stop.arrival_s),
        "start_s": stop.start_s,
        "start": _iso(day, stop.start_s),
        "departure_s": stop.departure_s,
        "departure": _iso(day, stop.departure_s),
        "late_s": stop.late_s,
        "load": list(stop.load),
        "drops": [_drop(drop) for drop in stop.drops],
    }


def _drop(drop: Drop) -> dict[str, Json]:
    return {
        "parcel": drop.parcel,
        "channel": drop.channel.value,
        "site": drop.site,
        "size_class": drop.size_class,
    }


def _reason(reason: Reason) -> Table:
    return {"code": reason.code.value, "args": list(reason.args)}


def _iso(day: ServiceDate, second: int) -> str:
    return day.local(second).isoformat()


def _plan(document: Table) -> Plan:
    making = _table(document["making"])
    return Plan(
        tuple(_read_route(_table(entry)) for entry in _tables(document["routes"])),
        tuple(
            Assigned(_read_drop(entry), _read_reason(entry["reason"]))
            for entry in _tables(document["parcels"])
        ),
        tuple(
            Unassigned(ParcelId(_text(entry["parcel"])), _read_reason(entry["reason"]))
            for entry in _tables(document["unassigned"])
        ),
        tuple(
            (CostLine(_text(entry["line"])), Money(_whole(entry["money"])))
            for entry in _tables(_table(document["cost"])["lines"])
        ),
        Making(
            _whole(making["seed"]),
            _whole(making["iterations"]),
            _number(making["seconds"]),
            _text(making["engine"]),
        ),
    )


def _read_route(entry: Table) -> Route:
    return Route(
        vehicle=VehicleId(_text(entry["vehicle"])),
        type=VehicleTypeId(_text(entry["type"])),
        stops=tuple(_read_stop(stop) for stop in _tables(entry["stops"])),
        departure_s=_whole(entry["departure_s"]),
        finish_s=_whole(entry["finish_s"]),
        metres=_whole(entry["metres"]),
        load=_wholes(entry["load"]),
        co2_g=_whole(entry["co2_g"]),
        cost=Money(_whole(entry["money"])),
        lock=LockLevel(_text(entry["lock"])),
        over_s=_whole(entry["over_s"]),
        excess=_wholes(entry["excess"]),
        overtime_s=_whole(entry.get("overtime_s", 0)),
        late_cost=Money(_whole(entry.get("late_money", 0))),
        zones=_whole(entry.get("zones", 0)),
        long_s=_whole(entry.get("long_s", 0)),
        beyond_m=_whole(entry.get("beyond_m", 0)),
        lacks=tuple(_text(name) for name in _list(entry.get("lacks", []))),
        unrested_s=_whole(entry.get("unrested_s", 0)),
        collected=_wholes(entry.get("collected", [])),
        pauses=tuple(_read_pause(one) for one in _tables(entry.get("pauses", []))),
    )


def _read_pause(entry: Table) -> Pause:
    return Pause(
        PauseKind(_text(entry["kind"])),
        _whole(entry["before"]),
        _whole(entry["start_s"]),
        _whole(entry["end_s"]),
    )


def _read_stop(entry: Table) -> PlannedStop:
    return PlannedStop(
        place=_whole(entry["place"]),
        drops=tuple(_read_drop(drop) for drop in _tables(entry["drops"])),
        arrival_s=_whole(entry["arrival_s"]),
        start_s=_whole(entry["start_s"]),
        departure_s=_whole(entry["departure_s"]),
        travel_s=_whole(entry["travel_s"]),
        metres=_whole(entry["metres"]),
        load=_wholes(entry["load"]),
        late_s=_whole(entry["late_s"]),
    )


def _read_drop(entry: Table) -> Drop:
    site, size = entry["site"], entry["size_class"]
    return Drop(
        ParcelId(_text(entry["parcel"])),
        Channel(_text(entry["channel"])),
        None if site is None else SiteId(_text(site)),
        None if size is None else SizeClassId(_text(size)),
    )


def _read_reason(value: Json) -> Reason:
    entry = _table(value)
    return Reason(
        ReasonCode(_text(entry["code"])),
        tuple(_argument(item) for item in _list(entry["args"])),
    )


def _add_up(document: Table, plan: Plan) -> None:
    cost = _table(document["cost"])
    if cost["money"] != plan.cost:
        raise PlanFileError(
            f"cost.money is {cost['money']}, its lines make {plan.cost}"
        )
    written = _table(document["totals"])
    for key, value in _totals(plan).items():
        if written[key] != value:
            raise PlanFileError(f"totals.{key} is {written[key]}, routes make {value}")


def _table(value: Json) -> Table:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is not an object")
    return value


def _tables(value: Json) -> Iterable[Table]:
    return (_table(item) for item in _list(value))


def _list(value: Json) -> Sequence[Json]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not an array")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value


def _whole(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _wholes(value: Json) -> tuple[int, ...]:
    return tuple(_whole(item) for item in _list(value))


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value


def _argument(value: Json) -> Argument:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(f"{value!r} is not an argument")
    return value
