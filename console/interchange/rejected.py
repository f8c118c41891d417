"""Rows that were left out -> a file to mend and import again.

Whatever the manifest was, the file is CSV and has its own headings and cells, so that
a mended row is read as it would have been, and more columns: cells that stood beyond
the headings, the line a row came from, and what is wrong with it. UTF-8 with a byte
order mark and CRLF, as spreadsheets like it. A cell that a spreadsheet would run as a
formula gets an apostrophe in front, which reading takes off again.
"""

import csv
import io

from console.interchange.manifest import Manifest
from console.interchange.manifest_rows import EXTRA_HEADING
from console.interchange.values import FORMULA

LINE_HEADING = "rejected line"
WHY_HEADING = "rejected because"


def safe_cell(text: str) -> str:
    """The text, disarmed where it begins as a formula does."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _headings(manifest: Manifest) -> tuple[str, ...]:
    """The file's own; where it has none, the fields its columns are read as."""
    if manifest.headed:
        return manifest.columns.headings
    fields = manifest.columns.choices
    return tuple(
        fields[column].value if column in fields else heading
        for column, heading in enumerate(manifest.columns.headings)
    )


def write_rejected(manifest: Manifest) -> bytes:
    """The rejected rows of a manifest as a CSV file; only headings where none is."""
    why: dict[int, list[str]] = {}
    for problem in manifest.problems:
        words = [problem.column, problem.reason.code.value]
        words += [str(argument) for argument in problem.reason.args]
        why.setdefault(problem.line, []).append(" ".join(filter(None, words)))
    headings = _headings(manifest)
    own = {LINE_HEADING, WHY_HEADING}
    kept = [i for i, heading in enumerate(headings) if heading not in own]
    most = max((len(record.cells) for record in manifest.rejected), default=0)
    beyond = range(len(headings), most)
    columns = [*kept, *beyond]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    named = [*(headings[i] for i in kept), *(EXTRA_HEADING for _ in beyond)]
    writer.writerow([*map(safe_cell, named), LINE_HEADING, WHY_HEADING])
    for record in manifest.rejected:
        cells = dict(enumerate(record.cells))
        row = [safe_cell(cells.get(i, "").replace("\0", "")) for i in columns]
        reasons = safe_cell("; ".join(why[record.line]))
        writer.writerow([*row, record.line, reasons])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
