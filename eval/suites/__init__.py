"""The suites, by name, in the order they are listed and run."""

from typing import Any

from eval.suites.answers import ANSWERS
from eval.suites.briefings import BRIEFINGS
from eval.suites.checker import CHECKER
from eval.suites.comparison import COMPARISON
from eval.suites.cost import COST
from eval.suites.injection import INJECTION
from eval.suites.retrieval import RETRIEVAL
from eval.suites.stories import STORIES
from eval.suites.suite import Suite

SUITES: dict[str, Suite[Any]] = {
    suite.name: suite for suite in (RETRIEVAL, ANSWERS, BRIEFINGS, COMPARISON, STORIES, CHECKER, INJECTION, COST)
}
