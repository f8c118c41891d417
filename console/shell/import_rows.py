"""The rows of an import: what files say, what people decided, what comes of both.

    manifest -> RowState (as read) --- Decision ---> RowState (as it stands)

A `Decision` is what a person said about a row and nothing that follows from it, so it
can be taken back, kept, and applied again to a file that is read anew. Everything here
is plain values; finding addresses is the business of whoever holds the rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from console.domain.ids import ParcelId
from console.domain.parcel import Parcel, ParcelState, Person
from console.domain.place import Place
from console.domain.reasons import Reason, ReasonCode, RowProblem
from console.interchange.columns import ColumnMap
from console.interchange.fields import Field
from console.interchange.manifest import Manifest
from console.interchange.table import Record
from console.interchange.values import tidy
from console.viewmodels.importing import Issue, IssueState, Key, Outcome

ADDRESS_FIELDS = (Field.STREET, Field.HOUSE_NUMBER, Field.POSTCODE, Field.CITY)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about a row. `cells` are texts by column."""

    cells: tuple[tuple[int, str], ...] = ()
    place: Place | None = None
    placed: str = ""
    entrance: str = ""
    held: bool = False
    out: bool = False


NOTHING = Decision()


@dataclass(frozen=True, slots=True)
class RowState:
    """One row as it stands. Without a parcel it is rejected for its `problems`.

    `reason` is why its address has no place yet. `record` holds the cells as they
    stand, `first` as the file has them.
    """

    first: Record
    record: Record
    parcel: Parcel | None
    problems: tuple[RowProblem, ...] = ()
    reason: Reason | None = None
    decision: Decision = NOTHING

    @property
    def coming(self) -> Parcel | None:
        """The parcel as it would be taken in; None for a row that stays out."""
        if self.parcel is None or self.decision.out:
            return None
        if self.decision.held:
            reason = Reason(ReasonCode.HELD_BY_PERSON)
            return replace(self.parcel, state=ParcelState.HELD, reason=reason)
        if self.parcel.place is None:
            return replace(self.parcel, state=ParcelState.HELD, reason=self.reason)
        return self.parcel


def as_read(number: int, manifest: Manifest) -> dict[Key, RowState]:
    """Every row of a manifest, without a place where the file gives none."""
    found: dict[int, list[RowProblem]] = {}
    for problem in manifest.problems:
        found.setdefault(problem.line, []).append(problem)
    rows = {
        (number, record.line): RowState(record, record, parcel)
        for parcel, record in zip(manifest.rows, manifest.kept, strict=True)
    }
    for record in manifest.rejected:
        problems = tuple(found.get(record.line, ()))
        rows[number, record.line] = RowState(record, record, None, problems)
    return dict(sorted(rows.items()))


def twice(row: RowState, key: Key, first: Key, names: Mapping[int, str]) -> RowState:
    """A row whose id another row has already."""
    assert row.parcel is not None  # noqa: S101 - the caller's promise
    same = key[0] == first[0]
    reason = (
        Reason(ReasonCode.DUPLICATE_ID, (first[1],))
        if same
        else Reason(ReasonCode.DUPLICATE_IN_FILE, (names[first[0]], first[1]))
    )
    problem = RowProblem(
        names[key[0]], key[1], "", str(row.parcel.id), reason, field=Field.ID.value
    )
    return replace(row, parcel=None, problems=(problem,))


def with_cells(record: Record, cells: Iterable[tuple[int, str]]) -> Record:
    """A record with other texts in some columns."""
    texts = list(record.cells)
    for column, text in cells:
        texts += [""] * (column + 1 - len(texts))
        texts[column] = text
    return replace(record, cells=tuple(texts))


def person_of(record: Record, columns: ColumnMap) -> Person:
    """Whom a row is for, whatever else is wrong with it."""

    def text(field: Field) -> str:
        return text_of(record, columns, field)

    street, number = text(Field.STREET), text(Field.HOUSE_NUMBER)
    if number and not street.endswith(f" {number}"):
        street = f"{street} {number}".strip()
    name = f"{text(Field.FIRST_NAME)} {text(Field.NAME)}".strip()
    town = (text(Field.POSTCODE), text(Field.CITY))
    return Person(name, street, *town, text(Field.UNIT), text(Field.PHONE))


def text_of(record: Record, columns: ColumnMap, field: Field) -> str:
    """A cell by its field, tidied; empty where there is none."""
    use = columns.use(field)
    if use is None or use.column >= len(record.cells):
        return ""
    return tidy(record.cells[use.column])


def address_text(person: Person) -> str:
    """An address without what is behind the door: the same for a whole entrance."""
    town = f"{person.postcode} {person.city}".strip()
    return ", ".join(part for part in (person.street, town) if part)


def issues_of(key: Key, row: RowState, columns: ColumnMap) -> list[Issue]:
    """What is wrong with a row now, one problem a cell."""
    person = person_of(row.record, columns)
    name = str(row.parcel.id) if row.parcel else text_of(row.record, columns, Field.ID)
    if row.parcel is None:
        return [
            Issue(key, name or person.name, p.column, p.value, p.reason)
            for p in row.problems
        ]
    if row.parcel.place is None and row.reason is not None:
        use = columns.use(Field.STREET)
        heading = use.heading if use else ""
        return [Issue(key, name, heading, address_text(person), row.reason)]
    return []


def state_of(issue: Issue, row: RowState) -> IssueState:
    """How a problem that was there stands now."""
    if row.decision.out:
        return IssueState.LEFT_OUT
    if row.parcel is None:
        still = any(p.column == issue.column for p in row.problems)
        return IssueState.REJECTED if still else IssueState.SETTLED
    if row.decision.held:
        return IssueState.HELD
    if row.parcel.place is None and row.reason is not None:
        address = issue.reason.code in {row.reason.code, *_ADDRESS}
        return IssueState.WAITING if address else IssueState.SETTLED
    return IssueState.SETTLED


_ADDRESS = frozenset(
    {
        ReasonCode.ADDRESS_NOT_FOUND,
        ReasonCode.ADDRESS_UNSURE,
        ReasonCode.ADDRESS_POST_BOX,
        ReasonCode.OUTSIDE_REGION,
        ReasonCode.NO_STREET_NEARBY,
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """The parcels of a manifest that came before: on this day, and anywhere."""

    today: Mapping[ParcelId, Parcel]
    anywhere: frozenset[ParcelId]


def outcome(row: RowState, known: Known) -> Outcome:
    """What taking in would do with a row."""
    coming = row.coming
    if coming is None:
        return Outcome.LEFT_OUT
    if coming.state is ParcelState.HELD:
        return Outcome.HELD
    if coming.id not in known.anywhere:
        return Outcome.NEW
    before = known.today.get(coming.id)
    if before is None:
        return Outcome.CHANGED
    same = replace(coming, state=before.state, reason=before.reason)
    if coming.person.same_as(before.person):
        # a parcel that was taken in has its unit in a field of its own
        same = replace(same, person=before.person)
    return Outcome.UNCHANGED if same == before else Outcome.CHANGED


def outcomes(rows: Iterable[RowState], known: Known) -> Counter[Outcome]:
    """How many rows come to what."""
    return Counter(outcome(row, known) for row in rows)


def left_out(
    rows: Mapping[Key, RowState], manifests: Mapping[int, Manifest]
) -> Sequence[Manifest]:
    """For every file a manifest of the rows that stay out, with the cells as mended."""
    parts: list[Manifest] = []
    for number, manifest in manifests.items():
        out = [
            (key, row)
            for key, row in rows.items()
            if key[0] == number and row.coming is None
        ]
        if not out:
            continue
        problems: list[RowProblem] = []
        for _, row in out:
            problems += row.problems or _left(row)
        parts.append(
            replace(
                manifest,
                rows=(),
                kept=(),
                problems=tuple(problems),
                rejected=tuple(row.record for _, row in out),
            )
        )
    return parts


def _left(row: RowState) -> tuple[RowProblem, ...]:
    reason = row.reason or Reason(ReasonCode.HELD_BY_PERSON)
    return (RowProblem("", row.record.line, "", "", reason),)
