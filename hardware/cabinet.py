"""What the rest of the program sees of a cabinet: frozen values and one Protocol.

A cabinet is one frame of doors behind one connection. Whoever uses it names a *state*
("this door open"), gets exactly one answer, and hears what happened as events. Bytes,
ports, threads and board families stay on the other side of this module.

Three rules shape it:

- What moves is asked once and then looked at. `Cabinet.open` sends one pulse at most,
  watches the door's sensor, and returns a verdict of about three seconds' watching.
- Commanded and observed never share a field. A verdict is about a command, an
  observation about a door at an instant; neither is computed from the other's absence.
- A link is judged by what was *answered*. A port that opens proves nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class DoorState(StrEnum):
    """What a door's own sensor said. Treat UNKNOWN as open."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class LinkState(StrEnum):
    """How a cabinet's boards answer.

    CONNECTING: being opened, or open and nothing answered yet. ANSWERING: every board
    answers. DEGRADED: some do. SILENT: the port is open, no board answers. LOST: the
    port or the network connection is gone; it is being tried again.
    """

    ANSWERING = "answering"
    DEGRADED = "degraded"
    SILENT = "silent"
    LOST = "lost"
    CONNECTING = "connecting"


class Verdict(StrEnum):
    """What became of one open command.

    OPENED: the sensor read open after the pulse had ended. NOT_OPENED: it was read and
    stayed closed. ALREADY_OPEN: it read open before. REFUSED: nothing was sent, see the
    reason. UNKNOWN: the pulse went out and its effect was not seen; a person decides.
    """

    OPENED = "opened"
    NOT_OPENED = "not_opened"
    ALREADY_OPEN = "already_open"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a verdict is what it is, as a code for the screens to translate.

    COOLDOWN: this lock was pulsed a moment ago, too often, or is being watched still.
    SUPPLY_BUSY: other locks of the supply had their turns first, for too long.
    NO_SENSOR: the board answers, but nothing tells how this door is.
    """

    NONE = ""
    ALREADY_OPEN = "already-open"
    COOLDOWN = "cooldown"
    SUPPLY_BUSY = "supply-busy"
    NO_SUCH_DOOR = "no-such-door"
    ID_REUSED = "id-reused"
    NO_ANSWER = "no-answer"
    NO_SENSOR = "no-sensor"
    NOT_SEEN_OPEN = "not-seen-open"
    LINK_LOST = "link-lost"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, order=True)
class DoorAddress:
    """Where a door hangs on the bus; never the id of a compartment.

    `board` is the address set on the board; `lock` counts from 1, as technicians do.
    """

    board: int
    lock: int


@dataclass(frozen=True, slots=True)
class Observation:
    """One door as its sensors had it at `at` (aware, UTC).

    `item` is True when something lies in the compartment, None where no sensor tells.
    """

    address: DoorAddress
    state: DoorState
    item: bool | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenCommand:
    """The wish that one door be open, with an id that is used for this wish only.

    `even_if_open` says a person decided to pulse although the door reads open or
    unknown. `purpose` is a code for the record and changes nothing.
    """

    id: str
    address: DoorAddress
    even_if_open: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class OpenResult:
    """The one answer to one command.

    `pulsed` is True as soon as bytes of the unlock may have left, whatever came of it.
    """

    command_id: str
    verdict: Verdict
    pulsed: bool
    observation: Observation | None
    reason: Reason
    at: datetime


class DoorEventKind(StrEnum):
    """What happened at a door or on a link, each seen twice before it is said."""

    OPENED = "opened"
    OPENED_WITHOUT_COMMAND = "opened_without_command"
    CLOSED = "closed"
    LEFT_OPEN = "left_open"
    ITEM_CHANGED = "item_changed"
    DOORS_KNOWN = "doors_known"
    DOORS_UNKNOWN = "doors_unknown"
    BOARD_RESTARTED = "board_restarted"
    LINK_CHANGED = "link_changed"


@dataclass(frozen=True, slots=True)
class DoorEvent:
    """A fact, raised once.

    `address` is the door (None for LINK_CHANGED, and lock 0, the whole board, for the
    board's own events). `detail` is a code: the LinkState of LINK_CHANGED, "present" or
    "absent" of ITEM_CHANGED, "while-silent" of a door that changed while nobody could
    look.
    """

    kind: DoorEventKind
    address: DoorAddress | None
    at: datetime
    command_id: str | None = None
    detail: str = ""


class Direction(StrEnum):
    """Seen from the desk: tx leaves, rx arrives."""

    TX = "tx"
    RX = "rx"


class FrameResult(StrEnum):
    """What the bus made of a frame.

    SENT went out; OK answered the question; TIMEOUT is the place where an answer is
    missing (no bytes); LATE came after its deadline; STRAY answers nothing that was
    asked; EVENT is what boards of this family say by themselves; BAD_CHECK had the
    shape of a frame and a wrong checksum; NOISE has no shape; ECHO is our own frame
    come back; ECHO_LOST is its absence on a line that echoes.
    """

    SENT = "sent"
    OK = "ok"
    TIMEOUT = "timeout"
    LATE = "late"
    STRAY = "stray"
    EVENT = "event"
    BAD_CHECK = "bad-check"
    NOISE = "noise"
    ECHO = "echo"
    ECHO_LOST = "echo-lost"


@dataclass(frozen=True, slots=True)
class Frame:
    """A line of the bus monitor. `gap_ms` is the time since the line before it."""

    at: datetime
    direction: Direction
    data: bytes
    text: str
    gap_ms: float
    result: FrameResult


@dataclass(frozen=True, slots=True)
class LinkReport:
    """How the link stands, and how long ago a board last answered (None: never)."""

    state: LinkState
    age_s: float | None


@dataclass(frozen=True, slots=True)
class BoardCounters:
    """What a technician asks of one board, counted since the bus was started."""

    board: int
    answering: bool
    sent: int
    answered: int
    timeouts: int
    bad_checks: int
    strays: int
    late: int
    fastest_ms: float | None
    median_ms: float | None
    slowest_ms: float | None
    last_seen: datetime | None


type Listener = Callable[[DoorEvent | Frame], None]


class Cabinet(Protocol):
    """One cabinet's doors. Every method may be called from any thread and any loop.

    Cancelling an await stops the waiting only: a pulse already asked for is still
    watched, and its result can be had by sending the same command again.
    """

    async def open(self, command: OpenCommand) -> OpenResult:
        """Make one door open: one pulse at most, then watching, then a verdict.

        The same command again returns the first result, or joins it while it runs;
        it never pulses again. Raises only `CabinetStopped`: trouble is a verdict.
        """
        ...

    async def observe(self, address: DoorAddress) -> Observation:
        """Look now, ahead of the routine polls. UNKNOWN when the board is silent."""
        ...

    async def wait_closed(self, address: DoorAddress, timeout_s: float) -> Observation:
        """Look until the door reads closed, or until the time is over.

        The observation tells which: its state is CLOSED, or what was seen last.
        """
        ...

    def last(self, address: DoorAddress) -> Observation | None:
        """What was seen last, without asking; None before the first answer."""
        ...

    def doors(self) -> Sequence[DoorAddress]:
        """Every door this cabinet has, in the order technicians count them."""
        ...

    def link(self) -> LinkReport:
        """Whether the boards answer."""
        ...

    def counters(self) -> Sequence[BoardCounters]:
        """The figures of every board."""
        ...

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every event and every frame; the returned function ends it.

        The listener is called in the bus's own thread and must hand over at once.
        """
        ...
