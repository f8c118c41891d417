"""The second copy of the journal's heads: a text file beside the store.

One line a day: date, last event, hash in hex. It is written anew and put in the place
of the old one in one step, a while after events were written and when the store is
closed, and is never read except to verify. Keep a copy of it elsewhere: whoever holds
an old one can tell whether the end of a journal was cut off since.
"""

import logging
import os
from collections.abc import Iterable
from pathlib import Path

from console.storage.journal import Head

log = logging.getLogger(__name__)


def read(path: Path) -> list[Head]:
    """The copied heads; what cannot be read is left out."""
    try:
        lines = path.read_text("ascii").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        log.warning("the copied heads of the journal are not readable: %s", error)
        return []
    found: list[Head] = []
    for line in lines:
        parts = line.split()
        try:
            day, number, digest = parts
            found.append(Head(day, int(number), bytes.fromhex(digest)))
        except ValueError:
            log.warning("no head of the journal: %r", line)
    return found


def write(path: Path, heads: Iterable[Head]) -> None:
    """Puts these heads, and those of days only the file knows, in the file's place."""
    known = {head.day: head for head in read(path)}
    known.update({head.day: head for head in heads})
    lines = (f"{h.day} {h.last_id} {h.hash.hex()}\n" for _, h in sorted(known.items()))
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
