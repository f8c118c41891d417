"""A fake import for the gallery and for tests: every step with something in it."""

from dataclasses import replace

import numpy as np

from console.viewmodels.codes import Reason, ReasonCode
from console.viewmodels.importing import (
    CellEntry,
    ColumnEntry,
    ColumnsView,
    DetailView,
    FileEntry,
    FileKind,
    FileState,
    ImportView,
    Issue,
    IssueRows,
    IssueState,
    IssuesView,
    Outcome,
    Step,
    Suggestion,
    Sureness,
    TakeView,
)
from widgets.common.theme import Theme
from widgets.importing.page import ImportPage

FILES = (
    FileEntry(
        1,
        "verkkokauppa-21-11.csv",
        FileKind.MANIFEST,
        FileState.READY,
        rows=587,
        columns=11,
        encoding="cp1252",
        delimiter=";",
    ),
    FileEntry(
        2,
        "Lieferungen Montag.xlsx",
        FileKind.MANIFEST,
        FileState.READY,
        rows=214,
        columns=9,
        sheet="Tour Nord",
        sheets=("Deckblatt", "Tour Nord", "Tour Süd"),
        encoding="xlsx",
    ),
    FileEntry(
        3,
        "lockers-helsinki.geojson",
        FileKind.SITES,
        FileState.READY,
        parts=(("new_sites", 12), ("changed_sites", 3)),
    ),
    FileEntry(
        4,
        "holidays.ics",
        FileKind.CALENDAR,
        FileState.READY,
        parts=(("holidays", 14),),
    ),
    FileEntry(
        5,
        "scan0012.pdf",
        FileKind.UNKNOWN,
        FileState.FAILED,
        reason=Reason(ReasonCode.WRONG_FORMAT, ("PDF",)),
    ),
    FileEntry(
        6,
        "orders-huge.xlsx",
        FileKind.MANIFEST,
        FileState.FAILED,
        reason=Reason(ReasonCode.TOO_LARGE, (20_000_000,)),
    ),
    FileEntry(7, "late-orders.json"),
)

_S, _U, _N = Sureness.SURE, Sureness.UNSURE, Sureness.UNUSED
COLUMNS = ColumnsView(
    1,
    "verkkokauppa-21-11.csv",
    (
        ColumnEntry("Lähetystunnus", "id", _S),
        ColumnEntry("Vastaanottaja", "name", _S),
        ColumnEntry("Katuosote", "street", _U),
        ColumnEntry("Postinumero", "postcode", _S),
        ColumnEntry("Postitoimipaikka", "city", _S),
        ColumnEntry("Porras / asunto", "unit", _S),
        ColumnEntry("Puhelin", "phone", _S),
        ColumnEntry("Mitat (cm)", "size", _S, "cm"),
        ColumnEntry("Paino kg", "mass", _S, "kg"),
        ColumnEntry("Toimitustapa", "preference", _S),
        ColumnEntry("Kampanja"),
    ),
    tuple(
        (
            f"JJFI {482100 + i}",
            name,
            street,
            f"00{100 + 10 * (i % 7)}",
            "Helsinki",
            unit,
            f"040 555 {1000 + 37 * i}",
            "30 x 20 x 12",
            f"{1 + i % 5},{i % 10}",
            "automaatti" if i % 3 else "kotiin",
            "SYKSY24",
        )
        for i, (name, street, unit) in enumerate(
            (
                ("Aino Virtanen", "Fredrikinkatu 34", "B 12"),
                ("Onni Korhonen", "Tehtaankatu 11", ""),
                ("Helmi Mäkinen", "Mannerheimintie 42", "A 3"),
                ("Eino Laine", "Kalevankatu 7", ""),
                ("Lyyti Salo", "Uudenmaankatu 8", "C 21"),
                ("Väinö Heikkinen", "Annankatu 10", ""),
            )
            * 3
        )
    ),
    tuple(range(2, 20)),
)

SUGGESTIONS = (
    Suggestion(
        "Mannerheimintie 42, 00260",
        *(24.9287, 60.1798),
        0.93,
        "corrected_spelling",
        ("Manerheimin tie", "Mannerheimintie", 2),
    ),
    Suggestion(
        "Mannerheimintie 44, 00260",
        *(24.9279, 60.1806),
        0.71,
        "number_near",
        ("42 x", "44"),
    ),
    Suggestion(
        "Marsalkantie 42, 00570",
        25.018,
        60.1867,
        0.42,
        "postcode_differs",
        ("00260", "00570"),
    ),
)

_RAW = (
    (17, "JJFI 482117", "Mitat (cm)", "30 x 20", ReasonCode.NOT_A_NUMBER, ()),
    (
        *(23, "JJFI 482123", "Katuosote", "Manerheimin tie 42 A 3"),
        *(ReasonCode.ADDRESS_UNSURE, ("Mannerheimintie 42", "0.71")),
    ),
    (
        *(31, "JJFI 482131", "Katuosote", "Kukkaruukuntie 7"),
        *(ReasonCode.ADDRESS_NOT_FOUND, ()),
    ),
    (44, "JJFI 482144", "Paino kg", "3,4 kilo", ReasonCode.NOT_A_NUMBER, ()),
    (58, "JJFI 482117", "Lähetystunnus", "JJFI 482117", ReasonCode.DUPLICATE_ID, (17,)),
    (66, "JJFI 482166", "Paino kg", "", ReasonCode.MISSING_VALUE, ()),
    (
        *(91, "JJFI 482191", "Katuosote", "Ratakatu 3"),
        *(ReasonCode.ADDRESS_UNSURE, ("Ratakatu 3", "0.78")),
    ),
    (
        *(120, "JJFI 482220", "Katuosote", "Storgatan 4"),
        *(ReasonCode.OUTSIDE_REGION, ()),
    ),
    (133, "JJFI 482233", "Toimitustapa", "pöydälle", ReasonCode.UNKNOWN_WORD, ("…",)),
    (
        *(240, "JJFI 482340", "Katuosote", "Manerheimin tie 42 A 3"),
        *(ReasonCode.ADDRESS_UNSURE, ("Mannerheimintie 42", "0.71")),
    ),
)


def issues() -> IssuesView:
    """Ten problems, three of them decided."""
    rows = IssueRows.made(
        [
            Issue((1, line), parcel, column, value, Reason(code, args))
            for line, parcel, column, value, code, args in _RAW
        ]
    )
    state = np.zeros(len(rows), dtype=np.uint8)
    for i, reason in enumerate(rows.reason):
        address = str(reason.code).startswith(("address", "outside"))
        state[i] = IssueState.WAITING if address else IssueState.REJECTED
    state[3], state[6], state[7] = (
        IssueState.SETTLED,
        IssueState.SETTLED,
        IssueState.LEFT_OUT,
    )
    return IssuesView(rows, state)


COUNTS = {
    Outcome.NEW: 560,
    Outcome.CHANGED: 12,
    Outcome.UNCHANGED: 12,
    Outcome.CANCELLED: 3,
    Outcome.HELD: 9,
    Outcome.LEFT_OUT: 4,
}


def address_detail() -> DetailView:
    """An address that is not sure, with three places it may be."""
    return DetailView(
        1,
        (1, 23),
        "JJFI 482123",
        "Helmi Mäkinen",
        "verkkokauppa-21-11.csv",
        Reason(ReasonCode.ADDRESS_UNSURE, ("Mannerheimintie 42", "0.71")),
        IssueState.WAITING,
        (
            CellEntry("street", "Katuosote", "Manerheimin tie 42 A 3"),
            CellEntry("postcode", "Postinumero", "00260"),
            CellEntry("city", "Postitoimipaikka", "Helsinki"),
            CellEntry("unit", "Porras / asunto", ""),
            CellEntry("name", "Vastaanottaja", "Helmi Mäkinen"),
            CellEntry("phone", "Puhelin", "040 555 1814"),
            CellEntry("size", "Mitat (cm)", "30 x 20 x 12"),
            CellEntry("mass", "Paino kg", "3,4"),
        ),
        "Manerheimin tie 42 A 3, 00260 Helsinki",
        is_address=True,
        suggestions=SUGGESTIONS,
        same=2,
    )


def cell_detail() -> DetailView:
    """A cell that is not a number."""
    reason = Reason(ReasonCode.NOT_A_NUMBER)
    return DetailView(
        0,
        (1, 17),
        "JJFI 482117",
        "Eino Laine",
        "verkkokauppa-21-11.csv",
        reason,
        IssueState.REJECTED,
        (
            CellEntry("id", "Lähetystunnus", "JJFI 482117"),
            CellEntry("size", "Mitat (cm)", "30 x 20", reason),
            CellEntry("mass", "Paino kg", "3,4"),
            CellEntry("name", "Vastaanottaja", "Eino Laine"),
            CellEntry("street", "Katuosote", "Kalevankatu 7"),
            CellEntry("postcode", "Postinumero", "00100"),
            CellEntry("city", "Postitoimipaikka", "Helsinki"),
        ),
        "Kalevankatu 7, 00100 Helsinki",
    )


def view(step: Step = Step.CHECK) -> ImportView:
    """The whole wizard at a step."""
    return ImportView(
        step,
        Step.TAKE,
        FILES,
        (COLUMNS, replace(COLUMNS, file=2, name=FILES[1].name)),
        1,
        issues(),
        COUNTS,
        (
            (FILES[0].name, Reason(ReasonCode.POSTCODES_PADDED, (31, 5))),
            (FILES[1].name, Reason(ReasonCode.SHEETS_UNREAD, ("Deckblatt, Tour Süd",))),
        ),
        detail=address_detail(),
        take=TakeView(
            COUNTS,
            corrections=3,
            published=True,
            others=tuple(f for f in FILES if f.kind is FileKind.SITES),
        ),
        undo="place",
    )


def page(theme: Theme, step: Step = Step.CHECK) -> ImportPage:
    """The page at a step, without a map."""
    made = ImportPage(theme)
    made.columns.set_fields(
        ("id", "name", "street", "postcode", "city", "unit", "size", "mass")
    )
    made.show_view(view(step))
    return made
