"""Puts articles to chat models two by two, to hear which of their sentences report the same and which oppose.

The models are those that judge, and none is asked unless a judge is set. Several requests are under way at once, as a
story of ten articles has 45 pairs. A reply is remembered while the program runs: a story that grows by an article
costs only the pairs that are new. Reading replies is in `generate/compare/relations.py`.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from threading import Lock

from rag.datatypes import Relating, Usage
from rag.generate.compare.relations import Listed, Relations, agreed_relations, read_relations
from rag.generate.material import fence, neutral
from rag.generate.prompts import Filled
from rag.hearing import hear
from rag.judging import Bench
from rag.settings import JudgeChoice, Settings

log = logging.getLogger(__name__)

PROMPT = "relate"
_AT_ONCE = 4
_ASKED = 2
"""How often a model is asked about one pair of articles: once more where its reply does not come to its end."""
_LONGEST_REPLY = 60_000
_REMEMBERED = 2_000

Pairing = tuple[Listed, Listed]


class Memory:
    """The replies of the last comparisons, by the model and what it was asked. For several threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, Filled], Relations] = OrderedDict()
        self._lock = Lock()

    def get(self, model: str, prompt: Filled) -> Relations | None:
        """Return what this model replied to this, or None."""
        with self._lock:
            return self._held.get((model, prompt))

    def keep(self, model: str, prompt: Filled, relations: Relations) -> None:
        """Remember a reply; the oldest is forgotten when there are too many."""
        with self._lock:
            self._held[model, prompt] = relations
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Read:
    relations: Relations | None
    usage: Usage


class Relaters:
    """Gives each comparison a relater of its own, all with one memory; none where no judge is set."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._memory = Memory()

    def convene(self) -> Relater | None:
        """Return a relater for one comparison, or None where the settings have no judge.

        Raises:
            UsageError: a judge is set, and no model is configured.
        """
        return None if self._settings.judge is JudgeChoice.OFF else Relater(self._bench, self._memory)

    @cached_property
    def _bench(self) -> Bench:
        return Bench.open(self._settings, PROMPT)


class Relater:
    """One or several models that read the articles of one comparison, and what that came to."""

    def __init__(self, bench: Bench, memory: Memory) -> None:
        self._bench = bench
        self._memory = memory
        self._down: dict[str, str] = {}
        self._read = self._unread = 0
        self._usage = Usage()

    def __call__(self, pairs: Sequence[Pairing]) -> list[Relations | None]:
        """Return for each pair of articles what the majority of the models says; None where none gave a reply."""
        prompts = [self._fill(one, other) for one, other in pairs]
        jobs = list(product(range(len(pairs)), self._bench.chats))
        with ThreadPoolExecutor(_AT_ONCE, "relate") as pool:
            heard = list(pool.map(lambda job: self._ask(job[1], prompts[job[0]], pairs[job[0]]), jobs))
        found: list[list[Relations | None]] = [[] for _ in pairs]
        for (place, _), reply in zip(jobs, heard, strict=True):
            found[place].append(reply.relations)
            self._usage += reply.usage
        agreed = [agreed_relations(relations) for relations in found]
        self._read += len(pairs)
        self._unread += sum(relations is None for relations in agreed)
        return agreed

    @property
    def relating(self) -> Relating:
        """Which models read, how many pairs of articles and how many of them in vain, and what that has cost.

        The usage names no model: that of a briefing is its writer's.
        """
        bench = self._bench
        failed = "; ".join(dict.fromkeys(self._down.values())) or None
        usage = replace(self._usage, model=None)
        return Relating(", ".join(bench.chats), self._read, self._unread, bench.prompt.version, usage, failed)

    def _fill(self, one: Listed, other: Listed) -> Filled:
        articles = "\n\n".join(_fenced(article, letter) for article, letter in ((one, "A"), (other, "B")))
        return self._bench.prompt.fill(articles=articles)

    def _ask(self, name: str, prompt: Filled, pair: Pairing) -> _Read:
        """Ask one model about one pair; one that cannot be reached is not asked about the rest."""
        if (known := self._memory.get(name, prompt)) is not None:
            return _Read(known, Usage())
        usage = Usage()
        for _ in range(_ASKED):
            if name in self._down:
                break
            heard = hear(self._bench.chats[name], prompt, _LONGEST_REPLY)
            usage += heard.usage
            if heard.down is not None:
                self._down[name] = heard.down
                log.warning("%s cannot be asked who reports the same; the program's word stands. %s", name, heard.down)
            relations = read_relations(heard.text, *(len(article.sentences) for article in pair))
            if relations is not None:
                self._memory.keep(name, prompt, relations)
                return _Read(relations, usage)
        return _Read(None, usage)


def _fenced(article: Listed, letter: str) -> str:
    """Return an article's sentences, one a line under its label, between fence lines."""
    date = (article.published or "")[:10] or "no date given"
    lines = [f'{neutral(article.outlet) or "unnamed outlet"} | {date} | "{neutral(article.title)}"']
    lines += [f"[{letter}{number}] {neutral(text)}" for number, text in enumerate(article.sentences, start=1)]
    return fence(f"ARTICLE {letter}", "\n".join(lines))
