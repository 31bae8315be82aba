from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.store.embeddings import Vectors
from rag.verify.ground import Ground, read_sentences
from rag.verify.kinship import WordVectors, word_vectors
from rag.verify.scoring import TEXT_TRAITS, Faults, Head, SupportModel, text_row
from rag.verify.traits import SENTENCE_TRAITS, WORD_TRAITS, see, standings

SOURCE = (
    "A ferry with 90 passengers ran aground off Tarnby on Sunday night. Tugs pulled it free at dawn, the harbour "
    "office said. Nobody was hurt, but the hull has a long crack and the ferry will stay in dock for a month."
)
FAIR = "The ferry ran aground off Tarnby on Sunday, and tugs pulled it free at dawn."
NONE = Faults()
INVENTED = "The captain, who had been drinking, was arrested by military police and confessed to smuggling weapons."


def score(text: str, source: str = SOURCE, head: Head = Head.CLAIM, faults: Faults = NONE) -> float:
    model, ground, sentences = SupportModel.load(), Ground([("p", source)]), read_sentences(text)
    seen = [
        see(sentence, standing, ground, word_vectors())
        for sentence, standing in zip(sentences, standings(sentences), strict=True)
    ]
    row = text_row(seen, [model.doubts(one) for one in seen], len(ground.sentences), faults)
    assert row.shape == (len(TEXT_TRAITS),)
    return model.score(head, row)


@pytest.mark.parametrize("head", list(Head))
def test_a_fair_paraphrase_scores_higher_than_an_invention(head: Head) -> None:
    assert score(FAIR, head=head) > score(INVENTED, head=head) + 0.1


def test_a_fair_paraphrase_is_over_the_threshold_and_an_invention_under_it() -> None:
    threshold = SupportModel.load().thresholds[Head.CLAIM]
    assert score(INVENTED) < threshold <= score(FAIR)


def test_an_invented_sentence_lowers_the_score_of_an_answer() -> None:
    assert score(f"{FAIR} {INVENTED}", head=Head.ANSWER) < score(FAIR + " Nobody was hurt.", head=Head.ANSWER)


def test_an_invented_figure_lowers_the_score() -> None:
    assert score(FAIR, faults=Faults(invented=1)) < score(FAIR)


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_gets_a_probability(text: str, source: str) -> None:
    if read_sentences(text):
        assert 0.0 <= score(text, source) <= 1.0


@given(st.text(max_size=80))
def test_every_content_word_has_a_row_of_all_traits(text: str) -> None:
    ground = Ground([("p", SOURCE)])
    for sentence, standing in zip(read_sentences(text), standings(read_sentences(text)), strict=True):
        seen = see(sentence, standing, ground, word_vectors())
        assert seen.words.shape == (len(sentence.content), len(WORD_TRAITS))
        assert seen.row.shape == (len(SENTENCE_TRAITS),)
        assert np.isfinite(seen.words).all()


class _Counting:
    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_each_word_is_embedded_once_and_keeps_its_vector() -> None:
    embedder = _Counting()
    vectors = WordVectors(embedder)
    first = vectors.of(["oar", "keel"])
    vectors.of(["mast", "oar", "bow", "helm", "rudder"])
    assert sorted(embedder.asked) == sorted({"oar", "keel", "mast", "bow", "helm", "rudder"})
    assert vectors.of(["keel", "oar"]).tolist() == first[::-1].tolist()
