"""Each command: what it prints, as lines and as JSON, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag import cli
from tests.builders import CLOCK
from tests.cli.run import CommandLine
from tests.conftest import SAMPLES

ARTICLE = {"outlet": "Sedge Herald", "title": "Clock stopped", "published": "2031-04-02", "text": CLOCK}
ENTRY = {"id", "outlet", "title", "url", "published", "paragraphs", "origin", "story"}
PASSAGE = {"rank", "score", "article_id", "outlet", "title", "url", "published", "paragraphs", "text"}
ANSWER = {"question", "writer", "refusal", "claims", "withheld", "passages", "prompts", "usage"}
CITATION = {"paragraph_id", "article_id", "outlet", "title", "url", "published", "quote", "start", "end"}
BRIEFING = {"topic", "headline", "summary", "sections", "sources", "origins", "withheld", "usage"}
COMPARISON = {"topic", "articles", "origins", "claims", "figures", "quotations", "timeline", "tone"}


def jsonl(*lines: object) -> bytes:
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def test_add_counts_what_it_did(empty: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(jsonl(ARTICLE, ARTICLE, ARTICLE | {"text": CLOCK + " It will be mended."}))
    first = empty("add", tmp_path / "in.jsonl", "--json")
    assert first.code == 0
    assert {key: first.json[key] for key in ("added", "updated", "unchanged", "duplicates", "failed")} == {
        "added": 1, "updated": 1, "unchanged": 1, "duplicates": 0, "failed": [],
    }  # fmt: skip
    assert first.json["seconds"] >= 0
    again = empty("add", tmp_path / "in.jsonl")
    assert again.text.startswith("2 updated, 1 already here in ")


def test_add_reads_folders_and_standard_input(empty: CommandLine) -> None:
    assert empty("add", SAMPLES, "--json").json["added"] == 20
    done = empty("add", "-", "--json", "--outlet", "Moor Post", "--published", "2031-05-05",
                 stdin=jsonl({"title": "T", "text": CLOCK}))  # fmt: skip
    assert done.json["added"] == 1
    newest = empty("articles", "--json").json[0]
    assert (newest["outlet"], newest["published"][:10]) == ("Moor Post", "2031-05-05")


def test_add_lists_failures_and_goes_on(empty: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(jsonl(ARTICLE, {"title": "Nothing", "text": " "}) + b"{broken\n[]\n")
    done = empty("add", tmp_path / "in.jsonl", tmp_path / "missing.txt", "--json")
    assert done.code == 1
    assert done.json["added"] == 1
    assert [set(failure) for failure in done.json["failed"]] == [{"source", "error"}] * 4
    assert all(failure["source"] and failure["error"] for failure in done.json["failed"])
    lines = empty("add", tmp_path / "missing.txt")
    assert lines.code == 1
    assert "missing.txt" in lines.text


def test_articles_lists_them(rag: CommandLine) -> None:
    entries = rag("articles", "--json").json
    assert len(entries) == 20
    assert all(set(entry) == ENTRY for entry in entries)
    assert [entry["published"] for entry in entries] == sorted((e["published"] for e in entries), reverse=True)
    lines = rag("articles").text.splitlines()
    assert [line.split()[0] for line in lines] == [entry["id"] for entry in entries]


def test_show_gives_the_article_with_its_paragraphs(rag: CommandLine) -> None:
    key = rag("articles", "--json").json[0]["id"]
    shown = rag("show", key, "--json").json
    assert shown["id"] == key
    for paragraph in shown["paragraphs"]:
        assert shown["text"][paragraph["start"] : paragraph["end"]] == paragraph["text"]
    lines = rag("show", key).text
    assert shown["title"] in lines
    assert all(paragraph["text"] in lines for paragraph in shown["paragraphs"])


def test_remove_takes_an_article_out(rag: CommandLine) -> None:
    key = rag("articles", "--json").json[0]["id"]
    assert rag("remove", key, "--json").json == {"removed": key}
    assert key not in {entry["id"] for entry in rag("articles", "--json").json}
    assert key not in {p["article_id"] for p in rag("search", "people", "-k", 200, "--json").json["passages"]}
    assert rag("remove", key).code == 3


def test_stories_lists_them_with_their_origins(rag: CommandLine) -> None:
    stories = rag("stories", "--json").json
    assert [len(story["articles"]) for story in stories] == [5, 5, 5, 5]
    assert all(set(story) == {"id", "title", "articles", "origins", "first", "last"} for story in stories)
    assert sorted(len(story["origins"]) for story in stories) == [3, 3, 4, 5]
    lines = rag("stories").text.splitlines()
    assert [line.split()[0] for line in lines] == [story["id"] for story in stories]


def test_doctor_proves_that_all_agree(rag: CommandLine) -> None:
    done = rag("doctor", "--json")
    assert (done.code, done.json["ok"], done.json["articles"], done.json["problems"]) == (0, True, 20, [])
    assert done.json["chunks"] > 20
    assert "agree" in rag("doctor", "--repair").text


def test_search_prints_passages(rag: CommandLine) -> None:
    done = rag("search", "How many people were on the ferry?", "-k", "3", "--json")
    assert done.code == 0
    passages = done.json["passages"]
    assert len(passages) == 3
    assert all(set(passage) >= PASSAGE for passage in passages)
    assert all(set(p) == {"id", "number", "text"} for passage in passages for p in passage["paragraphs"])
    assert all(
        passage["text"] in rag("search", "How many people were on the ferry?", "-k", 3).text for passage in passages
    )


@pytest.mark.parametrize(
    ("limits", "outlets", "first", "last"),
    [
        (["--outlet", "Evening Klaxon"], {"Evening Klaxon"}, "", "9"),
        (["--outlet", "Radio Ossmark", "--outlet", "Varholt Standard"], {"Radio Ossmark", "Varholt Standard"}, "", "9"),
        (["--since", "2026-08-01"], None, "2026-08-01", "9"),
        (["--until", "2026-03-15"], None, "", "2026-03-15"),
        (["--since", "2026-03-14", "--until", "2026-03-14T23:00:00+00:00"], None, "2026-03-14", "2026-03-14"),
    ],
)
def test_search_keeps_to_its_limits(
    rag: CommandLine, limits: list[str], outlets: set[str] | None, first: str, last: str
) -> None:
    passages = rag("search", "people", "-k", 50, *limits, "--json").json["passages"]
    assert passages
    assert outlets is None or {passage["outlet"] for passage in passages} == outlets
    assert all(first <= passage["published"][:10] <= last for passage in passages)


def test_search_keeps_to_a_story(rag: CommandLine) -> None:
    story = rag("stories", "--json").json[0]
    passages = rag("search", "people", "-k", 150, "--story", story["id"], "--json").json["passages"]
    assert {passage["article_id"] for passage in passages} == set(story["articles"])


def test_search_that_finds_nothing_is_a_stated_condition(rag: CommandLine) -> None:
    done = rag("search", "people", "--since", "2040-01-01", "--json")
    assert (done.code, done.json["passages"]) == (3, [])
    assert rag("search", "people", "--since", "2040-01-01").text.startswith("Nothing found")


def test_ask_answers_with_citations(rag: CommandLine) -> None:
    done = rag("ask", "How many people were on board the Marsh Heron?", "--json")
    assert done.code == 0
    assert set(done.json) >= ANSWER
    assert done.json["refusal"] is None
    assert any("208" in claim["text"] for claim in done.json["claims"])
    for claim in done.json["claims"]:
        assert claim["verdict"] == "verified"
        assert claim["citations"]
        assert all(set(citation) == CITATION for citation in claim["citations"])
    assert "208" in rag("ask", "How many people were on board the Marsh Heron?").text


def test_ask_that_has_no_answer_is_a_stated_condition(rag: CommandLine) -> None:
    done = rag("ask", "Who won the yacht race around Cape Fennimore?", "--json")
    assert done.code == 3
    assert done.json["claims"] == []
    assert set(done.json["refusal"]) == {"reason", "message"}
    assert rag("ask", "Who won the yacht race around Cape Fennimore?").code == 3


@pytest.mark.parametrize("by", ["topic", "story", "neither"])
def test_brief_and_compare_take_a_topic_a_story_or_neither(rag: CommandLine, by: str) -> None:
    stories = rag("stories", "--json").json
    ferry = next(story for story in stories if "ferry" in story["title"])
    choice = {"topic": ["ferry collision"], "story": ["--story", ferry["id"]], "neither": []}[by]
    expected = stories[0] if by == "neither" else ferry
    briefing = rag("brief", *choice, "--json").json
    assert set(briefing) >= BRIEFING
    assert {source["article_id"] for source in briefing["sources"]} == set(expected["articles"])
    comparison = rag("compare", *choice, "--json").json
    assert set(comparison) >= COMPARISON
    assert {source["article_id"] for source in comparison["articles"]} == set(expected["articles"])


def test_a_longer_briefing_says_more(rag: CommandLine) -> None:
    def size(length: str) -> int:
        briefing = rag("brief", "ferry collision", "--length", length, "--json").json
        return sum(len(section["claims"]) for section in briefing["sections"])

    assert size("short") < size("standard") < size("long")


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", b""), ("md", b"#"), ("html", b"<!"), ("json", b"{"), ("docx", b"PK\x03\x04"), ("pdf", b"%PDF-")],
)
def test_a_briefing_comes_in_every_format_on_stdout_and_in_a_file(
    rag: CommandLine, tmp_path: Path, form: str, start: bytes
) -> None:
    printed = rag("brief", "ferry collision", "--format", form)
    assert printed.code == 0
    assert printed.out.startswith(start)
    if form in ("docx", "pdf"):
        assert not printed.out.endswith(b"\n\n")
    written = rag("brief", "ferry collision", "--format", form, "--out", tmp_path / "briefing")
    assert (written.code, written.out) == (0, b"")
    assert str(tmp_path / "briefing") in written.err
    assert (tmp_path / "briefing").read_bytes().startswith(start)


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_comparison_comes_in_every_text_format(rag: CommandLine, form: str) -> None:
    done = rag("compare", "ferry collision", "--format", form)
    assert done.code == 0
    assert "208" in done.text


def test_serve_starts_the_app_on_the_library(empty: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Path, int]] = []

    def serve(data: Path, port: int) -> int:
        started.append((data, port))
        return 0

    monkeypatch.setattr(cli, "serve", serve)
    assert empty("serve", "--port", "8765").code == 0
    assert started == [(empty.data, 8765)]


@pytest.mark.parametrize("command", ["articles", "stories", "doctor"])
def test_an_empty_library_is_no_error(empty: CommandLine, command: str) -> None:
    assert empty(command).code == 0
    assert empty(command, "--json").json in ([], {"ok": True, "articles": 0, "chunks": 0, "problems": []})


@pytest.mark.parametrize(
    "command", [["search", "ferry"], ["ask", "How many?"], ["brief"], ["compare"], ["brief", "ferry"]]
)
def test_reading_from_an_empty_library_is_a_stated_condition(empty: CommandLine, command: list[str]) -> None:
    done = empty(*command)
    assert done.code == 3
    assert done.out or "plumbline: " in done.err
