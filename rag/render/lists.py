"""Lists for the terminal: articles, stories, passages and reports as plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import AddReport, Article, ArticleEntry, Passage, Story
from rag.render.dates import readable_date


def article_lines(entries: Sequence[ArticleEntry]) -> list[str]:
    """One line an article: id, date, outlet, title."""
    if not entries:
        return ["The library is empty. Add articles: python -m rag add FILE_OR_FOLDER"]
    return [f"{e.id}  {_day(e.published)}  {e.outlet}: {e.title}" for e in entries]


def story_lines(stories: Sequence[Story]) -> list[str]:
    """One line a story: id, days, number of articles and origins, title."""
    if not stories:
        return ["No stories yet: the library is empty."]
    return [
        f"{s.id}  {_day(s.last)}  {len(s.articles)} articles, {len(s.origins)} independent origins: {s.title}"
        for s in stories
    ]


def show_lines(article: Article) -> list[str]:
    """An article with its paragraphs numbered; what is not reporting is marked with its kind."""
    head = [article.title, f"{article.outlet}, {readable_date(article.published)}", article.url or "", ""]
    return head + [
        f"[{p.number}] {p.text}" if p.citable else f"[{p.number}, {p.kind}] {p.text}" for p in article.paragraphs
    ]


def passage_lines(passages: Sequence[Passage]) -> list[str]:
    """Passages with their source above the text."""
    if not passages:
        return ["Nothing found. Try other words, or fewer limits."]
    lines = []
    for p in passages:
        numbers = [paragraph.number for paragraph in p.paragraphs]
        where = f"paragraphs {numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"paragraph {numbers[0]}"
        lines += [f"{p.rank}. {p.outlet}, {readable_date(p.published)}: {p.title} ({where})", p.text, ""]
    return lines


def report_lines(report: AddReport) -> list[str]:
    """What an `add` did, and each item that failed with its reason."""
    counts = [
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "already here"),
        (report.duplicates, "duplicates"),
        (len(report.failed), "failed"),
    ]
    said = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing to add"
    lines = [f"{said[0].upper()}{said[1:]} in {report.seconds:.1f} s."]
    lines += [f"  failed: {failure.source}: {failure.error}" for failure in report.failed]
    return lines + [f"  note: {warning.source}: {warning.error}" for warning in report.warnings]


def _day(published: str | None) -> str:
    return published[:10] if published else "no date   "
