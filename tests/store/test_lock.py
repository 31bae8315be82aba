"""The lock: one process at a time, the other told at once by whom, and free again however the holder ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import LibraryError, LibraryLockedError
from rag.store.lock import IndexLock
from tests.conftest import ROOT

HOLD = """
import sys, time
from pathlib import Path
from rag.store.lock import IndexLock
lock = IndexLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of a folder."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_it_is_held_until_released(tmp_path: Path) -> None:
    lock = IndexLock(tmp_path / "index")
    assert not lock.held
    for _ in range(2):
        lock.acquire()
        assert lock.held
    lock.release()
    assert not lock.held
    lock.release()


def test_another_process_is_refused_at_once_and_told_who_holds_it(tmp_path: Path) -> None:
    with holder(tmp_path / "index") as process:
        started = time.perf_counter()
        with pytest.raises(LibraryLockedError) as caught:
            IndexLock(tmp_path / "index").acquire()
        assert time.perf_counter() - started < 2
        assert f"process {process.pid} " in caught.value.message
        assert caught.value.hint
        assert caught.value.retryable


def test_it_is_free_again_when_its_holder_is_killed(tmp_path: Path) -> None:
    with holder(tmp_path / "index") as process:
        process.kill()
        process.wait()
        lock = IndexLock(tmp_path / "index")
        lock.acquire()
        lock.release()


def test_a_second_library_object_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    first, second = IndexLock(tmp_path / "index"), IndexLock(tmp_path / "index")
    first.acquire()
    with pytest.raises(LibraryLockedError, match=f"process {os.getpid()} "):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_it_belongs_to_the_process_and_not_to_a_thread(tmp_path: Path) -> None:
    lock = IndexLock(tmp_path / "index")
    with ThreadPoolExecutor(1) as elsewhere:
        lock.acquire()
        assert elsewhere.submit(lambda: lock.held).result()
        elsewhere.submit(lock.acquire).result()
        elsewhere.submit(lock.release).result()
    assert not lock.held
    with holder(tmp_path / "index"):
        pass


@pytest.mark.parametrize("note", [None, "", "{", "[]", "{}", '{"pid": 1}', "\x00"])
def test_a_note_that_cannot_be_read_does_not_hide_that_it_is_locked(tmp_path: Path, note: str | None) -> None:
    first = IndexLock(tmp_path / "index")
    first.acquire()
    path = tmp_path / "index.holder.json"
    path.unlink()
    if note is not None:
        path.write_text(note)
    with pytest.raises(LibraryLockedError, match="another process"):
        IndexLock(tmp_path / "index").acquire()
    first.release()


def test_it_lies_beside_the_folder_so_that_the_folder_may_be_deleted(tmp_path: Path) -> None:
    lock = IndexLock(tmp_path / "index")
    lock.acquire()
    assert not (tmp_path / "index").exists()
    assert json.loads((tmp_path / "index.holder.json").read_text())["pid"] == os.getpid()
    lock.release()


def test_a_folder_that_cannot_hold_it_is_a_stated_condition(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with pytest.raises(LibraryError):
        IndexLock(tmp_path / "library" / "index").acquire()
