"""Damaged files by the thousand: each is read or refused with a reason; none may crash the reader or keep it for long.

    python -m benchmarks.fuzz [--files 10000] [--seed 1] [--formats .pdf .html] [--workers 1] [--keep FOLDER]

Every file is read in a worker process, as `add` reads it, with a limit of memory and of time. An exception that is no
`SourceError` is a crash; so is the death of the worker, as when the PDF library itself fails. A file that takes longer
than the limit in processor time is a hang. Files that did either are written to `--keep`, and number and seed make
them again.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import random
import resource
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from benchmarks.damage import damaged, seeds

SECONDS = 10.0
WALL = 60.0
"""Seconds after which a worker is ended whatever its processor time: the machine may be busy."""

MEMORY = 3_000_000_000
OUTCOMES = ("read", "refused", "crash", "native crash", "hang")


@dataclass(frozen=True, slots=True)
class Case:
    """One damaged file: its number in a run makes it again."""

    suffix: str
    number: int
    seed: int

    def data(self) -> bytes:
        """Make the file."""
        return damaged(self.suffix, random.Random(f"{self.seed} {self.suffix} {self.number}"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, in words, and the processor time."""

    kind: str
    detail: str = ""
    seconds: float = 0.0


def read(suffix: str, data: bytes) -> bool:
    """Read a file to articles as `add` does; return whether there was one.

    Raises:
        SourceError: it cannot be read; the message says why.
    """
    from rag.datatypes import Draft
    from rag.errors import SourceError
    from rag.ingest import build_article
    from rag.ingest.formats import COUNTERS, READERS, Document

    document, found, refused = Document("x" + suffix, data), False, None
    if suffix in COUNTERS:
        try:
            COUNTERS[suffix](document)
        except SourceError as error:
            refused = error
    for item in READERS[suffix](document):
        if isinstance(item, Draft):
            try:
                build_article(item)
                found = True
            except SourceError as error:
                refused = error
    if refused and not found:
        raise refused
    return found


def judge(case: Case) -> Outcome:
    """Read one damaged file and say what came of it."""
    from rag.errors import SourceError

    data, began = case.data(), time.process_time()
    try:
        kind, detail = ("read" if read(case.suffix, data) else "refused"), ""
    except SourceError as error:
        kind, detail = ("refused", "") if str(error) else ("crash", "a refusal without a word")
    except Exception:  # noqa: BLE001  (whatever it is, it is what this looks for)
        kind, detail = "crash", traceback.format_exc()
    seconds = time.process_time() - began
    return Outcome("hang" if seconds > SECONDS and kind != "crash" else kind, detail, seconds)


def work(pipe: Connection) -> None:
    """Judge files until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seeds()
    while (case := pipe.recv()) is not None:
        pipe.send(judge(case))


class Worker:
    """A process that judges, and the file it is at."""

    def __init__(self) -> None:
        self.pipe, theirs = mp.get_context("spawn").Pipe()
        self.process = mp.get_context("spawn").Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.case: Case | None = None
        self.since = 0.0

    def give(self, case: Case) -> None:
        """Begin with a file."""
        self.case, self.since = case, time.monotonic()
        self.pipe.send(case)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.process.kill()
        self.process.join()

    def result(self) -> Outcome | None:
        """Return what came of the file, None if it is still being read."""
        if self.pipe.poll():
            try:
                return self.pipe.recv()  # type: ignore[no-any-return]
            except EOFError:
                self.process.join()
                return Outcome("native crash", f"the process ended with {self.process.exitcode}")
        if time.monotonic() - self.since > WALL:
            return Outcome("hang", f"still at it after {WALL:.0f} seconds", WALL)
        return None


def run(cases: Iterator[Case], workers: int) -> Iterator[tuple[Case, Outcome]]:
    """Judge all files, each in some worker; one that died is replaced."""
    busy: list[Worker] = []
    idle = [Worker() for _ in range(workers)]
    waiting = next(cases, None)
    while waiting or busy:
        while waiting and idle:
            worker = idle.pop()
            worker.give(waiting)
            busy.append(worker)
            waiting = next(cases, None)
        wait([worker.pipe for worker in busy], timeout=1.0)
        for worker in list(busy):
            outcome = worker.result()
            if outcome is not None and worker.case is not None:
                yield worker.case, outcome
                busy.remove(worker)
                dead = outcome.kind == "native crash" or outcome.seconds >= WALL
                if dead:
                    worker.end()
                idle.append(Worker() if dead else worker)
    for worker in idle:
        worker.end()


def cases_of(suffixes: Sequence[str], files: int, seed: int) -> Iterator[Case]:
    """Yield the files of a run, the formats by turns."""
    for number in range(files):
        yield Case(suffixes[number % len(suffixes)], number, seed)


def main() -> int:
    """Run it and print the table; 1 if anything crashed or hung."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="+", default=sorted(seeds()), choices=sorted(seeds()), metavar="SUFFIX")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the files that crashed or hung")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: Counter[str] = Counter()
    for case, outcome in run(cases_of(options.formats, options.files, options.seed), options.workers):
        counts[case.suffix][outcome.kind] += 1
        slowest[case.suffix] = max(slowest[case.suffix], round(outcome.seconds * 100))
        if outcome.kind not in ("read", "refused"):
            print(f"{case}: {outcome.kind}: {outcome.detail}", file=sys.stderr, flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{case.seed}-{case.number}{case.suffix}").write_bytes(case.data())
    print(f"| format | {' | '.join(OUTCOMES)} | slowest (s) |\n|---|{'---|' * (len(OUTCOMES) + 1)}")
    for suffix in sorted(counts):
        row = " | ".join(str(counts[suffix][kind]) for kind in OUTCOMES)
        print(f"| `{suffix}` | {row} | {slowest[suffix] / 100:.2f} |")
    total = sum(counts.values(), Counter())
    print(f"| all | {' | '.join(str(total[kind]) for kind in OUTCOMES)} | {max(slowest.values()) / 100:.2f} |")
    return 1 if total["crash"] + total["native crash"] + total["hang"] else 0


if __name__ == "__main__":
    sys.exit(main())
