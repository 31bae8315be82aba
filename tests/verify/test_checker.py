from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Cite, DraftClaim, EvidenceParagraph, Problem, ProblemKind, Verdict
from rag.text.sentences import split_sentences
from rag.verify import Checker
from tests.verify.builders import check, kinds, paragraph

STORM = (
    "The storm hit Harrow at dawn. It killed 12 people and injured 40, Mayor Ona Pell said. "
    "“We will rebuild the town,” she said."
)


def test_a_verbatim_sentence_is_verified() -> None:
    claim = check("It killed 12 people and injured 40, Mayor Ona Pell said.", STORM)
    assert claim.verdict is Verdict.VERIFIED
    assert claim.problems == ()
    assert claim.citations[0].quote == claim.text


def test_a_paraphrase_with_the_figures_of_its_source_is_verified() -> None:
    assert check("The storm in Harrow killed twelve people, Pell said.", STORM).verdict is Verdict.VERIFIED


def test_every_problem_of_a_claim_is_listed() -> None:
    claim = check("It killed 21 people, “we will leave the town,” she said.", STORM, cite=("p1", "p9"))
    assert claim.verdict is Verdict.UNSUPPORTED
    assert kinds(claim) == ["marker", "quotation_altered", "figure"]


def test_a_citation_carries_the_paragraphs_own_characters() -> None:
    source = paragraph("He left. “We’ll go—now,” Pell said.")
    claim = check("Pell said they will go.", source, quote='"We\'ll go - now,"')
    (citation,) = claim.citations
    assert (citation.quote, citation.start, citation.end) == ("“We’ll go—now,”", 9, 24)
    assert source.text[citation.start : citation.end] == citation.quote


def test_a_cite_without_a_quote_gets_the_sentence_nearest_to_the_claim() -> None:
    (citation,) = check("Mayor Pell said it killed 12 people.", STORM).citations
    assert citation.quote == "It killed 12 people and injured 40, Mayor Ona Pell said."


def test_a_cite_gets_a_neighbouring_sentence_that_adds_to_it() -> None:
    (citation,) = check(
        "The storm that hit Harrow at dawn killed 12 people and injured 40, Ona Pell said.", STORM
    ).citations
    assert citation.quote == STORM[: STORM.index(" “We")]


def test_the_same_cite_twice_is_one_citation() -> None:
    assert len(check("The storm hit Harrow at dawn.", STORM, cite=("p1", "p1")).citations) == 1


def test_a_marker_that_points_nowhere_gives_no_citation() -> None:
    claim = check("The storm hit Harrow at dawn.", STORM, cite=("p1", "p7"))
    assert [c.paragraph_id for c in claim.citations] == ["p1"]
    assert claim.verdict is Verdict.UNSUPPORTED


def test_the_draft_is_kept_as_it_was() -> None:
    draft = DraftClaim("The storm hit Harrow.", (Cite("p1"),), speaker="Ona Pell", topic="Storm", raw="The storm… [p1]")
    claim = Checker().check(draft, {"p1": paragraph(STORM)})
    assert (claim.text, claim.speaker, claim.topic, claim.raw) == (draft.text, draft.speaker, draft.topic, draft.raw)


def test_a_checker_runs_the_checks_it_is_given() -> None:
    def refuse(draft: DraftClaim, cited: object, evidence: object, /) -> list[Problem]:
        return [Problem(ProblemKind.TONE, draft.text)]

    claim = Checker([refuse]).check(DraftClaim("x", ()), {})
    assert kinds(claim) == ["tone"]
    assert Checker([]).check(DraftClaim("x", ()), {}).verdict is Verdict.VERIFIED


WORDS = st.sampled_from(
    "the storm killed 12 people over 1,160 kegs “we go,” Pell said on Friday at 1:00 am 46-year-old $5m 3.5% two dozen "
    "[the crew] … not at least 7 October 2029 of F-16 half".split(" ")
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)


@given(PARAGRAPHS, st.data())
def test_any_sentence_of_any_paragraph_is_verified(text: str, data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(split_sentences(text)))
    claim = check(sentence.text, text)
    assert claim.problems == ()
    assert all(text[c.start : c.end] == c.quote for c in claim.citations)


@given(st.integers(10, 10**6), st.integers(0, 5), st.integers(1, 9))
def test_any_changed_digit_is_caught(number: int, place: int, shift: int) -> None:
    digits = str(number)
    at = place % len(digits)
    changed = digits[:at] + str((int(digits[at]) + shift) % 10) + digits[at + 1 :]
    claim = check(f"The storm sank {changed} boats.", f"The storm sank {digits} boats.")
    assert "figure" in kinds(claim) or "date" in kinds(claim)


@given(st.text(max_size=60), st.text(max_size=60), st.one_of(st.none(), st.text(max_size=20)))
def test_any_draft_gets_a_verdict_and_exact_citations(text: str, source: str, quote: str | None) -> None:
    claim = check(text, source, quote=quote)
    assert (claim.verdict is Verdict.VERIFIED) == (claim.problems == ())
    assert all(source[c.start : c.end] == c.quote for c in claim.citations)


@pytest.mark.shared
def test_real_verbatim_sentences_are_verified() -> None:
    folder = Path(os.environ.get("PLUMBLINE_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
    articles = folder / "basil" / "articles.jsonl"
    if not articles.is_file():
        pytest.skip(f"no data set at {articles}")
    checker, checked, failed = Checker(), 0, []
    for line in articles.read_text("utf-8").splitlines()[:40]:
        article = json.loads(line)
        for number, sentences in enumerate(article["body-paragraphs"]):
            held = EvidenceParagraph(str(number), "a", "", article["title"], None, article["date"], " ".join(sentences))
            for sentence in sentences:
                claim = checker.check(DraftClaim(sentence, (Cite(held.id),)), {held.id: held})
                checked += 1
                failed += [(sentence, claim.problems)] if claim.problems else []
    assert failed == []
    assert checked > 500
