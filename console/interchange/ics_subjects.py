"""What an event of a calendar says, and whom it is about.

Its kind is told by its CATEGORIES, else its SUMMARY, in four languages. Whom it is
about is looked for in its attendees, resources, place and summary: a site for a
closure, a vehicle or its courier for a shift or an absence. An event about nobody that
is known is refused; it never means everybody.
"""

from collections.abc import Mapping
from typing import Any

from console.domain.calendars import EntryKind
from console.domain.depot_model import DepotModel
from console.domain.reasons import ReasonCode
from console.interchange.columns import fold
from console.interchange.ics_event import BadEvent, Event, categories, said_in


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORDS: Mapping[EntryKind, frozenset[str]] = {
    EntryKind.HOLIDAY: _set(
        "holiday holidays feiertag feiertage pyhapaiva juhlapaiva arkipyha helligdag "
        "helligdage"
    ),
    EntryKind.SHIFT: _set(
        "shift shifts duty schicht dienst tyovuoro vuoro vagt vagter"
    ),
    EntryKind.ABSENCE: _set(
        "absence absent leave vacation sick urlaub krank abwesend abwesenheit loma "
        "poissa poissaolo sairas ferie fravaer syg"
    ),
    EntryKind.CLOSURE: _set(
        "closure closed maintenance service wartung geschlossen huolto suljettu "
        "vedligeholdelse lukket"
    ),
}
"""Folded words by which an event is told where the caller does not say."""


def kind_of(event: Event) -> EntryKind:
    """What an event says. Raises BadEvent where its words do not tell."""
    component = event.component
    for text in (categories(component), str(component.get("SUMMARY", ""))):
        words = set(fold(text).split())
        for kind, telling in WORDS.items():
            if words & telling:
                return kind
    summary = str(component.get("SUMMARY", ""))
    allowed = " ".join(EntryKind)
    raise BadEvent("CATEGORIES", summary, ReasonCode.UNKNOWN_WORD, allowed)


class Subjects:
    """Whom the events of a depot's calendars may be about."""

    def __init__(self, model: DepotModel) -> None:
        self._sites = _names({site.id: site.name for site in model.sites})
        self._crew = _names({v.id: v.courier for v in model.vehicles})

    def about(self, event: Event, kind: EntryKind) -> str:
        """The id of the site or vehicle, "" of a holiday. Raises BadEvent."""
        if kind is EntryKind.HOLIDAY:
            return ""
        known = self._sites if kind is EntryKind.CLOSURE else self._crew
        said = list(said_in(event.component))
        for text in said:
            if text in known:
                return known[text]
        for text in said:
            padded = f" {text} "
            inside = {own for name, own in known.items() if f" {name} " in padded}
            if len(inside) == 1:
                return inside.pop()
        table = "site" if kind is EntryKind.CLOSURE else "vehicle"
        summary = str(event.component.get("SUMMARY", ""))
        raise BadEvent("SUMMARY", summary, ReasonCode.UNKNOWN_ID, table, summary[:80])


def _names(rows: Mapping[Any, str]) -> dict[str, str]:
    """Folded ids and names -> ids; a name of several rows tells none of them."""
    ids = {fold(own): str(own) for own in rows}
    names: dict[str, str] = {}
    for own, name in rows.items():
        folded = fold(name)
        names[folded] = "" if folded in names else str(own)
    found = {name: own for name, own in names.items() if name and own} | ids
    found.pop("", None)
    return found
