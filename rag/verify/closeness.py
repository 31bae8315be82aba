"""Why a claim that no check faults is not proven all the same: what a program cannot tell from its source.

A source may say "denied", "would" or "a day" where the claim does not, or the same words of other things. None of
that need be wrong; a person has to read it. What is left is a claim that its source says as good as word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.datatypes import EvidenceParagraph
from rag.text.figures import Figure
from rag.text.people import names
from rag.text.words import WORD, lowered
from rag.verify.evidence import figures_of, is_whole_sentence, stems_of
from rag.verify.ground import Sentence, read_sentences
from rag.verify.matching import ground_of
from rag.verify.novelty import words_of_its_own
from rag.verify.wording import SOFTENED, TURNED

_HARMLESS = frozenset(
    "only few little stay stays stayed other except rather instead against unless than according report reports "
    "reported can set due ready".split()
)
_INTENT = frozenset(
    "offer offered offers need needs needed ask asked asks demand demanded demands call called calls urge urged urges "
    "propose proposes promise promised promises vow vowed pledge pledged invite invited expects request "
    "requested".split()
)
_TURNS = TURNED - _HARMLESS
_HEDGES = (SOFTENED - _HARMLESS) | _INTENT | {"must"}
_FUTURE = frozenset({"will", "shall", "won't"})
_RATE = re.compile(
    r"\s*(?:\w+\s+){0,2}?((?:a|an|per|each|every)\s+"
    r"(?:second|minute|hour|day|night|week|month|year|share|head|person|tonne|litre))\b",
    re.I,
)
_BEHIND = 0.25
"""How much less of a claim's words than the best a sentence may have and still be a source of it."""
_MOST = 2
"""Reasons given: to read the source, one is enough."""
_BESIDE = 4
"""Words between a figure and the word of the claim that it goes with."""


def reservations(
    claim: str, cited: Sequence[EvidenceParagraph], around: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return why a claim is to be read against its source, in words, and the words that its source lacks.

    `around` are other texts of the cited articles, in which names are looked up. Nothing is returned of a claim that
    its source has as a whole sentence.
    """
    if not cited or is_whole_sentence(claim, cited):
        return (), ()
    own = words_of_its_own(claim, cited, around)
    found = [f"Not in the source: {_listed(own)}."] if own else []
    if len(cited) > 1:
        found.append("It is put together from two paragraphs.")
    for sentence in read_sentences(claim):
        found += _about(sentence, cited)
    return tuple(dict.fromkeys(found))[:_MOST], own


def has_figure(figure: Figure, paragraph: EvidenceParagraph) -> bool:
    """Tell whether a paragraph has a figure of a claim, of the same things as far as both say of what."""
    return any(
        (one.value, one.high, one.type, one.hedge) == (figure.value, figure.high, figure.type, figure.hedge)
        and (one.unit == figure.unit or not (one.unit and figure.unit))
        and (one.noun == figure.noun or not (one.noun and figure.noun))
        for one in figures_of(paragraph.text, paragraph.published)
    )


def _about(claim: Sentence, cited: Sequence[EvidenceParagraph]) -> Iterator[str]:
    sources = _sources(claim, cited)
    text = " ".join(source.text for source in sources)
    own, theirs = set(claim.words), [word for source in sources for word in source.words]
    if left := _left_out(own, theirs):
        yield f"The source has {_listed(left)}."
    if (added := [word for word in claim.words if _says_no(word)]) and not any(map(_says_no, theirs)):
        yield f"The source has no {_listed(added)}."
    published = cited[0].published
    ours, printed = figures_of(claim.text, published), figures_of(text, published)
    for figure in ours:
        same = [one for one in printed if one.value == figure.value]
        if not same:
            yield f"“{figure.text}” does not stand with these words."
        elif figure.iso is None and all(_is_beside_another(claim.text, figure, text, one, printed) for one in same):
            yield f"In the source “{figure.text}” goes with other words."
        rates = [found[1] for one in same if (found := _RATE.match(text[one.end :]))]
        if len(rates) == len(same) and rates and not own & set(lowered(WORD.findall(rates[0]))[1:]):
            yield f"The source has “{rates[0]}” after it."
    if any(_is_turned_round(claim.text, source.text) for source in sources):
        yield "The names stand the other way round."


def _sources(claim: Sentence, cited: Sequence[EvidenceParagraph]) -> list[Sentence]:
    """Return the sentences that a claim comes from, in the order of the text.

    They are those that have most of its words, and those that have what the best of them lacks.
    """
    ground = ground_of(tuple(paragraph.text for paragraph in cited))
    near = ground.nearest(claim.content, len(ground.sentences))
    if not near:
        return []
    best, most = near[0]
    lacking = set(claim.content) - set(ground.sentences[best].content)
    places = [
        at for at, share in near if share >= most - _BEHIND or not lacking.isdisjoint(ground.sentences[at].content)
    ]
    return [ground.sentences[at] for at in sorted(places)]


def _left_out(own: set[str], theirs: Sequence[str]) -> list[str]:
    """Return the words of the sources that turn, hedge or speak of what is to come, where the claim has none such."""
    left = []
    for kind, enough in ((_TURNS, _TURNS), (_HEDGES, _HEDGES), (_FUTURE, _FUTURE | _HEDGES)):
        if own.isdisjoint(enough) and not (kind is _TURNS and any(map(_says_no, own))):
            left += [word for word in theirs if word in kind or (kind is _TURNS and _says_no(word))]
    return list(dict.fromkeys(left))


def _says_no(word: str) -> bool:
    return word in _TURNS or word.endswith("n't")


def _is_beside_another(claim: str, ours: Figure, text: str, same: Figure, printed: Sequence[Figure]) -> bool:
    """Tell whether another figure of the source is nearer than this to the word before or after it in the claim."""
    for word in (_last_word(claim[: ours.start]), _first_word(claim[ours.end :])):
        places = [found.start() for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.I)] if word else []
        away = [(abs(place - one.start), one is same) for place in places for one in printed]
        if away and not min(away)[1]:
            return True
    return False


def _last_word(text: str) -> str:
    return next((word for word in reversed(WORD.findall(text)[-_BESIDE:]) if stems_of(word)), "")


def _first_word(text: str) -> str:
    return next((word for word in WORD.findall(text)[:_BESIDE] if stems_of(word)), "")


def _is_turned_round(claim: str, text: str) -> bool:
    """Tell whether two names of a claim stand in a sentence of the source in the other order alone."""
    ours = [name for _, name in names(claim)]
    places = {name: [found.start() for found in re.finditer(re.escape(name), text)] for name in ours}
    held = [name for name in dict.fromkeys(ours) if places[name]]
    return any(min(places[one]) > max(places[other]) for one, other in pairwise(held))


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
