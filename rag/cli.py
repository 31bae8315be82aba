"""The command line: `python -m rag [--data DIR] COMMAND`. It parses, calls the `Newsroom` and prints.

With `--json` one JSON object goes to stdout and nothing else; messages and progress go to stderr. Exit codes: 0 done,
1 done with failures listed, 2 wrong use, 3 a stated condition (locked, model unreachable, nothing found).
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from rag.arguments import build_parser
from rag.batches import answer_batch, brief_batch, check_batch, compare_batch, read_lines, search_batch
from rag.datatypes import DraftVerdict, Filters, Refusal, to_json
from rag.errors import PlumblineError, SourceError, UsageError
from rag.ingest.draftfile import read_draft
from rag.judging import Judges
from rag.newsroom import Newsroom
from rag.progress import ProgressBar
from rag.render import Format, render_answer, render_briefing, render_changes, render_comparison, render_draft
from rag.render.lists import article_lines, passage_lines, report_lines, show_lines, story_lines
from rag.serving import serve
from rag.settings import load_settings
from rag.stopping import Stop
from rag.store.embedding_models import embedding_lines
from rag.store.limits import days_between
from rag.story_editing import changed_stories
from rag.watching import Tally, round_lines

_BINARY = (Format.DOCX, Format.PDF)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, TextIOWrapper):
        # JSON is UTF-8 wherever it goes; what cannot be written as such is written as its JSON escape.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    # Before anything else does: some libraries would log every request they make.
    logging.basicConfig(level=logging.WARNING, format="plumbline: %(message)s", stream=sys.stderr)
    parser = build_parser()
    options = parser.parse_args(arguments)
    try:
        settings = load_settings(data=options.data)
        if options.command == "serve":
            return serve(settings.data, options.port)
        if options.command == "check" and options.batch:
            judge = Judges(settings).convene(wanted=True) if options.judge else None
            return _lines(check_batch(read_lines(options.batch), judge))
        if options.command == "check" and options.judge:
            raise UsageError("--judge is for texts with their evidence.", hint="Give them with --batch FILE.")
        with Newsroom.open(settings) as newsroom:
            return RUNNERS[options.command](newsroom, options)
    except PlumblineError as error:
        print(f"plumbline: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("plumbline: stopped. What was added so far is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; there is nobody left to tell.
        sys.stderr.close()
        return 0


def run_add(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Add sources."""
    stop = Stop()
    with stop.listening(), ProgressBar() as bar:
        report = newsroom.add(
            options.sources,
            outlet=options.outlet,
            published=options.published,
            columns=_columns(options.column),
            stdin=sys.stdin.buffer,
            progress=bar,
            stop=stop,
        )
    _print(options, report, report_lines(report))
    if stop.asked:
        print("plumbline: stopped. What was added is kept; the same command carries on.", file=sys.stderr)
        return stop.exit_code
    return 1 if report.failed else 0


def run_watch(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Add what is new in sources until stopped, which is how this ends well."""
    stop, tally = Stop(), Tally()
    with stop.listening():
        rounds = newsroom.watch(
            options.sources,
            options.every,
            outlet=options.outlet,
            published=options.published,
            columns=_columns(options.column),
            stop=stop,
        )
        for done in rounds:
            tally.count(done)
            print("\n".join(round_lines(done)), file=sys.stderr, flush=True)
            if options.json:
                print(json.dumps(to_json(done), ensure_ascii=False), flush=True)
    print(tally.line(), file=sys.stderr)
    return 0


def _columns(pairs: Sequence[str]) -> dict[str, str] | None:
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"--column {pair!r} has no '='.", hint="Write it as --column text=Body.")
    return dict(pair.split("=", 1) for pair in pairs) or None


def run_articles(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """List the articles."""
    entries = newsroom.articles()
    _print(options, entries, article_lines(entries))
    return 0


def run_show(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Show an article."""
    article = newsroom.article(options.id)
    _print(options, article, show_lines(article))
    return 0


def run_remove(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Remove an article."""
    newsroom.remove(options.id)
    _print(options, {"removed": options.id}, [f"Removed {options.id}."])
    return 0


def run_stories(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """List the stories, or merge some, or split one."""
    stories = changed_stories(newsroom, options.merge, options.split, options.articles, options.into)
    _print(options, stories, story_lines(stories))
    return 0


def run_doctor(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Check the library; with `--repair`, mend it."""
    health = newsroom.doctor(repair=options.repair)
    lines = [f"{health.articles} articles, {health.chunks} chunks."]
    lines += [f"Wrong: {problem}" for problem in health.problems] or ["Catalogue, words and vectors agree."]
    _print(options, health, lines)
    return 0 if health.ok else 1


def run_embeddings(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Show the embedding model, or change it."""
    if options.model is None:
        state = newsroom.embeddings()
    else:
        try:
            with ProgressBar() as bar:
                state = newsroom.change_embeddings(options.model, progress=bar)
        except KeyboardInterrupt:
            print("plumbline: stopped. The old model still serves; the same command carries on.", file=sys.stderr)
            return 130
    _print(options, state, embedding_lines(state))
    return 0


def run_search(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Find passages."""
    if options.batch:
        return _lines(search_batch(newsroom, read_lines(options.batch), options.k, _filters(options)))
    query = _required(options.query, "a query")
    passages = newsroom.search(query, options.k, _filters(options))
    _print(options, {"query": query, "passages": passages}, passage_lines(passages))
    return 0 if passages else 3


def run_ask(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Answer a question."""
    filters = _filters(options)
    if options.batch:
        return _lines(answer_batch(newsroom, read_lines(options.batch), filters, options.writer))
    answer = newsroom.ask(_required(options.question, "a question"), filters=filters, writer=options.writer)
    _write(render_answer(answer, Format.JSON if options.json else Format.TEXT))
    return _answered(answer.refusal)


def run_check(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Hold a draft against the library."""
    if options.file is None:
        raise UsageError("This needs a FILE with the draft, - for stdin, or --batch FILE.")
    stdin = options.file == "-"
    try:
        text = read_draft("" if stdin else options.file, sys.stdin.buffer.read() if stdin else Path(options.file))
    except SourceError as error:
        raise UsageError(str(error)) from None
    stop = Stop()
    with stop.listening(), ProgressBar() as bar:
        checked = newsroom.check_draft(text, filters=_filters(options), progress=bar, stop=lambda: stop.asked)
    _write(render_draft(checked, Format.JSON if options.json else Format(options.format)))
    if stop.asked:
        return stop.exit_code
    return 1 if checked.count(DraftVerdict.PROBLEM) + checked.count(DraftVerdict.NOT_FOUND) else 0


def run_brief(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Write a briefing, or what changed since an earlier one."""
    if options.batch and options.since:
        raise UsageError("--since looks back in the library, which --batch does not touch.")
    if options.batch:
        return _lines(brief_batch(newsroom, read_lines(options.batch), options.length, options.writer))
    form = Format.JSON if options.json else Format(options.format)
    if form in _BINARY and options.out is None and sys.stdout.isatty():
        raise UsageError(f"A {form} file is not for a terminal.", hint="Name a file with --out.")
    if options.since:
        changes = newsroom.changes(options.topic, story=options.story, since=options.since)
        _write(render_changes(changes, form), options.out, binary=form in _BINARY)
        return _answered(changes.refusal)
    briefing = newsroom.brief(options.topic, story=options.story, length=options.length, writer=options.writer)
    _write(render_briefing(briefing, form), options.out, binary=form in _BINARY)
    return _answered(briefing.refusal)


def run_compare(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Compare articles."""
    if options.batch:
        return _lines(compare_batch(newsroom, read_lines(options.batch)))
    comparison = newsroom.compare(options.topic, story=options.story)
    _write(render_comparison(comparison, Format.JSON if options.json else Format(options.format)))
    return _answered(comparison.refusal)


def _filters(options: argparse.Namespace) -> Filters:
    # Checked here too: in a batch a wrong date would fail every line of it.
    days_between(options.since, options.until)
    return Filters(tuple(options.outlet), options.since, options.until, options.story)


def _required(value: str | None, what: str) -> str:
    if value is None or not value.strip():
        raise UsageError(f"This needs {what}, or --batch FILE.")
    return value


def _answered(refusal: Refusal | None) -> int:
    return 3 if refusal else 0


def _print(options: argparse.Namespace, value: Any, lines: Sequence[str]) -> None:
    if options.json:
        print(json.dumps(to_json(value), ensure_ascii=False))
    else:
        print("\n".join(lines))


def _lines(results: Any) -> int:
    failed = False
    for result in results:
        failed = failed or "error" in result
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return 1 if failed else 0


def _write(data: bytes, out: Path | None = None, *, binary: bool = False) -> None:
    if out is None:
        sys.stdout.buffer.write(data if binary or data.endswith(b"\n") else data + b"\n")
        sys.stdout.flush()
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise UsageError(f"The file {str(out)!r} cannot be written: {error.strerror}.") from None
    print(f"Written to {out}.", file=sys.stderr)


RUNNERS: dict[str, Callable[[Newsroom, argparse.Namespace], int]] = {
    "add": run_add,
    "watch": run_watch,
    "articles": run_articles,
    "show": run_show,
    "remove": run_remove,
    "stories": run_stories,
    "doctor": run_doctor,
    "embeddings": run_embeddings,
    "search": run_search,
    "ask": run_ask,
    "check": run_check,
    "brief": run_brief,
    "compare": run_compare,
}
"""What each command does; `serve` needs no library and stands apart."""
