"""The suite of stories and origins: are articles put together as people put them (B-cubed)."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from eval.cases import Case
from eval.judges import Judge
from eval.measures import Measure, Scores
from eval.scorers.clusters import b_cubed
from eval.sets.stories import load_stories
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Story

MEASURES = tuple(
    Measure(f"{level} {side}", f"articles of {ours} that are of {theirs} (B-cubed, a mean over articles)")
    for level in ("story", "origin")
    for side, ours, theirs in (
        ("precision", f"the same {level} by Plumbline", "the same by people"),
        ("recall", f"the same {level} by people", "the same by Plumbline"),
    )
)


@dataclass(frozen=True, slots=True)
class Grouped:
    """The articles that an article was put together with, itself among them."""

    story: tuple[str, ...]
    origin: tuple[str, ...]


_stories: WeakKeyDictionary[Subject, dict[str, Story]] = WeakKeyDictionary()


def ask(subject: Subject, case: Case) -> Grouped:
    """Look up what an article was put together with. The library does not change, so it is asked once."""
    if subject not in _stories:
        _stories[subject] = {id: story for story in subject.stories() for id in story.articles}
    story = _stories[subject].get(case.id)
    if story is None:
        return Grouped((case.id,), (case.id,))
    return Grouped(story.articles, next((group for group in story.origins if case.id in group), (case.id,)))


def score(case: Case, made: Grouped, _judge: Judge) -> Outcome:
    """Score an article's groups."""
    expected = case.expected or {}
    scores: Scores = {}
    for level, ours in (("story", made.story), ("origin", made.origin)):
        if level in expected:
            scores[f"{level} precision"], scores[f"{level} recall"] = b_cubed(ours, expected[level])
    wrong = {name: value for name, value in scores.items() if value != 1.0}
    detail = {"question": case.group, "problems": [f"{n}: {v:.2f}" for n, v in wrong.items()]} if wrong else {}
    return Outcome(scores, detail)


STORIES = Suite(
    name="stories",
    about="articles put together into stories and origins as people do",
    measures=MEASURES,
    product=Grouped,
    load=load_stories,
    ask=ask,
    score=score,
)
