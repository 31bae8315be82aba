"""The outline of a briefing: both sides of what differs, each speaker in turn, nothing loaded, nothing twice."""

from __future__ import annotations

from collections import Counter

import pytest

from rag.datatypes import Article, DraftClaim
from rag.generate.compare import compare_articles
from rag.generate.compare.tone import own_loaded
from rag.generate.outline import DIFFER, ONE_SOURCE, PLANS, SEVERAL, UNKNOWN, WHO_SAYS, outline
from rag.generate.protocol import HEADLINE, SUMMARY, BriefTask, Length
from rag.store.groups import group_origins
from rag.verify import evidence_from_articles
from tests.builders import sample_articles
from tests.generate.answering import story

HERALD = story(
    "Sedge Herald",
    "Two barges drifted against the gate of the lower lock at Ebbing on Tuesday and injured 12 people on the towpath.",
    "The lock was shut for nine hours, the canal trust said.",
    "“Both ropes had been cut,” said Orla Finch, the lock keeper.",
    title="Barges injure 12 at Ebbing lock",
)
POST = story(
    "Moor Post",
    "Two barges struck the gate of the lower lock at Ebbing on Tuesday, and 17 people on the towpath were injured.",
    "The lock was shut for nine hours, according to the canal trust.",
    "“Nobody has told us anything,” said Benno Asch, who chairs the boaters.",
    "The gravel company from Marl owns both barges and has offered to pay for the gate.",
    title="Seventeen injured as barges strike Ebbing lock",
)
KLAXON = story(
    "Marl Klaxon",
    "Furious boaters slammed bungling bosses after the horror smash of two runaway barges at Ebbing on Tuesday.",
    "The shameful chaos lasted nine hours.",
    title="Horror smash fury as bungling bosses shut lock",
)


def _events() -> list[tuple[Article, ...]]:
    samples = sorted(sample_articles(), key=lambda held: held.published or "")
    return [tuple(samples[at : at + 5]) for at in range(0, 20, 5)]


EVENTS = _events()
"""The four sample stories: they do not overlap in time."""


def drafts(*articles: Article, length: Length = Length.LONG) -> list[DraftClaim]:
    comparison = compare_articles("Ebbing lock", articles, group_origins(articles))
    return list(outline(BriefTask("Ebbing lock", articles, evidence_from_articles(articles), comparison, length)))


def under(topic: str, found: list[DraftClaim]) -> list[str]:
    return [draft.text for draft in found if draft.topic == topic]


def test_the_headline_comes_first_and_is_the_least_loaded_title() -> None:
    found = drafts(KLAXON, HERALD, POST)
    assert found[0].topic == HEADLINE
    assert found[0].text in (HERALD.title, POST.title)
    assert [draft.topic for draft in found].count(HEADLINE) == 2, (
        "another, should the first not be proven, but no loaded one"
    )


def test_sections_follow_one_order() -> None:
    topics = list(dict.fromkeys(draft.topic for draft in drafts(HERALD, POST, KLAXON)))
    order = [HEADLINE, SUMMARY, SEVERAL, DIFFER, WHO_SAYS, ONE_SOURCE, UNKNOWN]
    assert topics == [topic for topic in order if topic in topics]


def test_both_sides_of_a_figure_that_differs_are_given() -> None:
    shown = " ".join(draft.text for draft in drafts(HERALD, POST) if draft.topic in (DIFFER, SUMMARY))
    assert "12" in shown
    assert "17" in shown


def test_each_speaker_has_the_word_once() -> None:
    found = [draft for draft in drafts(HERALD, POST) if draft.topic == WHO_SAYS]
    assert sorted(draft.speaker or "" for draft in found) == ["Benno Asch", "Orla Finch"]


def test_what_one_source_alone_reports_is_said_to_be_so() -> None:
    found = drafts(HERALD, POST)
    assert any("gravel company" in text for text in under(ONE_SOURCE, found) + under(SUMMARY, found))


def test_what_is_not_known_is_said() -> None:
    found = [text for articles in EVENTS for text in under(UNKNOWN, drafts(*articles))]
    assert any("not been" in text or "still" in text for text in found)


@pytest.mark.parametrize("length", list(Length))
@pytest.mark.parametrize("event", range(4))
def test_no_section_is_longer_than_planned_and_nothing_is_loaded_or_said_twice(event: int, length: Length) -> None:
    articles = EVENTS[event]
    found = drafts(*articles, length=length)
    plan = PLANS[length]
    words = sum(len(text.split()) for text in under(SUMMARY, found)[1:])
    assert words <= plan.summary, "the first sentence may be longer by itself"
    most = {SUMMARY: 5, SEVERAL: plan.several, DIFFER: max(plan.differ, 2), WHO_SAYS: plan.who_says,
            ONE_SOURCE: plan.one_source + plan.several, UNKNOWN: plan.unknown, HEADLINE: 3}  # fmt: skip
    counts = Counter(draft.topic for draft in found)
    over = {topic: count for topic, count in counts.items() if count > most[topic or ""] and topic != DIFFER}
    assert over == {}
    assert [draft.text for draft in found if own_loaded(draft.text)] == []
    said = [draft.text for draft in found]
    assert len(set(said)) == len(said)
    ids = {paragraph.id: paragraph.text for held in articles for paragraph in held.body}
    for draft in found:
        assert draft.cites
        assert all(cite.quote is None or cite.quote in ids[cite.marker] for cite in draft.cites)


def test_a_headline_with_a_revised_figure_gives_way_to_a_calm_one_without() -> None:
    early = story("Sedge Herald", "Nine people were injured at Ebbing lock on Tuesday, the trust said.",
                  day="2031-04-01", title="Nine injured at Ebbing lock")  # fmt: skip
    late = story("Moor Post", "The number of people injured at Ebbing lock rose to 14 on Friday, the trust said.",
                 day="2031-04-04", title="Ebbing lock to stay shut")  # fmt: skip
    found = drafts(early, late, KLAXON)
    assert found[0].text == late.title
    assert "rose to 14" in under(SUMMARY, found)[0], "the latest figure leads the bottom line"


def test_of_one_copy_the_plainest_wording_is_used_and_only_those_who_have_it_are_cited() -> None:
    adorned = story("Moor Post", "Two barges drifted against the towering gate of the lower lock at Ebbing on Tuesday "
                    "and injured 12 hapless people on the towpath.", title="Gate struck")  # fmt: skip
    summary = under(SUMMARY, drafts(adorned, HERALD))
    assert any(text.startswith("Two barges drifted against the gate") for text in summary)
    assert not any("towering" in text for text in summary)


@pytest.mark.parametrize("event", range(4))
def test_the_order_of_articles_changes_nothing(event: int) -> None:
    articles = EVENTS[event]
    assert drafts(*articles, length=Length.STANDARD) == drafts(*articles[::-1], length=Length.STANDARD)


def test_a_standard_briefing_of_little_is_little_but_hears_every_source() -> None:
    many = [story(f"{name} Post", *(f"The {name} barge{at} was tied to the {thing} of the lock at Ebbing for {at} days."
            for at, thing in enumerate(("gate", "wall", "bridge", "ladder", "crane", "house"), start=2)),
            title=f"Barges of {name} tied up") for name in ("Marl", "Thorle", "Sedge")]  # fmt: skip
    found = [draft for draft in drafts(*many, length=Length.STANDARD) if draft.topic not in (HEADLINE, DIFFER)]
    words = sum(len(draft.text.split()) for draft in found)
    material = sum(len(paragraph.text.split()) for held in many for paragraph in held.body)
    assert words < material / 2
    ids = {paragraph.id: held.outlet for held in many for paragraph in held.body}
    assert {ids[cite.marker] for draft in found for cite in draft.cites} == {held.outlet for held in many}


def test_a_denial_is_under_the_name_of_who_denies() -> None:
    found = [drafts(*articles) for articles in EVENTS]
    assert any("denied" in text for event in found for text in under(WHO_SAYS, event))
    assert not any("denied" in text for event in found for text in under(UNKNOWN, event))


def test_no_articles_have_no_briefing() -> None:
    assert drafts() == []


def test_one_article_can_be_briefed_on() -> None:
    found = drafts(HERALD)
    assert found[0].text == HERALD.title
    assert under(SUMMARY, found)
    assert under(DIFFER, found) == []


def test_what_is_dated_long_before_the_story_is_not_in_the_bottom_line() -> None:
    past = "In 2024 a barge struck the gate of the lower lock at Ebbing and two people on the towpath were injured."
    post = story("Fenn Courier", past, *(p.text for p in POST.body), title="Barges strike the gate of Ebbing lock")
    repaired = "The canal trust will mend the rope posts above the lower lock, which are worn."
    news = story("Sedge Herald", repaired, past, title="Barges strike the gate of Ebbing lock")
    for articles in ((HERALD, post), (news,)):
        bottom = under(SUMMARY, drafts(*articles, length=Length.SHORT))
        assert bottom
        assert past not in bottom
