from __future__ import annotations

import pytest

from rag.datatypes import Article, Paragraph, ParagraphKind
from rag.verify import evidence_from_articles
from rag.verify.evidence import is_whole_sentence
from tests.verify.builders import paragraph


def test_only_citable_paragraphs_become_evidence() -> None:
    text = "Harrow floods\n\nBy Mara Dell"
    paragraphs = (
        Paragraph("a1:1", 1, 0, 13, ParagraphKind.BODY, text[:13]),
        Paragraph("a1:2", 2, 15, 27, ParagraphKind.BYLINE, text[15:]),
    )
    article = Article(
        "a1", "v", "Sedge Herald", "Floods", "2031-10-10", "https://x.example", None, "en", text, paragraphs
    )
    evidence = evidence_from_articles([article])
    assert list(evidence) == ["a1:1"]
    held = evidence["a1:1"]
    assert (held.article_id, held.outlet, held.title, held.url, held.published, held.text) == (
        "a1",
        "Sedge Herald",
        "Floods",
        "https://x.example",
        "2031-10-10",
        "Harrow floods",
    )


@pytest.mark.parametrize(
    ("claim", "whole"),
    [
        ("It rained.", True),
        ("It rained", True),
        ("It rained. Pell denied that crews left.", True),
        ("Pell denied that crews left.", True),
        ("crews left.", False),
        ("Pell denied", False),
        ("Pell ... crews left.", False),
        ("It [heavily] rained.", False),
        ("It snowed.", False),
    ],
)
def test_only_whole_sentences_are_verbatim(claim: str, whole: bool) -> None:
    assert is_whole_sentence(claim, [paragraph("It rained. Pell denied that crews left.")]) is whole
