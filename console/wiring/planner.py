"""The desk's end of the planner process.

Holds what was loaded last, so that a process that crashed is started again and knows
what the one before knew. A search that was running fails; its best plan so far has been
told and is kept by whoever asked. One that ended before it was ready is started again
only when somebody asks, so that what cannot start is not started for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from console.domain.draft import Draft
from console.domain.ids import ParcelId
from console.domain.money import Money
from console.domain.plan import Making, Plan
from console.domain.problem import Problem
from console.domain.why import BuildReport, Why
from console.planning import messages, process
from console.planning.alternative import Alternative
from console.planning.errors import PlanningError
from console.planning.messages import (
    Close,
    Evaluate,
    Evaluated,
    Failed,
    Found,
    Improved,
    Live,
    Load,
    Loaded,
    MatrixFiles,
    Price,
    Priced,
    Ready,
    Search,
    Stop,
    Warming,
)
from console.planning.scenarios import Scenario
from console.wiring.worker import Worker

type Told = Callable[[Improved], None]
type Starting = Callable[[int, int], None]

_NOTHING = Money(0)
_LOADED: Mapping[str, tuple[str, str]] = MappingProxyType({})
"""The matrices of the problem that is loaded."""


class PlannerFailed(PlanningError):
    """The planner could not answer; `code` says what is hard about it, if anything."""

    def __init__(self, kind: str, code: str, *args: str) -> None:
        super().__init__(kind, code, *args)
        self.code = code


class PlannerProcess:
    """One planner process, started again when it is gone."""

    def __init__(
        self,
        cache_root: Path,
        *,
        on_starting: Starting = lambda _done, _total: None,
        on_ready: Callable[[], None] = lambda: None,
        on_gone: Callable[[], None] = lambda: None,
    ) -> None:
        """Start it. `on_starting` tells how far its kernels are compiled."""
        self._cache_root = cache_root
        self._on_starting = on_starting
        self._on_ready = on_ready
        self._told_gone = on_gone
        self._problem: tuple[Problem, Mapping[str, MatrixFiles]] | None = None
        self._searches: dict[str, Told] = {}
        self._alive = self._ready = False
        self._worker = self._start()

    @property
    def pid(self) -> int | None:
        """The number of the process now at work."""
        return self._worker.pid

    async def load(
        self, problem: Problem, travel: Mapping[str, tuple[str, str]]
    ) -> None:
        """Take a problem, its travel left empty, for all that follows."""
        self._problem = (replace(problem, travel={}), _files(travel))
        number = self._worker.next_id()
        answer = await self._ask(Load(number, *self._problem))
        assert isinstance(answer, Loaded)  # noqa: S101 - the protocol's promise

    async def search(
        self,
        *,
        seed: int,
        budget_s: float | None,
        iterations: int | None,
        start: Draft | None,
        told: Told,
        started: Callable[[str], None],
        scenario: Scenario | None = None,
        price: Money = _NOTHING,
        problem: Problem | None = None,
        travel: Mapping[str, tuple[str, str]] = _LOADED,
    ) -> Plan:
        """The best plan found; `told` hears of better ones on the way.

        With `scenario` on the day as that has it, `problem` on `travel` in the place of
        what is loaded. `started` is given the id to stop it by. Raises PlannerFailed,
        WorkerGone.
        """
        number = self._worker.next_id()
        other = None if problem is None else replace(problem, travel={})
        self._searches[number] = told
        started(number)
        try:
            answer = await self._ask(
                Search(
                    number,
                    seed,
                    budget_s,
                    iterations,
                    start,
                    scenario,
                    price,
                    other,
                    _files(travel),
                )
            )
        finally:
            del self._searches[number]
        assert isinstance(answer, Found)  # noqa: S101 - the protocol's promise
        return answer.plan

    async def replan(
        self,
        published: Draft,
        live: Live,
        *,
        seed: int,
        budget_s: float | None = None,
        iterations: int | None = None,
        told: Told = lambda _improved: None,
        started: Callable[[str], None] = lambda _number: None,
    ) -> tuple[Draft, Making]:
        """The rest of a day planned anew: the draft of the whole day, and how.

        `told` hears of better plans of the rest. Raises PlannerFailed, WorkerGone.
        """
        number = self._worker.next_id()
        self._searches[number] = told
        started(number)
        try:
            answer = await self._ask(
                Search(number, seed, budget_s, iterations, published, live=live)
            )
        finally:
            del self._searches[number]
        assert isinstance(answer, Found)  # noqa: S101 - the protocol's promise
        assert answer.whole is not None  # noqa: S101 - the protocol's promise
        return answer.whole, answer.plan.making

    def stop_search(self, number: str) -> None:
        """Let a search end with the best so far; it is answered as usual."""
        self._worker.send(Stop(number))

    async def evaluate(self, draft: Draft) -> Plan:
        """The plan a draft comes to, with every reason. Raises PlannerFailed."""
        number = self._worker.next_id()
        answer = await self._ask(Evaluate(number, draft, full=True))
        assert isinstance(answer, Evaluated)  # noqa: S101 - the protocol's promise
        return answer.plan

    async def price(
        self, draft: Draft, parcel: ParcelId, most: int
    ) -> tuple[Alternative, ...]:
        """What else could be done with one parcel, cheapest first."""
        answer = await self._ask(Price(self._worker.next_id(), draft, parcel, most))
        assert isinstance(answer, Priced)  # noqa: S101 - the protocol's promise
        return answer.alternatives

    async def why(self, draft: Draft, parcel: ParcelId) -> Why:
        """Why a parcel goes as it does, or on no route. Raises PlannerFailed."""
        answer = await self._ask(messages.Ask(self._worker.next_id(), draft, parcel))
        assert isinstance(answer, messages.Told)  # noqa: S101 - the protocol's promise
        return answer.why

    async def report(self, draft: Draft) -> BuildReport:
        """The story of a draft in figures. Raises PlannerFailed."""
        answer = await self._ask(messages.Report(self._worker.next_id(), draft))
        assert isinstance(answer, messages.Reported)  # noqa: S101 - as promised
        return answer.report

    async def stop(self, deadline_s: float = 3.0) -> bool:
        """End the process; False if it had to be killed."""
        return await self._worker.stop(Close(), deadline_s)

    async def _ask(
        self,
        request: Load | Search | Evaluate | Price | messages.Ask | messages.Report,
    ) -> messages.Answer:
        if not self._alive:
            self._restart()
        answer: messages.Answer = await self._worker.ask(request)
        if isinstance(answer, Failed):
            raise PlannerFailed(answer.kind, answer.code, *answer.args)
        return answer

    def _start(self) -> Worker:
        self._alive, self._ready = True, False
        return Worker(
            "lockyard-planner",
            process.serve,
            (str(self._cache_root),),
            on_note=self._note,
            on_gone=self._gone,
            passing=(Improved,),
        )

    def _note(self, answer: messages.Answer) -> None:
        match answer:
            case Improved(id=number):
                told = self._searches.get(number)
                if told is not None:
                    told(answer)
            case Warming(done, total):
                self._on_starting(done, total)
            case Ready():
                self._ready = True
                self._on_ready()
            case _:
                return  # Its asker has stopped waiting.

    def _gone(self) -> None:
        self._alive = False
        self._told_gone()
        if self._ready:
            self._restart()

    def _restart(self) -> None:
        self._worker = self._start()
        if self._problem is not None:
            # Its answer is a note that nobody waits for.
            self._worker.send(Load(self._worker.next_id(), *self._problem))


def _files(travel: Mapping[str, tuple[str, str]]) -> dict[str, MatrixFiles]:
    return {mode: MatrixFiles(*paths) for mode, paths in travel.items()}
