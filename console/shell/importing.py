"""The import wizard at the desk: files in, decisions about rows, one taking in.

The page is a view of an `ImportSession`, which lives on when the page is closed; Ctrl+I
or another file brings it back. Nothing of a file is trusted: every one is read in a
process that is thrown away, a bad row is reported and the rest comes in. Until the last
button nothing is changed but the memory of columns (`columns.json` beside the data).
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from console.domain.clock import ServiceDate
from console.domain.day import OpenDay
from console.domain.depot_model import DepotModel
from console.domain.ids import DepotId
from console.domain.origin import Origin
from console.domain.parcel import Parcel
from console.domain.place import Place
from console.interchange.fields import Field
from console.interchange.manifest import Manifest
from console.interchange.parcel_row import ASSUME_NOTHING, Assumed
from console.interchange.rejected import write_rejected
from console.shell.import_checking import Checked, Checking, Ground
from console.shell.import_keeping import Keeping
from console.shell.import_lookup import Lookup
from console.shell.import_memory import ColumnMemory
from console.shell.import_others import Against
from console.shell.import_review import Review
from console.shell.import_rows import left_out
from console.shell.import_session import ImportSession
from console.shell.workplace import Workplace
from console.viewmodels.importing import (
    FileState,
    Outcome,
    Step,
)
from console.viewmodels.map_places import Candidate
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.dialogs.sheet import Sheet
from widgets.importing.page import ImportPage
from widgets.map.place_map import PlaceMap
from widgets.map.shared_tiles import SharedTiles

type Reopen = Callable[[DepotId | None], Awaitable[OpenDay | None]]

FILTER = QT_TRANSLATE_NOOP(
    "words",
    "Parcels, sites, rosters, calendars, depots"
    " (*.csv *.tsv *.txt *.xlsx *.xlsm *.json *.geojson *.ics *.toml)",
)
USUAL_G = 2_000
"""What a parcel weighs where nobody says."""
ANY = QT_TRANSLATE_NOOP("words", "All files (*)")


class Importing:
    """Takes files into the open day."""

    def __init__(self, at: Workplace, reopen: Reopen) -> None:
        """`reopen` takes up the depot's day again and gives it; None without one."""
        self._at = at
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell = at.errands, at.tell
        self._reopen = reopen
        self._prospects = at.house.prospects
        self._keeping = Keeping(at.house.where.data)
        self._touched = False
        """Whether what was left by the desk before has been taken up or replaced."""
        self._showing = False
        self._map: PlaceMap | None = None
        self.page: ImportPage | None = None
        self.tiles: SharedTiles | None = None
        """Where the map of the page gets its ground from."""
        self.session = ImportSession(
            Checking(self._prospects),
            ColumnMemory(at.house.where.data),
            self._stir,
        )
        self.review = Review(
            self.session,
            Lookup(at.house.region, self._prospects),
            self._prospects,
            self._stir,
        )

    # what a person wishes

    def ask(self) -> None:
        """Shows the wizard; without files yet its one button chooses them."""
        if self.session.take.taken:
            self.session.clear()
        self.show()
        if not self.session.sources and self._keeping.any:
            self._errands.run(self._go_on())

    def remind(self) -> None:
        """Says that an import was left unfinished, where one was."""
        if self._keeping.any:
            said = QT_TRANSLATE_NOOP(
                "words", "An import was not finished: Ctrl+I goes on with it"
            )
            self._tell(say(said), Level.ATTENTION)

    async def _go_on(self) -> None:
        self._touched = True
        files = await asyncio.to_thread(self._keeping.read)
        await self.session.restore(files, await self._against())

    def show(self) -> None:
        """Puts the page in front."""
        if self.page is None:
            self.page = self._make_page()
            self._window.show_page(self.page)
            self._show_now()
            self.page.focus_step()
        elif self._window.page is not self.page:
            self._window.show_page(self.page)

    def take(self, paths: Sequence[str]) -> None:
        """Files that fell on the window, or were named on the command line."""
        self.show()
        given = [Path(path) for path in paths]
        self._errands.run(self._add(given), ", ".join(path.name for path in given))

    async def take_files(self, paths: Sequence[Path]) -> None:
        """Takes files in without a question: what is not sure is held or left out."""
        await self._add(paths)
        await self._to_step(Step.TAKE)
        await self._take()

    def choose_files(self) -> None:
        """Lets a person choose files."""
        dialog = QFileDialog(self._window, say(QT_TRANSLATE_NOOP("words", "Import")))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([say(FILTER), say(ANY)])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.take)
        dialog.open()

    # files and steps

    async def _add(self, paths: Sequence[Path]) -> None:
        self._touched = True
        await self.session.add(paths, await self._against())

    async def _against(self) -> Against | None:
        """The depot that files are read against, None before there is one."""
        if not await self._house.depots.known():
            return None
        open_day = await self._reopen(None)
        if open_day is None:
            return None
        model = await self._house.days.model(open_day.day.depot)
        return Against(model, open_day.date)

    async def _to_step(self, step: Step) -> None:
        """Goes to a step; from the check on all rows are checked first."""
        session = self.session
        if step >= Step.CHECK and session.manifests:
            ground = await self._ground()
            if ground is None:
                said = QT_TRANSLATE_NOOP(
                    "words", "There is no depot yet: add a depot file (.toml) first"
                )
                self._tell(say(said), Level.ATTENTION)
                if self.page is not None:
                    self.page.tell(say(said))
                return
            before, session.step = session.step, Step.CHECK
            self._stir()
            await session.remember(str(ground.depot))
            try:
                await session.check(ground)
            finally:
                # Whatever goes wrong is told; a check that came to no end is no check.
                if session.checked is None:
                    session.step = min(before, Step.COLUMNS)
                    self._stir()
            await self.review.first()
        session.step = step
        if step is Step.COLUMNS and not session.manifests:
            session.step = Step.TAKE
        elif step is Step.CHECK and not session.manifests:
            session.step = Step.FILES
        await self._look_published()
        self._stir()

    async def _ground(self) -> Ground | None:
        """The depot that rows are for: one in a file, else the one that is open."""
        models = [s.depot for s in self.session.sources if s.depot is not None]
        known = await self._house.depots.known()
        if not models and not known:
            return None
        model: DepotModel | None = models[0] if models else None
        same = model is not None and any(one.id == model.depot.id for one in known)
        if model is not None and not same:
            assumed = self._assumed(model)
            zone = ZoneInfo(model.depot.zone)
            today = self._house.clock.now().astimezone(zone).date()
            return Ground(model, ServiceDate(today, zone), None, assumed)
        open_day = await self._reopen(None if model is None else model.depot.id)
        if open_day is None:
            return None
        if model is None:
            model = await self._house.days.model(open_day.day.depot)
        assumed = self._assumed(model)
        return Ground(model, open_day.date, open_day.day.id, assumed)

    def _assumed(self, model: DepotModel) -> Assumed:
        """What stands in where rows say nothing: the middle size class, and 2 kg."""
        boxes = sorted(
            (one.box for one in model.size_classes), key=attrgetter("volume_ml")
        )
        if not self.session.assume or not boxes:
            return ASSUME_NOTHING
        return Assumed(boxes[len(boxes) // 2], USUAL_G)

    async def _look_published(self) -> None:
        standing = self._house.plans.standing
        out = standing is not None and standing.published
        self.session.take = replace(self.session.take, published=out)

    # the end

    async def _take(self) -> None:
        """All of it, in one step: depots first, then every parcel of every file."""
        session, origin = self.session, self._house.origin()
        if session.take.busy or session.take.taken:
            return
        session.take = replace(session.take, busy=True)
        self._stir()
        try:
            depot: DepotId | None = None
            for source in session.sources:
                if source.depot is not None:
                    depot = depot or source.depot.depot.id
                    await self._house.adopt(source.depot, origin.step(str(source.path)))
                    source.entry = replace(source.entry, state=FileState.TAKEN)
            open_day = await self._reopen(depot)
            if open_day is not None:
                await self._change_depot(open_day, origin)
            checked = session.checked
            counts, changes = session.counts(), 0
            learned = await asyncio.to_thread(session.learned)
            if checked is not None and checked.manifests and open_day is not None:
                depot = open_day.day.depot
                await self._prospects.learn(depot, learned, origin.step("addresses"))
                manifest = await asyncio.to_thread(joined, checked)
                report = await self._house.intake.take(manifest, open_day, origin)
                changes = len(report.asked)
            for source in session.sources:
                if source.entry.state is FileState.READY:
                    source.entry = replace(source.entry, state=FileState.TAKEN)
            corrections = len({one.person.address for one in learned})
            session.take = replace(
                session.take,
                taken=True,
                counts=counts,
                corrections=corrections,
                changes=changes,
            )
        finally:
            session.take = replace(session.take, busy=False)
            self._stir()
        await self.keep()
        self._say_taken()

    async def _change_depot(self, open_day: OpenDay, origin: Origin) -> None:
        """Sites, calendars and rosters: one change of the depot a file."""
        for source in self.session.sources:
            if source.edit is not None and source.entry.state is FileState.READY:
                part = origin.step(f"{source.number}.{source.path.name}")
                await self._house.change(open_day.day.depot, source.edit, part)
                source.entry = replace(source.entry, state=FileState.TAKEN)

    def _say_taken(self) -> None:
        session = self.session
        counts = session.take.counts
        depots = [s.depot.depot.name for s in session.sources if s.depot is not None]
        said = [
            say(QT_TRANSLATE_NOOP("words", "{0} taken over"), name) for name in depots
        ]
        if any(counts.values()):
            said.append(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "{0} parcels added, {1} changed, {2} rows left out"
                    ),
                    counts.get(Outcome.NEW, 0) + counts.get(Outcome.HELD, 0),
                    counts.get(Outcome.CHANGED, 0),
                    counts.get(Outcome.LEFT_OUT, 0),
                )
            )
        self._tell("; ".join(said), Level.GOOD)

    def _finish_or_take(self) -> None:
        page = self.page
        if self.session.take.taken and page is not None:
            page.close_page()
            self.session.clear()
            return
        self._errands.run(
            self._take(), say(QT_TRANSLATE_NOOP("words", "Taking files in"))
        )

    def _discard(self) -> None:
        """Asks where decisions would be lost; without any there is nothing to ask."""
        decided = len(self.session.decisions)
        if not decided:
            self._forget()
            return
        title = say(
            QT_TRANSLATE_NOOP("words", "Forget these files and {0} decisions?"), decided
        )
        yes = say(QT_TRANSLATE_NOOP("words", "Discard"))
        sheet = Sheet(title, yes, self._themes.theme, self._window)
        sheet.yes.clicked.connect(sheet.accept)
        sheet.accepted.connect(self._forget)
        sheet.open()

    def _forget(self) -> None:
        self.session.clear()
        self.review.nothing()
        self._errands.run(self.keep())

    def _ask_where(self) -> None:
        title = say(QT_TRANSLATE_NOOP("words", "Save the rows left out"))
        self._at.ask_where(title, "csv", self.save_left_out)

    def save_left_out(self, path: str) -> None:
        """Writes the rows left out, one file a manifest."""
        self._errands.run(self._save(Path(path)), path)

    async def _save(self, path: Path) -> None:
        """One file a manifest that had problems; the second gets a number."""
        checked = self.session.checked
        if checked is None:
            return
        rows = dict(checked.rows)
        parts = await asyncio.to_thread(left_out, rows, checked.manifests)
        for number, part in enumerate(parts, 1):
            name = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
            data = await asyncio.to_thread(write_rejected, part)
            await asyncio.to_thread(name.write_bytes, data)
        self._tell(say(QT_TRANSLATE_NOOP("words", "Saved {0}"), path.name), Level.GOOD)

    # the page

    def _make_page(self) -> ImportPage:
        page, session, review = (
            ImportPage(self._themes.theme),
            self.session,
            self.review,
        )
        run = self._errands.run
        page.columns.set_fields(tuple(str(one) for one in Field))
        page.files.add_wanted.connect(self.choose_files)
        page.files.remove_wanted.connect(session.remove)
        page.files.sheet_wanted.connect(
            lambda number, name: run(self._sheet(number, name))
        )
        page.columns.field_wanted.connect(session.read_column)
        page.columns.file_wanted.connect(self._show_file)
        page.columns.assume_changed.connect(self._set_assume)
        page.step_wanted.connect(lambda step: run(self._to_step(Step(step))))
        page.undo_wanted.connect(lambda: run(review.undo()))
        page.redo_wanted.connect(lambda: run(review.redo()))
        page.take_wanted.connect(self._finish_or_take)
        page.discard_wanted.connect(self._discard)
        page.check.issue_wanted.connect(lambda i: run(review.show(i)))
        page.check.next_wanted.connect(lambda step: run(review.go(step)))
        detail = page.check.detail
        detail.suggestion_wanted.connect(lambda n: run(review.take_place(n)))
        detail.searched.connect(lambda text: run(review.search(text)))
        detail.cell_wanted.connect(lambda key, text: run(review.set_cell(key, text)))
        detail.hold_wanted.connect(lambda: run(review.hold()))
        detail.leave_out_wanted.connect(lambda: run(review.leave_out()))
        detail.reset_wanted.connect(lambda: run(review.reset()))
        detail.all_same_changed.connect(review.set_for_all)
        detail.pin_wanted.connect(self._begin_pin)
        page.take.save_wanted.connect(self._ask_where)
        page.take.per_customer_changed.connect(self._set_per_customer)
        page.closed.connect(self._page_closed)
        self._map = self._make_map(page)
        return page

    def _make_map(self, page: ImportPage) -> PlaceMap:
        place_map = PlaceMap(self._themes.theme)
        if self.tiles is not None:
            place_map.set_tiles(self.tiles.branch())
        run = self._errands.run
        place_map.candidate_wanted.connect(lambda n: run(self.review.take_place(n)))
        place_map.pin_dropped.connect(
            lambda lon, lat: run(self.review.drop_pin(Place(lon, lat)))
        )
        page.check.set_map(place_map)
        self._errands.run(self._bound(place_map))
        return place_map

    async def _bound(self, place_map: PlaceMap) -> None:
        opened = await self._house.region.opened()
        if self._map is place_map:
            place_map.set_bounds(opened.bounds)

    async def _sheet(self, number: int, name: str) -> None:
        await self.session.sheet(number, name, await self._against())

    def _show_file(self, number: int) -> None:
        self.session.file_shown = number
        self._stir()

    def _set_per_customer(self, only: bool) -> None:
        if self.session.take.per_customer is not only:
            self.session.take = replace(self.session.take, per_customer=only)
            self._stir()

    def _set_assume(self, assume: bool) -> None:
        if self.session.assume is not assume:
            self.session.assume = assume
            self._stir()

    def _begin_pin(self) -> None:
        detail = self.review.detail()
        if self._map is not None and detail is not None:
            self._map.begin_placing(detail.address, detail.place)

    async def keep(self) -> None:
        """Keeps what is not finished for the next time this desk opens."""
        session = self.session
        left = tuple(session.sources) if session.begun else ()
        if self._touched:
            decisions = dict(session.decisions)
            await asyncio.to_thread(self._keeping.write, left, decisions)

    def close(self) -> None:
        """The desk closes: the map of the page asks for no more tiles."""
        if self._map is not None:
            self._map.set_tiles(None)
        self.page = self._map = None

    def _page_closed(self) -> None:
        self.close()
        if self.session.take.taken:
            self.session.clear()
        elif self.session.begun:
            said = QT_TRANSLATE_NOOP(
                "words", "The import is kept as it is: Ctrl+I goes on with it"
            )
            self._tell(say(said), Level.ATTENTION)
            self._errands.run(self.keep())

    def _stir(self) -> None:
        """Shows once what changed several times in one step of the loop."""
        if not self._showing:
            self._showing = True
            asyncio.get_running_loop().call_soon(self._show_now)

    def _show_now(self) -> None:
        self._showing = False
        page, detail = self.page, self.review.detail()
        if page is None:
            return
        page.show_view(replace(self.session.view(), detail=detail))
        if self._map is None:
            return
        places = detail.suggestions if detail is not None else ()
        marks = tuple(Candidate(one.label, one.lon, one.lat) for one in places)
        if not marks and detail is not None and detail.place is not None:
            label = detail.placed or detail.address
            marks = (Candidate(label, *detail.place),)
        if marks != self.review.marked:
            self.review.marked = marks
            if self._map.placing:
                self._map.end_placing()
            self._map.show_candidates(marks, detail.chosen if detail else None)
        elif detail is not None:
            self._map.choose_candidate(detail.chosen)


def joined(checked: Checked) -> Manifest:
    """Everything that comes in, of all files, as one manifest: one transaction."""
    digest = hashlib.sha256()
    rows: list[Parcel] = []
    for manifest in checked.manifests.values():
        digest.update(manifest.digest.encode())
    for row in checked.rows.values():
        coming = row.coming
        if coming is not None:
            rows.append(coming)
    problems = tuple(p for row in checked.rows.values() for p in row.problems)
    first = next(iter(checked.manifests.values()))
    return Manifest(
        tuple(rows),
        problems,
        first.columns,
        digest.hexdigest(),
        cancellations=checked.cancelled,
    )
