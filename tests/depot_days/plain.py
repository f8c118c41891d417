"""Values as plain JSON and back, by their own fields.

A field at its default is not written, so a file of today reads the same when a day
can ask more tomorrow, and two files of one day are equal byte by byte.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


class Unreadable(ValueError):
    """A file that is not what its format says: where, and what is there."""


def to_plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as lists, enums as their values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            entry.name: to_plain(getattr(value, entry.name))
            for entry in fields(value)
            if not _usual(entry, getattr(value, entry.name))
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {to_plain(key): to_plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        ordered = sorted(value) if isinstance(value, frozenset | set) else value
        return [to_plain(entry) for entry in ordered]
    return value


def from_plain(kind: Any, plain: Any, where: str = "") -> Any:
    """The value of a type that plain JSON stands for. Raises Unreadable."""
    kind = _bare(kind)
    origin, args = get_origin(kind), get_args(kind)
    if origin is None:
        return _single(kind, plain, where)
    if origin in {Union, UnionType}:
        if plain is None and NoneType in args:
            return None
        return from_plain(next(a for a in args if a is not NoneType), plain, where)
    if origin in {tuple, frozenset}:
        return origin(_entries(args, plain, where))
    if not isinstance(plain, dict):
        raise Unreadable(where, plain)
    return {
        from_plain(args[0], key, where): from_plain(args[1], entry, f"{where}.{key}")
        for key, entry in plain.items()
    }


def _single(kind: Any, plain: Any, where: str) -> Any:
    """A dataclass, an enum, or a value that JSON has itself."""
    if is_dataclass(kind):
        return _built(kind, plain, where)
    if issubclass(kind, Enum):
        return kind(plain)
    if kind is float and isinstance(plain, int):
        return float(plain)
    if not isinstance(plain, kind):
        raise Unreadable(where, plain)
    return plain


def _usual(entry: Field[Any], value: Any) -> bool:
    if entry.default is not MISSING:
        return bool(value == entry.default)
    return entry.default_factory is not MISSING and value == entry.default_factory()


def _bare(kind: Any) -> Any:
    """A type behind its aliases and NewTypes."""
    while hasattr(kind, "__supertype__") or hasattr(kind, "__value__"):
        kind = getattr(kind, "__supertype__", None) or kind.__value__
    return kind


def _entries(args: tuple[Any, ...], plain: Any, where: str) -> list[Any]:
    if not isinstance(plain, list):
        raise Unreadable(where, plain)
    if len(args) != 2 or args[1] is not Ellipsis:
        pairs = zip(args, plain, strict=False)
    else:
        pairs = ((args[0], entry) for entry in plain)  # type: ignore[assignment]
    return [from_plain(a, entry, f"{where}[{k}]") for k, (a, entry) in enumerate(pairs)]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, plain: Any, where: str) -> Any:
    if not isinstance(plain, dict):
        raise Unreadable(where, plain)
    hints = _hints(kind)
    for name in plain:
        if name not in hints:
            raise Unreadable(f"{where}.{name}", "unknown field")
    try:
        return kind(
            **{
                name: from_plain(hints[name], entry, f"{where}.{name}")
                for name, entry in plain.items()
            }
        )
    except TypeError as error:
        raise Unreadable(where, str(error)) from error
