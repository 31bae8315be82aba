"""Loads the research sets on which the support score is trained, as samples of one form; it downloads nothing."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.datatypes import EvidenceParagraph


@dataclass(frozen=True)
class Sample:
    """A text with its evidence. `bad` is 1 if people found something unsupported, `spans` where, if they marked it.

    `source` names the document behind it, so that no text is scored by numbers trained on its own source.
    """

    set: str
    family: str
    source: str
    text: str
    evidence: tuple[EvidenceParagraph, ...]
    bad: int
    spans: tuple[tuple[int, int], ...] | None = None


def load_samples(folder: Path) -> list[Sample]:
    """Load every set there is under a folder."""
    return [*_ragtruth(folder), *_xsum(folder), *_wice(folder), *_attributionbench(folder)]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _value(field: Any) -> Any:
    """Return a field that some files hold as a Python literal in a string."""
    return ast.literal_eval(field) if isinstance(field, str) else field


def _evidence(*texts: str) -> tuple[EvidenceParagraph, ...]:
    return tuple(EvidenceParagraph(str(i), str(i), "", "", None, None, text) for i, text in enumerate(texts))


def _ragtruth(folder: Path) -> Iterator[Sample]:
    for task, field in (("summary", "source"), ("qa", "context")):
        for item in _lines(folder / "ragtruth" / f"{task}.jsonl"):
            spans = tuple((span["start"], span["end"]) for span in _value(item["labels"]))
            source = f"ragtruth {item['source_id']}"
            yield Sample(
                f"ragtruth-{task}",
                "ragtruth",
                source,
                item["response"],
                _evidence(item[field]),
                int(bool(spans)),
                spans,
            )


def _xsum(folder: Path) -> Iterator[Sample]:
    for item in _lines(folder / "xsum_hallucination" / "summaries.jsonl"):
        text, marks = item["summary"], _value(item["annotations"])
        workers = {mark["worker"] for mark in marks}
        votes = np.zeros(len(text))
        for worker in workers:
            own = np.zeros(len(text), dtype=bool)
            for mark in marks:
                at = text.find(mark["span"]) if mark["worker"] == worker and mark["type"] != "NULL" else -1
                if at >= 0:
                    own[at : at + len(mark["span"])] = True
            votes += own
        agreed = votes * 2 > len(workers)
        finding = len({mark["worker"] for mark in marks if mark["type"] != "NULL"})
        if finding * 2 != len(workers):
            bad = int(finding * 2 > len(workers))
            yield Sample(
                "xsum", "xsum", f"xsum {item['bbcid']}", text, _evidence(item["document"]), bad, tuple(_runs(agreed))
            )


def _runs(marked: Any) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(int)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _wice(folder: Path) -> Iterator[Sample]:
    for item in _lines(folder / "wice" / "dev.jsonl"):
        source = f"wice {_value(item['meta'])['claim_title']}"
        bad = int(item["label"] != "supported")
        yield Sample("wice", "wice", source, item["claim"], _evidence("\n".join(_value(item["evidence"]))), bad)


def _attributionbench(folder: Path) -> Iterator[Sample]:
    for item in _lines(folder / "attributionbench" / "dev.jsonl"):
        bad = int(item["attribution_label"] != "attributable")
        yield Sample(
            "attributionbench", "attributionbench", f"attributionbench {item['question']}", item["claim"],
            _evidence(*_value(item["references"])), bad,
        )  # fmt: skip
