"""Labels of counted things: what is counted, and words that say which of them."""

from __future__ import annotations

import re

from rag.generate.compare import compare_articles
from rag.store.groups import group_origins
from tests.generate.answering import story

HERALD = story(
    "Sedge Herald", "On Tuesday two barges struck the lower lock at Ebbing and injured 12 people, half of them boaters."
)
POST = story(
    "Moor Post",
    "At least 17 people were injured, half of them boaters, when barges struck the lower lock at Ebbing on Tuesday.",
)


def test_days_and_numbers_say_nothing_of_what_is_counted() -> None:
    found = compare_articles("lock", [HERALD, POST], group_origins([HERALD, POST]))
    subjects = [entry.subject for entry in found.figures]
    assert any(re.search(r"\((?=.*\w)", subject) for subject in subjects), subjects
    assert not [s for s in subjects if re.search(r"\b(?:Tuesday|half|two)\b", s)]
