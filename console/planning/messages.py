"""What the desk asks the planner process, and what it answers.

Every request has an id and is answered exactly once, by an answer with the same id:
the kind named in its docstring, or `Failed`. `Improved` comes in between, any number
of times, for a running search only. `Warming` and `Ready` come unasked at the start.
Matrices never cross: `Load` names .npy files, which the process maps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.draft import Draft
from console.domain.ids import ParcelId
from console.domain.live import RouteState, Scope
from console.domain.money import Money
from console.domain.plan import Plan
from console.domain.problem import Problem
from console.domain.why import BuildReport, Why
from console.planning.alternative import Alternative
from console.planning.scenarios import Scenario

type RequestId = str

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class MatrixFiles:
    """Paths of two int32 (n, n) .npy files."""

    seconds: str
    metres: str


@dataclass(frozen=True, slots=True)
class Load:
    """Take this problem for all that follows -> Loaded.

    `problem.travel` is left empty; `travel` names its files by mode. With none named
    the problem's own travel counts (small problems, tests).
    """

    id: RequestId
    problem: Problem
    travel: Mapping[str, MatrixFiles] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Live:
    """How far a day is when it is planned anew: see `planning.live`."""

    states: tuple[RouteState, ...]
    scope: Scope
    now_s: int
    wanted: frozenset[ParcelId] | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Search for a plan -> Improved ..., Found. One at a time: others wait.

    With `scenario` the loaded problem as that has it, and `price` on doors or lockers
    (`scenarios.steered`); what is told costs without the price. `problem` with `travel`
    (as in Load; none named is the loaded one's) takes the loaded problem's place for
    this search alone, where a scenario has other settings. With `vehicles_first` no
    plan with more vehicles is better, whatever it costs. With `live` the rest of the
    day that `start` is published for, frozen as it says.
    """

    id: RequestId
    seed: int = 0
    budget_s: float | None = None
    iterations: int | None = None
    start: Draft | None = None
    scenario: Scenario | None = None
    price: Money = _NOTHING
    problem: Problem | None = None
    travel: Mapping[str, MatrixFiles] = field(default_factory=dict)
    vehicles_first: bool = False
    live: Live | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """End search `search` with the best so far -> Found of the search itself.

    Has no answer of its own: a search that has ended already has been answered.
    """

    search: RequestId


@dataclass(frozen=True, slots=True)
class Evaluate:
    """What a draft comes to -> Evaluated. With `full`, with every reason."""

    id: RequestId
    draft: Draft
    full: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """What else could be done with one parcel of a draft -> Priced."""

    id: RequestId
    draft: Draft
    parcel: ParcelId
    most: int = 5


@dataclass(frozen=True, slots=True)
class Ask:
    """Why one parcel of a draft goes as it does, or on no route -> Told."""

    id: RequestId
    draft: Draft
    parcel: ParcelId


@dataclass(frozen=True, slots=True)
class Report:
    """The story of a draft in figures -> Reported."""

    id: RequestId
    draft: Draft


@dataclass(frozen=True, slots=True)
class Close:
    """End the process; running and waiting searches are answered first."""


type Request = Load | Search | Stop | Evaluate | Price | Ask | Report | Close


@dataclass(frozen=True, slots=True)
class Warming:
    """Kernels are being compiled: `done` of `total` steps."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is compiled; requests sent before are answered now."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The problem counts from here on."""

    id: RequestId


@dataclass(frozen=True, slots=True)
class Improved:
    """A better plan than the last one told, at most ten times a second."""

    id: RequestId
    iteration: int
    iterations: int
    cost: Money
    elapsed_s: float
    plan: Plan


@dataclass(frozen=True, slots=True)
class Found:
    """The search has ended: its best plan, with every reason.

    Of a day that goes on `plan` is the rest, and `whole` the draft of the whole day.
    """

    id: RequestId
    plan: Plan
    whole: Draft | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The plan of a draft."""

    id: RequestId
    plan: Plan


@dataclass(frozen=True, slots=True)
class Priced:
    """Ways for one parcel, cheapest first."""

    id: RequestId
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The whole answer about one parcel."""

    id: RequestId
    why: Why


@dataclass(frozen=True, slots=True)
class Reported:
    """The report of a draft."""

    id: RequestId
    report: BuildReport


@dataclass(frozen=True, slots=True)
class Failed:
    """The request could not be answered. `kind` is the error's class name.

    `code` is a HardCode where a draft broke what is hard, else empty.
    """

    id: RequestId
    kind: str
    code: str = ""
    args: tuple[str, ...] = ()


type Answer = (
    Warming
    | Ready
    | Loaded
    | Improved
    | Found
    | Evaluated
    | Priced
    | Told
    | Reported
    | Failed
)
