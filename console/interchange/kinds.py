"""What a file is, by its first bytes, whatever its name says.

People rename files, and web shops call anything "export.csv". What we do not read is
named, so that the way out can be said: save it as .xlsx or .csv.
"""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
    (b"PK\x05\x06", "empty zip"),
    (b"BEGIN:VCALENDAR", "iCalendar"),
    (b"BEGIN:VCARD", "vCard"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = ("<html", "<!doctype html", "<table", "<head", "<body", "<script")
LOCKED = "locked"
"""An Office file with a password."""


def foreign(data: bytes) -> str:
    """The name of a kind that is not read, LOCKED, or nothing where it may be read."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return LOCKED
        books = (name.encode("utf-16-le") for name in ("Workbook", "Book"))
        return "xls" if any(name in data for name in books) else "old Office"
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    text = start.decode("latin-1").casefold()
    if text.startswith(_HTML):
        return "HTML"
    if text.startswith("<?xml"):
        return "XML"
    return ""


def zipped(names: set[str], mimetype: bytes) -> str:
    """The same for what is in a zip file: nothing for a workbook we read."""
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if b"opendocument" in mimetype:
        return "OpenDocument"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return ""
