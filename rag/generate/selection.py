"""Which paragraphs and facts go into a prompt, within a budget of characters; the layout is `material`'s.

Characters stand in for tokens (about four to one in English): counting tokens would need each model's vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from rag.datatypes import (
    ComparedClaim,
    Comparison,
    EvidenceParagraph,
    FigureEntry,
    FigureKind,
    Origin,
    Passage,
    Position,
    Stance,
    Status,
)
from rag.generate.material import Material, neutral
from rag.generate.protocol import AnswerTask, BriefTask

BUDGET = 60_000
"""Characters of source text in one prompt."""

_MOST_FACTS = 16


def passage_paragraphs(task: AnswerTask) -> list[EvidenceParagraph]:
    """Return the citable paragraphs of the passages, best first within the budget, in each article's own order."""
    place: dict[str, tuple[int, int]] = {}
    first: dict[str, int] = {}
    for passage in task.passages:
        rank = first.setdefault(passage.article_id, len(first))
        place.update({p.id: (rank, p.number) for p in passage.paragraphs if p.id in task.evidence})
    kept = within(BUDGET, (task.evidence[identity] for identity in place))
    return sorted(kept, key=lambda paragraph: place[paragraph.id])


def briefing_paragraphs(task: BriefTask) -> list[EvidenceParagraph]:
    """Return paragraphs of every article, within the budget, in the articles' order.

    Articles take turns, so that a long one does not crowd out the others. What the comparison cites goes first.
    """
    bodies = [[task.evidence[p.id] for p in article.body if p.id in task.evidence] for article in task.articles]
    cited = set(_cited(task.comparison))
    urgent = _in_turn([[p for p in body if p.id in cited] for body in bodies])
    others = _in_turn([[p for p in body if p.id not in cited] for body in bodies])
    kept = {p.id for p in within(BUDGET, chain(urgent, others))}
    return [p for body in bodies for p in body if p.id in kept]


def same_copy(passages: Sequence[Passage]) -> list[list[str]]:
    """Return the groups of article ids among the passages that share an origin."""
    groups: dict[str, dict[str, None]] = {}
    for passage in passages:
        if passage.origin is not None:
            groups.setdefault(passage.origin, {})[passage.article_id] = None
    return [list(group) for group in groups.values()]


def copies(origins: Iterable[Origin]) -> list[tuple[str, ...]]:
    """Return the same groups as a comparison found them."""
    return [origin.articles for origin in origins]


def comparison_facts(comparison: Comparison, material: Material) -> str:
    """Return what the comparison found, a line a fact: disputed and agreed claims, and figures that differ."""
    order = (Status.DISPUTED, Status.AGREED)
    claims = sorted((c for c in comparison.claims if c.status in order), key=lambda c: order.index(c.status))
    figures = [f for f in comparison.figures if f.kind in (FigureKind.CONFLICT, FigureKind.REVISION)]
    lines = [_claim_line(claim, material) for claim in claims[:_MOST_FACTS]]
    lines += [_figure_line(figure, material) for figure in figures[:_MOST_FACTS]]
    return "\n".join(lines) or "(the program found no claims to compare)"


def within(budget: int, paragraphs: Iterable[EvidenceParagraph]) -> list[EvidenceParagraph]:
    """Return the paragraphs that fit, at least one; one that does not fit does not keep out those after it."""
    kept: list[EvidenceParagraph] = []
    for paragraph in paragraphs:
        if not kept or len(paragraph.text) <= budget:
            kept.append(paragraph)
            budget -= len(paragraph.text)
    return kept


def _in_turn(bodies: Sequence[Sequence[EvidenceParagraph]]) -> Iterator[EvidenceParagraph]:
    """Yield the first of each, then the second of each, and so on."""
    return (paragraph for row in zip_longest(*bodies) for paragraph in row if paragraph is not None)


def _cited(comparison: Comparison) -> Iterator[str]:
    for claim in comparison.claims:
        if claim.status is not Status.SINGLE:
            yield from (citation.paragraph_id for position in claim.positions for citation in position.citations)
    for figure in comparison.figures:
        yield from (value.citation.paragraph_id for value in figure.values)


def _claim_line(claim: ComparedClaim, material: Material) -> str:
    stances = []
    for stance in (Stance.STATES, Stance.CONTRADICTS):
        if places := [_place(position, material) for position in claim.positions if position.stance is stance]:
            stances.append(f"{stance}: {', '.join(places)}")
    against = "".join(f" | {one.opposition}: {neutral(one.text)}" for one in claim.counterclaims)
    return f"- {claim.status}: {neutral(claim.text)} ({'; '.join(stances)}){against}"


def _place(position: Position, material: Material) -> str:
    labels = [material.labels[c.paragraph_id] for c in position.citations if c.paragraph_id in material.labels]
    return f"{neutral(position.outlet)} {' '.join(labels)}".strip()


def _figure_line(figure: FigureEntry, material: Material) -> str:
    values = []
    for value in figure.values:
        parts = [f"{neutral(value.outlet)} {material.labels.get(value.citation.paragraph_id, '')}".strip()]
        parts += [f"as of {value.as_of}"] if value.as_of else []
        parts += [f"according to {neutral(value.attributed_to)}"] if value.attributed_to else []
        values.append(f"{neutral(value.text)} ({', '.join(parts)})")
    return f"- figures, {figure.kind}: {neutral(figure.subject)}: {'; '.join(values)}"
