"""What a question asks for: its words, its days and its outlets, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.plan import aliases, plan_question

DAY = ((20310402, 20310402),)
MONTH = ((20310401, 20310431),)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened on 2031-04-02?", DAY),
        ("What happened on April 2, 2031?", DAY),
        ("What happened on April 2 2031?", DAY),
        ("What happened on April 2nd, 2031?", DAY),
        ("what happened on april 02, 2031", DAY),
        ("What happened on Apr 2, 2031?", DAY),
        ("What happened on Apr. 2, 2031?", DAY),
        ("What happened on 2 April 2031?", DAY),
        ("What happened on 2nd April 2031?", DAY),
        ("What happened on the 2nd of April, 2031?", DAY),
        ("WHAT HAPPENED ON 2 APR 2031?", DAY),
        ("What happened in April 2031?", MONTH),
        ("Between April 2, 2031 and 3 May 2031?", (*DAY, (20310503, 20310503))),
        ("In May 2031?", ((20310501, 20310531),)),
        ("On Sept. 30, 2031 or 1 Sep 2031 or September 2031?",
         ((20310930, 20310930), (20310901, 20310901), (20310901, 20310931))),
        ("What happened on 2 April?", ()),
        ("What happened in 2031?", ()),
        ("May 2031 people leave?", ((20310501, 20310531),)),
        ("They may leave 2031 people behind", ()),
        ("Code 12031-04-022 is none", ()),
        ("Does a march of 2031 people need leave?", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_days_are_read_in_every_usual_form(question: str, days: tuple[tuple[int, int], ...]) -> None:
    assert plan_question(question, ()).days == days


OUTLETS = [
    "Sedge Herald", "The Moor Post", "Wired", "Fortune", "Wren.com", "Ebbing Times - Sport", "Ebbing Times",
    "iMarsh", "24 Lane", "X", "Thorle & Marl (weekly)", "Çınar Postası",
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did the Sedge Herald report?", ["Sedge Herald"]),
        ("What did the Sedge herald report?", ["Sedge Herald"]),
        ("What did SEDGE HERALD report?", ["Sedge Herald"]),
        ("Did the Moor Post say so?", ["The Moor Post"]),
        ("Did The Moor Post say so?", ["The Moor Post"]),
        ("Did Moor Post's editor say so?", ["The Moor Post"]),
        ("Was the house wired by then?", []),
        ("Did Wired say so?", ["Wired"]),
        ("Who made a fortune?", []),
        ("Who made a fortune, as Fortune says?", ["Fortune"]),
        ("What did Wren report?", ["Wren.com"]),
        ("What did Wren.com report?", ["Wren.com"]),
        ("Is the wren back?", []),
        ("What did the Ebbing Times write?", ["Ebbing Times - Sport", "Ebbing Times"]),
        ("What did Ebbing Times - Sport write?", ["Ebbing Times - Sport"]),
        ("What did the Ebbing Timeskeeper write?", []),
        ("Fortunes are made", []),
        ("What does iMarsh say?", ["iMarsh"]),
        ("What does 24 Lane say?", ["24 Lane"]),
        ("Malcolm X said so", []),
        ("What did Thorle & Marl (weekly) say?", ["Thorle & Marl (weekly)"]),
        ("Wired, then the Moor Post, then Wired again", ["Wired", "The Moor Post"]),
        ("İİİİİİİİİİ Sedge Herald", ["Sedge Herald"]),
        ("sedge heraldİİİİİİİİİİİİ", []),
        ("Ask Çınar Postası", ["Çınar Postası"]),
        ("", []),
    ],
)
def test_outlets_are_known_by_their_names_and_not_by_words_like_them(question: str, outlets: list[str]) -> None:
    found = plan_question(question, OUTLETS).outlets
    assert sorted(found) == sorted(outlets)
    assert len(set(found)) == len(found)


def test_outlets_come_in_order_of_mention() -> None:
    found = plan_question("Does Wired say what Fortune and the Sedge Herald say?", OUTLETS).outlets
    assert found == ("Wired", "Fortune", "Sedge Herald")


@pytest.mark.parametrize(
    ("outlet", "forms"),
    [
        ("The Moor Post", {"the moor post", "moor post"}),
        ("Ebbing Times | Sport", {"ebbing times | sport", "ebbing times"}),
        ("The Wren.co.uk", {"the wren.co.uk", "wren.co.uk", "the wren", "wren"}),
        ("Half-Moon", {"half-moon"}),
        ("X", set()),
        ("", set()),
        (" ", set()),
    ],
)
def test_an_outlet_has_these_names(outlet: str, forms: set[str]) -> None:
    assert aliases(outlet) == forms


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many people were on the ferry?", ["many", "people", "ferry"]),
        ("The ferry, the FERRY and ferries", ["ferry"]),
        ("the long-planned dam", ["long", "planned", "dam"]),
        ("The operator's boat and Ansgarde’s", ["operator", "boat", "ansgarde"]),
        ("was it the", []),
        ("1,800 marched", ["1,800", "marched"]),
        ("", []),
    ],
)
def test_terms_are_the_words_that_say_something_each_stem_once(question: str, words: list[str]) -> None:
    terms = plan_question(question, ()).terms
    assert [word for word, _ in terms] == words
    assert all(weight > 0 for _, weight in terms)


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=5))
def test_any_question_can_be_read(question: str, outlets: list[str]) -> None:
    plan = plan_question(question, outlets)
    assert set(plan.outlets) <= set(outlets)
    assert all(first <= last for first, last in plan.days)
    assert all(word.strip() for word, _ in plan.terms)
