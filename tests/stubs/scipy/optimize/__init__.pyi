from typing import Any

class OptimizeResult:
    status: int
    fun: float

def linprog(
    c: Any,
    A_ub: Any = ...,
    b_ub: Any = ...,
    A_eq: Any = ...,
    b_eq: Any = ...,
    bounds: Any = ...,
    method: str = ...,
) -> OptimizeResult: ...
