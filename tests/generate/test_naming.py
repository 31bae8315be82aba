"""Names put in for pronouns: only where it is safe to say whom a pronoun means."""

from __future__ import annotations

import pytest

from rag.generate.naming import cut_short, introduced_before, leans, named
from tests.generate.answering import readings_of, sentences, story

_FILTER = "Four Locks Water is bringing in a mobile filter, which stops the silt."


def second(*paragraphs: str) -> str | None:
    """The second sentence of a story, as one that stands alone."""
    return named(sentences(readings_of([story("Sedge Herald", *paragraphs)]))[1])


@pytest.mark.parametrize(
    "text",
    [
        "It should be working by Thursday, according to Duncan Pell, the lock keeper.",
        "It will be moved to Ebbing once the rain is over.",
        "It is unclear when the lower lock will be opened.",
        "It rained on the lower lock at Ebbing for nine hours.",
        "Its pump was tested at Ebbing on Tuesday evening.",
        "But it broke on the way to the lower lock at Ebbing.",
    ],
)
def test_an_it_that_may_mean_a_thing_or_nothing_gets_no_name(text: str) -> None:
    assert second(f"{_FILTER} {text}") is None


@pytest.mark.parametrize(
    "verb", ["said", "also plans", "denied", "has promised", "did not say", "announced", "declined to say"]
)
def test_an_it_that_does_what_a_body_alone_does_is_named(verb: str) -> None:
    text = second(f"{_FILTER} It {verb} that the main at Ebbing would be mended too.")
    assert text is not None
    assert text.startswith("[Four Locks Water] ")


def test_a_person_is_named_as_before() -> None:
    text = second("Mara Finch opened the lower lock at Ebbing. She then walked to Marl along the canal.")
    assert text == "[Mara Finch] then walked to Marl along the canal."


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("The barges were taken to Port Sedge Andrews.", "“Both ropes had been cut,” she said."),
        ("Savers at Ebbing Mutual waited.", "“I left my savings where they were,” she insisted."),
        ("Assistant Secretary Mara Finch was there with Assistant Secretary.", "“It was large,” he said."),
    ],
)
def test_a_place_a_bank_or_an_office_is_never_he_or_she(before: str, text: str) -> None:
    found = second(f"{before} {text}")
    assert found is None or ("[Port" not in found and "Mutual]" not in found and "Secretary]" not in found)


def test_a_reply_is_not_given_to_whoever_was_named_last() -> None:
    assert second("Mara Finch asked Orla Quill about the lock. Her response: “Both ropes had been cut.”") is None


@pytest.mark.parametrize(
    "text",
    [
        "To which Quill replied that both ropes had been cut.",
        "The statements are the latest to come from boaters.",
        "The notice covers 200 boats, it added.",
        "Orla Finch, the keeper, struck a cautious note.",
        "“Both ropes had been cut,” Finch said then.",
        "However, he did not answer when asked about the ropes.",
        "Finch continued, naming three boaters.",
        "It reckons that 4,000 people stood by.",
    ],
)
def test_a_sentence_that_hangs_on_one_before_it_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Orla Finch said that both ropes had been cut.",
        "The lock was shut for nine hours, the canal trust said.",
        "“It was dark, and the statements are all true,” said Orla Finch.",
        "On Tuesday, Orla Finch opened the lock.",
    ],
)
def test_a_sentence_that_names_whom_it_is_about_does_not_lean(text: str) -> None:
    assert not leans(text)


def test_a_sentence_cut_at_an_abbreviation_is_known_and_so_is_what_is_left_of_it() -> None:
    cut, left = sentences(
        readings_of([story("Sedge Herald", "The lock was shut by Mara Finch, D-Wash. Boaters were waiting at Ebbing.")])
    )
    assert cut_short(cut)
    assert cut_short(left)


def test_a_whole_sentence_is_not_cut_short() -> None:
    held = sentences(readings_of([story("Sedge Herald", "The lock was shut. Boaters were waiting in Wash.")]))
    assert not any(map(cut_short, held))


def test_a_law_is_never_he_or_she() -> None:
    assert second("Boaters dislike the Canal Peace Restoration Act. He told the Herald that he was content.") is None


@pytest.mark.parametrize(
    ("text", "introduced"),
    [("Finch opened the lock at Ebbing.", True), ("Orla Finch opened the lock.", False), ("The lock is open.", False)],
)
def test_a_surname_alone_was_introduced_before(text: str, introduced: bool) -> None:
    held = sentences(readings_of([story("Sedge Herald", f"The keeper is Orla Finch of Marl. {text}")]))[1]
    assert introduced_before(held) is introduced
