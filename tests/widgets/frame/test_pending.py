"""What publishing would change, as it is told on hover."""

from console.viewmodels.codes import ParcelId
from console.viewmodels.comparison import ParcelLine, Sort
from console.viewmodels.pending import PendingView
from widgets.frame.pending import MOST, pending_words

LINE = ParcelLine(ParcelId("p"), Sort.CHANNEL, "V1", "V1", "door", "Hub A4")


def test_nothing_differs() -> None:
    assert pending_words(PendingView()) == ""


def test_before_anything_is_published() -> None:
    words = pending_words(PendingView((LINE,), ("L",), 60, ("V1", "V2"), first=True))
    assert "60" in words
    assert "2" in words
    assert "\n" not in words


def test_parcels_routes_and_locks() -> None:
    view = PendingView((LINE,), ("JJFI 1",), 3, ("V1", "V2"), ("B2",))
    first, parcel, more, locks = pending_words(view).split("\n")
    assert first == "3 parcels go otherwise, on V1, V2"
    assert "JJFI 1" in parcel
    assert parcel.endswith("Hub A4")
    assert "2" in more
    assert "B2" in locks
    alone = PendingView((LINE,), ("JJFI 1",), 1, ("V1",))
    assert pending_words(alone).startswith("1 parcel goes")


def test_many_vehicles_are_counted() -> None:
    names = tuple(f"V{n}" for n in range(MOST + 5))
    words = pending_words(PendingView((LINE,), ("L",), 1, names))
    assert "V11 and 5 more" in words
    assert "V12" not in words
