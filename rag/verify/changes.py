"""Check a claim word by word against the sentence it comes from: what stands in another's place, and what was turned.

A claim that is its source but for a name, a number, a unit, a day, a sort of people, or a word and its opposite, says
another thing. Where the words around a difference are not the same, nothing is said: that is a paraphrase, or about
something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.names import Name
from rag.text.words import STOPWORDS
from rag.verify.alignment import Alignment, Sort, Token, key_of
from rag.verify.evidence import is_whole_sentence, same_article
from rag.verify.matching import Compared, compare
from rag.verify.names import could_be_one, is_surely_one, may_be_one
from rag.verify.wording import HEDGED, INTENDING, OPPOSITES, SOFTENED, TURNED, TURNING, WEAKENING

_LEAST = 0.3
"""The share of a claim's words that a sentence must have to be its source."""
_LIKE = 0.6
"""How like its source a claim must be to be compared word by word."""
_LIKE_IN_MOOD = 0.65
"""How like its source a claim must be for a "may" or an "allegedly" to be missed; freer wording has its own."""
_ALL_BUT_IT = 0.9
"""How like its source a claim is if a capital that opens it is all that differs."""
_FEWEST = 3
NEARLY_COPIED = 0.8
"""How like its source a sentence is that was copied but for a few words."""
_NEARLY_AS_LIKE = 0.1
_WITHIN = 3
"""How many function words may stand between a "not" or a "may" and the word it bears on."""
_PAUSE = re.compile(r"[.!?;:,—–()]")
"""No word bears on another across one of these."""
_OPPOSED = frozenset(frozenset(map(key_of, pair)) for pair in OPPOSITES)
_KINDS = {
    Sort.NAME: ProblemKind.NAME,
    Sort.NUMBER: ProblemKind.FIGURE,
    Sort.UNIT: ProblemKind.FIGURE,
    Sort.DATE: ProblemKind.DATE,
    Sort.ROLE: ProblemKind.SPEAKER,
}


def check_changes(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report what a claim changed in the sentence it comes from."""
    if not cited or is_whole_sentence(draft.text, cited):
        return []
    texts = same_article(cited, evidence)
    return [problem for compared in compare(draft.text, cited, _LEAST) for problem in _changes(compared, texts)]


def copied_sentences(text: str, cited: Sequence[EvidenceParagraph]) -> list[tuple[int, int]]:
    """Return the sentences of a text that are a sentence of the cited paragraphs but for a few words."""
    found = [compared[0] for compared in compare(text, cited, _LEAST) if compared]
    return [(one.claim.start, one.claim.end) for one in found if one.alignment.likeness >= NEARLY_COPIED]


def _changes(compared: Sequence[Compared], texts: Sequence[str]) -> list[Problem]:
    """Report the changes against the likest sentence, unless one nearly as like has none."""
    if not compared:
        return []
    best = compared[0].alignment.likeness
    faults: list[Problem] = []
    for one in compared:
        if one.alignment.likeness < best - _NEARLY_AS_LIKE:
            break
        found = list(_differences(one, texts))
        if not found:
            return []
        faults = faults or found
    return faults


def _differences(one: Compared, texts: Sequence[str]) -> Iterator[Problem]:
    offset, alignment = one.claim.start, one.alignment
    if alignment.likeness < _LIKE or len(alignment.same) < _FEWEST:
        return
    for i, j in alignment.exchanged():
        if _is_change(alignment, i, j, one, texts):
            new = alignment.claim[j]
            detail = _says(_phrase(one.source.text, alignment.source, i), _phrase(one.claim.text, alignment.claim, j))
            kind = ProblemKind.DATE if _is_year(new) else _KINDS[new.sort]
            yield Problem(kind, detail, _span(new, offset))
    for ours, theirs in alignment.gaps():
        yield from _opposites(alignment, ours, theirs, offset)
    yield from _turns(one)


def _is_change(alignment: Alignment, i: int, j: int, one: Compared, texts: Sequence[str]) -> bool:
    """Say whether what stands in another's place says another thing: not a short form, a list in another order."""
    old, new = alignment.source[i], alignment.claim[j]
    if old.sort is Sort.NAME:
        is_name = could_be_one if alignment.likeness >= _ALL_BUT_IT else is_surely_one
        if may_be_one(old.text, new.text, texts) or not (
            is_name(_name(new), one.claim.text) and is_name(_name(old), one.source.text)
        ):
            return False
    if old.sort is Sort.NUMBER and (_is_year(old) != _is_year(new) or _digits(old) == _digits(new)):
        return False
    if _count(alignment.claim, new) > _count(alignment.source, new):
        return True
    # The source has it elsewhere in the sentence. Turned round, both are in both; else the claim only left things out.
    turned = alignment.likeness >= NEARLY_COPIED and _count(alignment.claim, old) == _count(alignment.source, old)
    return turned and _is_turned_round(alignment, old, new)


def _name(token: Token) -> Name:
    return Name(token.start, token.end, token.text)


def _count(tokens: Sequence[Token], wanted: Token) -> int:
    return sum(token.sort is wanted.sort and token.key == wanted.key for token in tokens)


def _is_year(token: Token) -> bool:
    return token.sort is Sort.NUMBER and len(token.key) == 4 and token.key.isdigit() and "," not in token.text


def _digits(token: Token) -> str:
    """Return a number without its marks: 4.52 and 4:52 may be one time of day."""
    return "".join(c for c in token.key if c.isdigit())


def _is_turned_round(alignment: Alignment, old: Token, new: Token) -> bool:
    """Say whether two things changed places across something that is said of them, not in a list."""
    places = sorted(at for at, token in enumerate(alignment.source) if token.key in (old.key, new.key))
    between = alignment.source[places[0] + 1 : places[-1]] if len(places) > 1 else ()
    return any(token.sort is Sort.PLAIN and token.text not in STOPWORDS for token in between)


def _says(old: str, new: str) -> str:
    return f"The source says “{old}”, the sentence says “{new}”."


def _phrase(text: str, tokens: Sequence[Token], at: int) -> str:
    """Return a token as printed, a unit with its number ("14 billion")."""
    counted = tokens[at].sort is Sort.UNIT and at and tokens[at - 1].sort is Sort.NUMBER
    return text[tokens[at - 1 if counted else at].start : tokens[at].end]


def _span(token: Token, offset: int) -> tuple[int, int]:
    return offset + token.start, offset + token.end


def _opposites(alignment: Alignment, ours: range, theirs: range, offset: int) -> Iterator[Problem]:
    """Report a word that stands where its source has the opposite."""
    for j in theirs:
        for i in ours:
            old, new = alignment.source[i], alignment.claim[j]
            if frozenset((old.key, new.key)) in _OPPOSED:
                yield Problem(ProblemKind.POLARITY, _says(old.text, new.text), _span(new, offset))


def _turns(one: Compared) -> Iterator[Problem]:
    """Report a negation or a hedge that was put before, or taken from before, a word both sentences have."""
    alignment, offset = one.alignment, one.claim.start
    dropped = _left(alignment.source, alignment.kept)
    added = _left(alignment.claim, alignment.same)
    copied = alignment.likeness >= NEARLY_COPIED
    kinds = [(TURNING, TURNING, TURNED)]
    if alignment.likeness >= _LIKE_IN_MOOD:
        kinds.append((HEDGED, WEAKENING, SOFTENED))
    for lost, brought, excuses in kinds:
        if added.isdisjoint(excuses):
            for word, borne in _bearing(one.source.text, alignment.source, alignment.kept, lost, copied=copied):
                detail = f"The source says “{word.text}” of “{borne.text}”, the sentence does not."
                yield Problem(ProblemKind.POLARITY, detail, (offset, offset + alignment.claim[-1].end))
        if dropped.isdisjoint(excuses):
            for word, borne in _bearing(one.claim.text, alignment.claim, alignment.same, brought, copied=copied):
                detail = f"The sentence says “{word.text}” of “{borne.text}”, the source does not."
                yield Problem(ProblemKind.POLARITY, detail, _span(word, offset))


def _left(tokens: Sequence[Token], shared: frozenset[int]) -> frozenset[str]:
    """Return the words that one sentence has alone, without those that only look as if they said no.

    "More than 500" and "a few" say no to nothing.
    """
    return frozenset(
        token.text
        for at, token in enumerate(tokens)
        if at not in shared
        and not (token.text == "than" and at + 1 < len(tokens) and tokens[at + 1].sort in (Sort.NUMBER, Sort.UNIT))
        and not (token.text in ("few", "little") and at and tokens[at - 1].text == "a")
    )


def _bearing(
    text: str, tokens: Sequence[Token], shared: frozenset[int], marks: frozenset[str], *, copied: bool
) -> Iterator[tuple[Token, Token]]:
    """Yield the words of a kind that one sentence has alone, with the shared word each bears on.

    In a sentence that is otherwise copied the word may be an empty one ("if it did not do so").
    """
    for at, token in enumerate(tokens):
        if at in shared or token.text not in marks or _is_no_mark(tokens, at):
            continue
        if copied and _closes(text, tokens, at) and at - 1 in shared:
            yield token, tokens[at - 1]
            continue
        for after in range(at + 1, min(len(tokens), at + 2 + _WITHIN)):
            word = tokens[after]
            if _PAUSE.search(text, token.end, word.start):
                break
            # "No one" is "nobody": the one is not what it bears on.
            empty = word.text in STOPWORDS or word.text == "longer" or (word.text == "one" and after == at + 1)
            if after in shared and (copied or not empty):
                yield token, word
                break
            if not empty:
                break


def _closes(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Say whether nothing follows a "not" that it could bear on: it then bears on what it follows ("they did not")."""
    until = tokens[at + 1].start if at + 1 < len(tokens) else len(text)
    ends = at + 1 == len(tokens) or bool(_PAUSE.search(text, tokens[at].end, until))
    return ends and tokens[at].text == "not" and at > 0


def _is_no_mark(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word only looks like a negation or a hedge: "not only", "a window appears"."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if tokens[at].text == "not":
        return after in ("only", "just", "merely", "necessarily")
    return tokens[at].text in INTENDING and after != "to"
