"""What a file is, told by its contents; everything else refused by its name, with what to do."""

from __future__ import annotations

import gzip
import os
import random
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tfrq.errors import DataError, TfrqError, UsageError
from tfrq.ingest.upload import Layout, files, header, kind, read, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(path: Path, **parts: str) -> bytes:
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", gzip.compress(b"id,a\n"), "a.csv is compressed with gzip"),
        ("a.csv", b"BZh91AY&SY", "bzip2"),
        ("a.csv", b"\xfd7zXZ\0\0", "xz"),
        ("a.csv", b"\x28\xb5\x2f\xfd\0", "Zstandard"),
        ("a.csv", b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        ("a.csv", b"%PDF-1.7", "PDF"),
        ("a.sav", b"$FL2@(#) SPSS", "SPSS"),
        ("a.xls", OLE + bytes(600), "old Excel file"),
        ("a.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "by a password"),
        ("a.xls", b"\n<HTML><table>", "is a web page"),
        ("a.xls", b'<?xml version="1.0"?>', "is XML"),
        ("a.xls", b"id\ta\n1\t2\n", "is named as an Excel workbook and holds none"),
        ("a.parquet", b"id,a\n", "is named as Parquet and holds none"),
        ("a.xlsx", b"PK\3\4rest", "damaged or cut short"),
        ("a.parquet", b"PAR1\x15\x04", "damaged or cut short"),
    ],
)
def test_refused_by_its_contents(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for ask in (header, lambda path, layout: list(read(path, layout)), lambda path, _: sniff(path)):
        with pytest.raises(DataError, match=message) as caught:
            ask(path, Layout())
        if name != "a.parquet" or "holds none" in message:
            assert name in caught.value.message
        assert caught.value.hint


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"pcr_dot_csv": "id,a"}, "is a ZIP archive"),
        ({"xl__workbook_dot_bin": ""}, "xlsb"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ods"),
    ],
)
def test_archives(tmp_path: Path, parts: dict[str, str], message: str) -> None:
    zipped(tmp_path / "a.csv", **parts)
    with pytest.raises(DataError, match=message):
        kind(tmp_path / "a.csv")


def test_an_archive_behind_a_password(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "a.zip", a="text"))
    content[content.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(DataError, match="password"):
        kind(tmp_path / "a.zip")


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "utf-16"])
def test_binary_junk(tmp_path: Path, seed: int, encoding: str) -> None:
    path = tmp_path / "junk.csv"
    path.write_bytes(random.Random(seed).randbytes(3000))
    with pytest.raises(DataError, match=r"junk\.csv"):
        list(read(path, Layout(encoding)))


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        kind(tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="is a folder"):
        kind(tmp_path)
    with pytest.raises(UsageError, match="a stream cannot be read twice"):
        kind(Path("-"))


def test_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)
        server.bind("socket")
        for name in ("pipe", "socket"):
            with pytest.raises(UsageError, match="a stream cannot be read twice"):
                kind(tmp_path / name)
    for name in ("/dev/null", "/dev/stdin"):
        with pytest.raises(UsageError, match="a stream cannot be read twice"):
            kind(Path(name))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id\n")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageError, match=r"a.csv cannot be read: Permission denied"):
        kind(path)


def test_the_contents_decide_and_not_the_name(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"id\n"), ("PAR1.csv", b"PAR1,PAR2\n"), ("b", b"PK,x\n")):
        (tmp_path / name).write_bytes(content)
        assert kind(tmp_path / name) == files.CSV


def test_every_refusal_has_a_hint() -> None:
    assert all(what and hint for _, what, hint in files._REFUSED)
    assert issubclass(DataError, TfrqError)


def test_the_names_of_the_package_load_no_library() -> None:
    heavy = "{'polars', 'pyarrow', 'numpy', 'fastexcel', 'charset_normalizer'}"
    code = f"import sys, tfrq.ingest.upload; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
