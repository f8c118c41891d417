"""The order in which a graph's nodes are contracted, found in a child process.

routingkit-cch finds nested dissections (inertial flow) and holds the interpreter lock
for seconds, so a spawned child does it while the parent stays able to cancel.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from console.geo.streets.errors import BuildCancelled, OrderError

_ASK_EVERY_S = 0.1
_LAST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """A directed graph as columns, and where its nodes lie."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    lonlat: NDArray[np.float64]


def contraction_orders(
    questions: Sequence[Question],
    *,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> list[NDArray[np.int64]]:
    """For each graph, its nodes from the first contracted to the last.

    Blocks until the child has answered and is gone. A daemonic process may have no
    children; there the graphs are ordered in place, and cancelling waits for each.
    Raises OrderError, BuildCancelled.
    """
    if multiprocessing.current_process().daemon:
        orders = []
        for question in questions:
            if cancelled():
                raise BuildCancelled
            orders.append(order_of(question))
            progress(len(orders) / len(questions))
        return orders
    return _asked(questions, progress, cancelled)


def order_of(question: Question) -> NDArray[np.int64]:
    """The order of one graph, found here and now without the interpreter lock free."""
    import routingkit_cch  # noqa: PLC0415 - needed by the child only

    order = routingkit_cch.compute_order_inertial(
        len(question.lonlat),
        question.tail.tolist(),
        question.head.tolist(),
        question.lonlat[:, 1].tolist(),
        question.lonlat[:, 0].tolist(),
    )
    return np.asarray(order, dtype=np.int64)


def answer(pipe: Connection) -> None:
    """What the child does: order each graph that comes through `pipe`, until None."""
    with pipe:
        while (question := pipe.recv()) is not None:
            pipe.send(order_of(question))


def _asked(
    questions: Sequence[Question],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> list[NDArray[np.int64]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=answer, args=(theirs,), name="street-order")
    child.start()
    theirs.close()
    orders = []
    try:
        for question in questions:
            ours.send(question)
            while not ours.poll(_ASK_EVERY_S):
                if cancelled():
                    raise BuildCancelled
            orders.append(ours.recv())
            progress(len(orders) / len(questions))
        ours.send(None)
        child.join(_LAST_WAIT_S)
    except (EOFError, OSError) as error:
        child.join(_LAST_WAIT_S)
        raise OrderError(f"the ordering child ended with {child.exitcode}") from error
    finally:
        ours.close()
        if child.is_alive():
            child.kill()
        child.join(_LAST_WAIT_S)
        child.close()
    return orders
