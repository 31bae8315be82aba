"""What reading does to real articles; skipped where the research data is absent."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from rag.datatypes import Article, Draft, ParagraphKind
from rag.ingest import build_article, read_sources

DATA = Path(os.environ.get("PLUMBLINE_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the research data sets are not at {DATA}"),
]


def articles(*sources: Path) -> list[Article]:
    drafts = list(read_sources(sources))
    assert all(isinstance(draft, Draft) for draft in drafts)
    return [build_article(draft) for draft in drafts if isinstance(draft, Draft)]


def test_the_wire_article_is_classified_line_by_line() -> None:
    (article,) = articles(DATA / "seed_story" / "seed_article.txt")
    kinds = [p.kind for p in article.paragraphs]
    assert article.outlet == "AFP"
    assert Counter(kinds) == {ParagraphKind.BODY: 30, ParagraphKind.SUBHEAD: 2, ParagraphKind.SIGNOFF: 2}
    assert kinds[-2:] == [ParagraphKind.SIGNOFF] * 2
    assert [i for i, kind in enumerate(kinds) if kind is ParagraphKind.SUBHEAD] == [11, 20]


def test_the_second_outlet_has_one_line_that_is_not_reporting() -> None:
    (article,) = articles(DATA / "seed_story" / "second_outlet.jsonl")
    kinds = [p.kind for p in article.paragraphs]
    assert kinds[-1] is ParagraphKind.SIGNOFF
    assert set(kinds[:-1]) == {ParagraphKind.BODY}
    assert article.published == "2024-03-22"


def test_gold_facts_stand_in_reporting() -> None:
    held = {article.url: article for article in articles(DATA / "multihop_rag" / "corpus.json")}
    facts = lost = 0
    with (DATA / "multihop_rag" / "queries.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            for evidence in json.loads(line)["evidence_list"]:
                article, fact = held[evidence["url"]], evidence["fact"].strip()
                at = article.text.find(fact)
                assert at >= 0
                facts += 1
                lost += not any(p.start < at + len(fact) and p.end > at for p in article.body)
    assert facts > 1000
    assert lost / facts < 0.003


def test_a_thousand_articles_are_built_in_a_few_seconds() -> None:
    with gzip.open(DATA / "article_bias" / "articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        drafts = [Draft(item["text"], title=item["title"]) for item in map(json.loads, islice(stream, 1000))]
    began = time.perf_counter()
    built = [build_article(draft) for draft in drafts]
    # The aim is 1,500 a second on a quiet core; the bound leaves room for a busy one.
    assert time.perf_counter() - began < 30
    assert len(built) == 1000
