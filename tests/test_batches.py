"""Batches: one line out for each line in, in order; a bad line is an error line, and the rest go on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Newsroom
from rag.batches import answer_batch, brief_batch, compare_batch, read_lines, search_batch
from rag.datatypes import Draft, Failure, Filters, to_json
from rag.errors import LibraryLockedError, UsageError
from rag.generate.protocol import Length
from rag.ingest import read_sources
from rag.settings import Settings, WriterChoice
from tests.builders import CLOCK
from tests.conftest import SAMPLES

ARTICLES = [
    {"outlet": "Sedge Herald", "title": "Ferry aground off Marl with 40 aboard", "published": "2031-04-02",
     "text": "A ferry with 40 people aboard ran aground off Marl in fog on Wednesday, the harbour office said.\n\n"
             "Nobody was hurt, said Harbourmaster Orla Finch, and the boat will be towed at high water."},
    {"outlet": "Moor Post", "title": "Fog puts Marl ferry on the rocks", "published": "2031-04-02",
     "text": "The Marl ferry struck rocks in thick fog on Wednesday with 43 people aboard, its owner said.\n\n"
             "Owner Benno Asch said that the crew had done nothing wrong. Nobody was injured."},
]  # fmt: skip


def lines_of(raw: bytes, tmp_path: Path) -> list[dict[str, Any] | Failure]:
    (tmp_path / "batch.jsonl").write_bytes(raw)
    return list(read_lines(str(tmp_path / "batch.jsonl")))


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"", []),
        (b"\n \n\r\n", []),
        (b'{"id": 1}', [{"id": 1}]),
        (b'{"id": 1}\n\n{"id": 2}\r\n', [{"id": 1}, {"id": 2}]),
        (b'\xef\xbb\xbf{"id": 1}\n', [{"id": 1}]),
        ('{"id": "表"}\n'.encode(), [{"id": "表"}]),
    ],
)
def test_lines_are_json_objects_and_empty_ones_are_passed_over(
    tmp_path: Path, raw: bytes, lines: list[dict[str, Any]]
) -> None:
    assert lines_of(raw, tmp_path) == lines


@pytest.mark.parametrize(
    "bad", [b"{", b"nonsense", b"[]", b"1", b"null", b'"text"', b"\xff\xfe", b"\x00", b"[" * 100_000, b"{'id': 1}"]
)
def test_a_bad_line_is_a_failure_with_its_number_and_the_rest_go_on(tmp_path: Path, bad: bytes) -> None:
    before, failure, after = lines_of(b'{"id": 1}\n' + bad + b'\n{"id": 3}\n', tmp_path)
    assert (before, after) == ({"id": 1}, {"id": 3})
    assert isinstance(failure, Failure)
    assert failure.source == "line 2"
    assert "JSON" in failure.error


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_whatever_is_in_a_file_every_line_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, raw: list[bytes]
) -> None:
    whole = b"\n".join(raw)
    assert len(lines_of(whole, tmp_path_factory.mktemp("any"))) == sum(
        bool(line.strip()) for line in whole.split(b"\n")
    )


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 1}\n')))
    assert list(read_lines("-")) == [{"id": 1}]


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_lines(str(tmp_path / name)))


def test_searches_keep_their_order_and_ids(samples: Newsroom) -> None:
    lines: list[dict[str, Any] | Failure] = [
        {"id": "b", "query": "ferry"}, {"id": "a", "query": " "}, {"id": 3}, {"query": "mine"},
        Failure("line 5", "bad"), {"id": ["x"], "query": 7}, {"id": None, "query": "bank"},
    ]  # fmt: skip
    found = list(search_batch(samples, lines, 2, Filters()))
    assert [line["id"] for line in found] == ["b", "a", 3, None, None, ["x"], None]
    assert ["error" in line for line in found] == [False, True, True, False, True, True, False]
    assert found[0]["passages"] == json.loads(json.dumps(found[0]["passages"]))
    assert all(len(line["passages"]) == 2 for line in found if "passages" in line)
    assert found[4]["error"] == "line 5: bad"


def test_answers_are_one_a_line_as_soon_as_they_are_ready(samples: Newsroom) -> None:
    asked: list[int] = []

    def lines() -> Any:
        for number in range(2):
            asked.append(number)
            yield {"id": number, "question": "How many people were on board the Marsh Heron?"}

    answers = answer_batch(samples, lines(), Filters(), WriterChoice.EMBEDDED)
    assert next(answers)["claims"]
    assert asked == [0], "a line is answered before the next one is read"
    assert next(answers)["id"] == 1


def test_an_article_without_text_is_left_out_with_a_warning_and_the_others_are_used(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with Newsroom.open(settings) as newsroom:
        (line,) = compare_batch(newsroom, [{"id": "x", "articles": [*ARTICLES, {"title": "Empty", "text": ""}]}])
    assert len(line["articles"]) == len(ARTICLES)
    assert "Left out" in caplog.text and "line x" in caplog.text


def test_articles_in_a_line_are_briefed_and_compared_without_the_library(settings: Settings) -> None:
    with Newsroom.open(settings) as newsroom:
        before = sorted(path.name for path in settings.data.rglob("*"))
        lines = [{"id": "x", "articles": ARTICLES}, {"id": "y", "articles": ARTICLES, "topic": "Marl ferry"}]
        briefings = list(brief_batch(newsroom, lines, Length.STANDARD, WriterChoice.EMBEDDED))
        comparisons = list(compare_batch(newsroom, lines))
        assert newsroom.articles() == []
        assert newsroom.stories() == []
        assert sorted(path.name for path in settings.data.rglob("*")) == before
    assert [line["id"] for line in briefings] == [line["id"] for line in comparisons] == ["x", "y"]
    assert [briefings[1]["topic"], comparisons[1]["topic"]] == ["Marl ferry"] * 2
    for line in briefings:
        assert {source["outlet"] for source in line["sources"]} == {"Sedge Herald", "Moor Post"}
        assert line["summary"]
    for line in comparisons:
        assert any(entry["kind"] == "conflict" for entry in line["figures"])


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"articles": None},
        {"articles": []},
        {"articles": "text"},
        {"articles": {"text": CLOCK}},
        {"articles": [1]},
        {"articles": [{}]},
        {"articles": [{"title": "No text"}]},
        {"articles": [{"text": " "}]},
        {"articles": [{"text": "- A heading -"}, {"text": ""}]},
        {"articles": ARTICLES, "topic": 5},
        {"articles": ARTICLES, "topic": ["x"]},
    ],
    ids=lambda line: json.dumps(line)[:50],
)
def test_a_line_without_usable_articles_is_an_error_line(newsroom: Newsroom, line: dict[str, Any]) -> None:
    lines = [line | {"id": 1}, {"id": 2, "articles": ARTICLES}]
    for found in (brief_batch(newsroom, lines, Length.SHORT, WriterChoice.EMBEDDED), compare_batch(newsroom, lines)):
        bad, good = found
        assert set(bad) == {"id", "error"}
        assert (bad["id"], good["id"]) == (1, 2)
        assert bad["error"]
        assert "error" not in good


def test_a_line_may_have_a_length_of_its_own(newsroom: Newsroom) -> None:
    ferry = [to_json(item) for item in read_sources([SAMPLES / "saltmarsh-ferry"]) if isinstance(item, Draft)]
    lines = [{"articles": ferry, "length": length} for length in ("short", "long", "endless", 5, None)]
    short, long, endless, five, none = brief_batch(newsroom, lines, Length.STANDARD, WriterChoice.EMBEDDED)
    count = [sum(len(s["claims"]) for s in line["sections"]) + len(line["summary"]) for line in (short, none, long)]
    assert count == sorted(set(count))
    assert "'endless'" in endless["error"]
    assert "5" in five["error"]


def test_a_locked_library_ends_the_batch(settings: Settings) -> None:
    with Newsroom.open(settings) as holder, Newsroom.open(settings) as other:
        holder.search("ferry")
        with pytest.raises(LibraryLockedError):
            list(search_batch(other, [{"id": 1, "query": "ferry"}], 3, Filters()))
