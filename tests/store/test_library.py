"""A library among several processes: nothing lost, nothing twice, whoever writes, waits or is killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import LibraryError, LibraryLockedError
from rag.settings import Settings
from rag.store.catalogue import Outcome
from rag.store.index import FEW
from rag.store.library import Library
from tests.builders import filled, numbered, open_library
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from tests.builders import open_library
with open_library(Path(sys.argv[1])) as library:
    library.catch_up()
    print("open", flush=True)
    for line in sys.stdin:
        print(library.catch_up(), library.index.words.size(), flush=True)
"""

PUT = """
import json, sys
from collections import Counter
from pathlib import Path
from tests.builders import numbered, open_library
folder, first = Path(sys.argv[1]), int(sys.argv[2])
with open_library(folder) as library:
    print("ready", flush=True)
    sys.stdin.readline()
    counts = Counter()
    for at in range(0, 50, 5):
        counts += library.put([numbered(n) for n in [*range(first + at, first + at + 5), 1000 + at]])
        library.groups.catch_up()
    print(json.dumps(counts), flush=True)
"""

ADD = """
import sys
from pathlib import Path
from tests.builders import numbered, open_library
with open_library(Path(sys.argv[1])) as library:
    library.catch_up()
    library.index.vectors.embed(["warm"])
    print("ready", flush=True)
    for n in range(0, 60, 4):
        library.put([numbered(m) for m in range(n, n + 4)])
        print(n + 4, flush=True)
        library.catch_up()
print("done", flush=True)
"""


@contextmanager
def running(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A Python process that says when it is ready."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert said(process) in ("ready", "open")
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def assert_whole(library: Library, numbers: set[int]) -> None:
    """The library holds exactly these articles, grouped and indexed once."""
    library.catch_up()
    assert set(library.catalogue.ids()) == {numbered(n).id for n in numbers}
    health = library.doctor()
    assert (health.ok, health.problems, health.articles) == (True, (), len(numbers))
    assert library.index.words.size() == health.chunks == len(library.index.vectors.chunk_ids())
    entries = library.catalogue.entries()
    assert all(entry.origin and entry.story for entry in entries)


def test_three_processes_writing_at_once_lose_nothing_and_add_nothing_twice(tmp_path: Path) -> None:
    shared = set(range(1000, 1050, 5))
    with (
        running(PUT, tmp_path, 0) as one,
        running(PUT, tmp_path, 100) as two,
        running(PUT, tmp_path, 200) as three,
    ):
        for process in (one, two, three):
            tell(process)
        counts = sum((Counter(json.loads(said(process))) for process in (one, two, three)), Counter())
    assert counts == {Outcome.ADDED: 150 + len(shared), Outcome.UNCHANGED: 2 * len(shared)}
    with open_library(tmp_path) as library:
        assert library.catalogue.last_change() == library.catalogue.count() == 160
        assert_whole(library, shared | {first + n for first in (0, 100, 200) for n in range(50)})


def test_what_another_process_adds_is_indexed_by_the_one_that_holds_the_index(tmp_path: Path) -> None:
    filled(tmp_path, [numbered(0)]).close()
    with running(HOLD, tmp_path) as holder, open_library(tmp_path) as library:
        library.put([numbered(1), numbered(2)])
        started = time.perf_counter()
        with pytest.raises(LibraryLockedError, match=f"process {holder.pid} "):
            library.catch_up()
        assert time.perf_counter() - started < 2
        assert all(entry.story for entry in library.catalogue.entries()), "groups need no lock"
        tell(holder)
        assert said(holder) == "2 3"


def test_doctor_says_that_another_process_holds_the_index(tmp_path: Path) -> None:
    filled(tmp_path, [numbered(0)]).close()
    with running(HOLD, tmp_path) as holder, open_library(tmp_path) as library:
        health = library.doctor(repair=True)
        assert not health.ok
        assert len(health.problems) == 1
        assert f"process {holder.pid} " in health.problems[0]


def test_a_library_whose_holder_was_killed_opens(tmp_path: Path) -> None:
    filled(tmp_path, [numbered(0)]).close()
    with running(HOLD, tmp_path) as holder:
        holder.kill()
        holder.wait()
        with open_library(tmp_path) as library:
            assert_whole(library, {0})


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.17, 0.4])
def test_a_process_killed_while_adding_leaves_a_library_that_heals(tmp_path: Path, moment: float) -> None:
    with running(ADD, tmp_path) as process:
        time.sleep(moment)
        process.kill()
        told = process.stdout.read().split() if process.stdout else []
    promised = max((int(n) for n in told if n.isdigit()), default=0)
    with open_library(tmp_path) as library:
        held = {n for n in range(60) if numbered(n).id in library.catalogue.ids()}
        assert held >= set(range(promised)), "what was acknowledged must be there"
        assert len(held) % 4 == 0, "a transaction is all or nothing"
        assert_whole(library, held)
        counts = library.put([numbered(n) for n in range(60)])
        assert counts == Counter({Outcome.ADDED: 60 - len(held), Outcome.UNCHANGED: len(held)})
        assert_whole(library, set(range(60)))


def test_everything_but_the_database_may_be_deleted(tmp_path: Path) -> None:
    filled(tmp_path, [numbered(n) for n in range(5)]).close()
    for path in tmp_path.iterdir():
        if path.name != "plumbline.db":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    with open_library(tmp_path) as library:
        assert_whole(library, set(range(5)))


def test_a_library_can_be_moved(tmp_path: Path) -> None:
    filled(tmp_path / "here", [numbered(n) for n in range(5)]).close()
    (tmp_path / "here").rename(tmp_path / "there")
    with open_library(tmp_path / "there") as library:
        assert library.catch_up() == 0
        assert_whole(library, set(range(5)))


@pytest.mark.parametrize("name", ["a b", "ünïcode 表", "it's", "100%", "a#b", "a;b", "[x]"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    filled(tmp_path / name, [numbered(0)]).close()
    assert (tmp_path / name / "plumbline.db").is_file()
    with open_library(tmp_path / name) as library:
        assert_whole(library, {0})


def test_a_closed_library_gives_the_lock_up(tmp_path: Path) -> None:
    for n in range(3):
        with filled(tmp_path, [numbered(n)]) as library:
            assert library.catalogue.count() == n + 1


def test_a_chroma_server_that_does_not_answer_is_a_stated_condition(tmp_path: Path) -> None:
    with Library.open(Settings(data=tmp_path, chroma="http://127.0.0.1:9")) as library:
        library.put([numbered(0)])
        with pytest.raises(LibraryError, match="does not answer") as caught:
            library.catch_up()
        assert "PLUMBLINE_CHROMA" in caught.value.hint


@pytest.mark.parametrize("address", ["localhost:8000", "8000", "ftp://localhost", "http://", " "])
def test_an_address_of_no_chroma_server_is_a_stated_condition(tmp_path: Path, address: str) -> None:
    with Library.open(Settings(data=tmp_path, chroma=address)) as library:
        library.put([numbered(0)])
        with pytest.raises(LibraryError, match="cannot be read") as caught:
            library.catch_up()
        assert "PLUMBLINE_CHROMA" in caught.value.hint


def test_a_search_leaves_much_to_the_thread_that_looks_regularly_and_takes_a_little_in_itself(tmp_path: Path) -> None:
    few, many = [numbered(n) for n in range(5)], [numbered(n, paragraphs=1) for n in range(10, 11 + FEW)]
    with open_library(tmp_path) as library:
        library.catch_up()
        library.put(few)
        assert library.catch_up(wait=False) == len(few)
        library.put(many)
        assert library.catch_up(wait=False) == 0
        assert library.catch_up() == len(many)


def test_where_nobody_looks_a_search_takes_in_all_that_waits(tmp_path: Path) -> None:
    many = [numbered(n, paragraphs=1) for n in range(FEW + 1)]
    with open_library(tmp_path) as library:
        library.put(many)
        assert library.catch_up(wait=False) == len(many)
