"""The selection pane: everything is said, every action is a wish with its ids."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.viewmodels.codes import Binding, CostLine, OptionPart
from console.viewmodels.parcels import ParcelStatus
from console.viewmodels.selection import (
    NOTHING,
    ActionKey,
    Fact,
    FactKey,
    Headline,
    InTheWay,
    PricedWay,
    SelectionView,
    Thing,
)
from widgets.common.theme import Theme
from widgets.samples import (
    door_selection,
    parcel_selection,
    planned_selection,
    vehicle_selection,
)
from widgets.selection.facts import fact_words, headline_words, price_words
from widgets.selection.pane import SelectionPane
from widgets.selection.reasons import in_the_way_words, way_words

pytestmark = pytest.mark.gui

EXAMPLES = {
    FactKey.ADDRESS: ("Mill Lane 3",),
    FactKey.HANDED: ("locker", "Hub A4"),
    FactKey.STATE: ("planned",),
    FactKey.ATTEMPT: (2,),
    FactKey.NEEDS: ("chilled", "low", "id", "keys"),
    FactKey.LATE_FROM: (660,),
    FactKey.BREAKS: (690, 720, 900, 915),
    FactKey.RELOADS: (610, 625),
    FactKey.PARCELS: (3,),
    FactKey.ARRIVAL: (600, 610),
    FactKey.ABSENCE: ("asked",),
    FactKey.DOORS: (60, 14),
    FactKey.ARRIVING: (9,),
    FactKey.HOURS: (480, 1200),
    FactKey.SERVICE: ("out",),
}
WAYS = {
    Binding.NO_WAY: "there is no way at all",
    Binding.LOCKED: "its route is locked",
    Binding.BOUND: "cannot take it on board any more",
    Binding.PRICE: "could take it",
}
LACKS = (
    (InTheWay("V", Binding.COMPARTMENT, full="Hub"), "Hub has no compartment free"),
    (InTheWay("V", Binding.VISITS, crowded="Hub"), "Hub may not be visited again"),
    (InTheWay("V", Binding.SKILL, lacks=("keys", "lift")), "lacks keys, lacks lift"),
    (
        InTheWay("V", Binding.CAPACITY, excess=(("mass_g", 3400), ("parcels", 2))),
        "would be overloaded by 3.4 kg, would be overloaded by 2 parcels",
    ),
    (
        InTheWay("V", Binding.WINDOW, late_s=420, over_s=3600),
        "would come 7 min too late, would work 1 h 00 min past its shift",
    ),
    (InTheWay("V", Binding.LONGEST, long_s=60), "would be away 1 min too long"),
    (InTheWay("V", Binding.RANGE, beyond_m=1250), "would drive 1.2 km too far"),
    (InTheWay("V", Binding.REST, unrested_s=30), "would rest 30 s too late"),
)
VIEWS = (parcel_selection(), door_selection(), vehicle_selection())


@pytest.fixture
def pane(qtbot: QtBot) -> SelectionPane:
    made = SelectionPane(Theme.load("light"))
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def shown(pane: SelectionPane) -> str:
    return "\n".join(
        label.text() for label in pane._area.findChildren(QLabel) if label.text()
    )


def test_what_is_in_the_way_is_said_plainly(pane: SelectionPane) -> None:
    for binding, words in WAYS.items():
        assert in_the_way_words(InTheWay("V", binding)) == ("V", words)
    for told, words in LACKS:
        assert in_the_way_words(told) == ("V", words)
    pane.show_view(parcel_selection())
    said = shown(pane)
    assert "In the way\nV03 would come 7 min too late" in said
    assert "Other routes\nB02\nKamppi 2 has no compartment free" in said


def test_prices_are_taken_apart(pane: SelectionPane) -> None:
    for code in (*CostLine, *OptionPart):
        if code not in {CostLine.OPTIONS, CostLine.UNASSIGNED}:
            assert way_words(PricedWay("door", "", "V", 1.0, ((code, 1.0),)))
    pane.show_view(planned_selection())
    said = shown(pane).replace("\N{NO-BREAK SPACE}", " ")
    assert "Comes to\n0.51 €: the customer's walk 0.38 €, working time 0.13 €" in said
    assert "Next best\ndoor, V03, 2.35 €: a second attempt 1.24 €" in said
    alone = way_words(PricedWay("door", "", "V", 0.0))
    assert alone == "0.00\N{NO-BREAK SPACE}€"


def test_every_kind_of_fact_can_be_said() -> None:
    said = {fact.key: fact for view in VIEWS for fact in view.facts}
    said |= {key: Fact(key, args) for key, args in EXAMPLES.items()}
    assert set(said) == set(FactKey)
    for fact in said.values():
        assert fact_words(fact)


def test_a_site_is_open_closed_or_always_there() -> None:
    words = {
        (): "closed",
        (0, 1440): "at any hour",
        (480, 720, 780, 1440): ", 13:00",
    }
    for args, text in words.items():
        assert text in fact_words(Fact(FactKey.HOURS, args))


def test_nothing_selected_says_what_to_do(pane: SelectionPane) -> None:
    assert pane.empty.isVisible()
    pane.show_view(VIEWS[0])
    assert not pane.empty.isVisible()
    pane.show_view(NOTHING)
    assert pane.empty.isVisible()


def test_a_late_parcel_explains_itself(pane: SelectionPane) -> None:
    pane.show_view(VIEWS[0])
    text = shown(pane)
    assert "Fredrikinkatu 34 B 12" in text
    assert "Arrives 12:52, window ends 12:45 · 7 min late" in text
    assert "customer opted out of lockers" in text
    assert len(pane.cards) == 3


def test_an_option_is_a_wish(pane: SelectionPane, qtbot: QtBot) -> None:
    pane.show_view(VIEWS[0])
    with qtbot.waitSignal(pane.option_wanted) as wish:
        qtbot.keyClick(pane.cards[1], Qt.Key.Key_Space)
    assert wish.args == ["b"]


@pytest.mark.parametrize("key", list(ActionKey))
def test_every_action_is_a_wish(
    pane: SelectionPane, qtbot: QtBot, key: ActionKey
) -> None:
    pane.show_view(SelectionView(Thing.PARCEL, ("a", "b"), "x", actions=(key,)))
    signal = {**pane._simple, **pane._many}[key]
    with qtbot.waitSignal(signal) as wish:
        pane.buttons[key].click()
    assert wish.args == [("a", "b")] if key in pane._many else wish.args == ["a"]


def test_prices_have_a_sign() -> None:
    assert price_words(1, 100) == "+1 min"
    assert price_words(-3, -900) == "−3 min"  # noqa: RUF001
    assert price_words(0.2, 600) == "+0.6 km"
    assert price_words(0, 0) == "0 min"


@pytest.mark.parametrize("status", list(ParcelStatus))
def test_every_status_has_a_line(status: ParcelStatus) -> None:
    assert headline_words(Headline(status))
    assert headline_words(Headline(status, 600, 610))
