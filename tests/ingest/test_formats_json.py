"""JSON and JSONL files."""

from __future__ import annotations

import io
import json
from itertools import islice
from pathlib import Path

import pytest

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.fields import MarkedDraft
from rag.ingest.formats import jsonlines
from rag.ingest.formats.jsonfile import read_json
from rag.ingest.formats.jsonlines import read_jsonl, read_stream
from rag.ingest.formats.reader import Document

ITEM = {"outlet": "Ellis Herald", "title": "Bridge opens", "text": "It opened on Sunday."}


def read(path: Path, content: object) -> list[Draft | Failure]:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return list(read_json(Document(path.name, path)))


@pytest.mark.parametrize("document", [ITEM, [ITEM], {"articles": [ITEM]}, {"articles": [ITEM], "total": 1}])
def test_an_object_a_list_and_an_object_with_articles_are_read(tmp_path: Path, document: object) -> None:
    (draft,) = read(tmp_path / "a.json", document)
    assert isinstance(draft, Draft)
    assert (draft.outlet, draft.title, draft.text) == tuple(ITEM.values())


def test_items_are_named_by_number_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    first, second, third = read(tmp_path / "a.json", [ITEM, "text", {"title": "No text"}])
    assert isinstance(first, Draft)
    assert first.source == "a.json item 1"
    expected = "This is a str, not an article; give an object with at least the field 'text'."
    assert second == Failure("a.json item 2", expected)
    assert third == Failure("a.json item 3", "There is no text; give the article's words in the field 'text'.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "The JSON is not valid: .* \\(line 1, column 2\\); correct it"),
        ('{"a": 1,\n "b"}', "line 2"),
        ("7", "neither an object nor a list"),
        ("null", "neither an object nor a list"),
        ("[]", "The list of articles is empty"),
        ("[" * 200_000, "nested too deep"),
        ('{"text": ' + "9" * 5000 + "}", "a number too long"),
    ],
)
def test_what_is_no_article_says_why(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path / "a.json", content)


def lines(*items: object) -> io.BytesIO:
    texts = [item if isinstance(item, bytes) else json.dumps(item).encode() for item in items]
    return io.BytesIO(b"\n".join(texts))


def test_lines_are_read_in_order_and_blank_ones_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + lines(ITEM, b"", b"  \r", ITEM).getvalue() + b"\r\n")
    drafts = list(read_jsonl(Document("a.jsonl", path)))
    assert [draft.source for draft in drafts] == ["a.jsonl line 1", "a.jsonl line 4"]
    assert all(isinstance(draft, Draft) for draft in drafts)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "The JSON is not valid"),
        (b"[1]", "This is a list, not an article"),
        (b"{}", "There is no text"),
        (b'{"text": "caf\xe9"}', "The line is not in UTF-8; convert the file"),
        (
            b'{"text": "' + b"x" * jsonlines.LINE_LIMIT + b'"}',
            "The line is longer than 20 MB; give one article a line.",
        ),
    ],
)
def test_a_bad_line_is_one_failure_and_the_rest_go_on(line: bytes, message: str) -> None:
    first, bad, last = read_stream(lines(ITEM, line, ITEM), "x")
    assert isinstance(first, Draft)
    assert isinstance(last, Draft)
    assert isinstance(bad, Failure)
    assert bad.source == "x line 2"
    assert bad.error.startswith(message)


def test_an_overlong_last_line_without_a_line_end_is_a_failure() -> None:
    (only,) = read_stream(io.BytesIO(b"x" * (2 * jsonlines.LINE_LIMIT + 7)), "x")
    assert isinstance(only, Failure)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_stream_without_a_line_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="There is no line in it"):
        list(read_stream(io.BytesIO(data), "x"))


def test_utf_16_is_refused_with_a_way_out() -> None:
    with pytest.raises(SourceError, match="must be in UTF-8 and this is UTF-16"):
        list(read_stream(io.BytesIO(json.dumps(ITEM).encode("utf-16")), "x"))


class Endless(io.BytesIO):
    """A stream that never ends: only a reader that streams gets anything from it."""

    def readline(self, size: int | None = -1, /) -> bytes:
        return json.dumps(ITEM).encode() + b"\n"


def test_a_stream_is_read_as_it_comes() -> None:
    assert [type(item) for item in islice(read_stream(Endless(), "x"), 3)] == [MarkedDraft] * 3
