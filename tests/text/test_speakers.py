from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.speakers import antecedent, find_statements

INTRODUCED = ("Ada Quill, who chairs the harbour board, opened the meeting.",)


def heard(text: str, *before: str) -> list[tuple[str | None, str]]:
    return [(statement.speaker, statement.verb) for statement in find_statements(text, before)]


@pytest.mark.parametrize(
    ("text", "speaker", "verb"),
    [
        ("The bridge was closed, the coastguard said.", "the coastguard", "said"),
        ("Police said the bridge was closed.", "Police", "said"),
        ('"It is closed," said Ada Quill.', "Ada Quill", "said"),
        ('"It is closed," Ada Quill said.', "Ada Quill", "said"),
        ("According to the harbour office, the bridge was closed.", "the harbour office", "according to"),
        ("The bridge was closed, according to the Harbour Ministry in Dova.", "the Harbour Ministry in Dova", None),
        ('"It is closed," Ada Quill, the foreign minister, told the Courier.', "Ada Quill", "told"),
        ("The harbourmaster, Ada Quill, said the bridge was closed.", "Ada Quill", "said"),
        ("Transport Minister Ada Quill said the bridge was closed.", "Ada Quill", "said"),
        ("Harbour chief Ada Quill earlier this week accused the board of delay.", "Ada Quill", "accused"),
        ('"It is closed," said its managing director, Ada Quill.', "Ada Quill", "said"),
        ('"It is closed," said Ada Quill, 82, outside the shop.', "Ada Quill", "said"),
        ("A spokeswoman said the bridge was closed.", "a spokeswoman", "said"),
        ("Northern Dock Company has repeatedly denied that the bridge was closed.", "Northern Dock Company", "denied"),
        ("The notice covers 22,840 homes, said Two Rivers Water, which runs the works.", "Two Rivers Water", "said"),
        ("A shipping official said earlier in the week that it would reopen.", "a shipping official", "said"),
        ("“It is closed,” Ada Quill said.", "Ada Quill", "said"),
    ],
)
def test_the_speaker_is_read_from_the_sentence(text: str, speaker: str, verb: str | None) -> None:
    found = heard(text)
    assert len(found) == 1
    assert found[0][0] == speaker
    assert verb is None or found[0][1] == verb


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("The agency cited the coastguard as saying that the search went on.", "the coastguard", "The agency"),
        ("Police, quoted by the press office, put the crowd at 1,800.", "Police", "the press office"),
        (
            "Cysts were in two samples, the board said, quoting a report from the national laboratory.",
            "a report from the national laboratory",
            "the board",
        ),
    ],
)
def test_a_chain_gives_the_source_and_who_passed_it_on(text: str, speaker: str, via: str) -> None:
    (statement,) = find_statements(text)
    assert (statement.speaker, statement.via) == (speaker, via)


@pytest.mark.parametrize(
    "text",
    [
        "Residents were told to boil water.",
        "The toll rose to nine on Monday.",
        "It was said to be the oldest bridge.",
        "The dredger had been told to hold.",
        'They sang "The bridge said nothing to me" until dawn.',
    ],
)
def test_a_passive_or_a_verb_inside_a_quotation_is_no_statement(text: str) -> None:
    assert heard(text) == []


def test_the_outlet_that_was_told_is_not_the_speaker() -> None:
    assert heard('"There was no horn," Tom Arkle, a passenger, told Northern Wire.') == [("Tom Arkle", "told")]


def test_a_pronoun_goes_to_the_nearest_person_before() -> None:
    assert heard('"We will wait," she said.', *INTRODUCED) == [("Ada Quill", "said")]
    assert heard('Tom Arkle saw it from his boat. "We will wait," he said.', *INTRODUCED) == [("Tom Arkle", "said")]


def test_a_title_keeps_a_pronoun_from_the_wrong_person() -> None:
    before = ("Mr Arkle said the boat was full.", "Ms Quill said it was not.")
    assert heard('"It was," he added.', *before)[0][0] == "Arkle"


def test_a_pronoun_that_nobody_fits_has_no_speaker() -> None:
    assert heard('"We will wait," she said.', "The bridge was closed at noon.") == [(None, "said")]


def test_a_surname_is_given_its_full_name_from_the_article() -> None:
    assert heard("The bridge was closed, Quill said.", *INTRODUCED) == [("Ada Quill", "said")]


def test_a_quotation_of_several_sentences_has_one_speaker() -> None:
    found = find_statements('"It is closed," Ada Quill said. "It will stay so. Ask again in May."')
    assert {statement.speaker for statement in found} == {"Ada Quill"}
    assert found[-1].verb == ""
    assert not found[-1].indirect


def test_indirect_speech_is_marked() -> None:
    said, quoted = find_statements('Quill said the bridge was shut. "For good," Quill said.')
    assert said.indirect and not quoted.indirect


@pytest.mark.parametrize(
    ("pronoun", "text", "name"),
    [
        ("it", "Two Rivers Water runs the works.", "Two Rivers Water"),
        ("it", "Halden Tin plans a mine at Corrie.", "Halden Tin"),
        ("it", "Ada Quill, 61, plans a walk.", None),
        ("she", "Ada Quill plans a walk.", "Ada Quill"),
        ("he", "It rained.", None),
        ("it", "Instead the board of Corrie will pay a boatman.", None),
        ("it", "Meanwhile rain fell on Corrie.", None),
        ("it", "Elsewhere trains stood still.", None),
        ("it", "Reluctantly Corrie agreed.", None),
        ("it", "Quill's barge sank.", None),
        ("it", "Italy plans a lock.", "Italy"),
        ("it", "Quill's said the barge sank.", "Quill's"),
        ("he", "Ada Quill's brother sank the barge.", None),
        ("he", "The man was named as Odo Quill, 34, a cook at St Merrin's school.", "Odo Quill"),
        ("he", "Odo Quill wept. Ada Quill’s brother spoke.", None),
        ("she", "The barge sank near St Merrin.", None),
    ],
)
def test_an_antecedent_fits_its_pronoun(pronoun: str, text: str, name: str | None) -> None:
    assert antecedent(pronoun, text) == name


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=3))
def test_statements_are_spans_in_order(text: str, before: list[str]) -> None:
    found = find_statements(text, before)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["said the " * 5000, "He said. " * 1500, "the man and " * 3000 + "said", '"' * 4000])
def test_hostile_text_takes_no_long_time(text: str) -> None:
    started = time.perf_counter()
    find_statements(text)
    assert time.perf_counter() - started < 30
