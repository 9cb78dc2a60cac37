"""What a file is, told by its contents: what can be read, and what to do about the rest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq.errors import DataError, UsageError

if TYPE_CHECKING:
    import zipfile

CSV, XLSX, PARQUET = "csv", "xlsx", "parquet"

_SAVE_AS = "open it in a spreadsheet and save it as .xlsx, or as CSV in UTF-8"
_UNPACK = "unpack it, and name the files in it"
_EXPORT = "ask the site for CSV, .xlsx or Parquet"
# How files begin that are refused: what they are, and what to do. The order matters nowhere.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (rb"\x1f\x8b", "is compressed with gzip", _UNPACK),
    (rb"BZh[1-9]1AY", "is compressed with bzip2", _UNPACK),
    (rb"\xfd7zXZ\0", "is compressed with xz", _UNPACK),
    (rb"\x28\xb5\x2f\xfd", "is compressed with Zstandard", _UNPACK),
    (rb"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", _UNPACK),
    (rb"Rar!\x1a\x07", "is a RAR archive", _UNPACK),
    (rb"%PDF-", "is a PDF document", _EXPORT),
    (rb"\{\\rtf", "is an RTF document", _EXPORT),
    (rb"\$FL[23]@", "is an SPSS file", _EXPORT),
    (rb"<stata_dta>", "is a Stata file", _EXPORT),
    (rb"SQLite format 3\0", "is an SQLite database", _EXPORT),
    (rb"PARE", "is an encrypted Parquet file", "ask the site for it without encryption"),
    (rb"(?i:\s*<(!doctype html|html|table|meta|head)\b)", "is a web page", _SAVE_AS),
    (rb"(\xef\xbb\xbf)?\s*<\?xml\b", "is XML", _SAVE_AS),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names that Windows gives the parts of a workbook protected by a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TABLES = {".xlsx": "an Excel workbook", ".xlsm": "an Excel workbook", ".parquet": "Parquet"}
_TABLES |= {".xls": "an Excel workbook", ".xlsb": "an Excel workbook", ".ods": "a spreadsheet"}
_HEAD = 4096


def kind(path: Path) -> str:
    """ "csv" (any delimited text), "xlsx" or "parquet". The contents decide, not the name.

    Raises UsageError for what is no readable file, DataError for a file of any other kind."""
    head = _head(path)
    if not head:
        raise DataError(f"{path.name} is empty", hint="ask the site to send it again")
    if head.startswith(b"PK") and head[2:4] in (b"\3\4", b"\5\6", b"\7\x08"):
        return _in_archive(path)
    if head.startswith(b"PAR1") and head[4:5] < b" ":
        return PARQUET
    _refuse(path, head)
    if what := _TABLES.get(path.suffix.lower()):
        raise DataError(
            f"{path.name} is named as {what} and holds none",
            hint="if it is text, name it .csv; if not, ask the site to send it again",
        )
    return CSV


def _head(path: Path) -> bytes:
    _regular(path)
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise UsageError(
            f"{path.name} cannot be read: {error.strerror}", hint="check who may read it"
        ) from None


def _regular(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path.name} is a folder", hint=f"name the files in it: {path}/*")
    is_stream = str(path) == "-" or path.is_relative_to("/dev")
    if path.is_file() and not is_stream:
        return
    if path.exists() or is_stream:
        raise UsageError(
            f"{path} is no file: a stream cannot be read twice",
            hint="save it in a file, and name that",
        )
    raise UsageError(f"there is no file {path}", hint="check its name and folder")


def _refuse(path: Path, head: bytes) -> None:
    for start, what, hint in _REFUSED:
        if re.match(start, head):
            raise DataError(f"{path.name} {what}", hint=hint)
    if head.startswith(_OLE):
        _refuse_ole(path)


def _refuse_ole(path: Path) -> None:
    """Old Excel files and protected new ones are alike outside."""
    with path.open("rb") as file:
        protected = _ENCRYPTED in file.read(1 << 20) or _near_end(path, _ENCRYPTED)
    if protected:
        raise DataError(
            f"{path.name} is protected by a password",
            hint="open it, take the password away (File, Info, Protect Workbook), and save it",
        )
    raise DataError(f"{path.name} is an old Excel file (.xls)", hint=_SAVE_AS)


def _near_end(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        return wanted in file.read()


def _in_archive(path: Path) -> str:
    from tfrq.ingest.upload import archive

    with archive.opened(path) as packed:
        names = set(packed.namelist())
        if "xl/workbook.xml" in names:
            return XLSX
        if "xl/workbook.bin" in names:
            raise DataError(f"{path.name} is a binary Excel file (.xlsb)", hint=_SAVE_AS)
        if _mimetype(packed).startswith(b"application/vnd.oasis.opendocument"):
            raise DataError(f"{path.name} is an OpenDocument file (.ods)", hint=_SAVE_AS)
    raise DataError(f"{path.name} is a ZIP archive", hint=_UNPACK)


def _mimetype(packed: zipfile.ZipFile) -> bytes:
    if "mimetype" not in packed.namelist():
        return b""
    with packed.open("mimetype") as part:
        return part.read(100)
