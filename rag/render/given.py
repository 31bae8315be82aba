"""Who answers what: each answer with the outlets that give it, and how others of them word it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import GivenAnswer
from rag.render.claims import listed, outlets_and_dates
from rag.render.document import Numbering, Part, Statement
from rag.render.untrusted import clean


def answers_title(answers: Sequence[GivenAnswer]) -> str:
    """Return "Who answers what: 3 answers from 7 outlets"."""
    outlets = {outlet for answer in answers for outlet in answer.outlets}
    return f"Who answers what: {_count(len(answers), 'answer')} from {_count(len(outlets), 'outlet')}"


def answer_notes(answer: GivenAnswer) -> tuple[str, ...]:
    """Say how others of its outlets word an answer, and where several of them carry one report."""
    first, *rest = dict.fromkeys(clean(cited.quote) for cited in answer.citations)
    # "103" and "103 people" are no other wording.
    others = [one for one in rest if not _within(one, first) and not _within(first, one)]
    notes = [f"also worded {listed([f'“{other}”' for other in others])}"] if others else []
    if answer.origins < len(answer.outlets):
        notes.append(_count(answer.origins, "independent origin"))
    return tuple(notes)


def answers_parts(answers: Sequence[GivenAnswer], numbering: Numbering) -> tuple[Part, ...]:
    """Write who answers what; nothing where that is not known."""
    statements = tuple(
        Statement(
            text=clean(answer.text),
            lead=outlets_and_dates(answer.citations),
            refs=numbering.refs(answer.citations),
            notes=answer_notes(answer),
        )
        for answer in answers
    )
    return (Part(answers_title(answers), statements, quiet=True),) if statements else ()


def _within(words: str, others: str) -> bool:
    return words.casefold() in others.casefold()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
