"""The page of stories: looking through them, reading one by days, merging, splitting and undoing by hand."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rag.datatypes import Story
from rag.errors import NotFoundError
from tests.ui.drive import labels, open_app, words
from tests.ui.fake import SHARED, ScriptedNewsroom

SECOND = Story("s2", "Weir <b>jams</b> at Ostry", ("herald",), (("herald",),), "2026-06-01", "2026-06-02")


@pytest.fixture
def newsroom() -> ScriptedNewsroom:
    """A newsroom with two stories."""
    scripted = ScriptedNewsroom()
    scripted.more = [SECOND]
    return scripted


def shown(at: AppTest) -> list[str]:
    """The ids of the stories listed, in order."""
    keys = [str(button.key) for button in at.button]
    return [key.removeprefix("open-") for key in keys if key.startswith("open-s")]


def test_stories_are_listed_with_what_they_rest_on(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page")
    assert shown(at) == ["s1", "s2"]
    assert "4 to 6 May 2026, 3 outlets, 3 articles, 2 independent origins" in words(at)
    assert "Weir <b>jams</b> at Ostry" in labels(at)


def test_they_are_sought_by_the_words_of_any_title(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page")
    at.text_input(key="stories-words").set_value("cracks arches").run()
    assert shown(at) == ["s1"]
    at.text_input(key="stories-words").set_value("ferry").run()
    assert "No story matches." in words(at)


def test_they_are_limited_by_outlet_and_put_in_order(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page")
    at.multiselect(key="stories-outlets").set_value(["Lowland Wire"]).run()
    assert shown(at) == ["s1"]
    at.multiselect(key="stories-outlets").set_value([]).run()
    at.selectbox(key="stories-order").set_value("First report first").run()
    assert shown(at) == ["s1", "s2"]


def test_a_story_is_read_by_days_with_shared_copy_in_a_bracket(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page", story="s1")
    read = words(at)
    assert read.index("4 May 2026") < read.index("6 May 2026")
    assert "Day 1, 2 articles, 1 new origin" in read
    assert "Day 3, 1 article, 1 new origin" in read
    assert f"One origin. {SHARED.why}" in read
    assert "Ottery Post, 07:00" in read


def test_a_story_leads_to_the_other_pages(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page", story="s1")
    at.button(key="ask-in-story").click().run()
    assert not at.exception
    assert at.session_state["limit-story"] == "s1"
    assert at.chat_input


def test_stories_are_merged_and_it_can_be_undone(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page")
    at.toggle(key="merging").set_value(True).run()
    at.checkbox(key="pick-s1").check().run()
    assert "Merge" not in " ".join(labels(at))
    at.checkbox(key="pick-s2").check().run()
    at.button(key="merge-go").click().run()
    assert newsroom.calls[-1] == ("merge", {"stories": ("s1", "s2"), "articles": ("post",)})
    assert not at.checkbox
    assert "Merged into “Mill bridge closed at Ottery”" in words(at)
    at.button(key="undo-done").click().run()
    assert [name for name, _ in newsroom.calls][-1:] == ["undo"]
    assert "Undone." in words(at)


def test_articles_are_taken_out_or_moved(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page", story="s1")
    at.toggle(key="splitting").set_value(True).run()
    at.checkbox(key="take-herald").check().run()
    at.button(key="split-go").click().run()
    assert newsroom.calls[-1] == ("split", {"stories": ("s1",), "articles": ("herald",)})
    assert not at.checkbox
    at.toggle(key="splitting").set_value(True).run()
    at.checkbox(key="take-post").check().run()
    at.selectbox(key="move-into").set_value("s2").run()
    at.button(key="move-go").click().run()
    assert newsroom.calls[-1] == ("move", {"stories": ("s1", "s2"), "articles": ("post",)})
    assert "1 article moved from “Mill bridge closed at Ottery” to “Weir <b>jams</b> at Ostry”." in words(at)


def test_all_articles_of_a_story_can_only_be_moved(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page", story="s1")
    at.toggle(key="splitting").set_value(True).run()
    for name in ("post", "wire", "herald"):
        at.checkbox(key=f"take-{name}").check().run()
    assert "Make a story of 3 articles" not in labels(at)


def test_a_failure_is_said(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page")
    at.toggle(key="merging").set_value(True).run()
    at.checkbox(key="pick-s1").check().run()
    at.checkbox(key="pick-s2").check().run()
    newsroom.error = NotFoundError("There is no story 's2'.")
    at.button(key="merge-go").click().run()
    assert "There is no story 's2'." in words(at)


def test_a_story_that_is_gone_is_said_so(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "stories_page", story="zz")
    assert "There is no story 'zz'." in words(at)
    at.button(key="stories-back").click().run()
    assert shown(at) == ["s1", "s2"]
