"""Two versions of an article, sentence by sentence: every sentence is told of once, and reprinting changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.compare.versions import Laid, lay, likeness

KITES = "Nine kites were lost over Ebbing on Monday, said warden Ilse Brandt."
ELEVEN = "Eleven kites were lost over Ebbing on Monday, said warden Ilse Brandt."
TOWER = "“The tower held,” the mayor said."
BAKER = "A baker opened early."


@pytest.mark.parametrize(
    ("old", "new", "laid"),
    [
        ([KITES, TOWER], [KITES, TOWER], Laid((), (), ())),
        ([KITES, TOWER], [TOWER, KITES], Laid((), (), ())),
        ([TOWER], ['"The tower  held", the mayor said.'], Laid((), (), ())),
        ([KITES, TOWER], [TOWER, ELEVEN], Laid(((0, 1),), (), ())),
        ([KITES], [BAKER], Laid((), (0,), (0,))),
        ([], [BAKER], Laid((), (), (0,))),
        ([KITES, ELEVEN], [ELEVEN], Laid((), (0,), ())),
    ],
)
def test_sentences_stand_are_revised_come_or_go(old: list[str], new: list[str], laid: Laid) -> None:
    assert lay(old, new) == laid


_WORD = st.sampled_from("kites tower nine eleven warden fell rose Ebbing on the".split())
_SENTENCES = st.lists(st.lists(_WORD, min_size=1, max_size=8).map(" ".join), max_size=7)


@given(old=_SENTENCES, new=_SENTENCES)
def test_each_sentence_is_told_of_at_most_once(old: list[str], new: list[str]) -> None:
    laid = lay(old, new)
    before, after = [i for i, _ in laid.revised], [j for _, j in laid.revised]
    assert len({*before, *laid.gone}) == len(before) + len(laid.gone)
    assert len({*after, *laid.come}) == len(after) + len(laid.come)
    standing = {text.casefold() for text in old} & {text.casefold() for text in new}
    assert {old[i].casefold() for i in (*before, *laid.gone)} == {text.casefold() for text in old} - standing
    assert {new[j].casefold() for j in (*after, *laid.come)} == {text.casefold() for text in new} - standing


@given(texts=_SENTENCES)
def test_the_same_words_in_any_order_change_nothing(texts: list[str]) -> None:
    assert lay(texts, texts[::-1]) == Laid((), (), ())


@given(one=st.text(), other=st.text())
def test_likeness_is_a_share(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1
