"""`python -m eval`, the friendly front. Exit codes: 0 done, 1 a shut gate, 2 wrong use, 3 a stated condition."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.arguments import build_parser
from eval.budget import Prices
from eval.comparing import Compared, compare_runs
from eval.gate import judge_run
from eval.judges import Models, Program
from eval.library import Libraries
from eval.meta import measure_scorers
from eval.records import Run, read_run, write_run
from eval.reports.data import run_as_json
from eval.reports.page import run_as_html
from eval.reports.tables import (
    agreements_as_rows,
    comparison_as_text,
    gate_as_text,
    left_aligned,
    noticed_as_text,
    run_as_markdown,
    run_as_text,
)
from eval.results import write_results
from eval.running import Plan, estimate_plan, run_plan
from eval.sensitivity import plant_defects
from eval.sets.labelled import SETS
from eval.suites import SUITES
from eval.template import write_template
from rag import Newsroom
from rag.errors import PlumblineError, UsageError
from rag.settings import WriterChoice, load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except PlumblineError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.exit_code


def _list(_options: argparse.Namespace) -> int:
    for suite in SUITES.values():
        print(f"{suite.name:12}{suite.about}")
    return 0


def _run(options: argparse.Namespace) -> int:
    plan = _plan(options)
    if options.estimate or plan.uses_model:
        costs = estimate_plan(plan)
        print(
            "\n".join(f"{name:12}{cost}" for name, cost in costs), file=sys.stdout if options.estimate else sys.stderr
        )
    if options.estimate:
        return 0
    run = run_plan(plan, _show)
    if options.out:
        write_run(run, options.out)
        _write_reports(run, options.out)
    print(run_as_text(run))
    return 0


def _plan(options: argparse.Namespace) -> Plan:
    prices = Prices(*options.prices) if options.prices else None
    if options.most_money is not None and prices is None:
        raise UsageError("A limit of money needs --prices IN OUT.")
    plan = Plan(
        suites=options.suites,
        settings=load_settings(writer=options.writer),
        folder=options.data,
        limit=options.limit,
        out=options.out,
        cache=options.cache,
        model_judges=options.judge == "model",
        prices=prices,
        most_tokens=options.most_tokens,
        most_money=options.most_money,
        retries=options.retries,
        at_once=options.at_once,
        seconds=options.case_seconds,
    )
    if plan.uses_model and not options.estimate and not (options.out or options.cache):
        raise UsageError("A run with a model needs --out or --cache, where what it has paid for is kept.")
    return plan


def _compare(options: argparse.Namespace) -> int:
    print(comparison_as_text(compare_runs(read_run(options.old), read_run(options.new))))
    return 0


def _report(options: argparse.Namespace) -> int:
    run = read_run(options.run)
    compared = compare_runs(read_run(options.against), run) if options.against else []
    _write_reports(run, options.run, compared)
    print(run_as_text(run))
    return 0


def _gate(options: argparse.Namespace) -> int:
    gate = judge_run(read_run(options.run), read_run(options.baseline), options.most_unscored)
    print(comparison_as_text(gate.compared))
    print(gate_as_text(gate))
    return 0 if gate.is_open else 1


def _accept(options: argparse.Namespace) -> int:
    run = read_run(options.run)
    write_run(run, options.baseline, details=False)
    print(f"{options.baseline} now holds the scores of {len(run.records):,} cases.")
    return 0


def _meta(options: argparse.Namespace) -> int:
    judge = Models(load_settings()) if options.judge == "model" else Program()
    found = list(measure_scorers(options.data, judge, options.limit))
    if not found:
        raise UsageError(
            f"The folder {str(options.data)!r} has no labelled set.", hint=f"It needs one of {', '.join(SETS)}."
        )
    head, rows = agreements_as_rows(found)
    print(left_aligned([head, *rows]))
    return 0


def _new(options: argparse.Namespace) -> int:
    with Newsroom.open(load_settings()) as newsroom:
        path = write_template(newsroom, options.out, options.limit)
    print(
        f"{path}: correct the questions and facts, add your own, then: python -m eval run answers --data {options.out}"
    )
    return 0


def _results(options: argparse.Namespace) -> int:
    settings = load_settings(writer=WriterChoice.EMBEDDED)
    plan = Plan([], settings, folder=options.data, limit=options.limit, out=options.out)
    path = write_results(plan, _show, lambda text: print(text, file=sys.stderr))
    print(path.read_text(encoding="utf-8"))
    return 0


def _sensitivity(options: argparse.Namespace) -> int:
    with Libraries(load_settings(writer=WriterChoice.EMBEDDED)) as libraries:
        found = list(plant_defects(libraries, Program(), options.limit))
    print(noticed_as_text(found))
    return 0 if all(one.holds for one in found) else 1


def _write_reports(run: Run, folder: Path, compared: Sequence[Compared] = ()) -> None:
    (folder / "report.html").write_text(run_as_html(run, compared), encoding="utf-8")
    (folder / "report.md").write_text(run_as_markdown(run), encoding="utf-8")
    text = json.dumps(run_as_json(run), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")


def _show(suite: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{suite} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "run": _run,
    "compare": _compare,
    "report": _report,
    "gate": _gate,
    "accept": _accept,
    "meta": _meta,
    "new": _new,
    "sensitivity": _sensitivity,
    "results": _results,
}


if __name__ == "__main__":
    sys.exit(main())
