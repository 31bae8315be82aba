"""A checked draft as a document: its sentences in order, each with its verdict, what is wrong, and its sources."""

from __future__ import annotations

from rag.datatypes import CheckedDraft, Differing, DraftSentence, DraftVerdict
from rag.render.claims import PROBLEM_WORDS, listed, outlets_and_dates
from rag.render.document import Document, Numbering, Part, Statement, outlet_name
from rag.render.untrusted import clean

DRAFT_MARKS = {
    DraftVerdict.VERIFIED: "✓",
    DraftVerdict.NEAR: "≈",
    DraftVerdict.PROBLEM: "△",
    DraftVerdict.NOT_FOUND: "○",
    DraftVerdict.NOT_CHECKABLE: "·",
}
"""One shape for each verdict, the same everywhere."""

DRAFT_WORDS = {
    DraftVerdict.VERIFIED: "proven",
    DraftVerdict.NEAR: "near a source, to be read against it",
    DraftVerdict.PROBLEM: "a source says it differently",
    DraftVerdict.NOT_FOUND: "not in the library",
    DraftVerdict.NOT_CHECKABLE: "nothing to check",
}


def draft_summary(checked: CheckedDraft) -> str:
    """Say how a draft came out: "14 sentences: 9 proven, 3 with problems, 2 not in the library"."""
    problems = checked.count(DraftVerdict.PROBLEM)
    counted = (
        (checked.count(DraftVerdict.VERIFIED), "proven"),
        (checked.count(DraftVerdict.NEAR), "near a source"),
        (problems, "with a problem" if problems == 1 else "with problems"),
        (checked.count(DraftVerdict.NOT_FOUND), "not in the library"),
        (checked.count(DraftVerdict.NOT_CHECKABLE), "with nothing to check"),
    )
    total = len(checked.sentences)
    said = ", ".join(f"{number} {words}" for number, words in counted if number)
    return f"{total} {'sentence' if total == 1 else 'sentences'}" + (f": {said}" if said else "")


def draft_document(checked: CheckedDraft) -> Document:
    """Lay out a checked draft: the summary, the sentences in order, the sources."""
    numbering = Numbering()
    statements = tuple(_statement(sentence, numbering) for sentence in checked.sentences)
    legend = ", ".join(f"{DRAFT_MARKS[verdict]} {words}" for verdict, words in DRAFT_WORDS.items()) + "."
    return Document(
        kind="Check",
        title="Check of a draft",
        subtitle="",
        coverage=draft_summary(checked),
        notice="" if checked.complete else "Stopped: the sentences after the last one listed were not checked.",
        parts=(Part("Sentence by sentence", statements, legend=legend),) if statements else (),
        sources=numbering.sources(),
        colophon=f"Held against {checked.articles} articles of the library in {checked.seconds:.1f} s.",
    )


def _statement(sentence: DraftSentence, numbering: Numbering) -> Statement:
    return Statement(
        text=clean(sentence.text),
        # The nearest paragraph is no source of what was not found, so it is not numbered among the sources.
        refs=numbering.refs(sentence.citations) if sentence.verdict is not DraftVerdict.NOT_FOUND else (),
        mark=DRAFT_MARKS[sentence.verdict],
        meaning=DRAFT_WORDS[sentence.verdict],
        notes=tuple(note for note in _notes(sentence, numbering) if note),
    )


def _notes(sentence: DraftSentence, numbering: Numbering) -> tuple[str, ...]:
    problems = (f"{PROBLEM_WORDS[problem.kind]}: {clean(problem.detail)}" for problem in sentence.problems)
    nearest = outlets_and_dates(sentence.citations) if sentence.verdict is DraftVerdict.NOT_FOUND else ""
    return (
        *problems,
        _reservations(sentence),
        _support(sentence),
        *(_other(one, numbering) for one in sentence.differing),
        f"Nearest in the library: {nearest}." if nearest else "",
        clean(sentence.why_not),
    )


def _reservations(sentence: DraftSentence) -> str:
    said = " ".join(clean(one) for one in sentence.reservations)
    return f"{said} No check objects; read it against the source." if said else ""


def _support(sentence: DraftSentence) -> str:
    """Say who reports it and how many origins that comes to."""
    if sentence.verdict is DraftVerdict.NEAR:
        return f"Nearest to it: {outlets_and_dates(sentence.citations)}."
    if sentence.verdict is not DraftVerdict.VERIFIED:
        return ""
    cited = (*sentence.citations, *sentence.agreeing)
    outlets = {outlet_name(citation.outlet) for citation in cited}
    origins = f"; {sentence.origins} independent {'origin' if sentence.origins == 1 else 'origins'}"
    return f"Reported by {outlets_and_dates(cited)}" + (origins if len(outlets) > 1 else "") + "."


def _other(one: Differing, numbering: Numbering) -> str:
    details = listed([clean(problem.detail).rstrip(".") for problem in one.problems])
    number = "".join(f"[{ref}]" for ref in numbering.refs([one.citation]))
    return f"Differently in {outlets_and_dates([one.citation])} {number}: {details}."
