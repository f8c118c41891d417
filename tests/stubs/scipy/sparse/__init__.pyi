from typing import Any

from numpy.typing import NDArray

class csr_array:
    indptr: NDArray[Any]
    indices: NDArray[Any]
    data: NDArray[Any]
    def __init__(self, arg1: Any, shape: tuple[int, int] | None = ...) -> None: ...

class coo_array:
    def __init__(self, arg1: Any, shape: tuple[int, int] | None = ...) -> None: ...
    def tocsr(self) -> csr_array: ...
