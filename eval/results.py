"""The results page: the suites on the public sets and the scorers against people, by one command.

Every suite is written as soon as it is done, and results are cached, so an interrupted command carries on. Published
figures stand beside ours with what keeps the two from being compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.judges import Program
from eval.meta import Agreement, measure_scorers
from eval.records import Figure, Run, figures, write_run
from eval.reports.tables import agreements_as_rows, markdown_table, run_as_markdown
from eval.running import Plan, Progress, run_plan
from rag.errors import UsageError

PARTS = (
    (("retrieval", "answers"), "multihop_rag"),
    (("briefings",), "neus"),
    (("comparison", "checker"), "basil"),
    (("stories",), ""),
)
"""Suites with the set they run on, a folder of the data; none is the whole folder, for the suite that joins sets."""


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others have published, and why it is no contest with ours."""

    set: str
    measure: str
    value: str
    by: str
    differs: str


_HALF = "theirs is on all 2,556 questions, ours on the development half, which ours was trained and tuned on"
_TRAINED = "ours was trained on this development part; cross-validated it is lower, see checking.md"
PUBLISHED = (
    Published("retrieval", "Hits@10", ".7467", "MultiHop-RAG paper, best", _HALF),
    Published("retrieval", "Hits@4", ".6625", "MultiHop-RAG paper, best", _HALF),
    Published("retrieval", "MRR@10", ".5860", "MultiHop-RAG paper, best", _HALF),
    Published(
        "ragtruth summary", "F1", ".476 / .408 / .597", "GPT-4-turbo prompt / Ragas / LettuceDetect-large", _TRAINED
    ),
    Published("ragtruth qa", "F1", ".456 / .357 / .702", "GPT-4-turbo prompt / Ragas / LettuceDetect-large", _TRAINED),
)


def write_results(plan: Plan, progress: Progress, say: Callable[[str], None]) -> Path:
    """Run every part whose set is in the plan's folder, and write `results.md` into its `out`.

    Raises:
        UsageError: the folder has none of the sets, or the plan has no folders.
    """
    if plan.folder is None or plan.out is None:
        raise UsageError("Results need a folder of sets and one to write to.")
    runs = []
    for suites, name in PARTS:
        place, out = plan.folder / name, plan.out / (name or "all")
        try:
            run = run_plan(replace(plan, suites=suites, folder=place, out=out, cache=plan.out / "cache.db"), progress)
        except UsageError as error:
            say(f"{', '.join(suites)}: left out. {error}")
            continue
        write_run(run, out)
        runs.append(run)
        say(f"{', '.join(suites)}: done.")
    agreements = list(measure_scorers(plan.folder, Program(), plan.limit))
    path = plan.out / "results.md"
    path.write_text(results_as_markdown(runs, agreements), encoding="utf-8")
    return path


def results_as_markdown(runs: Sequence[Run], agreements: Sequence[Agreement]) -> str:
    """Draw the page: suites, agreement with people, and published figures beside ours."""
    parts = [run_as_markdown(run, "###").strip() for run in runs]
    head, rows = agreements_as_rows(agreements)
    parts.append(f"### Scorers against people\n\n{markdown_table(head, rows)}")
    beside = list(_beside([figure for run in runs for figure in figures(run)], agreements))
    head = ("figure", "ours", "theirs", "whose", "not comparable because")
    parts.append(f"### Beside published figures\n\n{markdown_table(head, beside)}")
    return "\n\n".join(parts) + "\n"


def _beside(found: Sequence[Figure], agreements: Sequence[Agreement]) -> Iterator[tuple[str, ...]]:
    ours = {(figure.suite, figure.measure.name): figure.value for figure in found}
    ours |= {(one.set, "F1"): one.f1.value for one in agreements}
    for one in PUBLISHED:
        value = ours.get((one.set, one.measure))
        if value is not None:
            yield f"{one.set}: {one.measure}", f"{value:.3f}", one.value, one.by, one.differs
