"""JSON of others, taken apart strictly: every value knows where it stands.

A `Node` is a value with its path. It gives what was asked for or raises VroomFileError
with the path, what stands there, and the way out; nothing is converted, rounded or
left unread. Bounded are the file's size, whole numbers, texts and lists; the depth by
the interpreter's own limit, which ends as an error here and not as a crash.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from console.interchange.errors import VroomFileError
from console.interchange.table import MAX_BYTES, MAX_CELL

_SHOWN = 60
"""Letters shown of a value that is refused."""
_HALVED = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""Half of a letter beyond the first 65,536, as JSON writes it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file. `path` is as a person would write it."""

    file: str
    path: str
    value: Any

    def refused(self, advice: str) -> VroomFileError:
        """The error that names this value."""
        return VroomFileError(self.file, self.path, shown(self.value), advice)

    def fields(
        self, known: Collection[str], refused: Mapping[str, str] | None = None
    ) -> dict[str, "Node"]:
        """The keys of an object. `refused` maps keys that have a way out of their own.

        Raises VroomFileError for any key beyond `known`.
        """
        if not isinstance(self.value, dict):
            raise self.refused("must be an object, { ... }")
        found = {
            key: Node(self.file, _under(self.path, key), value)
            for key, value in self.value.items()
        }
        for key, node in found.items():
            if refused is not None and key in refused:
                raise node.refused(refused[key])
            if key not in known:
                names = ", ".join(sorted(known))
                raise node.refused(f"unknown key; remove it (known: {names})")
        return found

    def missing(self, key: str, advice: str) -> VroomFileError:
        """The error for a key that has to be there."""
        return VroomFileError(
            self.file, _under(self.path, key), "", f"missing; {advice}"
        )

    def items(self, most: int, least: int = 0) -> list["Node"]:
        """The values of an array."""
        if not isinstance(self.value, list):
            raise self.refused("must be an array, [ ... ]")
        if len(self.value) > most:
            raise VroomFileError(
                self.file,
                self.path,
                f"{len(self.value)} entries",
                f"at most {most} are read",
            )
        if len(self.value) < least:
            raise self.refused(f"must have at least {least} entries")
        return [
            Node(self.file, f"{self.path}[{number}]", value)
            for number, value in enumerate(self.value)
        ]

    def whole(self, most: int, least: int = 0) -> int:
        """A whole number between two, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.refused(
                "must be a whole number, written without point or quotes"
            )
        if not least <= self.value <= most:
            raise self.refused(f"must be from {least} to {most}")
        return self.value

    def number(self, least: float, most: float) -> float:
        """A number between two, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.refused("must be a number")
        if not least <= self.value <= most:
            raise self.refused(f"must be from {least:g} to {most:g}")
        return float(self.value)

    def text(self) -> str:
        """A text of sane length."""
        if not isinstance(self.value, str):
            raise self.refused('must be a text, "..."')
        if len(self.value) > MAX_CELL:
            raise self.refused(f"must have at most {MAX_CELL} letters")
        return self.value


def read_json(data: bytes, *, file: str) -> Node:
    """The root of a JSON file. Raises VroomFileError where it is none."""
    if len(data) > MAX_BYTES:
        raise VroomFileError(
            file, "", f"{len(data)} bytes", f"at most {MAX_BYTES} are read"
        )
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_finite,
        )
        if half := _HALVED.search(text):
            _whole_letters(value, half[0])
    except _Faulty as fault:
        raise VroomFileError(file, "", fault.shown, fault.advice) from None
    except UnicodeDecodeError as error:
        raise VroomFileError(
            file, "", f"byte {error.start}", "not UTF-8; save the file as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise VroomFileError(file, "", where, f"not JSON: {error.msg}") from error
    except RecursionError as error:
        raise VroomFileError(file, "", "", "not read: nested too deep") from error
    except ValueError as error:  # Whole numbers of thousands of digits.
        raise VroomFileError(file, "", "", "a number has too many digits") from error
    return Node(file, "", value)


def shown(value: object) -> str:
    """A value as JSON, cut short, never more than one line."""
    if isinstance(value, dict):
        return f"an object of {len(value)}"
    if isinstance(value, list) and (
        len(value) > _SHOWN or any(isinstance(one, list | dict) for one in value)
    ):
        return f"an array of {len(value)}"
    if isinstance(value, str):
        value = value[:_SHOWN]
    text = json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."


def _under(path: str, key: str) -> str:
    """The path of a key, in quotes where it is no plain word."""
    if not (key.isascii() and key.isidentifier()):
        return f"{path}[{shown(key)}]"
    return f"{path}.{key}" if path else key


def _whole_letters(value: object, written: str) -> None:
    """Raises _Faulty where a text holds half a letter: nothing can write it again."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _Faulty(written, "half a letter; write both halves or neither") from None


class _Faulty(Exception):
    """What is wrong with a value whose path is not known yet."""

    def __init__(self, shown: str, advice: str) -> None:
        super().__init__(shown, advice)
        self.shown = shown
        self.advice = advice


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _Faulty(shown(twice), "a key stands twice in one object; keep one")
    return found


def _no_number(text: str) -> float:
    raise _Faulty(text, "not a number of JSON; write a number or leave the key out")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _Faulty(text[:_SHOWN], "the number is too large")
    return number
