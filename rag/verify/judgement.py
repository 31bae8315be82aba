"""What a chat model says of a claim: reading its reply, weighing several judges, joining it with the score.

No model is called here. A reply gives a reason and, on a line of its own, a verdict from a closed set; the last such
line counts. Anything else is unscored: it is counted, and is neither a pass nor a failure.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

_WEIGHTS = Path(__file__).with_name("judge_weights.json")
_LONGEST_REASON = 300
FURTHEST = 0.995
"""The program's score is taken for no surer than this, so that a judge can still be heard."""


class Ruling(StrEnum):
    """What a judge can say of a claim. The set is closed."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judge's word, or that of several together. A `ruling` of None is unscored; `reason` is untrusted text."""

    ruling: Ruling | None
    reason: str = ""

    @property
    def fails(self) -> bool:
        """Whether the claim was found wanting; an unscored one was not."""
        return self.ruling not in (None, Ruling.SUPPORTED)

    @property
    def contradicts_itself(self) -> bool:
        """Whether the reason says the opposite of the ruling in so many words."""
        if self.ruling is None:
            return False
        return bool((_WANTING if self.ruling is Ruling.SUPPORTED else _BORNE_OUT).search(self.reason))


_LABELS = "|".join(Ruling)
# A mark-up sign or a quotation mark may stand around either word.
_VERDICT = re.compile(r"^[\s>*_#`\"{-]*(?:final |overall )?verdict[\s*_`\"]*[:=-](?P<rest>.*)$", re.IGNORECASE)
_LABEL = re.compile(rf"[\s*_`\"'“(\[]*(?P<label>{_LABELS})\b(?![-\w])(?P<after>.*)", re.IGNORECASE)
_ANY_LABEL = re.compile(rf"\b(?:not|{_LABELS})\b", re.IGNORECASE)
_REASON = re.compile(r"^[\s>*_#`\"{-]*reason(?:ing)?[\s*_`\"]*[:=-](?P<rest>.*)$", re.IGNORECASE)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.IGNORECASE | re.DOTALL)

_SOURCE = r"(?:paragraphs?|evidence|material|sources?|passages?|text|articles?|p\d+)"
_WANTING = re.compile(
    rf"\b{_SOURCE} (?:(?:do|does|did)(?: not|n['’]t)|never|nowhere) (?:\w+ )?"
    r"(?:say|state|mention|support|give|confirm|name)"
    rf"|\bno (?:mention|support|evidence|statement) (?:of|for|in)\b|\b(?:is|are) (?:not|nowhere|only partly) "
    rf"(?:supported|stated|mentioned|said|in the {_SOURCE})|\bcontradict(?:s|ed by)\b|\bthe claim (?:is (?:false|wrong"
    r"|unsupported|incorrect)|adds|changes|overstates|alters|invents|reverses|drops)\b",
    re.IGNORECASE,
)
_BORNE_OUT = re.compile(
    rf"\b(?:every|each|all)\b[^.;]{{0,40}}\b(?:is|are) (?:fully |directly |explicitly )?(?:supported|stated|borne out)"
    rf"|\b(?<!not )(?:fully|entirely|completely|directly) supported\b"
    rf"|\b{_SOURCE} (?:says?|states?) exactly (?:this|that|so)\b|\bthe claim is (?:correct|accurate|true)\b",
    re.IGNORECASE,
)


def read_judgement(reply: str) -> Judgement:
    """Read a reply; the last line with a verdict counts, and one that is not from the set is unscored."""
    ruling, reasons = None, list[str]()
    for line in _THOUGHT.sub("\n", reply).splitlines():
        if found := _VERDICT.match(line):
            ruling = _ruling(found["rest"])
        elif found := _REASON.match(line):
            reasons.append(found["rest"])
    reason = " ".join(reasons[-1].strip(' *_`",}').split()) if reasons else ""
    return Judgement(ruling, reason[:_LONGEST_REASON])


def _ruling(words: str) -> Ruling | None:
    """Return the one label that a verdict line gives; "not supported" and "supported or partly" give none."""
    found = _LABEL.match(words)
    if found is None or _ANY_LABEL.search(found["after"]):
        return None
    return Ruling(found["label"].lower())


def majority(judgements: Sequence[Judgement]) -> Judgement:
    """Return what more than half of the judges that gave a verdict say; unscored if there is no such half.

    Whether the claim passes is voted on first. Of the ways to fail the commonest is taken, of equals the mildest.
    """
    scored = [one for one in judgements if one.ruling is not None]
    if not scored:
        return Judgement(None)
    failing = [one for one in scored if one.fails]
    passing = len(scored) - len(failing)
    if len(failing) == passing:
        return Judgement(None, "The judges are divided.")
    if passing > len(failing):
        return next(one for one in scored if not one.fails)
    votes = Counter(one.ruling for one in failing)
    order = list(Ruling)
    return max(failing, key=lambda one: (votes[one.ruling], -order.index(one.ruling or Ruling.CONTRADICTED)))


@dataclass(frozen=True, slots=True)
class Joining:
    """How a judge's ruling moves the program's score: log-odds, fitted by `benchmarks/calibrate_judge.py`."""

    score: float
    rulings: Mapping[Ruling, float]

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Joining:
        """Load the numbers that are shipped."""
        held = json.loads(_WEIGHTS.read_text("utf-8"))
        return cls(held["score"], {ruling: held["rulings"][ruling.value] for ruling in Ruling})

    def join(self, score: float, ruling: Ruling) -> float:
        """Return how likely a text is fully supported, by the program's score and a judge's ruling."""
        near = min(max(score, 1.0 - FURTHEST), FURTHEST)
        odds = self.score * math.log(near / (1.0 - near)) + self.rulings[ruling]
        return 1.0 / (1.0 + math.exp(-odds))
