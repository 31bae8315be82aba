"""A draft to an article: clean text, title, outlet, ids, and paragraphs that are exact spans with their kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.datatypes import Article, Draft, Paragraph, ParagraphKind
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line, clean_text
from rag.ingest.dates import normalise_date
from rag.ingest.fields import MarkedDraft, read_address
from rag.ingest.identity import article_id, article_version
from rag.ingest.kinds import classify, kind_of_line
from rag.ingest.language import detect_language
from rag.ingest.outlets import guess_outlet
from rag.ingest.paragraphs import split_paragraphs, without_bullet
from rag.text.sentences import Span

_NO_TEXT = "There is no text; an article needs at least one paragraph of reporting."
_NOTHING_TO_CITE = (
    "There is no text to cite: every line is a heading, a credit or page furniture; add the article itself."
)
_LONGEST_TITLE = 200
_FIRST_WORDS = 12
_FULL_STOP = re.compile(r"\.[\"'”’)\]]*$")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def build_article(draft: Draft) -> Article:
    """Build the article of a draft. The same draft always gives the same article.

    Raises:
        SourceError: nothing in the text is reporting, so there would be nothing to cite.
    """
    text = clean_text(draft.text)
    language = _language(draft.language) or detect_language(text)
    spans = split_paragraphs(text, language or "en")
    title = clean_line(draft.title)
    if not title and _is_title(spans):
        title = clean_line(spans[0].text)
        text, spans = _without_first(text, spans)
    author = clean_line(draft.author or "") or None
    marks = dict(draft.marks) if isinstance(draft, MarkedDraft) else None
    url, _ = read_address(clean_line(draft.url or ""))
    outlet = clean_line(draft.outlet) or guess_outlet(url, text)
    kinds = classify([span.text for span in spans], title=title, outlet=outlet, author=author, marks=marks)
    if ParagraphKind.BODY not in kinds:
        raise SourceError(_NOTHING_TO_CITE if spans else _NO_TEXT)
    spans = _without_bullets(spans, kinds)
    title = title or _first_words(spans[kinds.index(ParagraphKind.BODY)].text)
    published = normalise_date(draft.published) if draft.published else None
    identity = article_id(url=url, outlet=outlet, title=title, published=published)
    version = article_version(title, text)
    return Article(
        id=identity,
        version=version,
        outlet=outlet,
        title=title,
        published=published,
        url=url,
        author=author,
        language=language,
        text=text,
        paragraphs=tuple(
            Paragraph(f"{identity}-{version}-{number}", number, span.start, span.end, kind, span.text)
            for number, (span, kind) in enumerate(zip(spans, kinds, strict=True), start=1)
        ),
    )


def _without_bullets(spans: Sequence[Span], kinds: Sequence[ParagraphKind]) -> list[Span]:
    pairs = zip(spans, kinds, strict=True)
    return [without_bullet(span) if kind is ParagraphKind.BODY else span for span, kind in pairs]


def _is_title(spans: list[Span]) -> bool:
    """Tell whether the first line is a title: short, not a sentence with a full stop, and not all there is."""
    if len(spans) < 2:
        return False
    line = spans[0].text
    return (
        len(line) <= _LONGEST_TITLE
        and "\n" not in line
        and not _FULL_STOP.search(line)
        and kind_of_line(line) is ParagraphKind.BODY
    )


def _without_first(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Return the text from its second paragraph on, and its paragraphs."""
    at = spans[1].start
    return text[at:], [Span(span.start - at, span.end - at, span.text) for span in spans[1:]]


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_FIRST_WORDS])[:_LONGEST_TITLE] + ("…" if len(words) > _FIRST_WORDS else "")


def _language(raw: str | None) -> str | None:
    """Return the language code without its region ("en-GB" is "en"), or None where it is no code."""
    code = re.split(r"[-_]", (raw or "").strip().lower())[0]
    return code if _LANGUAGE.fullmatch(code) else None
