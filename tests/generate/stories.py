"""Builders of small articles for the comparison's tests: invented outlets, people and events."""

from __future__ import annotations

from rag.datatypes import Article, Citation, Comparison, Paragraph, ParagraphKind


def article(
    outlet: str,
    *paragraphs: str,
    title: str = "Ferry and barge collide off Dunmoor",
    published: str | None = "2031-05-06T12:00:00+00:00",
    identity: str | None = None,
) -> Article:
    text = "\n\n".join(paragraphs)
    at, built = 0, []
    for number, paragraph in enumerate(paragraphs, 1):
        start = text.index(paragraph, at)
        at = start + len(paragraph)
        built.append(Paragraph(f"{identity or outlet}-{number}", number, start, at, ParagraphKind.BODY, paragraph))
    return Article(identity or outlet, "1", outlet, title, published, None, None, "en", text, tuple(built))


def citations(comparison: Comparison) -> list[Citation]:
    found = [c for claim in comparison.claims for position in claim.positions for c in position.citations]
    found += [value.citation for entry in comparison.figures for value in entry.values]
    found += [version.citation for entry in comparison.quotations for version in entry.versions]
    return found + [c for entry in comparison.timeline for c in entry.citations]
