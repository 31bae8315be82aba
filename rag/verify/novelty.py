"""The words that a claim brings along: telling words that none of its cited paragraphs has, in any form."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import EvidenceParagraph
from rag.text.words import STOPWORDS, WORD, stem
from rag.verify.alignment import key_of
from rag.verify.evidence import figures_of
from rag.verify.support import REPORTING
from rag.verify.wording import DATE_WORDS


def words_of_its_own(claim: str, cited: Sequence[EvidenceParagraph], around: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the telling words of a claim that the paragraphs it cites, their titles and outlets lack, as printed.

    Figures, dates and names are left out, for each has a check of its own, and so are verbs of saying. A word with a
    capital that opens the claim is a name if it has one in the texts `around`, too.
    """
    texts = [text for paragraph in cited for text in (paragraph.text, paragraph.title, paragraph.outlet)]
    known = {form for text in texts for word in WORD.findall(text) for form in _forms(word)}
    named = {word for text in around for word in WORD.findall(text) if word[0].isupper()}
    bare = _without_figures(claim, cited[0].published if cited else None)
    own = [
        found.group()
        for number, found in enumerate(WORD.finditer(bare))
        if _tells(found.group()) and known.isdisjoint(_forms(found.group()))
        if not _may_be_name(found.group()) or (number == 0 and found.group() not in named)
    ]
    return tuple(dict.fromkeys(own))


def _forms(word: str) -> tuple[str, str]:
    return stem(word), key_of(word.lower())


def _tells(word: str) -> bool:
    return word.lower().replace("’", "'") not in STOPWORDS and stem(word) not in REPORTING and not word[0].isdigit()


def _may_be_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in DATE_WORDS


def _without_figures(text: str, published: str | None) -> str:
    for figure in figures_of(text, published):
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return text
