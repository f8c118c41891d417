"""The import wizard in the real window: real files, keys, and what stands after."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.domain.parcel import ParcelState
from console.domain.place import Place
from console.domain.reasons import ReasonCode
from console.storage import corrections, parcels
from console.viewmodels.importing import FileKind, FileState, IssueState, Outcome, Step
from tests.shell.conftest import DEMO, Room, opened
from widgets.dialogs.sheet import Sheet

pytestmark = pytest.mark.gui

HEADS = {
    "fi": "Lähetystunnus;Vastaanottaja;Katuosoite;Postinumero;Postitoimipaikka;"
    "Mitat (cm);Paino kg;Puhelin",
    "de": "Sendungsnummer;Empfänger;Straße;PLZ;Ort;Maße cm;Gewicht (kg);Telefon",
    "en": "Parcel id;Recipient;Street;Postcode;City;Size cm;Weight kg;Phone",
    "da": "Pakkenummer;Modtager;Adresse;Postnr;By;Mål cm;Vægt kg;Telefon",
}
CTRL = Qt.KeyboardModifier.ControlModifier


def demo_rows() -> list[dict[str, str]]:
    text = (DEMO / "manifest.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def cells(row: dict[str, str], prefix: str) -> list[str]:
    """A demo row as the languages above have it."""
    return [
        prefix + row["id"],
        row["name"],
        row["street"],
        row["postcode"],
        row["city"],
        "30 x 20 x 10",
        "1.5",
        "040 555 0000",
    ]


def files(folder: Path) -> list[Path]:
    """One file a language in three formats, sites, and one that is nothing."""
    rows = demo_rows()
    finnish = [cells(row, "F") for row in rows[:8]]
    finnish[1][2] = "Olematon polku 3"
    finnish[2][2] = "Olematon polku 3"
    finnish[1][3] = finnish[2][3] = finnish[0][3]
    finnish[3][6] = "kolme kiloa"
    finnish[4][6] = ""
    text = "\r\n".join([HEADS["fi"], *(";".join(row) for row in finnish)])
    (folder / "verkkokauppa.csv").write_bytes(text.encode("cp1252"))
    book = openpyxl.Workbook()
    book.active.append(["Deckblatt"])
    sheet = book.create_sheet("Tour Nord")
    sheet.append(HEADS["de"].split(";"))
    for row in rows[10:14]:
        sheet.append(cells(row, "D"))
    book.save(folder / "Montag.xlsx")
    english = [cells(row, "E") for row in rows[20:24]]
    english.append([*english[0]])
    with (folder / "orders.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEADS["en"].split(";"), *english])
    danish = [
        dict(zip(HEADS["da"].split(";"), cells(row, "K"), strict=True))
        for row in rows[30:33]
    ]
    (folder / "ordrer.json").write_text(json.dumps(danish), encoding="utf-8")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 " + bytes(200))
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [24.9391, 60.1689]},
        "properties": {"name": "Box by the park", "amenity": "parcel_locker"},
    }
    sites = {"type": "FeatureCollection", "features": [feature]}
    (folder / "lockers.geojson").write_text(json.dumps(sites), encoding="utf-8")
    names = (
        *("verkkokauppa.csv", "Montag.xlsx", "orders.csv", "ordrer.json"),
        *("scan.pdf", "lockers.geojson"),
    )
    return [folder / name for name in names]


@dataclass
class Hand:
    """Presses keys in the wizard and waits for what follows."""

    room: Room

    @property
    def page(self):
        page = self.room.desk.importing.page
        assert page is not None
        return page

    @property
    def view(self):
        return self.page.view

    async def press(self, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(widget, key, modifier)
        await self.room.idle()

    async def on(self):
        """Ctrl+Enter."""
        await self.press(self.page, Qt.Key.Key_Return, CTRL)

    async def find(self, code, *, state=None):
        """Looks at the first problem of a kind."""
        issues = self.view.issues
        for i, reason in enumerate(issues.rows.reason):
            if reason.code is code and (state is None or issues.state[i] == state):
                self.page.check.issue_wanted.emit(i)
                await self.room.idle()
                return i
        raise AssertionError(f"no {code}")

    def state(self, issue):
        return IssueState(int(self.view.issues.state[issue]))


async def test_files_of_four_languages_are_reviewed_with_keys(qapp, where, tmp_path):
    chosen = files(tmp_path)
    async with opened(where) as room:
        hand = Hand(room)
        await look_at_files(hand, chosen)
        await look_at_columns(hand)
        await hand.on()
        assert hand.view.step is Step.CHECK, room.desk.said
        await mend_a_cell(hand)
        await place_addresses(hand)
        await hold_and_leave_out(hand)
        await take_in(hand, tmp_path)
        await what_was_learned_wins(hand, tmp_path)


async def look_at_files(hand, chosen):
    """All are recognised; the hostile one says why and the others go on."""
    window = hand.room.desk.window
    QTest.keyClick(window, Qt.Key.Key_I, CTRL)
    await hand.room.idle()
    assert window.page is hand.page
    assert hand.page.files.empty.button.hasFocus()
    hand.room.desk.importing.take([str(path) for path in chosen])
    await hand.room.idle()
    entries = {one.name: one for one in hand.view.files}
    assert entries["scan.pdf"].state is FileState.FAILED
    kinds = [one.kind for one in hand.view.files if one.state is FileState.READY]
    assert kinds == [FileKind.MANIFEST] * 4 + [FileKind.SITES]
    assert entries["verkkokauppa.csv"].encoding == "cp1252"
    assert entries["Montag.xlsx"].sheet == "Tour Nord"
    assert dict(entries["lockers.geojson"].parts)["new_sites"] == 1


async def look_at_columns(hand):
    """Every file is understood unasked; a change of a column can be taken back."""
    await hand.on()
    assert hand.view.step is Step.COLUMNS
    for view in hand.view.columns:
        assert view.missing == (), view
        assert {"id", "street", "size", "mass"} <= {c.field for c in view.columns}
    table = hand.page.columns.table
    table.setCurrentIndex(hand.page.columns.model.index(0, 1))
    await hand.press(table, Qt.Key.Key_Delete)
    assert hand.view.shown_columns.columns[1].field == ""
    await hand.press(hand.page, Qt.Key.Key_Z, CTRL)
    assert hand.view.shown_columns.columns[1].field == "name"


async def mend_a_cell(hand):
    """A wrong weight is typed anew; undo and redo know it by name."""
    issue = await hand.find(ReasonCode.NOT_A_NUMBER)
    assert hand.state(issue) is IssueState.REJECTED
    assert hand.view.counts[Outcome.LEFT_OUT] == 3
    detail = hand.page.check.detail
    detail.focus_work()
    field = detail.fields["mass"]
    field.selectAll()
    QTest.keyClicks(field, "3,2")
    await hand.press(field, Qt.Key.Key_Return)
    assert hand.state(issue) is IssueState.SETTLED
    assert hand.view.undo == "cell"
    await hand.press(hand.page, Qt.Key.Key_Z, CTRL)
    assert hand.state(issue) is IssueState.REJECTED
    shift = CTRL | Qt.KeyboardModifier.ShiftModifier
    await hand.press(hand.page, Qt.Key.Key_Z, shift)
    assert hand.state(issue) is IssueState.SETTLED
    assert hand.view.counts[Outcome.LEFT_OUT] == 2


async def place_addresses(hand):
    """A street nobody knows: looked up while typing, taken for both rows at once."""
    issue = await hand.find(ReasonCode.ADDRESS_NOT_FOUND)
    detail = hand.page.check.detail
    assert hand.view.detail.same == 2
    held = hand.view.counts[Outcome.HELD]
    detail.search.setFocus()
    QTest.keyClicks(detail.search, "Bulevardi 1")
    await hand.room.until(lambda: detail.cards and hand.view.detail.searched)
    assert "Bulevardi" in hand.view.detail.suggestions[0].label
    table = hand.page.check.table
    await hand.press(table, Qt.Key.Key_A)
    await hand.press(table, Qt.Key.Key_1)
    assert hand.state(issue) is IssueState.SETTLED
    assert hand.view.counts[Outcome.HELD] == held - 2
    assert hand.view.undo == "place_all"
    await hand.press(hand.page, Qt.Key.Key_Z, CTRL)
    assert hand.state(issue) is IssueState.WAITING
    hand.page.check.issue_wanted.emit(issue)
    await hand.room.idle()
    hand.room.desk.importing.review.set_for_all(meant=True)
    place_map = hand.page.check.map
    await hand.press(table, Qt.Key.Key_P)
    assert place_map.placing
    place_map.pin_dropped.emit(24.9405, 60.1672)
    await hand.room.idle()
    assert hand.state(issue) is IssueState.SETTLED


async def hold_and_leave_out(hand):
    """F8 goes to what is open; H and X decide; R starts over."""
    table = hand.page.check.table
    issue = await hand.find(ReasonCode.MISSING_VALUE)
    await hand.press(table, Qt.Key.Key_X)
    assert hand.state(issue) is IssueState.LEFT_OUT
    hand.page.check.issue_wanted.emit(issue)
    await hand.room.idle()
    await hand.press(table, Qt.Key.Key_R)
    assert hand.state(issue) is IssueState.REJECTED
    await hand.press(table, Qt.Key.Key_F8)
    first = hand.view.detail.issue
    await hand.press(table, Qt.Key.Key_F8)
    assert hand.view.detail.issue != first
    await hand.press(table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert hand.view.detail.issue == first


async def take_in(hand, folder):
    """One button; parcels, sites and corrections stand, the rest can be mended."""
    room, desk = hand.room, hand.room.desk
    await hand.on()
    assert hand.view.step is Step.TAKE
    assert hand.page.forth.text() == "Take in 18, leave 2 out"
    assert hand.view.take.corrections == 1
    out = folder / "rejected.csv"
    desk.importing.save_left_out(str(out))
    await room.idle()
    assert out.exists()
    before = await stored(room)
    assert before == []
    await hand.on()
    assert hand.view.take.taken, desk.said
    after = await stored(room)
    assert len(after) == 18
    assert all(one.state is ParcelState.READY for one in after)
    assert {one.id[0] for one in after} == set("FDEK")
    mended = next(one for one in after if one.mass_g == 3200)
    assert mended.place is not None
    model = await room.house.days.model(room.open_day.day.depot)
    assert "Box by the park" in {site.name for site in model.sites}
    await hand.on()
    assert desk.window.page is None
    assert desk.panes.parcels.model.rowCount() == 18
    QTest.keyClick(desk.window, Qt.Key.Key_1)
    assert desk.panes.map.hasFocus(), "the keys of the day are back"


async def what_was_learned_wins(hand, folder):
    """The same unknown street is placed at once the next time."""
    room, desk = hand.room, hand.room.desk
    row = cells(demo_rows()[40], "N")
    row[2], row[3] = "Olematon polku 3", cells(demo_rows()[0], "")[3]
    text = "\n".join([HEADS["fi"], ";".join(row)])
    (folder / "next.csv").write_text(text, encoding="utf-8")
    await desk.importing.take_files([folder / "next.csv"])
    (parcel,) = [one for one in await stored(room) if one.id[0] == "N"]
    assert parcel.place == Place(24.9405, 60.1672)
    depot = room.open_day.day.depot
    kept = await room.house.store.read(
        lambda session: corrections.all_of(session, depot)
    )
    assert [one.customer for one in kept] == [""]


async def stored(room):
    day = room.open_day.day.id
    return await room.house.store.read(lambda session: parcels.of_day(session, day))


async def test_an_import_that_is_left_goes_on_after_a_restart(qapp, where, tmp_path):
    chosen = files(tmp_path)[:1]
    async with opened(where) as room:
        hand = Hand(room)
        room.desk.importing.take([str(chosen[0])])
        await room.idle()
        await hand.on()
        await hand.on()
        issue = await hand.find(ReasonCode.MISSING_VALUE)
        await hand.press(hand.page.check.table, Qt.Key.Key_X)
        await hand.press(hand.page.check.table, Qt.Key.Key_Escape)
        assert room.desk.window.page is None
        QTest.keyClick(room.desk.window, Qt.Key.Key_I, CTRL)
        await room.idle()
        assert hand.view.step is Step.CHECK, "the page is as it was left"
        assert hand.state(issue) is IssueState.LEFT_OUT
    async with opened(where, adopt=False) as room:
        hand = Hand(room)
        assert "not finished" in room.desk.said
        QTest.keyClick(room.desk.window, Qt.Key.Key_I, CTRL)
        await room.idle()
        await hand.on()
        await hand.on()
        assert hand.state(issue) is IssueState.LEFT_OUT
        hand.page.discard.click()
        await room.idle()
        (sheet,) = [w for w in room.desk.window.findChildren(Sheet) if w.isVisible()]
        sheet.yes.click()
        await room.idle()
        assert hand.view.files == ()
    assert not (where.data / "import.json").exists()
