"""Async tests run on a loop whose clock jumps; a module may name another factory.

`LOOP_FACTORY = asyncio.new_event_loop` in a test module gives it real time.
What a loop reports as an unhandled error fails the test.
"""

import asyncio
import inspect

import pytest

from hardware.simulator.fast_clock import FastLoop

# Virtual on the jumping loop, real elsewhere; nothing here waits longer.
LONGEST_S = 1200.0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test to its end."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    factory = getattr(pyfuncitem.module, "LOOP_FACTORY", FastLoop)
    troubles: list[dict] = []

    async def bounded() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: troubles.append(context))
        async with asyncio.timeout(LONGEST_S):
            await pyfuncitem.obj(**arguments)

    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(bounded())
    assert not troubles, troubles
    return True
