"""Every step of an opening as it is written: one unit moves the intent and tells of it.

A step is written against the state it was taken in, so that of two that settle the same
opening the second is refused. What passes custody is the rules' business, in the same
unit.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from console.custody.errors import DoorBusy
from console.custody.openings import Ended, Opening, Rule, suspect, tell
from console.domain.clock import Clock
from console.domain.events import EventKind
from console.domain.ids import IdempotencyKey, IntentId
from console.domain.origin import Origin
from console.domain.site import Observed
from console.storage import compartments, intents
from console.storage.intents import DoorIntent, IntentState, Purpose
from console.storage.store import Store
from hardware.cabinet import Observation


class Ledger:
    """Writes the steps of openings."""

    def __init__(
        self, store: Store, clock: Clock, rules: Mapping[Purpose, Rule]
    ) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules

    def intend(
        self, session: Session, origin: Origin, key: IdempotencyKey, wish: Opening
    ) -> DoorIntent:
        """The wish, in the unit that reserves for it. Raises DoorBusy."""
        if intents.live(session, wish.compartment):
            raise DoorBusy(wish.compartment)
        now = self._clock.now()
        intent = DoorIntent(
            IntentId(secrets.token_hex(8)),
            key,
            wish.compartment,
            wish.purpose,
            origin.actor,
            origin.station,
            IntentState.INTENDED,
            now,
            now,
            wish.second_actor,
            wish.deposit,
            wish.reason,
        )
        intents.add(session, intent)
        tell(session, EventKind.OPENING_INTENDED, intent)
        return intent

    async def sent(self, intent: DoorIntent) -> DoorIntent:
        """From here on an unlock may have left."""

        def unit(session: Session) -> DoorIntent:
            after = self._moved(session, intent, IntentState.SENT)
            tell(session, EventKind.OPENING_SENT, after)
            return after

        return await self._store.write(unit)

    async def opened(self, intent: DoorIntent, seen: Observation | None) -> DoorIntent:
        """The door was seen open: a pickup or a pull passes custody."""

        def unit(session: Session) -> DoorIntent:
            after = self._moved(session, intent, IntentState.OPENED)
            _observe(session, intent, seen)
            tell(session, EventKind.DOOR_OPENED, after)
            self._rules[intent.purpose].opened(session, after)
            return after

        return await self._store.write(unit)

    async def closed(self, intent: DoorIntent, seen: Observation | None) -> Ended:
        """The door was seen closed: a deposit passes custody."""

        def unit(session: Session) -> Ended:
            after = self._moved(session, intent, IntentState.CLOSED)
            _observe(session, intent, seen)
            tell(session, EventKind.DOOR_CLOSED, after)
            return Ended(after, self._rules[intent.purpose].closed(session, after))

        return await self._store.write(unit)

    async def failed(
        self,
        intent: DoorIntent,
        outcome: str,
        seen: Observation | None = None,
        *,
        pulsed: bool = False,
        expired: bool = False,
    ) -> DoorIntent:
        """The door did not open, or nothing was ever sent."""
        state = IntentState.EXPIRED if expired else IntentState.FAILED
        kind = EventKind.OPENING_EXPIRED if expired else EventKind.OPENING_FAILED

        def unit(session: Session) -> DoorIntent:
            after = self._moved(session, intent, state, outcome)
            _observe(session, intent, seen)
            tell(session, kind, after, pulsed=pulsed)
            self._rules[intent.purpose].failed(session, after, pulsed=pulsed)
            return after

        return await self._store.write(unit)

    async def in_doubt(
        self, intent: DoorIntent, outcome: str, seen: Observation | None = None
    ) -> DoorIntent:
        """Nobody can vouch for the door: its compartment is suspect."""

        def unit(session: Session) -> DoorIntent:
            after = self._moved(session, intent, IntentState.IN_DOUBT, outcome)
            _observe(session, intent, seen)
            tell(session, EventKind.OPENING_IN_DOUBT, after)
            suspect(session, after)
            self._rules[intent.purpose].doubted(session, after)
            return after

        return await self._store.write(unit)

    def _moved(
        self,
        session: Session,
        intent: DoorIntent,
        state: IntentState,
        outcome: str = "",
    ) -> DoorIntent:
        now = self._clock.now()
        if not intents.move(session, intent.id, (intent.state,), state, now, outcome):
            raise DoorBusy(intent.compartment, "settled elsewhere")
        return replace(intent, state=state, changed=now, outcome=outcome)


def _observe(session: Session, intent: DoorIntent, seen: Observation | None) -> None:
    if seen is not None:
        observed = Observed(str(seen.state))
        compartments.set_observed(session, intent.compartment, observed, seen.at)
