"""Sets of articles on one event: to brief, to compare, and to find the stories and origins of."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from eval.articles import read_drafts
from eval.cases import OWN_CASES, Case, CaseSet, drafts_of, load_own, read_jsonl
from eval.sets.folders import SAMPLES, find_set, nothing_for
from eval.sets.questions import GOLD, gold_lines
from rag.datatypes import Draft
from rag.errors import SourceError
from rag.ingest import build_article

LEXICON = "NRC-VAD-Lexicon.txt"
_TOLD = ("fact", "denial", "quotation", "single_source", "conflicting_figure", "revised_figure")
_COMPARED = ("conflicting_figure", "revised_figure", "rounding", "altered_quotation", "loaded")


def load_briefings(folder: Path | None, limit: int | None) -> CaseSet:
    """Load events to brief: the sample stories with what a briefing should tell, NeuS, BASIL, or a person's own.

    Raises:
        UsageError: the folder has none of them.
    """
    folder = folder or SAMPLES
    if own := _own(folder):
        return own.limited(limit)
    if place := find_set(folder, "samples", GOLD):
        events = _sample_events(place)
        told = {name: [_alternatives(g) for g in gold_lines(place / GOLD) if _is_told(g, name)] for name in events}
        cases = [Case(n, n, "event", articles=tuple(d), expected={"facts": told[n]}) for n, d in events.items()]
        return CaseSet("sample stories", tuple(cases)).limited(limit)
    if place := find_set(folder, "neus", "val.jsonl"):
        return CaseSet("neus validation", tuple(_neus(place, _lexicon(folder, place)))).limited(limit)
    if place := find_set(folder, "basil", "articles.jsonl", "annotations.jsonl"):
        cases = [Case(n, n, "event", articles=tuple(d)) for n, d in _basil_events(place).items()]
        return CaseSet("basil", tuple(cases)).limited(limit)
    raise nothing_for("briefings", folder, "cases.jsonl, gold.jsonl, neus/val.jsonl or basil/articles.jsonl")


def load_comparison(folder: Path | None, limit: int | None) -> CaseSet:
    """Load events to compare, with what people found in them: the sample stories, BASIL, or a person's own.

    Raises:
        UsageError: the folder has none of them.
    """
    folder = folder or SAMPLES
    if own := _own(folder):
        return own.limited(limit)
    if place := find_set(folder, "samples", GOLD):
        events = {name: tuple(drafts) for name, drafts in _sample_events(place).items()}
        cases = [
            Case(g["id"], g["event"], g["kind"], articles=events[g["event"]], expected={"answers": g["answers"]})
            for g in gold_lines(place / GOLD)
            if g["kind"] in _COMPARED
        ]
        return CaseSet("sample stories", tuple(cases)).limited(limit)
    if place := find_set(folder, "basil", "articles.jsonl", "annotations.jsonl"):
        spans = dict(_loaded_spans(place / "annotations.jsonl"))
        cases = [
            Case(n, n, "loaded spans", articles=tuple(d), expected={"spans": spans.get(n, {})})
            for n, d in _basil_events(place).items()
        ]
        return CaseSet("basil", tuple(cases)).limited(limit)
    raise nothing_for("comparison", folder, "cases.jsonl, gold.jsonl or basil/articles.jsonl")


def load_stories(folder: Path | None, limit: int | None) -> CaseSet:
    """Load articles whose events are known, and for the sample stories their origins: a case is an article.

    Raises:
        UsageError: the folder has none of them.
    """
    folder = folder or SAMPLES
    if place := find_set(folder, "samples", GOLD):
        events = _sample_events(place)
        ids = _ids_by_title(events)
        copies = [
            [ids[answer["outlet"], answer["title"]] for answer in gold["answers"]]
            for gold in gold_lines(place / GOLD)
            if gold["kind"] == "wire_copy"
        ]
        return _story_set("sample stories", events, copies).limited(limit)
    events = {}
    if place := find_set(folder, "basil", "articles.jsonl", "annotations.jsonl"):
        events |= _basil_events(place)
    if place := find_set(folder, "allsides_events", "events.jsonl.gz"):
        events |= dict(_allsides(place / "events.jsonl.gz"))
    if not events:
        raise nothing_for("stories", folder, "gold.jsonl, basil/articles.jsonl or allsides_events/events.jsonl.gz")
    return _story_set("basil and allsides_events", events, []).limited(limit)


def _own(folder: Path) -> CaseSet | None:
    if not (folder / OWN_CASES).exists():
        return None
    own = load_own(folder)
    cases = tuple(case for case in own.cases if case.articles)
    if not cases:
        raise nothing_for("briefings and comparison", folder, "cases with 'articles' in cases.jsonl")
    return CaseSet(own.name, cases)


def _sample_events(place: Path) -> dict[str, list[Draft]]:
    return {event.name: drafts_of([event]) for event in sorted((place / "articles").iterdir()) if event.is_dir()}


def _is_told(gold: dict[str, Any], event: str) -> bool:
    return gold["event"] == event and gold["kind"] in _TOLD


def _alternatives(gold: dict[str, Any]) -> list[str]:
    return [text for answer in gold["answers"] for text in answer["contains"][:1]]


def _ids_by_title(events: dict[str, list[Draft]]) -> dict[tuple[str, str], str]:
    built = [build_article(draft) for drafts in events.values() for draft in drafts]
    return {(article.outlet, article.title): article.id for article in built}


def _lexicon(folder: Path, place: Path) -> str:
    for near in (folder / "lexicons", place / "lexicons", place.parent / "lexicons", folder):
        if (near / LEXICON).is_file():
            return str((near / LEXICON).resolve())
    return ""


def _neus(place: Path, lexicon: str) -> Iterator[Case]:
    for line in read_jsonl(place / "val.jsonl"):
        drafts = tuple(
            Draft(item["text"], item["title"], item.get("source") or f"Outlet {n + 1}", source=line["id"])
            for n, item in enumerate(line["articles"])
            if item["text"].strip()
        )
        target = line["target"]
        expected = {"lexicon": lexicon} if lexicon else None
        reference = f"{target['title']} {target['text']}"
        yield Case(line["id"], line["id"], "event", articles=drafts, reference=reference, expected=expected)


def _basil_events(place: Path) -> dict[str, list[Draft]]:
    events: dict[str, list[Draft]] = {}
    for line in read_jsonl(place / "articles.jsonl"):
        events.setdefault(line["triplet-uuid"], []).extend(read_drafts(line))
    return events


def _loaded_spans(path: Path) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield for each event the words that people marked as biased by their wording, by article."""
    found: dict[str, dict[str, list[str]]] = {}
    articles = {line["uuid"]: line for line in read_jsonl(path.with_name("articles.jsonl"))}
    for line in read_jsonl(path):
        spans = [s["txt"] for s in line["phrase-level-annotations"] if s["bias"] == "lex" and s["quote"] == "no"]
        if article := articles.get(line["uuid"]):
            found.setdefault(article["triplet-uuid"], {})[article["source"]] = spans
    yield from found.items()


def _allsides(path: Path) -> Iterator[tuple[str, list[Draft]]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for raw in stream:
            line = json.loads(raw)
            # Where the page did not hold the known snippet, its text is of something else.
            whole = [item for item in line["articles"] if item.get("snippet_in_full_text") is True]
            if drafts := [draft for item in whole for draft in read_drafts(item)]:
                yield line["id"], drafts


def _story_set(name: str, events: dict[str, list[Draft]], copies: Iterable[list[str]]) -> CaseSet:
    ids: dict[str, list[str]] = {}
    drafts: dict[str, Draft] = {}
    for event, members in events.items():
        for draft in members:
            try:
                id = build_article(draft).id
            except SourceError:
                continue
            if id not in drafts:
                drafts[id] = draft
                ids.setdefault(event, []).append(id)
    ids = {event: story for event, story in ids.items() if len(story) > 1}
    groups = {id: group for group in copies for id in group}
    known = bool(groups)
    cases = [
        Case(id, event, expected={"story": story} | ({"origin": groups.get(id, [id])} if known else {}))
        for event, story in ids.items()
        for id in story
    ]
    return CaseSet(name, tuple(cases), drafts=tuple(drafts[case.id] for case in cases))
