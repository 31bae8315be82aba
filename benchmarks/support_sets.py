"""Loads the research sets on which the support score is trained, as samples of one form; it downloads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.cases import read_jsonl
from eval.sets.labelled import Labelled, load_labelled, plain_evidence
from rag.datatypes import EvidenceParagraph

_SETS = ("ragtruth", "wice", "attributionbench")


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
    labelled = [_sample(name, one) for name in _SETS for one in load_labelled(folder, name) or ()]
    return [*labelled, *_xsum(folder)]


def _sample(name: str, one: Labelled) -> Sample:
    # The two tasks of one set are told apart by what an id begins with: "summary 12", "qa 12".
    part = f"{name}-{one.id.split()[0]}" if name == "ragtruth" else name
    return Sample(part, name, f"{name} {one.group}", one.text, one.evidence, int(one.faulty), one.spans)


def _xsum(folder: Path) -> Iterator[Sample]:
    for item in read_jsonl(folder / "xsum_hallucination" / "summaries.jsonl"):
        text, marks = item["summary"], item["annotations"]
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
                "xsum",
                "xsum",
                f"xsum {item['bbcid']}",
                text,
                plain_evidence(item["document"]),
                bad,
                tuple(_runs(agreed)),
            )


def _runs(marked: Any) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(int)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
