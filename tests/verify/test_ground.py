from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.verify.ground import LONGEST_SENTENCE, Ground, read_sentences

TEXT = "The ferry sank off Tarnby. Twelve sailors swam ashore.\n\nThe coastguard of Tarnby found a lifeboat."


@given(st.text(max_size=300))
def test_sentences_are_exact_and_in_order_without_overlaps(text: str) -> None:
    at = 0
    for sentence in read_sentences(text):
        assert at <= sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.text
        assert len(sentence.content) == len(sentence.printed)
        at = sentence.end


def test_the_label_of_a_list_item_belongs_to_what_follows() -> None:
    first, second = read_sentences("1. Open the sluice.\n2. Close the gate.")
    assert (first.text, second.text) == ("1. Open the sluice.", "2. Close the gate.")


def test_a_page_without_a_full_stop_is_not_one_sentence() -> None:
    assert all(len(s.text) <= LONGEST_SENTENCE for s in read_sentences("harbour " * 1000))


def test_a_match_says_where_the_words_stand() -> None:
    ground = Ground([("p1", TEXT)])
    (claim,) = read_sentences("Sailors of the ferry swam ashore off Tarnby.")
    match = ground.match(claim.content)
    assert match.everywhere == 1.0
    assert ground.sentences[match.best].text.startswith("Twelve sailors")
    assert ground.sentences[match.second].text.startswith("The ferry sank")
    assert match.in_best < match.in_two <= match.everywhere


def test_rare_words_tell_more_than_common_ones() -> None:
    ground = Ground([("p1", TEXT)])
    assert ground.weight("unheard") > ground.weight("lifeboat") > ground.weight("tarnbi")


def test_nothing_matches_no_evidence_and_no_words_match_any() -> None:
    assert Ground([]).match(["ferri"]).everywhere == 0.0
    assert Ground([("p1", TEXT)]).match([]).everywhere == 1.0


def test_numbers_count_in_digits_and_in_words() -> None:
    ground = Ground([("p1", "Twelve sailors and 1,160 kegs.")])
    assert ground.has_number("12")
    assert ground.has_number("1160")
    assert not ground.has_number("13")
