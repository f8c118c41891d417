"""Optimising each kernel once: in the whole that Python calls, not at every level.

numba optimises and emits every function together with all that it calls, and then
again with each of its callers: a kernel eight levels down is compiled eight times. So
a kernel that only kernels call is left as it was lowered (`Part`), and all parts below
one that Python calls are linked into it and optimised there, once (`Whole`). Only
wholes have code in memory and in the cache. This leans on how numba's own libraries
work inside, as its pinned version has them.
"""

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.environment import lookup_environment

_ENVIRONMENT = "_ZN08NumbaEnv"


class _Nowhere:
    """A part has no code of its own that could be told of its environment."""

    def set_env(self, name: str, environment: object) -> None:
        """`Whole` does so, once there is code."""


class Part(JITCodeLibrary):
    """A kernel as it was lowered, with a list of what it calls."""

    @property
    def codegen(self) -> _Nowhere:
        """Asked for by numba to set environments alone."""
        return _Nowhere()

    def finalize(self) -> None:
        """Leave everything to the whole."""
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Nothing is emitted."""
        del name
        return 0

    def below(self, found: dict[Any, None]) -> None:
        """Add all that it calls, directly or not, each once."""
        _below(self._linking_libraries, found)


class Whole(JITCodeLibrary):
    """A kernel that Python calls, with all that lies below it."""

    def finalize(self) -> None:
        """Link everything, optimise, emit."""
        found: dict[Any, None] = {}
        _below(self._linking_libraries, found)
        self._linking_libraries = list(found)
        super().finalize()  # type: ignore[no-untyped-call]
        for name in (entry.name for entry in self._final_module.global_variables):
            if name.startswith(_ENVIRONMENT):
                environment = lookup_environment(name)  # type: ignore[no-untyped-call]
                if environment is not None:
                    self._codegen.set_env(name, environment)  # type: ignore[attr-defined]


def _below(libraries: list[Any], found: dict[Any, None]) -> None:
    for library in libraries:
        if library not in found:
            found[library] = None
            if isinstance(library, Part):
                library.below(found)


class PartCompiler(Compiler):
    """Compiles into a `Part`."""

    def define_pipelines(self) -> list[Any]:
        """As numba's own."""
        _into(Part, self)
        return list(super().define_pipelines())  # type: ignore[no-untyped-call]


class WholeCompiler(Compiler):
    """Compiles into a `Whole`."""

    def define_pipelines(self) -> list[Any]:
        """As numba's own."""
        _into(Whole, self)
        return list(super().define_pipelines())  # type: ignore[no-untyped-call]


def _into(kind: type[Part | Whole], compiler: Compiler) -> None:
    state = compiler.state
    state.library = kind(state.targetctx.codegen(), state.func_id.func_qualname)
    state.library.enable_object_caching()
