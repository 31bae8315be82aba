"""The embedded writer: sentences of the sources, told apart by outlet and speaker, the closest ones and few of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Cite, DraftClaim, Problem, ProblemKind, Turn
from rag.generate.embedded import MOST_CLAIMS, PER_ARTICLE, Scored, choose
from rag.generate.protocol import HEADLINE
from rag.generate.relevance import Relevance
from tests.generate.answering import answer, cost, readings_of, sentences, story, task, writer

HERALD = story(
    "Sedge Herald",
    "The lower lock at Ebbing was shut for nine hours on Tuesday after two barges drifted against its gate.",
    "Lock keeper Orla Finch said: “Both ropes had been cut with a knife.”",
    "The canal trust has looked after the water between Marl and Thorle since spring.",
)
POST = story(
    "Moor Post",
    "Boats waited at Ebbing on Tuesday because the lower lock was shut for eleven hours, boaters said.",
    "The gravel company from Marl has offered to pay for the gate.",
    title="Boats wait at Ebbing lock",
)
COPY = story("Marl Week", HERALD.body[0].text, title="Lock shut at Ebbing")


def test_claims_are_sentences_of_the_sources_citing_paragraphs_they_were_given() -> None:
    asked = task("How long was the lower lock at Ebbing shut?", HERALD, POST)
    for draft in writer().answer(asked):
        for cite in draft.cites:
            assert cite.quote is not None
            assert cite.quote in asked.evidence[cite.marker].text
        assert draft.text == draft.cites[0].quote


def test_each_side_of_a_figure_that_differs_is_given() -> None:
    drafts = answer("How many hours was the lower lock at Ebbing shut?", HERALD, POST)
    assert any("nine hours" in draft.text for draft in drafts)
    assert any("eleven hours" in draft.text for draft in drafts)


def test_a_count_of_something_else_in_the_question_is_no_answer() -> None:
    locks = "The canal trust runs 14 locks between Marl and Thorle."
    drafts = answer("How many hours was the lower lock shut?", story("Sedge Herald", HERALD.body[0].text, locks), POST)
    assert any("nine hours" in draft.text for draft in drafts)
    assert not any("14 locks" in draft.text for draft in drafts)


def test_the_same_copy_is_one_claim_with_all_its_sources() -> None:
    drafts = answer("Why was the lower lock at Ebbing shut?", HERALD, COPY, same_origin=True)
    (one,) = [draft for draft in drafts if "nine hours" in draft.text]
    assert {cite.marker.partition("-")[0] for cite in one.cites} == {HERALD.id, COPY.id}
    assert "one source" in (one.topic or "")


def test_what_one_outlet_alone_has_is_said_to_be_its() -> None:
    drafts = answer("Who has offered to pay for the gate?", HERALD, POST)
    assert "gravel company" in drafts[0].text
    assert {draft.topic for draft in drafts} == {"Only in Moor Post"}


def test_a_statement_has_its_speaker() -> None:
    drafts = answer("What did Orla Finch say about the ropes?", HERALD, POST)
    assert "cut with a knife" in drafts[0].text
    assert drafts[0].speaker == "Orla Finch"


@pytest.mark.parametrize("question", ["Who discovered the comet Halvard?", "the of and", "???", "Why?", "🙂"])
def test_a_question_that_nothing_answers_has_no_claims(question: str) -> None:
    assert answer(question, HERALD, POST) == []


def test_only_the_paragraphs_given_are_used() -> None:
    whole = task("Who has offered to pay for the gate?", HERALD, POST)
    kept = {key: held for key, held in whole.evidence.items() if "gravel" not in held.text}
    partly = type(whole)(whole.question, whole.passages, kept, whole.articles)
    assert all(cite.marker in kept for draft in writer().answer(partly) for cite in draft.cites)
    assert not any("gravel" in draft.text for draft in writer().answer(partly))


def test_the_same_task_has_the_same_answer() -> None:
    question = "How long was the lower lock at Ebbing shut?"
    assert answer(question, HERALD, POST, COPY) == answer(question, HERALD, POST, COPY)


def test_it_has_no_prompts_and_costs_no_tokens() -> None:
    assert dict(writer().prompts) == {}
    usage = cost(task("How long was the lock shut?", HERALD))
    assert (usage.model, usage.prompt_tokens, usage.completion_tokens) == (None, None, None)
    assert usage.seconds > 0


def test_a_repair_takes_back_what_was_added_to_a_sources_sentence_and_nothing_else() -> None:
    doubted = Problem(ProblemKind.SPEAKER, "The paragraph names no such speaker.")
    named = DraftClaim("[Ona Pell] will wait.", (Cite("p", "She will wait."),), speaker="Ona Pell")
    assert writer().repair(named, (), {}) == replace(named, text="She will wait.")
    assert writer().repair(named, (doubted,), {}) == replace(named, text="She will wait.", speaker=None)
    assert writer().repair(replace(named, text="She will wait."), (), {}) is None
    assert writer().repair(DraftClaim("x", (Cite("p"),)), (), {}) is None


def test_a_headline_is_not_repaired_into_the_paragraph_below_it() -> None:
    assert writer().repair(DraftClaim("Lock shut", (Cite("p", "A lock was shut."),), topic=HEADLINE), (), {}) is None


def test_a_figure_in_bare_words_loses_the_name_of_its_outlet_first() -> None:
    bare = DraftClaim("Sedge Herald has “12 people” (injured).", (Cite("p", "It injured 12 people."),))
    first = writer().repair(bare, (), {})
    assert first is not None
    assert first.text == "A report has “12 people” (injured)."
    assert writer().repair(first, (), {}) == replace(first, text="It injured 12 people.")


DEAD = "How many people were killed in the collision at Ebbing?"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nineteen people were killed in the collision at Ebbing, the coastguard said.", "2032-04-02"),
        ("Nineteen people were killed in the collision at Thorle, the coastguard said.", "2031-04-02"),
        ("Nineteen people were killed in the fire at Ebbing, the coastguard said.", "2031-04-02"),
    ],
)
def test_a_figure_of_another_event_in_another_story_does_not_join_this_ones(text: str, day: str) -> None:
    one = story("Herald", "At least 14 people were killed in the collision at Ebbing, the coastguard said.")
    drafts = answer(DEAD, replace(one, story="s1"), replace(story("Post", text, day=day), story="s2"))
    assert {draft.topic for draft in drafts}.isdisjoint({"The figures differ", "The figure was revised"})


def test_a_later_figure_of_the_same_event_joins_though_the_library_put_it_in_another_story() -> None:
    one = story("Herald", "Fourteen people were killed in the collision at Ebbing, the coastguard said.")
    late = "The owner will step down, six days after a collision at Ebbing killed 19 people."
    other = story("Post", late, day="2031-04-08", title="Owner to go")
    drafts = answer(DEAD, replace(one, story="s1"), replace(other, story="s2"))
    assert drafts[0].text == late
    assert len(drafts) == 2


def test_a_follow_up_is_condensed_with_the_subject_before_it() -> None:
    assert writer().condense("And how long?", [Turn("Who shut the Ebbing lock?", "x")]) == "And how long? (Ebbing lock)"


MANY = sentences(readings_of([HERALD, POST, story("Thorle Sun", *(f"Sentence {n} of the sun." for n in range(12)))]))
SCORED = st.lists(
    st.builds(
        lambda sentence, score, able, fits: Scored(sentence, Relevance(score, able, fits)),
        st.sampled_from(MANY),
        st.floats(-5, 20),
        st.booleans(),
        st.sampled_from([0.0, 0.5, 0.7, 1.0]),
    ),
    max_size=20,
    unique_by=lambda scored: (scored.sentence.article, scored.sentence.number),
)


@given(SCORED)
def test_the_chosen_can_answer_are_few_and_of_several_articles(scored: list[Scored]) -> None:
    chosen = choose(scored)
    able = [item for item in scored if item.relevance.answers]
    assert bool(chosen) == bool(able)
    assert all(item in able for item in chosen)
    assert len(chosen) <= MOST_CLAIMS
    for number in range(3):
        assert sum(item.sentence.article == number for item in chosen) <= PER_ARTICLE
    scores = [item.relevance.score for item in chosen]
    assert scores == sorted(scores, reverse=True)


@given(SCORED)
def test_the_order_of_the_sentences_does_not_count(scored: list[Scored]) -> None:
    turned = list(reversed(scored))
    assert choose(turned) == choose(scored)


def test_a_question_or_an_address_to_write_to_is_no_answer() -> None:
    asking = story("Ebbing Post", "Is the lock at Ebbing shut? Write to the lock desk at lock@ebbing.example.")
    assert answer("Is the lock at Ebbing shut?", asking) == []


def test_what_an_outlet_reported_is_on_its_matter_not_on_its_name() -> None:
    told = story("Ebbing Post", "The old lock was shut by frost on Monday.", "The Ebbing Post has a new editor.")
    assert [claim.text for claim in answer("What did the Ebbing Post report about the lock?", told)] == [
        "The old lock was shut by frost on Monday."
    ]


def test_a_sentence_cut_out_of_longer_speech_keeps_both_its_marks() -> None:
    told = story("Ebbing Post", "“I have seen the lock shut for good. Nobody will mend it,” said Ilse Corran.")
    claims = answer("Was the lock shut for good?", told)
    assert claims
    assert all(claim.text.count("“") == claim.text.count("”") for claim in claims)


def test_an_article_is_about_the_day_it_was_published() -> None:
    told = story("Ebbing Post", "The old lock was shut by frost.", day="2031-04-02")
    assert answer("What happened on 2 April 2031?", told)
    assert answer("What happened on 9 May 2030?", told) == []
