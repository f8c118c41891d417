"""What a day came to, in a few lines: on the page "Days" and on the closing page."""

from console.viewmodels.closing import SummaryView
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.words import euros, grouped
from widgets.days.words import short_day


def figure_lines(made: SummaryView) -> list[str]:
    """Parcels, outcomes, ways and money, a line each."""
    handed = QT_TRANSLATE_NOOP("words", "{0} handed over")
    on_time = QT_TRANSLATE_NOOP("words", "{0} on time")
    share = f"{made.on_time_share:.1%}" if made.handed_over else DASH
    lines = [
        DOT.join((say(handed, grouped(made.handed_over)), say(on_time, share))),
    ]
    if outcomes := _outcomes(made):
        lines.append(DOT.join(outcomes))
    ways = QT_TRANSLATE_NOOP("words", "{0} routes, {1} km, {2} h")
    hours = grouped(made.minutes / 60, 1)
    lines.append(say(ways, made.routes, grouped(made.kilometres, 1), hours))
    each = QT_TRANSLATE_NOOP("words", "{0} a parcel")
    grams = QT_TRANSLATE_NOOP("words", "{0} g CO₂e a parcel")
    lines.append(
        DOT.join(
            (
                euros(made.cost_eur),
                say(each, euros(made.eur_per_parcel)),
                say(grams, f"{made.g_co2e_per_parcel:.0f}"),
            )
        )
    )
    if made.reopened:
        again = QT_TRANSLATE_NOOP("words", "Opened again since: {0}")
        lines.append(say(again, made.reopened))
    return lines


def _outcomes(made: SummaryView) -> list[str]:
    said = (
        (
            made.carried_over,
            QT_TRANSLATE_NOOP("words", "{0} carried over to {1}"),
        ),
        (made.sent_back, QT_TRANSLATE_NOOP("words", "{0} sent back")),
        (made.searched, QT_TRANSLATE_NOOP("words", "{0} to search")),
        (made.cancelled, QT_TRANSLATE_NOOP("words", "{0} cancelled")),
    )
    day = short_day(made.next_day)
    return [say(text, grouped(count), day) for count, text in said if count]
