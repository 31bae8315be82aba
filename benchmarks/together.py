"""Several programs on one library: four add overlapping files at once, one reads and searches all the time.

    python -m benchmarks.together [--articles FILE.jsonl[.gz]] [--count 5000] [--shared 1000] [--out together.json]

The reader holds the search index and looks for news in a thread of its own, as the app does. It lists, opens and
searches all the time, and holds every article and passage that it sees against the file: a half article would show.
It notes how long a search took, and how long news took to be in the index. Beside that a command that needs the index
is given again and again: it must say who holds it. At the end every article must be there once, with one version, and
in both indexes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from benchmarks.invented import Item, articles_of, take, write_lines
from benchmarks.whole import compare
from rag import Newsroom
from rag.settings import Settings, WriterChoice

ROOT = Path(__file__).parent.parent
ADDERS = 4
LOOKS = 20
"""Articles opened and passages compared in each round of the reader."""

PAUSE = 0.1
LOOK_EVERY = 1.0


@dataclass(slots=True)
class Seen:
    """What the reader saw. `lags` are the seconds from writing an article to having it in the index, at the longest."""

    rounds: int = 0
    opened: int = 0
    passages: int = 0
    wrong: list[str] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """What came of it."""

    articles: int
    reports: list[dict[str, Any]]
    faults: list[str]
    locked: int
    rounds: int
    opened: int
    passages: int
    longest_search: float
    longest_lag: float
    lag_when_quiet: float
    seconds: float


def read_all_the_time(data: Path, texts: Mapping[str, str], stop: Event, told: Any) -> None:
    """Be the reader, until told to stop; then say what was seen."""
    seen = Seen()
    with Newsroom.open(Settings(data=data, writer=WriterChoice.EMBEDDED)) as newsroom:
        newsroom.search("the harbour")
        watching = threading.Thread(target=_look_for_news, args=(newsroom, stop, seen))
        watching.start()
        told.put("ready")
        while not stop.wait(PAUSE):
            _look_round(newsroom, texts, seen)
        watching.join()
    told.put(seen)


def _look_for_news(newsroom: Newsroom, stop: Event, seen: Seen) -> None:
    while not stop.is_set():
        began = time.monotonic()
        newsroom.refresh()
        # What was written just after the look before this one waited for the pause, and for all of this one.
        seen.lags.append(time.monotonic() - began + LOOK_EVERY)
        stop.wait(LOOK_EVERY)


def _look_round(newsroom: Newsroom, texts: Mapping[str, str], seen: Seen) -> None:
    """List, open some articles, and search; hold what is seen against what was added."""
    entries = newsroom.articles()
    for entry in entries[seen.rounds % 7 :: max(1, len(entries) // LOOKS)]:
        seen.opened += 1
        if newsroom.article(entry.id).text != texts.get(entry.id):
            seen.wrong.append(f"article {entry.id} is not as it was added")
    began = time.monotonic()
    for passage in newsroom.search(f"council harbour election {seen.rounds}", LOOKS):
        seen.passages += 1
        if not all(part.text in texts.get(passage.article_id, "") for part in passage.paragraphs):
            seen.wrong.append(f"a passage of {passage.article_id} is not in the article")
    seen.waits.append(time.monotonic() - began)
    seen.rounds += 1


def run(folder: Path, items: Sequence[Item], shared: int) -> Result:
    """Add all items with four programs at once, the first two of which have `shared` in common."""
    began = time.perf_counter()
    data, spawn = folder / "library", mp.get_context("spawn")
    stop, told = spawn.Event(), spawn.Queue()
    texts = {item.article.id: item.article.text for item in items}
    reader = spawn.Process(target=read_all_the_time, args=(data, texts, stop, told), daemon=True)
    reader.start()
    told.get(timeout=120)
    files = [write_lines(part, folder / f"{n}.jsonl") for n, part in enumerate(_parts(items[:-1], shared))]
    adders = [_start(data, "add", str(file), "--json") for file in files]
    faults, locked = [], 0
    while any(adder.poll() is None for adder in adders):
        done = subprocess.run(_command(data, "search", "the harbour"), cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 3 and f"in use by process {reader.pid} " in done.stderr:
            locked += 1
        else:
            faults.append(f"search beside the reader: {done.returncode} {done.stderr}")
        time.sleep(1)
    reports = []
    for adder in adders:
        out, err = adder.communicate()
        if adder.returncode or err:
            faults.append(f"add: {adder.returncode} {err}")
        reports.append(json.loads(out) if out else {})
    quiet = _lag_of_one(folder, data, items[-1], reader.pid or 0)
    stop.set()
    seen: Seen = told.get(timeout=600)
    reader.join()
    held = {item.article.id: (item.article.version,) for item in items}
    found = compare(data, held)
    faults += seen.wrong + found.faults()
    if (added := sum(report.get("added", 0) for report in reports)) != len(items) - 1:
        faults.append(f"{added} were reported as added")
    seconds = round(time.perf_counter() - began, 1)
    return Result(
        found.articles, reports, faults, locked, seen.rounds, seen.opened, seen.passages,
        round(max(seen.waits), 2), round(max(seen.lags), 2), round(quiet, 2), seconds,
    )  # fmt: skip


def _parts(items: Sequence[Item], shared: int) -> list[Sequence[Item]]:
    """Cut the articles into four parts, of which the first two overlap."""
    size = -(-len(items) // ADDERS)
    parts = [list(items[at : at + size]) for at in range(0, len(items), size)]
    common = list(items[: min(shared, size)])
    return [parts[0], [*parts[1], *common], *parts[2:]]


def _lag_of_one(folder: Path, data: Path, item: Item, holder: int) -> float:
    """Add one more article while nothing else is added; return the seconds until the reader has indexed it."""
    checkpoints = data / "index"
    before = _sequences(checkpoints)
    _start(data, "add", str(write_lines([item], folder / "one.jsonl"))).communicate()
    began = time.monotonic()
    while min(_sequences(checkpoints)) <= max(before):
        if time.monotonic() - began > 60:
            raise TimeoutError(f"process {holder} did not index what was added")
        time.sleep(0.02)
    return time.monotonic() - began


def _sequences(index: Path) -> list[int]:
    return [int(json.loads(path.read_text(encoding="utf-8"))["seq"]) for path in index.glob("*/checkpoint")]


def _command(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "rag", "--data", str(data), *arguments]


def _start(data: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _command(data, *arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def table(result: Result) -> str:
    """Lay the result out as Markdown."""
    reports = [f"{r.get('added')} added, {r.get('unchanged')} already there" for r in result.reports]
    rows = [
        ("articles at the end", result.articles), *((f"program {n}", told) for n, told in enumerate(reports, start=1)),
        ("rounds of the reader", result.rounds), ("articles opened", result.opened), ("passages read", result.passages),
        ("longest search, while all add (s)", result.longest_search),
        ("longest wait of an article for the index, while all add (s)", result.longest_lag),
        ("wait of one article when nothing else is added, after its `add` (s)", result.lag_when_quiet),
        ("searches refused, naming the holder", result.locked), ("faults", len(result.faults)),
        ("seconds", result.seconds),
    ]  # fmt: skip
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def main() -> int:
    """Run it and print the table; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="JSON Lines, .gz or not; invented articles unless given")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--shared", type=int, default=1000)
    parser.add_argument("--out", type=Path, help="write the result as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="together-") as folder:
        # One more than is added at once: it is added last, alone.
        result = run(Path(folder), take(articles_of(options.articles, 1), options.count + 1), options.shared)
    print(table(result))
    for fault in result.faults[:20]:
        print(fault, file=sys.stderr)
    if options.out:
        options.out.write_text(json.dumps(asdict(result), indent=1), encoding="utf-8")
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())
