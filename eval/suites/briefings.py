"""The suite of briefings: do they cover the sources and the facts, are they neutral, and does order change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import Case
from eval.judges import Judge
from eval.measures import Better, Measure, Scores
from eval.scorers.clusters import jaccard
from eval.scorers.exactness import shows_fact
from eval.scorers.neutrality import arousal, load_lexicon, loaded_per_hundred, loaded_words
from eval.scorers.rouge import rouge_l, rouge_n
from eval.sets.stories import load_briefings
from eval.suites.claims import CITING, FLAGGED, Cited, citing_scores, evidence, look_up_in, shown
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Briefing, Claim
from rag.generate.protocol import Length

MEASURES = (
    Measure("origins covered", "independent origins that some claim cites"),
    Measure("facts covered", "known facts of the event that the briefing shows"),
    Measure("order invariance", "claims shared with the briefing on the same articles in reverse order"),
    Measure("loaded words", "loaded words in a hundred, outside quotation marks", Better.LOWER, share=False),
    Measure("arousal", "arousal beyond the reference, both kinds (NeuS)", Better.LOWER, share=False),
    Measure("arousal, positive", "the same, of words of good feeling", Better.LOWER, share=False),
    Measure("arousal, negative", "the same, of words of bad feeling", Better.LOWER, share=False),
    Measure("ROUGE-1 F1", "words shared with the reference"),
    Measure("ROUGE-1 recall", "words of the reference that the briefing has"),
    Measure("ROUGE-2 F1", "pairs of words shared with the reference"),
    Measure("ROUGE-L F1", "longest common sequence of words with the reference"),
    Measure("words", "words a briefing", Better.NEITHER, share=False),
    *CITING,
    FLAGGED,
)


@dataclass(frozen=True, slots=True)
class Briefed:
    """A briefing, the paragraphs that it cites, and the claims of one on the same articles in reverse order."""

    briefing: Briefing
    cited: tuple[Cited, ...]
    reversed_claims: tuple[str, ...]


def claims_of(briefing: Briefing) -> list[Claim]:
    """Return every claim a briefing shows, each once."""
    held = [*briefing.summary, *(claim for section in briefing.sections for claim in section.claims)]
    return list({claim.text: claim for claim in held}.values())


def ask(subject: Subject, case: Case) -> Briefed:
    """Brief the articles of a case, in both orders; one with a reference briefly, as the reference is."""
    length = Length.SHORT if case.reference else Length.STANDARD
    topic = case.topic or None
    briefing = subject.brief_drafts(case.articles, topic=topic, length=length)
    backwards = subject.brief_drafts(case.articles[::-1], topic=topic, length=length)
    cited = look_up_in(claims_of(briefing), case.articles)
    return Briefed(briefing, cited, tuple(claim.text for claim in claims_of(backwards)))


def score(case: Case, made: Briefed, judge: Judge) -> Outcome:
    """Score a briefing."""
    claims = claims_of(made.briefing)
    texts = [claim.text for claim in claims]
    scores: Scores = {
        "origins covered": _origins_covered(made.briefing, claims),
        "order invariance": jaccard(texts, made.reversed_claims),
        "words": float(sum(len(text.split()) for text in texts)),
    }
    loaded = loaded_per_hundred(texts)
    if loaded is not None:
        scores["loaded words"] = loaded
    facts = (case.expected or {}).get("facts", [])
    found = [shows_fact(claims, evidence(made.cited), alternatives) for alternatives in facts]
    if found:
        scores["facts covered"] = sum(found) / len(found)
    if case.reference:
        scores |= _against_reference(" ".join(texts), case)
    scores |= citing_scores(claims, made.cited, judge)
    missed = [alternatives for alternatives, there in zip(facts, found, strict=True) if not there]
    return Outcome(scores, _detail(made, claims, missed), made.briefing.usage)


def _origins_covered(briefing: Briefing, claims: Iterable[Claim]) -> float:
    cited = {citation.article_id for claim in claims for citation in claim.citations}
    covered = [bool(cited.intersection(origin.articles)) for origin in briefing.origins]
    return sum(covered) / len(covered) if covered else 0.0


def _against_reference(text: str, case: Case) -> Scores:
    one = rouge_n(text, case.reference, 1)
    scores: Scores = {
        "ROUGE-1 F1": one.f1,
        "ROUGE-1 recall": one.recall,
        "ROUGE-2 F1": rouge_n(text, case.reference, 2).f1,
        "ROUGE-L F1": rouge_l(text, case.reference).f1,
    }
    if lexicon := (case.expected or {}).get("lexicon"):
        stirred = arousal(text, case.reference, load_lexicon(Path(lexicon)))
        scores |= {
            "arousal": stirred.total,
            "arousal, positive": stirred.positive,
            "arousal, negative": stirred.negative,
        }
    return scores


def _detail(made: Briefed, claims: Sequence[Claim], missed: Sequence[Sequence[str]]) -> dict[str, Any]:
    loaded = loaded_words([claim.text for claim in claims])
    return {
        "question": made.briefing.headline,
        "claims": shown(claims, made.cited),
        "withheld": [claim.text for claim in made.briefing.withheld],
        "problems": [
            *(f"Not told: {' / '.join(dict.fromkeys(alternatives))}" for alternatives in missed),
            *([f"Loaded: {', '.join(loaded)}"] if loaded else []),
        ],
    }


BRIEFINGS = Suite(
    name="briefings",
    about="coverage of sources and facts, neutrality, the same in any order",
    measures=MEASURES,
    product=Briefed,
    load=load_briefings,
    ask=ask,
    score=score,
    calls_model=True,
)
