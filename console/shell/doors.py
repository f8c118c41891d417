"""What a person does at doors from the desk: open, deposit, pick up, codes, service.

Every wish is an errand: the click returns at once, the verdict is told when it is
known, and so is the end, when the door was seen shut. What was commanded is kept apart
from what sensors say, for the grid and the selection.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from shiboken6 import isValid

from console.custody.deposits import Wish
from console.custody.doors import Passage
from console.custody.pickups import Refused
from console.custody.rules import Issued
from console.domain.code import Refusal, well_typed
from console.domain.deposit import Deposit, DepositState
from console.domain.ids import CabinetId, CompartmentId, ParcelId
from console.domain.problem import Channel
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Custody, Service
from console.services.pickups import Collected, NotOpened
from console.shell.snapshot import Snapshot
from console.shell.troubles import KNOWN, REFUSALS, trouble
from console.shell.workplace import Workplace
from console.storage.intents import DoorIntent, IntentState
from console.viewmodels.lockers import Command
from console.viewmodels.questions import (
    DepositQuestion,
    DoorQuestion,
    ParcelChoice,
)
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.dialogs.code import CodeDialog
from widgets.dialogs.deposit import DepositDialog
from widgets.dialogs.open_door import OpenDoorDialog
from widgets.dialogs.pickup import PickupDialog

VERDICTS = {"": "opened", "not-seen-open": "not_opened", "reads_open": "already_open"}
OUTCOMES = {
    "cooldown": QT_TRANSLATE_NOOP("words", "its lock has to rest for a few seconds"),
    "supply-busy": QT_TRANSLATE_NOOP(
        "words", "another door of this cabinet is opening just now"
    ),
    "not_reachable": QT_TRANSLATE_NOOP("words", "the cabinet does not answer"),
    "no-answer": QT_TRANSLATE_NOOP("words", "the cabinet does not answer"),
    "link-lost": QT_TRANSLATE_NOOP("words", "the line to the cabinet is lost"),
    "no-sensor": QT_TRANSLATE_NOOP("words", "its sensor says nothing"),
    "reads_unknown": QT_TRANSLATE_NOOP("words", "its sensor says nothing"),
}
"""Why nothing was sent."""
NOT_OPENED = QT_TRANSLATE_NOOP("words", "The code is right, but the door did not open.")
OPENED = frozenset({IntentState.OPENED, IntentState.CLOSED})


class DoorActions:
    """The wishes of the grid and the selection pane. Ids come as text."""

    def __init__(self, at: Workplace, who: str) -> None:
        """`who` opens doors where nobody is named."""
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell = at.errands, at.tell
        self._looking, self._who = at.looking, who
        self.commands: Mapping[CompartmentId, Command] = {}

    # questions

    def ask_open(self, compartment: str) -> None:
        """Asks why a door should open, and who asks."""
        moment = self._looking.moment
        if moment is None:
            return
        name = CompartmentId(compartment)
        box = next((b for b in moment.model.compartments if b.id == name), None)
        if box is None:
            return
        cabinet = next(c for c in moment.model.cabinets if c.id == box.cabinet)
        line = moment.gathered.lines.get(cabinet.id)
        deposit = self._deposit(name)
        inside = deposit.parcels if deposit is not None else ()
        question = DoorQuestion(
            compartment,
            moment.doors.get(name, compartment),
            cabinet.name,
            occupied=box.custody in {Custody.OCCUPIED, Custody.SUSPECT},
            who=self._who,
            content=", ".join(moment.labels.get(p, str(p)) for p in inside),
            link=line.link if line is not None else None,
        )
        dialog = OpenDoorDialog(question, self._themes.theme, self._window)
        dialog.open_confirmed.connect(self.open)
        dialog.open()

    def ask_deposit(self, compartment: str) -> None:
        """Asks which parcels go in: those under way to this site."""
        moment = self._looking.moment
        if moment is None:
            return
        name = CompartmentId(compartment)
        question = DepositQuestion(
            compartment,
            moment.doors.get(name, compartment),
            _choices(moment, name),
        )
        dialog = DepositDialog(question, self._themes.theme, self._window)
        dialog.deposit_confirmed.connect(self.deposit)
        dialog.open()

    def ask_pickup(self, compartment: str) -> None:
        """Asks for a code, as the cabinet's own keypad would."""
        moment = self._looking.moment
        if moment is None:
            return
        name = CompartmentId(compartment)
        dialog = PickupDialog(
            compartment,
            moment.site_names.get(name, compartment),
            well_typed,
            self._themes.theme,
            self._window,
        )
        dialog.code_entered.connect(partial(self._enter, dialog))
        dialog.open()

    # deeds

    def open(self, compartment: str, reason: str, who: str) -> None:
        """Opens a door for a named person."""
        name = CompartmentId(compartment)
        self._errands.run(self._open(name, reason, who), self._named(name))

    def deposit(self, compartment: str, parcels: tuple[str, ...]) -> None:
        """Opens a door to put parcels in."""
        name = CompartmentId(compartment)
        names = tuple(ParcelId(parcel) for parcel in parcels)
        self._errands.run(self._deposit_into(name, names), self._named(name))

    def new_code(self, compartment: str) -> None:
        """Gives the deposit in a door a fresh code and shows it once."""
        name = CompartmentId(compartment)
        self._errands.run(self._reissue(name), self._named(name))

    def set_service(self, compartment: str, *, out: bool) -> None:
        """Takes a door out of service, or back."""
        name = CompartmentId(compartment)
        service = Service.OUT if out else Service.IN
        reason = Reason(ReasonCode.HELD_BY_PERSON) if out else None
        deed = self._house.doors.set_service(
            name, service, reason, self._house.origin()
        )
        self._errands.run(deed, self._named(name))

    # how they are carried out

    async def _open(self, name: CompartmentId, reason: str, who: str) -> None:
        self._commanded(name, "sent")
        origin = self._house.origin(who or self._who)
        try:
            passage = await self._house.doors.open(name, reason, origin)
        except KNOWN:
            self._commanded(name, "refused")
            raise
        await self._follow(passage)

    async def _deposit_into(
        self, name: CompartmentId, parcels: tuple[ParcelId, ...]
    ) -> None:
        self._commanded(name, "sent")
        origin = self._house.origin()
        wish = Wish(parcels, (name,), str(parcels[0]))
        try:
            passage = await self._house.deposit_custody.place(wish, origin)
        except KNOWN:
            self._commanded(name, "refused")
            raise
        await self._follow(passage)

    async def _reissue(self, name: CompartmentId) -> None:
        deposit = self._deposit(name)
        if deposit is None:
            self._tell(
                say(
                    QT_TRANSLATE_NOOP("words", "{0}: nothing lies in it"),
                    self._named(name),
                ),
                Level.ATTENTION,
            )
            return
        origin = self._house.origin()
        issued = await self._house.deposit_custody.reissue(deposit.id, origin)
        if issued is not None:
            self._show_code(name, issued)

    def _show_code(self, name: CompartmentId, issued: Issued) -> None:
        moment = self._looking.moment
        zone = None if moment is None else moment.gathered.open_day.date.zone
        until = issued.deadline.astimezone(zone)
        CodeDialog(
            self._named(name), str(issued.code), until, self._themes.theme, self._window
        ).open()

    def _enter(self, dialog: PickupDialog, where: str, digits: str) -> None:
        self._errands.run(self._pick_up(dialog, CompartmentId(where), digits))

    async def _pick_up(
        self, dialog: PickupDialog, where: CompartmentId, digits: str
    ) -> None:
        cabinet = self._cabinet(where)
        if cabinet is None:
            return
        try:
            answer = await self._house.pickups.enter(
                cabinet, digits, self._house.origin()
            )
        except KNOWN as error:
            self._refuse(dialog, trouble(error))
            return
        match answer:
            case Refused(why, until):
                self._refuse(dialog, self._refusal(why, until))
            case NotOpened(intent):
                self._judged(intent)
                self._refuse(dialog, say(NOT_OPENED))
            case Collected(passage):
                if isValid(dialog):
                    dialog.accept()
                await self._follow(passage)

    def _refuse(self, dialog: PickupDialog, text: str) -> None:
        """Says why nothing opened; in the strip where the dialog was closed since."""
        if isValid(dialog):
            dialog.refuse(text)
        else:
            self._tell(text, Level.ATTENTION)

    async def _follow(self, passage: Passage) -> None:
        """Tells the verdict, then the end."""
        self._judged(passage.intent)
        if passage.intent.state not in OPENED:
            return
        ended = await passage.closed()
        name = self._named(ended.intent.compartment)
        if ended.intent.state is IntentState.CLOSED:
            words = QT_TRANSLATE_NOOP("words", "{0} is shut again")
            if isinstance(ended.result, Issued):
                words = QT_TRANSLATE_NOOP(
                    "words", "{0} is shut: the parcel lies there, its code is made"
                )
            self._tell(say(words, name), Level.GOOD)
        else:
            self._judged(ended.intent)

    def _judged(self, intent: DoorIntent) -> None:
        name = self._named(intent.compartment)
        if intent.state in OPENED:
            code, level = "opened", Level.GOOD
            words = QT_TRANSLATE_NOOP("words", "{0} opened")
        elif intent.state is IntentState.IN_DOUBT:
            code, level = "unknown", Level.BAD
            words = QT_TRANSLATE_NOOP("words", "{0}: nobody saw what came of it")
        else:
            code = VERDICTS.get(intent.outcome, "refused")
            level = Level.BAD
            words = {
                "already_open": QT_TRANSLATE_NOOP("words", "{0} was open already"),
                "not_opened": QT_TRANSLATE_NOOP("words", "{0} stayed shut"),
            }.get(
                code,
                QT_TRANSLATE_NOOP("words", "{0} was not opened: {1}"),
            )
        self._commanded(intent.compartment, code)
        plain = intent.outcome.replace("_", " ").replace("-", " ")
        outcome = say(OUTCOMES.get(intent.outcome, plain))
        self._tell(say(words, name, outcome), level)

    def _commanded(self, name: CompartmentId, code: str) -> None:
        said = Command(self._house.clock.now(), code)
        self.commands = {**self.commands, name: said}

    def _refusal(self, why: Refusal, until: datetime | None) -> str:
        moment = self._looking.moment
        local = ""
        if until is not None and moment is not None:
            zone = moment.gathered.open_day.date.zone
            local = f"{until.astimezone(zone):%H:%M:%S}"
        if until is not None and why is Refusal.WRONG:
            why = Refusal.LOCKED_OUT
        return say(REFUSALS[why], local)

    def _named(self, name: CompartmentId) -> str:
        moment = self._looking.moment
        return str(name) if moment is None else moment.doors.get(name, str(name))

    def _cabinet(self, name: CompartmentId) -> CabinetId | None:
        moment = self._looking.moment
        boxes = () if moment is None else moment.model.compartments
        return next((box.cabinet for box in boxes if box.id == name), None)

    def _deposit(self, name: CompartmentId) -> Deposit | None:
        moment = self._looking.moment
        found = () if moment is None else moment.gathered.overview.deposits
        return next(
            (
                one
                for one in found
                if one.compartment == name and one.state is DepositState.PLACED
            ),
            None,
        )


def _choices(moment: Snapshot, door: CompartmentId) -> tuple[ParcelChoice, ...]:
    """The parcels planned to the door's site and not there yet, the bound first."""
    cabinet = next(b.cabinet for b in moment.model.compartments if b.id == door)
    site = next(c.site for c in moment.model.cabinets if c.id == cabinet)
    plan = moment.plan
    bound = moment.expected.get(door, ())
    found: list[ParcelChoice] = []
    for route in plan.routes if plan is not None else ():
        for stop in route.stops:
            for drop in stop.drops:
                parcel = moment.by_id.get(drop.parcel)
                if drop.channel is not Channel.LOCKER or drop.site != site:
                    continue
                if parcel is None or parcel.state.finished:
                    continue
                found.append(
                    ParcelChoice(
                        str(parcel.id),
                        moment.labels.get(parcel.id, str(parcel.id)),
                        parcel.person.street,
                        parcel.barcodes,
                        expected=parcel.id in bound,
                    )
                )
    return tuple(sorted(found, key=lambda choice: not choice.expected))
