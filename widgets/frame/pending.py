"""What publishing would change, as the text that is shown on hover."""

from console.viewmodels.pending import PendingView
from widgets.common.handing import vehicles, ways
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say

FIRST = QT_TRANSLATE_NOOP("words", "Nothing is published yet: {0} parcels, {1} routes")
DIFFER = QT_TRANSLATE_NOOP("words", "{0} parcels go otherwise, on {1}")
DIFFERS = QT_TRANSLATE_NOOP("words", "1 parcel goes otherwise, on {1}")
MOST = 12
"""How many vehicles are named."""
LOCKS = QT_TRANSLATE_NOOP("words", "Locks differ: {0}")
MORE = QT_TRANSLATE_NOOP("words", "and {0} more")


def pending_words(view: PendingView) -> str:
    """Lines of text; "" where nothing differs."""
    if view.first:
        return say(FIRST, view.parcels, len(view.vehicles))
    lines: list[str] = []
    if view.parcels:
        names = ", ".join(view.vehicles[:MOST])
        if len(view.vehicles) > MOST:
            names += f" {say(MORE, len(view.vehicles) - MOST)}"
        words = DIFFERS if view.parcels == 1 else DIFFER
        lines.append(say(words, view.parcels, names))
    for label, line in zip(view.labels, view.lines, strict=True):
        lines.append(DOT.join((label, vehicles(line), ways(line))))
    if view.parcels > len(view.lines):
        lines.append(say(MORE, view.parcels - len(view.lines)))
    if view.locks:
        lines.append(say(LOCKS, ", ".join(view.locks)))
    return "\n".join(lines)
