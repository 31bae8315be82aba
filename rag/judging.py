"""Judges: chat models that are asked whether a claim follows from what it cites, after the program has passed it.

What a judge says can only take a claim back, never let one through that the program found wanting. Where it says
nothing that can be read, or cannot be reached, the program's verdict stands, and that is counted. The reading of
replies is in `verify/judgement.py`; the modules that call a model are imported only when a judge is first asked.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rag.datatypes import Claim, EvidenceParagraph, Judging, Problem, ProblemKind, Usage, Verdict
from rag.errors import UsageError
from rag.generate.material import Material, fence, neutral
from rag.generate.prompts import Filled, Prompt
from rag.hearing import hear
from rag.settings import JudgeChoice, Settings
from rag.verify.evidence import is_whole_sentence
from rag.verify.judgement import Judgement, Ruling, majority, read_judgement

if TYPE_CHECKING:
    from rag.generate.chat import Chat

log = logging.getLogger(__name__)

PROMPT = "judge"
_LONGEST_REPLY = 20_000
_ASKED = 2
"""How often one judge is asked about one claim: once more where the first reply gives no verdict to rely on."""

_WORDS = {
    Ruling.PARTLY: "only partly support this",
    Ruling.UNSUPPORTED: "do not support this",
    Ruling.CONTRADICTED: "say otherwise",
}


@dataclass(frozen=True, slots=True)
class Bench:
    """The judges as the settings have them: connections, made once, and the prompt."""

    chats: Mapping[str, Chat]
    prompt: Prompt

    @classmethod
    def open(cls, settings: Settings, prompt: str) -> Bench:
        """Return the judges of the settings, who are to be asked with this prompt.

        Raises:
            UsageError: no model is configured.
        """
        from rag.generate.chat import Chat

        if not settings.model_configured:
            raise UsageError(
                "A judge is asked for, and no language model is configured.",
                hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, or PLUMBLINE_JUDGE=off.",
            )
        chats = {name: Chat(settings.model_copy(update={"openai_model": name})) for name in settings.judge_models}
        return cls(chats, Prompt.load(prompt))


class Judges:
    """Gives each task judges of its own, whose counts start at nothing; none where no judge is set."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def convene(self, *, wanted: bool = False) -> Judge | None:
        """Return a judge for one task, or None where the settings have none and none is `wanted`.

        Raises:
            UsageError: a judge is set or wanted, and no model is configured.
        """
        if self._settings.judge is JudgeChoice.OFF and not wanted:
            return None
        return Judge(self._bench)

    @cached_property
    def _bench(self) -> Bench:
        return Bench.open(self._settings, PROMPT)


class Judge:
    """One or several models that judge the claims of one task, and what that came to. For one thread."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._down: dict[str, str] = {}
        self._judged = self._unscored = 0
        self._usage = Usage()

    @property
    def prompts(self) -> Mapping[str, str]:
        """The version of the prompt, by its name."""
        return {self._bench.prompt.name: self._bench.prompt.version}

    @property
    def usage(self) -> Usage:
        """What the judging has cost. It names no model: that of an answer is its writer's."""
        return replace(self._usage, model=None)

    @property
    def judging(self) -> Judging:
        """Who judged, how many claims, and how many of them without a verdict."""
        failed = "; ".join(dict.fromkeys(self._down.values())) or None
        return Judging(", ".join(self._bench.chats), self._judged, self._unscored, failed)

    def anew(self) -> Judge:
        """Return the same judges for another task, with their counts at nothing."""
        return Judge(self._bench)

    def review(self, claim: Claim, evidence: Mapping[str, EvidenceParagraph]) -> Claim:
        """Judge a claim that the program has passed; a claim found wanting is unsupported, and says why.

        Whole sentences of a cited paragraph, word for word, are proven: no model is asked about them.
        """
        cited = [evidence[key] for key in dict.fromkeys(c.paragraph_id for c in claim.citations) if key in evidence]
        if is_whole_sentence(claim.text, cited):
            return claim
        judgement = self.judge(claim.text, cited)
        if not judgement.fails:
            return claim
        return replace(claim, verdict=Verdict.UNSUPPORTED, problems=(*claim.problems, found_wanting(judgement)))

    def judge(self, claim: str, cited: Sequence[EvidenceParagraph]) -> Judgement:
        """Ask every judge, and return what the majority says."""
        filled = self._bench.prompt.fill(material=Material.of(cited).text, claim=fence("CLAIM", neutral(claim)))
        judgement = majority([self._one(name, filled) for name in self._bench.chats])
        self._judged += 1
        self._unscored += judgement.ruling is None
        return judgement

    def _one(self, name: str, prompt: Filled) -> Judgement:
        """Ask one judge. One that cannot be reached is not asked again in this task: each time would take as long."""
        for _ in range(_ASKED):
            if name in self._down:
                break
            heard = hear(self._bench.chats[name], prompt, _LONGEST_REPLY)
            self._usage += heard.usage
            if heard.down is not None:
                self._down[name] = heard.down
                log.warning("The judge %s cannot be asked; the program's verdicts stand. %s", name, heard.down)
            judgement = read_judgement(heard.text)
            if judgement.ruling is not None and not judgement.contradicts_itself:
                return judgement
        return Judgement(None)


def found_wanting(judgement: Judgement, span: tuple[int, int] | None = None) -> Problem:
    """Return what a judge found as a problem: its reason is a model's text, so it is made harmless."""
    assert judgement.ruling is not None
    reason = neutral(judgement.reason)
    detail = f"A language model judged that the paragraphs cited {_WORDS[judgement.ruling]}"
    return Problem(ProblemKind.SUPPORT, f"{detail}: {reason}" if reason else f"{detail}.", span)
