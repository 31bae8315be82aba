"""How adding, searching and opening grow with the library, beside what Chroma alone does with the same vectors.

    python -m benchmarks.scale --articles FILE.jsonl[.gz] --folder DIR [--sizes 1000,5000,10000,40000] [--queries 300]

Each size is a library of its own, added by one `add` in a process of its own. Then one process times `search` with
titles of articles in the library as queries, without and with a limit, and a fresh process is timed from its start to
the first result. Last, a process puts the same vectors and ids into a bare Chroma collection. The libraries stay in
DIR, which is deleted and made again. Figures depend on the machine; the ratio to Chroma is of the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.adding import read_articles
from rag import Newsroom
from rag.datatypes import ArticleEntry, Filters
from rag.settings import load_settings
from rag.store.library import Library

ROOT = Path(__file__).parent.parent
AT_ONCE = 5000
"""Vectors in one call of Chroma, near the most it takes."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one library. Times in seconds, latencies in milliseconds as (median, 95th percentile)."""

    articles: int
    chunks: int
    seconds: float
    peak_mb: float
    disk_mb: float
    chroma_seconds: float
    open_seconds: float
    latencies: dict[str, tuple[float, float]]


def measure(articles: Path, size: int, folder: Path, queries: int) -> Row:
    """Build one library and measure it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = folder / "articles.jsonl"
    with source.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in read_articles(articles, size))
    library = folder / "library"
    report, peak = _child(["-m", "rag", "--data", str(library), "add", str(source), "--json"])
    source.unlink()
    disk = sum(file.stat().st_size for file in library.rglob("*") if file.is_file())
    began = time.perf_counter()
    _child(["-m", "rag", "--data", str(library), "search", "what happened", "--json"])
    opened = time.perf_counter() - began
    found, _ = _child(["-m", "benchmarks.scale", "--measure", str(library), "--queries", str(queries)])
    bare, _ = _child(["-m", "benchmarks.scale", "--bare", str(library)])
    return Row(
        articles=report["added"],
        chunks=bare["vectors"],
        seconds=report["seconds"],
        peak_mb=peak,
        disk_mb=disk / 1e6,
        chroma_seconds=bare["seconds"],
        open_seconds=opened,
        latencies=found,
    )


def _child(arguments: Sequence[str]) -> tuple[Any, float]:
    """Run a process of its own; return the JSON that it prints and its peak memory in MB."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PLUMBLINE_", "OPENAI_"))}
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or not said:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}.")
    return json.loads(said), usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def time_searches(folder: Path, queries: int) -> dict[str, tuple[float, float]]:
    """Time searches for titles in an open library: without limits, with each kind, and with an outlet in the words."""
    with Newsroom.open(load_settings(data=folder, writer="embedded", database=None, chroma=None)) as newsroom:
        entries = [entry for entry in newsroom.articles() if entry.published]
        asked = random.Random(0).choices(entries, k=queries)

        def month(entry: ArticleEntry) -> Filters:
            return Filters(since=f"{entry.published:.7}-01", until=f"{entry.published:.7}-28")

        kinds: dict[str, Callable[[ArticleEntry], object]] = {
            "all": lambda entry: newsroom.search(entry.title),
            "an outlet": lambda entry: newsroom.search(entry.title, filters=Filters(outlets=(entry.outlet,))),
            "a month": lambda entry: newsroom.search(entry.title, filters=month(entry)),
            "a year on": lambda entry: newsroom.search(
                entry.title, filters=Filters(since=f"{entry.published:.4}-01-01")
            ),
            "naming an outlet": lambda entry: newsroom.search(f"What did {entry.outlet} say about {entry.title}?"),
        }
        return {kind: _latency(search, asked) for kind, search in kinds.items()}


def _latency(search: Callable[[ArticleEntry], object], asked: Sequence[ArticleEntry]) -> tuple[float, float]:
    times = []
    # The first few load what a process loads once.
    for entry in [*asked[:5], *asked]:
        began = time.perf_counter()
        search(entry)
        times.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(times[5:], 50)), float(np.percentile(times[5:], 95))


def time_bare_chroma(folder: Path) -> dict[str, float]:
    """Put the vectors of a library into a collection of Chroma's own, and nothing else."""
    import chromadb
    from chromadb.config import Settings

    bare = folder.parent / "bare"
    shutil.rmtree(bare, ignore_errors=True)
    settings = load_settings(data=folder, writer="embedded", database=None, chroma=None)
    with Library.open(settings) as library:
        parts = list(_stored(library))
    client = chromadb.PersistentClient(path=str(bare), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection("bare", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    began = time.perf_counter()
    for ids, vectors in parts:
        metadata = [{"article_id": key.split("-", 1)[0]} for key in ids]
        collection.add(ids=ids, embeddings=vectors, metadatas=metadata)  # type: ignore[arg-type]
    seconds = time.perf_counter() - began
    shutil.rmtree(bare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"vectors": sum(len(ids) for ids, _ in parts), "seconds": seconds, "peak_mb": peak}


def _stored(library: Library) -> Iterator[tuple[list[str], np.ndarray]]:
    ids = sorted(library.index.vectors.chunk_ids())
    for at in range(0, len(ids), AT_ONCE):
        found = library.index.vectors.vectors(ids[at : at + AT_ONCE])
        yield list(found), np.stack(list(found.values()))


def table(rows: Sequence[Row]) -> str:
    """Write the rows as Markdown tables."""
    lines = [
        "| articles | chunks | add, s | articles/s | Chroma alone, s | share of its rate | peak, MB | disk, MB |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row.articles} | {row.chunks} | {row.seconds:.1f} | {row.articles / row.seconds:.0f} "
        f"| {row.chroma_seconds:.1f} | {row.chroma_seconds / row.seconds:.2f} | {row.peak_mb:.0f} | {row.disk_mb:.0f} |"
        for row in rows
    ]
    kinds = list(rows[0].latencies)
    lines += ["", f"| articles | open, s | {' | '.join(kinds)} |", "|--:|--:|" + "--:|" * len(kinds)]
    for row in rows:
        cells = " | ".join(f"{median:.0f} / {high:.0f}" for median, high in row.latencies.values())
        lines.append(f"| {row.articles} | {row.open_seconds:.2f} | {cells} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="JSONL, plain or gzipped")
    parser.add_argument("--folder", type=Path, help="where the libraries go")
    parser.add_argument("--sizes", default="1000,5000,10000,40000", help="articles in each library (%(default)s)")
    parser.add_argument("--queries", type=int, default=300, help="searches of each kind (%(default)s)")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(time_searches(options.measure, options.queries)))
    elif options.bare:
        print(json.dumps(time_bare_chroma(options.bare)))
    elif options.articles and options.folder:
        rows = []
        for size in map(int, options.sizes.split(",")):
            rows.append(measure(options.articles, size, options.folder / str(size), options.queries))
            print(table(rows[-1:]), file=sys.stderr, flush=True)
        print(table(rows))
    else:
        parser.error("give --articles and --folder")


if __name__ == "__main__":
    main()
