"""The suite of the checker: it is the same every time, and what it counts is what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.articles import load_articles
from eval.judges import Program
from eval.mutants import FAIR, SOURCE, UNCHANGED, make_claims
from eval.paraphrases import load_paraphrases
from eval.records import Figure, Record, Run, SuiteEntry, figures
from eval.sets.folders import SAMPLES
from eval.suites.checker import CHECKER, PARAPHRASE, WAYS, ask, load_checker, measure_name, score
from rag.datatypes import Article
from rag.errors import UsageError


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return load_articles(SAMPLES)


def test_one_seed_always_makes_the_same_claims(articles: list[Article]) -> None:
    first = [(c.kind, c.text) for c in make_claims(articles, 20)]
    assert first == [(c.kind, c.text) for c in make_claims(articles, 20)]
    assert first != [(c.kind, c.text) for c in make_claims(articles, 20, seed=1)]


def test_a_mutation_differs_and_is_printed_nowhere_in_its_article(articles: list[Article]) -> None:
    claims = list(make_claims(articles, 60))
    assert len({claim.kind for claim in claims}) > 8
    for claim in claims:
        if claim.kind in (UNCHANGED, SOURCE):
            assert claim.text == claim.true_text
        else:
            assert claim.text != claim.true_text
            assert not any(claim.text in paragraph.text for paragraph in claim.article.body)
        if claim.kind == SOURCE:
            assert claim.text not in claim.paragraph.text


def test_there_are_three_hundred_paraphrases_of_all_kinds_that_cite_reporting(articles: list[Article]) -> None:
    found = load_paraphrases(articles)
    assert len(found) >= 300
    assert len({one.id for one in found}) == len(found)
    assert {one.kind for one in found} == {
        "reworded", "passive", "short_name", "reported", "merged", "number_word", "about",
    }  # fmt: skip
    for one in found:
        assert one.paragraphs
        assert all(p.citable for p in one.paragraphs)
        assert not any(one.text in p.text for p in one.paragraphs)


def test_every_sentence_is_a_case_of_its_own() -> None:
    cases = load_checker(None, 40).cases
    assert len({case.id for case in cases}) == len(cases) == 80
    for case in cases[:40]:
        assert (case.expected or {})["claims"][0]["kind"] == UNCHANGED


def test_a_false_claim_that_passes_and_a_true_one_that_fails_are_scored_and_told() -> None:
    case = load_checker(None, 1).cases[0]
    true = (case.expected or {})["claims"][0]
    nonsense = true | {"kind": FAIR, "text": "Whales sang over the marble opera."}
    case = replace(case, expected={"claims": [true | {"kind": "number"}, nonsense]})
    outcome = score(case, ask(None, case), Program())  # type: ignore[arg-type]
    assert outcome.scores == {
        measure_name(kind, way): value for way in WAYS for kind, value in (("number", 0.0), (FAIR, 1.0))
    }
    assert len(outcome.detail["problems"]) == 2


def test_the_suite_holds_its_targets_on_the_sample_stories() -> None:
    found = _figures()
    least = {
        "quotation": 1.0, "number": 1.0, "source": 1.0, "unit": 0.98, "date": 0.98, "name": 0.98, "negation": 0.95,
        "speaker": 0.95, "modality": 0.85,
    }  # fmt: skip
    for way in WAYS:
        for kind, share in least.items():
            value = found[measure_name(kind, way)].value
            assert value is not None and value >= share, (kind, way, value)
        assert found[measure_name(UNCHANGED, way)].value == 0.0
        assert (found[measure_name(PARAPHRASE, way)].value or 0.0) <= 0.10


def _figures() -> dict[str, Figure]:
    cases = load_checker(None, None).cases
    records = tuple(Record("checker", c.id, c.group, "", score(c, ask(None, c), Program()).scores) for c in cases)  # type: ignore[arg-type]
    run = Run((SuiteEntry("checker", "", CHECKER.measures),), "", "", records)
    return {figure.measure.name: figure for figure in figures(run)}


def test_a_folder_without_articles_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_articles(tmp_path)


def test_articles_are_read_whatever_their_fields_are_called(tmp_path: Path, articles: list[Article]) -> None:
    text = articles[0].text.replace('"', "”").replace("\n", "\\n")
    line = f'{{"source": "Sedge Herald", "title": "T", "published_at": "2031-10-10", "body": "{text}"}}\n'
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "articles.jsonl").write_text(line + line, "utf-8")
    (article,) = load_articles(tmp_path)
    assert (article.outlet, article.published) == ("Sedge Herald", "2031-10-10")
    assert len(article.body) > 3
