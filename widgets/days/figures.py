"""What a day came to, in a few lines: on the page "Days" and on the closing page."""

from console.viewmodels.days_page import DayFigures
from widgets.common.marked import DOT, QT_TRANSLATE_NOOP, say
from widgets.common.words import euros
from widgets.days.words import OUTCOMES, percent, short_day


def figure_lines(figures: DayFigures) -> list[str]:
    """Parcels, outcomes, ways and money, a line each."""
    handed = QT_TRANSLATE_NOOP("words", "{0} of {1} parcels handed over")
    on_time = QT_TRANSLATE_NOOP("words", "{0} on time")
    ways = QT_TRANSLATE_NOOP("words", "{0} routes, {1} km, {2} h")
    money = QT_TRANSLATE_NOOP("words", "{0} g CO₂e a parcel")
    lines = [
        DOT.join(
            (
                say(handed, f"{figures.handed_over:,}", f"{figures.parcels:,}"),
                say(on_time, percent(figures.on_time_percent)),
            )
        )
    ]
    if figures.outcomes:
        lines.append(
            DOT.join(
                f"{say(OUTCOMES[one])} {count:,}" for one, count in figures.outcomes
            )
        )
    lines.append(
        DOT.join(
            (
                say(
                    ways,
                    figures.routes,
                    f"{figures.kilometres:,.1f}",
                    f"{figures.hours:,.1f}",
                ),
                euros(figures.cost_eur),
                say(money, f"{figures.g_co2e_per_parcel:.0f}"),
            )
        )
    )
    if any(one.value == "carry_over" for one, _ in figures.outcomes):
        carried = QT_TRANSLATE_NOOP("words", "Carried over to {0}")
        lines.append(say(carried, short_day(figures.next_day)))
    if figures.reopened:
        again = QT_TRANSLATE_NOOP("words", "Opened again since: {0}")
        lines.append(say(again, figures.reopened))
    return lines
