"""Bytes become text, or an error that says what to do."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import SourceError
from rag.ingest import decode as module
from rag.ingest.decode import decode, read_bytes

TEXT = "The café at Port Ellis reopened — “at last”, said Zoë Roe.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "utf-32", "cp1252"]
)
def test_common_encodings_are_read(encoding: str) -> None:
    data = {
        "utf-16-le-bom": b"\xff\xfe" + TEXT.encode("utf-16-le"),
        "utf-16-be-bom": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    }.get(encoding) or TEXT.encode(encoding)
    assert decode(data) == TEXT


def test_other_scripts_are_detected() -> None:
    text = "Мост в Порт-Эллисе открылся в воскресенье после долгого ремонта, сообщил портовый совет."
    assert decode(text.encode("cp1251")) == text


def test_a_declared_encoding_is_used_where_it_fits() -> None:
    text = "Most v přístavu byl otevřen v neděli."
    assert decode(text.encode("cp1250"), declared="cp1250") == text
    assert decode(TEXT.encode("utf-8"), declared="cp1250") == TEXT
    assert decode(TEXT.encode("cp1252"), declared="no-such-encoding") == TEXT


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_files_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\xff",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01\x02 obj",
        b"a\x01b\x02c\x03d\x04e\x05" * 20,
        "No byte order mark".encode("utf-16-le"),
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="binary data"):
        decode(data)


@pytest.mark.parametrize("data", [b"\xff\xfea", random.Random(7).randbytes(400).replace(b"\0", b"\1")])
def test_unreadable_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="save the file as UTF-8"):
        decode(data)


def test_a_stray_nul_does_not_make_a_text_binary() -> None:
    assert decode(b"The bridge\x00 opened.") == "The bridge\x00 opened."


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(module.DOCUMENT_LIMIT + 1)  # sparse: no such space is used
    with pytest.raises(SourceError, match="limit for one document is 50 MB; split it"):
        read_bytes(path)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_source_error(data: bytes) -> None:
    try:
        assert decode(data).strip()
    except SourceError as error:
        assert str(error).endswith((".", "that."))
