"""The command line of the harness, described; it does nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from rag.settings import WriterChoice


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Measure Plumbline on cases with known answers."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("list", help="list the suites")
    _run(commands.add_parser("run", help="run suites and print their figures"))
    compare = commands.add_parser("compare", help="compare two runs, case by case")
    compare.add_argument("old", type=Path, metavar="DIR", help="the run before")
    compare.add_argument("new", type=Path, metavar="DIR", help="the run after")
    report = commands.add_parser("report", help="print a run again, and write report.md, .html and .json beside it")
    report.add_argument("run", type=Path, metavar="DIR", help="a folder that `run --out` wrote")
    report.add_argument("--against", type=Path, metavar="DIR", help="an older run to compare it with in the page")
    gate = commands.add_parser("gate", help="fail if a run is worse than a baseline")
    gate.add_argument("run", type=Path, metavar="DIR", help="the run to judge")
    gate.add_argument("--baseline", type=Path, required=True, metavar="DIR", help="the run it must not lose to")
    gate.add_argument("--most-unscored", type=float, default=0.05, metavar="SHARE", help="of all scores (0.05)")
    accept = commands.add_parser("accept", help="make a run the baseline: its scores, without texts")
    accept.add_argument("run", type=Path, metavar="DIR", help="the run to accept")
    accept.add_argument("--baseline", type=Path, required=True, metavar="DIR", help="where it goes")
    meta = commands.add_parser("meta", help="hold the scorers against people's labels")
    meta.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="a folder with the labelled sets")
    meta.add_argument("--judge", choices=["program", "model"], default="program", help="who is held against them")
    meta.add_argument("--limit", type=int, metavar="N", help="only the first N of each set")
    new = commands.add_parser("new", help="write a template of cases about your library")
    new.add_argument("out", type=Path, metavar="FOLDER", help="where cases.jsonl goes")
    new.add_argument("--limit", type=int, default=20, metavar="N", help="how many cases (20)")
    sensitivity = commands.add_parser("sensitivity", help="plant known defects and see which figures notice")
    sensitivity.add_argument("--limit", type=int, metavar="N", help="only N cases a suite, spread over all")
    results = commands.add_parser("results", help="run the suites on the public sets and write a results page")
    results.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="a folder of public sets")
    results.add_argument("--out", type=Path, required=True, metavar="DIR", help="where runs and results.md go")
    results.add_argument("--limit", type=int, metavar="N", help="only the first N cases a suite")
    return parser


def _run(run: argparse.ArgumentParser) -> None:
    run.add_argument("suites", nargs="+", metavar="SUITE", help="names of suites, or all")
    run.add_argument("--limit", type=int, metavar="N", help="only the first N cases of each suite")
    run.add_argument("--data", type=Path, metavar="FOLDER", help="a folder of cases (the sample stories)")
    run.add_argument("--out", type=Path, metavar="DIR", help="write the run, its logs, cache and reports")
    run.add_argument("--cache", type=Path, metavar="FILE", help="results by content, to share between runs")
    run.add_argument(
        "--writer",
        choices=[WriterChoice.EMBEDDED, WriterChoice.MODEL],
        default=WriterChoice.EMBEDDED,
        help="who writes answers and briefings (embedded)",
    )
    run.add_argument(
        "--judge", choices=["program", "model"], default="program", help="who says what is supported (program)"
    )
    run.add_argument("--estimate", action="store_true", help="say what a model would cost, and run nothing")
    run.add_argument("--most-tokens", type=int, metavar="N", help="stop before more tokens than this")
    run.add_argument("--most-money", type=float, metavar="SUM", help="stop before this is spent; needs --prices")
    run.add_argument(
        "--prices", type=float, nargs=2, metavar=("IN", "OUT"), help="of a million tokens read and written"
    )
    run.add_argument("--retries", type=int, default=0, metavar="N", help="tries again of a case that failed (0)")
    run.add_argument("--at-once", type=int, default=1, metavar="N", help="cases at a time (1)")
    run.add_argument("--case-seconds", type=int, metavar="N", help="the most seconds a case may take")
