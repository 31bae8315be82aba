"""The model writer: claims drafted by a chat model from fenced paragraphs; nothing here checks them.

It leaves out the wording of prompts (`prompts/*.md`), which paragraphs fit (`selection`), the reading of replies
(`replies`) and the network (`chat`, imported only when a writer is made, because that takes seconds).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from copy import copy
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, Turn, Usage
from rag.errors import ModelReplyError
from rag.generate.jsonstream import read_objects
from rag.generate.material import Material, fence, neutral
from rag.generate.prompts import Filled, Prompt
from rag.generate.protocol import HEADLINE, SUMMARY, AnswerTask, BriefTask, Length
from rag.generate.replies import read_lines
from rag.generate.selection import (
    BUDGET,
    briefing_paragraphs,
    comparison_facts,
    copies,
    passage_paragraphs,
    same_copy,
    within,
)
from rag.settings import Settings

T = TypeVar("T")
log = logging.getLogger(__name__)

UNSORTED = "Also reported"
"""The heading of a briefing's claims for which the model named no section."""

_AMOUNTS = {
    Length.SHORT: "A short briefing: the headline, 2 claims in the summary, and 3 to 6 others.",
    Length.STANDARD: "A standard briefing: the headline, 2 or 3 claims in the summary, and 8 to 14 others.",
    Length.LONG: "A long briefing: the headline, 3 or 4 claims in the summary, and 16 to 28 others.",
}
_TURNS, _TURN_SIZE = 4, 1_200
_LONGEST_REPLY = 200_000
_LONGEST_QUESTION = 500


class ModelWriter:
    """Drafts claims with a language model; safe to use from several threads.

    Raises (from every method that asks the model): ModelError and its kinds, also in mid-stream.
    """

    name = "model"

    def __init__(self, settings: Settings) -> None:
        from rag.generate.chat import Chat

        self._chat = Chat(settings)
        self._prompts = {name: Prompt.load(name) for name in ("answer", "briefing", "repair", "condense")}
        self._side = Usage()
        self._lock = Lock()

    def anew(self) -> ModelWriter:
        """Return a writer on the same connection whose `side_usage` starts at nothing: one for each task."""
        writer = copy(self)
        writer._side, writer._lock = Usage(), Lock()
        return writer

    @property
    def prompts(self) -> Mapping[str, str]:
        """The versions of the prompts, by name."""
        return {name: prompt.version for name, prompt in self._prompts.items()}

    @property
    def side_usage(self) -> Usage:
        """What `repair` and `condense` have cost so far: their own results have no room for it."""
        with self._lock:
            return self._side

    def answer(self, task: AnswerTask) -> Generator[DraftClaim, None, Usage]:
        """Draft an answer; no claims at all means that the model found none in the passages."""
        material = Material.of(passage_paragraphs(task), same_copy(task.passages))
        prompt = self._prompts["answer"].fill(
            material=material.text,
            conversation=_conversation(task.history),
            question=fence("QUESTION", neutral(task.question)),
        )
        return (yield from self._drafts(prompt, material))

    def brief(self, task: BriefTask) -> Generator[DraftClaim, None, Usage]:
        """Draft a briefing; a claim's topic is `HEADLINE`, `SUMMARY` or its section's heading."""
        material = Material.of(briefing_paragraphs(task), copies(task.comparison.origins))
        prompt = self._prompts["briefing"].fill(
            material=material.text,
            facts=fence("COMPARISON", comparison_facts(task.comparison, material)),
            topic=fence("TOPIC", neutral(task.topic)),
            amount=_AMOUNTS[task.length],
        )
        with closing(self._drafts(prompt, material)) as drafts:
            usage = yield from _in_sections(drafts)
        return usage

    def repair(
        self, draft: DraftClaim, problems: Sequence[Problem], evidence: Mapping[str, EvidenceParagraph]
    ) -> DraftClaim | None:
        """Draft a failed claim once more from what it cites, or from all the evidence if it cites nothing known."""
        cited = [evidence[cite.marker] for cite in draft.cites if cite.marker in evidence]
        material = Material.of(dict.fromkeys(cited) or within(BUDGET, evidence.values()))
        prompt = self._prompts["repair"].fill(
            material=material.text,
            claim=fence("CLAIM", neutral(_as_line(draft, material))),
            problems=fence("PROBLEMS", "\n".join(f"- {p.kind}: {neutral(p.detail)}" for p in problems)),
        )
        for line in self._aside(prompt, lambda pieces: read_lines(pieces, material.resolve)):
            if line.fault is None and line.draft is not None:
                return replace(line.draft, topic=draft.topic)
        return None

    def condense(self, question: str, history: Sequence[Turn]) -> str:
        """Return a follow-up question so that it can be searched for without the conversation before it.

        A question without history comes back unchanged, and so, with a warning in the log, does one for which
        the model's reply has no usable question.
        """
        if not history:
            return question
        prompt = self._prompts["condense"].fill(
            conversation=_conversation(history), question=fence("QUESTION", neutral(question))
        )
        for found in self._aside(prompt, read_objects):
            alone = found.fields.get("question")
            if isinstance(alone, str) and 0 < len(alone.strip()) <= _LONGEST_QUESTION:
                return " ".join(alone.split())
        log.warning("The model did not make the follow-up question stand alone; it is searched for as it is.")
        return question

    def _drafts(self, prompt: Filled, material: Material) -> Generator[DraftClaim, None, Usage]:
        """Yield the claims of a reply as they arrive, then what is left of those that cannot be read."""
        reply, faults, readable = self._chat.ask(prompt), list[DraftClaim](), False
        with closing(iter(reply)) as pieces:
            for line in read_lines(_bounded(pieces), material.resolve):
                if line.fault is not None and line.draft is not None:
                    faults.append(line.draft)
                    continue
                readable = True
                if line.draft is not None:
                    yield line.draft
        if not readable:
            raise ModelReplyError(
                "The language model replied, but not with claims that can be read.",
                hint="Ask again; if it happens often, set OPENAI_MODEL to a larger model, or use --writer embedded.",
            )
        if faults:
            log.warning("%d part(s) of the model's reply cannot be read as claims and are left out.", len(faults))
        yield from faults
        return reply.usage

    def _aside(self, prompt: Filled, read: Callable[[Iterable[str]], Iterator[T]]) -> list[T]:
        """Ask for something small, count what it cost, and return what can be read of the reply."""
        reply = self._chat.ask(prompt)
        try:
            with closing(iter(reply)) as pieces:
                return list(read(_bounded(pieces)))
        except ModelReplyError:
            return []
        finally:
            with self._lock:
                self._side += reply.usage


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    """Pass a reply on until it is far longer than any sensible one: small models can fall into a loop."""
    left = _LONGEST_REPLY
    for piece in pieces:
        yield piece
        left -= len(piece)
        if left < 0:
            log.warning("The model's reply went on and on; it is cut off after %d characters.", _LONGEST_REPLY)
            return


def _in_sections(drafts: Generator[DraftClaim, None, Usage]) -> Generator[DraftClaim, None, Usage]:
    """Pass a briefing's claims on with our names for the headline and the summary; there is one headline."""
    headline = False
    while True:
        try:
            draft = next(drafts)
        except StopIteration as stop:
            usage: Usage = stop.value
            return usage
        topic = draft.topic or UNSORTED
        if topic.lower() in (HEADLINE, SUMMARY):
            topic = SUMMARY if headline else topic.lower()
            headline = headline or topic == HEADLINE
        yield replace(draft, topic=topic)


def _conversation(history: Sequence[Turn]) -> str:
    """Return the last turns, shortened and fenced."""
    lines = [
        f"{who}: {neutral(said)[:_TURN_SIZE]}"
        for turn in history[-_TURNS:]
        for who, said in (("Question", turn.question), ("Answer", turn.answer))
    ]
    return fence("CONVERSATION", "\n".join(lines) or "(none)")


def _as_line(draft: DraftClaim, material: Material) -> str:
    """Return a claim in the form of a reply, with this request's labels."""
    cites = [{"p": material.labels.get(cite.marker, cite.marker), "quote": cite.quote} for cite in draft.cites]
    return json.dumps({"claim": draft.text, "cite": cites, "speaker": draft.speaker}, ensure_ascii=False)
