"""Nothing unproven is shown: a small run of `benchmarks/withheld.py` on the sample stories, with both writers."""

from __future__ import annotations

import pytest

from benchmarks.calibrate_judge import Heard, fit
from benchmarks.withheld import run, unproven
from rag import Newsroom
from rag.datatypes import Claim, Verdict
from rag.generate.compare.reading import cite
from rag.settings import WriterChoice
from rag.verify.judgement import Ruling
from tests.builders import draft

SOURCE = "Mayor Ona Pell met the crew. But she has sold 14 boats to the Tarn yard."
SECOND = SOURCE[SOURCE.index("But") :]


@pytest.mark.parametrize(
    ("text", "proven"),
    [
        (SECOND, True),
        ("She has sold 14 boats to the Tarn yard.", True),
        ("[Ona Pell] has sold 14 boats to the Tarn yard.", True),
        ("But [Ona Pell] has sold 14 boats to the Tarn yard.", True),
        ("[Idris Quell] has sold 14 boats to the Tarn yard.", False),
        ("She has sold 40 boats to the Tarn yard.", False),
        ("She has not sold 14 boats to the Tarn yard.", False),
        ("Sold 14 boats to the Tarn yard.", False),
        ("She has sold boats to the Tarn yard.", False),
    ],
)
def test_the_benchmarks_own_rules_let_only_the_words_of_a_source_pass(
    newsroom: Newsroom, text: str, proven: bool
) -> None:
    newsroom.add_drafts([draft(SOURCE)])
    article = newsroom.article(newsroom.articles()[0].id)
    start = article.body[0].text.index("But")
    citation = cite(article, article.body[0], start, start + len(SECOND))
    assert (unproven(Claim(text, (citation,), Verdict.VERIFIED), newsroom) is None) is proven


@pytest.mark.timeout(120)
@pytest.mark.parametrize("writer", [WriterChoice.EMBEDDED, WriterChoice.MODEL])
def test_of_thirty_questions_no_sentence_is_shown_that_is_not_proven(writer: WriterChoice) -> None:
    tally = run(None, start=0, count=30, writer=writer)
    assert tally.questions == 30
    assert tally.shown > 30
    assert tally.unproven == []
    if writer is WriterChoice.MODEL:
        assert tally.corrupted > 30
        assert tally.repaired > 0
        assert tally.good_withheld <= 0.02 * tally.shown


def heard(ruling: str | None, supported: bool) -> Heard:
    return Heard("s", f"{ruling} {supported}", supported, 0.5, ruling, "")


def test_what_judges_say_moves_the_numbers_and_a_harsher_ruling_is_never_worth_more() -> None:
    kind = [heard("supported", True)] * 8 + [heard("partly", False)] * 8
    odd = [*kind, *[heard("contradicted", True)] * 6, heard(None, True)]
    worth = fit(odd).rulings
    assert worth[Ruling.SUPPORTED] > 1.5
    assert worth[Ruling.PARTLY] < 0
    assert list(worth.values()) == sorted(worth.values(), reverse=True)
