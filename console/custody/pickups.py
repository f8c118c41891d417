"""Pickups: a code typed at a cabinet opens the door it belongs to.

A code is looked for among all live ones of the cabinet. Mistyped ones (check digit) and
right ones that came too late cost nothing; wrong ones are counted for the cabinet and
for where they were typed, and after five there is a pause. Counting, event and answer
are one transaction, so that a restart gives nobody new tries.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from console.custody import rules
from console.custody.doors import Doors, Passage
from console.custody.openings import Opening
from console.domain import code
from console.domain.clock import Clock, from_milliseconds, milliseconds
from console.domain.code import Redemption, Refusal
from console.domain.events import Event, EventKind
from console.domain.ids import CabinetId
from console.domain.origin import Origin
from console.domain.site import Custody
from console.storage import codes, compartments, deposits, journal
from console.storage.codes import CodeTag, Scope
from console.storage.intents import Purpose


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing opens; `until` when typed codes are looked at again, if locked out."""

    why: Refusal
    until: datetime | None = None


class Pickups:
    """Answers typed codes."""

    def __init__(self, clock: Clock, doors: Doors, key: bytes) -> None:
        """`key` is the key of the pickup codes (console.storage.keys)."""
        self._clock = clock
        self._doors = doors
        self._key = key

    async def enter(
        self, cabinet: CabinetId, typed: str, origin: Origin
    ) -> Passage | Refused:
        """Opens the door of the deposit this code belongs to.

        Returns when the door's verdict is known: custody has passed if it is `opened`.
        The origin's station is where it was typed. Raises DoorBusy while the door is
        being opened by another wish.
        """
        return await self._doors.open(
            origin, lambda session: self._look_up(session, cabinet, typed, origin)
        )

    def _look_up(
        self, session: Session, cabinet: CabinetId, typed: str, origin: Origin
    ) -> Opening | Refused:
        now = self._clock.now()
        told = journal.fact(EventKind.CODE_REFUSED, origin, now)
        before = journal.find(session, told.source, told.source_key)
        if before is not None:
            return _again(before)
        if not code.well_typed(typed):
            return Refused(Refusal.MISTYPED)
        scopes = ((Scope.CABINET, str(cabinet)), (Scope.SOURCE, str(origin.station)))
        counts = [codes.throttle_of(session, *scope) for scope in scopes]
        pauses = [c.until for c in counts if c.until is not None and c.locked(now)]
        if pauses:
            # Not even looked up: a right code during the pause would tell it is right.
            return Refused(Refusal.LOCKED_OUT, max(pauses))
        found = rules.matching(session, self._key, cabinet, typed, now)
        if found is None:
            return self._wrong(session, cabinet, origin, now)
        redemption = code.redemption(found.state, found.deadline, found.used, now)
        return self._redeem(session, found, redemption, origin, now)

    def _wrong(
        self, session: Session, cabinet: CabinetId, origin: Origin, now: datetime
    ) -> Refused:
        until: datetime | None = None
        for scope, name in (
            (Scope.CABINET, str(cabinet)),
            (Scope.SOURCE, str(origin.station)),
        ):
            count = codes.throttle_of(session, scope, name).after_wrong(now)
            codes.set_throttle(session, scope, name, count, now)
            until = max((u for u in (until, count.until) if u), default=None)
            if scope is Scope.CABINET and count.alarming:
                _tell(
                    session, EventKind.CODE_LOCKED_OUT, cabinet, origin, now, "", None
                )
        why = Refusal.WRONG
        _tell(session, EventKind.CODE_REFUSED, cabinet, origin, now, why, until)
        return Refused(why, until)

    def _redeem(
        self,
        session: Session,
        found: CodeTag,
        redemption: Redemption,
        origin: Origin,
        now: datetime,
    ) -> Opening | Refused:
        one = deposits.get(session, found.deposit)
        box = compartments.get(session, one.compartment)
        match redemption:
            case Redemption.OPEN if box.custody is Custody.OCCUPIED:
                return Opening(one.compartment, Purpose.PICKUP, one.id)
            case Redemption.REOPEN if deposits.live_in(session, box.id) is None:
                return Opening(one.compartment, Purpose.PICKUP, one.id)
            case Redemption.EXPIRED:
                why = Refusal.EXPIRED
            case Redemption.OPEN:
                why = Refusal.IN_DOUBT
            case _:
                why = Refusal.SPENT
        told = EventKind.CODE_REFUSED
        _tell(session, told, found.cabinet, origin, now, why, None)
        return Refused(why)


def _tell(
    session: Session,
    kind: EventKind,
    cabinet: CabinetId,
    origin: Origin,
    at: datetime,
    why: str,
    until: datetime | None,
) -> None:
    body: dict[str, str | int | list[str]] = {"cabinet": cabinet}
    if why:
        body["why"] = str(why)
    if until is not None:
        body["until_ms"] = milliseconds(until)
    journal.append(session, journal.fact(kind, origin, at, body=body), at)


def _again(before: Event) -> Refused:
    """The answer that was given to this key."""
    until = before.body.get("until_ms")
    pause = from_milliseconds(until) if isinstance(until, int) else None
    return Refused(Refusal(str(before.body["why"])), pause)
