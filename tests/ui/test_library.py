"""The library page and the first screen: what is held, adding, removing, health."""

from __future__ import annotations

import pytest

from rag.datatypes import AddReport, Failure, Health
from rag.errors import SourceError
from tests.ui.drive import claims, drawn, labels, open_app, words
from tests.ui.fake import ScriptedNewsroom
from ui.source import Opened
from ui.welcome import SAMPLES

PAGES = ("chat", "briefing", "compare", "library")


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_library_tells_a_newcomer_what_to_do_on_every_page(page: str) -> None:
    at = open_app(ScriptedNewsroom(empty=True), page)
    assert "1. **Add articles.**" in words(at)
    assert "Add the sample stories" in labels(at)
    assert "Paste an article" in labels(at)


def test_the_sample_stories_are_added_and_the_page_opens() -> None:
    newsroom = ScriptedNewsroom(empty=True)
    at = open_app(newsroom)
    at.button(key="add-samples").click().run()
    assert newsroom.calls[0][0] == "add"
    assert newsroom.calls[0][1]["names"] == [SAMPLES.name]
    assert SAMPLES.is_dir()
    assert at.chat_input
    assert "The library is empty" not in words(at)


def test_the_paste_button_of_the_first_screen_leads_to_the_form() -> None:
    at = open_app(ScriptedNewsroom(empty=True))
    at.button(key="paste-first").click().run()
    assert at.text_area(key="paste-text").value == ""


def test_articles_are_listed_and_searched() -> None:
    at = open_app(ScriptedNewsroom(), "library")
    assert list(at.dataframe[0].value["Outlet"]) == ["Sedge Herald", "Ottery Post", "Lowland Wire"]
    at.text_input(key="seek-words").set_value("wire cracks").run()
    assert list(at.dataframe[0].value["Outlet"]) == ["Lowland Wire"]
    at.text_input(key="seek-words").set_value("zeppelin").run()
    assert "No article matches." in words(at)


def test_a_pasted_article_is_added_with_what_was_typed_and_reported() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "library", view="Add")
    at.text_input(key="paste-title").set_value("Ferry late")
    at.text_input(key="paste-outlet").set_value("Ottery Post")
    at.text_area(key="paste-text").set_value("The ferry was late.\n\nIt rained.")
    at.button(key="paste-go").click().run()
    (draft,) = newsroom.calls[-1][1]["drafts"]
    assert (draft.title, draft.outlet, draft.published) == ("Ferry late", "Ottery Post", None)
    assert draft.text == "The ferry was late.\n\nIt rained."
    assert "**Ferry late**: 1 added" in words(at)


def test_a_pasted_article_without_text_or_outlet_is_not_added() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "library", view="Add")
    at.button(key="paste-go").click().run()
    assert newsroom.calls == []
    assert "An article needs its text" in words(at)


def test_each_uploaded_file_gets_its_own_line_in_the_report() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.report = AddReport(1, 0, 2, 1, (Failure("/tmp/a.txt", "No text in it."),), 0.1)
    at = open_app(newsroom, "library", view="Add")
    at.file_uploader(key="files").set_value([("a.txt", b"First.", "text/plain"), ("b.txt", b"Second.", "text/plain")])
    at.button(key="upload-go").click().run()
    added = [call[1] for call in newsroom.calls if call[0] == "add"]
    assert [call["names"] for call in added] == [["a.txt"], ["b.txt"]]
    assert [call["texts"] for call in added] == [["First."], ["Second."]]
    shown = words(at)
    assert "**a.txt**: 1 added, 2 unchanged, 1 duplicate, 1 not added" in shown
    assert "**b.txt**" in shown
    assert "No text in it." in shown


def test_one_file_that_fails_does_not_stop_the_others() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = SourceError("This is not a text.", hint="Save it as PDF.")
    at = open_app(newsroom, "library", view="Add")
    at.file_uploader(key="files").set_value([("a.txt", b"1", "text/plain"), ("b.txt", b"2", "text/plain")])
    at.button(key="upload-go").click().run()
    assert words(at).count("not added") == 2
    assert "This is not a text. Save it as PDF." in words(at)


def test_a_removal_is_confirmed_first() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "library")
    at.dataframe[0].select_rows([1]).run() if hasattr(at.dataframe[0], "select_rows") else _select(at, 1)
    at.button(key="remove").click().run()
    assert "post" in newsroom.held
    at.button(key="remove-yes").click().run()
    assert "post" not in newsroom.held


def _select(at: object, row: int) -> None:
    at.session_state["articles"] = {"selection": {"rows": [row], "columns": [], "cells": []}}  # type: ignore[attr-defined]
    at.run()  # type: ignore[attr-defined]


def test_an_article_opens_with_its_paragraphs_numbered_and_asides_named() -> None:
    at = open_app(ScriptedNewsroom(), "library")
    at.session_state["source"] = Opened(article="post")
    (pane,) = drawn(at.run(), "source")
    assert [entry["number"] for entry in pane["paragraphs"]] == [1, 2, 3, 4]
    assert [entry["label"] for entry in pane["paragraphs"]] == ["Byline", "", "", ""]
    assert not any(entry["current"] for entry in pane["paragraphs"])


def test_health_is_one_line_and_a_fault_can_be_repaired() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.health = Health(False, 3, 4, ("One passage is missing from the index.",))
    at = open_app(newsroom, "library")
    assert "One passage is missing from the index." in words(at)
    at.button(key="repair").click().run()
    assert "Catalogue and index agree." in words(at)


def test_articles_added_elsewhere_appear() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.held.remove("wire")
    at = open_app(newsroom, "library")
    assert len(at.dataframe[0].value) == 2
    newsroom.held.append("wire")
    newsroom.pending = 1
    assert len(at.run().dataframe[0].value) == 3


def test_a_citation_of_a_removed_article_still_shows_its_words() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.held.remove("herald")
    at = open_app(newsroom, "briefing", story="s1")
    parts = [
        source["parts"] for source in drawn(at, "claims")[0]["sources"].values() if source["outlet"] == "Sedge Herald"
    ]
    assert parts == [[{"text": "Repairs will cost $5 million", "mark": True}]]
    assert claims(at)
