"""The briefing page: choosing, choices in the address, reading, failures."""

from __future__ import annotations

import pytest

from rag.datatypes import Refusal, RefusalReason
from rag.errors import ModelDeniedError, NotFoundError
from rag.generate.protocol import Length
from rag.settings import WriterChoice
from tests.ui.drive import claims, drawn, labels, open_app, words
from tests.ui.fake import CLOSED, COST, ESTIMATE, ScriptedNewsroom, briefing


def test_stories_are_listed_with_outlets_dates_and_origins() -> None:
    shown = words(open_app(ScriptedNewsroom(), "briefing"))
    assert "Mill bridge closed at Ottery" in shown
    assert "Sedge Herald, Ottery Post and Lowland Wire" in shown
    assert "4 to 6 May 2026, 3 articles, 2 independent origins" in shown


def test_a_story_is_opened_and_named_in_the_address() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing")
    at.button(key="open-s1").click().run()
    assert at.query_params["story"] == "s1"
    assert newsroom.calls[-1][1]["story"] == "s1"
    assert claims(at) == [CLOSED.text, COST.text, ESTIMATE.text]
    assert [group["heading"] for group in drawn(at, "claims")[0]["groups"]] == ["", "What it will cost"]


def test_the_address_opens_the_briefing_and_a_second_reader_need_not_wait() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing", story="s1")
    assert claims(at)[0] == CLOSED.text
    at.run()
    assert len([call for call in newsroom.calls if call[0] == "brief"]) == 1


def test_a_typed_topic_is_briefed() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing")
    at.text_input(key="sought").set_value("bridge tolls").run()
    at.button(key="use-topic").click().run()
    assert newsroom.calls[-1][1]["topic"] == "bridge tolls"
    assert at.query_params["topic"] == "bridge tolls"


def test_typing_finds_stories_by_title() -> None:
    at = open_app(ScriptedNewsroom(), "briefing")
    at.text_input(key="sought").set_value("MILL").run()
    assert "Mill bridge closed at Ottery" in labels(at)
    at.text_input(key="sought").set_value("ferry").run()
    assert "Mill bridge closed at Ottery" not in labels(at)


def test_the_length_is_passed_on() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing", story="s1")
    at.segmented_control(key="length").set_value("Long").run()
    assert newsroom.calls[-1][1]["length"] is Length.LONG


def test_a_model_is_called_only_when_the_reader_says_so() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing", story="s1", by="Language model")
    assert newsroom.calls == []
    at.button(key="make").click().run()
    assert newsroom.calls[-1][1]["writer"] is WriterChoice.MODEL


def test_a_model_failure_offers_the_embedded_writer() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = ModelDeniedError("The key was refused.", hint="Check the key.")
    at = open_app(newsroom, "briefing", story="s1", by="Language model")
    at.button(key="make").click().run()
    assert "The key was refused." in words(at)
    assert "Check the key." in words(at)
    at.button(key="making-embedded").click().run()
    assert newsroom.calls[-1][1]["writer"] is WriterChoice.EMBEDDED
    assert claims(at)[0] == CLOSED.text


def test_an_unknown_story_is_said_so() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = NotFoundError("No story has the id 'zz'.")
    at = open_app(newsroom, "briefing", story="zz", by="Language model")
    at.button(key="make").click().run()
    assert "No story has the id 'zz'." in words(at)


def test_a_refused_briefing_says_why() -> None:
    newsroom = ScriptedNewsroom()
    refusal = Refusal(RefusalReason.NOTHING_PROVEN, "No sentence passed.")
    newsroom.briefs = briefing(summary=(), sections=(), refusal=refusal)
    assert "No sentence passed." in words(open_app(newsroom, "briefing", story="s1"))


def test_sources_and_shared_copy_are_shown_with_the_evidence() -> None:
    shown = words(open_app(ScriptedNewsroom(), "briefing", story="s1"))
    assert "Counted as one source: **Ottery Post and Lowland Wire**. Two paragraphs are the same" in shown
    assert "Left out, and why (1)" in shown


@pytest.mark.parametrize("kind", ["md", "html", "docx", "pdf"])
def test_every_download_is_offered(kind: str) -> None:
    at = open_app(ScriptedNewsroom(), "briefing", story="s1")
    assert at.download_button(key=f"download-{kind}").proto.id


def test_a_piece_made_before_a_change_stays_and_says_so() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing", story="s1")
    newsroom.pending = 1
    at.run()
    assert claims(at)[0] == CLOSED.text
    assert "The library has changed since this was made." in words(at)
    at.button(key="make-again").click().run()
    assert "The library has changed since this was made." not in words(at)
    assert len([call for call in newsroom.calls if call[0] == "brief"]) == 2
