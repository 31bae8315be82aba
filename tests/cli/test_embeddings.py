"""`embeddings`: the model is shown and changed, as a command and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.run import CommandLine, run_process
from tests.generate.provider import KEY, Reply
from tests.store.embedding_server import EmbeddingServer, embedding_server


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


def test_it_shows_the_model_in_use(rag: CommandLine) -> None:
    shown = rag("embeddings")
    assert (shown.code, shown.err) == (0, "")
    assert shown.text.startswith("wordllama: in use, 256 dimensions, ")
    assert "up to date" in shown.text
    told = rag("embeddings", "--json").json
    assert told["in_use"] == {"model": "wordllama", "dimensions": 256, "chunks": told["in_use"]["chunks"], "behind": 0}
    assert told["in_use"]["chunks"] > 20
    assert (told["building"], told["setting"], told["locked"]) == (None, None, None)


def test_it_changes_the_model_and_later_commands_use_it(rag: CommandLine, server: EmbeddingServer) -> None:
    changed = rag("embeddings", server.model, "--json")
    assert (changed.code, changed.err) == (0, "")
    assert changed.json["in_use"]["model"] == server.model
    assert changed.json["in_use"]["dimensions"] == server.dimensions
    assert rag("search", "ferry collision", "-k", "1").code == 0
    assert server.requests[-1] == ["ferry collision"] or ["ferry collision"] in server.requests
    assert rag("doctor").code == 0
    assert rag("ask", "How many people died in the ferry collision?").code == 0


def test_a_change_that_broke_off_is_shown_with_what_to_do(rag: CommandLine, server: EmbeddingServer) -> None:
    server.plan = lambda number, texts: Reply(status=500) if number > 1 else None
    rag.patch.setenv("PLUMBLINE_MODEL_RETRIES", "0")
    broken = rag("embeddings", server.model)
    assert broken.code == 3
    assert "is failing (500)" in broken.err
    shown = rag("embeddings").text
    assert "wordllama: in use" in shown
    assert f"{server.model}: being built, 0 chunks, 20 changes to go." in shown
    assert f"To carry on: python -m rag embeddings {server.model}" in shown
    assert "To give it up: python -m rag embeddings wordllama" in shown
    assert rag("embeddings", "wordllama", "--json").json["building"] is None


def test_a_setting_that_disagrees_is_told_and_searches_go_on(rag: CommandLine, server: EmbeddingServer) -> None:
    rag.patch.setenv("PLUMBLINE_EMBEDDING", server.model)
    found = rag("search", "ferry collision", "-k", "1", "--json")
    assert found.code == 0
    assert server.requests == []
    told = run_process(rag.data, "embeddings", "--json", env={"PLUMBLINE_EMBEDDING": server.model})
    assert told.json["setting"] == server.model
    assert f"To change it: python -m rag embeddings {server.model}" in told.err


def test_adding_to_a_library_whose_model_does_not_answer_says_that_indexing_waits(
    empty: CommandLine, server: EmbeddingServer
) -> None:
    empty.patch.setenv("PLUMBLINE_EMBEDDING", server.model)
    empty.patch.setenv("PLUMBLINE_MODEL_RETRIES", "0")
    server.plan = lambda number, texts: Reply(status=401, body={"error": {"message": f"bad key {KEY}"}})
    empty.patch.setenv("PLUMBLINE_EMBEDDING_KEY", KEY)
    line = b'{"outlet": "Sedge Herald", "title": "Clock", "text": "The town clock of Ebbing was stopped by frost."}'
    added = empty("add", "-", stdin=line)
    assert added.code == 0
    assert "1 added" in added.text
    assert "indexing it waits for the embedding model" in added.text
    asked = empty("search", "clock")
    assert (asked.code, asked.out) == (3, b"")
    assert "refused the key" in asked.err
    assert KEY not in added.text + added.err + asked.err


@pytest.mark.parametrize("model", ["word2vec", "openai:", "m@ftp://a.example"])
def test_what_is_no_model_is_wrong_use(rag: CommandLine, model: str) -> None:
    done = rag("embeddings", model)
    assert done.code == 2
    assert "MODEL@URL" in done.err
