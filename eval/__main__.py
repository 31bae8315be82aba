"""`python -m eval list | run SUITE... [--limit N] [--data FOLDER] [--out DIR]`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval.cases import load_cases
from eval.checker import run_checker
from eval.suites import SUITES, Result
from rag import Newsroom
from rag.errors import PlumblineError
from rag.settings import load_settings

ALONE = {"checker": run_checker}
"""The suites that need no library."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the harness and return its exit code: 0 done, 2 wrong use, 3 a stated condition."""
    options = build_parser().parse_args(arguments)
    if options.command == "list":
        print(
            "\n".join(
                f"{name:12}{(suite.__doc__ or '').splitlines()[0]}" for name, suite in [*SUITES.items(), *ALONE.items()]
            )
        )
        return 0
    try:
        for result in run(options.suites, options.data, options.limit):
            print(table(result))
            if options.out:
                write(result, options.out)
    except PlumblineError as error:
        print(f"eval: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Measure Plumbline on cases with known answers."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("list", help="list the suites")
    start = commands.add_parser("run", help="run suites and print their figures")
    start.add_argument("suites", nargs="+", choices=sorted([*SUITES, *ALONE]), metavar="SUITE")
    start.add_argument("--limit", type=int, metavar="N", help="only the first N cases")
    start.add_argument("--data", type=Path, metavar="FOLDER", help="a folder of cases (the sample stories)")
    start.add_argument("--out", type=Path, metavar="DIR", help="write one JSON file a suite")
    return parser


def run(suites: Sequence[str], folder: Path | None, limit: int | None) -> list[Result]:
    """Run suites; those that need a library get one of their own, with the articles of the cases."""
    alone = [ALONE[name](folder, limit) for name in suites if name in ALONE]
    if len(alone) == len(suites):
        return alone
    given = load_cases(folder, limit)
    with tempfile.TemporaryDirectory(prefix="plumbline-eval-") as data:
        settings = load_settings(data=Path(data), writer="embedded", database=None, chroma=None)
        with Newsroom.open(settings) as newsroom:
            report = newsroom.add(list(given.sources))
            print(f"{given.name}: {report.added} articles, {len(given.cases)} cases", file=sys.stderr)
            return [*alone, *(SUITES[name](newsroom, given) for name in suites if name in SUITES)]


def table(result: Result) -> str:
    """Write a result as lines for the terminal."""
    lines = [f"{result.suite} ({result.cases})"]
    for figure in result.figures:
        value = "not scored" if figure.value is None else f"{figure.value:.4f}"
        lines.append(f"  {figure.name:48}{value:>10}   over {figure.cases:,}")
    return "\n".join(lines)


def write(result: Result, folder: Path) -> None:
    """Write a result as JSON into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=1)
    (folder / f"{result.suite}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
