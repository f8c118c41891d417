"""The planner's own loop: requests in, answers out, a search in between.

See `process` for how it lives and `messages` for what it is asked.
"""

import time
from collections import deque
from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np

from console.domain.draft import Draft
from console.domain.plan import Plan
from console.domain.problem import Problem, Travel
from console.planning.arrays import Tables, tables
from console.planning.engine import DEFAULT_ITERATIONS, Search
from console.planning.errors import HardViolation, PlanningError
from console.planning.evaluate import evaluated
from console.planning.live import Rest, rest_of
from console.planning.messages import (
    Answer,
    Ask,
    Close,
    Evaluate,
    Evaluated,
    Failed,
    Found,
    Improved,
    Live,
    Load,
    Loaded,
    Price,
    Priced,
    Ready,
    Report,
    Reported,
    Request,
    RequestId,
    Stop,
    Told,
    Warming,
)
from console.planning.messages import Search as SearchRequest
from console.planning.price import Prices
from console.planning.report import report
from console.planning.scenarios import applied, steered
from console.planning.terms import why
from console.planning.warming import warm
from console.planning.why import explain

_STEP_S = 0.01
_EVERY_S = 0.1
_SHARE = 10
"""Telling plans takes at most one part in so many of a search's time."""
_REFUSED = (PlanningError, ArithmeticError, LookupError, TypeError, ValueError, OSError)


class _Running:
    """One search and what of it was told."""

    def __init__(
        self,
        request: SearchRequest,
        search: Search,
        rest: Rest | None = None,
        asked: Tables | None = None,
    ) -> None:
        """`asked` is what plans are told by, where the search is led by prices."""
        self.request = request
        self.rest = rest
        self.search = search
        self.asked = asked
        self.laid_out = False
        self.told_cost: int | None = None
        self.next_s = 0.0

    def plan(self, *, full: bool = False) -> Plan:
        """The best plan so far, at what it really costs."""
        if self.asked is None:
            return self.search.plan(full=full)
        led = self.search.plan()
        plan = evaluated(self.asked, led.draft(), led.making)
        return explain(self.asked, plan) if full else plan


class Planner:
    """Owns one end of a connection and answers what comes in on it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: Tables | None = None
        self._prices: Prices | None = None
        self._running: _Running | None = None
        self._waiting: deque[SearchRequest] = deque()
        self._open = True

    def run(self) -> None:
        """Compile, then answer until Close or until the other end is gone."""
        try:
            for done, total in warm():
                self._send(Warming(done, total))
            self._send(Ready())
            while self._open:
                self._turn()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return

    def _turn(self) -> None:
        busy = self._running is not None or bool(self._waiting)
        while self._open and self._connection.poll(0 if busy else None):
            self._take(self._connection.recv())
            busy = self._running is not None or bool(self._waiting)
        if self._running is None and self._waiting:
            self._begin(self._waiting.popleft())
        if self._running is not None:
            self._guarded_step(self._running)

    def _take(self, request: Request) -> None:
        match request:
            case Close():
                self._close()
            case Stop(search):
                self._stop(search)
            case SearchRequest():
                self._waiting.append(request)
            case _:
                try:
                    self._send(self._answer(request))
                except _REFUSED as error:
                    self._send(_failed(request.id, error))

    def _answer(self, request: Load | Evaluate | Price | Ask | Report) -> Answer:
        match request:
            case Load(number, problem, _):
                # What runs belongs to the problem before: it ends first.
                self._end_all()
                self._known, self._prices = tables(_mapped(request, problem)), None
                return Loaded(number)
            case Evaluate(number, draft, full):
                known = self._loaded()
                plan = evaluated(known, draft)
                return Evaluated(number, explain(known, plan) if full else plan)
            case Price(number, draft, parcel, most):
                return Priced(number, self._priced(draft).ways(parcel, most))
            case Ask(number, draft, parcel):
                return Told(number, why(self._priced(draft), parcel))
            case Report(number, draft):
                known = self._loaded()
                return Reported(number, report(known, evaluated(known, draft)))

    def _priced(self, draft: Draft) -> Prices:
        """The prices of a draft: the ones at hand while it is the same draft."""
        known = self._loaded()
        if self._prices is None or self._prices.asked != draft:
            self._prices = Prices(known, draft)
        return self._prices

    def _loaded(self) -> Tables:
        if self._known is None:
            raise PlanningError("nothing is loaded")
        return self._known

    def _begin(self, request: SearchRequest) -> None:
        try:
            known, start, rest = self._loaded(), request.start, None
            asked: Tables | None = None
            if request.scenario is not None:
                problem = applied(request.scenario, _instead(request, known.problem))
                led = steered(request.scenario, problem, request.price)
                known = tables(led)
                asked = None if led is problem else tables(problem)
            if request.live is not None and start is not None:
                rest = _rest(known.problem, start, request.live)
                known, start = rest.searching, rest.draft
            search = Search(
                known,
                seed=request.seed,
                start=start,
                vehicles_first=request.vehicles_first,
            )
        except _REFUSED as error:
            self._send(_failed(request.id, error))
        else:
            self._running = _Running(request, search, rest, asked)

    def _guarded_step(self, running: _Running) -> None:
        try:
            self._step(running)
        except _REFUSED as error:
            self._running = None
            self._send(_failed(running.request.id, error))

    def _step(self, running: _Running) -> None:
        search, request = running.search, running.request
        if not search.first(_STEP_S):
            return
        if not running.laid_out:
            running.laid_out = True
            self._tell(running)
            _lay_out(search, request)
        if search.finished:
            self._finish(running)
            return
        search.step(_STEP_S)
        if search.elapsed_s >= running.next_s and not search.finished:
            self._tell(running)

    def _tell(self, running: _Running) -> None:
        search = running.search
        if search.cost == running.told_cost:
            return
        began = time.perf_counter()
        plan = running.plan()
        self._send(
            Improved(
                running.request.id,
                search.iteration,
                search.iterations,
                plan.cost,
                search.elapsed_s,
                plan,
            )
        )
        spent = time.perf_counter() - began
        running.told_cost = search.cost
        running.next_s = search.elapsed_s + max(_EVERY_S, _SHARE * spent)

    def _finish(self, running: _Running) -> None:
        self._running = None
        plan = running.plan(full=True)
        if running.rest is not None:
            plan = running.rest.told(plan)
        whole = None if running.rest is None else running.rest.whole(plan.draft())
        self._send(Found(running.request.id, plan, whole))

    def _stop(self, number: RequestId) -> None:
        running = self._running
        if running is not None and running.request.id == number:
            self._finish_guarded(running)
            return
        for request in tuple(self._waiting):
            if request.id == number:
                self._waiting.remove(request)
                self._begin(request)
                if self._running is not running and self._running is not None:
                    self._finish_guarded(self._running)
                self._running = running

    def _finish_guarded(self, running: _Running) -> None:
        try:
            self._finish(running)
        except _REFUSED as error:
            self._send(_failed(running.request.id, error))

    def _end_all(self) -> None:
        if self._running is not None:
            self._finish_guarded(self._running)
        while self._waiting:
            self._stop(self._waiting[0].id)

    def _close(self) -> None:
        self._end_all()
        self._open = False

    def _send(self, answer: Answer) -> None:
        self._connection.send(answer)


def _lay_out(search: Search, request: SearchRequest) -> None:
    if request.iterations is None and request.budget_s is not None:
        search.lay_out_for(request.budget_s)
    elif request.iterations is None:
        search.lay_out(DEFAULT_ITERATIONS)
    else:
        search.lay_out(request.iterations)


def _rest(problem: Problem, published: Draft, live: Live) -> Rest:
    return rest_of(
        problem,
        published,
        live.states,
        live.scope,
        now_s=live.now_s,
        wanted=live.wanted,
    )


def _instead(request: SearchRequest, loaded: Problem) -> Problem:
    if request.problem is None:
        return loaded
    problem = replace(request.problem, travel=loaded.travel)
    return _mapped(request, problem)


def _mapped(request: Load | SearchRequest, problem: Problem) -> Problem:
    if not request.travel:
        return problem
    travel = {
        mode: Travel(
            np.load(files.seconds, mmap_mode="r"), np.load(files.metres, mmap_mode="r")
        )
        for mode, files in request.travel.items()
    }
    return replace(problem, travel=travel)


def _failed(number: RequestId, error: Exception) -> Failed:
    code = str(error.code) if isinstance(error, HardViolation) else ""
    return Failed(
        number, type(error).__name__, code, tuple(str(part) for part in error.args)
    )
