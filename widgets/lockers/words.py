"""A door in words: for the hover, for a screen reader, for the line of the link."""

from console.viewmodels.codes import Observed, Service
from console.viewmodels.lockers import NEVER, DoorState, LinkKind, LinkView, LockerView
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.sentences import (
    CUSTODIES,
    DOOR_STATES,
    LINKS,
    OBSERVATIONS,
    SERVICES,
)
from widgets.common.words import duration, verdict


def door_name(view: LockerView, door: int) -> str:
    """Number, size and state in a few words."""
    state = say(DOOR_STATES[DoorState(int(view.state[door]))])
    number = f"{view.door[door]:02d}"
    named = say(QT_TRANSLATE_NOOP("words", "Door {0}"), number)
    return DOT.join((named, view.size[door], state))


def door_details(view: LockerView, door: int) -> list[str]:
    """Custody, service, what was seen and what was asked, each with its age."""
    lines = [door_name(view, door)]
    if len(view.frames) > 1:
        lines.append(view.frames[int(view.frame[door])])
    lines.append(
        say(
            QT_TRANSLATE_NOOP("words", "Records: {0}"),
            say(CUSTODIES[view.custody[door]]),
        )
    )
    if view.service[door] is Service.OUT:
        lines.append(say(SERVICES[view.service[door]]))
    if view.content[door]:
        lines.append(view.content[door])
    lines.append(_seen(view, door))
    if view.command_code[door]:
        asked = verdict(view.command_code[door])
        lines.append(f"{asked}, {_ago(view, int(view.command_ms[door]))}")
    deadline = int(view.deadline_ms[door])
    if deadline != NEVER:
        left_s = (deadline - view.now_ms) / 1000
        text = (
            QT_TRANSLATE_NOOP("words", "{0} until the deadline")
            if left_s >= 0
            else QT_TRANSLATE_NOOP("words", "{0} past the deadline")
        )
        lines.append(say(text, duration(abs(left_s))))
    return lines


def link_words(link: LinkView) -> str:
    """The state of the line, with an age where its silence has one."""
    text = say(LINKS[link.kind])
    quiet = link.kind in {LinkKind.SILENT, LinkKind.LOST}
    if quiet and link.age_s is not None:
        return f"{text} {duration(link.age_s)}"
    return text


def link_tip(link: LinkView) -> str:
    """When a board last answered, which is all the state is judged by."""
    if link.kind in {LinkKind.NOT_CONNECTED, LinkKind.REPORTED}:
        return ""
    if link.age_s is None:
        return say(QT_TRANSLATE_NOOP("words", "no board has answered yet"))
    return say(QT_TRANSLATE_NOOP("words", "last answer {0} ago"), duration(link.age_s))


def _seen(view: LockerView, door: int) -> str:
    observed = view.observed[door]
    if observed is Observed.UNKNOWN or view.observed_ms[door] == NEVER:
        return say(QT_TRANSLATE_NOOP("words", "Sensor: nothing heard"))
    return say(
        QT_TRANSLATE_NOOP("words", "Sensor: {0}, {1}"),
        say(OBSERVATIONS[observed]),
        _ago(view, int(view.observed_ms[door])),
    )


def _ago(view: LockerView, at_ms: int) -> str:
    span = duration(max(0, view.now_ms - at_ms) / 1000)
    return say(QT_TRANSLATE_NOOP("words", "{0} ago"), span)
