"""What a demo day wrote, read by means of its own: nothing of the console is asked."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

type Event = Mapping[str, Any]

PULSING = {"door_opened", "opening_in_doubt"}


@dataclass(frozen=True)
class Story:
    """The folder of a demo day, and what was printed."""

    out: Path
    stdout: str = ""
    stderr: str = ""

    @cached_property
    def events(self) -> list[Event]:
        """journal.jsonl, bodies parsed beside the text they were hashed as."""
        return list(parsed(lines(self.out / "journal.jsonl")))

    @cached_property
    def acknowledged(self) -> list[Mapping[str, Any]]:
        """Whole lines only: the last may have been cut off by a kill."""
        return list(lines(self.out / "acknowledged.jsonl"))

    @cached_property
    def plan(self) -> dict[str, Any]:
        """plan.json."""
        return json.loads((self.out / "plan.json").read_text("utf-8"))

    @cached_property
    def summary(self) -> dict[str, Any]:
        """summary.json."""
        return json.loads((self.out / "summary.json").read_text("utf-8"))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a file of JSON."""
    for line in path.read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield json.loads(line)


def parsed(rows: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
    """Events with their body as a mapping, under `said`."""
    for row in rows:
        yield {**row, "said": json.loads(row["body"])}


def broken_at(events: Iterable[Event]) -> int:
    """The first event that does not stand on the one before; 0 for a whole chain."""
    prev = bytes(32)
    for number, one in enumerate(events, 1):
        columns = {k: v for k, v in one.items() if k not in {"prev", "hash", "said"}}
        text = json.dumps(
            columns, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        digest = hashlib.sha256(prev + text.encode()).digest()
        known = (one["id"], one["prev"], one["hash"])
        if known != (number, prev.hex(), digest.hex()):
            return number
        prev = digest
    return 0


def pulses(events: Iterable[Event]) -> int:
    """Openings that let an unlock out."""
    return len(
        {
            one["said"]["intent"]
            for one in events
            if one["kind"] in PULSING
            or (one["kind"] == "opening_failed" and one["said"].get("pulsed"))
        }
    )


@dataclass
class Replayed:
    """Custody as the journal alone tells it."""

    inside: dict[str, str]
    """Deposit by compartment."""
    where: dict[str, str]
    """Compartment by parcel that lies in one."""
    collected: set[str]
    deposited: set[str]
    faults: list[str]


def replay(events: Iterable[Event]) -> Replayed:
    """Walks the events; a fault is two claims that cannot both be true."""
    inside: dict[str, str] = {}
    of_deposit: dict[str, list[str]] = {}
    where: dict[str, str] = {}
    collected: set[str] = set()
    deposited: set[str] = set()
    faults: list[str] = []
    times: Counter[str] = Counter()
    for one in events:
        kind, said, box = one["kind"], one["said"], one["compartment_id"]
        match kind:
            case "compartment_reserved":
                if box in inside:
                    faults.append(f"{box} promised twice")
                inside[box] = said["deposit"]
                of_deposit[said["deposit"]] = said["parcels"]
            case "deposit_failed":
                inside.pop(box, None)
            case "parcel_deposited":
                if inside.get(box) != said["deposit"]:
                    faults.append(f"{one['parcel_id']} put where it was not reserved")
                if one["parcel_id"] in where:
                    faults.append(f"{one['parcel_id']} in two places")
                where[one["parcel_id"]] = box
                deposited.add(one["parcel_id"])
            case "deposit_collected":
                for parcel in of_deposit[said["deposit"]]:
                    if where.pop(parcel, None) != box:
                        faults.append(f"{parcel} taken from where it was not")
                    collected.add(parcel)
                    times[parcel] += 1
                inside.pop(box, None)
            case "parcel_delivered":
                if one["parcel_id"] in where:
                    faults.append(f"{one['parcel_id']} delivered from a locker")
    faults += [f"{parcel} collected twice" for parcel, n in times.items() if n > 1]
    return Replayed(inside, where, collected, deposited, faults)
