"""Scorers as tables of known answers: ranking, citations, exactness, ROUGE, neutrality, groups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scorers.citing import citation_is_exact, citation_precision, citation_recall, dangling, unproven
from eval.scorers.clusters import b_cubed, jaccard
from eval.scorers.exactness import exact_figures, exact_quotations, shows_fact
from eval.scorers.neutrality import arousal, load_lexicon, loaded_per_hundred, own_voice
from eval.scorers.ranking import hit_rank, hits, ndcg, recall, reciprocal_rank
from eval.scorers.rouge import rouge_l, rouge_n
from rag.datatypes import Citation, Claim, EvidenceParagraph, Passage, Verdict

FROST = "The town clock of Ebbing was stopped by frost on Monday, the council said."
MAYOR = "“We will mend it by 14 May,” said Ilse Corran, the mayor."
PARAGRAPHS = {
    id: EvidenceParagraph(id, "a", "Sedge Herald", "Clock stopped", None, "2031-04-02", text)
    for id, text in (("p1", FROST), ("p2", MAYOR))
}


def passage(rank: int, text: str) -> Passage:
    return Passage(rank, 1.0, "a", "Sedge Herald", "T", None, None, (), text)


def cite(id: str, quote: str | None = None, start: int = 0) -> Citation:
    words = PARAGRAPHS[id].text if quote is None else quote
    return Citation(id, "a", "Sedge Herald", "T", None, None, words, start, start + len(words))


def claim(text: str, *citations: Citation, verdict: Verdict = Verdict.VERIFIED) -> Claim:
    return Claim(text, citations, verdict)


def shares_a_word(text: str, cited: Sequence[EvidenceParagraph]) -> bool | None:
    """A judge for these tests: the first word of the claim is in some paragraph; of "Maybe" nobody can say."""
    word = text.split()[0]
    return None if word == "Maybe" else any(word in paragraph.text for paragraph in cited)


def test_a_hit_is_the_first_passage_with_a_fact_whatever_the_white_space() -> None:
    passages = [passage(1, "Nothing."), passage(2, "Stopped by\nfrost.")]
    assert hit_rank(passages, ["by frost"]) == 2
    assert hit_rank(passages, ["by fire"]) is None


def test_hits_and_reciprocal_rank() -> None:
    ranks = [1, 4, 5, None]
    assert hits(ranks, 4) == 0.5
    assert reciprocal_rank(ranks, 10) == pytest.approx((1 + 0.25 + 0.2) / 4)


@pytest.mark.parametrize(
    ("found", "wanted", "recalled", "gain"),
    [
        ([{0}, {1}, set()], 2, 1.0, 1.0),
        ([set(), {0}], 1, 1.0, 0.6309),
        ([{0}, {0}], 2, 0.5, 0.6131),
        ([set(), set()], 1, 0.0, 0.0),
        ([{0, 1}], 2, 1.0, 0.6131),
    ],
)
def test_recall_and_ndcg(found: list[set[int]], wanted: int, recalled: float, gain: float) -> None:
    assert recall(found, wanted, 10) == recalled
    assert ndcg(found, wanted, 10) == pytest.approx(gain, abs=0.0001)


@given(st.lists(st.sets(st.integers(0, 5)), max_size=12))
def test_no_list_gains_more_than_the_best(found: list[set[int]]) -> None:
    assert 0 <= ndcg(found, 6, 10) <= 1


def test_a_citation_is_exact_at_its_offsets_only() -> None:
    assert citation_is_exact(cite("p1", "The town", 0), PARAGRAPHS)
    assert not citation_is_exact(cite("p1", "The town", 1), PARAGRAPHS)
    lost = Citation("p9", "a", "", "", None, None, "", 0, 0)
    assert not citation_is_exact(lost, PARAGRAPHS)
    assert dangling([claim("x", lost, cite("p1"))], PARAGRAPHS) == 1


def test_a_claim_without_verdict_or_source_is_unproven() -> None:
    shown = [claim("a", cite("p1")), claim("b"), claim("c", cite("p1"), verdict=Verdict.UNSUPPORTED)]
    assert unproven(shown) == 2


def test_citation_recall_counts_a_claim_without_support_and_one_without_sources() -> None:
    claims = [claim("clock stopped", cite("p1")), claim("whales sang", cite("p1")), claim("clock")]
    assert citation_recall(claims, PARAGRAPHS, shares_a_word) == pytest.approx(1 / 3)


def test_a_citation_to_nowhere_costs_precision() -> None:
    lost = Citation("p9", "a", "", "", None, None, "", 0, 0)
    assert citation_precision([claim("clock", cite("p1"), lost)], PARAGRAPHS, shares_a_word) == 0.5


def test_a_citation_that_adds_nothing_costs_precision_but_not_recall() -> None:
    padded = [claim("clock stopped", cite("p1"), cite("p2"))]
    assert citation_precision(padded, PARAGRAPHS, shares_a_word) == 0.5
    assert citation_recall(padded, PARAGRAPHS, shares_a_word) == 1.0


def test_two_citations_that_are_needed_together_both_count() -> None:
    def both(_text: str, cited: Sequence[EvidenceParagraph]) -> bool:
        return len(cited) == 2

    assert citation_precision([claim("x", cite("p1"), cite("p2"))], PARAGRAPHS, both) == 1.0


def test_what_the_judge_cannot_say_is_unscored_not_zero() -> None:
    claims = [claim("Maybe", cite("p1")), claim("clock", cite("p1"))]
    assert citation_recall(claims, PARAGRAPHS, shares_a_word) is None
    assert citation_precision(claims, PARAGRAPHS, shares_a_word) is None


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("She said “We will mend it by 14 May”.", 1.0),
        ("She said “We will end it by 14 May”.", 0.0),
        ("She said “We will mend it” and “by June”.", 0.5),
        ("The clock isn't mended, and the council's plan isn't made.", None),
    ],
)
def test_quotations_are_exact_or_not(text: str, share: float | None) -> None:
    assert exact_quotations([claim(text, cite("p2"))], PARAGRAPHS) == share


def test_a_quotation_from_another_source_is_not_exact() -> None:
    assert exact_quotations([claim("She said “We will mend it by 14 May”.", cite("p1"))], PARAGRAPHS) == 0.0


@pytest.mark.parametrize(
    ("text", "share"),
    [("It will be mended by 14 May.", 1.0), ("It will be mended by 15 May.", 0.0), ("It will be mended.", None)],
)
def test_figures_are_exact_or_not(text: str, share: float | None) -> None:
    assert exact_figures([claim(text, cite("p2"))], PARAGRAPHS) == share
    if share is not None:
        assert exact_figures([claim(text)], PARAGRAPHS) == 0.0


def test_a_fact_shows_in_the_claim_or_in_words_quoted_exactly() -> None:
    assert shows_fact([claim("It was frost.")], PARAGRAPHS, ["frost"])
    assert shows_fact([claim("It was cold.", cite("p1"))], PARAGRAPHS, ["by frost"])
    made_up = cite("p1", "by fire", 3)
    assert not shows_fact([claim("It was hot.", made_up)], PARAGRAPHS, ["by fire"])


@pytest.mark.parametrize(
    ("summary", "reference", "one", "two", "longest"),
    [
        ("the clock stopped", "the clock stopped", 1.0, 1.0, 1.0),
        ("the clock stopped", "the clocks are stopping", 6 / 7, 2 / 5, 6 / 7),
        ("stopped clock the", "the clock stopped", 1.0, 0.0, 1 / 3),
        ("frost", "fire", 0.0, 0.0, 0.0),
        ("", "fire", 0.0, 0.0, 0.0),
    ],
)
def test_rouge(summary: str, reference: str, one: float, two: float, longest: float) -> None:
    assert rouge_n(summary, reference, 1).f1 == pytest.approx(one)
    assert rouge_n(summary, reference, 2).f1 == pytest.approx(two)
    assert rouge_l(summary, reference).f1 == pytest.approx(longest)


@given(st.text(), st.text())
def test_rouge_is_a_share_and_full_for_a_text_itself(one: str, other: str) -> None:
    assert 0 <= rouge_l(one, other).f1 <= rouge_n(one, other, 1).f1 + 1e-9 <= 1 + 2e-9
    assert rouge_n(one, one, 1).f1 in (0.0, 1.0)


def test_loaded_words_count_in_the_own_voice_only() -> None:
    assert own_voice("He said “shocking news” twice.").split() == ["He", "said", "twice."]
    quoted = loaded_per_hundred(["The mayor said “a disgraceful fiasco” on Monday."])
    plain = loaded_per_hundred(["The mayor made a disgraceful fiasco on Monday."])
    assert quoted == 0.0 and plain is not None and plain > 10
    assert loaded_per_hundred([]) is None


def test_arousal_counts_words_of_feeling_that_the_reference_lacks(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text(
        "Word\tValence\tArousal\tDominance\njoy\t0.9\t0.8\t0.5\nrage\t0.1\t0.9\t0.5\ntable\t0.5\t0.3\t0.5\n"
    )
    lexicon = load_lexicon(path)
    found = arousal("Joy and rage at the table. Joy!", "The rage was said to be great.", lexicon)
    assert [found.positive, found.negative, found.total] == pytest.approx([1.6, 0.0, 1.6])


def test_groups() -> None:
    assert list(b_cubed(("a", "b"), ("a", "c", "d"))) == pytest.approx([1 / 2, 1 / 3])
    assert jaccard(["a", "b"], ["b", "c"]) == pytest.approx(1 / 3)
    assert jaccard([], []) == 1.0
