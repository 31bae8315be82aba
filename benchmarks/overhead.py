"""What the evaluation harness costs: questions asked in a loop and the same ones through the suite of answers.

    python -m benchmarks.overhead [--questions N]

Both have a library of their own with the sample stories and the embedded writer; the sample questions come again and
again until there are enough. Processor time is compared, so other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from eval.cases import CaseSet
from eval.library import Libraries
from eval.running import Plan, run_plan
from eval.sets.questions import load_questions
from eval.suites import SUITES
from eval.suites.suite import Suite
from rag.settings import WriterChoice, load_settings


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--questions", type=int, default=1000)
    count = parser.parse_args().questions
    given = load_questions(None)
    many = tuple(
        dataclasses.replace(case, id=f"{case.id} {number}")
        for number, case in enumerate(islice(cycle(given.cases), count))
    )
    cases = dataclasses.replace(given, cases=many)
    loop = _loop(cases)
    harness = _harness(cases)
    print(
        f"{count} questions: loop {loop:.1f} s, harness {harness:.1f} s of processor time, ratio {harness / loop:.2f}"
    )


def _loop(cases: CaseSet) -> float:
    with Libraries(load_settings(writer=WriterChoice.EMBEDDED)) as libraries:
        newsroom = libraries.of(cases)
        start = time.process_time()
        for case in cases.cases:
            newsroom.ask(case.question)
        return time.process_time() - start


def _harness(cases: CaseSet) -> float:
    """Run everything: the library, Inspect and its log, the scores, the cache."""
    suite: Suite[Any] = dataclasses.replace(SUITES["answers"], load=lambda _folder, _limit: cases)
    settings = load_settings(writer=WriterChoice.EMBEDDED)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        run_plan(Plan([suite.name], settings, out=Path(folder), extra={suite.name: suite}))
        return time.process_time() - start


if __name__ == "__main__":
    main()
