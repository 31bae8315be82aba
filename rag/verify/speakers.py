"""Check that a quotation or a reported statement has the speaker its source gives it.

It compares only where both sides say who speaks: what the source leaves open is left open here too. An outlet that
reports a statement is not its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.names import find_names, same_name
from rag.text.quotations import find_quotations, locate
from rag.text.speakers import Statement, find_statements
from rag.text.words import STOPWORDS
from rag.verify.evidence import is_whole_sentence
from rag.verify.ground import read_sentences
from rag.verify.matching import nearest_sentence

_WORD = re.compile(r"[^\W\d_]+")
_NEAR_ENOUGH = 0.6
_BEFORE = 6
"""How many paragraphs before the cited one may say who "he" is."""

_ASIDE = (
    r"(?:,?\s+(?:of|for|from|at|the|a|an|who|is|was|as|its|head|chief|heads|leads|runs|[a-z]+(?:man|woman|person|er|or|ent"
    r"|ary|eer|ist|ian|yst)))*,?\s+"
)
"""What may stand between a person and the body he speaks for, or his office and his name."""

Evidence = Mapping[str, EvidenceParagraph]


def check_speakers(draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Evidence) -> list[Problem]:
    """Report a statement that the source gives to somebody else, and a speaker whom nothing near it names."""
    if not cited:
        return []
    problems = _unnamed(draft, cited, evidence)
    if is_whole_sentence(draft.text, cited):
        return problems
    for said in find_statements(draft.text):
        if said.speaker is None or said.speaker.lower() in STOPWORDS:
            continue
        if any(locate(draft.text[said.start : said.end], paragraph.text) for paragraph in cited):
            # The words with their attribution, as printed.
            continue
        source = _source(draft.text, said, cited, evidence)
        if source is None or source[1].speaker is None or _may_be(said.speaker, source[1], source[0], evidence):
            continue
        detail = f"The claim gives this to “{said.speaker}”; the source to “{source[1].speaker}”."
        problems.append(Problem(ProblemKind.SPEAKER, detail, (said.start, said.end)))
    return problems


def _unnamed(draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Evidence) -> list[Problem]:
    """Report the speaker that a draft is filed under where neither it nor its sources name him."""
    speaker = draft.speaker or ""
    if not _telling(speaker):
        return []
    texts = [
        draft.text,
        *(text for p in cited for text in (p.text, p.title, p.outlet, *_paragraphs_before(p, evidence))),
    ]
    # By his last name, as printed: "Mark" may be a name, "mark" is none. An office has none.
    names = {bare[-1] for name in find_names("by " + speaker) if (bare := _WORD.findall(name.text))}
    words = {word for text in texts for word in _WORD.findall(text)}
    if names & words or (not names and _telling(speaker) & {w.lower() for w in words}):
        return []
    if any(_is_abbreviated(speaker, text) for text in texts):
        return []
    return [Problem(ProblemKind.SPEAKER, f"The paragraphs cited name no “{draft.speaker}”, who is given as speaker.")]


def _source(
    text: str, said: Statement, cited: Sequence[EvidenceParagraph], evidence: Evidence
) -> tuple[EvidenceParagraph, Statement] | None:
    """Return the statement of a cited paragraph that a claim's statement reports."""
    for quotation in find_quotations(text):
        if quotation.scare or not (quotation.start < said.end and quotation.end > said.start):
            continue
        for paragraph in cited:
            if span := locate(quotation.text, paragraph.text):
                return _statement_at(*span, paragraph, evidence)
        return None
    # Without the speaker: the more a claim is wrong about him, the less would it look like its source.
    words = set(_WORD.findall(said.speaker or ""))
    stated = _WORD.sub(lambda word: " " if word[0] in words else word[0], text[said.start : said.end])
    sentence = next(iter(read_sentences(stated)), None)
    nearest = nearest_sentence(sentence, cited) if sentence else None
    if nearest is None or nearest.share < _NEAR_ENOUGH:
        return None
    return _statement_at(nearest.sentence.start, nearest.sentence.end, nearest.paragraph, evidence)


def _statement_at(
    start: int, end: int, paragraph: EvidenceParagraph, evidence: Evidence
) -> tuple[EvidenceParagraph, Statement] | None:
    before = _paragraphs_before(paragraph, evidence)
    found = [s for s in find_statements(paragraph.text, before) if s.start < end and s.end > start]
    return (paragraph, found[0]) if len(found) == 1 else None


def _paragraphs_before(paragraph: EvidenceParagraph, evidence: Evidence) -> list[str]:
    own = [p for p in evidence.values() if p.article_id == paragraph.article_id]
    at = next((i for i, p in enumerate(own) if p.id == paragraph.id), 0)
    return [p.text for p in own[max(0, at - _BEFORE) : at]]


def _may_be(speaker: str, source: Statement, paragraph: EvidenceParagraph, evidence: Evidence) -> bool:
    """Say whether two phrases can stand for one speaker: a name, an office of his, a body he speaks for."""
    theirs = source.speaker or ""
    if same_name(speaker, theirs) or (source.via and same_name(speaker, source.via)):
        return True
    if _prints(source, paragraph, speaker) or _is_abbreviated(speaker, theirs):
        return True
    ours, others = _telling(speaker), _telling(theirs)
    if not ours or not others or ours & others:
        return True
    if paragraph.outlet and same_name(speaker, paragraph.outlet):
        return False
    # "The mayor" may be Ona Pell wherever she is named; two names are one where a sentence puts them side by side.
    if not (_has_name(speaker) and _has_name(theirs)):
        return True
    texts = (paragraph.text, *_paragraphs_before(paragraph, evidence), paragraph.title)
    return any(_stand_for_one(speaker, theirs, sentence.text) for t in texts for sentence in read_sentences(t))


def _prints(statement: Statement, paragraph: EvidenceParagraph, speaker: str) -> bool:
    """Say whether the sentence of the source gives its own words to the claim's speaker, whoever he is by name."""
    alone = find_statements(paragraph.text[statement.start : statement.end])
    return any(one.speaker is not None and one.speaker.lower() == speaker.lower() for one in alone)


def _has_name(phrase: str) -> bool:
    return any(name.text.lower() not in STOPWORDS for name in find_names("by " + phrase))


def _is_abbreviated(one: str, other: str) -> bool:
    """Say whether one phrase has the initials of the other ("the CQA", "a report from the Council of Quays")."""
    return any(
        same_name(short, name.text)
        for a, b in ((one, other), (other, one))
        for short in re.findall(r"\b[A-Z]{2,}\b", a)
        for name in find_names("by " + b)
    )


def _stand_for_one(one: str, other: str, sentence: str) -> bool:
    """Say whether a sentence puts two names side by side ("Ona Pell of the Quay Union")."""
    for a, b in ((one, other), (other, one)):
        last, first = re.escape(a.split()[-1]), re.escape(b.removeprefix("the ").split()[0])
        if re.search(rf"\b{last}{_ASIDE}{first}\b", sentence):
            return True
    return False


def _telling(phrase: str) -> set[str]:
    return {word for word in _WORD.findall(phrase.lower()) if word not in STOPWORDS}
