"""Parcels as an index model: the columns stay where they are, only an order moves.

`order` holds rows of the view, filtered and sorted with numpy; a proxy model over
Python objects takes seconds for what this does in milliseconds. A search looks at
case-folded text made once an import, and narrows its finds while one goes on typing.
"""

from collections.abc import Iterable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from console.viewmodels.parcels import (
    NONE,
    Chip,
    ParcelRows,
    ParcelStatus,
    ParcelsView,
    Way,
    empty_parcels,
)
from widgets.common.marked import DASH, DOT, QT_TRANSLATE_NOOP, say
from widgets.common.sentences import PARCEL_STATUSES
from widgets.common.words import clock

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
STATUS_ROLE = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """The columns, left to right."""

    STATUS = 0
    PARCEL = 1
    TO = 2
    DUE = 3
    ROUTE = 4
    VIA = 5


HEADS = {
    Column.STATUS: "",
    Column.PARCEL: QT_TRANSLATE_NOOP("words", "Parcel"),
    Column.TO: QT_TRANSLATE_NOOP("words", "To"),
    Column.DUE: QT_TRANSLATE_NOOP("words", "Due"),
    Column.ROUTE: QT_TRANSLATE_NOOP("words", "Route"),
    Column.VIA: QT_TRANSLATE_NOOP("words", "Via"),
}


class ParcelTable(QAbstractTableModel):
    """What the table shows of a ParcelsView: one chip, one search, one order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = empty_parcels()
        self._order: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self._chip = Chip.ALL
        self._terms: tuple[str, ...] = ()
        self._found = _Search(self._view.rows)
        self._column = Column.STATUS
        self._descending = False
        self._compact = False
        self._named = False

    @property
    def view(self) -> ParcelsView:
        """What is shown."""
        return self._view

    @property
    def order(self) -> NDArray[np.intp]:
        """Rows of the view in the order of the table."""
        return self._order

    def show(self, view: ParcelsView) -> None:
        """Takes another state of the day; says as little as has changed."""
        old, self_order = self._view, self._order
        if view.rows is not old.rows:
            self.beginResetModel()
            self._view, self._found = view, _Search(view.rows)
            self._order = self._arranged()
            self.endResetModel()
            return
        self._view = view
        order = self._arranged()
        if not np.array_equal(order, self_order):
            self._view = old
            self._rearrange(order, view)
            return
        changed = np.flatnonzero(_different(old, view)[order])
        for first, last in _runs(changed):
            self.dataChanged.emit(
                self.index(first, 0), self.index(last, len(Column) - 1)
            )

    def set_chip(self, chip: Chip) -> None:
        """Shows the rows of one saved filter."""
        if chip is not self._chip:
            self._chip = chip
            self._rearrange(self._arranged(), self._view)

    def set_search(self, text: str) -> None:
        """Shows the rows in which every word of `text` occurs."""
        terms = tuple(text.casefold().split())
        if terms != self._terms:
            self._terms = terms
            self._rearrange(self._arranged(), self._view)

    def set_compact(self, compact: bool, *, named: bool | None = None) -> None:
        """Short labels; `named` puts the locker in the place of the street.

        Left out it goes with `compact`.
        """
        now = (compact, compact if named is None else named)
        if now != (self._compact, self._named):
            self._compact, self._named = now
            if len(self._order):
                self.dataChanged.emit(
                    self.index(0, Column.PARCEL), self.index(self.rowCount() - 1, 2)
                )

    def parcel_id(self, row: int) -> str:
        """The id of the parcel in a row of the table."""
        return str(self._view.rows.ids[int(self._order[row])])

    def rows_of(self, ids: Iterable[str]) -> NDArray[np.intp]:
        """The rows of the table, ascending, in which these parcels stand."""
        index = self._view.rows.index
        wanted = np.zeros(len(self._view.rows), dtype=np.bool_)
        for name in ids:
            if (i := index.get(name)) is not None:  # type: ignore[call-overload]
                wanted[i] = True
        return np.flatnonzero(wanted[self._order])

    # what Qt asks

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many parcels the filters leave."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Six."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(Column):
            head = HEADS[Column(section)]
            return say(head) if head else ""
        if role == Qt.ItemDataRole.AccessibleTextRole and section == Column.STATUS:
            return say(QT_TRANSLATE_NOOP("words", "Status"))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, the status for the delegate, and words for who cannot see it."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        i = int(self._order[index.row()])
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(i, column)
        if role == STATUS_ROLE:
            return ParcelStatus(int(self._view.status[i]))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._status_words(i) if column is Column.STATUS else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(i)
        return None

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sorts by a column; equal rows stay in the order of their due times."""
        self._column = Column(max(0, column))
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._rearrange(self._arranged(), self._view)

    # how it is made

    def _arranged(self) -> NDArray[np.intp]:
        view = self._view
        mask = view.mask(self._chip)
        if self._terms:
            mask &= self._found.rows(self._terms, view)
        rows = np.flatnonzero(mask)
        keys = self._keys()[rows]
        if self._descending:
            keys = -keys
        return rows[np.argsort(keys, kind="stable")]

    def _keys(self) -> NDArray[np.int64]:
        """Sort keys of all rows: the column first, then the due time, int64."""
        view, rows = self._view, self._view.rows
        due = np.where(rows.due_min == NONE, 9_999, rows.due_min).astype(np.int64)
        first: NDArray[np.generic] = due
        match self._column:
            case Column.STATUS:
                first = np.minimum(view.status, np.uint8(ParcelStatus.WAITING))
            case Column.PARCEL:
                first = rows.label_rank
            case Column.TO:
                first = rows.to_rank
            case Column.DUE:
                pass
            case Column.ROUTE:
                first = _ranks(view.vehicles)[view.route] * 10_000 + view.stop
            case Column.VIA:
                sites = _ranks(view.sites)[view.site]
                first = view.way.astype(np.int64) * 10_000 + sites
        return first.astype(np.int64) * 16_384 + due

    def _rearrange(self, order: NDArray[np.intp], view: ParcelsView) -> None:
        """Moves to another order: by layout where only places change."""
        if len(order) == len(self._order) and np.array_equal(
            np.sort(order), np.sort(self._order)
        ):
            self.layoutAboutToBeChanged.emit()
            kept = self.persistentIndexList()
            place = np.full(len(view.rows), NONE, dtype=np.intp)
            place[order] = np.arange(len(order))
            moved = [
                self.index(int(place[self._order[old.row()]]), old.column())
                for old in kept
            ]
            self._order, self._view = order, view
            self.changePersistentIndexList(kept, moved)
            self.layoutChanged.emit()
            return
        self.beginResetModel()
        self._order, self._view = order, view
        self.endResetModel()

    def _text(self, i: int, column: Column) -> str:
        view, rows = self._view, self._view.rows
        site = int(view.site[i])
        text = ""
        match column:
            case Column.STATUS:
                pass
            case Column.PARCEL:
                text = rows.short[i] if self._compact else rows.labels[i]
            case Column.TO:
                named = self._named and site != NONE
                text = view.sites[site] if named else rows.to[i]
            case Column.DUE:
                due = int(rows.due_min[i])
                text = DASH if due == NONE else clock(due)
            case Column.ROUTE:
                route = int(view.route[i])
                text = DASH if route == NONE else view.vehicles[route]
            case Column.VIA:
                text = self._via(i)
        return text

    def _via(self, i: int) -> str:
        view = self._view
        match Way(int(view.way[i])):
            case Way.UNDECIDED:
                return DASH
            case Way.DOOR:
                return say(QT_TRANSLATE_NOOP("words", "Door"))
            case Way.LOCKER:
                site = int(view.site[i])
                if site == NONE:
                    return say(QT_TRANSLATE_NOOP("words", "Locker"))
                return view.sites[site]

    def _status_words(self, i: int) -> str:
        return say(PARCEL_STATUSES[ParcelStatus(int(self._view.status[i]))])

    def _day(self, i: int) -> str:
        """The wave, where it is told, and the attempt, where it is not the first."""
        view, parts = self._view, []
        if view.wave is not None:
            number = int(view.wave[i])
            wave = QT_TRANSLATE_NOOP("words", "wave {0}")
            pool = QT_TRANSLATE_NOOP("words", "in no wave")
            parts.append(say(wave, number) if number else say(pool))
        if view.attempt is not None and view.attempt[i] > 1:
            parts.append(
                say(QT_TRANSLATE_NOOP("words", "attempt {0}"), int(view.attempt[i]))
            )
        return DOT.join(parts)

    def _tip(self, i: int) -> str:
        view, rows = self._view, self._view.rows
        parts = [rows.labels[i], rows.to[i], self._status_words(i), self._day(i)]
        if view.way[i] != Way.UNDECIDED:
            parts.append(self._via(i))
        return DOT.join(part for part in parts if part)


class _Search:
    """Rows whose text holds a word; each longer word looks only where a shorter was."""

    def __init__(self, rows: ParcelRows) -> None:
        self._hay = rows.haystack
        self._last: tuple[str, NDArray[np.intp]] = ("", np.arange(len(rows)))

    def rows(self, terms: tuple[str, ...], view: ParcelsView) -> NDArray[np.bool_]:
        """Rows in which every term occurs, in the text, the route or the site."""
        mask = np.ones(len(self._hay), dtype=np.bool_)
        for number, term in enumerate(terms):
            found = np.zeros(len(self._hay), dtype=np.bool_)
            found[self._text(term) if number == 0 else self._fresh(term, mask)] = True
            found |= _named(term, view.vehicles)[view.route]
            found |= _named(term, view.sites)[view.site]
            mask &= found
        return mask

    def _text(self, term: str) -> NDArray[np.intp]:
        before, rows = self._last
        if not term.startswith(before):
            rows = np.arange(len(self._hay))
        hay = self._hay
        hits = np.array([i for i in rows.tolist() if term in hay[i]], dtype=np.intp)
        self._last = (term, hits)
        return hits

    def _fresh(self, term: str, mask: NDArray[np.bool_]) -> NDArray[np.intp]:
        hay = self._hay
        where = np.flatnonzero(mask).tolist()
        return np.array([i for i in where if term in hay[i]], dtype=np.intp)


def _named(term: str, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which names hold a term, and False at the end for the index NONE."""
    return np.array([*(term in name.casefold() for name in names), False])


def _ranks(names: tuple[str, ...]) -> NDArray[np.int64]:
    """The place of each name in order, and the last place for the index NONE."""
    ranks = np.zeros(len(names) + 1, dtype=np.int64)
    for place, i in enumerate(sorted(range(len(names)), key=names.__getitem__)):
        ranks[i] = place
    ranks[-1] = len(names)
    return ranks


def _different(old: ParcelsView, new: ParcelsView) -> NDArray[np.bool_]:
    """Rows that read otherwise in the two views of the same parcels."""
    if (old.vehicles, old.sites) != (new.vehicles, new.sites):
        return np.ones(len(new.rows), dtype=np.bool_)
    changed = (
        (old.status != new.status)
        | (old.way != new.way)
        | (old.route != new.route)
        | (old.site != new.site)
    )
    return np.asarray(changed, dtype=np.bool_)


def _runs(rows: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Ascending numbers as pairs of first and last of each unbroken run."""
    if not len(rows):
        return []
    cuts = np.flatnonzero(np.diff(rows) > 1) + 1
    parts = np.split(rows, cuts)
    return [(int(part[0]), int(part[-1])) for part in parts]
