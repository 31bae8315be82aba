"""A case: what is asked and what is known of the right answer; and a person's own cases, one JSON object a line.

The loaders of the sample stories and of public sets are in `eval/sets/`. Unknown keys are refused, so that a misspelt
one cannot quietly weaken a case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from rag.datatypes import Draft
from rag.errors import UsageError
from rag.ingest import read_sources

OWN_CASES, OWN_ARTICLES = "cases.jsonl", "articles"


@dataclass(frozen=True, slots=True)
class Source:
    """An article that holds the answer; `text` is the paragraph, or words of it, where these are known."""

    title: str
    outlet: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, a set of articles, or an article, and what is known about the right outcome.

    `facts` are words of which an answer must show any one. No facts means that the library does not answer the
    question. `false_premise` says that the question takes for granted what the sources deny; `history` are the
    questions asked before it. `expected` is what a suite of its own needs to know, as JSON values.
    """

    id: str
    group: str = ""
    kind: str = ""
    question: str = ""
    facts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    false_premise: bool = False
    history: tuple[str, ...] = ()
    topic: str = ""
    articles: tuple[Draft, ...] = ()
    reference: str = ""
    expected: dict[str, Any] | None = None

    @property
    def answerable(self) -> bool:
        """Whether the library holds an answer."""
        return bool(self.facts) and not self.false_premise


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases, and the articles that a library must hold for them.

    They are `sources` to read, or `drafts` read already. Cases about the person's `own_library` need none.
    """

    name: str
    cases: tuple[Case, ...]
    sources: tuple[Path, ...] = ()
    own_library: bool = False
    drafts: tuple[Draft, ...] = ()

    def limited(self, limit: int | None) -> CaseSet:
        """Return the first cases only."""
        return replace(self, cases=self.cases[:limit])


KEYS = {
    "id": "a name of your own, once in the file",
    "question": "what is asked",
    "facts": "words of which a right answer shows any one; leave out if the library does not answer",
    "sources": "articles that hold the answer: {title, outlet?, text?}, text being words of the paragraph",
    "false_premise": "true if the question takes for granted what the sources deny",
    "history": "the questions asked before this one, if it is a follow-up",
    "kind": "a label to filter by",
    "topic": "what a briefing or comparison is about",
    "articles": "the articles to brief and compare: {title, outlet, published, text}",
    "reference": "a neutral summary by a person, for ROUGE and arousal",
}
"""The keys of a person's own cases. A line has a `question`, or `articles`, or both."""


def load_own(folder: Path) -> CaseSet:
    """Load `cases.jsonl`; with an `articles` folder beside it in a library of its own, else on yours.

    Raises:
        UsageError: a line is no case; the message names the file, the line and the key.
    """
    path, articles = folder / OWN_CASES, folder / OWN_ARTICLES
    cases = tuple(_own_case(line, f"{path.name} line {number}") for number, line in _lines(path))
    if not cases:
        raise UsageError(f"The file {str(path)!r} has no cases.")
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise UsageError(f"{path.name}: the id {case.id!r} is there twice.")
        seen.add(case.id)
    return CaseSet(folder.name, cases, (articles,) if articles.is_dir() else (), own_library=not articles.is_dir())


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    for _, line in _lines(path):
        yield line


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as stream:
        for number, raw in enumerate(stream, start=1):
            if raw.strip():
                try:
                    line = json.loads(raw)
                except ValueError as error:
                    raise UsageError(f"{path.name} line {number}: not JSON: {error}") from None
                if not isinstance(line, dict):
                    raise UsageError(f"{path.name} line {number}: not a JSON object.")
                yield number, line


def _own_case(line: dict[str, Any], where: str) -> Case:
    _only(line, KEYS, where)
    if not isinstance(line.get("id"), str) or not line["id"]:
        raise UsageError(f"{where}: 'id' is missing or is not a text.")
    if not line.get("question") and not line.get("articles"):
        raise UsageError(f"{where}: a case has a 'question' or 'articles'.")
    sources = tuple(_source(item, where) for item in _list(line, "sources", where))
    return Case(
        id=line["id"],
        group=sources[0].title if sources else line["id"],
        facts=tuple(_strings(line, "facts", where)),
        sources=sources,
        false_premise=bool(line.get("false_premise", False)),
        history=tuple(_strings(line, "history", where)),
        articles=tuple(_drafts(_list(line, "articles", where), where)),
        question=_text(line, "question", where),
        kind=_text(line, "kind", where),
        topic=_text(line, "topic", where),
        reference=_text(line, "reference", where),
    )


def _only(item: dict[str, Any], known: Sequence[str] | dict[str, str], where: str) -> None:
    for key in item:
        if key not in known:
            raise UsageError(f"{where}: there is no key {key!r}.", hint=f"The keys are {', '.join(known)}.")


def _text(line: dict[str, Any], key: str, where: str) -> str:
    value = line.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{where}: {key!r} is not a text.")
    return value


def _list(line: dict[str, Any], key: str, where: str) -> list[Any]:
    value = line.get(key, [])
    if not isinstance(value, list):
        raise UsageError(f"{where}: {key!r} is not a list.")
    return value


def _strings(line: dict[str, Any], key: str, where: str) -> list[str]:
    values = _list(line, key, where)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise UsageError(f"{where}: {key!r} is not a list of texts.")
    return values


def _source(item: Any, where: str) -> Source:
    if not isinstance(item, dict):
        raise UsageError(f"{where}: a source is not an object.")
    _only(item, [field.name for field in fields(Source)], where)
    return Source(*(_text(item, name, where) for name in ("title", "outlet", "text")))


def _drafts(items: list[Any], where: str) -> Iterator[Draft]:
    known = ("title", "outlet", "published", "url", "author", "text")
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            raise UsageError(f"{where}: an article has no 'text'.")
        _only(item, known, where)
        yield Draft(**{key: item[key] for key in known if item.get(key) is not None}, source=where)


def drafts_of(paths: Sequence[Path]) -> list[Draft]:
    """Read the articles of files and folders; what cannot be read is left out."""
    return [item for item in read_sources(list(paths)) if isinstance(item, Draft)]
