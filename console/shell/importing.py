"""Files from outside: manifests and depot files, read in a throw-away process.

Nothing of a file is trusted: a bad row is reported and the rest comes in, a bad depot
file changes nothing. Several files are one import with one report.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from console.domain.day import OpenDay
from console.domain.reasons import RowProblem
from console.interchange.depot_file import read_depot
from console.interchange.manifest import Manifest, read_manifest
from console.interchange.rejected import write_rejected
from console.services.intake import IntakeReport
from console.shell.errands import Errands
from console.shell.themes import Themes
from console.viewmodels.questions import ImportReport
from console.viewmodels.status import Level
from console.wiring.house import House
from console.wiring.reading import read_apart
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.dialogs.import_report import ImportReportDialog
from widgets.window import DeskWindow

type Tell = Callable[[str, Level], None]
type Reopen = Callable[[], Awaitable[OpenDay | None]]

DEPOT = ".toml"
FILTER = QT_TRANSLATE_NOOP(
    "words", "Manifests and depot files (*.csv *.tsv *.txt *.xlsx *.toml)"
)


@dataclass(frozen=True, slots=True)
class Read:
    """One manifest and what taking it did."""

    file: str
    manifest: Manifest
    report: IntakeReport


class Importing:
    """Takes files into the open day."""

    def __init__(
        self,
        house: House,
        window: DeskWindow,
        themes: Themes,
        errands: Errands,
        tell: Tell,
        reopen: Reopen,
    ) -> None:
        """`reopen` takes up the depot's day again and gives it; None without one."""
        self._house = house
        self._window = window
        self._themes = themes
        self._errands = errands
        self._tell = tell
        self._reopen = reopen
        self._read: tuple[Read, ...] = ()

    def ask(self) -> None:
        """Lets a person choose files."""
        dialog = QFileDialog(self._window, say(QT_TRANSLATE_NOOP("words", "Import")))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(say(FILTER))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def take(self, paths: Sequence[str]) -> None:
        """Imports files as an errand; depot files come before manifests."""
        given = [Path(path) for path in paths]
        title = ", ".join(path.name for path in given)
        self._errands.run(self.take_files(given), title)

    async def take_files(self, paths: Sequence[Path]) -> None:
        """Imports files and shows what came in and what was left out."""
        ordered = sorted(paths, key=lambda path: path.suffix.casefold() != DEPOT)
        read: list[Read] = []
        open_day: OpenDay | None = None
        for path in ordered:
            data = await asyncio.to_thread(path.read_bytes)
            if path.suffix.casefold() == DEPOT:
                await self._adopt(path, data)
                continue
            open_day = open_day or await self._reopen()
            if open_day is None:
                self._tell(
                    say(QT_TRANSLATE_NOOP("words", "Import a depot file first")),
                    Level.ATTENTION,
                )
                return
            read.append(await self._take(path, data, open_day))
        if read:
            self._show(tuple(read))

    async def _adopt(self, path: Path, data: bytes) -> None:
        model = await read_apart(read_depot, data, file=path.name)
        await self._house.adopt(model, self._house.origin())
        await self._reopen()
        self._tell(
            say(QT_TRANSLATE_NOOP("words", "{0} taken over"), model.depot.name),
            Level.GOOD,
        )

    async def _take(self, path: Path, data: bytes, open_day: OpenDay) -> Read:
        model = await self._house.days.model(open_day.day.depot)
        manifest = await read_apart(
            read_manifest,
            data,
            file=path.name,
            day=open_day.date,
            classes=model.size_classes,
            sites=model.sites,
        )
        report = await self._house.intake.take(manifest, open_day, self._house.origin())
        return Read(path.name, manifest, report)

    def _show(self, read: tuple[Read, ...]) -> None:
        self._read = read
        problems: tuple[RowProblem, ...] = ()
        for one in read:
            problems += one.manifest.problems
        report = ImportReport(
            tuple(one.file for one in read),
            sum(len(one.report.taken.new) for one in read),
            sum(len(one.report.taken.updated) for one in read),
            sum(len(one.report.taken.unchanged) for one in read),
            problems,
            sum(len(one.report.held) for one in read),
        )
        if problems:
            dialog = ImportReportDialog(report, self._themes.theme, self._window)
            dialog.rejected_wanted.connect(self._ask_where)
            dialog.open()
            return
        self._tell(
            say(
                QT_TRANSLATE_NOOP("words", "{0}: {1} parcels added, {2} changed"),
                ", ".join(report.files),
                report.added,
                report.changed,
            ),
            Level.GOOD,
        )

    def _chosen(self, paths: list[str]) -> None:
        self.take(paths)

    def _ask_where(self) -> None:
        title = say(QT_TRANSLATE_NOOP("words", "Save the rows left out"))
        dialog = QFileDialog(self._window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, path: str) -> None:
        self._errands.run(self._save_rejected(Path(path)), path)

    async def _save_rejected(self, path: Path) -> None:
        """One file a manifest that had problems; the second gets a number."""
        bad = [one.manifest for one in self._read if one.manifest.problems]
        for number, manifest in enumerate(bad, 1):
            name = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
            data = await asyncio.to_thread(write_rejected, manifest)
            await asyncio.to_thread(name.write_bytes, data)
        self._tell(say(QT_TRANSLATE_NOOP("words", "Saved {0}"), path.name), Level.GOOD)
