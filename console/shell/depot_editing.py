"""The page "Depot": every finished field is a change of its own, made at once.

    text -> edit (viewmodels) -> depots.change -> model -> page, panes, undo stack

What a field cannot mean, or what the depot refuses, stays in its field with the reason
(`Tried`); nothing else is held back. A plan that was made before goes on as it is until
it is built again: it was made for the depot as it was.
"""

import asyncio
from pathlib import Path

from console.domain.depot_check import FieldProblem, Table, validated
from console.domain.depot_edits import DepotEdit, DepotEditRefused
from console.domain.depot_model import DepotModel
from console.domain.ids import DepotId
from console.domain.reasons import Reason, ReasonCode
from console.interchange.depot_writer import write_depot
from console.planning.settings import SETTING_BOUNDS
from console.services.depots import FieldsRefused
from console.shell.errands import WAIT
from console.shell.history import Step
from console.shell.workplace import Workplace
from console.viewmodels.depot_page import Tried, depot_page
from console.viewmodels.depot_rows import Key, added, dropped, edit_of, next_id
from console.viewmodels.depot_values import FieldUnread
from console.viewmodels.status import Level
from widgets.common.marked import QT_TRANSLATE_NOOP, say
from widgets.common.words import reason
from widgets.depot.new_row import NewRowDialog
from widgets.depot.page import DepotPage


class DepotEditing:
    """Shows the page of a depot and carries its changes out."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._house, self._window, self._themes = at.house, at.window, at.themes
        self._errands, self._tell = at.errands, at.tell
        self._history = at.history
        self._model: DepotModel | None = None
        self._problems: tuple[FieldProblem, ...] = ()
        self._tried: dict[Key, Tried] = {}
        self._table, self._chosen = Table.SITE, ""

    def show(self, depot: DepotId) -> None:
        """Opens the page on a depot."""
        self._errands.run(self._open(depot))

    async def _open(self, depot: DepotId) -> None:
        self._take(await self._house.depots.model(depot))
        self._tried.clear()
        page = DepotPage(self._themes.theme)
        page.table_wanted.connect(self._go_to_table)
        page.row_wanted.connect(self._go_to_row)
        page.field_changed.connect(self._change)
        page.add_wanted.connect(self._ask_new)
        page.drop_wanted.connect(self._drop)
        page.import_wanted.connect(self._window.import_wanted)
        page.export_wanted.connect(self._ask_where)
        self._window.show_page(page)
        self._show()

    # what is looked at

    def _go_to_table(self, table: str) -> None:
        self._table, self._chosen = table, ""
        self._show()

    def _go_to_row(self, name: str) -> None:
        self._chosen = name
        self._show()

    def _take(self, model: DepotModel) -> None:
        self._model = model
        self._problems = validated(model, SETTING_BOUNDS)

    def _show(self) -> None:
        page = self._window.page
        if isinstance(page, DepotPage) and self._model is not None:
            view = depot_page(
                self._model, self._problems, self._table, self._chosen, self._tried
            )
            self._chosen = view.chosen
            page.show_view(view)

    # changes

    def _change(self, table: str, name: str, path: str, text: str) -> None:
        if self._model is None:
            return
        key = (table, name, path)
        self._tried.pop(key, None)
        try:
            edit = edit_of(self._model, key, text)
        except FieldUnread as error:
            self._tried[key] = Tried(text, Reason(error.code, error.said))
            self._show()
            return
        self._errands.run(self._try(edit, key, text))

    async def _try(self, edit: DepotEdit, key: Key, text: str) -> None:
        """Makes a field's change; what is refused is said at the field."""
        try:
            await self._do(edit)
        except FieldsRefused as error:
            mine = [one for one in error.problems if one.field == key[2]]
            first = (mine or list(error.problems))[0]
            self._tried[key] = Tried(text, Reason(first.code, first.args))
        except DepotEditRefused as error:
            self._tried[key] = Tried(text, _reason(error))
        self._show()

    def _ask_new(self, table: str, like: str) -> None:
        if self._model is None:
            return
        proposed = next_id(self._model, table, like)
        dialog = NewRowDialog(table, proposed, like, self._themes.theme, self._window)
        dialog.row_wanted.connect(self._add)
        dialog.open()

    def _add(self, table: str, name: str, like: str) -> None:
        if self._model is None:
            return
        try:
            edit = added(self._model, table, name, like)
        except FieldUnread as error:
            self._tell(f"{name}: {reason(Reason(error.code, error.said))}", Level.BAD)
            return
        self._table, self._chosen = table, name
        self._errands.run(self._told(edit, name))

    def _drop(self, table: str, name: str) -> None:
        self._errands.run(self._told(dropped(table, name), name))

    async def _told(self, edit: DepotEdit, name: str) -> None:
        """Makes a change; what is refused is said in the strip."""
        try:
            await self._do(edit)
        except DepotEditRefused as error:
            self._tell(f"{name}: {reason(_reason(error))}", Level.BAD)
        self._show()

    async def _do(self, edit: DepotEdit) -> None:
        if not await self._history.do(lambda: self._step(edit)):
            self._tell(say(WAIT), Level.ATTENTION)

    async def _step(self, edit: DepotEdit) -> Step:
        undo = await self._put(edit)
        if undo is None:
            raise RuntimeError("no depot is open")

        async def forwards() -> None:
            await self._put(edit)

        async def backwards() -> None:
            await self._put(undo)

        return Step(edit.name, forwards, backwards)

    async def _put(self, edit: DepotEdit) -> DepotEdit | None:
        if self._model is None:
            return None
        changed = await self._house.change(
            self._model.depot.id, edit, self._house.origin()
        )
        self._take(changed.model)
        self._show()
        return changed.undo

    # the file

    def _ask_where(self) -> None:
        title = say(QT_TRANSLATE_NOOP("words", "Save the depot"))
        self._at.ask_where(title, "toml", self._save)

    def _save(self, path: str) -> None:
        self._errands.run(self._write(Path(path)), path)

    async def _write(self, path: Path) -> None:
        if self._model is None:
            return
        data = await asyncio.to_thread(write_depot, self._model)
        await asyncio.to_thread(path.write_bytes, data)
        self._tell(say(QT_TRANSLATE_NOOP("words", "Saved {0}"), path.name), Level.GOOD)


def _reason(error: DepotEditRefused) -> Reason:
    return Reason(ReasonCode(error.code), error.args[1:])
