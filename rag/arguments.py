"""The command line as it is written: commands, options and their help. What they do is in `cli`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from rag.generate.protocol import Length
from rag.settings import WriterChoice
from rag.store.model_names import FORMS

LEAST_INTERVAL = 10
"""Seconds between two rounds of watching at least: sites are to be left in peace."""

LONGEST_INTERVAL = 30 * 86400
_INTERVAL = re.compile(r"(?P<count>\d{1,9}(?:\.\d{1,9})?)(?P<unit>[smh])", re.ASCII)
_UNITS = {"s": 1, "m": 60, "h": 3600}


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
    _add_check(commands)
    return parser


Commands = Any
"""argparse's own type for sub-parsers is private."""


def _command(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.add_argument("--json", action="store_true", help="print one JSON object to stdout")
    return parser


def _add_library_commands(commands: Commands) -> None:
    _add_sources(_command(commands, "add", "add files, folders, web addresses, feeds, or - for JSONL on stdin"))
    watch = _command(commands, "watch", "add what is new in feeds and folders, again and again, until stopped")
    _add_sources(watch)
    watch.add_argument(
        "--every", type=_interval, default=600.0, metavar="TIME", help="how often: 90s, 10m (unless given), 2h"
    )
    _command(commands, "articles", "list the articles")
    show = _command(commands, "show", "show an article with its paragraphs")
    show.add_argument("id", metavar="ID")
    remove = _command(commands, "remove", "remove an article")
    remove.add_argument("id", metavar="ID")
    _add_stories(commands)
    doctor = _command(commands, "doctor", "prove that the library and its indexes agree")
    doctor.add_argument("--repair", action="store_true", help="rebuild what does not")
    embeddings = _command(commands, "embeddings", "show the embedding model, or change it")
    embeddings.add_argument("model", nargs="?", metavar="MODEL", help=f"the model to change to: {FORMS}")
    serve_command = commands.add_parser("serve", help="open the app in the browser")
    serve_command.add_argument("--port", type=int, default=8501)


def _add_stories(commands: Commands) -> None:
    stories = _command(commands, "stories", "list the stories: articles that cover one event; merge or split them")
    how = stories.add_mutually_exclusive_group()
    how.add_argument("--merge", nargs="+", metavar="ID", help="make these stories one, for good")
    how.add_argument("--split", metavar="ID", help="take --articles out of this story, for good")
    stories.add_argument("--articles", metavar="ID,ID", help="the articles to take out, with --split")
    stories.add_argument("--into", metavar="ID", help="the story to put them in; unless given, one of their own")


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    parser.add_argument("--outlet", metavar="NAME", help="the outlet of items that do not name one")
    parser.add_argument("--published", metavar="DATE", help="the date (ISO 8601) of items that do not have one")
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=NAME",
        help="the column or field that holds the text, title, outlet and so on (repeatable): --column text=Body",
    )  # fmt: skip


def _interval(text: str) -> float:
    """Read how long a time is, in seconds."""
    found = _INTERVAL.fullmatch(text.strip())
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write 90s, 10m or 2h")
    seconds = float(found["count"]) * _UNITS[found["unit"]]
    if not LEAST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        raise argparse.ArgumentTypeError(f"{text!r} is not between {LEAST_INTERVAL} seconds and 30 days")
    return seconds


def _add_reading_commands(commands: Commands) -> None:
    search = _command(commands, "search", "find passages")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")
    _add_batch(search, "{id, query}")
    _add_filters(search)
    ask = _command(commands, "ask", "answer a question")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    _add_batch(ask, "{id, question}")
    _add_filters(ask)
    _add_writer(ask)
    brief = _command(commands, "brief", "write a neutral briefing on a topic, a story or given articles")
    compare = _command(commands, "compare", "compare what the articles on a topic or a story say")
    for parser in (brief, compare):
        parser.add_argument("topic", nargs="?", metavar="TOPIC", help="neither topic nor story: the latest story")
        parser.add_argument("--story", metavar="ID")
        _add_batch(parser, "{id, articles: [{outlet, title, published, text}]}, compared without touching the library")
    brief.add_argument("--length", type=Length, choices=list(Length), default=Length.STANDARD)
    brief.add_argument(
        "--since", metavar="TIME",
        help="only what changed since an ISO date or time (UTC), or since the `last` briefing on it",
    )  # fmt: skip
    brief.add_argument("--format", choices=["text", "md", "html", "json", "docx", "pdf"], default="text")
    brief.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of stdout")
    compare.add_argument("--format", choices=["text", "md", "html", "json"], default="text")
    _add_writer(brief)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return count


def _add_check(commands: Commands) -> None:
    check = _command(commands, "check", "check a draft against the library, or texts against given evidence")
    check.add_argument("file", nargs="?", metavar="FILE", help="the draft (.txt, .md, .docx), - for text on stdin")
    check.add_argument("--format", choices=["text", "md", "html"], default="text")
    _add_filters(check)
    check.add_argument(
        "--batch", metavar="FILE",
        help="without a library: JSONL, each line {id, text, evidence: [{id, outlet, text}], citations?: [id]}; "
        "- for stdin",
    )  # fmt: skip
    check.add_argument("--judge", action="store_true", help="also ask a language model; set one up first")


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
