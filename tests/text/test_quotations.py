from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.quotations import find_quotations, locate, nearest, normalise, word_diff

SOURCE = (
    "“We’ll go—now… never\u00a0again,” said Ona Pell. The storm killed 12 and injured 40 people, she told the “Daily”. "
    "They will not sell the harbour. The price rose to 1,212.5 crowns."
)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"We go," Pell said. "It is ours."', ["We go,", "It is ours."]),
        ("“We go,” Pell said.", ["We go,"]),
        ("«Nous partons», a dit Pell.", ["Nous partons"]),
        ("„Wir gehen“, sagte Pell.", ["Wir gehen"]),
        ("»Wir gehen«, sagte Pell.", ["Wir gehen"]),
        ("‘We go,’ Pell said.", ["We go,"]),
        ("'We don't know,' said Pell, 'who it was.'", ["We don't know,", "who it was."]),
        ("‘It’s the workers’ strike,’ he said.", ["It’s the workers’ strike,"]),
        ("“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,"]),
        ("‘He said “no” twice,’ she said.", ["He said “no” twice,"]),
        ('“She wrote "no" twice,” he said.', ['She wrote "no" twice,']),
        ("“He said “no” twice,” she said.", ["He said “no” twice,"]),
        ("He said (“we go”) and left.", ["we go"]),
        ('The "iron" law fell.', ["iron"]),
        ("The 'iron' law fell.", ["iron"]),
    ],
)
def test_outer_quotations_are_found(text: str, inner: list[str]) -> None:
    assert [q.text for q in find_quotations(text)] == inner


@pytest.mark.parametrize(
    "text",
    [
        "The Pells' plan isn't Ona's.",
        "The Pells’ plan isn’t Ona’s.",
        "Rock ‘n’ roll in the ’90s and the '80s.",
        "'Twas the crew's 'em and us.",
        'A 12" pipe and a 6\'2" man.',
        "The cities' mayors met the sailors' wives.",
        'An empty "" pair.',
        "",
    ],
)
def test_apostrophes_and_inches_are_no_quotation_marks(text: str) -> None:
    assert find_quotations(text) == []


def test_a_quotation_that_its_paragraph_does_not_close_runs_to_the_end_of_it() -> None:
    text = "“We open.\n\n“We close,” Pell said."
    assert [q.text for q in find_quotations(text)] == ["We open.", "We close,"]
    assert [q.text for q in find_quotations('Pell said: "We open.\n"We close."')] == ["We open.", "We close."]


def test_the_end_of_a_quotation_that_began_earlier_opens_none() -> None:
    assert [q.text for q in find_quotations('We stay," she said. "It is ours."')] == ["It is ours."]


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ('The "iron" law fell.', True),
        ('The so-called "quiet zone" fell.', True),
        ('The film "Long Night Home" won.', False),
        ('"Yes," Pell said.', False),
        ('Pell said "no" to it.', False),
        ('"Never!"', False),
        ('Crowds chanted "out".', False),
    ],
)
def test_one_or_two_words_that_are_not_speech_are_scare_quotes(text: str, scare: bool) -> None:
    assert [q.scare for q in find_quotations(text)] == [scare]


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("We'll go -- now ... never again", "We’ll go—now… never\u00a0again"),
        ("We'll go - now... never again", "We’ll go—now… never\u00a0again"),
        ("never again.", "never\u00a0again"),
        ("12 and injured 40 people.", "12 and injured 40 people"),
        ("the 'Daily'", "the “Daily”"),
        ("The storm ... injured 40 people", "The storm killed 12 and injured 40 people"),
        ("The storm … injured 40 people", "The storm killed 12 and injured 40 people"),
        ("[The gale] killed 12", "killed 12"),
        ("[t]he storm killed 12", "The storm killed 12"),
        ("The storm [on Friday] killed 12", "The storm killed 12"),
        ("[Pell] will not sell the harbour", "will not sell the harbour"),
        ("1,212.5 crowns", "1,212.5 crowns"),
    ],
)
def test_verbatim_words_are_located(quote: str, printed: str) -> None:
    span = locate(quote, SOURCE)
    assert (SOURCE[slice(*span)] if span else None) == printed


@pytest.mark.parametrize(
    "quote",
    [
        "21 killed and 90 injured",
        "killed 21 and injured 90 people",
        "killed 12 or injured 40 people",
        "the storm killed 12",  # a capital is a change that brackets must own up to
        "2 and injured 40",  # half a number
        "212.5 crowns",
        "1,212",
        "he storm killed",
        "injured 40 ... killed 12",  # out of order
        "The storm ... injured 41 people",
        "They will [gladly] sell the harbour",  # hides "not"
        "They will ... sell the harbour",
        "The storm [of the kind that many have feared] The price rose",
        "...",
        "[Pell]",
        " ",
        "",
    ],
)
def test_words_that_are_not_verbatim_are_not_located(quote: str) -> None:
    assert locate(quote, SOURCE) is None


def test_brackets_and_ellipses_that_the_source_prints_are_its_own_words() -> None:
    assert locate("we [the crew] left... late", "He said we [the crew] left... late.") == (8, 34)


def test_the_nearest_words_are_shown_whatever_their_difference() -> None:
    start, end, similarity = nearest("killed 21 and injured 90 people", SOURCE)
    assert SOURCE[start:end] == "killed 12 and injured 40 people"
    assert 0.8 < similarity < 1


def test_nothing_is_near_to_nothing() -> None:
    assert nearest("", SOURCE) == (0, 0, 0.0)
    assert nearest("word", "") == (0, 0, 0.0)


@pytest.mark.parametrize(
    ("printed", "quoted", "diff"),
    [
        ("12 killed and 40 injured", "21 killed and 90 injured", "[-12-]{+21+} killed and [-40-]{+90+} injured"),
        ("will not go", "will go", "will [-not-] go"),
        ("will go", "will never go", "will {+never+} go"),
        ("it’s “ours”", "it's 'ours'", "it’s “ours”"),
    ],
)
def test_a_word_diff_shows_what_changed(printed: str, quoted: str, diff: str) -> None:
    assert word_diff(printed, quoted) == diff


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“a”  ‘b’", "'a' 'b'"),
        ("a—b – c --d", "a - b - c - d"),
        ("10–12", "10-12"),
        ("a… b. . . c", "a... b... c"),
        (" a\u00a0\u202fb\n", "a b"),
        ("soft\u00adware\u200b", "software"),
        ("cafe\u0301 ﬁn", "café fin"),
    ],
)
def test_two_printings_of_the_same_words_are_normalised_to_one(text: str, folded: str) -> None:
    assert normalise(text) == folded


MARKS = st.text(st.sampled_from("\"“”„«»‘’' .,!?…[]-—a1sé\u0301\u00a0\u00ad\n"), max_size=60)
TEXTS = st.one_of(st.text(max_size=60), MARKS)


@given(TEXTS)
def test_any_text_gives_exact_ordered_quotations(text: str) -> None:
    quotations = find_quotations(text)
    assert all(q.text in text[q.start : q.end] and text[q.start + 1 :].startswith(q.text) for q in quotations)
    assert all(a.end <= b.start for a, b in pairwise(quotations))


PRINTED = st.lists(
    st.sampled_from("the “storm” took‘n’left 12–14 boats—and – don’t… ‘So’, \u00a0 cafe\u0301 sea--land a.".split(" "))
)


@given(PRINTED.map(" ".join))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS, TEXTS)
def test_whatever_is_located_has_the_words_of_the_quotation(quote: str, text: str) -> None:
    span = locate(quote, text)
    if span:
        assert 0 <= span[0] < span[1] <= len(text)
        if "[" not in quote and "..." not in normalise(quote):
            assert normalise(text[slice(*span)]).rstrip(",. ") == normalise(quote).rstrip(",. ")


@given(st.lists(st.sampled_from("the storm “took” 12 boats—and don’t… 1,160".split(" ")), min_size=1), st.data())
def test_any_run_of_whole_words_is_located(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    text, quote = " ".join(words), " ".join(words[first:last])
    span = locate(quote, text)
    assert span is not None
    assert normalise(text[slice(*span)]).rstrip(",. ") == normalise(quote).rstrip(",. ")


@given(TEXTS, TEXTS)
def test_the_nearest_window_lies_in_the_text(quote: str, text: str) -> None:
    start, end, similarity = nearest(quote, text)
    assert 0 <= start <= end <= len(text)
    assert 0 <= similarity <= 1


@given(st.text(" ab3é’“.,-'`[", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_sign_that_has_to_be_folded_moves_no_quotation_before_it(text: str, start: int, end: int) -> None:
    assert locate(text[start:end], text) == locate(text[start:end], text + "(\u2060)")
