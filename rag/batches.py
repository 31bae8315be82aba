"""Batches: JSON Lines in, JSON Lines out, in the same order; a bad line gives an error line, and the rest go on."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rag.checking import CheckedText, DraftChecker
from rag.datatypes import Draft, EvidenceParagraph, Failure, Filters, to_json
from rag.errors import LibraryError, LibraryLockedError, PlumblineError, UsageError
from rag.generate.protocol import Length
from rag.ingest import read_records
from rag.judging import Judge
from rag.newsroom import Newsroom
from rag.second_reading import read_again
from rag.settings import WriterChoice

log = logging.getLogger(__name__)

Line = dict[str, Any]


def read_lines(name: str) -> Iterator[Line | Failure]:
    """Read the objects of a JSONL file, or of stdin for `-`.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        stream = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"The batch file {name!r} cannot be read: {error.strerror}.") from None
    with stream:
        for number, raw in enumerate(stream, start=1):
            if raw.strip():
                yield _line(raw, f"line {number}")


def _line(raw: bytes, where: str) -> Line | Failure:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Failure(where, f"not JSON: {error}")
    return line if isinstance(line, dict) else Failure(where, "not a JSON object")


def search_batch(newsroom: Newsroom, lines: Iterable[Line | Failure], k: int, filters: Filters) -> Iterator[Line]:
    """Search for each line's `query`."""
    return _each(lines, lambda line: {"passages": to_json(newsroom.search(_text(line, "query"), k, filters))})


def answer_batch(
    newsroom: Newsroom, lines: Iterable[Line | Failure], filters: Filters, writer: WriterChoice
) -> Iterator[Line]:
    """Answer each line's `question`."""
    return _each(lines, lambda line: to_json(newsroom.ask(_text(line, "question"), filters=filters, writer=writer)))


def brief_batch(
    newsroom: Newsroom, lines: Iterable[Line | Failure], length: Length, writer: WriterChoice
) -> Iterator[Line]:
    """Brief each line's `articles`; a line may have a `topic` and a `length` of its own."""

    def brief(line: Line) -> Line:
        size = _length(line) or length
        found: Line = to_json(newsroom.brief_drafts(_drafts(line), topic=_topic(line), length=size, writer=writer))
        return found

    return _each(lines, brief)


def compare_batch(newsroom: Newsroom, lines: Iterable[Line | Failure]) -> Iterator[Line]:
    """Compare each line's `articles`."""
    return _each(lines, lambda line: to_json(newsroom.compare_drafts(_drafts(line), topic=_topic(line))))


def check_batch(lines: Iterable[Line | Failure], judge: Judge | None = None) -> Iterator[Line]:
    """Check each line's `text`; a bad line gives an error line, and the rest go on."""
    checker = DraftChecker()
    return _each(lines, lambda line: check_line(line, checker, judge))


def check_line(line: Line, checker: DraftChecker, judge: Judge | None = None) -> Line:
    """Check one `{id, text, evidence: [{id, outlet, text}], citations?: [id]}`; with a judge, it is heard as well.

    Raises:
        UsageError: a field is missing or is not what it should be.
    """
    text, citations = line.get("text"), line.get("citations")
    if not isinstance(text, str) or not text.strip():
        raise UsageError("The line has no 'text'.")
    if citations is not None and not isinstance(citations, list):
        raise UsageError("'citations' is not a list.")
    evidence, cited = _evidence(line), [str(c) for c in citations or ()]
    checked = checker.check(text, evidence, cited)
    if judge is None:
        return _as_line(checked)
    checked, reading = read_again(checked, text, evidence, cited, judge.anew())
    return _as_line(checked) | {"judge": to_json(reading)}


def _as_line(checked: CheckedText) -> Line:
    found: Line = to_json(checked)
    return found


def _evidence(line: Line) -> list[EvidenceParagraph]:
    evidence = line.get("evidence")
    if not isinstance(evidence, list):
        raise UsageError("The line has no 'evidence'.")
    return [_paragraph(item, number) for number, item in enumerate(evidence, start=1)]


def _paragraph(item: Any, number: int) -> EvidenceParagraph:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise UsageError(f"Evidence {number} has no 'text'.")
    id, published = item.get("id"), item.get("published")
    return EvidenceParagraph(
        id=str(number if id is None else id),
        article_id=str(item.get("article_id") or number if id is None else id),
        outlet=str(item.get("outlet") or ""),
        title=str(item.get("title") or ""),
        url=None,
        published=published if isinstance(published, str) else None,
        text=item["text"],
    )


def _each(lines: Iterable[Line | Failure], work: Callable[[Line], Line]) -> Iterator[Line]:
    for line in lines:
        if isinstance(line, Failure):
            yield {"id": None, "error": f"{line.source}: {line.error}"}
            continue
        try:
            yield work(line) | {"id": line.get("id")}
        except (LibraryLockedError, LibraryError):
            # Every later line would fail in the same way.
            raise
        except PlumblineError as error:
            yield {"id": line.get("id"), "error": str(error)}


def _text(line: Line, name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"The line has no {name!r}.")
    return value


def _topic(line: Line) -> str | None:
    value = line.get("topic")
    if value is not None and not isinstance(value, str):
        raise UsageError("The line's 'topic' is not a text.")
    return value


def _length(line: Line) -> Length | None:
    value = line.get("length")
    if value is None:
        return None
    try:
        return Length(value)
    except ValueError:
        raise UsageError(f"There is no length {value!r}.", hint=f"The lengths are {', '.join(Length)}.") from None


def _drafts(line: Line) -> list[Draft]:
    articles = line.get("articles")
    if not isinstance(articles, list) or not articles:
        raise UsageError("The line has no 'articles'.")
    read = list(read_records(articles, "articles"))
    failed = [item for item in read if isinstance(item, Failure)]
    if len(failed) == len(read):
        raise UsageError(f"{failed[0].source}: {failed[0].error}")
    for item in failed:
        # An article that cannot be read is no reason to lose the others.
        log.warning("Left out: %s of line %s. %s", item.source, line.get("id"), item.error)
    return [item for item in read if not isinstance(item, Failure)]
