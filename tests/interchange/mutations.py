"""Real files, spoilt at random: bytes flipped, cut, doubled and moved; cells swapped.

`python -m tests.interchange.mutations SECONDS [SEED]` runs for long, by hand; the tests
run some from a fixed seed. A round that breaks a promise names its seed, which makes
the same file again.
"""

import json
import random
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from console.domain.clock import ServiceDate
from console.domain.ids import SiteId, SizeClassId
from console.domain.parcel import Size
from console.domain.place import Place
from console.domain.site import Site, SizeClass
from console.interchange.manifest import Manifest, read_manifest
from console.interchange.preview import preview
from console.interchange.rejected import write_rejected
from tests.interchange import nasty_bytes

DAY = ServiceDate(date(2026, 3, 29), ZoneInfo("Europe/Helsinki"))
CLASSES = (SizeClass(SizeClassId("S"), Size(640, 380, 80)),)
SITES = (Site(SiteId("forum"), "Forum Kamppi", Place(24.93, 60.17)),)
HEADS = (
    *("Parcel ID", "Barcode", "Name", "Katuosoite", "PLZ", "By", "Phone", "lat", "lon"),
    *("size cm", "Paino (kg)", "climate", "window", "due", "preferred site", "status"),
    "id check",
)
CELLS = (
    *("", "NULL", "#REF!", "-5", "1e400", "=1+1", "2.touko", "6,43E+12", "24:00"),
    *("8-12", "03:30", "29.2.", "\u202e1", "\u200b", "S", "30x20x10", "storno", "\0"),
    *(
        '"',
        "'",
        ";",
        "\n",
        "x" * 1200,
        "60,17",
        "24.93",
        "2026-11-23T08:00+02:00",
        "ja",
    ),
)
SLOW_S = 20.0
"""A round may take so long on a busy machine."""

Mutation = Callable[[random.Random, bytearray], None]


def rows(chance: random.Random, count: int) -> list[list[str]]:
    """A table of parcels, a cell here and there put in from the worst we know."""
    made = []
    for n in range(count):
        row = [
            f"P{n}",
            f"64{n:011}",
            "Alder Ash",
            f"Bulevardi {n}",
            "00120",
            "Helsinki",
        ]
        row += [
            "+358401",
            "60.17",
            "24.93",
            "30x20x10",
            "1,5",
            "kylm\u00e4",
            "8:00-12:00",
        ]
        row += ["", "forum", "new", "ei"]
        for _ in range(chance.choice((0, 0, 1, 3))):
            row[chance.randrange(len(row))] = chance.choice(CELLS)
        made.append(row)
    return made


def text(chance: random.Random) -> bytes:
    """A CSV file in some encoding, with some delimiter and line end."""
    delimiter, end = chance.choice(",;\t|"), chance.choice(("\n", "\r\n", "\r"))
    lines = [list(HEADS), *rows(chance, chance.randrange(30))]
    if chance.random() < 0.3:
        lines.insert(0, ["Daily export"])
    quote = chance.random() < 0.5
    table = end.join(
        delimiter.join(f'"{cell}"' if quote else cell for cell in line)
        for line in lines
    )
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"))
    return table.encode(encoding, errors="replace")


def workbook(chance: random.Random) -> bytes:
    """A workbook of such rows, now and then one of the hand-made ones."""
    if chance.random() < 0.3:
        made = (nasty_bytes.merged_cells, nasty_bytes.typed, nasty_bytes.groups)
        return chance.choice(made)()
    if chance.random() < 0.3:
        return nasty_bytes.shared()
    table = [[cell.replace("\0", "") for cell in row] for row in rows(chance, 12)]
    return nasty_bytes.sheet(HEADS, *table)


def jsons(chance: random.Random) -> bytes:
    """An array, nested rows, or JSON Lines."""
    made: list[object] = []
    for row in rows(chance, 12):
        flat = dict(zip(HEADS, row, strict=True))
        nested = {"parcel": {"id": row[0]}, "recipient": flat}
        made.append(nested if chance.random() < 0.2 else flat)
    kind = chance.randrange(3)
    if kind == 0:
        return json.dumps({"data": {"parcels": made}}).encode()
    if kind == 1:
        return "\n".join(json.dumps(one) for one in made).encode()
    return json.dumps(made, indent=1).encode(
        "utf-16" if chance.random() < 0.5 else "utf-8"
    )


def spoil(chance: random.Random, data: bytes, most: int = 8) -> bytes:
    """The bytes with up to `most` things done to them, none now and then."""
    spoilt = bytearray(data)
    for _ in range(chance.randrange(most)):
        if spoilt:
            chance.choice(_MUTATIONS)(chance, spoilt)
    return bytes(spoilt)


def respoilt(chance: random.Random, data: bytes) -> bytes:
    """A workbook whose XML is spoilt inside a zip that is whole."""
    try:
        parts = nasty_bytes.parts(data)
    except zipfile.BadZipFile:
        return data
    name = chance.choice([n for n in parts if n.startswith("xl/")] or list(parts))
    return nasty_bytes.packed(parts | {name: spoil(chance, parts[name])})


def flip(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def replace(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def cut(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


def drop(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 64)]


def double(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 200)]


def move(chance: random.Random, data: bytearray) -> None:
    at, to = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[at : at + 32]
    data[to : to + len(piece)] = piece


def put_in(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(CELLS).encode(errors="replace")


_MUTATIONS: tuple[Mutation, ...] = (flip, replace, cut, drop, double, move, put_in)


def manifest_of(seed: int) -> bytes:
    """The file of a seed: one of the three formats, spoilt."""
    chance = random.Random(seed)
    data = chance.choice((text, workbook, jsons))(chance)
    if data.startswith(b"PK") and chance.random() < 0.6:
        return respoilt(chance, data)
    return spoil(chance, data)


def check_manifest(seed: int) -> Manifest:
    """Reads the file of a seed and holds it against what is promised."""
    data = manifest_of(seed)
    began = time.monotonic()
    seen = preview(data, file="m")
    manifest = read_manifest(data, file="m", day=DAY, classes=CLASSES, sites=SITES)
    again = read_manifest(write_rejected(manifest), file="r", day=DAY, classes=CLASSES)
    assert time.monotonic() - began < SLOW_S, "too slow"
    ids = [row.id for row in manifest.rows] + list(manifest.cancellations)
    assert len(set(ids)) == len(ids), "an id twice"
    assert all(ids), "an id of nothing"
    codes = [code for row in manifest.rows for code in row.barcodes]
    assert len(set(codes)) == len(codes), "a barcode twice"
    assert all(min(row.mass_g, row.size.volume_ml) > 0 for row in manifest.rows)
    whole = len(ids) + len(manifest.rejected)
    repeats = sum(n.reason.code == "repeated_headings" for n in manifest.notes)
    if manifest.rejected or not manifest.problems:
        assert whole + repeats == seen.rows, "a row is neither taken nor told"
    else:
        assert not ids, "some of a refused file"
    lines = {problem.line for problem in manifest.problems}
    assert {record.line for record in manifest.rejected} <= lines
    assert len(again.rows) <= len(manifest.rejected)
    return manifest


def main(seconds: float, first: int) -> None:
    """Runs until the time is over and says what happened."""
    until = time.monotonic() + seconds
    seed = first
    taken = refused = 0
    while time.monotonic() < until:
        try:
            manifest = check_manifest(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
        taken += len(manifest.rows) > 0
        refused += len(manifest.rows) == 0
        seed += 1
    files = seed - first
    sys.stdout.write(f"{files} files, {taken} with parcels, {refused} without\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
