"""A draft held against the library: every sentence with its verdict, and the proof that a person can follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rag import Newsroom
from rag.adding import Progress
from rag.datatypes import CheckedDraft, DraftSentence, DraftVerdict, Filters, ProblemKind, to_json
from rag.drafts import LONGEST_DRAFT
from rag.errors import NotFoundError, UsageError
from rag.render import draft_summary, render_draft
from tests.builders import draft

TAKEN = "Forty-one people were taken to Saltmarsh General Hospital, most of them with hypothermia or fractures."
QUOTED = '"Tolva moved when she was cleared to move and not before," said Freda Oye.'
ABOARD = "The ferry Marsh Heron was carrying 208 people from the island of Skarne when it was struck."
WRONG = ABOARD.replace("208", "280")
NOWHERE = "Beekeepers on the Oster plateau lost four in ten hives to a late frost in April."


def one(samples: Newsroom, text: str) -> DraftSentence:
    """Check a draft of one sentence."""
    (sentence,) = samples.check_draft(text).sentences
    return sentence


@pytest.mark.parametrize(
    ("text", "verdict", "kinds"),
    [
        (TAKEN, DraftVerdict.VERIFIED, []),
        (WRONG, DraftVerdict.PROBLEM, [ProblemKind.FIGURE]),
        (TAKEN.replace("Saltmarsh General", "Varholt General"), DraftVerdict.PROBLEM, [ProblemKind.NAME]),
        (QUOTED, DraftVerdict.VERIFIED, []),
        (QUOTED.replace("cleared", "ordered"), DraftVerdict.PROBLEM, [ProblemKind.QUOTATION_ALTERED]),
        (QUOTED.replace("Freda Oye", "Ruth Ansgarde"), DraftVerdict.PROBLEM, [ProblemKind.SPEAKER]),
        ("None of the dredger's eight crew was not hurt.", DraftVerdict.PROBLEM, [ProblemKind.POLARITY]),
        ("None of the dredger's eight crew was arrested.", DraftVerdict.NEAR, []),
        (TAKEN.replace("taken to", "released from"), DraftVerdict.NEAR, []),
        (NOWHERE, DraftVerdict.NOT_FOUND, []),
        ("Who gave the order?", DraftVerdict.NOT_CHECKABLE, []),
    ],
)
def test_a_sentence_gets_its_verdict_and_the_reason(
    samples: Newsroom, text: str, verdict: DraftVerdict, kinds: list[ProblemKind]
) -> None:
    sentence = one(samples, text)
    assert sentence.verdict is verdict
    assert {problem.kind for problem in sentence.problems} == set(kinds)


def test_words_that_no_source_has_are_named(samples: Newsroom) -> None:
    sentence = one(samples, TAKEN.replace("taken to", "released from"))
    assert sentence.own_words == ("released",)
    assert "“released”" in render_draft(samples.check_draft(sentence.text), "text").decode()
    assert one(samples, TAKEN).own_words == ()


def test_a_figure_that_another_report_of_the_story_has_is_no_error(newsroom: Newsroom) -> None:
    newsroom.add_drafts(
        [
            draft("In the coach crash near Estal 14 people have died, police said, and many were hurt.", title="Crash"),
            draft(
                "Vista lost its licence after the coach crash near Estal.\n\nThe dead have risen to 15.", title="Vista"
            ),
        ]
    )
    if len(stories := newsroom.stories()) > 1:
        newsroom.merge_stories([story.id for story in stories])
    assert one(newsroom, "In the coach crash near Estal 15 people have died.").verdict is DraftVerdict.NEAR
    assert one(newsroom, "In the coach crash near Estal 16 people have died.").verdict is DraftVerdict.PROBLEM


def test_what_the_likest_sentence_denies_is_not_proven_by_another(newsroom: Newsroom) -> None:
    newsroom.add_drafts(
        [
            draft(
                "Inspectors warned the Brennick works twice about blocked valves, a report says.\n\n"
                "Brennick denied that the valves had been blocked."
            )
        ]
    )
    sentence = one(newsroom, "Brennick admitted that the valves had been blocked.")
    assert sentence.verdict is DraftVerdict.PROBLEM
    assert [problem.kind for problem in sentence.problems] == [ProblemKind.POLARITY]


def test_the_proof_is_where_it_says(samples: Newsroom) -> None:
    checked = samples.check_draft(f"{TAKEN} {QUOTED}\n\n{NOWHERE}")
    for sentence in checked.sentences:
        assert checked.text[sentence.start : sentence.end] == sentence.text
        others = tuple(other.citation for other in sentence.differing)
        for citation in (*sentence.citations, *sentence.agreeing, *others):
            held, paragraph = samples.paragraph(citation.paragraph_id)
            assert paragraph.text[citation.start : citation.end] == citation.quote
            assert held.id == citation.article_id
        for problem in sentence.problems:
            assert problem.span is None or 0 <= problem.span[0] < problem.span[1] <= len(sentence.text)


def test_copies_of_one_report_count_as_one_origin(samples: Newsroom) -> None:
    sentence = one(samples, TAKEN)
    outlets = {cited.outlet for cited in (*sentence.citations, *sentence.agreeing)}
    assert len(outlets) > 1
    assert sentence.origins == 1
    assert len({cited.article_id for cited in sentence.agreeing}) == len(sentence.agreeing)


def test_figures_that_differ_between_sources_are_shown_with_their_dates(samples: Newsroom) -> None:
    sentence = one(
        samples,
        "Nine people were killed and six were missing on Saturday evening after a passenger ferry and a dredger "
        "collided in dense fog outside Saltmarsh harbour, the coastguard said.",
    )
    assert sentence.verdict is DraftVerdict.VERIFIED
    assert sentence.differing
    assert all(other.citation.published and other.problems for other in sentence.differing)


def test_two_paragraphs_may_bear_out_a_sentence_between_them(newsroom: Newsroom) -> None:
    newsroom.add_drafts(
        [draft("The weir gate at Ostry jammed on Monday.\n\nDivers from Pellin freed the gate with a steel hook.")]
    )
    sentence = one(newsroom, "The weir gate at Ostry jammed on Monday and divers from Pellin freed it with a hook.")
    assert sentence.verdict is DraftVerdict.NEAR
    assert sentence.reservations == ("It is put together from two paragraphs.",)
    assert len(sentence.citations) == 2


def test_limits_hold(samples: Newsroom) -> None:
    found = samples.check_draft(TAKEN, filters=Filters(outlets=("Radio Ossmark",)))
    assert found.sentences[0].verdict is DraftVerdict.NOT_FOUND


def test_progress_is_told_and_a_stop_keeps_what_is_done(samples: Newsroom) -> None:
    steps: list[Progress] = []
    checked = samples.check_draft(
        f"{TAKEN} {QUOTED} {NOWHERE}", progress=steps.append, stop=lambda: any(s.stage == "checking" for s in steps)
    )
    assert {step.stage for step in steps} == {"searching", "checking"}
    assert not checked.complete
    assert len(checked.sentences) == 1


@pytest.mark.parametrize("text", ["", " \n", "x" * (LONGEST_DRAFT + 1), "half \ud800"])
def test_a_draft_that_cannot_be_checked_is_refused_in_words(samples: Newsroom, text: str) -> None:
    with pytest.raises(UsageError):
        samples.check_draft(text)


def test_an_empty_library_says_so(newsroom: Newsroom) -> None:
    with pytest.raises(NotFoundError, match="empty"):
        newsroom.check_draft(TAKEN)


def test_nothing_of_a_draft_is_kept(samples: Newsroom) -> None:
    words = "Zyxomatic frogs of Quandoor"
    samples.check_draft(f"{words} sang all night.")
    kept = [path for path in samples.settings.data.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"Zyxomatic" in path.read_bytes() for path in kept)


def test_a_checked_draft_survives_json(samples: Newsroom) -> None:
    checked = samples.check_draft(f"{TAKEN} {WRONG}")
    assert TypeAdapter(CheckedDraft).validate_json(json.dumps(to_json(checked))) == checked


def test_the_report_has_every_sentence_and_what_is_wrong(samples: Newsroom) -> None:
    checked = samples.check_draft(f"{WRONG} {NOWHERE}")
    assert draft_summary(checked) == "2 sentences: 1 with a problem, 1 not in the library"
    report = render_draft(checked, "md").decode()
    assert "△ The ferry Marsh Heron was carrying 280" in report
    assert "“208”" in report
    assert NOWHERE in report
    assert "Meridian Wire" in report


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_markup_in_a_draft_stays_text(samples: Newsroom, form: str) -> None:
    checked = samples.check_draft("The ferry <img src=x> carried $5 ![x](http://e.example/x) people on Saturday.")
    written = render_draft(replace(checked, seconds=0.0), form).decode()
    assert form == "text" or "<img src=x>" not in written
    assert form != "md" or "](http" not in written


@given(st.lists(st.sampled_from([TAKEN, QUOTED, NOWHERE, "Why?", "A heading"]), max_size=3), st.text(max_size=40))
def test_any_text_is_checked_to_its_end(
    samples_check: Callable[[str], CheckedDraft], sentences: list[str], rest: str
) -> None:
    text = "\n".join([*sentences, rest])
    if not text.strip() or any("\ud800" <= c <= "\udfff" for c in text):
        return
    checked = samples_check(text)
    assert checked.complete
    assert all(text[one.start : one.end] == one.text for one in checked.sentences)


@pytest.fixture(scope="session")
def samples_check(samples: Newsroom) -> Callable[[str], CheckedDraft]:
    """The check of drafts against the sample stories."""
    return samples.check_draft
