"""Briefings and comparisons: which articles, what they say of each other, and the writing under the checker."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from rag.datatypes import (
    Article,
    Briefing,
    Claim,
    Comparison,
    Draft,
    EvidenceParagraph,
    Origin,
    Refusal,
    RefusalReason,
    Section,
    Usage,
    Verdict,
)
from rag.desk import Desk
from rag.errors import NotFoundError, SourceError
from rag.generate.compare import compare_articles
from rag.generate.instructions import reporting_only
from rag.generate.protocol import HEADLINE, SUMMARY, BriefTask, Length
from rag.ingest import build_article
from rag.relating import PROMPT as RELATE
from rag.relating import Relaters
from rag.retrieve.search import Searcher
from rag.settings import WriterChoice
from rag.stances import proven
from rag.store.groups import group_origins
from rag.store.history import History
from rag.store.library import Library
from rag.verify import Checker, evidence_from_articles
from rag.writers import Writers

TOPIC_PASSAGES = 40
"""Passages looked at to find the articles on a topic."""

MOST_ARTICLES = 20
"""Articles that one briefing or comparison reads."""

log = logging.getLogger(__name__)

Material = tuple[str, list[Article], list[Origin]]
"""A topic, its articles and the origins they come from."""


class Briefer:
    """Writes briefings and comparisons."""

    def __init__(
        self,
        library: Library,
        searcher: Searcher,
        desk: Callable[[], Desk],
        writers: Writers,
        relaters: Relaters,
    ) -> None:
        self._library = library
        self._searcher = searcher
        self._desk = desk
        self._writers = writers
        self._relaters = relaters

    def choose(self, topic: str | None, story: str | None) -> Material:
        """Find the articles of a story, or on a topic; with neither, of the latest story with several articles.

        Raises:
            NotFoundError: no such story, nothing on the topic, or an empty library.
        """
        topic, _, ids = self.find(topic, story)
        articles = list(self._library.catalogue.articles(ids[:MOST_ARTICLES]).values())
        return topic, articles, self._library.groups.origins([a.id for a in articles])

    def find(self, topic: str | None, story: str | None) -> tuple[str, str | None, list[str]]:
        """Return the topic, the story if it is one, and the ids of its articles, those to be read first in front.

        Raises:
            NotFoundError: as `choose`.
        """
        self._library.groups.catch_up(wait=False)
        topic = (topic or "").strip()
        if story is None and topic:
            return topic, *self._on_topic(topic)
        stories = self._library.groups.stories()
        chosen = next(
            (s for s in stories if s.id == story) if story else (s for s in stories if len(s.articles) > 1),
            None if story or not stories else stories[0],
        )
        if chosen is None:
            what = f"There is no story {story!r}." if story else "The library is empty."
            raise NotFoundError(what, hint="`stories` lists them." if story else "Add articles first.")
        return topic or chosen.title, chosen.id, list(chosen.articles)

    def gather(self, drafts: Sequence[Draft], topic: str | None) -> Material:
        """Take exactly these articles, which are in no library. Those without text are told of and left out.

        Raises:
            SourceError: none of them has text.
        """
        articles = list({a.id: a for a in _readable(drafts)}.values())
        titles = sorted((a.title for a in articles if a.title), key=lambda title: (len(title), title))
        return (topic or "").strip() or (titles[0] if titles else "These articles"), articles, group_origins(articles)

    def brief_on(self, topic: str | None, story: str | None, length: Length, choice: WriterChoice | None) -> Briefing:
        """Write a briefing from the library, and note for its stories when that was.

        Raises:
            NotFoundError: as `choose`.
        """
        history = History(self._library.database)
        moment = history.moment()
        subject, articles, origins = self.choose(topic, story)
        briefing = self.brief(subject, articles, origins, length, choice)
        history.note_briefing({article.story or article.id for article in articles}, moment)
        return briefing

    def compare(self, topic: str, articles: Sequence[Article], origins: Sequence[Origin]) -> Comparison:
        """Compare articles; who states a claim has been checked for it."""
        articles = [reporting_only(article) for article in articles]
        return self._compare(topic, articles, origins, evidence_from_articles(articles))

    def brief(
        self,
        topic: str,
        articles: Sequence[Article],
        origins: Sequence[Origin],
        length: Length,
        choice: WriterChoice | None,
    ) -> Briefing:
        """Write a briefing on articles; what cannot be proven is withheld and listed."""
        started = perf_counter()
        writer, desk = self._writers.choose(choice), self._desk()
        articles = [reporting_only(article) for article in articles]
        evidence = evidence_from_articles(articles)
        comparison = self._compare(topic, articles, origins, evidence)
        task = BriefTask(topic, tuple(articles), evidence, comparison, length)
        claims, usage = _all(desk.review(writer.brief(task), writer, evidence))
        shown = [claim for claim in claims if claim.verdict is Verdict.VERIFIED]
        headline = next((claim.text for claim in shown if claim.topic == HEADLINE), None)
        relating = comparison.relating
        if relating:
            usage += relating.usage
        return Briefing(
            topic=topic,
            writer=writer.name,
            headline=headline or topic,
            summary=tuple(claim for claim in shown if claim.topic == SUMMARY),
            sections=_sections(shown),
            sources=comparison.articles,
            origins=comparison.origins,
            withheld=_withheld(claims, has_headline=headline is not None),
            refusal=None if shown else _NOTHING,
            prompts={**writer.prompts, **desk.prompts, **({RELATE: relating.prompt} if relating else {})},
            judge=desk.judging,
            relating=relating,
            usage=replace(usage + writer.side_usage + desk.usage, seconds=round(perf_counter() - started, 3)),
        )

    def _compare(
        self,
        topic: str,
        articles: Sequence[Article],
        origins: Sequence[Origin],
        evidence: Mapping[str, EvidenceParagraph],
    ) -> Comparison:
        relater = self._relaters.convene()
        found = compare_articles(topic, articles, origins, embed=self._library.embedder.embed, relate=relater)
        checked = proven(found, evidence, Checker())
        return replace(checked, relating=relater.relating) if relater else checked

    def _on_topic(self, topic: str) -> tuple[str | None, list[str]]:
        """Return the story that a topic is most about and its articles, or the best articles if there is none."""
        self._library.catch_up(wait=False)
        passages = self._searcher.search(topic, TOPIC_PASSAGES)
        # Something is always closest in meaning; without a word in common it is about something else.
        if not passages or not self._searcher.mentions(topic):
            raise NotFoundError(f"No article is about {topic!r}.", hint="Try other words, or add articles on it.")
        best: dict[str, float] = {}
        stories: dict[str, float] = defaultdict(float)
        for passage in passages:
            best.setdefault(passage.article_id, passage.score)
            stories[passage.story or passage.article_id] += passage.score / passage.rank
        leading = max(stories, key=lambda key: (stories[key], key))
        members = self._library.catalogue.ids_of_story(leading)
        if len(members) > 1:
            return leading, sorted(members, key=lambda key: (-best.get(key, 0.0), key))
        top = max(best.values())
        return None, [key for key, score in best.items() if score >= 0.6 * top]


def _all(reviewed: Generator[Claim, None, Usage]) -> tuple[list[Claim], Usage]:
    """Return all claims of a review, and what the drafting cost."""
    claims: list[Claim] = []
    while True:
        try:
            claims.append(next(reviewed))
        except StopIteration as end:
            usage: Usage = end.value
            return claims, usage


def _withheld(claims: Sequence[Claim], *, has_headline: bool) -> tuple[Claim, ...]:
    """Return what could not be proven; of several headlines one is wanted, and those left over are no loss."""
    lost = [claim for claim in claims if claim.verdict is not Verdict.VERIFIED]
    return tuple(claim for claim in lost if not (has_headline and claim.topic == HEADLINE))


def _readable(drafts: Sequence[Draft]) -> Iterator[Article]:
    failed: list[SourceError] = []
    for draft in drafts:
        try:
            yield build_article(draft)
        except SourceError as error:
            failed.append(error)
            if len(failed) < len(drafts):
                log.warning("Left out: %s, “%s”. %s", draft.outlet or "no outlet", draft.title, error)
    if failed and len(failed) == len(drafts):
        raise failed[0]


_NOTHING = Refusal(
    RefusalReason.NOTHING_PROVEN,
    "No sentence of this briefing could be proven from the articles; see what was left out.",
)


def _sections(claims: Sequence[Claim]) -> tuple[Section, ...]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.topic not in (HEADLINE, SUMMARY, None):
            groups[str(claim.topic)].append(claim)
    return tuple(Section(heading, tuple(members)) for heading, members in groups.items())
