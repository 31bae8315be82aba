"""The process that embeds ahead: the same batches, an end with its reader, and work that goes on without it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rag.settings import Settings
from rag.store import following
from rag.store.ahead import Ahead
from rag.store.batch import read_batch
from rag.store.embedding_models import embedded_model
from rag.store.library import Library
from tests.builders import numbered

ROOT = Path(__file__).parents[2]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = Library.open(Settings(data=tmp_path / "a folder with blanks"))
    opened.put([numbered(n) for n in range(40)])
    opened.catalogue.remove(numbered(7).id)
    return opened


def test_it_makes_the_batches_that_are_made_here(library: Library) -> None:
    with Ahead(library.catalogue.url) as ahead:
        ahead.ask(0)
        theirs = ahead.answer()
        ahead.ask(10_000)
        assert ahead.answer() is None
    ours = read_batch(library.catalogue, embedded_model(), 0)
    assert theirs is not None and ours is not None
    assert (theirs.chunks, theirs.seq, theirs.changes) == (ours.chunks, ours.seq, ours.changes)
    assert (theirs.touched, theirs.stale) == (ours.touched, ours.stale)
    assert np.allclose(theirs.vectors, ours.vectors, atol=1e-6)
    library.close()


def test_a_long_stretch_is_indexed_with_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LONG", 10)
    assert library.catch_up() == 41
    assert library.doctor().ok
    library.close()


def test_indexing_goes_on_where_it_dies(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Doomed(Ahead):
        def ask(self, after: int) -> None:
            self._process.kill()
            super().ask(after)

    monkeypatch.setattr(following, "LONG", 10)
    monkeypatch.setattr(following, "Ahead", Doomed)
    with caplog.at_level(logging.WARNING):
        assert library.catch_up() == 41
    assert "has ended" in caplog.text
    assert library.doctor().ok
    library.close()


def test_it_ends_with_the_process_that_started_it(library: Library) -> None:
    code = (
        "import sys, time; from rag.store.ahead import Ahead; ahead = Ahead(sys.argv[1]); ahead.ask(0); ahead.answer();"
        "print(ahead._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, library.catalogue.url], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _gone(child, within=20)
    library.close()


def _gone(process: int, within: float) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        # Where nobody reaps orphans, an ended process stays as a zombie.
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text(encoding="utf-8").split(") ")[-1].startswith("Z"):
            return True
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    return False
