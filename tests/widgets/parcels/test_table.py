"""The index model: against a plain sort, under Qt's own tester, and quick."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from console.viewmodels.parcels import Chip, ParcelStatus, ParcelsView, empty_parcels
from widgets.parcels.table import STATUS_ROLE, Column, ParcelTable
from widgets.samples import parcels

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
pytestmark = pytest.mark.gui


def with_status(view: ParcelsView, seed: int) -> ParcelsView:
    """The same parcels in other states."""
    rng = np.random.default_rng(seed)
    status = rng.integers(0, len(ParcelStatus), len(view.rows)).astype(np.uint8)
    return replace(view, status=status)


STEPS = st.one_of(
    st.tuples(st.just("chip"), st.sampled_from(Chip)),
    st.tuples(
        st.just("search"), st.sampled_from(["", "a", "annan", "annankatu 1", "v0"])
    ),
    st.tuples(st.just("sort"), st.tuples(st.sampled_from(Column), st.booleans())),
    st.tuples(st.just("status"), st.integers(0, 5)),
    st.tuples(st.just("day"), st.integers(0, 60)),
    st.tuples(st.just("compact"), st.booleans()),
)


def do(model: ParcelTable, step: tuple[str, object]) -> None:
    """One step of a random walk."""
    match step:
        case ("chip", Chip() as chip):
            model.set_chip(chip)
        case ("search", str(text)):
            model.set_search(text)
        case ("sort", (Column() as column, bool(down))):
            orders = Qt.SortOrder
            model.sort(
                column, orders.DescendingOrder if down else orders.AscendingOrder
            )
        case ("status", int(seed)):
            model.show(with_status(model.view, seed))
        case ("day", int(count)):
            model.show(parcels(count) if count else empty_parcels())
        case ("compact", bool(compact)):
            model.set_compact(compact)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=12))
def test_any_walk_pleases_the_model_tester(
    qapp: QApplication, steps: list[tuple[str, object]]
) -> None:
    model = ParcelTable()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show(parcels(50))
    for step in steps:
        do(model, step)
        assert len(set(model.order.tolist())) == model.rowCount()
    tester.deleteLater()


def test_a_kept_index_follows_its_parcel(qapp: QApplication) -> None:
    model = ParcelTable()
    model.show(parcels(200))
    kept = QPersistentModelIndex(model.index(5, Column.PARCEL))
    name = kept.data()
    model.sort(Column.PARCEL, Qt.SortOrder.DescendingOrder)
    assert kept.data() == name
    labels = [model.index(r, Column.PARCEL).data() for r in range(model.rowCount())]
    assert labels == sorted(labels, reverse=True)


def test_urgent_rows_come_first_then_by_due_time(qapp: QApplication) -> None:
    model = ParcelTable()
    model.show(parcels(500))
    model.sort(Column.STATUS)
    states = [model.index(r, 0).data(STATUS_ROLE) for r in range(model.rowCount())]
    urgent = [s for s in states if s < ParcelStatus.WAITING]
    assert states[: len(urgent)] == sorted(urgent)
    rest = [
        model.index(r, Column.DUE).data() for r in range(len(urgent), model.rowCount())
    ]
    assert rest == sorted(rest)


@pytest.mark.parametrize("text", ["annankatu", "JJFI 1", "v03", "hub a4", "bule 12"])
def test_search_finds_what_a_plain_look_finds(qapp: QApplication, text: str) -> None:
    view = parcels(800)
    model = ParcelTable()
    model.show(view)
    for end in range(1, len(text) + 1):
        model.set_search(text[:end])
    terms = text.casefold().split()

    def said(i: int) -> str:
        route, site = int(view.route[i]), int(view.site[i])
        vehicle = view.vehicles[route] if route >= 0 else ""
        place = view.sites[site] if site >= 0 else ""
        return "\n".join((view.rows.haystack[i], vehicle, place)).casefold()

    expected = {i for i in range(800) if all(term in said(i) for term in terms)}
    assert set(model.order.tolist()) == expected
    assert expected


@pytest.mark.parametrize("chip", list(Chip))
def test_a_chip_shows_as_many_as_it_says(qapp: QApplication, chip: Chip) -> None:
    view = parcels(900)
    model = ParcelTable()
    model.show(view)
    model.set_chip(chip)
    assert model.rowCount() == view.counts[chip]


def test_only_changed_rows_are_told(qapp: QApplication) -> None:
    view = parcels(300)
    model = ParcelTable()
    model.show(view)
    model.sort(Column.PARCEL)
    told: list[tuple[int, int]] = []
    resets: list[int] = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), b.row())))
    model.modelReset.connect(lambda: resets.append(1))
    status = view.status.copy()
    place = int(model.order[17])
    status[place] = ParcelStatus.RETURNED if status[place] != 7 else ParcelStatus.DONE
    model.show(replace(view, status=status))
    assert told == [(17, 17)]
    assert resets == []


def test_the_narrow_table_says_less(qapp: QApplication) -> None:
    view = parcels(300)
    model = ParcelTable()
    model.show(view)
    row = next(r for r in range(300) if model.index(r, Column.VIA).data() in view.sites)
    wide = [model.index(row, c).data() for c in (Column.PARCEL, Column.TO)]
    model.set_compact(True)
    narrow = [model.index(row, c).data() for c in (Column.PARCEL, Column.TO)]
    assert wide[0].endswith(narrow[0])
    assert len(narrow[0]) < len(wide[0])
    assert narrow[1] in view.sites


@pytest.mark.slow
def test_a_hundred_thousand_rows_sort_and_filter_at_once(qapp: QApplication) -> None:
    """Growth, not the clock: ten times the rows may cost thirty times, no more."""

    def cost(count: int) -> float:
        model = ParcelTable()
        model.show(parcels(count))
        best = 1e9
        for _ in range(3):
            begin = time.perf_counter()
            model.sort(Column.TO)
            model.set_search("annan")
            model.sort(Column.STATUS)
            model.set_search("")
            best = min(best, time.perf_counter() - begin)
        return best

    small, large = cost(10_000), cost(100_000)
    assert large < 30 * small
