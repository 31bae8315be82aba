"""The command line: `python -m rag [--data DIR] COMMAND`. It parses, calls the `Newsroom` and prints.

With `--json` one JSON object goes to stdout and nothing else; messages and progress go to stderr. Exit codes: 0 done,
1 done with failures listed, 2 wrong use, 3 a stated condition (locked, model unreachable, nothing found).
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.batches import answer_batch, brief_batch, compare_batch, read_lines, search_batch
from rag.datatypes import AddReport, Filters, Refusal, to_json
from rag.errors import PlumblineError, UsageError
from rag.generate.protocol import Length
from rag.newsroom import Newsroom
from rag.progress import ProgressBar
from rag.render import Format, render_answer, render_briefing, render_comparison
from rag.render.lists import article_lines, passage_lines, report_lines, show_lines, story_lines
from rag.settings import WriterChoice, load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Before anything else does: some libraries would log every request they make.
    logging.basicConfig(level=logging.WARNING, format="plumbline: %(message)s", stream=sys.stderr)
    parser = build_parser()
    options = parser.parse_args(arguments)
    try:
        settings = load_settings(data=options.data)
        if options.command == "serve":
            return serve(settings.data, options.port)
        with Newsroom.open(settings) as newsroom:
            code: int = options.run(newsroom, options)
            return code
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


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m rag",
        description="Ask, brief and compare over the articles of many outlets; every sentence cited and checked.",
        epilog="Exit codes: 0 done, 1 done with failures listed, 2 wrong use, 3 a stated condition.",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the library folder (PLUMBLINE_DATA, else ./data)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_library_commands(commands)
    _add_reading_commands(commands)
    return parser


Commands = Any
"""argparse's own type for sub-parsers is private."""


def _command(commands: Commands, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.set_defaults(run=run)
    if name != "serve":
        parser.add_argument("--json", action="store_true", help="print one JSON object to stdout")
    return parser


def _add_library_commands(commands: Commands) -> None:
    add = _command(commands, "add", run_add, "add files, folders, or - for JSONL on stdin")
    add.add_argument("sources", nargs="+", metavar="SOURCE")
    add.add_argument("--outlet", metavar="NAME", help="the outlet of items that do not name one")
    add.add_argument("--published", metavar="DATE", help="the date (ISO 8601) of items that do not have one")
    _command(commands, "articles", run_articles, "list the articles")
    show = _command(commands, "show", run_show, "show an article with its paragraphs")
    show.add_argument("id", metavar="ID")
    remove = _command(commands, "remove", run_remove, "remove an article")
    remove.add_argument("id", metavar="ID")
    _command(commands, "stories", run_stories, "list the stories: articles that cover one event")
    doctor = _command(commands, "doctor", run_doctor, "prove that the library and its indexes agree")
    doctor.add_argument("--repair", action="store_true", help="rebuild what does not")
    serve_command = commands.add_parser("serve", help="open the app in the browser")
    serve_command.add_argument("--port", type=int, default=8501)


def _add_reading_commands(commands: Commands) -> None:
    search = _command(commands, "search", run_search, "find passages")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("-k", type=int, default=10, metavar="N", help="how many (10)")
    _add_batch(search, "{id, query}")
    _add_filters(search)
    ask = _command(commands, "ask", run_ask, "answer a question")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    _add_batch(ask, "{id, question}")
    _add_filters(ask)
    _add_writer(ask)
    brief = _command(commands, "brief", run_brief, "write a neutral briefing on a topic, a story or given articles")
    compare = _command(commands, "compare", run_compare, "compare what the articles on a topic or a story say")
    for parser in (brief, compare):
        parser.add_argument("topic", nargs="?", metavar="TOPIC", help="neither topic nor story: the latest story")
        parser.add_argument("--story", metavar="ID")
        _add_batch(parser, "{id, articles: [{outlet, title, published, text}]}, compared without touching the library")
    brief.add_argument("--length", type=Length, choices=list(Length), default=Length.STANDARD)
    brief.add_argument("--format", choices=["text", "md", "html", "json", "docx", "pdf"], default="text")
    brief.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of stdout")
    compare.add_argument("--format", choices=["text", "md", "html", "json"], default="text")
    _add_writer(brief)


def _add_batch(parser: argparse.ArgumentParser, line: str) -> None:
    parser.add_argument("--batch", metavar="FILE", help=f"JSONL, each line {line}; - for stdin; JSONL out, in order")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outlet", action="append", default=[], metavar="NAME", help="only this outlet (repeatable)")
    parser.add_argument("--since", metavar="DATE", help="only articles published on or after")
    parser.add_argument("--until", metavar="DATE", help="only articles published on or before")
    parser.add_argument("--story", metavar="ID", help="only this story")


def _add_writer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--writer", type=WriterChoice, choices=list(WriterChoice), default=WriterChoice.AUTO,
        help="auto: the model if one is configured, else the embedded writer",
    )  # fmt: skip


def run_add(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Add sources."""
    with ProgressBar() as bar:
        report = newsroom.add(
            options.sources, outlet=options.outlet, published=options.published, stdin=sys.stdin.buffer, progress=bar
        )
    _print(options, report, report_lines(report))
    return _code(report)


def _code(report: AddReport) -> int:
    return 1 if report.failed else 0


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
    """List the stories."""
    stories = newsroom.stories()
    _print(options, stories, story_lines(stories))
    return 0


def run_doctor(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Check the library; with `--repair`, mend it."""
    health = newsroom.doctor(repair=options.repair)
    lines = [f"{health.articles} articles, {health.chunks} chunks."]
    lines += [f"Wrong: {problem}" for problem in health.problems] or ["Catalogue, words and vectors agree."]
    _print(options, health, lines)
    return 0 if health.ok else 1


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
    _write(render_answer(answer, Format.JSON if options.json else Format.TEXT), None)
    return _answered(answer.refusal)


def run_brief(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Write a briefing."""
    if options.batch:
        return _lines(brief_batch(newsroom, read_lines(options.batch), options.length, options.writer))
    briefing = newsroom.brief(options.topic, story=options.story, length=options.length, writer=options.writer)
    form = Format.JSON if options.json else Format(options.format)
    if form in (Format.DOCX, Format.PDF) and options.out is None and sys.stdout.isatty():
        raise UsageError(f"A {form} file is not for a terminal.", hint="Name a file with --out.")
    _write(render_briefing(briefing, form), options.out)
    return _answered(briefing.refusal)


def run_compare(newsroom: Newsroom, options: argparse.Namespace) -> int:
    """Compare articles."""
    if options.batch:
        return _lines(compare_batch(newsroom, read_lines(options.batch)))
    comparison = newsroom.compare(options.topic, story=options.story)
    _write(render_comparison(comparison, Format.JSON if options.json else Format(options.format)), None)
    return _answered(comparison.refusal)


def serve(data: Path, port: int) -> int:
    """Run the app; returns when it is closed."""
    # Streamlit is a program of its own: it is started as one, not imported.
    import os
    import subprocess

    # Its settings (.streamlit/config.toml) are found in the folder it is started in.
    home = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "streamlit", "run", str(home / "app.py"), "--server.port", str(port)]
    known = os.environ | {"PLUMBLINE_DATA": str(data.resolve())}
    return subprocess.run(command, cwd=home, env=known, check=False).returncode


def _filters(options: argparse.Namespace) -> Filters:
    for name in ("since", "until"):
        value = getattr(options, name)
        if value is not None and not _is_date(value):
            raise UsageError(f"--{name} {value!r} is not a date.", hint="Write it as 2026-03-14.")
    return Filters(tuple(options.outlet), options.since, options.until, options.story)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


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


def _write(data: bytes, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(data)
        print(f"Written to {out}.", file=sys.stderr)
        return
    sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
    sys.stdout.flush()
