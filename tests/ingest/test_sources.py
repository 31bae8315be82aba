"""Sources as a person names them: files, folders, standard input; one bad item never stops the rest."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rag.ingest
from rag.datatypes import Draft, Failure
from rag.errors import UsageError
from rag.ingest import count_sources, read_sources
from rag.ingest.formats import READERS
from tests.ingest import files
from tests.ingest.files import archive, pdf, word

KNOWN = " ".join(READERS)
ROOT = Path(__file__).parents[2]
HTML = (
    "<html><body><article>"
    + "<p>The harbour board met and heard its engineers out.</p>" * 4
    + "</article></body></html>"
)
FEED = (
    "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item><title>Bridge</title>"
    "<content:encoded>It opened on Sunday.</content:encoded></item></channel></rss>"
)
CONTENT: dict[str, str | bytes] = {
    ".txt": "It opened on Sunday.",
    ".md": "It opened on Sunday.",
    ".markdown": "It opened on Sunday.",
    ".html": HTML,
    ".htm": HTML,
    ".json": '{"text": "It opened on Sunday."}',
    ".jsonl": '{"text": "It opened on Sunday."}\n',
    ".ndjson": '{"text": "It opened on Sunday."}',
    ".csv": "Text,Title\nIt opened on Sunday.,Bridge\n",
    ".tsv": "Text\tTitle\nIt opened on Sunday.\tBridge\n",
    ".eml": "From: a@ellis.example\nSubject: Bridge\n\nIt opened on Sunday.",
    ".rss": FEED,
    ".atom": FEED,
    ".xml": FEED,
    ".pdf": pdf("It opened on Sunday, the board said."),
    ".docx": word([("Normal", "It opened on Sunday.")]),
    ".zip": archive({"a.txt": "It opened on Sunday."}),
}


def write(path: Path, content: str | bytes = "It opened on Sunday.") -> Path:
    return files.write(path, content)


def failure_of(source: str | Path) -> str:
    (failure,) = read_sources([source])
    assert isinstance(failure, Failure)
    assert failure.source == str(source)
    return failure.error


def test_the_public_names_are_these() -> None:
    assert rag.ingest.__all__ == ["build_article", "count_sources", "read_records", "read_sources"]


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_every_format_is_read_by_its_suffix_in_any_case(tmp_path: Path, suffix: str) -> None:
    for name in ("a" + suffix, "B" + suffix.upper()):
        (draft,) = read_sources([write(tmp_path / name, CONTENT[suffix])])
        assert isinstance(draft, Draft)
        assert draft.source.startswith(str(tmp_path / name))


def test_a_folder_is_read_in_sorted_order_and_a_bad_item_does_not_stop_it(tmp_path: Path) -> None:
    write(tmp_path / "b.txt")
    write(tmp_path / "a.json", "{")
    write(tmp_path / "c.jsonl", '{"text": "One."}\nbroken\n{"text": "Three."}\n')
    write(tmp_path / "sub" / "d.md")
    write(tmp_path / "sub" / "d.meta.json", "{}")
    write(tmp_path / ".hidden.txt")
    write(tmp_path / ".git" / "e.txt")
    write(tmp_path / "notes.odt")
    items = list(read_sources([tmp_path]))
    assert [(type(item).__name__, Path(item.source).relative_to(tmp_path).as_posix()) for item in items] == [
        ("Failure", "a.json"),
        ("MarkedDraft", "b.txt"),
        ("MarkedDraft", "c.jsonl line 1"),
        ("Failure", "c.jsonl line 2"),
        ("MarkedDraft", "c.jsonl line 3"),
        ("MarkedDraft", "sub/d.md"),
    ]


def test_a_link_that_leads_in_a_circle_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(list(read_sources([tmp_path]))) == 1


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    assert failure_of(tmp_path / "no.txt") == "There is no such file or folder; check the path."
    assert failure_of(write(tmp_path / "a.odt")) == f"Files ending in '.odt' cannot be read; these can: {KNOWN}."
    assert failure_of(write(tmp_path / "README")) == f"Files without a suffix cannot be read; these can: {KNOWN}."
    assert failure_of(write(tmp_path / "a.txt", "")).startswith("The file is empty; add a file")
    assert failure_of(write(tmp_path / "a.meta.json", "{}")).startswith(
        "This is the metadata of a .txt file; add the .txt"
    )
    assert failure_of("ftp://ellis.example/a") == "Only http and https addresses are fetched, not 'ftp'."
    assert failure_of("http://127.0.0.1:1/").startswith("The address leads into a private network")
    (tmp_path / "empty").mkdir()
    assert failure_of(tmp_path / "empty") == f"The folder holds no file that can be read; these can: {KNOWN}."
    os.mkfifo(tmp_path / "pipe.txt")
    assert failure_of(tmp_path / "pipe.txt") == "This is neither a file nor a folder; give a file that holds articles."
    assert failure_of(tmp_path / ("x" * 300)).startswith("It cannot be read: File name too long; check the path")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\xff")
    assert failure_of(tmp_path / "image.txt").startswith("This is binary data, not text; export it as text")


def test_standard_input_is_jsonl() -> None:
    stdin = io.BytesIO(b'{"text": "One."}\n{"text": 7}\n')
    first, second = read_sources(["-"], stdin=stdin)
    assert isinstance(first, Draft)
    assert (first.text, first.source) == ("One.", "standard input line 1")
    assert second == Failure("standard input line 2", "The text is a int; give a string or a list of paragraphs.")


def test_empty_standard_input_is_a_failure() -> None:
    assert list(read_sources(["-"], stdin=io.BytesIO())) == [
        Failure("standard input", "There is no line in it; give one JSON object a line.")
    ]


def test_outlet_and_date_fill_gaps_and_override_nothing() -> None:
    items = [
        {"text": "One."},
        {"text": "Two.", "source": "Fenn Courier", "date": "2030-01-02"},
        {"text": "3.", "date": "?"},
    ]
    stdin = io.BytesIO("\n".join(map(json.dumps, items)).encode())
    drafts = [
        d
        for d in read_sources(["-"], outlet="Ellis Herald", published="4 May 2031", stdin=stdin)
        if isinstance(d, Draft)
    ]
    assert [(d.outlet, d.published) for d in drafts] == [
        ("Ellis Herald", "2031-05-04"),
        ("Fenn Courier", "2030-01-02"),
        ("Ellis Herald", "2031-05-04"),
    ]


def test_a_default_date_that_cannot_be_read_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="'03/04/2031' cannot be read; write it as YYYY-MM-DD"):
        read_sources([], published="03/04/2031")


def test_counts_are_files_and_lines(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.jsonl", "{}\n{}\n{}")
    write(tmp_path / "sub" / "c.jsonl", "{}\n{}\n")
    write(tmp_path / "d.odt")
    write(tmp_path / "a.meta.json")
    assert count_sources([tmp_path]) == 6
    assert count_sources([write(tmp_path / "e.csv", 'text,title\n"One\nline",x\nTwo,y\n')]) == 2
    assert count_sources([write(tmp_path / "f.zip", archive({"a.txt": "x", "b.png": "y", "c.md": "z"}))]) == 2
    assert count_sources([write(tmp_path / "g.zip", "damaged"), write(tmp_path / "h.csv", b"\xff\xfe")]) == 2
    assert count_sources([tmp_path / "b.jsonl", str(tmp_path / "a.txt")]) == 4
    assert count_sources([write(tmp_path / "empty.jsonl", "")]) == 0
    assert count_sources([tmp_path / "missing.jsonl", tmp_path / ("x" * 300)]) == 2
    assert count_sources([]) == 0
    assert count_sources([tmp_path, "-"]) is None


def test_columns_are_taken_by_the_names_that_are_given(tmp_path: Path) -> None:
    columns = {"text": "Story", "outlet": "Desk"}
    rows = write(tmp_path / "a.csv", "Story,Desk,Source\nIt opened.,Ellis Herald,wire\n")
    lines = write(tmp_path / "b.jsonl", '{"story": "It opened.", "DESK": "Ellis Herald", "text": "other"}')
    packed = write(tmp_path / "c.zip", archive({"a.csv": rows.read_bytes()}))
    for draft in read_sources([rows, lines, packed], columns=columns):
        assert isinstance(draft, Draft)
        assert (draft.text, draft.outlet) == ("It opened.", "Ellis Herald")


def test_a_column_for_no_field_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="no field 'body' to take a column for; there are: outlet, title, published"):
        read_sources([], columns={"body": "Story"})


def test_what_fetches_is_loaded_only_for_an_address() -> None:
    code = "import sys, rag.ingest; print({'httpcore2', 'feedparser', 'pypdfium2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"
