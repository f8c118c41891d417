"""How every kernel is compiled: without the interpreter lock, kept on disk.

Division by zero is undefined as in numpy: nothing here divides by what may be zero,
and the checks would cost a third of the compiling. A `kernel` may be called from
Python; an `inner` one is called by kernels only, is compiled as a part of those
(`kernels.linking`) and counts no references: arrays belong to Python, which holds them
as long as it calls. An inner one that makes arrays of its own is `allocating`. Called
from Python an inner kernel would end the process: a test sees to it that nothing
outside the kernels imports one. None needs a wrapper for C.
"""

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    # numba's own types leave out most of these options.
    kernel = numba.njit(nogil=True, cache=True, error_model="numpy")
    inner = allocating = kernel
else:
    from console.planning.kernels.linking import PartCompiler, WholeCompiler

    _COMMON = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
    _PART = {**_COMMON, "no_cpython_wrapper": True, "pipeline_class": PartCompiler}
    kernel = numba.njit(cache=True, pipeline_class=WholeCompiler, **_COMMON)
    inner = numba.njit(_nrt=False, **_PART)
    allocating = numba.njit(_nrt=True, **_PART)


@inner
def plain(value: int) -> int:
    """A whole number as int64: a literal would get kernels of its own."""
    return int(np.int64(value))
