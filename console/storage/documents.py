"""Small domain values as JSON documents, for columns nobody searches by.

A frozen dataclass becomes an object of its fields, a tuple a list, an enum its word, a
date its ISO text, an instant its milliseconds. Reading goes by the class's own
annotations; a field the text does not name keeps its default, so that a value may grow
without a migration.
"""

import json
import types
import typing
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from console.domain.clock import from_milliseconds, milliseconds
from console.storage.text import dumps


def document(value: object) -> str:
    """The JSON text of a value; fields that stand at their default are left out."""
    return dumps(_plain(value))


def value_of[T](kind: type[T], text: str) -> T:
    """The value a text holds. Raises ValueError, TypeError or KeyError for others."""
    made: T = _made(kind, json.loads(text))
    return made


def values_of[T](kind: type[T], text: str) -> tuple[T, ...]:
    """The values a text holds as a list."""
    return tuple(_made(kind, item) for item in json.loads(text))


def _plain(value: object) -> Any:  # noqa: ANN401  JSON is what it is
    if is_dataclass(value) and not isinstance(value, type):
        found = {}
        for field in fields(value):
            own = getattr(value, field.name)
            if own != field.default:
                found[field.name] = _plain(own)
        return found
    if isinstance(value, datetime):
        return milliseconds(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def _made(kind: Any, value: Any) -> Any:  # noqa: ANN401, PLR0911
    origin = typing.get_origin(kind)
    if origin is tuple:
        item = typing.get_args(kind)
        if len(item) == 2 and item[1] is Ellipsis:
            return tuple(_made(item[0], one) for one in value)
        return tuple(_made(one, part) for one, part in zip(item, value, strict=True))
    if origin is types.UnionType:
        if value is None:
            return None
        (some,) = (one for one in typing.get_args(kind) if one is not types.NoneType)
        return _made(some, value)
    if isinstance(kind, typing.NewType):
        return value
    if isinstance(kind, type) and is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: _made(hints[name], own) for name, own in value.items()})
    if kind is datetime:
        return from_milliseconds(value)
    if kind is date:
        return date.fromisoformat(value)
    if issubclass(kind, StrEnum | float):
        return kind(value)
    return value
