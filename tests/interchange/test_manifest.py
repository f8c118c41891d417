"""Manifests: every field read, every bad row told, nothing raised."""

import hashlib
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.clock import ServiceDate
from console.domain.ids import ParcelId, SiteId, SizeClassId
from console.domain.parcel import Climate, Parcel, Person, Preference, Size
from console.domain.place import WHOLE_DAY, Place, TimeWindow
from console.domain.reasons import Reason, ReasonCode
from console.domain.site import Site, SizeClass
from console.interchange import table
from console.interchange.fields import Field
from console.interchange.manifest import MOST_BAD, Assumed, Manifest, read_manifest

DAY = ServiceDate(date(2026, 11, 23), ZoneInfo("Europe/Helsinki"))
SPRING = ServiceDate(date(2026, 3, 29), ZoneInfo("Europe/Helsinki"))
CLASSES = (
    SizeClass(SizeClassId("S"), Size(640, 380, 80)),
    SizeClass(SizeClassId("M"), Size(640, 380, 190)),
)
SITES = (Site(SiteId("forum"), "Forum Kamppi", Place(24.93, 60.17)),)
H = 3600


def read(text: str, day: ServiceDate = DAY, **options: object) -> Manifest:
    return read_manifest(
        text.encode(),
        file="m.csv",
        day=day,
        classes=CLASSES,
        sites=SITES,
        **options,  # type: ignore[arg-type]
    )


def one(heading: str, cell: str, day: ServiceDate = DAY) -> Parcel:
    """The parcel of a row that is fine but for one more cell."""
    text = f'id;street;size;mass;{heading}\n1;Bulevardi 6;S;500;"{cell}"\n'
    manifest = read(text, day)
    assert manifest.problems == ()
    return manifest.rows[0]


def refused(heading: str, cell: str, day: ServiceDate = DAY) -> Reason:
    """Why a row that is fine but for one more cell is refused."""
    text = f'id;street;size;mass;{heading}\n1;Bulevardi 6;S;500;"{cell}"\n'
    manifest = read(text, day)
    assert manifest.rows == ()
    (problem,) = manifest.problems
    assert (problem.file, problem.line) == ("m.csv", 2)
    assert (problem.column, problem.value) == (heading, cell)
    return problem.reason


def test_a_full_row_becomes_a_full_parcel() -> None:
    manifest = read(
        "Parcel ID,Barcodes,Name,Street,Postcode,City,Unit,Phone,Email,Lat,Lon,"
        "Length cm,Width cm,Height cm,Weight kg,Climate,Preference,Preferred site,"
        "Window start,Window end,Priority,ID check,Low compartment\n"
        "P1,A1|A2,Alder  Ash,Bulevardi 6,00120,Helsinki,B 12,'+35840,a@example.org,"
        "60.165,24.94,30.05,20,10,2.5,chilled,locker,Forum KAMPPI,8:30,12.00,3,yes,x\n"
    )
    assert manifest.problems == ()
    assert manifest.rows == (
        Parcel(
            id=ParcelId("P1"),
            size=Size(301, 200, 100),
            mass_g=2500,
            person=Person(
                "Alder Ash",
                "Bulevardi 6",
                "00120",
                "Helsinki",
                "B 12",
                "+35840",
                "a@example.org",
            ),
            barcodes=("A1", "A2"),
            climate=Climate.CHILLED,
            preference=Preference.LOCKER,
            preferred_site=SiteId("forum"),
            low_compartment=True,
            id_check=True,
            priority=3,
            window=TimeWindow(8 * H + 1800, 12 * H),
            place=Place(24.94, 60.165),
        ),
    )


def test_a_bare_row_promises_nothing_and_is_still_to_be_placed() -> None:
    manifest = read("id,street,size,mass\n7,Bulevardi 6,m,100\n")
    (parcel,) = manifest.rows
    assert parcel.size == Size(640, 380, 190)
    assert parcel.place is None
    assert parcel.window == WHOLE_DAY
    assert parcel.barcodes == ()
    assert (
        manifest.digest
        == hashlib.sha256(b"id,street,size,mass\n7,Bulevardi 6,m,100\n").hexdigest()
    )


def test_the_same_content_gives_equal_rows_whatever_its_dress() -> None:
    plain = read("id,katu,koko,paino kg\n1,Mäkikatu 1,30x20x10 cm,1.5\n").rows
    dressed = read("paino g;Katu;ID;koko mm\n1500;  Ma\u0308kikatu  1;1;300*200*100\n")
    assert dressed.rows == plain


@pytest.mark.parametrize(
    ("heading", "cell", "size"),
    [
        ("Mitat cm", "30,5 x 20 x 10", Size(305, 200, 100)),
        ("Mitat", "0,3x0,2x0,1 m", Size(300, 200, 100)),
        ("dimensions", "300 \u00d7 200 \u00d7 100", Size(300, 200, 100)),
        ("koko", "keskikokoinen", Size(640, 380, 190)),
        ("Größe", "klein", Size(640, 380, 80)),
    ],
)
def test_sizes_in_one_cell(heading: str, cell: str, size: Size) -> None:
    manifest = read(f'id;street;mass;{heading}\n1;A 1;500;"{cell}"\n')
    assert manifest.problems == ()
    assert manifest.rows[0].size == size


@pytest.mark.parametrize(
    ("cell", "grams"),
    [
        ("2,5 kg", 2500),
        ("1 234", 1234),
        ("1.234,5", 1235),
        ("1,234.5", 1235),
        ("1'234", 1234),
        ("0.0004 kg", None),
    ],
)
def test_masses(cell: str, grams: int | None) -> None:
    manifest = read(f'id;street;size;mass\n1;A 1;S;"{cell}"\n')
    if grams is None:
        assert manifest.problems[0].reason.code is ReasonCode.OUT_OF_RANGE
    else:
        assert manifest.rows[0].mass_g == grams


@pytest.mark.parametrize(
    ("heading", "cell", "window"),
    [
        ("window", "8:00-12:30", TimeWindow(8 * H, 12 * H + 1800)),
        ("window", "8 \u2013 12", TimeWindow(8 * H, 12 * H)),
        ("window", "0800-24:00", TimeWindow(8 * H, 24 * H)),
        ("from", "09:15:30", TimeWindow(9 * H + 930, WHOLE_DAY.end_s)),
        ("until", "15.45", TimeWindow(0, 15 * H + 2700)),
        ("from", "2026-11-23T08:00", TimeWindow(8 * H, WHOLE_DAY.end_s)),
        ("from", "2026-11-23T08:00+01:00", TimeWindow(9 * H, WHOLE_DAY.end_s)),
        ("from", "2026-11-23T06:00Z", TimeWindow(8 * H, WHOLE_DAY.end_s)),
        ("due", "2026-11-23 15:00", TimeWindow(0, 15 * H)),
        ("due", "16:00", TimeWindow(0, 16 * H)),
        ("due", "2026-11-23", TimeWindow(0, 24 * H)),
        ("due", "24.11.2026", WHOLE_DAY),
        ("due", "01/01/2020", WHOLE_DAY),
    ],
)
def test_windows_are_local_unless_they_say_otherwise(
    heading: str, cell: str, window: TimeWindow
) -> None:
    assert one(heading, cell).window == window


def test_wall_times_hold_on_the_day_clocks_change() -> None:
    assert one("window", "8:00-12:00", SPRING).window == TimeWindow(7 * H, 11 * H)


@pytest.mark.parametrize("cell", ["03:30", "2026-03-29T03:00", "29.03.2026 03:59"])
def test_a_time_that_clocks_skip_is_no_time(cell: str) -> None:
    assert refused("from", cell, SPRING).code is ReasonCode.NO_SUCH_TIME
    assert one("from", "02:59", SPRING).window.start_s == 3 * H - 60
    assert one("from", "04:00", SPRING).window.start_s == 3 * H


def test_a_time_that_comes_twice_is_its_first() -> None:
    autumn = ServiceDate(date(2026, 10, 25), ZoneInfo("Europe/Helsinki"))
    assert one("from", "03:30", autumn).window.start_s == 3 * H + 1800
    assert one("from", "04:00", autumn).window.start_s == 5 * H


def test_a_file_of_bad_rows_is_refused_whole() -> None:
    bad = "x;A 1;S;heavy\n" * (MOST_BAD + 1)
    manifest = read("id;street;size;mass\n1;A 1;S;5\n" + bad)
    assert manifest.rows == ()
    assert manifest.problems[0].reason == Reason(
        ReasonCode.TOO_MANY_PROBLEMS, (MOST_BAD,)
    )
    assert 1 < len(manifest.rejected) <= MOST_BAD
    nearly = read("id;street;size;mass\n1;A 1;S;5\n" + "x;A 1;S;heavy\n" * MOST_BAD)
    assert len(nearly.rows) == 1
    assert len(nearly.rejected) == MOST_BAD


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("window", "morning", ReasonCode.NOT_A_TIME),
        ("window", "8:00-", ReasonCode.NOT_A_TIME),
        ("window", "12:00-8:00", ReasonCode.WINDOW_BACKWARDS),
        ("from", "25:00", ReasonCode.NOT_A_TIME),
        ("from", "8:60", ReasonCode.NOT_A_TIME),
        ("from", "2026-11-25T08:00", ReasonCode.OUT_OF_RANGE),
        ("from", "0001-01-01T00:00", ReasonCode.OUT_OF_RANGE),
        ("due", "soon", ReasonCode.NOT_A_TIME),
        ("due", "9999-12-31", ReasonCode.NOT_A_TIME),
        ("priority", "whenever", ReasonCode.NOT_A_NUMBER),
        ("priority", "1.5", ReasonCode.NOT_A_NUMBER),
        ("priority", "101", ReasonCode.OUT_OF_RANGE),
        ("priority", "1.2,3.4", ReasonCode.NOT_A_NUMBER),
        ("priority", "nan", ReasonCode.NOT_A_NUMBER),
        ("priority", "\u0661", ReasonCode.NOT_A_NUMBER),
        ("climate", "lukewarm", ReasonCode.UNKNOWN_WORD),
        ("preference", "balcony", ReasonCode.UNKNOWN_WORD),
        ("preferred site", "moon", ReasonCode.UNKNOWN_WORD),
        ("id check", "perhaps", ReasonCode.UNKNOWN_WORD),
        ("barcode", "6.43E+12", ReasonCode.ROUNDED_NUMBER),
    ],
)
def test_a_bad_cell_is_told_where_it_stands(
    heading: str, cell: str, code: ReasonCode
) -> None:
    assert refused(heading, cell).code is code


def test_arguments_say_the_way_out() -> None:
    assert refused("priority", "101").args == (0, 100)
    assert refused("preferred site", "moon").args == ("forum",)
    assert refused("climate", "hot").args == ("ambient chilled frozen",)


def test_a_window_that_ends_before_it_begins() -> None:
    text = "id;street;size;mass;from;until;due\n1;A 1;S;5;12:00;8:00;\n"
    text += "2;A 1;S;5;12:00;14:00;9:00\n"
    problems = read(text).problems
    assert [(p.line, p.column) for p in problems] == [(2, "until"), (3, "due")]
    assert {p.reason.code for p in problems} == {ReasonCode.WINDOW_BACKWARDS}


def test_skills_are_a_list_in_small_letters() -> None:
    assert one("skills", "Keys; Tail lift / keys, ").needs == ("keys", "tail lift")
    assert one("Erforderliche Fähigkeiten", "Schlüssel").needs == ("schlüssel",)
    assert one("id check", "no").needs == ()


def test_a_soft_end_is_a_time_that_is_not_before_the_window() -> None:
    assert one("late from", "11:30").late_from_s == 41_400
    assert one("Verspätet ab", "").late_from_s is None
    assert refused("soft end", "noonish").code is ReasonCode.NOT_A_TIME
    text = (
        "id,street,size,mass,window start,late from\n"
        "a,Katu 1,10x10x10,100,12:00,11:00\nb,Katu 1,10x10x10,100,12:00,12:00\n"
    )
    found = read(text)
    assert [(p.line, p.column, p.reason.code) for p in found.problems] == [
        (2, "late from", ReasonCode.WINDOW_BACKWARDS)
    ]
    assert [row.late_from_s for row in found.rows] == [43_200]


def test_a_start_narrows_a_window_and_may_not_pass_its_end() -> None:
    text = (
        "id;street;size;mass;window;from\n1;A 1;S;5;8-12;9:00\n2;A 1;S;5;8-12;13:00\n"
    )
    manifest = read(text)
    assert manifest.rows[0].window == TimeWindow(9 * H, 12 * H)
    (problem,) = manifest.problems
    assert (problem.line, problem.column) == (3, "from")
    assert problem.reason.code is ReasonCode.WINDOW_BACKWARDS


def test_all_bad_cells_of_a_row_are_told_and_the_rest_goes_on() -> None:
    manifest = read(
        "id,street,lat,lon,size,mass,priority\n"
        "1,,60,,,heavy,whenever\n"
        "2,A 1,,,S,5,1\n"
        ",A 1,,,L,5,1\n"
        "3,A 1,91,24,10x20,5,1\n"
    )
    assert [row.id for row in manifest.rows] == ["2"]
    told = [(p.line, p.column, p.reason.code.value) for p in manifest.problems]
    assert told == [
        (2, "lon", "missing_value"),
        (2, "street", "missing_value"),
        (2, "size", "missing_value"),
        (2, "mass", "not_a_number"),
        (2, "priority", "not_a_number"),
        (4, "id", "missing_value"),
        (4, "size", "unknown_word"),
        (5, "lat", "out_of_range"),
        (5, "size", "not_a_number"),
    ]
    assert [record.line for record in manifest.rejected] == [2, 4, 5]


def test_sides_must_all_be_there_and_units_known() -> None:
    manifest = read("id,street,length,width,height,mass\n1,A 1,30,20,,2 stone\n")
    told = [(p.column, p.reason.code.value) for p in manifest.problems]
    assert told == [("height", "missing_value"), ("mass", "unknown_word")]


def test_size_and_mass_are_asked_for_or_assumed() -> None:
    text = "id,street\n1,A 1\n"
    told = [(p.column, p.reason.code.value) for p in read(text).problems]
    assert told == [("size", "missing_value"), ("mass", "missing_value")]
    (parcel,) = read(text, assumed=Assumed(Size(300, 200, 100), 1000)).rows
    assert (parcel.size, parcel.mass_g) == (Size(300, 200, 100), 1000)


def test_an_id_or_barcode_comes_once() -> None:
    manifest = read(
        "id,street,size,mass,barcode\n"
        "1,A 1,S,5,X Y\n"
        "2,A 1,S,,Z\n"
        "1,A 1,S,5,W\n"
        "2,A 1,S,5,V\n"
        "3,A 1,S,5,Y;U\n"
    )
    assert [row.id for row in manifest.rows] == ["1"]
    told = [(p.line, p.column, p.reason) for p in manifest.problems]
    again = ReasonCode.DUPLICATE_ID
    assert told == [
        (3, "mass", Reason(ReasonCode.MISSING_VALUE)),
        (4, "id", Reason(again, (2,))),
        (5, "id", Reason(again, (3,))),
        (6, "barcode", Reason(ReasonCode.DUPLICATE_BARCODE, (2,))),
    ]


def test_without_sites_any_preferred_site_is_believed() -> None:
    text = b"id,street,size,mass,site\n1,A 1,S,5,moon\n"
    manifest = read_manifest(text, file="m", day=DAY, classes=CLASSES)
    assert manifest.rows[0].preferred_site == "moon"


def test_a_person_says_which_column_is_which() -> None:
    text = "thing,what,where,size,mass\n1,x,A 1,S,5\n"
    unread = read(text)
    assert unread.problems[0].reason == Reason(ReasonCode.MISSING_COLUMN, ("id",))
    assert unread.columns.unused == ("thing", "what", "where"), "to choose from"
    mapping = {0: Field.ID, 2: Field.STREET, 3: Field.SIZE}
    manifest = read(text, mapping=mapping, assumed=Assumed(mass_g=7))
    assert manifest.problems == ()
    assert (manifest.rows[0].id, manifest.rows[0].mass_g) == ("1", 7)
    again = read(text, mapping=manifest.columns.choices, assumed=Assumed(mass_g=7))
    assert again.rows[0].person == manifest.rows[0].person


def test_a_column_that_is_not_there_refuses_the_file() -> None:
    manifest = read("id,street\n1,A 1\n", mapping={7: Field.NAME})
    assert manifest.rows == ()
    (problem,) = manifest.problems
    assert (problem.line, problem.column) == (1, "name")
    assert problem.reason == Reason(ReasonCode.MISSING_COLUMN, ("name",))


def test_rows_of_the_wrong_shape() -> None:
    manifest = read(
        'id,street,size,mass\n1,A 1, B,S,5\n2,A 1\n3,"A 1,S,5\n4,A 1,S,5,,\n'
    )
    assert [row.id for row in manifest.rows] == ["4"]
    told = [(p.line, p.column, p.reason.code.value) for p in manifest.problems]
    assert told == [
        (2, "", "unreadable"),
        (3, "size", "missing_value"),
        (3, "mass", "missing_value"),
        (4, "", "unreadable"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ReasonCode.MISSING_COLUMN),
        (b"id" + b"x" * table.MAX_BYTES, ReasonCode.TOO_LARGE),
        (b"id\n" + b"1\n" * (table.MAX_ROWS + 1), ReasonCode.TOO_LARGE),
        (b"id,a\0b\n1,2\n", ReasonCode.UNREADABLE),
        (b"PK\x03\x04\x14\x00\x06\x00", ReasonCode.UNREADABLE),
        (b"\x89PNG\r\n\x1a\n", ReasonCode.WRONG_FORMAT),
    ],
)
def test_a_file_that_cannot_be_a_manifest_says_why(
    data: bytes, code: ReasonCode
) -> None:
    manifest = read_manifest(data, file="m", day=DAY)
    assert manifest.rows == ()
    assert [(p.line, p.reason.code) for p in manifest.problems] == [(1, code)]


def test_a_problem_of_the_whole_file_stands_on_its_headings_line() -> None:
    assert read("sep=;\nthing;street\n1;A 1\n").problems[0].line == 2


def test_values_shown_in_problems_stay_short() -> None:
    manifest = read(f"id,street,size,mass\n1,A 1,S,{'9' * 900}\n")
    assert len(manifest.problems[0].value) == 200


HEADINGS = (
    b"id;street;lat;lon;size;length;mass;window;from;due;priority;climate;barcode\n"
)


@given(st.binary(max_size=300), st.booleans())
def test_no_content_raises(data: bytes, headed: bool) -> None:
    manifest = read_manifest(
        HEADINGS + data if headed else data, file="m", day=DAY, classes=CLASSES
    )
    lines = {problem.line for problem in manifest.problems}
    assert manifest.rejected == () or {r.line for r in manifest.rejected} == lines


cells = st.text(st.characters(exclude_characters=';"\r\n\0', exclude_categories=["Cs"]))
odd = st.sampled_from(
    ["", "1", "-1", "1e9", "24:00", "8:00", "S", "30x20x10", "2026-11-23", "nan", "²"]
)


@given(st.lists(st.lists(cells | odd, min_size=13, max_size=13), max_size=5))
def test_no_cell_raises_and_every_row_is_taken_or_told(rows: list[list[str]]) -> None:
    text = HEADINGS.decode() + "".join(";".join(row) + "\n" for row in rows)
    manifest = read_manifest(text.encode(), file="m", day=DAY, classes=CLASSES)
    there = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(manifest.rows) + len(manifest.rejected) == len(there)
    again = read_manifest(text.encode(), file="m", day=DAY, classes=CLASSES)
    assert again == manifest
