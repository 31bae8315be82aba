"""The facade: adding tells what it did, nothing cited is lost, conversations come back, and several may be open."""

from __future__ import annotations

import dataclasses
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag import Newsroom
from rag.adding import BATCH, Progress
from rag.datatypes import AddReport, Failure, Filters
from rag.errors import LibraryError, LibraryLockedError, NotFoundError, UsageError
from rag.settings import Settings
from tests.builders import CLOCK, draft, numbered
from tests.conftest import SAMPLES

ABOARD = "How many people were on board the Marsh Heron?"


def counts(report: AddReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.duplicates


def test_adding_again_changes_nothing(newsroom: Newsroom) -> None:
    assert counts(newsroom.add([SAMPLES])) == (20, 0, 0, 0)
    assert counts(newsroom.add([SAMPLES])) == (0, 0, 20, 0)
    assert newsroom.doctor().ok


def test_one_bad_item_stops_none_of_the_others(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(f"Clock stopped\n\n{CLOCK}\n\nIt will be mended by Friday, the council said.")
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    report = newsroom.add([tmp_path / "missing.txt", tmp_path / "bad.pdf", tmp_path / "good.txt"])
    assert counts(report) == (1, 0, 0, 0)
    assert [Path(failure.source).name for failure in report.failed] == ["missing.txt", "bad.pdf"]
    assert all(failure.error for failure in report.failed)


def test_failures_and_warnings_of_drafts_are_passed_on(newsroom: Newsroom) -> None:
    warned = draft(source="line 3")
    report = newsroom.add_drafts([Failure("line 1", "bad"), draft(" ", source="line 2"), warned])
    assert counts(report) == (1, 0, 0, 0)
    assert [failure.source for failure in report.failed] == ["line 1", "line 2"]
    report = newsroom.add_drafts([dataclasses.replace(warned, warnings=("No date.",))])
    assert report.warnings == (Failure("line 3", "No date."),)


def test_standard_input_outlet_and_date_fill_what_is_missing(newsroom: Newsroom) -> None:
    lines = "\n".join(json.dumps({"title": f"T{n}", "text": f"{CLOCK} Part {n}."}) for n in range(3))
    report = newsroom.add(["-"], outlet="Moor Post", published="2031-05-05", stdin=io.BytesIO(lines.encode()))
    assert counts(report) == (3, 0, 0, 0)
    assert {(entry.outlet, (entry.published or "")[:10]) for entry in newsroom.articles()} == {
        ("Moor Post", "2031-05-05")
    }
    with pytest.raises(UsageError, match="someday"):
        newsroom.add(["-"], published="someday", stdin=io.BytesIO(b""))


def test_more_than_a_batch_is_added_with_progress(newsroom: Newsroom, tmp_path: Path) -> None:
    many = BATCH + 20
    lines = [
        {"title": held.title, "url": held.url, "outlet": held.outlet, "text": held.text}
        for held in (numbered(n, paragraphs=1) for n in range(many))
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    told: list[Progress] = []
    assert counts(newsroom.add([tmp_path / "in.jsonl"], progress=told.append)) == (many, 0, 0, 0)
    reading = [step for step in told if step.stage == "reading"]
    indexing = [step for step in told if step.stage == "indexing"]
    assert [step.done for step in reading] == list(range(1, many + 1))
    assert {step.total for step in reading} == {many}
    assert [step.done for step in indexing] == sorted(step.done for step in indexing)
    assert (indexing[-1].done, indexing[-1].total) == (many, many)
    assert newsroom.doctor().ok


def test_an_old_citation_opens_after_a_correction_and_not_after_removal(newsroom: Newsroom) -> None:
    address = "https://sedge.example/clock"
    newsroom.add_drafts([draft(url=address)])
    cited = newsroom.search("clock of Ebbing")[0].paragraphs[0].id
    newsroom.add_drafts([draft("The clock was stopped by rust, the council said.", url=address)])
    held, paragraph = newsroom.paragraph(cited)
    assert (paragraph.id, paragraph.text) == (cited, CLOCK)
    assert held.text[paragraph.start : paragraph.end] == CLOCK
    assert newsroom.search("clock of Ebbing")[0].paragraphs[0].id != cited
    newsroom.remove(held.id)
    with pytest.raises(NotFoundError):
        newsroom.paragraph(cited)


NO_PARAGRAPHS = [
    *("", "-", "--", " ", "x", "x-y-1"),
    *("{id}", "{id}-{version}", "{id}-{version}-", "{id}-{version}-0", "{id}-{version}-99", "{id}-{version}-01"),
    *("{id}-{version}-1-1", "{id}-other-1"),
]


@pytest.mark.parametrize("key", NO_PARAGRAPHS)
def test_a_paragraph_that_is_not_there_is_said_not_to_be(samples: Newsroom, key: str) -> None:
    held = samples.article(samples.articles()[0].id)
    with pytest.raises(NotFoundError):
        samples.paragraph(key.format(id=held.id, version=held.version))


def test_every_paragraph_of_the_library_opens_by_its_id(samples: Newsroom) -> None:
    for entry in samples.articles():
        held = samples.article(entry.id)
        assert entry.paragraphs == len(held.paragraphs)
        for paragraph in held.paragraphs:
            assert samples.paragraph(paragraph.id) == (held, paragraph)


def test_an_article_that_is_not_there_is_said_not_to_be(samples: Newsroom) -> None:
    for work in (samples.article, samples.remove):
        with pytest.raises(NotFoundError, match="'nothing'"):
            work("nothing")


def test_removed_articles_are_in_no_list(newsroom: Newsroom) -> None:
    newsroom.add([SAMPLES / "saltmarsh-ferry"])
    gone = newsroom.search("ferry collision", k=1)[0].article_id
    newsroom.remove(gone)
    assert gone not in {entry.id for entry in newsroom.articles()}
    assert gone not in {key for story in newsroom.stories() for key in story.articles}
    assert gone not in {passage.article_id for passage in newsroom.search("ferry collision", k=100)}
    assert len(newsroom.outlets()) == 4


def test_conversations_come_back_as_they_were(newsroom: Newsroom) -> None:
    newsroom.add([SAMPLES / "saltmarsh-ferry"])
    answers = [newsroom.ask(ABOARD), newsroom.ask("Who won the yacht race around Cape Fennimore?")]
    for answer in answers:
        newsroom.conversations.append("one", answer)
    assert newsroom.conversations.answers("one") == answers
    assert [(entry.id, entry.title) for entry in newsroom.conversations.entries()] == [("one", ABOARD)]
    newsroom.conversations.delete("one")
    assert newsroom.conversations.entries() == []
    with pytest.raises(NotFoundError):
        newsroom.conversations.answers("one")


def test_conversations_outlast_the_program(settings: Settings) -> None:
    with Newsroom.open(settings) as first:
        first.add([SAMPLES / "saltmarsh-ferry"])
        answer = first.ask(ABOARD)
        first.conversations.append("one", answer)
    with Newsroom.open(settings) as second:
        assert second.conversations.answers("one") == [answer]


def test_two_may_be_open_one_of_them_searching(settings: Settings) -> None:
    with Newsroom.open(settings) as one, Newsroom.open(settings) as other:
        one.add([SAMPLES / "saltmarsh-ferry"])
        with pytest.raises(LibraryLockedError):
            other.search("ferry")
        steps: list[Progress] = []
        assert counts(other.add([SAMPLES / "hallow-valley-mine"], progress=steps.append)) == (5, 0, 0, 0)
        assert steps[-1].total is None
        assert len(other.stories()) == 2
        assert one.refresh() == 5
        assert one.search("tin mine", k=1)[0].title
        one.close()
        assert other.search("tin mine", k=1)


def test_a_search_sees_what_another_process_has_added_without_being_told(settings: Settings) -> None:
    with Newsroom.open(settings) as one, Newsroom.open(settings) as other:
        one.add([SAMPLES / "saltmarsh-ferry"])
        other.add_drafts([draft()])
        assert one.search("town clock of Ebbing", k=1)[0].text == CLOCK


def test_many_threads_may_use_one_newsroom(newsroom: Newsroom) -> None:
    newsroom.add([SAMPLES / "saltmarsh-ferry"])
    expected = newsroom.ask(ABOARD).claims

    def work(n: int) -> bool:
        if n % 4 == 0:
            newsroom.add_drafts([draft(f"{CLOCK} Part {n}.", title=f"T{n}", published="2019-01-01")])
        return newsroom.ask(ABOARD, filters=Filters(since="2026-01-01")).claims == expected

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(work, range(24)))
    assert newsroom.doctor().ok
    assert len(newsroom.articles()) == 11


def test_a_library_that_cannot_be_used_is_stated(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with pytest.raises(LibraryError) as caught:
        Newsroom.open(Settings(data=tmp_path / "library"))
    assert caught.value.hint


def test_opened_without_settings_it_reads_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path / "by-environment"))
    with Newsroom.open() as opened:
        assert opened.settings.data == tmp_path / "by-environment"
    assert (tmp_path / "by-environment" / "plumbline.db").is_file()
