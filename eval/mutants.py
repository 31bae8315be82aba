"""True sentences of articles, and one mutation of each kind a sentence allows, always the same for one seed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eval.articles import share_of
from eval.mutations import MUTATORS, Mutation, Mutator, TrueSentence
from eval.mutations.fair import edit_fairly
from eval.mutations.names import names_by_kind
from rag.datatypes import Article, Paragraph
from rag.text.sentences import split_sentences
from rag.text.words import content_stems

FAIR, UNCHANGED, SOURCE = "fair edit", "unchanged", "source"
FALSE_KINDS = (*MUTATORS, SOURCE)
"""The kinds of false claims."""

_SENTENCE = re.compile(r"[A-Z“\"'‘\d][^\n]{40,380}[.!?][”\"’']?\Z")
_WORD = re.compile(r"[A-Za-z]+")
_PER_ARTICLE = 8
_CONTENT = 6
"""How many words that carry meaning a sentence must have."""
_ELSEWHERE = 12
_SHARED = 0.5
"""A paragraph that has, with its title, half of a sentence's words may well say the same; it is no wrong source."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the paragraph it cites: of one `kind`, changed in the way `how` says, true or false by that."""

    kind: str
    how: str
    text: str
    article: Article
    paragraph: Paragraph
    true_text: str


def make_claims(articles: Sequence[Article], limit: int | None = None, seed: int = 0) -> Iterator[Claim]:
    """Yield the claims made from the true sentences of articles, `limit` sentences at most."""
    number = 0
    for at, article in enumerate(articles):
        elsewhere = tuple(_names_elsewhere(articles, at))
        for paragraph, text in _chosen(article, seed):
            if number == limit:
                return
            number += 1
            yield Claim(UNCHANGED, "", text, article, paragraph, text)
            sentence = TrueSentence(text, paragraph.text, tuple(p.text for p in article.body), elsewhere)
            yield from _changed(article, paragraph, sentence, seed)
            if other := _wrong_source(articles, at, sentence, seed):
                yield Claim(SOURCE, other[2], text, other[0], other[1], text)


def _chosen(article: Article, seed: int) -> list[tuple[Paragraph, str]]:
    """Return some sentences of an article that stand alone: whole, with all their quotation marks, none twice."""
    found: dict[str, Paragraph] = {}
    for paragraph in article.body:
        for span in split_sentences(paragraph.text):
            if _stands_alone(span.text):
                found.setdefault(span.text, paragraph)
    order = sorted(found, key=lambda text: share_of(f"{seed} {article.id} {text}"))
    return [(found[text], text) for text in order[:_PER_ARTICLE]]


def _stands_alone(text: str) -> bool:
    even = text.count('"') % 2 == 0 and text.count("“") == text.count("”")
    return bool(even and _SENTENCE.match(text) and len(content_stems(text)) >= _CONTENT)


def _names_elsewhere(articles: Sequence[Article], at: int) -> Iterator[tuple[str, str]]:
    """Yield names of the articles that follow in the list, none of whose words the article itself has."""
    own = {word for paragraph in articles[at].body for word in _WORD.findall(paragraph.text)}
    count = {"person": 0, "place": 0, "body": 0}
    for step in range(1, min(len(articles), 25)):
        for kind, name in names_by_kind(p.text for p in articles[(at + step) % len(articles)].body):
            if own.isdisjoint(_WORD.findall(name)) and count[kind] < _ELSEWHERE:
                count[kind] += 1
                yield kind, name


def _changed(article: Article, paragraph: Paragraph, sentence: TrueSentence, seed: int) -> Iterator[Claim]:
    mutators: Iterable[tuple[str, Mutator]] = (*MUTATORS.items(), (FAIR, edit_fairly))
    for kind, mutate in mutators:
        if one := _drawn(mutate(sentence), sentence, f"{seed} {kind} {sentence.text}"):
            yield Claim(kind, one.how, one.text, article, paragraph, sentence.text)


def _drawn(found: Sequence[Mutation], sentence: TrueSentence, key: str) -> Mutation | None:
    """Draw a way to change first, so that the common ones do not crowd out the others, then one of its changes.

    What some paragraph of the article prints is no mutation.
    """
    fresh = [one for one in found if not any(one.text in paragraph for paragraph in sentence.paragraphs)]
    if not fresh:
        return None
    ways = list(dict.fromkeys(one.how for one in fresh))
    way = ways[int(share_of(f"way {key}") * len(ways))]
    alike = [one for one in fresh if one.how == way]
    return alike[int(share_of(key) * len(alike))]


def _wrong_source(
    articles: Sequence[Article], at: int, sentence: TrueSentence, seed: int
) -> tuple[Article, Paragraph, str] | None:
    """Return a paragraph that lacks a sentence: of another outlet's article or, by turns, of the same article."""
    draw = share_of(f"{seed} source {sentence.text}")
    words = set(content_stems(sentence.text))
    if draw < 0.5:
        article, how = articles[at], "another paragraph"
    else:
        others = [a for a in articles if a.outlet != articles[at].outlet]
        if not others:
            return None
        article, how = others[int(draw * 1e6) % len(others)], "another article"
    for paragraph in sorted(article.body, key=lambda p: share_of(f"{seed} {sentence.text} {p.id}")):
        shared = words.intersection(content_stems(f"{paragraph.text} {article.title}"))
        if paragraph.text != sentence.paragraph and len(shared) < _SHARED * len(words) and len(paragraph.text) > 60:
            return article, paragraph, how
    return None
