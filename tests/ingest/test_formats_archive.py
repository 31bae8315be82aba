"""ZIP archives: members in order, and refusal of what would harm, by the sizes stated."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.formats import READERS, Document
from rag.ingest.formats.archive import ArchiveLimits, ArchiveReader
from rag.ingest.formats.plain import read_plain
from tests.ingest.files import archive, patched, pdf, word


def read(data: bytes, limits: ArchiveLimits | None = None) -> list[Draft | Failure]:
    reader = ArchiveReader({".txt": read_plain}, limits) if limits else READERS[".zip"]
    return list(reader(Document("week.zip", data)))


def test_members_are_read_in_their_order_each_by_its_reader() -> None:
    data = archive(
        {
            "b.jsonl": '{"text": "One."}\nbroken\n',
            "a.txt": "Two.",
            "a.meta.json": '{"title": "Bridge"}',
            "sub/c.PDF": pdf("Three, the board said on Monday."),
            "d.docx": word([("Normal", "Four.")]),
            "pic.png": b"\x89PNG",
            "__MACOSX/a.txt": "x",
            ".hidden/e.txt": "x",
        }
    )
    found = read(data)
    assert [item.source for item in found] == [
        "week.zip > b.jsonl line 1",
        "week.zip > b.jsonl line 2",
        "week.zip > a.txt",
        "week.zip > sub/c.PDF",
        "week.zip > d.docx",
    ]
    assert [type(item) is Failure for item in found] == [False, True, False, False, False]
    assert isinstance(found[2], Draft)
    assert found[2].title == "Bridge"


def test_names_are_for_messages_and_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = read(archive({"../../etc/a.txt": "One.", "/b.txt": "Two.", "c\n.txt": "Three."}))
    assert [item.source for item in found] == ["week.zip > ../../etc/a.txt", "week.zip > /b.txt", "week.zip > c .txt"]
    assert list(tmp_path.iterdir()) == []


def test_an_archive_in_an_archive_is_refused_and_the_rest_is_read() -> None:
    nested, one = read(archive({"n.zip": archive({"a.txt": "x"}), "a.txt": "One."}))
    assert isinstance(nested, Failure)
    assert nested.error.startswith("An archive inside an archive is not opened")
    assert isinstance(one, Draft)


def test_a_protected_member_is_refused() -> None:
    data = bytearray(archive({"a.txt": "One.", "b.txt": "Two."}))
    at = data.index(b"PK\x01\x02") + 8
    data[at : at + 2] = struct.pack("<H", 1)
    first, second = read(bytes(data))
    assert isinstance(first, Failure)
    assert "protected by a password" in first.error
    assert isinstance(second, Draft)


def test_a_damaged_member_is_refused_and_the_rest_is_read() -> None:
    data = patched(archive({"a.txt": "One two three.", "b.txt": "Two."}, zipfile.ZIP_STORED), b"two", b"TWO")
    first, second = read(data)
    assert isinstance(first, Failure)
    assert "This member of the archive is damaged" in first.error
    assert isinstance(second, Draft)


def test_a_member_that_states_less_than_it_holds_gives_no_more_than_it_states() -> None:
    size, forged = struct.pack("<L", 30_000_000), struct.pack("<L", 100)
    (failure,) = read(patched(archive({"a.txt": b"x" * 30_000_000}), size, forged))
    assert isinstance(failure, Failure)
    assert "damaged" in failure.error


SMALL = ArchiveLimits(members=3, total=5_000_000, ratio=200)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged or no ZIP archive"),
        (b"PK\x03\x04" + b"x" * 100, "damaged or no ZIP archive"),
        (archive({"a.txt": "x"})[:-10], "damaged or no ZIP archive"),
        (archive({}), "holds no file that can be read"),
        (archive({"a.png": "x"}), "holds no file that can be read"),
        (archive({f"{n}.txt": "x" for n in range(4)}), "has 4 members and the limit is 3; split it"),
        (archive({"a.txt": b"x" * 3_000_000, "b.txt": b"x" * 3_000_000}), "unpack to 6 MB and the limit is 5 MB"),
        (archive({"a.txt": b"\0" * 2_000_000}), "more than 200 times its size"),
    ],
)
def test_what_would_harm_is_refused_unread(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data, SMALL)


def test_a_member_over_the_limit_of_a_document_is_refused() -> None:
    noise = bytes(range(256)) * 210_000
    (failure,) = read(archive({"a.txt": noise}, zipfile.ZIP_STORED))
    assert isinstance(failure, Failure)
    assert "the limit for one document is 50 MB" in failure.error
