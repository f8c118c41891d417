"""A day, its solutions and what steers a search, behind one pointer each.

Python hands a named tuple of arrays on as one *table* of whole numbers: for each array
where it begins, and its shape. In a kernel `reader` makes a table read like the tuple
it was made of. So one word goes from kernel to kernel instead of hundreds, nothing
counts references, and as a table never changes while kernels run, what it says is read
once however often arrays are written to. The number of columns that a field names in
its annotation is part of the compiled type. Uncompiled, tuples stay what they are.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast, get_args, get_type_hints

import numba.np.arrayobj
import numpy as np
from numba import types
from numba.core import cgutils, config, imputils
from numba.core.typing import templates
from numba.extending import intrinsic, models, register_model

from console.planning.kernels.layout import (
    ANY,
    MODES,
    Bits,
    Ints,
    Ints32,
)

type Untyped = Any
"""What numba and llvmlite hand over or take: they tell few types."""
_imputils: Untyped = imputils
_templates: Untyped = templates
_arrays: Untyped = numba.np.arrayobj
_word: Untyped = cgutils.intp_t

_DTYPES: dict[object, types.Type] = {
    Ints: types.int64,
    Ints32: types.int32,
    Bits: types.uint64,
}
_COMPILED = not config.DISABLE_JIT  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _Field:
    """An array, a series of arrays alike or a tuple in a tuple, and its first word."""

    name: str
    kind: Untyped
    shape: tuple[int, ...]
    series: bool
    at: int

    def words(self, value: Untyped) -> list[int]:
        """What a table says of it."""
        if isinstance(self.kind, _TableType):
            return _words(value)
        words: list[int] = []
        for array in value if self.series else (value,):
            self._refuse(array)
            words += array.__array_interface__["data"][0], *array.shape
        return words

    def _refuse(self, array: Untyped) -> None:
        same = array.ndim == len(self.shape) and array.flags.c_contiguous
        same = same and array.dtype == np.dtype(str(self.kind.dtype))
        columns = zip(self.shape, array.shape, strict=False)
        if not same or not all(a in (ANY, b) for a, b in columns):
            raise TypeError(f"{self.name}: {array.dtype} {array.shape}")


class _TableType(types.Type):
    """Where the table of a named tuple lies."""

    def __init__(self, of: type) -> None:
        super().__init__(f"table of {of.__name__}")
        self.fields: dict[str, _Field] = {}
        self.size = 0
        for name, hint in get_type_hints(of, include_extras=True).items():
            self._add(name, hint)

    def _add(self, name: str, hint: Untyped) -> None:
        arrays, shape = get_args(hint) or (hint, (ANY,))
        said, series = arrays, False
        if get_args(arrays):
            said, series = get_args(arrays)[0], True
        if said in _DTYPES:
            kind: types.Type = types.Array(_DTYPES[said], len(shape), "C")
            size = (1 + len(shape)) * (MODES if series else 1)
        else:
            kind = _TableType(said)
            size = kind.size
        self.fields[name] = _Field(name, kind, shape, series, self.size)
        self.size += size


_type_of = cast("Callable[[type], _TableType]", cache(_TableType))


def _words(value: Untyped) -> list[int]:
    fields = _type_of(type(value)).fields.values()
    return [
        word
        for field, part in zip(fields, value, strict=True)
        for word in field.words(part)
    ]


def table(value: object) -> object:
    """The table of a named tuple of arrays; lasts no longer than they do.

    Raises TypeError where an array is not what its annotation says.
    """
    return np.array(_words(value), np.int64) if _COMPILED else value


class _SeriesType(types.Type):
    """Where the words of several arrays alike lie."""

    def __init__(self, field: _Field) -> None:
        super().__init__(f"series of {field.kind}")
        self.field = field


@register_model(_TableType)
@register_model(_SeriesType)
class _Pointer(models.PrimitiveModel):
    def __init__(self, manager: Untyped, of: Untyped) -> None:
        pointer = _word.as_pointer()
        super().__init__(manager, of, pointer)  # type: ignore[no-untyped-call]


class _Attributes(templates.AttributeTemplate):
    key = _TableType

    def generic_resolve(  # type: ignore[override]
        self, of: Untyped, name: str
    ) -> Untyped:
        field = of.fields.get(name)
        if field is None:
            return None
        return _SeriesType(field) if field.series else field.kind


def _attribute(
    context: Untyped, builder: Untyped, of: Untyped, table_: Untyped, name: str
) -> Untyped:
    field = of.fields[name]
    first = builder.gep(table_, [_word(field.at)])
    if field.series or isinstance(field.kind, _TableType):
        return first
    return _array(context, builder, field, first)


class _Item(templates.AbstractTemplate):
    def generic(self, args: Untyped, kws: Untyped) -> Untyped:
        del kws
        if isinstance(args[0], _SeriesType) and isinstance(args[1], types.Integer):
            return _templates.signature(args[0].field.kind, args[0], types.intp)
        return None


def _item(context: Untyped, builder: Untyped, sig: Untyped, args: Untyped) -> Untyped:
    field = sig.args[0].field
    step = _word(1 + len(field.shape))
    first = builder.gep(args[0], [builder.mul(args[1], step)])
    return _array(context, builder, field, first)


def _array(
    context: Untyped, builder: Untyped, field: _Field, first: Untyped
) -> Untyped:
    """The array whose words begin at `first`; nobody counts who refers to it."""

    def read(number: int) -> Untyped:
        found = builder.load(builder.gep(first, [_word(number)]))
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        return found

    shape = [
        read(1 + axis) if length == ANY else _word(length)
        for axis, length in enumerate(field.shape)
    ]
    size = field.kind.dtype.bitwidth // 8
    strides = [_word(size)]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    array = _arrays.make_array(field.kind)(context, builder)
    data = builder.inttoptr(read(0), array.data.type)
    _arrays.populate_array(array, data, shape, strides, size, None)
    return array._getvalue()  # noqa: SLF001 - as numba names it


_templates.infer_getattr(_Attributes)
_templates.infer_global(operator.getitem)(_Item)
_imputils.lower_getattr_generic(_TableType)(_attribute)
_imputils.lower_builtin(operator.getitem, _SeriesType, types.intp)(_item)


def reader[T](of: type[T]) -> Callable[[T], T]:
    """What makes a table of such a tuple readable in kernels; it comes in as it is."""
    if not _COMPILED:
        return lambda value: value
    kind = _type_of(of)

    def read(context: Untyped, words: Untyped) -> Untyped:
        del context

        def lower(
            context: Untyped, builder: Untyped, sig: Untyped, args: Untyped
        ) -> Untyped:
            return _arrays.make_array(sig.args[0])(context, builder, args[0]).data

        return kind(words), lower

    return cast("Callable[[T], T]", intrinsic(read))
