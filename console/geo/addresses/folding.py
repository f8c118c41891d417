"""One spelling for many: what makes two written street names the same.

`fold` takes away case and diacritics, `street_key` also everything that is not a
letter or a digit, so that "H. C. Andersens Blvd" and "hc andersens blvd" meet.
`loose_key` further takes the long spelling of a letter for its short one
(ae, oe, ue, aa). `aliases` gives the abbreviations people write for a name:
they are made when the book is opened, so a look-up stays one dictionary hit.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "æ": "a",
        "ø": "o",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "œ": "o",
        "\u0131": "i",
    }
)
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LONG = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))

_TWINS = re.compile(r"(.)\1+")
_SOUNDS = (
    ("sch", "s"),
    ("sh", "s"),
    ("sj", "s"),
    ("ch", "k"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("qu", "kv"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("z", "s"),
    ("y", "i"),
    ("j", "i"),
    ("ie", "i"),
    ("ei", "i"),
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("d", "t"),
    ("g", "k"),
)

# Longest first within a language; each ending is tried on the spaceless key.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # German; a key has one s for ss
    ("strase", ("str",)),
    ("platz", ("pl",)),
    ("weg", ("w",)),
    ("allee", ("all",)),
    ("gase", ("g",)),
    # Danish, Norwegian, Swedish
    ("gade", ("gd", "g")),
    ("vej", ("vj", "v")),
    ("plads", ("pl", "plds")),
    ("alle", ("al", "all")),
    ("boulevard", ("blvd", "boul", "blv", "bd")),
    ("gatan", ("g", "gt")),
    ("vagen", ("v", "vg")),
    ("vei", ("v",)),
    ("straede", ("str",)),
    # Finnish
    ("katu", ("k", "kt")),
    ("tie", ("t",)),
    ("kuja", ("kj",)),
    ("polku", ("p",)),
    ("aukio", ("auk",)),
    ("puistokatu", ("pk",)),
    ("esplanadi", ("espl", "esp")),
    # English
    ("street", ("st", "str")),
    ("road", ("rd",)),
    ("avenue", ("ave", "av")),
    ("lane", ("ln",)),
    ("drive", ("dr",)),
    ("square", ("sq",)),
    ("court", ("ct",)),
    ("place", ("pl",)),
    ("highway", ("hwy",)),
    ("terrace", ("ter",)),
    ("crescent", ("cres",)),
)
_BEGINNINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Italian, French, Spanish, Portuguese
    ("piazzale", ("ple", "pzle")),
    ("piazza", ("pza", "pzza", "pz", "p")),
    ("viale", ("vle", "v")),
    ("via", ("v",)),
    ("corso", ("cso", "c")),
    ("largo", ("lgo",)),
    ("vicolo", ("vlo", "vic")),
    ("strada", ("str",)),
    ("rue", ("r",)),
    ("rua", ("r",)),
    ("avenue", ("ave", "av")),
    ("avenida", ("avda", "av")),
    ("boulevard", ("boul", "blvd", "bd")),
    ("place", ("pl",)),
    ("plaza", ("pza", "pl")),
    ("calle", ("c",)),
    ("chemin", ("chem", "ch")),
    ("impasse", ("imp",)),
    ("sankt", ("skt", "sct", "st")),
    ("saint", ("st",)),
    ("gammel", ("gl",)),
    ("gamle", ("gl",)),
    ("store", ("st",)),
    ("lille", ("ll",)),
    ("norre", ("nr", "n")),
    ("nordre", ("ndr", "nr")),
    ("sondre", ("sdr",)),
    ("vestre", ("vestr", "v")),
    ("vester", ("v",)),
    ("oster", ("o",)),
    ("doktor", ("dr",)),
    ("professor", ("prof",)),
    ("north", ("n",)),
    ("south", ("s",)),
    ("east", ("e",)),
    ("west", ("w",)),
)


_KINDS = {
    "via": ("v",),
    "viale": ("vle",),
    "piazza": ("pza", "pzza"),
    "piazzale": ("ple",),
    "corso": ("cso",),
    "largo": ("lgo",),
    "rue": ("r",),
    "avenue": ("av",),
    "boulevard": ("bd",),
    "place": ("pl",),
    "calle": ("c",),
    "avenida": ("avda",),
    "plaza": ("pza",),
    "rua": ("r",),
}
"""Kinds of street that stand before a name, and how they are written short."""
_SAINTS = {
    "san": ("s", "san"),
    "santa": ("s", "sta"),
    "santo": ("s", "sto"),
    "sant": ("s", "st"),
    "saint": ("st", "s"),
    "sainte": ("ste", "st"),
    "sankt": ("st", "skt"),
}
_WORD = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without diacritics; other signs stay."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65_536)
def street_key(text: str) -> str:
    """Folded letters and digits only: the key of the book's dictionary.

    One s stands for ss, so that a mistake in an ß is one mistake.
    """
    return _NOT_WORD.sub("", fold(text)).replace("ss", "s")


def loose_key(key: str) -> str:
    """A street key with long spellings of one letter made short."""
    for long, short in _LONG:
        if long in key:
            key = key.replace(long, short)
    return key


@lru_cache(maxsize=16_384)
def sound_key(key: str) -> str:
    """A street key as it is heard: letters and groups that sound alike made one."""
    for spelled, heard in _SOUNDS:
        if spelled in key:
            key = key.replace(spelled, heard)
    return _TWINS.sub(r"\1", key)


def aliases(name: str) -> Iterator[str]:
    """Keys of the usual abbreviations of a street name, without its own key."""
    own = street_key(name)
    for key in (own, *_saints(name)):
        if key != own:
            yield key
        endings = [key]
        for ending, shorts in _ENDINGS:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                endings += [key[: -len(ending)] + short for short in shorts]
        if key.endswith("str") and len(key) > 5:
            endings.append(key + "ase")  # the map itself abbreviates
        for spelled in endings:
            if spelled != key:
                yield spelled
            for beginning, shorts in _BEGINNINGS:
                if spelled.startswith(beginning) and len(spelled) > len(beginning) + 2:
                    for short in shorts:
                        yield short + spelled[len(beginning) :]


def partial_names(name: str) -> Iterator[str]:
    """Keys of a name that honours a person, with the first names short or left out.

    "Via Alessandro Manzoni" is written "Via A. Manzoni" and "Via Manzoni", "H.C.
    Andersens Boulevard" is written "Andersens Boulevard".
    """
    words = [word for word in _WORD.split(fold(name)) if word]
    if len(words) > 2 and words[0] in _KINDS:
        kind, *first, last = words
        initials = "".join(word[0] for word in first)
        for shorter in (kind + initials + last, kind + last):
            yield street_key(shorter)
            for short in _KINDS[kind]:
                yield short + street_key(shorter[len(kind) :])
    at = next((i for i, word in enumerate(words) if len(word) > 2), 0)
    if at and len(words) - at > 1:
        yield street_key("".join(words[at:]))


def _saints(name: str) -> Iterator[str]:
    """Keys of a name with its saints abbreviated, wherever they stand."""
    words = [word for word in _WORD.split(fold(name)) if word]
    if len(words) > 1 and any(word in _SAINTS for word in words):
        for short in range(2):
            yield street_key(
                "".join(_SAINTS[w][short] if w in _SAINTS else w for w in words)
            )


def stem_length(key: str) -> int:
    """Letters of a street key before an ending that many streets share."""
    for ending, _ in _ENDINGS:
        if key.endswith(ending):
            return len(key) - len(ending)
    return len(key)


def normalised(text: str) -> str:
    """Return the key under which a person's correction of this text is kept.

    Case, diacritics, punctuation and spacing do not matter; words and digits do.
    """
    return " ".join(_NOT_WORD.sub(" ", fold(text)).split())
