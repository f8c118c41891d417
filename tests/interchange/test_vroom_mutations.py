"""VROOM files spoilt at random: read, planned and checked, or refused by name."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

from console.interchange.errors import VroomFileError
from console.interchange.vroom_check import check_plan
from console.interchange.vroom_file import read_vroom
from console.interchange.vroom_problem import vroom_day
from console.interchange.vroom_writer import write_error, write_solution
from tests.interchange.vroom_problems import (
    Document,
    problem,
    with_breaks,
    with_shipments,
    with_steps,
)

ROUNDS = 800
"""Spoilt files; 50,000 others were run by hand once."""
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 7, 100, 101, 0.5, 1e308, 2**31, 2**32, 2**64),
    *("", "car", "7", "\ud800", "\0", "x" * 2000, [], {}, [[]], [0], [1, 2], [[1, 2]]),
    *([[0, 5], [5, 9]], {"id": 1}, [{"id": 1}], {"type": "job", "id": 10}, 10**400),
)
KEYS = (
    *("id", "steps", "breaks", "skills", "priority", "type", "costs", "max_distance"),
    *("max_tasks", "max_travel_time", "time_windows", "time_window", "setup", "amount"),
    *(
        "shipments",
        "matrix",
        "max_load",
        "pickup",
        "delivery",
        "options",
        "service_at",
        "description",
        "",
        "å",
        "a.b",
    ),
)


def places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every container with every key of it."""
    keys: Any = ()
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = range(len(value))
    for key in keys:
        found.append((value, key))
        places(value[key], found)
    return found


def spoilt(chance: random.Random, document: Document) -> Document:
    """The document with one to four things put, moved, doubled or taken away."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 4)):
        every = places(document, [])
        here, key = chance.choice(every)
        match chance.randrange(6):
            case 0:
                del here[key]
            case 1:
                here[key] = copy.deepcopy(chance.choice(VALUES))
            case 2:
                there, other = chance.choice(every)
                here[key] = copy.deepcopy(there[other])
            case 3 if isinstance(here, dict):
                here[chance.choice(KEYS)] = copy.deepcopy(chance.choice(VALUES))
            case 4 if isinstance(here, list):
                here.append(copy.deepcopy(here[key]))
            case _:
                if isinstance(here[key], int):
                    here[key] += chance.choice([-1, 1, 3600, 2**31])
    return document


def torn(chance: random.Random, data: bytes) -> bytes:
    """The bytes with some flipped, cut or doubled."""
    spoiled = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(spoiled) + 1)
        match chance.randrange(3):
            case 0:
                spoiled[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del spoiled[at : at + chance.randint(1, 40)]
            case _:
                spoiled[at:at] = spoiled[at : at + chance.randint(1, 40)]
    return bytes(spoiled)


def refusal(read: Callable[[], object]) -> VroomFileError | None:
    """How something was refused, if it was; anything else goes through."""
    try:
        read()
    except VroomFileError as refused:
        return refused
    return None


def one(seed: int) -> None:
    """One spoilt file: whatever is read can be checked and planned, or is refused."""
    chance = random.Random(seed)
    document = problem(chance, skills=True, pickups=True)
    if chance.random() < 0.5:
        document = with_shipments(chance, with_breaks(chance, document))
    if chance.random() < 0.5:
        document = with_steps(chance, document)
    if chance.random() < 0.8:
        data = json.dumps(spoilt(chance, document)).encode()
    else:
        data = torn(chance, json.dumps(document).encode())
    try:
        source = read_vroom(data, file="in.json")
    except VroomFileError as refused:
        told = json.loads(write_error(str(refused)))
        assert told == {"code": 2, "error": str(refused)}, seed  # noqa: PT017
        return
    if source.matrices:
        unchecked = refusal(lambda: write_solution(check_plan(source)))
        unplanned = refusal(lambda: vroom_day(source))
        assert unchecked is None or unchecked.path, seed
        assert unplanned is None or unplanned.path, seed


def test_no_spoilt_file_breaks_the_reader() -> None:
    for seed in range(ROUNDS):
        one(seed)
