"""Texts that are named in one place and translated in another.

lupdate finds `QT_TRANSLATE_NOOP` by its name; Qt's own one is typed as object, and a
table of sentences wants strings.
"""

from PySide6.QtCore import QCoreApplication

DASH = "\N{EN DASH}"
DOT = " \N{MIDDLE DOT} "


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Marks a source text for translation and gives it back as it is."""
    return text


def say(source: str, *args: object) -> str:
    """A source text marked in the context "words", in the user's language.

    `{0}`, `{1:02d}` and so on are filled with `args`.
    """
    return QCoreApplication.translate("words", source).format(*args)
