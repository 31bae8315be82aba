"""How fast articles are added: Plumbline beside the usual LangChain pipeline, on the same articles in one run.

    python -m benchmarks.adding --articles FILE.jsonl[.gz] [--peer-python PYTHON] [--limit 1000] [--peer-limit 100]

Each side runs in a process and an empty folder of its own, in turn, so that a busy moment meets both. Rates are
articles a second of work: for Plumbline what `add` reports as its seconds, which loads Chroma and the embedding model
on the way; for the peer the time after both are loaded. The wall time of the whole process stands beside
them. It measures speed and memory only, not how well either side finds things.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PEER = Path(__file__).with_name("peer_langchain.py")
FIELDS = {"outlet": ("outlet", "source"), "published": ("published", "date"), "title": ("title",), "url": ("url",)}
"""Where each field of an article may stand in the file; the first that is there counts."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: `seconds` of work, `wall` from start to end, and what it said about itself."""

    articles: int
    seconds: float
    wall: float
    peak_mb: float
    report: dict[str, Any]

    @property
    def rate(self) -> float:
        """Articles a second of work."""
        return self.articles / self.seconds


def read_articles(file: Path, limit: int) -> Iterator[dict[str, str | None]]:
    """Read the first articles of a JSONL file as records that both sides understand; those without text are skipped."""
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines if line.strip())
        yield from islice((_article(record) for record in records if record.get("text")), limit)


def _article(record: dict[str, Any]) -> dict[str, str | None]:
    found = {field: next((record[name] for name in names if record.get(name)), None) for field, names in FIELDS.items()}
    return {**found, "text": record["text"]}


def run_ours(file: Path, articles: int) -> Run:
    """Add a file with the command line, as a person would."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "rag", "--data", folder, "add", str(file), "--json"]
        return _run(command, articles, folder)


def run_peer(python: str, file: Path, articles: int) -> Run:
    """Add a file with the peer, in its own interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        return _run([python, str(PEER), str(file), f"{folder}/chroma"], articles, folder)


def _run(command: Sequence[str], articles: int, folder: str) -> Run:
    """Run a side in an empty folder, without settings of this machine, and measure it."""
    settings = ("PLUMBLINE_", "OPENAI_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(settings)}
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=said, stderr=complaints, env={**environment, "PYTHONPATH": str(ROOT)}
        )
        # wait4 gives the memory of this one child; getrusage would give the largest of all so far.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complaints.seek(0)
        answer = said.read()
        # 1 is "done, with failures listed", but also what an interpreter that cannot start a module ends with.
        if process.returncode not in (0, 1) or not answer:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{complaints.read()[-2000:]}")
        report = json.loads(answer)
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(articles, report["seconds"], wall, kilobytes / 1024, report)


def measure(options: argparse.Namespace) -> dict[str, list[Run]]:
    """Run both sides in turn, as often as asked."""
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        full, count = _write(Path(folder) / "articles.jsonl", options.articles, options.limit)
        part, peer_count = _write(Path(folder) / "part.jsonl", options.articles, min(options.peer_limit, count))
        for number in range(1, options.repeat + 1):
            print(f"Run {number} of {options.repeat}", file=sys.stderr)
            runs.setdefault("plumbline", []).append(run_ours(full, count))
            if options.peer_python:
                if peer_count < count:
                    runs.setdefault("plumbline, the peer's articles", []).append(run_ours(part, peer_count))
                runs.setdefault("langchain", []).append(run_peer(options.peer_python, part, peer_count))
    return runs


def _write(file: Path, articles: Path, limit: int) -> tuple[Path, int]:
    records = list(read_articles(articles, limit))
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file, len(records)


def summary(runs: dict[str, list[Run]]) -> dict[str, Any]:
    """Give the median of each side, the ratio on the same articles, and every run."""
    sides = {
        side: {
            "articles": done[0].articles,
            "articles_per_second": statistics.median(run.rate for run in done),
            "seconds": statistics.median(run.seconds for run in done),
            "wall_seconds": statistics.median(run.wall for run in done),
            "peak_mb": max(run.peak_mb for run in done),
        }
        for side, done in runs.items()
    }
    result: dict[str, Any] = {"sides": sides, "ratio": None, "ratio_wall": None, "ratio_at_limit": None}
    if peer := sides.get("langchain"):
        ours = sides.get("plumbline, the peer's articles", sides["plumbline"])
        result["ratio"] = ours["articles_per_second"] / peer["articles_per_second"]
        result["ratio_wall"] = peer["wall_seconds"] / ours["wall_seconds"]
        result["ratio_at_limit"] = sides["plumbline"]["articles_per_second"] / peer["articles_per_second"]
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    every = {side: [asdict(run) for run in done] for side, done in runs.items()}
    return {**result, "machine": machine, "runs": every}


def table(result: dict[str, Any]) -> str:
    """Write the summary as a Markdown table."""
    lines = [
        "| side | articles | articles/s | work, s | whole process, s | peak memory, MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for side, figures in result["sides"].items():
        lines.append(
            f"| {side} | {figures['articles']} | {figures['articles_per_second']:.1f} | {figures['seconds']:.1f} "
            f"| {figures['wall_seconds']:.1f} | {figures['peak_mb']:.0f} |"
        )
    if result["ratio"]:
        lines.append("")
        lines.append(
            f"On the same articles: {result['ratio']:.0f} times the peer's rate, {result['ratio_wall']:.0f} times as "
            f"fast from start to end of the process; on all {result['sides']['plumbline']['articles']} articles "
            f"{result['ratio_at_limit']:.0f} times the peer's rate."
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table and write the JSON where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adding", description=__doc__)
    parser.add_argument("--articles", type=Path, required=True, help="JSONL, plain or gzipped")
    parser.add_argument("--limit", type=int, default=1000, help="articles for Plumbline (%(default)s)")
    parser.add_argument("--peer-limit", type=int, default=100, help="articles for the peer (%(default)s)")
    parser.add_argument("--peer-python", help="interpreter with benchmarks/requirements.txt; without it, no peer")
    parser.add_argument("--repeat", type=int, default=3, help="times each side runs (%(default)s)")
    parser.add_argument("--out", type=Path, help="where to write every figure as JSON")
    options = parser.parse_args(arguments)
    if not options.articles.is_file() or min(options.limit, options.peer_limit, options.repeat) < 1:
        parser.error("there is no such file of articles, or a number below 1")
    result = summary(measure(options))
    print(table(result))
    if options.out:
        options.out.write_text(json.dumps(result, indent=2, allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
