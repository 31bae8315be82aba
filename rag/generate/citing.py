"""The whole sentences behind citations, as draft claims; it leaves out which of them a briefing uses."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import Article, Citation, Cite, ComparedClaim, DraftClaim, Stance
from rag.generate.compare.concepts import concept_stems, overlap
from rag.generate.compare.reading import Reading, Sentence, read
from rag.generate.naming import named, names_are_safe
from rag.text.quotations import find_quotations, locate

_NEARLY_ONE = 0.75
"""The part of their stems that two wordings share if they are of one copy."""


class Citing:
    """The articles of a briefing, each read once, when a sentence of it is first asked for."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._readings: dict[str, Reading] = {}

    def around(self, citation: Citation) -> Sentence | None:
        """Return the sentence that a citation's words stand in."""
        key = citation.article_id
        if key not in self._readings:
            self._readings[key] = read(self._articles[key], 0, 0)
        for sentence in self._readings[key].sentences:
            same = sentence.paragraph.id == citation.paragraph_id
            if same and sentence.start < citation.end and citation.start < sentence.end:
                return sentence
        return None

    def sentence(self, citation: Citation) -> DraftClaim | None:
        """Return the whole sentence that a citation's words stand in, with its pronouns named."""
        sentence = self.around(citation)
        text = named(sentence) if sentence else None
        return DraftClaim(text, (Cite(citation.paragraph_id, sentence.text),)) if sentence and text else None

    def claim(self, claim: ComparedClaim) -> DraftClaim:
        """Return a claim with those who state it; nobody does if a name put into it may be wrong."""
        stated = [c for p in claim.positions if p.stance is Stance.STATES for c in p.citations]
        own = self.own(claim)
        if own is not None and not names_are_safe(claim.text, own):
            return DraftClaim(claim.text, ())
        text, stated = self._plainest(claim.text, own, stated)
        quoted = [quotation.text for quotation in find_quotations(text) if not quotation.scare]
        # An outlet that printed other words is no source for these, though it reports the same statement.
        cites = (Cite(c.paragraph_id, c.quote) for c in stated if all(locate(words, c.quote) for words in quoted))
        return DraftClaim(text, tuple(cites))

    def own(self, claim: ComparedClaim) -> Sentence | None:
        """Return the sentence that a claim is worded by: of those that state it the likest."""
        stems = frozenset(concept_stems(claim.text))
        stated = [c for p in claim.positions if p.stance is Stance.STATES for c in p.citations]
        if not stated:
            return None
        return self.around(max(stated, key=lambda c: overlap(stems, frozenset(concept_stems(c.quote)), {})))

    def _plainest(self, text: str, own: Sentence | None, stated: Sequence[Citation]) -> tuple[str, list[Citation]]:
        """Return the plainest of wordings that are nearly one, and the citations that have all its words.

        Where outlets carry the same copy, one may have put adjectives in; what they share is nobody's colour.
        """
        said, best = frozenset(concept_stems(text)), text
        for citation in stated:
            draft = self.sentence(citation)
            stems = frozenset(concept_stems(draft.text)) if draft else frozenset()
            near = len(said & stems) >= _NEARLY_ONE * max(len(said | stems), 1) and "[" not in text
            # Who says so is no adjective: a wording that leaves the speaker out is not the plainer one.
            near = near and _speaks(self.around(citation)) == _speaks(own)
            if draft and near and len(draft.text.split()) < len(best.split()):
                best = draft.text
        if best == text:
            return text, list(stated)
        words = frozenset(concept_stems(best))
        return best, [citation for citation in stated if words <= frozenset(concept_stems(citation.quote))]


def _speaks(sentence: Sentence | None) -> bool:
    return sentence is not None and sentence.statement is not None
