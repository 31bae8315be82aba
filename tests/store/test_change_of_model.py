"""A change of the embedding model: the old one serves until the new one is complete, whatever happens on the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rag import Newsroom
from rag.errors import LibraryLockedError, ModelBusyError, ModelReplyError, ModelUnreachableError, PlumblineError
from rag.settings import Settings
from rag.store.embedding_models import EmbeddingModels
from rag.store.index import SearchIndex
from rag.store.library import Library
from rag.store.model_names import ModelName
from tests.builders import draft, filled, numbered, open_library
from tests.conftest import ROOT
from tests.generate.provider import Reply
from tests.store.embedding_server import DIMENSIONS, EmbeddingServer, embedding_server
from tests.store.indexes import FEW, assert_in_step, expected

SECONDS = 120
"""How long a program of its own is waited for: starting one may take half a minute on a busy machine."""

MANY = [numbered(n) for n in range(130)]
"""More than two steps of a build, and more than two requests."""


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


@pytest.fixture(scope="module")
def built_130(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "library"
    filled(folder, MANY).close()
    return folder


@pytest.fixture
def many(built_130: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_130, tmp_path / "library"))


def opened(folder: Path, **settings: Any) -> Library:
    return Library.open(Settings(data=folder, **{"model_retries": 0, "model_timeout": 5.0, **settings}))


def change(library: Library, model: str, progress: Any = None) -> None:
    library.index.change_model(ModelName.parse(model), progress)


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "index").iterdir())


def assert_all_remote(library: Library, server: EmbeddingServer, folder: Path) -> None:
    """The library uses the server's model, everything is embedded with it, and nothing is left of the other."""
    assert str(library.models.in_use()) == server.model
    assert library.models.being_built() is None
    assert library.index.vectors.dimensions == server.dimensions
    library.catch_up()
    assert_in_step(library)
    key = ModelName.parse(server.model).key
    assert folders(folder) == [f"vector-{key}", "word"]


def test_a_library_is_embedded_anew_and_the_old_index_goes(few: Path, server: EmbeddingServer) -> None:
    told: list[tuple[int, int]] = []
    with open_library(few) as library:
        change(library, server.model, lambda done, total: told.append((done, total)))
        assert told == [(12, 12)]
        assert_all_remote(library, server, few)
        assert library.index.embedding().building is None
    assert set(server.chunks_answered()) and max(server.chunks_answered().values()) == 1
    # Later processes use it without a setting.
    with open_library(few) as library:
        assert library.catch_up() == 0
        assert_all_remote(library, server, few)


def test_it_can_be_changed_back_and_forth_without_paying_again(few: Path, server: EmbeddingServer) -> None:
    with open_library(few) as library:
        for model in (server.model, "wordllama", server.model):
            change(library, model)
            assert_in_step(library)
        assert_all_remote(library, server, few)
    assert max(server.chunks_answered().values()) == 1
    assert len(server.chunks_answered()) == len(expected(library))


def test_the_old_model_serves_until_the_new_one_is_complete(many: Path, server: EmbeddingServer) -> None:
    reached, go = threading.Event(), threading.Event()

    def wait(number: int, texts: list[str]) -> None:
        if number == 3:
            reached.set()
            assert go.wait(60)

    server.plan = wait
    settings = Settings(data=many, model_retries=0)
    with Newsroom.open(settings) as newsroom, ThreadPoolExecutor(1) as pool:
        before = [passage.text for passage in newsroom.search("warden barrels item7part1", 5)]
        changing = pool.submit(newsroom.change_embeddings, server.model)
        assert reached.wait(60)
        other = newsroom.with_settings(settings)
        asked = len(server.requests)
        assert [passage.text for passage in other.search("warden barrels item7part1", 5)] == before
        state = other.embeddings()
        assert (state.in_use.model, state.in_use.behind) == ("wordllama", 0)
        assert state.building is not None
        assert (state.building.model, state.building.dimensions) == (server.model, DIMENSIONS)
        assert 0 < state.building.behind < len(MANY)
        # What is added meanwhile is found at once, and reaches the new index too.
        other.add_drafts([draft("A kestrel nested in the steeple.", title="Kestrel", url="https://sedge.example/k")])
        assert other.search("kestrel steeple", 1)[0].title == "Kestrel"
        assert len(server.requests) == asked, "the old model serves"
        go.set()
        assert changing.result(SECONDS).in_use.model == server.model
        assert newsroom.search("kestrel steeple", 1)[0].title == "Kestrel"
        assert server.requests[-1] == ["kestrel steeple"] or ["kestrel steeple"] in server.requests
        assert newsroom.doctor().ok


def test_searches_never_fail_over_a_change(many: Path, server: EmbeddingServer) -> None:
    done = threading.Event()
    with Newsroom.open(Settings(data=many, model_retries=0)) as newsroom, ThreadPoolExecutor(3) as pool:

        def search() -> int:
            count = 0
            while not done.is_set():
                assert len(newsroom.search("warden of the cellar barrels", 3)) == 3
                count += 1
            return count

        searching = [pool.submit(search) for _ in range(2)]
        for model in (server.model, "wordllama", server.model, "wordllama"):
            assert newsroom.change_embeddings(model).in_use.model == model
        done.set()
        assert all(one.result(SECONDS) > 2 for one in searching)
        assert newsroom.doctor().ok


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_failing_server_stops_the_change_and_it_goes_on_later(
    many: Path, server: EmbeddingServer, number: int
) -> None:
    server.plan = lambda n, texts: Reply(status=500) if n == number else None
    with opened(many) as library:
        with pytest.raises(ModelBusyError):
            change(library, server.model)
        assert library.index.vectors.dimensions == 256
        assert_in_step(library)
        # The first question is whether it answers at all: before that nothing is begun.
        assert (library.models.being_built() is None) == (number == 1)
    with opened(many) as library:
        change(library, server.model)
        assert_all_remote(library, server, many)
    assert max(server.chunks_answered().values()) == 1


COMMAND = [sys.executable, "-m", "rag", "--data"]


@pytest.mark.parametrize(("number", "how"), [(2, signal.SIGINT), (3, signal.SIGKILL), (4, signal.SIGKILL)])
def test_a_change_that_was_ended_goes_on_where_it_was(
    many: Path, server: EmbeddingServer, number: int, how: signal.Signals
) -> None:
    reached = threading.Event()

    def hang(n: int, texts: list[str]) -> Reply | None:
        if n != number:
            return None
        reached.set()
        return Reply(hang=True)

    server.plan = hang
    with subprocess.Popen([*COMMAND, str(many), "embeddings", server.model], cwd=ROOT, stderr=subprocess.PIPE) as run:
        assert reached.wait(SECONDS)
        os.kill(run.pid, how)
        told = run.communicate(timeout=SECONDS)[1].decode()
    assert "Traceback" not in told
    assert run.returncode == (130 if how is signal.SIGINT else -signal.SIGKILL)
    assert ("carries on" in told) == (how is signal.SIGINT)
    answered = server.chunks_answered()
    with opened(many) as library:
        assert_in_step(library)
        state = library.index.embedding()
        assert state.in_use.model == "wordllama"
        assert state.building is not None and state.building.model == server.model
        library.put([numbered(500)])
        library.catch_up()
    server.plan = lambda n, texts: None
    asked = len(server.requests)
    with opened(many) as library:
        change(library, server.model)
        assert_all_remote(library, server, many)
    again = [text for request in server.requests[asked:] for text in request]
    assert not set(answered) & set(again), "what was answered is asked for again"
    assert set(server.chunks_answered().values()) == {1}


@pytest.mark.parametrize("moment", [0.0, 0.15, 0.4])
def test_a_change_killed_at_any_moment_leaves_a_library_that_serves(
    many: Path, server: EmbeddingServer, moment: float
) -> None:
    begun = threading.Event()
    server.plan = lambda n, texts: begun.set()
    with subprocess.Popen([*COMMAND, str(many), "embeddings", server.model], cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert begun.wait(SECONDS)
        time.sleep(moment)
        run.kill()
    with opened(many) as library:
        assert_in_step(library)
        change(library, server.model)
        assert_all_remote(library, server, many)
    # A reply that was on its way when the process died is the most that is paid for again.
    assert sum(count - 1 for count in server.chunks_answered().values()) <= 50


def test_a_crash_between_complete_and_switch_costs_nothing(
    few: Path, server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise MemoryError

    with open_library(few) as library, monkeypatch.context() as patch:
        patch.setattr(EmbeddingModels, "switch", crash)
        with pytest.raises(MemoryError):
            change(library, server.model)
        assert_in_step(library)
        assert library.index.vectors.dimensions == 256
    asked = len(server.answered)
    with open_library(few) as library:
        assert_in_step(library)
        change(library, server.model)
        assert_all_remote(library, server, few)
    assert all("\n" not in text for text in server.answered[asked:]), "only questions"


def test_a_crash_between_switch_and_clearing_away_leaves_nothing_behind(
    few: Path, server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def crash(index: SearchIndex, build: object) -> None:
        really(index, build)  # type: ignore[arg-type]
        kept.extend(folders(few))
        raise MemoryError

    really = SearchIndex._switch
    with open_library(few) as library, monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "_switch", crash)
        with pytest.raises(MemoryError):
            change(library, server.model)
    assert "vector" in kept
    with open_library(few) as library:
        library.catch_up()
        assert_all_remote(library, server, few)


def test_a_change_can_be_given_up_or_turned_to_another_model(many: Path, server: EmbeddingServer) -> None:
    server.plan = lambda n, texts: Reply(status=500) if n == 3 else None
    with embedding_server(dimensions=20) as other, opened(many) as library:
        with pytest.raises(ModelBusyError):
            change(library, server.model)
        assert len(folders(many)) == 3
        change(library, "wordllama")
        assert library.models.being_built() is None
        assert folders(many) == ["vector", "word"]
        assert_in_step(library)
        other.plan = lambda n, texts: Reply(status=500) if n == 3 else None
        server.plan = lambda n, texts: Reply(status=500)
        with pytest.raises(ModelBusyError):
            change(library, other.model)
        # A model that does not answer does not cost the change that was begun.
        with pytest.raises(ModelBusyError):
            change(library, server.model)
        assert str(library.models.being_built()) == other.model
        server.plan = lambda n, texts: None
        change(library, server.model)
        assert_all_remote(library, server, many)


def test_an_index_folder_deleted_during_the_change_is_built_again(many: Path, server: EmbeddingServer) -> None:
    def delete(done: int, total: int) -> None:
        if done == 50:
            shutil.rmtree(many / "index")

    with opened(many) as library:
        change(library, server.model, delete)
        library.catch_up()
        assert_all_remote(library, server, many)
    assert max(server.chunks_answered().values()) == 1


def test_doctor_rebuilds_without_asking_for_what_is_kept(few: Path, server: EmbeddingServer) -> None:
    with opened(few) as library:
        change(library, server.model)
        asked = len(server.requests)
        library.index.vectors.remove([FEW[2].id])
        assert not library.doctor().ok
        assert library.doctor(repair=True).ok
        shutil.rmtree(few / "index")
        library.catch_up()
        # The same words again, after they were removed: no cost either.
        library.catalogue.remove(FEW[3].id)
        library.catch_up()
        library.put([FEW[3]])
        library.catch_up()
        assert len(server.requests) == asked
        assert_in_step(library)


def test_doctor_with_repair_drops_what_no_article_needs(few: Path, server: EmbeddingServer) -> None:
    with opened(few) as library:
        change(library, server.model)
        library.catalogue.remove(FEW[3].id)
        assert library.doctor(repair=True).ok
        asked = len(server.requests)
        library.put([FEW[3], FEW[4]])
        library.catch_up()
        assert [text for request in server.requests[asked:] for text in request] == [
            text for text in server.chunks_answered() if FEW[3].title in text
        ]


def test_an_unreachable_model_is_an_error_for_searches_and_a_note_for_adding(
    tmp_path: Path, server: EmbeddingServer
) -> None:
    settings = Settings(data=tmp_path / "library", embedding=server.model, model_retries=0, model_timeout=2)
    with Newsroom.open(settings) as newsroom:
        assert newsroom.add_drafts([draft()]).warnings == ()
        server.plan = lambda n, texts: Reply(status=503)
        with pytest.raises(ModelBusyError):
            newsroom.search("clock")
        report = newsroom.add_drafts([draft("A kestrel nested.", title="Kestrel", url="https://sedge.example/k")])
        assert report.added == 1
        assert "is kept, but indexing it waits" in report.warnings[0].error
        assert len(newsroom.articles()) == 2
        with pytest.raises(ModelBusyError) as caught:
            newsroom.search("kestrel")
        assert "python -m rag embeddings" in caught.value.hint
        assert newsroom.refresh() == 0
        assert not newsroom.doctor().ok
        newsroom.remove(newsroom.articles()[0].id)
        server.plan = lambda n, texts: None
        assert newsroom.doctor().ok
        assert newsroom.search("clock kestrel")


def test_a_library_whose_model_does_not_answer_can_be_changed_to_the_embedded_one(
    tmp_path: Path, server: EmbeddingServer
) -> None:
    with opened(tmp_path, embedding=server.model) as library:
        library.put(FEW)
        library.catch_up()
    server.plan = lambda n, texts: Reply(status=503)
    with opened(tmp_path) as library:
        change(library, "wordllama")
        assert_in_step(library)


def test_a_server_that_has_another_model_under_the_name_is_an_error(few: Path, server: EmbeddingServer) -> None:
    with opened(few) as library:
        change(library, server.model)
    server.dimensions = 9
    with opened(few) as library:
        with pytest.raises(ModelReplyError, match=f"of 9 dimensions; the library's have {DIMENSIONS}"):
            library.index.vectors.embed(["Where?"])
        library.put([numbered(99)])
        with pytest.raises(ModelReplyError):
            library.catch_up()
        assert library.index.embedding().in_use.behind == 1


HOLD = """
import sys
from pathlib import Path
from tests.builders import open_library
with open_library(Path(sys.argv[1])) as library:
    library.catch_up()
    print("open", flush=True)
    sys.stdin.read()
"""


def test_while_another_process_holds_the_index_the_change_is_refused_and_the_state_is_told(
    few: Path, server: EmbeddingServer
) -> None:
    command = [sys.executable, "-c", HOLD, str(few)]
    with (
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder,
        opened(few) as library,
    ):
        assert holder.stdout and holder.stdout.readline() == "open\n"
        started = time.monotonic()
        with pytest.raises(LibraryLockedError, match=f"process {holder.pid} "):
            change(library, server.model)
        state = library.index.embedding()
        assert time.monotonic() - started < 3
        assert (state.in_use.model, state.in_use.chunks, state.in_use.behind) == ("wordllama", None, 0)
        assert state.locked and f"process {holder.pid} " in state.locked
        holder.kill()
    assert server.requests == []


def test_an_empty_library_changes_at_once(tmp_path: Path, server: EmbeddingServer) -> None:
    with opened(tmp_path) as library:
        change(library, server.model)
        assert str(library.models.in_use()) == server.model
        library.put(FEW)
        library.catch_up()
        assert_all_remote(library, server, tmp_path)


def test_a_model_that_cannot_be_reached_begins_nothing(few: Path) -> None:
    with opened(few) as library:
        with pytest.raises(ModelUnreachableError) as caught:
            change(library, "any@http://127.0.0.1:9/v1")
        assert isinstance(caught.value, PlumblineError)
        assert library.models.being_built() is None
        assert folders(few) == ["vector", "word"]
