"""How every kernel is compiled: without the interpreter lock, kept on disk.

Division by zero is undefined as in numpy: nothing here divides by what may be zero,
and the checks would cost a third of the compiling. A `kernel` may be called from
Python; an `inner` one is called by kernels only, which saves compiling what unpacks a
day and a state for it. Called from Python it would end the process: a test sees to it
that nothing outside the kernels imports one. Neither needs a wrapper for C.
"""

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    # numba's own types leave out the options that leave out wrappers.
    kernel = numba.njit(nogil=True, cache=True, error_model="numpy")
    inner = kernel
else:
    kernel = numba.njit(
        nogil=True, cache=True, error_model="numpy", no_cfunc_wrapper=True
    )
    inner = numba.njit(
        nogil=True,
        cache=True,
        error_model="numpy",
        no_cfunc_wrapper=True,
        no_cpython_wrapper=True,
    )


@inner
def plain(value: int) -> int:
    """A whole number as int64: a literal would get kernels of its own."""
    return int(np.int64(value))
