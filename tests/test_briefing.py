"""Briefings and comparisons: the right articles, each sentence once, in nobody's tone, whatever the order."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from rag import Newsroom
from rag.datatypes import Briefing, Claim, Comparison, Draft, Verdict
from rag.errors import NotFoundError, SourceError, UsageError
from rag.generate.compare.tone import own_loaded
from rag.generate.protocol import HEADLINE, SUMMARY, Length
from rag.ingest import read_sources
from rag.settings import WriterChoice
from tests.builders import draft
from tests.conftest import SAMPLES

EVENTS = ["saltmarsh-ferry", "hallow-valley-mine", "brackwater-mutual", "tarnwick-outbreak"]


def drafts_of(event: str) -> list[Draft]:
    return [item for item in read_sources([SAMPLES / event]) if isinstance(item, Draft)]


def shown(briefing: Briefing) -> list[Claim]:
    return [*briefing.summary, *(claim for section in briefing.sections for claim in section.claims)]


@pytest.fixture(scope="module", params=EVENTS)
def briefing(request: pytest.FixtureRequest, samples: Newsroom) -> Briefing:
    return samples.brief_drafts(drafts_of(request.param), length=Length.LONG)


def test_a_briefing_has_a_headline_a_bottom_line_sections_and_sources(briefing: Briefing) -> None:
    assert briefing.refusal is None
    assert briefing.headline
    assert briefing.summary
    assert len(briefing.sections) >= 3
    assert all(section.claims for section in briefing.sections)
    headings = [section.heading for section in briefing.sections]
    assert len(set(headings)) == len(headings)
    assert not {HEADLINE, SUMMARY} & set(headings)
    assert len(briefing.sources) == 5
    assert sorted(key for origin in briefing.origins for key in origin.articles) == sorted(
        source.article_id for source in briefing.sources
    )


def test_every_sentence_shown_is_verified_and_cites_words_of_its_sources(briefing: Briefing) -> None:
    articles = {source.article_id for source in briefing.sources}
    for claim in shown(briefing):
        assert claim.verdict is Verdict.VERIFIED
        assert claim.citations
        assert {citation.article_id for citation in claim.citations} <= articles
    assert all(claim.verdict is Verdict.UNSUPPORTED for claim in briefing.withheld)


def test_no_sentence_is_said_twice(briefing: Briefing) -> None:
    repeated = [text for text, count in Counter(claim.text for claim in shown(briefing)).items() if count > 1]
    assert repeated == []


def test_no_loaded_word_of_an_outlet_is_taken_over(briefing: Briefing) -> None:
    # What stands in quotation marks is somebody's words, and shown as theirs.
    assert [word for claim in shown(briefing) for word in own_loaded(claim.text)] == []
    assert list(own_loaded(briefing.headline)) == []


@pytest.mark.parametrize("event", EVENTS)
def test_the_order_of_the_articles_does_not_count(samples: Newsroom, event: str) -> None:
    drafts = drafts_of(event)
    turned = random.Random(7).sample(drafts, len(drafts))
    one, other = samples.brief_drafts(drafts), samples.brief_drafts(turned)
    assert [claim.text for claim in shown(one)] == [claim.text for claim in shown(other)]
    assert (one.headline, one.topic) == (other.headline, other.topic)
    compared, again = samples.compare_drafts(drafts), samples.compare_drafts(turned)
    assert _in_words(compared) == _in_words(again)


def _in_words(comparison: Comparison) -> tuple[object, ...]:
    return (
        [(claim.text, claim.status) for claim in comparison.claims],
        [(entry.subject, entry.kind, [value.text for value in entry.values]) for entry in comparison.figures],
        [(entry.date, entry.text) for entry in comparison.timeline],
        comparison.tone,
    )


def test_a_longer_briefing_has_more_to_say(samples: Newsroom) -> None:
    sizes = [len(shown(samples.brief_drafts(drafts_of(EVENTS[0]), length=length))) for length in Length]
    assert sizes == sorted(set(sizes))


def articles_of(result: Briefing | Comparison) -> set[str]:
    listed = result.sources if isinstance(result, Briefing) else result.articles
    return {source.article_id for source in listed}


def test_a_topic_finds_its_story(samples: Newsroom) -> None:
    for story in samples.stories():
        for found in (samples.brief(story.title), samples.compare(story.title)):
            assert articles_of(found) == set(story.articles)
            assert found.topic == story.title


@pytest.mark.parametrize("topic", ["  ferry collision\n", "the ferry", "Marsh Heron"])
def test_a_topic_may_be_a_few_words(samples: Newsroom, topic: str) -> None:
    found = samples.compare(topic)
    assert found.topic == topic.strip()
    assert len(found.articles) == 5
    assert "Saltmarsh Courier" in {source.outlet for source in found.articles}


def test_a_story_is_taken_whole_and_gives_its_title(samples: Newsroom) -> None:
    story = samples.stories()[2]
    for found in (samples.brief(story=story.id), samples.compare(story=story.id)):
        assert articles_of(found) == set(story.articles)
        assert found.topic == story.title
    assert samples.compare("My own title", story=story.id).topic == "My own title"


@pytest.mark.parametrize("topic", [None, "", "  "])
def test_with_neither_it_is_the_latest_story(samples: Newsroom, topic: str | None) -> None:
    story = samples.stories()[0]
    found = samples.compare(topic)
    assert articles_of(found) == set(story.articles)
    assert found.topic == story.title


def test_the_latest_story_that_several_articles_cover_comes_before_a_lone_one(newsroom: Newsroom) -> None:
    newsroom.add([SAMPLES / EVENTS[0]])
    newsroom.add_drafts([draft(published="2031-04-02")])
    assert len(newsroom.stories()[0].articles) == 1
    assert len(newsroom.compare().articles) == 5


def test_a_single_article_can_be_briefed_on(newsroom: Newsroom) -> None:
    newsroom.add_drafts([draft()])
    assert len(newsroom.brief().sources) == 1
    assert newsroom.compare("town clock").origins[0].articles == newsroom.stories()[0].articles


@pytest.mark.parametrize("topic", ["xyzzy quux", "comet observatory telescope", "the of and", "???"])
def test_a_topic_that_nothing_is_about_is_said_to_be_missing(samples: Newsroom, topic: str) -> None:
    for work in (samples.brief, samples.compare):
        with pytest.raises(NotFoundError, match="No article is about") as caught:
            work(topic)
        assert caught.value.hint


def test_an_unknown_story_and_an_empty_library_are_stated(samples: Newsroom, newsroom: Newsroom) -> None:
    for work in (samples.brief, samples.compare):
        with pytest.raises(NotFoundError, match="'nothing'"):
            work(story="nothing")
    for empty in (newsroom.brief, newsroom.compare):
        with pytest.raises(NotFoundError, match="empty"):
            empty()
        with pytest.raises(NotFoundError):
            empty("ferry")


def test_given_articles_leave_the_library_alone(newsroom: Newsroom) -> None:
    before = sorted(path.name for path in newsroom.settings.data.rglob("*"))
    newsroom.brief_drafts(drafts_of(EVENTS[0]))
    newsroom.compare_drafts(drafts_of(EVENTS[0]))
    assert newsroom.articles() == []
    assert sorted(path.name for path in newsroom.settings.data.rglob("*")) == before


@pytest.mark.parametrize("topic", [None, "", " "])
def test_given_articles_without_a_topic_are_named_by_a_title(newsroom: Newsroom, topic: str | None) -> None:
    found = newsroom.compare_drafts(
        [draft(title="Long title of the clock"), draft(title="Clock", outlet="B")], topic=topic
    )
    assert found.topic == "Clock"


def test_the_same_article_twice_is_one_source(newsroom: Newsroom) -> None:
    assert len(newsroom.compare_drafts([draft(), draft()]).articles) == 1


def test_an_article_without_words_is_told_of_and_left_out(newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    assert len(newsroom.brief_drafts([draft(), draft(" ", outlet="Empty Post")]).sources) == 1
    assert "Left out: Empty Post" in caplog.text


def test_articles_without_any_words_make_no_briefing(newsroom: Newsroom) -> None:
    with pytest.raises(SourceError):
        newsroom.brief_drafts([draft(" "), draft("", outlet="Empty Post")])


def test_a_model_that_is_not_configured_is_wrong_use(samples: Newsroom) -> None:
    with pytest.raises(UsageError, match="No language model"):
        samples.brief(writer=WriterChoice.MODEL)
