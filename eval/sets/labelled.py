"""Public sets in which people said whether a text is supported, or whether a sentence is biased."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.articles import share_of
from eval.cases import read_jsonl
from rag.datatypes import EvidenceParagraph


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its evidence, and whether people found fault with it. `group` is the source it belongs to.

    `spans` say where the fault is, as offsets into the text, in a set in which people marked that.
    """

    id: str
    group: str
    text: str
    evidence: tuple[EvidenceParagraph, ...]
    faulty: bool
    spans: tuple[tuple[int, int], ...] | None = None


def load_labelled(folder: Path, name: str) -> list[Labelled] | None:
    """Load a set by name; None if the folder does not have it."""
    files = _FILES[name]
    places = [folder / name, folder]
    place = next((p for p in places if all((p / file).is_file() for file in files)), None)
    return None if place is None else list(_LOADERS[name](place))


def _ragtruth(place: Path) -> Iterator[Labelled]:
    for task, field in (("summary", "source"), ("qa", "context")):
        for number, line in enumerate(read_jsonl(place / f"{task}.jsonl")):
            spans = tuple((span["start"], span["end"]) for span in _value(line["labels"]))
            evidence = plain_evidence(line[field])
            yield Labelled(f"{task} {number}", line["source_id"], line["response"], evidence, bool(spans), spans)


def _wice(place: Path) -> Iterator[Labelled]:
    for line in read_jsonl(place / "dev.jsonl"):
        meta = _value(line["meta"])
        evidence = plain_evidence("\n".join(_value(line["evidence"])))
        yield Labelled(meta["id"], meta["claim_title"], line["claim"], evidence, line["label"] != "supported")


def _attributionbench(place: Path) -> Iterator[Labelled]:
    for line in read_jsonl(place / "dev.jsonl"):
        faulty = line["attribution_label"] != "attributable"
        yield Labelled(line["id"], line["question"], line["claim"], plain_evidence(*_value(line["references"])), faulty)


def _multinews(place: Path) -> Iterator[Labelled]:
    """Yield each summary sentence with the source sentences people aligned, and with as many they did not.

    Those not aligned are drawn from the same articles, always in the same way; people did not say of each that it
    lacks the sentence, so a few may well hold it.
    """
    for line in read_jsonl(place / "dev.jsonl"):
        aligned: dict[str, dict[str, None]] = {}
        for mark in line["set_of_highlights_in_context"]:
            aligned.setdefault(mark["scuSentence"], {})[mark["docSentText"].strip()] = None
        everything = [t.strip() for document in line["documents"] for t in document["documentText"] if len(t) > 40]
        for number, (sentence, texts) in enumerate(aligned.items()):
            id = f"{line['unique_id']} {number}"
            others = [text for text in everything if text not in texts]
            others.sort(key=lambda text: share_of(f"{id} {text}"))
            yield Labelled(f"{id} aligned", line["unique_id"], sentence, plain_evidence(*texts), False)
            yield Labelled(f"{id} other", line["unique_id"], sentence, plain_evidence(*others[: len(texts)]), True)


def _babe(place: Path) -> Iterator[Labelled]:
    for number, line in enumerate(read_jsonl(place / "sentences.jsonl")):
        if line["label_bias"] in ("Biased", "Non-biased"):
            faulty = line["label_bias"] == "Biased"
            yield Labelled(str(number), line["news_link"] or str(number), line["text"], (), faulty)


def plain_evidence(*texts: str) -> tuple[EvidenceParagraph, ...]:
    """Return texts as paragraphs of which nothing else is known."""
    return tuple(EvidenceParagraph(str(i), str(i), "", "", None, None, text) for i, text in enumerate(texts))


def _value(field: Any) -> Any:
    """Return a field that some files hold as a Python literal in a string."""
    return ast.literal_eval(field) if isinstance(field, str) else field


_LOADERS: dict[str, Callable[[Path], Iterator[Labelled]]] = {
    "ragtruth": _ragtruth,
    "attributionbench": _attributionbench,
    "wice": _wice,
    "multinews_attribution": _multinews,
    "babe": _babe,
}
_FILES = {
    "ragtruth": ("summary.jsonl", "qa.jsonl"),
    "attributionbench": ("dev.jsonl",),
    "wice": ("dev.jsonl",),
    "multinews_attribution": ("dev.jsonl",),
    "babe": ("sentences.jsonl",),
}
SETS = tuple(_LOADERS)
