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

    Blocks until the child has answered and is gone. A caller that is itself a daemonic
    process may have no children. Raises OrderError, BuildCancelled.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=answer, args=(theirs,), name="street-order")
    child.start()
    theirs.close()
    orders = []
    try:
        for question in questions:
            ours.send((question.tail, question.head, question.lonlat))
            while not ours.poll(_ASK_EVERY_S):
                if cancelled():
                    raise BuildCancelled
            orders.append(np.asarray(ours.recv(), dtype=np.int64))
            progress(len(orders) / len(questions))
        ours.send(None)
        child.join(_LAST_WAIT_S)
    except (EOFError, OSError) as error:
        raise OrderError(f"the ordering child ended with {child.exitcode}") from error
    finally:
        ours.close()
        if child.is_alive():
            child.kill()
        child.join(_LAST_WAIT_S)
        child.close()
    return orders


def answer(pipe: Connection) -> None:
    """What the child does: order each graph that comes through `pipe`, until None."""
    import routingkit_cch  # noqa: PLC0415 - needed in the child only

    with pipe:
        while (question := pipe.recv()) is not None:
            tail, head, lonlat = question
            order = routingkit_cch.compute_order_inertial(
                len(lonlat),
                tail.tolist(),
                head.tolist(),
                lonlat[:, 1].tolist(),
                lonlat[:, 0].tolist(),
            )
            pipe.send(np.asarray(order, dtype=np.int64))
