"""What changed in a story since a time, or since the last briefing on it: articles, claims, figures, words withdrawn.

The article versions that the library keeps are compared; `generate/compare/fresh.py` drafts what differs, and each
sentence is checked against its own version of the article. Of removed articles nothing is known, and nothing said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from rag.briefing import MOST_ARTICLES, Briefer
from rag.datatypes import (
    Article,
    ArticleUpdate,
    ChangedArticles,
    Changes,
    Claim,
    DraftClaim,
    EvidenceParagraph,
    Refusal,
    RefusalReason,
    Revision,
    SourceEntry,
    Verdict,
)
from rag.desk import Desk
from rag.errors import NotFoundError, UsageError
from rag.generate.compare.fresh import Altered, Changed, Updated, find_changes
from rag.generate.compare.versions import Laid, likeness
from rag.generate.instructions import reporting_only
from rag.generate.protocol import Writer
from rag.settings import WriterChoice
from rag.stances import states
from rag.store.history import Held, History
from rag.store.library import Library
from rag.text.quotations import word_diff
from rag.verify import Checker, evidence_from_articles
from rag.writers import Writers

LAST = "last"
"""Stands for the time of the last briefing."""

MOST_NEW = 30
"""How many new claims are listed; of the others it is said how many they are."""

_ALIKE = 0.5
"""How alike two sentences must be for their words to be set against each other."""

_NOTHING = Refusal(
    RefusalReason.NOTHING_PROVEN, "Articles changed, and no sentence of what changed could be proven from them."
)


class WhatChanged:
    """Compares what the library holds with what it held."""

    def __init__(self, library: Library, briefer: Briefer, desk: Callable[[], Desk], writers: Writers) -> None:
        self._library = library
        self._briefer = briefer
        self._desk = desk
        self._writers = writers
        self._history = History(library.database)

    def changes(self, topic: str | None, story: str | None, since: str) -> Changes:
        """Say what changed on a topic or in a story since an ISO time, or since "last"."""
        asked = None if since == LAST else moment_of(since)
        until = self._history.moment()
        subject, story, ids = self._briefer.find(topic, story)
        moment = asked or self._last(subject, ids)
        held = self._history.since(ids, moment)
        # What changed is read in any case, the latest first; of the rest as much as a briefing reads.
        changed = sorted((one for one in held if one.changed), key=lambda one: one.at, reverse=True)
        stood = [one.article for one in held if not one.changed]
        read = changed[:MOST_ARTICLES]
        if not changed:
            return Changes(subject, story, moment, until, ChangedArticles((), ()), (), (), ())
        return self._compared(subject, story, (moment, until), changed, read, stood[: MOST_ARTICLES - len(read)])

    def last_briefing(self, topic: str | None, story: str | None) -> str | None:
        """Return when the last briefing on a topic or a story was made, or None."""
        return self._history.last_briefing(self._stories(self._briefer.find(topic, story)[2]))

    def _last(self, subject: str, ids: Sequence[str]) -> str:
        moment = self._history.last_briefing(self._stories(ids))
        if moment is None:
            raise NotFoundError(
                f"No briefing on {subject!r} has been made yet.", hint="Make one first, or give a time with --since."
            )
        return moment

    def _stories(self, ids: Sequence[str]) -> set[str]:
        return {article.story or article.id for article in self._library.catalogue.articles(ids).values()}

    def _compared(
        self,
        subject: str,
        story: str | None,
        span: tuple[str, str],
        changed: Sequence[Held],
        read: Sequence[Held],
        stood: Sequence[Article],
    ) -> Changes:
        new = [reporting_only(one.article) for one in read if one.before is None]
        updated = [(one, _update(one.before, one.article)) for one in read if one.before is not None]
        stood = [reporting_only(article) for article in stood]
        origins = self._library.groups.origins([a.id for a in (*stood, *(one.article for one in changed))])
        versions = [both for _, both in updated]
        evidence = evidence_from_articles([*stood, *new, *(a for one in versions for a in (one.before, one.after))])
        # Two versions of an article are two articles here: what one says the other need not.
        apart = {key: replace(one, article_id=key.rpartition("-")[0]) for key, one in evidence.items()}
        holds = partial(states, evidence=apart, checker=Checker())
        embed = self._library.embedder.embed
        found = find_changes(subject, stood, new, versions, origins, states=holds, embed=embed)
        numbers = {key: number for number, origin in enumerate(origins) for key in origin.articles}
        articles = ChangedArticles(
            tuple(_source(one.article, numbers) for one in changed if one.before is None),
            tuple(_fared(one, laid, numbers) for (one, _), laid in zip(updated, found.laid, strict=True)),
        )
        proof = _Proof(self._desk(), self._writers.choose(WriterChoice.EMBEDDED), evidence)
        return proof.changes(subject, story, span, articles, found)


@dataclass(frozen=True, slots=True)
class _Proof:
    """Puts drafts to the desk: those that are verified are shown, the others listed as withheld."""

    desk: Desk
    writer: Writer
    evidence: Mapping[str, EvidenceParagraph]

    def changes(
        self, subject: str, story: str | None, span: tuple[str, str], articles: ChangedArticles, found: Changed
    ) -> Changes:
        withheld: list[Claim] = []
        new = tuple(self._proven(found.new[:MOST_NEW], withheld))
        revised = tuple(self._revisions(found.revised, withheld))
        withdrawn = tuple(self._proven(found.withdrawn, withheld))
        shown = new or revised or withdrawn
        return Changes(
            subject,
            story,
            *span,
            articles,
            new,
            revised,
            withdrawn,
            tuple(withheld),
            more=max(0, len(found.new) - MOST_NEW),
            # An article may be new and say only what others said before: then there is nothing to prove.
            refusal=_NOTHING if withheld and not shown else None,
        )

    def _proven(self, drafts: Sequence[DraftClaim], withheld: list[Claim]) -> Iterator[Claim]:
        for draft in drafts:
            claim = self.desk.check(draft, self.writer, self.evidence)
            if claim.verdict is Verdict.VERIFIED:
                yield claim
            else:
                withheld.append(claim)

    def _revisions(self, drafts: Sequence[Altered], withheld: list[Claim]) -> Iterator[Revision]:
        for draft in drafts:
            both = list(self._proven((draft.before, draft.after), withheld))
            if len(both) == 2:
                before, after = both
                yield Revision(before, after, _diff(before.text, after.text, draft), draft.figure)


def moment_of(text: str) -> str:
    """Read an ISO date or time, without a zone as UTC, and return it as the library writes times.

    Raises:
        UsageError: it is neither.
    """
    try:
        read = datetime.fromisoformat(text.strip())
        told = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no time.", hint=f"Write it as 2026-03-14 or 2026-03-14T08:30, or {LAST!r}."
        ) from None
    return told.isoformat(timespec="microseconds")


def _diff(before: str, after: str, draft: Altered) -> str:
    """Show the words that differ; of a figure given in two unlike sentences, the two values alone."""
    if draft.figure is not None and likeness(before, after) < _ALIKE:
        before, after = (value.text for value in draft.figure.values)
    return word_diff(before, after)


def _update(before: Article, after: Article) -> Updated:
    return Updated(reporting_only(before), reporting_only(after))


def _fared(one: Held, laid: Laid, origins: Mapping[str, int]) -> ArticleUpdate:
    source = _source(one.article, origins)
    return ArticleUpdate(source, one.at, len(laid.come), len(laid.revised), len(laid.gone))


def _source(article: Article, origins: Mapping[str, int]) -> SourceEntry:
    number = origins.get(article.id, len(origins))
    return SourceEntry(
        article.id, article.outlet, article.title, article.url, article.published, article.author, number
    )


class ChangeReporting:
    """What the `Newsroom` says of changes."""

    _changed: WhatChanged

    def changes(self, topic: str | None = None, *, story: str | None = None, since: str = LAST) -> Changes:
        """Say what changed on a topic or in a story (with neither, the latest story) since a time.

        `since` is an ISO date or time, UTC unless it has a zone, or "last" for the last briefing made. Asking this
        counts as no briefing, so it can be asked again.

        Raises:
            UsageError: `since` is no time.
            NotFoundError: no such story, nothing on the topic, or no briefing has been made.
        """
        return self._changed.changes(topic, story, since.strip())

    def last_briefing(self, topic: str | None = None, *, story: str | None = None) -> str | None:
        """Return when the last briefing on a topic or a story was made (ISO, UTC), or None.

        Raises:
            NotFoundError: no such story, or nothing on the topic.
        """
        return self._changed.last_briefing(topic, story)
