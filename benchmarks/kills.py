"""What a kill can do to a library: nothing. SIGKILLs at random moments of commands that write, and a count after them.

    python -m benchmarks.kills [--kills 200] [--articles FILE.jsonl[.gz]] [--seed 1] [--out kills.json]

A library grows by commands in processes of their own: `add` of 5 to 300 articles, corrections of articles held,
`remove`, a `search` that has to build a deleted index, a `doctor --repair` of a damaged one. Each is killed, half of
them at a moment drawn evenly from the time it was measured to take, half within 10 ms after it wrote to one of the
library's files; and then given again, until it was not killed. After every kill the catalogue must hold all of the
command or nothing. Every ten kills all is compared: articles, versions, groups, and the chunks in both indexes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from benchmarks.invented import Item, articles_of, corrected, take, write_lines
from benchmarks.whole import compare, current
from rag.settings import Settings
from rag.store.library import Library

ROOT = Path(__file__).parent.parent
KINDS = {"add": 55, "correct": 15, "remove": 10, "build": 10, "repair": 10}
"""How often each kind of command comes, in percent."""

WRITTEN = ("plumbline.db-wal", "meta.json", "checkpoint", "chroma.sqlite3", "chroma.sqlite3-journal", "sizes.json")
"""Files of which one is chosen: the kill comes just after it was written."""

JUST_AFTER = 0.010
POLL = 0.001


@dataclass(frozen=True, slots=True)
class Command:
    """A command, how many articles it is about, and what the library should hold before and after it."""

    kind: str
    size: int
    arguments: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class Tally:
    """What happened. `moments` says how far killed commands had come."""

    kills: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    at_a_write: int = 0
    checks: int = 0
    lost: int = 0
    duplicated: int = 0
    half_indexed: int = 0
    faults: list[str] = field(default_factory=list)
    articles: int = 0
    chunks: int = 0
    seconds: float = 0.0


class Harness:
    """One library under fire."""

    def __init__(self, folder: Path, items: Iterator[Item], seed: int, sizes: tuple[int, int]) -> None:
        self.tally = Tally()
        self._folder = folder
        self._data = folder / "library"
        self._items = items
        self._chance = random.Random(seed)
        self._sizes = sizes
        self._held: dict[str, tuple[str, ...]] = {}
        self._of: dict[str, Item] = {}
        self._taken: list[tuple[str, int, float]] = []

    def run(self, kills: int, *, check_every: int = 10, calm: float = 0.4, kinds: Mapping[str, int] = KINDS) -> Tally:
        """Kill so many times. `calm` is the chance that a command given again is left alone.

        The first command of each kind is left alone too, to see how long it takes.
        """
        began, checked = time.perf_counter(), 0
        for kind in kinds:
            self._complete(self._command(kind))
        while (done := self.tally.kills.total()) < kills:
            if done - checked >= check_every:
                checked = done
                self.check()
            kind = self._chance.choices(list(kinds), list(kinds.values()))[0]
            command = self._command(kind)
            while killed := self._strike(command):
                if self._chance.random() < calm or self.tally.kills.total() >= kills:
                    break
            if killed:
                self._complete(command)
            self._held = command.after
        self.check()
        self.tally.seconds = round(time.perf_counter() - began, 1)
        return self.tally

    def check(self) -> None:
        """Compare everything that the library holds with what it should hold."""
        self.tally.checks += 1
        print(f"{self.tally.kills.total()} kills", file=sys.stderr, flush=True)
        doctor = self._finish(self._start(("doctor", "--json")))
        if doctor.returncode or not json.loads(doctor.stdout)["ok"]:
            self._fault(f"doctor: {doctor.stdout} {doctor.stderr}")
        found = compare(self._data, self._held)
        self.tally.articles, self.tally.chunks = found.articles, found.chunks
        self.tally.lost += found.lost
        self.tally.duplicated += found.duplicated
        self.tally.half_indexed += found.half_indexed
        for fault in found.faults():
            self._fault(fault)

    def _command(self, kind: str) -> Command:
        """Make up the next command of a kind."""
        size = min(round(self._sizes[0] * (self._sizes[1] / self._sizes[0]) ** self._chance.random()), self._sizes[1])
        if kind in ("add", "correct"):
            if kind == "add":
                batch = take(self._items, size)
            else:
                keys = self._chance.sample(sorted(self._held), min(size, len(self._held)))
                batch = [corrected(self._of[key], len(self._held[key])) for key in keys]
            file = write_lines(batch, self._folder / "batch.jsonl")
            self._of |= {item.article.id: item for item in batch if item.article.id not in self._of}
            added = {i.article.id: (*self._held.get(i.article.id, ()), i.article.version) for i in batch}
            return Command(kind, len(batch), ("add", str(file), "--json"), self._held, self._held | added)
        if kind == "remove":
            gone = self._chance.choice(sorted(self._held))
            left = {key: kept for key, kept in self._held.items() if key != gone}
            return Command(kind, 1, ("remove", gone), self._held, left)
        arguments = ("search", "the harbour", "-k", "1") if kind == "build" else ("doctor", "--repair", "--json")
        return Command(kind, len(self._held), arguments, self._held, self._held)

    def _damage(self, kind: str) -> None:
        """Give the command something to build or to repair."""
        if kind == "build":
            shutil.rmtree(self._data / "index", ignore_errors=True)
        elif kind == "repair":
            with Library.open(Settings(data=self._data)) as library:
                library.catch_up()
                library.index.words.remove(self._chance.sample(sorted(self._held), 3))
                library.index.words.commit()

    def _strike(self, command: Command) -> bool:
        """Begin a command and kill it at some moment; return whether it was still at work."""
        self._damage(command.kind)
        target = self._chance.choice(WRITTEN) if self._chance.random() < 0.5 else None
        process = self._start(command.arguments)
        self._wait(process, target, self._expected(command))
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        found = current(self._data) if (self._data / "plumbline.db").exists() else {}
        before, after = ({key: kept[-1] for key, kept in one.items()} for one in (command.before, command.after))
        if found not in (before, after):
            self._fault(f"half of a command is in the catalogue: {command.arguments}")
        if out.strip() and command.kind != "build" and found != after:
            self._fault(f"it reported what is not there: {command.arguments}: {out}")
        if process.returncode != -signal.SIGKILL:
            if process.returncode and not _gone(command, process.returncode):
                self._fault(f"{command.arguments} ended with {process.returncode}: {err}")
            return False
        self.tally.kills[command.kind] += 1
        self.tally.at_a_write += target is not None
        self.tally.moments[self._moment(found == before and before != after)] += 1
        return True

    def _wait(self, process: subprocess.Popen[str], target: str | None, seconds: float) -> None:
        """Wait for the moment of the kill, or for the end of the process."""
        if target is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(self._chance.uniform(0, seconds))
            return
        seen = self._looks(target)
        while process.poll() is None and self._looks(target) == seen:
            time.sleep(POLL)
        time.sleep(self._chance.uniform(0, JUST_AFTER))

    def _looks(self, name: str) -> set[tuple[str, int, int]]:
        found = set()
        for folder, _, names in os.walk(self._data):
            if name in names:
                with contextlib.suppress(FileNotFoundError):
                    state = Path(folder, name).stat()
                    found.add((folder, state.st_mtime_ns, state.st_size))
        return found

    def _complete(self, command: Command) -> None:
        """Give a command again and let it end: it must carry on whatever was left."""
        if command.kind in ("build", "repair"):
            self._damage(command.kind)
        began = time.perf_counter()
        done = self._finish(self._start(command.arguments))
        self._taken.append((command.kind, command.size, time.perf_counter() - began))
        self.tally.commands[command.kind] += 1
        if done.returncode and not _gone(command, done.returncode):
            self._fault(f"{command.arguments} did not carry on ({done.returncode}): {done.stdout} {done.stderr}")
        self._held = command.after

    def _expected(self, command: Command) -> float:
        """Return the seconds a command of this kind and size took the last time."""
        same = [
            (abs(size - command.size), seconds) for kind, size, seconds in self._taken[-60:] if kind == command.kind
        ]
        return min(same, default=(0, 3.0))[1]

    def _moment(self, nothing_written: bool) -> str:
        """Say how far a killed command had come, from what it left on the disk."""
        if nothing_written:
            return "starting, reading, or in the transaction"
        with sqlite3.connect(self._data / "plumbline.db") as connection:
            last = connection.execute("SELECT max(seq) FROM changes").fetchone()[0] or 0
            row = connection.execute("SELECT value FROM facts WHERE key = 'groups'").fetchone()
        if (int(row[0]) if row else 0) < last:
            return "after the catalogue, before the groups"
        seen = {path.parent.name: _sequence(path) for path in (self._data / "index").glob("*/checkpoint")}
        if seen.pop("word", 0) < last:
            return "while indexing"
        if min(seen.values(), default=0) < last:
            return "between the checkpoints of words and vectors"
        return "with all written, or nothing to write"

    def _start(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "rag", "--data", str(self._data), *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def _finish(self, process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
        out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def _fault(self, text: str) -> None:
        self.tally.faults.append(f"after {self.tally.kills.total()} kills: {text}")
        print(self.tally.faults[-1], file=sys.stderr)


def _gone(command: Command, code: int) -> bool:
    """Whether a removal was refused because the killed one before it had been successful."""
    return command.kind == "remove" and code == 3


def _sequence(checkpoint: Path) -> int:
    try:
        return int(json.loads(checkpoint.read_text(encoding="utf-8"))["seq"])
    except (OSError, ValueError, KeyError):
        return 0


def table(tally: Tally) -> str:
    """Lay the tally out as Markdown."""
    rows = [
        ("kills", tally.kills.total()), *((f"of `{kind}`", n) for kind, n in sorted(tally.kills.items())),
        ("of them within 10 ms of a write", tally.at_a_write),
        *((f"killed {moment}", n) for moment, n in sorted(tally.moments.items())),
        ("full checks", tally.checks), ("articles at the end", tally.articles), ("chunks at the end", tally.chunks),
        ("articles lost", tally.lost), ("duplicated", tally.duplicated), ("half indexed", tally.half_indexed),
        ("other faults", len(tally.faults)), ("seconds", tally.seconds),
    ]  # fmt: skip
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {number} |" for name, number in rows)])


def main() -> int:
    """Run it and print the table; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=Path, help="JSON Lines, .gz or not; invented articles unless given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, default=5, help="articles in an add at least")
    parser.add_argument("--most", type=int, default=300, help="articles in an add at most")
    parser.add_argument("--out", type=Path, help="write the tally as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-", dir=os.environ.get("TMPDIR")) as folder:
        items = articles_of(options.articles, options.seed)
        harness = Harness(Path(folder), items, options.seed, (options.least, options.most))
        tally = harness.run(options.kills)
    print(table(tally))
    if options.out:
        told = {field.name: getattr(tally, field.name) for field in fields(tally)}
        options.out.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
