"""An article read once for comparison: its sentences with stems, names, figures, quotations and speakers.

Everything else in this package works on these; nothing here looks at more than one article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.datatypes import Article, Citation, Paragraph
from rag.generate.compare.concepts import concept_stems
from rag.text.figures import Figure, find_figures
from rag.text.people import names
from rag.text.quotations import Quotation, find_quotations
from rag.text.sentences import Span, split_sentences
from rag.text.speakers import Statement, find_statements

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]+(?:,\s[\w. ]{2,25})?"
_DATELINE = re.compile(rf"^(?:{_PLACE}\s*(?:\([^)]{{2,40}}\)\s*)?[-–—―]+\s+|\([^)]{{2,30}}\)\s*[-–—―]+\s+)(?=\S)")
_BEFORE = 40
"""How many paragraphs back a name may have been introduced."""
_LONGEST = 1000
"""A run of text longer than this is a list or a fault of extraction, and no sentence."""
_DANGLING = re.compile(r"(?<=[.!?])\s+[\"“«]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a citable paragraph: `paragraph.text[start:end] == text`.

    `article` is the place of the article in the comparison, `number` of the sentence among the article's. `stems` are
    what it is about, `names` the stems of its names; figures and quotations are those inside it, with offsets into the
    paragraph. `lead` is the paragraph up to it and `before` the paragraphs before, for pronouns.
    """

    article: int
    number: int
    paragraph: Paragraph
    start: int
    end: int
    text: str
    stems: frozenset[str]
    names: frozenset[str]
    figures: tuple[Figure, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    statement: Statement | None = None
    before: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def lead(self) -> str:
        """The paragraph up to this sentence."""
        return self.paragraph.text[: self.start]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its sentences in order, and the number of the origin it belongs to."""

    article: Article
    origin: int
    sentences: tuple[Sentence, ...]


def read(article: Article, number: int, origin: int) -> Reading:
    """Read the citable paragraphs of an article."""
    return Reading(article, origin, tuple(_sentences(article, number)))


def _sentences(article: Article, number: int) -> Iterator[Sentence]:
    body = article.body
    texts = [paragraph.text for paragraph in body]
    count = 0
    for at, paragraph in enumerate(body):
        before = tuple(texts[max(0, at - _BEFORE) : at])
        figures = find_figures(paragraph.text, article.published)
        quotations = find_quotations(paragraph.text)
        statements = {s.start: s for s in find_statements(paragraph.text, before)}
        for span in split_sentences(paragraph.text, article.language or "en"):
            if len(span.text) > _LONGEST:
                continue
            start, end = _trimmed(span)
            text = paragraph.text[start:end]
            yield Sentence(
                article=number,
                number=count,
                paragraph=paragraph,
                start=start,
                end=end,
                text=text,
                stems=frozenset(concept_stems(text)),
                names=name_stems(text),
                figures=tuple(f for f in figures if start <= f.start and f.end <= end),
                quotations=tuple(q for q in quotations if q.start < end and q.end > start),
                statement=statements.get(span.start),
                before=before,
            )
            count += 1


def _trimmed(span: Span) -> tuple[int, int]:
    """Return the span without a dateline in front and without a quotation mark that opens the next sentence."""
    dateline = _DATELINE.match(span.text)
    start = span.start + (dateline.end() if dateline else 0)
    dangling = _DANGLING.search(span.text)
    end = span.start + dangling.start() if dangling else span.end
    return (start, end) if start < end else (span.start, span.end)


def name_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of names in a text; a word that only opens the sentence is none."""
    found: set[str] = set()
    for start, name in names(text):
        # "Negotiations continued": one capitalised word at the start may be an ordinary one.
        if start == 0 and " " not in name and not re.search(rf"[^.!?]\s{re.escape(name)}\b", text):
            continue
        found.update(concept_stems(name))
    return frozenset(found)


def cite(article: Article, paragraph: Paragraph, start: int, end: int) -> Citation:
    """Return a citation of a paragraph's words."""
    return Citation(
        paragraph_id=paragraph.id,
        article_id=article.id,
        outlet=article.outlet,
        title=article.title,
        url=article.url,
        published=article.published,
        quote=paragraph.text[start:end],
        start=start,
        end=end,
    )


def cite_sentence(readings: Sequence[Reading], sentence: Sentence) -> Citation:
    """Return the citation of a whole sentence."""
    return cite(readings[sentence.article].article, sentence.paragraph, sentence.start, sentence.end)
