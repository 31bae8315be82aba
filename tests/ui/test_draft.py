"""The page of drafts: text in, each sentence out with its verdict and proof; nothing of it in the address."""

from __future__ import annotations

import io
import threading
import time
from typing import Any

import docx
import pytest
from streamlit.testing.v1 import AppTest

from rag.datatypes import CheckedDraft, Filters
from rag.errors import LibraryLockedError, SourceError, UsageError
from rag.ingest.draftfile import read_draft
from tests.ui.drive import drawn, labels, open_app, words
from tests.ui.fake import CLOSED_LINE, COST_LINE, FROGS_LINE, NEAR_LINE, ScriptedNewsroom, checked_draft
from ui.drafting import Checking
from ui.proofs import draft_payload
from ui.work import Work

TEXT = f"{CLOSED_LINE} {COST_LINE}"


def check(newsroom: ScriptedNewsroom, text: str = TEXT) -> AppTest:
    """Paste a text and check it."""
    at = open_app(newsroom, "draft")
    at.text_area(key="draft-typed").set_value(text)
    at.button(key="draft-check").click().run()
    assert not at.exception, at.exception
    return at


def sentences(at: AppTest) -> list[dict[str, Any]]:
    (data,) = drawn(at, "draft")
    return [sentence for line in data["paragraphs"] for sentence in line]


def test_a_pasted_text_is_checked_and_summed_up() -> None:
    newsroom = ScriptedNewsroom()
    at = check(newsroom)
    assert newsroom.calls[-1][1]["text"] == TEXT
    summary = "5 sentences: 1 proven, 1 near a source, 1 with a problem, 1 not in the library, 1 with nothing to check"
    assert summary in words(at)
    verdicts = ["not_checkable", "verified", "problem", "not_found", "near"]
    assert [one["verdict"] for one in sentences(at)] == verdicts


def test_each_sentence_has_its_proof_beside_it() -> None:
    _, proven, wrong, frogs, near = sentences(check(ScriptedNewsroom()))
    assert [proof["head"] for proof in proven["proofs"]] == ["Proven by", "Also reported by"]
    assert proven["note"] == "2 outlets, 1 independent origin"
    assert [proof["head"] for proof in wrong["proofs"]] == ["What the source says", "Differently, too, in"]
    assert wrong["problems"][0]["label"] == "Figure not in the source"
    assert [proof["head"] for proof in frogs["proofs"]] == ["The nearest there is"]
    assert [proof["head"] for proof in near["proofs"]] == ["The source it is nearest to"]
    assert "“sealed”" in near["note"]


def test_the_words_at_issue_are_marked_on_both_sides() -> None:
    wrong = sentences(check(ScriptedNewsroom()))[2]
    assert [part["text"] for part in wrong["parts"] if part["mark"]] == ["$9 million"]
    source = wrong["proofs"][0]["parts"]
    assert "$3" in "".join(part["text"] for part in source if part["mark"])
    assert "".join(part["text"] for part in source).startswith("Engineer Paul Denholm said repairs")
    near = sentences(check(ScriptedNewsroom()))[4]
    assert [part["text"] for part in near["parts"] if part["mark"]] == ["sealed"]


def test_texts_reach_the_browser_as_they_are_and_join_to_the_draft() -> None:
    data = draft_payload(ScriptedNewsroom(), checked_draft())  # type: ignore[arg-type]
    lines = ["".join(part["text"] for one in line for part in one["parts"]) for line in data["paragraphs"]]
    assert lines == ["Cracks", CLOSED_LINE, COST_LINE, FROGS_LINE, NEAR_LINE]


def test_filters_count_the_verdicts_that_occur() -> None:
    (data,) = drawn(check(ScriptedNewsroom()), "draft")
    assert [one["verdict"] for one in data["filters"]] == [
        "problem",
        "not_found",
        "near",
        "verified",
        "not_checkable",
    ]
    assert data["filters"][0]["label"] == "1 with a problem"


def test_the_draft_is_not_in_the_address_and_outlives_a_rerun_and_another_page() -> None:
    at = check(ScriptedNewsroom())
    assert not at.query_params
    at.run()
    assert drawn(at, "draft")
    at.button(key="draft-change").click().run()
    assert at.text_area(key="draft-typed").value == TEXT
    at.switch_page("ui/library.py").run()
    at.switch_page("ui/draft.py").run()
    assert at.text_area(key="draft-typed").value == TEXT


@pytest.mark.parametrize(
    "error",
    [
        UsageError("The draft has 70,000 characters; 60,000 are the most.", hint="Check it in parts."),
        LibraryLockedError("Another program has this library open.", hint="Close it."),
    ],
)
def test_a_failure_is_said_and_the_text_stays(error: UsageError) -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = error
    at = check(newsroom)
    assert error.message in words(at)
    assert error.hint in words(at)
    assert at.text_area(key="draft-typed").value == TEXT


def test_a_stopped_check_says_so_and_keeps_the_text() -> None:
    at = open_app(ScriptedNewsroom(), "draft")
    at.text_area(key="draft-typed").set_value(TEXT)
    work: Work[CheckedDraft] = Work(lambda: iter(()))
    work.stop()
    at.session_state["draft-checking"] = Checking(TEXT, Filters(), 0, work)
    at.run()
    assert "Nothing was kept of this check." in words(at)
    assert at.text_area(key="draft-typed").value == TEXT


def test_an_empty_library_offers_the_first_steps() -> None:
    shown = labels(open_app(ScriptedNewsroom(empty=True), "draft"))
    assert "Add the sample stories" in shown
    assert "Check" not in shown


def test_it_is_said_where_sentences_leave_the_machine() -> None:
    newsroom = ScriptedNewsroom()
    assert "are sent to" not in words(open_app(newsroom, "draft"))
    newsroom.embedding = "openai:small"
    assert "sent to the embedding model openai:small" in words(open_app(newsroom, "draft"))


def test_the_sample_is_offered_only_where_its_stories_are() -> None:
    newsroom = ScriptedNewsroom()
    assert "Try a sample draft" not in labels(open_app(newsroom, "draft"))
    newsroom.outlets = lambda: ["Meridian Wire"]  # type: ignore[method-assign]
    at = open_app(newsroom, "draft")
    at.button(key="draft-sample").click().run()
    assert str(at.text_area(key="draft-typed").value).startswith("Eleven dead")
    assert "Try a sample draft" not in labels(at)


def test_a_report_is_offered_to_copy_and_to_keep() -> None:
    at = check(ScriptedNewsroom())
    assert "△ " in at.code[0].value
    assert "\\<b\\>" in at.code[0].value
    assert {at.download_button(key=f"draft-download-{kind}").label for kind in ("md", "docx")} == {
        "Download as Markdown",
        "Download as Word",
    }


def test_a_change_of_the_library_offers_another_check() -> None:
    newsroom = ScriptedNewsroom()
    at = check(newsroom)
    newsroom.pending = 1
    at.run()
    at.button(key="draft-again").click().run()
    assert [name for name, _ in newsroom.calls].count("check_draft") == 2
    assert newsroom.calls[-1][1]["text"] == TEXT


def test_a_draft_is_read_from_a_file_of_any_of_its_kinds() -> None:
    word = docx.Document()
    word.add_heading("Weir jams", 1)
    word.add_paragraph("The weir at Ostry jammed on Monday.")
    written = io.BytesIO()
    word.save(written)
    assert read_draft("a.docx", written.getvalue()) == "Weir jams\n\nThe weir at Ostry jammed on Monday."
    assert read_draft("a.txt", b"One.\r\nTwo.") == "One.\nTwo."
    assert "The weir jammed." in read_draft("a.md", b"# Weir jams\n\nThe weir jammed.")
    for name, data in (("a.exe", b"MZ"), ("a.txt", b""), ("a.docx", b"nothing")):
        with pytest.raises(SourceError):
            read_draft(name, data)


class EndsWhileDrawn(ScriptedNewsroom):
    """A newsroom whose check ends while the page that waits for it is being drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.drawing, self.ended = threading.Event(), threading.Event(), threading.Event()

    def check_draft(
        self, text: str, *, filters: Filters = Filters(), progress: Any = None, stop: Any = None
    ) -> CheckedDraft:
        self.asked.set()
        self.drawing.wait(60)
        self.ended.set()
        return super().check_draft(text, filters=filters, progress=progress, stop=stop)

    def outlets(self) -> list[str]:
        if self.asked.is_set() and not self.drawing.is_set():
            self.drawing.set()
            assert self.ended.wait(60)
            time.sleep(0.3)
        return super().outlets()


def test_a_check_that_ends_while_the_page_is_drawn_is_shown() -> None:
    newsroom = EndsWhileDrawn()
    at = check(newsroom)
    assert newsroom.ended.is_set()
    assert len(sentences(at)) == 5
