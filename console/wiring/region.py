"""The desk's end of the region's process: addresses, matrices and lines of tours."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from console.domain.place import Place
from console.domain.reasons import Reason
from console.domain.travel import Travel
from console.geo.streets.directions.steps import Guide
from console.ground import messages, process
from console.ground.messages import (
    Address,
    Close,
    Complete,
    Completed,
    Completion,
    Direct,
    Directed,
    GroundFiles,
    HowFar,
    Locate,
    Located,
    Near,
    Nearby,
    Offer,
    Opened,
    Part,
    Parted,
    Reached,
    Refused,
    Reverse,
    Reversed,
    Suggest,
    Suggested,
    Survey,
    Surveyed,
    Trace,
    Traced,
)
from console.wiring.worker import Worker, WorkerGone


class RegionFailed(Exception):
    """The region's process could not answer: the error's class and what it said."""


class RegionProcess:
    """One process with the region open, started again when it is gone.

    One that ended before it had opened the region is started again only when asked.
    """

    def __init__(
        self, folder: Path, cache_root: Path, on_gone: Callable[[], None]
    ) -> None:
        self._folder = folder
        self._cache_root = cache_root
        self._told_gone = on_gone
        self._opened: asyncio.Future[Opened] = (
            asyncio.get_running_loop().create_future()
        )
        self._alive = self._ready = False
        self._worker = self._start()

    async def opened(self) -> Opened:
        """What was opened, once it is. Raises RegionFailed, WorkerGone."""
        return await asyncio.shield(self._opened)

    async def locate(
        self,
        addresses: Sequence[Address],
        corrections: Mapping[str, tuple[float, float]],
    ) -> tuple[Place | Reason, ...]:
        """The entrance of every address, or why there is none to be sure of."""
        number = self._worker.next_id()
        answer = await self._ask(Locate(number, tuple(addresses), corrections))
        assert isinstance(answer, Located)  # noqa: S101 - the protocol's promise
        return answer.places

    async def part(self, addresses: Sequence[Address]) -> tuple[tuple[str, str], ...]:
        """Every street line without stair, floor and flat, and those or ""."""
        answer = await self._ask(Part(self._worker.next_id(), tuple(addresses)))
        assert isinstance(answer, Parted)  # noqa: S101 - the protocol's promise
        return answer.lines

    async def suggest(
        self,
        address: Address,
        corrections: Mapping[str, tuple[float, float]],
        limit: int = 8,
    ) -> tuple[Offer, ...]:
        """Different places an address may mean, the likeliest first."""
        number = self._worker.next_id()
        answer = await self._ask(Suggest(number, address, corrections, limit))
        assert isinstance(answer, Suggested)  # noqa: S101 - the protocol's promise
        return answer.offers

    async def complete(
        self, text: str, near: Place | None = None, limit: int = 8
    ) -> tuple[Completion, ...]:
        """Streets, then houses, that go on from what is typed so far."""
        number = self._worker.next_id()
        answer = await self._ask(Complete(number, text, near, limit))
        assert isinstance(answer, Completed)  # noqa: S101 - the protocol's promise
        return answer.completions

    async def reverse(self, place: Place) -> tuple[Offer, float] | None:
        """The nearest door, else street, and metres to it; None far from all."""
        answer = await self._ask(Reverse(self._worker.next_id(), place))
        assert isinstance(answer, Reversed)  # noqa: S101 - the protocol's promise
        return None if answer.offer is None else (answer.offer, answer.away_m)

    async def survey(self, wish: Survey) -> GroundFiles:
        """The ground of a day; the wish's id is given here."""
        answer = await self._ask(wish)
        assert isinstance(answer, Surveyed)  # noqa: S101 - the protocol's promise
        return answer.ground

    async def trace(
        self, tours: Sequence[tuple[Travel, NDArray[np.float64]]]
    ) -> tuple[NDArray[np.float64], ...]:
        """The line of every tour along the streets, degrees (k, 2)."""
        answer = await self._ask(Trace(self._worker.next_id(), tuple(tours)))
        assert isinstance(answer, Traced)  # noqa: S101 - the protocol's promise
        return answer.lines

    async def direct(
        self, tours: Sequence[tuple[Travel, NDArray[np.float64]]]
    ) -> tuple[Guide, ...]:
        """The directions of every tour, as codes to be put in words."""
        answer = await self._ask(Direct(self._worker.next_id(), tuple(tours)))
        assert isinstance(answer, Directed)  # noqa: S101 - the protocol's promise
        return answer.guides

    async def how_far(
        self,
        travel: Travel,
        place: Place,
        seconds: Sequence[int],
        *,
        back: bool = False,
    ) -> Reached:
        """How far one gets from a place, or from where to it.

        Raises RegionFailed where no street is near.
        """
        number = self._worker.next_id()
        answer = await self._ask(HowFar(number, travel, place, tuple(seconds), back))
        assert isinstance(answer, Reached)  # noqa: S101 - the protocol's promise
        return answer

    async def near(
        self,
        travel: Travel,
        origins: Sequence[NDArray[np.float64]],
        sites: NDArray[np.float64],
        count: int,
    ) -> Nearby:
        """The nearest sites of many people, from any of their origins."""
        number = self._worker.next_id()
        answer = await self._ask(Near(number, travel, tuple(origins), sites, count))
        assert isinstance(answer, Nearby)  # noqa: S101 - the protocol's promise
        return answer

    def next_id(self) -> str:
        """An id for a wish to survey."""
        return self._worker.next_id()

    async def stop(self, deadline_s: float = 3.0) -> bool:
        """End the process; False if it had to be killed."""
        if not self._opened.done():
            self._opened.cancel()
        return await self._worker.stop(Close(), deadline_s)

    async def _ask(
        self, request: messages.AddressRequest | messages.WayRequest | Survey | Trace
    ) -> messages.Answer:
        await self.opened()
        if not self._alive:
            self._worker = self._start()
        answer: messages.Answer = await self._worker.ask(request)
        if isinstance(answer, Refused):
            raise RegionFailed(answer.kind, *answer.args)
        return answer

    def _start(self) -> Worker:
        self._alive, self._ready = True, False
        return Worker(
            "lockyard-region",
            process.serve,
            (str(self._cache_root), str(self._folder)),
            on_note=self._note,
            on_gone=self._gone,
        )

    def _note(self, answer: messages.Answer) -> None:
        if isinstance(answer, Opened):
            self._ready = True
        if self._opened.done():
            return
        if isinstance(answer, Opened):
            self._opened.set_result(answer)
        elif isinstance(answer, Refused):
            self._fail(RegionFailed(answer.kind, *answer.args))

    def _gone(self) -> None:
        self._alive = False
        self._told_gone()
        if not self._opened.done():
            self._fail(WorkerGone("lockyard-region"))
        if self._ready:
            self._worker = self._start()

    def _fail(self, error: Exception) -> None:
        self._opened.set_exception(error)
        self._opened.exception()  # Told even if nobody waits.
