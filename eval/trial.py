"""One suite on one set of cases: each case is asked, through the cache and within the budget, and scored.

It knows neither Inspect nor the command line; both drive it, and so can a test or the app.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from eval.budget import Budget
from eval.cache import Cache, key_of
from eval.cases import Case, CaseSet
from eval.judges import Judge
from eval.library import Libraries
from eval.records import Record
from eval.suites.suite import Suite
from rag.datatypes import to_json


@dataclass
class Trial:
    """A suite, its cases, and with what it is run. `stamp` is what beside the case decides the result."""

    suite: Suite[Any]
    cases: CaseSet
    libraries: Libraries
    judge: Judge
    cache: Cache
    budget: Budget
    stamp: str = ""

    def make(self, case: Case) -> dict[str, Any]:
        """Ask one case; return what was produced as JSON, and the seconds it took when it was first produced."""
        key = key_of(self.suite.name, case, self._version, self.stamp)
        held = None if self.suite.measures_time else self.cache.get(key)
        if held is None:
            self.budget.check()
            start = time.perf_counter()
            product = self.suite.ask(self._subject, case)
            held = {"product": to_json(product), "seconds": time.perf_counter() - start}
            self.cache.put(key, held)
            self.budget.spend(held["product"])
        return dict(held)

    def score(self, case: Case, made: dict[str, Any]) -> Record:
        """Score what was produced for a case."""
        outcome = self.suite.score(case, self._adapter.validate_python(made["product"]), self.judge)
        return Record(
            suite=self.suite.name,
            id=case.id,
            group=case.group or case.id,
            kind=case.kind,
            scores=outcome.scores,
            detail=outcome.detail,
            seconds=made["seconds"],
            prompt_tokens=outcome.usage.prompt_tokens or 0,
            completion_tokens=outcome.usage.completion_tokens or 0,
        )

    def failed(self, case: Case, error: str) -> Record:
        """Return the record of a case that gave no result."""
        return Record(self.suite.name, case.id, case.group or case.id, case.kind, {}, error=error)

    @cached_property
    def _version(self) -> str:
        return self.libraries.version(self.cases) if self.suite.needs_library else ""

    @cached_property
    def _subject(self) -> Any:
        return self.libraries.of(self.cases) if self.suite.needs_library else None

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.suite.product)
