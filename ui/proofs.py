"""A checked draft as running text, each sentence with its verdict and, beside it, the proof. Drawn by `draft.js`.

Texts travel as data in pieces and never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.datatypes import CheckedDraft, Citation, DraftSentence, DraftVerdict, Problem, ProblemKind
from rag.errors import NotFoundError
from ui.claims import Sources
from ui.components import component
from ui.pieces import Piece, replaced
from ui.source import open_source
from ui.words import DRAFT_VERDICTS, PROBLEMS, count

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_mount = component("draft")
_CHANGE = re.compile(r"\[-(?P<gone>.*?)-\]|\{\+(?P<new>.*?)\+\}")
_FILTERS = (
    (DraftVerdict.PROBLEM, "with a problem", "with problems"),
    (DraftVerdict.NOT_FOUND, "not in the library", "not in the library"),
    (DraftVerdict.NEAR, "near a source", "near a source"),
    (DraftVerdict.VERIFIED, "proven", "proven"),
    (DraftVerdict.NOT_CHECKABLE, "with nothing to check", "with nothing to check"),
)
_NAMED = re.compile(r"\{\+(?P<new>.*?)\+\}|“(?P<said>[^”]*)”")
"""What the words of a problem name: new words of a quotation, words of the sentence."""
_MOST_OF_IT = 0.6
"""The part of a sentence from which on marking all of what a problem is about says nothing."""
_LEFT_OUT = frozenset({ProblemKind.POLARITY, ProblemKind.QUOTATION_ALTERED})
"""Problems that may lie in words of the source which the sentence leaves out."""
_TOO_MANY_MARKS = 0.6
"""The share of words that differ from which on marking them says nothing."""


def show_draft(newsroom: Newsroom, checked: CheckedDraft, key: str) -> None:
    """Draw a checked draft; a proof opens its article beside the text."""
    open_source(_mount(key=key, data=draft_payload(newsroom, checked), on_open_change=_nothing).open)


def _nothing() -> None:
    """Stand in for a callback: naming one is what makes a component report its clicks."""


def draft_payload(newsroom: Newsroom, checked: CheckedDraft) -> dict[str, Any]:
    """Return the data of the component: filters, paragraphs of sentences, and the sources of the proofs."""
    sources = Sources(newsroom)
    return {
        "filters": [
            {**asdict(DRAFT_VERDICTS[verdict]), "verdict": verdict, "label": f"{number} {one if number == 1 else many}"}
            for verdict, one, many in _FILTERS
            if (number := checked.count(verdict))
        ],
        "all": f"All {count(len(checked.sentences), 'sentence')}",
        "paragraphs": [
            [{"before": before, **_sentence(newsroom, one, sources)} for before, one in paragraph]
            for paragraph in _paragraphs(checked)
        ],
        "sources": sources.data,
    }


def _paragraphs(checked: CheckedDraft) -> Iterator[list[tuple[str, DraftSentence]]]:
    """Yield the sentences line by line, each with what stands before it on its line (a space, the mark of a list)."""
    line: list[tuple[str, DraftSentence]] = []
    at = 0
    for sentence in checked.sentences:
        before = checked.text[at : sentence.start]
        if "\n" in before and line:
            yield line
            line = []
        line.append((before.rsplit("\n", 1)[-1], sentence))
        at = sentence.end
    if line:
        yield line


def _sentence(newsroom: Newsroom, sentence: DraftSentence, sources: Sources) -> dict[str, Any]:
    sign = DRAFT_VERDICTS[sentence.verdict]
    return {
        "verdict": sentence.verdict,
        "sign": asdict(sign),
        "parts": [asdict(piece) for piece in _faults_marked(sentence)],
        "problems": [{"label": PROBLEMS[problem.kind], "parts": [*_detail(problem)]} for problem in sentence.problems],
        "note": _note(sentence),
        "proofs": list(_proofs(newsroom, sentence, sources)),
    }


def _faults_marked(sentence: DraftSentence) -> tuple[Piece, ...]:
    """Return a sentence in pieces, the words marked that a problem is about or that its source lacks."""
    pieces: list[Piece] = []
    at = 0
    faults = [place for problem in sentence.problems for place in _places(problem, sentence.text)]
    for start, end in sorted([*faults, *_own_words(sentence)]):
        if at <= start < end <= len(sentence.text):
            pieces += (Piece(sentence.text[at:start]), Piece(sentence.text[start:end], mark=True))
            at = end
    pieces.append(Piece(sentence.text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def _own_words(sentence: DraftSentence) -> Iterator[tuple[int, int]]:
    """Yield where the words of a sentence are that its source lacks."""
    for word in sentence.own_words:
        yield from (found.span() for found in re.finditer(rf"\b{re.escape(word)}\b", sentence.text))


def _places(problem: Problem, text: str) -> list[tuple[int, int]]:
    """Return where the words of a sentence are that a problem is about: of a quotation, those that were altered."""
    if problem.span is None:
        return []
    start, end = problem.span
    named = [found["new"] or found["said"] for found in _NAMED.finditer(problem.detail)]
    found = [(at, at + len(words)) for words in named if words and (at := text.find(words, start, end)) >= 0]
    if problem.kind is ProblemKind.QUOTATION_ALTERED or end - start > _MOST_OF_IT * len(text):
        return found or [problem.span]
    return [problem.span]


def _detail(problem: Problem) -> Iterator[dict[str, object]]:
    """Yield what is wrong in pieces; of an altered quotation, the words that are gone and the new ones apart."""
    at = 0
    changes = _CHANGE.finditer(problem.detail) if problem.kind is ProblemKind.QUOTATION_ALTERED else ()
    for change in changes:
        yield {"text": problem.detail[at : change.start()]}
        gone, new = change["gone"], change["new"]
        yield {"text": gone, "gone": True} if gone is not None else {"text": new, "new": True}
        at = change.end()
    yield {"text": problem.detail[at:]}


def _note(sentence: DraftSentence) -> str:
    """Say how many origins stand behind a sentence, or why there are none."""
    if sentence.verdict is DraftVerdict.NEAR:
        return " ".join((*sentence.reservations, "No check objects; read it against the source."))
    if sentence.verdict is DraftVerdict.VERIFIED:
        outlets = {citation.outlet for citation in (*sentence.citations, *sentence.agreeing)}
        origins = count(sentence.origins, "independent origin")
        return f"{count(len(outlets), 'outlet')}, {origins}"
    if sentence.verdict is DraftVerdict.NOT_FOUND:
        return "No article in the library says this. That does not make it wrong: the library may lack its source."
    return sentence.why_not


def _proofs(newsroom: Newsroom, sentence: DraftSentence, sources: Sources) -> Iterator[dict[str, Any]]:
    heads = {
        DraftVerdict.VERIFIED: "Proven by",
        DraftVerdict.NEAR: "The source it is nearest to",
        DraftVerdict.PROBLEM: "What the source says",
        DraftVerdict.NOT_FOUND: "The nearest there is",
    }
    head = heads.get(sentence.verdict, "")
    compare = sentence if sentence.verdict in (DraftVerdict.PROBLEM, DraftVerdict.NEAR) else None
    yield from (_proof(newsroom, cited, head, sources, compare) for cited in sentence.citations)
    for cited in sentence.agreeing:
        yield _proof(newsroom, cited, "Also reported by", sources)
    for one in sentence.differing:
        also = "Differently, too, in" if compare else "Reported differently by"
        proof = _proof(newsroom, one.citation, also, sources, sentence)
        yield {**proof, "note": " ".join(problem.detail for problem in one.problems)}


def _proof(
    newsroom: Newsroom, cited: Citation, head: str, sources: Sources, compare: DraftSentence | None = None
) -> dict[str, Any]:
    parts = _differences(newsroom, cited, compare) if compare else None
    return {"head": head, "source": sources.add(cited), "parts": parts, "note": ""}


def _differences(newsroom: Newsroom, cited: Citation, sentence: DraftSentence) -> list[dict[str, Any]] | None:
    """Return the cited paragraph with the words marked that the sentence has others for; None if that is too many."""
    try:
        _, paragraph = newsroom.paragraph(cited.paragraph_id)
    except NotFoundError:
        return None
    pieces = replaced(cited.quote, sentence.text, added=any(p.kind in _LEFT_OUT for p in sentence.problems))
    different = sum(len(piece.text) for piece in pieces if piece.mark)
    if not 0 < different < _TOO_MANY_MARKS * len(cited.quote):
        return None
    around = paragraph.text[: cited.start], paragraph.text[cited.end :]
    return [asdict(piece) for piece in (Piece(around[0]), *pieces, Piece(around[1])) if piece.text]
